//! Tests, regressions, pairs, ranks, change, standardised domains.

use phieu::analysis::study::Results;
use phieu::analysis::study::results::Found;

use super::{CLUSTER, STRAT, keep, or_nan, ours, plan, results, role, with};
use crate::compare::{Golden, Kind, Row};

const PREVIOUS: &[u8] = include_bytes!("../../data/setA/strat_prev.csv");

fn found<'a>(results: &'a Results, comparison: &str, of: &[&str]) -> &'a Found {
    let found = results.comparisons.iter().find(|found| found.comparison == comparison && found.of == of);
    found.unwrap_or_else(|| panic!("no {comparison} of {of:?}"))
}

fn figure(found: &Found, name: &str) -> f64 {
    found.figure(name).unwrap_or(f64::NAN)
}

/// Both rounds in one file: the second one's lines below the first one's.
fn both() -> Vec<u8> {
    let below = PREVIOUS.iter().position(|&byte| byte == b'\n').expect("a header") + 1;
    [STRAT, &PREVIOUS[below..]].concat()
}

pub fn tests(golden: &mut Golden) {
    let strat =
        keep(&plan("strat"), &["score *", "s01 *", "gioi_tinh *", "nhom_tuoi *", "khu_vuc *", "nhom *", "don_vi *", "rank *", "svyglm*"]);
    let strat = results(&strat, STRAT);
    let mut cluster = keep(&plan("cluster"), &["score *", "gioi_tinh *", "nhom_tuoi *", "khu_vuc *", "nhom *", "svyglm*"]);
    let two = results(&cluster, CLUSTER);
    cluster["design"] = serde_json::json!({"stages": [{"strata": ["tang_cum"], "units": "quay"}], "weight": "trong_so"});
    let one = results(&cluster, CLUSTER);
    let both = results(&plan("both"), &both());
    let of = |name: &str| match name {
        "strat" => &strat,
        "cl2" => &two,
        "cl1" => &one,
        "both" => &both,
        other => panic!("{other}"),
    };
    golden.section("tests/svyttest", |row| t_test(row, of));
    golden.section("tests/svychisq", |row| independence(row, of));
    golden.section("tests/svyranktest", |row| {
        let (formula, test) = (row.text("formula"), row.text("test"));
        let id = format!("rank {formula} {test}");
        let found = strat.comparisons.iter().find(|found| found.comparison == id).expect("a rank test");
        if found.figure("t").is_some() {
            row.number("statistic", figure(found, "t"));
            row.number("df", figure(found, "df"));
            row.number("estimate", figure(found, "difference"));
        } else {
            // R has the two fields the other way round.
            row.number("statistic", figure(found, "df"));
            row.number("df", figure(found, "f") * figure(found, "df"));
        }
        row.probability(Kind::Plain, "p", figure(found, "p"));
    });
    golden.section("tests/svyglm", |row| {
        let results = of(if row.call().contains("strat") { "strat" } else { "cl2" });
        let lines: Vec<&Found> = results.comparisons.iter().filter(|found| found.comparison == row.call()).collect();
        let (wald, lines): (Vec<&Found>, Vec<&Found>) =
            lines.into_iter().partition(|found| found.of.last().is_some_and(|of| of == "(wald)"));
        let kind = if row.call().contains("quasibinomial") { Kind::Iterated } else { Kind::Plain };
        let of = |name: &str| lines.iter().map(|found| figure(found, name)).collect::<Vec<_>>();
        row.label("terms");
        for (key, name) in [("coef", "estimate"), ("se", "se"), ("t", "t"), ("p", "p")] {
            row.numbers_within(kind, key, &of(name), 0.0);
        }
        row.number("df_resid", figure(lines[0], "df"));
        row.within(kind, "first_term_wald_F", figure(wald[0], "f"));
        row.numbers("first_term_df", &[figure(wald[0], "df"), figure(wald[0], "denominator")]);
        row.probability(kind, "first_term_p", figure(wald[0], "p"));
    });
}

