//! The questionnaires that a round may use, as this host has them, and the wordings that
//! earlier editions were given out with. A round is judged with them: whether each form
//! can be compiled with what the campaign says.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Effect, Model, Opened, key, release, template};
use crate::app::respond::FetchFault;
use crate::app::respond::reading::setting_of;
use crate::base::Finding;
use crate::base::digest::fingerprint;
use crate::campaign::{Campaign, Entry, Unit};
use crate::questionnaire::definition::Tag;
use crate::questionnaire::{Definition, Form};
use crate::store::StoreFault;

/// A questionnaire's file.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its text, to the byte.
    pub text: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// What is in it.
    pub definition: Definition,
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Shelved {
    /// It is on its way.
    Asked,
    /// It is here.
    Here(Arc<Sheet>),
    /// This host does not have it.
    Absent,
    /// It did not arrive.
    Unreachable(FetchFault),
    /// It cannot be used.
    Broken(Vec<Finding>),
}

/// Files by name without `.json`.
pub type Shelf = BTreeMap<String, Shelved>;

impl Sheet {
    /// Whether it is a grid of units and nothing else that counts: officials rate many
    /// units at once, so no unit has files of theirs.
    pub fn is_grid(&self) -> bool {
        self.definition.sections.iter().flat_map(|section| &section.questions).any(|question| question.tag == Tag::UnitOption)
    }
}

/// The file with this name, where it is here.
pub fn sheet<'a>(shelf: &'a Shelf, name: &str) -> Option<&'a Arc<Sheet>> {
    match shelf.get(name) {
        Some(Shelved::Here(sheet)) => Some(sheet),
        Some(Shelved::Asked | Shelved::Absent | Shelved::Unreachable(_) | Shelved::Broken(_)) | None => None,
    }
}

/// Whether the questionnaire is a grid; before its file is here, by its usual name.
pub fn is_grid(shelf: &Shelf, id: &str) -> bool {
    sheet(shelf, id).map_or_else(|| id.starts_with("officials-"), |sheet| sheet.is_grid())
}

/// Asks for the files that are not here yet: those of the campaign and those that every
/// host has, and the wordings of earlier editions.
pub(super) fn wanted(model: &mut Model) -> Vec<Effect> {
    let Some(opened) = &model.opened else { return Vec::new() };
    let used = opened.campaign().questionnaires().into_iter().map(str::to_owned);
    let names: Vec<String> = template::SHIPPED.iter().map(|id| (*id).to_owned()).chain(used).collect();
    let wordings: Vec<String> = opened.wordings.iter().cloned().collect();
    let mut effects = Vec::new();
    for name in names {
        if !model.shelf.contains_key(&name) {
            model.shelf.insert(name.clone(), Shelved::Asked);
            effects.push(Effect::FetchQuestionnaire(name));
        }
    }
    for name in wordings {
        if !model.shelf.contains_key(&name)
            && let Some((_, mark)) = name.rsplit_once('-')
        {
            let mark = mark.to_owned();
            model.shelf.insert(name.clone(), Shelved::Asked);
            effects.push(Effect::ReadWording(name, mark));
        }
    }
    effects
}

pub(super) fn read(model: &mut Model, name: String, result: Result<String, FetchFault>) -> Vec<Effect> {
    let shelved = match result {
        Ok(text) => shelve(text),
        Err(FetchFault::Absent) => Shelved::Absent,
        Err(fault) => Shelved::Unreachable(fault),
    };
    model.shelf.insert(name, shelved);
    judge_forms(model);
    Vec::new()
}

fn shelve(text: String) -> Shelved {
    match Definition::read(&text) {
        Ok(definition) => Shelved::Here(Arc::new(Sheet { fingerprint: fingerprint(text.as_bytes()), text, definition })),
        Err(findings) => Shelved::Broken(findings),
    }
}

