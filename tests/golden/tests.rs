//! t tests and tests of independence.

use phieu::analysis::comparison::means::{Test, one, two};
use phieu::analysis::comparison::ranks::{Score, many_groups, two_groups};
use phieu::analysis::comparison::table::{Statistic, Table};
use phieu::analysis::linear::quantile::Convention;
use phieu::analysis::regression::terms::{dummies, intercept};
use phieu::analysis::regression::{Coefficient, Family, fit};
use phieu::analysis::sampling::Sample;

use crate::compare::{Golden, Kind, Row};
use crate::data::Data;

pub fn check(data: &Data, golden: &mut Golden) {
    golden.section("tests/svyttest", |row| t_test(data, row));
    golden.section("tests/svyranktest", |row| rank_test(data, row));
    golden.section("tests/svyglm", |row| regression(data, row));
    golden.section("tests/svychisq", |row| independence(data, row));
}

fn rank_test(data: &Data, row: &Row<'_>) {
    let score = match row.text("test") {
        "wilcoxon" | "KruskalWallis" => Score::Rank,
        "vanderWaerden" => Score::Normal,
        "median" => Score::Median,
        other => panic!("{other}"),
    };
    let (values, group) = row.text("formula").split_once('~').expect("two sides");
    let (table, sample) = (&data.strat, Sample::whole(data.design("strat")));
    let (values, factor) = (table.number(values), table.factor(group));
    if factor.levels() == 2 {
        let test = two_groups(&sample, values, &factor.codes, score, Convention::R).unwrap().expect("a test");
        row.number("statistic", test.t);
        row.number("df", test.df);
        row.probability(Kind::Plain, "p", test.p);
        row.number("estimate", test.difference);
    } else {
        let wald = many_groups(&sample, values, &factor.codes, factor.levels(), score, Convention::R).unwrap().expect("a test");
        // R has the two fields the other way round.
        row.number("statistic", wald.df);
        row.number("df", wald.f * wald.df);
        row.probability(Kind::Plain, "p", wald.p);
    }
}

/// `svyglm(y~a+b, design)` with `family=quasibinomial()` or without.
fn regression(data: &Data, row: &Row<'_>) {
    let call = row.call();
    let inside = call.strip_prefix("svyglm(").and_then(|rest| rest.strip_suffix(')')).expect("a call");
    let parts: Vec<&str> = inside.split(", ").collect();
    let (table, sample) = (data.table(parts[1]), Sample::whole(data.design(parts[1])));
    let (family, kind) = if parts.len() > 2 { (Family::Quasibinomial, Kind::Iterated) } else { (Family::Gaussian, Kind::Plain) };
    let (values, terms) = parts[0].split_once('~').expect("two sides");
    let mut columns = vec![intercept(table.rows)];
    let mut first = 0;
    for (index, term) in terms.split('+').enumerate() {
        match table.factor.get(term) {
            Some(factor) => columns.extend(dummies(&factor.codes, factor.levels())),
            None => columns.push(table.number(term).to_vec()),
        }
        if index == 0 {
            first = columns.len();
        }
    }
    let fit = fit(&sample, table.number(values), &columns, family, Convention::R).expect("a fit");
    let coefficients = fit.table().unwrap();
    let of = |field: fn(&Coefficient) -> f64| coefficients.iter().map(field).collect::<Vec<_>>();
    assert!(fit.converged);
    row.label("terms");
    row.numbers_within(kind, "coef", &of(|coefficient| coefficient.estimate), 0.0);
    row.numbers_within(kind, "se", &of(|coefficient| coefficient.se), 0.0);
    row.numbers_within(kind, "t", &of(|coefficient| coefficient.t), 0.0);
    row.numbers_within(kind, "p", &of(|coefficient| coefficient.p), 0.0);
    row.number("df_resid", fit.df);
    let wald = fit.wald(&(1..first).collect::<Vec<_>>()).unwrap();
    row.within(kind, "first_term_wald_F", wald.f);
    row.numbers("first_term_df", &[wald.df, wald.denominator]);
    row.probability(kind, "first_term_p", wald.p);
}

