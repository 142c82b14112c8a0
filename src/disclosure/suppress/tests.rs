//! What a pattern holds, and when there is none.

use super::super::audit::tests::square;
use super::super::real;
use super::super::table::{Cell, Dimension, Facts, Layer, Measure, Over, Public, Release, Table};
use super::*;
use proptest::prelude::*;

const NONE: Effort = Effort { pivots: 0, cells: 1_000, region: 1_000 };

fn marks(release: &Release) -> Result<Vec<&'static str>, Refusal> {
    let system = System::of(release).unwrap();
    let name = |mark: &Mark| match mark {
        Mark::Shown => "",
        Mark::Primary(_) => "primary",
        Mark::Follows => "follows",
        Mark::Secondary => "secondary",
        Mark::Never => "never",
    };
    protect(&system, &Rule::default(), NONE).map(|pattern| pattern.marks().iter().map(name).collect())
}

#[test]
fn a_table_of_large_cells_is_shown_whole() {
    assert_eq!(marks(&square(&[&[20, 30], &[40, 50]])).unwrap(), [""; 9]);
}

#[test]
fn a_small_cell_takes_the_cheapest_rectangle_with_it() {
    let found = marks(&square(&[&[4, 30, 15], &[40, 50, 60], &[20, 70, 25]])).unwrap();
    let at = |r: usize, c: usize| found[4 * r + c];
    assert_eq!(at(1, 1), "primary");
    assert_eq!([at(1, 3), at(3, 1), at(3, 3)], ["secondary"; 3]);
    assert_eq!(found.iter().filter(|mark| !mark.is_empty()).count(), 4);
}

#[test]
fn what_was_printed_before_protects_nobody() {
    let mut release = square(&[&[4, 30, 15], &[40, 50, 60], &[20, 70, 25]]);
    release.tables[0].cells[4 * 3 + 3].public = Public::Printed;
    let found = marks(&release).unwrap();
    assert_eq!(found[4 * 3 + 3], "");
    release.tables[0].cells[4 + 1].public = Public::Printed;
    assert_eq!(marks(&release), Err(Refusal::PrintedBefore { cell: 5 }));
}

#[test]
fn where_nothing_can_hide_it_nothing_is_released() {
    let mut release = square(&[&[4, 30], &[40, 50]]);
    release.tables[0].cells.iter_mut().filter(|cell| cell.codes[0] != 1).for_each(|cell| cell.public = Public::Printed);
    assert!(matches!(marks(&release), Err(Refusal::CannotProtect { .. })));
}

/// Units with respondents, satisfied and public sizes; their shares and that of all.
fn shares(units: &[(u64, u64, f64)], step: f64) -> Release {
    let names: Vec<String> = (0..units.len()).map(|i| format!("u{i}")).collect();
    let size: f64 = units.iter().map(|unit| unit.2).sum();
    let all = units.iter().map(|&(n, k, size)| size * real(k) / real(n)).sum::<f64>() / size;
    let (n, k) = units.iter().fold((0, 0), |sum, unit| (sum.0 + unit.0, sum.1 + unit.1));
    let cell = |code: usize, (n, k, weight): (u64, u64, f64), value: f64| Cell {
        codes: vec![code],
        value,
        respondents: n,
        weight,
        step,
        facts: Facts { numerator: Some(k), top_two: None },
        public: Public::Nothing,
    };
    let each = units.iter().enumerate().map(|(i, &unit)| cell(i + 1, unit, real(unit.1) / real(unit.0)));
    let cells = std::iter::once(cell(0, (n, k, size), all)).chain(each).collect();
    Release {
        dimensions: vec![Dimension::flat("unit", Over::Respondents, "all", &names.iter().map(String::as_str).collect::<Vec<_>>())],
        layers: vec![Layer { id: "p".into(), measure: Measure::Mean { lowest: 0.0, highest: 1.0 }, of: None }],
        tables: vec![Table { id: "t".into(), layer: 0, dimensions: vec![0], cells }],
        links: Vec::new(),
    }
}

#[test]
fn the_weighted_identity_is_closed_too() {
    // The attack of set A: a tiny unit is blank, all others, the overall share and the sizes public.
    let release = shares(&[(5, 3, 4_322.0), (60, 45, 90_000.0), (60, 50, 30_000.0), (60, 30, 158_546.0)], 0.001);
    let found = marks(&release).unwrap();
    assert_eq!(found[1], "primary");
    assert!(found.contains(&"secondary"), "{found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn what_is_released_passes_and_hides_the_small(counts in prop::collection::vec(0_u64..40, 12)) {
        let rows: Vec<&[u64]> = counts.chunks(4).collect();
        let system = System::of(&square(&rows)).unwrap();
        if let Ok(pattern) = protect(&system, &Rule::default(), NONE) {
            prop_assert!(pattern.audit().passes());
            for (cell, variable) in system.cells.iter().enumerate() {
                prop_assert_eq!(pattern.is_withheld(cell), pattern.audit().intervals.iter().any(|i| i.cell == cell));
                prop_assert!(pattern.is_withheld(cell) || variable.respondents == 0 || variable.respondents >= 10);
            }
        }
    }
}
