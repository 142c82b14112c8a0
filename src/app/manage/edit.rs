//! Every change that the editor makes to a campaign, as data: one change, one step that
//! can be undone. A change keeps what other parts refer to in order; what it cannot do
//! it leaves as it is.

use std::collections::BTreeMap;

use super::shelf::{Shelf, is_grid};
use super::template::{self, Template};
use super::{Document, Field, UnitField, field, names};
use crate::base::Text;
use crate::campaign::{Assignment, Campaign, Group, Unit, UnitKind};
use crate::response::Channel;
use crate::seal::PublicKey;

/// A change.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Text typed into a field.
    Set(Field, String),
    /// One office at its own desk, or many units.
    Desk(bool),
    /// Invented figures.
    Illustrative(bool),
    /// English texts beside the Vietnamese ones, or none.
    English(bool),
    /// Level of the intervals.
    Confidence(f64),
    /// The public key of a key that was made.
    Key(PublicKey),
    /// A questionnaire's parameter; empty is the questionnaire's own default.
    Parameter(String, String),
    /// A usual group, with it or without it.
    Template(Template, bool),
    /// Another group.
    AddGroup,
    /// Takes a group out, with what the units say about it.
    RemoveGroup(usize),
    /// One place further to the front.
    RaiseGroup(usize),
    /// A questionnaire of a group, with it or without it.
    Questionnaire(usize, String, bool),
    /// A kind of units that a group rates, with it or without it.
    Rates(usize, String, bool),
    /// How the links of a group are given out.
    Link(usize, Channel),
    /// Whether everybody of a group is asked.
    Census(usize, bool),
    /// The units of a group's grids in so many parts; 0 and 1 are no parts.
    Divide(usize, usize),
    /// Puts a unit into a part of a group.
    Assign(usize, String, usize),
    /// Another kind of units.
    AddKind,
    /// Takes a kind out that no unit is of.
    RemoveKind(usize),
    /// A part that counts for a kind; the first one ticked leaves the others out.
    KindPart(usize, String, bool),
    /// Another unit, of the kind with this id.
    AddUnit(String),
    /// Takes units out, by their index.
    RemoveUnits(Vec<usize>),
    /// All units anew, in one act: an import.
    Units(Vec<Unit>),
    /// Units in the order of these indices.
    Order(Vec<usize>),
    /// Quotas of a group, by index of the unit.
    Quotas(String, Vec<(usize, Option<u32>)>),
}

/// The field that an edit types into, so that letters make one step.
pub(super) fn typed(edit: &Edit) -> Option<Field> {
    match edit {
        Edit::Set(field, _) => Some(field.clone()),
        Edit::Desk(_)
        | Edit::Illustrative(_)
        | Edit::English(_)
        | Edit::Confidence(_)
        | Edit::Key(_)
        | Edit::Parameter(..)
        | Edit::Template(..)
        | Edit::AddGroup
        | Edit::RemoveGroup(_)
        | Edit::RaiseGroup(_)
        | Edit::Questionnaire(..)
        | Edit::Rates(..)
        | Edit::Link(..)
        | Edit::Census(..)
        | Edit::Divide(..)
        | Edit::Assign(..)
        | Edit::AddKind
        | Edit::RemoveKind(_)
        | Edit::KindPart(..)
        | Edit::AddUnit(_)
        | Edit::RemoveUnits(_)
        | Edit::Units(_)
        | Edit::Order(_)
        | Edit::Quotas(..) => None,
    }
}

