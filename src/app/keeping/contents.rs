//! What a role begins with: the drafts that are open and the records it asked for, opened
//! with the device's key where that sealed them.

use super::{Effect, Fault, Keeper, Opened, Reply, Ticket, own_bytes};
use crate::base::time::Stamp;

/// An interview that was begun on this device and not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDraft {
    /// Key of its record; one that two pages wrote stands aside under a longer key.
    pub key: String,
    /// Id of its campaign.
    pub campaign: String,
    /// What was put.
    pub content: Vec<u8>,
    /// When, by the clock of that moment, or later.
    pub saved: Stamp,
    /// Another page of this device has it open.
    pub is_elsewhere: bool,
}

/// What there is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Open drafts of all campaigns that the device's key opens, the latest first.
    pub drafts: Vec<FoundDraft>,
    /// The other records that were asked for, by key: text as its bytes, and what the
    /// device's key sealed as what it was. What it does not open is counted in the report.
    pub records: Vec<(String, Vec<u8>)>,
}

impl Keeper {
    /// Goes on with what was asked for: opened, held, answered.
    pub(super) fn read(&mut self) -> Vec<Effect> {
        if self.reads.is_empty() || !self.journal.is_settled() || self.is_opening || self.asked_locks > 0 {
            return Vec::new();
        }
        let sealed = self.sealed_yet();
        if !sealed.is_empty() || self.device_key.is_none() {
            self.is_opening = true;
            let of = |(key, payload): &(String, String)| Some((original(key).to_owned(), own_bytes(payload)?));
            let asked = sealed.iter().filter_map(of).collect();
            self.opening = sealed;
            return vec![Effect::Open(asked)];
        }
        let drafts: Vec<String> = self.journal.drafts().iter().map(|(key, _)| (*key).to_owned()).collect();
        let locks = self.hold(drafts);
        if !locks.is_empty() {
            return locks;
        }
        let reads = std::mem::take(&mut self.reads);
        let answer = |(ticket, prefixes): (Ticket, Vec<String>)| Effect::Answer(ticket, Reply::Read(Box::new(self.contents(&prefixes))));
        reads.into_iter().map(answer).collect()
    }

    /// What was to be opened was, or not.
    pub(super) fn took(&mut self, result: Result<Opened, Fault>) -> Vec<Effect> {
        self.is_opening = false;
        let asked = std::mem::take(&mut self.opening);
        self.device_key = Some(result.as_ref().map(|_| ()).map_err(|fault| *fault));
        let contents = result.unwrap_or_default();
        let mut contents = contents.into_iter();
        for (key, payload) in asked {
            self.opened.insert(key, (payload, contents.next().flatten()));
        }
        Vec::new()
    }

    /// Records that a role waits for and that were not opened yet.
    fn sealed_yet(&self) -> Vec<(String, String)> {
        let asked = self.reads.iter().flat_map(|(_, prefixes)| prefixes).flat_map(|prefix| self.journal.under(prefix));
        let all = self.journal.drafts().into_iter().chain(asked);
        let is_new = |key: &str, payload: &str| self.opened.get(key).is_none_or(|(known, _)| known != payload);
        all.filter(|(key, payload)| own_bytes(payload).is_some() && is_new(key, payload))
            .map(|(key, payload)| (key.to_owned(), payload.to_owned()))
            .collect()
    }

    fn contents(&self, prefixes: &[String]) -> Contents {
        let draft = |(key, payload): &(&str, &str)| {
            let campaign = original(key).split('.').nth(1)?.to_owned();
            let saved = Stamp(self.journal.sequence(key).unwrap_or_default());
            let is_elsewhere = self.elsewhere.iter().any(|other| other == key);
            Some(FoundDraft { key: (*key).to_owned(), campaign, content: self.content(key, payload)?, saved, is_elsewhere })
        };
        let mut drafts: Vec<FoundDraft> = Vec::new();
        for draft in self.journal.drafts().iter().filter_map(draft) {
            let place = drafts.partition_point(|other| other.saved >= draft.saved);
            drafts.insert(place, draft);
        }
        let under = prefixes.iter().flat_map(|prefix| self.journal.under(prefix));
        let records = under.filter_map(|(key, payload)| Some((key.to_owned(), self.content(key, payload)?))).collect();
        Contents { drafts, records }
    }

    /// What a payload says; none where the device's key does not open it.
    fn content(&self, key: &str, payload: &str) -> Option<Vec<u8>> {
        if own_bytes(payload).is_none() {
            return Some(payload.as_bytes().to_vec());
        }
        self.opened.get(key).filter(|(known, _)| known == payload)?.1.clone()
    }

    /// Drafts that were tried and that the device's key does not open.
    pub(super) fn lost(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_key = self.device_key == Some(Ok(()));
        let is_lost = move |key: &str, payload: &str| {
            is_key && self.opened.get(key).is_some_and(|(known, content)| known == payload && content.is_none())
        };
        self.journal.drafts().into_iter().filter(move |(key, payload)| is_lost(key, payload))
    }
}

/// The key under which a record was first put: one that was set aside has it within.
fn original(key: &str) -> &str {
    let Some(rest) = key.strip_prefix("aside.") else { return key };
    rest.rsplit_once('.').map_or(rest, |(original, _)| original)
}