/// A wording that this machine kept, or else one that stands on the host.
pub(super) fn wording(model: &mut Model, name: String, mark: &str, result: Result<Option<String>, StoreFault>) -> Vec<Effect> {
    match result {
        Ok(Some(text)) if fingerprint(text.as_bytes()) == mark => {
            model.shelf.insert(name, shelve(text));
            Vec::new()
        }
        Ok(_) | Err(_) => vec![Effect::FetchQuestionnaire(name)],
    }
}

/// Judges the forms, which takes longer than the campaign, and then the whole.
pub(super) fn judge_forms(model: &mut Model) {
    let Some(opened) = &model.opened else { return };
    let forms = forms(opened.campaign(), &model.shelf);
    if let Some(opened) = &mut model.opened {
        opened.forms = forms;
    }
    judge(model);
}

/// Everything that is to be known about the open draft.
pub(super) fn judge(model: &mut Model) {
    let Some(opened) = &model.opened else { return };
    let mut findings = opened.history.now().findings();
    findings.extend(key::findings(opened));
    findings.extend(key::unreachable(opened.campaign(), &model.policies));
    findings.extend(opened.forms.iter().cloned());
    findings.extend(opened.given.iter().flat_map(|given| release::differences(&given.campaign, opened.campaign())));
    findings.extend(reworded(opened, &model.shelf));
    let findings = Arc::new(findings);
    if let Some(opened) = &mut model.opened
        && opened.findings != findings
    {
        opened.findings = findings;
    }
}

/// Whether each group's forms are there and can be compiled.
fn forms(campaign: &Campaign, shelf: &Shelf) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (i, group) in campaign.groups.iter().enumerate() {
        let at = format!("groups[{i}].questionnaires");
        for id in &group.questionnaires {
            match shelf.get(id) {
                Some(Shelved::Here(sheet)) if !campaign.units.is_empty() => {
                    findings.extend(fit(campaign, &group.id, sheet).map(|code| Finding::error(code, at.as_str(), id.as_str())));
                    let empty = group.assignments.iter().filter(|part| !has_rows(sheet, &campaign.rated(&group.id, Some(&part.id))));
                    findings.extend(empty.map(|part| Finding::warning("part_without_units", at.as_str(), [&part.id, " – ", id].concat())));
                }
                Some(Shelved::Absent) => findings.push(Finding::error("questionnaire_absent", at.as_str(), id.as_str())),
                Some(Shelved::Unreachable(_)) => findings.push(Finding::error("questionnaire_unreachable", at.as_str(), id.as_str())),
                Some(Shelved::Broken(_)) => findings.push(Finding::error("questionnaire_broken", at.as_str(), id.as_str())),
                Some(Shelved::Here(_) | Shelved::Asked) | None => {}
            }
        }
    }
    findings
}

/// Whether every grid of the questionnaire has a row.
fn has_rows(sheet: &Sheet, units: &[&Unit]) -> bool {
    let mut grids =
        sheet.definition.sections.iter().flat_map(|section| &section.questions).filter(|question| question.tag == Tag::UnitOption);
    grids.all(|question| units.iter().any(|unit| question.unit_kinds.is_empty() || question.unit_kinds.contains(&unit.kind)))
}

/// Why a group's form cannot be made.
fn fit(campaign: &Campaign, group: &str, sheet: &Sheet) -> Option<&'static str> {
    if !has_rows(sheet, &campaign.rated(group, None)) {
        return Some("grid_without_units");
    }
    let entry = Entry { unit: None, questionnaire: sheet.definition.id.clone(), group: group.to_owned(), assignment: None };
    Form::compile(sheet.definition.clone(), setting_of(campaign, Some(&entry))).is_err().then_some("form_does_not_fit")
}

/// Questionnaires that read otherwise than in the edition that was given out: the round
/// goes on with the wording that it began with.
fn reworded(opened: &Opened, shelf: &Shelf) -> Vec<Finding> {
    let pins = opened.given.iter().flat_map(|given| &given.campaign.pins);
    let other = pins.filter(|(id, mark)| sheet(shelf, id).is_some_and(|sheet| sheet.fingerprint != **mark));
    other.map(|(id, _)| Finding::warning("questionnaire_reworded", "questionnaires", id.as_str())).collect()
}
