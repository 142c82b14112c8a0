//! Plans of format 2: what the reader refuses and where it says so, what a run says about
//! its numbers, the worker's job, and that every code has a word in both languages.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test stops at what is not there")]

#[path = "shared/schema.rs"]
mod schema;

use std::ops::ControlFlow;

use phieu::analysis::Stop;
use phieu::analysis::job::{Job, Reply, Source, run, run_json};
use phieu::analysis::study::choices::Word;
use phieu::analysis::study::{self, Data, Results, plan};
use phieu::base::{Finding, words};
use serde_json::{Value, json};

/// A sound plan over `LINES`.
fn base() -> Value {
    json!({
        "phieu": "plan", "version": 2,
        "data": {
            "id": "id", "items": ["q1", "q2"], "numbers": ["w", "N", "t"],
            "factors": [{"id": "unit", "header": "u"}, {"id": "sex", "labels": ["m", "f"]}, {"id": "came", "labels": ["yes", "no"]}]
        },
        "design": {"stages": [{"strata": ["unit"], "sizes": "N"}], "weight": "w"},
        "intervals": [{"rule": "t"}],
        "estimates": [{"id": "share", "of": "share", "variables": ["q1"], "domains": [[], ["unit"]]}]
    })
}

const LINES: &str = "id,q1,q2,w,N,t,u,sex,came\n\
1,5,4,10,40,3,A,m,yes\n2,4,KB,10,40,5,A,f,yes\n3,2,3,10,40,,A,m,yes\n4,1,,10,40,9,A,f,no\n\
5,5,5,20,60,2,B,m,yes\n6,3,4,20,60,8,B,f,yes\n7,4,4,20,60,1,B,f,no\n";

fn word(code: &str) -> bool {
    words::finding::get(code).or_else(|| words::study::get(code)).is_some()
}

fn said(findings: &[Finding]) -> Vec<(String, String)> {
    for finding in findings {
        assert!(word(&finding.code), "no word for {}", finding.code);
    }
    findings.iter().map(|finding| (finding.code.clone(), finding.at.clone())).collect()
}

/// The plan with `value` at a path of names and indices; a name is added, an index past the
/// end too.
fn with(path: &str, value: Value) -> Value {
    let mut plan = base();
    let mut here = &mut plan;
    for part in path.split('/') {
        here = match part.parse::<usize>() {
            Ok(index) => {
                let list = here.as_array_mut().expect("a list");
                if index == list.len() {
                    list.push(Value::Null);
                }
                &mut list[index]
            }
            Err(_) => here.as_object_mut().expect("an object").entry(part).or_insert(json!({})),
        };
    }
    *here = value;
    plan
}

fn refused(plan: &Value, expect: &[(&str, &str)]) {
    let found = said(&study::read(plan.to_string().as_bytes()).err().unwrap_or_default());
    let expect: Vec<_> = expect.iter().map(|(code, at)| ((*code).to_owned(), (*at).to_owned())).collect();
    assert_eq!(found, expect, "{plan}");
}

fn carried_out(plan: &Value, lines: &str) -> Result<Results, Vec<Finding>> {
    let done = study::run(plan.to_string().as_bytes(), Data::Text(lines.as_bytes()), None, &mut |_| ControlFlow::Continue(()));
    done.map_err(|stop| match stop {
        Stop::Findings(findings) => findings,
        Stop::Cancelled => Vec::new(),
    })
}

#[test]
fn a_sound_plan_is_read() {
    refused(&base(), &[]);
    assert_eq!(study::version(base().to_string().as_bytes()), Some(2));
    assert_eq!(study::version(include_bytes!("data/setA/plan.json")), Some(1));
    for name in ["strat", "cluster", "both", "paired"] {
        let text = std::fs::read(format!("tests/data/plans/{name}.json")).unwrap();
        let plan = study::read(&text);
        // The paired plan has all but its estimates' comparisons; every one is whole.
        assert!(plan.is_ok(), "{name}: {plan:?}");
    }
}

