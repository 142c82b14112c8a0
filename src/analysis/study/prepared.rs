//! An estimate made ready: its columns, once for all domains. It has two sides that must
//! agree: points with influence values for linearisation, and plain values under any
//! weights for replicates.

use super::plan::{CompositeRule, Of};
use super::values::Values;
use crate::analysis::estimator::whole;
use crate::analysis::linear::Point;
use crate::analysis::linear::composite::{Pool, mean_of_factors, mean_of_items, weighted_factors};
use crate::analysis::linear::levels::indicator;
use crate::analysis::linear::mean::mean;
use crate::analysis::linear::quantile::{Convention, Ordered, Rule};
use crate::analysis::linear::ratio::ratio;
use crate::analysis::linear::reliability::alpha;
use crate::analysis::linear::spread::variance;
use crate::analysis::linear::total::total;
use crate::analysis::sampling::Sample;

/// An estimate of one variable, or of several together.
pub(super) struct Prepared {
    pub what: What,
    /// The names of its parts: labels, shares below; one empty name for one number.
    pub parts: Vec<String>,
}

/// The columns of an estimate.
pub(super) enum What {
    /// Zeros and ones.
    Share(Vec<f64>),
    Mean(Vec<f64>),
    /// Zeros and ones for each label.
    Levels(Vec<Vec<f64>>),
    Total(Vec<f64>),
    /// The same, of which totals are estimated.
    Counts(Vec<Vec<f64>>),
    Ratio(Vec<f64>, Vec<f64>),
    Pooled(Pool),
    Items(Vec<Vec<f64>>),
    Factors(Vec<Pool>, Vec<f64>, CompositeRule),
    Variance(Vec<f64>),
    Quantile(Vec<f64>, Vec<f64>, Rule, Convention),
    Alpha(Vec<Vec<f64>>),
}

impl Prepared {
    /// The columns of an estimate; `variable` counts where it is of one.
    pub fn new(of: &Of, variable: &str, values: &Values<'_>) -> Self {
        let one = |what: What| Self { what, parts: vec![String::new()] };
        match of {
            Of::Share { labels } => one(What::Share(values.indicator(variable, labels))),
            Of::Mean => one(What::Mean(values.numeric(variable).into_owned())),
            Of::Levels { kinds } => {
                let categories = match kinds {
                    super::plan::Kinds::Valid => values.categories(variable),
                    super::plan::Kinds::All => values.all_kinds(variable),
                };
                let columns = (0_u32..).zip(categories.labels.iter()).map(|(level, _)| indicator(&categories.codes, level));
                Self { what: What::Levels(columns.collect()), parts: categories.labels.to_vec() }
            }
            Of::Counts => {
                let categories = values.categories(variable);
                let columns = (0_u32..).zip(categories.labels.iter()).map(|(level, _)| indicator(&categories.codes, level));
                Self { what: What::Counts(columns.collect()), parts: categories.labels.to_vec() }
            }
            Of::Total => one(What::Total(values.numeric(variable).into_owned())),
            Of::Ratio { numerator, denominator } => {
                one(What::Ratio(values.numeric(numerator).into_owned(), values.numeric(denominator).into_owned()))
            }
            Of::Composite { rule, measure, factors } => {
                let items: Vec<String> = factors.iter().flat_map(|factor| factor.items.clone()).collect();
                let pools = || factors.iter().map(|factor| values.pool(&factor.items, *measure)).collect();
                one(match rule {
                    CompositeRule::Pooled => What::Pooled(values.pool(&items, *measure)),
                    CompositeRule::MeanOfItems => What::Items(items.iter().map(|item| values.answered(item, *measure)).collect()),
                    CompositeRule::MeanOfFactors => What::Factors(pools(), vec![1.0; factors.len()], *rule),
                    CompositeRule::Weighted => What::Factors(pools(), factors.iter().map(|factor| factor.weight).collect(), *rule),
                })
            }
            Of::Variance => one(What::Variance(values.numeric(variable).into_owned())),
            Of::Quantile { p, rule, convention } => {
                let values = values.numeric(variable).into_owned();
                Self { what: What::Quantile(values, p.clone(), *rule, *convention), parts: p.iter().map(f64::to_string).collect() }
            }
            Of::Alpha { items } => one(What::Alpha(items.iter().map(|item| values.numeric(item).into_owned()).collect())),
        }
    }

