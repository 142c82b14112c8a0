//! Tables that others published, as they lie in `tests/data/tables`: the inconsistent
//! one is called out row by row, the others are clean; and published figures come out
//! of our own arithmetic to the printed digit.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use phieu::analysis::index::integrity::percents::numerators;
use phieu::analysis::index::integrity::printed::Printed;
use phieu::analysis::index::integrity::{Shape, check};
use phieu::analysis::index::ranking::{Scored, rank};
use phieu::analysis::index::{Exact, Grid, Scheme, csv_text};
use phieu::base::{Lang, Severity};

const TABLES: &str = "tests/data/tables";

fn table(path: &str) -> Grid {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let (grid, findings) = csv_text::read(&bytes);
    assert_eq!(findings, [], "{path}");
    grid
}

fn scheme(id: &str) -> Scheme {
    Scheme::read(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("public/schemes/{id}.json"))).unwrap()).unwrap()
}

/// `severity code row column value` of each finding, without what is the same in all.
fn found(name: &str) -> Vec<String> {
    let line = |finding: phieu::base::Finding| {
        let mark = if finding.severity == Severity::Error { "!" } else { "?" };
        format!("{mark} {} | {} | {}", finding.at, finding.code.trim_start_matches("index_"), finding.value)
    };
    check(&table(&format!("{TABLES}/{name}"))).into_iter().map(line).collect()
}

#[test]
fn the_inconsistent_table_is_called_out_row_by_row() {
    assert_eq!(
        found("hue_onestop_q1_2019_inconsistent.csv"),
        [
            "! row 2, column count | counts_over_total | 4350 > 4215",
            "! row 3, column count | counts_over_total | 4350 > 4215",
            "? row 3, column percent_published | percent_cut_off | 50,6 ≠ 50,70 (2137/4215)",
            "! row 4, column count | counts_over_total | 4350 > 4215",
            "? row 4, column percent_published | percent_cut_off | 3,55 ≠ 3,56 (150/4215)",
            "? row 4, column percent_published | percents_not_hundred | 103,09",
            "? row 5, column percent_published | percent_cut_off | 47,04 ≠ 47,05 (1983/4215)",
            "? row 6, column percent_published | percent_cut_off | 50,4 ≠ 50,49 (2128/4215)",
            "? row 7, column percent_published | percent_cut_off | 2,46 ≠ 2,47 (104/4215)",
            "? row 7, column percent_published | percents_not_hundred | 99,90",
            "? row 11, column percent_published | percent_cut_off | 47,23 ≠ 47,24 (1991/4215)",
            "? row 14, column count | counts_under_total | 4205 < 4215",
            "? row 14, column percent_published | percent_cut_off | 43,29 ≠ 43,30 (1825/4215)",
            "? row 15, column count | counts_under_total | 4205 < 4215",
            "? row 15, column percent_published | percent_cut_off | 54,11 ≠ 54,12 (2281/4215)",
            "? row 16, column count | counts_under_total | 4205 < 4215",
            "? row 16, column percent_published | percent_cut_off | 2,34 ≠ 2,35 (99/4215)",
            "? row 16, column percent_published | percents_not_hundred | 99,74",
        ]
    );
}

#[test]
fn the_consistent_tables_are_clean() {
    let files: BTreeSet<String> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLES))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let clean = ["hue_departments_2021.csv", "parindex_2023_regions.csv", "sipas_national_series.csv"];
    assert_eq!(files.len(), clean.len() + 1, "{files:?}");
    for name in clean {
        assert_eq!(found(name), Vec::<String>::new(), "{name}");
    }
}

/// That clean tables are looked at and not passed over: one digit changed is found.
#[test]
fn a_changed_digit_is_found_in_every_clean_table() {
    let expect = |name: &str, row: usize, column: usize, cell: &str, code: &str| {
        let mut grid = table(&format!("{TABLES}/{name}"));
        grid.rows[row][column] = cell.to_owned();
        let codes: Vec<String> = check(&grid).into_iter().map(|finding| finding.code).collect();
        assert!(codes.contains(&code.to_owned()), "{name}: {codes:?}");
    };
    expect("hue_departments_2021.csv", 2, 2, "87.5", "index_rank_not_of_score");
    expect("hue_departments_2021.csv", 4, 3, "Khá", "index_class_not_of_score");
    expect("parindex_2023_regions.csv", 6, 1, "86.99", "index_total_not_of_rows");
    expect("parindex_2023_regions.csv", 6, 3, "64", "index_total_not_of_rows");
    expect("parindex_2023_regions.csv", 6, 1, "85.40", "index_outside_parts");
    expect("sipas_national_series.csv", 3, 2, "72.53", "index_outside_extremes");
    expect("sipas_national_series.csv", 5, 2, "82.99", "index_outside_parts");
    expect("sipas_national_series.csv", 9, 2, "183.02", "index_out_of_scale");
}

#[test]
fn the_published_share_comes_out_and_back() {
    let share = Exact::whole(7588).over(&Exact::whole(7725)).unwrap();
    assert_eq!(share.percent(Lang::Vi), "98,23\u{a0}%");
    assert_eq!(numerators(&Printed::parse("98,23 %").unwrap(), 7725), Some((7588, 7588)));
    // SIPAS 2019: 36 630 selected, 35 268 valid (96,28 %).
    assert!(numerators(&Printed::parse("96.28").unwrap(), 36_630).is_some_and(|(least, greatest)| (least..=greatest).contains(&35_268)));
}

#[test]
fn the_published_ranking_and_its_classes_come_out() {
    let grid = table(&format!("{TABLES}/hue_departments_2021.csv"));
    let mut scheme = scheme("departments");
    scheme.decimals = 3;
    let units: Vec<Scored> =
        grid.rows.iter().map(|row| Scored { unit: row[1].clone(), score: Exact::parse(&row[2]).unwrap(), error: 0.0 }).rev().collect();
    let title = |id: &str| scheme.classes.iter().find(|class| class.id == id).unwrap().title.vi.clone();
    let ours: Vec<Vec<String>> = rank(&scheme, &units)
        .into_iter()
        .map(|one| vec![one.rank.to_string(), one.unit, one.score.print(3, Lang::En), title(&one.class.unwrap())])
        .collect();
    assert_eq!(ours, grid.rows);
}

/// The national index is the mean over provinces: 11·88,33 + … over 63.
#[test]
fn the_national_index_comes_out_of_the_regions() {
    let grid = table(&format!("{TABLES}/parindex_2023_regions.csv"));
    let number = |row: &[String], column: usize| Exact::parse(&row[column]).unwrap();
    let (regions, national) = (&grid.rows[..6], &grid.rows[6]);
    let sum: Exact = regions.iter().map(|row| &number(row, 1) * &number(row, 3)).sum();
    assert_eq!(sum.over(&number(national, 3)).unwrap().print(2, Lang::En), national[1]);
}

#[test]
fn the_series_keeps_its_published_differences() {
    // 2023 was derived from 2024: 83,84 − 1,35 and 84,09 − 1,12.
    let points = |text: &str| Exact::parse(text).unwrap();
    assert_eq!((&points("83.84") - &points("1.35")).print(2, Lang::Vi), "82,49");
    assert_eq!((&points("84.09") - &points("1.12")).print(2, Lang::Vi), "82,97");
}

#[test]
fn numbers_of_criteria_add_up_to_their_published_totals() {
    for name in ["department_fields", "office_fields"] {
        let grid = table(&format!("tests/data/instruments/{name}.csv"));
        assert_eq!(Shape::guess(&grid).label, Some(0));
        assert_eq!(check(&grid), [], "{name}");
    }
}
