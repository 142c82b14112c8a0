//! The board and the interviews that the surveyor asks. The interview is the respondent's
//! model; what it wants to fetch is answered from the files that were read in the morning.

use std::collections::VecDeque;

use super::board::Kept;
use super::{After, Board, Effect, Fault, Handed, Model, Shelf, Stage, handing, leaving, settling};
use crate::app::keeping::Contents;
use crate::app::respond::{self, Saving, Setup, Stage as Asked, Step};
use crate::app::route::Link;
use crate::response::codec::Fieldwork;
use crate::response::{Channel, Outcome};

/// To the board, read off the store anew.
pub(super) fn to_board(model: &mut Model) -> Vec<Effect> {
    let mut effects = model.go(Stage::Board);
    effects.extend([Effect::ReadStore, Effect::Probe]);
    effects
}

/// The store was read: for the board, or for the codes that open a device in unknown hands.
pub(super) fn store(model: &mut Model, contents: &Contents) -> Vec<Effect> {
    let kept = Kept::read(contents);
    if model.stage == Stage::Unknown {
        model.codes = settling::codes(&kept);
    }
    if let Some(campaign) = &model.campaign {
        model.board = Board::read(campaign, &kept);
    }
    model.shelf = Shelf::read(contents, &kept, &model.interview.report.lost);
    model.standing = model.shelf.standing(&leaving::setting(model).whose);
    Vec::new()
}

/// What the tablet adds to an interview.
pub(super) fn setup(model: &Model, channel: Channel) -> Setup {
    let device = &model.device;
    let fieldwork = Fieldwork {
        stratum: String::new(),
        village: device.village.clone(),
        entry: device.entry.clone(),
        surveyor: device.surveyor.clone(),
        others: device.others,
    };
    Setup { channel, fieldwork, trial: device.trial }
}

/// The link of the place that is settled.
fn link(model: &Model) -> Link {
    let device = &model.device;
    Link {
        campaign: device.campaign.clone(),
        unit: Some(device.unit.clone()),
        questionnaire: Some(device.questionnaire.clone()),
        group: Some(device.group.clone()),
        ..Link::default()
    }
}

/// Begins an interview at the settled place.
pub(super) fn begin(model: &mut Model, channel: Channel) -> Vec<Effect> {
    let event = respond::Event::Begun(link(model), setup(model, channel));
    drive(model, event)
}

/// Sends an event to the interview, and answers what it fetches from the files that are here.
pub(super) fn drive(model: &mut Model, event: respond::Event) -> Vec<Effect> {
    let mut events = VecDeque::from([event]);
    let mut out = Vec::new();
    while let Some(event) = events.pop_front() {
        for effect in respond::update(&mut model.interview, event, model.now) {
            match here(model, &effect) {
                Some(answer) => events.push_back(answer),
                None => out.push(Effect::Interview(effect)),
            }
        }
    }
    out
}

fn here(model: &Model, effect: &respond::Effect) -> Option<respond::Event> {
    use respond::Effect as Wanted;
    match effect {
        Wanted::FetchCampaign(id) => Some(respond::Event::CampaignRead(Ok(model.texts.get(&["campaigns/", id].concat())?.clone()))),
        Wanted::FetchQuestionnaire(id) => {
            let text = model.texts.get(&["questionnaires/", id].concat())?.clone();
            Some(respond::Event::QuestionnaireRead(id.clone(), Ok(text)))
        }
        Wanted::ReadTryout(_)
        | Wanted::ReadStore
        | Wanted::ReadDefinition(_)
        | Wanted::KeepDefinition(..)
        | Wanted::SaveDraft { .. }
        | Wanted::Finish(_)
        | Wanted::Forget(_)
        | Wanted::Push(_)
        | Wanted::Replace(_)
        | Wanted::HistoryBack
        | Wanted::Focus(_)
        | Wanted::SetLanguage(_) => None,
    }
}

