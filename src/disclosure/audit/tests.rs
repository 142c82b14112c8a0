//! A hand-made table of three by four, and the truth in every interval of random ones.

use super::super::table::{Cell, Dimension, Layer, Measure, Over, Release, System, Table};
use super::*;
use proptest::prelude::*;

/// A table with both margins; `inner` row by row.
pub(crate) fn square(inner: &[&[u64]]) -> Release {
    let names: Vec<String> = (0..10).map(|i| format!("c{i}")).collect();
    let parts: Vec<&str> = names.iter().map(String::as_str).collect();
    let (rows, columns) = (inner.len(), inner[0].len());
    let sum = |r: Option<usize>, c: Option<usize>| -> u64 {
        let rows = r.map_or(0..rows, |r| r..r + 1);
        rows.flat_map(|r| c.map_or(0..columns, |c| c..c + 1).map(move |c| inner[r][c])).sum()
    };
    let mut cells = Vec::new();
    for r in 0..=rows {
        for c in 0..=columns {
            cells.push(Cell::count(&[r, c], sum(r.checked_sub(1), c.checked_sub(1))));
        }
    }
    Release {
        dimensions: vec![
            Dimension::flat("row", Over::Respondents, "all", &parts[..rows]),
            Dimension::flat("column", Over::Respondents, "all", &parts[..columns]),
        ],
        layers: vec![Layer { id: "n".into(), measure: Measure::Count, of: None }],
        tables: vec![Table { id: "t".into(), layer: 0, dimensions: vec![0, 1], cells }],
        links: Vec::new(),
    }
}

/// Withholds cells of a square by `(row, column)`, counted from 1.
fn intervals(inner: &[&[u64]], hidden: &[(usize, usize)]) -> Vec<(f64, f64, bool)> {
    let system = System::of(&square(inner)).unwrap();
    let withheld: Vec<bool> = system.cells.iter().map(|cell| hidden.contains(&(cell.codes[0], cell.codes[1]))).collect();
    let found = audit(&system, &withheld);
    found.intervals.iter().map(|i| ((i.low * 1e6).round() / 1e6, (i.high * 1e6).round() / 1e6, i.protected)).collect()
}

const HAND: [&[u64]; 3] = [&[20, 50, 10, 25], &[4, 30, 12, 40], &[18, 15, 22, 31]];

#[test]
fn a_single_blank_is_found_exactly() {
    assert_eq!(intervals(&HAND, &[(2, 1)]), [(4.0, 4.0, false)]);
    assert_eq!(intervals(&HAND, &[(2, 1), (2, 2)]), [(4.0, 4.0, false), (30.0, 30.0, false)]);
}

#[test]
fn a_rectangle_is_as_wide_as_its_least_corners() {
    let expect = [(8.0, 24.0, true), (6.0, 22.0, true), (0.0, 16.0, true), (0.0, 16.0, true)];
    assert_eq!(intervals(&HAND, &[(1, 1), (1, 3), (2, 1), (2, 3)]), expect);
}

#[test]
fn a_rectangle_can_be_too_narrow_without_being_exact() {
    let narrow: [&[u64]; 2] = [&[2, 1], &[1, 100]];
    let expect = [(0.0, 3.0, false), (0.0, 3.0, false), (0.0, 3.0, false), (98.0, 101.0, false)];
    assert_eq!(intervals(&narrow, &[(1, 1), (1, 2), (2, 1), (2, 2)]), expect);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_truth_is_inside(counts in prop::collection::vec(0_u64..40, 12), hidden in prop::collection::vec(any::<bool>(), 20)) {
        let rows: Vec<&[u64]> = counts.chunks(4).collect();
        let system = System::of(&square(&rows)).unwrap();
        let withheld: Vec<bool> = (0..system.cells.len()).map(|cell| hidden[cell]).collect();
        for interval in audit(&system, &withheld).intervals {
            let value = system.cells[interval.cell].value;
            prop_assert!(interval.low <= value && value <= interval.high, "{interval:?} {value}");
        }
    }
}
