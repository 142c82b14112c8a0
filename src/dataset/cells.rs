//! Cells of a record: where the mapping's columns are, what the texts of answers
//! stand for, numbers.

use std::collections::BTreeMap;

use super::{BLANK, DONT_KNOW, Mapping, Missing, NOT_APPLICABLE, NOT_ASKED, number};
use crate::base::Finding;
use crate::base::delimited::Record;

/// A record under its header.
pub(super) struct Row<'a> {
    /// Its cells and its line.
    pub record: &'a Record,
    /// The headers.
    pub header: &'a [String],
    /// Decides how numbers are read.
    pub delimiter: u8,
}

impl Row<'_> {
    /// A cell without the spaces around it.
    pub fn cell(&self, column: usize) -> &str {
        self.record.cells.get(column).unwrap_or("").trim()
    }

    /// The place of a cell, for findings.
    pub fn at(&self, column: usize) -> String {
        format!("row {}, column {}", self.record.line, self.header.get(column).map_or("", String::as_str))
    }

    /// A number; `Ok(None)` for an empty cell.
    pub fn number(&self, column: usize) -> Result<Option<f64>, Finding> {
        match self.cell(column) {
            "" => Ok(None),
            text => number::parse(text, self.delimiter).map(Some).ok_or_else(|| Finding::error("not_a_number", self.at(column), text)),
        }
    }
}

/// Where the mapping's columns are.
pub(super) struct Columns {
    pub id: Option<usize>,
    pub unit: usize,
    pub kind: Option<usize>,
    pub group: Option<usize>,
    pub stratum: Option<usize>,
    pub population: Option<usize>,
    pub weight: Option<usize>,
    pub profile: Vec<usize>,
    pub items: Vec<usize>,
    pub numbers: Vec<usize>,
}

impl Columns {
    /// Looks up each header; one that is not there, or there twice, is fatal.
    pub fn new(header: &[String], mapping: &Mapping, fatal: &mut Vec<Finding>) -> Self {
        let mut find = |name: &String| {
            let mut places = header.iter().enumerate().filter(|(_, header)| *header == name).map(|(place, _)| place);
            let place = places.next();
            if place.is_none() || places.next().is_some() {
                let code = if place.is_none() { "column_missing" } else { "column_repeated" };
                fatal.push(Finding::error(code, "row 1", name));
            }
            place.unwrap_or(0)
        };
        Self {
            id: mapping.id.as_ref().map(&mut find),
            unit: find(&mapping.unit),
            kind: mapping.unit_kind.as_ref().map(&mut find),
            group: mapping.group.as_ref().map(&mut find),
            stratum: mapping.stratum.as_ref().map(&mut find),
            population: mapping.population.as_ref().map(&mut find),
            weight: mapping.weight.as_ref().map(&mut find),
            profile: mapping.profile.iter().map(&mut find).collect(),
            items: mapping.items.iter().map(&mut find).collect(),
            numbers: mapping.numbers.iter().map(&mut find).collect(),
        }
    }
}

/// What the cells of statements stand for.
pub(super) struct Codes {
    levels: u8,
    by_text: BTreeMap<String, u8>,
}

impl Codes {
    pub fn new(missing: &Missing, levels: u8) -> Self {
        let listed = |texts: &[String], code: u8| texts.iter().map(move |text| (text.trim().to_owned(), code)).collect::<Vec<_>>();
        let mut by_text = BTreeMap::new();
        by_text.extend(listed(&missing.blank, BLANK));
        by_text.extend(listed(&missing.dont_know, DONT_KNOW));
        by_text.extend(listed(&missing.not_applicable, NOT_APPLICABLE));
        by_text.extend(listed(&missing.not_asked, NOT_ASKED));
        Self { levels, by_text }
    }

    /// The code of a cell; `None` where it is no answer at all.
    pub fn get(&self, text: &str) -> Option<u8> {
        match text.as_bytes() {
            [digit @ b'1'..=b'9'] if digit - b'0' <= self.levels => Some(digit - b'0'),
            _ => self.by_text.get(text).copied(),
        }
    }
}

/// A number, or `NaN` for an empty cell, a missing code, or what is no number, which
/// is a finding.
pub(super) fn number_or_none(row: &Row, column: usize, codes: &Codes) -> (f64, Option<Finding>) {
    let missing = codes.get(row.cell(column)).is_some_and(|code| code == NOT_ASKED || code >= BLANK);
    match row.number(column) {
        Ok(value) => (value.unwrap_or(f64::NAN), None),
        Err(_) if missing => (f64::NAN, None),
        Err(finding) => (f64::NAN, Some(Finding::warning(&finding.code, finding.at, finding.value))),
    }
}
