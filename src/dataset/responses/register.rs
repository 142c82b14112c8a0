//! Every response that counts in exactly one place: how many came in, and what each came
//! to, group by group. Invariant: `total` is the number of responses, whatever they hold;
//! a test holds that for random sets.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::response::Outcome;

/// What a stored response came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// Valid, through a sampled channel: what estimates stand on.
    Sampled,
    /// Valid, through an open link: shown apart.
    OpenLink,
    /// Complete without a single rating.
    Empty,
    /// Begun, not finished.
    Partial,
    /// Ended politely by the questionnaire.
    ScreenedOut,
    /// No consent.
    Refused,
    /// Nobody was met.
    NotReached,
    /// Not among those asked.
    Ineligible,
    /// Cancelled by a correction.
    Cancelled,
    /// Tried out.
    Trial,
    /// To another edition, or to a form that the group does not answer here.
    OtherForm,
    /// About a unit that the campaign does not have.
    UnknownUnit,
}

impl Place {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::Sampled,
        Self::OpenLink,
        Self::Empty,
        Self::Partial,
        Self::ScreenedOut,
        Self::Refused,
        Self::NotReached,
        Self::Ineligible,
        Self::Cancelled,
        Self::Trial,
        Self::OtherForm,
        Self::UnknownUnit,
    ];

    /// Where an interview that was not complete stands.
    pub(super) fn unfinished(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Complete => None,
            Outcome::Partial => Some(Self::Partial),
            Outcome::ScreenedOut => Some(Self::ScreenedOut),
            Outcome::Refused => Some(Self::Refused),
            Outcome::NotReached => Some(Self::NotReached),
            Outcome::Ineligible => Some(Self::Ineligible),
        }
    }
}

/// How many of a group stand where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Line(BTreeMap<Place, u64>);

impl Line {
    /// How many stand there.
    pub fn at(&self, place: Place) -> u64 {
        self.0.get(&place).copied().unwrap_or(0)
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// *Phiếu thu về*: handed in with answers, to the end or not.
    pub fn returned(&self) -> u64 {
        [Place::Sampled, Place::OpenLink, Place::Empty, Place::Partial].map(|place| self.at(place)).iter().sum()
    }

    /// *Phiếu hợp lệ*.
    pub fn valid(&self) -> u64 {
        self.at(Place::Sampled) + self.at(Place::OpenLink)
    }

    pub(super) fn put(&mut self, place: Place) {
        *self.0.entry(place).or_default() += 1;
    }
}

/// A response that a correction names, as it was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Its campaign.
    pub campaign: String,
    /// Its unit; empty where the form is about no single one.
    pub unit: String,
    /// Its group.
    pub group: String,
}

/// All responses that count, seen from one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Register {
    /// By group, those that the campaign does not have included.
    pub groups: BTreeMap<String, Line>,
    /// Of other campaigns.
    pub elsewhere: u64,
    /// The responses that corrections name, by id.
    pub originals: BTreeMap<String, Original>,
}

impl Register {
    /// Every response.
    pub fn total(&self) -> u64 {
        self.groups.values().map(Line::total).sum::<u64>() + self.elsewhere
    }

    /// How many stand there, all groups together.
    pub fn at(&self, place: Place) -> u64 {
        self.groups.values().map(|line| line.at(place)).sum()
    }
}
