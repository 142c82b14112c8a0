//! A device without a browser: two media, a device key, and pages over them that carry out
//! the keeper's effects at once. Every part can be made to fail.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its part; what is not expected fails its test")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

#[path = "../../examples/demo_key.rs"]
mod demo_key_file;

use phieu::app::collect::Kept;
use phieu::app::keeping::{Effect, Event, Fault, Finish, Keeper, Reply, Report, Request, Room, Sealing, Ticket, Value};
use phieu::app::respond;
use phieu::base::digest::fingerprint;
use phieu::base::digest::sha256;
use phieu::base::text85;
use phieu::base::time::Stamp;
use phieu::questionnaire::Definition;
use phieu::response::codec::binary::Codebook;
use phieu::response::{Correction, Response};
use phieu::seal::{PrivateKey, envelope, open};
use phieu::store::MediumFault;
use phieu::store::journal::record::{draft_key, read_envelope};
use phieu::store::journal::{self, Change, PREFIX, Side, may_write};

/// What a browser keeps.
pub struct Disk {
    pub first: BTreeMap<String, String>,
    pub journal: BTreeMap<String, String>,
    /// Number of the device's key; goes with the journal.
    pub key: Option<u8>,
    pub first_fault: Option<MediumFault>,
    pub journal_fault: Option<MediumFault>,
    /// Most characters in local storage.
    pub quota: Option<usize>,
    pub can_seal: bool,
    /// Drafts that some other page holds.
    pub held: BTreeSet<String>,
    pub clock: u64,
}

/// One page.
pub struct Page {
    pub keeper: Keeper,
    pub effects: VecDeque<Effect>,
    pub answers: Vec<(Ticket, Reply)>,
    pub report: Report,
    /// Effects that are not carried out yet where this is set.
    pub stopped: bool,
    pub waits: Vec<u32>,
    /// Who asked for what, as a shell remembers it.
    asked: Vec<(Ticket, Asked)>,
    heard: usize,
    told: Report,
}

/// What a role waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Store,
    Definition,
    Saved(u64),
    Finished,
    Tidied,
    Board,
    Desk,
    Correction,
}

pub fn demo_key() -> PrivateKey {
    demo_key_file::key()
}

impl Disk {
    pub fn new() -> Self {
        Self {
            first: BTreeMap::new(),
            journal: BTreeMap::new(),
            key: Some(1),
            first_fault: None,
            journal_fault: None,
            quota: None,
            can_seal: true,
            held: BTreeSet::new(),
            clock: 1_795_478_400_000,
        }
    }

    /// A new page that has read the store.
    pub fn page(&mut self) -> Page {
        let mut page = Self::opening();
        page.stopped = false;
        page.run(self);
        page
    }

    /// A new page that has carried out nothing yet, and does so step by step.
    pub fn opening() -> Page {
        let (keeper, effects) = Keeper::start();
        Page {
            keeper,
            effects: effects.into(),
            answers: Vec::new(),
            report: Report::default(),
            stopped: true,
            waits: Vec::new(),
            asked: Vec::new(),
            heard: 0,
            told: Report::default(),
        }
    }

    /// Both media full, or not any more.
    pub fn fill(&mut self, full: bool) {
        self.quota = full.then_some(10);
        self.journal_fault = full.then_some(MediumFault::Full);
    }

    /// Storage is blocked altogether.
    pub fn block(&mut self) {
        self.first_fault = Some(MediumFault::Unavailable);
        self.journal_fault = Some(MediumFault::Unavailable);
    }

    /// What is in the envelopes of both media.
    fn sealed_contents(&self) -> Vec<Vec<u8>> {
        let mut all: BTreeMap<&String, &String> = self.first.iter().filter(|(key, _)| key.starts_with("e.")).collect();
        all.extend(self.journal.iter().filter(|(key, _)| key.starts_with("e.")));
        let open_one = |(key, text): (&String, &String)| {
            let record = journal::Record::decode(key, text).unwrap();
            let (_, bytes) = read_envelope(key, record.payload.as_deref()?).unwrap();
            Some(open(&bytes, &demo_key()).unwrap())
        };
        all.into_iter().filter_map(open_one).collect()
    }

