//! Tables on their way in, whatever they are of: text that was pasted, a CSV file, a
//! workbook that the worker reads. The sheet and the row of heads are guessed and can be
//! set right; what the table says is read again each time, and nothing is taken before
//! "Nhận". Invariant: one workbook is read at a time, and an answer to another job is
//! not looked at.

use std::sync::Arc;

use super::{Analyse, Effect, Outer, appraising, comparing, following, ours, units};
use crate::analysis::index::appraisal::read as appraisal;
use crate::analysis::index::integrity::Shape;
use crate::analysis::index::{Fault, Grid, follow_up, heads, trend};
use crate::base::grid::{self, Sheets};
use crate::base::{Finding, finding};
use crate::campaign::table::{self, Opened};

/// Seconds after which the reading of a workbook is ended.
pub const PATIENCE: u32 = 20;
/// Rows among which the heads are looked for.
pub const HEADS: usize = 20;

/// What a table is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Appraised points.
    Appraisal,
    /// Ratings of heads.
    Heads,
    /// Scores of an earlier round.
    Earlier,
    /// Old units and new ones.
    Links,
    /// What is due, with what came.
    Duties,
    /// Somebody's published table.
    Published,
}

/// How far a table is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// There is none.
    #[default]
    None,
    /// The worker reads the workbook of this name, as this job.
    Reading(String, u64),
    /// It is no table: its name, empty for what was pasted, and why.
    Refused(String, Vec<Finding>),
    /// It can be looked at.
    Open(Arc<Table>),
    /// It was taken: its name and how many rows.
    Taken(String, usize),
}

/// A table and how it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name of its file; empty for what was pasted.
    pub name: String,
    /// The sheets of a workbook, or one table of text.
    pub sheets: Arc<Vec<grid::Grid>>,
    /// The sheet that is read.
    pub sheet: usize,
    /// The row of heads, by its place in the sheet.
    pub head: usize,
    /// What is to be known about the file itself.
    pub said: Vec<Finding>,
}

/// What happens to a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Text was pasted.
    Pasted(String),
    /// A file was chosen: its name, its bytes where the browser could read it.
    File(String, Option<Vec<u8>>),
    /// Another sheet.
    Sheet(usize),
    /// Another row has the heads.
    Head(usize),
    /// "Nhận".
    Take,
    /// Leave the table, or the word about the last one.
    Leave,
}

impl Table {
    /// The table below its heads.
    pub fn grid(&self) -> Grid {
        self.sheets.get(self.sheet).map(|sheet| Grid::below(sheet, self.head)).unwrap_or_default()
    }
}

impl Role {
    /// Its name in the page, where focus goes.
    pub fn id(self) -> &'static str {
        match self {
            Self::Appraisal => "appraisal",
            Self::Heads => "heads",
            Self::Earlier => "earlier",
            Self::Links => "links",
            Self::Duties => "duties",
            Self::Published => "published",
        }
    }
}

pub(super) fn update(model: &mut Analyse, role: Role, step: Step) -> Vec<Outer> {
    match step {
        Step::Pasted(text) => opened(model, role, String::new(), table::paste(&text).map(|(grid, said)| (vec![grid], said))),
        Step::File(name, bytes) => file(model, role, name, bytes),
        Step::Sheet(sheet) => change(model, role, |model, table| {
            table.sheet = sheet;
            table.head = table.sheets.get(sheet).map_or(0, |sheet| head(model, role, sheet).1);
        }),
        Step::Head(head) => change(model, role, |_, table| table.head = head),
        Step::Take => take(model, role),
        Step::Leave => leave(model, role),
    }
}

