//! Getting envelopes in: the page's side of the desk (`app/intake`), which works in a
//! worker of its own. What is shown is what the desk said last; nothing is counted here.
//! Sources that are given before the key is there wait in memory and are taken as soon as
//! it is; a count follows every change of the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Effect, Model, Source as From, Stage as Page, planning, working};
use crate::app::intake::{Answer, Ask, Given, Refusal, Reply, Source, SourceSaid, Summary, Task};
use crate::app::unlocking;
use crate::base::digest::{base32, fingerprint};
use crate::base::time::{Date, Stamp};
use crate::base::words::intake as words;
use crate::campaign::{Group, fold};
use crate::dataset::responses::{Register, Wanted};
use crate::questionnaire::Definition;
use crate::response::Correction;
use crate::seal::PrivateKey;

/// How far the desk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// What is kept here is read.
    #[default]
    Reading,
    /// The key is wanted.
    Locked,
    /// What is kept is opened with it.
    Opening,
    /// Envelopes can be taken.
    Open,
}

/// What takes long, and how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// What.
    pub task: Task,
    /// Steps done.
    pub done: u64,
    /// Steps in all.
    pub total: u64,
}

/// What the page knows of intake.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Receiving {
    /// How far the desk is.
    pub stage: Stage,
    /// How the ledger stands.
    pub summary: Arc<Summary>,
    /// What is under way.
    pub running: Option<Running>,
    /// Sources that wait for the key.
    pub waiting: Arc<Vec<Source>>,
    /// What came of the last sources.
    pub said: Arc<Vec<SourceSaid>>,
    /// Why the last act was refused.
    pub refused: Option<Refusal>,
    /// Texts of questionnaires, by fingerprint.
    forms: BTreeMap<String, String>,
    /// Questionnaires that were looked for under these names.
    asked: BTreeSet<String>,
    /// Whether responses were ever counted, so that the page knows that there are none.
    pub counted: bool,
}

impl Receiving {
    /// Whether anything that changes the ledger can be done now.
    pub fn is_free(&self) -> bool {
        self.stage == Stage::Open && self.running.is_none_or(|running| matches!(running.task, Task::Counting | Task::Rows))
    }

    /// A questionnaire of the campaign whose text arrived.
    pub(super) fn know(&mut self, text: &str) {
        self.forms.insert(fingerprint(text.as_bytes()), text.to_owned());
    }
}

fn ask(ask: Ask) -> Effect {
    Effect::Ask(Box::new(ask), Vec::new())
}

/// Begins with a campaign.
pub(super) fn open(campaign: &str) -> Effect {
    ask(Ask::Open { campaign: campaign.to_owned() })
}

/// Something happened to the key: once it is there, what is kept is read with it; once it
/// is locked again, nothing that was opened stays.
pub(super) fn key(model: &mut Model, event: unlocking::Event) -> Vec<Effect> {
    let Some(unlocking) = &mut model.unlocking else { return Vec::new() };
    let before = unlocking.key().cloned();
    let mut effects: Vec<Effect> = unlocking::update(unlocking, event).into_iter().map(Effect::Key).collect();
    match (before, unlocking.key().cloned()) {
        (None, Some(key)) => {
            model.receiving.refused = None;
            effects.extend(unlock(model, &key));
        }
        (Some(_), None) => effects.extend(lock(model)),
        (None, None) | (Some(_), Some(_)) => {}
    }
    effects
}

fn lock(model: &mut Model) -> Vec<Effect> {
    model.receiving = Receiving { forms: std::mem::take(&mut model.receiving.forms), ..Receiving::default() };
    model.intakes = BTreeMap::new();
    model.register = Arc::default();
    model.corrections = Arc::default();
    let mut effects = if model.source == Some(From::Stored) { working::compute(model) } else { Vec::new() };
    effects.push(open(&model.place.campaign));
    effects
}

fn unlock(model: &mut Model, key: &PrivateKey) -> Vec<Effect> {
    let receiving = &mut model.receiving;
    let effect = ask(Ask::Unlock { key: base32(&key.to_bytes()), forms: receiving.forms.values().cloned().collect() });
    receiving.stage = Stage::Opening;
    receiving.running = Some(Running { task: Task::Opening, done: 0, total: 1 });
    vec![effect]
}

/// Sources were given, and what could not even be read of others.
pub(super) fn sources(model: &mut Model, made: Stamp, sources: Vec<Source>, unread: Vec<SourceSaid>) -> Vec<Effect> {
    let receiving = &mut model.receiving;
    receiving.refused = None;
    receiving.said = Arc::new(unread);
    if sources.is_empty() {
        return vec![Effect::Focus("said".to_owned())];
    }
    let mut all = Arc::unwrap_or_clone(std::mem::take(&mut receiving.waiting));
    all.extend(sources);
    receiving.waiting = Arc::new(all);
    take_waiting(model, made)
}

