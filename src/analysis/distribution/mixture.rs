//! Weighted sums of independent χ², `Q = Σ λ_i χ²(m_i)`: the distribution of Pearson's
//! statistic under a design. With a negative weight Q is also a ratio of such a sum to
//! an independent χ².
//!
//! Three ways to P(Q > x): two moments (Satterthwaite), the saddlepoint, and inversion
//! of the characteristic function, exact to 1e-10.

use std::f64::consts::PI;

use super::root::brent;
use super::{chi_square, normal};

/// `weight · χ²(df)`; the degrees need not be whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// λ, of either sign, not 0.
    pub weight: f64,
    /// Degrees of freedom.
    pub df: f64,
}

/// Scale and degrees of freedom of the χ² with the mean and variance of Q, for weights
/// above 0. Source: Satterthwaite (1946).
pub fn two_moments(terms: &[Term]) -> (f64, f64) {
    let (first, second) = terms
        .iter()
        .fold((0.0, 0.0), |(first, second), term| (first + term.weight * term.df, second + term.weight * term.weight * term.df));
    (second / first, first * first / second)
}

/// P(Q > x) by two moments.
pub fn satterthwaite(terms: &[Term], x: f64) -> f64 {
    let (scale, df) = two_moments(terms);
    chi_square::tails(df, x / scale).upper
}

/// P(Q > x) by the saddlepoint; `None` next to the mean of Q, where the formula divides
/// 0 by 0, and where x is outside Q's range.
/// Source: Kuonen (1999), *Biometrika* 86, 929–935.
pub fn saddlepoint(terms: &[Term], x: f64) -> Option<f64> {
    let largest = terms.iter().map(|term| term.weight).fold(f64::NEG_INFINITY, f64::max);
    if !largest.is_finite() || largest <= 0.0 {
        return None;
    }
    let scaled: Vec<Term> = terms.iter().map(|term| Term { weight: term.weight / largest, ..*term }).collect();
    let x = x / largest;
    let sum = |each: &dyn Fn(&Term) -> f64| scaled.iter().map(each).sum::<f64>();
    let slope = |zeta: f64| sum(&|term| term.df * term.weight / (1.0 - 2.0 * zeta * term.weight)) - x;
    let zeta = brent(lowest(&scaled, x), 0.5 * 0.999_99, 1e-14, slope)?;
    let cumulant = -sum(&|term| term.df * libm::log1p(-2.0 * zeta * term.weight)) / 2.0;
    let curvature =
        2.0 * sum(&|term| term.df * (term.weight / (1.0 - 2.0 * zeta * term.weight)) * (term.weight / (1.0 - 2.0 * zeta * term.weight)));
    if zeta.abs() < 1e-4 {
        return None;
    }
    let w = libm::copysign(libm::sqrt(2.0 * (zeta * x - cumulant)), zeta);
    let v = zeta * libm::sqrt(curvature);
    let p = normal::tails(w + libm::log(v / w) / w).upper;
    p.is_finite().then_some(p)
}

/// The lower end of where the saddlepoint is looked for.
fn lowest(scaled: &[Term], x: f64) -> f64 {
    let poles = scaled.iter().filter(|term| term.weight < 0.0).map(|term| 0.5 / term.weight);
    let nearest = poles.fold(f64::NEG_INFINITY, f64::max);
    let mean: f64 = scaled.iter().map(|term| term.weight * term.df).sum();
    if nearest.is_finite() {
        nearest * 0.999_99
    } else if x > mean {
        -0.01
    } else {
        -scaled.iter().map(|term| term.df).sum::<f64>() / (2.0 * x)
    }
}

/// P(Q > x) by inversion of the characteristic function, the step halved until the sum
/// stays. Source: Davies (1980), *Applied Statistics* 29, 323–333, without his bounds.
pub fn exact(terms: &[Term], x: f64) -> f64 {
    let mean: f64 = terms.iter().map(|term| term.weight * term.df).sum();
    let variance: f64 = terms.iter().map(|term| 2.0 * term.weight * term.weight * term.df).sum();
    let mut step = 1.0 / (libm::sqrt(variance) * 8.0 + (mean - x).abs());
    let mut before = f64::NAN;
    for _ in 0..12 {
        let now = inverted(terms, x, step);
        if (now - before).abs() < 1e-11 {
            return now.clamp(0.0, 1.0);
        }
        before = now;
        step /= 2.0;
    }
    before.clamp(0.0, 1.0)
}

fn inverted(terms: &[Term], x: f64, step: f64) -> f64 {
    let (mut sum, mut half) = (0.0, 0.5);
    for _ in 0..5_000_000 {
        let u = half * step;
        let angle: f64 = terms.iter().map(|term| term.df * libm::atan(2.0 * term.weight * u)).sum::<f64>() / 2.0 - x * u;
        let fade: f64 = terms.iter().map(|term| term.df * libm::log1p(4.0 * term.weight * term.weight * u * u)).sum::<f64>() / 4.0;
        let size = libm::exp(-fade) / (PI * half);
        sum += size * libm::sin(angle);
        half += 1.0;
        if size < 1e-13 {
            break;
        }
    }
    0.5 + sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: [Term; 1] = [Term { weight: 2.0, df: 5.0 }];
    const MIXED: [Term; 3] = [Term { weight: 3.0, df: 1.0 }, Term { weight: 1.5, df: 1.0 }, Term { weight: 0.4, df: 2.0 }];

    #[test]
    fn one_term_is_a_chi_square() {
        for x in [1.0, 6.0, 12.0, 40.0] {
            let p = chi_square::tails(5.0, x / 2.0).upper;
            assert!((exact(&ONE, x) - p).abs() < 1e-10, "{x}: {}", exact(&ONE, x));
            assert!((satterthwaite(&ONE, x) - p).abs() < 1e-15);
            assert!((saddlepoint(&ONE, x).unwrap() - p).abs() < 0.01 * p, "{x}");
        }
    }

    #[test]
    fn a_ratio_is_an_f() {
        // P(χ²(3)/3 > f · χ²(20)/20).
        for f in [0.5, 2.0, 4.0] {
            let terms = [Term { weight: 1.0 / 3.0, df: 3.0 }, Term { weight: -f / 20.0, df: 20.0 }];
            let p = super::super::fisher::tails(3.0, 20.0, f).upper;
            assert!((exact(&terms, 0.0) - p).abs() < 1e-10, "{f}");
            assert!((saddlepoint(&terms, 0.0).unwrap() - p).abs() < 0.02 * p, "{f}");
        }
    }

    #[test]
    fn the_saddlepoint_is_near_the_exact_tail() {
        for x in [2.0, 10.0, 25.0, 60.0] {
            let (near, exact) = (saddlepoint(&MIXED, x).unwrap(), exact(&MIXED, x));
            assert!((near - exact).abs() < 0.1 * exact, "{x}: {near} {exact}");
        }
    }
}
