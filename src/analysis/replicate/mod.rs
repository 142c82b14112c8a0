//! Replicates: the variance of any statistic from what it becomes under other weights.
//!
//! A replicate is a factor for each sampling unit. Factors are given, or made by
//! jackknife, balanced half samples or bootstrap, the last from a seed. Reference: R
//! `survey` 4.5, `svrepdesign` and `as.svrepdesign`.

pub mod balanced;
pub mod bootstrap;
pub mod jackknife;
pub mod random;

use super::estimator::whole;
use super::matrix::{Factor, Square};
use super::sampling::Design;
use super::sampling::design::span;
use super::weighting::Margin;
use super::weighting::rake::{self, Stop};
use crate::base::Finding;

/// What replicates are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Centre {
    /// Their own mean (R's default).
    Mean,
    /// The estimate with the full weights (R: `mse = TRUE`).
    Estimate,
}

/// Replicates of a set of weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicates {
    /// The full weights.
    pub weight: Vec<f64>,
    /// The unit of each row, an index into each column of `factors`.
    pub unit: Vec<u32>,
    /// For each replicate the factor of each unit.
    pub factors: Vec<Vec<f64>>,
    /// Factor of the whole variance.
    pub scale: f64,
    /// Factor of each replicate's square.
    pub scales: Vec<f64>,
    /// What they are held against.
    pub centre: Centre,
    /// Units of strata that were taken whole; empty for none.
    pub certain: Vec<bool>,
}

/// Estimates with the full weights, their covariances, and how many replicates had no
/// value and were left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicated {
    /// The estimates.
    pub values: Vec<f64>,
    /// Their covariances.
    pub covariance: Square,
    /// Replicates in which one of them had no value.
    pub without: usize,
}

impl Replicates {
    /// Given factors, one column a replicate, one value a unit, all with the same scale.
    ///
    /// # Errors
    /// Columns of another length than there are units, a factor below 0 or no number.
    pub fn given(weight: Vec<f64>, unit: Vec<u32>, factors: Vec<Vec<f64>>, scale: f64, centre: Centre) -> Result<Self, Vec<Finding>> {
        let units = unit.iter().max().map_or(0, |greatest| *greatest as usize + 1);
        let mut findings = Vec::new();
        if unit.len() != weight.len() {
            findings.push(Finding::error("column_length", "unit", format!("{} ≠ {}", unit.len(), weight.len())));
        }
        for (replicate, column) in factors.iter().enumerate() {
            if column.len() < units {
                findings.push(Finding::error("column_length", format!("factors[{replicate}]"), format!("{} ≠ {units}", column.len())));
            }
            if let Some(at) = column.iter().position(|factor| !factor.is_finite() || *factor < 0.0) {
                findings.push(Finding::error("not_a_number", format!("factors[{replicate}], unit {at}"), column[at].to_string()));
            }
        }
        if findings.is_empty() {
            let scales = vec![1.0; factors.len()];
            Ok(Self { weight, unit, factors, scale, scales, centre, certain: Vec::new() })
        } else {
            Err(findings)
        }
    }

    /// The same replicates held against something else.
    #[must_use]
    pub fn centred(mut self, centre: Centre) -> Self {
        self.centre = centre;
        self
    }

    /// The weights of a replicate.
    pub fn weights(&self, replicate: usize) -> Vec<f64> {
        let factors = &self.factors[replicate];
        self.weight.iter().zip(&self.unit).map(|(weight, &unit)| weight * factors[unit as usize]).collect()
    }

    /// Statistics of weights: their values, and their covariances over the replicates.
    pub fn estimate(&self, statistics: impl Fn(&[f64]) -> Vec<f64>) -> Replicated {
        let values = statistics(&self.weight);
        let thetas: Vec<(Vec<f64>, f64)> = (0..self.factors.len())
            .map(|replicate| (statistics(&self.weights(replicate)), self.scales[replicate]))
            .filter(|(theta, _)| theta.iter().all(|value| value.is_finite()))
            .collect();
        let centre = match self.centre {
            Centre::Estimate => values.clone(),
            Centre::Mean => mean(&thetas, values.len()),
        };
        let mut covariance = Square::zero(values.len());
        for (theta, scale) in &thetas {
            let off: Vec<f64> = theta.iter().zip(&centre).map(|(theta, centre)| theta - centre).collect();
            covariance.add_weighted_outer(&off, *scale);
        }
        covariance.scale(self.scale);
        Replicated { values, covariance, without: self.factors.len() - thetas.len() }
    }

