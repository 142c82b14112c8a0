//! The replicates of a plan over a design: made from the design as it was drawn, and for
//! each the weights' steps done again, so that the error knows of calibration.

use super::plan::{Refit, Replicating, Replication, Step};
use super::values::Values;
use super::weights::applied;
use crate::analysis::replicate::balanced::half_samples;
use crate::analysis::replicate::bootstrap::rao_wu;
use crate::analysis::replicate::{Centre, Replicates, jackknife};
use crate::analysis::sampling::{Design, Sample};
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

/// Factors of all replicates together, at most: 800 MB.
const MOST_FACTORS: u64 = 100_000_000;
/// The rank of replicates is looked for with at most so many products.
const MOST_PRODUCTS: u64 = 20_000_000_000;

/// Refuses what would not fit: a jackknife of very many units, very many bootstrap samples.
fn fits(plan: &Replication, design: &Design, steps: &[Step]) -> Result<(), Finding> {
    let (rows, units) = (design.rows() as u64, design.units() as u64);
    let count = match &plan.method {
        Replicating::Jk1 | Replicating::Jkn => units,
        Replicating::Brr | Replicating::Fay { .. } => 2 * design.strata() as u64 + 4,
        Replicating::Bootstrap { replicates, .. } => u64::from(*replicates),
        Replicating::Given { columns, .. } => columns.len() as u64,
    };
    let refitted = !steps.is_empty() && plan.refit == Refit::Each;
    let each = if refitted || matches!(plan.method, Replicating::Given { .. }) { rows } else { units };
    if count.saturating_mul(each) > MOST_FACTORS {
        return Err(Finding::error("too_many_factors", "replicates", format!("{count} × {each}")));
    }
    Ok(())
}

/// Degrees of freedom: the replicates' rank less one, as R; where that would take too long
/// their number less one, or the design's own where those are fewer.
pub(super) fn degrees(replicates: &Replicates, design: &Design) -> u64 {
    let (count, units) = (replicates.factors.len() as u64, replicates.factors.first().map_or(0, Vec::len) as u64);
    if count.saturating_mul(count).saturating_mul(units) <= MOST_PRODUCTS {
        return replicates.degrees();
    }
    count.saturating_sub(1).min(Sample::whole(design).degrees())
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
    fits(plan, drawn, steps).map_err(|finding| vec![finding])?;
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
