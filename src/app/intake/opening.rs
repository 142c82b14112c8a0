//! Envelopes are opened a few at a step: those that are kept, once the key is there, and
//! those that come in. What came before is not opened again; opening is what takes long.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::desk::{Change, Desk, Done, Held, hold};
use super::draft::{Filling, kept_aside};
use super::message::SourceSaid;
use super::source::{Carrier, Source, split};
use super::stored::{import_of, is_counted, next_part, of_import, undone_of};
use crate::base::time::Stamp;
use crate::seal::receipt::receipt;
use crate::store::handin::file;
use crate::store::ledger::{Content, Ledger};

/// Envelopes a step: some 30 ms in a browser.
const BATCH: usize = 64;

/// Kept envelopes on their way into memory.
#[derive(Debug)]
pub(super) struct Opening {
    bundles: VecDeque<String>,
    envelopes: VecDeque<Vec<u8>>,
    /// Only what could not be read for want of its questionnaire.
    unknown_alone: bool,
    /// Envelopes that the ledger does not have.
    strays: Vec<(Option<u32>, String, Content)>,
    of: Option<u32>,
    done: u64,
    total: u64,
}

impl Opening {
    /// All that counts or may count.
    pub fn all(desk: &Desk) -> Self {
        let closed = desk.ledger.as_ref().is_some_and(Ledger::is_closed);
        Self::of(desk.bundles.keys().filter(|name| if closed { is_counted(name) } else { undone_of(name).is_none() }).cloned(), desk, false)
    }

    /// What waits for its questionnaire.
    pub fn again(desk: &Desk) -> Self {
        let closed = desk.ledger.as_ref().is_some_and(Ledger::is_closed);
        Self::of(desk.bundles.keys().filter(|name| !closed && undone_of(name).is_none()).cloned(), desk, true)
    }

    fn of(bundles: impl Iterator<Item = String>, desk: &Desk, unknown_alone: bool) -> Self {
        let bundles: VecDeque<String> = bundles.collect();
        let total = bundles.iter().filter_map(|name| desk.bundles.get(name)).map(|bytes| bytes.len() as u64).sum();
        Self { bundles, envelopes: VecDeque::new(), unknown_alone, strays: Vec::new(), of: None, done: 0, total }
    }

    /// Opens a few.
    pub fn step(&mut self, desk: &mut Desk) -> Done {
        for _ in 0..BATCH {
            let Some(envelope) = self.envelopes.pop_front() else {
                let Some(name) = self.bundles.pop_front() else { return self.finish(desk) };
                let found = desk.bundles.get(&name).map(|bytes| file::decode(bytes)).unwrap_or_default();
                desk.lost += found.damaged.len() as u64;
                self.of = import_of(&name);
                self.envelopes = found.envelopes.into_iter().map(|(_, envelope)| envelope).collect();
                return Done::Not(self.done, self.total);
            };
            self.done += envelope.len() as u64;
            self.one(&envelope, desk);
        }
        Done::Not(self.done, self.total)
    }

    fn one(&mut self, envelope: &[u8], desk: &mut Desk) {
        if self.unknown_alone {
            let known = desk.ledger.as_ref().and_then(|ledger| ledger.content(&receipt(envelope)));
            if !matches!(known, Some(Content::UnknownQuestionnaire(_))) {
                return;
            }
        }
        let Some(incoming) = desk.read(envelope) else { return };
        let Some(ledger) = &mut desk.ledger else { return };
        let (receipt, content) = (incoming.receipt.clone(), incoming.content.clone());
        if ledger.content(&receipt).is_some() {
            ledger.read_again(&receipt, content);
        } else if !ledger.is_closed() {
            self.strays.push((self.of, receipt.clone(), content));
        }
        if let Some(held) = hold(incoming) {
            desk.held.insert(receipt, held);
        }
    }

    /// What the ledger does not have was brought by an import of which nothing is known any
    /// more but its envelopes.
    fn finish(&mut self, desk: &mut Desk) -> Done {
        let strays = std::mem::take(&mut self.strays);
        let Some(ledger) = desk.ledger.as_mut().filter(|_| !strays.is_empty()) else {
            return Done::Say(answer(desk));
        };
        desk.renewed = true;
        let mut numbers: BTreeMap<Option<u32>, u32> = BTreeMap::new();
        for (of, receipt, content) in strays {
            let known = numbers.get(&of).copied();
            let import = known.or_else(|| ledger.begin(Stamp(0), "").ok());
            if let Some(import) = import {
                numbers.insert(of, import);
                // The ledger is open and the import was just begun.
                if ledger.take(import, &receipt, content).is_err() {}
            }
        }
        Done::Say(answer(desk))
    }
}

fn answer(desk: &Desk) -> super::Answer {
    super::Answer { reply: super::Reply::State { summary: Box::new(desk.summary()) }, beside: None }
}

