//! A table as text cells: what a reader of CSV or of a workbook gives, and what a
//! writer takes. Nothing here knows a file format, so every table of the index comes
//! and goes through any of them. A place is `row 17, column Lý do`, row 1 the header.

use crate::dataset::mapping::fold;

/// A header and its rows. A row may be short; what is missing is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// Headers, as given.
    pub header: Vec<String>,
    /// Rows below it, in the file's order.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid of texts.
    pub fn new(header: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self { header: header.iter().map(|&text| text.to_owned()).collect(), rows }
    }

    /// The column whose header is one of `names`, compared without case, marks and
    /// spaces; an earlier name wins.
    pub fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|header| fold(header) == *name))
    }

    /// A cell, trimmed; empty beyond the row's end.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|cells| cells.get(column)).map_or("", |cell| cell.trim())
    }

    /// A cell of a column that may not be there.
    pub fn optional(&self, row: usize, column: Option<usize>) -> &str {
        column.map_or("", |column| self.cell(row, column))
    }

    /// Where a row stands in the file.
    pub fn row_place(row: usize) -> String {
        format!("row {}", row + 2)
    }

    /// Where a cell stands in the file.
    pub fn place(&self, row: usize, column: usize) -> String {
        format!("row {}, column {}", row + 2, self.header.get(column).map_or("", |header| header.trim()))
    }

    /// Whether every cell of a row is empty.
    pub fn is_blank(&self, row: usize) -> bool {
        self.rows.get(row).is_none_or(|cells| cells.iter().all(|cell| cell.trim().is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_without_marks_and_short_rows_are_empty() {
        let grid = Grid::new(&["Đơn vị", " Tự chấm "], vec![vec!["STP".into()], vec![String::new()]]);
        assert_eq!(grid.find(&["unit", "don_vi"]), Some(0));
        assert_eq!(grid.find(&["tu_cham"]), Some(1));
        assert_eq!((grid.cell(0, 1), grid.cell(9, 0), grid.optional(0, None)), ("", "", ""));
        assert_eq!(grid.place(0, 1), "row 2, column Tự chấm");
        assert!(grid.is_blank(1) && !grid.is_blank(0));
    }
}
