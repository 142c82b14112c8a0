//! The desk at which envelopes are taken: a machine of small steps, so that whoever runs it
//! hears a cancellation between any two. What an act changes is made beside what there is,
//! handed out to be kept, and taken over when the store has answered: an import is in as a
//! whole or not there. Where the store refuses, it is in for the life of the desk, and
//! every answer says so.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::closing::Closing;
use super::counting::{Counting, Rows};
use super::message::{Ask, HandInLine, ImportLine, Keeping, Refusal, Reply, SourceSaid, Summary, Task};
use super::opening::{Importing, Opening};
use super::source::Source;
use super::stored::{ShelfFault, Stored, Write, undone_of};
use super::{Incoming, Reading, Said, draft, table};
use crate::base::digest::{fingerprint, unbase32};
use crate::questionnaire::Definition;
use crate::response::Correction;
use crate::response::codec::binary::Codebook;
use crate::seal::PrivateKey;
use crate::seal::receipt::Receipts;
use crate::store::ledger::{Content, Ledger, Verdict};

/// What an envelope gave, kept open in memory alone.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Held {
    /// A response, packed, and its id.
    Response { id: String, packed: Vec<u8> },
    /// A correction.
    Correction(Box<Correction>),
}

/// An answer, with what stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What is said.
    pub reply: Reply,
    /// Bytes.
    pub beside: Option<Vec<u8>>,
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Nothing until something is heard.
    Idle,
    /// Another step, after whatever waits was heard.
    Again,
    /// Say this, then another step.
    Say(Answer),
    /// Read what is kept of this campaign and tell it by `found`.
    Read(String),
    /// Keep this for this campaign and tell by `written`.
    Write(String, Write),
}

/// What an act comes to: taken over as a whole.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub ledger: Option<Ledger>,
    pub put: BTreeMap<String, Vec<u8>>,
    pub delete: BTreeSet<String>,
    pub held: BTreeMap<String, Held>,
    pub forget: Vec<String>,
    /// Sources, where it is an import; what is told of it.
    pub said: Option<Vec<SourceSaid>>,
    pub forms: Vec<String>,
}

#[derive(Debug)]
enum Job {
    Opening(Opening),
    Importing(Importing),
    Closing(Closing),
    Counting(Counting),
    Rows(Rows),
}

/// Outcome of a step of a job.
pub(super) enum Done {
    /// It goes on; done and in all.
    Not(u64, u64),
    /// A change is to be kept.
    Change(Box<Change>),
    /// Nothing is to be kept; this is to be said.
    Say(Answer),
}

#[derive(Debug)]
struct Heard {
    ask: Ask,
    beside: Vec<Vec<u8>>,
    random: Option<[u8; 32]>,
}

/// The desk of one campaign.
#[derive(Debug, Default)]
pub struct Desk {
    pub(super) campaign: String,
    pub(super) key: Option<PrivateKey>,
    pub(super) books: BTreeMap<String, Codebook>,
    pub(super) ledger: Option<Ledger>,
    pub(super) bundles: BTreeMap<String, Vec<u8>>,
    pub(super) held: BTreeMap<String, Held>,
    pub(super) renewed: bool,
    pub(super) lost: u64,
    keeping: Keeping,
    unkept: (BTreeSet<String>, BTreeSet<String>),
    heard: VecDeque<Heard>,
    job: Option<Job>,
    waiting: Option<Box<Change>>,
    reading: bool,
    said: u64,
}

impl Desk {
    /// Hears what the page asks; `random` is for what is sealed anew.
    pub fn hear(&mut self, ask: Ask, beside: Vec<Vec<u8>>, random: Option<[u8; 32]>) {
        match ask {
            Ask::Cancel => {
                // What only looks goes on; what would change something is dropped.
                self.heard.retain(|heard| !matches!(heard.ask, Ask::Import { .. }));
                self.heard.push_front(Heard { ask, beside, random });
            }
            Ask::Count { .. } => {
                self.heard.retain(|heard| !matches!(heard.ask, Ask::Count { .. }));
                if matches!(self.job, Some(Job::Counting(_))) {
                    self.job = None;
                }
                self.heard.push_back(Heard { ask, beside, random });
            }
            Ask::Open { .. }
            | Ask::Unlock { .. }
            | Ask::Forms { .. }
            | Ask::Import { .. }
            | Ask::Undo { .. }
            | Ask::Redo { .. }
            | Ask::Close
            | Ask::Rows { .. }
            | Ask::Table { .. }
            | Ask::Receipts => self.heard.push_back(Heard { ask, beside, random }),
        }
    }

