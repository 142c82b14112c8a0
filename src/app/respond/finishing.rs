//! Every start ends as complete, partial, screened out or refused, and is appended
//! as such; only then is its draft removed.

use super::{Effect, Finishing, Model, Moment, Stage, asking, entering};
use crate::base::digest::fingerprint;
use crate::response::codec::{Header, asked};
use crate::response::validate::fault;
use crate::response::{Outcome, Response};
use crate::store::StoreFault;

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
    let last = match outcome {
        Outcome::Complete => None,
        Outcome::Partial | Outcome::ScreenedOut | Outcome::Refused | Outcome::NotReached | Outcome::Ineligible => {
            model.pages.get(model.furthest).and_then(|page| page.variables().last())
        }
    };
    let answers = match (&model.form, &model.interview) {
        (Some(form), Some(interview)) => asked(form, interview, last),
        _ => std::collections::BTreeMap::new(),
    };
    let id = header.id.clone();
    let payload =
        Response { header, outcome, finished: moment.stamp, answers, seconds: model.seconds(), fills: model.fills.clone() }.encode();
    model.finishing = Some(Finishing { outcome, id: id.clone(), payload: payload.clone() });
    vec![Effect::Append(id, payload)]
}

/// Stored: the end. Not stored: everything stays, and the respondent is told.
pub(super) fn appended(model: &mut Model, result: Result<(), StoreFault>) -> Vec<Effect> {
    if let Err(fault) = result {
        model.trouble = Some(fault);
        return vec![Effect::Focus("trouble".to_owned())];
    }
    let Some(Finishing { outcome, payload, .. }) = model.finishing.take() else { return Vec::new() };
    model.trouble = None;
    let clear = Effect::ClearDraft(model.link.campaign.clone());
    match outcome {
        Outcome::Partial if model.setup.is_none() => {
            entering::welcome(model);
            vec![clear, Effect::Focus("page-title".to_owned())]
        }
        Outcome::Complete | Outcome::ScreenedOut => {
            model.receipt = Some(receipt(&payload));
            end(model, outcome);
            vec![clear, Effect::Focus("page-title".to_owned())]
        }
        Outcome::Partial => {
            end(model, outcome);
            vec![clear, Effect::Focus("page-title".to_owned())]
        }
        Outcome::Refused | Outcome::NotReached | Outcome::Ineligible => {
            end(model, outcome);
            vec![Effect::Focus("page-title".to_owned())]
        }
    }
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

/// The receipt code of a finished response's text: four characters a group, so that it can
/// be read aloud.
pub fn receipt(payload: &str) -> String {
    let code = fingerprint(payload.as_bytes());
    let groups: Vec<&str> = (0..code.len()).step_by(4).filter_map(|i| code.get(i..(i + 4).min(code.len()))).collect();
    groups.join("-")
}

/// Tries again what failed last: the end, the draft, or the files.
pub(super) fn retry(model: &mut Model, moment: Moment) -> Vec<Effect> {
    model.trouble = None;
    if let Some(Finishing { id, payload, .. }) = &model.finishing {
        return vec![Effect::Append(id.clone(), payload.clone())];
    }
    if matches!(model.stage, Stage::Problem(_)) {
        let (link, setup) = (model.link.clone(), model.setup.clone());
        return super::reading::open(model, link, setup);
    }
    asking::save(model, moment)
}
