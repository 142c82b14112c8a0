//! A table of text cells as CSV and back. What a spreadsheet would run as a formula is
//! made text by an apostrophe (OWASP, "CSV Injection"), which reading takes away again:
//! invariant: every table comes back as it went out, but for spaces around cells.

use super::grid::Grid;
use crate::base::Finding;
use crate::dataset::csv::sheet;

/// A table as a Vietnamese Excel opens it: BOM, `;`, CRLF.
pub fn write(grid: &Grid) -> Vec<u8> {
    let line = |cells: &[String]| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(";");
    let lines = std::iter::once(&grid.header).chain(&grid.rows).map(|cells| line(cells) + "\r\n");
    ["\u{feff}".to_owned(), lines.collect()].concat().into_bytes()
}

/// Reads CSV in any of the dialects that the program knows.
pub fn read(bytes: &[u8]) -> (Grid, Vec<Finding>) {
    let (sheet, findings) = sheet(bytes);
    let Some(sheet) = sheet else {
        return (Grid::default(), findings);
    };
    let rows = sheet.records().map(|record| record.cells.iter().map(bare).collect());
    let header: Vec<String> = sheet.header.iter().map(|cell| bare(cell)).collect();
    (Grid::new(&header.iter().map(String::as_str).collect::<Vec<_>>(), rows.collect()), findings)
}

/// Whether a spreadsheet would run a text, behind apostrophes of ours.
fn runs(text: &str) -> bool {
    let first = text.trim_start_matches('\'').trim_start_matches(' ').chars().next();
    first.is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'))
}

fn quoted(cell: &str) -> String {
    let text = if runs(cell) { ["'", cell].concat() } else { cell.to_owned() };
    let quotes = text.contains([',', ';', '\t', '"', '\n', '\r']);
    if quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn bare(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if runs(rest) => rest.to_owned(),
        Some(_) | None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_become_text_and_come_back() {
        for (text, expect) in
            [("=1+1", "'=1+1"), ("'=1", "''=1"), ("-5", "'-5"), ("'tên", "'tên"), ("a;b", "\"a;b\""), ("a\"b", "\"a\"\"b\"")]
        {
            assert_eq!(quoted(text), expect);
        }
    }

    proptest! {
        #[test]
        fn a_table_comes_back(rows in prop::collection::vec(prop::collection::vec("[ '=+@a-zĐđ;,\"\n-]{0,6}", 3), 0..6)) {
            let grid = Grid::new(&["Đơn vị", "=b", "c"], rows.clone());
            let text = write(&grid);
            let (again, findings) = read(&text);
            prop_assert_eq!(findings, vec![]);
            prop_assert_eq!(&again.header, &grid.header);
            // A row of nothing but one empty line is no row of a CSV file; ours have delimiters.
            prop_assert_eq!(&again.rows, &rows);
        }

        #[test]
        fn nothing_that_runs_leaves(cell in "[ '=+@\t-]{0,3}[a-z]{0,3}") {
            let written = String::from_utf8(write(&Grid::new(&[&cell], Vec::new()))).unwrap();
            let first = written.trim_start_matches(['\u{feff}', '"']).trim_start_matches(' ').chars().next();
            prop_assert!(!first.is_some_and(|first| "=+-@\t".contains(first)), "{:?}", written);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let (grid, _) = read(&bytes);
            prop_assert!(grid.rows.len() <= 200);
        }
    }
}
