//! Replicate designs: given factors, jackknife, half samples.

use std::collections::BTreeMap;

use phieu::analysis::linear::quantile::{Convention, Ordered, Rule};
use phieu::analysis::replicate::{Centre, Replicates, jackknife};
use phieu::analysis::sampling::{Columns, Design, Population, StageColumns};
use phieu::analysis::weighting::Margin;
use phieu::analysis::weighting::rake::Stop;

use crate::compare::{Golden, Row};
use crate::data::{Data, Table};
use crate::designs::count;

struct Made<'a> {
    replicates: Replicates,
    table: &'a Table,
}

pub fn check(data: &Data, golden: &mut Golden) {
    let few = few_units(&data.strat);
    let all = made(data, &few);
    golden.section("replicates", |row| one(&all[row.text("rep")], row));
}

fn one(made: &Made<'_>, row: &Row<'_>) {
    let (replicates, table) = (&made.replicates, made.table);
    if row.has("replicates") {
        row.number("replicates", count(replicates.factors.len() as u64));
        row.number("scale", replicates.scale);
        let first = replicates.scales[0];
        let same = replicates.scales.iter().all(|scale| (scale - first).abs() < 1e-12);
        row.numbers("rscales", if same { &replicates.scales[..1] } else { &replicates.scales });
        row.number("degf", count(replicates.degrees()));
        return;
    }
    let var = row.text("var");
    let mean = |here: &dyn Fn(usize) -> bool| {
        let values = table.number(var);
        replicates.estimate(|w| vec![ratio(w, |row| if here(row) { values[row] } else { f64::NAN }, |_| 1.0)])
    };
    let found = match row.text("stat") {
        "mean" => mean(&|_| true),
        "domain_mean_by_sex" => {
            let here = table.is("sex", row.text("sex"));
            mean(&|row| here[row])
        }
        "total" => replicates.totals(&[table.number(var)]),
        "ratio" => {
            let (satisfied, valid) = (table.number("fsat"), table.number("fval"));
            replicates.estimate(|w| vec![ratio(w, |row| satisfied[row], |row| valid[row])])
        }
        _ => {
            let (values, p) = (table.number(var), row.given("p"));
            replicates.estimate(|w| {
                let pairs = values.iter().zip(w).filter(|(value, _)| !value.is_nan()).map(|(value, w)| (*value, *w));
                let data = Ordered::new(pairs).expect("values");
                p.iter().map(|p| data.quantile(Rule::Math, Convention::R, *p)).collect()
            })
        }
    };
    let errors: Vec<f64> = (0..found.values.len()).map(|at| found.covariance.get(at, at).sqrt()).collect();
    row.numbers("est", &found.values);
    row.numbers_within(crate::compare::Kind::Plain, "se", &errors, found.values[0]);
}

fn ratio(w: &[f64], above: impl Fn(usize) -> f64, below: impl Fn(usize) -> f64) -> f64 {
    let (mut a, mut b) = (0.0, 0.0);
    for (row, w) in w.iter().enumerate().filter(|(row, _)| !above(*row).is_nan()) {
        a += w * above(row);
        b += w * below(row);
    }
    a / b
}

/// The columns `r1…` of a file of factors by its first column.
fn factors(text: &[u8]) -> (Vec<String>, Vec<Vec<f64>>) {
    let mut reader = csv::Reader::from_reader(text);
    let (mut names, mut columns) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.expect("a record");
        names.push(record[0].to_owned());
        columns.resize(record.len() - 1, Vec::new());
        for (column, cell) in columns.iter_mut().zip(record.iter().skip(1)) {
            column.push(cell.parse().expect("a factor"));
        }
    }
    (names, columns)
}

/// Counts times n/(n − 1), n the units of the stratum.
fn scaled(counts: &[Vec<f64>], stratum: &[u32]) -> Vec<Vec<f64>> {
    let size = |code: u32| stratum.iter().filter(|other| **other == code).fold(0.0, |n, _| n + 1.0);
    let factor: Vec<f64> = stratum.iter().map(|&code| size(code)).map(|n| if n > 1.0 { n / (n - 1.0) } else { 1.0 }).collect();
    counts.iter().map(|column| column.iter().zip(&factor).map(|(count, factor)| count * factor).collect()).collect()
}

