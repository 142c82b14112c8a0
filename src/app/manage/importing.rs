//! Units on their way in from a table: looked at, set right, compared with what the draft
//! has, and taken in one step that can be undone. Nothing is taken of a table with an error,
//! and a table that waits is read again whenever the draft changes, so that what is shown is
//! what would be taken. A workbook is read by the worker; one that breaks it or takes too
//! long ends the worker and not the page.

mod example;

use std::sync::Arc;

use super::{Edit, Effect, Model, has_strata};
use crate::base::Finding;
use crate::base::grid::{Grid, Sheets};
use crate::campaign::table::{self, Comparison, Layout, Missing, Opened, Reading, Role};
use crate::campaign::{Campaign, Group};

pub use example::example;

/// Seconds after which the reading of a workbook is ended.
pub const PATIENCE: u32 = 20;

/// A table on its way in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// How far it is.
    pub state: State,
    jobs: u64,
}

/// How far a table is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// There is none.
    #[default]
    None,
    /// The worker reads the workbook of this name, as the job with this number.
    Reading(String, u64),
    /// It is no table: its name, empty for what was pasted, and why.
    Refused(String, Vec<Finding>),
    /// It can be looked at.
    Proposed(Arc<Proposal>),
    /// It was taken.
    Taken(Taken),
}

/// A table, what its columns are taken for, and what taking it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Name of the file; empty for what was pasted.
    pub name: String,
    /// The sheets of a workbook, or one table of text.
    pub sheets: Arc<Vec<Grid>>,
    /// The sheet that is read.
    pub sheet: usize,
    /// What is to be known about the file itself.
    pub said: Vec<Finding>,
    /// Which row is the head and which column is what.
    pub layout: Layout,
    /// What it says.
    pub reading: Reading,
    /// What taking it would do.
    pub comparison: Comparison,
    /// What becomes of units that it does not name.
    pub missing: Missing,
}

/// What was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Units that are new.
    pub new: usize,
    /// Units that were changed.
    pub changed: usize,
    /// Units that were taken out.
    pub removed: usize,
}

/// What happens to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// "Đọc bảng vừa dán".
    Pasted(String),
    /// A file was chosen: its name, its bytes where the browser could read it.
    File(String, Option<Vec<u8>>),
    /// The worker read the workbook of this job, or says why not.
    Sheets(u64, Sheets),
    /// The worker broke; what the browser says.
    Broken(String),
    /// The time for this job is over.
    Overdue(u64),
    /// Another sheet.
    Sheet(usize),
    /// Another row is the head, by its place in the table.
    Head(usize),
    /// A column is something else.
    Role(usize, Option<Role>),
    /// The kind of units whose row names none.
    Kind(Option<String>),
    /// What becomes of units that the table does not name.
    Missing(Missing),
    /// "Nhận vào đợt".
    Take,
    /// Leaves the table, or the word about the last one.
    Leave,
    /// "Tải bảng mẫu".
    Example,
}

impl Proposal {
    /// The table that is read.
    pub fn grid(&self) -> Option<&Grid> {
        self.sheets.get(self.sheet)
    }

    /// Everything that is to be known: about the file, then about what it says.
    pub fn findings(&self) -> Vec<Finding> {
        self.said.iter().chain(&self.reading.findings).cloned().collect()
    }

    /// Whether "Nhận vào đợt" does anything.
    pub fn can_be_taken(&self) -> bool {
        self.reading.units.is_some()
    }
}

pub(super) fn update(model: &mut Model, step: Step) -> Vec<Effect> {
    match step {
        Step::Pasted(text) => opened(model, String::new(), table::paste(&text).map(|(grid, said)| (vec![grid], said))),
        Step::File(name, bytes) => file(model, name, bytes),
        Step::Sheets(job, sheets) => read(model, job, sheets),
        Step::Broken(message) => broke(model, Finding::error("table_no_reader", "", message)),
        Step::Overdue(job) => match &model.import.state {
            State::Reading(_, running) if *running == job => broke(model, Finding::error("table_slow", "", PATIENCE.to_string())),
            State::None | State::Reading(..) | State::Refused(..) | State::Proposed(_) | State::Taken(_) => Vec::new(),
        },
        Step::Sheet(sheet) => with(model, |proposal, campaign| {
            proposal.sheet = sheet;
            proposal.layout = proposal.grid().map(|grid| table::guess(grid, campaign)).unwrap_or_default();
        }),
        Step::Head(head) => with(model, |proposal, campaign| {
            let kind = proposal.layout.kind.take();
            proposal.layout = proposal.grid().map(|grid| Layout { kind, ..Layout::at(grid, head, campaign) }).unwrap_or_default();
        }),
        Step::Role(column, role) => with(model, |proposal, _| {
            if let Some(here) = proposal.layout.roles.get_mut(column) {
                *here = role;
            }
        }),
        Step::Kind(kind) => with(model, |proposal, _| proposal.layout.kind = kind),
        Step::Missing(missing) => with(model, |proposal, _| proposal.missing = missing),
        Step::Take => take(model),
        Step::Leave => leave(model),
        Step::Example => save_example(model),
    }
}

