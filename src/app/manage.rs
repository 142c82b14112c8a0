//! The work of a survey's manager, from an empty page to the files that stand beside the
//! program: pure. The shell sends events with the moment at which they happened and
//! carries out effects. Invariant: what is typed is in the model at once, and in the
//! store a moment later or the page says why not.

mod document;
mod edit;
mod event;
mod field;
pub mod importing;
pub mod key;
pub mod links;
mod names;
mod package;
mod place;
mod record;
mod release;
mod rounds;
pub mod sampling;
mod saving;
mod shelf;
mod showing;
pub mod template;
pub mod tryout;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::analyse::Listed;
use super::respond::{FetchFault, Moment};
use crate::base::time::Stamp;
use crate::base::{Finding, Lang};
use crate::campaign::Campaign;
use crate::store::{Broken, StoreFault};

pub use document::{Document, History};
pub use edit::{Edit, has_strata};
pub use event::{Effect, Event, Origin, Package};
pub use field::{Field, GroupField, KindField, UnitField, count};
pub use place::{Page, Place};
pub use record::Given;
use record::Record;
pub use release::{Assembled, assemble};
pub use saving::Saving;
pub use shelf::{Sheet, Shelf, Shelved, sheet};
pub use showing::{Look, ROWS, anchor, page_of};
pub use template::Template;

/// Whether there is a round to work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Files are on their way.
    Loading,
    /// The list of rounds, or the draft that is open.
    Ready,
    /// There is nothing to work on.
    Problem(Problem),
}

/// Why there is nothing to work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Neither a draft nor a campaign of the host has this name.
    Unknown(String),
    /// The file cannot be used.
    Broken(Vec<Finding>),
    /// The file did not arrive.
    Unreachable(FetchFault),
}

/// A draft of this machine, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Title of the round.
    pub title: String,
    /// Units.
    pub units: usize,
    /// The edition that was released last.
    pub edition: Option<u32>,
    /// When it was saved.
    pub saved: Stamp,
}

/// What the page tells about the latest act on the list of rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A file could not be opened; nothing changed.
    Refused(String, Vec<Finding>),
    /// A draft was deleted, and can be put back.
    Deleted(String),
    /// A draft could not be deleted, or not put back.
    Failed(StoreFault),
}

/// The draft that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its name on this machine.
    pub name: String,
    /// The document and what it was before.
    pub history: History,
    /// What was given out last.
    pub given: Option<Arc<Given>>,
    /// Whether it is saved.
    pub saving: Saving,
    /// What is to be known about it.
    pub findings: Arc<Vec<Finding>>,
    /// Recovering a key succeeded.
    pub proof: Option<key::Proof>,
    wordings: BTreeSet<String>,
    forms: Vec<Finding>,
    stored: Option<String>,
    sent: Option<(String, Stamp)>,
}

impl Opened {
    fn new(name: String, record: Record) -> Self {
        Self {
            name,
            history: History::new(record.document),
            given: record.given,
            saving: Saving::Nothing,
            findings: Arc::default(),
            proof: record.proof,
            wordings: record.wordings,
            forms: Vec::new(),
            stored: None,
            sent: None,
        }
    }

    /// The campaign as it stands.
    pub fn campaign(&self) -> &Campaign {
        &self.history.now().campaign
    }

    fn record(&self, saved: Stamp) -> Record {
        let (document, given) = (self.history.now().clone(), self.given.clone());
        Record { document, given, wordings: self.wordings.clone(), proof: self.proof.clone(), saved }
    }
}

/// The model of the role.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Whether there is a round to work on.
    pub stage: Stage,
    /// Page and draft.
    pub place: Place,
    /// Language.
    pub language: Lang,
    /// Campaigns of this host; none while the list has not arrived.
    pub hosted: Option<Vec<Listed>>,
    /// Drafts of this machine, by name.
    pub drafts: BTreeMap<String, Summary>,
    /// Records of drafts that cannot be read; they stay where they are.
    pub damaged: Vec<(String, Broken)>,
    /// The store's own trouble.
    pub store_fault: Option<StoreFault>,
    /// The draft that is open.
    pub opened: Option<Opened>,
    /// Files of questionnaires, by name without `.json`.
    pub shelf: Shelf,
    /// The latest act on the list.
    pub notice: Option<Notice>,
    /// The draft that is asked about before it is deleted.
    pub asked: Option<String>,
    /// Which units the page shows.
    pub look: Look,
    /// Whether English texts are asked for.
    pub english: bool,
    /// A table of units on its way in.
    pub import: importing::Import,
    /// The key of the draft that is open.
    pub key: key::Work,
    /// Links, sheets and posters.
    pub links: links::Links,
    /// The last file handed to the browser, and whether it took it.
    pub saved: Option<(String, Option<bool>)>,
    /// Why the try-out could not be prepared.
    pub tryout_fault: Option<tryout::TryoutFault>,
    /// Where pages of this host may connect, as far as they say it.
    pub policies: key::Policies,
    records: BTreeMap<String, String>,
    drafts_read: bool,
    deleted: Option<(String, String)>,
    copying: Option<String>,
    releasing: Option<Arc<Given>>,
    focus: Option<String>,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            stage: Stage::Loading,
            place: Place::default(),
            language: Lang::Vi,
            hosted: None,
            drafts: BTreeMap::new(),
            damaged: Vec::new(),
            store_fault: None,
            opened: None,
            shelf: BTreeMap::new(),
            notice: None,
            asked: None,
            look: Look::default(),
            english: false,
            import: importing::Import::default(),
            key: key::Work::default(),
            links: links::Links::default(),
            saved: None,
            tryout_fault: None,
            policies: key::Policies::default(),
            records: BTreeMap::new(),
            drafts_read: false,
            deleted: None,
            copying: None,
            releasing: None,
            focus: None,
        }
    }
}

