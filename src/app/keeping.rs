//! What a page keeps: a pure machine between the roles and the two media. A role asks, and
//! is answered only when the journal has what it asked to keep, or when something is in the
//! way; then it stays here, is tried again, and the answer follows. One thing is sealed at a
//! time, in the order in which it was asked, so that a form's end never overtakes its
//! answers. Nothing here knows a question, and no random bit passes through it.

mod contents;
mod job;
mod report;
mod waiter;

use std::collections::VecDeque;

pub use contents::{Contents, FoundDraft};
pub use report::{Report, Room};

use crate::base::Named;
use crate::base::text85;
use crate::base::time::Stamp;
use crate::seal::PublicKey;
use crate::store::MediumFault;
use crate::store::journal::record::read_envelope;
use crate::store::journal::{self, Durability, Journal, Side};
use job::Job;
use waiter::Waiter;

/// Names a request; its answers carry it.
pub type Ticket = u32;

/// Milliseconds until what failed is tried again: the first time, and at most.
const PAUSE: u32 = 1_000;
const LONGEST_PAUSE: u32 = 60_000;

/// What is to stand under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// ASCII, kept as it is.
    Text(String),
    /// Bytes that this device alone can read: sealed with its key.
    Own(Vec<u8>),
    /// Nothing: erased on purpose.
    Gone,
}

/// A finished response, or a correction, on its way into an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    /// Id of the campaign; with the next, the name of the draft that ends here.
    pub campaign: String,
    /// Id of the response or of the correction.
    pub id: String,
    /// What is sealed; the first byte says what it is.
    pub content: Vec<u8>,
    /// To whom.
    pub key: PublicKey,
    /// What this device remembers of it: kept under `r.<receipt>`, in the journal alone.
    pub register: Option<Vec<u8>>,
}

/// What a role asks for; each is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// What there is: open drafts, and every record whose key begins with one of these.
    /// Answered with `Reply::Read` once both media have answered, well or not.
    Read(Vec<String>),
    /// Keep these together. Answered with `Reply::Kept`.
    Put(Vec<(String, Value)>),
    /// Seal it, append the envelope, and erase its draft. Answered with `Reply::Finished`.
    Finish(Box<Finish>),
}

/// The answer to a request. After an answer that something is in the way another one may
/// follow, when it no longer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// What there is.
    Read(Box<Contents>),
    /// It is in the journal, or why not.
    Kept(Result<(), Fault>),
    /// It is sealed, or why not.
    Finished(Result<Finished, Fault>),
}

/// An envelope that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Its receipt, 16 characters; also its name.
    pub receipt: String,
    /// How safe it is: saved is what the journal has.
    pub durability: Durability,
}

/// What is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The journal does not answer, or neither medium has room.
    Medium(MediumFault),
    /// The device has no key that it can keep: nothing that is not finished can be stored.
    NoDeviceKey,
    /// The browser could not seal.
    NotSealed,
    /// Longer than an envelope can be.
    TooLong,
    /// Another page wrote something later under the same key.
    Overtaken,
    /// The response was finished already.
    AlreadyFinished,
}

/// What the page does for the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read or write a medium.
    Store(journal::Effect),
    /// Seal; answer with `Event::Sealed`.
    Seal(Sealing),
    /// Open what the device's key sealed: what it is about, and the bytes. Answer with
    /// `Event::Opened`. An empty list asks whether there is a key.
    Open(Vec<(String, Vec<u8>)>),
    /// Become the one page that writes these drafts; answer with `Event::Held`.
    Hold(Vec<String>),
    /// Measure both media; answer with `Event::Measured`.
    Measure,
    /// Answer with `Event::Woke` after so many milliseconds.
    Wait(u32),
    /// The answer to a request.
    Answer(Ticket, Reply),
    /// What is known of the store has changed.
    Tell(Report),
}

/// What is to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealing {
    /// To the campaign: `head` is authenticated, `padded` sealed (`seal::envelope::prepare`).
    /// Gives the encapsulated key and the ciphertext.
    Envelope {
        /// The public key.
        key: PublicKey,
        /// Authenticated.
        head: Vec<u8>,
        /// Sealed.
        padded: Vec<u8>,
    },
    /// With the device's key. `about` is authenticated, so that nothing opens elsewhere.
    Own {
        /// Key of the record.
        about: String,
        /// Sealed.
        content: Vec<u8>,
    },
}

