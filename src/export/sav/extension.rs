//! The records that came later: what the numbers are, how variables are shown, long names,
//! long texts, the number of rows, UTF-8, labels and missing codes of texts over eight bytes.

use super::dictionary::{int, is_long, padded};
use super::layout::{Bytes, Column, Layout, Missing, Shape};

/// Most bytes of a missing code of a text.
const CODE: usize = 8;

/// All of them, and the end of the dictionary.
pub(super) fn all(layout: &Layout, rows: usize) -> Vec<u8> {
    let columns = &layout.columns;
    let machine = [1, 0, 0, -1, 1, 1, 2, 65001].map(i32::to_le_bytes).concat();
    // Nothing, the greatest, and the least that is a number.
    let floats = [-f64::MAX, f64::MAX, (-f64::MAX).next_up()].map(f64::to_le_bytes).concat();
    let shown: Vec<u8> = columns.iter().flat_map(shown).collect();
    let names = columns.iter().filter_map(|column| Some(format!("{}={}", column.short.first()?, column.long)));
    let long: String = columns.iter().filter_map(long_text).collect();
    let count = [1, u64::try_from(rows).unwrap_or(u64::MAX)].map(u64::to_le_bytes).concat();
    let labels: Vec<u8> = columns.iter().filter(|column| is_long(column) && !column.labels.is_empty()).flat_map(labels).collect();
    let missing: Vec<u8> = columns.iter().filter(|column| is_long(column)).flat_map(missing).collect();
    [
        record(3, 4, &machine),
        record(4, 8, &floats),
        record(11, 4, &shown),
        record(13, 1, names.collect::<Vec<_>>().join("\t").as_bytes()),
        record(14, 1, long.as_bytes()),
        record(16, 8, &count),
        record(20, 1, b"UTF-8"),
        record(21, 1, &labels),
        record(22, 1, &missing),
        [int(999), int(0)].concat(),
    ]
    .concat()
}

/// A record of elements of `size` bytes; none where there is nothing to say.
fn record(kind: usize, size: usize, bytes: &[u8]) -> Vec<u8> {
    if bytes.is_empty() {
        return Vec::new();
    }
    [&int(7)[..], &int(kind), &int(size), &int(bytes.len() / size), bytes].concat()
}

/// How each record of a variable is shown: its measure, its width, its side.
fn shown(column: &Column) -> Vec<u8> {
    let scale = matches!(column.shape, Shape::Number { .. }) && column.labels.is_empty();
    let [measure, side] = match column.shape {
        Shape::Number { .. } if scale => [3, 1],
        Shape::Number { .. } => [2, 1],
        Shape::Text { .. } => [1, 0],
    };
    let each = |width: usize| [int(measure), int(width.clamp(8, 32)), int(side)].concat();
    column.shape.segments().into_iter().flat_map(each).collect()
}

/// `V00001=00300`, NUL, tab.
fn long_text(column: &Column) -> Option<String> {
    match column.shape {
        Shape::Text { bytes } if bytes > 255 => Some(format!("{}={bytes:05}\0\t", column.short.first()?)),
        Shape::Text { .. } | Shape::Number { .. } => None,
    }
}

fn counted(text: &str) -> Vec<u8> {
    [&int(text.len())[..], text.as_bytes()].concat()
}

fn labels(column: &Column) -> Vec<u8> {
    let Shape::Text { bytes } = column.shape else { return Vec::new() };
    let head = [counted(&column.long), int(bytes).to_vec(), int(column.labels.len()).to_vec()].concat();
    let each = column.labels.iter().flat_map(|(value, label)| match value {
        Bytes::Text(value) => [&int(bytes)[..], &padded(value, bytes), &counted(label)].concat(),
        Bytes::Number(_) => Vec::new(),
    });
    head.into_iter().chain(each).collect()
}

fn missing(column: &Column) -> Vec<u8> {
    let Missing::Values(values) = &column.missing else { return Vec::new() };
    if values.is_empty() {
        return Vec::new();
    }
    let codes = values.iter().flat_map(|value| match value {
        Bytes::Text(value) => padded(value, CODE),
        Bytes::Number(_) => Vec::new(),
    });
    let count = u8::try_from(values.len()).unwrap_or(0);
    [counted(&column.long), vec![count], int(CODE).to_vec()].concat().into_iter().chain(codes).collect()
}
