//! The t distribution with `df` > 0 degrees of freedom, whole or not, or infinite.
//!
//! `ν/(ν + t²)` has a beta distribution. For whole degrees, the intervals' case, there
//! is a finite series, made of `+ × ÷ √` and `atan` only; beyond 1 000 the
//! Cornish–Fisher expansion is exact to rounding.

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2, PI};

use super::beta::{self, Share};
use super::root::Tail;
use super::{Tails, normal};
use crate::analysis::estimator::whole;

/// Above this the expansion replaces the series.
const SERIES_UP_TO: u64 = 1_000;

/// P(|T| > |t|).
pub fn two_sided_p(df: f64, t: f64) -> f64 {
    if df == f64::INFINITY || t.is_nan() {
        return normal::two_sided_p(t);
    }
    let square = t * t;
    if square == f64::INFINITY {
        return 0.0;
    }
    let sum = df + square;
    beta::tails(df / 2.0, 0.5, Share { x: df / sum, y: square / sum }).lower
}

/// P(T ≤ t) and P(T > t).
pub fn tails(df: f64, t: f64) -> Tails {
    let upper = Tails::of_upper(two_sided_p(df, t) / 2.0);
    if t < 0.0 { upper.turned() } else { upper }
}

/// The t whose tail is `p`.
pub fn quantile(df: f64, p: Tail) -> f64 {
    if df == f64::INFINITY {
        return normal::quantile(p);
    }
    if df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    match p.smaller() {
        Tail::Lower(p) => -upper(df, p),
        Tail::Upper(p) => upper(df, p),
    }
}

/// The t with P(T > t) = p for p up to a half.
fn upper(df: f64, p: f64) -> f64 {
    if p == 0.0 {
        return f64::INFINITY;
    }
    let share = beta::share(df / 2.0, 0.5, Tail::Lower(2.0 * p));
    libm::sqrt(df * share.y / share.x)
}

/// t with P(|T| < t) = `level` for whole `df` ≥ 1.
pub fn two_sided(level: f64, df: u64) -> f64 {
    match df {
        1 => libm::tan(level * FRAC_PI_2),
        2 => level * libm::sqrt(2.0 / ((1.0 - level) * (1.0 + level))),
        3..=SERIES_UP_TO => newton(level, df),
        _ => expansion(normal::two_sided(level), whole(df)),
    }
}

/// Newton's method from the normal quantile. P(|T| < t) is concave and the start is
/// below the root, so the steps go up and never past it.
fn newton(level: f64, df: u64) -> f64 {
    let nu = whole(df);
    let scale = libm::exp(libm::lgamma(f64::midpoint(nu, 1.0)) - libm::lgamma(nu / 2.0)) * 2.0 / libm::sqrt(nu * PI);
    let mut t = normal::two_sided(level);
    for _ in 0..100 {
        let density = scale * libm::pow(1.0 + t * t / nu, -(nu + 1.0) / 2.0);
        let step = (level - inside(t, df)) / density;
        t += step;
        if step.abs() <= 1e-15 * t {
            break;
        }
    }
    t
}

/// P(|T| < t) for whole degrees of freedom.
/// Source: Abramowitz & Stegun 26.7.3 (odd) and 26.7.4 (even).
fn inside(t: f64, df: u64) -> f64 {
    let nu = whole(df);
    let square = nu / (nu + t * t);
    let sine = t / libm::sqrt(nu + t * t);
    let odd = df % 2 == 1;
    let (mut term, mut at) = if odd { (libm::sqrt(square), 1.0) } else { (1.0, 0.0) };
    let mut sum = term;
    while at + 2.0 < nu - 1.0 {
        term *= square * (at + 1.0) / (at + 2.0);
        at += 2.0;
        sum += term;
    }
    if odd { FRAC_2_PI * (libm::atan(t / libm::sqrt(nu)) + sine * sum) } else { sine * sum }
}

/// The t quantile as a series in 1/ν around the normal one.
/// Source: Abramowitz & Stegun 26.7.5; with four terms exact to rounding for ν > 1 000.
fn expansion(z: f64, nu: f64) -> f64 {
    let s = z * z;
    let g1 = z * (s + 1.0) / 4.0;
    let g2 = z * ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let g3 = z * (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    let g4 = z * ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92_160.0;
    z + (g1 + (g2 + (g3 + g4 / nu) / nu) / nu) / nu
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_and_the_beta_agree() {
        for df in [1, 2, 3, 8, 37, 999, 1_000, 1_001, 5_814, 1_000_000] {
            for level in [0.1, 0.5, 0.9, 0.95, 0.99, 0.999] {
                let general = quantile(whole(df), Tail::Upper((1.0 - level) / 2.0));
                let series = two_sided(level, df);
                assert!((general - series).abs() <= 1e-12 * series, "{df} {level}: {general} {series}");
            }
        }
    }

    #[test]
    fn tails_are_mirrored() {
        let (left, right) = (tails(7.5, -1.3), tails(7.5, 1.3));
        assert_eq!((left.lower, left.upper), (right.upper, right.lower));
        assert!((tails(4.0, 0.0).lower - 0.5).abs() < 1e-16);
    }
}
