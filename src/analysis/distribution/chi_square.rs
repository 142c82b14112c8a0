//! The χ² distribution with `df` > 0 degrees of freedom, whole or not.

use super::Tails;
use super::gamma;
use super::root::Tail;

/// P(X ≤ x) and P(X > x).
pub fn tails(df: f64, x: f64) -> Tails {
    gamma::incomplete(df / 2.0, x / 2.0)
}

/// The x whose tail is `p`.
pub fn quantile(df: f64, p: Tail) -> f64 {
    2.0 * gamma::quantile(df / 2.0, p)
}
