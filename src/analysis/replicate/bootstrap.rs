//! The bootstrap of Rao and Wu: of a stratum's n units n − 1 are drawn with replacement,
//! and a unit drawn r times has the factor `1 − λ + λ · n/(n − 1) · r`, with
//! `λ = √(1 − n/N)`, which is 1 where the population is unknown: then the factor is
//! n/(n − 1) · r. A stratum with one unit stays as it is.
//! Source: Rao, Wu & Yue (1992), *Survey Methodology* 18, 209–217.

use super::random::Random;
use super::{Centre, Replicates, Units, unsampled};
use crate::analysis::estimator::whole;
use crate::analysis::sampling::Design;

/// `replicates` bootstrap replicates of the first stage, from a seed.
pub fn rao_wu(design: &Design, replicates: u32, seed: u64) -> Replicates {
    let units = Units::new(design);
    let mut random = Random::new(seed);
    let factors = (0..replicates).map(|_| one(&units, &mut random)).collect();
    Replicates {
        weight: design.weights().to_vec(),
        unit: units.of_row,
        factors,
        scale: 1.0 / f64::from(replicates),
        scales: vec![1.0; replicates as usize],
        centre: Centre::Estimate,
        certain: Vec::new(),
    }
}

fn one(units: &Units, random: &mut Random) -> Vec<f64> {
    let mut column = vec![1.0; units.count];
    for (here, population) in units.strata.iter().filter(|(here, _)| here.len() > 1) {
        let n = here.len() as u64;
        let lambda = libm::sqrt(unsampled(here, *population));
        for &unit in here {
            column[unit] = 1.0 - lambda;
        }
        for _ in 1..n {
            // Below n, which is a length.
            let drawn = usize::try_from(random.below(n)).unwrap_or(0);
            column[here[drawn]] += lambda * whole(n) / whole(n - 1);
        }
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::mean::mean;
    use crate::analysis::sampling::{Columns, Population, Sample, StageColumns};

    fn design(population: f64) -> Design {
        let stratum: Vec<u32> = (0..60).map(|row| row / 20).collect();
        let stage = StageColumns { stratum, unit: Vec::new(), population: Population::Sizes(vec![population; 60]) };
        Design::new(&Columns { weight: vec![population / 20.0; 60], stages: vec![stage], rows: 60 }).unwrap().0
    }

    #[test]
    fn its_variance_is_near_that_of_linearisation() {
        let y: Vec<f64> = (0..60_u32).map(|row| f64::from(row * row % 17)).collect();
        for population in [40.0, 20_000.0] {
            let design = design(population);
            let linear = mean(&Sample::whole(&design), &y).unwrap().variance().unwrap();
            let found =
                rao_wu(&design, 2_000, 11).estimate(|w| vec![w.iter().zip(&y).map(|(w, y)| w * y).sum::<f64>() / w.iter().sum::<f64>()]);
            let ratio = found.covariance.get(0, 0) / linear;
            assert!((ratio - 1.0).abs() < 0.1, "{population}: {ratio}");
        }
    }

    #[test]
    fn a_seed_stands_for_its_replicates() {
        let design = design(100.0);
        assert_eq!(rao_wu(&design, 5, 3), rao_wu(&design, 5, 3));
        assert_ne!(rao_wu(&design, 5, 3).factors, rao_wu(&design, 5, 4).factors);
        assert!(rao_wu(&design, 5, 3).factors.iter().all(|column| (column.iter().sum::<f64>() - 60.0).abs() < 1e-9));
    }
}
