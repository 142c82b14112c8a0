//! Totals, variances, reliability.

use phieu::analysis::linear::effect::{Simple, of_a_total};
use phieu::analysis::linear::levels::indicator;
use phieu::analysis::linear::reliability::alpha;
use phieu::analysis::linear::spread::variance;
use phieu::analysis::linear::total::total;
use phieu::analysis::sampling::Sample;

use crate::compare::{Golden, Row};
use crate::data::Data;
use crate::designs::intervals;

pub fn check(data: &Data, golden: &mut Golden) {
    for design in ["strat", "cl2", "cl1"] {
        golden.section(&format!("{design}/totals"), |row| one(data, design, row));
        golden.section(&format!("{design}/variance"), |row| {
            let point = variance(&Sample::whole(data.design(design)), data.table(design).number(row.text("var"))).expect("a variance");
            row.number("est", point.value);
            row.se(point.se().unwrap());
        });
    }
    golden.section("cronbach_alpha", |row| {
        let (design, scale) = (row.text("design"), row.text("scale"));
        let items = |scale: &str| {
            let items = data.about["factors"][scale].as_array().expect("items");
            items.iter().map(|item| item.as_str().expect("an item").to_owned()).collect::<Vec<_>>()
        };
        let items = if scale == "all" { ["F1", "F2", "F3", "F4", "F5"].map(items).concat() } else { items(scale) };
        let values: Vec<&[f64]> = items.iter().map(|item| data.table(design).number(item)).collect();
        row.number("alpha", alpha(&Sample::whole(data.design(design)), &values).expect("alpha"));
    });
}

fn one(data: &Data, design: &str, row: &Row<'_>) {
    let (table, sample) = (data.table(design), Sample::whole(data.design(design)));
    let (var, term) = (row.text("var"), row.text("term"));
    let values = if var == term {
        table.number(var).to_vec()
    } else {
        let factor = table.factor(var);
        indicator(&factor.codes, factor.code(term.strip_prefix(var).expect("a term of the variable")))
    };
    let point = total(&sample, &values);
    row.number("est", point.value);
    row.se(point.se().unwrap());
    intervals(row, &point, sample.degrees());
    let effect = of_a_total(&point, &values, Simple::WithoutReplacement).unwrap().expect("an effect");
    // The reference has the first term's effect alone; a category without a row has none.
    if point.value == 0.0 { row.answered("deff", 0.0) } else { row.number("deff", effect) }
}