fn file(model: &mut Analyse, role: Role, name: String, bytes: Option<Vec<u8>>) -> Vec<Outer> {
    let Some(bytes) = bytes else { return opened(model, role, name, Err(vec![Finding::error("file_not_read", "", "")])) };
    match table::open(&bytes) {
        Ok(Opened::Text(grid, said)) => opened(model, role, name, Ok((vec![grid], said))),
        Ok(Opened::Workbook) => {
            model.index.jobs += 1;
            let job = model.index.jobs;
            // One reader: a workbook that it still reads is left.
            for state in model.index.tables.values_mut().filter(|state| matches!(state, State::Reading(..))) {
                *state = State::None;
            }
            model.index.tables.insert(role, State::Reading(name, job));
            ours([Effect::StopReader, Effect::ReadWorkbook(job, bytes, PATIENCE)])
        }
        Err(findings) => opened(model, role, name, Err(findings)),
    }
}

/// The role and the name of what this job reads.
fn reads(model: &Analyse, job: Option<u64>) -> Option<(Role, String)> {
    model.index.tables.iter().find_map(|(role, state)| match state {
        State::Reading(name, running) if job.is_none_or(|job| job == *running) => Some((*role, name.clone())),
        State::None | State::Reading(..) | State::Refused(..) | State::Open(_) | State::Taken(..) => None,
    })
}

pub(super) fn sheets(model: &mut Analyse, job: u64, sheets: Sheets) -> Vec<Outer> {
    let Some((role, name)) = reads(model, Some(job)) else { return Vec::new() };
    let modern = |mut sheets: Vec<grid::Grid>| {
        let said = sheets.iter_mut().filter_map(grid::Grid::modernise).collect();
        (sheets, said)
    };
    opened(model, role, name, sheets.map(modern))
}

pub(super) fn broken(model: &mut Analyse, message: String) -> Vec<Outer> {
    stopped(model, None, Finding::error("table_no_reader", "", message))
}

pub(super) fn overdue(model: &mut Analyse, job: u64) -> Vec<Outer> {
    if reads(model, Some(job)).is_none() {
        return Vec::new();
    }
    stopped(model, Some(job), Finding::error("table_slow", "", PATIENCE.to_string()))
}

fn stopped(model: &mut Analyse, job: Option<u64>, finding: Finding) -> Vec<Outer> {
    let mut effects = ours([Effect::StopReader]);
    if let Some((role, name)) = reads(model, job) {
        effects.extend(opened(model, role, name, Err(vec![finding])));
    }
    effects
}

/// The table is there, or the reason why there is none.
fn opened(model: &mut Analyse, role: Role, name: String, table: Result<(Vec<grid::Grid>, Vec<Finding>), Vec<Finding>>) -> Vec<Outer> {
    let state = match table {
        Err(findings) => State::Refused(name, findings),
        Ok((sheets, mut said)) => {
            let heads: Vec<(usize, usize)> = sheets.iter().map(|sheet| head(model, role, sheet)).collect();
            let sheet = (0..sheets.len()).min_by_key(|&at| heads.get(at).map(|(missing, _)| *missing)).unwrap_or_default();
            let head = heads.get(sheet).map_or(0, |(_, head)| *head);
            if sheets.len() > 1 {
                let names: Vec<&str> = sheets.iter().map(|sheet| sheet.sheet.as_str()).collect();
                said.push(Finding::warning("table_several_sheets", "", names.join("; ")));
            }
            State::Open(Arc::new(Table { name, sheets: Arc::new(sheets), sheet, head, said }))
        }
    };
    if role == Role::Published {
        model.index.shape = None;
    }
    model.index.tables.insert(role, state);
    vec![Outer::Focus(role.id().to_owned())]
}

/// How many columns a sheet lacks at its best row of heads, and which row that is.
fn head(model: &Analyse, role: Role, sheet: &grid::Grid) -> (usize, usize) {
    let rows = sheet.rows.len().min(HEADS);
    let lacks = (0..rows).map(|at| (missing(model, role, sheet, at), at));
    lacks.min().unwrap_or((usize::MAX, 0))
}