/// Hands the waiting sources to the desk, if it can take them.
fn take_waiting(model: &mut Model, made: Stamp) -> Vec<Effect> {
    let receiving = &mut model.receiving;
    if receiving.stage != Stage::Open || receiving.waiting.is_empty() {
        return Vec::new();
    }
    let waiting = std::mem::take(&mut receiving.waiting);
    let sources = waiting.iter().map(|source| Given { name: source.name.clone(), carrier: source.carrier }).collect();
    receiving.running = Some(Running { task: Task::Importing, done: 0, total: 1 });
    let bytes = Arc::unwrap_or_clone(waiting).into_iter().map(|source| source.bytes).collect();
    vec![Effect::Ask(Box::new(Ask::Import { made, sources }), bytes)]
}

/// Takes back what waits for the key.
pub(super) fn drop_waiting(model: &mut Model) -> Vec<Effect> {
    model.receiving.waiting = Arc::default();
    Vec::new()
}

pub(super) fn undo(model: &mut Model, import: u32, when: Stamp) -> Vec<Effect> {
    model.receiving.said = Arc::default();
    model.receiving.refused = None;
    vec![ask(Ask::Undo { import, when })]
}

pub(super) fn redo(model: &mut Model, import: u32, when: Stamp) -> Vec<Effect> {
    model.receiving.said = Arc::default();
    model.receiving.refused = None;
    model.receiving.running = Some(Running { task: Task::Importing, done: 0, total: 1 });
    vec![ask(Ask::Redo { import, when })]
}

/// "Khóa sổ", once its words were typed: with or without marks, in capitals or not.
pub(super) fn close(model: &mut Model, typed: &str) -> Vec<Effect> {
    if !confirms(model, typed) {
        return vec![Effect::Focus("close-words".to_owned())];
    }
    model.receiving.said = Arc::default();
    model.receiving.running = Some(Running { task: Task::Closing, done: 0, total: 1 });
    vec![ask(Ask::Close)]
}

/// Whether these words close the ledger.
pub fn confirms(model: &Model, typed: &str) -> bool {
    fold(typed.trim()) == fold(words::CLOSE_WORDS.get(model.language))
}

pub(super) fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.receiving.running.is_some() { vec![ask(Ask::Cancel)] } else { Vec::new() }
}

pub(super) fn table(model: &Model, offset: i32) -> Vec<Effect> {
    vec![ask(Ask::Table { language: model.language, offset })]
}

pub(super) fn receipts() -> Vec<Effect> {
    vec![ask(Ask::Receipts)]
}

/// What the desk says.
pub(super) fn said(model: &mut Model, answer: Answer, now: Stamp, today: Option<Date>) -> Vec<Effect> {
    match answer.reply {
        Reply::Progress { task, done, total } => {
            model.receiving.running = Some(Running { task, done, total });
            Vec::new()
        }
        Reply::State { summary } => state(model, *summary, now),
        Reply::Imported { said, summary } => {
            let mut all = model.receiving.said.as_ref().clone();
            all.extend(said);
            model.receiving.said = Arc::new(all);
            let mut effects = state(model, *summary, now);
            effects.push(Effect::Focus("said".to_owned()));
            effects
        }
        Reply::Counted { register, intakes, corrections } => {
            model.receiving.running = None;
            model.corrections = Arc::new(corrections.iter().filter_map(|text| Correction::decode(text).ok()).collect());
            let keys = forms(model).into_iter().map(|(group, definition)| (group, definition.id.clone()));
            model.intakes = keys.zip(intakes.into_iter().map(Arc::new)).collect();
            counted(model, *register)
        }
        // The shell handed them on.
        Reply::Rows => {
            model.receiving.running = None;
            Vec::new()
        }
        Reply::Table => {
            let day = today.map_or_else(String::new, |day| ["-", &String::from(day)].concat());
            save(model, &["phieu-", &model.place.campaign.clone(), "-so-tiep-nhan", &day, ".csv"].concat(), answer.beside)
        }
        Reply::Receipts { .. } => save(model, &[&model.place.campaign.clone(), ".receipts.txt"].concat(), answer.beside),
        Reply::Cancelled => {
            model.receiving.running = None;
            let mut effects = vec![Effect::Focus("intake".to_owned())];
            if model.receiving.stage == Stage::Opening {
                effects.extend(key(model, unlocking::Event::Lock));
            }
            effects
        }
        Reply::Refused { why } => refused(model, why),
    }
}

/// The worker of the desk failed: what was kept is there when the page is loaded again.
pub(super) fn broken(model: &mut Model, message: String) -> Vec<Effect> {
    model.work = super::Work::Broken(message);
    match &model.unlocking {
        Some(unlocking) if unlocking.key().is_some() => key(model, unlocking::Event::Lock),
        Some(_) | None => lock(model),
    }
}

