//! The list of rounds: drafts of this machine and campaigns of this host; opening,
//! beginning, copying and deleting one. A draft never takes the place of another: a file
//! whose name is taken is opened under a name that is free.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::event::{Effect, Origin};
use super::record::{self, Given, Record};
use super::{Document, Model, Notice, Opened, Page, Place, Problem, Saving, Stage, names, package, saving, shelf, template};
use crate::app::analyse::Listed;
use crate::app::respond::{FetchFault, Moment};
use crate::app::route::is_id;
use crate::base::time::{Date, Stamp};
use crate::base::{Finding, Named};
use crate::campaign::{Campaign, VERSION};
use crate::store::{Before, Found, StoreFault};

pub(super) fn open(model: &mut Model, place: Place, moment: Moment) -> Vec<Effect> {
    let first = !model.drafts_read && model.hosted.is_none();
    let moved = model.place != place;
    model.place = place;
    let mut effects = if first { vec![Effect::FetchIndex, Effect::ReadDrafts] } else { Vec::new() };
    let here = model.opened.as_ref().map(|opened| opened.name.clone());
    if here.is_some() && model.place.draft.is_some() && here != model.place.draft {
        effects.extend(leave(model, moment));
    }
    match model.place.draft.clone() {
        None => model.stage = if model.drafts_read { Stage::Ready } else { Stage::Loading },
        Some(_) if model.opened.is_some() => model.stage = Stage::Ready,
        Some(name) if model.drafts_read => effects.extend(open_draft(model, name)),
        Some(_) => model.stage = Stage::Loading,
    }
    if moved && !first {
        effects.push(Effect::Focus(model.focus.take().unwrap_or_else(|| "page-title".to_owned())));
    }
    effects
}

/// Leaves the open draft; what waits to be saved is saved first.
fn leave(model: &mut Model, moment: Moment) -> Vec<Effect> {
    let waits = model.opened.as_ref().is_some_and(|opened| opened.saving == Saving::Pending);
    let effects = if waits { saving::save(model, moment) } else { Vec::new() };
    if let (Some(Effect::SaveDraft(name, payload, _)), Some(opened)) = (effects.first(), &model.opened) {
        // The list knows it before the store has answered; a refusal comes back as `restored`.
        model.drafts.insert(name.clone(), opened.record(moment.stamp).summary());
        model.records.insert(name.clone(), payload.clone());
    }
    model.opened = None;
    effects
}

pub(super) fn again(model: &mut Model) -> Vec<Effect> {
    *model = Model { place: model.place.clone(), language: model.language, ..Model::default() };
    vec![Effect::FetchIndex, Effect::ReadDrafts]
}

/// The list is a convenience: without it a draft can be worked on all the same.
pub(super) fn index(model: &mut Model, result: Result<String, FetchFault>) -> Vec<Effect> {
    model.hosted = result.ok().and_then(|text| serde_json::from_str::<Vec<Listed>>(&text).ok());
    Vec::new()
}

pub(super) fn drafts(model: &mut Model, result: Result<Found, StoreFault>) -> Vec<Effect> {
    model.drafts_read = true;
    match result {
        Ok(found) => {
            for (name, payload) in found {
                match payload {
                    Ok(payload) => remember(model, name, payload),
                    Err(broken) => model.damaged.push((name, broken)),
                }
            }
        }
        Err(fault) => model.store_fault = Some(fault),
    }
    match model.place.draft.clone() {
        Some(name) if model.opened.is_none() => open_draft(model, name),
        Some(_) | None => {
            model.stage = Stage::Ready;
            Vec::new()
        }
    }
}

fn remember(model: &mut Model, name: String, payload: String) {
    match record::read(&payload) {
        Ok(record) => {
            model.drafts.insert(name.clone(), record.summary());
            model.records.insert(name, payload);
        }
        Err(_) => model.damaged.push((name, crate::store::Broken::Payload)),
    }
}

