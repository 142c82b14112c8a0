//! The index of units at the analyst's desk: a scoring scheme, what was appraised, what
//! respondents gave, and from them points, ranks, flags and what is due. Points are not
//! kept in the model but made of it (`outcome`), so that no page can show points of an
//! older appraisal, scheme or survey. What was imported belongs to the very text of the
//! scheme it was imported under.

pub mod appraising;
pub mod comparing;
pub mod files;
pub mod following;
pub mod history;
pub mod measuring;
pub mod outcome;
pub mod phrase;
pub mod schemes;
pub mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Effect as Outer, Model as Analyse, Page};
use crate::analysis::index::Scheme;
use crate::analysis::index::appraisal::{Appraisal, Stage};
use crate::analysis::index::flags::Heads;
use crate::analysis::index::integrity::Shape;
use crate::analysis::index::trend::{Link, Round};
use crate::app::respond::FetchFault;
use crate::base::time::Date;
use crate::store::{Found, StoreFault};
pub use following::Following;
pub use history::History;
pub use schemes::{Choice, Listed};
pub use table::{Role, State};

/// What the index needs beside the campaign and its answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// Schemes of this host.
    pub schemes: Vec<Listed>,
    /// The scheme that is used.
    pub choice: Choice,
    /// Whose points count.
    pub stage: Stage,
    /// Tables on their way in.
    pub tables: BTreeMap<Role, State>,
    /// The published table that is checked, with its columns as somebody set them right.
    pub shape: Option<Shape>,
    /// The unit whose sheet is open; none is the first.
    pub unit: Option<String>,
    /// What follows publication.
    pub following: Following,
    /// By the fingerprint of a scheme's text: what was imported under it.
    imported: BTreeMap<String, Imported>,
    asked: bool,
    jobs: u64,
}

/// What was imported under a scheme.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Imported {
    /// The appraisal, and what it was before.
    pub appraisal: History<Arc<Appraisal>>,
    /// Ratings of heads.
    pub heads: History<Arc<Heads>>,
    /// The earlier round.
    pub earlier: Option<Arc<Round>>,
    /// Old units and new ones.
    pub links: Arc<Vec<Link>>,
}

/// What happens to the index.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The list of schemes arrived, or did not.
    SchemesRead(Result<String, FetchFault>),
    /// A scheme's file arrived, or did not.
    SchemeRead(String, Result<String, FetchFault>),
    /// Another scheme of this host.
    Choose(String),
    /// A scheme's file was opened: its name, its bytes where the browser could read it.
    SchemeFile(String, Option<Vec<u8>>),
    /// Another stage of the appraisal counts.
    Stage(Stage),
    /// Something happens to a table.
    Table(Role, table::Step),
    /// The worker read the workbook of this job, or says why not.
    Sheets(u64, crate::base::grid::Sheets),
    /// The reading worker broke; what the browser says.
    ReaderBroken(String),
    /// The time for this job is over.
    Overdue(u64),
    /// Undo, or redo, the last import of this role.
    Undo(Role),
    /// See [`Step::Undo`].
    Redo(Role),
    /// Whether the earlier round was scored by the same scheme.
    SameMethod(bool),
    /// A column of the published table is something else.
    Shape(Box<Shape>),
    /// Another unit's sheet.
    Unit(String),
    /// Something about what follows publication.
    Follow(following::Step),
    /// Lists of what follows publication were read from this browser.
    ListsRead(Result<Found, StoreFault>),
    /// A list was saved, or not.
    ListSaved(String, Result<(), StoreFault>),
    /// A file is wanted, on this day.
    Download(files::Kind, Date),
}

/// What the index asks of the shell; each answers with a [`Step`].
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Fetch `schemes/index.json`.
    FetchSchemes,
    /// Fetch `schemes/<id>.json`.
    FetchScheme(String),
    /// Hand a workbook to the reading worker: job, bytes, seconds of patience.
    ReadWorkbook(u64, Vec<u8>, u32),
    /// End the reading worker.
    StopReader,
    /// Read the lists of a campaign from this browser.
    ReadLists(String),
    /// Save a campaign's list of a scheme over what is expected there.
    SaveList(String, String, String, crate::store::Before),
}

impl Model {
    /// The scheme that is used.
    pub fn scheme(&self) -> Option<&Arc<Scheme>> {
        self.choice.used().map(|open| &open.scheme)
    }

    /// What was imported under it.
    pub fn imported(&self) -> Option<&Imported> {
        self.imported.get(self.choice.mark()?)
    }

    /// The state of a table.
    pub fn table(&self, role: Role) -> &State {
        self.tables.get(&role).unwrap_or(&State::None)
    }

    fn imported_mut(&mut self) -> Option<&mut Imported> {
        let mark = self.choice.mark()?.to_owned();
        Some(self.imported.entry(mark).or_default())
    }
}

/// Codes and names of the units that the scheme rates, in the campaign's order.
pub fn units(model: &Analyse) -> Vec<(String, String)> {
    let (Some(campaign), Some(scheme)) = (&model.campaign, model.index.scheme()) else { return Vec::new() };
    let rated = campaign.units.iter().filter(|unit| scheme.kinds.contains(&unit.kind));
    rated.map(|unit| (unit.code.clone(), unit.name.clone())).collect()
}

/// The page was opened: what the index needs is asked for once.
pub(super) fn opened(model: &mut Analyse, mut effects: Vec<Outer>) -> Vec<Outer> {
    if matches!(model.place.page, Page::Index(_)) && !model.index.asked {
        model.index.asked = true;
        effects.push(Outer::Index(Effect::FetchSchemes));
        effects.push(Outer::Index(Effect::ReadLists(model.place.campaign.clone())));
    }
    effects
}

pub(super) fn update(model: &mut Analyse, step: Step) -> Vec<Outer> {
    match step {
        Step::SchemesRead(result) => schemes::listed(model, result),
        Step::SchemeRead(id, result) => schemes::read(model, &id, result),
        Step::Choose(id) => schemes::choose(model, id),
        Step::SchemeFile(name, bytes) => schemes::file(model, name, bytes),
        Step::Stage(stage) => {
            model.index.stage = stage;
            Vec::new()
        }
        Step::Table(role, step) => table::update(model, role, step),
        Step::Sheets(job, sheets) => table::sheets(model, job, sheets),
        Step::ReaderBroken(message) => table::broken(model, message),
        Step::Overdue(job) => table::overdue(model, job),
        Step::Undo(role) => appraising::travel(model, role, appraising::Way::Back),
        Step::Redo(role) => appraising::travel(model, role, appraising::Way::Forward),
        Step::SameMethod(same) => comparing::same_method(model, same),
        Step::Shape(shape) => {
            model.index.shape = Some(*shape);
            Vec::new()
        }
        Step::Unit(code) => {
            model.index.unit = Some(code);
            Vec::new()
        }
        Step::Follow(step) => following::update(model, step),
        Step::ListsRead(lists) => following::lists_read(model, lists),
        Step::ListSaved(scheme, saved) => following::saved(model, &scheme, saved),
        Step::Download(kind, day) => files::download(model, kind, day),
    }
}

/// Ours, as an effect of the page.
fn ours(effects: impl IntoIterator<Item = Effect>) -> Vec<Outer> {
    effects.into_iter().map(Outer::Index).collect()
}