#[test]
fn what_is_no_plan_says_so() {
    let refused = |text: &[u8]| said(&study::read(text).unwrap_err());
    assert_eq!(refused(b"{\"phieu\":\"plan\",\n\"version\":2,}"), [("json".to_owned(), "line 2, column 13".to_owned())]);
    assert_eq!(refused(b"{\"phieu\":\"campaign\"}"), [("not_plan".to_owned(), "phieu".to_owned())]);
    assert_eq!(refused(b"{\"phieu\":\"plan\",\"version\":3}"), [("newer_version".to_owned(), "version".to_owned())]);
    assert_eq!(refused(b"\xff\xfe"), [("not_utf8".to_owned(), "byte 0".to_owned())]);
    assert!(refused(include_bytes!("data/setA/plan.json")).contains(&("plan_version".to_owned(), "version".to_owned())));
}

#[test]
fn fields_that_nothing_reads_are_refused_where_they_stand() {
    refused(&with("weight", json!(1)), &[("unknown_field", "weight")]);
    refused(&with("data/unit", json!("u")), &[("unknown_field", "data.unit")]);
    refused(&with("estimates/0/label", json!("4")), &[("unknown_field", "estimates[0].label")]);
    refused(&with("estimates/0/of", json!("mode")), &[("unknown_word", "estimates[0].of"), ("unknown_field", "estimates[0].variables")]);
    refused(&with("design/lonely", json!("ignore")), &[("unknown_word", "design.lonely")]);
    refused(&with("estimates/0/variables", json!("q1")), &[("wrong_type", "estimates[0].variables")]);
    refused(&with("data/levels", json!(300)), &[("out_of_range", "data.levels")]);
    let mut lacking = base();
    lacking.as_object_mut().unwrap().remove("design");
    refused(&lacking, &[("missing_field", "design")]);
}

#[test]
fn names_that_nothing_has_are_refused() {
    refused(&with("estimates/0/variables", json!(["q9"])), &[("unknown_name", "estimates[0].variables[0]")]);
    refused(&with("design/weight", json!("q1")), &[("unknown_column", "design.weight")]);
    refused(&with("design/stages/0/strata", json!(["t"])), &[("unknown_column", "design.stages[0].strata[0]")]);
    refused(&with("domains", json!([["sex"], ["age"]])), &[("unknown_name", "domains[1][0]")]);
    refused(&with("data/numbers", json!(["w", "N", "q1"])), &[("repeated", "data.numbers[2]")]);
    refused(&with("estimates/1", json!({"id": "m", "of": "mean", "variables": ["sex"]})), &[("not_numeric", "estimates[1].variables[0]")]);
    refused(
        &with("estimates/1", json!({"id": "s", "of": "share", "variables": ["sex"]})),
        &[("not_a_statement", "estimates[1].variables[0]")],
    );
    refused(
        &with("estimates/1", json!({"id": "l", "of": "levels", "variables": ["t"]})),
        &[("not_categories", "estimates[1].variables[0]")],
    );
    let share = json!({"id": "s", "of": "share", "variables": ["sex"], "labels": ["x"]});
    refused(&with("estimates/1", share), &[("unknown_label", "estimates[1].labels[0]")]);
    refused(&with("only", json!([{"factor": "sex", "labels": ["m", "y"]}])), &[("unknown_label", "only[0].labels[1]")]);
    refused(&with("estimates/1", base()["estimates"][0].clone()), &[("repeated", "estimates[1]")]);
}

#[test]
fn numbers_out_of_range_are_refused() {
    refused(&with("data/satisfied", json!([4, 6])), &[("satisfied_not_a_level", "data.satisfied[1]")]);
    refused(&with("data/missing", json!({"blank": ["", "3"]})), &[("missing_code_is_level", "data.missing.blank")]);
    refused(&with("intervals/0/level", json!(95)), &[("interval_level", "intervals[0].level")]);
    let quantile = |p: f64| json!({"id": "t", "of": "quantile", "variables": ["t"], "p": [p]});
    refused(&with("estimates/1", quantile(1.0)), &[("out_of_range", "estimates[1].p[0]")]);
    refused(&with("replicates", json!({"method": "fay", "rho": 1.0})), &[("rho_out_of_range", "replicates.rho")]);
    let few = json!({"method": "bootstrap", "replicates": 1, "seed": 1});
    refused(&with("replicates", few), &[("replicates_out_of_range", "replicates.replicates")]);
    let ranks = json!({"id": "r", "test": "ranks", "estimate": "share", "by": ["unit"], "seed": 1, "draws": 5});
    refused(&with("comparisons", json!([ranks])), &[("out_of_range", "comparisons[0].draws")]);
}

