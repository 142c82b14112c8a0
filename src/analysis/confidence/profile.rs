//! The likelihood interval as R comes to it: the profile of `MASS::profile.glm` at up to
//! nine points to a side, a cubic spline through them, and straight lines between three
//! times as many points of the spline. In small clusters it is off by some 1e-5 from where
//! the likelihood ratio really is; [`super::share::Method::Likelihood`] is not.

use super::Limits;
use crate::analysis::distribution::fisher;
use crate::analysis::distribution::normal;
use crate::analysis::distribution::root::Tail;
use crate::analysis::estimator::whole;

/// What the profile is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Profile {
    /// The share.
    pub p: f64,
    /// Standard error of its logit.
    pub se: f64,
    /// Valid rows.
    pub valid: f64,
    /// Sum of the valid rows' weights, scaled to a mean of 1 over all rows.
    pub scaled: f64,
    /// Variance of the Pearson residuals.
    pub dispersion: f64,
    /// Where the profile is cut, in standard deviations.
    pub cut: f64,
}

impl Profile {
    pub(super) fn limits(&self) -> Limits {
        let (logits, roots): (Vec<f64>, Vec<f64>) = self.points().into_iter().unzip();
        if logits.len() < 3 {
            return Limits { lo: f64::NAN, hi: f64::NAN };
        }
        let spline = Spline::new(&logits, &roots);
        let (first, last) = (logits[0], logits[logits.len() - 1]);
        let n = 3 * logits.len() as u64;
        let at = |k: u64| first + (last - first) * whole(k) / whole(n - 1);
        let fine: Vec<(f64, f64)> = (0..n).map(|k| (spline.at(at(k)), at(k))).collect();
        let share = |root: f64| 1.0 / (1.0 + libm::exp(-straight(&fine, root)));
        Limits { lo: share(-self.cut), hi: share(self.cut) }
    }

    /// Logits and signed roots of the likelihood ratio, from the least.
    fn points(&self) -> Vec<(f64, f64)> {
        let alpha = normal::tails(self.cut).upper / 2.0;
        let greatest = libm::sqrt(fisher::quantile(1.0, self.valid - 1.0, Tail::Upper(alpha)));
        let centre = libm::log(self.p / (1.0 - self.p));
        let mut points = vec![(centre, 0.0)];
        for sign in [-1.0, 1.0] {
            let mut root: f64 = 0.0;
            for step in 1..10_u32 {
                if root.abs() >= greatest {
                    break;
                }
                let logit = centre + sign * f64::from(step) * greatest / 5.0 * self.se;
                root = sign * libm::sqrt(self.ratio(logit) / self.dispersion);
                points.push((logit, root));
            }
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points
    }

    /// Twice the log likelihood ratio of a logit.
    fn ratio(&self, logit: f64) -> f64 {
        let p = self.p;
        let here = p * libm::log1p(libm::exp(-logit)) + (1.0 - p) * libm::log1p(libm::exp(logit));
        let best = -p * libm::log(p) - (1.0 - p) * libm::log1p(-p);
        (2.0 * self.scaled * (here - best)).max(0.0)
    }
}

/// The logit after the first step of R's iteration, from shares `(w·y + ½)/(w + 1)`.
pub(super) fn start(rows: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (y, weight) in rows {
        let share = (weight * y + 0.5) / (weight + 1.0);
        let slope = share * (1.0 - share);
        sum += weight * slope * (libm::log(share / (1.0 - share)) + (y - share) / slope);
        weights += weight * slope;
    }
    sum / weights
}

/// p(1 − p) at the last step but one of R's iteration, which its naive variance has; it
/// stops where the deviance moves by less than 1e-8 of itself.
pub(super) fn working(p: f64, start: f64) -> f64 {
    let share = |logit: f64| 1.0 / (1.0 + libm::exp(-logit));
    let deviance = |share: f64| -2.0 * (p * libm::log(share) + (1.0 - p) * libm::log1p(-share));
    let mut logit = start;
    let mut before = deviance(share(start));
    for _ in 0..25 {
        let now = share(logit);
        let slope = now * (1.0 - now);
        logit += (p - now) / slope;
        let next = deviance(share(logit));
        if (next - before).abs() < 1e-8 * next.abs() {
            return slope;
        }
        before = next;
    }
    p * (1.0 - p)
}

/// The y at an x on the straight lines between points of rising x; `NaN` outside.
fn straight(points: &[(f64, f64)], x: f64) -> f64 {
    let above = points.partition_point(|point| point.0 <= x);
    match (above.checked_sub(1).and_then(|below| points.get(below)), points.get(above)) {
        (Some(low), Some(high)) => low.1 + (high.1 - low.1) * ((x - low.0) / (high.0 - low.0)),
        (Some(_) | None, _) => f64::NAN,
    }
}

/// A cubic spline whose ends follow the cubics through the outer four points.
/// Source: Forsythe, Malcolm & Moler (1977), *Computer Methods for Mathematical
/// Computations*, ch. 4.
struct Spline<'a> {
    x: &'a [f64],
    y: &'a [f64],
    first: Vec<f64>,
    second: Vec<f64>,
    third: Vec<f64>,
}

