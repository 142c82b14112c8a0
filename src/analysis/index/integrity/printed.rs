//! A number as somebody printed it: its value and its decimals, so the interval of
//! numbers that print so. Both ends belong to it: a half may have been rounded either
//! way, and nobody is accused of that.

use std::fmt;

use crate::analysis::index::exact::Exact;
use crate::analysis::index::grid::Grid;
use crate::base::Lang;

/// A printed number.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// Its value.
    pub value: Exact,
    /// Its decimals.
    pub places: usize,
}

impl Printed {
    /// Reads a number, with or without a sign of percent.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('%').trim_end_matches([' ', '\u{a0}']);
        let value = Exact::parse(text)?;
        let places = text.split_once(['.', ',']).map_or(0, |(_, decimals)| decimals.len());
        Some(Self { value, places })
    }

    /// Half a unit of its last decimal.
    pub fn half(&self) -> Exact {
        let units = Exact::whole(2 * 10_u64.pow(u32::try_from(self.places.min(18)).unwrap_or(18)));
        Exact::whole(1).over(&units).unwrap_or_default()
    }

    /// The least and the greatest number that print so.
    pub fn reach(&self) -> (Exact, Exact) {
        (&self.value - &self.half(), &self.value + &self.half())
    }

    /// Whether `exact` may print so.
    pub fn may_be(&self, exact: &Exact) -> bool {
        let (least, greatest) = self.reach();
        least <= *exact && *exact <= greatest
    }

    /// Whether `exact` prints so when its further digits are cut off.
    pub fn cut_off(&self, exact: &Exact) -> bool {
        let unit = &self.half() + &self.half();
        self.value <= *exact && *exact < &self.value + &unit
    }

    /// Whether it is from `least` to `greatest`.
    pub fn within(&self, least: i64, greatest: i64) -> bool {
        (Exact::whole(least)..=Exact::whole(greatest)).contains(&self.value)
    }

    /// The value, if it is a count.
    pub fn count(&self) -> Option<u64> {
        let whole = self.places == 0 && !self.value.is_negative();
        whole.then(|| u64::try_from(self.value.units(0)).ok()).flatten()
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value.print(self.places, Lang::Vi))
    }
}

/// The numbers of a column, with their rows; what is no number is left out.
pub fn column(grid: &Grid, column: usize) -> Vec<(usize, Printed)> {
    let numbers = (0..grid.rows.len()).map(|row| (row, Printed::parse(grid.cell(row, column))));
    numbers.filter_map(|(row, number)| Some((row, number?))).collect()
}

/// A cell's count.
pub fn count(grid: &Grid, row: usize, column: Option<usize>) -> Option<u64> {
    Printed::parse(grid.cell(row, column?))?.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_say_how_much_was_rounded() {
        let printed = Printed::parse("98,23 %").unwrap();
        assert_eq!((printed.places, printed.to_string()), (2, "98,23".to_owned()));
        let share = |k: u64, n: u64| Exact::whole(100 * k).over(&Exact::whole(n)).unwrap();
        assert!(printed.may_be(&share(7588, 7725)) && !printed.may_be(&share(7589, 7725)));
        let cut = Printed::parse("50.6").unwrap();
        assert!(cut.cut_off(&share(2137, 4215)) && !cut.may_be(&share(2137, 4215)));
        assert_eq!(Printed::parse("12.5").unwrap().count(), None);
        assert_eq!(Printed::parse("-1").unwrap().count(), None);
        assert_eq!(Printed::parse("99999999999999999999999").unwrap().count(), None);
    }
}
