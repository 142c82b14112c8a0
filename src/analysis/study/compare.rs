//! The comparisons of a plan. Each gives lines of named figures; one that cannot be made
//! (a group without a row, a single category) gives a line that says so.

use super::estimate::Work;
use super::plan::{Comparison, Test};
use super::results::{Explain, Figure, Found, figure};
use crate::base::Finding;

/// The word of a test.
pub(super) fn word(test: &Test) -> &'static str {
    match test {
        Test::Mean { .. } => "mean",
        Test::Means { .. } => "means",
        Test::Independence { .. } => "independence",
        Test::Rank { .. } => "rank",
        Test::Pairs { .. } => "pairs",
        Test::Ranks { .. } => "ranks",
        Test::Change { .. } => "change",
        Test::Standardized { .. } => "standardized",
        Test::Importance { .. } => "importance",
        Test::Regression { .. } => "regression",
    }
}

/// A comparison in the making.
pub(super) struct Making<'m, 'w, 'a> {
    pub work: &'m Work<'w, 'a>,
    /// The same of the round before, where there is one.
    pub before: Option<&'m Work<'w, 'a>>,
    pub comparison: &'m Comparison,
    formula: &'static str,
    error: &'static str,
}

/// The lines of a comparison.
///
/// # Errors
/// What cannot be compared at all: no round before, too many cells.
pub(super) fn compared<'m, 'w, 'a>(
    work: &'m Work<'w, 'a>,
    before: Option<&'m Work<'w, 'a>>,
    comparison: &'m Comparison,
) -> Result<Vec<Found>, Finding> {
    let linear = if work.engine.design.adjustments.is_empty() { "error_linearised" } else { "error_residuals" };
    let making = |formula, error| Making { work, before, comparison, formula, error };
    match &comparison.test {
        Test::Mean { .. } => Ok(making("formula_t_one", linear).mean()),
        Test::Means { .. } => Ok(making("formula_t_two", linear).means()),
        Test::Independence { .. } => Ok(making("formula_independence", linear).independence()),
        Test::Rank { .. } => Ok(making("formula_rank_test", linear).rank()),
        Test::Regression { .. } => Ok(making("formula_regression", linear).regression()),
        Test::Pairs { .. } => making("formula_pairs", work.engine.error()).pairs(),
        Test::Ranks { .. } => making("formula_ranks", work.engine.error()).ranks(),
        Test::Change { .. } => making("formula_change", work.engine.error()).change(),
        Test::Standardized { .. } => making("formula_standardized", linear).standardized(),
        Test::Importance { .. } => Ok(making("formula_importance", linear).importance()),
    }
}

impl Making<'_, '_, '_> {
    /// A line of figures.
    pub fn found(&self, of: &[&str], figures: Vec<Figure>) -> Found {
        self.found_with(of, figures, Vec::new())
    }

    /// A line of figures with warnings.
    pub fn found_with(&self, of: &[&str], figures: Vec<Figure>, warnings: Vec<Finding>) -> Found {
        let common = self.work.common;
        Found {
            comparison: self.comparison.id.clone(),
            test: word(&self.comparison.test).to_owned(),
            of: of.iter().map(|text| (*text).to_owned()).collect(),
            figures,
            not_told_apart: Vec::new(),
            explain: Explain {
                formula: self.formula.to_owned(),
                error: self.error.to_owned(),
                weights: common.weights.clone(),
                effective: None,
                warnings: [common.warnings.clone(), warnings].concat(),
            },
        }
    }

    /// A line that says that there is nothing to compare.
    pub fn nothing(&self, of: &[&str]) -> Vec<Found> {
        vec![self.found_with(of, Vec::new(), vec![Finding::warning("not_compared", "", of.join(" × "))])]
    }

    /// A line that says which stratum makes it fail.
    pub fn failed(&self, of: &[&str], lonely: crate::analysis::sampling::LonelyStratum) -> Vec<Found> {
        vec![self.found_with(of, Vec::new(), vec![self.work.engine.designed.failed(lonely)])]
    }
}

/// Named numbers.
pub(super) fn figures(pairs: &[(&str, f64)]) -> Vec<Figure> {
    pairs.iter().map(|(name, value)| figure(name, *value)).collect()
}
