//! The index of units: points from appraisal and survey, ranks, classes, flags, what is
//! due after publication, and a checker of other people's published tables.
//!
//! ```text
//! scheme ──┐
//! appraisal┼→ points → ranking → flags → follow_up
//! survey ──┘      └──→ sheet, trend
//! integrity: tables of anybody
//! ```
//!
//! Points are exact fractions ([`exact`]); what a survey adds to their uncertainty is
//! carried beside them as a variance. Everything is pure; words come from schemes and
//! from `i18n/` by code.

pub mod appraisal;
pub mod csv_text;
pub mod days;
pub mod exact;
pub mod fault;
pub mod flags;
pub mod follow_up;
pub mod grid;
pub mod integrity;
pub mod points;
pub mod ranking;
pub mod scheme;
pub mod sheet;
pub mod trend;

pub use exact::Exact;
pub use fault::Fault;
pub use grid::Grid;
pub use scheme::Scheme;

#[cfg(test)]
pub(crate) mod tests {
    /// A scheme of two fields, small enough to be counted by hand.
    pub const SMALL: &str = include_str!("../../../tests/data/index/small.json");

    /// It, read.
    pub fn small() -> super::Scheme {
        super::Scheme::read(SMALL).unwrap()
    }
}
