//! Every code that a finding can have has words in both languages.
#![allow(clippy::unwrap_used, reason = "a source that cannot be read fails its test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use phieu::base::words::{export, finding, study};

/// Codes that are passed to a closure or chosen before the finding is made.
const PASSED: [&str; 58] = [
    "table_archive",
    "table_bomb",
    "table_old_excel",
    "table_other_workbook",
    "table_password",
    "table_pdf",
    "table_picture",
    "table_too_big",
    "table_word",
    "table_markup",
    "units_bad_code",
    "units_code_empty",
    "units_code_repeated",
    "units_date",
    "units_decimal",
    "units_formula",
    "units_merged",
    "units_name_empty",
    "units_name_long",
    "units_negative",
    "units_no_code_column",
    "units_no_kind",
    "units_no_name_column",
    "units_not_number",
    "units_quota_over",
    "units_too_large",
    "units_unknown_kind",
    "stratum_without_population",
    "more_rows_than_population",
    "lonely_stratum",
    "census_stratum",
    "column_missing",
    "column_repeated",
    "bad_parameter",
    "bad_date",
    "expression_arguments",
    "expression_bracket",
    "expression_deep",
    "expression_end",
    "expression_function",
    "expression_number",
    "expression_reference",
    "expression_rest",
    "expression_sign",
    "expression_text",
    "missing_field",
    "out_of_range",
    "repeated_field",
    "unknown_field",
    "unknown_word",
    "wrong_type",
    "form_does_not_fit",
    "grid_without_units",
    "name_taken",
    "not_a_count",
    "not_a_share",
    "zip_with_campaigns",
    "zip_without_campaign",
];

fn sources(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// The text literal that a call begins with, across a line break.
fn literal(rest: &str) -> Option<&str> {
    rest.trim_start().strip_prefix('"')?.split_once('"').map(|(code, _)| code)
}

#[test]
fn every_code_has_words() {
    let mut all = Vec::new();
    for folder in ["src", "examples"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
    }
    let mut codes: BTreeSet<&str> = PASSED.into();
    for source in &all {
        for call in ["Finding::error(", "Finding::warning("] {
            codes.extend(source.split(call).skip(1).filter_map(literal));
        }
    }
    for source in &all {
        // Of the JSON reader and of expressions: `report("…`, `, "…_field", &`, `code: "…`, `fault("…`.
        for call in ["report(", "add(self.findings, ", "code: ", "self.fault("] {
            codes.extend(source.split(call).skip(1).filter_map(literal).filter(|code| code.contains('_') && !code.contains(' ')));
        }
    }
    assert!(codes.len() > 60, "{} codes", codes.len());
    // What files that leave cannot hold stands in `export`, what plans get wrong in `study`: a
    // tablet does not carry them.
    let without: Vec<&str> = codes
        .into_iter()
        .filter(|code| finding::get(code).is_none() && export::get(code).is_none() && study::get(code).is_none())
        .collect();
    assert_eq!(without, Vec::<&str>::new());
}
