//! Estimates of many statements in many domains from one pass over answer codes.
//!
//! Answers have few values, so everything that a share or a mean and its error are made of
//! follows from how often each code stands in each *place*: the part of a domain within one
//! sampling unit, or within one stratum where every row is a unit. No row ever becomes a
//! number. [`layout`] says where each row lies, [`tally`] counts, [`spread`] and
//! [`variance`] make errors of the counts, [`bootstrap`] those of replicates. What
//! [`crate::analysis::linear`] and [`crate::analysis::replicate`] compute row by row is the
//! same to rounding (`tests/kernel.rs`), for any statistic and any design.
//!
//! Invariant: counts are whole numbers and sums run place by place in the order of rows, so
//! the same data gives the same bytes on every machine.

pub mod bootstrap;
pub mod estimate;
pub mod layout;
pub mod pairs;
pub(crate) mod spread;
pub mod tally;
pub(crate) mod variance;

pub use estimate::Estimate;
pub use layout::{Layout, Rows};
pub use tally::{Tally, Weights};

use crate::dataset::CODES;

/// What each code counts as; `None` for a code that is no valid answer.
pub type Scores = [Option<f64>; CODES];

/// 1 for the codes that hold, 0 for other levels up to `levels`: a share.
pub fn indicator(levels: u8, holds: impl Fn(u8) -> bool) -> Scores {
    scores(levels, |level| f64::from(u8::from(holds(level))))
}

/// Each level counts as itself: a mean.
pub fn level(levels: u8) -> Scores {
    scores(levels, f64::from)
}

fn scores(levels: u8, score: impl Fn(u8) -> f64) -> Scores {
    std::array::from_fn(|code| u8::try_from(code).ok().filter(|code| (1..=levels).contains(code)).map(&score))
}
