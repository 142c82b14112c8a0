//! Files on their way in. Responses: look, map, try, take; nothing is half-imported:
//! a file with rows that cannot be used is taken only after the analyst has seen which.
//! Units: all rows can be used, or none is taken.

use std::sync::Arc;

use super::{Effect, FileRole, Model, Purpose, Request, Shown, Source, working};
use crate::analysis::job::{Job, Reply, Source as Rows};
use crate::base::Finding;
use crate::base::finding::{Severity, has_error};
use crate::dataset::{FrameUnit, Mapping, csv, units_csv};

/// Records that are shown before a file is taken.
const PREVIEW: usize = 6;

/// A file of responses on its way in.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Import {
    /// None.
    #[default]
    None,
    /// It is no CSV file: its name and why.
    Refused(String, Vec<Finding>),
    /// The worker looks at it.
    Looking(String, Arc<String>),
    /// The analyst says which column is what.
    Mapping(Arc<Proposal>),
}

/// A file with a mapping that the analyst may correct.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The file's name.
    pub name: String,
    /// Its text.
    pub text: Arc<String>,
    /// Its headers.
    pub headers: Vec<String>,
    /// Rows below the header.
    pub rows: u64,
    /// The first of them.
    pub preview: Vec<Vec<String>>,
    /// Which column is what.
    pub mapping: Mapping,
    /// What is to be known about the file.
    pub findings: Vec<Finding>,
    /// What came of trying.
    pub tried: Tried,
}

/// What came of trying a mapping.
#[derive(Debug, Clone, PartialEq)]
pub enum Tried {
    /// Not yet.
    No,
    /// It is under way.
    Running,
    /// The file cannot be used like this.
    Failed(Vec<Finding>),
    /// Part of it can: what it gives, and the rows that would be left out.
    Partly(Arc<Shown>, Vec<Finding>),
}

/// Imported responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The file's name.
    pub name: String,
    /// Its text.
    pub text: Arc<String>,
    /// Which column is what.
    pub mapping: Mapping,
    /// Rows below the header.
    pub rows: u64,
    /// What was wrong and accepted.
    pub findings: Vec<Finding>,
}

/// Imported units.
#[derive(Debug, Clone, PartialEq)]
pub struct Units {
    /// The file's name.
    pub name: String,
    /// The units.
    pub units: Vec<FrameUnit>,
    /// What is to be known about the file; warnings only.
    pub findings: Vec<Finding>,
}

impl Import {
    /// Whether a file is on its way in.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Looking(..) | Self::Mapping(_))
    }
}

pub(super) fn responses(model: &mut Model, name: String, bytes: Option<Vec<u8>>) -> Vec<Effect> {
    match text(bytes) {
        Ok(text) => {
            let text = Arc::new(text);
            model.import = Import::Looking(name, text.clone());
            working::post(model, Job::Inspect { csv: text.as_str().to_owned() }, Purpose::Inspect)
        }
        Err(findings) => {
            model.import = Import::Refused(name, findings);
            vec![Effect::Focus("import".to_owned())]
        }
    }
}

/// A file that is not even read.
pub(super) fn too_large(model: &mut Model, role: FileRole, name: String, bytes: String) -> Vec<Effect> {
    let findings = vec![Finding::error("file_too_large", "", bytes)];
    let shown = match role {
        FileRole::Responses => {
            model.import = Import::Refused(name, findings);
            "import"
        }
        FileRole::Units => {
            model.units_refused = Some((name, findings));
            "units-refused"
        }
    };
    vec![Effect::Focus(shown.to_owned())]
}

/// The bytes as text, or where they are none.
fn text(bytes: Option<Vec<u8>>) -> Result<String, Vec<Finding>> {
    let bytes = bytes.ok_or_else(|| vec![Finding::error("file_not_read", "", "")])?;
    String::from_utf8(bytes).map_err(|error| csv::sheet(error.as_bytes()).1)
}

pub(super) fn replied(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match (std::mem::take(&mut model.import), reply) {
        (Import::Looking(name, text), Reply::Inspected { headers, rows, mapping, findings }) => {
            let preview = preview(&text);
            model.import =
                Import::Mapping(Arc::new(Proposal { name, text, headers, rows, preview, mapping: *mapping, findings, tried: Tried::No }));
        }
        (Import::Looking(name, _), Reply::Failed { findings }) => model.import = Import::Refused(name, findings),
        (Import::Mapping(proposal), Reply::Failed { findings }) => tried(model, &proposal, Tried::Failed(findings)),
        (Import::Mapping(proposal), Reply::Done { results }) => {
            let Some((plan, definition)) = working::file_plan(model, &proposal.mapping, None) else { return Vec::new() };
            let request = Request { source: Source::File, group: String::new(), definition, kind: None, plan };
            let refused: Vec<Finding> = results.meta.notes.iter().filter(|note| note.severity == Severity::Error).cloned().collect();
            let shown = Arc::new(Shown { request: Arc::new(request), results: *results });
            if refused.is_empty() {
                return take(model, &proposal, shown, refused);
            }
            tried(model, &proposal, Tried::Partly(shown, refused));
        }
        (import, _) => model.import = import,
    }
    vec![Effect::Focus("import".to_owned())]
}

