//! Days counted along the calendar, and dates as people write them. No clock: the day
//! on which something is looked at comes in.

use crate::base::time::{Date, Stamp};

/// Reads `2027-04-01`, `1/4/2027`, `01/04/2027` or with `-` or `.` between: day before
/// month, as Vietnamese files have it.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    Date::parse(text).or_else(|| {
        let mut parts = text.split(['/', '-', '.']);
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let plain = [day, month, year].iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
        if !plain || year.len() != 4 || parts.next().is_some() {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    })
}

/// Days since 1970-01-01.
/// Source: days-from-civil, H. Hinnant, "chrono-compatible low-level date algorithms".
pub fn number(date: Date) -> i64 {
    let text = String::from(date);
    let mut parts = text.split('-').map(|part| part.parse().unwrap_or(1_i64));
    let (year, month, day) = (parts.next().unwrap_or(1970), parts.next().unwrap_or(1), parts.next().unwrap_or(1));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date so many days later; none before 1970 and beyond the calendar.
pub fn later(date: Date, days: i64) -> Option<Date> {
    let millis = number(date).checked_add(days)?.checked_mul(86_400_000)?;
    Date::of_stamp(Stamp(u64::try_from(millis).ok()?), 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_ways_of_writing_are_read() {
        let april = Date::parse("2027-04-01");
        for text in ["2027-04-01", "1/4/2027", " 01/04/2027", "1.4.2027", "01-04-2027"] {
            assert_eq!(parse(text), april, "{text}");
        }
        for wrong in ["", "4/31/2027", "31/4/2027", "1/4/27", "1/4", "hôm nay", "1/4/2027/1", "+1/4/2027", "45017"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn counting_there_and_back(days in 0_i64..80_000, more in -5_000_i64..5_000) {
            let start = later(Date::new(1970, 1, 1).unwrap(), days).unwrap();
            prop_assert_eq!(number(start), days);
            match later(start, more) {
                Some(date) => prop_assert_eq!(number(date), days + more),
                None => prop_assert!(days + more < 0),
            }
        }
    }
}