    /// Totals of columns of values, `NaN` for none. What was taken whole does not vary and
    /// has no part in their replicates, as in R (where a stratum with one unit has a
    /// replicate that raises all others, other statistics have it raised too).
    pub fn totals(&self, columns: &[&[f64]]) -> Replicated {
        let certain = |row: usize| self.certain.get(self.unit[row] as usize).copied().unwrap_or(false);
        let sum = |weight: &[f64], column: &[f64], whole: bool| -> f64 {
            (0..weight.len()).filter(|&row| !column[row].is_nan() && (whole || !certain(row))).map(|row| weight[row] * column[row]).sum()
        };
        let varying = self.estimate(|weight| columns.iter().map(|column| sum(weight, column, false)).collect());
        Replicated { values: columns.iter().map(|column| sum(&self.weight, column, true)).collect(), ..varying }
    }

    /// Degrees of freedom: the rank of the replicates less one (R: `degf`, tolerance 1e-5).
    pub fn degrees(&self) -> u64 {
        let n = self.factors.len();
        let units = self.factors.first().map_or(0, Vec::len);
        let mut size = vec![0.0; units];
        for (&unit, weight) in self.unit.iter().zip(&self.weight) {
            size[unit as usize] += weight * weight;
        }
        let gram = Square::from_fn(n, |i, j| {
            let (a, b) = (&self.factors[i], &self.factors[j]);
            a.iter().zip(b).zip(&size).map(|((a, b), size)| a * b * size).sum()
        });
        (Factor::new(&gram, 1e-10).rank() as u64).saturating_sub(1)
    }

    /// Full weights and each replicate raked to the same margins.
    ///
    /// # Errors
    /// What keeps weights from meeting a margin ([`Margin::check`]).
    pub fn raked(&self, margins: &[Margin], stop: Stop) -> Result<Self, Vec<Finding>> {
        let (weight, _, _) = rake::weights(&self.weight, margins, stop)?;
        let mut factors = Vec::with_capacity(self.factors.len());
        for replicate in 0..self.factors.len() {
            let (raked, _, _) = rake::weights(&self.weights(replicate), margins, stop)?;
            factors.push(raked.iter().zip(&weight).map(|(raked, full)| if *full > 0.0 { raked / full } else { 0.0 }).collect());
        }
        let unit = (0..).take(weight.len()).collect();
        Ok(Self { weight, unit, factors, scale: self.scale, scales: self.scales.clone(), centre: self.centre, certain: Vec::new() })
    }
}

/// The mean of the replicates that count.
fn mean(thetas: &[(Vec<f64>, f64)], size: usize) -> Vec<f64> {
    let counting: Vec<&Vec<f64>> = thetas.iter().filter(|(_, scale)| *scale > 0.0).map(|(theta, _)| theta).collect();
    let n = whole(counting.len() as u64);
    (0..size).map(|at| counting.iter().map(|theta| theta[at]).sum::<f64>() / n).collect()
}

/// First-stage units as replicates see them: the unit of each row, and stratum by stratum
/// which units there are and how many in the population.
pub(super) struct Units {
    pub of_row: Vec<u32>,
    pub strata: Vec<(Vec<usize>, f64)>,
    pub count: usize,
}

impl Units {
    pub(super) fn new(design: &Design) -> Self {
        let mut units = Self { of_row: vec![0; design.rows()], strata: Vec::new(), count: design.units() };
        let Some(level) = design.levels.first() else { return units };
        for (at, unit) in (0_u32..).zip(&level.units) {
            for place in span(&unit.rows) {
                units.of_row[design.order[place] as usize] = at;
            }
        }
        units.strata = level.strata.iter().map(|stratum| (span(&stratum.units).collect(), stratum.population)).collect();
        units
    }
}

/// 1 − n/N; 1 where the population is unknown.
pub(super) fn unsampled(units: &[usize], population: f64) -> f64 {
    if population.is_finite() { (1.0 - whole(units.len() as u64) / population).max(0.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replicates_without_a_value_are_left_out() {
        let factors = vec![vec![0.0, 0.0], vec![2.0, 0.0], vec![0.0, 2.0]];
        let replicates = Replicates::given(vec![1.0; 2], vec![0, 1], factors, 0.5, Centre::Mean).unwrap();
        let found = replicates.estimate(|w| vec![(w[0] * 1.0 + w[1] * 3.0) / (w[0] + w[1])]);
        assert_eq!((found.values[0], found.covariance.get(0, 0), found.without), (2.0, 1.0, 1));
    }

    #[test]
    fn given_factors_are_checked() {
        let wrong = Replicates::given(vec![1.0; 3], vec![0, 1, 2], vec![vec![1.0, f64::NAN]], 1.0, Centre::Mean).unwrap_err();
        assert_eq!(wrong.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["column_length", "not_a_number"]);
    }
}
