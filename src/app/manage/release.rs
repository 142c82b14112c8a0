//! From the draft to files that stand beside the program. An edition is its bytes: the
//! same draft gives the same files, and a draft that says what was given out already
//! gives that edition again rather than another one. Links printed for an earlier
//! edition open as long as the later one names it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::shelf::{Shelf, sheet};
use super::{Effect, Model, Opened, Package, Saving, package, saving};
use crate::app::respond::Moment;
use crate::base::digest::fingerprint;
use crate::base::finding::has_error;
use crate::base::{Finding, Named, Text};
use crate::campaign::{Campaign, GivenOut, VERSION};

use super::record::Given;

/// What would be given out now.
#[derive(Debug, Clone, PartialEq)]
pub struct Assembled {
    /// The edition.
    pub edition: Arc<Given>,
    /// Whether it differs from the one that was given out last.
    pub is_new: bool,
    /// Its questionnaires' files, by name without `.json`, with their texts.
    pub wordings: BTreeMap<String, String>,
}

/// Puts the open draft together; `None` while a questionnaire's file is not here.
pub fn assemble(opened: &Opened, shelf: &Shelf) -> Option<Assembled> {
    let pins = pins(opened, shelf)?;
    let campaign = Campaign { pins, ..tidy(opened.campaign()) };
    let (edition, is_new) = match &opened.given {
        Some(given) if says_the_same(given, &campaign) => (given.clone(), false),
        Some(given) => (write(after(given, campaign))?, true),
        None => (write(Campaign { edition: 1, released: Vec::new(), ..campaign })?, true),
    };
    let mut wordings = BTreeMap::new();
    let pinned = edition.campaign.pins.iter().map(|(id, mark)| [id, "-", mark].concat());
    for name in pinned.chain(opened.wordings.iter().cloned()) {
        if let Some(text) = wording(&name, shelf) {
            wordings.insert(name, text);
        }
    }
    Some(Assembled { edition, is_new, wordings })
}

/// The wording of each questionnaire: the one that was given out, where it can still be
/// had, or the one of this host.
fn pins(opened: &Opened, shelf: &Shelf) -> Option<Named<String>> {
    let mut pins = Named::new();
    for id in opened.campaign().questionnaires() {
        let before = opened.given.as_ref().and_then(|given| given.campaign.pins.get(id));
        let kept = before.filter(|mark| wording(&[id, "-", mark].concat(), shelf).is_some());
        let mark = match kept {
            Some(mark) => mark.clone(),
            None => sheet(shelf, id)?.fingerprint.clone(),
        };
        pins.insert(id.to_owned(), mark);
    }
    Some(pins)
}

/// The text of a wording: under its own name, or as the present file of the host.
fn wording(name: &str, shelf: &Shelf) -> Option<String> {
    let (id, mark) = name.rsplit_once('-')?;
    let found = [sheet(shelf, name), sheet(shelf, id)].into_iter().flatten().find(|sheet| sheet.fingerprint == mark);
    found.map(|sheet| sheet.text.clone())
}

fn says_the_same(given: &Given, campaign: &Campaign) -> bool {
    let before = &given.campaign;
    // A file from before pins says nothing about them.
    let pins = if before.pins.is_empty() { Named::new() } else { campaign.pins.clone() };
    let now = Campaign { edition: before.edition, released: before.released.clone(), version: before.version, pins, ..campaign.clone() };
    now == tidy(before) || now == *before
}

fn after(given: &Given, campaign: Campaign) -> Campaign {
    let before = &given.campaign;
    let mut released = before.released.clone();
    released.push(GivenOut { edition: before.edition, fingerprint: given.fingerprint.clone() });
    Campaign { edition: before.edition.saturating_add(1), released, ..campaign }
}

fn write(campaign: Campaign) -> Option<Arc<Given>> {
    let text = [serde_json::to_string(&campaign).ok()?.as_str(), "\n"].concat();
    Some(Arc::new(Given { fingerprint: fingerprint(text.as_bytes()), text, campaign }))
}