#[test]
fn variables_that_cannot_be_made_are_refused() {
    let cut = |at: Value, labels: Value| json!([{"id": "v", "of": "cut", "from": "t", "at": at, "labels": labels}]);
    refused(&with("variables", cut(json!([5, 2]), json!(["a", "b", "c"]))), &[("cuts_do_not_rise", "variables[0].at")]);
    refused(&with("variables", cut(json!([5]), json!(["a"]))), &[("labels_do_not_match", "variables[0].labels")]);
    let recode = |of: Value| json!([{"id": "v", "of": "recode", "from": "sex", "groups": of}]);
    refused(&with("variables", recode(json!([{"label": "a", "of": ["m", "z"]}]))), &[("unknown_label", "variables[0].groups[0].of[1]")]);
    let twice = recode(json!([{"label": "a", "of": ["m"]}, {"label": "b", "of": ["m"]}]));
    refused(&with("variables", twice), &[("repeated", "variables[0].groups[1]")]);
    refused(&with("variables", json!([{"id": "q1", "of": "constant", "value": 1}])), &[("repeated", "variables[0].id")]);
    refused(&with("variables", json!([{"id": "v", "of": "row_mean", "items": []}])), &[("list_empty", "variables[0].items")]);
}

#[test]
fn designs_and_weights_that_do_not_hold_together_are_refused() {
    refused(&with("design", json!({"stages": [{"strata": ["unit"]}]})), &[("weights_unknown", "design.weight")]);
    let twice = json!([{"strata": ["unit"], "sizes": "N", "fractions": "t"}]);
    assert!(study::read(with("design/stages", twice).to_string().as_bytes()).is_err());
    let counts = json!([{"strata": ["unit"], "sizes": "N", "counts": [{"of": ["A"], "count": 4}]}]);
    refused(&with("design/stages", counts), &[("population_twice", "design.stages[0].counts")]);
    let cells = |totals: Value| json!([{"step": "poststratify", "cells": {"by": ["sex"], "totals": totals}}]);
    refused(&with("weights", cells(json!([{"of": ["m", "f"], "count": 4}]))), &[("labels_do_not_match", "weights[0].cells.totals[0].of")]);
    refused(&with("weights", cells(json!([{"of": ["m"], "count": -4}]))), &[("margin_not_a_total", "weights[0].cells.totals[0].count")]);
    let margin = |by: &str, a: (&str, u32), b: (&str, u32)| json!({"by": [by], "totals": [{"of": [a.0], "count": a.1}, {"of": [b.0], "count": b.1}]});
    let rake = json!([{"step": "rake", "margins": [margin("sex", ("m", 50), ("f", 50)), margin("unit", ("A", 40), ("B", 70))]}]);
    refused(&with("weights", rake), &[("margins_disagree", "weights[0].margins[1].totals")]);
    refused(&with("weights", json!([{"step": "trim"}])), &[("trim_limits", "weights[0]")]);
    let late =
        json!([{"step": "trim", "upper": 15}, {"step": "nonresponse", "classes": [], "answered": {"factor": "came", "labels": ["yes"]}}]);
    refused(&with("weights", late), &[("nonresponse_not_first", "weights[1]")]);
    let logit = json!([{"step": "calibrate", "distance": "logit", "margins": [margin("sex", ("m", 50), ("f", 50))]}]);
    refused(&with("weights", logit), &[("bounds_do_not_enclose_one", "weights[0].bounds")]);
}

