//! Records as a dataset, driven by a mapping. A row that cannot be used is left out
//! and named; an answer that is no level counts as blank and is named. What makes the
//! design as a whole doubtful (a column that is not there, a stratum with two
//! populations) gives no dataset.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Codes, Columns, Row, number_or_none};
use super::frame::{FrameUnit, stratum};
use super::{BLANK, Column, Dataset, Item, Labels, Mapping, Number};
use crate::base::Finding;
use crate::base::delimited::Record;

/// A dataset, or none, and what there is to say about the input. Errors beside a
/// dataset are rows that were left out.
pub type Made = (Option<Dataset>, Vec<Finding>);

/// More findings than this are counted, not listed.
pub(super) const MOST_FINDINGS: usize = 100;
/// A weight is 0 or at least this: smaller ones have no reciprocal to speak of.
pub(super) const LEAST_WEIGHT: f64 = 1e-9;
/// A column with more values than this is not what the mapping takes it for.
const MOST_UNITS: usize = 5_000;
const MOST_STRATA: usize = 20_000;
const MOST_VALUES: usize = 500;

/// Reads records that somebody else has split: each as wide as the header.
pub fn rows(header: &[String], rows: &[Vec<String>], mapping: &Mapping, frame: &[FrameUnit], levels: u8) -> Made {
    let records = (2..).zip(rows).map(|(line, cells)| Record { line, cells: cells.iter().collect() });
    records_of(header, b',', records, mapping, (frame, levels))
}

/// Reads records; `delimiter` decides how numbers are read.
pub(super) fn records_of(
    header: &[String],
    delimiter: u8,
    records: impl Iterator<Item = Record>,
    mapping: &Mapping,
    (frame, levels): (&[FrameUnit], u8),
) -> Made {
    let mut notes = Notes::default();
    let columns = Columns::new(header, mapping, &mut notes.fatal);
    if !notes.fatal.is_empty() {
        return (None, notes.all());
    }
    let mut table = Table::new(mapping, columns);
    let (codes, mut ids) = (Codes::new(&mapping.missing, levels), BTreeSet::new());
    for record in records {
        let row = Row { record: &record, header, delimiter };
        if let Some(finding) = table.fault(&row, &mut ids) {
            notes.push(finding);
        } else {
            table.push(&row, &codes, &mut notes);
        }
    }
    table.finish(mapping, frame, notes)
}

/// Findings: those that leave no dataset, and the others up to a limit.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) fatal: Vec<Finding>,
    list: Vec<Finding>,
    more: usize,
}

impl Notes {
    pub(super) fn push(&mut self, finding: Finding) {
        if self.list.len() < MOST_FINDINGS { self.list.push(finding) } else { self.more += 1 }
    }

    pub(super) fn all(mut self) -> Vec<Finding> {
        if self.more > 0 {
            self.list.push(Finding::warning("more_findings", "", self.more.to_string()));
        }
        self.fatal.truncate(MOST_FINDINGS);
        self.fatal.append(&mut self.list);
        self.fatal
    }
}

/// A dataset in the making.
struct Table {
    columns: Columns,
    unit: Labels,
    kinds: BTreeMap<String, String>,
    group: Labels,
    stratum: Labels,
    population: Vec<Option<f64>>,
    weight: Vec<f64>,
    profile: Vec<Labels>,
    items: Vec<Vec<u8>>,
    numbers: Vec<Vec<f64>>,
}

impl Table {
    fn new(mapping: &Mapping, columns: Columns) -> Self {
        Self {
            columns,
            unit: Labels::default(),
            kinds: BTreeMap::new(),
            group: Labels::default(),
            stratum: Labels::default(),
            population: Vec::new(),
            weight: Vec::new(),
            profile: mapping.profile.iter().map(|_| Labels::default()).collect(),
            items: vec![Vec::new(); mapping.items.len()],
            numbers: vec![Vec::new(); mapping.numbers.len()],
        }
    }

    /// Why a row cannot be used; `None` where it can.
    fn fault(&self, row: &Row, ids: &mut BTreeSet<String>) -> Option<Finding> {
        let columns = &self.columns;
        if row.record.cells.len() != row.header.len() {
            let width = format!("{} ≠ {}", row.record.cells.len(), row.header.len());
            return Some(Finding::error("row_width", format!("row {}", row.record.line), width));
        }
        let needed = std::iter::once(columns.unit).chain(columns.group).chain(columns.stratum);
        if let Some(empty) = needed.into_iter().find(|&column| row.cell(column).is_empty()) {
            return Some(Finding::error("cell_empty", row.at(empty), ""));
        }
        if let Some(Err(finding)) = columns.population.map(|column| row.number(column)) {
            return Some(finding);
        }
        if let Some(column) = columns.weight {
            match row.number(column) {
                Ok(Some(weight)) if weight >= LEAST_WEIGHT || weight.abs() <= 0.0 => {}
                Ok(_) => return Some(Finding::error("not_a_weight", row.at(column), row.cell(column))),
                Err(finding) => return Some(finding),
            }
        }
        let id = columns.id.filter(|&column| !row.cell(column).is_empty())?;
        (!ids.insert(row.cell(id).to_owned())).then(|| Finding::error("id_repeated", row.at(id), row.cell(id)))
    }

