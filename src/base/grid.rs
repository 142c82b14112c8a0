//! A table of cells as people see it, whatever file it stood in: rows with the numbers
//! and columns with the letters that Excel shows, so that a finding can say "B7". Cells
//! keep what kind of value they were; what they mean is for the reader of the table.

use serde::{Deserialize, Serialize};

use super::delimited::{self, Record};
use super::{Finding, legacy};

/// Separators of pasted text and of CSV files. Excel's clipboard has tabs.
const SEPARATORS: [u8; 4] = [b'\t', b';', b',', b'|'];
/// Lines that a separator is guessed from.
const LOOKED_AT: usize = 30;
/// Most rows of a table; a province has some hundred units.
pub const MOST_ROWS: u32 = 5_000;
/// Most columns of a table.
pub const MOST_COLUMNS: u32 = 200;

/// What a cell was in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// Text, and every cell of pasted text.
    #[default]
    Text,
    /// A number that the spreadsheet knew as one; its text is a plain decimal.
    Number,
    /// A date or a time.
    Date,
    /// A formula that failed, such as `#REF!`.
    Error,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Its text, without spaces around it.
    pub text: String,
    /// What it was.
    pub content: Content,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number as people see it, from 1.
    pub number: u32,
    /// The spreadsheet does not show it.
    pub hidden: bool,
    /// Its cells; rows may differ in length.
    pub cells: Vec<Cell>,
}

/// Cells that were made one: rows from 1, columns from 0, all included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

/// What the reader of workbooks gives: the sheets that have anything in them.
pub type Sheets = Result<Vec<Grid>, Vec<Finding>>;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grid {
    /// Name of the sheet; empty for text.
    pub sheet: String,
    /// Its rows; rows without any cell are left out.
    pub rows: Vec<Row>,
    /// Its merged cells.
    pub merged: Vec<Merged>,
}

impl std::fmt::Display for Merged {
    /// `B2:C4`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let column = |column: u32| letters(column as usize);
        write!(f, "{}{}:{}{}", column(self.columns.0), self.rows.0, column(self.columns.1), self.rows.1)
    }
}

impl Cell {
    /// A cell of text.
    pub fn text(text: &str) -> Self {
        Self { text: text.trim().to_owned(), content: Content::Text }
    }
}

impl Row {
    /// A cell; beyond the last one they are empty.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.as_str())
    }

    /// Cells up to the last one that is not empty.
    pub fn width(&self) -> usize {
        self.cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1)
    }
}

impl Grid {
    /// A table from text, its separator guessed. An error means that it cannot be read.
    pub fn of_text(text: &str) -> (Self, Vec<Finding>) {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        if text.trim().is_empty() {
            return (Self::default(), vec![Finding::error("table_empty", "", "")]);
        }
        let separator = separator(&text);
        if let Some(line) = open_quote(&text, separator) {
            return (Self::default(), vec![Finding::error("table_open_quote", place("", line, None), "")]);
        }
        let rows: Vec<Row> = delimited::records(&text, separator).map(|record| row(&record)).collect();
        let rows: Vec<Row> = rows.into_iter().filter(|row| row.width() > 0).collect();
        let mut findings = Vec::new();
        if rows.iter().all(|row| row.width() <= 1) {
            let first = rows.first().map_or("", |row| row.text(0));
            findings.push(Finding::error("table_one_column", place("", rows.first().map_or(1, |row| row.number), None), first));
        }
        let mut grid = Self { rows, ..Self::default() };
        findings.extend(grid.modernise());
        findings.extend(grid.too_large());
        (grid, findings)
    }

    /// Makes Unicode of cells that were typed in a font of the time before it, and one
    /// letter of a vowel with combining marks. The finding says that names must be looked at.
    pub fn modernise(&mut self) -> Option<Finding> {
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.text = legacy::compose(&cell.text);
        }
        let is_byte = |c: char| u32::from(c) <= 0xff;
        let is_old = |cell: &&mut Cell| !cell.text.is_ascii() && cell.text.chars().all(is_byte) && !legacy::is_sound(&cell.text);
        let texts: Vec<String> = self.rows.iter_mut().flat_map(|row| &mut row.cells).filter(is_old).map(|cell| cell.text.clone()).collect();
        let all = texts.join("\n");
        let (encoding, _) = legacy::detect(&all).ok()?;
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells).filter(is_old) {
            cell.text = encoding.decode(&cell.text);
        }
        let at = if self.sheet.is_empty() { String::new() } else { ["sheet ", &self.sheet].concat() };
        Some(Finding::warning("table_old_font", at, encoding.name()))
    }

    /// What is wrong with its size.
    pub fn too_large(&self) -> Option<Finding> {
        let limit = MOST_ROWS as usize;
        if let Some(row) = self.rows.get(limit) {
            return Some(Finding::error("table_too_long", place(&self.sheet, row.number, None), MOST_ROWS.to_string()));
        }
        let wide = self.rows.iter().find(|row| row.width() > MOST_COLUMNS as usize)?;
        Some(Finding::error("table_too_wide", place(&self.sheet, wide.number, None), MOST_COLUMNS.to_string()))
    }

    /// The merged cells that this cell is part of.
    pub fn merged_at(&self, row: u32, column: usize) -> Option<&Merged> {
        let holds = |merged: &&Merged| {
            (merged.rows.0..=merged.rows.1).contains(&row)
                && (merged.columns.0 as usize..=merged.columns.1 as usize).contains(&column)
                && (merged.rows.0 < merged.rows.1 || merged.columns.0 < merged.columns.1)
        };
        self.merged.iter().find(holds)
    }

    /// Where a cell, or a whole row, is.
    pub fn at(&self, row: u32, column: Option<usize>) -> String {
        place(&self.sheet, row, column)
    }
}