#[test]
fn estimates_and_comparisons_that_do_not_go_together_are_refused() {
    refused(&with("estimates/0/intervals", json!([{"rule": "score"}])), &[("interval_not_for", "estimates[0].intervals[0].rule")]);
    refused(&with("estimates", json!([])), &[("nothing_asked", "estimates")]);
    let pairs = |estimate: &str| json!([{"id": "p", "test": "pairs", "estimate": estimate, "by": ["unit"]}]);
    refused(&with("comparisons", pairs("none")), &[("unknown_estimate", "comparisons[0].estimate")]);
    let mut plan = with("comparisons", pairs("levels"));
    plan["estimates"] = json!([{"id": "levels", "of": "levels", "variables": ["q1"]}]);
    refused(&plan, &[("not_comparable", "comparisons[0].estimate")]);
    let means = json!([{"id": "m", "test": "means", "variable": "t", "by": "sex", "groups": ["m"]}]);
    assert_eq!(said(&study::read(with("comparisons", means).to_string().as_bytes()).unwrap_err())[0].1, "comparisons[0].groups");
    let alone = json!([{"id": "a", "of": "alpha", "items": ["q1"]}]);
    refused(&with("estimates", alone), &[("list_empty", "estimates[0].items")]);
}

#[test]
fn files_and_weights_that_cannot_be_used_stop_the_run() {
    let stopped = |plan: &Value, lines: &str| said(&carried_out(plan, lines).unwrap_err());
    assert_eq!(stopped(&base(), "id,q1\n1,4\n").first().unwrap().0, "column_missing");
    assert_eq!(stopped(&base(), LINES.lines().next().unwrap()), [("no_row".to_owned(), String::new())]);
    let cells = json!([{"step": "poststratify", "cells": {"by": ["sex"], "totals": [{"of": ["m"], "count": 40}]}}]);
    assert_eq!(stopped(&with("weights", cells), LINES), [("cell_not_counted".to_owned(), "weights[0]: sex".to_owned())]);
    let answered = json!([{"step": "nonresponse", "classes": ["came"], "answered": {"factor": "came", "labels": ["yes"]}}]);
    assert_eq!(stopped(&with("weights", answered), LINES), [("class_without_answers".to_owned(), "weights[0]: classes".to_owned())]);
    let counts = json!([{"strata": ["unit"], "counts": [{"of": ["A"], "count": 40}]}]);
    assert_eq!(stopped(&with("design/stages", counts), LINES), [("stratum_not_counted".to_owned(), "design.stages[0].counts".to_owned())]);
    let change = json!([{"id": "c", "test": "change", "estimate": "share", "by": []}]);
    assert_eq!(stopped(&with("comparisons", change), LINES), [("no_round_before".to_owned(), "before".to_owned())]);
    assert_eq!(stopped(&with("replicates", json!({"method": "brr"})), LINES)[0].0, "stratum_without_pair");
}

#[test]
fn a_number_comes_with_what_explains_it() {
    let results = carried_out(&base(), LINES).unwrap();
    let all = results.get("share", "q1", "", &[]).unwrap();
    // Σw of the satisfied is 10 · 2 + 20 · 2 of 10 · 4 + 20 · 3.
    assert!((all.value.unwrap() - 0.6).abs() < 1e-15);
    assert_eq!((all.n.rows, all.n.asked, all.n.valid, all.df), (7, 7, 7, Some(5.0)));
    let warnings: Vec<&str> = all.explain.warnings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!((all.explain.formula.as_str(), all.explain.error.as_str()), ("formula_share", "error_linearised"));
    assert_eq!(warnings, ["few_units", "small_effective_size"]);
    let b = results.get("share", "q1", "", &["B"]).unwrap();
    assert_eq!((b.key.domain[0].by.as_str(), b.n.rows, b.df), ("unit", 3, Some(2.0)));
    assert_eq!((results.meta.rows, results.meta.strata, results.meta.units, results.meta.df), (7, 2, 7, 5));
}

#[test]
fn counts_tell_apart_who_was_asked_answered_and_had_an_answer() {
    let lines = LINES.replace("4,1,,10", "4,KH,,10");
    let estimates = json!([{"id": "m", "of": "mean", "variables": ["q1", "q2"]}]);
    let results = carried_out(&with("estimates", estimates), &lines).unwrap();
    let (q1, q2) = (results.get("m", "q1", "", &[]).unwrap().n, results.get("m", "q2", "", &[]).unwrap().n);
    assert_eq!((q1.asked, q1.answered, q1.valid, q1.respondents), (6, 6, 6, 6));
    assert_eq!((q2.asked, q2.answered, q2.valid, q2.respondents), (7, 6, 5, 5));
}

