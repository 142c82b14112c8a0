//! Shares, means and levels of single items.

use phieu::analysis::linear::effect::{Simple, of_a_mean};
use phieu::analysis::linear::levels::{shares, totals};
use phieu::analysis::linear::mean::mean;
use phieu::analysis::linear::{Point, covariance};
use phieu::analysis::sampling::Sample;

use crate::compare::{Golden, Row};
use crate::data::Data;
use crate::designs::intervals;

pub fn check(data: &Data, golden: &mut Golden) {
    for design in ["strat", "strat0", "wonly", "cl2", "cl1", "cl1f"] {
        golden.section(&format!("{design}/item_share45"), |row| one(data, design, row, "s"));
        golden.section(&format!("{design}/item_mean"), |row| one(data, design, row, "q"));
    }
    for design in ["strat", "cl2", "cl1"] {
        golden.section(&format!("{design}/item_levels"), |row| levels(data, design, row));
    }
    golden.section("strat/item_all_categories", |row| categories(data, row));
}

fn one(data: &Data, design: &str, row: &Row<'_>, kind: &str) {
    let values = data.table(design).number(&row.text("item").replace('q', kind));
    let point = mean(&Sample::whole(data.design(design)), values).expect("a mean");
    mean_of(row, &point, values, data.design(design));
    row.number("n_valid", values.iter().filter(|value| !value.is_nan()).fold(0.0, |n, _| n + 1.0));
    let nothing = row.theirs("se").is_some_and(|se| se < 1e-12);
    row.effect("deff_replace", of_a_mean(&point, values, Simple::WithReplacement).unwrap(), nothing);
}

/// est, se, cv, both intervals, deff.
pub fn mean_of(row: &Row<'_>, point: &Point<'_>, values: &[f64], design: &phieu::analysis::sampling::Design) {
    let se = point.se().unwrap();
    row.number("est", point.value);
    let nothing = row.se(se);
    row.number("cv", se / point.value);
    intervals(row, point, Sample::whole(design).degrees());
    row.effect("deff", of_a_mean(point, values, Simple::WithoutReplacement).unwrap(), nothing);
}

fn values(points: &[Point<'_>]) -> Vec<f64> {
    points.iter().map(|point| point.value).collect()
}

fn errors(points: &[Point<'_>]) -> Vec<f64> {
    points.iter().map(|point| point.se().unwrap()).collect()
}

fn levels(data: &Data, design: &str, row: &Row<'_>) {
    let factor = data.table(design).factor(&row.text("item").replace('q', "c"));
    let sample = Sample::whole(data.design(design));
    let (share, count) = (shares(&sample, &factor.codes, 5).expect("shares"), totals(&sample, &factor.codes, 5));
    assert_eq!(row.given("levels"), [1.0, 2.0, 3.0, 4.0, 5.0]);
    row.numbers("share", &values(&share));
    row.numbers("share_se", &errors(&share));
    row.numbers("count", &values(&count));
    row.numbers_within(crate::compare::Kind::Plain, "count_se", &errors(&count), 1.0);
    let covariance = covariance(&share[0].sample, &share).unwrap();
    row.table("share_vcov", 1e-4, |i, j| covariance.get(i, j));
}

fn categories(data: &Data, row: &Row<'_>) {
    let factor = data.strat.factor(&row.text("item").replace('q', "r"));
    let sample = Sample::whole(data.design("strat"));
    let (share, count) = (shares(&sample, &factor.codes, 8).expect("shares"), totals(&sample, &factor.codes, 8));
    row.label("categories");
    row.numbers("count", &values(&count));
    row.numbers("count_se", &errors(&count));
    row.numbers("share", &values(&share));
    row.numbers("share_se", &errors(&share));
    let n = |level: u32| factor.codes.iter().filter(|code| **code == level).fold(0.0, |n, _| n + 1.0);
    row.numbers("n", &(0..8).map(n).collect::<Vec<_>>());
}
