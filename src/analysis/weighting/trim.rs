//! Trimming: weights outside limits are cut to them, and what was cut is spread equally
//! over the others (R: `trimWeights`; equally, not in proportion), or in proportion.
//! Known totals no longer hold afterwards.

use crate::analysis::estimator::whole;

/// How what was cut comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// The same amount to each row that was not cut, as R does.
    Equal,
    /// To each row that was not cut in proportion to its weight.
    Proportional,
}

/// Whether rows that the spreading pushed over a limit are cut again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounds {
    /// One round.
    Once,
    /// Until no weight is outside (R: `strict = TRUE`); it stops where all are cut.
    UntilInside,
}

/// Limits of weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The least weight.
    pub lower: f64,
    /// The greatest weight.
    pub upper: f64,
}

/// The trimmed weights, and how many rows were cut in the first round. A row that was
/// cut stays at its limit.
pub fn trim(weight: &[f64], limits: Limits, spread: Spread, rounds: Rounds) -> (Vec<f64>, usize) {
    let mut weight = weight.to_vec();
    let mut held = vec![false; weight.len()];
    let mut first = 0;
    // Each round holds at least one row more.
    for round in 0..=weight.len() {
        let out: Vec<usize> = (0..weight.len()).filter(|&row| weight[row] < limits.lower || weight[row] > limits.upper).collect();
        for &row in &out {
            held[row] = true;
        }
        if round == 0 {
            first = out.len();
        }
        let free: Vec<usize> = (0..weight.len()).filter(|&row| !held[row]).collect();
        if out.is_empty() || free.is_empty() {
            break;
        }
        let mut cut = 0.0;
        for row in out {
            let limited = weight[row].clamp(limits.lower, limits.upper);
            cut += weight[row] - limited;
            weight[row] = limited;
        }
        give_back(&mut weight, &free, cut, spread);
        if rounds == Rounds::Once {
            break;
        }
    }
    (weight, first)
}

fn give_back(weight: &mut [f64], free: &[usize], cut: f64, spread: Spread) {
    let sum: f64 = free.iter().map(|&row| weight[row]).sum();
    let each = cut / whole(free.len() as u64);
    for &row in free {
        match spread {
            Spread::Equal => weight[row] += each,
            Spread::Proportional => weight[row] *= 1.0 + cut / sum,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { lower: 1.0, upper: 10.0 };

    #[test]
    fn what_is_cut_comes_back() {
        for spread in [Spread::Equal, Spread::Proportional] {
            for rounds in [Rounds::Once, Rounds::UntilInside] {
                let (weight, cut) = trim(&[2.0, 9.5, 14.0, 2.5], LIMITS, spread, rounds);
                assert_eq!(cut, 1);
                assert!((weight.iter().sum::<f64>() - 28.0).abs() < 1e-12, "{weight:?}");
                assert!(rounds == Rounds::Once || weight.iter().all(|weight| *weight <= 10.0 + 1e-12));
            }
        }
        assert_eq!(trim(&[2.0, 16.0], LIMITS, Spread::Equal, Rounds::Once).0, [8.0, 10.0]);
    }

    #[test]
    fn limits_that_nothing_can_meet_end() {
        let (weight, _) = trim(&[20.0, 30.0], LIMITS, Spread::Equal, Rounds::UntilInside);
        assert_eq!(weight, [20.0, 30.0]);
    }
}
