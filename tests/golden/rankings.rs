//! Rankings and comparisons of units.

use phieu::analysis::comparison::multiple::{Adjust, adjusted};
use phieu::analysis::comparison::pairs::{pairs, together};
use phieu::analysis::comparison::rank::ranks;
use phieu::analysis::distribution::normal;
use phieu::analysis::linear::mean::mean;
use phieu::analysis::linear::{Point, difference};
use phieu::analysis::sampling::Sample;

use crate::compare::{Golden, Kind};
use crate::data::{Data, Table};
use crate::designs::count;

/// The score of each unit in the order of labels.
fn scores<'a>(sample: &Sample<'a>, table: &Table, units: &[String]) -> Vec<Point<'a>> {
    let one = |unit: &String| {
        let here = table.is("unit", unit);
        mean(&sample.within(|row| here[row]), table.number("score")).expect("a mean")
    };
    units.iter().map(one).collect()
}

pub fn check(data: &Data, golden: &mut Golden) {
    let (strat, units) = (&data.strat, &data.strat.factor("unit").labels);
    order(data, golden, units);
    changes(data, golden, units);

    let types = data.about["units"].as_array().expect("units");
    let is_department = |unit: &&String| types.iter().any(|known| known["unit"] == **unit && known["type"] == "department");
    let departments: Vec<String> = units.iter().filter(is_department).cloned().collect();
    let codes: Vec<u32> = departments.iter().map(|unit| strat.factor("unit").code(unit)).collect();
    let sample = Sample::whole(data.design("strat")).within(|row| codes.contains(&strat.factor("unit").codes[row]));
    let points = scores(&sample, strat, &departments);
    let pairs = pairs(&sample, &points, count(sample.degrees())).unwrap();
    let adjusted =
        [("holm", Adjust::Holm), ("BH", Adjust::BenjaminiHochberg), ("bonferroni", Adjust::Bonferroni), ("hochberg", Adjust::Hochberg)]
            .map(|(key, how)| (key, together(&pairs, how)));
    let mut at = 0;
    golden.section("ranking/pairs_departments", |row| {
        let pair = pairs[at];
        assert_eq!((row.text("a"), row.text("b")), (departments[pair.a].as_str(), departments[pair.b].as_str()));
        row.number("diff", pair.difference);
        row.number("se", pair.se);
        row.number("t", pair.t);
        row.number("df", count(sample.degrees()));
        row.probability(Kind::Plain, "p_norm", pair.p_normal);
        row.probability(Kind::Plain, "p_t", pair.p);
        for (key, p) in &adjusted {
            row.number(key, p[at]);
        }
        at += 1;
    });
}

fn order(data: &Data, golden: &mut Golden, units: &[String]) {
    let points = scores(&Sample::whole(data.design("strat")), &data.strat, units);
    let ranks = ranks(&points.iter().map(|point| point.value).collect::<Vec<_>>());
    golden.section("ranking/order", |row| {
        let at = units.iter().position(|unit| unit == row.text("unit")).expect("a unit");
        row.number("score", points[at].value);
        row.se(points[at].se().unwrap());
        row.number("rank", ranks[at]);
    });
}

fn changes(data: &Data, golden: &mut Golden, units: &[String]) {
    let both = &data.both;
    let year = both.factor("yearf");
    let one = |unit: &String| {
        let here = both.is("unit", unit);
        let sample = Sample::whole(data.design("both")).within(|row| here[row]);
        let of = |code: u32| mean(&sample.within(|row| year.codes[row] == code), both.number("score")).expect("a mean");
        let change = difference(&sample, &of(1), &of(0));
        (change.value, change.se().unwrap(), count(sample.degrees()))
    };
    let found: Vec<(f64, f64, f64)> = units.iter().map(one).collect();
    let p: Vec<f64> = found.iter().map(|(value, se, _)| normal::two_sided_p(value / se)).collect();
    let (holm, bh) = (adjusted(&p, Adjust::Holm), adjusted(&p, Adjust::BenjaminiHochberg));
    golden.section("ranking/year_change_by_unit", |row| {
        let at = units.iter().position(|unit| unit == row.text("unit")).expect("a unit");
        row.number("diff", found[at].0);
        row.number("se", found[at].1);
        row.number("df", found[at].2);
        row.number("p", p[at]);
        row.number("holm", holm[at]);
        row.number("BH", bh[at]);
    });
}
