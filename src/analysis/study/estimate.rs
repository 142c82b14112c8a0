//! The estimates of a plan: variable by variable, domain by domain, part by part.

use std::ops::ControlFlow;

use super::check_estimates::allowed;
use super::choices::Word as _;
use super::domains::Crossing;
use super::explain::{Common, counts, explain, names};
use super::measure::{Engine, Measured};
use super::plan::{Degrees, Estimate, Interval, IntervalRule, Of, Plan};
use super::prepared::{Prepared, What};
use super::results::{Counts, Explain, Here, Key, Limits, Row, number};
use super::values::Values;
use crate::analysis::Stop;
use crate::analysis::confidence::quantile::{self, Question, quantile};
use crate::analysis::confidence::share::{Method, Share};
use crate::analysis::confidence::{self, plain};
use crate::analysis::estimator::whole;
use crate::analysis::linear::Point;
use crate::analysis::linear::effect::{Simple, over_a_mean, over_a_ratio, over_a_total};
use crate::analysis::sampling::Sample;
use crate::base::Finding;

/// What an estimate is made in.
pub(super) struct Work<'w, 'a> {
    pub plan: &'w Plan,
    pub values: &'w Values<'a>,
    pub engine: &'w Engine<'a>,
    /// Rows that everything is about.
    pub all: &'w Sample<'a>,
    pub common: &'w Common,
}

/// One domain.
struct Cell<'s, 'a> {
    sample: &'s Sample<'a>,
    key: Key,
    n: Counts,
}

/// The variables of an estimate; one empty name where it is made of several together.
pub(super) fn variables(estimate: &Estimate) -> Vec<String> {
    if estimate.variables.is_empty() { vec![String::new()] } else { estimate.variables.clone() }
}