fn t_test<'a>(row: &Row<'_>, of: impl Fn(&str) -> &'a Results) {
    let inside = row.call().strip_prefix("svyttest(").and_then(|rest| rest.strip_suffix(')')).expect("a call");
    let (formula, place) = inside.split_once(", ").expect("a formula");
    let design = place.strip_prefix("subset(").map_or(place, |rest| rest.split_once(',').expect("a design").0);
    let id = match (formula, place.contains("Tài chính')")) {
        ("I(score-4)~0", _) => "score 4".to_owned(),
        ("score~yearf", true) if design == "both" => "score nam Sở Tài chính".to_owned(),
        _ => formula.split('~').map(role).collect::<Vec<_>>().join(" "),
    };
    let found = of(design).comparisons.iter().find(|found| found.comparison == id).expect("a t test");
    row.number("df", figure(found, "df"));
    if id == "score 4" {
        // R did not leave rows without a score out, so it has no number but its degrees.
        for (key, name) in [("t", "t"), ("p", "p"), ("estimate", "difference"), ("ci", "lo")] {
            row.answered(key, figure(found, name));
        }
        return;
    }
    row.number("t", figure(found, "t"));
    row.probability(Kind::Plain, "p", figure(found, "p"));
    row.number("estimate", figure(found, "difference"));
    row.numbers("ci", &[figure(found, "lo"), figure(found, "hi")]);
}

fn independence<'a>(row: &Row<'_>, of: impl Fn(&str) -> &'a Results) {
    let (a, b) = row.text("formula").strip_prefix('~').and_then(|formula| formula.split_once('+')).expect("a formula");
    let (a, b) = (role(a), if b == "s01" { "c01" } else { role(b) });
    let (statistic, kind) = match row.text("stat") {
        "F" => ("f", Kind::Plain),
        "Chisq" => ("chi_square", Kind::Plain),
        "Wald" => ("wald", Kind::Plain),
        "adjWald" => ("adjusted_wald", Kind::Plain),
        "saddlepoint" => ("saddlepoint_r", Kind::Searched),
        other => panic!("{other}"),
    };
    let found = found(of(row.text("design")), &format!("{a} {b}"), &[a, b, statistic]);
    if row.has("error") {
        return row.error(if found.figure("p").is_some() { "a value" } else { "" });
    }
    match row.theirs("statistic") {
        Some(_) => row.number("statistic", figure(found, "statistic")),
        None => row.answered("statistic", figure(found, "statistic")),
    }
    match statistic {
        "saddlepoint_r" => row.label("parameter"),
        "chi_square" => row.numbers("parameter", &[figure(found, "df")]),
        _ => row.numbers("parameter", &[figure(found, "df"), figure(found, "denominator")]),
    }
    match row.theirs("p") {
        Some(_) => row.probability(kind, "p", figure(found, "p")),
        None => row.answered("p", figure(found, "p")),
    }
}

pub fn units(golden: &mut Golden) {
    let plan = keep(&plan("strat"), &["scores", "departments", "order", "change", "same people"]);
    let results = with(&plan, STRAT, Some(PREVIOUS));
    golden.section("ranking/pairs_departments", |row| {
        let found = found(&results, "departments", &[row.text("a"), row.text("b")]);
        let names = [("diff", "difference"), ("se", "se"), ("t", "t"), ("df", "df"), ("holm", "holm"), ("BH", "benjamini_hochberg")];
        for (key, name) in names.into_iter().chain([("bonferroni", "bonferroni"), ("hochberg", "hochberg")]) {
            row.number(key, figure(found, name));
        }
        row.probability(Kind::Plain, "p_norm", figure(found, "p_normal"));
        row.probability(Kind::Plain, "p_t", figure(found, "p"));
    });
    golden.section("ranking/order", |row| {
        let unit = row.text("unit");
        let found = found(&results, "order", &[unit]);
        row.number("score", figure(found, "value"));
        row.se(figure(found, "se"));
        row.number("rank", figure(found, "rank"));
        assert!(or_nan(ours(&results, "scores", "score", "", &[unit]).value).is_finite());
        assert!(figure(found, "rank_from") <= figure(found, "rank_to"));
    });
    golden.section("ranking/year_change_by_unit", |row| {
        let found = found(&results, "change", &[row.text("unit")]);
        row.number("diff", figure(found, "difference"));
        row.number("se", figure(found, "se"));
        row.number("df", figure(found, "df"));
        row.number("p", figure(found, "p_normal"));
        row.number("holm", figure(found, "holm_normal"));
        row.number("BH", figure(found, "benjamini_hochberg_normal"));
    });
    golden.section("strat/standardized_by_type", |row| {
        let found = found(&results, "same people", &[row.text("unit_type")]);
        row.number("est", figure(found, "value"));
        row.se(figure(found, "se"));
    });
}
