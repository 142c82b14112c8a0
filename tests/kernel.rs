//! The counting kernel against the estimators that go row by row: random designs with
//! missing answers, domains, units of rows, strata with one unit or taken whole, weights
//! near a million, nothing that varies; and bootstrap replicates from the same seed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what is not there")]
#![allow(clippy::cast_precision_loss, reason = "counts of a test")]

use std::ops::ControlFlow;

use phieu::analysis::kernel::bootstrap::Question;
use phieu::analysis::kernel::{Layout, Rows, Scores, indicator, level};
use phieu::analysis::linear::mean::mean;
use phieu::analysis::replicate::bootstrap::rao_wu;
use phieu::analysis::replicate::random::Random;
use phieu::analysis::sampling::{Columns, Design, Domains, Lonely, LonelyRule, Population, Sample, StageColumns};
use phieu::dataset::column::NONE;
use proptest::prelude::*;

const LEVELS: u8 = 5;

/// What a random design is drawn from.
#[derive(Debug, Clone)]
struct Shape {
    seed: u64,
    rows: usize,
    strata: u64,
    /// Units of a stratum; none where rows are units.
    units: Option<u64>,
    weights: u8,
    population: u8,
    /// Of ten answers so many are missing.
    missing: u64,
    domains: u32,
    lonely: u8,
    constant: bool,
}

fn shape() -> impl Strategy<Value = Shape> {
    let design = (any::<u64>(), 4..90_usize, 1..7_u64, prop::option::of(1..6_u64));
    (design, 0..4_u8, 0..3_u8, 0..8_u64, 1..5_u32, 0..7_u8, prop::bool::weighted(0.15)).prop_map(
        |((seed, rows, strata, units), weights, population, missing, domains, lonely, constant)| Shape {
            seed,
            rows,
            strata,
            units,
            weights,
            population,
            missing,
            domains,
            lonely,
            constant,
        },
    )
}

/// A design, the domain of each row, answer codes.
struct Made {
    design: Design,
    domain: Vec<u32>,
    codes: Vec<u8>,
}

fn made(shape: &Shape) -> Made {
    let mut random = Random::new(shape.seed);
    let mut below = |limit: u64| u32::try_from(random.below(limit)).unwrap();
    let rows = shape.rows;
    let stratum: Vec<u32> = (0..rows).map(|_| below(shape.strata)).collect();
    let unit: Vec<u32> = match shape.units {
        None => Vec::new(),
        Some(units) => stratum.iter().map(|stratum| stratum * 10 + below(units)).collect(),
    };
    let of_stratum: Vec<f64> = (0..shape.strata).map(|_| 1.0 + f64::from(below(400)) / 7.0).collect();
    let mut weight: Vec<f64> = stratum
        .iter()
        .map(|&stratum| match shape.weights {
            0 => of_stratum[stratum as usize],
            1 => 0.5 + f64::from(below(9_000)) / 11.0,
            2 => 1e6 + f64::from(below(1_000)) / 997.0,
            _ => of_stratum[stratum as usize] * f64::from(u8::from(below(5) > 0)),
        })
        .collect();
    if shape.weights == 2 {
        // One weight far from all others.
        weight[0] = 1.0;
    }
    if weight.iter().all(|weight| *weight <= 0.0) {
        weight[0] = 1.0;
    }
    let size = |code: u32| {
        let mut units: Vec<u32> = (0..rows)
            .filter(|&row| stratum[row] == code)
            .map(|row| unit.get(row).copied().unwrap_or_else(|| u32::try_from(row).unwrap()))
            .collect();
        units.sort_unstable();
        units.dedup();
        // Every third stratum is taken whole.
        units.len() as f64 * if code % 3 == 2 { 1.0 } else { 2.5 }
    };
    let population = match shape.population {
        0 => Population::Unknown,
        _ => Population::Sizes(stratum.iter().map(|&code| size(code)).collect()),
    };
    let lonely = [Lonely::Adjust, Lonely::Remove, Lonely::Certainty, Lonely::Average, Lonely::Fail, Lonely::Adjust, Lonely::Average];
    let domains = if shape.lonely >= 5 { Domains::AsLonely } else { Domains::AsDesigned };
    let rule = LonelyRule { rule: lonely[usize::from(shape.lonely)], domains };
    let stage = StageColumns { stratum, unit, population };
    let design = Design::new(&Columns { weight, stages: vec![stage], rows }).unwrap().0.with_lonely(rule);
    let domain =
        (0..rows).map(|_| below(u64::from(shape.domains) + 1)).map(|code| if code == shape.domains { NONE } else { code }).collect();
    let answer = |_| {
        let missing = u64::from(below(10)) < shape.missing;
        let level = if shape.constant { 4 } else { 1 + below(u64::from(LEVELS)) };
        u8::try_from(if missing { [0, 10, 11, 12, 13, 200][below(6) as usize] } else { level }).unwrap()
    };
    let codes = (0..rows).map(answer).collect();
    Made { design, domain, codes }
}

