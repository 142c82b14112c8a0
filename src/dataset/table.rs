//! Columns of a file by name, each of one type, read in one pass: statements as answer
//! codes, numbers, factors as codes into labels. A plan of format 2 names what it wants;
//! what a row cannot do without (its stratum, its weight) leaves it out, with a finding.
//! Invariant: all columns of a table have one length.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::cells::{Codes, Row, number_or_none};
use super::column::NONE;
use super::read::{LEAST_WEIGHT, MOST_FINDINGS, Notes};
use super::{BLANK, Column, Item, Labels, Missing, NOT_ASKED, Number, csv};
use crate::base::Finding;
use crate::base::delimited::Record;

/// A column with more labels than this is no factor.
const MOST_LABELS: usize = 50_000;
/// Progress is told once in so many records.
const STEP: usize = 4_096;

/// Which columns of a file are read, and as what.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    /// Header of the response's id: a second row with an id is left out.
    pub id: Option<String>,
    /// Headers of statements.
    pub items: Vec<String>,
    /// Headers of numbers.
    pub numbers: Vec<String>,
    /// Factors.
    pub factors: Vec<FactorColumn>,
    /// What stands for no answer.
    pub missing: Missing,
    /// The highest level of a statement.
    pub levels: u8,
}

/// A factor as a plan has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FactorColumn {
    /// Its name in the plan.
    pub id: String,
    /// Its header in the file.
    pub header: String,
    /// Its labels in order; empty for those that are found, in byte order.
    pub labels: Vec<String>,
}

/// What a row cannot do without.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needed {
    /// Factors and numbers that must not be empty, by the plan's name.
    pub names: BTreeSet<String>,
    /// The weight: a number of 0 or more.
    pub weight: Option<String>,
}

/// A file as columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Rows that can be used.
    pub rows: usize,
    /// Statements, as the shape lists them.
    pub items: Vec<Item>,
    /// Numbers, as the shape lists them.
    pub numbers: Vec<Number>,
    /// Factors, as the shape lists them.
    pub factors: Vec<Column>,
}

/// Why there is no table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The callback said so.
    Cancelled,
    /// The file cannot be used.
    Findings(Vec<Finding>),
}

