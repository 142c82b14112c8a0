//! SPSS system files: variable labels, value labels, missing codes, UTF-8, rows packed by
//! the bytecode. Source: "System File Format", *GNU PSPP developers' guide*.
//!
//! What the format cannot hold is said, not lost in silence: labels are cut (256 and 120
//! bytes), names are made plain, more missing codes than it can say are refused.

mod bytecode;
mod dictionary;
mod extension;
mod layout;

use super::out::{Fault, Out};
use super::release::{About, RowSet, Value};
use crate::base::{Finding, Lang};
use bytecode::{Packed, Packer};
use layout::{Layout, Shape};

/// Writes the rows; labels in a language.
///
/// # Errors
/// `sav_missing` where missing codes cannot be said, `sav_text` for texts over 32 767 bytes,
/// [`Fault::Stopped`]. What was cut comes back as warnings.
pub fn write(about: &About, rows: &RowSet, lang: Lang, out: &mut Out<'_>) -> Result<Vec<Finding>, Fault> {
    let mut warnings = Vec::new();
    let layout = Layout::of(rows, lang, &mut warnings).map_err(Fault::Found)?;
    out.put(&dictionary::header(about, &layout, rows.len(), lang))?;
    for column in &layout.columns {
        out.put(&dictionary::variable(column))?;
    }
    out.put(&dictionary::value_labels(&layout))?;
    out.put(&extension::all(&layout, rows.len()))?;
    data(rows, &layout, out)?;
    Ok(warnings)
}

/// The rows: each different value is packed once, a row puts them together.
fn data(rows: &RowSet, layout: &Layout, out: &mut Out<'_>) -> Result<(), Fault> {
    let shapes = layout.columns.iter().map(|column| column.shape);
    let packed: Vec<Vec<Packed>> =
        shapes.clone().enumerate().map(|(at, shape)| rows.distinct(at).map(|value| Packed::of(value, shape)).collect()).collect();
    let none: Vec<Packed> = shapes.map(|shape: Shape| Packed::of(Value::None, shape)).collect();
    let mut commands = Packer::default();
    for row in 0..rows.len() {
        for (at, (known, none)) in packed.iter().zip(&none).enumerate() {
            commands.put(rows.code(row, at).and_then(|code| known.get(code)).unwrap_or(none));
        }
        out.put(&commands.take())?;
        out.step();
    }
    out.put(&commands.finish())
}
