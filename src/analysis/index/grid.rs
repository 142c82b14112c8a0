//! A table as text cells: a header and what stands below it, of CSV, of pasted text or of
//! a workbook's sheet; and what a writer takes. Nothing here knows a file format, so
//! every table of the index comes and goes through any of them. A place is
//! `row 17, column Lý do`, the row as people see it.

use crate::base::grid;
use crate::dataset::mapping::fold;

/// A header and its rows. A row may be short; what is missing is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// Headers, as given.
    pub header: Vec<String>,
    /// Rows below it, in the file's order.
    pub rows: Vec<Vec<String>>,
    /// The sheet it stands in; empty for text.
    sheet: String,
    /// The rows' numbers; where there are none, the header is row 1.
    numbers: Vec<u32>,
}

impl Grid {
    /// A grid of texts.
    pub fn new(header: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self { header: header.iter().map(|&text| text.to_owned()).collect(), rows, ..Self::default() }
    }

    /// The table whose header is the `head`th row of a sheet, from 0; what stands above it,
    /// such as a title, is no part of it.
    pub fn below(sheet: &grid::Grid, head: usize) -> Self {
        let texts = |row: &grid::Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
        let rows = || sheet.rows.iter().skip(head + 1);
        Self {
            header: sheet.rows.get(head).map_or_else(Vec::new, texts),
            rows: rows().map(texts).collect(),
            sheet: sheet.sheet.clone(),
            numbers: rows().map(|row| row.number).collect(),
        }
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
    pub fn row_place(&self, row: usize) -> String {
        let number = self.numbers.get(row).map_or(row + 2, |number| *number as usize);
        if self.sheet.is_empty() { format!("row {number}") } else { format!("sheet {}, row {number}", self.sheet) }
    }

    /// Where a cell stands in the file.
    pub fn place(&self, row: usize, column: usize) -> String {
        [self.row_place(row).as_str(), ", column ", self.header.get(column).map_or("", |header| header.trim())].concat()
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

    #[test]
    fn a_table_of_a_sheet_keeps_its_rows_numbers() {
        let (mut sheet, _) = grid::Grid::of_text("Phụ lục;\n\nĐơn vị;Tự chấm\nSTP;12,5\n");
        sheet.sheet = "Biểu 1".to_owned();
        let grid = Grid::below(&sheet, 1);
        assert_eq!((grid.cell(0, 1), grid.place(0, 1).as_str()), ("12,5", "sheet Biểu 1, row 4, column Tự chấm"));
        assert_eq!(Grid::below(&sheet, 9), Grid { sheet: "Biểu 1".to_owned(), ..Grid::default() });
    }
}
