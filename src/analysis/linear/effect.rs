//! Design effects: the variance of an estimate over that of a simple random sample of as
//! many valid rows. Two denominators, by name: drawn without replacement,
//! `s²/n · (1 − n/N)` with N = Σw (R's default), or with, `s²/n` (`deff = "replace"`).
//! Where nothing varies the effect is 0/0: `NaN`; a total of ones has no variance in a
//! simple random sample: infinite.

use super::Point;
use super::spread::variance;
use crate::analysis::estimator::whole;
use crate::analysis::sampling::{LonelyStratum, Sample};

/// The sample that the design is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simple {
    /// Drawn without replacement.
    WithoutReplacement,
    /// Drawn with replacement.
    WithReplacement,
}

/// The variance that the mean of `values` would have in a simple random sample; `None`
/// with fewer than two rows, or more rows than Σw.
fn of_mean(sample: &Sample<'_>, values: &[f64], against: Simple) -> Option<f64> {
    let spread = variance(sample, values)?;
    let (n, population) = (whole(spread.sample.count()), spread.sample.sum_of_weights());
    match against {
        Simple::WithReplacement => Some(spread.value / n),
        Simple::WithoutReplacement => (population >= n).then(|| spread.value * (population - n) / (population * n)),
    }
}

/// The design effect of a mean over the rows of `sample`, of variance `own`; `None` where the
/// simple variance is not known.
pub fn over_a_mean(own: f64, sample: &Sample<'_>, values: &[f64], against: Simple) -> Option<f64> {
    of_mean(sample, values, against).map(|srs| own / srs)
}

/// The design effect of a total over the rows of `sample`, of variance `own`.
pub fn over_a_total(own: f64, sample: &Sample<'_>, values: &[f64], against: Simple) -> Option<f64> {
    let population = sample.sum_of_weights();
    of_mean(sample, values, against).map(|srs| own / (srs * population * population))
}

/// The design effect of a ratio of variance `own`: that of the total of its linearised values.
pub fn over_a_ratio(own: f64, point: &Point<'_>, simple: Simple) -> Option<f64> {
    let weight = |row: usize| point.sample.weight(row);
    let values: Vec<f64> =
        point.influence.iter().enumerate().map(|(row, z)| if weight(row) > 0.0 { z / weight(row) } else { f64::NAN }).collect();
    over_a_total(own, &point.sample, &values, simple)
}

/// The design effect of a mean or share; `None` where the simple variance is not known.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn of_a_mean(point: &Point<'_>, values: &[f64], simple: Simple) -> Result<Option<f64>, LonelyStratum> {
    Ok(over_a_mean(point.variance()?, &point.sample, values, simple))
}

/// The design effect of a total.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn of_a_total(point: &Point<'_>, values: &[f64], simple: Simple) -> Result<Option<f64>, LonelyStratum> {
    Ok(over_a_total(point.variance()?, &point.sample, values, simple))
}

/// The design effect of a ratio: that of the total of its linearised values.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn of_a_ratio(point: &Point<'_>, simple: Simple) -> Result<Option<f64>, LonelyStratum> {
    Ok(over_a_ratio(point.variance()?, point, simple))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::mean::mean;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn a_simple_random_sample_has_no_design_effect() {
        let design = Design::new(&Columns::weights_only(vec![5.0; 4])).unwrap().0;
        let y = [1.0, 0.0, 1.0, 1.0];
        let point = mean(&Sample::whole(&design), &y).unwrap();
        let effect = of_a_mean(&point, &y, Simple::WithReplacement).unwrap().unwrap();
        assert!((effect - 1.0).abs() < 1e-14);
        let effect = of_a_mean(&point, &y, Simple::WithoutReplacement).unwrap().unwrap();
        assert!((effect - 1.0 / (1.0 - 4.0 / 20.0)).abs() < 1e-14);
    }

    #[test]
    fn more_rows_than_people_have_no_design_effect() {
        let design = Design::new(&Columns::weights_only(vec![0.5; 4])).unwrap().0;
        let y = [1.0, 0.0, 1.0, 1.0];
        let point = mean(&Sample::whole(&design), &y).unwrap();
        assert_eq!(of_a_mean(&point, &y, Simple::WithoutReplacement), Ok(None));
    }
}
