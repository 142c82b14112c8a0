//! Composite indices of items grouped into factors.
//!
//! * pooled: satisfied answers over valid answers, all items together;
//! * mean of items: the plain mean of each item's share;
//! * mean of factors: the plain mean of each factor's pooled share (R: `svycontrast` of
//!   `svytotal`s, delta method);
//! * weighted: the mean of factors with explicit weights.

use super::mean::mean;
use super::ratio::ratio;
use super::{Point, combined};
use crate::analysis::estimator::whole;
use crate::analysis::sampling::Sample;

/// Numerator and denominator of a pooled share, one value a row: satisfied answers and
/// valid answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Satisfied answers of each row.
    pub satisfied: Vec<f64>,
    /// Valid answers of each row.
    pub valid: Vec<f64>,
}

impl Pool {
    /// The pool of items whose values are 1, 0 or, without a valid answer, `NaN`.
    pub fn of(items: &[&[f64]], rows: usize) -> Self {
        let mut pool = Self { satisfied: vec![0.0; rows], valid: vec![0.0; rows] };
        for item in items {
            for (row, value) in item.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
                pool.satisfied[row] += value;
                pool.valid[row] += 1.0;
            }
        }
        pool
    }

    /// The pooled share; `None` without a valid answer.
    pub fn share<'a>(&self, sample: &Sample<'a>) -> Option<Point<'a>> {
        ratio(sample, &self.satisfied, &self.valid)
    }
}

/// The mean of the items' shares (or of their means); `None` where an item has none.
pub fn mean_of_items<'a>(sample: &Sample<'a>, items: &[&[f64]]) -> Option<Point<'a>> {
    let points: Option<Vec<Point<'_>>> = items.iter().map(|item| mean(sample, item)).collect();
    weighted_mean(sample, &points?, &vec![1.0; items.len()])
}

/// The mean of the factors' pooled shares; `None` where a factor has none.
pub fn mean_of_factors<'a>(sample: &Sample<'a>, factors: &[Pool]) -> Option<Point<'a>> {
    weighted_factors(sample, factors, &vec![1.0; factors.len()])
}

/// The factors' pooled shares with explicit weights, which need not add up to 1.
pub fn weighted_factors<'a>(sample: &Sample<'a>, factors: &[Pool], weights: &[f64]) -> Option<Point<'a>> {
    let points: Option<Vec<Point<'_>>> = factors.iter().map(|factor| factor.share(sample)).collect();
    weighted_mean(sample, &points?, weights)
}

fn weighted_mean<'a>(sample: &Sample<'a>, points: &[Point<'_>], weights: &[f64]) -> Option<Point<'a>> {
    let sum: f64 = weights.iter().sum();
    if points.is_empty() || points.len() != weights.len() || sum <= 0.0 {
        return None;
    }
    let slopes: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
    let value: f64 = points.iter().zip(&slopes).map(|(point, slope)| point.value * slope).sum();
    Some(combined(sample, points, value, &slopes))
}

/// The mean over a row's valid items, `NaN` for a row without any.
pub fn row_mean(items: &[&[f64]], rows: usize) -> Vec<f64> {
    let pool = Pool::of(items, rows);
    pool.satisfied.iter().zip(&pool.valid).map(|(sum, valid)| if *valid > 0.0 { sum / valid } else { f64::NAN }).collect()
}

/// The number of items as a number.
pub(crate) fn count(items: usize) -> f64 {
    whole(items as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sampling::{Columns, Design};

    const A: [f64; 4] = [1.0, 0.0, f64::NAN, 1.0];
    const B: [f64; 4] = [1.0, 1.0, 0.0, f64::NAN];

    fn check(index: impl for<'a> Fn(&Sample<'a>) -> Option<Point<'a>>, expect: f64) {
        let design = Design::new(&Columns::weights_only(vec![1.0; 4])).unwrap().0;
        let value = index(&Sample::whole(&design)).unwrap().value;
        assert!((value - expect).abs() < 1e-15, "{value}");
    }

    #[test]
    fn indices_differ_by_what_is_averaged() {
        let factors = [Pool::of(&[&A], 4), Pool::of(&[&A, &B], 4)];
        check(|sample| Pool::of(&[&A, &B], 4).share(sample), 4.0 / 6.0);
        check(|sample| mean_of_items(sample, &[&A, &B]), 2.0 / 3.0);
        check(|sample| mean_of_factors(sample, &factors), 2.0 / 3.0);
        check(|sample| weighted_factors(sample, &factors, &[3.0, 1.0]), 2.0 / 3.0);
    }

    #[test]
    fn a_factor_of_one_item_is_that_item() {
        let design = Design::new(&Columns::weights_only(vec![1.0, 2.0, 1.0, 3.0])).unwrap().0;
        let sample = Sample::whole(&design);
        let (factor, item) = (mean_of_factors(&sample, &[Pool::of(&[&A], 4)]).unwrap(), mean(&sample, &A).unwrap());
        assert!((factor.se().unwrap() - item.se().unwrap()).abs() < 1e-15);
    }
}
