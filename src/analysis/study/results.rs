//! What a study returns: one row for each number, found by its key, with what is needed to
//! explain it. Working results at full precision; they cross from the worker to the page
//! as JSON, and what may leave is made of them by `disclosure`.
//!
//! Codes alone: formulas, steps and rules have their words in room `explain` of `i18n/`,
//! warnings in room `finding`. A number that is none (0/0, no degree of freedom) is absent.

use serde::{Deserialize, Serialize};

use crate::base::Finding;

/// Everything that a plan asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Results {
    /// About data, design and weights.
    pub meta: Meta,
    /// Estimates: in the plan's order, variable by variable, domain by domain, part by part.
    pub estimates: Vec<Row>,
    /// Comparisons, in the plan's order.
    pub comparisons: Vec<Found>,
}

impl Results {
    /// The row with this key; `labels` are those of the domain, one a factor.
    pub fn get(&self, estimate: &str, variable: &str, part: &str, labels: &[&str]) -> Option<&Row> {
        self.estimates.iter().find(|row| {
            let domain = row.key.domain.iter().map(|here| here.label.as_str());
            row.key.estimate == estimate && row.key.variable == variable && row.key.part == part && domain.eq(labels.iter().copied())
        })
    }
}

/// About data, design and weights.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Meta {
    /// SHA-256 of the plan's text, 80 bits in base 32.
    pub plan: String,
    /// Rows that could be used.
    pub rows: u64,
    /// First-stage strata.
    pub strata: u64,
    /// First-stage sampling units.
    pub units: u64,
    /// Degrees of freedom of the design.
    pub df: u64,
    /// Stages that count.
    pub stages: u64,
    /// What is done with a stratum that has one unit.
    pub lonely: String,
    /// First-stage strata with one unit, of more.
    pub lonely_strata: u64,
    /// Weights as they came.
    pub drawn: Weights,
    /// Weights as estimates have them.
    pub finished: Weights,
    /// What was done to the weights.
    pub steps: Vec<StepReport>,
    /// Replicates, where there are any.
    pub replicates: Option<Replicated>,
    /// What somebody should know about file, design and weights.
    pub notes: Vec<Finding>,
}

/// Figures of a set of weights; those of 0 do not count.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Weights {
    /// Rows with a weight.
    pub rows: u64,
    /// Σw.
    pub sum: f64,
    /// The smallest.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
    /// Kish's effective size, (Σw)²/Σw².
    pub kish: f64,
    /// Kish's design effect of weighting.
    pub effect: f64,
}

/// One step of the weights.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StepReport {
    /// Its word.
    pub step: String,
    /// Weights after it.
    pub after: Weights,
    /// Whether it came to its end; absent for what always does.
    pub converged: Option<bool>,
    /// Rounds or Newton steps that it took.
    pub rounds: u64,
    /// Rows whose weight was cut.
    pub cut: u64,
    /// Margins before and after.
    pub margins: Vec<MarginReport>,
}

/// A cell of a margin.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct MarginReport {
    /// Its factors.
    pub by: Vec<String>,
    /// Its labels.
    pub of: Vec<String>,
    /// What is known.
    pub known: f64,
    /// Σw before the step.
    pub before: f64,
    /// Σw after it.
    pub after: f64,
}

/// About replicates.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Replicated {
    /// The method's word.
    pub method: String,
    /// How many.
    pub count: u64,
    /// Factor of the whole variance.
    pub scale: f64,
    /// Degrees of freedom.
    pub df: u64,
}

/// Which number it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Key {
    /// The estimate's id.
    pub estimate: String,
    /// The variable; empty where the estimate is made of several.
    pub variable: String,
    /// The label of a level, the share below a quantile; empty otherwise.
    pub part: String,
    /// The domain: factor and label, in the plan's order; empty for the whole.
    pub domain: Vec<Here>,
}

/// A factor and one of its labels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Here {
    /// The factor.
    pub by: String,
    /// The label.
    pub label: String,
}

/// One estimate.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Row {
    /// Which one.
    pub key: Key,
    /// Unweighted counts.
    pub n: Counts,
    /// The estimate.
    pub value: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Its degrees of freedom.
    pub df: Option<f64>,
    /// The design effect against drawing without replacement (R's default).
    pub deff: Option<f64>,
    /// The design effect against drawing with replacement.
    pub deff_replace: Option<f64>,
    /// Its intervals, as the plan lists them.
    pub intervals: Vec<Limits>,
    /// How it was made.
    pub explain: Explain,
}

/// Unweighted counts. For several statements together answers are counted but for `rows` and
/// `respondents`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of the domain.
    pub rows: u64,
    /// Rows with a value: what disclosure counts.
    pub respondents: u64,
    /// Shown by relevance.
    pub asked: u64,
    /// Not left blank.
    pub answered: u64,
    /// Levels, numbers, labels.
    pub valid: u64,
}

/// An interval.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Limits {
    /// Its rule's word.
    pub rule: String,
    /// Its coverage.
    pub level: f64,
    /// Its lower end.
    pub lo: Option<f64>,
    /// Its upper end.
    pub hi: Option<f64>,
}

/// How a number was made: codes whose words are in room `explain`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Explain {
    /// `formula_…`.
    pub formula: String,
    /// `error_…`: where the standard error comes from.
    pub error: String,
    /// `weights_…`: what was done to the weights, in order; empty for weights as drawn.
    pub weights: Vec<String>,
    /// Kish's effective size of the rows with a value.
    pub effective: Option<f64>,
    /// What somebody should know about this number.
    pub warnings: Vec<Finding>,
}

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Found {
    /// The comparison's id.
    pub comparison: String,
    /// Its test's word.
    pub test: String,
    /// What is compared: labels of a pair or domain, the statistic, the term.
    pub of: Vec<String>,
    /// Its figures by name.
    pub figures: Vec<Figure>,
    /// Domains that this one cannot be told apart from.
    pub not_told_apart: Vec<String>,
    /// How it was made.
    pub explain: Explain,
}

impl Found {
    /// A figure by its name.
    pub fn figure(&self, name: &str) -> Option<f64> {
        self.figures.iter().find(|figure| figure.name == name)?.value
    }
}

/// A named number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// It, where it is one.
    pub value: Option<f64>,
}

/// A number that is one.
pub(super) fn number(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// A named number.
pub(super) fn figure(name: &str, value: f64) -> Figure {
    Figure { name: name.to_owned(), value: number(value) }
}
