//! An analyst's work, from where answers come from to the file that leaves: pure. The
//! shell sends events and carries out effects. Invariant: what is shown was computed
//! from one source, one group of respondents, one questionnaire and one kind of units,
//! all named in `Shown`; a choice that changes any of them computes anew and never mixes.

pub mod correcting;
mod event;
mod importing;
pub mod index;
pub mod names;
pub mod picture;
pub mod place;
pub mod planning;
mod publishing;
pub mod pulling;
pub mod ranking;
mod reading;
pub mod receiving;
pub mod scanning;
pub mod scoring;
mod working;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::respond::FetchFault;
use super::unlocking;
use crate::analysis::Subject;
use crate::analysis::plan::IntervalRule;
use crate::base::{Finding, Lang};
use crate::campaign::Campaign;
use crate::dataset::responses::{Intake, Register};
use crate::disclosure::Threshold;
use crate::export::csv::Dialect;
use crate::questionnaire::Definition;
use crate::response::Correction;
pub use event::{Effect, Event};
pub use importing::{Import, Proposal, Taken, Tried, Units};
pub use place::{Page, Part, Place};
pub use publishing::{file_name, released, scores_file_name};
pub use pulling::Pulling;
pub use receiving::Receiving;
pub use scanning::Scanning;
pub use working::{Purpose, Request, Shown, Work};

/// Where answers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Envelopes that came in.
    Stored,
    /// Invented, from a seed.
    Demo,
    /// An imported file.
    File,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRole {
    /// Responses.
    Responses,
    /// Units with `N_h`.
    Units,
}

/// Why there is nothing to work with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No campaign of this name.
    UnknownCampaign(String),
    /// The campaign's file cannot be used.
    Broken(Vec<Finding>),
    /// A file did not arrive.
    Unreachable(FetchFault),
}

/// Whether the campaign is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Files are on their way.
    Loading,
    /// There is nothing to work with.
    Problem(Problem),
    /// Campaign and questionnaires are read.
    Ready,
}

/// How results are looked at; changes no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// What is estimated.
    pub subject: Subject,
    /// Share of satisfied, or mean level.
    pub statistic: Statistic,
    /// The unit whose statements are open.
    pub unit: Option<String>,
    /// The profile column; none is the first.
    pub column: Option<String>,
    /// The criterion of an officials' form; none is all of them together.
    pub criterion: Option<String>,
}

/// Which number of an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Statistic {
    /// Share of satisfied.
    #[default]
    Share,
    /// Mean level.
    Mean,
}

/// A campaign of the list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: crate::base::Text,
}

/// Keeping the role for use without network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offline {
    /// Not asked for.
    Idle,
    /// On its way.
    Working,
    /// Done.
    Kept,
    /// Not done.
    Failed(String),
}

/// The model of the role.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Whether the campaign is there.
    pub stage: Stage,
    /// Page and campaign.
    pub place: Place,
    /// Language.
    pub language: Lang,
    /// Campaigns that there are on this host.
    pub campaigns: Vec<Listed>,
    /// The campaign.
    pub campaign: Option<Arc<Campaign>>,
    /// Its questionnaires.
    pub definitions: BTreeMap<String, Arc<Definition>>,
    /// Questionnaires that cannot be used.
    pub unusable: BTreeMap<String, Vec<Finding>>,
    /// Opening the campaign's key; none where the campaign has none.
    pub unlocking: Option<unlocking::Model>,
    /// Envelopes on their way in, and the ledger.
    pub receiving: Receiving,
    /// The drop box being fetched.
    pub pulling: Pulling,
    /// Codes being read.
    pub scanning: Scanning,
    /// What came in of each group's questionnaires: by group and questionnaire.
    pub intakes: BTreeMap<(String, String), Arc<Intake>>,
    /// Where every response that counts stands.
    pub register: Arc<Register>,
    /// Corrections of this campaign's responses.
    pub corrections: Arc<Vec<Correction>>,
    /// Ids of corrections that the analyst sets aside.
    pub set_aside: BTreeSet<String>,
    /// Where answers come from; none until it is chosen.
    pub source: Option<Source>,
    /// The group of respondents.
    pub group: String,
    /// How many people a group has, where the analyst said it.
    pub people: BTreeMap<String, u64>,
    /// The questionnaire.
    pub questionnaire: String,
    /// The kind of units; none is all.
    pub kind: Option<String>,
    /// The interval.
    pub rule: IntervalRule,
    /// Imported responses.
    pub file: Option<Arc<Taken>>,
    /// Imported units.
    pub units: Option<Arc<Units>>,
    /// Units that could not be imported: the file and why.
    pub units_refused: Option<(String, Vec<Finding>)>,
    /// A file on its way in.
    pub import: Import,
    /// What the worker does.
    pub work: Work,
    /// What is shown.
    pub shown: Option<Arc<Shown>>,
    /// How it is looked at.
    pub look: Look,
    /// Least respondents of a published cell.
    pub minimum: Threshold,
    /// How the file is written.
    pub dialect: Dialect,
    /// The last file handed to the browser, and whether it took it.
    pub saved: Option<(String, Option<bool>)>,
    /// The index of units.
    pub index: index::Model,
    /// Keeping the role offline.
    pub offline: Offline,
    jobs: u64,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            stage: Stage::Loading,
            place: Place { page: Page::default(), campaign: String::new() },
            language: Lang::Vi,
            campaigns: Vec::new(),
            campaign: None,
            definitions: BTreeMap::new(),
            unusable: BTreeMap::new(),
            unlocking: None,
            receiving: Receiving::default(),
            pulling: Pulling::default(),
            scanning: Scanning::default(),
            intakes: BTreeMap::new(),
            register: Arc::default(),
            corrections: Arc::default(),
            set_aside: BTreeSet::new(),
            source: None,
            group: String::new(),
            people: BTreeMap::new(),
            questionnaire: String::new(),
            kind: None,
            rule: IntervalRule::T,
            file: None,
            units: None,
            units_refused: None,
            import: Import::None,
            work: Work::Idle,
            shown: None,
            look: Look { subject: Subject::Overall, statistic: Statistic::Share, unit: None, column: None, criterion: None },
            minimum: Threshold::default(),
            dialect: Dialect::default(),
            saved: None,
            index: index::Model::default(),
            offline: Offline::Idle,
            jobs: 0,
        }
    }
}

