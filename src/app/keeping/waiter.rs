//! What was put and is not answered yet. Saved is what the journal has; that something is
//! in the way is told once, and what waits here goes on waiting.

use super::job::{answers, finished};
use super::{Effect, Fault, Keeper, Reply, Ticket};
use crate::base::digest::fingerprint;
use crate::store::journal::record::envelope_key;
use crate::store::journal::{Durability, Journal, Side};

/// What was put.
#[derive(Debug, Clone)]
pub(super) struct Waiter {
    pub tickets: Vec<Ticket>,
    pub keys: Vec<(String, Option<String>)>,
    /// The receipt, where an envelope was made.
    pub receipt: Option<String>,
    /// That something is in the way was told, and how safe it was then.
    pub told: Option<Durability>,
}

/// How what was put under a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Safe,
    Open,
    Overtaken,
}

impl Waiter {
    /// What is put now stands where this was put before.
    pub fn follow(&mut self, later: &[(String, Option<String>)]) {
        for (key, payload) in &mut self.keys {
            if let Some((_, newer)) = later.iter().find(|(other, _)| other == key) {
                payload.clone_from(newer);
            }
        }
    }

    fn state(&self, journal: &Journal) -> State {
        let states = self.keys.iter().map(|(key, payload)| state(journal, key, payload.as_deref()));
        states.fold(State::Safe, |all, one| if all == State::Overtaken || one == State::Safe { all } else { one })
    }
}

fn state(journal: &Journal, key: &str, payload: Option<&str>) -> State {
    let safe = |key: &str| if journal.is_acknowledged(key) { State::Safe } else { State::Open };
    let known = journal.get(key);
    if known == payload {
        // What was never kept is erased as soon as it is asked for.
        return if payload.is_none() && journal.is_unknown(key) { State::Safe } else { safe(key) };
    }
    let aside = payload.map(|payload| ["aside.", key, ".", &fingerprint(payload.as_bytes())].concat());
    match aside.filter(|aside| journal.get(aside).is_some()) {
        Some(aside) => safe(&aside),
        None => State::Overtaken,
    }
}

impl Keeper {
    /// Answers what can be answered.
    pub(super) fn answer(&mut self) -> Vec<Effect> {
        let fault = self.journal.fault(Side::Journal);
        let journal = &self.journal;
        let mut effects = Vec::new();
        self.waiting.retain_mut(|waiter| {
            let state = waiter.state(journal);
            let safe = waiter.receipt.as_ref().map_or(Durability::Memory, |receipt| durability(journal, receipt));
            // Local storage is quick, and is waited for before trouble is told.
            let is_first_done = safe != Durability::Memory || waiter.receipt.is_none() || journal.fault(Side::First).is_some();
            let reply = match (&waiter.receipt, state, fault) {
                (None, State::Safe, _) => Reply::Kept(Ok(())),
                (None, State::Overtaken, _) => Reply::Kept(Err(Fault::Overtaken)),
                (_, State::Open, None) => return true,
                (_, State::Open, Some(_)) if !is_first_done || waiter.told >= Some(safe) => return true,
                (None, State::Open, Some(fault)) => Reply::Kept(Err(Fault::Medium(fault))),
                (Some(receipt), State::Safe | State::Open | State::Overtaken, _) => finished(receipt, safe),
            };
            waiter.told = Some(safe);
            effects.extend(answers(&waiter.tickets, &reply));
            state == State::Open
        });
        effects
    }
}

fn durability(journal: &Journal, receipt: &str) -> Durability {
    journal.durability(&envelope_key(receipt))
}
