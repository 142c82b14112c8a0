//! The same reference by the public way: plans (`tests/data/plans/`) over the files of set A
//! through `study::run`, results by their keys. A number that the estimation core has right
//! can still be lost between a plan and a row; this is where it would show.

mod comparisons;
mod designs;
mod estimates;
mod replicates;
mod weights;

use phieu::analysis::study::results::{Limits, Row as Ours};
use phieu::analysis::study::{Data, Results, run};
use serde_json::Value;

use crate::compare::{Golden, Outcome, Row};

pub const STRAT: &[u8] = include_bytes!("../../data/setA/strat.csv");
pub const CLUSTER: &[u8] = include_bytes!("../../data/setA/cluster.csv");

/// A plan of `tests/data/plans`.
pub fn plan(name: &str) -> Value {
    let text = match name {
        "strat" => include_str!("../../data/plans/strat.json"),
        "cluster" => include_str!("../../data/plans/cluster.json"),
        "both" => include_str!("../../data/plans/both.json"),
        "paired" => include_str!("../../data/plans/paired.json"),
        "weights" => include_str!("../../data/plans/weights.json"),
        other => panic!("{other}"),
    };
    serde_json::from_str(text).expect("JSON")
}

/// The estimates and comparisons of a plan with these ids, or that begin so.
pub fn keep(plan: &Value, ids: &[&str]) -> Value {
    let mut plan = plan.clone();
    for list in ["estimates", "comparisons"] {
        let kept = plan[list].as_array().expect("a list").iter().filter(|one| {
            let id = one["id"].as_str().expect("an id");
            ids.iter().any(|wanted| id == *wanted || wanted.strip_suffix('*').is_some_and(|start| id.starts_with(start)))
        });
        plan[list] = Value::Array(kept.cloned().collect());
    }
    plan
}

pub fn results(plan: &Value, data: &[u8]) -> Results {
    with(plan, data, None)
}

pub fn with(plan: &Value, data: &[u8], before: Option<&[u8]>) -> Results {
    let text = serde_json::to_vec(plan).expect("JSON");
    let done = run(&text, Data::Text(data), before.map(Data::Text), &mut |_| std::ops::ControlFlow::Continue(()));
    done.unwrap_or_else(|stop| panic!("{stop:?}"))
}

/// A name of the reference as the files have it.
pub fn role(name: &str) -> &str {
    match name {
        "sex" => "gioi_tinh",
        "age" => "nhom_tuoi",
        "area" => "khu_vuc",
        "group" => "nhom",
        "unit" => "don_vi",
        "eth" => "dan_toc",
        "edu" => "hoc_van",
        "unit_type" => "loai_don_vi",
        "psu_stratum" => "tang_cum",
        "yearf" => "nam",
        "wait" => "tg_cho_phut",
        "visits" => "so_lan_di_lai",
        "c01" => "q01",
        "s08" => "c08",
        other => other,
    }
}

/// The row of an estimate.
pub fn ours<'a>(results: &'a Results, estimate: &str, variable: &str, part: &str, labels: &[&str]) -> &'a Ours {
    results.get(estimate, variable, part, labels).unwrap_or_else(|| panic!("no {estimate} of {variable} {part} in {labels:?}"))
}

pub fn limits<'a>(ours: &'a Ours, rule: &str, level: f64) -> &'a Limits {
    let found = ours.intervals.iter().find(|limits| limits.rule == rule && (limits.level - level).abs() < 1e-12);
    found.unwrap_or_else(|| panic!("no {rule} in {ours:?}"))
}

pub fn or_nan(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}

/// est, se, cv, intervals, deff, n: what of them the reference has.
pub fn same(row: &Row<'_>, ours: &Ours) {
    let (value, se) = (or_nan(ours.value), or_nan(ours.se));
    row.number("est", value);
    let nothing = row.se(se);
    if row.has("cv") {
        row.number("cv", se / value);
    }
    for (key, rule) in [("ci_norm", "normal"), ("ci_t", "t")] {
        if row.has(key) {
            let limits = limits(ours, rule, 0.95);
            row.numbers_within(crate::compare::Kind::Plain, key, &[or_nan(limits.lo), or_nan(limits.hi)], value.abs());
        }
    }
    // R has the effect of a factor's first label alone, and an infinite one of a total of
    // ones, which is absent in our results.
    if row.has("deff") && row.theirs("deff").is_none() && !nothing {
        row.answered("deff", ours.deff.unwrap_or(0.0));
    } else if row.has("deff") {
        row.effect("deff", ours.deff, nothing);
    }
    if row.has("deff_replace") {
        row.effect("deff_replace", ours.deff_replace, nothing);
    }
    if row.has("n_valid") {
        row.number("n_valid", crate::designs::count(ours.n.valid));
    }
}

/// Ends with every fault.
fn end(golden: &Golden) {
    let faulty: Vec<&Outcome> = golden.outcomes.iter().filter(|outcome| !outcome.faults.is_empty()).collect();
    for outcome in &faulty {
        println!("{}: {} faults", outcome.id, outcome.faults.len());
        for fault in outcome.faults.iter().take(4) {
            println!("    {}", fault.chars().take(420).collect::<String>());
        }
    }
    assert!(faulty.is_empty(), "{} sections with faults", faulty.len());
    assert!(golden.outcomes.iter().all(|outcome| outcome.values > 0));
}

macro_rules! sections {
    ($($name:ident = $check:path),+ $(,)?) => {
        $(#[test]
        fn $name() {
            let mut golden = Golden::read();
            $check(&mut golden);
            end(&golden);
        })+
    };
}

sections! {
    plans_give_the_items_of_r = estimates::items,
    plans_give_the_clusters_of_r = estimates::clusters,
    plans_give_the_domains_of_r = estimates::domains,
    plans_give_the_shares_of_r = estimates::shares,
    plans_give_the_quantiles_of_r = estimates::quantiles,
    plans_give_the_designs_of_r = designs::variants,
    plans_give_the_lonely_strata_of_r = designs::lonely,
    plans_give_the_weights_of_r = weights::check,
    plans_give_the_replicates_of_r = replicates::check,
    plans_give_the_tests_of_r = comparisons::tests,
    plans_give_the_rankings_of_r = comparisons::units,
}
