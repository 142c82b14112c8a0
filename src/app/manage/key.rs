//! "Khóa của đợt": the key is made, kept and tried before a round is given out. The private
//! half is in the page for as long as the page lives, in a key file under a passphrase and
//! on three sheets of paper; never in a draft, an edition or a package. What is stored is
//! that recovering it succeeded, for which public key and when.

mod findings;
mod paper;
mod strength;

pub use findings::{Policies, findings, needs_trial, unreachable};
pub use paper::{Paper, in_fours, paper};
pub use strength::{Strength, strength, suggestion};

use super::{Edit, Effect, Model, Opened, Saving, change, shelf};
use crate::app::respond::Moment;
use crate::app::unlocking::{self, Stage};
use crate::base::time::Stamp;
use crate::seal::job::Job;
use crate::seal::key_file::{KeyFile, Refused};
use crate::seal::sheet::{Sheet, split};
use crate::seal::{Fresh, Passphrase, PrivateKey, PublicKey};

/// Random bytes of a key: the key itself, its file, its sheets.
pub const BYTES: usize = 32 + 28 + 32;

/// Recovering this key succeeded, at this time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The public key.
    pub key: String,
    /// When.
    pub at: Stamp,
}

/// Three sheets that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// One for each owner.
    pub sheets: [Sheet; 3],
    /// When they were made, and the minutes east of Greenwich.
    pub made: (Stamp, i32),
}

/// A key that was made in this page.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Its public half.
    pub public: PublicKey,
    /// Its file.
    pub file: KeyFile,
    /// Whether the file was handed to the browser.
    pub is_saved: bool,
}

/// Why no key was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was typed.
    NoWords,
    /// The passphrase would not withstand anybody.
    Weak,
    /// It was typed in two ways.
    Differ,
    /// The browser gives no random bytes.
    NoRandom,
    /// The round was given out with its key: links on paper carry its mark.
    GivenOut,
    /// The machine has not the memory.
    Memory,
    /// The worker failed; what the browser says.
    Worker(String),
}

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// The steps.
    #[default]
    Steps,
    /// The steps, with another key to be made though there is one.
    Anew,
    /// The sheets, laid out.
    Sheets,
}

/// The state of the page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Work {
    /// Six words that are suggested.
    pub suggestion: Option<String>,
    /// What is typed so far: its worth, and whether both are the same.
    pub typed: Option<(Strength, bool)>,
    /// What the page shows.
    pub view: View,
    /// The key that was made in this page.
    pub made: Option<Made>,
    /// Sheets that can be printed.
    pub set: Option<Set>,
    /// "Thử khôi phục khóa".
    pub trial: Option<unlocking::Model>,
    /// Why no key was made.
    pub fault: Option<Fault>,
    making: Option<(u64, PublicKey, Set)>,
    saving: bool,
    job: u64,
}

/// What happens on the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Other words are to be suggested.
    Suggest(Option<Fresh<8>>),
    /// What was typed so far, in both fields.
    Typed(Passphrase, Passphrase),
    /// "Tạo khóa".
    Make(Passphrase, Passphrase, Option<Fresh<BYTES>>),
    /// The worker made the file of the job with this number, or not.
    Sealed(u64, Result<KeyFile, Refused>),
    /// The worker failed; what the browser says.
    Broken(String),
    /// Stop making.
    Cancel,
    /// Another key is to be made, or not after all.
    Anew(bool),
    /// "Lưu tệp khóa".
    Save,
    /// New sheets of the key that was opened: the ones before do not go with them.
    Another(Option<Fresh<32>>),
    /// Lays the sheets out.
    Layout,
    /// "In".
    Print,
    /// Back to the page.
    Close,
    /// "Thử khôi phục khóa".
    Unlock(unlocking::Event),
}

impl Work {
    /// Whether a key is being made.
    pub fn is_making(&self) -> bool {
        self.making.is_some()
    }

