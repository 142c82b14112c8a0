//! What holds for every data set: weights have no unit, rows have no order, files
//! come back as they went out, and no bytes make a reader panic.

#![expect(clippy::expect_used, reason = "a test stops at what is not there")]

use std::fmt::Write as _;
use std::ops::ControlFlow;

use phieu::analysis::{Domain, Plan, Results, Subject, job, plan_check};
use phieu::dataset::{Dataset, csv, units_csv};
use proptest::prelude::*;

fn plan() -> Plan {
    let json = br#"{"phieu":"plan","version":1,
        "data":{"id":"id","unit":"unit","group":"group","population":"N","weight":"w","profile":["sex"],"items":["q1","q2"],"numbers":["wait"]},
        "design":{"weights":"column"},
        "factors":[{"id":"F1","part":"I","items":["q1"]},{"id":"F2","part":"I","items":["q2"]}],"parts":[{"id":"I"}]}"#;
    plan_check::read(json).0.expect("a plan")
}

/// One response: unit, group, sex, weight in hundredths, two answers (0 blank), minutes.
type Response = (u8, u8, u8, u32, u8, u8, u16);

fn responses() -> impl Strategy<Value = Vec<Response>> {
    prop::collection::vec((0_u8..4, 0_u8..2, 0_u8..2, 1_u32..5_000, 0_u8..6, 0_u8..6, 0_u16..300), 2..60)
}

fn file(responses: &[Response], delimiter: char, decimal: char, scale: f64) -> String {
    let mut out = ["id", "unit", "group", "N", "sex", "w", "q1", "q2", "wait"].join(&delimiter.to_string());
    for (id, (unit, group, sex, weight, q1, q2, wait)) in responses.iter().enumerate() {
        let answer = |level: &u8| if *level == 0 { String::new() } else { level.to_string() };
        let number = |value: f64| format!("{value:.4}").replace('.', &decimal.to_string());
        let (weight, wait) = (number(f64::from(*weight) / 100.0 * scale), number(f64::from(*wait) / 4.0));
        let cells = [
            id.to_string(),
            format!("Đơn vị {unit}"),
            format!("g{group}"),
            "7000".into(),
            format!("s{sex}"),
            weight,
            answer(q1),
            answer(q2),
            wait,
        ];
        write!(out, "\r\n{}", cells.join(&delimiter.to_string())).expect("write to a string");
    }
    out
}

fn dataset(text: &str) -> Dataset {
    let plan = plan();
    let (data, findings) = csv::read(text.as_bytes(), &plan.data, &plan.frame, 5);
    assert_eq!(findings, []);
    data.expect("a dataset")
}

fn estimate(text: &str) -> Results {
    phieu::analysis::run(&plan(), text.as_bytes(), &mut |_| ControlFlow::Continue(())).expect("results")
}

/// Values that are the same but for rounding; near 0 the standard error of something
/// that hardly varies is rounding itself.
fn near(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-12 * theirs.abs().max(1.0)
}

fn same(ours: &Results, theirs: &Results) -> Result<(), TestCaseError> {
    prop_assert_eq!(ours.rows.len(), theirs.rows.len());
    for (ours, theirs) in ours.rows.iter().zip(&theirs.rows) {
        prop_assert_eq!((&ours.domain, &ours.subject, ours.n), (&theirs.domain, &theirs.subject, theirs.n));
        let stats = ours.share.iter().chain([&ours.mean]).zip(theirs.share.iter().chain([&theirs.mean]));
        for (ours, theirs) in stats {
            prop_assert!(near(ours.est, theirs.est), "{:?} {:?}", ours, theirs);
            prop_assert!(near(ours.se, theirs.se), "{:?} {:?}", ours, theirs);
            prop_assert!(near(ours.unweighted, theirs.unweighted) && ours.df == theirs.df);
        }
    }
    Ok(())
}

