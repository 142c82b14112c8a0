//! A respondent's interview, from the link to the receipt: pure. The shell sends
//! events with the moment at which they happened, and carries out the effects.

mod asking;
mod entering;
mod finishing;
pub mod reading;

use crate::base::Named;
use std::sync::Arc;

use super::keeping::{Contents, Fault as KeepFault, Finished, Report};
use super::route::Link;
use crate::base::time::Stamp;
use crate::base::{Finding, Lang};
use crate::campaign::{Campaign, Entry, Refusal};
use crate::questionnaire::{Form, VariableId};
use crate::response::codec::{Fieldwork, Fill, Header};
use crate::response::page::{Page, STATEMENTS, STATEMENTS_ASKED, pages};
use crate::response::validate::Fault;
use crate::response::{Answer, Channel, Draft, Interview, Outcome};
use crate::seal::PublicKey;
use crate::store::journal::Durability;

/// When and with what chance an event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The clock.
    pub stamp: Stamp,
    /// Minutes east of Greenwich.
    pub offset: i32,
    /// Fresh random bits.
    pub random: [u8; 16],
}

/// What a surveyor's tablet adds to an interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Interviewer, or self on tablet.
    pub channel: Channel,
    /// Village, list entry, surveyor, others present; `stratum` is filled in here.
    pub fieldwork: Fieldwork,
    /// Tried out: stored with the flag, never counted.
    pub trial: bool,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The page opened with this link.
    Opened(Link),
    /// A surveyor begins an interview: the same, with what the fieldwork adds.
    Begun(Link, Setup),
    /// The surveyor tells that it does not begin: refused, not reached, ineligible.
    NotBegun(Outcome),
    /// It is broken off: what was answered is kept as partial.
    BrokenOff,
    /// "The same answer for all rows" of this grid, or the latest one undone.
    Fill(VariableId, String),
    /// Takes the latest column action back.
    Unfill,
    /// The campaign's file arrived, or did not.
    CampaignRead(Result<String, FetchFault>),
    /// The file of the questionnaire with this id arrived, or did not.
    QuestionnaireRead(String, Result<String, FetchFault>),
    /// The store was read.
    StoreRead(Contents),
    /// What is known of the store has changed.
    Reported(Report),
    /// The questionnaire a draft was begun with, if it was kept.
    DefinitionRead(Option<String>),
    /// Another language.
    Language(Lang),
    /// The respondent wants to choose the unit.
    OpenChooser,
    /// The respondent chose a unit.
    Choose(String),
    /// "Tôi đồng ý, bắt đầu".
    Consent,
    /// "Không tham gia".
    Decline,
    /// "Làm tiếp".
    Resume,
    /// "Phiếu mới": what was begun is kept as partial.
    StartNew,
    /// An answer, or one taken back.
    Answer(VariableId, Option<Answer>),
    /// To the next page.
    Next,
    /// To the page before.
    Back,
    /// The browser's own back or forward led to this step.
    Popped(Option<Step>),
    /// To the page of this variable.
    Show(VariableId),
    /// "Gửi phiếu": finish.
    Submit,
    /// The draft with this sequence is in the journal, or not.
    Saved(u64, Result<(), KeepFault>),
    /// The response was sealed and appended, or not. Comes again when it is safer.
    Finished(Result<Finished, KeepFault>),
    /// Drafts that cannot be read any more are to be forgotten: an explicit act.
    Forget,
    /// A definition was kept, or drafts forgotten, or not.
    Tidied(Result<(), KeepFault>),
    /// Try again what failed.
    Retry,
}

