//! What holds for every plan and every file: weights have no unit, rows no order, domains
//! add up, known totals are met, calibration to what is there changes nothing, the jackknife
//! is linearisation for a mean, and no plan and no file makes the reader panic.

#![allow(clippy::unwrap_used, reason = "a test stops at what is not there")]
#![allow(clippy::needless_pass_by_value, reason = "JSON written where it is used")]

use std::fmt::Write as _;
use std::ops::ControlFlow;

use phieu::analysis::Stop;
use phieu::analysis::study::results::{Key, Row};
use phieu::analysis::study::{self, Data, Results};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A respondent: unit, sex, level of two statements (0 is no answer), minutes, weight.
type Person = (u8, u8, u8, u8, u16, u16);

fn people() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec((0_u8..3, 0_u8..2, 0_u8..6, 0_u8..6, 0_u16..90, 1_u16..500), 8..50)
}

fn file(people: &[Person], scale: f64) -> String {
    let mut text = "u,sex,q1,q2,t,w,one\n".to_owned();
    for (unit, sex, q1, q2, t, w) in people {
        let level = |level: &u8| if *level == 0 { String::new() } else { level.to_string() };
        writeln!(text, "{unit},{sex},{},{},{t},{:e},1", level(q1), level(q2), f64::from(*w) * scale).unwrap();
    }
    text
}

fn plan(design: Value, weights: Value) -> Value {
    json!({
        "phieu": "plan", "version": 2,
        "data": {"items": ["q1", "q2"], "numbers": ["t", "w", "one"], "factors": [{"id": "u"}, {"id": "sex"}]},
        "variables": [{"id": "score", "of": "row_mean", "items": ["q1", "q2"]}],
        "design": design, "weights": weights, "intervals": [{"rule": "t"}, {"rule": "beta"}],
        "domains": [[], ["u"], ["u", "sex"]],
        "estimates": [
            {"id": "share", "of": "share", "variables": ["q1", "q2"]},
            {"id": "mean", "of": "mean", "variables": ["t", "score"]},
            {"id": "levels", "of": "levels", "variables": ["q1"]},
            {"id": "total", "of": "total", "variables": ["t", "one"]},
            {"id": "people", "of": "counts", "variables": ["sex"]},
            {"id": "index", "of": "composite", "rule": "pooled", "factors": [{"items": ["q1", "q2"]}]},
            {"id": "spread", "of": "variance", "variables": ["t"]}
        ]
    })
}

fn strata() -> Value {
    json!({"stages": [{"strata": ["u"]}], "weight": "w"})
}

fn run(plan: &Value, text: &str) -> Result<Results, Stop> {
    study::run(plan.to_string().as_bytes(), Data::Text(text.as_bytes()), None, &mut |_| ControlFlow::Continue(()))
}

fn near(ours: Option<f64>, theirs: Option<f64>) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3),
        (ours, theirs) => ours.is_none() && theirs.is_none(),
    }
}

/// An error that is 0 up to rounding is noise, and so is a design effect over it.
fn quiet(row: &Row) -> bool {
    row.se.is_none_or(|se| se < 1e-7 * row.value.unwrap_or(0.0).abs().max(1.0))
}

/// The same rows, values and errors; totals by `scale` times as much.
fn same(ours: &Results, theirs: &Results, scale: f64) -> Result<(), TestCaseError> {
    prop_assert_eq!(ours.estimates.len(), theirs.estimates.len());
    for (ours, theirs) in ours.estimates.iter().zip(&theirs.estimates) {
        prop_assert_eq!(&ours.key, &theirs.key);
        let by = if ["total", "people"].contains(&ours.key.estimate.as_str()) { scale } else { 1.0 };
        prop_assert!(near(ours.value, theirs.value.map(|value| value * by)), "{ours:?} {theirs:?}");
        prop_assert!(near(ours.se, theirs.se.map(|se| se * by)) || quiet(ours), "{ours:?} {theirs:?}");
        prop_assert_eq!(ours.n, theirs.n);
        prop_assert_eq!(ours.df, theirs.df);
    }
    Ok(())
}