fn save(model: &mut Model, name: &str, bytes: Option<Vec<u8>>) -> Vec<Effect> {
    model.saved = Some((name.to_owned(), None));
    vec![Effect::Save(name.to_owned(), bytes.unwrap_or_default())]
}

fn refused(model: &mut Model, why: Refusal) -> Vec<Effect> {
    let receiving = &mut model.receiving;
    receiving.running = None;
    receiving.refused = Some(why);
    let focus = Effect::Focus("said".to_owned());
    if why != Refusal::Elsewhere {
        return vec![focus];
    }
    receiving.stage = Stage::Reading;
    vec![open(&model.place.campaign), focus]
}

fn state(model: &mut Model, summary: Summary, now: Stamp) -> Vec<Effect> {
    let receiving = &mut model.receiving;
    receiving.summary = Arc::new(summary);
    receiving.running = None;
    match receiving.stage {
        Stage::Reading => {
            receiving.stage = Stage::Locked;
            // The key was there before another window changed the ledger.
            let key = model.unlocking.as_ref().and_then(|unlocking| unlocking.key().cloned());
            key.map(|key| unlock(model, &key)).unwrap_or_default()
        }
        Stage::Locked => Vec::new(),
        Stage::Opening | Stage::Open => {
            receiving.stage = Stage::Open;
            let mut effects = take_waiting(model, now);
            if effects.is_empty() {
                effects.push(count(model));
            }
            effects.extend(look_for_forms(model));
            effects
        }
    }
}

/// The wordings that envelopes wait for stand beside the others on the host, under names
/// with their fingerprints; each is looked for once.
fn look_for_forms(model: &mut Model) -> Vec<Effect> {
    let ids: Vec<String> = model.campaign.iter().flat_map(|campaign| campaign.questionnaires()).map(str::to_owned).collect();
    let unknown = model.receiving.summary.unknown.clone();
    let names = unknown.iter().flat_map(|(mark, _)| ids.iter().map(move |id| [id, "-", mark].concat()));
    let new: Vec<String> = names.filter(|name| model.receiving.asked.insert(name.clone())).collect();
    new.into_iter().map(Effect::FetchQuestionnaire).collect()
}

/// A wording that was looked for: whether it was one, and what follows.
pub(super) fn form(model: &mut Model, name: &str, text: Option<&str>) -> Option<Vec<Effect>> {
    if !model.receiving.asked.contains(name) {
        return None;
    }
    let text = text.filter(|text| name.ends_with(&fingerprint(text.as_bytes())));
    Some(text.map(|text| ask(Ask::Forms { forms: vec![text.to_owned()] })).into_iter().collect())
}

/// Groups and the forms that they answer here.
pub(super) fn forms(model: &Model) -> Vec<(String, Arc<Definition>)> {
    let of = |group: &Group| -> Vec<(String, Arc<Definition>)> {
        let usable = group.questionnaires.iter().filter_map(|id| model.definitions.get(id));
        usable.map(|definition| (group.id.clone(), definition.clone())).collect()
    };
    model.campaign.iter().flat_map(|campaign| &campaign.groups).flat_map(of).collect()
}

/// Asks for a count with the corrections that are not set aside.
pub(super) fn count(model: &mut Model) -> Effect {
    let Some(campaign) = model.campaign.clone() else { return ask(Ask::Count { wanted: Vec::new(), set_aside: BTreeSet::new() }) };
    let wanted: Vec<Wanted> = forms(model).iter().map(|(group, definition)| planning::wanted(&campaign, definition, group)).collect();
    ask(Ask::Count { wanted, set_aside: model.set_aside.clone() })
}

/// The rows of the chosen group and form, for an estimate.
pub(super) fn rows(model: &Model) -> Option<Ask> {
    let (campaign, definition) = (model.campaign.as_ref()?, model.definitions.get(&model.questionnaire)?);
    Some(Ask::Rows { wanted: planning::wanted(campaign, definition, &model.group), set_aside: model.set_aside.clone() })
}

/// Shows what there is, if nothing else is looked at.
fn counted(model: &mut Model, register: Register) -> Vec<Effect> {
    model.register = Arc::new(register);
    model.receiving.counted = true;
    match model.source {
        Some(From::Stored) => working::compute(model),
        None if model.stage == Page::Ready => show_most(model),
        Some(From::Demo | From::File) | None => Vec::new(),
    }
}

/// The group and form with most rows.
fn show_most(model: &mut Model) -> Vec<Effect> {
    let statements = |id: &str| model.definitions.get(id).is_some_and(|definition| planning::statements(definition).next().is_some());
    let most = model.intakes.iter().filter(|((_, form), _)| statements(form)).max_by_key(|(_, intake)| intake.all.sampled);
    match most {
        Some((key, intake)) if intake.all.sampled > 0 => {
            (model.group, model.questionnaire) = key.clone();
            working::choose(model, From::Stored)
        }
        Some(_) | None => Vec::new(),
    }
}
