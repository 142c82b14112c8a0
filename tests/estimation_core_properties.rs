//! What holds for every design: weights have no unit, rows have no order, domains add up,
//! what is known has no error, and no columns make a design panic.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test stops at what is not there")]

use phieu::analysis::confidence::share::{Method, Share};
use phieu::analysis::distribution::mixture::{self, Term};
use phieu::analysis::linear::mean::mean;
use phieu::analysis::linear::quantile::{Convention, Ordered, Rule};
use phieu::analysis::linear::ratio::ratio;
use phieu::analysis::linear::spread::variance;
use phieu::analysis::linear::total::total;
use phieu::analysis::replicate::jackknife;
use phieu::analysis::replicate::random::Random;
use phieu::analysis::sampling::{Columns, Design, Lonely, LonelyRule, Population, Sample, StageColumns};
use phieu::analysis::weighting::Margin;
use phieu::analysis::weighting::calibrate::{Bounds, Distance, Stop, calibrate};
use phieu::analysis::weighting::poststratify::poststratify;
use phieu::analysis::weighting::rake::{self, Residuals, rake};
use proptest::prelude::*;

/// A row: stratum, unit within it, weight in hundredths, two values (`None` missing), domain.
type Row = (u8, u8, u32, Option<u8>, u8, u8);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0_u8..4, 0_u8..4, 1_u32..9_000, prop::option::weighted(0.9, 0_u8..6), 1_u8..9, 0_u8..3), 4..70)
}

/// Values of rows as columns.
struct Data {
    columns: Columns,
    y: Vec<f64>,
    x: Vec<f64>,
    domain: Vec<u32>,
}

/// Two stages: units within strata, with populations; rows within units.
fn data(rows: &[Row], scale: f64) -> Data {
    let units = |stratum: u8| {
        let mut units: Vec<u8> = rows.iter().filter(|row| row.0 == stratum).map(|row| row.1).collect();
        units.sort_unstable();
        units.dedup();
        f64::from(u8::try_from(units.len()).unwrap())
    };
    let first = StageColumns {
        stratum: rows.iter().map(|row| u32::from(row.0)).collect(),
        unit: rows.iter().map(|row| u32::from(row.0) * 10 + u32::from(row.1)).collect(),
        population: Population::Sizes(rows.iter().map(|row| units(row.0) * 3.0).collect()),
    };
    let second = StageColumns { population: Population::Fractions(vec![0.25; rows.len()]), ..StageColumns::default() };
    Data {
        columns: Columns {
            weight: rows.iter().map(|row| f64::from(row.2) / 100.0 * scale).collect(),
            stages: vec![first, second],
            rows: rows.len(),
        },
        y: rows.iter().map(|row| row.3.map_or(f64::NAN, f64::from)).collect(),
        x: rows.iter().map(|row| f64::from(row.4)).collect(),
        domain: rows.iter().map(|row| u32::from(row.5)).collect(),
    }
}

fn near(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-11 * theirs.abs().max(1.0) || (ours.is_nan() && theirs.is_nan())
}

/// Estimates and standard errors of what does not depend on the weights' unit.
fn free_of_scale(data: &Data) -> Option<Vec<f64>> {
    let design = Design::new(&data.columns).expect("a design").0;
    let sample = Sample::whole(&design);
    let points = [mean(&sample, &data.y)?, ratio(&sample, &data.y, &data.x)?, variance(&sample, &data.y)?];
    let share: Vec<f64> = data.y.iter().map(|y| if y.is_nan() { *y } else { f64::from(u8::from(*y >= 4.0)) }).collect();
    let limits = Share::new(&sample, &share).unwrap()?.limits(Method::Beta, 0.95);
    let ordered = Ordered::new((0..data.y.len()).filter(|&row| !data.y[row].is_nan()).map(|row| (data.y[row], sample.weight(row))))?;
    let median = ordered.quantile(Rule::MidStep, Convention::Definition, 0.5);
    let mut out: Vec<f64> = points.iter().flat_map(|point| [point.value, point.se().unwrap()]).collect();
    out.extend([limits.lo, limits.hi, median]);
    Some(out)
}

