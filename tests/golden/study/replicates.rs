//! Replicates made from a plan, and given as columns.

use std::collections::BTreeMap;

use phieu::analysis::study::Results;
use serde_json::{Value, json};

use super::{CLUSTER, STRAT, or_nan, ours, plan, results, role};
use crate::compare::{Golden, Kind};
use crate::designs::count;

const PAIRED: &[u8] = include_bytes!("../../data/setA/paired.csv");

pub fn check(golden: &mut Golden) {
    let mut done = BTreeMap::new();
    golden.section("replicates", |row| {
        let results = done.entry(row.text("rep").to_owned()).or_insert_with_key(|name| made(name));
        if row.has("replicates") {
            let meta = results.meta.replicates.as_ref().expect("replicates");
            row.number("replicates", count(meta.count));
            row.number("scale", meta.scale);
            row.label("rscales");
            row.number("degf", count(meta.df));
            return;
        }
        let found: Vec<_> = match row.text("stat") {
            "mean" => vec![ours(results, "mean", role_of(row.text("var")), "", &[])],
            "domain_mean_by_sex" => {
                row.label("var");
                vec![ours(results, "domain", "score", "", &[row.text("sex")])]
            }
            "total" => vec![ours(results, "total", row.text("var"), "", &[])],
            "ratio" => {
                row.label("var");
                vec![ours(results, "all", "", "", &[])]
            }
            _ => {
                row.label("var");
                row.given("p").iter().map(|p| ours(results, "quantile", "tg_cho_phut", &p.to_string(), &[])).collect()
            }
        };
        let values: Vec<f64> = found.iter().map(|one| or_nan(one.value)).collect();
        row.numbers("est", &values);
        row.numbers_within(Kind::Plain, "se", &found.iter().map(|one| or_nan(one.se)).collect::<Vec<_>>(), values[0]);
    });
}

fn role_of(var: &str) -> &str {
    if var.starts_with('s') { var } else { role(var) }
}

/// The plan of the paired file, over another file and design.
fn based(base: &str, design: Value, replicates: Value) -> Value {
    let mut plan = plan(base);
    plan["design"] = design;
    plan["replicates"] = replicates;
    plan["estimates"] = super::plan("paired")["estimates"].clone();
    plan["comparisons"] = json!([]);
    plan
}

fn made(name: &str) -> Results {
    let clusters = json!({"stages": [{"strata": ["tang_cum"], "units": "quay"}], "weight": "trong_so"});
    let bare = json!({"stages": [{"units": "quay"}], "weight": "trong_so"});
    let with_sizes = json!({"stages": [{"strata": ["tang_cum"], "units": "quay", "sizes": "M_h"}], "weight": "trong_so"});
    let rows = |sizes: bool| {
        let stage = if sizes { json!({"strata": ["tang"], "sizes": "N_h"}) } else { json!({"strata": ["tang"]}) };
        json!({"stages": [stage], "weight": "trong_so"})
    };
    let jkn = json!({"method": "jkn"});
    let mse = json!({"method": "jkn", "centre": "estimate"});
    let bootstrap = |scale: f64, centre: &str| json!({"method": "given", "scale": scale, "centre": centre, "columns": []});
    match name {
        "jkn_cl1" => results(&based("cluster", clusters, jkn), CLUSTER),
        "jkn_cl1_mse" => results(&based("cluster", clusters, mse), CLUSTER),
        "jkn_cl1f" => results(&based("cluster", with_sizes, jkn), CLUSTER),
        "jk1_clu" => results(&based("cluster", bare, json!({"method": "jk1"})), CLUSTER),
        "jkn_pair" => results(&based("paired", clusters, jkn), PAIRED),
        "jk2_pair" => results(&based("paired", clusters, mse), PAIRED),
        "brr_pair" => given(based("paired", clusters, bootstrap(1.0 / 16.0, "mean")), PAIRED, &halves(0.0)),
        "fay_pair" => given(based("paired", clusters, bootstrap(1.0 / (16.0 * 0.49), "mean")), PAIRED, &halves(0.3)),
        "jkn_sub3" => results(&based("strat", rows(true), jkn), &three_units()),
        "jkn_sub3_nofpc" => results(&based("strat", rows(false), jkn), &three_units()),
        "rw_cluster" => {
            let text = include_bytes!("../../data/setA/rw_cluster.csv");
            given(based("cluster", clusters, bootstrap(1.0 / 80.0, "estimate")), CLUSTER, &by_key(CLUSTER, "quay", "tang_cum", text))
        }
        _ => {
            let text = include_bytes!("../../data/setA/rw_strat.csv");
            let factors = by_key(STRAT, "ma_phieu", "tang", text);
            let (scale, centre) = if name == "rw_strat_nomse" { (1.0 / 49.0, "mean") } else { (1.0 / 50.0, "estimate") };
            let mut plan = based("strat", rows(true), bootstrap(scale, centre));
            if name == "rw_strat raked per replicate" {
                plan["weights"] = super::plan("weights")["strat"]["rake_tight"].clone();
            }
            given(plan, STRAT, &factors)
        }
    }
}

