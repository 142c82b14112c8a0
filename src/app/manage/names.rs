//! Names that other parts of a campaign refer to: where one changes, they follow. A name
//! that is empty or taken is refused, or references of two would run into one.

use crate::campaign::Campaign;

/// Another id of a group: its strata follow.
pub(super) fn group(campaign: &mut Campaign, index: usize, id: &str) -> bool {
    let others = campaign.groups.iter().enumerate().filter(|(i, _)| *i != index);
    if is_refused(id, others.map(|(_, group)| group.id.as_str())) {
        return false;
    }
    let Some(group) = campaign.groups.get_mut(index) else { return true };
    let before = std::mem::replace(&mut group.id, id.to_owned());
    if !campaign.groups.iter().any(|other| other.id == before) {
        follow(campaign.units.iter_mut().flat_map(|unit| &mut unit.strata).map(|stratum| &mut stratum.group), &before, id);
    }
    true
}

/// Another id of a kind: units and groups follow.
pub(super) fn kind(campaign: &mut Campaign, index: usize, id: &str) -> bool {
    let others = campaign.kinds.iter().enumerate().filter(|(i, _)| *i != index);
    if is_refused(id, others.map(|(_, kind)| kind.id.as_str())) {
        return false;
    }
    let Some(kind) = campaign.kinds.get_mut(index) else { return true };
    let before = std::mem::replace(&mut kind.id, id.to_owned());
    if !campaign.kinds.iter().any(|other| other.id == before) {
        let units = campaign.units.iter_mut().map(|unit| &mut unit.kind);
        follow(units.chain(campaign.groups.iter_mut().flat_map(|group| &mut group.rates)), &before, id);
    }
    true
}

/// Another code of a unit: assignments and the units below it follow.
pub(super) fn unit(campaign: &mut Campaign, index: usize, code: &str) -> bool {
    let others = campaign.units.iter().enumerate().filter(|(i, _)| *i != index);
    if is_refused(code, others.map(|(_, unit)| unit.code.as_str())) {
        return false;
    }
    let Some(unit) = campaign.units.get_mut(index) else { return true };
    let before = std::mem::replace(&mut unit.code, code.to_owned());
    if !campaign.units.iter().any(|other| other.code == before) {
        let parts = campaign.groups.iter_mut().flat_map(|group| &mut group.assignments).flat_map(|part| &mut part.units);
        follow(parts.chain(campaign.units.iter_mut().filter_map(|unit| unit.parent.as_mut())), &before, code);
    }
    true
}

fn is_refused<'a>(name: &str, mut others: impl Iterator<Item = &'a str>) -> bool {
    name.is_empty() || others.any(|other| other == name)
}

fn follow<'a>(names: impl Iterator<Item = &'a mut String>, before: &str, now: &str) {
    for name in names.filter(|name| *name == before) {
        now.clone_into(name);
    }
}

/// A name that is free: `stem`, or `stem-2`, `stem-3`, …
pub(super) fn free(stem: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = stem.to_owned();
    let mut number = 2_u32;
    while taken(&name) {
        name = format!("{stem}-{number}");
        number += 1;
    }
    name
}
