//! Counts of a grid of units as answers. How precise they are is what
//! [`option_score::precision`](crate::analysis::option_score::precision) says, with the
//! points of the questionnaire; a scheme's shares must be the same
//! (`tests/index_schemes.rs` holds the two together for what is shipped).

use std::collections::BTreeMap;

use super::survey::Answers;
use crate::analysis::option_score::{Asked, OptionScore, Precision};

/// The variance of one judgement in [0, 1] of which nothing else is known: the greatest.
const GREATEST: f64 = 0.25;

/// A unit's counts on a question as answers. Nothing for an open link, which is no sample
/// and has no points; no variance where everybody was asked; the greatest possible where
/// a sample is too small to tell.
pub fn answers(options: &[(String, Option<u8>)], score: &OptionScore, asked: Asked, precision: Option<Precision>) -> Option<Answers> {
    let variance = match (asked, precision) {
        (Asked::Whoever, _) => return None,
        (Asked::Everybody, _) => 0.0,
        (Asked::Sample(..), Some(Precision { se, .. })) => se * se,
        (Asked::Sample(..), None) => GREATEST,
    };
    let counts: BTreeMap<String, u64> = options.iter().zip(&score.counts).map(|((code, _), count)| (code.clone(), *count)).collect();
    Some(Answers::Counts { counts, variance })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::option_score::{option_score, precision, sums};
    use crate::analysis::plan::Interval;

    #[test]
    fn the_variance_is_that_of_the_option_score() {
        let options: Vec<(String, Option<u8>)> =
            [("a", Some(100)), ("c", Some(20)), ("no_info", None)].map(|(code, points)| (code.to_owned(), points)).to_vec();
        let given = [("a", 4), ("c", 4), ("no_info", 9)].map(|(code, count)| (Some(code.to_owned()), count)).into();
        let score = option_score(&options, &given);
        let of = |asked| answers(&options, &score, asked, precision(&sums(&options, &score.counts), asked, Interval::default()));
        let Some(Answers::Counts { counts, variance }) = of(Asked::Sample(17, None)) else { panic!("no counts") };
        assert_eq!((counts["a"], counts["no_info"]), (4, 9));
        // Residuals ±0.4 of eight who judged, seventeen asked: 17/16 · 8 · 0.16 / 64.
        assert!((variance - 17.0 / 16.0 * 0.02).abs() < 1e-12, "{variance}");
        for (asked, expect) in [(Asked::Everybody, 0.0), (Asked::Sample(1, None), 0.25)] {
            assert!(matches!(of(asked), Some(Answers::Counts { variance, .. }) if (variance - expect).abs() < 1e-15), "{asked:?}");
        }
        assert_eq!(of(Asked::Whoever), None);
    }
}
