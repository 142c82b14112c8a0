//! The suppression cases of set A against the other methods' best cost. The costs here
//! are exact: a pattern that becomes dearer shows.

#![expect(clippy::expect_used, reason = "a test stops at what is not there")]

use std::collections::BTreeMap;

use phieu::disclosure::audit::audit;
use phieu::disclosure::primary::Rule;
use phieu::disclosure::suppress::{Effort, Mark, protect};
use phieu::disclosure::table::{Cell, Dimension, Layer, Measure, Over, Release, Sum, System, Table};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sdc");

fn read(name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(format!("{FOLDER}/{name}.csv")).expect("a case");
    let head = vec![reader.headers().expect("a head").iter().map(str::to_owned).collect()];
    head.into_iter().chain(reader.records().map(|r| r.expect("a record").iter().map(str::to_owned).collect())).collect()
}

/// A dimension of the codes of a column; `above` names what a code is part of.
fn dimension(id: &str, column: &[&str], above: &BTreeMap<String, String>) -> Dimension {
    let mut codes = vec!["Total".to_owned()];
    column.iter().filter(|code| **code != "Total").for_each(|code| {
        if !codes.iter().any(|known| known == code) {
            codes.push((*code).to_owned());
        }
    });
    let whole_of = |code: &String| above.get(code).map_or("Total", String::as_str);
    let mut sums: Vec<Sum> = Vec::new();
    for (whole, name) in codes.iter().enumerate() {
        let parts: Vec<usize> = (1..codes.len()).filter(|&part| whole_of(&codes[part]) == name).collect();
        if !parts.is_empty() {
            sums.push(Sum { whole, parts });
        }
    }
    Dimension { id: id.to_owned(), over: Over::Respondents, codes, sums }
}

/// The release of a case, and its primary cells as the file says.
fn case(name: &str) -> (Release, usize) {
    let rows = read(name);
    let value = rows[0].iter().position(|head| head == "value").expect("a value");
    let above: BTreeMap<String, String> = if name.ends_with("hier") {
        read(&format!("{name}_hierarchy"))[1..].iter().map(|row| (row[0].clone(), row[1].clone())).collect()
    } else {
        BTreeMap::new()
    };
    let column = |at: usize| rows[1..].iter().map(|row| row[at].as_str()).collect::<Vec<_>>();
    let dimensions: Vec<Dimension> = (0..value).map(|at| dimension(&rows[0][at], &column(at), &above)).collect();
    let code = |at: usize, name: &str| dimensions[at].codes.iter().position(|code| code == name).expect("a code");
    let cells = rows[1..].iter().map(|row| {
        let codes: Vec<usize> = (0..value).map(|at| code(at, &row[at])).collect();
        Cell::count(&codes, row[value].parse().expect("a count"))
    });
    let table = Table { id: name.to_owned(), layer: 0, dimensions: (0..value).collect(), cells: cells.collect() };
    let layers = vec![Layer { id: "n".to_owned(), measure: Measure::Count, of: None }];
    let primary = rows[1..].iter().filter(|row| row[value + 1] == "1").count();
    (Release { dimensions, layers, tables: vec![table], links: Vec::new() }, primary)
}

/// Finds a pattern; its cost is `least`, which is at most the others' best but for `t4`.
fn check(name: &str, least: u64) {
    let best: BTreeMap<String, u64> =
        serde_json::from_str(&std::fs::read_to_string(format!("{FOLDER}/best.json")).expect("costs")).expect("costs");
    let (release, primary) = case(name);
    let system = System::of(&release).expect("a sound release");
    let pattern = protect(&system, &Rule::default(), Effort::default()).expect("a pattern");
    let by_rule = pattern.marks().iter().filter(|mark| matches!(mark, Mark::Primary(_))).count();
    assert_eq!(by_rule, primary, "{name}");
    let withheld: Vec<bool> = (0..system.cells.len()).map(|cell| pattern.is_withheld(cell)).collect();
    assert!(audit(&system, &withheld).passes());
    let (cost, best) = (pattern.cost(&system), best[name]);
    println!("{name}: cost {cost}, best of the others {best}, {} pivots in the audit", pattern.audit().pivots);
    assert_eq!(cost, least, "{name}: the others' best is {best}");
    assert!(2 * cost <= 3 * best, "{name}: the others' best is {best}");
}

#[test]
fn t1_needs_nothing() {
    check("t1_type_x_group", 0);
}

#[test]
fn t2_units_by_group_with_kinds() {
    check("t2_unit_x_group_hier", 192);
}

#[test]
fn t3_sex_by_age_by_area() {
    check("t3_sex_age_area", 217);
}

/// The best of the others, 193, leaves four cells narrower than is allowed; 218 is the
/// least that protects, as an exact program shows (`docs/disclosure.md`).
#[test]
fn t4_units_by_answer() {
    check("t4_unit_x_q1", 218);
}

#[test]
fn t5_communes_by_group_by_sex() {
    check("t5_communes_group_sex", 376);
}

#[test]
fn t6_age_by_unit() {
    check("t6_age_x_unit", 91);
}
