//! The jackknife: a replicate without each first-stage unit.
//!
//! `JKn` takes a unit from its stratum and raises the others there by n/(n − 1); its square
//! counts (n − 1)/n · (1 − n/N). JK1 does the same without strata. A stratum with one
//! unit (R: `lonely.psu = "adjust"`) has one replicate without it, all other strata raised
//! by H/(H − 1). Strata that were taken whole have none. R: `jknweights`, `jk1weights`.

use super::{Centre, Replicates, Units, unsampled};
use crate::analysis::estimator::whole;
use crate::analysis::sampling::{Design, Lonely, LonelyStratum};

/// `JKn` of the first stage of a design.
///
/// # Errors
/// A stratum with one unit where the rule is to fail.
pub fn stratified(design: &Design) -> Result<Replicates, LonelyStratum> {
    let units = Units::new(design);
    let strata = whole(units.strata.len() as u64);
    let (mut factors, mut scales) = (Vec::new(), Vec::new());
    let mut certain = vec![false; units.count];
    for (index, (here, population)) in units.strata.iter().enumerate() {
        let (n, unsampled) = (whole(here.len() as u64), unsampled(here, *population));
        if unsampled <= 0.0 {
            for &unit in here {
                certain[unit] = true;
            }
            continue;
        }
        if here.len() == 1 {
            match design.lonely.rule {
                Lonely::Fail => return Err(LonelyStratum { stage: 1, stratum: design.levels[0].strata[index].code }),
                Lonely::Remove | Lonely::Certainty | Lonely::Average => {}
                Lonely::Adjust => {
                    let mut column = vec![strata / (strata - 1.0); units.count];
                    column[here[0]] = 0.0;
                    factors.push(column);
                    scales.push((strata - 1.0) / strata);
                }
            }
            continue;
        }
        for &without in here {
            let mut column = vec![1.0; units.count];
            for &unit in here {
                column[unit] = if unit == without { 0.0 } else { n / (n - 1.0) };
            }
            factors.push(column);
            scales.push((n - 1.0) / n * unsampled);
        }
    }
    // R: by units over replicates, for the strata that have none.
    let average = design.lonely.rule == Lonely::Average && factors.len() < units.count;
    let scale = if average { whole(units.count as u64) / whole(factors.len() as u64) } else { 1.0 };
    Ok(Replicates { weight: design.weights().to_vec(), unit: units.of_row, factors, scale, scales, centre: Centre::Mean, certain })
}

/// JK1: first-stage units without regard to strata, with the population of the first.
pub fn unstratified(design: &Design) -> Replicates {
    let units = Units::new(design);
    let n = whole(units.count as u64);
    let population = units.strata.first().map_or(f64::INFINITY, |stratum| stratum.1);
    let all: Vec<usize> = (0..units.count).collect();
    let column = |without: usize| (0..units.count).map(|unit| if unit == without { 0.0 } else { n / (n - 1.0) }).collect();
    Replicates {
        weight: design.weights().to_vec(),
        factors: (0..units.count).map(column).collect(),
        scale: (n - 1.0) / n * unsampled(&all, population),
        scales: vec![1.0; units.count],
        unit: units.of_row,
        centre: Centre::Mean,
        certain: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::mean::mean;
    use crate::analysis::sampling::{Columns, Sample};

    #[test]
    fn under_simple_random_sampling_it_is_linearisation() {
        let y = [1.0, 4.0, 2.0, 8.0, 5.0];
        let design = Design::new(&Columns::weights_only(vec![3.0; 5])).unwrap().0;
        let linear = mean(&Sample::whole(&design), &y).unwrap().variance().unwrap();
        let statistic = |w: &[f64]| vec![w.iter().zip(&y).map(|(w, y)| w * y).sum::<f64>() / w.iter().sum::<f64>()];
        for replicates in [unstratified(&design), stratified(&design).unwrap()] {
            let variance = replicates.estimate(statistic).covariance.get(0, 0);
            assert!((variance - linear).abs() < 1e-14, "{variance} {linear}");
            assert_eq!(replicates.degrees(), 4);
        }
    }
}
