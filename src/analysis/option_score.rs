//! How a unit was rated on one criterion: each option with its number and share, and the
//! option score. "No information" is an option without points: it leaves numerator and
//! denominator, so nobody's silence is turned into a judgement. No interval is given:
//! where everybody of a group was asked there is no sampling error to speak of.

use std::collections::BTreeMap;

/// A unit on one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionScore {
    /// Respondents who chose each option, in the order of the options.
    pub counts: Vec<u64>,
    /// Respondents who were asked.
    pub asked: u64,
    /// Of them, those who left it open.
    pub open: u64,
    /// Those whose option has points.
    pub judged: u64,
    /// `Σ w_k·n_k / Σ n_k` over the options with points, `w_k` = points / 100, in
    /// `[0, 1]`; none where nobody judged. Source: the survey points of a criterion,
    /// `points = max · Σ(n_k · w_k) / Σ n_k`.
    pub score: Option<f64>,
}

/// The score of a unit on a criterion with these options (code, and points out of 100
/// where it has any), from how often each code was
/// given (`None`: asked and left open). Codes that the criterion does not have count as
/// open.
pub fn option_score(options: &[(&str, Option<u8>)], given: &BTreeMap<Option<String>, u64>) -> OptionScore {
    let count = |code: &str| given.iter().filter(|(option, _)| option.as_deref() == Some(code)).map(|(_, n)| n).sum::<u64>();
    let counts: Vec<u64> = options.iter().map(|(code, _)| count(code)).collect();
    let asked = given.values().sum::<u64>();
    let judged_by = || options.iter().zip(&counts).filter_map(|((_, points), n)| Some(((*points)?, *n)));
    let judged = judged_by().map(|(_, n)| n).sum::<u64>();
    let points = judged_by().map(|(points, n)| u64::from(points) * n).sum::<u64>();
    #[expect(clippy::cast_precision_loss, reason = "counts of respondents are far under 2^53")]
    let score = (judged > 0).then(|| points as f64 / (100 * judged) as f64);
    OptionScore { open: asked - counts.iter().sum::<u64>(), counts, asked, judged, score }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPTIONS: [(&str, Option<u8>); 5] = [("a", Some(100)), ("b", Some(60)), ("c", Some(20)), ("d", Some(0)), ("no_info", None)];

    fn score(counts: [u64; 6]) -> OptionScore {
        let codes = [Some("a"), Some("b"), Some("c"), Some("d"), Some("no_info"), None];
        option_score(&OPTIONS, &codes.map(|code| code.map(str::to_owned)).into_iter().zip(counts).collect())
    }

    #[test]
    fn by_hand() {
        // (12·100 + 5·60 + 2·20 + 1·0) / (100·20) = 1540 / 2000
        let result = score([12, 5, 2, 1, 7, 3]);
        assert_eq!((result.asked, result.open, result.judged, result.score), (30, 3, 20, Some(0.77)));
        assert_eq!(result.counts, [12, 5, 2, 1, 7]);
        assert_eq!(score([4, 0, 0, 0, 0, 0]).score, Some(1.0));
        assert_eq!(score([0, 0, 0, 4, 9, 0]).score, Some(0.0));
        assert_eq!(score([0, 0, 0, 0, 9, 2]).score, None, "nobody judged is not nought");
    }

    proptest! {
        #[test]
        fn no_information_changes_nothing(counts in prop::array::uniform6(0_u64..1000), more in 0_u64..1000) {
            let plain = score(counts);
            let mut other = counts;
            other[4] += more;
            prop_assert_eq!(score(other).score, plain.score);
            prop_assert!(plain.score.is_none_or(|score| (0.0..=1.0).contains(&score)));
            prop_assert_eq!(plain.asked, counts.iter().sum::<u64>());
        }

        #[test]
        fn a_better_judgement_never_lowers_the_score(counts in prop::array::uniform6(0_u64..1000)) {
            let mut better = counts;
            better[0] += 1;
            if let Some(before) = score(counts).score {
                prop_assert!(score(better).score.unwrap() >= before);
            }
        }
    }
}
