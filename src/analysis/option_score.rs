//! How a unit was rated on one criterion: each option with its number, and the option
//! score; and how precise a score is where the group was sampled. "No information" is an
//! option without points: it leaves numerator and denominator, so nobody's silence is
//! turned into a judgement. Where everybody of a group was asked there is no sampling
//! error to speak of, and no interval is given.

use serde::Serialize;

use super::plan::Interval;
use crate::dataset::responses::{Given, Sums};

/// A unit on one criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
pub fn option_score(options: &[(String, Option<u8>)], given: &Given) -> OptionScore {
    let count = |code: &String| given.iter().filter(|(option, _)| option.as_ref() == Some(code)).map(|(_, n)| n).sum::<u64>();
    let counts: Vec<u64> = options.iter().map(|(code, _)| count(code)).collect();
    let asked = given.values().sum::<u64>();
    let sums = sums(options, &counts);
    OptionScore { open: asked - counts.iter().sum::<u64>(), counts, asked, judged: sums.d, score: ratio(&sums) }
}

/// The sums of a criterion that each respondent judges once at most.
pub fn sums(options: &[(String, Option<u8>)], counts: &[u64]) -> Sums {
    let mut sums = Sums::default();
    for ((_, points), n) in options.iter().zip(counts) {
        if let Some(points) = points {
            sums.add(*n, u64::from(*points), 1);
        }
    }
    sums
}

/// `R = Σ x_i / Σ d_i`, of 1; none where nobody judged.
#[expect(clippy::cast_precision_loss, reason = "sums over respondents are far under 2^53")]
pub fn ratio(sums: &Sums) -> Option<f64> {
    (sums.d > 0).then(|| sums.x as f64 / (100 * sums.d) as f64)
}

/// How the respondents of a group were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Asked {
    /// Everybody was asked.
    Everybody,
    /// A simple random sample of this many, out of so many where that is known.
    Sample(u64, Option<u64>),
    /// Whoever opened the link: no sample.
    Whoever,
}

/// How precise a score is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Precision {
    /// Standard error, of 1.
    pub se: f64,
    /// Respondents who judged, less one.
    pub df: u64,
    /// Lower and upper bound within `[0, 1]`; none where t has no degree of freedom.
    pub bounds: Option<(f64, f64)>,
}

/// The standard error of `R` in a simple random sample of `n` out of `N`, linearised:
///
/// `v(R) = (1 − n/N) · n/(n − 1) · Σ (x_i − R·d_i)² / (Σ d_i)²`
///
/// Σ over all `n`; a respondent who judged nothing (`x = d = 0`) adds nought but is one of
/// the `n`. Without `N` there is no correction `1 − n/N`. Source: Cochran (1977), Sampling
/// Techniques, 3rd ed., § 2.11 and 6.4; the same as `svyratio` of R's survey, whose
/// residuals have mean 0. The interval is `R ± q·se` with the quantile of the plan.
/// None for a census, for an open link, for `n < 2`, and where the sample would be greater
/// than its population.
pub fn precision(sums: &Sums, asked: Asked, interval: Interval) -> Option<Precision> {
    let Asked::Sample(n, population) = asked else { return None };
    let est = ratio(sums)?;
    if n < 2 || population.is_some_and(|population| population < n) {
        return None;
    }
    let fpc = population.map_or(1.0, |population| 1.0 - whole(n) / whole(population));
    let d = whole(sums.d);
    let variance = fpc * whole(n) / whole(n - 1) * residuals(sums) / (d * d);
    let se = libm::sqrt(variance) / 100.0;
    let df = sums.respondents.saturating_sub(1);
    let bounds = interval.quantile(df).map(|q| ((est - q * se).max(0.0), (est + q * se).min(1.0)));
    Some(Precision { se, df, bounds })
}

/// `Σ (x_i − R·d_i)²`, multiplied out in whole numbers so that nothing cancels:
/// `(Σx²·(Σd)² − 2·Σx·Σd·Σxd + (Σx)²·Σd²) / (Σd)²`.
fn residuals(sums: &Sums) -> f64 {
    let [x, d, xx, xd, dd] = [sums.x, sums.d, sums.xx, sums.xd, sums.dd].map(i128::from);
    #[expect(clippy::cast_precision_loss, reason = "rounded once, here")]
    let square = (xx * d * d - 2 * x * d * xd + x * x * dd) as f64;
    square / (whole(sums.d) * whole(sums.d))
}