type Records = (Vec<String>, Vec<Vec<String>>);

fn records(bytes: &[u8]) -> Records {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().expect("headers").iter().map(str::to_owned).collect();
    (header, reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect())
}

fn column(records: &Records, name: &str) -> Vec<String> {
    let at = records.0.iter().position(|header| header == name).expect(name);
    records.1.iter().map(|record| record[at].clone()).collect()
}

/// The file with columns of factors beside its own.
fn given(mut plan: Value, data: &[u8], factors: &[Vec<f64>]) -> Results {
    let (header, rows) = records(data);
    let names: Vec<String> = (1..=factors.len()).map(|at| format!("r{at}")).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.iter().chain(&names)).unwrap();
    for (at, row) in rows.iter().enumerate() {
        let own = factors.iter().map(|column| format!("{:e}", column[at]));
        writer.write_record(row.iter().cloned().chain(own)).unwrap();
    }
    plan["replicates"]["columns"] = json!(names);
    let numbers = plan["data"]["numbers"].as_array_mut().expect("a list");
    numbers.extend(names.iter().map(|name| json!(name)));
    results(&plan, &writer.into_inner().unwrap())
}

/// Counts of draws by a key, times n/(n − 1) with n the units of the stratum, row by row.
fn by_key(data: &[u8], key: &str, stratum: &str, counts: &[u8]) -> Vec<Vec<f64>> {
    let (data, counts) = (records(data), records(counts));
    let (keys, strata) = (column(&data, key), column(&data, stratum));
    let mut units: BTreeMap<&str, std::collections::BTreeSet<&str>> = BTreeMap::new();
    for (key, stratum) in keys.iter().zip(&strata) {
        units.entry(stratum).or_default().insert(key);
    }
    let n = |stratum: &str| count(units[stratum].len() as u64);
    let place: BTreeMap<&str, usize> = counts.1.iter().enumerate().map(|(at, record)| (record[0].as_str(), at)).collect();
    let factor = |row: usize, replicate: usize| {
        let drawn: f64 = counts.1[place[keys[row].as_str()]][replicate].parse().expect("a count");
        let n = n(&strata[row]);
        if n > 1.0 { drawn * (n / (n - 1.0)) } else { drawn }
    };
    (1..counts.0.len()).map(|replicate| (0..keys.len()).map(|row| factor(row, replicate)).collect()).collect()
}

fn halves(rho: f64) -> Vec<Vec<f64>> {
    let (data, halves) = (records(PAIRED), records(include_bytes!("../../data/setA/brr_factors_paired.csv")));
    let place: BTreeMap<&str, usize> = halves.1.iter().enumerate().map(|(at, record)| (record[0].as_str(), at)).collect();
    let units = column(&data, "quay");
    let factor = |unit: &String, replicate: usize| {
        let half: f64 = halves.1[place[unit.as_str()]][replicate].parse().expect("a factor");
        rho + half * (1.0 - rho)
    };
    (1..halves.0.len()).map(|replicate| units.iter().map(|unit| factor(unit, replicate)).collect()).collect()
}

/// The rows of the first three units of the reference's list as a file of their own.
fn three_units() -> Vec<u8> {
    let about: Value = serde_json::from_slice(include_bytes!("../../data/setA/design.json")).expect("JSON");
    let units: Vec<&str> = (0..3).map(|at| about["levels"]["unit"][at].as_str().expect("a unit")).collect();
    let (header, rows) = records(STRAT);
    let at = header.iter().position(|name| name == "don_vi").expect("units");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in rows.iter().filter(|row| units.contains(&row[at].as_str())) {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}
