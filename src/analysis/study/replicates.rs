//! The replicates of a plan over a design: made from the design as it was drawn, and for
//! each the weights' steps done again, so that the error knows of calibration.

use super::plan::{Refit, Replicating, Replication, Step};
use super::values::Values;
use super::weights::applied;
use crate::analysis::replicate::balanced::half_samples;
use crate::analysis::replicate::bootstrap::rao_wu;
use crate::analysis::replicate::{Centre, Replicates, jackknife};
use crate::analysis::sampling::Design;
use crate::base::Finding;

/// The word of a method.
pub(super) fn word(method: &Replicating) -> &'static str {
    match method {
        Replicating::Jk1 => "jk1",
        Replicating::Jkn => "jkn",
        Replicating::Brr => "brr",
        Replicating::Fay { .. } => "fay",
        Replicating::Bootstrap { .. } => "bootstrap",
        Replicating::Given { .. } => "given",
    }
}

/// Replicates of the design as `drawn`, whose weights after all steps are `finished`.
///
/// # Errors
/// A design that the method is not for, factors that are none, a step that a replicate's
/// weights do not allow.
pub(super) fn replicates(
    plan: &Replication,
    drawn: &Design,
    finished: &Design,
    steps: &[Step],
    values: &Values<'_>,
) -> Result<Replicates, Vec<Finding>> {
    let base = if plan.refit == Refit::None { finished } else { drawn };
    let made = made(&plan.method, base, values)?;
    let made = match plan.centre {
        Some(centre) => made.centred(centre),
        None => made,
    };
    if steps.is_empty() || plan.refit == Refit::None {
        return Ok(made);
    }
    let mut factors = Vec::with_capacity(made.factors.len());
    for replicate in 0..made.factors.len() {
        let design = drawn.clone().with_weights(made.weights(replicate));
        let (refitted, _) = applied(design, steps, values, "replicates: weights")?;
        let one = |(new, full): (&f64, &f64)| if *full == 0.0 { 0.0 } else { new / full };
        factors.push(refitted.weights().iter().zip(finished.weights()).map(one).collect());
    }
    let weight = finished.weights().to_vec();
    let unit = (0..).take(weight.len()).collect();
    Ok(Replicates { weight, unit, factors, certain: Vec::new(), ..made })
}

fn made(method: &Replicating, design: &Design, values: &Values<'_>) -> Result<Replicates, Vec<Finding>> {
    match method {
        Replicating::Jk1 => Ok(jackknife::unstratified(design)),
        Replicating::Jkn => {
            let failed = |lonely: crate::analysis::sampling::LonelyStratum| vec![lonely.finding(&lonely.stratum.to_string())];
            jackknife::stratified(design).map_err(failed)
        }
        Replicating::Brr => half_samples(design, 0.0),
        Replicating::Fay { rho } => half_samples(design, *rho),
        Replicating::Bootstrap { replicates, seed } => Ok(rao_wu(design, *replicates, *seed)),
        Replicating::Given { columns, scale } => {
            let factors = columns.iter().map(|column| values.numeric(column).into_owned()).collect();
            let unit = (0..).take(values.rows()).collect();
            Replicates::given(design.weights().to_vec(), unit, factors, *scale, Centre::Mean)
        }
    }
}
