//! Balanced half samples: one unit of each pair counts twice, the other not at all (BRR),
//! or with factors 2 − ρ and ρ (Fay). Which one is told by the columns of a Hadamard
//! matrix, so that the variance of a total is that of linearisation to the last digit.
//! R: `brrweights`. Source: Wolter (2007), *Introduction to Variance Estimation*, ch. 3.

use super::{Centre, Replicates, Units};
use crate::analysis::estimator::whole;
use crate::analysis::sampling::Design;
use crate::base::Finding;

/// Half samples of a design whose strata have two units each; ρ is 0 for BRR.
///
/// # Errors
/// Strata that do not have two units, or ρ outside [0, 1).
pub fn half_samples(design: &Design, rho: f64) -> Result<Replicates, Vec<Finding>> {
    let units = Units::new(design);
    let mut findings: Vec<Finding> = design.levels.first().map_or_else(Vec::new, |level| {
        let odd = level.strata.iter().filter(|stratum| stratum.units.len() != 2);
        odd.map(|stratum| Finding::error("stratum_without_pair", format!("n = {}", stratum.units.len()), stratum.code.to_string()))
            .collect()
    });
    if !(0.0..1.0).contains(&rho) {
        findings.push(Finding::error("rho_out_of_range", "rho", rho.to_string()));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    // The first column is constant: pairs take the others, for full balance.
    let matrix = hadamard(units.strata.len() + 1);
    let column = |signs: &Vec<bool>| {
        let mut column = vec![1.0; units.count];
        for ((pair, _), plus) in units.strata.iter().zip(&signs[1..]) {
            column[pair[0]] = if *plus { 2.0 - rho } else { rho };
            column[pair[1]] = if *plus { rho } else { 2.0 - rho };
        }
        column
    };
    let factors: Vec<Vec<f64>> = matrix.iter().map(column).collect();
    let n = whole(factors.len() as u64);
    Ok(Replicates {
        weight: design.weights().to_vec(),
        scale: 1.0 / (n * (1.0 - rho) * (1.0 - rho)),
        scales: vec![1.0; factors.len()],
        unit: units.of_row,
        factors,
        centre: Centre::Mean,
        certain: Vec::new(),
    })
}

/// A Hadamard matrix of order `size` or the next there is, its first column constant;
/// `true` is +1. Powers of two by Sylvester, others by Paley (q + 1 for a prime q ≡ 3
/// mod 4), and doubled.
fn hadamard(size: usize) -> Vec<Vec<bool>> {
    // A power of two is known, and there is one below twice the size.
    let order = (size.max(2)..=2 * size.max(2)).find(|&order| known(order)).unwrap_or(size);
    made(order)
}

fn known(order: usize) -> bool {
    order == 1 || order == 2 || paley(order).is_some() || (order.is_multiple_of(2) && order > 2 && known(order / 2))
}

fn made(order: usize) -> Vec<Vec<bool>> {
    if order <= 1 {
        return vec![vec![true]];
    }
    if let Some(q) = paley(order) {
        return by_residues(q);
    }
    let half = made(order / 2);
    let row = |(index, row): (usize, &Vec<bool>)| row.iter().copied().chain(row.iter().map(move |sign| *sign == (index < 1))).collect();
    let above = half.iter().map(|signs| row((0, signs)));
    let below = half.iter().map(|signs| row((1, signs)));
    above.chain(below).collect()
}

/// The prime q ≡ 3 mod 4 with q + 1 = `order`.
fn paley(order: usize) -> Option<usize> {
    let q = order.checked_sub(1)?;
    let prime = q > 2 && (2..q).take_while(|d| d * d <= q).all(|d| q % d != 0);
    (prime && q % 4 == 3).then_some(q)
}

/// Paley's matrix: a border of ones, then −1 and the residues' signs.
fn by_residues(q: usize) -> Vec<Vec<bool>> {
    let mut residue = vec![false; q];
    for x in 1..q {
        residue[x * x % q] = true;
    }
    let mut rows = vec![vec![true; q + 1]];
    for i in 0..q {
        // A core with −1 on the diagonal and χ(j − i) elsewhere, first column constant.
        let core = (0..q).map(|j| i != j && residue[(j + q - i) % q]);
        rows.push(std::iter::once(true).chain(core).collect());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::total::total;
    use crate::analysis::sampling::{Columns, Population, Sample, StageColumns};

    #[test]
    fn rows_of_a_hadamard_matrix_are_orthogonal() {
        for size in [2, 3, 5, 9, 12, 15, 20, 21, 25, 33, 57] {
            let matrix = hadamard(size);
            assert!(matrix.len() >= size && matrix.len() < 2 * size + 4, "{size}: {}", matrix.len());
            for (i, a) in matrix.iter().enumerate() {
                assert!(a[0], "{size}");
                for b in &matrix[..i] {
                    let same = a.iter().zip(b).filter(|(a, b)| a == b).count();
                    assert_eq!(2 * same, matrix.len(), "{size}");
                }
            }
        }
    }

    #[test]
    fn a_total_has_the_variance_of_linearisation() {
        let stage = StageColumns { stratum: vec![0, 0, 1, 1, 2, 2], unit: Vec::new(), population: Population::Unknown };
        let design = Design::new(&Columns { weight: vec![2.0; 6], stages: vec![stage], rows: 6 }).unwrap().0;
        let y = [1.0, 5.0, 2.0, 2.5, 8.0, 3.0];
        let linear = total(&Sample::whole(&design), &y).variance().unwrap();
        for rho in [0.0, 0.3] {
            let replicates = half_samples(&design, rho).unwrap();
            let found = replicates.estimate(|w| vec![w.iter().zip(&y).map(|(w, y)| w * y).sum()]);
            assert!((found.covariance.get(0, 0) - linear).abs() < 1e-12 * linear, "{rho}");
        }
        let odd = Design::new(&Columns::weights_only(vec![1.0; 3])).unwrap().0;
        assert_eq!(half_samples(&odd, 0.0).unwrap_err()[0].code, "stratum_without_pair");
    }
}