impl<'a> Work<'_, 'a> {
    /// The rows that an estimate is about.
    pub fn sample(&self, only: &[super::plan::Only]) -> Sample<'a> {
        if only.is_empty() {
            return self.all.clone();
        }
        let here = self.values.within(only);
        self.all.within(|row| here[row])
    }

    /// All rows of an estimate of one variable. `go_on` is asked before each domain.
    ///
    /// # Errors
    /// A crossing with too many cells; the callback breaks.
    pub fn rows(&self, estimate: &Estimate, variable: &str, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<Vec<Row>, Stop> {
        let prepared = Prepared::new(&estimate.of, variable, self.values);
        let names = names(&estimate.of, variable);
        let whole = self.sample(&estimate.only);
        let mut rows = Vec::new();
        for by in estimate.domains.as_ref().unwrap_or(&self.plan.domains) {
            let crossing = Crossing::new(self.values, by).map_err(|finding| Stop::Findings(vec![finding]))?;
            for (at, labels) in (0_u32..).zip(&crossing.cells) {
                if go_on().is_break() {
                    return Err(Stop::Cancelled);
                }
                let sample = whole.within(|row| crossing.cell[row] == at);
                let here = |(by, label): (&String, &String)| Here { by: by.clone(), label: label.clone() };
                let domain = by.iter().zip(labels).map(here).collect();
                let key = Key { estimate: estimate.id.clone(), variable: variable.to_owned(), part: String::new(), domain };
                let cell = Cell { n: counts(&prepared, &names, self.values, &sample), sample: &sample, key };
                if cell.n.respondents > 0 {
                    rows.extend(self.cell(estimate, &prepared, &cell));
                }
            }
        }
        Ok(rows)
    }

    fn cell(&self, estimate: &Estimate, prepared: &Prepared, cell: &Cell<'_, 'a>) -> Vec<Row> {
        match &prepared.what {
            What::Quantile(..) => self.quantiles(estimate, prepared, cell),
            What::Alpha(_) => self.alpha(prepared, cell),
            What::Share(_)
            | What::Mean(_)
            | What::Levels(_)
            | What::Total(_)
            | What::Counts(_)
            | What::Ratio(..)
            | What::Pooled(_)
            | What::Items(_)
            | What::Factors(..)
            | What::Variance(_) => self.linear(estimate, prepared, cell),
        }
    }

    /// A row of a cell with what all have.
    fn row(&self, prepared: &Prepared, cell: &Cell<'_, 'a>, part: &str, df: Option<f64>) -> Row {
        let key = Key { part: part.to_owned(), ..cell.key.clone() };
        let explain = explain(self.engine, self.common, self.plan, prepared, (cell.sample, df));
        Row { key, n: cell.n, df, explain, ..Row::default() }
    }

    fn linear(&self, estimate: &Estimate, prepared: &Prepared, cell: &Cell<'_, 'a>) -> Vec<Row> {
        let Some(measured) = self.engine.parts(prepared, cell.sample) else { return Vec::new() };
        let degrees = |point: &Point<'a>| match self.plan.degrees {
            Degrees::Domain => self.engine.degrees(cell.sample),
            Degrees::Valid => self.engine.degrees(&point.sample),
        };
        let one = |(part, name): (usize, &String)| {
            let point = &measured.points[part];
            let df = degrees(point);
            let (value, variance) = (measured.values[part], measured.variance(part));
            let mut row = self.row(prepared, cell, name, Some(df));
            (row.value, row.se) = (number(value), number(libm::sqrt(variance)));
            let effect = |simple| effect(prepared, part, point, variance, simple).and_then(number);
            (row.deff, row.deff_replace) = (effect(Simple::WithoutReplacement), effect(Simple::WithReplacement));
            row.intervals = self.limits(estimate, prepared, cell.sample, (part, df, &measured));
            row.explain.warnings.extend(measured.warnings.iter().cloned());
            edge(prepared, value, &mut row.explain);
            row
        };
        prepared.parts.iter().enumerate().map(one).collect()
    }

    fn limits(
        &self,
        estimate: &Estimate,
        prepared: &Prepared,
        sample: &Sample<'a>,
        (part, df, measured): (usize, f64, &Measured<'a>),
    ) -> Vec<Limits> {
        let (value, variance) = (measured.values[part], measured.variance(part));
        let intervals = self.intervals(estimate);
        // What a share's own intervals need costs as much as the share itself.
        let own = intervals.iter().any(|interval| method(interval.rule).is_some());
        let column = zeros_and_ones(prepared, part).filter(|_| own);
        let share = column.and_then(|column| Share::new(sample, column).ok().flatten());
        let share = share.map(|share| Share { variance, df, ..share });
        let one = |interval: Interval| {
            let limits = match (method(interval.rule), &share) {
                (Some(method), Some(share)) => share.limits(method, interval.level),
                (_, _) if interval.rule == IntervalRule::Normal => plain(value, libm::sqrt(variance), interval.level, f64::INFINITY),
                (_, _) => plain(value, libm::sqrt(variance), interval.level, df),
            };
            printed(interval, limits)
        };
        intervals.into_iter().map(one).collect()
    }

    /// The intervals of an estimate: its own, or those of the plan's that are for it.
    fn intervals(&self, estimate: &Estimate) -> Vec<Interval> {
        let own = estimate.intervals.as_ref();
        own.unwrap_or(&self.plan.intervals).iter().copied().filter(|interval| allowed(&estimate.of, *interval)).collect()
    }

    fn quantiles(&self, estimate: &Estimate, prepared: &Prepared, cell: &Cell<'_, 'a>) -> Vec<Row> {
        let (What::Quantile(column, shares, rule, convention), Of::Quantile { .. }) = (&prepared.what, &estimate.of) else {
            return Vec::new();
        };
        let mut intervals = self.intervals(estimate);
        if intervals.is_empty() {
            intervals.push(Interval { rule: IntervalRule::Mean, level: 0.95 });
        }
        let replicated = self.engine.replicates.is_some().then(|| self.engine.replicated(prepared, &[cell.sample]));
        let df = self.engine.degrees(&cell.sample.valid(column));
        let mut rows = Vec::new();
        for (part, (&p, name)) in shares.iter().zip(&prepared.parts).enumerate() {
            let mut row = self.row(prepared, cell, name, Some(df));
            "error_woodruff".clone_into(&mut row.explain.error);
            for interval in &intervals {
                let method = woodruff(interval.rule);
                let ask = Question { p, rule: *rule, convention: *convention, method, level: interval.level };
                match quantile(cell.sample, column, ask) {
                    Ok(Some(answer)) => {
                        row.value = number(answer.value);
                        row.se = row.se.or(number(answer.se));
                        row.intervals.push(printed(*interval, answer.limits));
                        if answer.open {
                            row.explain.warnings.push(Finding::warning("interval_open", interval.rule.word(), name));
                        }
                    }
                    Ok(None) => {}
                    Err(lonely) => row.explain.warnings.push(self.engine.designed.failed(lonely)),
                }
            }
            if let Some((covariance, warnings)) = &replicated {
                let se = libm::sqrt(covariance.get(part, part));
                row.se = number(se);
                self.engine.error().clone_into(&mut row.explain.error);
                let by_t = |interval: &Interval| {
                    let interval = Interval { rule: IntervalRule::T, ..*interval };
                    printed(interval, plain(row.value.unwrap_or(f64::NAN), se, interval.level, df))
                };
                row.intervals = intervals.iter().map(by_t).collect();
                row.explain.warnings.extend(warnings.iter().cloned());
            }
            rows.push(row);
        }
        rows
    }

    fn alpha(&self, prepared: &Prepared, cell: &Cell<'_, 'a>) -> Vec<Row> {
        let mut row = self.row(prepared, cell, "", None);
        row.value = prepared.alpha(cell.sample).and_then(number);
        "error_none".clone_into(&mut row.explain.error);
        if self.engine.replicates.is_some() {
            let (covariance, warnings) = self.engine.replicated(prepared, &[cell.sample]);
            row.se = number(libm::sqrt(covariance.get(0, 0)));
            self.engine.error().clone_into(&mut row.explain.error);
            row.explain.warnings.extend(warnings);
        }
        if row.value.is_some() { vec![row] } else { Vec::new() }
    }
}