/// `sheet Units, cell B7`, or for text `row 7, column B`.
fn place(sheet: &str, row: u32, column: Option<usize>) -> String {
    match (sheet, column) {
        ("", None) => format!("row {row}"),
        ("", Some(column)) => format!("row {row}, column {}", letters(column)),
        (sheet, None) => format!("sheet {sheet}, row {row}"),
        (sheet, Some(column)) => format!("sheet {sheet}, cell {}{row}", letters(column)),
    }
}

/// The letters of a column, from 0: A, B, … Z, AA.
pub fn letters(column: usize) -> String {
    let (mut rest, mut out) = (column + 1, Vec::new());
    while rest > 0 {
        out.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(rest - 1) % 26]);
        rest = (rest - 1) / 26;
    }
    out.iter().rev().map(|&letter| char::from(letter)).collect()
}

fn row(record: &Record) -> Row {
    let number = u32::try_from(record.line).unwrap_or(u32::MAX);
    Row { number, hidden: false, cells: record.cells.iter().map(Cell::text).collect() }
}

/// The separator that most lines have equally often; names may have commas in them.
fn separator(text: &str) -> u8 {
    let lines = text.split('\n').filter(|line| !line.trim().is_empty()).take(LOOKED_AT);
    let counts: Vec<[usize; 4]> = lines.map(|line| delimited::counts(line, SEPARATORS)).collect();
    let mut best = ((0, 0), SEPARATORS[0]);
    for (i, separator) in SEPARATORS.into_iter().enumerate() {
        let alike = |times: usize| counts.iter().filter(|line| line[i] == times).count();
        let most = counts.iter().map(|line| line[i]).filter(|&times| times > 0).map(|times| (alike(times), times)).max();
        if let Some(most) = most.filter(|most| *most > best.0) {
            best = (most, separator);
        }
    }
    best.1
}

/// The line of the record in which a quote was not closed.
fn open_quote(text: &str, separator: u8) -> Option<u32> {
    if !delimited::has_open_quote(text) {
        return None;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let starts: Vec<usize> = delimited::records(text, separator).filter_map(|record| usize::try_from(record.line).ok()).collect();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([lines.len()]);
    let odd = starts.iter().zip(ends).find(|(start, end)| {
        let part = lines.get(**start - 1..*end).unwrap_or_default();
        part.iter().map(|line| line.matches('"').count()).sum::<usize>() % 2 == 1
    });
    Some(odd.and_then(|(start, _)| u32::try_from(*start).ok()).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let (grid, findings) = Grid::of_text(text);
        assert_eq!(findings, [], "{text}");
        grid.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
    }

    fn fault(text: &str) -> (String, String) {
        let (_, mut findings) = Grid::of_text(text);
        let found = findings.remove(0);
        (found.code, found.at)
    }

    #[test]
    fn every_separator_gives_the_same_table() {
        let expect = [["Mã", "Tên"], ["S1", "Sở Văn hóa, Thể thao"], ["S2", "Sở Y tế"]];
        for separator in ["\t", ";", "|"] {
            for end in ["\n", "\r\n", "\r"] {
                let text = ["\u{feff}Mã;Tên", "S1;Sở Văn hóa, Thể thao", "", "S2; Sở Y tế "].join(end).replace(';', separator);
                assert_eq!(read(&text), expect, "{separator:?} {end:?}");
            }
        }
        assert_eq!(read("Mã,Tên\nS1,\"Sở Văn hóa, Thể thao\"\nS2,Sở Y tế"), expect);
    }

    #[test]
    fn lines_are_those_of_the_text() {
        let (grid, _) = Grid::of_text("a;b\n\n\"1\n2\";3\n4;5\n");
        assert_eq!(grid.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 5]);
        assert_eq!(grid.rows[1].text(0), "1\n2");
    }

    #[test]
    fn what_is_no_table_says_where() {
        assert_eq!(fault("").0, "table_empty");
        assert_eq!(fault("\u{feff} \n \n").0, "table_empty");
        assert_eq!(fault("Mã:Tên\nS1:Sở Y tế"), ("table_one_column".into(), "row 1".into()));
        assert_eq!(fault("a;b\n1;\"2\n3;4\n5;6"), ("table_open_quote".into(), "row 2".into()));
        assert_eq!(fault("a;b\n1;x\"y\n3;4"), ("table_open_quote".into(), "row 2".into()));
        let long = "a;b\n".repeat(MOST_ROWS as usize + 1);
        assert_eq!(fault(&long), ("table_too_long".into(), "row 5001".into()));
        assert_eq!(fault(&";x".repeat(201)), ("table_too_wide".into(), "row 1".into()));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 1, 25, 26, 51, 52, 701, 702].map(letters), ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_merged_cell_covers_more_than_one() {
        let merged = |rows, columns| Grid { merged: vec![Merged { rows, columns }], ..Grid::default() };
        assert!(merged((2, 4), (1, 1)).merged_at(3, 1).is_some());
        assert!(merged((2, 4), (1, 1)).merged_at(5, 1).is_none());
        assert!(merged((2, 2), (1, 3)).merged_at(2, 3).is_some());
        assert!(merged((2, 2), (1, 1)).merged_at(2, 1).is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[a-c\"\t;,|\n\r\u{feff} ]{0,60}") {
            let (grid, _) = Grid::of_text(&text);
            prop_assert!(grid.rows.windows(2).all(|pair| pair[0].number < pair[1].number));
        }
    }
}
