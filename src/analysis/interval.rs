//! Intervals: `est ± q·se` with q a quantile of t or of the normal distribution
//! (`distribution/`), whose whole degrees of freedom have a series of their own.

use super::distribution::{normal, student};
use super::plan::{Interval, IntervalRule};

impl Interval {
    /// q of `est ± q·se`; `None` where t has no degree of freedom.
    pub fn quantile(&self, df: u64) -> Option<f64> {
        match self.rule {
            IntervalRule::Normal => Some(normal_two_sided(self.level)),
            IntervalRule::T => (df > 0).then(|| t_two_sided(self.level, df)),
        }
    }
}

/// z with P(|Z| < z) = `level`, for `level` in [0, 1).
pub fn normal_two_sided(level: f64) -> f64 {
    normal::two_sided(level)
}

/// t with P(|T| < t) = `level` for `df` ≥ 1 degrees of freedom.
pub fn t_two_sided(level: f64, df: u64) -> f64 {
    student::two_sided(level, df)
}
