//! Who is asked: a campaign as its file `campaigns/<id>.json` has it: the round, the
//! evaluated units with their population counts, the questionnaires of the groups.
//! What differs between provinces is data here, never code.

pub mod check;
mod entry;
pub mod key;
pub mod link;
#[cfg(feature = "qr")]
pub mod qr;
mod read;
pub mod sample;
pub mod table;

use crate::base::Named;

use serde::Serialize;

use crate::base::Text;
use crate::base::time::Date;
use crate::response::Channel;

pub use entry::{Entry, Refusal, Wish, find_units, fold};

/// The version of the campaign format that this program writes and reads.
pub const VERSION: u32 = 3;

/// A survey round (*đợt điều tra*).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Campaign {
    /// Always `"campaign"`.
    pub phieu: String,
    /// Version of the format.
    pub version: u32,
    /// Name, also its file name and in its links.
    pub id: String,
    /// Counts the changes after the start: 1, 2, …
    pub edition: u32,
    /// Title of the round.
    pub title: Text,
    /// Invented figures, marked so on every page.
    pub illustrative: bool,
    /// The agency that answers for the data.
    pub controller: Text,
    /// The plan that orders the survey.
    pub plan: Plan,
    /// Telephone number for questions.
    pub hotline: String,
    /// Purpose, one sentence.
    pub purpose: Text,
    /// The period that is rated.
    pub period: Period,
    /// First day on which answers are taken.
    pub opens: Date,
    /// Last day on which answers are taken.
    pub closes: Date,
    /// Retention: the day by which the responses must be erased everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_until: Option<Date>,
    /// The public key that responses are sealed to, 52 characters of base 32. Formats 1 and
    /// 2 have none; without one no interview begins, but as a try-out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Address of the drop box: the database that takes sealed responses over the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop_box: Option<String>,
    /// Desk campaigns rate one office: without a result in the period the interview
    /// ends politely.
    pub desk: bool,
    /// Values of the questionnaires' parameters.
    pub parameters: Named<String>,
    /// Who answers, and with which questionnaires; the first one of the first group
    /// is the default behind a link.
    pub groups: Vec<Group>,
    /// Kinds of units and which parts count for them.
    pub kinds: Vec<UnitKind>,
    /// The evaluated units.
    pub units: Vec<Unit>,
    /// How results are shown.
    pub analysis: Analysis,
    /// Fingerprints of the questionnaires' files by id. A file that has another one is
    /// not used; the released one stands beside it as `questionnaires/<id>-<fingerprint>.json`.
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub pins: Named<String>,
    /// Earlier editions whose links still open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub released: Vec<GivenOut>,
}

/// An edition of the campaign that was given out before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GivenOut {
    /// Its number.
    pub edition: u32,
    /// Fingerprint of its file.
    pub fingerprint: String,
}

/// Number and date of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Such as `128/KH-UBND`.
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// The period that is rated, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// A respondent group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Its questionnaires; the first is the default. A questionnaire may serve several
    /// groups; a link that names no group is of the first one that has it.
    pub questionnaires: Vec<String>,
    /// The kinds of units that it rates; empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<String>,
    /// What an answer through the group's link is: by an open link, or by invitation.
    pub link: Channel,
    /// Everybody of the group is asked: no sampling interval.
    pub census: bool,
    /// Forms sent out (*phiếu phát ra*), where that is not the sum of the quotas.
    pub sent: Option<u32>,
    /// Parts of the units for grids that would be too long; empty: everybody rates all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assignments: Vec<Assignment>,
}

/// The units that one part of a group rates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assignment {
    /// Stable name, in links.
    pub id: String,
    /// Codes of its units.
    pub units: Vec<String>,
}

/// A kind of unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitKind {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Parts of the questionnaire that count for it; empty is all.
    pub parts: Vec<String>,
}

/// An evaluated unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Stable code, in links.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Names before a merger or split; one old name may belong to several units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub old_names: Vec<String>,
    /// One of `kinds`.
    pub kind: String,
    /// Code of the unit above it, where one is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its villages and quarters (*thôn, tổ*), in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub villages: Vec<String>,
    /// Its strata, one a group that rates it.
    pub strata: Vec<Stratum>,
}

/// A stratum: one group's files at one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stratum {
    /// One of `groups`.
    pub group: String,
    /// `N_h`, files with a result in the period; absent when it is not known.
    pub population: Option<u32>,
    /// Forms wanted (*chỉ tiêu số phiếu*).
    pub quota: Option<u32>,
}

/// How results are shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analysis {
    /// Fewest respondents of a published cell; never under 3.
    pub minimum: u32,
    /// Level of the intervals.
    pub confidence: f64,
    /// The campaign's own target for factors.
    pub target: Option<Target>,
}

/// A named target for shares of satisfied answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// What it is called.
    pub name: Text,
    /// In `[0, 1]`.
    pub share: f64,
}

impl Default for Analysis {
    fn default() -> Self {
        Self { minimum: 10, confidence: 0.95, target: None }
    }
}

impl Campaign {
    /// The unit with this code.
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The units that a group rates, or the part of them that is assigned.
    pub fn rated(&self, group: &str, assignment: Option<&str>) -> Vec<&Unit> {
        let group = self.group(group);
        let part = group.and_then(|group| group.assignments.iter().find(|part| Some(part.id.as_str()) == assignment));
        let of_kind = |unit: &Unit| group.is_none_or(|group| group.rates.is_empty() || group.rates.contains(&unit.kind));
        let assigned = |unit: &Unit| part.is_none_or(|part| part.units.contains(&unit.code));
        self.units.iter().filter(|unit| of_kind(unit) && assigned(unit)).collect()
    }

    /// The first group that answers this questionnaire.
    pub fn group_of(&self, questionnaire: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.questionnaires.iter().any(|q| q == questionnaire))
    }

    /// Every questionnaire of the campaign, each once, in order.
    pub fn questionnaires(&self) -> Vec<&str> {
        let mut all = Vec::new();
        for id in self.groups.iter().flat_map(|group| &group.questionnaires) {
            if !all.contains(&id.as_str()) {
                all.push(id);
            }
        }
        all
    }
}