/// The column of zeros and ones behind a part, where there is one.
fn zeros_and_ones(prepared: &Prepared, part: usize) -> Option<&[f64]> {
    match &prepared.what {
        What::Share(column) => Some(column),
        What::Levels(columns) => columns.get(part).map(Vec::as_slice),
        What::Mean(_)
        | What::Total(_)
        | What::Counts(_)
        | What::Ratio(..)
        | What::Pooled(_)
        | What::Items(_)
        | What::Factors(..)
        | What::Variance(_)
        | What::Quantile(..)
        | What::Alpha(_) => None,
    }
}

fn effect(prepared: &Prepared, part: usize, point: &Point<'_>, variance: f64, simple: Simple) -> Option<f64> {
    match &prepared.what {
        What::Share(column) | What::Mean(column) => over_a_mean(variance, &point.sample, column, simple),
        What::Levels(columns) => over_a_mean(variance, &point.sample, columns.get(part)?, simple),
        What::Total(column) => over_a_total(variance, &point.sample, column, simple),
        What::Counts(columns) => over_a_total(variance, &point.sample, columns.get(part)?, simple),
        What::Ratio(..) | What::Pooled(_) => over_a_ratio(variance, point, simple),
        What::Items(_) | What::Factors(..) | What::Variance(_) | What::Quantile(..) | What::Alpha(_) => None,
    }
}

/// A share of nobody or of everybody has an interval of another kind.
fn edge(prepared: &Prepared, value: f64, explain: &mut Explain) {
    if matches!(prepared.what, What::Share(_) | What::Levels(_)) && !(1e-12..=1.0 - 1e-12).contains(&value) {
        explain.warnings.push(Finding::warning("share_at_edge", "", value.to_string()));
    }
}

/// The method of a share's interval; `None` for those that all estimates have.
fn method(rule: IntervalRule) -> Option<Method> {
    match rule {
        IntervalRule::Logit => Some(Method::Logit),
        IntervalRule::Likelihood => Some(Method::Likelihood),
        IntervalRule::LikelihoodOfR => Some(Method::LikelihoodOfR),
        IntervalRule::Arcsine => Some(Method::Arcsine),
        IntervalRule::Beta => Some(Method::Beta),
        IntervalRule::Mean => Some(Method::Mean),
        IntervalRule::Wilson => Some(Method::Wilson),
        IntervalRule::T | IntervalRule::Normal | IntervalRule::Score => None,
    }
}

/// The method of a quantile's interval.
fn woodruff(rule: IntervalRule) -> quantile::Method {
    match rule {
        IntervalRule::Beta => quantile::Method::Beta,
        IntervalRule::Logit => quantile::Method::Logit,
        IntervalRule::Arcsine => quantile::Method::Arcsine,
        IntervalRule::Score => quantile::Method::Score,
        IntervalRule::Mean
        | IntervalRule::T
        | IntervalRule::Normal
        | IntervalRule::Likelihood
        | IntervalRule::LikelihoodOfR
        | IntervalRule::Wilson => quantile::Method::Mean,
    }
}

/// An interval as results have it.
pub(super) fn printed(interval: Interval, limits: confidence::Limits) -> Limits {
    Limits { rule: interval.rule.word().to_owned(), level: interval.level, lo: number(limits.lo), hi: number(limits.hi) }
}

/// A count as a number.
pub(super) fn count(n: usize) -> f64 {
    whole(n as u64)
}
