//! A table of old and new units, after a merger or split: every old name goes to the new
//! units that it became part of, so that people find theirs under the name they know. One
//! old unit may have several new ones, in rows of their own or with `;` between.

use super::head::{Layout, Role};
use super::rows::{is_total, names, one_line, ragged};
use crate::base::Finding;
use crate::base::grid::{Grid, Row};
use crate::campaign::{Campaign, Unit, fold};

/// The campaign's units with their old names, those alone that have new ones, and the rows.
pub(super) fn read(grid: &Grid, layout: &Layout, campaign: &Campaign, findings: &mut Vec<Finding>) -> (Vec<Unit>, usize) {
    let mut units = campaign.units.clone();
    let (mut rows, mut touched) = (0, vec![false; units.len()]);
    let head = grid.rows.get(layout.head);
    for row in grid.rows.iter().skip(layout.head + 1).filter(|row| row.width() > 0) {
        if is_total(row, layout.column(&Role::NewCode)) {
            findings.push(Finding::warning("units_total_row", grid.at(row.number, None), row.text(0)));
            continue;
        }
        rows += 1;
        if let Some(finding) = head.and_then(|head| ragged(grid, head, row)) {
            findings.push(finding);
            continue;
        }
        let old = old_name(grid, layout, row, findings);
        for at in new_units(grid, layout, row, &units, findings) {
            if let (Some(unit), Some(old)) = (units.get_mut(at), &old) {
                let known = unit.old_names.iter().any(|name| fold(name) == fold(old)) || fold(&unit.name) == fold(old);
                if !known {
                    unit.old_names.push(old.clone());
                }
                touched[at] = true;
            }
        }
    }
    let units = units.into_iter().zip(touched).filter_map(|(unit, touched)| touched.then_some(unit)).collect();
    (units, rows)
}

/// The old name, or the old code where only that is known.
fn old_name(grid: &Grid, layout: &Layout, row: &Row, findings: &mut Vec<Finding>) -> Option<String> {
    let columns = [layout.column(&Role::OldName), layout.column(&Role::OldCode)];
    let name = columns.iter().flatten().map(|&column| one_line(row.text(column))).find(|name| !name.is_empty());
    if name.is_none() {
        let column = columns.into_iter().flatten().next();
        findings.push(Finding::error("units_old_empty", grid.at(row.number, column), ""));
    }
    name
}

/// Places of the new units, by code where the row has one, else by name.
fn new_units(grid: &Grid, layout: &Layout, row: &Row, units: &[Unit], findings: &mut Vec<Finding>) -> Vec<usize> {
    let by_code = layout.column(&Role::NewCode).filter(|&column| !row.text(column).is_empty());
    let Some(column) = by_code.or(layout.column(&Role::NewName)) else { return Vec::new() };
    let wanted = names(row.text(column));
    if wanted.is_empty() {
        findings.push(Finding::error("units_new_empty", grid.at(row.number, Some(column)), ""));
    }
    let mut found = Vec::new();
    for name in wanted {
        let by_name = || units.iter().position(|unit| fold(&unit.name) == fold(&name));
        match units.iter().position(|unit| unit.code == name).or_else(by_name) {
            Some(at) => found.push(at),
            None => findings.push(Finding::error("units_unknown_new", grid.at(row.number, Some(column)), name)),
        }
    }
    found
}
