//! Counts of a grid of units as answers, with the variance of their score. Officials of
//! a group are drawn without replacement or asked one and all, so the variance is that
//! of a mean in simple random sampling, `(1 − n/N) · s²/n` (Cochran, "Sampling
//! Techniques", 1977, eq. 2.20), and nought where everybody of the group judged.

use std::collections::BTreeMap;

use super::survey::Answers;
use crate::analysis::index::scheme::Shares;

/// Counts as answers. `population` is the size of the group; none where it is not known,
/// and then nothing is taken off for it.
pub fn answers(counts: BTreeMap<String, u64>, shares: &Shares, population: Option<u64>) -> Answers {
    let variance = variance(&counts, shares, population);
    Answers::Counts { counts, variance }
}

#[expect(clippy::cast_precision_loss, reason = "counts of respondents are far under 2^53")]
fn variance(counts: &BTreeMap<String, u64>, shares: &Shares, population: Option<u64>) -> f64 {
    let judged: Vec<(f64, f64)> = shares.iter().filter_map(|(answer, share)| Some((*counts.get(answer)? as f64, share.to_f64()))).collect();
    let n: f64 = judged.iter().map(|(count, _)| count).sum();
    let rest = population.map_or(1.0, |size| 1.0 - n / size as f64).max(0.0);
    // One judgement tells nothing of how judgements differ: the greatest spread of [0, 1].
    if n < 2.0 {
        return if n > 0.0 { 0.25 * rest } else { 0.0 };
    }
    let mean = judged.iter().map(|(count, share)| count * share).sum::<f64>() / n;
    let squares: f64 = judged.iter().map(|(count, share)| count * (share - mean) * (share - mean)).sum();
    rest * squares / (n - 1.0) / n
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::tests::small;

    fn variance_of(counts: &[(&str, u64)], population: Option<u64>) -> f64 {
        let counts = counts.iter().map(|(answer, count)| ((*answer).to_owned(), *count)).collect();
        variance(&counts, &small().scales["abcd"], population)
    }

    #[test]
    fn by_hand() {
        // Four of 1, four of 0.2: mean 0.6, s² = 8 · 0.16 / 7, over 8.
        let expect = 0.16 / 7.0;
        let counts = [("a", 4), ("c", 4), ("no_info", 9)];
        assert!((variance_of(&counts, None) - expect).abs() < 1e-15);
        assert!((variance_of(&counts, Some(16)) - expect / 2.0).abs() < 1e-15);
        for census in [8, 5] {
            assert!(variance_of(&counts, Some(census)).abs() < 1e-15, "{census}");
        }
        assert!((variance_of(&[("b", 1)], None) - 0.25).abs() < 1e-15);
        assert!(variance_of(&[("no_info", 3)], None).abs() < 1e-15);
    }
}
