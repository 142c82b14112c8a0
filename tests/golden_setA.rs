//! Reference numbers: set A against R `survey` 4.5 (`tests/data/setA/golden.json`).
//! Every value and standard error to relative 1e-9; rows with zero variance absolutely.

#![expect(clippy::expect_used, reason = "a test stops at what is not there")]

use std::ops::ControlFlow;
use std::sync::LazyLock;

use phieu::analysis::plan::{DesignRule, Interval, IntervalRule, Weights};
use phieu::analysis::{Domain, Plan, Results, Stat, Subject, plan_check};
use phieu::base::finding::has_error;
use phieu::export::working;
use serde_json::Value;

const STRAT: &[u8] = include_bytes!("data/setA/strat.csv");
const EXCEL: &[u8] = include_bytes!("data/setA/strat_excelvn.csv");
const PLAN: &[u8] = include_bytes!("data/setA/plan.json");
const GOLDEN: &[u8] = include_bytes!("data/setA/golden.json");

fn plan(rule: IntervalRule) -> Plan {
    let (plan, findings) = plan_check::read(PLAN);
    assert_eq!(findings, []);
    Plan { interval: Interval { rule, level: 0.95 }, ..plan.expect("a plan") }
}

fn run(plan: &Plan, bytes: &[u8]) -> Results {
    phieu::analysis::run(plan, bytes, &mut |_| ControlFlow::Continue(())).expect("results")
}

/// The results of `strat.csv`, worked out once for all tests.
fn results(rule: IntervalRule) -> &'static Results {
    static T: LazyLock<Results> = LazyLock::new(|| run(&plan(IntervalRule::T), STRAT));
    static NORMAL: LazyLock<Results> = LazyLock::new(|| run(&plan(IntervalRule::Normal), STRAT));
    match rule {
        IntervalRule::T => &T,
        IntervalRule::Normal => &NORMAL,
    }
}

fn section(id: &str) -> Vec<Value> {
    let golden: Value = serde_json::from_slice(GOLDEN).expect("golden.json");
    let sections = golden["sections"].as_array().expect("sections");
    sections.iter().find(|section| section["id"] == id).expect(id)["rows"].as_array().expect("rows").clone()
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("{key} of {row}"))
}

fn number(row: &Value) -> f64 {
    row.as_f64().unwrap_or_else(|| panic!("a number: {row}"))
}

fn unit(name: &str) -> Domain {
    Domain::Unit { unit: name.to_owned() }
}

/// Counts what it compares, so that a test can say how much that was.
#[derive(Default)]
struct Compared {
    values: usize,
    worst: f64,
}

impl Compared {
    fn near(&mut self, ours: f64, theirs: f64, what: &dyn Fn() -> String) {
        let relative = (ours - theirs).abs() / theirs.abs();
        let same = (ours - theirs).abs() <= 1e-12 || relative <= 1e-9;
        assert!(same, "{}: {ours:e} is not {theirs:e}", what());
        self.values += 1;
        if theirs.abs() > 1e-12 {
            self.worst = self.worst.max(relative);
        }
    }

    /// Estimate, standard error and, where the row has it under `ci`, the interval.
    fn stat(&mut self, ours: &Stat, row: &Value, ci: &str) {
        let se = number(&row["se"]);
        self.near(ours.est, number(&row["est"]), &|| format!("est of {row}"));
        if se > 1e-12 {
            assert!((ours.se - se).abs() <= 1e-9 * se, "se of {row}: {:e}", ours.se);
            self.worst = self.worst.max((ours.se - se).abs() / se);
        } else {
            assert!(ours.se <= 1e-12, "se of {row}: {:e}", ours.se);
        }
        self.values += 1;
        if let Some([lo, hi]) = row[ci].as_array().map(Vec::as_slice) {
            self.near(ours.lo.expect("lo"), number(lo), &|| format!("lo of {row}"));
            self.near(ours.hi.expect("hi"), number(hi), &|| format!("hi of {row}"));
        }
    }

    fn end(&self, values: usize) {
        println!("{} values, worst relative difference {:.1e}", self.values, self.worst);
        assert_eq!(self.values, values);
    }
}

/// The statistic that the reference calls `q07`, `s07`, `score` or `wait`.
fn variable(results: &Results, domain: &Domain, name: &str) -> Option<(Stat, u64)> {
    let item = |number: &str| Subject::Item { id: format!("q{number}") };
    let (subject, share) = match name.split_at(1) {
        _ if name == "score" => (Subject::RowMean, false),
        _ if name == "wait" => (Subject::Number { id: "tg_cho_phut".to_owned() }, false),
        ("q", rest) => (item(rest), false),
        ("s", rest) => (item(rest), true),
        _ => panic!("{name}"),
    };
    let row = results.get(domain, &subject)?;
    let stat = if share { row.share.expect("a share") } else { row.mean };
    Some((stat, row.n.valid))
}

#[test]
fn shares_of_statements_are_those_of_r() {
    let (t, normal) = (results(IntervalRule::T), results(IntervalRule::Normal));
    let mut compared = Compared::default();
    for row in section("strat/item_share45") {
        let name = text(&row, "item").replace('q', "s");
        for (results, ci) in [(t, "ci_t"), (normal, "ci_norm")] {
            let (stat, valid) = variable(results, &Domain::All, &name).expect("a row");
            compared.stat(&stat, &row, ci);
            assert_eq!(valid, row["n_valid"].as_u64().expect("n_valid"));
            assert_eq!(stat.df, 5814);
        }
    }
    compared.end(22 * 8);
}

