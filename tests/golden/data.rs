//! Set A as columns: the variables and designs of the reference, made from the CSV files as
//! `golden.json` describes them (`meta.derived`, `meta.designs`).

use std::collections::BTreeMap;

use phieu::analysis::linear::composite::{Pool, row_mean};
use phieu::analysis::sampling::{Columns, Design, Population, StageColumns};
use phieu::dataset::column::NONE;
use serde_json::Value;

/// Codes and labels of a categorical variable.
#[derive(Clone)]
pub struct Factor {
    pub codes: Vec<u32>,
    pub labels: Vec<String>,
}

impl Factor {
    pub fn levels(&self) -> u32 {
        u32::try_from(self.labels.len()).unwrap()
    }

    pub fn code(&self, label: &str) -> u32 {
        u32::try_from(self.labels.iter().position(|known| known == label).unwrap_or_else(|| panic!("{label}"))).unwrap()
    }

    /// Labels in the order in which they come.
    fn found(values: &[String]) -> Self {
        let mut labels: Vec<String> = Vec::new();
        let mut known = BTreeMap::new();
        let mut code = |value: &String| {
            *known.entry(value.clone()).or_insert_with(|| {
                labels.push(value.clone());
                u32::try_from(labels.len() - 1).unwrap()
            })
        };
        Self { codes: values.iter().map(&mut code).collect(), labels }
    }

    fn known(values: &[String], labels: &[String]) -> Self {
        let code = |value: &String| labels.iter().position(|label| label == value).map_or(NONE, |at| u32::try_from(at).unwrap());
        Self { codes: values.iter().map(code).collect(), labels: labels.to_vec() }
    }
}

/// One file.
#[derive(Clone)]
pub struct Table {
    pub rows: usize,
    pub number: BTreeMap<String, Vec<f64>>,
    pub factor: BTreeMap<String, Factor>,
}

impl Table {
    pub fn number(&self, name: &str) -> &[f64] {
        self.number.get(name).unwrap_or_else(|| panic!("no number {name}"))
    }

    pub fn factor(&self, name: &str) -> &Factor {
        self.factor.get(name).unwrap_or_else(|| panic!("no factor {name}"))
    }

    /// Rows of a level of a factor.
    pub fn is(&self, factor: &str, label: &str) -> Vec<bool> {
        let factor = self.factor(factor);
        let code = factor.code(label);
        factor.codes.iter().map(|&other| other == code).collect()
    }

    /// The pool of items whose shares are `s…`.
    pub fn pool(&self, factor: &str) -> Pool {
        Pool { satisfied: self.number(&format!("fsat{factor}")).to_vec(), valid: self.number(&format!("fval{factor}")).to_vec() }
    }
}

/// Tables and designs.
pub struct Data {
    pub about: Value,
    pub margins: Value,
    pub strat: Table,
    pub cluster: Table,
    pub both: Table,
    pub pair: Table,
    designs: BTreeMap<String, Design>,
}

impl Data {
    pub fn read() -> Self {
        let about: Value = serde_json::from_slice(include_bytes!("../data/setA/design.json")).expect("design.json");
        let margins = serde_json::from_slice(include_bytes!("../data/setA/margins.json")).expect("margins.json");
        let now = lines(include_bytes!("../data/setA/strat.csv"));
        let before = lines(include_bytes!("../data/setA/strat_prev.csv"));
        let both: Lines = now.iter().map(|(name, values)| (name.clone(), [values.as_slice(), before[name].as_slice()].concat())).collect();
        let (strat, both) = (table(&now, &about), table(&both, &about));
        let cluster = table(&lines(include_bytes!("../data/setA/cluster.csv")), &about);
        let pair = table(&lines(include_bytes!("../data/setA/paired.csv")), &about);
        let mut data = Self { about, margins, strat, cluster, both, pair, designs: BTreeMap::new() };
        data.designs = data.made();
        data
    }

    pub fn design(&self, name: &str) -> &Design {
        self.designs.get(name).unwrap_or_else(|| panic!("no design {name}"))
    }

    /// The table that a design is over.
    pub fn table(&self, design: &str) -> &Table {
        match design {
            name if name.starts_with("strat") || name == "wonly" => &self.strat,
            name if name.starts_with("cl") => &self.cluster,
            "both" => &self.both,
            "pair" => &self.pair,
            other => panic!("{other}"),
        }
    }

    /// The numbers of a margin in the order of the labels.
    pub fn margin(&self, name: &str, labels: &[String]) -> Vec<f64> {
        labels.iter().map(|label| self.margins[name][label].as_f64().expect("a margin")).collect()
    }

    fn made(&self) -> BTreeMap<String, Design> {
        let sizes = |table: &Table, name: &str| Population::Sizes(table.number(name).to_vec());
        let strata =
            |table: &Table, population| StageColumns { stratum: table.factor("stratum").codes.clone(), unit: Vec::new(), population };
        let clusters = |table: &Table, population| StageColumns {
            stratum: table.factor("psu_stratum").codes.clone(),
            unit: table.factor("psu").codes.clone(),
            population,
        };
        let (strat, cluster) = (&self.strat, &self.cluster);
        let elements = StageColumns { population: sizes(cluster, "Nhi"), ..StageColumns::default() };
        let all = [
            ("strat", strat, vec![strata(strat, sizes(strat, "Nh"))]),
            ("strat0", strat, vec![strata(strat, Population::Unknown)]),
            ("wonly", strat, vec![StageColumns::default()]),
            ("cl2", cluster, vec![clusters(cluster, sizes(cluster, "M")), elements]),
            ("cl1", cluster, vec![clusters(cluster, Population::Unknown)]),
            ("cl1f", cluster, vec![clusters(cluster, sizes(cluster, "M"))]),
            ("clu", cluster, vec![StageColumns { unit: cluster.factor("psu").codes.clone(), ..StageColumns::default() }]),
            ("pair", &self.pair, vec![clusters(&self.pair, Population::Unknown)]),
            (
                "both",
                &self.both,
                vec![StageColumns {
                    stratum: self.both.factor("ystr").codes.clone(),
                    unit: Vec::new(),
                    population: sizes(&self.both, "Nh"),
                }],
            ),
        ];
        let one = |(name, table, stages): (&str, &Table, Vec<StageColumns>)| {
            let columns = Columns { weight: table.number("w").to_vec(), stages, rows: table.rows };
            (name.to_owned(), Design::new(&columns).unwrap_or_else(|findings| panic!("{name}: {findings:?}")).0)
        };
        all.into_iter().map(one).collect()
    }
}

