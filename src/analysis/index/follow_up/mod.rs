//! What follows publication (theo dõi sau công bố): for each unit what is due, on what
//! basis, until when, when it came. The list is made once from the results and then
//! kept by hand; a state is never stored but read from the dates, as of a day that is
//! passed in, so a list that lay still is not out of date.

pub mod state;
pub mod table;

use super::days;
use super::flags::{self, Heads};
use super::points::UnitPoints;
use super::scheme::{Due, Duty, MonthDay, Scheme, Who};
use crate::base::time::Date;
pub use state::{State, Summary, overdue, summary};

/// Something that a unit owes.
#[derive(Debug, Clone, PartialEq)]
pub struct Obligation {
    /// The unit.
    pub unit: String,
    /// The duty of the scheme.
    pub duty: String,
    /// What demands it; the scheme's, unless somebody wrote another.
    pub basis: String,
    /// Fields that it is about: those that lost points, or that raised the flag.
    pub fields: Vec<String>,
    /// Last day on time; none where the conference has no date yet.
    pub due: Option<Date>,
    /// When it came.
    pub received: Option<Date>,
    /// What somebody noted.
    pub note: String,
}

/// The days that dates due hang on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The year in which results are published.
    pub year: u16,
    /// The results conference, once it has a date.
    pub conference: Option<Date>,
}

impl Due {
    /// Last day on time. `Before` a day leaves the day before it.
    pub fn last_day(&self, calendar: Calendar) -> Option<Date> {
        let day = |day: MonthDay| Date::new(calendar.year, day.month, day.day);
        if let Some(before) = self.before {
            return days::later(day(before)?, -1);
        }
        if let Some(by) = self.by {
            return day(by);
        }
        days::later(calendar.conference?, i64::from(self.days_after_conference?))
    }
}

/// What is due of whom, unit by unit in the order given, each in the scheme's order of
/// duties. A flag that cannot be decided yet demands nothing yet.
pub fn obligations(scheme: &Scheme, points: &[UnitPoints], heads: &Heads, calendar: Calendar) -> Vec<Obligation> {
    let of = |unit: &UnitPoints| {
        let owed = scheme.duties.iter().filter_map(|duty| obligation(scheme, duty, unit, heads, calendar));
        owed.collect::<Vec<_>>()
    };
    points.iter().flat_map(of).collect()
}

fn obligation(scheme: &Scheme, duty: &Duty, unit: &UnitPoints, heads: &Heads, calendar: Calendar) -> Option<Obligation> {
    let lost = || {
        let below = unit.fields.iter().filter(|field| field.points < field.applicable);
        below.map(|field| field.id.clone()).collect::<Vec<_>>()
    };
    let fields = match duty.who {
        Who::Every => Some(Vec::new()),
        Who::LostPoints => Some(lost()).filter(|fields| !fields.is_empty()),
        Who::Flagged => {
            let flag = scheme.flags.iter().find(|flag| flag.id == duty.flag)?;
            let reading = flags::read(scheme, flag, unit, heads);
            (reading.met == Some(true)).then(|| fields_that_raised(&reading))
        }
    }?;
    Some(Obligation {
        unit: unit.unit.clone(),
        duty: duty.id.clone(),
        basis: duty.basis.vi.clone(),
        fields,
        due: duty.due.last_day(calendar),
        received: None,
        note: String::new(),
    })
}

fn fields_that_raised(reading: &flags::Reading) -> Vec<String> {
    let own = match &reading.phrase {
        flags::Phrase::FieldBelow { field, .. } if reading.met == Some(true) => Some(field.clone()),
        flags::Phrase::FieldBelow { .. } | flags::Phrase::HeadRated { .. } | flags::Phrase::Of(_) | flags::Phrase::Unclear => None,
    };
    own.into_iter().chain(reading.of.iter().flat_map(fields_that_raised)).collect()
}

/// A list made anew, with what came and was noted kept from the old one: by unit and
/// duty. What is no longer due is kept too, if anything came of it.
#[must_use]
pub fn renewed(fresh: Vec<Obligation>, old: &[Obligation]) -> Vec<Obligation> {
    let same = |one: &Obligation, other: &Obligation| one.unit == other.unit && one.duty == other.duty;
    let gone = old.iter().filter(|one| !fresh.iter().any(|other| same(one, other)));
    let kept: Vec<Obligation> = gone.filter(|one| one.received.is_some() || !one.note.is_empty()).cloned().collect();
    let merged = fresh.into_iter().map(|one| match old.iter().find(|other| same(&one, other)) {
        Some(before) => Obligation { received: before.received, note: before.note.clone(), ..one },
        None => one,
    });
    merged.chain(kept).collect()
}

#[cfg(test)]
mod tests;