#[expect(clippy::cast_precision_loss, reason = "counts of respondents are far under 2^53")]
fn whole(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::plan::IntervalRule;

    const OPTIONS: [(&str, Option<u8>); 5] = [("a", Some(100)), ("b", Some(60)), ("c", Some(20)), ("d", Some(0)), ("no_info", None)];

    fn options() -> Vec<(String, Option<u8>)> {
        OPTIONS.map(|(code, points)| (code.to_owned(), points)).to_vec()
    }

    fn normal() -> Interval {
        Interval { rule: IntervalRule::Normal, level: 0.95 }
    }

    fn score(counts: [u64; 6]) -> OptionScore {
        let codes = [Some("a"), Some("b"), Some("c"), Some("d"), Some("no_info"), None];
        option_score(&options(), &codes.map(|code| code.map(str::to_owned)).into_iter().zip(counts).collect())
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

    #[test]
    fn precision_by_hand() {
        // Of 90 officials ten were drawn; eight judged: 100 four times, 60 twice, 20, 0.
        // R = 540/8 = 67.5. Residuals: 32.5² · 4 + 7.5² · 2 + 47.5² + 67.5² = 11 150.
        // v = (1 − 10/90) · 10/9 · 11150 / 64 = 172.067 901…, se = 13.117 465 50 of 100.
        let sums = sums(&options(), &[4, 2, 1, 1, 2]);
        let got = precision(&sums, Asked::Sample(10, Some(90)), normal()).unwrap();
        assert!((got.se - libm::sqrt(80.0 / 90.0 * 10.0 / 9.0 * 11_150.0 / 64.0) / 100.0).abs() < 1e-15, "{}", got.se);
        assert!((got.se - 0.131_174_655).abs() < 1e-9, "{}", got.se);
        assert_eq!(got.df, 7);
        let (lo, hi) = got.bounds.unwrap();
        assert!((lo - (0.675 - 1.959_963_984_540_054 * got.se)).abs() < 1e-12 && (hi - 0.932_097_6).abs() < 1e-6, "{lo} {hi}");
        // Without N no correction: larger by √(90/80).
        let plain = precision(&sums, Asked::Sample(10, None), normal()).unwrap();
        assert!((plain.se / got.se - libm::sqrt(90.0 / 80.0)).abs() < 1e-12);
        assert_eq!(precision(&sums, Asked::Everybody, normal()), None);
        assert_eq!(precision(&sums, Asked::Whoever, normal()), None);
        assert_eq!(precision(&sums, Asked::Sample(10, Some(9)), normal()), None, "more forms than people");
        assert_eq!(precision(&sums, Asked::Sample(8, Some(8)), normal()).map(|all| all.se), Some(0.0));
    }

    /// A respondent's points and judgements over the criteria.
    fn any_sample() -> impl Strategy<Value = Vec<(u64, u64)>> {
        let judgement = prop::sample::select(&[None, Some(100_u64), Some(60), Some(20), Some(0)][..]);
        let one = prop::collection::vec(judgement, 7)
            .prop_map(|given| (given.iter().flatten().sum::<u64>(), given.iter().flatten().count() as u64));
        prop::collection::vec(one, 2..40)
    }

    proptest! {
        /// The textbook's two passes over the respondents instead of sums.
        #[test]
        fn precision_is_that_of_the_linearised_values(sample in any_sample(), more in 0_u64..60) {
            let mut sums = Sums::default();
            sample.iter().for_each(|(x, d)| sums.add(1, *x, *d));
            let (n, population) = (sample.len() as u64, sample.len() as u64 + more);
            let got = precision(&sums, Asked::Sample(n, Some(population)), normal());
            prop_assert_eq!(got.is_some(), sums.d > 0);
            if let (Some(got), Some(est)) = (got, ratio(&sums)) {
                let total: f64 = sample.iter().map(|(_, d)| whole(*d)).sum();
                let z: Vec<f64> = sample.iter().map(|(x, d)| (whole(*x) / 100.0 - est * whole(*d)) * whole(n) / total).collect();
                let mean = z.iter().sum::<f64>() / whole(n);
                let spread = z.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / whole(n - 1);
                let variance = (1.0 - whole(n) / whole(population)) * spread / whole(n);
                prop_assert!((got.se - variance.sqrt()).abs() < 1e-9, "{} {}", got.se, variance.sqrt());
            }
        }

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