    /// Does a little.
    pub fn step(&mut self) -> Step {
        if self.waiting.is_some() || self.reading {
            return Step::Idle;
        }
        if self.heard.front().is_some_and(|heard| heard.ask == Ask::Cancel) {
            self.heard.pop_front();
            return self.cancel();
        }
        let Some(job) = self.job.take() else {
            return match self.heard.pop_front() {
                Some(heard) => self.begin(heard),
                None => Step::Idle,
            };
        };
        self.go_on(job)
    }

    fn go_on(&mut self, mut job: Job) -> Step {
        let (task, done) = match &mut job {
            Job::Opening(opening) => (Task::Opening, opening.step(self)),
            Job::Importing(importing) => (Task::Importing, importing.step(self)),
            Job::Closing(closing) => (Task::Closing, closing.step(self)),
            Job::Counting(counting) => (Task::Counting, counting.step(self)),
            Job::Rows(rows) => (Task::Rows, rows.step(self)),
        };
        match done {
            Done::Not(done, total) => {
                self.job = Some(job);
                // A message costs more than a step: one a hundredth.
                let now = done * 100 / total.max(1);
                if now == self.said {
                    return Step::Again;
                }
                self.said = now;
                say(Reply::Progress { task, done, total })
            }
            Done::Change(change) => self.keep(change),
            Done::Say(answer) => Step::Say(answer),
        }
    }

    fn begin(&mut self, heard: Heard) -> Step {
        self.said = 0;
        let Heard { ask, beside, random } = heard;
        let changes = matches!(ask, Ask::Import { .. } | Ask::Undo { .. } | Ask::Redo { .. } | Ask::Close);
        match self.ledger.as_ref().map(Ledger::is_closed) {
            None if changes || matches!(ask, Ask::Count { .. } | Ask::Rows { .. } | Ask::Table { .. } | Ask::Receipts) => {
                return refuse(Refusal::Locked);
            }
            Some(true) if changes => return refuse(Refusal::Closed),
            None | Some(_) => {}
        }
        match ask {
            Ask::Open { campaign } => {
                *self = Self { campaign: campaign.clone(), heard: std::mem::take(&mut self.heard), reading: true, ..Self::default() };
                Step::Read(campaign)
            }
            Ask::Unlock { key, forms } => self.unlock(&key, &forms),
            Ask::Forms { forms } => {
                let known = self.books.len();
                self.learn(&forms);
                if self.key.is_none() || self.books.len() == known {
                    return self.state();
                }
                self.job(Job::Opening(Opening::again(self)))
            }
            Ask::Import { made, sources } => {
                let sources =
                    sources.into_iter().zip(beside).map(|(given, bytes)| Source { name: given.name, carrier: given.carrier, bytes });
                self.job_of(|desk| Importing::new(desk, made, sources.collect()).map(Job::Importing))
            }
            Ask::Undo { import, when } => match draft::undo(self, import, when) {
                Some(change) => self.keep(Box::new(change)),
                None => refuse(Refusal::NoImport),
            },
            Ask::Redo { import, when } => match Importing::again(self, import, when) {
                Some(importing) => self.job(Job::Importing(importing)),
                None => refuse(Refusal::NoImport),
            },
            Ask::Close => match random {
                Some(seed) => self.job_of(|desk| Closing::new(desk, seed).map(Job::Closing)),
                None => refuse(Refusal::NoRandom),
            },
            Ask::Count { wanted, set_aside } => self.job(Job::Counting(Counting::new(self, wanted, set_aside))),
            Ask::Rows { wanted, set_aside } => self.job(Job::Rows(Rows::new(self, wanted, set_aside))),
            Ask::Table { language, offset } => {
                let table = self.ledger.as_ref().map(|ledger| table::write(ledger, language, offset));
                Step::Say(Answer { reply: Reply::Table, beside: table })
            }
            Ask::Receipts => {
                let list = Receipts::of(self.ledger.iter().flat_map(Ledger::accepted));
                Step::Say(Answer { reply: Reply::Receipts { count: list.count() as u64 }, beside: Some(list.encode().into_bytes()) })
            }
            Ask::Cancel => self.cancel(),
        }
    }

