//! The rules of a scheme that are no points: classes with their cuts, flags as trees of
//! conditions, and what is due after publication. The directive's sentence can be read
//! in two ways ("và"), so how conditions join is data.

use serde::{Serialize, Serializer};

use super::Invented;
use crate::analysis::index::exact::Exact;
use crate::base::Text;

/// A class (xếp loại).
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Class {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// The score from which it is given, in points of the scheme's total.
    pub from: Exact,
    /// What of it is invented.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invented: Vec<Invented>,
}

/// What lies exactly on a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// It belongs to the class above (≥).
    #[default]
    AtLeast,
    /// It belongs to the class below (>).
    Above,
}

/// A rating of a unit's head.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Rating {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: Text,
}

/// A flag: a unit of which something is demanded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flag {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// When it is raised.
    pub when: Condition,
}

/// When a flag is raised.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The points of an index field are below this share of its applicable maximum.
    /// Fields only: neither a criterion nor a factor of satisfaction can be named.
    FieldBelow {
        /// The field.
        field: String,
        /// The line, in (0, 1].
        share: Exact,
    },
    /// The head of the unit is rated one of these.
    HeadRated(Vec<String>),
    /// Several conditions.
    Of(Join, Vec<Condition>),
    /// What is written is none of these; the checker says so.
    Unclear,
}

/// How conditions join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// One is enough.
    #[default]
    Any,
    /// Every one is needed.
    All,
}

/// As it is read: one of three shapes.
impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Shape<'a> {
            Field { field: &'a str, below: &'a Exact },
            Head { head: &'a [String] },
            Of { join: Join, of: &'a [Condition] },
            Unclear {},
        }
        let shape = match self {
            Self::FieldBelow { field, share } => Shape::Field { field, below: share },
            Self::HeadRated(ratings) => Shape::Head { head: ratings },
            Self::Of(join, of) => Shape::Of { join: *join, of },
            Self::Unclear => Shape::Unclear {},
        };
        shape.serialize(serializer)
    }
}

/// What is due after publication.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Duty {
    /// Its name.
    pub id: String,
    /// What is to be done.
    pub title: Text,
    /// What demands it.
    pub basis: Text,
    /// Who has to.
    pub who: Who,
    /// With [`Who::Flagged`]: by which flag.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub flag: String,
    /// When.
    pub due: Due,
    /// What of it is invented.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invented: Vec<Invented>,
}

/// Who has a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Every unit.
    #[default]
    Every,
    /// Every unit that lost a point.
    LostPoints,
    /// Units with a flag.
    Flagged,
}

/// When a duty is due; exactly one of the three is there, which the checker holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Due {
    /// Before this day: the day before is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<MonthDay>,
    /// This day is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<MonthDay>,
    /// So many days after the results conference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_after_conference: Option<u16>,
}

/// A day of any year, `MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthDay {
    /// 1–12.
    pub month: u8,
    /// 1–31.
    pub day: u8,
}

impl MonthDay {
    /// Reads `MM-DD` of a common year.
    pub fn parse(text: &str) -> Option<Self> {
        crate::base::time::Date::parse(&["2025-", text].concat())?;
        let (month, day) = text.split_once('-')?;
        Some(Self { month: month.parse().ok()?, day: day.parse().ok()? })
    }
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}-{:02}", self.month, self.day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_any_year_is_one_of_the_calendar() {
        assert_eq!(MonthDay::parse("04-01"), Some(MonthDay { month: 4, day: 1 }));
        for wrong in ["4-1", "02-29", "13-01", "", "04-31", "2025-04-01"] {
            assert_eq!(MonthDay::parse(wrong), None, "{wrong}");
        }
    }
}
