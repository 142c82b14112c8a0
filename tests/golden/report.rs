//! The end: the table of `docs/accuracy.md`, and every fault.

use std::fmt::Write as _;

use crate::compare::{Golden, Outcome};

const ABOUT: &str = "# Accuracy

Reference: R `survey` 4.5 on set A (`tests/data/setA/golden.json`, each section with its call of R). A section
that is claimed has every field of every row compared by `tests/golden/`; this table is written by the same
test (`PHIEU_WRITE_ACCURACY=1 cargo test --test golden`) and compared by it otherwise.

Tolerances: relative 1e-9; 1e-7 where R stops its iteration loosely (raking at its default, logit intervals);
1e-6 for likelihood and saddlepoint. A standard error of 0 up to rounding is compared absolutely. *Answered*
counts the rows that R answers with an error, `NA`, `NaN` or infinity, for which ours is given by a rule of
its own (written in the module named by the estimator) or is the same.

| section | rows | values | largest relative difference | answered |
|---|---:|---:|---:|---:|
";

pub fn end(golden: &Golden, parts: &[Golden]) {
    let outcomes: Vec<&Outcome> = parts.iter().flat_map(|part| &part.outcomes).collect();
    let mut table = ABOUT.to_owned();
    let sections = golden.file["sections"].as_array().expect("sections");
    let (mut claimed, mut rows) = (0, 0);
    for section in sections {
        let id = section["id"].as_str().expect("an id");
        let count = section["rows"].as_array().expect("rows").len();
        match outcomes.iter().find(|outcome| outcome.id == id) {
            Some(outcome) => {
                assert_eq!(outcome.rows, count, "{id}: rows that were not compared");
                claimed += 1;
                rows += count;
                let answered = if outcome.answered == 0 { String::new() } else { outcome.answered.to_string() };
                writeln!(table, "| {id} | {count} | {} | {:.0e} | {answered} |", outcome.values, outcome.worst).unwrap();
            }
            None => writeln!(table, "| {id} | {count} | | not yet | |").unwrap(),
        }
    }
    writeln!(table, "\n{claimed} of {} sections, {rows} rows.", sections.len()).unwrap();
    let faults: Vec<&String> = outcomes.iter().flat_map(|outcome| &outcome.faults).collect();
    for outcome in outcomes.iter().filter(|outcome| !outcome.faults.is_empty()) {
        println!("{}: {} faults", outcome.id, outcome.faults.len());
        for fault in outcome.faults.iter().take(6) {
            println!("    {}", fault.chars().take(420).collect::<String>());
        }
    }
    assert!(faults.is_empty(), "{} faults", faults.len());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/accuracy.md");
    if std::env::var_os("PHIEU_WRITE_ACCURACY").is_some() {
        std::fs::write(path, &table).expect("docs/accuracy.md");
    }
    let kept = std::fs::read_to_string(path).expect("docs/accuracy.md");
    assert!(kept == table, "docs/accuracy.md is not what the tests find; write it with PHIEU_WRITE_ACCURACY=1");
}