/// What was opened, in the order in which it was given; none for what the key does not open.
pub type Opened = Vec<Option<Vec<u8>>>;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A medium answered.
    Store(journal::Event),
    /// What was to be sealed is, or why not.
    Sealed(Result<Vec<u8>, Fault>),
    /// What was to be opened.
    Opened(Result<Opened, Fault>),
    /// Of the drafts that were to be held, those that another page holds.
    Held(Vec<String>),
    /// UTF-16 units in local storage, and percent of the journal, where the browser tells.
    Measured(Room),
    /// The time is over.
    Woke,
    /// Somebody looks at the page again, or the network is back: what failed may go now.
    Returned,
}

/// The store of one page.
#[derive(Debug, Clone)]
pub struct Keeper {
    journal: Journal,
    tickets: Ticket,
    queue: VecDeque<Job>,
    /// What could not be sealed with the device's key yet.
    held_back: Vec<Job>,
    is_sealing: bool,
    is_opening: bool,
    /// Locks that were asked for and not answered.
    asked_locks: usize,
    opening: Vec<(String, String)>,
    waiting: Vec<Waiter>,
    reads: Vec<(Ticket, Vec<String>)>,
    /// By key: the payload that was opened, and what was in it.
    opened: Named<(String, Option<Vec<u8>>)>,
    device_key: Option<Result<(), Fault>>,
    holding: Vec<String>,
    elsewhere: Vec<String>,
    room: Room,
    told: Report,
    pause: u32,
    is_waiting: bool,
}

impl Keeper {
    /// A store that knows nothing yet, and asks both sides.
    pub fn start() -> (Self, Vec<Effect>) {
        let (journal, effects) = Journal::start();
        let keeper = Self {
            journal,
            tickets: 0,
            queue: VecDeque::new(),
            held_back: Vec::new(),
            is_sealing: false,
            is_opening: false,
            asked_locks: 0,
            opening: Vec::new(),
            waiting: Vec::new(),
            reads: Vec::new(),
            opened: Named::new(),
            device_key: None,
            holding: Vec::new(),
            elsewhere: Vec::new(),
            room: Room::default(),
            told: Report::default(),
            pause: PAUSE,
            is_waiting: false,
        };
        (keeper, [stored(effects), vec![Effect::Measure]].concat())
    }

    /// Takes a request; its answers carry the ticket.
    pub fn ask(&mut self, request: Request, now: Stamp) -> (Ticket, Vec<Effect>) {
        self.tickets += 1;
        let ticket = self.tickets;
        let refused = match request {
            Request::Read(prefixes) => {
                self.reads.push((ticket, prefixes));
                None
            }
            Request::Put(changes) if self.is_finished(&changes) => Some(Reply::Kept(Err(Fault::AlreadyFinished))),
            Request::Put(changes) => {
                self.enqueue(Job::put(ticket, changes));
                None
            }
            Request::Finish(finish) => match Job::finish(ticket, *finish) {
                Some(job) => {
                    self.queue.push_back(job);
                    None
                }
                None => Some(Reply::Finished(Err(Fault::TooLong))),
            },
        };
        let answer = refused.map(|reply| Effect::Answer(ticket, reply));
        // Whoever asks again asks the journal again; a full local storage is read too long for that.
        let again = if self.journal.fault(Side::Journal).is_some() { self.retry() } else { Vec::new() };
        let effects = self.go_on(now, again);
        (ticket, [answer.into_iter().collect(), effects].concat())
    }

    /// Takes an event.
    pub fn update(&mut self, event: Event, now: Stamp) -> Vec<Effect> {
        let effects = match event {
            Event::Store(event) => {
                let is_read = matches!(event, journal::Event::Read(..));
                let effects = stored(self.journal.update(event));
                if is_read { [effects, self.tidy(now)].concat() } else { effects }
            }
            Event::Sealed(result) => self.sealed(result),
            Event::Opened(result) => self.took(result),
            Event::Held(elsewhere) => {
                self.asked_locks = self.asked_locks.saturating_sub(1);
                self.elsewhere.extend(elsewhere);
                Vec::new()
            }
            Event::Measured(room) => {
                self.room = room;
                Vec::new()
            }
            Event::Woke => {
                self.is_waiting = false;
                self.retry()
            }
            Event::Returned => self.retry(),
        };
        self.go_on(now, effects)
    }

