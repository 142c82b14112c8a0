//! Ranks of estimates, and how sure they are.
//!
//! How likely each rank is follows from drawing estimates from their joint normal
//! distribution, from a seed. Which estimates cannot be told apart follows from pairs.

use super::pairs::Pair;
use crate::analysis::estimator::whole;
use crate::analysis::matrix::{Square, dot};
use crate::analysis::replicate::random::Random;

/// Ranks from the greatest, which is 1; equal values share the mean of their places (R:
/// `rank(-x)`).
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let place = |value: &f64| {
        let above = values.iter().filter(|other| *other > value).count() as u64;
        let equal = values.iter().filter(|other| other.total_cmp(value).is_eq()).count() as u64;
        whole(above) + f64::midpoint(whole(equal), 1.0)
    };
    values.iter().map(place).collect()
}

/// For each estimate the probability of each rank, the first rank first, from `draws`
/// draws of estimates with these covariances.
pub fn probabilities(values: &[f64], covariance: &Square, draws: u32, seed: u64) -> Vec<Vec<f64>> {
    let n = values.len();
    let lower = root(covariance);
    let mut random = Random::new(seed);
    let mut counts = vec![vec![0_u64; n]; n];
    for _ in 0..draws {
        let z: Vec<f64> = (0..n).map(|_| random.normal()).collect();
        let moved: Vec<f64> = values.iter().zip(&lower).map(|(value, row)| value + dot(row, &z)).collect();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| moved[b].total_cmp(&moved[a]));
        for (rank, estimate) in order.into_iter().enumerate() {
            counts[estimate][rank] += 1;
        }
    }
    counts.iter().map(|ranks| ranks.iter().map(|&count| whole(count) / f64::from(draws)).collect()).collect()
}

/// A matrix L with `L Lᵀ` the covariances, row by row; estimates without a variance of
/// their own do not move.
fn root(covariance: &Square) -> Vec<Vec<f64>> {
    let n = covariance.size();
    let mut lower: Vec<Vec<f64>> = vec![vec![0.0; n]; n];
    for j in 0..n {
        let rest = covariance.get(j, j) - dot(&lower[j][..j], &lower[j][..j]);
        if rest <= 1e-12 * covariance.get(j, j) {
            continue;
        }
        let pivot = libm::sqrt(rest);
        lower[j][j] = pivot;
        for i in j + 1..n {
            lower[i][j] = (covariance.get(i, j) - dot(&lower[i][..j], &lower[j][..j])) / pivot;
        }
    }
    lower
}

/// For each estimate those that it cannot be told from: whose pair's p-value, adjusted or
/// not, is not below `level`. In rising order, itself included.
pub fn not_told_apart(count: usize, pairs: &[Pair], p: &[f64], level: f64) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..count).map(|estimate| vec![estimate]).collect();
    for (pair, p) in pairs.iter().zip(p) {
        // A pair without a p-value is not told apart either.
        if p.is_nan() || *p >= level {
            groups[pair.a].push(pair.b);
            groups[pair.b].push(pair.a);
        }
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_places() {
        assert_eq!(ranks(&[3.0, 5.0, 3.0, 1.0]), [2.5, 1.0, 2.5, 4.0]);
    }

    #[test]
    fn ranks_are_as_sure_as_the_estimates() {
        let covariance = Square::from_fn(3, |i, j| if i == j { 1.0 } else { 0.0 });
        let found = probabilities(&[0.0, 0.0, 100.0], &covariance, 4_000, 5);
        assert_eq!(found[2], [1.0, 0.0, 0.0]);
        assert!((found[0][1] - 0.5).abs() < 0.03, "{found:?}");
        for ranks in &found {
            assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn estimates_that_move_together_keep_their_order() {
        let covariance = Square::from_fn(2, |_, _| 4.0);
        assert_eq!(probabilities(&[1.0, 1.1], &covariance, 100, 1), [[0.0, 1.0], [1.0, 0.0]]);
    }

    #[test]
    fn groups_follow_the_pairs() {
        let pair = |a, b| Pair { a, b, difference: 0.0, se: 1.0, t: 0.0, p_normal: 1.0, p: 1.0 };
        let groups = not_told_apart(3, &[pair(0, 1), pair(0, 2), pair(1, 2)], &[0.5, 0.01, f64::NAN], 0.05);
        assert_eq!(groups, [vec![0, 1], vec![0, 1, 2], vec![1, 2]]);
    }
}