/// Sources on their way in.
#[derive(Debug)]
pub(super) struct Importing {
    made: Stamp,
    ledger: Ledger,
    sources: VecDeque<Source>,
    current: Option<Current>,
    held: BTreeMap<String, Held>,
    put: BTreeMap<String, Vec<u8>>,
    /// Bundles kept aside that these sources were made of.
    delete: BTreeSet<String>,
    said: Vec<SourceSaid>,
    forms: Vec<String>,
    done: u64,
    total: u64,
}

#[derive(Debug)]
struct Current {
    import: u32,
    envelopes: VecDeque<Vec<u8>>,
    filling: Filling,
    /// The first part whose name is free.
    first: usize,
    each: u64,
}

impl Importing {
    /// Of these sources; none while there is no ledger or no key.
    pub fn new(desk: &Desk, made: Stamp, sources: VecDeque<Source>) -> Option<Self> {
        let ledger = desk.ledger.clone().filter(|_| desk.key.is_some())?;
        let total = sources.iter().map(|source| source.bytes.len() as u64).sum();
        Some(Self {
            made,
            ledger,
            sources,
            current: None,
            held: BTreeMap::new(),
            put: BTreeMap::new(),
            delete: BTreeSet::new(),
            said: Vec::new(),
            forms: Vec::new(),
            done: 0,
            total,
        })
    }

    /// What an undone import brought, taken again; none where nothing of it is kept aside.
    pub fn again(desk: &Desk, import: u32, made: Stamp) -> Option<Self> {
        let (bytes, names) = kept_aside(desk, import)?;
        let name = desk.ledger.as_ref()?.imports().get(import as usize).map(|import| import.source.clone()).unwrap_or_default();
        let source = Source { name, carrier: Carrier::File, bytes };
        Some(Self { delete: names, ..Self::new(desk, made, VecDeque::from([source]))? })
    }

    /// Opens a few.
    pub fn step(&mut self, desk: &Desk) -> Done {
        for _ in 0..BATCH {
            let Some(current) = &mut self.current else {
                let Some(source) = self.sources.pop_front() else { return Done::Change(Box::new(self.finish())) };
                self.begin(source, desk);
                return Done::Not(self.done, self.total);
            };
            match current.envelopes.pop_front() {
                Some(envelope) => {
                    self.done += current.each;
                    self.one(&envelope, desk);
                }
                None => self.end(),
            }
        }
        Done::Not(self.done, self.total)
    }

    fn begin(&mut self, source: Source, desk: &Desk) {
        let found = split(&source.bytes);
        let nothing = found.envelopes.is_empty();
        let size = source.bytes.len() as u64;
        let import = if nothing { None } else { self.ledger.begin(self.made, &source.name).ok() };
        let title = found.form.as_deref().and_then(form_name);
        self.said.push(SourceSaid { name: source.name, carrier: source.carrier, import, form: title, findings: found.findings });
        self.forms.extend(found.form);
        let Some(import) = import else {
            self.done += size;
            return;
        };
        for byte in found.damaged {
            // The ledger is open, and the import was just begun.
            if self.ledger.note_damage(import, byte).is_err() {}
        }
        let each = size / (found.envelopes.len() as u64).max(1);
        let first = next_part(desk.bundles.keys(), &format!("i{import:06}"));
        self.current = Some(Current { import, envelopes: found.envelopes.into(), filling: Filling::default(), first, each });
    }

    fn one(&mut self, envelope: &[u8], desk: &Desk) {
        let Some(current) = &mut self.current else { return };
        let name = receipt(envelope);
        let content = if let Some(content) = self.ledger.content(&name) {
            content.clone()
        } else {
            let Some(incoming) = desk.read(envelope) else { return };
            let content = incoming.content.clone();
            current.filling.add(envelope, |part| of_import(current.import, current.first + part));
            if let Some(held) = hold(incoming) {
                self.held.insert(name.clone(), held);
            }
            content
        };
        if self.ledger.take(current.import, &name, content).is_err() {}
    }

    fn end(&mut self) {
        if let Some(mut current) = self.current.take() {
            self.put.extend(current.filling.finish(|part| of_import(current.import, current.first + part)));
        }
    }

    fn finish(&mut self) -> Change {
        Change {
            ledger: Some(self.ledger.clone()),
            put: std::mem::take(&mut self.put),
            delete: std::mem::take(&mut self.delete),
            held: std::mem::take(&mut self.held),
            said: Some(std::mem::take(&mut self.said)),
            forms: std::mem::take(&mut self.forms),
            ..Change::default()
        }
    }
}

fn form_name(text: &str) -> Option<String> {
    crate::questionnaire::Definition::read(text).ok().map(|definition| definition.id)
}