/// `svyttest(y~x, design)` and `svyttest(y~x, subset(design, unit…))`.
fn t_test(data: &Data, row: &Row<'_>) {
    let call = row.call();
    let inside = call.strip_prefix("svyttest(").and_then(|rest| rest.strip_suffix(')')).expect("a call");
    let (formula, place) = inside.split_once(", ").expect("a formula");
    let name = place.strip_prefix("subset(").map_or(place, |rest| rest.split_once(',').expect("a design").0);
    let table = data.table(name);
    let mut sample = Sample::whole(data.design(name));
    let unit = table.factor.get("unit");
    if place.starts_with("subset(") {
        let unit = unit.expect("units");
        let named: Vec<u32> = place.split('\'').skip(1).step_by(2).map(|label| unit.code(label)).collect();
        sample = sample.within(|row| named.contains(&unit.codes[row]));
    }
    if formula == "I(score-4)~0" {
        // R: rows without a score were not left out, so it has no number but its degrees.
        let test = one(&sample, table.number("score"), 4.0, Convention::R).unwrap().expect("a test");
        row.number("df", test.df);
        for (key, ours) in [("t", test.t), ("p", test.p), ("estimate", test.difference)] {
            row.answered(key, ours);
        }
        row.answered("ci", test.limits.lo + test.limits.hi);
        return;
    }
    let (values, group) = formula.split_once('~').expect("two sides");
    let codes = &table.factor(group).codes;
    let mut levels: Vec<u32> = sample.rows().map(|row| codes[row]).collect();
    levels.sort_unstable();
    levels.dedup();
    assert_eq!(levels.len(), 2, "{call}");
    let test = two(&sample, table.number(values), |row| codes[row] == levels[0], |row| codes[row] == levels[1]).unwrap().expect("a test");
    compare(row, &test);
}

fn compare(row: &Row<'_>, test: &Test) {
    row.number("t", test.t);
    row.number("df", test.df);
    row.probability(Kind::Plain, "p", test.p);
    row.number("estimate", test.difference);
    row.numbers("ci", &[test.limits.lo, test.limits.hi]);
}

fn independence(data: &Data, row: &Row<'_>) {
    let name = row.text("design");
    let table = data.table(name);
    let (a, b) = row.text("formula").strip_prefix('~').and_then(|formula| formula.split_once('+')).expect("a formula");
    let codes = |variable: &str| match table.factor.get(variable) {
        Some(factor) => factor.codes.clone(),
        None => table.number(variable).iter().map(|value| if value.is_nan() { u32::MAX } else { u32::from(*value > 0.5) }).collect(),
    };
    let crossed = Table::new(&Sample::whole(data.design(name)), &codes(a), &codes(b)).expect("a table");
    let stat = row.text("stat");
    let statistic = match stat {
        "F" => Statistic::F,
        "Chisq" => Statistic::ChiSquare,
        "Wald" => Statistic::Wald,
        "adjWald" => Statistic::AdjustedWald,
        "saddlepoint" => Statistic::SaddlepointOfR,
        other => panic!("{other}"),
    };
    let test = crossed.independence(statistic).unwrap();
    if row.has("error") {
        return row.error(&format!("{test:?}"));
    }
    // R's X² is no number where a category of the file has no row.
    match row.theirs("statistic") {
        Some(_) => row.number("statistic", test.statistic),
        None => row.answered("statistic", test.statistic),
    }
    let saddle = stat == "saddlepoint";
    if saddle {
        row.label("parameter");
    } else {
        row.numbers("parameter", &if stat == "Chisq" { vec![test.df] } else { vec![test.df, test.denominator] });
    }
    match row.theirs("p") {
        Some(_) => row.probability(if saddle { Kind::Searched } else { Kind::Plain }, "p", test.p),
        None => row.answered("p", test.p),
    }
}