/// Carries `edit` out.
pub(super) fn apply(document: &mut Document, edit: Edit, forms: &Shelf) {
    let campaign = &mut document.campaign;
    match edit {
        Edit::Set(field, text) => {
            field.write(document, &text);
            if matches!(field, Field::Unit(_, UnitField::Kind)) {
                complete(&mut document.campaign, forms);
            }
        }
        Edit::Desk(on) => campaign.desk = on,
        Edit::Illustrative(on) => campaign.illustrative = on,
        Edit::English(true) => template::add_english(campaign),
        Edit::English(false) => template::drop_english(campaign),
        Edit::Confidence(level) => campaign.analysis.confidence = level,
        Edit::Key(key) => campaign.key = Some(key.text()),
        Edit::Parameter(name, value) if value.is_empty() => drop(campaign.parameters.remove(&name)),
        Edit::Parameter(name, value) => drop(campaign.parameters.insert(name, value)),
        Edit::Template(template, true) => add_template(campaign, template, forms),
        Edit::Template(template, false) => {
            if let Some(index) = campaign.groups.iter().position(|group| group.id == template.id()) {
                remove_group(document, index);
            }
        }
        Edit::AddGroup => add_group(campaign),
        Edit::RemoveGroup(index) => remove_group(document, index),
        Edit::RaiseGroup(index) => raise_group(document, index),
        Edit::Questionnaire(index, id, on) => {
            if let Some(group) = campaign.groups.get_mut(index) {
                tick(&mut group.questionnaires, &id, on);
            }
            complete(campaign, forms);
        }
        Edit::Rates(index, kind, on) => {
            rates(campaign, index, &kind, on);
            complete(campaign, forms);
        }
        Edit::Link(index, channel) => with_group(campaign, index, |group| group.link = channel),
        Edit::Census(index, on) => with_group(campaign, index, |group| group.census = on),
        Edit::Divide(index, parts) => divide(campaign, index, parts),
        Edit::Assign(index, unit, part) => with_group(campaign, index, |group| assign(group, &unit, part)),
        Edit::AddKind => add_kind(campaign),
        Edit::RemoveKind(index) => remove_kind(document, index),
        Edit::KindPart(index, part, on) => {
            if let Some(kind) = campaign.kinds.get_mut(index) {
                tick(&mut kind.parts, &part, on);
            }
        }
        Edit::AddUnit(kind) => {
            let code = names::free("DV", |code| campaign.unit(code).is_some());
            campaign.units.push(Unit {
                code,
                name: String::new(),
                old_names: Vec::new(),
                kind,
                parent: None,
                villages: Vec::new(),
                strata: Vec::new(),
            });
            complete(campaign, forms);
        }
        Edit::RemoveUnits(indices) => remove_units(document, indices),
        Edit::Units(units) => {
            campaign.units = units;
            complete(campaign, forms);
            document.unread.retain(|at, _| !at.starts_with("units["));
        }
        Edit::Order(order) => reorder(document, &order),
        Edit::Quotas(group, quotas) => set_quotas(document, &group, quotas),
    }
}

fn with_group(campaign: &mut Campaign, index: usize, act: impl FnOnce(&mut Group)) {
    if let Some(group) = campaign.groups.get_mut(index) {
        act(group);
    }
}

fn tick(list: &mut Vec<String>, id: &str, on: bool) {
    list.retain(|other| other != id);
    if on {
        list.push(id.to_owned());
    }
}

/// Every unit gets a stratum for each group that rates it and has files at it: without
/// one its population would be missing without a word.
pub(super) fn complete(campaign: &mut Campaign, forms: &Shelf) {
    let sampled: Vec<Group> = campaign.groups.iter().filter(|group| has_strata(group, forms)).cloned().collect();
    for i in 0..campaign.units.len() {
        for group in &sampled {
            let rated = campaign.units.get(i).is_some_and(|unit| group.rates.is_empty() || group.rates.contains(&unit.kind));
            if rated {
                field::stratum(campaign, i, &group.id);
            }
        }
    }
}

/// Whether the group's people have files at the units; those who only fill in grids of
/// units have not.
pub fn has_strata(group: &Group, forms: &Shelf) -> bool {
    group.questionnaires.is_empty() || group.questionnaires.iter().any(|id| !is_grid(forms, id))
}

fn add_template(campaign: &mut Campaign, template: Template, forms: &Shelf) {
    if campaign.group(template.id()).is_some() {
        return;
    }
    let mut group = template.group();
    group.rates.retain(|kind| campaign.kinds.iter().any(|other| other.id == *kind));
    if template::has_english(campaign) {
        template.title().en.clone_into(&mut group.title.en);
    }
    // Where the templates have an order, the groups keep it.
    let place = |id: &str| Template::ALL.into_iter().position(|other| other.id() == id);
    let before = campaign.groups.iter().position(|other| place(&other.id) > place(template.id()));
    campaign.groups.insert(before.unwrap_or(campaign.groups.len()), group);
    complete(campaign, forms);
}

fn add_group(campaign: &mut Campaign) {
    let id = names::free("group", |id| campaign.group(id).is_some());
    campaign.groups.push(Group {
        id,
        title: Text::default(),
        questionnaires: Vec::new(),
        rates: Vec::new(),
        link: Channel::OpenLink,
        census: false,
        sent: None,
        assignments: Vec::new(),
    });
}

fn remove_group(document: &mut Document, index: usize) {
    if index >= document.campaign.groups.len() {
        return;
    }
    let group = document.campaign.groups.remove(index);
    document.forget("groups", index);
    for unit in &mut document.campaign.units {
        unit.strata.retain(|stratum| stratum.group != group.id);
    }
    // Places of strata moved: a text that is no number goes with them.
    document.unread.retain(|at, _| !at.contains("].strata["));
}

