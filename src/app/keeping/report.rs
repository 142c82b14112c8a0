//! What is known of the store, for the pages to show. Counted anew after every event, so
//! that it cannot drift from the records.

use super::{Fault, Keeper};
use crate::base::time::Stamp;
use crate::store::journal::Side;
use crate::store::{MediumFault, ROOM};

/// From so many percent on somebody is told that room is short.
const TIGHT: u32 = 70;
/// From so many percent on somebody is led to hand in.
const NEARLY_FULL: u32 = 90;

/// How much is used; none where the browser does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// UTF-16 units in local storage, everything of this site counted.
    pub first: Option<usize>,
    /// Percent of what the browser gives this site beside it.
    pub journal: Option<u32>,
}

/// What is known of the store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Why local storage does not answer or has no room.
    pub first: Option<MediumFault>,
    /// Why the journal does not answer or has no room.
    pub journal: Option<MediumFault>,
    /// Why the device has no key for what is not finished.
    pub device_key: Option<Fault>,
    /// Percent of local storage that is used.
    pub used: Option<u32>,
    /// Percent of the journal's room that is used.
    pub used_journal: Option<u32>,
    /// Records that could not be read; they are kept aside.
    pub unreadable: usize,
    /// Drafts that this device's key does not open: its key is gone. Their keys.
    pub lost: Vec<String>,
    /// When the latest of them was saved.
    pub lost_at: Stamp,
    /// What this page alone has: requests to keep something that are not in the journal,
    /// though they were told to be in trouble.
    pub unsaved: usize,
    /// Envelopes on this device.
    pub envelopes: usize,
}

impl Report {
    /// Whether what is not finished can be kept on this device.
    pub fn keeps_drafts(&self) -> bool {
        self.in_the_way().is_none()
    }

    /// Why what is not finished cannot be kept.
    pub fn in_the_way(&self) -> Option<Fault> {
        self.journal.map(Fault::Medium).or(self.device_key)
    }

    /// The fuller of the two media, in percent.
    pub fn fullest(&self) -> u32 {
        self.used.unwrap_or_default().max(self.used_journal.unwrap_or_default())
    }

    /// Whether somebody is to be told that room is short.
    pub fn is_tight(&self) -> bool {
        self.fullest() >= TIGHT
    }

    /// Whether somebody is to be led to hand in.
    pub fn is_nearly_full(&self) -> bool {
        self.fullest() >= NEARLY_FULL
    }
}

impl Keeper {
    pub(super) fn reported(&self) -> Report {
        let lost: Vec<String> = self.lost().map(|(key, _)| key.to_owned()).collect();
        let lost_at = lost.iter().filter_map(|key| self.journal.sequence(key)).max().unwrap_or_default();
        let percent = |used: usize| u32::try_from(used.saturating_mul(100) / ROOM).unwrap_or(u32::MAX);
        Report {
            first: self.journal.fault(Side::First),
            journal: self.journal.fault(Side::Journal),
            device_key: self.device_key.and_then(Result::err),
            used: self.room.first.map(percent),
            used_journal: self.room.journal,
            unreadable: self.journal.unreadable.len(),
            lost,
            lost_at: Stamp(lost_at),
            unsaved: self.held_back.len() + self.waiting.iter().filter(|waiter| waiter.told.is_some()).count(),
            envelopes: self.journal.under("e.").count(),
        }
    }
}
