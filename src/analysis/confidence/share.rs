//! Intervals of a share p with design variance v, t with the design's degrees of freedom
//! and the effective size n* = p(1 − p)/v. R: `svyciprop`.
//!
//! Where p is 0 or 1 the design sees no variance, and R gives `NaN` (xlogit, beta, asin,
//! wilson) or an iteration that does not converge (logit). Here every method but
//! [`Method::Mean`] then is Clopper and Pearson's interval with Kish's effective size.
//! Where v is 0 otherwise (everybody was asked) the interval is the share itself.

use super::profile::{self, Profile};
use super::{Limits, critical};
use crate::analysis::distribution::beta;
use crate::analysis::distribution::root::brent;
use crate::analysis::estimator::whole;
use crate::analysis::linear::mean::mean;
use crate::analysis::sampling::{LonelyStratum, Sample};
use crate::analysis::weighting::kish::figures;

/// How the interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Symmetric on the logit: R's `xlogit`, and `logit` up to where its iteration stops.
    Logit,
    /// Likelihood ratio of a binomial with n* trials (Rao & Scott 1984).
    Likelihood,
    /// R's `likelihood`: the same with a dispersion of n/(n − 1) times the mean weight of
    /// the valid rows over that of all rows, and interpolated (`super::profile`).
    LikelihoodOfR,
    /// Symmetric on arcsin √p, cut at 0 and 1.
    Arcsine,
    /// Korn & Graubard (1998): Clopper and Pearson's with n* corrected for the degrees of
    /// freedom. As in R the rows of the design count, those without an answer too.
    Beta,
    /// p ± t·se, which may leave \[0, 1\].
    Mean,
    /// Wilson's with n*.
    Wilson,
}

/// A share and what its interval needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// p.
    pub p: f64,
    /// Its design variance.
    pub variance: f64,
    /// Degrees of freedom of the design.
    pub df: f64,
    /// Rows of the design, with or without an answer.
    pub rows: f64,
    /// Kish's effective size of the rows with an answer.
    pub kish: f64,
    /// Rows with an answer.
    pub valid: f64,
    /// Their weights, scaled to a mean of 1 over all rows of the sample.
    pub scaled: f64,
    /// The first logit of R's iteration (`super::profile`).
    pub start: f64,
}

/// Below this, p is 0 up to rounding.
const NOTHING: f64 = 1e-12;