#[test]
fn nonresponse_moves_weights_within_classes() {
    let step = json!([{"step": "nonresponse", "classes": ["unit"], "answered": {"factor": "came", "labels": ["yes"]}}]);
    let results = carried_out(&with("weights", step), LINES).unwrap();
    // A: 5, 4, 2 stand for four; B: 5, 3 for three. (40 · 2/3 + 60 · ½)/100.
    let all = results.get("share", "q1", "", &[]).unwrap();
    assert!((all.value.unwrap() - (40.0 * 2.0 / 3.0 + 30.0) / 100.0).abs() < 1e-14);
    assert_eq!((all.n.rows, all.explain.weights.clone()), (5, vec!["weights_nonresponse".to_owned()]));
    assert!((results.meta.finished.sum - 100.0).abs() < 1e-12 && results.meta.finished.rows == 5);
}

#[test]
fn steps_report_their_margins() {
    let cells =
        json!([{"step": "poststratify", "cells": {"by": ["sex"], "totals": [{"of": ["m"], "count": 30}, {"of": ["f"], "count": 80}]}}]);
    let meta = carried_out(&with("weights", cells), LINES).unwrap().meta;
    let margin = &meta.steps[0].margins[1];
    assert_eq!((margin.of[0].as_str(), margin.known, margin.before), ("f", 80.0, 60.0));
    assert!((margin.after - 80.0).abs() < 1e-12 && (meta.finished.sum - 110.0).abs() < 1e-12);
}

#[test]
fn populations_in_the_plan_give_weights() {
    let design = json!({"stages": [{"strata": ["unit"], "counts": [{"of": ["A"], "count": 40}, {"of": ["B"], "count": 60}]}]});
    let (given, counted) = (carried_out(&base(), LINES).unwrap(), carried_out(&with("design", design), LINES).unwrap());
    let of = |results: &Results| results.get("share", "q1", "", &[]).map(|row| (row.value, row.se)).unwrap();
    assert_eq!(of(&given), of(&counted));
}

/// All comparisons on a small file: each says its words.
#[test]
fn every_code_of_a_result_has_a_word() {
    let mut plan = base();
    plan["estimates"] = json!([
        {"id": "share", "of": "share", "variables": ["q1"], "domains": [[], ["unit"]]},
        {"id": "levels", "of": "levels", "variables": ["q1"], "kinds": "all"},
        {"id": "total", "of": "total", "variables": ["t"]},
        {"id": "people", "of": "counts", "variables": ["sex"]},
        {"id": "ratio", "of": "ratio", "numerator": "t", "denominator": "w"},
        {"id": "pooled", "of": "composite", "rule": "pooled", "factors": [{"items": ["q1", "q2"]}]},
        {"id": "items", "of": "composite", "rule": "mean_of_items", "factors": [{"items": ["q1", "q2"]}]},
        {"id": "factors", "of": "composite", "rule": "mean_of_factors", "factors": [{"items": ["q1"]}, {"items": ["q2"]}]},
        {"id": "weighted", "of": "composite", "rule": "weighted", "factors": [{"items": ["q1"], "weight": 3}, {"items": ["q2"]}]},
        {"id": "mean", "of": "mean", "variables": ["t"]},
        {"id": "variance", "of": "variance", "variables": ["t"]},
        {"id": "quantile", "of": "quantile", "variables": ["t"], "p": [0.5, 0.9]},
        {"id": "alpha", "of": "alpha", "items": ["q1", "q2"]}
    ]);
    plan["comparisons"] = json!([
        {"id": "1", "test": "mean", "variable": "q1", "value": 3},
        {"id": "2", "test": "means", "variable": "q1", "by": "sex", "groups": ["m", "f"]},
        {"id": "3", "test": "independence", "rows": "sex", "columns": "unit", "statistics": ["f", "wald"]},
        {"id": "4", "test": "rank", "variable": "t", "by": "unit"},
        {"id": "5", "test": "pairs", "estimate": "share", "by": ["unit"], "adjust": ["holm"]},
        {"id": "6", "test": "ranks", "estimate": "share", "by": ["unit"], "seed": 1},
        {"id": "7", "test": "change", "estimate": "share", "by": [], "adjust": ["benjamini_hochberg"]},
        {"id": "8", "test": "standardized", "estimate": "share", "over": "unit", "standard": {"by": ["sex"], "totals": [{"of": ["m"], "count": 1}, {"of": ["f"], "count": 1}]}},
        {"id": "9", "test": "importance", "factors": [{"id": "a", "items": ["q1"]}, {"id": "b", "items": ["q2"]}], "overall": "t", "importance": "correlation"},
        {"id": "10", "test": "importance", "factors": [{"id": "a", "items": ["q1"]}], "overall": "t", "importance": "coefficient", "performance": "level"},
        {"id": "11", "test": "regression", "variable": "t", "terms": ["sex", "q1"]},
        {"id": "12", "test": "means", "variable": "t", "by": "unit", "groups": ["A", "C"]}
    ]);
    for replicates in [Value::Null, json!({"method": "jkn"})] {
        plan["replicates"] = replicates;
        let data = Data::Text(LINES.as_bytes());
        let results = study::run(plan.to_string().as_bytes(), data, Some(data), &mut |_| ControlFlow::Continue(())).unwrap();
        let explained = results.estimates.iter().map(|row| &row.explain).chain(results.comparisons.iter().map(|found| &found.explain));
        for explain in explained {
            for code in [&explain.formula, &explain.error].into_iter().chain(&explain.weights) {
                assert!(words::explain::get(code).is_some(), "no word for {code}");
            }
            said(&explain.warnings);
        }
        let ids: std::collections::BTreeSet<&str> = results.comparisons.iter().map(|found| found.comparison.as_str()).collect();
        assert_eq!(ids.len(), 12, "{ids:?}");
        let change = results.comparisons.iter().find(|found| found.comparison == "7").unwrap();
        assert_eq!(change.figure("difference"), Some(0.0));
        // What reads numbers to the last bit is the browser's build; here the keys do.
        let again: Results = serde_json::from_str(&serde_json::to_string(&results).unwrap()).unwrap();
        assert!(again.estimates.iter().map(|row| &row.key).eq(results.estimates.iter().map(|row| &row.key)));
        assert_eq!(again.comparisons.len(), results.comparisons.len());
    }
    for rule in plan::IntervalRule::ALL {
        assert!(words::explain::get(&["interval_", rule.word()].concat()).is_some(), "{}", rule.word());
    }
}

