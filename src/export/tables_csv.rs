//! A released table as CSV: one row a cell, a code and a label for each dimension, a column
//! for each measure, the disclosure mark and the quality mark. RFC 4180 with CR LF; the
//! dialect for Excel has BOM, `;` and decimal comma. Headers are cells too: what a
//! spreadsheet would run is made text.

use super::out::{Fault, Out};
use super::release::{Cell, Style, Table, mark};
use crate::base::delimited::cell as quoted;
use crate::base::{Lang, Text};

/// The headers as they stand in the file, unquoted: CSVW must say the same.
pub(super) fn heads(table: &Table, lang: Lang) -> Vec<String> {
    table.columns().iter().map(|(_, label): &(String, Text)| label.get(lang).to_owned()).collect()
}

/// Writes the table.
///
/// # Errors
/// [`Fault::Stopped`].
pub fn write(table: &Table, style: Style, out: &mut Out<'_>) -> Result<(), Fault> {
    out.put(style.dialect.begin().as_bytes())?;
    let heads: Vec<String> = heads(table, style.lang).iter().map(|head| quoted(head)).collect();
    out.put(style.dialect.line(&heads).as_bytes())?;
    for cell in table.cells() {
        out.put(style.dialect.line(&cells(table, cell, style)).as_bytes())?;
        out.step();
    }
    Ok(())
}

fn cells(table: &Table, cell: &Cell, style: Style) -> Vec<String> {
    let keys = table.codes(cell).flat_map(|code| [quoted(&code.code), quoted(code.label.get(style.lang))]);
    let numbers = cell.figures.iter().map(|figure| {
        let shown = figure.get().copied().flatten();
        shown.map_or_else(String::new, |number| number.text(style.dialect.numbers()))
    });
    keys.chain(numbers).chain(mark(cell, style.lang).map(|text| quoted(&text))).collect()
}