/// The first three units as a data set of their own.
fn few_units(strat: &Table) -> Table {
    let keep: Vec<usize> = (0..strat.rows).filter(|&row| strat.factor("unit").codes[row] < 3).collect();
    let mut few = strat.clone();
    few.rows = keep.len();
    for values in few.number.values_mut() {
        *values = keep.iter().map(|&row| values[row]).collect();
    }
    for factor in few.factor.values_mut() {
        factor.codes = keep.iter().map(|&row| factor.codes[row]).collect();
    }
    few
}

fn made<'a>(data: &'a Data, few: &'a Table) -> BTreeMap<&'static str, Made<'a>> {
    let mut all = BTreeMap::new();
    let mut put = |name, replicates, table| all.insert(name, Made { replicates, table });
    let (strat, cluster, pair) = (&data.strat, &data.cluster, &data.pair);

    let (_, counts) = factors(include_bytes!("../data/setA/rw_strat.csv"));
    let rows: Vec<u32> = (0..).take(strat.rows).collect();
    let scaled_counts = scaled(&counts, &strat.factor("stratum").codes);
    let given =
        |scale, centre| Replicates::given(strat.number("w").to_vec(), rows.clone(), scaled_counts.clone(), scale, centre).expect("factors");
    let margins: Vec<Margin> = ["sex", "age", "area"]
        .iter()
        .map(|name| Margin { codes: strat.factor(name).codes.clone(), totals: data.margin(name, &strat.factor(name).labels) })
        .collect();
    let raked = given(1.0 / 50.0, Centre::Estimate).raked(&margins, Stop { rounds: 200, change: 1e-13 }).expect("weights");
    put("rw_strat raked per replicate", raked, strat);
    put("rw_strat", given(1.0 / 50.0, Centre::Estimate), strat);
    put("rw_strat_nomse", given(1.0 / 49.0, Centre::Mean), strat);

    let (names, counts) = factors(include_bytes!("../data/setA/rw_cluster.csv"));
    let psu = cluster.factor("psu");
    let order: Vec<usize> = psu.labels.iter().map(|label| names.iter().position(|name| name == label).expect("a unit")).collect();
    let sorted: Vec<Vec<f64>> = counts.iter().map(|column| order.iter().map(|&at| column[at]).collect()).collect();
    let stratum = |unit: u32| cluster.factor("psu_stratum").codes[psu.codes.iter().position(|&code| code == unit).expect("a row")];
    let strata: Vec<u32> = (0..psu.levels()).map(stratum).collect();
    let replicates =
        Replicates::given(cluster.number("w").to_vec(), psu.codes.clone(), scaled(&sorted, &strata), 1.0 / 80.0, Centre::Estimate);
    put("rw_cluster", replicates.expect("factors"), cluster);

    let jackknife = |design: &Design| jackknife::stratified(design).expect("replicates");
    put("jkn_cl1", jackknife(data.design("cl1")), cluster);
    put("jkn_cl1_mse", jackknife(data.design("cl1")).centred(Centre::Estimate), cluster);
    put("jkn_cl1f", jackknife(data.design("cl1f")), cluster);
    put("jk1_clu", jackknife::unstratified(data.design("clu")), cluster);
    put("jkn_pair", jackknife(data.design("pair")), pair);
    put("jk2_pair", jackknife(data.design("pair")).centred(Centre::Estimate), pair);
    let own = |population| {
        let stage = StageColumns { stratum: few.factor("stratum").codes.clone(), unit: Vec::new(), population };
        Design::new(&Columns { weight: few.number("w").to_vec(), stages: vec![stage], rows: few.rows }).expect("a design").0
    };
    put("jkn_sub3", jackknife(&own(Population::Sizes(few.number("Nh").to_vec()))), few);
    put("jkn_sub3_nofpc", jackknife(&own(Population::Unknown)), few);

    let (names, halves) = factors(include_bytes!("../data/setA/brr_factors_paired.csv"));
    let psu = pair.factor("psu");
    let order: Vec<usize> = psu.labels.iter().map(|label| names.iter().position(|name| name == label).expect("a unit")).collect();
    let half = |rho: f64| {
        let columns = halves.iter().map(|column| order.iter().map(|&at| rho + column[at] * (1.0 - rho)).collect()).collect();
        let scale = 1.0 / (16.0 * (1.0 - rho) * (1.0 - rho));
        Replicates::given(pair.number("w").to_vec(), psu.codes.clone(), columns, scale, Centre::Mean).expect("factors")
    };
    put("brr_pair", half(0.0), pair);
    put("fay_pair", half(0.3), pair);
    all
}