fn job(plan: &Value) -> Job {
    Job::Study { plan: plan.to_string(), source: Source::Csv { text: LINES.to_owned() }, before: None }
}

#[test]
fn the_worker_carries_a_plan_out() {
    let mut steps = Vec::new();
    let reply = run(&job(&base()), &mut |progress| {
        steps.push((progress.done, progress.total));
        ControlFlow::Continue(())
    });
    let Reply::Studied { results } = reply else { panic!("{reply:?}") };
    assert_eq!(*results, Results { meta: results.meta.clone(), ..carried_out(&base(), LINES).unwrap() });
    assert_eq!(steps.last(), Some(&(21, 21)));
    assert!(steps.windows(2).all(|pair| pair[0].0 <= pair[1].0), "{steps:?}");
    assert_eq!(run(&job(&base()), &mut |_| ControlFlow::Break(())), Reply::Cancelled);
    assert_eq!(
        run(&job(&base()), &mut |progress| if progress.done > 19 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }),
        Reply::Cancelled
    );
}

#[test]
fn a_job_of_a_study_is_json() {
    let text = serde_json::to_string(&job(&base())).unwrap();
    let reply = run_json(&text, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(serde_json::from_str::<Reply>(&reply).unwrap(), Reply::Studied { .. }), "{reply}");
    let unknown = text.replacen("\"plan\":", "\"more\":1,\"plan\":", 1);
    assert!(run_json(&unknown, &mut |_| ControlFlow::Continue(())).contains("job_syntax"));
    let beside = Job::Study { plan: base().to_string(), source: Source::Beside, before: None };
    assert!(beside.wants_rows());
    assert!(matches!(run(&beside, &mut |_| ControlFlow::Continue(())), Reply::Failed { .. }));
    assert!(matches!(run(&beside.with_rows(LINES.to_owned()), &mut |_| ControlFlow::Continue(())), Reply::Studied { .. }));
    let broken = Job::Study { plan: "{}".to_owned(), source: Source::Beside, before: None }.with_rows(LINES.to_owned());
    let Reply::Failed { findings } = run(&broken, &mut |_| ControlFlow::Continue(())) else { panic!("not refused") };
    assert_eq!(said(&findings), [("not_plan".to_owned(), "phieu".to_owned())]);
}