type Lines = BTreeMap<String, Vec<String>>;

/// The columns of a CSV file by their headers.
fn lines(bytes: &[u8]) -> Lines {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers: Vec<String> = reader.headers().expect("headers").iter().map(str::to_owned).collect();
    let mut columns: Lines = headers.iter().map(|name| (name.clone(), Vec::new())).collect();
    for record in reader.records() {
        for (name, cell) in headers.iter().zip(&record.expect("a record")) {
            columns.get_mut(name).expect("a column").push(cell.to_owned());
        }
    }
    columns
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|item| item.as_str().expect("a text").to_owned()).collect()
}

/// A file with its columns renamed by role, and the derived variables.
fn table(lines: &Lines, about: &Value) -> Table {
    let rows = lines.values().next().expect("a column").len();
    let column = |role: &str| about["columns"][role].as_str().and_then(|name| lines.get(name));
    let mut table = Table { rows, number: BTreeMap::new(), factor: BTreeMap::new() };
    for (role, name) in [("N", "Nh"), ("w", "w"), ("wait", "wait"), ("visits", "visits"), ("M", "M"), ("Nhi", "Nhi")] {
        if let Some(cells) = column(role) {
            table.number.insert(name.to_owned(), cells.iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect());
        }
    }
    for (role, list) in
        [("sex", "sex"), ("age", "age"), ("eth", "ethnicity"), ("edu", "education"), ("area", "area"), ("group", "group"), ("unit", "unit")]
    {
        if let Some(cells) = column(role) {
            table.factor.insert(role.to_owned(), Factor::known(cells, &strings(&about["levels"][list])));
        }
    }
    for role in ["unit_type", "stratum", "psu", "psu_stratum", "year"] {
        if let Some(cells) = column(role) {
            table.factor.insert(role.to_owned(), Factor::found(cells));
        }
    }
    if let (Some(year), Some(stratum)) = (column("year"), column("stratum")) {
        let crossed: Vec<String> = year.iter().zip(stratum).map(|(year, stratum)| format!("{year} {stratum}")).collect();
        table.factor.insert("ystr".to_owned(), Factor::found(&crossed));
        let mut years = strings(&Value::Array(vec![]));
        years.extend(["2024".to_owned(), "2025".to_owned()]);
        table.factor.insert("yearf".to_owned(), Factor::known(year, &years));
    }
    table.number.insert("one".to_owned(), vec![1.0; rows]);
    derive(&mut table, lines, about);
    table
}

/// q, s, c, r of each item; fsat, fval of each factor and of all; score.
fn derive(table: &mut Table, lines: &Lines, about: &Value) {
    let items = strings(&about["items"]);
    let kinds: Vec<String> = ["1", "2", "3", "4", "5", "KB", "KAD", ""].map(str::to_owned).to_vec();
    for (index, item) in items.iter().enumerate() {
        let (cells, number) = (&lines[item], index + 1);
        let kind = Factor::known(cells, &kinds);
        let level = |code: &u32| if *code < 5 { f64::from(*code) + 1.0 } else { f64::NAN };
        let q: Vec<f64> = kind.codes.iter().map(level).collect();
        let s = q.iter().map(|q| if q.is_nan() { f64::NAN } else { f64::from(u8::from(*q >= 4.0)) }).collect();
        let valid = kind.codes.iter().map(|&code| if code < 5 { code } else { NONE }).collect();
        table.number.insert(format!("q{number:02}"), q);
        table.number.insert(format!("s{number:02}"), s);
        table.factor.insert(format!("c{number:02}"), Factor { codes: valid, labels: kinds[..5].to_vec() });
        table.factor.insert(format!("r{number:02}"), kind);
    }
    let factors: Vec<Vec<usize>> = ["F1", "F2", "F3", "F4", "F5"]
        .iter()
        .map(|factor| {
            strings(&about["factors"][factor]).iter().map(|item| items.iter().position(|known| known == item).unwrap() + 1).collect()
        })
        .collect();
    let all: Vec<usize> = (1..=items.len()).collect();
    let named = factors.iter().enumerate().map(|(index, items)| ((index + 1).to_string(), items)).chain([(String::new(), &all)]);
    let pools: Vec<(String, Pool)> = named
        .map(|(name, items)| {
            let shares: Vec<&[f64]> = items.iter().map(|item| table.number(&format!("s{item:02}"))).collect();
            (name, Pool::of(&shares, table.rows))
        })
        .collect();
    for (name, pool) in pools {
        table.number.insert(format!("fsat{name}"), pool.satisfied);
        table.number.insert(format!("fval{name}"), pool.valid);
    }
    let levels: Vec<&[f64]> = all.iter().map(|item| table.number(&format!("q{item:02}"))).collect();
    let score = row_mean(&levels, table.rows);
    table.number.insert("score".to_owned(), score);
}