impl Model {
    /// What came in of the chosen group and questionnaire.
    pub fn intake(&self) -> Option<&Arc<Intake>> {
        self.intakes.get(&(self.group.clone(), self.questionnaire.clone()))
    }

    /// What the chosen group is called.
    pub fn group_title(&self) -> Option<&str> {
        Some(self.campaign.as_ref()?.group(&self.group)?.title.get(self.language))
    }
}

/// Moves the model on and says what is to be done.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Opened(place) => {
            let effects = reading::open(model, place);
            index::opened(model, effects)
        }
        Event::Index(step) => index::update(model, *step),
        Event::IndexRead(result) => reading::index(model, result),
        Event::CampaignRead(id, result) => {
            let effects = reading::campaign(model, &id, result);
            index::schemes::settle(model, effects)
        }
        Event::QuestionnaireRead(id, result) => reading::questionnaire(model, id, result),
        Event::Key(event) => receiving::key(model, event),
        Event::Sources(made, sources, unread) => receiving::sources(model, made, sources, unread),
        Event::Pull(event) => pulling::update(&mut model.pulling, event).into_iter().map(Effect::Pull).collect(),
        Event::Scan(event) => scanning::update(&mut model.scanning, event).into_iter().map(Effect::Scan).collect(),
        Event::DropWaiting => receiving::drop_waiting(model),
        Event::ReadThisMachine => vec![Effect::ReadThisMachine],
        Event::UndoImport(import, when) => receiving::undo(model, import, when),
        Event::RedoImport(import, when) => receiving::redo(model, import, when),
        Event::CloseIntake(typed) => receiving::close(model, &typed),
        Event::CancelIntake => receiving::cancel(model),
        Event::DownloadLedger(offset) => receiving::table(model, offset),
        Event::DownloadReceipts => receiving::receipts(),
        Event::Desk(answer, now, today) => receiving::said(model, *answer, now, today),
        Event::DeskBroken(message) => receiving::broken(model, message),
        Event::Retry => reading::again(model),
        Event::Language(language) => {
            model.language = language;
            vec![Effect::SetLanguage(language)]
        }
        Event::Use(source) => working::choose(model, source),
        Event::Group(id) => working::group(model, id),
        Event::Questionnaire(id) => working::questionnaire(model, id),
        Event::People(number) => {
            match number {
                Some(number) => drop(model.people.insert(model.group.clone(), number)),
                None => drop(model.people.remove(&model.group)),
            }
            Vec::new()
        }
        Event::DownloadScores(day) => publishing::download_scores(model, day),
        Event::SetAside(id) => correcting::set_aside(model, id),
        Event::TakeBack(id) => correcting::take_back(model, &id),
        Event::Kind(kind) => working::kind(model, kind),
        Event::Rule(rule) => {
            model.rule = rule;
            working::compute(model)
        }
        Event::Look(look) => {
            model.look = look;
            Vec::new()
        }
        Event::FileChosen(FileRole::Responses, name, bytes) => importing::responses(model, name, bytes),
        Event::FileChosen(FileRole::Units, name, bytes) => importing::units(model, name, bytes),
        Event::FileTooLarge(role, name, bytes) => importing::too_large(model, role, name, bytes),
        Event::Mapped(mapping) => importing::mapped(model, *mapping),
        Event::Try => importing::attempt(model),
        Event::TakeAnyway => importing::take_anyway(model),
        Event::Drop(role) => importing::leave(model, role),
        Event::Replied(id, reply) => working::replied(model, id, *reply),
        Event::Broken(message) => working::broken(model, message),
        Event::Cancel => working::cancel(model),
        Event::Minimum(respondents) => {
            model.minimum = Threshold::new(respondents.max(Threshold::LEAST)).unwrap_or_default();
            Vec::new()
        }
        Event::Dialect(dialect) => {
            model.dialect = dialect;
            Vec::new()
        }
        Event::Download(day) => publishing::download(model, day),
        Event::Saved(taken) => publishing::saved(model, taken),
        Event::KeepOffline => {
            model.offline = Offline::Working;
            vec![Effect::KeepOffline]
        }
        Event::KeptOffline(result) => {
            model.offline = result.map_or_else(Offline::Failed, |()| Offline::Kept);
            Vec::new()
        }
    }
}