fn values(codes: &[u8], scores: &Scores) -> Vec<f64> {
    codes.iter().map(|&code| scores.get(usize::from(code)).copied().flatten().unwrap_or(f64::NAN)).collect()
}

fn near(got: f64, expect: f64, floor: f64) -> bool {
    (got.is_nan() && expect.is_nan()) || (got - expect).abs() <= 1e-12 * expect.abs() + floor
}

/// A variance is made of distances to an estimate, which both sides have to its last digits:
/// beside 1e-12 of itself it may differ by what those digits are worth.
fn is_variance(got: f64, expect: f64, estimate: f64) -> bool {
    let digits = 2e-15 * estimate.abs();
    near(got, expect, digits * libm::sqrt(expect.max(0.0)) + digits * digits)
}

fn scores() -> [Scores; 2] {
    [indicator(LEVELS, |level| level >= 4), level(LEVELS)]
}

fn check_linear(shape: &Shape) -> Result<(), TestCaseError> {
    let Made { design, domain, codes } = made(shape);
    let layout = Layout::new(Rows::of(&design).unwrap(), &domain, shape.domains).unwrap();
    let tables = layout.tally(&codes);
    for scores in scores() {
        let found = layout.estimates(&tables, &scores);
        let values = values(&codes, &scores);
        for at in 0..shape.domains as usize {
            let sample = Sample::whole(&design).within(|row| domain[row] as usize == at);
            prop_assert_eq!(layout.degrees(at), sample.degrees());
            let expect = mean(&sample, &values);
            let Some(expect) = expect else {
                if let Ok(found) = &found {
                    prop_assert_eq!(found[at], None);
                }
                continue;
            };
            match (&found, expect.variance()) {
                (Ok(found), Ok(variance)) => {
                    let found = found[at].unwrap();
                    prop_assert!(near(found.value, expect.value, 0.0), "{found:?} {}", expect.value);
                    prop_assert!(is_variance(found.variance, variance, found.value), "{found:?} {variance}");
                    let valid: Vec<f64> = expect.sample.rows().map(|row| values[row]).collect();
                    prop_assert_eq!(found.n, valid.len() as u64);
                    prop_assert!(near(found.unweighted, valid.iter().sum::<f64>() / valid.len() as f64, 0.0));
                }
                // The first domain that fails stops the kernel.
                (Err(_), _) => {
                    let failing = |at| {
                        mean(&Sample::whole(&design).within(|row| domain[row] == at), &values)
                            .is_some_and(|point| point.variance().is_err())
                    };
                    prop_assert!((0..shape.domains).any(failing));
                }
                (Ok(found), Err(lonely)) => prop_assert!(false, "{found:?} {lonely:?}"),
            }
        }
    }
    Ok(())
}

