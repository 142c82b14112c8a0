//! Rows without names as CSV: a header of variable names, one row a questionnaire. Codes,
//! for programs, or labels, for people. Each different value is made a cell once.

use super::out::{Fault, Out};
use super::release::{Kind, RowSet, Style, Value, Variable};
use crate::base::{delimited, number};

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Codes, as the codebook has them.
    Codes,
    /// Their labels; values without one as they are.
    Labels,
}

/// Writes the rows.
///
/// # Errors
/// [`Fault::Stopped`].
pub fn write(rows: &RowSet, show: Show, style: Style, out: &mut Out<'_>) -> Result<(), Fault> {
    out.put(style.dialect.begin().as_bytes())?;
    let heads: Vec<String> = rows.variables().iter().map(|variable| delimited::cell(&variable.id)).collect();
    out.put(style.dialect.line(&heads).as_bytes())?;
    let cells = rows.by_code(|variable, value| cell(variable, value, show, style));
    let mut line = Vec::new();
    for row in 0..rows.len() {
        line.clear();
        for (at, cells) in cells.iter().enumerate() {
            if at > 0 {
                line.extend_from_slice(style.dialect.delimiter().as_bytes());
            }
            line.extend_from_slice(rows.code(row, at).and_then(|code| cells.get(code)).map_or("", String::as_str).as_bytes());
        }
        // An empty line would be no row.
        line.extend_from_slice(if line.is_empty() { b"\"\"\r\n" } else { b"\r\n" });
        out.put(&line)?;
        out.step();
    }
    Ok(())
}

fn cell(variable: &Variable, value: Value<'_>, show: Show, style: Style) -> String {
    if let (Show::Labels, Some(label)) = (show, variable.label_of(value)) {
        return delimited::cell(label.get(style.lang));
    }
    match value {
        Value::None => String::new(),
        Value::Number(number) => said(number, variable.kind, style),
        Value::Text(text) => delimited::cell(text),
    }
}

/// A number with its decimals: what came in as `2.50` goes out so.
fn said(value: f64, kind: Kind, style: Style) -> String {
    let places = match kind {
        Kind::Number { decimals } => usize::from(decimals),
        Kind::Text { .. } => 0,
    };
    number::decimal(value, places, style.dialect.numbers())
}
