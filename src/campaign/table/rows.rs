//! Rows to units. A row starts from what the campaign knows about its code, and each column
//! that the table has replaces one thing; so a table of codes and quotas changes quotas only.

use std::collections::{BTreeMap, BTreeSet};

use super::count::{self, is_failed};
use super::head::{Layout, Role};
use crate::base::Finding;
use crate::base::grid::{Cell, Grid, Row, letters};
use crate::campaign::{Campaign, Stratum, Unit, fold};
use crate::questionnaire::kind::is_name;

/// Longest name; a longer one has swallowed its neighbours.
const LONGEST: usize = 200;
/// What stands in front of a sum at the foot of a table.
const TOTALS: &[&str] =
    &["tong", "tong cong", "tong so", "cong", "toan tinh", "tong toan tinh", "tong cong toan tinh", "total", "sum", "grand total"];
/// Findings after which reading goes on no further: one cause seldom has more.
const ENOUGH: usize = 500;

struct Reader<'a> {
    grid: &'a Grid,
    layout: &'a Layout,
    campaign: &'a Campaign,
    findings: &'a mut Vec<Finding>,
    units: Vec<Unit>,
    /// The row of each code.
    seen: BTreeMap<String, u32>,
    /// Where merged cells begin that were said.
    merged: BTreeSet<(u32, u32)>,
    /// What rows call the unit above them, looked up once all units are known.
    parents: Vec<(usize, String, String)>,
}

/// The units of a table and the number of rows that name one.
pub(super) fn read(grid: &Grid, layout: &Layout, campaign: &Campaign, findings: &mut Vec<Finding>) -> (Vec<Unit>, usize) {
    let mut reader =
        Reader { grid, layout, campaign, findings, units: Vec::new(), seen: BTreeMap::new(), merged: BTreeSet::new(), parents: Vec::new() };
    let mut rows = 0;
    for row in grid.rows.iter().skip(layout.head + 1) {
        if row.width() > 0 && reader.findings.len() < ENOUGH {
            rows += usize::from(reader.row(row));
        }
    }
    if rows == 0 && !crate::base::finding::has_error(reader.findings) {
        reader.findings.push(Finding::error("units_only_head", grid.at(grid.rows[layout.head].number, None), ""));
    }
    reader.parents();
    (reader.units, rows)
}

/// Whether a row is a sum at the foot of the table: its first text says so, and it has no code.
pub(super) fn is_total(row: &Row, code: Option<usize>) -> bool {
    let first = row.cells.iter().position(|cell| !cell.text.is_empty());
    let named = first.is_some_and(|first| TOTALS.contains(&fold(row.text(first)).as_str()));
    named && code.is_none_or(|code| row.text(code).is_empty() || first == Some(code))
}

/// A row whose width is not that of the head: in text a separator is lacking or too many,
/// and everything behind it stands under a wrong head.
pub(super) fn ragged(grid: &Grid, head: &Row, row: &Row) -> Option<Finding> {
    let (wanted, has) = (head.cells.len(), row.cells.len());
    let wrong = grid.sheet.is_empty() && (has < wanted || row.width() > wanted);
    wrong.then(|| Finding::error("units_ragged", grid.at(row.number, None), format!("{has} ≠ {wanted}")))
}

/// Text of a cell in one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names with `;`, `/` or a line break between.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in text.split([';', '/', '\n']).map(one_line).filter(|name| !name.is_empty()) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

