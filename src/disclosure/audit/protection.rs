//! How wide the interval of a withheld cell has to stay.
//!
//! Counts: `max(5, 20 % of the value)`, between whole numbers. Means: a fifth of the
//! scale, and for few respondents `5/n` of it (five answers of `n` moved from one end to
//! the other), at most half of it. `5/n` is the same demand as for counts, said for means.

use super::super::real;
use super::super::table::{Measure, Variable};

/// Least width of a count.
pub const RESPONDENTS: f64 = 5.0;
/// Least width as a part of a count, or of the scale of a mean.
pub const PART: f64 = 0.2;
/// Greatest width that is asked of a mean, as a part of its scale.
pub const HALF: f64 = 0.5;
/// Rounding of the solver that whole numbers are read through.
pub(crate) const READING: f64 = 1e-4;

/// The least width of the interval of a withheld cell.
pub fn required(cell: &Variable) -> f64 {
    match cell.measure {
        Measure::Count => f64::max(RESPONDENTS, PART * cell.value),
        Measure::Mean { lowest, highest } => {
            let few = RESPONDENTS / real(cell.respondents.max(1));
            (highest - lowest) * f64::max(PART, few.min(HALF))
        }
    }
}

/// The width of an interval of deviations: for counts between whole numbers.
pub(crate) fn width(cell: &Variable, down: f64, up: f64) -> f64 {
    match cell.measure {
        Measure::Count => (cell.value + up + READING).floor() - (cell.value + down - READING).ceil(),
        Measure::Mean { .. } => up - down,
    }
}

/// Whether deviations from `down` to `up` protect a cell.
pub(crate) fn is_protected(cell: &Variable, down: f64, up: f64) -> bool {
    let spare = match cell.measure {
        Measure::Count => 1e-9,
        Measure::Mean { .. } => -1e-6,
    };
    !cell.asked || width(cell, down, up) + spare >= required(cell)
}

/// How far up a cell has to be able to go when it can go down to `down`.
pub(crate) fn up_needed(cell: &Variable, down: f64) -> f64 {
    match cell.measure {
        Measure::Count => (cell.value + down - READING).ceil() + required(cell).ceil() - cell.value,
        Measure::Mean { .. } => down + required(cell) + READING,
    }
}

/// How far down (negative) a cell has to be able to go when it can go up to `up`.
pub(crate) fn down_needed(cell: &Variable, up: f64) -> f64 {
    match cell.measure {
        Measure::Count => (cell.value + up + READING).floor() - required(cell).ceil() - cell.value,
        Measure::Mean { .. } => up - required(cell) - READING,
    }
}