fn check_bootstrap(shape: &Shape) -> Result<(), TestCaseError> {
    let Made { design, domain, codes } = made(shape);
    let (replicates, scores) = (37, scores());
    let layout = Layout::new(Rows::of(&design).unwrap(), &domain, shape.domains).unwrap();
    let items = [&codes[..], &codes[..]];
    let question = Question::new(&layout, &items, &scores, replicates, shape.seed).unwrap();
    let ControlFlow::Continue(found) = layout.rao_wu(question, &mut |_| ControlFlow::Continue(())) else { unreachable!() };
    let by_rows = rao_wu(&design, replicates, shape.seed);
    for (score, scores) in scores.iter().enumerate() {
        let values = values(&codes, scores);
        for at in 0..shape.domains {
            let statistic = |w: &[f64]| {
                let there = || (0..values.len()).filter(|&row| domain[row] == at && !values[row].is_nan());
                let sum: f64 = there().map(|row| w[row] * values[row]).sum();
                vec![sum / there().map(|row| w[row]).sum::<f64>()]
            };
            let expect = by_rows.estimate(statistic);
            for found in &found {
                let Some(found) = found[score][at as usize] else {
                    prop_assert!(expect.values[0].is_nan());
                    continue;
                };
                prop_assert!(near(found.value, expect.values[0], 0.0), "{found:?} {expect:?}");
                prop_assert!(is_variance(found.variance, expect.covariance.get(0, 0), found.value), "{found:?} {expect:?}");
                prop_assert_eq!(found.without as usize, expect.without);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shares_and_means_are_those_of_linearisation_row_by_row(shape in shape()) {
        check_linear(&shape)?;
    }

    #[test]
    fn replicates_are_those_of_the_same_seed(shape in shape()) {
        check_bootstrap(&shape)?;
    }
}

/// Rows of one stratum each a unit, in one domain.
fn one(weight: Vec<f64>, population: f64) -> Rows<'static> {
    let stratum = vec![0; weight.len()];
    Rows { weight: weight.into(), stratum: stratum.into(), unit: None, population: vec![population].into(), lonely: LonelyRule::default() }
}

#[test]
fn where_nothing_varies_the_variance_is_zero_to_the_last_bit() {
    for weight in [vec![1e6; 400], (0..400_u32).map(|row| 1e6 + f64::from(row) / 7.0).collect()] {
        let layout = Layout::new(one(weight, f64::INFINITY), &[0; 400], 1).unwrap();
        let found = layout.estimates(&layout.tally(&[4; 400]), &level(LEVELS)).unwrap()[0].unwrap();
        assert!((found.value - 4.0).abs() < 1e-15 && found.variance < 1e-31, "{found:?}");
    }
}

#[test]
fn large_equal_weights_lose_no_digit() {
    // p(1 − p)/(n − 1) with p = 1/400: one unsatisfied among many, weights near a million.
    let mut codes = vec![5; 400];
    codes[17] = 1;
    let layout = Layout::new(one(vec![1_234_567.89; 400], f64::INFINITY), &[0; 400], 1).unwrap();
    assert!(layout.is_even());
    let found = layout.estimates(&layout.tally(&codes), &indicator(LEVELS, |level| level == 1)).unwrap()[0].unwrap();
    let expect = (1.0 / 400.0) * (399.0 / 400.0) / 399.0;
    assert!((found.variance - expect).abs() < 1e-14 * expect, "{found:?} {expect}");
}

#[test]
fn a_number_that_was_drawn_again_moves_later_replicates() {
    // From this seed the generator begins with 0, which 3 units do not take.
    let seed = 0_u64.wrapping_sub(0x9e37_79b9_7f4a_7c15);
    let columns = Columns { stages: vec![StageColumns::default()], ..Columns::weights_only(vec![2.0; 3]) };
    let design = Design::new(&columns).unwrap().0;
    let codes = [1, 3, 5];
    let layout = Layout::new(Rows::of(&design).unwrap(), &[0; 3], 1).unwrap();
    let (items, scores) = ([&codes[..]], [level(LEVELS)]);
    let question = Question::new(&layout, &items, &scores, 40, seed).unwrap();
    let ControlFlow::Continue(found) = layout.rao_wu(question, &mut |_| ControlFlow::Continue(())) else { unreachable!() };
    let expect = rao_wu(&design, 40, seed).estimate(|w| vec![(w[0] + 3.0 * w[1] + 5.0 * w[2]) / w.iter().sum::<f64>()]);
    let found = found[0][0][0].unwrap();
    assert!((found.variance - expect.covariance.get(0, 0)).abs() < 1e-13, "{found:?} {expect:?}");
}

#[test]
fn a_bootstrap_that_is_cancelled_or_cannot_be_has_no_result() {
    let layout = Layout::new(one(vec![1.0; 9], 50.0), &[0; 9], 1).unwrap();
    let (items, scores) = ([&[3; 9][..]], [level(LEVELS)]);
    let question = Question::new(&layout, &items, &scores, 20, 1).unwrap();
    assert!(layout.rao_wu(question, &mut |_| ControlFlow::Break(())).is_break());
    let wrong = Question::new(&layout, &[&[3; 8]], &scores, 0, 1).unwrap_err();
    let places: Vec<_> = wrong.iter().map(|finding| (finding.code.as_str(), finding.at.as_str())).collect();
    assert_eq!(places, [("column_length", "items[0]"), ("out_of_range", "replicates")]);
}

#[test]
fn columns_that_hold_no_design_are_located() {
    let check = |rows: Rows, domain: &[u32], expect: (&str, &str)| {
        let found = Layout::new(rows, domain, 1).unwrap_err();
        assert_eq!((found[0].code.as_str(), found[0].at.as_str()), expect);
    };
    check(one(vec![1.0; 3], 9.0), &[0; 2], ("column_length", "domain"));
    check(one(vec![1.0; 3], 9.0), &[0, 4, 0], ("out_of_range", "domain, row 1"));
    check(one(vec![1.0; 3], 2.0), &[0; 3], ("more_units_than_population", "stratum 0: n = 3"));
    check(one(vec![1.0, f64::NAN, 1.0], 9.0), &[0; 3], ("weights_not_finite", "row 1"));
    check(one(vec![1.0; 3], 0.0), &[0; 3], ("population_out_of_range", "stratum 0"));
    let beyond = Rows { stratum: vec![0, 0, 7].into(), ..one(vec![1.0; 3], 9.0) };
    check(beyond, &[0; 3], ("out_of_range", "stratum, row 2"));
    let units =
        Rows { stratum: vec![0, 0, 1].into(), population: vec![9.0; 2].into(), unit: Some(vec![0, 1, 1].into()), ..one(vec![1.0; 3], 9.0) };
    check(units, &[0; 3], ("unit_in_two_strata", "row 2"));
}