proptest! {
    #[test]
    fn weights_have_no_unit(rows in rows(), scale in 0.01_f64..1000.0) {
        let (one, other) = (free_of_scale(&data(&rows, 1.0)), free_of_scale(&data(&rows, scale)));
        prop_assert_eq!(one.is_some(), other.is_some());
        for (one, other) in one.unwrap_or_default().iter().zip(other.unwrap_or_default()) {
            prop_assert!(near(*one, other), "{} {}", one, other);
        }
    }

    #[test]
    fn rows_have_no_order(rows in rows(), seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let mut mixed = rows.clone();
        for at in (1..mixed.len()).rev() {
            mixed.swap(at, usize::try_from(random.below(at as u64 + 1)).unwrap());
        }
        let of = |rows: &[Row]| {
            let data = data(rows, 1.0);
            let design = Design::new(&data.columns).expect("a design").0;
            let sample = Sample::whole(&design);
            let point = mean(&sample, &data.y)?;
            let total = total(&sample, &data.x);
            Some([point.value, point.se().unwrap(), total.value, total.se().unwrap() / total.value])
        };
        let (one, other) = (of(&rows), of(&mixed));
        prop_assert_eq!(one.is_some(), other.is_some());
        for (one, other) in one.unwrap_or_default().iter().zip(other.unwrap_or_default()) {
            prop_assert!(near(*one, other), "{} {}", one, other);
        }
    }

    #[test]
    fn domains_add_up(rows in rows()) {
        let data = data(&rows, 1.0);
        let design = Design::new(&data.columns).expect("a design").0;
        let sample = Sample::whole(&design);
        let whole = total(&sample, &data.y);
        let parts: Vec<_> = (0..3).map(|code| total(&sample.within(|row| data.domain[row] == code), &data.y)).collect();
        prop_assert!(near(parts.iter().map(|part| part.value).sum::<f64>(), whole.value));
        for row in 0..rows.len() {
            prop_assert!(near(parts.iter().map(|part| part.influence[row]).sum::<f64>(), whole.influence[row]));
        }
    }

    #[test]
    fn what_is_known_has_no_error(rows in rows(), people in 1_000.0_f64..50_000.0) {
        let data = data(&rows, 1.0);
        let design = Design::new(&data.columns).expect("a design").0;
        let there: Vec<u32> = (0..3).filter(|code| data.domain.contains(code)).collect();
        let codes: Vec<u32> = data.domain.iter().map(|code| u32::try_from(there.binary_search(code).unwrap()).unwrap()).collect();
        let totals: Vec<f64> = there.iter().map(|code| people * (f64::from(*code) + 1.0)).collect();
        let margin = Margin { codes, totals };
        let designs = [
            poststratify(&design, &margin).unwrap(),
            rake(&design, std::slice::from_ref(&margin), rake::Stop::TIGHT, Residuals::Swept).unwrap().0,
            rake(&design, std::slice::from_ref(&margin), rake::Stop::TIGHT, Residuals::Regressed).unwrap().0,
        ];
        for design in &designs {
            for (level, known) in (0_u32..).zip(&margin.totals) {
                let here: Vec<f64> = margin.codes.iter().map(|&code| f64::from(u8::from(code == level))).collect();
                let point = total(&Sample::whole(design), &here);
                prop_assert!((point.value - known).abs() <= 1e-9 * known, "{} {}", point.value, known);
                prop_assert!(point.se().unwrap() <= 1e-8 * known, "{:?}", point.se());
            }
        }
    }

    #[test]
    fn calibrated_to_itself_is_left_alone(rows in rows()) {
        let data = data(&rows, 1.0);
        let design = Design::new(&data.columns).expect("a design").0;
        let columns = vec![vec![1.0; rows.len()], data.x.clone()];
        let totals: Vec<f64> = columns.iter().map(|column| column.iter().zip(design.weights()).map(|(x, w)| x * w).sum()).collect();
        let bounds = Bounds { lower: 0.3, upper: 3.0 };
        for distance in [Distance::Linear(Bounds::NONE), Distance::Raking(Bounds::NONE), Distance::Logit(bounds), Distance::Linear(bounds)] {
            let (made, report) = calibrate(&design, &columns, &totals, distance, Stop::TIGHT).unwrap();
            prop_assert!(report.converged);
            for (after, before) in made.weights().iter().zip(design.weights()) {
                prop_assert!((after - before).abs() <= 1e-9 * before);
            }
        }
    }

    #[test]
    fn the_jackknife_is_linearisation_for_a_mean(y in prop::collection::vec(-50_i16..50, 2..40)) {
        let y: Vec<f64> = y.into_iter().map(f64::from).collect();
        let design = Design::new(&Columns::weights_only(vec![7.0; y.len()])).expect("a design").0;
        let linear = mean(&Sample::whole(&design), &y).expect("a mean").variance().unwrap();
        let of = |w: &[f64]| vec![w.iter().zip(&y).map(|(w, y)| w * y).sum::<f64>() / w.iter().sum::<f64>()];
        let found = jackknife::unstratified(&design).estimate(of).covariance.get(0, 0);
        prop_assert!((found - linear).abs() <= 1e-10 * linear.max(1.0), "{} {}", found, linear);
    }

    /// Any codes: findings, or numbers without a negative variance.
    #[test]
    fn no_columns_make_a_design_panic(columns in any_columns(), rule in prop::sample::select(RULES.to_vec())) {
        match Design::new(&columns) {
            Ok((design, _)) => {
                let design = design.with_lonely(LonelyRule { rule, ..LonelyRule::default() });
                if let Ok(variance) = total(&Sample::whole(&design), &vec![1.0; columns.rows]).variance() {
                    prop_assert!(variance.is_nan() || variance >= 0.0);
                }
            }
            Err(findings) => prop_assert!(!findings.is_empty()),
        }
    }
}