/// Columns that would be missing if this row had the heads.
fn missing(model: &Analyse, role: Role, sheet: &grid::Grid, at: usize) -> usize {
    let cells: Vec<&str> = sheet.rows.get(at).iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect();
    let heads = Grid::new(&cells, Vec::new());
    let count = |findings: &[Finding]| findings.iter().filter(|finding| finding.code == Fault::ColumnMissing.code()).count();
    let scheme = model.index.scheme();
    match role {
        Role::Appraisal => scheme.map_or(0, |scheme| count(&appraisal::read(&heads, scheme, &appraisal::Units::new()).1)),
        Role::Heads => scheme.map_or(0, |scheme| count(&crate::analysis::index::heads::read(&heads, scheme, &appraisal::Units::new()).1)),
        Role::Earlier => count(&comparing::round(&heads, &[]).1),
        Role::Links => count(&trend::read(&heads).1),
        Role::Duties => scheme.map_or(0, |scheme| count(&follow_up::table::read(&heads, scheme, &[]).1)),
        Role::Published => usize::MAX - known(&Shape::guess(&heads)),
    }
}

/// How many columns a shape knows.
fn known(shape: &Shape) -> usize {
    let Shape { question, count, total, issued, percent, mean, rank, score, class, value, least, greatest, label, key, levels: _ } = shape;
    [question, count, total, issued, percent, mean, rank, score, class, value, least, greatest, label, key].into_iter().flatten().count()
}

fn change(model: &mut Analyse, role: Role, change: impl FnOnce(&Analyse, &mut Table)) -> Vec<Outer> {
    if let State::Open(table) = model.index.table(role) {
        let mut table = Table::clone(table);
        change(model, &mut table);
        model.index.tables.insert(role, State::Open(Arc::new(table)));
        if role == Role::Published {
            model.index.shape = None;
        }
    }
    Vec::new()
}

/// What a table of this role says is wrong with it; nothing is taken where it is an error.
pub fn findings(model: &Analyse, role: Role, table: &Table) -> Vec<Finding> {
    let (grid, names) = (table.grid(), units(model));
    let scheme = model.index.scheme();
    let read = match role {
        Role::Appraisal => scheme.map(|scheme| appraisal::read(&grid, scheme, &names.into_iter().collect()).1),
        Role::Heads => scheme.map(|scheme| heads::read(&grid, scheme, &names.into_iter().collect()).1),
        Role::Earlier => Some(comparing::round(&grid, &names).1),
        Role::Links => Some(trend::read(&grid).1),
        Role::Duties => Some(following::rows(model, &grid).1),
        Role::Published => Some(Vec::new()),
    };
    table.said.iter().cloned().chain(read.unwrap_or_default()).collect()
}

fn take(model: &mut Analyse, role: Role) -> Vec<Outer> {
    let State::Open(table) = model.index.table(role).clone() else { return Vec::new() };
    if finding::has_error(&findings(model, role, &table)) {
        return vec![Outer::Focus(role.id().to_owned())];
    }
    let grid = table.grid();
    let (rows, mut effects) = match role {
        Role::Appraisal => (appraising::take(model, &grid), Vec::new()),
        Role::Heads => (appraising::take_heads(model, &grid), Vec::new()),
        Role::Earlier => (comparing::take_round(model, &grid, &table.name), Vec::new()),
        Role::Links => (comparing::take_links(model, &grid), Vec::new()),
        Role::Duties => following::take(model, &grid),
        // It is only looked at.
        Role::Published => return Vec::new(),
    };
    model.index.tables.insert(role, State::Taken(table.name.clone(), rows));
    effects.push(Outer::Focus(role.id().to_owned()));
    effects
}

fn leave(model: &mut Analyse, role: Role) -> Vec<Outer> {
    let reads = matches!(model.index.table(role), State::Reading(..));
    model.index.tables.insert(role, State::None);
    let mut effects = if reads { ours([Effect::StopReader]) } else { Vec::new() };
    effects.push(Outer::Focus(role.id().to_owned()));
    effects
}
