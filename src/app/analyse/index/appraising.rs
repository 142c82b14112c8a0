//! Appraised points and ratings of heads: what a table would change, and taking it. Units
//! send their tables one by one, and the council's come after their own, so a table adds
//! to what is there: an empty cell leaves the mark that was there before.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Analyse, Outer, Role, units};
use crate::analysis::index::appraisal::{Appraisal, Mark, Row, Stage, read};
use crate::analysis::index::{Grid, heads};
use crate::base::Finding;

/// What taking a table would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Units that it has rows of.
    pub units: usize,
    /// Rows of a unit and criterion that is not there yet.
    pub new: usize,
    /// Rows that change one.
    pub changed: usize,
    /// Rows that say what is there.
    pub same: usize,
}

/// Which way through what was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To what was before.
    Back,
    /// To what was undone.
    Forward,
}

/// What a table of points would do.
pub fn comparison(model: &Analyse, grid: &Grid) -> Comparison {
    let (Some(scheme), Some(imported)) = (model.index.scheme(), Some(model.index.imported().cloned().unwrap_or_default())) else {
        return Comparison::default();
    };
    let (table, _) = read::read(grid, scheme, &units(model).into_iter().collect());
    let old = imported.appraisal.now();
    let mut out = Comparison { units: table.rows.keys().map(|(unit, _)| unit).collect::<BTreeSet<_>>().len(), ..Comparison::default() };
    for (key, row) in &table.rows {
        match old.rows.get(key) {
            None => out.new += 1,
            Some(before) if merged(before, row) == *before => out.same += 1,
            Some(_) => out.changed += 1,
        }
    }
    out
}

/// A row with what another says of it.
fn merged(before: &Row, row: &Row) -> Row {
    let mark = |stage: Stage| if *row.mark(stage) == Mark::Open { before.mark(stage) } else { row.mark(stage) }.clone();
    let text = |old: &String, new: &String| if new.is_empty() { old.clone() } else { new.clone() };
    Row {
        own: mark(Stage::Own),
        agency: mark(Stage::Agency),
        council: mark(Stage::Council),
        reason: text(&before.reason, &row.reason),
        evidence: text(&before.evidence, &row.evidence),
    }
}

pub(super) fn take(model: &mut Analyse, grid: &Grid) -> usize {
    let names = units(model).into_iter().collect();
    let Some(scheme) = model.index.scheme().cloned() else { return 0 };
    let Some(imported) = model.index.imported_mut() else { return 0 };
    let (table, _) = read::read(grid, &scheme, &names);
    let mut all = Appraisal::clone(imported.appraisal.now());
    let rows = table.rows.len();
    for (key, row) in table.rows {
        let row = all.rows.get(&key).map_or_else(|| row.clone(), |before| merged(before, &row));
        all.rows.insert(key, row);
    }
    imported.appraisal.set(Arc::new(all));
    rows
}

pub(super) fn take_heads(model: &mut Analyse, grid: &Grid) -> usize {
    let names = units(model).into_iter().collect();
    let Some(scheme) = model.index.scheme().cloned() else { return 0 };
    let Some(imported) = model.index.imported_mut() else { return 0 };
    let (table, _) = heads::read(grid, &scheme, &names);
    let rows = table.len();
    let mut all = crate::analysis::index::flags::Heads::clone(imported.heads.now());
    all.extend(table);
    imported.heads.set(Arc::new(all));
    rows
}

pub(super) fn travel(model: &mut Analyse, role: Role, way: Way) -> Vec<Outer> {
    let Some(imported) = model.index.imported_mut() else { return Vec::new() };
    let moved = match (role, way) {
        (Role::Appraisal, Way::Back) => imported.appraisal.undo(),
        (Role::Appraisal, Way::Forward) => imported.appraisal.redo(),
        (Role::Heads, Way::Back) => imported.heads.undo(),
        (Role::Heads, Way::Forward) => imported.heads.redo(),
        (Role::Earlier | Role::Links | Role::Duties | Role::Published, _) => false,
    };
    if moved {
        model.index.tables.insert(role, super::State::None);
    }
    Vec::new()
}

/// What is still open for the units at the stage that counts, and points lost without a
/// reason.
pub fn lacking(model: &Analyse) -> Vec<Finding> {
    let (Some(scheme), names) = (model.index.scheme(), units(model)) else { return Vec::new() };
    let appraisal = model.index.imported().map(|imported| imported.appraisal.now().clone()).unwrap_or_default();
    let codes: Vec<&str> = names.iter().map(|(code, _)| code.as_str()).collect();
    appraisal.check(scheme, &codes, model.index.stage)
}

/// An empty table to fill in: every unit with everything that is appraised.
pub fn example(model: &Analyse) -> Option<Grid> {
    let scheme = model.index.scheme()?;
    let appraised = || scheme.leaves().filter(|leaf| leaf.leaf.survey.is_none()).map(|leaf| leaf.leaf.id.as_str());
    let blank = |unit: &str, criterion: &str| {
        let mut row = vec![unit.to_owned(), criterion.to_owned()];
        row.resize(read::HEADERS.len(), String::new());
        row
    };
    let rows = units(model).into_iter().flat_map(|(code, _)| appraised().map(|id| blank(&code, id)).collect::<Vec<_>>());
    Some(Grid::new(&read::HEADERS, rows.collect()))
}
