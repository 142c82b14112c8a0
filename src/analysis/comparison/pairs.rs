//! All pairs of estimates: differences with their covariances, and what is left of the
//! differences when all pairs are looked at together.

use super::multiple::{Adjust, adjusted};
use crate::analysis::distribution::{normal, student};
use crate::analysis::linear::{Point, covariance};
use crate::analysis::sampling::{LonelyStratum, Sample};

/// One pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The first estimate's index.
    pub a: usize,
    /// The second's.
    pub b: usize,
    /// First less second.
    pub difference: f64,
    /// Its standard error.
    pub se: f64,
    /// The statistic.
    pub t: f64,
    /// The p-value of the normal distribution.
    pub p_normal: f64,
    /// The p-value of t.
    pub p: f64,
}

/// All pairs of points of domains of `sample`, at `df` degrees of freedom, in the order
/// 0–1, 0–2, …, 1–2, ….
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn pairs(sample: &Sample<'_>, points: &[Point<'_>], df: f64) -> Result<Vec<Pair>, LonelyStratum> {
    let covariance = covariance(sample, points)?;
    let mut out = Vec::with_capacity(points.len() * points.len() / 2);
    for a in 0..points.len() {
        for b in a + 1..points.len() {
            let difference = points[a].value - points[b].value;
            let variance = covariance.get(a, a) + covariance.get(b, b) - 2.0 * covariance.get(a, b);
            let se = libm::sqrt(variance.max(0.0));
            let t = difference / se;
            out.push(Pair { a, b, difference, se, t, p_normal: normal::two_sided_p(t), p: student::two_sided_p(df, t) });
        }
    }
    Ok(out)
}

/// The adjusted p-values of pairs, in their order.
pub fn together(pairs: &[Pair], how: Adjust) -> Vec<f64> {
    adjusted(&pairs.iter().map(|pair| pair.p).collect::<Vec<_>>(), how)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::mean::mean;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn a_pair_is_a_difference() {
        let design = Design::new(&Columns::weights_only(vec![1.0; 6])).unwrap().0;
        let (sample, y) = (Sample::whole(&design), [1.0, 2.0, 3.0, 5.0, 6.0, 7.0]);
        let points: Vec<_> =
            [(0, 2), (2, 4), (4, 6)].map(|(from, to)| mean(&sample.within(|row| row >= from && row < to), &y).unwrap()).into();
        let found = pairs(&sample, &points, 5.0).unwrap();
        assert_eq!(found.iter().map(|pair| (pair.a, pair.b)).collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2)]);
        assert!((found[1].difference + 5.0).abs() < 1e-15);
        let bonferroni = together(&found, Adjust::Bonferroni);
        assert!((bonferroni[2] - (3.0 * found[2].p).min(1.0)).abs() < 1e-16);
    }
}
