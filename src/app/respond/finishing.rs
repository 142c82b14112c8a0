//! Every start ends as complete, partial, screened out or refused, and is packed, sealed
//! and appended as such; with the envelope its draft goes.

use super::{Effect, Ending, Finished, KeepFault, Model, Moment, Stage, asking, entering};
use crate::response::codec::binary::Codebook;
use crate::response::codec::{Header, asked};
use crate::response::validate::fault;
use crate::response::{Outcome, Response};
use crate::seal::{PublicKey, receipt};
use crate::store::MediumFault;
use crate::store::journal::Durability;

/// "Không tham gia", "Không gặp", "Không đủ điều kiện": stored with no answer.
pub(super) fn not_begun(model: &mut Model, outcome: Outcome, moment: Moment) -> Vec<Effect> {
    match entering::header(model, moment) {
        Some(header) if model.interview.is_none() => append(model, header, outcome, moment),
        _ => Vec::new(),
    }
}

/// "Bỏ dở": what was answered is kept as partial.
pub(super) fn broken_off(model: &mut Model, moment: Moment) -> Vec<Effect> {
    match model.header.clone() {
        Some(header) if model.interview.is_some() => append(model, header, Outcome::Partial, moment),
        _ => Vec::new(),
    }
}

/// "Phiếu mới": what was begun is kept as partial, then the trust screen.
pub(super) fn set_partial(model: &mut Model, moment: Moment) -> Vec<Effect> {
    let (Some(draft), Some(form)) = (model.draft.take(), model.form.clone()) else { return entering::welcome(model) };
    let (interview, _) = draft.interview(&form);
    model.interview = Some(interview);
    model.repage();
    let furthest = form.find(&draft.furthest).and_then(|id| model.pages.iter().position(|page| page.has(id)));
    model.furthest = furthest.unwrap_or(0);
    append(model, draft.header, Outcome::Partial, moment)
}

/// The questionnaire ends politely.
pub(super) fn screen_out(model: &mut Model, moment: Moment) -> Vec<Effect> {
    match model.header.clone() {
        Some(header) => append(model, header, Outcome::ScreenedOut, moment),
        None => Vec::new(),
    }
}

/// "Gửi phiếu". What must be answered and is not, is shown first.
pub(super) fn submit(model: &mut Model, moment: Moment) -> Vec<Effect> {
    let (Some(form), Some(interview), Some(header)) = (model.form.clone(), model.interview.clone(), model.header.clone()) else {
        return Vec::new();
    };
    let hard = interview.asked(&form).find(|id| fault(&form, &interview, *id).is_some_and(|fault| !fault.is_soft()));
    if let Some(id) = hard {
        let mut effects = asking::show(model, id);
        model.faults = fault(&form, &interview, id).map(|fault| (id, fault)).into_iter().collect();
        effects.push(Effect::Focus("error-summary".to_owned()));
        return effects;
    }
    append(model, header, Outcome::Complete, moment)
}

fn append(model: &mut Model, header: Header, outcome: Outcome, moment: Moment) -> Vec<Effect> {
    // A response that has ended ends as it did, however often it is tried again.
    if let Some(ending) = model.finishing.as_ref().filter(|ending| ending.header.id == header.id) {
        return vec![Effect::Finish(ending.clone())];
    }
    let last = match outcome {
        Outcome::Complete => None,
        Outcome::Partial | Outcome::ScreenedOut | Outcome::Refused | Outcome::NotReached | Outcome::Ineligible => {
            model.pages.get(model.furthest).and_then(|page| page.variables().last())
        }
    };
    let answers = match (&model.form, &model.interview) {
        (Some(form), Some(interview)) => asked(form, interview, last),
        _ => crate::base::Named::new(),
    };
    let (seconds, fills) = (model.seconds(), model.fills.clone());
    let response = Response { header, outcome, finished: moment.stamp, answers, seconds, fills };
    let Some(ending) = pack(model, response) else {
        model.trouble = Some(KeepFault::NotSealed);
        return vec![Effect::Focus("trouble".to_owned())];
    };
    model.finishing = Some(Box::new(ending.clone()));
    vec![Effect::Finish(Box::new(ending))]
}

/// The response as it is sealed; none where the questionnaire is another one than its own.
fn pack(model: &Model, response: Response) -> Option<Ending> {
    let book = Codebook::of(&model.form.as_ref()?.definition, &response.header.fingerprint)?;
    let content = response.pack(&book)?;
    let key = model.campaign.as_ref()?.key.as_deref().and_then(PublicKey::parse);
    let Response { header, outcome, finished, .. } = response;
    Some(Ending { header, outcome, finished, content, key })
}

/// Appended: the end, which says how safe it is. Not sealed: everything stays, and the
/// respondent is told.
pub(super) fn finished(model: &mut Model, result: Result<Finished, KeepFault>) -> Vec<Effect> {
    let done = match result {
        Ok(done) => done,
        Err(fault) => {
            model.trouble = Some(fault);
            return vec![Effect::Focus("trouble".to_owned())];
        }
    };
    let receipt = receipt::grouped(&done.receipt);
    if model.finishing.is_some() && model.setup.is_some() && done.durability == Durability::Memory {
        // A surveyor goes on when it is kept, or hands in first.
        model.trouble = model.report.in_the_way().or(Some(KeepFault::Medium(MediumFault::Full)));
        return vec![Effect::Focus("trouble".to_owned())];
    }
    let Some(ending) = model.finishing.take() else {
        if model.receipt.as_ref() == Some(&receipt) {
            model.safety = done.durability;
        }
        return Vec::new();
    };
    model.trouble = None;
    let outcome = ending.outcome;
    if outcome == Outcome::Partial && model.setup.is_none() && done.durability >= Durability::Journal {
        entering::welcome(model);
        return vec![Effect::Focus("page-title".to_owned())];
    }
    model.receipt = Some(receipt);
    model.safety = done.durability;
    end(model, outcome);
    vec![Effect::Focus("page-title".to_owned())]
}

/// Nothing of the answers stays in the page.
fn end(model: &mut Model, outcome: Outcome) {
    model.interview = None;
    model.header = None;
    model.draft = None;
    model.pages.clear();
    model.faults.clear();
    model.fills.clear();
    model.filled.clear();
    model.spent.clear();
    model.stage = Stage::Ended(outcome);
}

/// Tries again what failed last: the end, the draft, or the files.
pub(super) fn retry(model: &mut Model, moment: Moment) -> Vec<Effect> {
    model.trouble = None;
    if let Some(ending) = &model.finishing {
        return vec![Effect::Finish(ending.clone())];
    }
    if matches!(model.stage, Stage::Problem(_)) {
        let (link, setup) = (model.link.clone(), model.setup.clone());
        return super::reading::open(model, link, setup);
    }
    asking::save(model, moment)
}