/// Reads delimited text. `progress` hears how many of how many records are read.
///
/// # Errors
/// A file that is no table, a header that is missing or repeated, a factor with too many
/// labels; or the callback breaks. Rows that were left out are findings beside the table.
pub fn read(
    bytes: &[u8],
    shape: &Shape,
    needed: &Needed,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<(Table, Vec<Finding>), Broken> {
    let (sheet, findings) = csv::sheet(bytes);
    let Some(sheet) = sheet else { return Err(Broken::Findings(findings)) };
    let lines = bytes.split(|&byte| byte == b'\n').count();
    let (table, more) = records(&sheet.header, sheet.delimiter, sheet.records(), (shape, needed), &mut |done| progress(done, lines))?;
    Ok((table, [findings, more].concat()))
}

/// The same from records that somebody else has split.
///
/// # Errors
/// As [`read`].
pub fn rows(header: &[String], rows: &[Vec<String>], shape: &Shape, needed: &Needed) -> Result<(Table, Vec<Finding>), Broken> {
    let records = (2..).zip(rows).map(|(line, cells)| Record { line, cells: cells.iter().collect() });
    self::records(header, b',', records, (shape, needed), &mut |_| ControlFlow::Continue(()))
}

fn records(
    header: &[String],
    delimiter: u8,
    records: impl Iterator<Item = Record>,
    (shape, needed): (&Shape, &Needed),
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<(Table, Vec<Finding>), Broken> {
    let mut notes = Notes::default();
    let mut making = Making::new(header, shape, needed, &mut notes.fatal);
    if !notes.fatal.is_empty() {
        return Err(Broken::Findings(notes.all()));
    }
    for (index, record) in records.enumerate() {
        if index % STEP == 0 && progress(index).is_break() {
            return Err(Broken::Cancelled);
        }
        making.take(&Row { record: &record, header, delimiter }, &mut notes);
    }
    making.finish(shape, notes)
}

/// A factor in the making.
enum Labelling {
    /// The labels are known: code of each, codes so far.
    Known(BTreeMap<String, u32>, Vec<u32>),
    /// They are found.
    Found(Labels),
}

struct Making {
    codes: Codes,
    ids: BTreeSet<String>,
    id: Option<usize>,
    weight: Option<usize>,
    /// Places of factors and numbers that must not be empty.
    full: Vec<usize>,
    exact: Vec<usize>,
    items: Vec<(usize, Vec<u8>)>,
    numbers: Vec<(usize, Vec<f64>)>,
    factors: Vec<(usize, Labelling)>,
    rows: usize,
}

impl Making {
    fn new(header: &[String], shape: &Shape, needed: &Needed, fatal: &mut Vec<Finding>) -> Self {
        let mut find = |name: &String| {
            let mut places = header.iter().enumerate().filter(|(_, header)| *header == name).map(|(place, _)| place);
            let place = places.next();
            if (place.is_none() || places.next().is_some()) && fatal.len() < MOST_FINDINGS {
                let code = if place.is_none() { "column_missing" } else { "column_repeated" };
                fatal.push(Finding::error(code, "row 1", name));
            }
            place.unwrap_or(0)
        };
        let numbers: Vec<(usize, Vec<f64>)> = shape.numbers.iter().map(|name| (find(name), Vec::new())).collect();
        let factors: Vec<(usize, Labelling)> = shape.factors.iter().map(|factor| (find(&factor.header), labelling(factor))).collect();
        let wanted_number = |(name, column): (&String, &(usize, Vec<f64>))| needed.names.contains(name).then_some(column.0);
        let wanted_factor = |(factor, column): (&FactorColumn, &(usize, Labelling))| needed.names.contains(&factor.id).then_some(column.0);
        Self {
            codes: Codes::new(&shape.missing, shape.levels),
            ids: BTreeSet::new(),
            id: shape.id.as_ref().map(&mut find),
            weight: needed.weight.as_ref().map(&mut find),
            exact: shape.numbers.iter().zip(&numbers).filter_map(wanted_number).collect(),
            full: shape.factors.iter().zip(&factors).filter_map(wanted_factor).collect(),
            items: shape.items.iter().map(|name| (find(name), Vec::new())).collect(),
            numbers,
            factors,
            rows: 0,
        }
    }

    fn take(&mut self, row: &Row, notes: &mut Notes) {
        match self.fault(row) {
            Some(finding) => notes.push(finding),
            None => self.push(row, notes),
        }
    }

    /// Why a row cannot be used.
    fn fault(&mut self, row: &Row) -> Option<Finding> {
        if row.record.cells.len() != row.header.len() {
            let width = format!("{} ≠ {}", row.record.cells.len(), row.header.len());
            return Some(Finding::error("row_width", format!("row {}", row.record.line), width));
        }
        if let Some(&empty) = self.full.iter().chain(&self.exact).find(|&&column| row.cell(column).is_empty()) {
            return Some(Finding::error("cell_empty", row.at(empty), ""));
        }
        if let Some(finding) = self.exact.iter().find_map(|&column| row.number(column).err()) {
            return Some(finding);
        }
        if let Some(column) = self.weight {
            match row.number(column) {
                Ok(Some(weight)) if weight >= LEAST_WEIGHT || weight.abs() <= 0.0 => {}
                Ok(_) => return Some(Finding::error("not_a_weight", row.at(column), row.cell(column))),
                Err(finding) => return Some(finding),
            }
        }
        let id = self.id.filter(|&column| !row.cell(column).is_empty())?;
        (!self.ids.insert(row.cell(id).to_owned())).then(|| Finding::error("id_repeated", row.at(id), row.cell(id)))
    }

    fn push(&mut self, row: &Row, notes: &mut Notes) {
        self.rows += 1;
        for (column, codes) in &mut self.items {
            let code = self.codes.get(row.cell(*column));
            if code.is_none() {
                notes.push(Finding::warning("unknown_answer", row.at(*column), row.cell(*column)));
            }
            codes.push(code.unwrap_or(BLANK));
        }
        for (column, values) in &mut self.numbers {
            let (value, finding) = number_or_none(row, *column, &self.codes);
            values.push(value);
            if let Some(finding) = finding {
                notes.push(finding);
            }
        }
        for (column, labelling) in &mut self.factors {
            let text = row.cell(*column);
            let missing = self.codes.get(text).is_some_and(|code| code == NOT_ASKED || code >= BLANK);
            match labelling {
                Labelling::Known(known, codes) => {
                    let code = known.get(text).copied();
                    if code.is_none() && !missing && !text.is_empty() {
                        notes.push(Finding::warning("label_not_listed", row.at(*column), text));
                    }
                    codes.push(code.unwrap_or(NONE));
                }
                Labelling::Found(labels) => {
                    labels.push(if missing { "" } else { text });
                }
            }
        }
    }

    fn finish(self, shape: &Shape, mut notes: Notes) -> Result<(Table, Vec<Finding>), Broken> {
        for ((_, labelling), factor) in self.factors.iter().zip(&shape.factors) {
            if let Labelling::Found(labels) = labelling
                && labels.distinct() > MOST_LABELS
            {
                let found = labels.distinct().to_string();
                notes.fatal.push(Finding::error("too_many_values", format!("column {}", factor.header), found));
            }
        }
        if !notes.fatal.is_empty() {
            return Err(Broken::Findings(notes.all()));
        }
        let column = |(factor, (_, labelling)): (&FactorColumn, (usize, Labelling))| match labelling {
            Labelling::Known(_, codes) => Column { id: factor.id.clone(), labels: factor.labels.clone(), codes },
            Labelling::Found(labels) => labels.finish(&factor.id).0,
        };
        let table = Table {
            rows: self.rows,
            items: shape.items.iter().zip(self.items).map(|(id, (_, codes))| Item { id: id.clone(), codes }).collect(),
            numbers: shape.numbers.iter().zip(self.numbers).map(|(id, (_, values))| Number { id: id.clone(), values }).collect(),
            factors: shape.factors.iter().zip(self.factors).map(column).collect(),
        };
        Ok((table, notes.all()))
    }
}

fn labelling(factor: &FactorColumn) -> Labelling {
    if factor.labels.is_empty() {
        return Labelling::Found(Labels::default());
    }
    Labelling::Known((0_u32..).zip(&factor.labels).map(|(code, label)| (label.clone(), code)).collect(), Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> Shape {
        let factor = |id: &str, labels: &[&str]| FactorColumn {
            id: id.to_owned(),
            header: id.to_owned(),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        };
        Shape {
            id: Some("id".to_owned()),
            items: vec!["q".to_owned()],
            numbers: vec!["w".to_owned(), "t".to_owned()],
            factors: vec![factor("sex", &["m", "f"]), factor("unit", &[])],
            missing: Missing::default(),
            levels: 5,
        }
    }

    fn made(text: &str) -> (Table, Vec<(String, String)>) {
        let needed = Needed { names: ["unit".to_owned()].into(), weight: Some("w".to_owned()) };
        let (table, findings) = read(text.as_bytes(), &shape(), &needed, &mut |_, _| ControlFlow::Continue(())).unwrap();
        (table, findings.into_iter().map(|finding| (finding.code, finding.at)).collect())
    }

    #[test]
    fn columns_have_their_types() {
        let (table, findings) = made("id,q,w,t,sex,unit\n1,4,2.5,,f,B\n2,KB,1,7,,A\n");
        assert_eq!(findings, []);
        assert_eq!((table.rows, table.items[0].codes.clone()), (2, vec![4, crate::dataset::DONT_KNOW]));
        assert!(table.numbers[1].values[0].is_nan());
        assert_eq!(table.factors[0].codes, [1, NONE]);
        assert_eq!((table.factors[1].labels.join(""), table.factors[1].codes.clone()), ("AB".to_owned(), vec![1, 0]));
    }

    #[test]
    fn rows_that_cannot_be_used_are_left_out_and_named() {
        let (table, findings) = made("id,q,w,t,sex,unit\n1,4,1,,f,\n2,4,-1,,f,A\n3,4,1,,x,A\n3,4,1,,f,A\n5,4,1\n6,9,1,z,f,A\n");
        assert_eq!(table.rows, 2);
        let expect = [
            ("cell_empty", "row 2, column unit"),
            ("not_a_weight", "row 3, column w"),
            ("label_not_listed", "row 4, column sex"),
            ("id_repeated", "row 5, column id"),
            ("row_width", "row 6"),
            ("unknown_answer", "row 7, column q"),
            ("not_a_number", "row 7, column t"),
        ];
        assert_eq!(findings, expect.map(|(code, at)| (code.to_owned(), at.to_owned())));
    }

    #[test]
    fn a_file_without_a_column_and_a_callback_that_breaks_give_no_table() {
        let read = |text: &str, flow| read(text.as_bytes(), &shape(), &Needed::default(), &mut |_, _| flow);
        assert!(matches!(read("id,q\n1,4\n", ControlFlow::Continue(())), Err(Broken::Findings(found)) if found.len() == 4));
        assert_eq!(read("id,q,w,t,sex,unit\n1,4,1,,f,A\n", ControlFlow::Break(())), Err(Broken::Cancelled));
    }
}