    /// The finished responses, by when they ended.
    pub fn responses(&self) -> Vec<Response> {
        let books = books();
        let packed = self.sealed_contents().into_iter().filter(|content| content[0] == 1);
        let mut all: Vec<Response> = packed
            .map(|content| {
                let mark = phieu::response::codec::binary::fingerprint(&content).unwrap();
                Response::unpack(&content, &books[&mark]).unwrap()
            })
            .collect();
        all.sort_by_key(|response| response.finished);
        all
    }

    pub fn corrections(&self) -> Vec<Correction> {
        let sealed = self.sealed_contents().into_iter().filter(|content| content[0] == 2);
        sealed.map(|content| Correction::decode(std::str::from_utf8(&content[1..]).unwrap()).unwrap()).collect()
    }

    /// Drafts that are open.
    pub fn drafts(&self) -> usize {
        let live = |(key, text): &(&String, &String)| key.starts_with("d.") && text.split(' ').count() > 2;
        self.journal.iter().filter(live).count()
    }

    /// Storage that somebody cleared, or that the browser evicted.
    pub fn wipe_journal(&mut self) {
        self.journal.clear();
        self.key = None;
    }

    fn medium(&mut self, side: Side) -> (&mut BTreeMap<String, String>, Option<MediumFault>) {
        match side {
            Side::First => (&mut self.first, self.first_fault),
            Side::Journal => (&mut self.journal, self.journal_fault),
        }
    }

    /// Carries out what the journal asks for.
    pub fn store(&mut self, effect: journal::Effect) -> journal::Event {
        match effect {
            journal::Effect::Read(side) => {
                let (medium, fault) = self.medium(side);
                let all = medium.iter().map(|(key, text)| (key.clone(), text.clone())).collect();
                journal::Event::Read(side, fault.filter(|fault| *fault == MediumFault::Unavailable).map_or(Ok(all), Err))
            }
            journal::Effect::Write { side, ticket, changes } => {
                let mut written = 0;
                let mut refused = Vec::new();
                let mut fault = self.medium(side).1;
                for change in &changes {
                    if fault.is_none() && side == Side::First && !self.has_room(change) {
                        fault = Some(MediumFault::Full);
                    }
                    if fault.is_some() {
                        break;
                    }
                    let (medium, _) = self.medium(side);
                    write(medium, change, &mut refused);
                    written += 1;
                }
                journal::Event::Wrote { side, ticket, written, refused, fault }
            }
        }
    }

    fn has_room(&self, change: &Change) -> bool {
        let others = self.first.iter().filter(|(key, _)| **key != change.key);
        let used: usize = others.map(|(key, text)| PREFIX.len() + key.len() + text.len()).sum();
        change.text.is_empty() || self.quota.is_none_or(|quota| used + PREFIX.len() + change.key.len() + change.text.len() <= quota)
    }

    fn seal(&self, sealing: Sealing) -> Result<Vec<u8>, Fault> {
        match sealing {
            Sealing::Envelope { .. } if !self.can_seal => Err(Fault::NotSealed),
            Sealing::Envelope { key, head, padded } => {
                let random = sha256(&[&self.clock.to_le_bytes()[..], &padded].concat());
                envelope::seal_prepared(key, &head, &padded, random).ok_or(Fault::NotSealed)
            }
            Sealing::Own { about, content } => {
                let key = self.key.filter(|_| self.journal_fault != Some(MediumFault::Unavailable)).ok_or(Fault::NoDeviceKey)?;
                let hidden = content.iter().map(|byte| byte ^ 0x55);
                Ok(sha256(&[&[key], about.as_bytes()].concat())[..4].iter().copied().chain(hidden).collect())
            }
        }
    }

    fn open(&self, sealed: Vec<(String, Vec<u8>)>) -> Result<Vec<Option<Vec<u8>>>, Fault> {
        let key = self.key.filter(|_| self.journal_fault != Some(MediumFault::Unavailable)).ok_or(Fault::NoDeviceKey)?;
        let open = |(about, bytes): (String, Vec<u8>)| {
            let mark = &sha256(&[&[key], about.as_bytes()].concat())[..4];
            Some(bytes.strip_prefix(mark)?.iter().map(|byte| byte ^ 0x55).collect())
        };
        Ok(sealed.into_iter().map(open).collect())
    }
}

