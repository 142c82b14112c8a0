//! Time stamps and calendar dates. Nothing here reads a clock: a stamp comes in
//! with the event that it belongs to.

use serde::{Deserialize, Serialize};

use super::json::Slot;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stamp(pub u64);

/// A calendar date in the proleptic Gregorian calendar, written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    const BLANK: Self = Self { year: 1970, month: 1, day: 1 };

    /// Reads `YYYY-MM-DD`; anything else is a `bad_date`.
    pub fn read(slot: Slot<'_>) -> Self {
        slot.parsed("bad_date", Self::parse).unwrap_or(Self::BLANK)
    }

    /// The date, or `None` where the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (1..=last).contains(&day).then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let shape = year.len() == 4 && month.len() == 2 && day.len() == 2 && parts.next().is_none();
        if !shape {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// `30/9/2026`, the form that readers in both languages know.
    pub fn to_display(self) -> String {
        format!("{:02}/{:02}/{}", self.day, self.month, self.year)
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The calendar date of a stamp at an offset of `minutes` east of Greenwich.
    /// Source: days-to-civil, H. Hinnant, "chrono-compatible low-level date algorithms".
    pub fn of_stamp(stamp: Stamp, minutes: i32) -> Option<Self> {
        let millis = i64::try_from(stamp.0).ok()?.checked_add(i64::from(minutes) * 60_000)?;
        let days = millis.div_euclid(86_400_000) + 719_468;
        let era = days.div_euclid(146_097);
        let doe = days.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
    }
}

/// The hour and minute of a stamp at an offset of `minutes` east of Greenwich: `9:15`.
pub fn clock(stamp: Stamp, minutes: i32) -> String {
    let minute = i64::try_from(stamp.0 / 60_000).unwrap_or(0) + i64::from(minutes);
    let of_day = minute.rem_euclid(1_440);
    format!("{}:{:02}", of_day / 60, of_day % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        assert!(Date::parse("2024-02-29").is_some());
        for wrong in ["2023-02-29", "2026-9-1", "2026-13-01", "01/09/2026", "2026-01-01-01", ""] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_stamp_has_a_date_and_a_clock_where_it_is_read() {
        let stamp = Stamp(1_795_435_200_000);
        assert_eq!(Date::of_stamp(stamp, 0), Date::parse("2026-11-23"));
        assert_eq!(clock(stamp, 0), "12:00");
        assert_eq!(clock(stamp, 13 * 60), "1:00");
        assert_eq!(Date::of_stamp(stamp, 13 * 60), Date::parse("2026-11-24"));
    }
}
