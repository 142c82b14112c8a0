//! Post-stratified, raked, calibrated, trimmed designs: estimates, and every tenth weight.

use std::collections::BTreeMap;

use phieu::analysis::linear::composite::Pool;
use phieu::analysis::linear::mean::mean;
use phieu::analysis::linear::total::total;
use phieu::analysis::sampling::{Design, Sample};
use phieu::analysis::weighting::Margin;
use phieu::analysis::weighting::calibrate::{self, Bounds, Distance, calibrate};
use phieu::analysis::weighting::kish::figures;
use phieu::analysis::weighting::poststratify::poststratify;
use phieu::analysis::weighting::rake::{self, Residuals, rake};
use phieu::analysis::weighting::trim::{Limits, Rounds, Spread, trim};

use crate::compare::{Golden, Row};
use crate::data::{Data, Table};
use crate::items::mean_of;

pub fn check(data: &Data, golden: &mut Golden) {
    let file = golden.file.clone();
    let sections = file["sections"].as_array().expect("sections");
    let rows =
        sections.iter().find(|section| section["id"] == "calibrated/estimates").expect("a section")["rows"].as_array().expect("rows");
    let mut designs: BTreeMap<String, Design> = BTreeMap::new();
    for row in rows {
        let name = row["design"].as_str().expect("a design");
        if !designs.contains_key(name) {
            let made = made(data, name, row["call"].as_str().expect("a call"), &designs);
            designs.insert(name.to_owned(), made);
        }
    }
    golden.section("calibrated/estimates", |row| one(data, &designs[row.text("design")], row));
}

fn one(data: &Data, design: &Design, row: &Row<'_>) {
    let (name, sample) = (row.text("design"), Sample::whole(design));
    let table = data.table(name);
    let domain = |here: Vec<bool>| mean(&sample.within(|row| here[row]), table.number("score")).expect("a mean");
    let point = match row.text("stat") {
        "mean" => {
            let values = table.number(row.text("var"));
            return mean_of(row, &mean(&sample, values).expect("a mean"), values, design);
        }
        "weights" => return weights(row, name, design),
        "total" => total(&sample, table.number(row.text("var"))),
        "ratio" => {
            row.label("var");
            Pool { satisfied: table.number("fsat").to_vec(), valid: table.number("fval").to_vec() }.share(&sample).expect("a ratio")
        }
        "domain_mean_by_sex" => {
            row.label("var");
            domain(table.is("sex", row.text("sex")))
        }
        "domain_mean_one_unit" => {
            row.label("var");
            domain(table.is(if name.starts_with("strat") { "unit" } else { "psu_stratum" }, row.text("unit")))
        }
        other => panic!("{other}"),
    };
    row.number("est", point.value);
    row.se(point.se().unwrap());
}

fn weights(row: &Row<'_>, name: &str, design: &Design) {
    let figures = figures(design.weights().iter().copied()).expect("weights");
    row.number("sum", figures.sum);
    row.number("min", figures.least);
    row.number("max", figures.greatest);
    row.number("kish_neff", figures.effective);
    let text: &[u8] = if name.starts_with("strat") {
        include_bytes!("../data/setA/weights_strat.csv")
    } else {
        include_bytes!("../data/setA/weights_cluster.csv")
    };
    let mut reader = csv::Reader::from_reader(text);
    let column = reader.headers().expect("headers").iter().position(|header| header == name).expect(name);
    for (record, ours) in reader.records().zip(design.weights().iter().step_by(10)) {
        let theirs: f64 = record.expect("a record")[column].parse().expect("a weight");
        row.extra("a weight", theirs, *ours);
    }
}

fn margins(data: &Data, table: &Table) -> Vec<Margin> {
    let one = |name: &&str| {
        let factor = table.factor(name);
        Margin { codes: factor.codes.clone(), totals: data.margin(name, &factor.labels) }
    };
    ["sex", "age", "area"].iter().map(one).collect()
}

/// The crossing of sex and age.
fn cells(data: &Data, table: &Table) -> Margin {
    let (sex, age) = (table.factor("sex"), table.factor("age"));
    let list = data.margins["sex_age"].as_array().expect("cells");
    let total = |sex: &String, age: &String| {
        list.iter().find(|cell| cell["sex"] == *sex && cell["age"] == *age).expect("a cell")["Freq"].as_f64().expect("a total")
    };
    let totals = sex.labels.iter().flat_map(|sex| age.labels.iter().map(move |age| total(sex, age))).collect();
    Margin { codes: Margin::crossed(&sex.codes, &age.codes, age.levels()), totals }
}

/// R's model matrix of `~sex+age+area`: an intercept and all categories but each first.
fn model(data: &Data, table: &Table) -> (Vec<Vec<f64>>, Vec<f64>) {
    let mut columns = vec![vec![1.0; table.rows]];
    let mut totals = vec![data.margins["N"].as_f64().expect("N")];
    for margin in margins(data, table) {
        for (level, total) in (0_u32..).zip(&margin.totals).skip(1) {
            columns.push(margin.codes.iter().map(|&code| f64::from(u8::from(code == level))).collect());
            totals.push(*total);
        }
    }
    (columns, totals)
}

/// The number behind `name=` in a call.
fn argument(call: &str, name: &str) -> Option<f64> {
    let rest = call.split_once(&format!("{name}="))?.1;
    rest.split([',', ')']).next()?.trim().parse().ok()
}

fn made(data: &Data, name: &str, call: &str, known: &BTreeMap<String, Design>) -> Design {
    let (base, method) = name.split_once('_').expect("a method");
    let (design, table) = (data.design(base), data.table(base));
    let bounds = || {
        let list = call.split_once("bounds=c(").expect("bounds").1.split_once(')').expect("bounds").0;
        let (lower, upper) = list.split_once(',').expect("two bounds");
        Bounds { lower: lower.trim().parse().expect("a bound"), upper: upper.trim().parse().expect("a bound") }
    };
    let calibrated = |distance| {
        let (columns, totals) = model(data, table);
        let (design, report) = calibrate(design, &columns, &totals, distance, calibrate::Stop::TIGHT).expect("weights");
        assert!(report.converged, "{name}: {report:?}");
        design
    };
    let raked = |stop| rake(design, &margins(data, table), stop, Residuals::Swept).expect("weights").0;
    let trimmed = |design: &Design, rounds| {
        let limits =
            Limits { lower: argument(call, "lower").unwrap_or(f64::NEG_INFINITY), upper: argument(call, "upper").expect("an upper limit") };
        design.clone().with_weights(trim(design.weights(), limits, Spread::Equal, rounds).0)
    };
    match method {
        "post" => poststratify(design, &cells(data, table)).expect("weights"),
        "rake" => raked(rake::Stop::R),
        "rake_tight" => raked(rake::Stop { rounds: 200, change: 1e-13 }),
        "cal_linear" => calibrated(Distance::Linear(Bounds::NONE)),
        "cal_raking" => calibrated(Distance::Raking(Bounds::NONE)),
        "cal_logit" => calibrated(Distance::Logit(bounds())),
        "cal_linear_bounded" => calibrated(Distance::Linear(bounds())),
        "trim" => trimmed(design, Rounds::Once),
        "trim_strict" => trimmed(design, Rounds::UntilInside),
        "rake_trim" => trimmed(&known["strat_rake_tight"], Rounds::UntilInside),
        other => panic!("{other}"),
    }
}
