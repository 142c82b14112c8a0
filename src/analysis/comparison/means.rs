//! t tests: of one mean against a value, of two groups. R: `svyttest`.
//!
//! R takes one degree of freedom from a test of one mean, counting rows without a value
//! too; by definition the mean has those of its own rows. Both are offered.

use crate::analysis::confidence::{Limits, plain};
use crate::analysis::distribution::student;
use crate::analysis::estimator::whole;
use crate::analysis::linear::mean::mean;
use crate::analysis::linear::quantile::Convention;
use crate::analysis::linear::{Point, difference};
use crate::analysis::sampling::{LonelyStratum, Sample};

/// A t test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The difference that is tested against 0.
    pub difference: f64,
    /// Its standard error.
    pub se: f64,
    /// The statistic.
    pub t: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// The two-sided p-value.
    pub p: f64,
    /// The interval of the difference at 95 %.
    pub limits: Limits,
}

impl Test {
    /// The test of a point against 0.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn new(point: &Point<'_>, df: f64) -> Result<Self, LonelyStratum> {
        let se = point.se()?;
        let t = point.value / se;
        Ok(Self { difference: point.value, se, t, df, p: student::two_sided_p(df, t), limits: plain(point.value, se, 0.95, df) })
    }
}

/// Whether the mean differs from `value`; `None` without a row that has one.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn one(sample: &Sample<'_>, values: &[f64], value: f64, convention: Convention) -> Result<Option<Test>, LonelyStratum> {
    let off: Vec<f64> = values.iter().map(|other| other - value).collect();
    let Some(point) = mean(sample, &off) else { return Ok(None) };
    let df = match convention {
        Convention::R => whole(sample.degrees()) - 1.0,
        Convention::Definition => whole(point.sample.degrees()),
    };
    Test::new(&point, df).map(Some)
}

/// Whether two groups of rows differ in their means: second less first. Degrees of
/// freedom are those of the rows of both with a value, less one. `None` where a group has
/// no value.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn two(
    sample: &Sample<'_>,
    values: &[f64],
    first: impl Fn(usize) -> bool,
    second: impl Fn(usize) -> bool,
) -> Result<Option<Test>, LonelyStratum> {
    let both = sample.valid(values).within(|row| first(row) || second(row));
    let (Some(a), Some(b)) = (mean(&both.within(&first), values), mean(&both.within(&second), values)) else { return Ok(None) };
    Test::new(&difference(&both, &b, &a), whole(both.degrees()) - 1.0).map(Some)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use super::*;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn two_groups_of_a_simple_random_sample() {
        let design = Design::new(&Columns::weights_only(vec![1.0; 6])).unwrap().0;
        let test = two(&Sample::whole(&design), &[1.0, 2.0, 3.0, 5.0, 6.0, 7.0], |row| row < 3, |row| row >= 3).unwrap().unwrap();
        // Σ of both groups' squares 4, n/(n − 1) · 4/9.
        assert!((test.difference - 4.0).abs() < 1e-15 && (test.se - libm::sqrt(1.2 * 4.0 / 9.0)).abs() < 1e-15);
        assert_eq!(test.df, 4.0);
    }

    #[test]
    fn conventions_differ_in_the_degrees() {
        let design = Design::new(&Columns::weights_only(vec![1.0; 6])).unwrap().0;
        let values = [1.0, 2.0, 3.0, 5.0, 6.0, f64::NAN];
        let df = |convention| one(&Sample::whole(&design), &values, 4.0, convention).unwrap().unwrap().df;
        assert_eq!((df(Convention::R), df(Convention::Definition)), (4.0, 4.0));
        assert!(one(&Sample::whole(&design), &[f64::NAN; 6], 4.0, Convention::R).unwrap().is_none());
    }
}