/// Mean and standard error of `score(q1)` in a domain: linearised values of all rows,
/// stratum by stratum (`verify_golden.py` of the reference data, `var_strat`).
fn plain(responses: &[Response], inside: impl Fn(&Response) -> bool, score: impl Fn(u8) -> f64) -> (f64, f64) {
    let valid = |response: &Response| inside(response) && response.4 > 0;
    let weight = |response: &Response| f64::from(response.3) / 100.0;
    let total: f64 = responses.iter().filter(|response| valid(response)).map(weight).sum();
    let est = responses.iter().filter(|response| valid(response)).map(|response| weight(response) * score(response.4)).sum::<f64>() / total;
    let z = |response: &Response| if valid(response) { weight(response) * (score(response.4) - est) / total } else { 0.0 };
    let size = |count: usize| f64::from(u32::try_from(count).expect("a small count"));
    let grand = responses.iter().map(z).sum::<f64>() / size(responses.len());
    let mut variance = 0.0;
    for stratum in (0..4).flat_map(|unit| [(unit, 0), (unit, 1)]) {
        let values: Vec<f64> = responses.iter().filter(|response| (response.0, response.1) == stratum).map(z).collect();
        let n = size(values.len());
        let fpc = 1.0 - n / 7000.0;
        let mean = values.iter().sum::<f64>() / n;
        variance += match values.as_slice() {
            [] => 0.0,
            [one] => fpc * (one - grand).powi(2),
            many => fpc * n / (n - 1.0) * many.iter().map(|value| (value - mean).powi(2)).sum::<f64>(),
        };
    }
    (est, variance.sqrt())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn weights_have_no_unit(responses in responses(), scale in prop::sample::select(vec![0.5, 2.0, 3.0, 7.25, 100.0])) {
        let (ours, theirs) = (estimate(&file(&responses, ',', '.', scale)), estimate(&file(&responses, ',', '.', 1.0)));
        same(&ours, &theirs)?;
        prop_assert!(near(ours.meta.kish / theirs.meta.kish, 1.0));
    }

    #[test]
    fn rows_have_no_order(responses in responses(), turn in 0_usize..60) {
        let mut turned = responses.clone();
        turned.rotate_left(turn % responses.len());
        turned.reverse();
        same(&estimate(&file(&turned, ',', '.', 1.0)), &estimate(&file(&responses, ',', '.', 1.0)))?;
    }

    #[test]
    fn every_dialect_gives_the_same_dataset(responses in responses()) {
        let plain = dataset(&file(&responses, ',', '.', 1.0));
        let excel = format!("\u{feff}{}", file(&responses, ';', ',', 1.0));
        let (tab, excel) = (dataset(&file(&responses, '\t', '.', 1.0)), dataset(&excel));
        // NaN is not equal to itself; the text is.
        prop_assert_eq!(format!("{plain:?}"), format!("{excel:?}"));
        prop_assert_eq!(format!("{plain:?}"), format!("{tab:?}"));
        prop_assert_eq!(plain.len(), responses.len());
        for (row, response) in responses.iter().enumerate() {
            let unit = format!("Đơn vị {}", response.0);
            prop_assert_eq!(plain.unit.value(row), Some(unit.as_str()));
            prop_assert_eq!(plain.items[0].codes[row], if response.4 == 0 { phieu::dataset::BLANK } else { response.4 });
            prop_assert!(near(plain.numbers[0].values[row], f64::from(response.6) / 4.0));
        }
    }

    /// The formulas once more, as plainly as they can be written.
    #[test]
    fn estimates_are_those_of_the_plain_formulas(responses in responses()) {
        let results = estimate(&file(&responses, ',', '.', 1.0));
        for row in results.rows.iter().filter(|row| row.subject == Subject::Item { id: "q1".into() }) {
            let inside = |response: &Response| match &row.domain {
                Domain::All => true,
                Domain::Unit { unit } => *unit == format!("Đơn vị {}", response.0),
                Domain::UnitGroup { unit, group } => *unit == format!("Đơn vị {}", response.0) && *group == format!("g{}", response.1),
                Domain::Profile { value, .. } => *value == format!("s{}", response.2),
            };
            let (est, se) = plain(&responses, inside, |level| f64::from(u8::from(level >= 4)));
            let share = row.share.expect("a share");
            prop_assert!(near(share.est, est) && (share.se - se).abs() < 1e-7 * se.max(1e-2), "{:?}: {} {}", row, est, se);
            let (est, se) = plain(&responses, inside, f64::from);
            prop_assert!(near(row.mean.est, est) && (row.mean.se - se).abs() < 1e-7 * se.max(1e-2), "{:?}: {} {}", row, est, se);
        }
    }

    /// A factor of one statement is that statement: two estimators, one number.
    #[test]
    fn a_factor_of_one_statement_is_the_statement(responses in responses()) {
        let results = estimate(&file(&responses, ',', '.', 1.0));
        for row in results.rows.iter().filter(|row| row.subject == Subject::Item { id: "q1".into() }) {
            let factor = results.get(&row.domain, &Subject::Factor { id: "F1".into() }).expect("the factor");
            let (ours, theirs) = (row.share.expect("a share"), factor.share.expect("a share"));
            prop_assert!(near(ours.est, theirs.est) && near(ours.se, theirs.se) && near(row.mean.se, factor.mean.se));
            prop_assert_eq!((row.n, ours.df), (factor.n, theirs.df));
            let levels = row.levels.iter().zip(&factor.levels);
            prop_assert!(levels.into_iter().all(|(ours, theirs)| ours.n == theirs.n && near(ours.share, theirs.share)));
            prop_assert!(near(row.levels.iter().map(|level| level.share).sum(), 1.0));
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let plan = plan();
        let (data, findings) = csv::read(&bytes, &plan.data, &plan.frame, 5);
        prop_assert!(data.is_some() || !findings.is_empty());
        units_csv::read(&bytes);
        let (plan, findings) = plan_check::read(&bytes);
        prop_assert!(plan.is_some() || !findings.is_empty());
    }

    #[test]
    fn no_file_under_the_right_header_makes_a_reader_panic(body in "[0-9a-c,;\"\\-+.eN \r\n\té]{0,300}", semicolon in any::<bool>()) {
        let header = "id,unit,group,N,sex,w,q1,q2,wait\n";
        let text = if semicolon { header.replace(',', ";") } else { header.to_owned() } + &body;
        let job = job::Job::Aggregate { plan: Box::new(plan()), source: job::Source::Csv { text } };
        match job::run(&job, &mut |_| ControlFlow::Continue(())) {
            job::Reply::Done { results } => {
                for row in &results.rows {
                    prop_assert!(row.mean.est.is_finite() && row.mean.se >= 0.0, "{:?}", row);
                }
            }
            job::Reply::Failed { findings } => prop_assert!(!findings.is_empty()),
            job::Reply::Progress { .. } | job::Reply::Inspected { .. } | job::Reply::Studied { .. } | job::Reply::Cancelled => prop_assert!(false, "another reply"),
        }
    }
}
