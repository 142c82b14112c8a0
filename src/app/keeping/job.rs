//! What was asked to be kept, on its way to the media: sealed step by step, then put. The
//! first of the queue is at work; the others wait, and a later text of the same draft takes
//! the place of an earlier one that waits.

use super::{Effect, Fault, Finish, Finished, Keeper, Reply, Sealing, Ticket, Value, Waiter, own_payload, stored};
use crate::base::time::Stamp;
use crate::seal::envelope;
use crate::seal::receipt::receipt;
use crate::store::MediumFault;
use crate::store::journal::record::{draft_key, envelope_key, envelope_payload};
use crate::store::journal::{self, Side};

/// One request to keep something.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// Whose requests this answers.
    pub tickets: Vec<Ticket>,
    changes: Vec<(String, Value)>,
    finish: Option<Box<Ending>>,
    /// The receipt, once there is one.
    receipt: Option<String>,
}

/// An envelope that is not sealed yet.
#[derive(Debug, Clone)]
struct Ending {
    finish: Finish,
    head: Vec<u8>,
    padded: Vec<u8>,
}

impl Job {
    pub fn put(ticket: Ticket, changes: Vec<(String, Value)>) -> Self {
        Self { tickets: vec![ticket], changes, finish: None, receipt: None }
    }

    /// None where the content is too long for an envelope.
    pub fn finish(ticket: Ticket, mut finish: Finish) -> Option<Self> {
        let content = std::mem::take(&mut finish.content);
        let (head, padded) = envelope::prepare(&content, finish.key)?;
        let ending = Ending { finish, head, padded };
        Some(Self { tickets: vec![ticket], changes: Vec::new(), finish: Some(Box::new(ending)), receipt: None })
    }

    /// Whether it says something later about everything that the other one does.
    pub fn covers(&self, other: &Self) -> bool {
        let has = |key: &String| self.changes.iter().any(|(own, _)| own == key);
        other.finish.is_none() && !other.changes.is_empty() && other.changes.iter().all(|(key, _)| has(key) || self.ends(key))
    }

    /// Whether the draft with this key ends with it.
    fn ends(&self, key: &str) -> bool {
        self.finish.as_ref().is_some_and(|ending| draft_key(&ending.finish.campaign, &ending.finish.id) == key)
    }

    /// The next thing that has to be sealed.
    fn sealing(&self) -> Option<Sealing> {
        if let Some(ending) = &self.finish {
            let (head, padded) = (ending.head.clone(), ending.padded.clone());
            return Some(Sealing::Envelope { key: ending.finish.key, head, padded });
        }
        self.changes.iter().find_map(|(key, value)| match value {
            Value::Own(content) => Some(Sealing::Own { about: key.clone(), content: content.clone() }),
            Value::Text(_) | Value::Gone => None,
        })
    }

    /// The envelope is there: it stands under its receipt, its draft goes, and the device
    /// remembers what it was told to.
    fn appended(&mut self, ending: Ending, sealed: &[u8]) {
        let finish = ending.finish;
        let bytes = [&ending.head, sealed].concat();
        let receipt = receipt(&bytes);
        self.changes.push((envelope_key(&receipt), Value::Text(envelope_payload(&finish.id, &bytes))));
        self.ended(&receipt, finish);
    }

    fn ended(&mut self, receipt: &str, finish: Finish) {
        self.changes.push((draft_key(&finish.campaign, &finish.id), Value::Gone));
        if let Some(register) = finish.register {
            self.changes.push((["r.", receipt].concat(), Value::Own(register)));
        }
        self.receipt = Some(receipt.to_owned());
    }
}

impl Keeper {
    /// Takes a job in. One that waits and says less than the new one is answered by it.
    pub(super) fn enqueue(&mut self, mut job: Job) {
        let first = usize::from(self.is_sealing);
        self.held_back.retain(|other| !job.covers(other) || !take_tickets(&mut job, other));
        let mut place = 0;
        self.queue.retain(|other| {
            place += 1;
            place <= first || !job.covers(other) || !take_tickets(&mut job, other)
        });
        self.queue.push_back(job);
    }

    /// Whether these changes are about a draft whose response was finished.
    pub(super) fn is_finished(&self, changes: &[(String, Value)]) -> bool {
        changes.iter().any(|(key, value)| {
            let is_draft = key.starts_with("d.") && *value != Value::Gone;
            let ends = self.queue.iter().any(|job| job.ends(key));
            is_draft && (ends || key.rsplit('.').next().is_some_and(|mark| self.envelope_of(mark).is_some()))
        })
    }

    /// The receipt of the envelope of a response, by the mark of its id.
    fn envelope_of(&self, mark: &str) -> Option<String> {
        let of = |payload: &str| payload.split_once(' ').is_some_and(|(other, _)| other == mark);
        self.journal.under("e.").find(|(_, payload)| of(payload)).and_then(|(key, _)| Some(key.strip_prefix("e.")?.to_owned()))
    }

    /// Goes on with the first of the queue.
    pub(super) fn work(&mut self, now: Stamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        while !self.is_sealing {
            let Some(mut job) = self.queue.pop_front() else { break };
            self.join_envelope(&mut job);
            if let Some(sealing) = job.sealing() {
                self.is_sealing = true;
                self.queue.push_front(job);
                effects.push(Effect::Seal(sealing));
            } else {
                effects.extend(self.put(job, now));
            }
        }
        effects
    }