    /// Adds a row without a fault.
    fn push(&mut self, row: &Row, codes: &Codes, notes: &mut Notes) {
        let unit = row.cell(self.columns.unit);
        let group = self.columns.group.map_or("", |column| row.cell(column));
        self.unit.push(unit);
        self.group.push(group);
        if let Some(kind) = self.columns.kind {
            let known = self.kinds.entry(unit.to_owned()).or_insert_with(|| row.cell(kind).to_owned());
            if known != row.cell(kind) {
                notes.push(Finding::warning("unit_kind_not_constant", row.at(kind), row.cell(kind)));
            }
        }
        let label = self.columns.stratum.map_or_else(|| stratum(unit, group), |column| row.cell(column).to_owned());
        let code = self.stratum.push(&label) as usize;
        self.population(row, code, notes);
        if let Some(Ok(Some(weight))) = self.columns.weight.map(|column| row.number(column)) {
            self.weight.push(weight);
        }
        for (labels, &column) in self.profile.iter_mut().zip(&self.columns.profile) {
            labels.push(row.cell(column));
        }
        for (item, &column) in self.items.iter_mut().zip(&self.columns.items) {
            let code = codes.get(row.cell(column));
            if code.is_none() {
                notes.push(Finding::warning("unknown_answer", row.at(column), row.cell(column)));
            }
            item.push(code.unwrap_or(BLANK));
        }
        for (values, &column) in self.numbers.iter_mut().zip(&self.columns.numbers) {
            let (value, finding) = number_or_none(row, column, codes);
            values.push(value);
            if let Some(finding) = finding {
                notes.push(finding);
            }
        }
    }

    /// Keeps the population of a stratum; one that differs from row to row is fatal.
    fn population(&mut self, row: &Row, stratum: usize, notes: &mut Notes) {
        let column = self.columns.population;
        let here = column.and_then(|column| row.number(column).ok().flatten());
        match self.population.get(stratum) {
            None => self.population.push(here),
            Some(&before) if before != here => {
                let at = column.map_or_else(String::new, |column| row.at(column));
                if notes.fatal.len() < MOST_FINDINGS {
                    notes.fatal.push(Finding::error("population_not_constant", at, column.map_or("", |column| row.cell(column))));
                }
            }
            Some(_) => {}
        }
    }

    fn finish(self, mapping: &Mapping, frame: &[FrameUnit], mut notes: Notes) -> Made {
        self.check_values(mapping, &mut notes);
        if !notes.fatal.is_empty() {
            return (None, notes.all());
        }
        let by_frame: BTreeMap<String, &FrameUnit> = frame.iter().map(|unit| (unit.stratum(), unit)).collect();
        let (unit, _) = self.unit.finish(&mapping.unit);
        let (stratum, moved) = self.stratum.finish("stratum");
        let mut population = vec![None; stratum.labels.len()];
        for (&to, given) in moved.iter().zip(self.population) {
            if let Some(slot) = population.get_mut(to as usize) {
                *slot = given;
            }
        }
        if mapping.population.is_none() {
            let of = |label: &String| by_frame.get(label).and_then(|unit| unit.population);
            population = stratum.labels.iter().map(of).collect();
        }
        let there: BTreeSet<&str> = stratum.labels.iter().map(String::as_str).collect();
        let empty = by_frame.iter().filter(|(label, _)| !there.contains(label.as_str()));
        let empty_strata = empty.map(|(label, unit)| (label.clone(), unit.population.unwrap_or(0.0))).collect();
        let kind_of = |code: &String| {
            let framed = || frame.iter().find(|unit| unit.code == *code).map(|unit| unit.kind.clone());
            self.kinds.get(code).cloned().or_else(framed).unwrap_or_default()
        };
        let data = Dataset {
            kinds: unit.labels.iter().map(kind_of).collect(),
            unit,
            group: self.group.finish(mapping.group.as_deref().unwrap_or_default()).0,
            stratum,
            population,
            empty_strata,
            weight: mapping.weight.as_ref().map(|_| self.weight),
            profile: mapping.profile.iter().zip(self.profile).map(|(id, labels)| labels.finish(id).0).collect::<Vec<Column>>(),
            items: mapping.items.iter().zip(self.items).map(|(id, codes)| Item { id: id.clone(), codes }).collect(),
            numbers: mapping.numbers.iter().zip(self.numbers).map(|(id, values)| Number { id: id.clone(), values }).collect(),
        };
        (Some(data), notes.all())
    }

    /// Columns with so many values that they are something else.
    fn check_values(&self, mapping: &Mapping, notes: &mut Notes) {
        let many = |labels: &Labels, most: usize, at: &str| {
            (labels.distinct() > most).then(|| Finding::error("too_many_values", format!("column {at}"), labels.distinct().to_string()))
        };
        notes.fatal.extend(many(&self.unit, MOST_UNITS, &mapping.unit));
        notes.fatal.extend(many(&self.group, MOST_VALUES, mapping.group.as_deref().unwrap_or_default()));
        notes.fatal.extend(many(&self.stratum, MOST_STRATA, mapping.stratum.as_deref().unwrap_or_default()));
        notes.fatal.extend(self.profile.iter().zip(&mapping.profile).filter_map(|(labels, id)| many(labels, MOST_VALUES, id)));
    }
}
