//! Fetching what lies in a drop box: pages of `CouchDB`'s list of changes, one after the
//! other, until there is nothing new. Pure. What was fetched before a fault stays, and
//! "go on" begins behind it; it is handed to intake whole, which sees to repetitions. No more
//! is held than one hand-in may carry: that much is handed on, and "go on" fetches the rest.
//! Name and password live as long as the fetching does, and are never stored.

use std::fmt;

use crate::app::intake::drop_box::{self, Page};
use crate::app::intake::{Carrier, Source};
use crate::base::Finding;
use crate::base::text64;
use crate::campaign::link::is_drop_box;
use crate::store::handin::file;

/// Documents that are asked for at once.
pub const AT_ONCE: usize = 500;
/// Envelopes and bytes of a source: as much as a hand-in file carries.
const MOST: usize = file::MOST / 2;
const LONGEST: usize = file::LONGEST / 2;
/// Documents that are named one by one.
const MOST_NAMED: usize = 20;
/// What is waited before the next attempt, in milliseconds; after these it is said.
const PAUSES: [u64; 4] = [1_000, 2_000, 4_000, 8_000];

/// Who reads the box. Its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Reader {
    /// User name of the database.
    pub name: String,
    /// Its password.
    pub password: String,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader")
    }
}

/// The header that says who asks. Its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Authorization(pub String);

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorization")
    }
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Nothing is fetched.
    #[default]
    Idle,
    /// A page is on its way.
    Asking,
    /// The server is busy or away; the next attempt comes by itself.
    Pausing,
    /// It stopped at a fault, which `findings` say.
    Stopped,
    /// As much as is held at once was fetched and handed on; there is more.
    Part,
    /// Everything was fetched and handed on.
    Done,
}

/// Envelopes and bytes that are held before they are handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Room {
    most: usize,
    longest: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { most: file::MOST, longest: file::LONGEST }
    }
}

/// A drop box being emptied into intake.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pulling {
    /// How it stands.
    pub stage: Stage,
    /// The database's address.
    pub address: String,
    /// Envelopes that were fetched.
    pub fetched: usize,
    /// Documents that are still to come, where the server says it.
    pub pending: Option<u64>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    reader: Reader,
    since: String,
    envelopes: Vec<Vec<u8>>,
    held: usize,
    room: Room,
    job: u64,
    attempts: usize,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Fetch from this database: from the beginning, or on from where it stopped.
    Begin(String, Reader),
    /// What came of the request with this number.
    Answered(u64, Answer),
    /// The pause before the request with this number is over.
    Waited(u64),
    /// Stop; what was fetched so far is left.
    Cancel,
    /// Stop; what was fetched so far is handed on.
    TakeFetched,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A page.
    Body(String),
    /// Another status than 200.
    Status(u16),
    /// The page's policy does not let it reach the box.
    Forbidden,
    /// The server is there, but does not let this page read what it says.
    NotForUs,
    /// No server answers.
    Unreachable,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask for this address; answer with `Answered` and the number.
    Get(u64, String, Authorization),
    /// Answer with `Waited` and the number after so many milliseconds.
    Wait(u64, u64),
    /// End the request that is under way.
    Abort,
    /// Hand these to intake.
    Deliver(Vec<Source>),
    /// Move the focus to the element with this id.
    Focus(&'static str),
}

impl Pulling {
    /// For another campaign: nothing of this one, and no late answer is taken for its own.
    pub(super) fn anew(&self) -> Self {
        Self { job: self.job + 1, room: self.room, ..Self::default() }
    }

    /// Whether something is under way.
    pub fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Asking | Stage::Pausing)
    }

    /// Whether it stopped on its way, so that it can go on.
    pub fn can_go_on(&self) -> bool {
        matches!(self.stage, Stage::Stopped | Stage::Part) && !self.since.is_empty()
    }
}

/// Moves it on and says what is to be done.
pub fn update(pulling: &mut Pulling, event: Event) -> Vec<Effect> {
    match event {
        Event::Begin(address, reader) => begin(pulling, address.trim(), reader),
        Event::Answered(job, answer) if job == pulling.job && pulling.stage == Stage::Asking => answered(pulling, answer),
        Event::Waited(job) if job == pulling.job && pulling.stage == Stage::Pausing => ask(pulling),
        // Of a request that nobody waits for.
        Event::Answered(..) | Event::Waited(_) => Vec::new(),
        Event::Cancel => {
            *pulling = Pulling { address: std::mem::take(&mut pulling.address), ..pulling.anew() };
            vec![Effect::Abort, Effect::Focus("pull")]
        }
        Event::TakeFetched => [Effect::Abort].into_iter().chain(deliver(pulling)).collect(),
    }
}

fn begin(pulling: &mut Pulling, address: &str, reader: Reader) -> Vec<Effect> {
    if pulling.is_running() {
        return Vec::new();
    }
    let address = address.trim_end_matches('/');
    let goes_on = pulling.can_go_on() && pulling.address == address;
    let kept = std::mem::take(pulling);
    *pulling = if goes_on { kept } else { kept.anew() };
    pulling.findings.retain(|finding| finding.code.starts_with("pull_document"));
    address.clone_into(&mut pulling.address);
    pulling.reader = reader;
    pulling.attempts = 0;
    if !is_drop_box(address) {
        return stop(pulling, Finding::error("pull_address", "", address));
    }
    ask(pulling)
}

