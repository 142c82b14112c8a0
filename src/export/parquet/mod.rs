//! Parquet, for engines that are made for a nation's rows (`DuckDB`, Spark, Arrow): row groups
//! of dictionary pages, which is how the rows are held already, so that nothing is encoded
//! twice and a group is all that is in memory. Source: *Apache Parquet format* 2.10,
//! `parquet.thrift`.
//!
//! Written here because the crate `parquet` would make the worker 750 kB larger (165 kB
//! brotli), most of it encodings that are of no use for codes. Every column is optional:
//! no value is null. Not compressed: packed codes hardly shrink.

mod levels;
mod thrift;

use super::out::{Fault, Out};
use super::release::{About, Kind, RowSet, Value, Variable};
use super::said::one_line;
use crate::base::{Finding, Lang};
use levels::hybrid;
use thrift::Thrift;

/// Rows of a group: enough for an engine, little enough for a page.
const GROUP: usize = 1 << 17;
const MAGIC: &[u8; 4] = b"PAR1";

/// Physical types, encodings and page types of the format.
const DOUBLE: i32 = 5;
const INT32: i32 = 1;
const BYTE_ARRAY: i32 = 6;
const PLAIN: i32 = 0;
const RLE: i32 = 3;
const RLE_DICTIONARY: i32 = 8;

/// A column of a group, as the footer names it.
struct Chunk {
    dictionary: u64,
    data: u64,
    end: u64,
    values: usize,
}

struct Group {
    rows: usize,
    chunks: Vec<Chunk>,
}

