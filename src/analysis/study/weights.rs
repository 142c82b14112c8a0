//! The steps of the weights over a design: each gives the next design and a report of what
//! it did. A step that cannot be done stops with findings at its path in the plan.

use std::collections::BTreeSet;

use super::domains::Crossing;
use super::plan::{Known, Step};
use super::results::{MarginReport, StepReport, Weights};
use super::values::Values;
use crate::analysis::sampling::Design;
use crate::analysis::weighting::Margin;
use crate::analysis::weighting::calibrate::{self, Distance, calibrate};
use crate::analysis::weighting::kish;
use crate::analysis::weighting::nonresponse::nonresponse;
use crate::analysis::weighting::poststratify::poststratify;
use crate::analysis::weighting::rake::rake;
use crate::analysis::weighting::trim::trim;
use crate::base::Finding;
use crate::dataset::column::NONE;

/// The figures of a design's weights.
pub(super) fn figures(design: &Design) -> Weights {
    kish::figures(design.weights().iter().copied()).map_or_else(Weights::default, |figures| Weights {
        rows: figures.rows,
        sum: figures.sum,
        least: figures.least,
        greatest: figures.greatest,
        kish: figures.effective,
        effect: figures.effect,
    })
}

/// The design after all steps, and a report of each.
///
/// # Errors
/// What keeps a step from being done; `at` is the path of the steps in the plan.
pub(super) fn applied(design: Design, steps: &[Step], values: &Values<'_>, at: &str) -> Result<(Design, Vec<StepReport>), Vec<Finding>> {
    let mut design = design;
    let mut reports = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let located = |finding: Finding| Finding { at: [at, "[", &index.to_string(), "]: ", &finding.at].concat(), ..finding };
        let (next, report) = one(&design, step, values).map_err(|findings| findings.into_iter().map(located).collect::<Vec<_>>())?;
        design = next;
        reports.push(StepReport { after: figures(&design), ..report });
    }
    Ok((design, reports))
}

/// The word of a step.
pub(super) fn word(step: &Step) -> &'static str {
    match step {
        Step::Nonresponse { .. } => "nonresponse",
        Step::Poststratify { .. } => "poststratify",
        Step::Rake { .. } => "rake",
        Step::Calibrate { distance: Distance::Linear(_), .. } => "calibrate_linear",
        Step::Calibrate { distance: Distance::Raking(_), .. } => "calibrate_raking",
        Step::Calibrate { distance: Distance::Logit(_), .. } => "calibrate_logit",
        Step::Trim { .. } => "trim",
    }
}

type Done = Result<(Design, StepReport), Vec<Finding>>;

fn one(design: &Design, step: &Step, values: &Values<'_>) -> Done {
    let report = StepReport { step: word(step).to_owned(), ..StepReport::default() };
    match step {
        Step::Nonresponse { classes, answered } => {
            let crossing = Crossing::new(values, classes).map_err(|finding| vec![finding])?;
            let there = values.within(std::slice::from_ref(answered));
            let named = |finding: Finding| {
                let cell = finding.value.parse().ok().and_then(|class: usize| crossing.cells.get(class));
                Finding { value: cell.map_or_else(|| finding.value.clone(), |cell| cell.join(" × ")), ..finding }
            };
            if let Some(row) = crossing.cell.iter().position(|&cell| cell == NONE) {
                return Err(vec![Finding::error("row_without_category", format!("classes, row {row}"), "")]);
            }
            let made = nonresponse(design, &crossing.cell, &there);
            Ok((made.map_err(|findings| findings.into_iter().map(named).collect::<Vec<_>>())?, report))
        }
        Step::Poststratify { cells } => {
            let margin = margin(cells, values, design)?;
            let made = poststratify(design, &margin)?;
            let margins = compared(std::slice::from_ref(cells), &[margin], design, &made);
            Ok((made, StepReport { margins, ..report }))
        }
        Step::Rake { margins, stop, residuals } => {
            let known = self::margins(margins, values, design)?;
            let (made, how) = rake(design, &known, *stop, *residuals)?;
            let margins = compared(margins, &known, design, &made);
            Ok((made, StepReport { margins, converged: Some(how.converged), rounds: how.changes.len() as u64, ..report }))
        }
        Step::Calibrate { distance, margins, numbers, count } => {
            let known = self::margins(margins, values, design)?;
            let (columns, totals) = model(&known, numbers, *count, values);
            let (made, how) = calibrate(design, &columns, &totals, *distance, calibrate::Stop::TIGHT)?;
            let margins = compared(margins, &known, design, &made);
            Ok((made, StepReport { margins, converged: Some(how.converged), rounds: how.misfits.len() as u64, ..report }))
        }
        Step::Trim { limits, spread, rounds } => {
            let (weight, cut) = trim(design.weights(), *limits, *spread, *rounds);
            Ok((design.clone().with_weights(weight), StepReport { cut: cut as u64, ..report }))
        }
    }
}

