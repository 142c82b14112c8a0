//! From a key file with its passphrase, or from two recovery sheets, to the campaign's
//! private key: pure. The key lives in the model for as long as the page does and is never
//! stored; a passphrase is in an event and an effect, never in the model.

mod typing;

pub use typing::{Typing, group_id};

use super::respond::FetchFault;
use crate::base::Finding;
use crate::seal::key_file::{KeyFile, Refused};
use crate::seal::sheet::{GroupFault, Owner, RecoverFault, SheetFault, recover};
use crate::seal::{Passphrase, PrivateKey, PublicKey};

/// The public key of what is shipped for trying out; `public/keys/demo.json` is its file.
pub const DEMO: &str = "TYH935DEYKNB9ZAB1379FE242K2HSQ588Q02ZY9Y4NYXVG3PMXR0";
/// What opens that file. It is no secret, and the page says it.
pub const DEMO_PASSPHRASE: &str = "phieu dung thu khoa nay khong bi mat";

/// How the key is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// By the key file and its passphrase.
    #[default]
    File,
    /// By two of the three recovery sheets.
    Sheets,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stage {
    /// Nothing is open.
    #[default]
    Locked,
    /// The demonstration's file is on its way.
    Fetching,
    /// The worker tries the passphrase.
    Opening,
    /// The key.
    Open(PrivateKey),
}

/// Why it did not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No key file was chosen.
    NoFile,
    /// The browser cannot read the chosen file.
    Unreadable,
    /// The chosen file is no key file.
    NotKey,
    /// The key file is damaged; where.
    Damaged(Vec<Finding>),
    /// The key file is of another campaign; its name.
    OtherCampaign(String),
    /// Nothing was typed.
    NoPassphrase,
    /// The passphrase is not the one.
    Passphrase,
    /// The machine has not the memory.
    Memory,
    /// The worker failed; what the browser says.
    Worker(String),
    /// The demonstration's file did not arrive.
    Fetch(FetchFault),
    /// A group of a sheet, both counted from 0, is missing or has a typing error.
    Group(usize, usize, GroupFault),
    /// Every group of this sheet is right, but together they are no sheet.
    Sheet(usize, SheetFault),
    /// Both are the same owner's.
    Same(Owner),
    /// This sheet is of another key.
    OtherKey(usize),
    /// They are of the key by their mark, but were not made together.
    NotTogether,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The other way.
    Way(Way),
    /// A file was chosen: its name, its bytes where the browser could read it.
    FileChosen(String, Option<Vec<u8>>),
    /// The passphrase was typed.
    Open(Passphrase),
    /// "Dùng khóa dùng thử".
    Demo,
    /// The demonstration's file arrived, or did not.
    DemoRead(Result<String, FetchFault>),
    /// Text was typed into a group of a sheet, both counted from 0.
    Group(usize, usize, String),
    /// The sheets are to give the key.
    Recover,
    /// The worker answered the job with this number.
    Opened(u64, Result<PrivateKey, Refused>),
    /// The worker failed; what the browser says.
    Broken(String),
    /// Stop waiting.
    Cancel,
    /// Forget the key.
    Lock,
}

/// What the shell must do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Let a worker open the key file: number of the job.
    Open(u64, Box<KeyFile>, Passphrase),
    /// End the worker: it holds the passphrase and the memory that it took.
    Stop,
    /// Fetch `keys/demo.json`.
    FetchDemo,
    /// Move the focus to the element with this id.
    Focus(String),
}

/// The model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The key that is wanted.
    pub public: PublicKey,
    /// The way that is shown.
    pub way: Way,
    /// How far it is.
    pub stage: Stage,
    /// The key file that was chosen, and its name.
    pub file: Option<(String, KeyFile)>,
    /// The two sheets as they are typed.
    pub sheets: [Typing; 2],
    /// What went wrong last.
    pub fault: Option<Fault>,
    job: u64,
}

impl Model {
    /// Nothing is open; this key is wanted.
    pub fn new(public: PublicKey) -> Self {
        Self { public, way: Way::File, stage: Stage::Locked, file: None, sheets: <[Typing; 2]>::default(), fault: None, job: 0 }
    }

    /// The key, once it is open.
    pub fn key(&self) -> Option<&PrivateKey> {
        match &self.stage {
            Stage::Open(key) => Some(key),
            Stage::Locked | Stage::Fetching | Stage::Opening => None,
        }
    }

    /// Whether the wanted key is the one that everybody has.
    pub fn is_demo(&self) -> bool {
        self.public.text() == DEMO
    }

    fn fail(&mut self, fault: Fault, focus: String) -> Vec<Effect> {
        self.stage = Stage::Locked;
        self.fault = Some(fault);
        vec![Effect::Focus(focus)]
    }
}

/// Moves the model on and says what is to be done.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Way(way) => {
            model.way = way;
            model.fault = None;
            Vec::new()
        }
        Event::FileChosen(name, bytes) => chosen(model, name, bytes),
        Event::Open(words) => open(model, words),
        Event::Demo if model.is_demo() => {
            model.stage = Stage::Fetching;
            model.fault = None;
            vec![Effect::FetchDemo]
        }
        Event::DemoRead(result) => demo(model, result),
        Event::Group(sheet, group, text) => typed(model, sheet, group, &text),
        Event::Recover => recovered(model),
        Event::Opened(job, result) => opened(model, job, result),
        Event::Broken(message) if model.stage == Stage::Opening => {
            let mut effects = model.fail(Fault::Worker(message), PASSPHRASE_ID.to_owned());
            effects.push(Effect::Stop);
            effects
        }
        Event::Demo | Event::Broken(_) => Vec::new(),
        Event::Cancel => {
            model.stage = Stage::Locked;
            vec![Effect::Stop, Effect::Focus(PASSPHRASE_ID.to_owned())]
        }
        Event::Lock => {
            *model = Model { job: model.job, ..Model::new(model.public) };
            vec![Effect::Stop]
        }
    }
}

