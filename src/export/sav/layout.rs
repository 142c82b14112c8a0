//! How variables stand in a system file: short names for the records of old, long names for
//! people, labels that fit, and elements of eight bytes.

use std::collections::BTreeSet;

use super::super::release::{Category, Kind, RowSet, Value, Variable};
use super::super::said::{cut, name, one_line};
use crate::base::{Finding, Lang};

/// Most bytes of a variable's label and of a value's.
const LABEL: usize = 255;
const VALUE_LABEL: usize = 120;
/// Longest text of a variable, in bytes.
const LONGEST: usize = 32_767;
/// What a segment of a long text counts for, and its width.
const COUNTS: usize = 252;
const WIDTH: usize = 255;
/// Words that mean something to SPSS.
const RESERVED: [&str; 13] = ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"];

/// The variables of a file.
pub(super) struct Layout {
    /// In the order of the rows.
    pub(super) columns: Vec<Column>,
}

/// One variable.
pub(super) struct Column {
    /// `V00001`; segments after the first have names of their own.
    pub(super) short: Vec<String>,
    /// Its name for people.
    pub(super) long: String,
    /// Its label.
    pub(super) label: String,
    /// What its values are.
    pub(super) shape: Shape,
    /// Values with labels.
    pub(super) labels: Vec<(Bytes, String)>,
    /// What stands for no answer.
    pub(super) missing: Missing,
    /// Where it begins, in elements; 1 is the first.
    pub(super) element: usize,
}

/// What the values of a variable are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Numbers.
    Number {
        /// Decimals.
        decimals: u8,
    },
    /// Texts of at most so many bytes, 1 at least.
    Text {
        /// Bytes.
        bytes: usize,
    },
}

/// A value in a record of the dictionary.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bytes {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// Missing codes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Missing {
    /// At most three values.
    Values(Vec<Bytes>),
    /// Numbers from … to …: more than three codes and no answer among them.
    Range(f64, f64),
}

impl Shape {
    /// Widths of the segments; one of 0 for a number.
    pub(super) fn segments(self) -> Vec<usize> {
        match self {
            Self::Number { .. } => vec![0],
            Self::Text { bytes } if bytes <= WIDTH => vec![bytes],
            Self::Text { bytes } => {
                let count = bytes.div_ceil(COUNTS);
                (0..count).map(|at| if at + 1 < count { WIDTH } else { bytes - at * COUNTS }).collect()
            }
        }
    }

    /// Elements of eight bytes.
    pub(super) fn elements(self) -> usize {
        self.segments().iter().map(|width| width.div_ceil(8).max(1)).sum()
    }
}

impl Layout {
    /// The layout of rows with labels in a language; what was cut is added to `warnings`.
    pub(super) fn of(rows: &RowSet, lang: Lang, warnings: &mut Vec<Finding>) -> Result<Self, Vec<Finding>> {
        let mut taken: BTreeSet<String> = RESERVED.into_iter().map(str::to_owned).collect();
        let (mut columns, mut faults, mut element, mut segment) = (Vec::new(), Vec::new(), 1, 0);
        for (at, variable) in rows.variables().iter().enumerate() {
            let shape = shape(variable);
            let (short, from) = (shape.segments(), segment);
            segment += short.len();
            let short = (from + 1..=segment).map(|n| format!("V{n:05}")).collect();
            let no_answer = missing(rows, at, variable).unwrap_or_else(|fault| {
                faults.push(fault);
                Missing::Values(Vec::new())
            });
            faults.extend(too_long(variable));
            let said = name(&variable.id, 64, &mut taken);
            let label = label(variable, lang, warnings);
            columns.push(Column { short, long: said, label, shape, labels: labels(variable, lang, warnings), missing: no_answer, element });
            element += shape.elements();
        }
        if faults.is_empty() { Ok(Self { columns }) } else { Err(faults) }
    }

    /// Elements of a row.
    pub(super) fn elements(&self) -> usize {
        self.columns.iter().map(|column| column.shape.elements()).sum()
    }
}

fn shape(variable: &Variable) -> Shape {
    match variable.kind {
        Kind::Number { decimals } => Shape::Number { decimals },
        Kind::Text { bytes } => Shape::Text { bytes: bytes.clamp(1, LONGEST) },
    }
}

fn too_long(variable: &Variable) -> Option<Finding> {
    match variable.kind {
        Kind::Text { bytes } if bytes > LONGEST => Some(Finding::error("sav_text", &variable.id, bytes.to_string())),
        Kind::Text { .. } | Kind::Number { .. } => None,
    }
}

fn label(variable: &Variable, lang: Lang, warnings: &mut Vec<Finding>) -> String {
    let (label, was_cut) = cut(&one_line(variable.label.get(lang)), LABEL);
    warnings.extend(was_cut.then(|| Finding::warning("sav_label_cut", &variable.id, label.clone())));
    label
}

fn labels(variable: &Variable, lang: Lang, warnings: &mut Vec<Finding>) -> Vec<(Bytes, String)> {
    let mut out = Vec::new();
    for category in &variable.categories {
        let (label, was_cut) = cut(&one_line(category.label.get(lang)), VALUE_LABEL);
        warnings.extend(was_cut.then(|| Finding::warning("sav_label_cut", [&variable.id, "=", &category.value].concat(), label.clone())));
        out.extend(bytes(variable, category).map(|value| (value, label)));
    }
    out
}

fn bytes(variable: &Variable, category: &Category) -> Option<Bytes> {
    match variable.value_of(category) {
        Value::None => None,
        Value::Number(number) => Some(Bytes::Number(number)),
        Value::Text(text) => Some(Bytes::Text(text.to_owned())),
    }
}

/// The missing codes, said one by one or, where they are more than three, as a range that
/// holds no answer.
fn missing(rows: &RowSet, at: usize, variable: &Variable) -> Result<Missing, Finding> {
    let coded = variable.categories.iter().filter(|category| category.missing);
    let values: Vec<Bytes> = coded.filter_map(|category| bytes(variable, category)).collect();
    let fits = |value: &Bytes| matches!(value, Bytes::Text(text) if text.len() <= 8) || value.number().is_some();
    if !values.iter().all(fits) {
        return Err(Finding::error("sav_missing", &variable.id, values.len().to_string()));
    }
    if values.len() <= 3 {
        return Ok(Missing::Values(values));
    }
    let numbers: Vec<f64> = values.iter().filter_map(Bytes::number).collect();
    let (low, high) = numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &number| (low.min(number), high.max(number)));
    let given = variable.categories.iter().filter_map(|category| bytes(variable, category)?.number());
    let seen = rows.distinct(at).filter_map(|value| match value {
        Value::Number(number) => Some(number),
        Value::None | Value::Text(_) => None,
    });
    let is_answer = |number: f64| (low..=high).contains(&number) && !numbers.contains(&number);
    if numbers.len() < values.len() || given.chain(seen).any(is_answer) {
        return Err(Finding::error("sav_missing", &variable.id, values.len().to_string()));
    }
    Ok(Missing::Range(low, high))
}

impl Bytes {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_over_255_bytes_stand_in_segments() {
        let check = |bytes: usize, segments: &[usize], elements: usize| {
            let shape = Shape::Text { bytes };
            assert_eq!((shape.segments().as_slice(), shape.elements()), (segments, elements), "{bytes}");
        };
        check(1, &[1], 1);
        check(255, &[255], 32);
        check(256, &[255, 4], 33);
        check(504, &[255, 252], 64);
        check(505, &[255, 255, 1], 65);
        assert_eq!(Shape::Number { decimals: 2 }.elements(), 1);
    }
}