/// Opens a draft, or else the campaign of the host that has its name.
fn open_draft(model: &mut Model, name: String) -> Vec<Effect> {
    let Some(payload) = model.records.get(&name).cloned() else {
        model.stage = Stage::Loading;
        return vec![Effect::FetchCampaign(name)];
    };
    match record::read(&payload) {
        Ok(record) => {
            let mut opened = Opened::new(name, record.clone());
            opened.stored = Some(payload);
            opened.saving = Saving::Saved(record.saved);
            take(model, opened)
        }
        Err(findings) => fail(model, Problem::Broken(findings)),
    }
}

/// Puts a draft on the desk.
fn take(model: &mut Model, opened: Opened) -> Vec<Effect> {
    model.english = template::has_english(opened.campaign());
    model.opened = Some(opened);
    model.stage = Stage::Ready;
    model.saved = None;
    model.tryout_fault = None;
    model.look = super::Look::default();
    model.import = super::importing::Import::default();
    model.links = super::links::Links::default();
    model.key = super::key::Work::default();
    super::key::follow(model);
    let effects = shelf::wanted(model);
    shelf::judge_forms(model);
    effects
}

fn fail(model: &mut Model, problem: Problem) -> Vec<Effect> {
    model.stage = Stage::Problem(problem);
    Vec::new()
}

pub(super) fn campaign(model: &mut Model, id: &str, result: Result<String, FetchFault>, moment: Moment) -> Vec<Effect> {
    let copies = model.copying.as_deref() == Some(id);
    if !copies && (model.place.draft.as_deref() != Some(id) || model.opened.is_some()) {
        return Vec::new();
    }
    model.copying = None;
    let given = match result {
        Ok(text) => Given::read(text),
        Err(FetchFault::Absent) if !copies => return fail(model, Problem::Unknown(id.to_owned())),
        Err(_) if copies => Err(vec![Finding::error("file_not_fetched", "", "")]),
        Err(fault) => return fail(model, Problem::Unreachable(fault)),
    };
    match given {
        Ok(given) if copies => copied(model, given.campaign, moment),
        Ok(given) => take(model, Opened::new(id.to_owned(), of_file(given))),
        Err(findings) if copies => refuse(model, id.to_owned(), findings),
        Err(findings) => fail(model, Problem::Broken(findings)),
    }
}

/// The draft that continues a file that was given out.
fn of_file(given: Given) -> Record {
    let campaign = Campaign { version: VERSION, ..given.campaign.clone() };
    let wordings = given.campaign.pins.iter().map(|(id, mark)| [id, "-", mark].concat()).collect();
    Record { document: Arc::new(Document::new(campaign)), given: Some(Arc::new(given)), wordings, proof: None, saved: Stamp::default() }
}

pub(super) fn create(model: &mut Model, moment: Moment) -> Vec<Effect> {
    let Some(year) = Date::of_stamp(moment.stamp, moment.offset).map(Date::year) else {
        return Vec::new();
    };
    let name = free(model, &format!("dot-{year}"));
    let Some(campaign) = template::round(name.clone(), moment) else { return Vec::new() };
    begin(model, name, campaign, moment)
}

pub(super) fn copy(model: &mut Model, origin: Origin, moment: Moment) -> Vec<Effect> {
    match origin {
        Origin::Host(id) => {
            model.copying = Some(id.clone());
            vec![Effect::FetchCampaign(id)]
        }
        Origin::Draft(name) => match model.records.get(&name).map(|payload| record::read(payload)) {
            Some(Ok(record)) => copied(model, record.document.campaign.clone(), moment),
            Some(Err(findings)) => refuse(model, name, findings),
            None => Vec::new(),
        },
    }
}

/// A copy is a round of its own: another name, no editions, days as a new round has them,
/// and a key of its own, since who opens the one need not open the other.
fn copied(model: &mut Model, campaign: Campaign, moment: Moment) -> Vec<Effect> {
    let name = free(model, &campaign.id);
    let Some(fresh) = template::round(name.clone(), moment) else { return Vec::new() };
    let campaign = Campaign {
        id: name.clone(),
        edition: 1,
        version: VERSION,
        pins: Named::new(),
        released: Vec::new(),
        period: fresh.period,
        opens: fresh.opens,
        closes: fresh.closes,
        keep_until: fresh.keep_until,
        key: None,
        ..campaign
    };
    begin(model, name, campaign, moment)
}

