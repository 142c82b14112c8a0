//! Every defect that a questionnaire can have, one file each: reading and checking it
//! gives exactly the finding that `defects.csv` names, at its place. And the files
//! that are right give none.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use phieu::base::{Finding, Severity};
use phieu::questionnaire::Definition;
use phieu::questionnaire::check::check;

const FIXTURES: &str = "tests/data/questionnaires";

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What reading finds, or what checking finds in what was read.
fn findings(file: &str) -> Vec<Finding> {
    let text = fs::read_to_string(path(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    Definition::read(&text).map_or_else(|findings| findings, |definition| check(&definition))
}

#[test]
fn what_is_right_gives_no_finding() {
    let shipped = fs::read_dir(path("public/questionnaires")).unwrap().map(|entry| entry.unwrap().path());
    for file in shipped.chain([path(FIXTURES).join("all-kinds.json")]).map(|path| path.to_str().unwrap().to_owned()) {
        assert_eq!(findings(&file), [], "{file}");
    }
}

#[test]
fn every_wrong_file_gives_its_finding_at_its_place() {
    let mut table = csv::Reader::from_path(path(FIXTURES).join("defects.csv")).unwrap();
    for record in table.records() {
        let record = record.unwrap();
        let (file, code, severity, at) = (&record[0], &record[1], &record[2], &record[3]);
        let severity = if severity == "error" { Severity::Error } else { Severity::Warning };
        let found = findings(&format!("{FIXTURES}/{file}.json"));
        let found: Vec<_> = found.iter().map(|f| (f.code.as_str(), f.at.as_str(), f.severity)).collect();
        assert_eq!(found, [(code, at, severity)], "{file}");
    }
}

#[test]
fn every_wrong_file_is_listed() {
    let mut table = csv::Reader::from_path(path(FIXTURES).join("defects.csv")).unwrap();
    let listed: BTreeSet<String> = table.records().map(|record| record.unwrap()[0].to_owned()).collect();
    let files: BTreeSet<String> = fs::read_dir(path(FIXTURES))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "all-kinds")
        .collect();
    assert_eq!(listed, files);
}