fn raise_group(document: &mut Document, index: usize) {
    if index > 0 && index < document.campaign.groups.len() {
        document.campaign.groups.swap(index - 1, index);
        document.unread.retain(|at, _| !at.starts_with("groups["));
    }
}

/// No list means every kind; the last kind that is rated cannot be taken away.
fn rates(campaign: &mut Campaign, index: usize, kind: &str, on: bool) {
    let all: Vec<String> = campaign.kinds.iter().map(|kind| kind.id.clone()).collect();
    with_group(campaign, index, |group| {
        let rated = |id: &String| if id == kind { on } else { group.rates.is_empty() || group.rates.contains(id) };
        let now: Vec<String> = all.iter().filter(|id| rated(id)).cloned().collect();
        if now.len() == all.len() {
            group.rates.clear();
        } else if !now.is_empty() {
            group.rates = now;
        }
    });
}

/// The units of each kind in equal parts, so that every part has some of every kind: a
/// group may rate departments in one form and communes in another.
fn divide(campaign: &mut Campaign, index: usize, parts: usize) {
    let Some(id) = campaign.groups.get(index).map(|group| group.id.clone()) else { return };
    let mut assignments: Vec<Assignment> = Vec::new();
    if parts > 1 {
        assignments = (1..=parts).map(|n| Assignment { id: format!("p{n}"), units: Vec::new() }).collect();
    }
    let rated = campaign.rated(&id, None);
    for kind in &campaign.kinds {
        let codes: Vec<&str> = rated.iter().filter(|unit| unit.kind == kind.id).map(|unit| unit.code.as_str()).collect();
        for (i, code) in codes.iter().enumerate() {
            if let Some(part) = assignments.get_mut(i * parts / codes.len()) {
                part.units.push((*code).to_owned());
            }
        }
    }
    assignments.retain(|part| !part.units.is_empty());
    with_group(campaign, index, |group| group.assignments = assignments);
}

fn assign(group: &mut Group, unit: &str, part: usize) {
    if part >= group.assignments.len() {
        return;
    }
    for (i, assignment) in group.assignments.iter_mut().enumerate() {
        tick(&mut assignment.units, unit, i == part);
    }
}

fn add_kind(campaign: &mut Campaign) {
    let id = names::free("kind", |id| campaign.kinds.iter().any(|kind| kind.id == id));
    campaign.kinds.push(UnitKind { id, title: Text::default(), parts: Vec::new() });
}

fn remove_kind(document: &mut Document, index: usize) {
    let campaign = &mut document.campaign;
    let Some(id) = campaign.kinds.get(index).map(|kind| kind.id.clone()) else { return };
    if campaign.units.iter().any(|unit| unit.kind == id) {
        return;
    }
    campaign.kinds.remove(index);
    for group in &mut campaign.groups {
        group.rates.retain(|kind| *kind != id);
    }
    document.forget("kinds", index);
}

fn remove_units(document: &mut Document, mut indices: Vec<usize>) {
    indices.sort_unstable();
    indices.dedup();
    for index in indices.into_iter().rev() {
        if index >= document.campaign.units.len() {
            continue;
        }
        let unit = document.campaign.units.remove(index);
        document.forget("units", index);
        for assignment in document.campaign.groups.iter_mut().flat_map(|group| &mut group.assignments) {
            assignment.units.retain(|code| *code != unit.code);
        }
    }
}

fn reorder(document: &mut Document, order: &[usize]) {
    let mut seen = order.to_vec();
    seen.sort_unstable();
    if !seen.into_iter().eq(0..document.campaign.units.len()) {
        return;
    }
    let units = std::mem::take(&mut document.campaign.units);
    document.campaign.units = order.iter().filter_map(|i| units.get(*i).cloned()).collect();
    let places: BTreeMap<usize, usize> = order.iter().enumerate().map(|(now, before)| (*before, now)).collect();
    let moved = std::mem::take(&mut document.unread).into_iter().map(|(at, text)| (moved(&at, &places).unwrap_or(at), text));
    document.unread = moved.collect();
}

/// The place of a unit's field once the units stand in another order.
fn moved(at: &str, places: &BTreeMap<usize, usize>) -> Option<String> {
    let (number, rest) = at.strip_prefix("units[")?.split_once(']')?;
    let now = places.get(&number.parse().ok()?)?;
    Some(format!("units[{now}]{rest}"))
}

fn set_quotas(document: &mut Document, group: &str, quotas: Vec<(usize, Option<u32>)>) {
    for (unit, quota) in quotas {
        if let Some(stratum) = field::stratum(&mut document.campaign, unit, group) {
            stratum.quota = quota;
        }
        let place = Field::Unit(unit, UnitField::Quota(group.to_owned())).place(&document.campaign);
        document.unread.remove(&place);
    }
}
