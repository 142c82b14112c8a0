//! Shares, means, levels, totals, ratios, indices, quantiles, alpha; domains of all crossings.

use phieu::analysis::study::Results;

use super::{CLUSTER, STRAT, keep, limits, or_nan, ours, plan, results, role, same};
use crate::compare::{Golden, Kind, Row};
use crate::designs::count;

pub fn items(golden: &mut Golden) {
    let plan = plan("strat");
    let ids = ["share", "mean", "levels", "kinds", "total", "counts", "variance", "wait/visits", "F*", "all", "index", "alpha*"];
    let results = results(&keep(&plan, &ids), STRAT);
    whole(golden, "strat", &results);
    golden.section("strat/item_all_categories", |row| {
        let labels = ["1", "2", "3", "4", "5", "dont_know", "not_applicable", "blank"];
        let of = |part: &&str| ours(&results, "kinds", row.text("item"), part, &[]);
        row.label("categories");
        row.label("count");
        row.label("count_se");
        row.label("n");
        row.numbers("share", &labels.iter().map(|part| or_nan(of(part).value)).collect::<Vec<_>>());
        row.numbers("share_se", &labels.iter().map(|part| or_nan(of(part).se)).collect::<Vec<_>>());
    });
    golden.section("strat/ratio_by_unit", |row| {
        same(row, ours(&results, row.text("factor"), "", "", &[row.text("unit")]));
    });
}

pub fn clusters(golden: &mut Golden) {
    let mut plan = plan("cluster");
    let ids = ["share", "mean", "mean_by", "levels", "total", "counts", "variance", "wait/visits", "F*", "all", "index", "alpha*"];
    let two = results(&keep(&plan, &ids), CLUSTER);
    plan["design"] = serde_json::json!({"stages": [{"strata": ["tang_cum"], "units": "quay"}], "weight": "trong_so"});
    let one = results(&keep(&plan, &ids), CLUSTER);
    for (design, results) in [("cl2", &two), ("cl1", &one)] {
        whole(golden, design, results);
        for by in ["psu_stratum", "sex", "age", "group", "sex_x_group"] {
            golden.section(&format!("{design}/domain_mean_by_{by}"), |row| domain(results, by, row));
        }
        golden.section(&format!("{design}/svyciprop"), |row| interval(row, ours(results, "share", row.text("item"), "", &[]), 0.95));
    }
}

/// The sections over all rows.
fn whole(golden: &mut Golden, design: &str, results: &Results) {
    golden.section(&format!("{design}/item_share45"), |row| same(row, ours(results, "share", row.text("item"), "", &[])));
    golden.section(&format!("{design}/item_mean"), |row| same(row, ours(results, "mean", row.text("item"), "", &[])));
    golden.section(&format!("{design}/item_levels"), |row| {
        let parts: Vec<_> = (1..=5).map(|level: u32| ours(results, "levels", row.text("item"), &level.to_string(), &[])).collect();
        for key in ["levels", "count", "count_se", "share_vcov"] {
            row.label(key);
        }
        row.numbers("share", &parts.iter().map(|part| or_nan(part.value)).collect::<Vec<_>>());
        row.numbers("share_se", &parts.iter().map(|part| or_nan(part.se)).collect::<Vec<_>>());
    });
    golden.section(&format!("{design}/totals"), |row| {
        let (var, term) = (row.text("var"), row.text("term"));
        // A label of a factor is behind the factor's name.
        let found = match term.strip_prefix(var).filter(|label| !label.is_empty()) {
            None => ours(results, "total", role(var), "", &[]),
            Some(label) => ours(results, "counts", role(var), label, &[]),
        };
        same(row, found);
    });
    golden.section(&format!("{design}/variance"), |row| same(row, ours(results, "variance", role(row.text("var")), "", &[])));
    golden.section(&format!("{design}/ratio"), |row| same(row, ours(results, row.text("factor"), "", "", &[])));
    golden.section(&format!("{design}/composite_index"), |row| {
        let domain = row.text("domain");
        same(row, ours(results, "index", "", "", if domain == "all" { &[] } else { std::slice::from_ref(&domain) }));
    });
    let name = if design == "strat" { "strat" } else { "cl" };
    if design == "strat" || design == "cl2" {
        golden.section("cronbach_alpha", |row| {
            if !row.text("design").starts_with(name) {
                row.label("scale");
                return row.label("alpha");
            }
            row.number("alpha", or_nan(ours(results, &format!("alpha_{}", row.text("scale")), "", "", &[]).value));
        });
    }
}