    /// A response that has an envelope is not given another one.
    fn join_envelope(&mut self, job: &mut Job) {
        let Some(ending) = &job.finish else { return };
        let id = &ending.finish.id;
        let Some(receipt) = self.envelope_of(id.get(..16).unwrap_or(id)) else { return };
        let key = envelope_key(&receipt);
        if let (Some(mut ending), Some(payload)) = (job.finish.take(), self.journal.get(&key)) {
            job.changes.push((key, Value::Text(payload.to_owned())));
            // What is remembered of it is of the first time, as the envelope is.
            ending.finish.register.take_if(|_| self.journal.get(&["r.", &receipt].concat()).is_some());
            job.ended(&receipt, ending.finish);
        }
    }

    fn put(&mut self, job: Job, now: Stamp) -> Vec<Effect> {
        let mut keys = Vec::new();
        for (key, value) in job.changes {
            let payload = match value {
                Value::Text(text) => Some(text),
                // Sealed before it comes here.
                Value::Own(_) | Value::Gone => None,
            };
            if payload.is_none() {
                let asides = ["aside.", &key, "."].concat();
                let aside: Vec<String> = self.journal.under(&asides).map(|(key, _)| key.to_owned()).collect();
                keys.extend(aside.into_iter().map(|key| (key, None)));
            }
            keys.push((key, payload));
        }
        for waiter in &mut self.waiting {
            waiter.follow(&keys);
        }
        let is_draft = |(key, payload): &&(String, Option<String>)| key.starts_with("d.") && payload.is_some();
        let drafts = keys.iter().filter(is_draft).map(|(key, _)| key.clone()).collect();
        let locks = self.hold(drafts);
        // What is erased makes room.
        let makes_room = keys.iter().any(|(_, payload)| payload.is_none()) && self.journal.fault(Side::First) == Some(MediumFault::Full);
        let mut effects = stored(self.journal.put(now, keys.clone()));
        if makes_room {
            effects.extend(stored(self.journal.update(journal::Event::Retry)));
        }
        self.waiting.push(Waiter { tickets: job.tickets, keys, receipt: job.receipt, told: None });
        [locks, effects].concat()
    }

    /// Tries again what could not be sealed, in its order. The first of the queue is being
    /// sealed, and what comes of that is for it alone. What was finished meanwhile is over.
    pub(super) fn work_again(&mut self) -> Vec<Effect> {
        let first = usize::from(self.is_sealing);
        let mut effects = Vec::new();
        for job in std::mem::take(&mut self.held_back).into_iter().rev() {
            if self.is_finished(&job.changes) {
                effects.extend(answers(&job.tickets, &Reply::Kept(Err(Fault::AlreadyFinished))));
            } else {
                self.queue.insert(first.min(self.queue.len()), job);
            }
        }
        effects
    }

    /// Something was sealed, or not.
    pub(super) fn sealed(&mut self, result: Result<Vec<u8>, Fault>) -> Vec<Effect> {
        self.is_sealing = false;
        let Some(mut job) = self.queue.pop_front() else { return Vec::new() };
        let is_envelope = job.finish.is_some();
        if !is_envelope {
            self.device_key = Some(result.as_ref().map(|_| ()).map_err(|fault| *fault));
        }
        match (result, job.finish.take()) {
            (Ok(bytes), Some(ending)) => job.appended(*ending, &bytes),
            (Ok(bytes), None) => self.sealed_own(&mut job, &bytes),
            (Err(fault), Some(_)) => return answers(&job.tickets, &Reply::Finished(Err(fault))),
            // The envelope goes on without what the device would have remembered of it.
            (Err(_), None) if job.receipt.is_some() => job.changes.retain(|(_, value)| !matches!(value, Value::Own(_))),
            (Err(fault), None) => {
                let effects = answers(&job.tickets, &Reply::Kept(Err(fault)));
                // What was asked for meanwhile is later, and must not be overwritten by it.
                match self.queue.iter_mut().find(|later| later.covers(&job) && later.finish.is_none()) {
                    Some(later) => later.tickets.extend(&job.tickets),
                    None => self.held_back.push(job),
                }
                return effects;
            }
        }
        self.queue.push_front(job);
        Vec::new()
    }

    fn sealed_own(&mut self, job: &mut Job, bytes: &[u8]) {
        let Some((key, value)) = job.changes.iter_mut().find(|(_, value)| matches!(value, Value::Own(_))) else { return };
        let payload = own_payload(bytes);
        if let Value::Own(content) = std::mem::replace(value, Value::Text(payload.clone())) {
            self.opened.insert(key.clone(), (payload, Some(content)));
        }
    }
}

/// The later job answers what the earlier one would have.
fn take_tickets(job: &mut Job, other: &Job) -> bool {
    job.tickets.extend(&other.tickets);
    true
}

pub(super) fn answers(tickets: &[Ticket], reply: &Reply) -> Vec<Effect> {
    tickets.iter().map(|ticket| Effect::Answer(*ticket, reply.clone())).collect()
}

pub(super) fn finished(receipt: &str, durability: crate::store::journal::Durability) -> Reply {
    Reply::Finished(Ok(Finished { receipt: receipt.to_owned(), durability }))
}
