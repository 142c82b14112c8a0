//! Post-stratified, raked, calibrated, trimmed weights.

use super::{CLUSTER, STRAT, or_nan, ours, plan, results, role, same};
use crate::compare::Golden;

pub fn check(golden: &mut Golden) {
    let steps = plan("weights");
    let mut done = std::collections::BTreeMap::new();
    golden.section("calibrated/estimates", |row| {
        let name = row.text("design");
        let results = done.entry(name.to_owned()).or_insert_with(|| {
            let (design, method) = name.split_once('_').expect("a method");
            let (base, data) = if design == "strat" { ("strat", STRAT) } else { ("cluster", CLUSTER) };
            let mut plan = plan(base);
            plan["weights"] = steps[design][method].clone();
            plan["estimates"] = steps["estimates"].clone();
            plan["comparisons"] = serde_json::json!([]);
            if design != "strat" {
                let last = plan["estimates"].as_array_mut().expect("a list").last_mut().expect("an estimate");
                last["domains"] = serde_json::json!([["tang_cum"]]);
            }
            results(&plan, data)
        });
        let found = match row.text("stat") {
            "mean" => match row.text("var") {
                // A share of the plan's own making.
                "q08" => ours(results, "mean", "q08", "", &[]),
                var => ours(results, "mean", if var.starts_with('s') { var } else { role(var) }, "", &[]),
            },
            "total" => ours(results, "total", role(row.text("var")), "", &[]),
            "ratio" => {
                row.label("var");
                ours(results, "all", "", "", &[])
            }
            "domain_mean_by_sex" => {
                row.label("var");
                ours(results, "domain", "score", "", &[row.text("sex")])
            }
            "domain_mean_one_unit" => {
                row.label("var");
                ours(results, "domain_unit", "score", "", &[row.text("unit")])
            }
            "weights" => {
                row.number("sum", results.meta.finished.sum);
                row.number("min", results.meta.finished.least);
                row.number("max", results.meta.finished.greatest);
                row.number("kish_neff", results.meta.finished.kish);
                return;
            }
            other => panic!("{other}"),
        };
        same(row, found);
        assert!(or_nan(found.se).is_finite());
    });
}