    /// Whether an answer to this request may still come.
    pub fn is_open(&self, ticket: Ticket) -> bool {
        let of = |job: &Job| job.tickets.contains(&ticket);
        self.queue.iter().any(of)
            || self.held_back.iter().any(of)
            || self.waiting.iter().any(|waiter| waiter.tickets.contains(&ticket))
            || self.reads.iter().any(|(other, _)| *other == ticket)
    }

    /// What stands under a key, as it is stored.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.journal.get(key)
    }

    /// Every record whose key begins so, as it is stored.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.journal.under(prefix)
    }

    /// Every envelope: its receipt and its bytes.
    pub fn envelopes(&self) -> Vec<(String, Vec<u8>)> {
        let envelope = |(key, payload): (&str, &str)| {
            let (_, bytes) = read_envelope(key, payload)?;
            Some((key.strip_prefix("e.")?.to_owned(), bytes))
        };
        self.journal.under("e.").filter_map(envelope).collect()
    }

    /// What is known of the store.
    pub fn report(&self) -> Report {
        self.reported()
    }

    /// What follows from what is known now, after every request and event.
    fn go_on(&mut self, now: Stamp, mut effects: Vec<Effect>) -> Vec<Effect> {
        effects.extend(self.work(now));
        effects.extend(self.read());
        effects.extend(self.answer());
        if self.is_in_trouble() && !self.is_waiting {
            self.is_waiting = true;
            effects.push(Effect::Wait(self.pause));
            self.pause = self.pause.saturating_mul(2).min(LONGEST_PAUSE);
        }
        let report = self.reported();
        if report != self.told {
            self.told = report.clone();
            effects.push(Effect::Tell(report));
        }
        effects
    }

    /// Something is kept by this page alone, and nothing is under way that would change it.
    fn is_in_trouble(&mut self) -> bool {
        let is = !self.held_back.is_empty() || self.waiting.iter().any(|waiter| waiter.told.is_some());
        if !is {
            self.pause = PAUSE;
        }
        is
    }

    /// Asks to be the one page that writes these drafts.
    fn hold(&mut self, keys: Vec<String>) -> Vec<Effect> {
        let free: Vec<String> = keys.into_iter().filter(|key| !self.holding.contains(key)).collect();
        if free.is_empty() {
            return Vec::new();
        }
        self.holding.extend(free.iter().cloned());
        self.asked_locks += 1;
        vec![Effect::Hold(free)]
    }

    fn retry(&mut self) -> Vec<Effect> {
        let answered = self.work_again();
        [answered, stored(self.journal.update(journal::Event::Retry))].concat()
    }

    /// A draft whose envelope exists is no draft, whatever brought it up again.
    fn tidy(&mut self, now: Stamp) -> Vec<Effect> {
        if !self.journal.is_settled() {
            return Vec::new();
        }
        let open: Vec<String> = self.journal.drafts().iter().map(|(key, _)| (*key).to_owned()).collect();
        let all = self.journal.under("d.").chain(self.journal.under("aside.d."));
        let finished = all.map(|(key, _)| key.to_owned()).filter(|key| !open.contains(key));
        let erased = finished.map(|key| (key, None)).collect();
        [stored(self.journal.put(now, erased)), vec![Effect::Measure]].concat()
    }
}

/// Before what the device's key sealed; no other payload begins so.
const OWN: &str = "own ";

/// Sealed bytes as a record's payload.
fn own_payload(sealed: &[u8]) -> String {
    [OWN, &text85::encode(sealed)].concat()
}

/// The sealed bytes of a payload.
fn own_bytes(payload: &str) -> Option<Vec<u8>> {
    text85::decode(payload.strip_prefix(OWN)?).ok()
}

fn stored(effects: Vec<journal::Effect>) -> Vec<Effect> {
    effects.into_iter().map(Effect::Store).collect()
}
