//! Option scores against two other computations: the estimator of the analysis, which is
//! held to R's `survey` by the reference set (`tests/golden_setA.rs`), fed with the same
//! officials as a column of numbers; and figures worked out with whole fractions.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::ops::ControlFlow;

use phieu::analysis::option_score::{Asked, precision, ratio};
use phieu::analysis::plan::{Interval, IntervalRule};
use phieu::analysis::{Domain, Subject, plan_check, run};
use phieu::dataset::responses::Sums;
use proptest::prelude::*;

const PLAN: &str = r#"{"phieu": "plan", "version": 1,
  "data": {"unit": "unit", "population": "N_h", "items": [], "numbers": ["points"]}, "domains": ["unit"]}"#;

/// One criterion through the page's worker: the mean of the points of those who judged.
fn by_estimator(points: &[Option<u64>], population: u64) -> Option<(f64, f64, u64)> {
    let mut csv = "unit,N_h,points\n".to_owned();
    for one in points {
        writeln!(csv, "X,{population},{}", one.map_or_else(String::new, |one| one.to_string())).unwrap();
    }
    let (plan, findings) = plan_check::read(PLAN.as_bytes());
    let plan = plan.unwrap_or_else(|| panic!("{findings:?}"));
    let results = run(&plan, csv.as_bytes(), &mut |_| ControlFlow::Continue(())).unwrap();
    let row = results.get(&Domain::All, &Subject::Number { id: "points".to_owned() })?;
    Some((row.mean.est, row.mean.se, row.mean.df))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn one_criterion_is_the_mean_of_a_domain(
        points in prop::collection::vec(prop::sample::select(&[None, Some(100_u64), Some(60), Some(20), Some(0)][..]), 3..40),
        more in 1_u64..200,
    ) {
        let mut sums = Sums::default();
        points.iter().flatten().for_each(|points| sums.add(1, *points, 1));
        let population = points.len() as u64 + more;
        let interval = Interval { rule: IntervalRule::T, level: 0.95 };
        let got = precision(&sums, Asked::Sample(points.len() as u64, Some(population)), interval);
        let there = by_estimator(&points, population);
        prop_assert_eq!(got.is_some(), there.is_some());
        if let (Some(got), Some((est, se, df))) = (got, there) {
            prop_assert!((ratio(&sums).unwrap() * 100.0 - est).abs() < 1e-9);
            prop_assert!((got.se * 100.0 - se).abs() < 1e-9, "{} {}", got.se, se);
            // Those who judged are the domain here, as in `degf(subset())`; there it is all rows.
            prop_assert_eq!((got.df + 1, df + 1), (points.iter().flatten().count() as u64, points.len() as u64));
        }
    }
}

/// Seven officials of 40, each with points and judgements over seven criteria; one judged
/// nothing. R = 1820 points / 28 judgements = 65 a judgement, so the residuals are
/// 700 − 455 = 245, −35, −130, −65, −120, 105 and 0:
/// v = (1 − 7/40) · 7/6 · (245² + 35² + 130² + 65² + 120² + 105²) / 28².
#[test]
fn over_all_criteria_by_fractions() {
    let given = [(700, 7), (420, 7), (0, 2), (260, 5), (140, 4), (300, 3), (0, 0)];
    let mut sums = Sums::default();
    given.iter().for_each(|(x, d)| sums.add(1, *x, *d));
    assert_eq!((sums.x, sums.d, sums.respondents), (1820, 28, 6));
    let squares: i64 = given.iter().map(|(x, d)| (i64::try_from(*x).unwrap() - 65 * i64::try_from(*d).unwrap()).pow(2)).sum();
    assert_eq!(squares, 245_i64.pow(2) + 35_i64.pow(2) + 130_i64.pow(2) + 65_i64.pow(2) + 120_i64.pow(2) + 105_i64.pow(2));
    let interval = Interval { rule: IntervalRule::Normal, level: 0.95 };
    let got = precision(&sums, Asked::Sample(7, Some(40)), interval).unwrap();
    // (33/40) · (7/6) · squares / 784, in points².
    let variance = 33.0 / 40.0 * 7.0 / 6.0 * f64::from(i32::try_from(squares).unwrap()) / 784.0;
    assert!((got.se - variance.sqrt() / 100.0).abs() < 1e-15, "{}", got.se);
    assert_eq!(ratio(&sums), Some(0.65));
}