/// Writes the rows. Labels, values and missing codes stand in the footer under the key
/// `phieu.codebook`, as JSON.
///
/// # Errors
/// `export_columns` where there is none, [`Fault::Stopped`].
pub fn write(about: &About, rows: &RowSet, out: &mut Out<'_>) -> Result<(), Fault> {
    if rows.variables().is_empty() {
        return Err(Fault::Found(vec![Finding::error("export_columns", "", "")]));
    }
    out.put(MAGIC)?;
    let mut at = 4;
    let dictionaries: Vec<(Vec<u8>, usize)> =
        rows.variables().iter().enumerate().map(|(at, variable)| dictionary(rows, at, variable)).collect();
    let mut groups = Vec::new();
    let mut from = 0;
    while from < rows.len() {
        let to = rows.len().min(from + GROUP);
        let mut chunks = Vec::with_capacity(dictionaries.len());
        for (variable, (plain, distinct)) in dictionaries.iter().enumerate() {
            let (dictionary, data) = (dictionary_page(plain, *distinct), data_page(rows, variable, from..to, *distinct));
            let (start, middle) = (at, at + length(&dictionary));
            at = middle + length(&data);
            chunks.push(Chunk { dictionary: start, data: middle, end: at, values: to - from });
            out.put(&dictionary)?;
            out.put(&data)?;
        }
        (from..to).for_each(|_| out.step());
        groups.push(Group { rows: to - from, chunks });
        from = to;
    }
    let footer = footer(about, rows, &groups);
    out.put(&footer)?;
    out.put(&u32::try_from(footer.len()).unwrap_or(u32::MAX).to_le_bytes())?;
    out.put(MAGIC)
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn size(bytes: &[u8]) -> i32 {
    i32::try_from(bytes.len()).unwrap_or(i32::MAX)
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What a column's numbers are: whole ones that fit into 32 bits, or any.
fn physical(rows: &RowSet, at: usize, variable: &Variable) -> i32 {
    match variable.kind {
        Kind::Text { .. } => BYTE_ARRAY,
        Kind::Number { .. } if rows.distinct(at).all(|value| whole(value).is_some()) => INT32,
        Kind::Number { .. } => DOUBLE,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a whole number of 32 bits")]
fn whole(value: Value<'_>) -> Option<i32> {
    match value {
        Value::Number(number) if number.fract() == 0.0 && number.abs() < f64::from(i32::MAX) => Some(number as i32),
        Value::Number(_) | Value::None | Value::Text(_) => None,
    }
}

/// The different values of a column one after another, and how many there are.
fn dictionary(rows: &RowSet, at: usize, variable: &Variable) -> (Vec<u8>, usize) {
    let physical = physical(rows, at, variable);
    let mut out = Vec::new();
    let mut distinct = 0;
    for value in rows.distinct(at) {
        distinct += 1;
        match value {
            Value::Number(_) if physical == INT32 => out.extend(whole(value).unwrap_or_default().to_le_bytes()),
            Value::Number(number) => out.extend(number.to_le_bytes()),
            Value::Text(text) => {
                out.extend(size(text.as_bytes()).to_le_bytes());
                out.extend(text.as_bytes());
            }
            Value::None => {}
        }
    }
    (out, distinct)
}

fn dictionary_page(plain: &[u8], distinct: usize) -> Vec<u8> {
    let mut head = Thrift::new();
    head.i32(1, 2).i32(2, size(plain)).i32(3, size(plain));
    head.begin(7).i32(1, i32::try_from(distinct).unwrap_or(i32::MAX)).i32(2, PLAIN).end();
    [head.finish(), plain.to_vec()].concat()
}

fn data_page(rows: &RowSet, variable: usize, range: std::ops::Range<usize>, distinct: usize) -> Vec<u8> {
    let values = range.len();
    let codes: Vec<Option<usize>> = range.map(|row| rows.code(row, variable)).collect();
    let present = hybrid(codes.iter().map(|code| u32::from(code.is_some())), 1);
    let bits = usize::BITS - distinct.saturating_sub(1).leading_zeros();
    let bits = u8::try_from(bits).unwrap_or(32).max(1);
    let indices = hybrid(codes.into_iter().flatten().map(|code| u32::try_from(code).unwrap_or(u32::MAX)), bits);
    let body = [&size(&present).to_le_bytes()[..], &present, &[bits], &indices].concat();
    let mut head = Thrift::new();
    head.i32(1, 0).i32(2, size(&body)).i32(3, size(&body));
    head.begin(5).i32(1, i32::try_from(values).unwrap_or(i32::MAX)).i32(2, RLE_DICTIONARY).i32(3, RLE).i32(4, RLE).end();
    [head.finish(), body].concat()
}

fn footer(about: &About, rows: &RowSet, groups: &[Group]) -> Vec<u8> {
    let mut meta = Thrift::new();
    meta.i32(1, 1);
    meta.list(2, rows.variables().len() + 1, thrift::STRUCT);
    meta.element().text(4, "rows").i32(5, i32::try_from(rows.variables().len()).unwrap_or(i32::MAX)).end();
    for (at, variable) in rows.variables().iter().enumerate() {
        let physical = physical(rows, at, variable);
        // Optional; texts are UTF-8, by the old name and the new one.
        meta.element().i32(1, physical).i32(3, 1).text(4, &variable.id);
        if physical == BYTE_ARRAY {
            meta.i32(6, 0).begin(10).begin(1).end().end();
        }
        meta.end();
    }
    meta.i64(3, count(rows.len()));
    meta.list(4, groups.len(), thrift::STRUCT);
    for of in groups {
        group(&mut meta, rows, of);
    }
    let about = [("phieu.title", one_line(about.title.get(Lang::Vi))), ("phieu.codebook", codebook(rows))];
    meta.list(5, about.len(), thrift::STRUCT);
    for (key, value) in about {
        meta.element().text(1, key).text(2, &value).end();
    }
    meta.text(6, "phieu");
    meta.finish()
}

fn group(meta: &mut Thrift, rows: &RowSet, group: &Group) {
    meta.element();
    meta.list(1, group.chunks.len(), thrift::STRUCT);
    for (at, (chunk, variable)) in group.chunks.iter().zip(rows.variables()).enumerate() {
        let bytes = i64::try_from(chunk.end - chunk.dictionary).unwrap_or(i64::MAX);
        let place = |at: u64| i64::try_from(at).unwrap_or(i64::MAX);
        meta.element().i64(2, place(chunk.dictionary)).begin(3);
        meta.i32(1, physical(rows, at, variable));
        meta.list(2, 3, thrift::I32);
        meta.items(&[PLAIN, RLE, RLE_DICTIONARY]);
        meta.list(3, 1, thrift::BINARY);
        meta.item(&variable.id);
        meta.i32(4, 0).i64(5, count(chunk.values)).i64(6, bytes).i64(7, bytes);
        meta.i64(9, place(chunk.data)).i64(11, place(chunk.dictionary)).end().end();
    }
    let bytes: u64 = group.chunks.iter().map(|chunk| chunk.end - chunk.dictionary).sum();
    meta.i64(2, i64::try_from(bytes).unwrap_or(i64::MAX)).i64(3, count(group.rows)).end();
}

fn codebook(rows: &RowSet) -> String {
    let of = |variable: &Variable| {
        let categories = variable.categories.iter().map(|category| {
            let value = match variable.value_of(category) {
                Value::None => serde_json::Value::Null,
                Value::Number(number) => serde_json::json!(number),
                Value::Text(text) => serde_json::json!(text),
            };
            serde_json::json!({"value": value, "label": category.label, "missing": category.missing})
        });
        serde_json::json!({"id": variable.id, "label": variable.label, "values": categories.collect::<Vec<_>>()})
    };
    serde_json::Value::Array(rows.variables().iter().map(of).collect()).to_string()
}