impl<'a> Spline<'a> {
    /// Through three points or more; three do not tell the ends, whose cubics are then flat.
    fn new(x: &'a [f64], y: &'a [f64]) -> Self {
        let n = x.len();
        let gap: Vec<f64> = x.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let slope: Vec<f64> = y.windows(2).zip(&gap).map(|(pair, gap)| (pair[1] - pair[0]) / gap).collect();
        // Tridiagonal equations for a third of the second derivatives.
        let mut middle: Vec<f64> = (0..n)
            .map(|i| {
                if i == 0 {
                    -gap[0]
                } else if i == n - 1 {
                    -gap[n - 2]
                } else {
                    2.0 * (gap[i - 1] + gap[i])
                }
            })
            .collect();
        let mut c: Vec<f64> = (0..n).map(|i| if i == 0 || i == n - 1 { 0.0 } else { slope[i] - slope[i - 1] }).collect();
        if n > 3 {
            let low = c[2] / (x[3] - x[1]) - c[1] / (x[2] - x[0]);
            let high = c[n - 2] / (x[n - 1] - x[n - 3]) - c[n - 3] / (x[n - 2] - x[n - 4]);
            c[0] = low * gap[0] * gap[0] / (x[3] - x[0]);
            c[n - 1] = -high * gap[n - 2] * gap[n - 2] / (x[n - 1] - x[n - 4]);
        }
        for i in 1..n {
            let part = gap[i - 1] / middle[i - 1];
            middle[i] -= part * gap[i - 1];
            c[i] -= part * c[i - 1];
        }
        c[n - 1] /= middle[n - 1];
        for i in (0..n - 1).rev() {
            c[i] = (c[i] - gap[i] * c[i + 1]) / middle[i];
        }
        let first = (0..n - 1).map(|i| slope[i] - gap[i] * (c[i + 1] + 2.0 * c[i])).collect();
        let third = (0..n - 1).map(|i| (c[i + 1] - c[i]) / gap[i]).collect();
        Self { x, y, first, second: c.iter().map(|c| 3.0 * c).collect(), third }
    }

    fn at(&self, x: f64) -> f64 {
        let above = self.x.partition_point(|knot| *knot <= x).max(1);
        let i = (above - 1).min(self.first.len() - 1);
        let d = x - self.x[i];
        self.y[i] + d * (self.first[i] + d * (self.second[i] + d * self.third[i]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_points_have_a_spline_through_them() {
        let (x, y) = ([0.0, 1.0, 3.0], [2.0, 5.0, -1.0]);
        let spline = Spline::new(&x, &y);
        for (x, y) in x.iter().zip(y) {
            assert!((spline.at(*x) - y).abs() < 1e-13, "{x}");
        }
    }

    #[test]
    fn a_cubic_is_its_own_spline() {
        let x = [0.0, 1.0, 2.5, 3.0, 5.0];
        let cubic = |x: f64| 1.0 - 2.0 * x + 0.5 * x * x - 0.1 * x * x * x;
        let y = x.map(cubic);
        let spline = Spline::new(&x, &y);
        for at in [0.3, 1.7, 2.9, 4.4, 5.0] {
            assert!((spline.at(at) - cubic(at)).abs() < 1e-13, "{at}");
        }
    }
}
