//! Design-based estimation: what is computed from a dataset and its design.
//!
//! Rows are drawn without replacement within strata; every estimate is a ratio
//! `Σ w·num / Σ w·den`, its variance by Taylor linearisation. Reference: R `survey`
//! 4.5, `options(survey.lonely.psu = "adjust")`. Sums run in a fixed order over
//! sorted strata, so the same input gives the same bytes on every machine.

pub mod comparison;
pub mod confidence;
pub mod design;
pub mod distribution;
pub mod domains;
pub mod estimator;
pub mod index;
pub mod interval;
pub mod job;
pub mod kernel;
pub mod linear;
pub mod matrix;
pub mod option_score;
pub mod plan;
pub mod plan_check;
pub mod regression;
pub mod replicate;
pub mod results;
pub mod sampling;
pub mod scores;
pub mod study;
pub mod subjects;
pub mod weighting;
pub mod weights;

use std::io::Read;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::base::Finding;
use crate::base::finding::has_error;
use crate::dataset::{Dataset, csv, only, read};
use design::Design;
use domains::Domains;
pub use plan::Plan;
pub use results::{Counts, Domain, Estimate, Level, Meta, Results, Stat, Subject, UnitWeight};

/// How far a computation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Steps done.
    pub done: u32,
    /// Steps in all.
    pub total: u32,
}

/// Why there are no results.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// The progress callback said so.
    Cancelled,
    /// The data or the plan cannot be used.
    Findings(Vec<Finding>),
}

/// Reads a CSV of responses and estimates what the plan asks for. Findings of the
/// reader that do not stop it are in the results' notes.
///
/// # Errors
/// [`Stop::Findings`] where plan or file cannot be used, [`Stop::Cancelled`].
pub fn run(plan: &Plan, bytes: &[u8], progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Results, Stop> {
    with(plan, csv::read(bytes, &plan.data, &plan.frame, plan.scale.levels), progress)
}

/// The same for a CSV that is read once, piece by piece, whatever its size.
///
/// # Errors
/// Those of [`run`].
pub fn run_from(plan: &Plan, source: impl Read, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Results, Stop> {
    with(plan, csv::read_from(source, &plan.data, &plan.frame, plan.scale.levels), progress)
}

/// Estimates from what a reader made: a dataset and findings.
pub(crate) fn with(plan: &Plan, made: read::Made, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Results, Stop> {
    match made {
        (Some(data), findings) => aggregate(plan, &data, &findings, progress),
        (None, findings) => Err(Stop::Findings(findings)),
    }
}

/// Estimates what the plan asks for from a dataset. `findings` go into the notes.
///
/// # Errors
/// [`Stop::Findings`] where the plan does not hold together, does not fit the data or
/// no row has a weight; [`Stop::Cancelled`].
pub fn aggregate(
    plan: &Plan,
    data: &Dataset,
    findings: &[Finding],
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Results, Stop> {
    let wrong = plan_check::check(plan);
    if has_error(&wrong) {
        return Err(Stop::Findings(wrong));
    }
    let of_kinds = (!plan.only_kinds.is_empty()).then(|| only::of_kinds(data, &plan.only_kinds));
    let data = of_kinds.as_ref().unwrap_or(data);
    let (design, notes) = Design::new(plan, data);
    if design.rows() == 0 {
        return Err(Stop::Findings([findings, &notes, &[Finding::error("no_row", "", "")]].concat()));
    }
    let domains = Domains::new(plan, data, &design);
    let work = subjects::Work { plan, data, design: &design, domains: &domains };
    let rows = work.estimates(progress)?;
    let notes = [findings, &wrong, &notes].concat();
    Ok(Results { meta: weights::meta(plan, data, &design, &domains, notes), rows })
}
