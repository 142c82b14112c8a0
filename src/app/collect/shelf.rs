//! What stands on a tablet: sealed envelopes, what is remembered of them, which of them
//! somebody acknowledged, hand-ins that were made, and records of erasures. Made of the
//! store each time, so that it cannot drift from it. An envelope is acknowledged when its
//! own record says so, and by nothing else.

use std::collections::BTreeMap;

use super::register::Registered;
use crate::base::time::Stamp;
use crate::seal::{PublicKey, envelope};
use crate::store::erasure::Erasure;
use crate::store::handin::made::Made;

/// What is read of the store for it, beside the envelopes.
pub const PREFIXES: [&str; 4] = ["r.", "s.", "h.", "x."];

/// How an envelope was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// By the drop box.
    Box(Stamp),
    /// By the token of the hand-in with this id.
    HandedIn(String, Stamp),
}

/// Whose envelopes are meant: those of this campaign, and those that are sealed to its key
/// and of which nothing is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    /// The campaign.
    pub campaign: String,
    /// Its key; none where it has none, and nothing could be sealed.
    pub key: Option<PublicKey>,
}

/// Everything that stands on the tablet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shelf {
    /// Envelopes by receipt.
    pub envelopes: BTreeMap<String, Vec<u8>>,
    /// What is remembered, by receipt.
    pub register: BTreeMap<String, Registered>,
    /// What was acknowledged, by receipt.
    pub acknowledged: BTreeMap<String, Receipt>,
    /// Hand-ins, the latest first.
    pub made: Vec<Made>,
    /// Erasures with the keys of their records, the latest first.
    pub erasures: Vec<(String, Erasure)>,
    /// Keys of open drafts, of all campaigns.
    pub drafts: Vec<String>,
}

/// How the envelopes of a campaign stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Receipts that somebody acknowledged.
    pub acknowledged: Vec<String>,
    /// Receipts that nobody did, sorted.
    pub due: Vec<String>,
    /// How many of all these nothing is remembered of.
    pub unlisted: usize,
    /// How many are remembered, but are neither here nor acknowledged: lost.
    pub lost: usize,
    /// Drafts.
    pub drafts: Vec<String>,
}

impl Standing {
    /// Envelopes on the tablet.
    pub fn envelopes(&self) -> usize {
        self.acknowledged.len() + self.due.len()
    }
}

/// Where the acknowledgement of an envelope stands.
pub fn sent_key(receipt: &str) -> String {
    ["s.", receipt].concat()
}

/// What stands there once a token acknowledged it.
pub fn handed_in(hand_in: &str, when: Stamp) -> String {
    ["handed ", hand_in, " ", &when.0.to_string()].concat()
}

impl Shelf {
    /// Reads it off the store. What is no record of this program is not looked at.
    pub fn read(envelopes: Vec<(String, Vec<u8>)>, records: &[(String, Vec<u8>)], drafts: Vec<String>) -> Self {
        let mut shelf = Self { envelopes: envelopes.into_iter().collect(), drafts, ..Self::default() };
        for (key, bytes) in records {
            shelf.take(key, bytes);
        }
        shelf.made.sort_by(|a, b| (b.made, &b.id).cmp(&(a.made, &a.id)));
        shelf.erasures.sort_by(|a, b| (b.1.made, &b.0).cmp(&(a.1.made, &a.0)));
        shelf
    }

    fn take(&mut self, key: &str, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        match key.split_once('.') {
            Some(("r", receipt)) => self.register.extend(Registered::decode(bytes).map(|entry| (receipt.to_owned(), entry))),
            Some(("s", receipt)) => self.acknowledged.extend(acknowledgement(text).map(|how| (receipt.to_owned(), how))),
            Some(("h", _)) => self.made.extend(Made::decode(text)),
            Some(("x", _)) => self.erasures.extend(Erasure::decode(text).map(|erasure| (key.to_owned(), erasure))),
            Some(_) | None => {}
        }
    }

    /// How the envelopes of a campaign stand.
    pub fn standing(&self, whose: &Whose) -> Standing {
        let mut standing = Standing::default();
        let mark = whose.key.map(PublicKey::mark);
        for (receipt, bytes) in &self.envelopes {
            let known = self.register.get(receipt);
            let is_ours =
                known.map_or_else(|| envelope::mark(bytes).ok() == mark && mark.is_some(), |entry| entry.campaign() == whose.campaign);
            if !is_ours {
                continue;
            }
            standing.unlisted += usize::from(known.is_none());
            if self.acknowledged.contains_key(receipt) {
                standing.acknowledged.push(receipt.clone());
            } else {
                standing.due.push(receipt.clone());
            }
        }
        let gone = |receipt: &String| !self.envelopes.contains_key(receipt) && !self.acknowledged.contains_key(receipt);
        standing.lost = self.register.iter().filter(|(receipt, entry)| entry.campaign() == whose.campaign && gone(receipt)).count();
        let prefix = ["d.", &whose.campaign, "."].concat();
        let is_ours = |key: &&String| key.strip_prefix("aside.").unwrap_or(key).starts_with(&prefix);
        standing.drafts = self.drafts.iter().filter(is_ours).cloned().collect();
        standing
    }

    /// Whether every envelope of a hand-in was acknowledged, and when the last one was.
    pub fn confirmed(&self, made: &Made) -> Option<Stamp> {
        let when = |receipt: &String| match self.acknowledged.get(receipt)? {
            Receipt::Box(when) | Receipt::HandedIn(_, when) => Some(*when),
        };
        let all: Option<Vec<Stamp>> = made.receipts.iter().map(when).collect();
        all.and_then(|all| all.into_iter().max())
    }

    /// Records of erasures that no acknowledged hand-in told.
    pub fn untold(&self) -> Vec<(String, Erasure)> {
        let told = |key: &String| self.made.iter().any(|made| made.erased.contains(key) && self.confirmed(made).is_some());
        self.erasures.iter().filter(|(key, _)| !told(key)).cloned().collect()
    }
}

/// What a record says of an acknowledgement; none while something is only under way.
fn acknowledgement(text: &str) -> Option<Receipt> {
    let mut words = text.split(' ');
    match (words.next()?, words.next(), words.next()) {
        ("box", Some(when), None) => Some(Receipt::Box(Stamp(when.parse().ok()?))),
        ("handed", Some(hand_in), Some(when)) => Some(Receipt::HandedIn(hand_in.to_owned(), Stamp(when.parse().ok()?))),
        _ => None,
    }
}