    fn job(&mut self, job: Job) -> Step {
        self.job = Some(job);
        Step::Again
    }

    fn job_of(&mut self, make: impl FnOnce(&Self) -> Option<Job>) -> Step {
        match make(self) {
            Some(job) => self.job(job),
            None => refuse(Refusal::Locked),
        }
    }

    fn cancel(&mut self) -> Step {
        match self.job.take() {
            Some(Job::Opening(_)) => {
                self.key = None;
                self.held.clear();
                say(Reply::Cancelled)
            }
            Some(job @ (Job::Counting(_) | Job::Rows(_))) => {
                self.job = Some(job);
                say(Reply::Cancelled)
            }
            Some(Job::Importing(_) | Job::Closing(_)) | None => say(Reply::Cancelled),
        }
    }

    /// What is kept of the campaign.
    pub fn found(&mut self, stored: Result<Stored, ShelfFault>) -> Step {
        self.reading = false;
        let stored = stored.unwrap_or_else(|_| {
            self.keeping = Keeping::NoStore;
            Stored::default()
        });
        let ledger = stored.ledger.as_deref().map(Ledger::decode);
        self.renewed = stored.unreadable || matches!(ledger, Some(Err(_)));
        let own = ledger.and_then(Result::ok).filter(|ledger| ledger.campaign() == self.campaign);
        self.ledger = Some(own.unwrap_or_else(|| Ledger::new(&self.campaign)));
        self.bundles = stored.bundles;
        self.state()
    }

    fn unlock(&mut self, key: &str, forms: &[String]) -> Step {
        let bytes = unbase32(key).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let Some(key) = bytes.as_ref().and_then(PrivateKey::from_bytes) else { return refuse(Refusal::Locked) };
        self.key = Some(key);
        self.held.clear();
        self.learn(forms);
        self.job(Job::Opening(Opening::all(self)))
    }

    fn learn(&mut self, forms: &[String]) {
        for text in forms {
            let mark = fingerprint(text.as_bytes());
            let book = Definition::read(text).ok().and_then(|definition| Codebook::of(&definition, &mark));
            if let Some(book) = book {
                self.books.insert(mark, book);
            }
        }
    }

    /// Hands out what is to be kept, with what was not kept before.
    fn keep(&mut self, change: Box<Change>) -> Step {
        let Some(ledger) = change.ledger.as_ref().or(self.ledger.as_ref()) else { return refuse(Refusal::Locked) };
        let late = self.unkept.0.iter().filter(|name| !change.put.contains_key(*name) && !change.delete.contains(*name));
        let late = late.filter_map(|name| Some((name.clone(), self.bundles.get(name)?.clone())));
        let write = Write {
            put: change.put.iter().map(|(name, bytes)| (name.clone(), bytes.clone())).chain(late).collect(),
            delete: self.unkept.1.union(&change.delete).filter(|name| !change.put.contains_key(*name)).cloned().collect(),
            ledger: ledger.encode(),
        };
        self.waiting = Some(change);
        Step::Write(self.campaign.clone(), write)
    }

    /// Whether it was kept. Where there is no room it is in all the same.
    pub fn written(&mut self, result: Result<(), ShelfFault>) -> Step {
        let Some(change) = self.waiting.take() else { return Step::Idle };
        match result {
            Err(ShelfFault::Elsewhere) => return refuse(Refusal::Elsewhere),
            Ok(()) => {
                self.keeping = Keeping::Kept;
                self.unkept = Default::default();
            }
            Err(fault) => {
                self.keeping = if fault == ShelfFault::Full { Keeping::Full } else { Keeping::NoStore };
                self.unkept.0.extend(change.put.keys().cloned());
                self.unkept.0.retain(|name| !change.delete.contains(name));
                self.unkept.1.extend(change.delete.iter().cloned());
            }
        }
        let Change { ledger, put, delete, held, forget, said, forms } = *change;
        self.ledger = ledger.or(self.ledger.take());
        self.bundles.retain(|name, _| !delete.contains(name));
        self.bundles.extend(put);
        for receipt in &forget {
            self.held.remove(receipt);
        }
        self.held.extend(held);
        if !forms.is_empty() {
            self.heard.push_front(Heard { ask: Ask::Forms { forms }, beside: Vec::new(), random: None });
        }
        match said {
            Some(said) => say(Reply::Imported { said, summary: Box::new(self.summary()) }),
            None => self.state(),
        }
    }