fn write(medium: &mut BTreeMap<String, String>, change: &Change, refused: &mut Vec<String>) {
    let Change { key, known, text, needs } = change;
    let lacks = needs.as_ref().is_some_and(|needs| !medium.contains_key(needs));
    if lacks || !may_write(key, medium.get(key).map(String::as_str), *known, text) {
        refused.push(key.clone());
    } else if text.is_empty() {
        medium.remove(key);
    } else {
        medium.insert(key.clone(), text.clone());
    }
}

impl Page {
    pub fn ask(&mut self, disk: &mut Disk, request: Request) -> Ticket {
        disk.clock += 1_000;
        let (ticket, effects) = self.keeper.ask(request, Stamp(disk.clock));
        self.effects.extend(effects);
        self.run(disk);
        ticket
    }

    pub fn event(&mut self, disk: &mut Disk, event: Event) {
        let effects = self.keeper.update(event, Stamp(disk.clock));
        self.effects.extend(effects);
        self.run(disk);
    }

    pub fn run(&mut self, disk: &mut Disk) {
        while !self.stopped && self.step(disk) {}
    }

    /// Carries out one effect; false where there is none.
    pub fn step(&mut self, disk: &mut Disk) -> bool {
        let Some(effect) = self.effects.pop_front() else { return false };
        let event = match effect {
            Effect::Store(effect) => Event::Store(disk.store(effect)),
            Effect::Seal(sealing) => Event::Sealed(disk.seal(sealing)),
            Effect::Open(sealed) => Event::Opened(disk.open(sealed)),
            Effect::Hold(keys) => Event::Held(keys.into_iter().filter(|key| disk.held.contains(key)).collect()),
            Effect::Measure => {
                let used = disk.first.iter().map(|(key, text)| PREFIX.len() + key.len() + text.len()).sum();
                Event::Measured(Room { first: Some(used), journal: Some(1) })
            }
            Effect::Wait(milliseconds) => {
                self.waits.push(milliseconds);
                return true;
            }
            Effect::Answer(ticket, reply) => {
                self.answers.push((ticket, reply));
                return true;
            }
            Effect::Tell(report) => {
                self.report = report;
                return true;
            }
        };
        let effects = self.keeper.update(event, Stamp(disk.clock));
        self.effects.extend(effects);
        true
    }

    /// Carries out what the role `respond` asks of the store, as its shell does; `head` is
    /// what a tablet remembers of a finished response.
    pub fn respond(&mut self, disk: &mut Disk, effect: &respond::Effect, is_tablet: bool) {
        let (request, asked) = match effect {
            respond::Effect::ReadStore => (Request::Read(Vec::new()), Asked::Store),
            respond::Effect::ReadDefinition(mark) => (Request::Read(vec![format!("q.{mark}")]), Asked::Definition),
            respond::Effect::KeepDefinition(mark, text) => {
                (Request::Put(vec![(format!("q.{mark}"), Value::Text(text85::encode(text.as_bytes())))]), Asked::Tidied)
            }
            respond::Effect::SaveDraft { campaign, id, sequence, content } => {
                (Request::Put(vec![(draft_key(campaign, id), Value::Own(content.clone()))]), Asked::Saved(*sequence))
            }
            respond::Effect::Finish(ending) => {
                let finish = Finish {
                    campaign: ending.header.campaign.0.clone(),
                    id: ending.header.id.clone(),
                    content: ending.content.clone(),
                    key: ending.key.unwrap(),
                    register: is_tablet.then(|| Kept::head(ending)),
                };
                (Request::Finish(Box::new(finish)), Asked::Finished)
            }
            respond::Effect::Forget(keys) => (Request::Put(keys.iter().map(|key| (key.clone(), Value::Gone)).collect()), Asked::Tidied),
            respond::Effect::FetchCampaign(_)
            | respond::Effect::FetchQuestionnaire(_)
            | respond::Effect::ReadTryout(_)
            | respond::Effect::Push(_)
            | respond::Effect::Replace(_)
            | respond::Effect::HistoryBack
            | respond::Effect::Focus(_)
            | respond::Effect::SetLanguage(_) => return,
        };
        self.asks(disk, request, asked);
    }