/// Something of the interview happened. A tablet's form has no way out but its ends: the
/// unit is the surveyor's, and the browser's back before the first page stays there.
pub(super) fn interview(model: &mut Model, event: respond::Event) -> Vec<Effect> {
    use respond::Event as Heard;
    let was = model.interview.stage.clone();
    if matches!(event, Heard::Consent | Heard::Resume | Heard::Answer(..) | Heard::Next | Heard::Back | Heard::Show(_)) {
        handing::touched(model);
    }
    let effects = match event {
        Heard::OpenChooser | Heard::Choose(_) | Heard::Opened(_) | Heard::Begun(..) | Heard::NotBegun(_) | Heard::BrokenOff => {
            return Vec::new();
        }
        Heard::Consent | Heard::Decline | Heard::Next | Heard::Submit | Heard::StartNew | Heard::Resume if model.is_haste() => {
            return Vec::new();
        }
        Heard::Popped(step) => return popped(model, step),
        Heard::Language(language) => {
            let effects = drive(model, event);
            model.device.language = language;
            let keep = model.keep(After::Nothing);
            return [effects, vec![keep]].concat();
        }
        Heard::Fill(..)
        | Heard::Unfill
        | Heard::CampaignRead(_)
        | Heard::QuestionnaireRead(..)
        | Heard::StoreRead(_)
        | Heard::DefinitionRead(_)
        | Heard::Consent
        | Heard::Decline
        | Heard::Resume
        | Heard::StartNew
        | Heard::Answer(..)
        | Heard::Next
        | Heard::Back
        | Heard::Show(_)
        | Heard::Submit
        | Heard::Saved(..)
        | Heard::Finished(_)
        | Heard::Reported(_)
        | Heard::Forget
        | Heard::Tidied(_)
        | Heard::Retry => drive(model, event),
    };
    let effects = if model.closing { [effects, closing(model)].concat() } else { effects };
    let ended = matches!(model.interview.stage, Asked::Ended(_)) && !matches!(was, Asked::Ended(_));
    match model.stage {
        Stage::HandedOver => [effects, handing::moved(model, &was, ended)].concat(),
        Stage::Interview if ended => [effects, finished(model)].concat(),
        // Kept as partial from the board, or tried again there.
        Stage::Board if ended => {
            model.fault = None;
            clear(model);
            [effects, finished(model)].concat()
        }
        Stage::Board
        | Stage::Interview
        | Stage::Loading
        | Stage::Elsewhere
        | Stage::Unknown
        | Stage::Choosing
        | Stage::Problem(_)
        | Stage::Preparing
        | Stage::Setting
        | Stage::Placing
        | Stage::HandingIn
        | Stage::Erasing
        | Stage::Correcting(_) => effects,
    }
}

/// What was for this one interview goes, and the board counts it.
pub(super) fn finished(model: &mut Model) -> Vec<Effect> {
    model.device.entry.clear();
    model.device.others = None;
    vec![model.keep(After::Nothing), Effect::ReadStore]
}

/// The open interview is found: kept as partial without a look. One that cannot be read
/// stays where it is.
fn closing(model: &mut Model) -> Vec<Effect> {
    match model.interview.stage {
        Asked::Loading => Vec::new(),
        Asked::Found => {
            model.closing = false;
            drive(model, respond::Event::StartNew)
        }
        Asked::Problem(_) => {
            model.closing = false;
            clear(model);
            model.fail(Fault::Unreadable)
        }
        Asked::Choosing | Asked::Welcome | Asked::Asking(_) | Asked::Review | Asked::Ended(_) => {
            model.closing = false;
            clear(model);
            vec![Effect::ReadStore]
        }
    }
}