/// What the shell must do; each answers with an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Fetch `campaigns/<id>.json`.
    FetchCampaign(String),
    /// Fetch `questionnaires/<id>.json`.
    FetchQuestionnaire(String),
    /// Read the campaign that is being tried out.
    ReadTryout(String),
    /// Read the whole store.
    ReadStore,
    /// Read a kept questionnaire.
    ReadDefinition(String),
    /// Keep a questionnaire's text under its fingerprint.
    KeepDefinition(String, String),
    /// Save a draft, sealed with the device's key.
    SaveDraft {
        /// Id of the campaign.
        campaign: String,
        /// Id of the response.
        id: String,
        /// Comes back with the answer.
        sequence: u64,
        /// `Draft::pack`.
        content: Vec<u8>,
    },
    /// Seal a finished response and append it; its draft goes.
    Finish(Box<Ending>),
    /// Erase the drafts with these keys.
    Forget(Vec<String>),
    /// A new step in the browser's history.
    Push(Step),
    /// The present step in the browser's history.
    Replace(Step),
    /// One step back in the browser's history.
    HistoryBack,
    /// Move the focus to the element with this id and show it.
    Focus(String),
    /// Tell which language the page is in.
    SetLanguage(Lang),
}

/// A finished response on its way to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Whose and what.
    pub header: Header,
    /// How it ended.
    pub outcome: Outcome,
    /// When it ended.
    pub finished: Stamp,
    /// The packed response.
    pub content: Vec<u8>,
    /// To whom it is sealed; none where it is tried out, which seals nothing.
    pub key: Option<PublicKey>,
}

/// An entry of the browser's history that is ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Index of the page; the review is the one after the last.
    pub page: usize,
    /// Entries of ours before it.
    pub depth: usize,
}

/// Why a file did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchFault {
    /// No network, and not kept for use without it.
    Offline,
    /// The host has no such file.
    Absent,
    /// The host answered with another status.
    Status(u16),
}

/// Why there is no interview; each has a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No campaign of this name.
    UnknownCampaign(String),
    /// The campaign's or questionnaire's file cannot be used.
    Broken(Vec<Finding>),
    /// A file did not arrive.
    Unreachable(FetchFault),
    /// The link does not open.
    Refused(Refusal),
    /// A draft's questionnaire is gone; the draft stays.
    DraftUnreadable,
    /// The campaign has no key yet: nothing could be sealed, so nothing is asked.
    NoKey,
}

/// Where the respondent is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Files are on their way.
    Loading,
    /// There is no interview.
    Problem(Problem),
    /// Which unit?
    Choosing,
    /// The trust screen.
    Welcome,
    /// An unfinished form was found.
    Found,
    /// Page with this index.
    Asking(usize),
    /// Everything once more before the end.
    Review,
    /// The end.
    Ended(Outcome),
}

/// What is known about the last save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was to be saved.
    Nothing,
    /// On its way.
    Pending,
    /// Saved on this device.
    Saved,
    /// Not saved; the answers are in the page.
    Failed(KeepFault),
}

