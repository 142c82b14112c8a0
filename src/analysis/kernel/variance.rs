//! The variance of a linearised total from its spread in each stratum of a domain,
//!
//! `V = Σ_h (1 − n/N) · n/(n − 1) · Σ_i (t_i − t̄_h)²`,
//!
//! strata with one unit by the design's rule. Strata without a valid answer of the domain
//! have no part in it, as in [`crate::analysis::sampling::variance`].
//! Source: Lumley (2010), *Complex Surveys*, ch. 2; R `survey` 4.5.

use super::layout::Stratum;
use crate::analysis::estimator::{Spread, whole};
use crate::analysis::sampling::{Lonely, LonelyRule, LonelyStratum};

/// A domain's part in one stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Within {
    /// Number of the stratum.
    pub stratum: u32,
    /// Units with a valid answer.
    pub present: u32,
    /// What its values add up to.
    pub spread: Spread,
}

/// The variance over the strata that a domain lies in.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn variance(strata: &[Stratum], parts: &[Within], lonely: LonelyRule) -> Result<f64, LonelyStratum> {
    let there = || parts.iter().filter(|part| part.present > 0).map(|part| (part, &strata[part.stratum as usize]));
    let units: u64 = there().map(|(_, stratum)| u64::from(stratum.units)).sum();
    let grand = there().map(|(part, _)| part.spread.sum).sum::<f64>() / whole(units);
    let (mut sum, mut all, mut singles) = (0.0, 0_u64, 0_u64);
    for (part, stratum) in there() {
        all += 1;
        let alone = stratum.units == 1 && stratum.population > 1.0;
        let alone_here = stratum.units > 1 && part.present == 1 && lonely.holds_for_domains();
        if alone && lonely.rule == Lonely::Fail {
            return Err(LonelyStratum { stage: 1, stratum: part.stratum });
        }
        if !alone && !alone_here {
            sum += scale(stratum) * part.spread.centred;
            continue;
        }
        singles += 1;
        if lonely.rule == Lonely::Adjust {
            let n = f64::from(stratum.units);
            let off = part.spread.sum / n - grand;
            sum += scale(stratum) * (part.spread.centred + n * off * off);
        }
    }
    if lonely.rule == Lonely::Average && singles > 0 {
        let others = all - singles;
        sum *= if others > 0 { whole(all) / whole(others) } else { f64::NAN };
    }
    Ok(sum)
}

/// `(1 − n/N) · n/(n − 1)`; 0 for a stratum taken whole, `1 − n/N` for one unit.
fn scale(stratum: &Stratum) -> f64 {
    let n = f64::from(stratum.units);
    let unsampled = stratum.unsampled();
    if stratum.units > 1 { unsampled * n / (n - 1.0) } else { unsampled }
}