    pub fn asks(&mut self, disk: &mut Disk, request: Request, asked: Asked) {
        let (ticket, effects) = self.keeper.ask(request, Stamp(disk.clock));
        self.asked.push((ticket, asked));
        self.effects.extend(effects);
        self.run(disk);
    }

    /// The next answer that nobody heard yet.
    pub fn hear(&mut self) -> Option<(Asked, Reply)> {
        let (ticket, reply) = self.answers.get(self.heard)?.clone();
        self.heard += 1;
        let (_, asked) = self.asked.iter().find(|(other, _)| *other == ticket)?;
        Some((*asked, reply))
    }

    /// What changed in the report since it was told last.
    pub fn hear_report(&mut self) -> Option<Report> {
        (self.told != self.report).then(|| {
            self.told = self.report.clone();
            self.report.clone()
        })
    }

    /// The answers to one request so far.
    pub fn answers(&self, ticket: Ticket) -> Vec<Reply> {
        self.answers.iter().filter(|(other, _)| *other == ticket).map(|(_, reply)| reply.clone()).collect()
    }

    pub fn put(&mut self, disk: &mut Disk, key: &str, value: Value) -> Ticket {
        self.ask(disk, Request::Put(vec![(key.to_owned(), value)]))
    }

    pub fn finish(&mut self, disk: &mut Disk, id: &str, content: &[u8]) -> Ticket {
        let finish = Finish {
            campaign: "demo".to_owned(),
            id: id.to_owned(),
            content: content.to_vec(),
            key: demo_key().public(),
            register: Some(b"register".to_vec()),
        };
        self.ask(disk, Request::Finish(Box::new(finish)))
    }

    /// What a role that begins is told.
    pub fn contents(&mut self, disk: &mut Disk, prefixes: &[&str]) -> phieu::app::keeping::Contents {
        let ticket = self.ask(disk, Request::Read(prefixes.iter().map(|prefix| (*prefix).to_owned()).collect()));
        match self.answers(ticket).remove(0) {
            Reply::Read(contents) => *contents,
            other @ (Reply::Kept(_) | Reply::Finished(_)) => panic!("{other:?}"),
        }
    }

    /// What is in the envelopes of this page.
    pub fn opened(&self) -> Vec<Vec<u8>> {
        self.keeper.envelopes().iter().map(|(_, bytes)| open(bytes, &demo_key()).unwrap()).collect()
    }
}

/// An answer as the event that the role `respond` gets.
pub fn respond_event(asked: Asked, reply: Reply) -> respond::Event {
    match (asked, reply) {
        (Asked::Store, Reply::Read(contents)) => respond::Event::StoreRead(*contents),
        (Asked::Definition, Reply::Read(contents)) => respond::Event::DefinitionRead(
            contents
                .records
                .first()
                .map(|(_, kept)| String::from_utf8(text85::decode(std::str::from_utf8(kept).unwrap()).unwrap()).unwrap()),
        ),
        (Asked::Saved(sequence), Reply::Kept(result)) => respond::Event::Saved(sequence, result),
        (Asked::Finished, Reply::Finished(result)) => respond::Event::Finished(result),
        (Asked::Tidied, Reply::Kept(result)) => respond::Event::Tidied(result),
        (asked, reply) => panic!("{asked:?}: {reply:?}"),
    }
}

/// Every questionnaire of the tests, by fingerprint.
pub fn books() -> BTreeMap<String, Codebook> {
    let mut books = BTreeMap::new();
    for folder in ["public/questionnaires", "tests/data/questionnaires", "tests/data/tablet/questionnaires"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let mark = fingerprint(text.as_bytes());
            if let Some(book) = Definition::read(&text).ok().and_then(|form| Codebook::of(&form, &mark)) {
                books.insert(mark, book);
            }
        }
    }
    books
}