/// The model of the role.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Where the respondent is.
    pub stage: Stage,
    /// The link.
    pub link: Link,
    /// The campaign, once read.
    pub campaign: Option<Arc<Campaign>>,
    /// Which unit, questionnaire and group.
    pub entry: Option<Entry>,
    /// The questionnaire, once compiled.
    pub form: Option<Arc<Form>>,
    /// Answers.
    pub interview: Option<Interview>,
    /// Pages as they stand.
    pub pages: Vec<Page>,
    /// Faults of the open page that are shown.
    pub faults: Vec<(VariableId, Fault)>,
    /// The last save.
    pub saving: Saving,
    /// Language.
    pub language: Lang,
    /// Receipt code of the finished response: the name of its envelope.
    pub receipt: Option<String>,
    /// How safe its envelope is.
    pub safety: Durability,
    /// When the unfinished form that was found was saved.
    pub found: Option<Stamp>,
    /// The store's own trouble, shown beside everything else.
    pub trouble: Option<KeepFault>,
    /// What is known of the store.
    pub report: Report,
    /// An unfinished form of this campaign is open in another page of this device.
    pub is_elsewhere: bool,
    /// What a surveyor's tablet adds; none behind a link.
    pub setup: Option<Setup>,
    /// Column actions that stand.
    pub fills: Vec<Fill>,
    filled: Vec<Vec<VariableId>>,
    /// Milliseconds by page, 49 days at the most.
    spent: Named<u32>,
    since: Stamp,
    beside: Option<String>,
    questionnaire_text: Option<String>,
    pending_questionnaire: Option<(String, Result<String, FetchFault>)>,
    saved_at: Stamp,
    contents: Option<Contents>,
    draft: Option<Draft>,
    header: Option<Header>,
    sequence: u64,
    furthest: usize,
    left: usize,
    warned: Vec<usize>,
    depth: usize,
    consented: bool,
    finishing: Option<Box<Ending>>,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            stage: Stage::Loading,
            link: Link::default(),
            campaign: None,
            entry: None,
            form: None,
            interview: None,
            pages: Vec::new(),
            faults: Vec::new(),
            saving: Saving::Nothing,
            language: Lang::Vi,
            receipt: None,
            safety: Durability::Memory,
            found: None,
            trouble: None,
            report: Report::default(),
            is_elsewhere: false,
            setup: None,
            fills: Vec::new(),
            filled: Vec::new(),
            spent: Named::new(),
            since: Stamp::default(),
            beside: None,
            questionnaire_text: None,
            pending_questionnaire: None,
            saved_at: Stamp::default(),
            contents: None,
            draft: None,
            header: None,
            sequence: 0,
            furthest: 0,
            left: 0,
            warned: Vec::new(),
            depth: 0,
            consented: false,
            finishing: None,
        }
    }
}

impl Model {
    /// The unit that is rated, once it is known.
    pub fn unit_name(&self) -> Option<&str> {
        let code = self.entry.as_ref()?.unit.as_deref()?;
        Some(self.campaign.as_ref()?.unit(code)?.name.as_str())
    }

    /// The open page.
    pub fn page(&self) -> Option<&Page> {
        match self.stage {
            Stage::Asking(page) => self.pages.get(page),
            Stage::Loading | Stage::Problem(_) | Stage::Choosing | Stage::Welcome | Stage::Found | Stage::Review | Stage::Ended(_) => None,
        }
    }

    /// The asked variables that have no answer, in order.
    pub fn unanswered(&self) -> Vec<VariableId> {
        let (Some(form), Some(interview)) = (&self.form, &self.interview) else { return Vec::new() };
        interview.asked(form).filter(|id| interview.answer(*id).is_none()).collect()
    }

    /// The latest column action, while this page can take it back; after an interruption
    /// it stands like any other answer.
    pub fn undoable(&self) -> Option<&Fill> {
        self.filled.last().and_then(|_| self.fills.last())
    }

    /// Tried out, never counted: as the interview began, or as it would begin.
    pub fn is_trial(&self) -> bool {
        self.header.as_ref().map_or_else(|| self.setup.as_ref().is_some_and(|setup| setup.trial), |header| header.trial)
    }

    fn repage(&mut self) {
        if let (Some(form), Some(interview)) = (&self.form, &self.interview) {
            let asked_aloud = self.setup.as_ref().is_some_and(|setup| setup.channel == Channel::Interviewer);
            self.pages = pages(form, interview, if asked_aloud { STATEMENTS_ASKED } else { STATEMENTS });
        }
    }

    /// Whole seconds on each page so far. Not collected: that would bring in a sort.
    fn seconds(&self) -> Named<u32> {
        let mut seconds = Named::new();
        for (page, spent) in &self.spent {
            seconds.insert(page.clone(), spent / 1000);
        }
        seconds
    }

    /// Puts the time since the last event on the open page's account. A clock set back
    /// adds nothing.
    fn spend(&mut self, now: Stamp) {
        let since = std::mem::replace(&mut self.since, now);
        let first = self.page().and_then(|page| page.variables().next());
        if let (Some(form), Some(first)) = (&self.form, first) {
            let name = &form.variable(first).name;
            let spent = self.spent.get(name).copied().unwrap_or(0);
            let more = u32::try_from(now.0.saturating_sub(since.0)).unwrap_or(u32::MAX);
            self.spent.insert(name.clone(), spent.saturating_add(more));
        }
    }