fn popped(model: &mut Model, step: Option<Step>) -> Vec<Effect> {
    if !matches!(model.stage, Stage::Interview | Stage::HandedOver) {
        return Vec::new();
    }
    let asking = matches!(model.interview.stage, Asked::Asking(_) | Asked::Review);
    if step.is_none() && asking {
        let first = Step { page: 0, depth: 1 };
        let mut effects = vec![Effect::Interview(respond::Effect::Push(first))];
        effects.extend(drive(model, respond::Event::Popped(Some(first))));
        return effects;
    }
    drive(model, respond::Event::Popped(step))
}

/// Whether the page holds the only copy of something.
pub(super) fn is_unsaved(model: &Model) -> bool {
    let interview = &model.interview;
    interview.interview.is_some() && (interview.trouble.is_some() || matches!(interview.saving, Saving::Failed(_)))
}

/// "Phiếu tiếp theo": from the board, or from the end of the one before.
pub(super) fn next(model: &mut Model) -> Vec<Effect> {
    let ended = model.stage == Stage::Interview && matches!(model.interview.stage, Asked::Ended(_));
    if !(model.stage == Stage::Board || ended) || !model.device.is_settled() || model.is_haste() {
        return Vec::new();
    }
    if is_unsaved(model) {
        return model.fail(Fault::StillOpen);
    }
    // What a respondent answered alone is not opened by a surveyor.
    if model.board.open.as_ref().is_some_and(|open| open.channel != Channel::Interviewer) {
        return model.fail(Fault::StillOpen);
    }
    let mut effects = model.go(Stage::Interview);
    effects.extend(begin(model, Channel::Interviewer));
    effects
}

/// The outcome by one tap: before consent nothing was asked; after it, it is broken off.
pub(super) fn outcome(model: &mut Model, outcome: Outcome) -> Vec<Effect> {
    if model.stage != Stage::Interview || model.is_haste() {
        return Vec::new();
    }
    match (&model.interview.stage, outcome) {
        (Asked::Welcome, Outcome::Refused | Outcome::NotReached | Outcome::Ineligible) => drive(model, respond::Event::NotBegun(outcome)),
        (Asked::Asking(_) | Asked::Review, Outcome::Partial) => drive(model, respond::Event::BrokenOff),
        _ => Vec::new(),
    }
}

/// Back to the board. The interview stays open in the store; what is only in the page does
/// not leave it.
pub(super) fn leave(model: &mut Model) -> Vec<Effect> {
    if model.stage != Stage::Interview {
        return Vec::new();
    }
    if is_unsaved(model) {
        return vec![super::focus("trouble")];
    }
    clear(model);
    to_board(model)
}

/// Nothing of an interview stays in the page.
pub(super) fn clear(model: &mut Model) {
    let language = model.interview.language;
    let report = std::mem::take(&mut model.interview.report);
    model.interview = respond::Model::default();
    model.interview.language = language;
    model.interview.report = report;
}

/// The interview that was found open is kept as partial, without being seen.
pub(super) fn close_open(model: &mut Model) -> Vec<Effect> {
    if model.stage != Stage::Board || model.device.handed != Handed::No || model.is_haste() {
        return Vec::new();
    }
    if is_unsaved(model) {
        return drive(model, respond::Event::Retry);
    }
    model.closing = true;
    begin(model, Channel::Interviewer)
}

/// The number in the list, for the interview that comes or waits for consent.
pub(super) fn list_entry(model: &mut Model, entry: &str) -> Vec<Effect> {
    entry.trim().clone_into(&mut model.device.entry);
    told(model)
}

/// Whether others are present.
pub(super) fn others(model: &mut Model, others: Option<bool>) -> Vec<Effect> {
    model.device.others = others;
    told(model)
}

fn told(model: &mut Model) -> Vec<Effect> {
    if model.device.handed != Handed::No {
        return Vec::new();
    }
    if let Some(setup) = &mut model.interview.setup {
        setup.fieldwork.entry.clone_from(&model.device.entry);
        setup.fieldwork.others = model.device.others;
    }
    vec![model.keep(After::Nothing)]
}
