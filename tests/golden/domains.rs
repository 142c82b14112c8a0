//! Means of domains, and their covariances.

use phieu::analysis::linear::Point;
use phieu::analysis::linear::composite::mean_of_factors;
use phieu::analysis::linear::covariance;
use phieu::analysis::linear::effect::{Simple, of_a_mean};
use phieu::analysis::linear::mean::mean;
use phieu::analysis::linear::ratio::ratio;
use phieu::analysis::sampling::Sample;
use phieu::analysis::weighting::standardize::standardize;

use crate::compare::{Golden, Row};
use crate::data::Data;
use crate::designs::{count, intervals};

const STRAT: [&[&str]; 9] = [&["unit"], &["unit", "group"], &["sex"], &["age"], &["area"], &["group"], &["sex", "age"], &["eth"], &["edu"]];
const CLUSTER: [&[&str]; 5] = [&["psu_stratum"], &["sex"], &["age"], &["group"], &["sex", "group"]];

pub fn check(data: &Data, golden: &mut Golden) {
    for (design, by) in [("strat", &STRAT[..]), ("cl2", &CLUSTER[..]), ("cl1", &CLUSTER[..])] {
        for by in by {
            golden.section(&format!("{design}/domain_mean_by_{}", by.join("_x_")), |row| domain(data, design, by, row));
        }
    }
    golden.section("strat/domain_covmat_sex_age", |row| covariances(data, row));
    golden.section("strat/ratio_by_unit", |row| {
        let factor = row.text("factor").replace('F', "").replace("all", "");
        let here = data.strat.is("unit", row.text("unit"));
        let point = data.strat.pool(&factor).share(&Sample::whole(data.design("strat")).within(|row| here[row])).expect("a ratio");
        row.number("est", point.value);
        row.se(point.se().unwrap());
    });
    for design in ["strat", "cl2", "cl1"] {
        golden.section(&format!("{design}/ratio"), |row| pooled(data, design, row));
        golden.section(&format!("{design}/composite_index"), |row| composite(data, design, row));
    }
    golden.section("strat/standardized_by_type", |row| {
        let (table, age) = (&data.strat, data.strat.factor("age"));
        let same = standardize(data.design("strat"), &age.codes, &table.factor("unit_type").codes, &data.margin("age", &age.labels));
        let here = table.is("unit_type", row.text("unit_type"));
        let point = mean(&Sample::whole(&same).within(|row| here[row]), table.number("score")).expect("a mean");
        row.number("est", point.value);
        row.se(point.se().unwrap());
    });
}

fn domain(data: &Data, design: &str, by: &[&str], row: &Row<'_>) {
    let table = data.table(design);
    let mut sample = Sample::whole(data.design(design));
    for factor in by {
        let here = table.is(factor, row.text(factor));
        sample = sample.within(|row| here[row]);
    }
    let values = table.number(row.text("var"));
    let point = mean(&sample, values).expect("a mean");
    row.number("est", point.value);
    let nothing = row.se(point.se().unwrap());
    row.number("n_valid", count(point.sample.count()));
    intervals(row, &point, 1);
    row.effect("deff", of_a_mean(&point, values, Simple::WithoutReplacement).unwrap(), nothing);
}

fn covariances(data: &Data, row: &Row<'_>) {
    let (sex, age) = (data.strat.factor("sex"), data.strat.factor("age"));
    let sample = Sample::whole(data.design("strat"));
    let mut points: Vec<Point<'_>> = Vec::new();
    for (a, _) in (0_u32..).zip(&age.labels) {
        for (s, _) in (0_u32..).zip(&sex.labels) {
            let here = sample.within(|row| age.codes[row] == a && sex.codes[row] == s);
            points.push(mean(&here, data.strat.number("score")).expect("a mean"));
        }
    }
    row.label("names");
    row.numbers("coef", &points.iter().map(|point| point.value).collect::<Vec<_>>());
    let covariance = covariance(&sample, &points).unwrap();
    row.table("vcov", 1e-3, |i, j| covariance.get(i, j));
}

fn pooled(data: &Data, design: &str, row: &Row<'_>) {
    let (table, sample) = (data.table(design), Sample::whole(data.design(design)));
    let point = match row.text("factor") {
        "wait/visits" => ratio(&sample, table.number("wait"), table.number("visits")).expect("a ratio"),
        factor => table.pool(&factor.replace('F', "").replace("all", "")).share(&sample).expect("a ratio"),
    };
    row.number("est", point.value);
    let nothing = row.se(point.se().unwrap());
    intervals(row, &point, sample.degrees());
    if row.has("deff") {
        row.effect("deff", phieu::analysis::linear::effect::of_a_ratio(&point, Simple::WithoutReplacement).unwrap(), nothing);
    }
}

fn composite(data: &Data, design: &str, row: &Row<'_>) {
    let table = data.table(design);
    let mut sample = Sample::whole(data.design(design));
    let domain = row.text("domain");
    if domain != "all" {
        let here = table.is("unit", domain);
        sample = sample.within(|row| here[row]);
    }
    let factors: Vec<_> = (1..=5).map(|factor| table.pool(&factor.to_string())).collect();
    let point = mean_of_factors(&sample, &factors).expect("an index");
    row.number("est", point.value);
    row.se(point.se().unwrap());
}