fn file(model: &mut Model, name: String, bytes: Option<Vec<u8>>) -> Vec<Effect> {
    let Some(bytes) = bytes else { return opened(model, name, Err(vec![Finding::error("file_not_read", "", "")])) };
    match table::open(&bytes) {
        Ok(Opened::Text(grid, said)) => opened(model, name, Ok((vec![grid], said))),
        Ok(Opened::Workbook) => {
            model.import.jobs += 1;
            let job = model.import.jobs;
            model.import.state = State::Reading(name, job);
            vec![Effect::ReadWorkbook(job, bytes, PATIENCE)]
        }
        Err(findings) => opened(model, name, Err(findings)),
    }
}

/// The worker's answer; one to a job that is not waited for any more is not looked at.
fn read(model: &mut Model, job: u64, sheets: Sheets) -> Vec<Effect> {
    let name = match &model.import.state {
        State::Reading(name, running) if *running == job => name.clone(),
        State::None | State::Reading(..) | State::Refused(..) | State::Proposed(_) | State::Taken(_) => return Vec::new(),
    };
    let modern = |mut sheets: Vec<Grid>| {
        let said = sheets.iter_mut().filter_map(Grid::modernise).collect();
        (sheets, said)
    };
    opened(model, name, sheets.map(modern))
}

fn broke(model: &mut Model, finding: Finding) -> Vec<Effect> {
    let State::Reading(name, _) = &model.import.state else { return vec![Effect::StopReader] };
    let name = name.clone();
    let mut effects = vec![Effect::StopReader];
    effects.extend(opened(model, name, Err(vec![finding])));
    effects
}

/// The table is there, or the reason why there is none.
fn opened(model: &mut Model, name: String, table: Result<(Vec<Grid>, Vec<Finding>), Vec<Finding>>) -> Vec<Effect> {
    let Some(campaign) = model.campaign() else { return Vec::new() };
    model.import.state = match table {
        Err(findings) => State::Refused(name, findings),
        Ok((sheets, mut said)) => {
            let (sheet, choice) = table::choose(&sheets, campaign);
            said.extend(choice);
            let layout = sheets.get(sheet).map(|grid| table::guess(grid, campaign)).unwrap_or_default();
            let sheets = Arc::new(sheets);
            let (reading, comparison) = judge(&sheets, sheet, &layout, campaign);
            State::Proposed(Arc::new(Proposal { name, sheets, sheet, said, layout, reading, comparison, missing: Missing::Keep }))
        }
    };
    vec![Effect::Focus("import".to_owned())]
}

fn judge(sheets: &[Grid], sheet: usize, layout: &Layout, campaign: &Campaign) -> (Reading, Comparison) {
    let grid = sheets.get(sheet).cloned().unwrap_or_default();
    let reading = table::read(&grid, layout, campaign);
    let comparison = reading.units.as_ref().map(|units| table::compare(&campaign.units, units)).unwrap_or_default();
    (reading, comparison)
}

/// Changes the table that waits, and reads it again.
fn with(model: &mut Model, change: impl FnOnce(&mut Proposal, &Campaign)) -> Vec<Effect> {
    if let (State::Proposed(proposal), Some(campaign)) = (&model.import.state, model.campaign()) {
        let mut proposal = Proposal::clone(proposal);
        change(&mut proposal, campaign);
        if !proposal.said.is_empty() {
            let at = proposal.grid().map(|grid| ["sheet ", &grid.sheet].concat()).unwrap_or_default();
            for said in proposal.said.iter_mut().filter(|said| said.code == "table_several_sheets") {
                said.at.clone_from(&at);
            }
        }
        (proposal.reading, proposal.comparison) = judge(&proposal.sheets, proposal.sheet, &proposal.layout, campaign);
        model.import.state = State::Proposed(Arc::new(proposal));
    }
    Vec::new()
}

/// The draft changed: the table that waits may say something else now.
pub(super) fn again(model: &mut Model) {
    drop(with(model, |_, _| {}));
}

fn take(model: &mut Model) -> Vec<Effect> {
    again(model);
    let State::Proposed(proposal) = &model.import.state else { return Vec::new() };
    let (Some(table), Some(campaign)) = (&proposal.reading.units, model.campaign()) else {
        return vec![Effect::Focus("import".to_owned())];
    };
    let missing = if proposal.layout.is_of_renamed() { Missing::Keep } else { proposal.missing };
    let units = table::merged(&campaign.units, table, missing);
    let removed = if missing == Missing::Remove { proposal.comparison.missing.len() } else { 0 };
    let taken = Taken { new: proposal.comparison.new.len(), changed: proposal.comparison.changed.len(), removed };
    model.import.state = State::Taken(taken);
    let mut effects = super::change(model, Edit::Units(units));
    effects.push(Effect::Focus("import".to_owned()));
    effects
}

fn leave(model: &mut Model) -> Vec<Effect> {
    let reads = matches!(model.import.state, State::Reading(..));
    model.import.state = State::None;
    let mut effects = vec![Effect::Focus("import".to_owned())];
    if reads {
        effects.push(Effect::StopReader);
    }
    effects
}

fn save_example(model: &mut Model) -> Vec<Effect> {
    let Some(campaign) = model.campaign() else { return Vec::new() };
    let groups: Vec<&Group> = campaign.groups.iter().filter(|group| has_strata(group, &model.shelf)).collect();
    let (name, text) = example(campaign, &groups, model.language);
    model.saved = Some((name.clone(), None));
    vec![Effect::Save(name, "text/csv;charset=utf-8", text.into_bytes())]
}
