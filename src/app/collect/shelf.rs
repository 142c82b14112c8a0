//! What stands on a tablet: sealed envelopes, whose they are, which of them somebody
//! acknowledged, hand-ins that were made, and records of erasures. Made of the store each
//! time, so that it cannot drift from it. An envelope is acknowledged when its own record
//! says so, and by nothing else.

use std::collections::BTreeMap;

use super::board::{Kept, REGISTER};
use crate::app::keeping::Contents;
use crate::base::text85;
use crate::base::time::Stamp;
use crate::seal::{PublicKey, envelope};
use crate::store::erasure::Erasure;
use crate::store::handin::made::Made;
use crate::store::journal::record::{envelope_key, read_envelope};

/// What is read of the store for it.
pub const PREFIXES: [&str; 5] = [REGISTER, "e.", "s.", "h.", "x."];

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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whose {
    /// The campaign.
    pub campaign: String,
    /// Its key; none where it has none, and nothing could be sealed.
    pub key: Option<PublicKey>,
}

/// Everything that stands on the tablet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shelf {
    /// Envelopes by receipt, as they are stored.
    envelopes: BTreeMap<String, String>,
    /// Campaigns of what is remembered, by receipt.
    register: BTreeMap<String, String>,
    /// What was acknowledged, by receipt.
    pub acknowledged: BTreeMap<String, Receipt>,
    /// Hand-ins, the latest first.
    pub made: Vec<Made>,
    /// Erasures with the keys of their records, the latest first.
    pub erasures: Vec<(String, Erasure)>,
    /// Keys of open drafts, of all campaigns.
    drafts: Vec<String>,
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
    /// Keys of unfinished forms.
    pub drafts: Vec<String>,
    /// Receipts of what is remembered.
    pub remembered: Vec<String>,
}

impl Standing {
    /// Envelopes on the tablet.
    pub fn envelopes(&self) -> usize {
        self.acknowledged.len() + self.due.len()
    }

    /// Forms that nobody acknowledged, unfinished ones too: what an erasure would lose.
    pub fn at_stake(&self) -> usize {
        self.due.len() + self.drafts.len()
    }

    /// Whether anything of the campaign is here.
    pub fn is_empty(&self) -> bool {
        self.envelopes() + self.drafts.len() + self.remembered.len() == 0
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
    /// Reads it off the store; `unreadable` are the keys of drafts that do not open any
    /// more. What is no record of this program is not looked at.
    pub fn read(contents: &Contents, kept: &Kept, unreadable: &[String]) -> Self {
        let drafts = contents.drafts.iter().map(|found| &found.key).chain(unreadable).cloned().collect();
        let mut shelf = Self { drafts, ..Self::default() };
        for (receipt, response) in &kept.finished {
            shelf.register.insert(receipt.clone(), response.header.campaign.0.clone());
        }
        for (receipt, correction) in &kept.corrections {
            shelf.register.insert(receipt.clone(), correction.campaign.clone());
        }
        for (key, bytes) in &contents.records {
            shelf.take(key, std::str::from_utf8(bytes).unwrap_or_default());
        }
        shelf.made.sort_by(|a, b| (b.made, &b.id).cmp(&(a.made, &a.id)));
        shelf.erasures.sort_by(|a, b| (b.1.made, &b.0).cmp(&(a.1.made, &a.0)));
        shelf
    }

    fn take(&mut self, key: &str, text: &str) {
        match key.split_once('.') {
            Some(("e", receipt)) => {
                self.envelopes.insert(receipt.to_owned(), text.to_owned());
            }
            Some(("s", receipt)) => self.acknowledged.extend(acknowledgement(text).map(|how| (receipt.to_owned(), how))),
            Some(("h", _)) => self.made.extend(Made::decode(text)),
            Some(("x", _)) => self.erasures.extend(Erasure::decode(text).map(|erasure| (key.to_owned(), erasure))),
            Some(_) | None => {}
        }
    }

    /// The bytes of an envelope; none where it is not here.
    pub fn envelope(&self, receipt: &str) -> Option<Vec<u8>> {
        let payload = self.envelopes.get(receipt)?;
        read_envelope(&envelope_key(receipt), payload).map(|(_, bytes)| bytes)
    }

    /// How the envelopes of a campaign stand.
    pub fn standing(&self, whose: &Whose) -> Standing {
        let mut standing = Standing::default();
        let mark = whose.key.map(PublicKey::mark);
        for (receipt, payload) in &self.envelopes {
            let known = self.register.get(receipt);
            let is_ours = known.map_or_else(|| mark.is_some() && mark_of(payload) == mark, |campaign| *campaign == whose.campaign);
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
        for (receipt, _) in self.register.iter().filter(|(_, campaign)| **campaign == whose.campaign) {
            standing.remembered.push(receipt.clone());
            standing.lost += usize::from(!self.envelopes.contains_key(receipt) && !self.acknowledged.contains_key(receipt));
        }
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

/// The mark of the key that a stored envelope is sealed to, by its first bytes.
fn mark_of(payload: &str) -> Option<[u8; 4]> {
    let (_, text) = payload.split_once(' ')?;
    let [version, mark @ .., _, _, _] = <[u8; 8]>::try_from(text85::decode(text.get(..10)?).ok()?).ok()?;
    (version == envelope::VERSION).then_some(mark)
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