fn begin(model: &mut Model, name: String, campaign: Campaign, moment: Moment) -> Vec<Effect> {
    let record =
        Record { document: Arc::new(Document::new(campaign)), given: None, wordings: BTreeSet::new(), proof: None, saved: moment.stamp };
    let mut effects = arrive(model, Opened::new(name, record), moment);
    effects.extend(saving::save(model, moment));
    effects
}

/// Takes another draft than the one that is open, and goes to its first page.
fn arrive(model: &mut Model, opened: Opened, moment: Moment) -> Vec<Effect> {
    let place = Place { page: Page::General, draft: Some(opened.name.clone()) };
    let mut effects = leave(model, moment);
    model.notice = None;
    effects.extend(take(model, opened));
    effects.push(Effect::Go(place));
    effects
}

/// A name for a draft that neither this machine nor the host has.
fn free(model: &Model, stem: &str) -> String {
    let stem = if is_id(stem) { stem } else { "dot" };
    let hosted = |name: &str| model.hosted.iter().flatten().any(|listed| listed.id == name);
    names::free(stem, |name| is_taken(model, name) || hosted(name))
}

fn is_taken(model: &Model, name: &str) -> bool {
    model.drafts.contains_key(name) || model.damaged.iter().any(|(other, _)| other == name)
}

pub(super) fn file(model: &mut Model, name: String, bytes: Option<Vec<u8>>, moment: Moment) -> Vec<Effect> {
    let text = bytes.ok_or_else(|| vec![Finding::error("file_not_read", "", "")]).and_then(package::campaign_text);
    match text.and_then(Given::read) {
        Ok(given) => {
            let stem = if is_id(&given.campaign.id) { given.campaign.id.clone() } else { "dot".to_owned() };
            let draft = names::free(&stem, |name| is_taken(model, name));
            let mut effects = arrive(model, Opened::new(draft, of_file(given)), moment);
            effects.extend(saving::save(model, moment));
            effects
        }
        Err(findings) => refuse(model, name, findings),
    }
}

fn refuse(model: &mut Model, name: String, findings: Vec<Finding>) -> Vec<Effect> {
    model.notice = Some(Notice::Refused(name, findings));
    vec![Effect::Focus("notice".to_owned())]
}

pub(super) fn delete(model: &mut Model) -> Vec<Effect> {
    let Some(name) = model.asked.take() else { return Vec::new() };
    let Some(payload) = model.records.remove(&name) else { return Vec::new() };
    model.drafts.remove(&name);
    if model.opened.as_ref().is_some_and(|opened| opened.name == name) {
        model.opened = None;
    }
    model.deleted = Some((name.clone(), payload));
    vec![Effect::DeleteDraft(name)]
}

pub(super) fn deleted(model: &mut Model, result: Result<(), StoreFault>) -> Vec<Effect> {
    let Some((name, payload)) = model.deleted.clone() else { return Vec::new() };
    match result {
        Ok(()) => {
            let title = record::read(&payload).map(|record| record.summary().title).unwrap_or_default();
            model.notice = Some(Notice::Deleted(if title.is_empty() { name } else { title }));
        }
        Err(fault) => {
            model.deleted = None;
            remember(model, name, payload);
            model.notice = Some(Notice::Failed(fault));
        }
    }
    vec![Effect::Focus("notice".to_owned())]
}

pub(super) fn restore(model: &mut Model) -> Vec<Effect> {
    let Some((name, payload)) = model.deleted.clone() else { return Vec::new() };
    vec![Effect::SaveDraft(name, payload, Before::Nothing)]
}

/// A draft that is not open was saved, or not: one put back, or one that was left.
pub(super) fn restored(model: &mut Model, name: &str, result: Result<(), StoreFault>) -> Vec<Effect> {
    let back = model.deleted.take_if(|(deleted, _)| deleted == name);
    match result {
        Ok(()) => {
            if let Some((name, payload)) = back {
                model.notice = None;
                remember(model, name, payload);
            }
            Vec::new()
        }
        Err(fault) => {
            model.deleted = back;
            model.notice = Some(Notice::Failed(fault));
            vec![Effect::Focus("notice".to_owned())]
        }
    }
}