fn value(results: &Results, estimate: &str, variable: &str, part: &str, labels: &[&str]) -> f64 {
    results.get(estimate, variable, part, labels).and_then(|row| row.value).unwrap_or(0.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn weights_have_no_unit(people in people(), scale in prop::sample::select(vec![0.25, 3.0, 1000.0])) {
        let plan = plan(strata(), json!([]));
        same(&run(&plan, &file(&people, scale)).unwrap(), &run(&plan, &file(&people, 1.0)).unwrap(), scale)?;
    }

    #[test]
    fn rows_have_no_order(people in people(), turn in 0_usize..50) {
        let plan = plan(strata(), json!([]));
        let mut turned = people.clone();
        turned.rotate_left(turn % people.len());
        turned.reverse();
        same(&run(&plan, &file(&turned, 1.0)).unwrap(), &run(&plan, &file(&people, 1.0)).unwrap(), 1.0)?;
    }

    #[test]
    fn domains_add_up(people in people()) {
        let results = run(&plan(strata(), json!([])), &file(&people, 1.0)).unwrap();
        for variable in ["t", "one"] {
            let whole = value(&results, "total", variable, "", &[]);
            let units: f64 = ["0", "1", "2"].iter().map(|unit| value(&results, "total", variable, "", &[unit])).sum();
            let crossed: f64 = ["0", "1", "2"].iter().flat_map(|unit| ["0", "1"].map(|sex| value(&results, "total", variable, "", &[unit, sex]))).sum();
            prop_assert!(near(Some(units), Some(whole)) && near(Some(crossed), Some(whole)), "{units} {crossed} {whole}");
        }
        let levels: f64 = (1..=5).map(|level: u8| value(&results, "levels", "q1", &level.to_string(), &[])).sum();
        prop_assert!(levels == 0.0 || (levels - 1.0).abs() < 1e-12);
    }

    #[test]
    fn known_totals_are_met_and_have_no_error(people in people(), men in 10.0_f64..5_000.0, women in 10.0_f64..5_000.0) {
        prop_assume!([0, 1].iter().all(|sex| people.iter().any(|person| person.1 == *sex)));
        let totals = json!([{"of": ["0"], "count": men}, {"of": ["1"], "count": women}]);
        let steps = [
            json!([{"step": "poststratify", "cells": {"by": ["sex"], "totals": totals}}]),
            json!([{"step": "rake", "margins": [{"by": ["sex"], "totals": totals}]}]),
            json!([{"step": "calibrate", "distance": "raking", "margins": [{"by": ["sex"], "totals": totals}]}]),
        ];
        for step in steps {
            let results = run(&plan(strata(), step), &file(&people, 1.0)).unwrap();
            for (sex, known) in [("0", men), ("1", women)] {
                let row = results.get("people", "sex", sex, &[]).unwrap();
                prop_assert!((row.value.unwrap() / known - 1.0).abs() < 1e-9 && row.se.unwrap() < 1e-6 * known, "{row:?}");
            }
            prop_assert!(results.meta.steps[0].margins.iter().all(|cell| (cell.after / cell.known - 1.0).abs() < 1e-9));
        }
    }

    #[test]
    fn calibrated_to_itself_nothing_moves(people in people()) {
        let sum = |sex: u8| people.iter().filter(|person| person.1 == sex).map(|person| f64::from(person.5)).sum::<f64>();
        prop_assume!(sum(0) > 0.0 && sum(1) > 0.0);
        let totals = json!([{"of": ["0"], "count": sum(0)}, {"of": ["1"], "count": sum(1)}]);
        let step = json!([{"step": "calibrate", "distance": "linear", "margins": [{"by": ["sex"], "totals": totals}]}]);
        let (plain, made) = (run(&plan(strata(), json!([])), &file(&people, 1.0)).unwrap(), run(&plan(strata(), step), &file(&people, 1.0)).unwrap());
        for (ours, theirs) in made.estimates.iter().zip(&plain.estimates) {
            prop_assert!(near(ours.value, theirs.value), "{ours:?} {theirs:?}");
        }
        prop_assert!((made.meta.finished.kish / plain.meta.finished.kish - 1.0).abs() < 1e-10);
    }

    #[test]
    fn the_jackknife_is_linearisation_for_a_mean_of_a_simple_sample(people in people()) {
        let mut plan = plan(json!({"weight": "one"}), json!([]));
        plan["estimates"] = json!([{"id": "mean", "of": "mean", "variables": ["t"]}]);
        plan["domains"] = json!([[]]);
        let linear = run(&plan, &file(&people, 1.0)).unwrap();
        for method in ["jk1", "jkn"] {
            plan["replicates"] = json!({"method": method});
            let jackknife = run(&plan, &file(&people, 1.0)).unwrap();
            prop_assert!(near(jackknife.estimates[0].se, linear.estimates[0].se) || quiet(&linear.estimates[0]));
            prop_assert_eq!(jackknife.estimates[0].df, linear.estimates[0].df);
        }
    }

    #[test]
    fn replicates_know_of_calibration(people in people()) {
        prop_assume!([0, 1].iter().all(|sex| people.iter().filter(|person| person.1 == *sex).count() > 2));
        let totals = json!([{"of": ["0"], "count": 700}, {"of": ["1"], "count": 900}]);
        let mut plan = plan(json!({"weight": "w"}), json!([{"step": "poststratify", "cells": {"by": ["sex"], "totals": totals}}]));
        plan["estimates"] = json!([{"id": "people", "of": "counts", "variables": ["sex"], "domains": [[]]}]);
        plan["replicates"] = json!({"method": "jk1"});
        let se = |plan: &Value| run(plan, &file(&people, 1.0)).unwrap().estimates[0].se.unwrap();
        prop_assert!(se(&plan) < 1e-8);
        plan["replicates"]["refit"] = json!("none");
        prop_assert!(se(&plan) > 1.0);
    }

    /// The same bytes for the same input.
    #[test]
    fn a_run_can_be_repeated(people in people()) {
        let mut plan = plan(strata(), json!([]));
        plan["replicates"] = json!({"method": "bootstrap", "replicates": 20, "seed": 3});
        let text = |()| serde_json::to_string(&run(&plan, &file(&people, 1.0)).unwrap()).unwrap();
        prop_assert_eq!(text(()), text(()));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Err(findings) = study::read(&bytes) {
            prop_assert!(!findings.is_empty() && findings.len() <= 100);
        }
    }

    /// A sound plan with one value put in the place of another.
    #[test]
    fn no_value_in_a_plan_makes_reader_or_run_panic(place in any::<prop::sample::Index>(), value in values(), people in people()) {
        let mut plan = hostile();
        let mut places = Vec::new();
        all(&plan, "", &mut places);
        let place = place.get(&places).clone();
        *plan.pointer_mut(&place).expect("a place") = value;
        match run(&plan, &file(&people, 1.0)) {
            Ok(results) => prop_assert!(results.estimates.iter().all(|row| row.key != Key::default())),
            Err(Stop::Findings(findings)) => prop_assert!(!findings.is_empty(), "{}", plan),
            Err(Stop::Cancelled) => prop_assert!(false, "nobody cancelled"),
        }
    }

    #[test]
    fn no_file_makes_a_run_panic(body in "[0-6a-b,;\"\\-+.eN \r\n\té]{0,200}") {
        let text = ["u,sex,q1,q2,t,w,one\n", &body].concat();
        for design in [strata(), json!({"stages": [{"units": "u"}], "weight": "w"})] {
            if let Err(Stop::Findings(findings)) = run(&plan(design, json!([])), &text) {
                prop_assert!(!findings.is_empty());
            }
        }
    }
}

/// A plan that has something of everything.
fn hostile() -> Value {
    let totals = json!([{"of": ["0"], "count": 700}, {"of": ["1"], "count": 900}]);
    let mut plan = plan(
        json!({"stages": [{"strata": ["u"], "units": "sex"}, {"fractions": "one"}], "weight": "w", "lonely": "adjust", "lonely_domains": "as_lonely"}),
        json!([{"step": "rake", "margins": [{"by": ["sex"], "totals": totals}], "stop": {"rounds": 5, "change": 0.1}},
               {"step": "calibrate", "distance": "logit", "bounds": {"lower": 0.1, "upper": 9}, "margins": [{"by": ["sex"], "totals": totals}], "numbers": {"one": 1600}},
               {"step": "trim", "lower": 0.5, "upper": 900}]),
    );
    plan["replicates"] = json!({"method": "jk1", "centre": "mean", "refit": "each"});
    plan["variables"] = json!([{"id": "score", "of": "row_mean", "items": ["q1", "q2"]},
        {"id": "v", "of": "cut", "from": "t", "at": [10, 20], "labels": ["a", "b", "c"]},
        {"id": "r", "of": "recode", "from": "q1", "groups": [{"label": "x", "of": ["1", "2"]}, {"label": "y", "of": ["3", "4", "5"]}]}]);
    plan["only"] = json!([{"factor": "sex", "labels": ["0", "1"]}]);
    plan["estimates"] = json!([
        {"id": "share", "of": "share", "variables": ["q1"], "labels": ["4"], "intervals": [{"rule": "likelihood_r", "level": 0.9}, {"rule": "logit"}]},
        {"id": "mean", "of": "mean", "variables": ["score"], "domains": [["u"], ["v", "r"]]},
        {"id": "quantile", "of": "quantile", "variables": ["t"], "p": [0.5], "rule": "hf7", "convention": "r"},
        {"id": "index", "of": "composite", "rule": "weighted", "factors": [{"items": ["q1"], "weight": 2}, {"items": ["q2"], "weight": 1}]},
        {"id": "alpha", "of": "alpha", "items": ["q1", "q2"]}]);
    plan["comparisons"] = json!([
        {"id": "a", "test": "pairs", "estimate": "mean", "by": ["u"], "adjust": ["holm"]},
        {"id": "b", "test": "independence", "rows": "r", "columns": "sex", "statistics": ["f", "saddlepoint", "adjusted_wald"]},
        {"id": "c", "test": "rank", "variable": "t", "by": "v", "score": "normal"},
        {"id": "d", "test": "ranks", "estimate": "mean", "by": ["u"], "draws": 100, "seed": 3},
        {"id": "e", "test": "standardized", "estimate": "mean", "over": "u", "standard": {"by": ["sex"], "totals": totals}},
        {"id": "f", "test": "importance", "factors": [{"id": "x", "items": ["q1"]}, {"id": "y", "items": ["q2"]}], "overall": "t", "importance": "coefficient"},
        {"id": "g", "test": "regression", "variable": "t", "terms": ["v", "q1"], "family": "quasibinomial"},
        {"id": "h", "test": "means", "variable": "t", "by": "sex", "groups": ["0", "1"]}]);
    plan
}

/// The pointers to all values of a plan but the whole.
fn all(value: &Value, at: &str, out: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (name, value) in inside {
        let here = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        all(value, &here, out);
        out.push(here);
    }
}

fn values() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1),
        json!(2),
        json!(0.999),
        json!(1e300),
        json!(1e-300),
        json!(u64::MAX),
        json!(""),
        json!("q1"),
        json!("t"),
        json!("sex"),
        json!("1"),
        json!("score"),
        json!("fail"),
        json!("average"),
        json!("brr"),
        json!([]),
        json!(["sex"]),
        json!([["u", "sex"], []]),
        json!({}),
        json!([{"of": ["0"], "count": 0}, {"of": ["1"], "count": 1600}]),
    ])
}
