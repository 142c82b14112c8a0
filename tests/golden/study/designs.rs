//! Designs without a correction, of weights only, of the first stage; lonely strata.

use serde_json::json;

use super::{CLUSTER, STRAT, keep, or_nan, ours, plan, results, same};
use crate::compare::Golden;
use crate::designs::count;

/// The design of a name, over the file of its plan.
fn design(name: &str) -> (&'static str, serde_json::Value) {
    match name {
        "strat" => ("strat", json!({"stages": [{"strata": ["tang"], "sizes": "N_h"}], "weight": "trong_so"})),
        "strat0" => ("strat", json!({"stages": [{"strata": ["tang"]}], "weight": "trong_so"})),
        "wonly" => ("strat", json!({"weight": "trong_so"})),
        "cl2" => (
            "cluster",
            json!({"stages": [{"strata": ["tang_cum"], "units": "quay", "sizes": "M_h"}, {"sizes": "N_hi"}], "weight": "trong_so"}),
        ),
        "cl1" => ("cluster", json!({"stages": [{"strata": ["tang_cum"], "units": "quay"}], "weight": "trong_so"})),
        "cl1f" => ("cluster", json!({"stages": [{"strata": ["tang_cum"], "units": "quay", "sizes": "M_h"}], "weight": "trong_so"})),
        other => panic!("{other}"),
    }
}

fn file(name: &str) -> &'static [u8] {
    if name == "strat" { STRAT } else { CLUSTER }
}

pub fn variants(golden: &mut Golden) {
    let all: Vec<_> = ["strat", "strat0", "wonly", "cl2", "cl1", "cl1f"]
        .iter()
        .map(|name| {
            let (plan_name, design) = design(name);
            let mut plan = keep(&plan(plan_name), &["share", "mean"]);
            plan["design"] = design;
            plan["estimates"][0]["intervals"] = json!([{"rule": "t"}, {"rule": "normal"}]);
            (*name, results(&plan, file(plan_name)))
        })
        .collect();
    for (name, results) in &all {
        golden.section(&format!("{name}/item_share45"), |row| same(row, ours(results, "share", row.text("item"), "", &[])));
        golden.section(&format!("{name}/item_mean"), |row| same(row, ours(results, "mean", row.text("item"), "", &[])));
    }
    let of = |name: &str| &all.iter().find(|(known, _)| *known == name).expect("a design").1.meta;
    golden.section("kish", |row| {
        let name = row.text("design");
        let known = all.iter().any(|(known, _)| *known == name);
        for key in ["n", "kish_neff", "kish_deff", "cv2_pop"] {
            row.label(key);
        }
        if known {
            row.number("n", count(of(name).finished.rows));
            row.number("kish_neff", of(name).finished.kish);
            row.number("kish_deff", of(name).finished.effect);
        }
    });
    golden.section("designs", |row| {
        let name = row.text("design");
        for key in ["n", "degf", "sum_w", "n_strata", "n_psu"] {
            row.label(key);
        }
        if all.iter().any(|(known, _)| *known == name) {
            let meta = of(name);
            row.number("n", count(meta.rows));
            row.number("degf", count(meta.df));
            row.number("sum_w", meta.finished.sum);
            row.number("n_strata", count(meta.strata));
            row.number("n_psu", count(meta.units));
        }
    });
    golden.section("cl2/ultimate_cluster", |row| {
        let mut plan = keep(&plan("cluster"), &["mean"]);
        plan["design"] = design(row.text("design")).1;
        plan["design"]["stages_used"] = json!("first");
        plan["estimates"] = json!([{"id": "mean", "of": "mean", "variables": ["score", "s01"]}]);
        same(row, ours(&results(&plan, CLUSTER), "mean", row.text("var"), "", &[]));
    });
}

pub fn lonely(golden: &mut Golden) {
    let mut done = std::collections::BTreeMap::new();
    golden.section("lonely", |row| {
        let (name, rule, domains) = (row.text("design"), row.text("lonely"), row.is("adjust_domain_lonely"));
        let results = done.entry((name.to_owned(), rule.to_owned(), domains)).or_insert_with(|| {
            let (plan_name, design) = design(name);
            let mut plan = plan(plan_name);
            plan["design"] = design;
            plan["design"]["lonely"] = json!(rule);
            plan["design"]["lonely_domains"] = json!(if domains { "as_lonely" } else { "as_designed" });
            let only = if plan_name == "strat" {
                json!([{"factor": "don_vi", "labels": ["Thanh tra tỉnh"]}])
            } else {
                json!([{"factor": "gioi_tinh", "labels": ["male"]}, {"factor": "nhom_tuoi", "labels": ["60+"]}])
            };
            plan["estimates"] = json!([
                {"id": "mean", "of": "mean", "variables": ["score", "s01"]},
                {"id": "total", "of": "total", "variables": ["one"]},
                {"id": "subset", "of": "mean", "variables": ["score"], "only": only}
            ]);
            plan["comparisons"] = json!([]);
            results(&plan, file(plan_name))
        });
        let estimate = if row.maybe("subset").is_some() { "subset" } else { row.text("stat") };
        row.label("stat");
        let found = ours(results, estimate, row.text("var"), "", &[]);
        if row.has("error") {
            let failed = found.explain.warnings.iter().find(|finding| finding.code == "lonely_stratum_fails");
            return row.error(failed.map_or("", |finding| finding.value.as_str()));
        }
        row.number("est", or_nan(found.value));
        match row.theirs("se") {
            Some(_) => {
                row.se(or_nan(found.se));
            }
            None => row.answered("se", if found.se.is_none() { 0.0 } else { f64::NAN }),
        }
    });
}
