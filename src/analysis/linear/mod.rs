//! Estimates by linearisation: a value and, for each row of the design, its influence,
//! whose total has the estimate's variance. Sums, differences and smooth functions of
//! estimates are sums of influence values, so domains and items have covariances.
//!
//! One estimator a file. A row without a value (`NaN`) is not in an estimate, but it
//! stays in the design. Reference: R `survey` 4.5, one call for each item.

pub mod composite;
pub mod correlation;
pub mod effect;
pub mod levels;
pub mod mean;
pub mod quantile;
pub mod ratio;
pub mod reliability;
pub mod spread;
pub mod total;

use crate::analysis::matrix::Square;
use crate::analysis::sampling::{LonelyStratum, Sample};

/// An estimate with the influence of each row.
#[derive(Debug, Clone)]
pub struct Point<'a> {
    /// The rows it is made of.
    pub sample: Sample<'a>,
    /// The estimate.
    pub value: f64,
    /// The influence of each row of the design, its weight included; 0 outside.
    pub influence: Vec<f64>,
}

impl Point<'_> {
    /// Its variance.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn variance(&self) -> Result<f64, LonelyStratum> {
        self.sample.variance(&self.influence)
    }

    /// Its standard error.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn se(&self) -> Result<f64, LonelyStratum> {
        self.variance().map(libm::sqrt)
    }
}

/// `f` of points whose gradient at their values is known: value and influence, by the
/// delta method, over the rows of `sample`.
pub fn combined<'a>(sample: &Sample<'a>, points: &[Point<'_>], value: f64, gradient: &[f64]) -> Point<'a> {
    let mut influence = vec![0.0; sample.design.rows()];
    for (point, slope) in points.iter().zip(gradient) {
        for (sum, z) in influence.iter_mut().zip(&point.influence) {
            *sum += slope * z;
        }
    }
    Point { sample: sample.clone(), value, influence }
}

/// The difference `a − b` over the rows of `sample`.
pub fn difference<'a>(sample: &Sample<'a>, a: &Point<'_>, b: &Point<'_>) -> Point<'a> {
    combined(sample, &[a.clone(), b.clone()], a.value - b.value, &[1.0, -1.0])
}

/// The covariances of points, of one or of several domains, over the rows of `sample`.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn covariance(sample: &Sample<'_>, points: &[Point<'_>]) -> Result<Square, LonelyStratum> {
    let columns: Vec<&[f64]> = points.iter().map(|point| point.influence.as_slice()).collect();
    sample.covariance(&columns)
}