impl Model {
    /// The campaign that is open, as it stands.
    pub fn campaign(&self) -> Option<&Campaign> {
        self.opened.as_ref().map(Opened::campaign)
    }

    /// What the field shows.
    pub fn text(&self, field: &Field) -> String {
        self.opened.as_ref().map(|opened| field.read(opened.history.now())).unwrap_or_default()
    }

    /// Whether a questionnaire is a grid of units.
    pub fn is_grid(&self, id: &str) -> bool {
        shelf::is_grid(&self.shelf, id)
    }
}

/// Moves the model on and says what is to be done.
pub fn update(model: &mut Model, event: Event, moment: Moment) -> Vec<Effect> {
    match event {
        Event::Opened(place) => rounds::open(model, place, moment),
        Event::IndexRead(result) => rounds::index(model, result),
        Event::PoliciesRead(policies) => {
            model.policies = policies;
            shelf::judge(model);
            Vec::new()
        }
        Event::DraftsRead(result) => rounds::drafts(model, result),
        Event::CampaignRead(id, result) => rounds::campaign(model, &id, result, moment),
        Event::QuestionnaireRead(name, result) => shelf::read(model, name, result),
        Event::WordingRead(name, fingerprint, result) => shelf::wording(model, name, &fingerprint, result),
        Event::Language(language) => {
            model.language = language;
            vec![Effect::SetLanguage(language)]
        }
        Event::Create => rounds::create(model, moment),
        Event::Copy(origin) => rounds::copy(model, origin, moment),
        Event::FileChosen(name, bytes) => rounds::file(model, name, bytes, moment),
        Event::AskDelete(name) => {
            model.asked = Some(name);
            vec![Effect::Focus("delete-yes".to_owned())]
        }
        Event::Keep => {
            model.asked = None;
            Vec::new()
        }
        Event::Delete => rounds::delete(model),
        Event::Restore => rounds::restore(model),
        Event::Deleted(result) => rounds::deleted(model, result),
        Event::Edit(edit) => change(model, edit),
        Event::Rest => {
            if let Some(opened) = &mut model.opened {
                opened.history.rest();
            }
            Vec::new()
        }
        Event::Undo => step(model, History::undo),
        Event::Redo => step(model, History::redo),
        Event::Look(look) => {
            model.look = look;
            Vec::new()
        }
        Event::Show(finding) => showing::show(model, &finding),
        Event::SaveDue => saving::due(model, moment),
        Event::DraftSaved(name, result) => saving::saved(model, name, result),
        Event::SaveOver => saving::over(model, moment),
        Event::TakeOther => saving::take_other(model),
        Event::Import(step) => importing::update(model, step),
        Event::Key(step) => key::update(model, step, moment),
        Event::Links(step) => links::update(model, step),
        Event::Release(package) => release::release(model, package),
        Event::Saved(taken) => release::saved(model, taken, moment),
        Event::TryOut => tryout::start(model),
        Event::TryoutKept(result) => tryout::kept(model, result),
        Event::WordingKept(result) => {
            model.store_fault = result.err().or(model.store_fault.take());
            Vec::new()
        }
        Event::Print => vec![Effect::Print],
        Event::Retry => rounds::again(model),
    }
}

/// Changes the document that is open, for every part of the editor.
fn change(model: &mut Model, edit: Edit) -> Vec<Effect> {
    let Some(opened) = &mut model.opened else { return Vec::new() };
    if let Edit::English(on) = edit {
        model.english = on;
    }
    let typed = edit::typed(&edit);
    let mut document = Document::clone(opened.history.now());
    edit::apply(&mut document, edit, &model.shelf);
    opened.history.change(document, typed);
    changed(model)
}

fn step(model: &mut Model, way: fn(&mut History) -> bool) -> Vec<Effect> {
    let moved = model.opened.as_mut().is_some_and(|opened| way(&mut opened.history));
    if moved { changed(model) } else { Vec::new() }
}

/// After every change: findings anew, files of questionnaires that are new, and a save.
fn changed(model: &mut Model) -> Vec<Effect> {
    key::follow(model);
    shelf::judge(model);
    importing::again(model);
    let mut effects = shelf::wanted(model);
    if let Some(opened) = &mut model.opened {
        opened.saving = Saving::Pending;
        effects.push(Effect::SaveSoon);
    }
    effects
}