    pub(super) fn state(&self) -> Step {
        say(Reply::State { summary: Box::new(self.summary()) })
    }

    /// Reads an envelope; none while there is no key.
    pub(super) fn read(&self, envelope: &[u8]) -> Option<Incoming> {
        let reading = Reading { key: self.key.as_ref()?, campaign: &self.campaign, books: &self.books };
        Some(super::read(envelope, &reading))
    }

    /// How the ledger stands.
    pub fn summary(&self) -> Summary {
        let Some(ledger) = &self.ledger else { return Summary { keeping: self.keeping, ..Summary::default() } };
        let (counts, by_import) = ledger.counts();
        let aside: BTreeSet<u32> = self.bundles.keys().filter_map(|name| undone_of(name)).collect();
        let line = |number: u32, (import, counts): (&crate::store::ledger::Import, _)| ImportLine {
            aside: aside.contains(&number),
            made: import.made,
            source: import.source.clone(),
            undone: import.undone,
            damaged: import.damaged.len() as u64,
            counts,
        };
        let (verdicts, mut unknown) = (ledger.verdicts(), BTreeMap::new());
        for verdict in verdicts.values() {
            if let Verdict::Apart(Content::UnknownQuestionnaire(mark)) = verdict {
                *unknown.entry(mark.clone()).or_default() += 1;
            }
        }
        let hand_in = |(receipt, hand_in): (&str, &crate::store::ledger::HandIn)| {
            let whole = verdicts.get(receipt) == Some(&Verdict::HandIn);
            let token = if whole { hand_in.token.clone() } else { String::new() };
            HandInLine { hand_in: crate::store::ledger::HandIn { token, ..hand_in.clone() }, whole }
        };
        Summary {
            counts,
            imports: (0..).zip(ledger.imports().iter().zip(by_import)).map(|(number, import)| line(number, import)).collect(),
            hand_ins: ledger.hand_ins().into_iter().map(hand_in).collect(),
            unknown: unknown.into_iter().collect(),
            closed: ledger.is_closed(),
            keeping: self.keeping,
            renewed: self.renewed,
            lost: self.lost,
        }
    }

    /// Corrections that count, in the order of their receipts.
    pub(super) fn corrections(&self) -> Vec<Correction> {
        let counts = self.ledger.as_ref().filter(|ledger| !ledger.is_closed()).map(Ledger::corrections);
        let corrections = self.held.iter().filter(|(receipt, _)| counts.as_ref().is_none_or(|counts| counts.contains(*receipt)));
        let own = corrections.filter_map(|(_, held)| match held {
            Held::Correction(correction) => Some(correction.as_ref().clone()),
            Held::Response { .. } => None,
        });
        own.collect()
    }

    /// Receipts of the responses that count, and of those tried out, which the register
    /// names, in the order of their ids: neither imports nor receipts decide the order of an
    /// estimate's sums.
    pub(super) fn counted(&self) -> Vec<String> {
        let tried = |verdict: &Verdict| matches!(verdict, Verdict::New | Verdict::Apart(Content::Trial));
        let of =
            |ledger: &Ledger| ledger.verdicts().into_iter().filter(|(_, verdict)| tried(verdict)).map(|(receipt, _)| receipt).collect();
        let counts: Option<BTreeSet<String>> = self.ledger.as_ref().filter(|ledger| !ledger.is_closed()).map(of);
        let responses = self.held.iter().filter_map(|(receipt, held)| match held {
            Held::Response { id, .. } if counts.as_ref().is_none_or(|counts| counts.contains(receipt)) => Some((id, receipt)),
            Held::Response { .. } | Held::Correction(_) => None,
        });
        let mut responses: Vec<(&String, &String)> = responses.collect();
        responses.sort_unstable();
        responses.into_iter().map(|(_, receipt)| receipt.clone()).collect()
    }
}

/// What of an envelope is held open.
pub(super) fn hold(incoming: Incoming) -> Option<Held> {
    match incoming.said {
        Said::Response(response) => Some(Held::Response { id: response.header.id, packed: incoming.opened }),
        Said::Correction(correction) => Some(Held::Correction(correction)),
        Said::Note(_) | Said::Nothing => None,
    }
}

pub(super) fn say(reply: Reply) -> Step {
    Step::Say(Answer { reply, beside: None })
}

fn refuse(why: Refusal) -> Step {
    say(Reply::Refused { why })
}