impl Reader<'_> {
    fn error(&mut self, code: &str, row: &Row, column: Option<usize>, value: &str) {
        self.findings.push(Finding::error(code, self.grid.at(row.number, column), value));
    }

    fn warning(&mut self, code: &str, row: &Row, column: Option<usize>, value: &str) {
        self.findings.push(Finding::warning(code, self.grid.at(row.number, column), value));
    }

    /// Reads a row; `false` where it names no unit.
    fn row(&mut self, row: &Row) -> bool {
        let code = self.layout.column(&Role::Code);
        if is_total(row, code) {
            self.warning("units_total_row", row, None, row.text(row.cells.iter().position(|cell| !cell.text.is_empty()).unwrap_or(0)));
            return false;
        }
        if row.hidden {
            self.warning("units_hidden_row", row, None, "");
        }
        if self.is_unreadable(row) {
            return true;
        }
        let Some(mut unit) = self.start(row) else { return true };
        for (column, role) in self.layout.roles.iter().enumerate() {
            if let Some(role) = role {
                self.cell(row, column, role, &mut unit);
            }
        }
        self.kind(row, &mut unit);
        self.over(row, &unit);
        self.units.push(unit);
        true
    }

    /// What makes every cell of a row doubtful; merged cells are said once, where they begin.
    fn is_unreadable(&mut self, row: &Row) -> bool {
        let before = self.findings.len();
        let head = self.grid.rows.get(self.layout.head);
        self.findings.extend(head.and_then(|head| ragged(self.grid, head, row)));
        let mut merged = None;
        for column in self.used() {
            if let Some(area) = self.grid.merged_at(row.number, column) {
                merged = Some(column);
                if self.merged.insert((area.rows.0, area.columns.0)) {
                    let value = area.to_string();
                    self.error("units_merged", row, Some(column), &value);
                }
            }
        }
        merged.is_some() || self.findings.len() > before
    }

    fn used(&self) -> Vec<usize> {
        (0..self.layout.roles.len()).filter(|&column| self.layout.roles[column].is_some()).collect()
    }

    /// The unit that a row is about, as it stands now; none where its code is no code.
    fn start(&mut self, row: &Row) -> Option<Unit> {
        let column = self.layout.column(&Role::Code)?;
        let name = self.layout.column(&Role::Name).map_or("", |name| row.text(name)).to_owned();
        let code = row.text(column).to_owned();
        let failed = row.cells.get(column).is_some_and(is_failed);
        let taken = self.seen.get(&code).copied();
        let fault = match taken {
            _ if failed => Some(("units_formula", code.clone())),
            _ if code.is_empty() => Some(("units_code_empty", one_line(&name))),
            _ if !is_name(&code) => Some(("units_bad_code", one_line(&code))),
            Some(first) => Some(("units_code_repeated", format!("{code} ({}{first})", letters(column)))),
            None => None,
        };
        if let Some((fault, value)) = fault {
            self.error(fault, row, Some(column), &value);
            return None;
        }
        self.seen.insert(code.clone(), row.number);
        let blank = || Unit {
            code: code.clone(),
            name: String::new(),
            old_names: Vec::new(),
            kind: String::new(),
            parent: None,
            villages: Vec::new(),
            strata: Vec::new(),
        };
        Some(self.campaign.unit(&code).cloned().unwrap_or_else(blank))
    }

    fn cell(&mut self, row: &Row, column: usize, role: &Role, unit: &mut Unit) {
        let blank = Cell::default();
        let cell = row.cells.get(column).unwrap_or(&blank);
        match role {
            Role::Population(group) | Role::Quota(group) => {
                let value = self.count(row, column, cell);
                put(unit, group, role, value);
            }
            _ if is_failed(cell) => self.error("units_formula", row, Some(column), &cell.text),
            Role::Name => unit.name = self.name(row, column, &cell.text),
            Role::OldNames => unit.old_names = names(&cell.text),
            Role::Villages => unit.villages = names(&cell.text),
            Role::Kind => unit.kind = self.kind_of(row, column, &cell.text),
            Role::Parent => {
                unit.parent = None;
                if !cell.text.is_empty() {
                    self.parents.push((self.units.len(), one_line(&cell.text), self.grid.at(row.number, Some(column))));
                }
            }
            Role::Code | Role::OldCode | Role::OldName | Role::NewCode | Role::NewName => {}
        }
    }

    fn name(&mut self, row: &Row, column: usize, text: &str) -> String {
        let name = one_line(text);
        if name.is_empty() {
            self.error("units_name_empty", row, Some(column), "");
        } else if name.chars().count() > LONGEST {
            self.error("units_name_long", row, Some(column), &name.chars().take(60).chain(['…']).collect::<String>());
        } else if text.contains('\n') {
            self.warning("units_line_break", row, Some(column), &name);
        }
        name
    }

    fn count(&mut self, row: &Row, column: usize, cell: &Cell) -> Option<u32> {
        match count::read(cell) {
            Ok(count) => {
                if count.is_some_and(|count| count.by_comma) {
                    self.warning("units_comma", row, Some(column), &cell.text);
                }
                count.map(|count| count.value)
            }
            Err(fault) => {
                self.error(fault.code(), row, Some(column), &cell.text);
                None
            }
        }
    }

    /// The id of a kind by its id or its title, or by one of the words of a title such as
    /// "Sở, ban, ngành".
    fn kind_of(&mut self, row: &Row, column: usize, text: &str) -> String {
        let wanted = fold(text);
        if wanted.is_empty() {
            return String::new();
        }
        let kinds = &self.campaign.kinds;
        let whole = kinds.iter().find(|kind| kind.id == text || [&kind.title.vi, &kind.title.en].iter().any(|title| fold(title) == wanted));
        let part = || kinds.iter().find(|kind| kind.title.vi.split([',', ';', '/']).any(|part| fold(part) == wanted));
        if let Some(kind) = whole.or_else(part) {
            return kind.id.clone();
        }
        self.error("units_unknown_kind", row, Some(column), &one_line(text));
        one_line(text)
    }

    /// A kind where the row has none: the campaign's only one, or the one for all rows.
    fn kind(&mut self, row: &Row, unit: &mut Unit) {
        let only = match self.campaign.kinds.as_slice() {
            [one] => Some(one.id.clone()),
            _ => None,
        };
        if unit.kind.is_empty() {
            unit.kind = self.layout.kind.clone().or(only).unwrap_or_default();
        }
        if unit.kind.is_empty() {
            let column = self.layout.column(&Role::Kind);
            self.error("units_no_kind", row, column, &unit.code);
        }
    }

    fn over(&mut self, row: &Row, unit: &Unit) {
        for stratum in &unit.strata {
            if let (Some(population), Some(quota)) = (stratum.population, stratum.quota)
                && quota > population
            {
                let column = self.layout.column(&Role::Quota(stratum.group.clone()));
                self.error("units_quota_over", row, column, &format!("{quota} > {population}"));
            }
        }
    }

    /// The codes of the units above, by code or by name, of the table and of the campaign.
    fn parents(&mut self) {
        for (at, wanted, place) in std::mem::take(&mut self.parents) {
            let folded = fold(&wanted);
            let all = || self.units.iter().chain(&self.campaign.units);
            let found = all().find(|unit| unit.code == wanted).or_else(|| all().find(|unit| fold(&unit.name) == folded));
            let code = found.map(|unit| unit.code.clone());
            match (code, self.units.get_mut(at)) {
                (Some(code), Some(unit)) if code != unit.code => unit.parent = Some(code),
                (Some(_), _) => self.findings.push(Finding::error("units_own_parent", place, wanted)),
                (None, _) => self.findings.push(Finding::error("units_unknown_parent", place, wanted)),
            }
        }
    }
}

/// N or the quota of a group. An empty cell makes no stratum where there is none.
fn put(unit: &mut Unit, group: &str, role: &Role, value: Option<u32>) {
    let known = unit.strata.iter().position(|stratum| stratum.group == group);
    let at = known.unwrap_or(unit.strata.len());
    if known.is_none() {
        if value.is_none() {
            return;
        }
        unit.strata.push(Stratum { group: group.to_owned(), population: None, quota: None });
    }
    if let Some(stratum) = unit.strata.get_mut(at) {
        let slot = if matches!(role, Role::Quota(_)) { &mut stratum.quota } else { &mut stratum.population };
        *slot = value;
    }
}
