//! The pages: an answer is saved at once; next looks at what is missing; back, the
//! browser's own back included, is the page before and loses nothing.

use super::{Effect, Model, Moment, Saving, Stage, Step, finishing};
use crate::questionnaire::VariableId;
use crate::response::codec::{Fill, given};
use crate::response::validate::faults;
use crate::response::{Answer, Draft};

pub(super) fn answer(model: &mut Model, id: VariableId, answer: Option<Answer>, moment: Moment) -> Vec<Effect> {
    let (Some(form), Some(interview)) = (model.form.clone(), &mut model.interview) else { return Vec::new() };
    interview.set(&form, id, answer);
    let fixed = crate::response::validate::fault(&form, interview, id).is_none();
    model.faults.retain(|(other, _)| !(fixed && *other == id));
    model.repage();
    save(model, moment)
}

/// "The same answer for all rows": only after one row was touched, and only rows that
/// have no answer yet, so that no judgement that was made is lost.
pub(super) fn fill(model: &mut Model, of: VariableId, option: &str, moment: Moment) -> Vec<Effect> {
    let (Some(form), Some(interview)) = (model.form.clone(), &mut model.interview) else { return Vec::new() };
    let (section, question) = (form.variable(of).section, form.variable(of).question);
    let same = |id: &VariableId| form.variable(*id).section == section && form.variable(*id).question == question;
    let rows: Vec<VariableId> = interview.asked(&form).filter(same).collect();
    let answer = Answer::Text(option.to_owned());
    let empty: Vec<VariableId> = rows.iter().copied().filter(|id| interview.answer(*id).is_none()).collect();
    if empty.is_empty() || empty.len() == rows.len() || !empty.iter().all(|id| answer.fits(&form, *id)) {
        return Vec::new();
    }
    for id in &empty {
        interview.set(&form, *id, Some(answer.clone()));
    }
    let set = u32::try_from(empty.len()).unwrap_or(u32::MAX);
    model.fills.push(Fill { question: form.question(of).id.clone(), option: option.to_owned(), rows: set });
    model.filled.push(empty);
    model.repage();
    save(model, moment)
}

/// Takes the latest column action back: rows answered otherwise since then stay.
pub(super) fn unfill(model: &mut Model, moment: Moment) -> Vec<Effect> {
    let (Some(form), Some(interview), Some(rows)) = (model.form.clone(), &mut model.interview, model.filled.pop()) else {
        return Vec::new();
    };
    let Some(Fill { option, .. }) = model.fills.pop() else { return Vec::new() };
    let answer = Answer::Text(option);
    for id in rows {
        if interview.answer(id) == Some(&answer) {
            interview.set(&form, id, None);
        }
    }
    model.repage();
    save(model, moment)
}

/// Saves the draft with the next sequence number.
pub(super) fn save(model: &mut Model, moment: Moment) -> Vec<Effect> {
    let (Some(form), Some(interview), Some(header)) = (&model.form, &model.interview, &model.header) else { return Vec::new() };
    model.sequence += 1;
    model.saved_at = moment.stamp;
    let name = |page: usize| {
        let first = model.pages.get(page).and_then(|page| page.variables().next());
        first.map(|id| form.variable(id).name.clone()).unwrap_or_default()
    };
    let open = match model.stage {
        Stage::Asking(page) => page,
        Stage::Loading | Stage::Problem(_) | Stage::Choosing | Stage::Welcome | Stage::Found | Stage::Review | Stage::Ended(_) => {
            model.furthest
        }
    };
    let draft = Draft {
        header: header.clone(),
        sequence: model.sequence,
        saved: moment.stamp,
        at: name(open),
        furthest: name(model.furthest),
        answers: given(form, interview),
        seconds: model.seconds(),
        fills: model.fills.clone(),
    };
    let (campaign, id) = (header.campaign.0.clone(), header.id.clone());
    model.saving = Saving::Pending;
    vec![Effect::SaveDraft { campaign, id, sequence: model.sequence, content: draft.pack() }]
}