#[test]
fn rows_and_text_give_the_same() {
    let mut lines = LINES.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let (header, rows) = (lines.next().unwrap(), lines.collect::<Vec<_>>());
    let by_rows = Job::Study { plan: base().to_string(), source: Source::Rows { header, rows }, before: None };
    assert_eq!(run(&by_rows, &mut |_| ControlFlow::Continue(())), run(&job(&base()), &mut |_| ControlFlow::Continue(())));
}

fn shape() -> Value {
    serde_json::from_str(include_str!("../docs/plan2.schema.json")).expect("JSON")
}

fn faults(plan: &Value) -> Vec<String> {
    let (root, mut faults) = (shape(), Vec::new());
    schema::fits(plan, &root, &root, "", &mut faults);
    faults
}

#[test]
fn the_documented_example_is_a_plan() {
    let (_, rest) = include_str!("../docs/plan.md").split_once("# Format 2").expect("format 2");
    let example = rest.split_once("```json").and_then(|(_, rest)| rest.split_once("```")).expect("an example").0;
    assert!(study::read(example.as_bytes()).is_ok(), "{:?}", study::read(example.as_bytes()));
    let none: Vec<String> = Vec::new();
    assert_eq!(faults(&serde_json::from_str(example).unwrap()), none);
    for name in ["strat", "cluster", "both", "paired"] {
        let text = std::fs::read_to_string(format!("tests/data/plans/{name}.json")).unwrap();
        assert_eq!(faults(&serde_json::from_str(&text).unwrap()), none, "{name}");
    }
    assert_eq!(faults(&base()), none);
}

#[test]
fn what_the_documented_shape_refuses_the_reader_refuses() {
    let wrong = [
        with("weight", json!(1)),
        with("data/unit", json!("u")),
        with("estimates/0/label", json!("4")),
        with("estimates/0/of", json!("mode")),
        with("design/lonely", json!("ignore")),
        with("replicates", json!({"method": "fay"})),
        with("weights", json!([{"step": "rake"}])),
        with("comparisons", json!([{"id": "p", "test": "pairs", "by": ["unit"]}])),
    ];
    for plan in wrong {
        assert!(!faults(&plan).is_empty() && study::read(plan.to_string().as_bytes()).is_err(), "{plan}");
    }
}

/// The words of a choice, wherever the schema lists them.
fn documented<T: Word>() {
    fn has(schema: &Value, words: &[&str]) -> bool {
        let here = schema
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|all| all.len() == words.len() && words.iter().all(|word| all.contains(&json!(word))));
        let inside = |schema: &Value| has(schema, words);
        here || schema.as_object().is_some_and(|fields| fields.values().any(inside))
            || schema.as_array().is_some_and(|items| items.iter().any(inside))
    }
    let words: Vec<&str> = T::ALL.iter().map(|one| one.word()).collect();
    assert!(has(&shape(), &words), "{words:?}");
}

#[test]
fn every_choice_is_documented() {
    documented::<plan::Measure>();
    documented::<plan::Answers>();
    documented::<plan::Kinds>();
    documented::<plan::Refit>();
    documented::<plan::Degrees>();
    documented::<plan::Importance>();
    documented::<plan::CompositeRule>();
    documented::<plan::IntervalRule>();
    documented::<phieu::analysis::sampling::Lonely>();
    documented::<phieu::analysis::sampling::Domains>();
    documented::<phieu::analysis::sampling::Stages>();
    documented::<phieu::analysis::weighting::rake::Residuals>();
    documented::<phieu::analysis::weighting::trim::Spread>();
    documented::<phieu::analysis::weighting::trim::Rounds>();
    documented::<phieu::analysis::replicate::Centre>();
    documented::<phieu::analysis::linear::quantile::Convention>();
    documented::<phieu::analysis::linear::quantile::Rule>();
    documented::<phieu::analysis::comparison::multiple::Adjust>();
    documented::<phieu::analysis::comparison::table::Statistic>();
    documented::<phieu::analysis::comparison::ranks::Score>();
    documented::<phieu::analysis::regression::Family>();
}