#[test]
fn means_of_statements_are_those_of_r() {
    let (t, normal) = (results(IntervalRule::T), results(IntervalRule::Normal));
    let mut compared = Compared::default();
    for row in section("strat/item_mean") {
        for (results, ci) in [(t, "ci_t"), (normal, "ci_norm")] {
            let (stat, valid) = variable(results, &Domain::All, text(&row, "item")).expect("a row");
            compared.stat(&stat, &row, ci);
            assert_eq!(valid, row["n_valid"].as_u64().expect("n_valid"));
        }
    }
    compared.end(22 * 8);
}

#[test]
fn means_by_unit_are_those_of_r() {
    let results = results(IntervalRule::Normal);
    let mut compared = Compared::default();
    for row in section("strat/domain_mean_by_unit") {
        let (stat, valid) = variable(results, &unit(text(&row, "unit")), text(&row, "var")).expect("a row");
        compared.stat(&stat, &row, "ci_norm");
        assert_eq!(valid, row["n_valid"].as_u64().expect("n_valid"), "{row}");
    }
    compared.end(1299 * 4);
}

#[test]
fn a_domain_without_a_valid_answer_is_absent() {
    let results = results(IntervalRule::T);
    let q20 = Subject::Item { id: "q20".to_owned() };
    assert!(results.get(&unit("Xã Tư Mại"), &q20).is_none());
    let units = results.of_subject(&q20).filter(|row| matches!(row.domain, Domain::Unit { .. })).count();
    assert_eq!(units, 51);
}

fn pooled(row: &Value) -> Option<Subject> {
    match text(row, "factor") {
        "wait/visits" => None,
        "all" => Some(Subject::Overall),
        id => Some(Subject::Factor { id: id.to_owned() }),
    }
}

#[test]
fn pooled_shares_are_those_of_r() {
    let (t, normal) = (results(IntervalRule::T), results(IntervalRule::Normal));
    let mut compared = Compared::default();
    for row in section("strat/ratio") {
        let Some(subject) = pooled(&row) else { continue };
        for (results, ci) in [(t, "ci_t"), (normal, "ci_norm")] {
            compared.stat(&results.get(&Domain::All, &subject).expect("a row").share.expect("a share"), &row, ci);
        }
    }
    compared.end(6 * 8);
    let mut compared = Compared::default();
    for row in section("strat/ratio_by_unit") {
        let Some(subject) = pooled(&row) else { continue };
        let found = t.get(&unit(text(&row, "unit")), &subject).expect("a row");
        compared.stat(&found.share.expect("a share"), &row, "");
    }
    compared.end(156 * 2);
}

#[test]
fn degrees_of_freedom_and_effective_sizes_are_those_of_r() {
    let results = results(IntervalRule::T);
    let mut compared = Compared::default();
    for row in section("strat/domain_degf_kish") {
        let found = results.meta.units.iter().find(|unit| unit.unit == text(&row, "unit")).expect("a unit");
        assert_eq!((Some(found.rows), Some(found.df)), (row["n"].as_u64(), row["degf"].as_u64()));
        compared.near(found.weight, number(&row["sum_w"]), &|| format!("sum of weights of {row}"));
        compared.near(found.kish, number(&row["kish_neff"]), &|| format!("effective size of {row}"));
    }
    compared.near(results.meta.kish, 2_209.239_280_025_646_6, &|| "effective size".to_owned());
    compared.near(results.meta.weight, 282_868.0, &|| "sum of weights".to_owned());
    compared.end(52 * 2 + 2);
}

#[test]
fn what_is_odd_about_the_design_is_named() {
    let results = results(IntervalRule::T);
    assert!(!has_error(&results.meta.notes));
    let notes: Vec<_> = results.meta.notes.iter().map(|note| (note.code.as_str(), note.value.as_str())).collect();
    assert!(notes.contains(&("lonely_stratum", "Thanh tra tỉnh | official")), "{notes:?}");
    assert!(notes.contains(&("census_stratum", "Sở Tư pháp | official")), "{notes:?}");
}

#[test]
fn the_file_as_excel_saves_it_gives_the_same_bytes() {
    let plain = working::write(results(IntervalRule::T));
    assert!(plain.lines().count() > 5_000);
    assert_eq!(plain, working::write(&run(&plan(IntervalRule::T), EXCEL)));
}

#[test]
fn weights_of_the_column_are_the_same_weights() {
    let plan = plan(IntervalRule::T);
    let design = DesignRule { weights: Weights::Column, ..plan.design };
    let by_column = run(&Plan { design, ..plan }, EXCEL);
    let (mut compared, by_size) = (Compared::default(), results(IntervalRule::T));
    for (ours, theirs) in by_column.rows.iter().zip(&by_size.rows) {
        compared.near(ours.mean.est, theirs.mean.est, &|| format!("{:?} {:?}", ours.domain, ours.subject));
        compared.near(ours.mean.se, theirs.mean.se, &|| format!("{:?} {:?}", ours.domain, ours.subject));
    }
    compared.end(by_size.rows.len() * 2);
}