fn margins(known: &[Known], values: &Values<'_>, design: &Design) -> Result<Vec<Margin>, Vec<Finding>> {
    known.iter().map(|known| margin(known, values, design)).collect()
}

/// The codes of a margin. Rows without a weight that are in no cell have one of their own,
/// of nobody.
fn margin(known: &Known, values: &Values<'_>, design: &Design) -> Result<Margin, Vec<Finding>> {
    let crossing = Crossing::new(values, &known.by).map_err(|finding| vec![finding])?;
    let mut codes = crossing.numbered(known.totals.iter().map(|total| &total.of));
    let mut totals: Vec<f64> = known.totals.iter().map(|total| total.count).collect();
    let nobody = u32::try_from(totals.len()).unwrap_or(NONE);
    let mut outside = false;
    for (code, weight) in codes.iter_mut().zip(design.weights()) {
        if *code == NONE && *weight <= 0.0 {
            *code = nobody;
            outside = true;
        }
    }
    if outside {
        totals.push(0.0);
    }
    // Which label is not known says more than which row has it.
    let cells: BTreeSet<&Vec<String>> = known.totals.iter().map(|total| &total.of).collect();
    let used: BTreeSet<u32> = crossing.cell.iter().zip(&codes).filter(|(_, code)| **code == NONE).map(|(&cell, _)| cell).collect();
    let unknown = crossing.cells.iter().zip(0_u32..).filter(|(cell, at)| !cells.contains(cell) && used.contains(at));
    let findings: Vec<Finding> =
        unknown.map(|(cell, _)| Finding::error("cell_not_counted", known.by.join(" × "), cell.join(" × "))).take(100).collect();
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok(Margin { codes, totals })
}

/// The auxiliary variables of a calibration: a column of ones, every category of each margin
/// but its first (R's model matrix), numbers.
fn model(margins: &[Margin], numbers: &[(String, f64)], count: Option<f64>, values: &Values<'_>) -> (Vec<Vec<f64>>, Vec<f64>) {
    let (mut columns, mut totals) = (Vec::new(), Vec::new());
    if let Some(count) = count.or_else(|| margins.first().map(|margin| margin.totals.iter().sum())) {
        columns.push(vec![1.0; values.rows()]);
        totals.push(count);
    }
    for margin in margins {
        for (level, total) in (0_u32..).zip(&margin.totals).skip(1) {
            columns.push(margin.codes.iter().map(|&code| f64::from(u8::from(code == level))).collect());
            totals.push(*total);
        }
    }
    for (name, total) in numbers {
        columns.push(values.numeric(name).to_vec());
        totals.push(*total);
    }
    (columns, totals)
}

/// Margins before and after.
fn compared(known: &[Known], margins: &[Margin], before: &Design, after: &Design) -> Vec<MarginReport> {
    let one = |(known, margin): (&Known, &Margin)| {
        let (then, now) = (margin.sums(before.weights()), margin.sums(after.weights()));
        let cell = |(total, (before, after)): (&super::plan::Count, (f64, f64))| MarginReport {
            by: known.by.clone(),
            of: total.of.clone(),
            known: total.count,
            before,
            after,
        };
        known.totals.iter().zip(then.into_iter().zip(now)).map(cell).collect::<Vec<_>>()
    };
    known.iter().zip(margins).flat_map(one).collect()
}

/// What somebody should know about the steps.
pub(super) fn notes(reports: &[StepReport], design: &Design, at: &str) -> Vec<Finding> {
    let mut notes = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        if report.converged == Some(false) {
            notes.push(Finding::warning("weights_not_converged", format!("{at}[{index}]"), &report.step));
        }
    }
    if let Some(row) = design.weights().iter().position(|weight| *weight < 0.0) {
        notes.push(Finding::warning("weights_negative", at, design.weights()[row].to_string()));
    }
    notes
}
