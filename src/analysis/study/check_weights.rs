//! What is wrong with the steps of the weights and the replicates of a plan.

use super::check::Checker;
use super::plan::{Known, Replicating, Step};
use crate::analysis::weighting::calibrate::{Bounds, Distance};

/// Replicates: so many at least and at most.
const REPLICATES: std::ops::RangeInclusive<u32> = 2..=10_000;
/// Margins of one population may differ by this part of it, which is rounding.
const ROUNDING: f64 = 1e-6;

pub(super) fn check(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    steps(checker, "weights", &plan.weights);
    if let Some(before) = &plan.before {
        steps(checker, "before.weights", before);
    }
    if let Some(replication) = &plan.replicates {
        match &replication.method {
            Replicating::Fay { rho } if !(0.0..1.0).contains(rho) => {
                checker.report("rho_out_of_range", "replicates.rho", rho.to_string());
            }
            Replicating::Bootstrap { replicates, .. } if !REPLICATES.contains(replicates) => {
                checker.report("replicates_out_of_range", "replicates.replicates", replicates.to_string());
            }
            Replicating::Given { columns, scale } => {
                for (index, column) in columns.iter().enumerate() {
                    checker.numeric(&format!("replicates.columns[{index}]"), column);
                }
                if columns.len() < 2 {
                    checker.report("replicates_out_of_range", "replicates.columns", columns.len().to_string());
                }
                checker.between("out_of_range", "replicates.scale", *scale, (0.0, f64::INFINITY));
            }
            Replicating::Jk1 | Replicating::Jkn | Replicating::Brr | Replicating::Fay { .. } | Replicating::Bootstrap { .. } => {}
        }
    }
}

fn steps(checker: &mut Checker<'_>, at: &str, steps: &[Step]) {
    for (index, step) in steps.iter().enumerate() {
        let at = format!("{at}[{index}]");
        match step {
            Step::Nonresponse { classes, answered } => {
                if index > 0 {
                    checker.report("nonresponse_not_first", at.clone(), "");
                }
                checker.crossing(&format!("{at}.classes"), classes);
                checker.one_only(&format!("{at}.answered"), answered);
            }
            Step::Poststratify { cells } => known(checker, &format!("{at}.cells"), cells),
            Step::Rake { margins, stop, .. } => {
                checker.not_empty(&format!("{at}.margins"), margins.len());
                self::margins(checker, &format!("{at}.margins"), margins);
                if stop.rounds == 0 || stop.rounds > 10_000 {
                    checker.report("out_of_range", format!("{at}.stop.rounds"), stop.rounds.to_string());
                }
                checker.between("out_of_range", &format!("{at}.stop.change"), stop.change, (0.0, f64::INFINITY));
            }
            Step::Calibrate { distance, margins, numbers, count } => {
                checker.not_empty(&format!("{at}.margins"), margins.len() + numbers.len());
                self::margins(checker, &format!("{at}.margins"), margins);
                for (name, total) in numbers {
                    checker.numeric(&format!("{at}.numbers.{name}"), name);
                    checker.finite(&format!("{at}.numbers.{name}"), *total);
                }
                if let Some(count) = count {
                    checker.between("margin_not_a_total", &format!("{at}.count"), *count, (0.0, f64::INFINITY));
                    if let Some(sum) = margins.first().map(sum).filter(|sum| differ(*sum, *count)) {
                        checker.report("margins_disagree", format!("{at}.count"), format!("{sum} ≠ {count}"));
                    }
                }
                bounds(checker, &format!("{at}.bounds"), *distance);
            }
            Step::Trim { limits, .. } => {
                let sound = limits.lower < limits.upper && limits.upper > 0.0;
                let none = limits.lower == f64::NEG_INFINITY && limits.upper == f64::INFINITY;
                if !sound || none {
                    checker.report("trim_limits", at, format!("{}, {}", limits.lower, limits.upper));
                }
            }
        }
    }
}

fn bounds(checker: &mut Checker<'_>, at: &str, distance: Distance) {
    let (bounds, needed) = match distance {
        Distance::Linear(bounds) | Distance::Raking(bounds) => (bounds, false),
        Distance::Logit(bounds) => (bounds, true),
    };
    let Bounds { lower, upper } = bounds;
    if !(lower < 1.0 && upper > 1.0) || (needed && !(lower.is_finite() && upper.is_finite())) {
        checker.report("bounds_do_not_enclose_one", at, format!("{lower}, {upper}"));
    }
}

/// A crossing with its population.
pub(super) fn known(checker: &mut Checker<'_>, at: &str, known: &Known) {
    checker.not_empty(&format!("{at}.by"), known.by.len());
    checker.crossing(&format!("{at}.by"), &known.by);
    checker.counts(&format!("{at}.totals"), &known.by, &known.totals);
}

/// Margins, which must be of one population.
fn margins(checker: &mut Checker<'_>, at: &str, margins: &[Known]) {
    for (index, margin) in margins.iter().enumerate() {
        known(checker, &format!("{at}[{index}]"), margin);
        let (first, here) = (sum(&margins[0]), sum(margin));
        if differ(first, here) {
            checker.report("margins_disagree", format!("{at}[{index}].totals"), format!("{here} ≠ {first}"));
        }
    }
}

fn sum(margin: &Known) -> f64 {
    margin.totals.iter().map(|total| total.count).sum()
}

fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > ROUNDING * a.abs().max(b.abs())
}
