//! How an obligation stands as of a day, the overdue list, and the summary for the
//! report.

use std::collections::BTreeMap;

use super::Obligation;
use crate::analysis::index::days;
use crate::base::time::Date;

/// How an obligation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It came in time.
    OnTime,
    /// It came late by so many days.
    Late(u32),
    /// Not there; so many days are left, nought on the last.
    Waiting(u32),
    /// Not there; its last day was so many days ago.
    Overdue(u32),
    /// Not there, and no date due yet.
    NoDate,
}

impl State {
    /// The code of its words.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::Late(_) => "late",
            Self::Waiting(_) => "waiting",
            Self::Overdue(_) => "overdue",
            Self::NoDate => "no_date",
        }
    }
}

impl Obligation {
    /// How it stands as of a day. What came counts by the day it came, whatever `today`.
    pub fn state(&self, today: Date) -> State {
        let Some(due) = self.due else {
            return if self.received.is_some() { State::OnTime } else { State::NoDate };
        };
        let after = days::number(self.received.unwrap_or(today)) - days::number(due);
        let days = u32::try_from(after.unsigned_abs()).unwrap_or(u32::MAX);
        match (self.received.is_some(), after > 0) {
            (true, true) => State::Late(days),
            (true, false) => State::OnTime,
            (false, true) => State::Overdue(days),
            (false, false) => State::Waiting(days),
        }
    }
}

/// What is overdue as of a day, the longest first; of equal ones, in the list's order.
pub fn overdue(list: &[Obligation], today: Date) -> Vec<(&Obligation, u32)> {
    let mut all: Vec<(&Obligation, u32)> = list
        .iter()
        .filter_map(|one| match one.state(today) {
            State::Overdue(days) => Some((one, days)),
            State::OnTime | State::Late(_) | State::Waiting(_) | State::NoDate => None,
        })
        .collect();
    all.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
    all
}

/// How many of a duty stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// All.
    pub all: usize,
    /// Came in time.
    pub on_time: usize,
    /// Came late.
    pub late: usize,
    /// Not there, not due yet.
    pub waiting: usize,
    /// Not there and overdue.
    pub overdue: usize,
    /// Not there, no date yet.
    pub no_date: usize,
}

/// By duty, for the report.
pub fn summary(list: &[Obligation], today: Date) -> BTreeMap<&str, Summary> {
    let mut out: BTreeMap<&str, Summary> = BTreeMap::new();
    for one in list {
        let summary = out.entry(&one.duty).or_default();
        summary.all += 1;
        let count = match one.state(today) {
            State::OnTime => &mut summary.on_time,
            State::Late(_) => &mut summary.late,
            State::Waiting(_) => &mut summary.waiting,
            State::Overdue(_) => &mut summary.overdue,
            State::NoDate => &mut summary.no_date,
        };
        *count += 1;
    }
    out
}