pub fn domains(golden: &mut Golden) {
    let results = results(&keep(&plan("strat"), &["mean_by", "share_of_units", "people"]), STRAT);
    for by in ["unit", "unit_x_group", "sex", "age", "area", "group", "sex_x_age", "eth", "edu"] {
        golden.section(&format!("strat/domain_mean_by_{by}"), |row| domain(&results, by, row));
    }
    golden.section("strat/domain_degf_kish", |row| {
        let found = ours(&results, "mean_by", "score", "", &[row.text("unit")]);
        row.number("degf", or_nan(found.df));
        row.number("n", count(found.n.rows));
        row.label("sum_w");
        row.label("kish_neff");
    });
    golden.section("strat/svytable_unit_group", |row| {
        let unit = row.text("unit");
        for label in ["citizen", "business", "official"] {
            row.number(label, or_nan(ours(&results, "people", "nhom", label, &[unit]).value));
        }
    });
}

fn domain(results: &Results, by: &str, row: &Row<'_>) {
    let labels: Vec<&str> = by.split("_x_").map(|factor| row.text(factor)).collect();
    let var = row.text("var");
    let found = results.get("mean_by", role_of_mean(var), "", &labels);
    // Shares by unit are another estimate of the plan.
    same(row, found.unwrap_or_else(|| ours(results, "share_of_units", &var.replace('s', "q"), "", &labels)));
}

/// `s08` is a variable of means here.
fn role_of_mean(var: &str) -> &str {
    if var.starts_with('s') { var } else { role(var) }
}

pub fn shares(golden: &mut Golden) {
    let results = results(&keep(&plan("strat"), &["share", "share_by_unit", "share_levels"]), STRAT);
    golden.section("strat/svyciprop", |row| interval(row, ours(&results, "share", row.text("item"), "", &[]), 0.95));
    golden.section("strat/svyciprop_by_unit", |row| {
        interval(row, ours(&results, "share_by_unit", row.text("item"), "", &[row.text("unit")]), 0.95);
    });
    golden.section("strat/svyciprop_levels", |row| interval(row, ours(&results, "share_levels", "q01", "", &[]), row.given("level")[0]));
}

fn interval(row: &Row<'_>, ours: &super::Ours, level: f64) {
    let (rule, kind) = match row.text("method") {
        "logit" => ("logit", Kind::Iterated),
        "xlogit" => ("logit", Kind::Plain),
        "likelihood" => ("likelihood_r", Kind::Searched),
        "asin" => ("arcsine", Kind::Plain),
        "beta" => ("beta", Kind::Plain),
        "mean" => ("mean", Kind::Plain),
        "wilson" => ("wilson", Kind::Plain),
        other => panic!("{other}"),
    };
    let limits = limits(ours, rule, level);
    let value = or_nan(ours.value);
    row.within(kind, "est", value);
    if row.has("se") {
        row.se(or_nan(ours.se));
    }
    if value > 1.0 - 1e-12 && rule != "mean" {
        row.answered("lo", or_nan(limits.lo));
        row.answered("hi", or_nan(limits.hi));
    } else {
        row.within(kind, "lo", or_nan(limits.lo));
        row.within(kind, "hi", or_nan(limits.hi));
    }
}

pub fn quantiles(golden: &mut Golden) {
    let strat = results(&keep(&plan("strat"), &["quantile*"]), STRAT);
    let mut cluster = plan("cluster");
    let two = results(&keep(&cluster, &["quantile*"]), CLUSTER);
    cluster["design"] = serde_json::json!({"stages": [{"strata": ["tang_cum"], "units": "quay"}], "weight": "trong_so"});
    let one = results(&keep(&cluster, &["quantile*"]), CLUSTER);
    for (design, results) in [("strat", &strat), ("cl2", &two), ("cl1", &one)] {
        golden.section(&format!("{design}/quantiles"), |row| {
            let rule = match row.text("qrule") {
                "hf1" => "math",
                "hf2" => "school",
                other => other,
            };
            let interval = match row.text("interval") {
                "xlogit" => "logit",
                "asin" => "arcsine",
                other => other,
            };
            quantile(row, results, &format!("quantile_{rule}"), role(row.text("var")), interval, &[]);
        });
    }
    golden.section("strat/quantiles_by_unit", |row| {
        quantile(row, &strat, "quantile_by_unit", "tg_cho_phut", "mean", &[row.text("unit")]);
    });
}

fn quantile(row: &Row<'_>, results: &Results, estimate: &str, variable: &str, interval: &str, labels: &[&str]) {
    let found: Vec<_> = row.given("p").iter().map(|p| ours(results, estimate, variable, &p.to_string(), labels)).collect();
    row.numbers("est", &found.iter().map(|one| or_nan(one.value)).collect::<Vec<_>>());
    let ends =
        |end: fn(&super::Limits) -> Option<f64>| found.iter().map(|one| or_nan(end(limits(one, interval, 0.95)))).collect::<Vec<f64>>();
    row.numbers_or_answered("lo", &ends(|limits| limits.lo));
    row.numbers_or_answered("hi", &ends(|limits| limits.hi));
    // The error of a row is that of its first interval.
    if !row.has("se") {
        return;
    }
    if interval == "mean" {
        row.numbers_or_answered("se", &found.iter().map(|one| or_nan(one.se)).collect::<Vec<_>>());
    } else {
        row.label("se");
    }
}