    /// The formula's code, whose word is in room `explain`.
    pub fn formula(&self) -> &'static str {
        match &self.what {
            What::Share(_) => "formula_share",
            What::Mean(_) => "formula_mean",
            What::Levels(_) => "formula_levels",
            What::Total(_) => "formula_total",
            What::Counts(_) => "formula_counts",
            What::Ratio(..) => "formula_ratio",
            What::Pooled(_) => "formula_pooled",
            What::Items(_) => "formula_mean_of_items",
            What::Factors(_, _, CompositeRule::Weighted) => "formula_weighted",
            What::Factors(..) => "formula_mean_of_factors",
            What::Variance(_) => "formula_variance",
            What::Quantile(..) => "formula_quantile",
            What::Alpha(_) => "formula_alpha",
        }
    }

    /// Whether a row has a value.
    pub fn has(&self, row: usize) -> bool {
        let valid = |column: &Vec<f64>| !column[row].is_nan();
        match &self.what {
            What::Share(column) | What::Mean(column) | What::Total(column) | What::Variance(column) | What::Quantile(column, ..) => {
                valid(column)
            }
            // Columns of one variable: a label has a row or none has.
            What::Levels(columns) | What::Counts(columns) => columns.first().is_some_and(valid),
            What::Ratio(above, below) => valid(above) && valid(below),
            What::Pooled(pool) => pool.valid[row] > 0.0,
            What::Items(columns) => columns.iter().any(valid),
            What::Factors(pools, ..) => pools.iter().any(|pool| pool.valid[row] > 0.0),
            What::Alpha(columns) => columns.iter().all(valid),
        }
    }

    /// Its parts as points; `None` where the rows have no value, or it has no influence values.
    pub fn points<'a>(&self, sample: &Sample<'a>) -> Option<Vec<Point<'a>>> {
        let one = |point: Option<Point<'a>>| point.map(|point| vec![point]);
        match &self.what {
            What::Share(column) | What::Mean(column) => one(mean(sample, column)),
            What::Levels(columns) => columns.iter().map(|column| mean(sample, column)).collect(),
            What::Total(column) => sample.rows().any(|row| !column[row].is_nan()).then(|| vec![total(sample, column)]),
            What::Counts(columns) => {
                sample.rows().any(|row| self.has(row)).then(|| columns.iter().map(|column| total(sample, column)).collect())
            }
            What::Ratio(above, below) => one(ratio(sample, above, below)),
            What::Pooled(pool) => one(pool.share(sample)),
            What::Items(columns) => one(mean_of_items(sample, &columns.iter().map(Vec::as_slice).collect::<Vec<_>>())),
            What::Factors(pools, _, CompositeRule::MeanOfFactors) => one(mean_of_factors(sample, pools)),
            What::Factors(pools, weights, _) => one(weighted_factors(sample, pools, weights)),
            What::Variance(column) => one(variance(sample, column)),
            What::Quantile(..) | What::Alpha(_) => None,
        }
    }

    /// Cronbach's alpha, where it is that.
    pub fn alpha(&self, sample: &Sample<'_>) -> Option<f64> {
        let What::Alpha(columns) = &self.what else { return None };
        alpha(sample, &columns.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    /// The values of its parts over `rows` under these weights; `NaN` for none.
    pub fn under(&self, rows: &[usize], weight: &[f64]) -> Vec<f64> {
        let share = |pool: &Pool| quotient(rows, weight, &pool.satisfied, &pool.valid);
        match &self.what {
            What::Share(column) | What::Mean(column) => vec![average(rows, weight, column)],
            What::Levels(columns) => columns.iter().map(|column| average(rows, weight, column)).collect(),
            What::Total(column) => vec![sum(rows, weight, column)],
            What::Counts(columns) => columns.iter().map(|column| sum(rows, weight, column)).collect(),
            What::Ratio(above, below) => vec![quotient(rows, weight, above, below)],
            What::Pooled(pool) => vec![share(pool)],
            What::Items(columns) => {
                let all: f64 = columns.iter().map(|column| average(rows, weight, column)).sum();
                vec![all / whole(columns.len() as u64)]
            }
            What::Factors(pools, weights, _) => {
                let all: f64 = pools.iter().zip(weights).map(|(pool, weight)| weight * share(pool)).sum();
                vec![all / weights.iter().sum::<f64>()]
            }
            What::Variance(column) => vec![spread(rows, weight, column)],
            What::Quantile(column, p, rule, convention) => {
                let here = rows.iter().filter(|&&row| !column[row].is_nan()).map(|&row| (column[row], weight[row]));
                let data = Ordered::new(here);
                p.iter().map(|&p| data.as_ref().map_or(f64::NAN, |data| data.quantile(*rule, *convention, p))).collect()
            }
            What::Alpha(columns) => {
                let rows: Vec<usize> = rows.iter().copied().filter(|&row| self.has(row)).collect();
                let sums: Vec<f64> = (0..weight.len()).map(|row| columns.iter().map(|column| column[row]).sum()).collect();
                let parts: f64 = columns.iter().map(|column| spread(&rows, weight, column)).sum();
                let k = whole(columns.len() as u64);
                vec![k / (k - 1.0) * (1.0 - parts / spread(&rows, weight, &sums))]
            }
        }
    }
}

fn sum(rows: &[usize], weight: &[f64], column: &[f64]) -> f64 {
    rows.iter().filter(|&&row| !column[row].is_nan()).map(|&row| weight[row] * column[row]).sum()
}

fn quotient(rows: &[usize], weight: &[f64], above: &[f64], below: &[f64]) -> f64 {
    let (mut a, mut b) = (0.0, 0.0);
    for &row in rows.iter().filter(|&&row| !above[row].is_nan() && !below[row].is_nan()) {
        a += weight[row] * above[row];
        b += weight[row] * below[row];
    }
    a / b
}

fn average(rows: &[usize], weight: &[f64], column: &[f64]) -> f64 {
    let (mut sum, mut size) = (0.0, 0.0);
    for &row in rows.iter().filter(|&&row| !column[row].is_nan()) {
        size += weight[row];
        sum += weight[row] * column[row];
    }
    sum / size
}

/// The variance, n counting rows with a weight.
fn spread(rows: &[usize], weight: &[f64], column: &[f64]) -> f64 {
    let centre = average(rows, weight, column);
    let (mut squares, mut size, mut n) = (0.0, 0.0, 0_u64);
    for &row in rows.iter().filter(|&&row| !column[row].is_nan()) {
        n += u64::from(weight[row] > 0.0);
        size += weight[row];
        squares += weight[row] * (column[row] - centre) * (column[row] - centre);
    }
    let n = whole(n);
    n / (n - 1.0) * squares / size
}
