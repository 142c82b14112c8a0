//! Intervals of estimates: `est ± q·se`, and for shares and quantiles those that stay
//! inside their range.

mod profile;
pub mod quantile;
pub mod share;

use super::distribution::root::Tail;
use super::distribution::student;

/// An interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Its lower end.
    pub lo: f64,
    /// Its upper end.
    pub hi: f64,
}

/// `est ± q·se` with q of t at `df` degrees of freedom; an infinite `df` is the normal
/// distribution. Not finite with no degree of freedom.
pub fn plain(est: f64, se: f64, level: f64, df: f64) -> Limits {
    let half = critical(level, df) * se;
    Limits { lo: est - half, hi: est + half }
}

/// t with P(|T| < t) = `level`.
pub fn critical(level: f64, df: f64) -> f64 {
    student::quantile(df, Tail::Upper((1.0 - level) / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinite_degrees_are_normal() {
        let limits = plain(1.0, 2.0, 0.95, f64::INFINITY);
        assert!((limits.hi - 1.0 - 2.0 * 1.959_963_984_540_054).abs() < 1e-14);
        assert!(plain(1.0, 2.0, 0.95, 0.0).lo.is_nan());
    }
}
