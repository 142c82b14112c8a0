//! Roots. A quantile is a root of its tail; likelihood intervals and saddlepoints have
//! roots of their own, found by Brent's method.

use super::Tails;

/// A probability and the tail that it is of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tail {
    /// P(X ≤ x).
    Lower(f64),
    /// P(X > x).
    Upper(f64),
}

impl Tail {
    /// The tail that is not above a half: 1 − p is exact for p from a half up.
    #[must_use]
    pub fn smaller(self) -> Self {
        match self {
            Self::Lower(p) if p > 0.5 => Self::Upper(1.0 - p),
            Self::Upper(p) if p > 0.5 => Self::Lower(1.0 - p),
            Self::Lower(_) | Self::Upper(_) => self,
        }
    }

    /// The same probability in the other tail.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Lower(p) => Self::Upper(p),
            Self::Upper(p) => Self::Lower(p),
        }
    }
}

/// The u at which the tails of a distribution over the whole line reach `p`. `at` gives
/// the tails and the density at u. The logarithm of a tail is concave for the
/// distributions here, so Newton's steps on it soon come from one side; a bracket holds
/// them. Invariant: the root stays inside the bracket.
pub fn on_logarithm(p: Tail, start: f64, at: impl Fn(f64) -> (Tails, f64)) -> f64 {
    let p = p.smaller();
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut u = start;
    for _ in 0..500 {
        let (tails, density) = at(u);
        // `over`: by how much ln(tail) is above its goal, as seen from below.
        let (value, over, sign) = match p {
            Tail::Lower(goal) => (tails.lower, libm::log(tails.lower / goal), -1.0),
            Tail::Upper(goal) => (tails.upper, -libm::log(tails.upper / goal), 1.0),
        };
        if over > 0.0 {
            high = u;
        } else {
            low = u;
        }
        let step = sign * if sign < 0.0 { over } else { -over } * value / density;
        let mut next = u + step;
        if !next.is_finite() || next <= low || next >= high {
            next = between(low, high, u, over > 0.0);
        }
        let moved = (next - u).abs();
        u = next;
        if moved <= 2e-16 * u.abs() || moved < 1e-300 {
            break;
        }
    }
    u
}

/// A point inside a bracket whose ends may still be open.
fn between(low: f64, high: f64, u: f64, down: bool) -> f64 {
    match (low.is_finite(), high.is_finite()) {
        (true, true) => f64::midpoint(low, high),
        (false, false) => u,
        (true, false) | (false, true) => {
            let stride = u.abs().max(1.0);
            if down { u - stride } else { u + stride }
        }
    }
}

/// A root of `f` between `a` and `b`, where `f` changes its sign, to within `tolerance`;
/// `None` where it does not change. Source: Brent (1973), *Algorithms for Minimization
/// without Derivatives*, ch. 4, the procedure `zero`.
#[expect(clippy::many_single_char_names, reason = "the formula's own names")]
pub fn brent(a: f64, b: f64, tolerance: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut a, mut b) = (a, b);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa == 0.0 {
        return Some(a);
    }
    if fb == 0.0 {
        return Some(b);
    }
    if fa.is_nan() || fb.is_nan() || (fa > 0.0) == (fb > 0.0) {
        return None;
    }
    let (mut c, mut fc) = (a, fa);
    for _ in 0..1000 {
        let before = b - a;
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let width = 2.0 * f64::EPSILON * b.abs() + tolerance / 2.0;
        let mut step = (c - b) / 2.0;
        if step.abs() <= width || fb == 0.0 {
            return Some(b);
        }
        if before.abs() >= width && fa.abs() > fb.abs() {
            let (mut p, mut q) = interpolated((a, fa), (b, fb), (c, fc));
            if p > 0.0 {
                q = -q;
            } else {
                p = -p;
            }
            if p < 0.75 * (c - b) * q - (width * q).abs() / 2.0 && p < (before * q / 2.0).abs() {
                step = p / q;
            }
        }
        if step.abs() < width {
            step = if step > 0.0 { width } else { -width };
        }
        (a, fa) = (b, fb);
        b += step;
        fb = f(b);
        if (fb > 0.0 && fc > 0.0) || (fb < 0.0 && fc < 0.0) {
            (c, fc) = (a, fa);
        }
    }
    Some(b)
}

/// The step of the secant, or of the inverse parabola where three points differ, as p/q.
#[expect(clippy::many_single_char_names, reason = "the formula's own names")]
fn interpolated((a, fa): (f64, f64), (b, fb): (f64, f64), (c, fc): (f64, f64)) -> (f64, f64) {
    let width = c - b;
    if a.to_bits() == c.to_bits() {
        let t = fb / fa;
        return (width * t, 1.0 - t);
    }
    let (q, t, r) = (fa / fc, fb / fc, fb / fa);
    (r * (width * q * (q - t) - (b - a) * (t - 1.0)), (q - 1.0) * (t - 1.0) * (r - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_found_from_either_side() {
        for (a, b) in [(0.0, 2.0), (1.0, 3.0), (-5.0, 1.5)] {
            let root = brent(a, b, 1e-15, |x| x * x * x - 2.0).unwrap();
            assert!((root - libm::cbrt(2.0)).abs() < 1e-14, "{root}");
        }
    }

    #[test]
    fn without_a_change_of_sign_there_is_no_root() {
        assert_eq!(brent(0.0, 1.0, 1e-9, |x| x + 1.0), None);
        assert_eq!(brent(0.0, 1.0, 1e-9, |_| f64::NAN), None);
    }

    #[test]
    fn the_smaller_tail_is_chosen() {
        assert_eq!(Tail::Lower(0.75).smaller(), Tail::Upper(0.25));
        assert_eq!(Tail::Upper(0.25).smaller(), Tail::Upper(0.25));
    }
}
