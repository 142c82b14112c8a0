//! The standard normal distribution.

use std::f64::consts::FRAC_1_SQRT_2;

use super::Tails;
use super::root::Tail;
pub use crate::base::normal::normal_two_sided as two_sided;
use crate::base::normal::upper;

/// P(Z ≤ z) and P(Z > z).
pub fn tails(z: f64) -> Tails {
    Tails { lower: libm::erfc(-z * FRAC_1_SQRT_2) / 2.0, upper: libm::erfc(z * FRAC_1_SQRT_2) / 2.0 }
}

/// P(|Z| > |z|).
pub fn two_sided_p(z: f64) -> f64 {
    libm::erfc(z.abs() * FRAC_1_SQRT_2)
}

/// The z whose tail is `p`.
pub fn quantile(p: Tail) -> f64 {
    match p.smaller() {
        Tail::Lower(p) => -upper(p),
        Tail::Upper(p) => upper(p),
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use super::*;

    #[test]
    fn quantile_and_tail_undo_each_other() {
        for p in [1e-250, 1e-20, 1e-9, 0.01, 0.3, 0.5] {
            let z = quantile(Tail::Upper(p));
            // The tail turns an error of z into z times as much.
            assert!((tails(z).upper - p).abs() <= 1e-15 * (1.0 + z * z) * p, "{p}");
            assert!((quantile(Tail::Lower(p)) + z).abs() < 1e-15);
        }
    }

    #[test]
    fn beyond_the_ends_there_is_nothing() {
        assert!(quantile(Tail::Upper(-0.1)).is_nan());
        assert_eq!(quantile(Tail::Lower(1.0)), f64::INFINITY);
        assert_eq!(two_sided(0.0), 0.0);
    }
}
