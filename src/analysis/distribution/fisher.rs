//! The F distribution with `d1`, `d2` > 0 degrees of freedom, whole or not.

use super::beta::{self, Share};
use super::root::Tail;
use super::{Tails, chi_square};

/// P(X ≤ x) and P(X > x); `d2` may be infinite.
pub fn tails(d1: f64, d2: f64, x: f64) -> Tails {
    if x.is_nan() {
        return Tails { lower: f64::NAN, upper: f64::NAN };
    }
    if x <= 0.0 {
        return Tails::of_lower(0.0);
    }
    if d2 == f64::INFINITY {
        return chi_square::tails(d1, d1 * x);
    }
    let sum = d1 * x + d2;
    beta::tails(d1 / 2.0, d2 / 2.0, Share { x: d1 * x / sum, y: d2 / sum })
}

/// The x whose tail is `p`; `d2` may be infinite.
pub fn quantile(d1: f64, d2: f64, p: Tail) -> f64 {
    if d2 == f64::INFINITY {
        return chi_square::quantile(d1, p) / d1;
    }
    let share = beta::share(d1 / 2.0, d2 / 2.0, p);
    d2 / d1 * (share.x / share.y)
}
