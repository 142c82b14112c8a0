//! The earlier round beside this one: its scores from a table, which old unit became which
//! new one, and what changed. Units are written by code or by name; where the table says
//! no scheme, somebody says whether it was the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Analyse, Outer, outcome::Outcome, units};
use crate::analysis::index::trend::{Link, Round, Trend, Value, read as read_links, trends};
use crate::analysis::index::{Exact, Fault, Grid, Scheme};
use crate::base::Finding;
use crate::dataset::mapping::fold;

const UNIT: &[&str] = &["ma_don_vi", "don_vi", "unit", "unit_code", "ten_don_vi"];
const SCORE: &[&str] = &["chi_so", "tong_diem", "diem", "diem_chi_so", "score", "index", "par_index"];
const ERROR: &[&str] = &["sai_so_chuan", "se", "standard_error"];
const METHOD: &[&str] = &["bo_tieu_chi", "scheme", "method"];

/// How scores of a scheme's edition are called.
pub fn method(scheme: &Scheme) -> String {
    format!("{}.{}", scheme.id, scheme.edition)
}

/// Scores of an earlier round from a table: unit, score, and where it has them standard
/// error and scheme. `names` are codes and names of today's units; others keep theirs.
pub fn round(grid: &Grid, names: &[(String, String)]) -> (Round, Vec<Finding>) {
    let (mut round, mut findings) = (Round::default(), Vec::new());
    let (Some(unit), Some(score)) = (grid.find(UNIT), grid.find(SCORE)) else {
        let missing = [(UNIT, "Đơn vị"), (SCORE, "Chỉ số")].into_iter().filter(|(names, _)| grid.find(names).is_none());
        findings.extend(missing.map(|(_, header)| Fault::ColumnMissing.error("row 1", header)));
        return (round, findings);
    };
    let (error, method) = (grid.find(ERROR), grid.find(METHOD));
    for row in (0..grid.rows.len()).filter(|row| !grid.is_blank(*row)) {
        let (code, text) = (code_of(grid.cell(row, unit), names), grid.cell(row, score));
        if code.is_empty() {
            findings.push(Finding::error("cell_empty", grid.place(row, unit), ""));
            continue;
        }
        // A unit without points had no score then.
        if text.is_empty() {
            continue;
        }
        let Some(value) = Exact::parse(text).filter(|value| !value.is_negative()) else {
            findings.push(Fault::NotPoints.error(grid.place(row, score), text));
            continue;
        };
        let spread = grid.optional(row, error);
        let known = Exact::parse(spread).filter(|error| !error.is_negative());
        if !spread.is_empty() && known.is_none() {
            findings.push(Fault::NotNumber.error(grid.place(row, error.unwrap_or(score)), spread));
        }
        if round.method.is_empty() {
            grid.optional(row, method).clone_into(&mut round.method);
        }
        let value = Value { score: value, error: known.map_or(0.0, |error| error.to_f64()) };
        if round.scores.insert(code.clone(), value).is_some() {
            findings.push(Fault::RowTwice.error(grid.place(row, unit), code));
        }
    }
    (round, findings)
}

/// The code of a unit of today that is written so; else what is written.
fn code_of(text: &str, names: &[(String, String)]) -> String {
    let folded = fold(text);
    let by_code = names.iter().find(|(code, _)| fold(code) == folded);
    let found = by_code.or_else(|| names.iter().find(|(_, name)| fold(name) == folded));
    found.map_or_else(|| text.to_owned(), |(code, _)| code.clone())
}

pub(super) fn take_round(model: &mut Analyse, grid: &Grid, name: &str) -> usize {
    let names = units(model);
    let Some(scheme) = model.index.scheme().cloned() else { return 0 };
    let (mut round, _) = round(grid, &names);
    name.clone_into(&mut round.label);
    if round.method.is_empty() {
        round.method = method(&scheme);
    }
    let rows = round.scores.len();
    if let Some(imported) = model.index.imported_mut() {
        imported.earlier = Some(Arc::new(round));
    }
    rows
}

pub(super) fn take_links(model: &mut Analyse, grid: &Grid) -> usize {
    let names = units(model);
    let (links, _) = read_links(grid);
    let known = |link: Link| Link { old: code_of(&link.old, &names), new: code_of(&link.new, &names), ..link };
    let links: Vec<Link> = links.into_iter().map(known).collect();
    let rows = links.len();
    if let Some(imported) = model.index.imported_mut() {
        imported.links = Arc::new(links);
    }
    rows
}

pub(super) fn same_method(model: &mut Analyse, same: bool) -> Vec<Outer> {
    let Some(scheme) = model.index.scheme().cloned() else { return Vec::new() };
    if let Some(imported) = model.index.imported_mut()
        && let Some(earlier) = &imported.earlier
    {
        let method = if same { method(&scheme) } else { "?".to_owned() };
        imported.earlier = Some(Arc::new(Round { method, ..Round::clone(earlier) }));
    }
    Vec::new()
}

/// Each unit then and now; none where there is no earlier round.
pub fn trend(model: &Analyse, outcome: &Outcome) -> Option<Vec<Trend>> {
    let imported = model.index.imported()?;
    let earlier = imported.earlier.as_deref()?.clone();
    let scores = outcome.standings.iter().map(|standing| {
        let error = standing.error;
        (standing.unit.clone(), Value { score: standing.score.clone(), error })
    });
    let scores: BTreeMap<String, Value> = scores.collect();
    let now = Round { label: String::new(), method: method(&outcome.scheme), scores };
    let mut all = trends(&[earlier, now], &[imported.links.to_vec()], outcome.scheme.confidence);
    // In the order of the ranking; units without a rank after them.
    let place = |unit: &str| outcome.standings.iter().position(|standing| standing.unit == unit).unwrap_or(usize::MAX);
    all.sort_by_key(|trend| place(&trend.unit));
    Some(all)
}
