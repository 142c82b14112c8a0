//! Designs, weights, lonely strata.

use phieu::analysis::distribution::root::Tail;
use phieu::analysis::distribution::{normal, student};
use phieu::analysis::linear::mean::mean;
use phieu::analysis::linear::total::total;
use phieu::analysis::linear::{Point, levels};
use phieu::analysis::sampling::{Design, Domains, Lonely, LonelyRule, Sample, Stages};
use phieu::analysis::weighting::kish::figures;

use crate::compare::{Golden, Row};
use crate::data::Data;

/// A count as a number.
pub fn count(n: u64) -> f64 {
    format!("{n}").parse().unwrap()
}

/// Both intervals of a row, where it has them.
pub fn intervals(row: &Row<'_>, point: &Point<'_>, df: u64) {
    let se = point.se().unwrap();
    for (key, quantile) in [("ci_norm", normal::quantile(Tail::Upper(0.025))), ("ci_t", student::quantile(count(df), Tail::Upper(0.025)))] {
        if row.has(key) {
            row.numbers_within(
                crate::compare::Kind::Plain,
                key,
                &[point.value - quantile * se, point.value + quantile * se],
                point.value.abs(),
            );
        }
    }
}

pub fn check(data: &Data, golden: &mut Golden) {
    golden.section("designs", |row| {
        let design = data.design(row.text("design"));
        let sample = Sample::whole(design);
        row.number("n", count(sample.size()));
        row.number("degf", count(sample.degrees()));
        row.number("sum_w", sample.sum_of_weights());
        row.number("n_strata", count(design.strata() as u64));
        row.number("n_psu", count(design.units() as u64));
    });
    golden.section("kish", |row| {
        let figures = figures(data.design(row.text("design")).weights().iter().copied()).expect("weights");
        row.number("n", count(figures.rows));
        row.number("kish_neff", figures.effective);
        row.number("kish_deff", figures.effect);
        row.number("cv2_pop", figures.cv2);
    });
    golden.section("strat/domain_degf_kish", |row| {
        let here = data.strat.is("unit", row.text("unit"));
        let sample = Sample::whole(data.design("strat")).within(|row| here[row]);
        row.number("n", count(sample.count()));
        row.number("degf", count(sample.degrees()));
        row.number("sum_w", sample.sum_of_weights());
        row.number("kish_neff", figures(sample.rows().map(|row| sample.weight(row))).expect("weights").effective);
    });
    golden.section("strat/svytable_unit_group", |row| {
        let here = data.strat.is("unit", row.text("unit"));
        let sample = Sample::whole(data.design("strat")).within(|row| here[row]);
        let group = data.strat.factor("group");
        let totals = levels::totals(&sample, &group.codes, group.levels());
        for (label, point) in group.labels.iter().zip(&totals) {
            row.number(label, point.value);
        }
    });
    golden.section("lonely", |row| lonely(data, row));
    golden.section("cl2/ultimate_cluster", |row| {
        let name = row.text("design");
        let design = data.design(name).clone().with_stages(Stages::First);
        let point = mean(&Sample::whole(&design), data.table(name).number(row.text("var"))).expect("a mean");
        row.number("est", point.value);
        row.se(point.se().unwrap());
    });
}

fn ruled(data: &Data, row: &Row<'_>) -> Design {
    let rule = match row.text("lonely") {
        "fail" => Lonely::Fail,
        "remove" => Lonely::Remove,
        "adjust" => Lonely::Adjust,
        "average" => Lonely::Average,
        "certainty" => Lonely::Certainty,
        other => panic!("{other}"),
    };
    let domains = if row.is("adjust_domain_lonely") { Domains::AsLonely } else { Domains::AsDesigned };
    data.design(row.text("design")).clone().with_lonely(LonelyRule { rule, domains })
}

fn lonely(data: &Data, row: &Row<'_>) {
    let design = ruled(data, row);
    let table = data.table(row.text("design"));
    let mut sample = Sample::whole(&design);
    if row.maybe("subset").is_some() {
        let here = if row.text("design").starts_with("strat") {
            table.is("unit", "Thanh tra tỉnh")
        } else {
            table.is("sex", "male").iter().zip(table.is("age", "60+")).map(|(a, b)| *a && b).collect()
        };
        sample = sample.within(|row| here[row]);
    }
    let values = table.number(row.text("var"));
    let point = match row.text("stat") {
        "mean" => mean(&sample, values).expect("a mean"),
        "total" => total(&sample, values),
        other => panic!("{other}"),
    };
    match point.se() {
        Ok(se) => {
            row.number("est", point.value);
            row.se(se);
        }
        // R fails too, and so says the rule.
        Err(lonely) => row.error(&format!("{lonely:?}")),
    }
}