const RULES: [Lonely; 5] = [Lonely::Fail, Lonely::Remove, Lonely::Adjust, Lonely::Average, Lonely::Certainty];

/// Mostly a sound number, sometimes any.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![20 => 1.0_f64..50.0, 1 => prop::num::f64::ANY]
}

/// Two stages of columns that mostly have the length of the weights.
fn any_columns() -> impl Strategy<Value = Columns> {
    (0_usize..9).prop_flat_map(|rows| {
        let length = prop_oneof![12 => Just(rows), 1 => 0..9_usize];
        let codes = length.clone().prop_flat_map(|length| prop::collection::vec(0_u32..4, length));
        let population = prop_oneof![
            Just(Population::Unknown),
            prop::collection::vec(number(), rows).prop_map(Population::Sizes),
            prop::collection::vec(0.1_f64..1.05, rows).prop_map(Population::Fractions),
        ];
        let stage = (codes.clone(), codes, population).prop_map(|(stratum, unit, population)| StageColumns { stratum, unit, population });
        let weight = length.prop_flat_map(|length| prop::collection::vec(number(), length));
        (weight, prop::collection::vec(stage, 0..3)).prop_map(move |(weight, stages)| Columns { weight, stages, rows })
    })
}

/// The exact distribution of a sum of χ² against the saddlepoint and against drawing it.
#[test]
fn sums_of_chi_squares_are_those_of_drawing_them() {
    let weights = [2.4, 1.1, 0.7, 0.3];
    let terms = weights.map(|weight| Term { weight, df: 1.0 });
    let mut random = Random::new(20_260_114);
    let draws = 200_000_u32;
    let sums: Vec<f64> = (0..draws).map(|_| weights.iter().map(|weight| weight * random.normal().powi(2)).sum()).collect();
    for x in [1.0, 4.0, 9.0, 16.0] {
        let exact = mixture::exact(&terms, x);
        let share = f64::from(u32::try_from(sums.iter().filter(|sum| **sum > x).count()).unwrap()) / f64::from(draws);
        let error = (exact * (1.0 - exact) / f64::from(draws)).sqrt();
        assert!((exact - share).abs() < 4.0 * error, "{x}: {exact} {share}");
        let near = mixture::saddlepoint(&terms, x).expect("a saddlepoint");
        assert!((near - exact).abs() < 0.05 * exact, "{x}: {near} {exact}");
    }
}