pub(super) fn next(model: &mut Model, moment: Moment) -> Vec<Effect> {
    let Stage::Asking(page) = model.stage else { return Vec::new() };
    let (Some(form), Some(interview), Some(shown)) = (&model.form, &model.interview, model.pages.get(page)) else { return Vec::new() };
    let found = faults(form, interview, shown);
    let only_soft = found.iter().all(|(_, fault)| fault.is_soft());
    let was_warned = only_soft && model.warned.contains(&page);
    if !found.is_empty() && !was_warned {
        if only_soft {
            model.warned.push(page);
        }
        model.faults = found;
        return vec![Effect::Focus("error-summary".to_owned())];
    }
    if interview.is_screened_out(form) {
        return finishing::screen_out(model, moment);
    }
    model.faults.clear();
    let next = page + 1;
    model.furthest = model.furthest.max(next.min(model.pages.len().saturating_sub(1)));
    model.stage = stage(model, next);
    model.depth += 1;
    let mut effects = save(model, moment);
    effects.extend([Effect::Push(Step { page: next, depth: model.depth }), Effect::Focus("page-title".to_owned())]);
    effects
}

/// The review comes after the last page.
fn stage(model: &Model, page: usize) -> Stage {
    if page < model.pages.len() { Stage::Asking(page) } else { Stage::Review }
}

pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    if model.depth > 0 {
        return vec![Effect::HistoryBack];
    }
    let page = match model.stage {
        Stage::Asking(page) if page > 0 => page - 1,
        Stage::Review => model.pages.len().saturating_sub(1),
        Stage::Asking(_) | Stage::Loading | Stage::Problem(_) | Stage::Choosing | Stage::Welcome | Stage::Found | Stage::Ended(_) => {
            return Vec::new();
        }
    };
    model.faults.clear();
    model.stage = stage(model, page);
    vec![Effect::Replace(Step { page, depth: 0 }), Effect::Focus("page-title".to_owned())]
}

/// The browser went back or forward. A finished interview is never opened again.
pub(super) fn popped(model: &mut Model, step: Option<Step>) -> Vec<Effect> {
    if model.interview.is_none() || matches!(model.stage, Stage::Ended(_) | Stage::Loading | Stage::Problem(_) | Stage::Found) {
        model.depth = step.map_or(0, |step| step.depth);
        return Vec::new();
    }
    model.faults.clear();
    model.depth = step.map_or(0, |step| step.depth);
    if let Some(step) = step {
        let reachable = if model.furthest + 1 >= model.pages.len() { model.pages.len() } else { model.furthest };
        model.stage = stage(model, step.page.min(reachable));
    } else {
        // Before the first page: the trust screen, where the begun form is offered.
        model.draft = draft_of(model);
        model.found = model.draft.as_ref().map(|draft| draft.saved);
        model.stage = if model.found.is_some() { Stage::Found } else { Stage::Welcome };
    }
    vec![Effect::Focus("page-title".to_owned())]
}

/// The draft as it was last saved, rebuilt from the model.
fn draft_of(model: &Model) -> Option<Draft> {
    let (form, interview, header) = (model.form.as_ref()?, model.interview.as_ref()?, model.header.as_ref()?);
    let first = model.pages.get(model.furthest).and_then(|page| page.variables().next());
    let name = first.map(|id| form.variable(id).name.clone()).unwrap_or_default();
    Some(Draft {
        header: header.clone(),
        sequence: model.sequence,
        saved: model.saved_at,
        at: String::new(),
        furthest: name,
        answers: given(form, interview),
        seconds: model.seconds(),
        fills: model.fills.clone(),
    })
}

/// To the page of a variable: from an error summary, or from the review.
pub(super) fn show(model: &mut Model, id: VariableId) -> Vec<Effect> {
    let Some(page) = model.pages.iter().position(|page| page.has(id)) else { return Vec::new() };
    let focus = Effect::Focus(["q-", &id.0.to_string()].concat());
    if model.stage == Stage::Asking(page) {
        return vec![focus];
    }
    model.faults.clear();
    model.stage = Stage::Asking(page);
    model.depth += 1;
    vec![Effect::Push(Step { page, depth: model.depth }), focus]
}
