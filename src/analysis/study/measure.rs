//! Values with their covariances, by linearisation or by replicates: the one place that
//! knows which. Of several parts of one domain, or of one part of several domains.

use super::design::Designed;
use super::prepared::{Prepared, What};
use crate::analysis::estimator::whole;
use crate::analysis::linear::{Point, covariance};
use crate::analysis::matrix::Square;
use crate::analysis::replicate::{Replicated, Replicates};
use crate::analysis::sampling::{Design, Sample};
use crate::base::Finding;

/// What estimates are made with.
pub(super) struct Engine<'a> {
    /// The design with its finished weights.
    pub design: &'a Design,
    pub designed: &'a Designed,
    /// Replicates and their degrees of freedom.
    pub replicates: Option<(Replicates, u64)>,
}

/// Values with their covariances.
pub(super) struct Measured<'a> {
    pub values: Vec<f64>,
    /// None where a stratum with one unit makes it fail.
    pub covariance: Option<Square>,
    /// Points, where linearisation made them.
    pub points: Vec<Point<'a>>,
    pub warnings: Vec<Finding>,
}

impl Measured<'_> {
    /// The variance of a part; `NaN` where there is none.
    pub fn variance(&self, part: usize) -> f64 {
        self.covariance.as_ref().map_or(f64::NAN, |covariance| covariance.get(part, part))
    }
}

impl<'a> Engine<'a> {
    /// The code of where standard errors come from.
    pub fn error(&self) -> &'static str {
        match (&self.replicates, self.design.adjustments.is_empty()) {
            (Some(_), _) => "error_replicates",
            (None, true) => "error_linearised",
            (None, false) => "error_residuals",
        }
    }

    /// Degrees of freedom of a sample.
    pub fn degrees(&self, sample: &Sample<'_>) -> f64 {
        self.replicates.as_ref().map_or_else(|| whole(sample.degrees()), |(_, degrees)| whole(*degrees))
    }

    /// The parts of an estimate over a sample; `None` without a value.
    pub fn parts(&self, prepared: &Prepared, sample: &Sample<'a>) -> Option<Measured<'a>> {
        let points = prepared.points(sample)?;
        let first = points.first()?.sample.clone();
        Some(self.measured(prepared, points, &first, &[sample]))
    }

    /// One part of several domains of `all`; `None` where a domain has no value.
    pub fn domains(&self, prepared: &Prepared, all: &Sample<'a>, domains: &[Sample<'a>]) -> Option<Measured<'a>> {
        let points: Option<Vec<Point<'a>>> = domains.iter().map(|domain| prepared.points(domain)?.into_iter().next()).collect();
        Some(self.measured(prepared, points?, all, &domains.iter().collect::<Vec<_>>()))
    }

    fn measured(&self, prepared: &Prepared, points: Vec<Point<'a>>, sample: &Sample<'a>, domains: &[&Sample<'a>]) -> Measured<'a> {
        let values = points.iter().map(|point| point.value).collect();
        if self.replicates.is_some() {
            let (covariance, warnings) = self.replicated(prepared, domains);
            return Measured { values, covariance: Some(covariance), points, warnings };
        }
        match covariance(sample, &points) {
            Ok(covariance) => Measured { values, covariance: Some(covariance), points, warnings: Vec::new() },
            Err(lonely) => Measured { values, covariance: None, points, warnings: vec![self.designed.failed(lonely)] },
        }
    }

    /// Covariances over the replicates, domain by domain, part by part.
    pub fn replicated(&self, prepared: &Prepared, domains: &[&Sample<'a>]) -> (Square, Vec<Finding>) {
        let Some((replicates, _)) = &self.replicates else { return (Square::zero(0), Vec::new()) };
        let rows: Vec<Vec<usize>> = domains.iter().map(|domain| domain.rows().collect()).collect();
        let found = match &prepared.what {
            What::Total(column) => totals(replicates, domains, std::slice::from_ref(column)),
            What::Counts(columns) => totals(replicates, domains, columns),
            What::Share(_)
            | What::Mean(_)
            | What::Levels(_)
            | What::Ratio(..)
            | What::Pooled(_)
            | What::Items(_)
            | What::Factors(..)
            | What::Variance(_)
            | What::Quantile(..)
            | What::Alpha(_) => replicates.estimate(|weight| rows.iter().flat_map(|rows| prepared.under(rows, weight)).collect()),
        };
        let without = Finding::warning("replicates_without_value", "", found.without.to_string());
        (found.covariance, if found.without > 0 { vec![without] } else { Vec::new() })
    }
}

/// Totals of columns in each domain.
fn totals(replicates: &Replicates, domains: &[&Sample<'_>], columns: &[Vec<f64>]) -> Replicated {
    let masked = masked(domains, columns);
    replicates.totals(&masked.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Columns with no value outside of each domain.
fn masked(domains: &[&Sample<'_>], columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let one = |domain: &Sample<'_>, column: &Vec<f64>| {
        column.iter().enumerate().map(|(row, value)| if domain.has(row) { *value } else { f64::NAN }).collect::<Vec<f64>>()
    };
    domains.iter().flat_map(|domain| columns.iter().map(move |column| one(domain, column))).collect()
}
