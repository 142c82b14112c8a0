//! Importance and performance of factors: how well each does, and how much it goes with
//! overall satisfaction; four fields by the means of both. Source: Martilla & James (1977),
//! *Journal of Marketing* 41, 77–79, with importance derived from the answers instead of
//! asked: a correlation, or a standardised coefficient of the regression on all factors.
//!
//! Performance is the pooled share of satisfied answers, or the mean of each respondent's
//! own mean level; importance is of that mean level.

use super::compare::{Making, figures};
use super::plan::{Group, Importance, Measure, Test};
use super::results::Found;
use crate::analysis::distribution::student;
use crate::analysis::estimator::whole;
use crate::analysis::linear::Point;
use crate::analysis::linear::correlation::{correlation, standardized};
use crate::analysis::linear::mean::mean;
use crate::analysis::linear::quantile::Convention;
use crate::analysis::regression::terms::intercept;
use crate::analysis::regression::{Family, fit};
use crate::analysis::sampling::Sample;

impl<'a> Making<'_, '_, 'a> {
    pub(super) fn importance(&self) -> Vec<Found> {
        let Test::Importance { factors, overall, performance, importance } = &self.comparison.test else { return Vec::new() };
        let values = self.work.values;
        let sample = self.work.sample(&self.comparison.only);
        let columns: Vec<Vec<f64>> = factors.iter().map(|factor| values.row_mean(&factor.items, Measure::Level)).collect();
        let overall = values.numeric(overall);
        let importances = importances(&sample, &columns, &overall, *importance);
        let performances: Vec<Option<Point<'a>>> =
            factors.iter().zip(&columns).map(|(factor, column)| self.performance(&sample, factor, column, *performance)).collect();
        let centre = (middle(&performances), middle(&importances));
        let parts = factors.iter().zip(performances.iter().zip(&importances));
        parts.flat_map(|(factor, (performance, importance))| self.line(factor, performance.as_ref(), importance.as_ref(), centre)).collect()
    }

    fn performance(&self, sample: &Sample<'a>, factor: &Group, column: &[f64], measure: Measure) -> Option<Point<'a>> {
        match measure {
            Measure::Satisfied => self.work.values.pool(&factor.items, measure).share(sample),
            Measure::Level => mean(sample, column),
        }
    }

    fn line(&self, factor: &Group, performance: Option<&Point<'a>>, importance: Option<&Point<'a>>, centre: (f64, f64)) -> Vec<Found> {
        let (Some(performance), Some(importance)) = (performance, importance) else { return self.nothing(&[&factor.id]) };
        let (errors, df) = (performance.se().and_then(|a| importance.se().map(|b| (a, b))), whole(importance.sample.degrees()));
        let (performance_se, importance_se) = match errors {
            Ok(errors) => errors,
            Err(lonely) => return self.failed(&[&factor.id], lonely),
        };
        let named = figures(&[
            ("performance", performance.value),
            ("performance_se", performance_se),
            ("importance", importance.value),
            ("importance_se", importance_se),
            ("df", df),
            ("p", student::two_sided_p(df, importance.value / importance_se)),
            ("performance_mean", centre.0),
            ("importance_mean", centre.1),
        ]);
        vec![self.found(&[&factor.id, field(performance.value, importance.value, centre)], named)]
    }
}

/// The importance of each factor.
fn importances<'a>(sample: &Sample<'a>, columns: &[Vec<f64>], overall: &[f64], importance: Importance) -> Vec<Option<Point<'a>>> {
    match importance {
        Importance::Correlation => columns.iter().map(|column| correlation(sample, column, overall)).collect(),
        Importance::Coefficient => {
            let all: Vec<Vec<f64>> = std::iter::once(intercept(overall.len())).chain(columns.iter().cloned()).collect();
            let Some(fit) = fit(sample, overall, &all, Family::Gaussian, Convention::Definition) else {
                return columns.iter().map(|_| None).collect();
            };
            let one = |(coefficient, column): (&Point<'a>, &Vec<f64>)| standardized(coefficient, column, overall);
            fit.coefficients.iter().skip(1).zip(columns).map(one).collect()
        }
    }
}

/// The mean over the factors that have a value.
fn middle(points: &[Option<Point<'_>>]) -> f64 {
    let there: Vec<f64> = points.iter().flatten().map(|point| point.value).collect();
    there.iter().sum::<f64>() / whole(there.len() as u64)
}

/// The field of a factor, whose word is in room `explain`.
fn field(performance: f64, importance: f64, (middle_performance, middle_importance): (f64, f64)) -> &'static str {
    match (importance >= middle_importance, performance >= middle_performance) {
        (true, false) => "field_concentrate",
        (true, true) => "field_keep_up",
        (false, false) => "field_low_priority",
        (false, true) => "field_ease_off",
    }
}