    /// Whether something would be lost with the page: a key whose file was not saved.
    pub fn is_unsaved(&self) -> bool {
        self.made.as_ref().is_some_and(|made| !made.is_saved)
    }
}

impl Opened {
    /// The public key of the draft, where it has one.
    pub fn key(&self) -> Option<PublicKey> {
        PublicKey::parse(self.campaign().key.as_deref()?)
    }

    /// When recovering the draft's key succeeded.
    pub fn tried(&self) -> Option<Stamp> {
        let proof = self.proof.as_ref()?;
        (Some(&proof.key) == self.campaign().key.as_ref()).then_some(proof.at)
    }

    /// Whether links that were given out carry the mark of a key.
    pub fn is_key_given(&self) -> bool {
        self.given.as_ref().is_some_and(|given| given.campaign.key.is_some())
    }
}

/// Moves the page on.
pub(super) fn update(model: &mut Model, step: Step, moment: Moment) -> Vec<Effect> {
    match step {
        Step::Suggest(random) => {
            model.key.suggestion = random.map(|random| suggestion(&random));
            Vec::new()
        }
        Step::Typed(words, again) => {
            model.key.fault = None;
            model.key.typed = (!words.is_blank()).then(|| (strength(words.text()), words.is(&again)));
            Vec::new()
        }
        Step::Make(words, again, random) => make(model, &words, &again, random, moment),
        Step::Sealed(job, result) => sealed(model, job, result),
        Step::Broken(message) if model.key.is_making() => {
            let effects = fail(model, Fault::Worker(message));
            [effects, vec![Effect::Unlock(unlocking::Effect::Stop)]].concat()
        }
        Step::Cancel => {
            model.key.making = None;
            vec![Effect::Unlock(unlocking::Effect::Stop)]
        }
        Step::Anew(on) => {
            model.key.view = if on { View::Anew } else { View::Steps };
            model.key.fault = None;
            if on { vec![Effect::Focus(WORDS_ID.to_owned())] } else { Vec::new() }
        }
        Step::Save => save(model),
        Step::Another(random) => another(model, random, moment),
        Step::Layout if model.key.set.is_some() => {
            model.key.view = View::Sheets;
            vec![Effect::Focus("papers-title".to_owned())]
        }
        Step::Layout | Step::Broken(_) => Vec::new(),
        Step::Print => vec![Effect::Print],
        Step::Close => {
            model.key.view = View::Steps;
            vec![Effect::Focus(KEEP_ID.to_owned())]
        }
        Step::Unlock(event) => unlock(model, event, moment),
    }
}

/// Ids of elements that the focus goes to.
pub const WORDS_ID: &str = "key-words";
/// The panel of file and sheets.
pub const KEEP_ID: &str = "key-keep";
/// The panel of the trial.
pub const TRIAL_ID: &str = "key-trial";

fn fail(model: &mut Model, fault: Fault) -> Vec<Effect> {
    model.key.making = None;
    model.key.fault = Some(fault);
    vec![Effect::Focus(WORDS_ID.to_owned())]
}

fn make(model: &mut Model, words: &Passphrase, again: &Passphrase, random: Option<Fresh<BYTES>>, moment: Moment) -> Vec<Effect> {
    let Some(opened) = &model.opened else { return Vec::new() };
    let fault = if opened.is_key_given() {
        Some(Fault::GivenOut)
    } else if words.is_blank() {
        Some(Fault::NoWords)
    } else if !strength(words.text()).is_enough() {
        Some(Fault::Weak)
    } else if words.is(again) {
        None
    } else {
        Some(Fault::Differ)
    };
    if let Some(fault) = fault {
        return fail(model, fault);
    }
    let campaign = opened.campaign().id.clone();
    let Some((key, set, file)) = random.and_then(|random| drawn(&random, moment)) else { return fail(model, Fault::NoRandom) };
    model.key.job += 1;
    model.key.fault = None;
    model.key.making = Some((model.key.job, key.public(), set));
    vec![Effect::Seal(model.key.job, Box::new(Job::Seal { campaign, key, words: words.clone(), random: file }))]
}