impl Share {
    /// The share of ones among the rows of `sample` that have a value (0 or 1); `None`
    /// where none has.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn new(sample: &Sample<'_>, values: &[f64]) -> Result<Option<Self>, LonelyStratum> {
        let Some(point) = mean(sample, values) else { return Ok(None) };
        let valid = &point.sample;
        let kish = figures(valid.rows().map(|row| valid.weight(row))).map_or(0.0, |figures| figures.effective);
        let n = whole(valid.count());
        let rows = whole(sample.size());
        let scaled = valid.sum_of_weights() / (sample.sum_of_weights() / whole(sample.count()));
        let per_weight = scaled / valid.sum_of_weights();
        let start = profile::start(valid.rows().map(|row| (values[row], valid.weight(row) * per_weight)));
        Ok(Some(Self { p: point.value, variance: point.variance()?, df: whole(sample.degrees()), rows, kish, valid: n, scaled, start }))
    }

    /// The interval; not finite without a degree of freedom.
    pub fn limits(&self, method: Method, level: f64) -> Limits {
        let t = critical(level, self.df);
        let inside = self.p > NOTHING && self.p < 1.0 - NOTHING;
        match (method, inside) {
            (Method::Mean, _) => self.mean(t),
            (_, false) => self.clopper_pearson(level, self.kish),
            _ if self.variance <= NOTHING * NOTHING => Limits { lo: self.p, hi: self.p },
            (Method::Logit, true) => self.logit(t),
            (Method::Likelihood, true) => self.likelihood(t * t),
            (Method::LikelihoodOfR, true) => self.profile(t).limits(),
            (Method::Arcsine, true) => self.arcsine(t),
            (Method::Beta, true) => {
                let correction = critical(level, self.rows - 1.0) / t;
                self.clopper_pearson(level, self.effective() * correction * correction)
            }
            (Method::Wilson, true) => self.wilson(t),
        }
    }

    /// n*.
    fn effective(&self) -> f64 {
        self.p * (1.0 - self.p) / self.variance
    }

    fn mean(&self, t: f64) -> Limits {
        let half = t * libm::sqrt(self.variance);
        Limits { lo: self.p - half, hi: self.p + half }
    }

    fn logit(&self, t: f64) -> Limits {
        let (p, q) = (self.p, 1.0 - self.p);
        let half = t * libm::sqrt(self.variance) / (p * q);
        let at = |u: f64| 1.0 / (1.0 + libm::exp(-u));
        let centre = libm::log(p / q);
        Limits { lo: at(centre - half), hi: at(centre + half) }
    }

    fn arcsine(&self, t: f64) -> Limits {
        let centre = libm::asin(libm::sqrt(self.p));
        let half = t * libm::sqrt(self.variance / (4.0 * self.p * (1.0 - self.p)));
        let at = |angle: f64| {
            let sine = libm::sin(angle.clamp(0.0, std::f64::consts::FRAC_PI_2));
            sine * sine
        };
        Limits { lo: at(centre - half), hi: at(centre + half) }
    }

    fn clopper_pearson(&self, level: f64, n: f64) -> Limits {
        let (half, yes, no) = ((1.0 - level) / 2.0, n * self.p, n * (1.0 - self.p));
        Limits { lo: beta::quantile(yes, no + 1.0, half), hi: beta::quantile(yes + 1.0, no, 1.0 - half) }
    }

    fn wilson(&self, t: f64) -> Limits {
        let n = self.effective();
        let (centre, scale) = (self.p + t * t / (2.0 * n), 1.0 + t * t / n);
        let half = t / (2.0 * n) * libm::sqrt(4.0 * n * self.p * (1.0 - self.p) + t * t);
        Limits { lo: (centre - half) / scale, hi: (centre + half) / scale }
    }

    /// The profile that R's interval is read from.
    fn profile(&self, t: f64) -> Profile {
        Profile {
            p: self.p,
            se: libm::sqrt(self.variance) / (self.p * (1.0 - self.p)),
            valid: self.valid,
            scaled: self.scaled,
            dispersion: self.scaled / (self.valid - 1.0),
            cut: t * libm::sqrt(self.scaled * profile::working(self.p, self.start) * self.variance) / (self.p * (1.0 - self.p)),
        }
    }

    /// Where twice the log likelihood ratio reaches `limit`, on the logit.
    fn likelihood(&self, limit: f64) -> Limits {
        let (p, n) = (self.p, self.effective());
        let over = |u: f64| {
            let ratio = p * libm::log1p(libm::exp(-u)) + (1.0 - p) * libm::log1p(libm::exp(u));
            let best = -p * libm::log(p) - (1.0 - p) * libm::log1p(-p);
            2.0 * n * (ratio - best) - limit
        };
        let centre = libm::log(p / (1.0 - p));
        let end = |sign: f64| {
            let mut away = 1.0;
            while over(centre + sign * away) < 0.0 && away < 1e6 {
                away *= 2.0;
            }
            brent(centre, centre + sign * away, 1e-14, over).map_or(f64::NAN, |u| 1.0 / (1.0 + libm::exp(-u)))
        };
        Limits { lo: end(-1.0), hi: end(1.0) }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use super::*;

    const ALL: [Method; 7] =
        [Method::Logit, Method::Likelihood, Method::LikelihoodOfR, Method::Arcsine, Method::Beta, Method::Mean, Method::Wilson];

    fn share(p: f64, variance: f64) -> Share {
        Share { p, variance, df: 90.0, rows: 100.0, kish: 80.0, valid: 80.0, scaled: 80.0, start: 0.0 }
    }

    #[test]
    fn all_agree_on_a_large_sample() {
        for method in ALL {
            let limits = share(0.4, 1e-6).limits(method, 0.95);
            assert!((limits.lo - 0.398).abs() < 1e-4 && (limits.hi - 0.402).abs() < 1e-4, "{method:?}: {limits:?}");
        }
    }

    #[test]
    fn all_stay_inside_but_the_mean() {
        for method in ALL {
            let limits = share(0.01, 2e-4).limits(method, 0.95);
            assert_eq!(limits.lo >= 0.0 && limits.hi <= 1.0, method != Method::Mean, "{method:?}: {limits:?}");
        }
    }

    #[test]
    fn nobody_and_everybody_leave_room() {
        for method in ALL.into_iter().filter(|method| *method != Method::Mean) {
            let (none, all) = (share(0.0, 0.0).limits(method, 0.95), share(1.0, 0.0).limits(method, 0.95));
            // 1 − 0.025^(1/80).
            let most = 1.0 - libm::pow(0.025, 1.0 / 80.0);
            assert!(none.lo == 0.0 && (none.hi - most).abs() < 1e-13, "{method:?}: {none:?}");
            assert!(all.hi == 1.0 && (all.lo - 1.0 + most).abs() < 1e-13, "{method:?}: {all:?}");
        }
        assert_eq!(share(1.0, 0.0).limits(Method::Mean, 0.95), Limits { lo: 1.0, hi: 1.0 });
    }

    #[test]
    fn who_asked_everybody_knows() {
        assert_eq!(share(0.3, 0.0).limits(Method::Beta, 0.95), Limits { lo: 0.3, hi: 0.3 });
    }
}
