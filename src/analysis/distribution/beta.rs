//! The beta distribution: `I_x(a, b)` and its inverse. t and F are made of it.
//!
//! x and 1 − x are both handed over, so that neither end loses digits. The prefix
//! `x^a (1−x)^b / B(a, b)` is made of deviances and Stirling remainders (see `gamma`),
//! the rest is a continued fraction, taken on the side where it converges fast.

use std::f64::consts::PI;

use super::Tails;
use super::gamma::{deviance, stirling_remainder};
use super::root::{Tail, on_logarithm};

/// A share x and its complement 1 − x, each to its own relative precision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// x.
    pub x: f64,
    /// 1 − x.
    pub y: f64,
}

/// The logit of the smallest number with all its digits; below, x is 0.
const SMALLEST: f64 = -708.0;

impl Share {
    /// From its logit.
    fn of_logit(u: f64) -> Self {
        if u < SMALLEST {
            return Self { x: 0.0, y: 1.0 };
        }
        let odds = libm::exp(-u.abs());
        let (small, large) = (odds / (1.0 + odds), 1.0 / (1.0 + odds));
        if u < 0.0 { Self { x: small, y: large } } else { Self { x: large, y: small } }
    }

    fn turned(self) -> Self {
        Self { x: self.y, y: self.x }
    }
}

/// `x^a (1−x)^b / B(a, b)`: also the density of the logit of x.
fn prefix(a: f64, b: f64, at: Share) -> f64 {
    let n = a + b;
    let exponent = stirling_remainder(n) - stirling_remainder(a) - stirling_remainder(b);
    let spread = deviance(a, n * at.x) + deviance(b, n * at.y);
    libm::sqrt(a / n * b / (2.0 * PI)) * libm::exp(exponent - spread)
}

/// P(X ≤ x) and P(X > x) for shapes a, b > 0.
pub fn tails(a: f64, b: f64, at: Share) -> Tails {
    if at.x <= 0.0 {
        return Tails::of_lower(0.0);
    }
    if at.y <= 0.0 {
        return Tails::of_upper(0.0);
    }
    if at.x > (a + 1.0) / (a + b + 2.0) {
        return below(b, a, at.turned()).turned();
    }
    below(a, b, at)
}

fn below(a: f64, b: f64, at: Share) -> Tails {
    Tails::of_lower(prefix(a, b, at) / fraction(a, b, at))
}

/// The continued fraction by Lentz's method, for x < (a + 1)/(a + b + 2).
/// Source: Di Donato & Morris (1992), *ACM TOMS* 18, algorithm 708, eq. 9: the even part of
/// Abramowitz & Stegun 26.5.8, without its cancellation where x is near 1.
#[expect(clippy::many_single_char_names, reason = "the formula's own names")]
fn fraction(a: f64, b: f64, Share { x, y }: Share) -> f64 {
    let lambda = if a > b { (a + b) * y - b } else { a - (a + b) * x };
    let mut value = (1.0 + lambda) * a / (a + 1.0);
    let (mut c, mut d, mut n) = (value, 0.0, 0.0);
    for _ in 0..200_000 {
        n += 1.0;
        let s = a + 2.0 * n - 1.0;
        let w = n * (b - n) * x;
        let alpha = (a + n - 1.0) / s * ((a + b + n - 1.0) / s) * w * x;
        let beta = n + w / s + (a + n) / (s + 2.0) * (1.0 + lambda + n * (1.0 + y));
        d = 1.0 / (beta + alpha * d);
        c = beta + alpha / c;
        let step = c * d;
        value *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

/// The x, with its complement, whose tail is `p`.
pub fn share(a: f64, b: f64, p: Tail) -> Share {
    match p {
        Tail::Lower(q) | Tail::Upper(q) if !(0.0..=1.0).contains(&q) => Share { x: f64::NAN, y: f64::NAN },
        Tail::Lower(0.0) | Tail::Upper(1.0) => Share { x: 0.0, y: 1.0 },
        Tail::Lower(1.0) | Tail::Upper(0.0) => Share { x: 1.0, y: 0.0 },
        Tail::Lower(_) | Tail::Upper(_) => Share::of_logit(on_logarithm(p, libm::log(a / b), |u| {
            let at = Share::of_logit(u);
            (tails(a, b, at), prefix(a, b, at))
        })),
    }
}

/// The x with P(X ≤ x) = p. A shape of 0 has all its mass at that end.
pub fn quantile(a: f64, b: f64, p: f64) -> f64 {
    match (a > 0.0, b > 0.0) {
        (true, true) => share(a, b, Tail::Lower(p)).x,
        (false, true) => 0.0,
        (true, false) => 1.0,
        (false, false) => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uniform_is_a_beta_of_one_and_one() {
        for x in [1e-12, 0.1, 0.5, 0.9] {
            let found = tails(1.0, 1.0, Share { x, y: 1.0 - x });
            assert!((found.lower - x).abs() <= 1e-15 * x.max(0.01), "{x}: {found:?}");
            assert!((quantile(1.0, 1.0, x) - x).abs() <= 1e-14 * x);
        }
    }

    #[test]
    fn a_power_is_a_beta_with_b_one() {
        assert!((quantile(3.0, 1.0, 0.2) - libm::cbrt(0.2)).abs() < 1e-15);
        assert!((quantile(1.0, 4.0, 0.2) - (1.0 - libm::pow(0.8, 0.25))).abs() < 1e-15);
    }
}
