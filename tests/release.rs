//! What may leave: no number of a cell under the minimum is in any exported byte.

#![expect(clippy::expect_used, reason = "a test stops at what is not there")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use phieu::analysis::{Domain, Estimate, Plan, Results, Subject, plan_check};
use phieu::base::Lang;
use phieu::disclosure::{Threshold, release};
use phieu::export::csv::{Dialect, Names, write};
use proptest::prelude::*;

fn plan() -> Plan {
    let json = br#"{"phieu":"plan","version":1,
        "data":{"unit":"unit","group":"group","population":"N","profile":["sex"],"items":["q1","q2"]},
        "factors":[{"id":"F1","items":["q1","q2"]}]}"#;
    plan_check::read(json).0.expect("a plan")
}

/// A file of answers: unit sizes, and answers in a fixed sequence.
fn file(sizes: &[u8]) -> String {
    let mut out = "unit,group,N,sex,q1,q2\n".to_owned();
    let mut at = 0_usize;
    for (unit, &size) in sizes.iter().enumerate() {
        for row in 0..usize::from(size) {
            at += 1;
            let answer = |shift: usize| ["1", "2", "3", "4", "5", "4", "", "KB", "5"][(at * 7 + shift + row * row) % 9];
            let group = if row % 3 == 0 { "business" } else { "citizen" };
            writeln!(out, "=unit {unit},{group},9000,sex {},{},{}", row % 2, answer(0), answer(4)).expect("write to a string");
        }
    }
    out
}

fn results(sizes: &[u8]) -> Results {
    phieu::analysis::run(&plan(), file(sizes).as_bytes(), &mut |_| ControlFlow::Continue(())).expect("results")
}

/// The cells of a line of the exported file, unquoted.
fn lines(bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
    reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
}

fn is_small(row: &Estimate, minimum: Threshold) -> bool {
    row.n.respondents < u64::from(minimum.get())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_suppressed_cell_has_no_number(sizes in prop::collection::vec(1_u8..40, 1..5), minimum in 3_u32..20) {
        let results = results(&sizes);
        let minimum = Threshold::new(minimum).expect("a threshold");
        let released = release(&results, minimum);
        prop_assert_eq!(released.get().cells.len(), results.rows.len());
        for (dialect, delimiter) in [(Dialect::ExcelVi, b';'), (Dialect::Plain, b',')] {
            let lines = lines(&write(&released, &Names::default(), dialect, Lang::Vi), delimiter);
            prop_assert_eq!(lines.len(), results.rows.len());
            for (cells, row) in lines.iter().zip(&results.rows) {
                // Eight keys, then numbers, then the mark.
                let (numbers, mark) = (&cells[8..cells.len() - 1], &cells[cells.len() - 1]);
                prop_assert_eq!(mark == "không công bố (ít phiếu)", is_small(row, minimum));
                prop_assert_eq!(numbers.iter().all(String::is_empty), is_small(row, minimum));
                prop_assert!(cells[..8].iter().all(|key| !key.starts_with('=')));
            }
        }
        // The table itself, as JSON, has no more than its keys for such a cell.
        let json = serde_json::to_value(released.get()).expect("json");
        for (cell, row) in json["cells"].as_array().expect("cells").iter().zip(&results.rows) {
            prop_assert_eq!(cell["figures"].is_null(), is_small(row, minimum));
        }
    }

    /// Two data sets that differ only inside suppressed cells give the same lines for
    /// those cells: nothing of them is left.
    #[test]
    fn what_is_in_a_suppressed_cell_does_not_matter(answers in prop::collection::vec(1_u8..=5, 5)) {
        let rows = |answers: &[u8]| {
            let small: Vec<String> = answers.iter().map(|answer| format!("small,citizen,9000,sex 0,{answer},{answer}\n")).collect();
            file(&[30]) + &small.concat()
        };
        let lines_of_small = |text: &str| {
            let results = phieu::analysis::run(&plan(), text.as_bytes(), &mut |_| ControlFlow::Continue(())).expect("results");
            let bytes = write(&release(&results, Threshold::default()), &Names::default(), Dialect::Plain, Lang::En);
            lines(&bytes, b',').into_iter().filter(|cells| cells[0] == "small").collect::<Vec<_>>()
        };
        let found = lines_of_small(&rows(&answers));
        prop_assert!(found.len() >= 6);
        prop_assert_eq!(found, lines_of_small(&rows(&[1, 5, 3, 4, 2])));
    }
}

#[test]
fn the_usual_file_opens_in_a_vietnamese_excel() {
    let names = Names { units: BTreeMap::from([("=unit 0".to_owned(), "Sở \"A\"; B".to_owned())]), ..Names::default() };
    let bytes = write(&release(&results(&[30]), Threshold::default()), &names, Dialect::default(), Lang::Vi);
    assert!(bytes.starts_with("\u{feff}Mã đơn vị;Tên đơn vị;Nhóm;".as_bytes()));
    assert!(bytes.ends_with(b"\r\n"));
    let lines = lines(&bytes, b';');
    let unit = lines.iter().find(|cells| cells[0] == "'=unit 0" && cells[2].is_empty()).expect("the unit");
    assert_eq!(unit[1], "Sở \"A\"; B");
    assert!(unit[13].contains(','), "{unit:?}");
}

#[test]
fn a_threshold_of_three_publishes_three() {
    let results = results(&[3]);
    let released = release(&results, Threshold::new(3).expect("a threshold"));
    let row = |domain: &Domain| {
        let subject = Subject::Overall;
        released.get().cells.iter().find(|cell| cell.domain == *domain && cell.subject == subject).expect("a cell").figures.is_some()
    };
    assert!(row(&Domain::All));
    assert!(!row(&Domain::Profile { column: "sex".to_owned(), value: "sex 0".to_owned() }));
}