/// The key, its sheets and the random bytes of its file.
fn drawn(random: &Fresh<BYTES>, moment: Moment) -> Option<(PrivateKey, Set, [u8; 28])> {
    let (key, rest) = random.bytes().split_first_chunk::<32>()?;
    let (file, rest) = rest.split_first_chunk::<28>()?;
    let key = PrivateKey::from_random(key);
    let sheets = split(&key, rest.try_into().ok()?);
    Some((key, Set { sheets, made: (moment.stamp, moment.offset) }, *file))
}

fn sealed(model: &mut Model, job: u64, result: Result<KeyFile, Refused>) -> Vec<Effect> {
    let Some((_, public, set)) = model.key.making.take_if(|(number, ..)| *number == job) else { return Vec::new() };
    let mut effects = match result {
        Ok(file) => {
            let Work { suggestion, job, .. } = std::mem::take(&mut model.key);
            model.key = Work { suggestion, job, made: Some(Made { public, file, is_saved: false }), set: Some(set), ..Work::default() };
            let mut effects = change(model, Edit::Key(public));
            effects.push(Effect::Focus(KEEP_ID.to_owned()));
            effects
        }
        Err(Refused::Memory | Refused::Passphrase | Refused::OtherKey) => fail(model, Fault::Memory),
    };
    effects.push(Effect::Unlock(unlocking::Effect::Stop));
    effects
}

/// The name of the key file, which a person finds again.
pub fn file_name(campaign: &str) -> String {
    ["khoa-", campaign, ".json"].concat()
}

fn save(model: &mut Model) -> Vec<Effect> {
    let Some(made) = &model.key.made else { return Vec::new() };
    let name = file_name(&made.file.campaign);
    let bytes = made.file.encode().into_bytes();
    model.saved = Some((name.clone(), None));
    model.key.saving = true;
    vec![Effect::Save(name, "application/json", bytes)]
}

/// The browser took a file, or not.
pub(super) fn saved(model: &mut Model, taken: bool) {
    if std::mem::take(&mut model.key.saving)
        && let Some(made) = &mut model.key.made
    {
        made.is_saved |= taken;
    }
}

/// Sheets are made of the key that the trial opened; the key of a page is not kept else.
fn another(model: &mut Model, random: Option<Fresh<32>>, moment: Moment) -> Vec<Effect> {
    let Some(key) = model.key.trial.as_ref().and_then(unlocking::Model::key) else { return Vec::new() };
    let Some(random) = random else { return fail(model, Fault::NoRandom) };
    model.key.set = Some(Set { sheets: split(key, random.bytes()), made: (moment.stamp, moment.offset) });
    vec![Effect::Focus(KEEP_ID.to_owned())]
}

fn unlock(model: &mut Model, event: unlocking::Event, moment: Moment) -> Vec<Effect> {
    let Some(trial) = &mut model.key.trial else { return Vec::new() };
    let effects = unlocking::update(trial, event);
    let is_open = matches!(&trial.stage, Stage::Open(key) if key.public() == trial.public);
    let key = trial.public.text();
    let mut effects: Vec<Effect> = effects.into_iter().map(Effect::Unlock).collect();
    if let (true, Some(opened)) = (is_open, &mut model.opened)
        && opened.campaign().key.as_ref() == Some(&key)
        && opened.tried().is_none()
    {
        opened.proof = Some(Proof { key, at: moment.stamp });
        opened.saving = Saving::Pending;
        shelf::judge(model);
        effects.push(Effect::SaveSoon);
    }
    effects
}

/// After the draft changed: what is tried is its key, and what was made is shown only with
/// the key that it belongs to.
pub(super) fn follow(model: &mut Model) {
    let key = model.opened.as_ref().and_then(Opened::key);
    if model.key.trial.as_ref().map(|trial| trial.public) != key {
        model.key.trial = key.map(unlocking::Model::new);
    }
}
