//! A device without a browser: two media, a device key, and pages over them that carry out
//! the keeper's effects at once. Every part can be made to fail.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its part; what is not expected fails its test")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use phieu::app::keeping::{Effect, Event, Fault, Finish, Keeper, Reply, Report, Request, Room, Sealing, Ticket, Value};
use phieu::base::digest::sha256;
use phieu::base::time::Stamp;
use phieu::seal::{PrivateKey, envelope, open};
use phieu::store::MediumFault;
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
}

pub fn demo_key() -> PrivateKey {
    PrivateKey::from_random(&[3; 32])
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
        let (keeper, effects) = Keeper::start();
        let mut page =
            Page { keeper, effects: effects.into(), answers: Vec::new(), report: Report::default(), stopped: false, waits: Vec::new() };
        page.run(self);
        page
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

    fn store(&mut self, effect: journal::Effect) -> journal::Event {
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
        self.quota.is_none_or(|quota| used + PREFIX.len() + change.key.len() + change.text.len() <= quota)
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