/// Without the blanks that typing leaves at the ends of texts.
fn tidy(campaign: &Campaign) -> Campaign {
    let mut campaign = Campaign { version: VERSION, ..campaign.clone() };
    let titles = campaign.groups.iter_mut().map(|group| &mut group.title).chain(campaign.kinds.iter_mut().map(|kind| &mut kind.title));
    let target = campaign.analysis.target.iter_mut().map(|target| &mut target.name);
    let head = [&mut campaign.title, &mut campaign.controller, &mut campaign.purpose];
    for Text { vi, en } in head.into_iter().chain(titles).chain(target) {
        trim(vi);
        trim(en);
    }
    trim(&mut campaign.id);
    trim(&mut campaign.hotline);
    trim(&mut campaign.plan.number);
    campaign.drop_box.iter_mut().for_each(trim);
    for unit in &mut campaign.units {
        trim(&mut unit.code);
        trim(&mut unit.name);
    }
    campaign
}

fn trim(text: &mut String) {
    if text.trim().len() < text.len() {
        *text = text.trim().to_owned();
    }
}

/// What an edition after `before` does to what was printed and answered: each a warning.
pub(super) fn differences(before: &Campaign, now: &Campaign) -> Vec<Finding> {
    let mut findings = Vec::new();
    if before.id != now.id {
        findings.push(Finding::warning("released_id_changed", "id", before.id.as_str()));
    }
    for unit in before.units.iter().filter(|unit| now.unit(&unit.code).is_none()) {
        findings.push(Finding::warning("released_unit_gone", "units", [&unit.code, " – ", &unit.name].concat()));
    }
    for group in &before.groups {
        match now.group(&group.id) {
            None => findings.push(Finding::warning("released_group_gone", "groups", [&group.id, " – ", &group.title.vi].concat())),
            Some(same) => {
                let gone = |list: &[String], id: &String| !list.contains(id);
                for id in group.questionnaires.iter().filter(|id| gone(&same.questionnaires, id)) {
                    findings.push(Finding::warning("released_questionnaire_gone", "groups", [id, " – ", &group.title.vi].concat()));
                }
                for part in group.assignments.iter().filter(|part| !same.assignments.iter().any(|other| other.id == part.id)) {
                    findings.push(Finding::warning("released_part_gone", "groups", [&part.id, " – ", &group.title.vi].concat()));
                }
            }
        }
    }
    findings
}

pub(super) fn release(model: &mut Model, kind: Package) -> Vec<Effect> {
    super::shelf::judge_forms(model);
    let Some(opened) = &model.opened else { return Vec::new() };
    if has_error(&opened.findings) {
        return vec![Effect::Focus("findings".to_owned())];
    }
    let Some(assembled) = assemble(opened, &model.shelf) else { return vec![Effect::Focus("findings".to_owned())] };
    let edition = &assembled.edition;
    let (name, mime, bytes) = match kind {
        Package::Json => (format!("{}.json", edition.campaign.id), "application/json", edition.text.clone().into_bytes()),
        Package::Zip => {
            let Some(bytes) = package::zip(&assembled, model.hosted.as_deref()) else { return vec![Effect::Focus("findings".to_owned())] };
            (format!("{}-{}.zip", edition.campaign.id, edition.campaign.edition), "application/zip", bytes)
        }
    };
    model.saved = Some((name.clone(), None));
    model.releasing = Some(edition.clone());
    let mut effects: Vec<Effect> = assembled
        .wordings
        .iter()
        .filter_map(|(name, text)| Some(Effect::KeepWording(name.rsplit_once('-')?.1.to_owned(), text.clone())))
        .collect();
    if let Some(opened) = &mut model.opened {
        opened.wordings.extend(assembled.wordings.keys().cloned());
    }
    effects.push(Effect::Save(name, mime, bytes));
    effects
}

/// The browser took the file: what it has is given out from now on.
pub(super) fn saved(model: &mut Model, taken: bool, moment: Moment) -> Vec<Effect> {
    super::key::saved(model, taken);
    let releasing = model.releasing.take();
    if let Some((_, took)) = &mut model.saved {
        *took = Some(taken);
    }
    let (Some(edition), Some(opened), true) = (releasing, &mut model.opened, taken) else { return Vec::new() };
    opened.given = Some(edition);
    opened.saving = Saving::Pending;
    super::shelf::judge(model);
    saving::save(model, moment)
}