    fn fail(&mut self, problem: Problem) -> Vec<Effect> {
        self.stage = Stage::Problem(problem);
        Vec::new()
    }
}

/// Moves the model on and says what is to be done.
pub fn update(model: &mut Model, event: Event, moment: Moment) -> Vec<Effect> {
    model.spend(moment.stamp);
    let effects = step(model, event, moment);
    if model.link.tryout { tryout(model, effects) } else { effects }
}

/// A try-out stores nothing: what would be stored is taken as stored.
fn tryout(model: &mut Model, effects: Vec<Effect>) -> Vec<Effect> {
    let mut out = Vec::new();
    for effect in effects {
        match effect {
            Effect::SaveDraft { .. } => model.saving = Saving::Nothing,
            Effect::Finish(_) => {
                let next = finishing::finished(model, Ok(Finished { receipt: String::new(), durability: Durability::Both }));
                out.extend(tryout(model, next));
            }
            Effect::KeepDefinition(..) | Effect::Forget(_) => {}
            other @ (Effect::FetchCampaign(_)
            | Effect::FetchQuestionnaire(_)
            | Effect::ReadTryout(_)
            | Effect::ReadStore
            | Effect::ReadDefinition(_)
            | Effect::Push(_)
            | Effect::Replace(_)
            | Effect::HistoryBack
            | Effect::Focus(_)
            | Effect::SetLanguage(_)) => out.push(other),
        }
    }
    out
}

fn step(model: &mut Model, event: Event, moment: Moment) -> Vec<Effect> {
    match event {
        Event::Opened(link) => reading::open(model, link, None),
        Event::Begun(link, setup) => reading::open(model, link, Some(setup)),
        Event::NotBegun(outcome) => finishing::not_begun(model, outcome, moment),
        Event::BrokenOff => finishing::broken_off(model, moment),
        Event::Fill(id, option) => asking::fill(model, id, &option, moment),
        Event::Unfill => asking::unfill(model, moment),
        Event::CampaignRead(result) => reading::campaign(model, result, moment),
        Event::QuestionnaireRead(id, result) => reading::questionnaire(model, id, result),
        Event::StoreRead(result) => reading::store(model, result),
        Event::DefinitionRead(result) => entering::definition(model, result),
        Event::Language(language) => {
            model.language = language;
            if let Some(header) = &mut model.header {
                header.language = language;
            }
            vec![Effect::SetLanguage(language)]
        }
        Event::OpenChooser => entering::open_chooser(model),
        Event::Choose(code) => entering::choose(model, code, moment),
        Event::Consent => entering::consent(model, moment),
        Event::Decline => finishing::not_begun(model, Outcome::Refused, moment),
        Event::Resume => entering::resume(model),
        Event::StartNew => finishing::set_partial(model, moment),
        Event::Answer(id, answer) => asking::answer(model, id, answer, moment),
        Event::Next => asking::next(model, moment),
        Event::Back => asking::back(model),
        Event::Popped(step) => asking::popped(model, step),
        Event::Show(id) => asking::show(model, id),
        Event::Submit => finishing::submit(model, moment),
        // What was answered since then is on its way.
        Event::Saved(sequence, _) if sequence != model.sequence => Vec::new(),
        Event::Saved(_, result) => {
            model.saving = result.map_or_else(Saving::Failed, |()| Saving::Saved);
            Vec::new()
        }
        Event::Reported(report) => {
            model.report = report;
            Vec::new()
        }
        Event::Finished(result) => finishing::finished(model, result),
        Event::Forget => vec![Effect::Forget(model.report.lost.clone())],
        Event::Tidied(result) => {
            model.trouble = result.err();
            Vec::new()
        }
        Event::Retry => finishing::retry(model, moment),
    }
}