/// Ids of the page's fields, which findings lead to.
pub const FILE_ID: &str = "key-file";
/// The passphrase's.
pub const PASSPHRASE_ID: &str = "key-passphrase";
/// Where it is told that the key is open.
pub const OPEN_ID: &str = "key-open";

fn chosen(model: &mut Model, name: String, bytes: Option<Vec<u8>>) -> Vec<Effect> {
    model.file = None;
    let Some(bytes) = bytes else { return model.fail(Fault::Unreadable, FILE_ID.to_owned()) };
    match read(&bytes) {
        Ok(file) if file.public == model.public => {
            model.file = Some((name, file));
            model.fault = None;
            vec![Effect::Focus(PASSPHRASE_ID.to_owned())]
        }
        Ok(file) => model.fail(Fault::OtherCampaign(file.campaign), FILE_ID.to_owned()),
        Err(fault) => model.fail(fault, FILE_ID.to_owned()),
    }
}

fn read(bytes: &[u8]) -> Result<KeyFile, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::NotKey)?;
    KeyFile::decode(text.trim_start_matches('\u{feff}')).map_err(|findings| {
        let other = |finding: &Finding| ["json", "not_key"].contains(&finding.code.as_str());
        if findings.iter().any(other) { Fault::NotKey } else { Fault::Damaged(findings) }
    })
}

fn open(model: &mut Model, words: Passphrase) -> Vec<Effect> {
    let Some((_, file)) = &model.file else { return model.fail(Fault::NoFile, FILE_ID.to_owned()) };
    if words.is_blank() {
        return model.fail(Fault::NoPassphrase, PASSPHRASE_ID.to_owned());
    }
    model.job += 1;
    model.stage = Stage::Opening;
    model.fault = None;
    vec![Effect::Open(model.job, Box::new(file.clone()), words)]
}

fn demo(model: &mut Model, result: Result<String, FetchFault>) -> Vec<Effect> {
    if model.stage != Stage::Fetching {
        return Vec::new();
    }
    model.stage = Stage::Locked;
    match result {
        Ok(text) => {
            let mut effects = chosen(model, "demo.json".to_owned(), Some(text.into_bytes()));
            if model.file.is_some() {
                effects = open(model, Passphrase::new(DEMO_PASSPHRASE));
            }
            effects
        }
        Err(fault) => model.fail(Fault::Fetch(fault), FILE_ID.to_owned()),
    }
}

fn typed(model: &mut Model, sheet: usize, group: usize, text: &str) -> Vec<Effect> {
    model.fault = None;
    let next = model.sheets.get_mut(sheet).and_then(|typing| typing.put(group, text));
    next.map(|next| Effect::Focus(group_id(sheet, next))).into_iter().collect()
}

fn recovered(model: &mut Model) -> Vec<Effect> {
    for (i, typing) in model.sheets.iter().enumerate() {
        if let Some((group, fault)) = typing.first_fault() {
            return model.fail(Fault::Group(i, group, fault), group_id(i, group));
        }
    }
    let [one, other] = [0, 1].map(|i: usize| model.sheets.get(i).map(Typing::text).unwrap_or_default());
    match recover([&one, &other], model.public) {
        Ok(key) => is_open(model, key),
        Err(fault) => {
            let (fault, sheet) = named(fault);
            model.fail(fault, group_id(sheet, 0))
        }
    }
}

/// The fault as the page says it, and the sheet that it leads to.
fn named(fault: RecoverFault) -> (Fault, usize) {
    match fault {
        RecoverFault::Sheet(sheet, fault) => (Fault::Sheet(sheet, fault), sheet),
        RecoverFault::Same(owner) => (Fault::Same(owner), 1),
        RecoverFault::OtherKey(sheet) => (Fault::OtherKey(sheet), sheet),
        RecoverFault::NoKey => (Fault::NotTogether, 1),
    }
}

fn opened(model: &mut Model, job: u64, result: Result<PrivateKey, Refused>) -> Vec<Effect> {
    if model.stage != Stage::Opening || job != model.job {
        return Vec::new();
    }
    let mut effects = match result {
        Ok(key) if key.public() == model.public => is_open(model, key),
        Ok(_) | Err(Refused::OtherKey) => {
            let name = model.file.as_ref().map(|(_, file)| file.campaign.clone()).unwrap_or_default();
            model.fail(Fault::OtherCampaign(name), FILE_ID.to_owned())
        }
        Err(Refused::Passphrase) => model.fail(Fault::Passphrase, PASSPHRASE_ID.to_owned()),
        Err(Refused::Memory) => model.fail(Fault::Memory, PASSPHRASE_ID.to_owned()),
    };
    effects.push(Effect::Stop);
    effects
}

/// What was typed of the sheets goes with the lock that it opened.
fn is_open(model: &mut Model, key: PrivateKey) -> Vec<Effect> {
    model.stage = Stage::Open(key);
    model.fault = None;
    model.file = None;
    model.sheets = <[Typing; 2]>::default();
    vec![Effect::Focus(OPEN_ID.to_owned())]
}

#[cfg(test)]
mod tests;
