//! A design with the rows of a domain. Rows outside stay in the design: what they
//! contribute is 0, and strata keep their sizes, which is what makes the standard error
//! of a domain right.

use std::rc::Rc;

use super::design::{Design, span};
use super::lonely::LonelyStratum;
use super::variance;
use crate::analysis::matrix::Square;
use crate::analysis::weighting::Adjustment;

/// Rows of a design.
#[derive(Debug, Clone)]
pub struct Sample<'a> {
    /// The design.
    pub design: &'a Design,
    rows: Option<Rc<[bool]>>,
}

impl<'a> Sample<'a> {
    /// All rows of a design.
    pub fn whole(design: &'a Design) -> Self {
        Self { design, rows: None }
    }

    /// Those rows for which `keep` holds too.
    #[must_use]
    pub fn within(&self, keep: impl Fn(usize) -> bool) -> Self {
        let rows = (0..self.design.rows()).map(|row| self.has(row) && keep(row)).collect();
        Self { design: self.design, rows: Some(rows) }
    }

    /// Those rows that have a value.
    #[must_use]
    pub fn valid(&self, values: &[f64]) -> Self {
        self.within(|row| !values[row].is_nan())
    }

    /// Whether a row is in it.
    pub fn has(&self, row: usize) -> bool {
        self.rows.as_ref().is_none_or(|rows| rows[row])
    }

    /// The weight of a row; 0 outside.
    pub fn weight(&self, row: usize) -> f64 {
        if self.has(row) { self.design.weight[row] } else { 0.0 }
    }

    /// Its rows, in the order of the data.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.design.rows()).filter(|&row| self.has(row))
    }

    /// Number of rows with a weight.
    pub fn count(&self) -> u64 {
        self.rows().filter(|&row| self.design.weight[row] > 0.0).count() as u64
    }

    /// Number of rows that the variance is made of: after calibration all rows of the
    /// design, because residuals are 0 nowhere.
    pub fn size(&self) -> u64 {
        if self.design.adjustments.is_empty() { self.rows().count() as u64 } else { self.design.rows() as u64 }
    }

    /// Σw.
    pub fn sum_of_weights(&self) -> f64 {
        self.rows().map(|row| self.design.weight[row]).sum()
    }

    /// First-stage units less first-stage strata, of those with a row in it.
    pub fn degrees(&self) -> u64 {
        let Some(level) = self.design.levels.first() else { return 0 };
        let (mut units, mut strata) = (0, 0);
        for stratum in &level.strata {
            let here = level.units[span(&stratum.units)].iter().filter(|unit| {
                span(&unit.rows).any(|place| {
                    let row = self.design.order[place] as usize;
                    self.has(row) && self.design.weight[row] > 0.0
                })
            });
            let here = here.count() as u64;
            units += here;
            strata += u64::from(here > 0);
        }
        units - strata
    }

    /// How many of the first-stage strata with a row in it have one unit, of more.
    pub fn lonely_strata(&self) -> u64 {
        let Some(level) = self.design.levels.first() else { return 0 };
        let lonely = level.strata.iter().filter(|stratum| stratum.units.len() == 1 && stratum.population > 1.0);
        let has = |place: usize| self.has(self.design.order[place] as usize);
        lonely.filter(|stratum| level.units[span(&stratum.units)].iter().any(|unit| span(&unit.rows).any(has))).count() as u64
    }

    /// The variance of the total of influence values, one a row of the design.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn variance(&self, influence: &[f64]) -> Result<f64, LonelyStratum> {
        Ok(self.covariance(&[influence])?.get(0, 0))
    }

    /// The covariances of the totals of several columns of influence values.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn covariance(&self, influence: &[&[f64]]) -> Result<Square, LonelyStratum> {
        if self.design.adjustments.is_empty() {
            return variance::covariance(self.design, influence, self.rows.as_deref());
        }
        let residual = |column: &&[f64]| {
            let mut column = column.to_vec();
            // Nonresponse was adjusted for before the margins: its turn is after theirs.
            let (first, then): (Vec<&Adjustment>, Vec<&Adjustment>) =
                self.design.adjustments.iter().partition(|adjustment| matches!(adjustment, Adjustment::Answered { .. }));
            for adjustment in then.into_iter().chain(first) {
                adjustment.leave_residuals(&mut column);
            }
            column
        };
        let residuals: Vec<Vec<f64>> = influence.iter().map(residual).collect();
        let residuals: Vec<&[f64]> = residuals.iter().map(Vec::as_slice).collect();
        variance::covariance(self.design, &residuals, None)
    }
}
