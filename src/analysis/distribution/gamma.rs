//! The gamma function where it enters distributions: Stirling's remainder, the deviance
//! of a count, and the regularised incomplete gamma function.
//!
//! `x^a e^−x / Γ(a)` is made of the remainder and the deviance, both small, instead of
//! three large numbers that cancel. Source: Loader (2000), *Fast and Accurate
//! Computation of Binomial Probabilities*.

use std::f64::consts::PI;

use super::Tails;
use super::root::{Tail, on_logarithm};

/// δ(a) of `Γ(a) = √(2π/a) (a/e)^a e^δ(a)`, for a > 0.
pub fn stirling_remainder(a: f64) -> f64 {
    if a < 16.0 {
        return libm::lgamma(a) - (a - 0.5) * libm::log(a) + a - 0.5 * libm::log(2.0 * PI);
    }
    // Bernoulli numbers over 2n(2n − 1): Abramowitz & Stegun 6.1.41.
    let square = a * a;
    let series = 1.0 / 1680.0 - (1.0 / 1188.0 - 691.0 / 360_360.0 / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - series / square) / square) / square) / a
}

/// `a·ln(a/m) + m − a` for a, m > 0, without cancellation where a is near m.
pub fn deviance(a: f64, m: f64) -> f64 {
    let gap = a - m;
    if gap.abs() >= 0.1 * (a + m) {
        return a * libm::log(a / m) + m - a;
    }
    let v = gap / (a + m);
    let (mut sum, mut term, mut odd) = (gap * v, 2.0 * a * v, 1.0);
    loop {
        term *= v * v;
        odd += 2.0;
        let next = sum + term / odd;
        if next.to_bits() == sum.to_bits() {
            return next;
        }
        sum = next;
    }
}

/// `x^a e^−x / Γ(a)`.
fn power(a: f64, x: f64) -> f64 {
    libm::sqrt(a / (2.0 * PI)) * libm::exp(-deviance(a, x) - stirling_remainder(a))
}

/// The regularised incomplete gamma function of shape `a` > 0 at `x`.
pub fn incomplete(a: f64, x: f64) -> Tails {
    if x <= 0.0 {
        return Tails::of_lower(0.0);
    }
    if x == f64::INFINITY {
        return Tails::of_upper(0.0);
    }
    if x < a + 1.0 { Tails::of_lower(power(a, x) * series(a, x)) } else { Tails::of_upper(power(a, x) * fraction(a, x)) }
}

/// `Σ x^n / (a (a+1) … (a+n))`. Source: Abramowitz & Stegun 6.5.29.
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut at) = (1.0 / a, 1.0 / a, a);
    while term > sum * 1e-17 {
        at += 1.0;
        term *= x / at;
        sum += term;
    }
    sum
}

/// Legendre's continued fraction by Lentz's method. Source: Abramowitz & Stegun 6.5.31.
#[expect(clippy::many_single_char_names, reason = "the formula's own names")]
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = f64::MAX;
    let mut d = 1.0 / b;
    let mut value = d;
    let mut n = 0.0;
    for _ in 0..200_000 {
        n += 1.0;
        let term = n * (a - n);
        b += 2.0;
        d = 1.0 / (b + term * d);
        c = b + term / c;
        let step = c * d;
        value *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

/// The x whose lower or upper tail is `p`, for shape `a`.
pub fn quantile(a: f64, p: Tail) -> f64 {
    match p {
        Tail::Lower(p) | Tail::Upper(p) if !(0.0..=1.0).contains(&p) => f64::NAN,
        Tail::Lower(0.0) | Tail::Upper(1.0) => 0.0,
        Tail::Lower(1.0) | Tail::Upper(0.0) => f64::INFINITY,
        Tail::Lower(_) | Tail::Upper(_) => {
            // In u = ln x the density is `x^a e^−x / Γ(a)`.
            let start = libm::log(a.max(0.1));
            libm::exp(on_logarithm(p, start, |u| {
                let x = libm::exp(u);
                (incomplete(a, x), power(a, x))
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remainder_is_that_of_gamma() {
        for a in [0.01, 0.5, 1.0, 3.7, 15.9, 16.0, 16.1, 170.0, 1e6] {
            let gamma = 0.5 * libm::log(2.0 * PI / a) + a * (libm::log(a) - 1.0) + stirling_remainder(a);
            assert!((gamma - libm::lgamma(a)).abs() <= 4e-15 * gamma.abs().max(1.0), "{a}: {gamma}");
        }
    }

    #[test]
    fn deviance_meets_where_its_two_forms_meet() {
        for m in [81.0, 82.0, 100.0, 122.0, 123.0] {
            let plain = 100.0 * libm::log(100.0 / m) + m - 100.0;
            assert!((deviance(100.0, m) - plain).abs() < 1e-13, "{m}");
        }
    }

    #[test]
    fn an_exponential_is_a_gamma_of_shape_one() {
        for x in [1e-9, 0.3, 1.9, 2.1, 40.0] {
            let tails = incomplete(1.0, x);
            assert!((tails.upper - libm::exp(-x)).abs() <= 1e-14 * tails.upper.max(1e-3), "{x}");
            assert!((tails.lower + libm::expm1(-x)).abs() <= 1e-14 * tails.lower, "{x}");
        }
    }
}
