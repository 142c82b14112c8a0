//! The cell-key method as an alternative for counts: every respondent has a key, a cell's
//! key is their sum, and a table says which noise a key means. The same respondents get
//! the same noise in every table (Fraser & Wooton, 2005; Statistics Austria's `ptable`).
//! Not the default: sums no longer hold, bounded noise falls to averaging (Asghar &
//! Kaafar, arXiv 1902.06414), and it was not made for weighted figures.

use crate::base::digest::sha256;

/// The table: for a count, outcomes and their chances in hundredths. Unbiased; no outcome
/// is 1 or 2; noise is within ±3.
const OUTCOMES: [&[(u64, u32)]; 5] =
    [&[(0, 100)], &[(0, 67), (3, 33)], &[(0, 33), (3, 67)], &[(0, 10), (3, 70), (4, 10), (5, 10)], &[(3, 25), (4, 50), (5, 25)]];
/// Noise and chances from a count of five on.
const NOISE: [(i64, u32); 5] = [(-2, 10), (-1, 20), (0, 40), (1, 20), (2, 10)];

/// The key of a respondent: the digest of an id under the campaign's secret.
pub fn record_key(secret: &[u8], id: &str) -> u32 {
    let digest = sha256(&[secret, b"/", id.as_bytes()].concat());
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// The key of a cell.
pub fn cell_key(records: impl IntoIterator<Item = u32>) -> u32 {
    records.into_iter().fold(0, u32::wrapping_add)
}

/// The count that is printed for a cell.
pub fn perturb(count: u64, key: u32) -> u64 {
    let draw = (u64::from(key) * 100) >> 32;
    match usize::try_from(count).ok().and_then(|at| OUTCOMES.get(at)) {
        Some(outcomes) => pick(outcomes, draw).unwrap_or(count),
        None => pick(&NOISE, draw).map_or(count, |noise| count.saturating_add_signed(noise)),
    }
}

fn pick<T: Copy>(outcomes: &[(T, u32)], draw: u64) -> Option<T> {
    let mut under = 0;
    outcomes.iter().find_map(|&(outcome, chance)| {
        under += u64::from(chance);
        (draw < under).then_some(outcome)
    })
}

#[cfg(test)]
mod tests {
    use super::super::real;
    use super::*;

    /// The mean outcome over all hundredths.
    fn mean(count: u64) -> f64 {
        (0..100_u64).map(|draw| real(perturb(count, u32::try_from((draw << 32) / 100 + 1).unwrap()))).sum::<f64>() / 100.0
    }

    #[test]
    fn noise_is_unbiased_bounded_and_leaves_no_ones_and_twos() {
        for count in 0..40 {
            assert!((mean(count) - real(count)).abs() <= 0.011, "{count}: {}", mean(count));
            for key in (0..u32::MAX - 50_000_000).step_by(40_000_003) {
                let printed = perturb(count, key);
                assert!(printed != 1 && printed != 2 && printed.abs_diff(count) <= 3);
            }
        }
    }

    #[test]
    fn the_same_respondents_get_the_same_noise() {
        let keys: Vec<u32> = ["a", "b", "c", "d", "e", "f"].iter().map(|id| record_key(b"secret", id)).collect();
        let there = cell_key(keys.iter().copied());
        assert_eq!(there, cell_key(keys.iter().rev().copied()));
        assert_ne!(there, cell_key(keys[1..].iter().copied()));
        assert_ne!(record_key(b"secret", "a"), record_key(b"other", "a"));
    }
}
