//! Sheets of an XLSX workbook as tables of cells. A workbook is a zip, and a zip can be a
//! bomb: its sizes are looked at and every part is unpacked once, within a budget, before
//! the reader of workbooks sees it. Cells are taken one by one, since a single cell at the
//! far corner of a sheet would make a dense table of seventeen billion.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;
use zip::result::ZipError;

use super::xlsx_parts::{hidden_rows, sheet_paths};
use crate::base::Finding;
use crate::base::grid::{Cell, Content, Grid, MOST_COLUMNS, MOST_ROWS, Merged, Row, Sheets};
use crate::base::number::plain;

/// Most bytes that a workbook may unpack to.
const MOST_UNPACKED: u64 = 100 << 20;
/// Most parts of a workbook.
const MOST_PARTS: usize = 2_000;
/// Most sheets that are read.
const MOST_SHEETS: usize = 30;

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Reads the sheets that are shown, each with its rows.
///
/// # Errors
/// A file that is no workbook, is cut off, has a password, or would unpack to too much.
pub fn read(bytes: &[u8]) -> Sheets {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| vec![of_zip(&error)])?;
    check_kind(&zip)?;
    let parts = unpack(&mut zip)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| vec![of_book(&error)])?;
    let paths = sheet_paths(&parts);
    let shown: Vec<(usize, String)> = (book.sheets_metadata().iter().enumerate())
        .filter(|(_, sheet)| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|(at, sheet)| (at, sheet.name.clone()))
        .take(MOST_SHEETS)
        .collect();
    let mut grids = Vec::new();
    for (at, name) in shown {
        let hidden = paths.get(at).and_then(|path| parts.get(path)).map(|xml| hidden_rows(xml)).unwrap_or_default();
        let mut grid = sheet(&mut book, &name).map_err(|error| vec![of_book(&error)])?;
        for row in &mut grid.rows {
            row.hidden = hidden.contains(&row.number);
        }
        if !grid.rows.is_empty() {
            grids.push(grid);
        }
    }
    if grids.is_empty() { fault("table_empty", "") } else { Ok(grids) }
}

fn fault<T>(code: &str, value: &str) -> Result<T, Vec<Finding>> {
    Err(vec![Finding::error(code, "", value)])
}

fn of_zip(error: &ZipError) -> Finding {
    if let ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) = error {
        return Finding::error("table_password", "", "");
    }
    Finding::error("table_truncated", "", error.to_string())
}

fn of_book(error: &XlsxError) -> Finding {
    if matches!(error, XlsxError::Password) {
        return Finding::error("table_password", "", "");
    }
    Finding::error("table_truncated", "", error.to_string())
}

/// What a zip is that is no workbook of this kind.
fn check_kind(zip: &Zip<'_>) -> Result<(), Vec<Finding>> {
    if zip.len() > MOST_PARTS {
        return fault("table_bomb", &(MOST_UNPACKED >> 20).to_string());
    }
    let has = |start: &str| zip.file_names().flatten().any(|name| name.trim_start_matches('/').starts_with(start));
    if has("xl/workbook.xml") {
        return Ok(());
    }
    if has("xl/workbook.bin") {
        return fault("table_other_workbook", ".xlsb");
    }
    if has("content.xml") {
        return fault("table_other_workbook", ".ods");
    }
    fault(if has("word/") { "table_word" } else { "table_archive" }, "")
}

/// The parts that are looked at here, after every part was unpacked within the budget. What
/// the directory says is asked first; what comes out is counted all the same.
fn unpack(zip: &mut Zip<'_>) -> Result<BTreeMap<String, String>, Vec<Finding>> {
    let limit = (MOST_UNPACKED >> 20).to_string();
    let mut declared = 0_u64;
    for at in 0..zip.len() {
        let part = zip.by_index_raw(at).map_err(|error| vec![of_zip(&error)])?;
        if part.encrypted() {
            return fault("table_password", "");
        }
        declared = declared.saturating_add(part.size());
    }
    if declared > MOST_UNPACKED {
        return fault("table_bomb", &limit);
    }
    let (mut left, mut parts) = (MOST_UNPACKED, BTreeMap::new());
    for at in 0..zip.len() {
        let part = zip.by_index(at).map_err(|error| vec![of_zip(&error)])?;
        // A part whose name cannot be read is none that is looked at here.
        let name = part.name().map(|name| name.trim_start_matches('/').to_owned()).unwrap_or_default();
        let mut text = Vec::new();
        part.take(left + 1).read_to_end(&mut text).map_err(|error| vec![Finding::error("table_truncated", "", error.to_string())])?;
        left = match left.checked_sub(text.len() as u64) {
            Some(left) => left,
            None => return fault("table_bomb", &limit),
        };
        let wanted = name.starts_with("xl/worksheets/") || name.starts_with("xl/workbook") || name.starts_with("xl/_rels/");
        if let (true, Ok(text)) = (wanted, String::from_utf8(text)) {
            parts.insert(name, text);
        }
    }
    Ok(parts)
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Grid, XlsxError> {
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut cells = book.worksheet_cells_reader(name)?;
    // One row and one column more than the limit, so that the limit is seen to be passed.
    while let Some(found) = cells.next_cell()? {
        let (row, column) = found.get_position();
        let cell = cell(found.get_value());
        if cell.text.is_empty() {
            continue;
        }
        if rows.len() > MOST_ROWS as usize && !rows.contains_key(&row) {
            break;
        }
        let row = rows.entry(row).or_default();
        let column = column.min(MOST_COLUMNS) as usize;
        if row.len() <= column {
            row.resize(column + 1, Cell::default());
        }
        row[column] = cell;
    }
    drop(cells);
    let row = |(at, cells): (u32, Vec<Cell>)| Row { number: at.saturating_add(1), hidden: false, cells };
    let rows = rows.into_iter().map(row).collect();
    let merged = book.merge_cells_by_sheet_name(name)?;
    let area = |area: &calamine::Dimensions| Merged {
        rows: (area.start.0.saturating_add(1), area.end.0.saturating_add(1)),
        columns: (area.start.1, area.end.1),
    };
    Ok(Grid { sheet: name.to_owned(), rows, merged: merged.iter().map(area).collect() })
}

fn cell(value: &DataRef<'_>) -> Cell {
    let (text, content) = match Data::from(value.clone()) {
        Data::Int(number) => (number.to_string(), Content::Number),
        Data::Float(number) => (plain(number), Content::Number),
        Data::String(text) => (text, Content::Text),
        Data::Bool(truth) => (if truth { "TRUE" } else { "FALSE" }.to_owned(), Content::Text),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            (format!("{day}/{month}/{year}"), Content::Date)
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => (text, Content::Date),
        Data::Error(error) => (error.to_string(), Content::Error),
        Data::Empty => (String::new(), Content::Text),
    };
    Cell { text: text.trim().replace("\r\n", "\n").replace('\r', "\n").replace("_x000D_", ""), content }
}