fn tried(model: &mut Model, proposal: &Proposal, tried: Tried) {
    model.import = Import::Mapping(Arc::new(Proposal { tried, ..proposal.clone() }));
}

/// The first records as they stand.
fn preview(text: &str) -> Vec<Vec<String>> {
    let sheet = csv::sheet(text.as_bytes()).0;
    let records = sheet.iter().flat_map(csv::Sheet::records).take(PREVIEW);
    records.map(|record| record.cells.iter().map(str::to_owned).collect()).collect()
}

pub(super) fn mapped(model: &mut Model, mapping: Mapping) -> Vec<Effect> {
    if let Import::Mapping(proposal) = &model.import {
        let changed = Proposal { mapping, tried: Tried::No, ..proposal.as_ref().clone() };
        model.import = Import::Mapping(Arc::new(changed));
    }
    Vec::new()
}

pub(super) fn attempt(model: &mut Model) -> Vec<Effect> {
    let Import::Mapping(proposal) = model.import.clone() else { return Vec::new() };
    let Some((plan, definition)) = working::file_plan(model, &proposal.mapping, None) else { return Vec::new() };
    tried(model, &proposal, Tried::Running);
    let job = Job::Aggregate { plan: Box::new(plan.clone()), source: Rows::Csv { text: proposal.text.as_str().to_owned() } };
    let request = Request { source: Source::File, group: String::new(), definition, kind: None, plan };
    working::post(model, job, Purpose::Try(Arc::new(request)))
}

pub(super) fn take_anyway(model: &mut Model) -> Vec<Effect> {
    let Import::Mapping(proposal) = model.import.clone() else { return Vec::new() };
    match &proposal.tried {
        Tried::Partly(shown, refused) => take(model, &proposal, shown.clone(), refused.clone()),
        Tried::No | Tried::Running | Tried::Failed(_) => Vec::new(),
    }
}

fn take(model: &mut Model, proposal: &Proposal, shown: Arc<Shown>, findings: Vec<Finding>) -> Vec<Effect> {
    let Proposal { name, text, rows, mapping, .. } = proposal.clone();
    model.file = Some(Arc::new(Taken { name, text, mapping, rows, findings }));
    model.import = Import::None;
    working::show_file(model, shown)
}

/// A job that was stopped leaves the file as it was before it.
pub(super) fn interrupted(model: &mut Model) {
    match &model.import {
        Import::Looking(..) => model.import = Import::None,
        Import::Mapping(proposal) if proposal.tried == Tried::Running => {
            let proposal = proposal.clone();
            tried(model, &proposal, Tried::No);
        }
        Import::None | Import::Refused(..) | Import::Mapping(_) => {}
    }
}

pub(super) fn leave(model: &mut Model, role: FileRole) -> Vec<Effect> {
    match role {
        FileRole::Responses if model.import == Import::None => {
            model.file = None;
            if model.source == Some(Source::File) {
                model.source = None;
                model.shown = None;
            }
            Vec::new()
        }
        FileRole::Responses => {
            let running = model.import.is_open();
            model.import = Import::None;
            if running { working::cancel(model) } else { Vec::new() }
        }
        FileRole::Units => {
            model.units = None;
            model.units_refused = None;
            recompute(model)
        }
    }
}

pub(super) fn units(model: &mut Model, name: String, bytes: Option<Vec<u8>>) -> Vec<Effect> {
    let (units, findings) = match bytes {
        Some(bytes) => units_csv::read(&bytes),
        None => (Vec::new(), vec![Finding::error("file_not_read", "", "")]),
    };
    if has_error(&findings) || units.is_empty() {
        model.units_refused = Some((name, findings));
        return vec![Effect::Focus("units-refused".to_owned())];
    }
    model.units_refused = None;
    model.units = Some(Arc::new(Units { name, units, findings }));
    recompute(model)
}

/// Units stand behind stored and imported answers; the demo has its own.
fn recompute(model: &mut Model) -> Vec<Effect> {
    if matches!(model.source, Some(Source::Stored | Source::File)) { working::compute(model) } else { Vec::new() }
}
