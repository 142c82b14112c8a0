//! Distributions of the tests and intervals: normal, t, F, χ², beta.
//!
//! Both tails are worked out, the smaller one first, so that a p-value of 1e-300 has as
//! many digits as one of a half. Everything rests on `libm`, in a fixed order of
//! operations: the same bytes natively and in the browser. A quantile is found by
//! Newton's method on the logarithm of its tail, inside a bracket.
//!
//! Reference: R 4.2 (`tests/data/quantiles.txt`) to relative 1e-12, and `mpmath` at 40
//! digits for the lower tail of F, where R itself is off by up to 3e-8.

pub mod beta;
pub mod chi_square;
pub mod fisher;
pub mod gamma;
pub mod mixture;
pub mod normal;
pub mod root;
pub mod student;

/// P(X ≤ x) and P(X > x).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    /// P(X ≤ x).
    pub lower: f64,
    /// P(X > x).
    pub upper: f64,
}

impl Tails {
    /// From the lower tail.
    pub(crate) fn of_lower(lower: f64) -> Self {
        Self { lower, upper: 1.0 - lower }
    }

    /// From the upper tail.
    pub(crate) fn of_upper(upper: f64) -> Self {
        Self { lower: 1.0 - upper, upper }
    }

    /// The tails of −X.
    pub(crate) fn turned(self) -> Self {
        Self { lower: self.upper, upper: self.lower }
    }
}
