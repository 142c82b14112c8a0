//! The records of old: the header, a record for each variable and each element that a text
//! goes on in, value labels of numbers and of texts up to eight bytes.

use super::super::release::About;
use super::super::said::{cut, one_line};
use super::bytecode::BIAS;
use super::layout::{Bytes, Column, Layout, Missing, Shape};
use crate::base::Lang;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The text in exactly so many bytes, filled up with spaces. NUL, where readers stop, is one.
pub(super) fn padded(text: &str, bytes: usize) -> Vec<u8> {
    let mut out = text.replace('\0', " ").into_bytes();
    out.resize(bytes, b' ');
    out
}

/// A number of the dictionary; what is larger cannot be, for lengths are bounded before.
pub(super) fn int(value: usize) -> [u8; 4] {
    i32::try_from(value).unwrap_or(i32::MAX).to_le_bytes()
}

/// The header of a file of so many rows.
pub(super) fn header(about: &About, layout: &Layout, rows: usize, lang: Lang) -> Vec<u8> {
    let date = String::from(about.date);
    let part = |from: usize, to: usize| date.get(from..to).unwrap_or_default();
    let month = part(5, 7).parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?)).copied().unwrap_or("Jan");
    let created = [part(8, 10), " ", month, " ", part(2, 4)].concat();
    [
        b"$FL2".as_slice(),
        &padded("@(#) SPSS DATA FILE phieu", 60),
        &int(2),
        &int(layout.elements()),
        // Packed; no weight.
        &int(1),
        &int(0),
        &i32::try_from(rows).unwrap_or(-1).to_le_bytes(),
        &BIAS.to_le_bytes(),
        created.as_bytes(),
        b"00:00:00",
        &padded(&cut(&one_line(about.title.get(lang)), 64).0, 64),
        &[0; 3],
    ]
    .concat()
}

/// The records of a variable: one an element, the first of each segment with a name.
pub(super) fn variable(column: &Column) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, (width, short)) in column.shape.segments().into_iter().zip(&column.short).enumerate() {
        out.extend(if at == 0 { first(column, width, short) } else { plain(width, short) });
        for _ in 1..width.div_ceil(8) {
            out.extend([&int(2)[..], &(-1_i32).to_le_bytes(), &[0; 16], &padded("", 8)].concat());
        }
    }
    out
}

fn format(shape: Shape, width: usize) -> [u8; 4] {
    let [decimals, width, kind] = match shape {
        Shape::Number { decimals } => [decimals, 8 + decimals, 5],
        Shape::Text { .. } => [0, u8::try_from(width).unwrap_or(u8::MAX), 1],
    };
    [decimals, width, kind, 0]
}

fn plain(width: usize, short: &str) -> Vec<u8> {
    let format = format(Shape::Text { bytes: width }, width);
    [&int(2)[..], &int(width), &[0; 8], &format, &format, &padded(short, 8)].concat()
}

fn first(column: &Column, width: usize, short: &str) -> Vec<u8> {
    let format = format(column.shape, width);
    let missing = missing(column);
    let label = if column.label.is_empty() {
        Vec::new()
    } else {
        [&int(column.label.len())[..], &padded(&column.label, column.label.len().next_multiple_of(4))].concat()
    };
    let has_label = int(usize::from(!column.label.is_empty()));
    [&int(2)[..], &int(width), &has_label, &missing.0.to_le_bytes(), &format, &format, &padded(short, 8), &label, &missing.1].concat()
}

/// How many missing codes there are, negative for a range, and their bytes. Those of texts
/// over eight bytes are in an extension.
fn missing(column: &Column) -> (i32, Vec<u8>) {
    match &column.missing {
        Missing::Range(low, high) => (-2, [low.to_le_bytes(), high.to_le_bytes()].concat()),
        Missing::Values(_) if is_long(column) => (0, Vec::new()),
        Missing::Values(values) => (i32::try_from(values.len()).unwrap_or(0), values.iter().flat_map(value).collect()),
    }
}

/// Whether values do not fit into eight bytes.
pub(super) fn is_long(column: &Column) -> bool {
    match column.shape {
        Shape::Number { .. } => false,
        Shape::Text { bytes } => bytes > 8,
    }
}

fn value(value: &Bytes) -> Vec<u8> {
    match value {
        Bytes::Number(number) => number.to_le_bytes().to_vec(),
        Bytes::Text(text) => padded(text, 8),
    }
}

/// Value labels, each set with the variable that it belongs to.
pub(super) fn value_labels(layout: &Layout) -> Vec<u8> {
    let mut out = Vec::new();
    for column in layout.columns.iter().filter(|column| !column.labels.is_empty() && !is_long(column)) {
        out.extend([int(3), int(column.labels.len())].concat());
        for (of, label) in &column.labels {
            out.extend(value(of));
            out.push(u8::try_from(label.len()).unwrap_or(u8::MAX));
            out.extend(padded(label, (label.len() + 1).next_multiple_of(8) - 1));
        }
        out.extend([int(4), int(1), int(column.element)].concat());
    }
    out
}
