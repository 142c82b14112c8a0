//! What goes with a number so that somebody can judge it: counts of who was asked, the
//! effective size, and warnings.
//!
//! Limits: fewer than 8 degrees of freedom or an effective size under 30 is too little to
//! publish without a second look (NCHS, *Vital and Health Statistics* 2, no. 175, 2017).

use super::choices::Word as _;
use super::measure::Engine;
use super::plan::Plan;
use super::prepared::Prepared;
use super::results::{Counts, Explain};
use super::values::Values;
use crate::analysis::estimator::whole;
use crate::analysis::sampling::Sample;
use crate::analysis::weighting::kish;
use crate::base::Finding;
use crate::dataset::{BLANK, NOT_ASKED};

/// Degrees of freedom below this are few.
const FEW_DEGREES: f64 = 8.0;
/// An effective size below this is small.
const SMALL: f64 = 30.0;

/// What all numbers of a study have in common.
pub(super) struct Common {
    /// `weights_…` of each step.
    pub weights: Vec<String>,
    /// Warnings about weights.
    pub warnings: Vec<Finding>,
}

/// The names that an estimate is made of.
pub(super) fn names<'p>(of: &'p super::plan::Of, variable: &'p str) -> Vec<&'p str> {
    match of {
        super::plan::Of::Ratio { numerator, denominator } => vec![numerator, denominator],
        super::plan::Of::Composite { factors, .. } => factors.iter().flat_map(|factor| &factor.items).map(String::as_str).collect(),
        super::plan::Of::Alpha { items } => items.iter().map(String::as_str).collect(),
        super::plan::Of::Share { .. }
        | super::plan::Of::Mean
        | super::plan::Of::Levels { .. }
        | super::plan::Of::Total
        | super::plan::Of::Counts
        | super::plan::Of::Variance
        | super::plan::Of::Quantile { .. } => vec![variable],
    }
}

/// Unweighted counts over a sample: answers where names are statements' and there are several.
pub(super) fn counts(prepared: &Prepared, names: &[&str], values: &Values<'_>, sample: &Sample<'_>) -> Counts {
    let rows: Vec<usize> = sample.rows().filter(|&row| sample.weight(row) > 0.0).collect();
    let respondents = rows.iter().filter(|&&row| prepared.has(row)).count() as u64;
    let mut counts = Counts { rows: rows.len() as u64, respondents, ..Counts::default() };
    let answers: Vec<&[u8]> = names.iter().filter_map(|name| values.answers(name)).collect();
    if answers.len() < names.len() {
        // Numbers and factors are asked of everybody.
        return Counts { asked: counts.rows, answered: respondents, valid: respondents, ..counts };
    }
    for codes in answers {
        for &row in &rows {
            let code = codes[row];
            counts.asked += u64::from(code != NOT_ASKED);
            counts.answered += u64::from(code != NOT_ASKED && code != BLANK);
            counts.valid += u64::from((1..=values.levels()).contains(&code));
        }
    }
    counts
}

/// How a number over a sample was made.
pub(super) fn explain(
    engine: &Engine<'_>,
    common: &Common,
    plan: &Plan,
    prepared: &Prepared,
    (sample, df): (&Sample<'_>, Option<f64>),
) -> Explain {
    let weights = sample.rows().filter(|&row| prepared.has(row)).map(|row| sample.weight(row));
    let effective = kish::figures(weights).map(|figures| figures.effective);
    let mut warnings = common.warnings.clone();
    if let Some(df) = df.filter(|df| *df < FEW_DEGREES) {
        warnings.push(Finding::warning(if df < 1.0 { "no_degree_of_freedom" } else { "few_units" }, "", df.to_string()));
    }
    if let Some(effective) = effective.filter(|effective| *effective < SMALL) {
        warnings.push(Finding::warning("small_effective_size", "", (libm::round(effective * 10.0) / 10.0).to_string()));
    }
    let lonely = sample.lonely_strata();
    if lonely > 0 {
        let rule = plan.design.lonely.rule.word();
        warnings.push(Finding::warning("lonely_in_domain", rule, whole(lonely).to_string()));
    }
    Explain {
        formula: prepared.formula().to_owned(),
        error: engine.error().to_owned(),
        weights: common.weights.clone(),
        effective,
        warnings,
    }
}