fn ask(pulling: &mut Pulling) -> Vec<Effect> {
    pulling.job += 1;
    pulling.stage = Stage::Asking;
    let since = if pulling.since.is_empty() { "0" } else { &pulling.since };
    let address = [&pulling.address, "/_changes?include_docs=true&limit=", &AT_ONCE.to_string(), "&since=", since].concat();
    let Reader { name, password } = &pulling.reader;
    let authorization = ["Basic ", &text64::encode([name, ":", password].concat().as_bytes())].concat();
    vec![Effect::Get(pulling.job, address, Authorization(authorization))]
}

fn answered(pulling: &mut Pulling, answer: Answer) -> Vec<Effect> {
    let at = pulling.address.clone();
    let finding = match answer {
        Answer::Body(text) => match drop_box::read(&text) {
            Some(page) => return took(pulling, page),
            None => Finding::error("pull_not_couch", at, ""),
        },
        Answer::Status(429 | 500..) | Answer::Unreachable if pulling.attempts < PAUSES.len() => return pause(pulling),
        Answer::Status(401) => Finding::error("pull_password", at, pulling.reader.name.as_str()),
        Answer::Status(403) => Finding::error("pull_rights", at, pulling.reader.name.as_str()),
        Answer::Status(404 | 405) => Finding::error("pull_absent", at, ""),
        Answer::Status(status) => Finding::error("pull_status", at, status.to_string()),
        Answer::Forbidden => Finding::error("pull_policy", at.as_str(), origin(&at)),
        Answer::NotForUs => Finding::error("pull_cors", at, ""),
        Answer::Unreachable => Finding::error("pull_unreachable", at, ""),
    };
    stop(pulling, finding)
}

fn pause(pulling: &mut Pulling) -> Vec<Effect> {
    let pause = PAUSES.get(pulling.attempts).copied().unwrap_or_default();
    pulling.attempts += 1;
    pulling.stage = Stage::Pausing;
    pulling.job += 1;
    vec![Effect::Wait(pulling.job, pause)]
}

fn stop(pulling: &mut Pulling, finding: Finding) -> Vec<Effect> {
    pulling.stage = Stage::Stopped;
    pulling.reader = Reader::default();
    pulling.findings.insert(0, finding);
    vec![Effect::Focus("pull")]
}

fn took(pulling: &mut Pulling, page: Page) -> Vec<Effect> {
    pulling.attempts = 0;
    pulling.pending = page.pending;
    let is_last = page.documents.is_empty() || page.pending == Some(0) || page.since == pulling.since;
    let (envelopes, findings) = drop_box::envelopes(page.documents);
    pulling.fetched += envelopes.len();
    pulling.held += envelopes.iter().map(Vec::len).sum::<usize>();
    pulling.envelopes.extend(envelopes);
    note(&mut pulling.findings, findings);
    pulling.since = page.since;
    if is_last {
        deliver(pulling)
    } else if pulling.envelopes.len() >= pulling.room.most || pulling.held >= pulling.room.longest {
        deliver_part(pulling)
    } else {
        ask(pulling)
    }
}

/// Hands on what is held; the place in the list stays, to go on from.
fn deliver_part(pulling: &mut Pulling) -> Vec<Effect> {
    let (since, pending) = (std::mem::take(&mut pulling.since), pulling.pending);
    let effects = deliver(pulling);
    pulling.stage = Stage::Part;
    (pulling.since, pulling.pending) = (since, pending);
    effects
}

/// Names the first documents that cannot be used, and counts the others.
fn note(all: &mut Vec<Finding>, new: Vec<Finding>) {
    for finding in new {
        match (all.len(), all.last_mut()) {
            (count, Some(last)) if count > MOST_NAMED => {
                last.value = (last.value.parse::<u64>().unwrap_or_default() + 1).to_string();
            }
            (MOST_NAMED, _) => all.push(Finding::warning("pull_document_more", "", "1")),
            (_, _) => all.push(finding),
        }
    }
}

fn deliver(pulling: &mut Pulling) -> Vec<Effect> {
    pulling.stage = Stage::Done;
    pulling.reader = Reader::default();
    pulling.since = String::new();
    pulling.pending = None;
    pulling.job += 1;
    pulling.held = 0;
    let envelopes = std::mem::take(&mut pulling.envelopes);
    let sources = sources(&pulling.address, &envelopes);
    if sources.is_empty() { vec![Effect::Focus("pull")] } else { vec![Effect::Deliver(sources)] }
}

/// What was fetched, in sources that are no longer than a hand-in may be.
fn sources(address: &str, envelopes: &[Vec<u8>]) -> Vec<Source> {
    let mut files: Vec<(usize, Vec<u8>)> = Vec::new();
    for envelope in envelopes {
        match files.last_mut() {
            Some((count, bytes)) if *count < MOST && bytes.len() < LONGEST => {
                *count += 1;
                file::append(bytes, envelope);
            }
            Some(_) | None => files.push((1, file::encode([envelope.as_slice()]))),
        }
    }
    let name = address.split_once("://").map_or(address, |(_, name)| name);
    let several = files.len() > 1;
    let named = |i: usize| if several { [name, " (", &(i + 1).to_string(), ")"].concat() } else { name.to_owned() };
    files.into_iter().enumerate().map(|(i, (_, bytes))| Source { name: named(i), carrier: Carrier::DropBox, bytes }).collect()
}

/// The origin of an address: what a policy names.
pub fn origin(address: &str) -> String {
    let host = |(scheme, rest): (&str, &str)| [scheme, "://", rest.split('/').next().unwrap_or_default()].concat();
    address.split_once("://").map_or_else(|| address.to_owned(), host)
}

#[cfg(test)]
mod tests;
