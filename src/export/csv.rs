//! The aggregate table as CSV: one row per domain and subject. A cell that is not
//! published keeps its row and its mark and has no number. Text that a spreadsheet
//! would run as a formula is made text.

use std::collections::BTreeMap;

use super::key;
use crate::analysis::{Stat, Subject};
use crate::base::delimited::cell;
use crate::base::{Lang, Word, number, words};
use crate::disclosure::{Cell, Figures, Released, Table};

/// How a CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// What a Vietnamese Excel opens with a double click: BOM, `;`, decimal comma, CRLF.
    #[default]
    ExcelVi,
    /// RFC 4180: `,`, full stop, CRLF, no BOM.
    Plain,
}

impl Dialect {
    /// What stands between two cells.
    pub(super) fn delimiter(self) -> &'static str {
        match self {
            Self::ExcelVi => ";",
            Self::Plain => ",",
        }
    }

    /// What the file begins with.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::ExcelVi => "\u{feff}",
            Self::Plain => "",
        }
    }

    /// The language whose decimal sign its numbers have.
    pub(super) fn numbers(self) -> Lang {
        match self {
            Self::ExcelVi => Lang::Vi,
            Self::Plain => Lang::En,
        }
    }

    /// Finished cells as a line.
    pub(super) fn line(self, cells: &[String]) -> String {
        [&cells.join(self.delimiter()), "\r\n"].concat()
    }

    /// A number with its decimals, rounded half away from zero.
    pub(super) fn number(self, value: f64, places: usize) -> String {
        number::decimal(value, places, self.numbers())
    }
}

/// Names to stand beside codes; a code without a name stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Names of units by code.
    pub units: BTreeMap<String, String>,
    /// Texts of statements, factors and parts by id.
    pub subjects: BTreeMap<String, String>,
    /// What every row says in its mark, such as that figures are invented; may be empty.
    pub note: String,
}

/// Headers, in the order of cells.
const HEADERS: [Word; 25] = [
    words::export::UNIT,
    words::export::UNIT_NAME,
    words::export::GROUP,
    words::export::COLUMN,
    words::export::VALUE,
    words::export::OF,
    words::export::ID,
    words::export::TEXT,
    words::export::N_RESPONDENTS,
    words::export::N_ASKED,
    words::export::N_ANSWERED,
    words::export::N_VALID,
    words::export::N_SATISFIED,
    words::export::SHARE,
    words::export::SHARE_SE,
    words::export::SHARE_LO,
    words::export::SHARE_HI,
    words::export::SHARE_UNWEIGHTED,
    words::export::MEAN,
    words::export::MEAN_SE,
    words::export::MEAN_LO,
    words::export::MEAN_HI,
    words::export::MEAN_UNWEIGHTED,
    words::export::DF,
    words::export::MARK,
];

/// Cells of a row between its keys and its mark.
const NUMBERS: usize = HEADERS.len() - 9;

/// The bytes of the file. Shares are percentages with two decimals, as published
/// tables are; means have two decimals.
pub fn write(table: &Released<Table>, names: &Names, dialect: Dialect, lang: Lang) -> Vec<u8> {
    let table = table.get();
    let minimum = table.minimum.get().to_string();
    let mark = words::export::NOT_PUBLISHED.with(lang, &[("n", &minimum)]);
    let mut rows = vec![HEADERS.map(|word| cell(word.get(lang))).to_vec()];
    for row in &table.cells {
        let numbers = row.figures.as_ref().map_or_else(Default::default, |figures| numbers(figures, dialect));
        let hidden = if row.figures.is_some() { "" } else { mark.as_str() };
        let mark = cell(&[names.note.as_str(), hidden].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; "));
        rows.push(keys(row, names, lang).into_iter().chain(numbers).chain([mark]).collect());
    }
    file(&rows, dialect)
}

/// Rows of finished cells as the bytes of a file.
pub(super) fn file(rows: &[Vec<String>], dialect: Dialect) -> Vec<u8> {
    let lines: String = rows.iter().map(|row| dialect.line(row)).collect();
    [dialect.begin(), &lines].concat().into_bytes()
}

fn keys(row: &Cell, names: &Names, lang: Lang) -> [String; 8] {
    let [_, unit, group, column, value] = key::domain(&row.domain);
    let name = |names: &BTreeMap<String, String>, code: &str| names.get(code).map_or_else(String::new, |name| cell(name));
    [
        cell(unit),
        name(&names.units, unit),
        cell(group),
        cell(column),
        cell(value),
        cell(of(&row.subject).get(lang)),
        cell(row.subject.id()),
        name(&names.subjects, row.subject.id()),
    ]
}

fn of(subject: &Subject) -> Word {
    match subject {
        Subject::Item { .. } => words::export::ITEM,
        Subject::Factor { .. } => words::export::FACTOR,
        Subject::Part { .. } => words::export::PART,
        Subject::Overall => words::export::OVERALL,
        Subject::RowMean => words::export::ROW_MEAN,
        Subject::Number { .. } => words::export::NUMBER,
    }
}

fn numbers(figures: &Figures, dialect: Dialect) -> [String; NUMBERS] {
    let Figures { n, share, mean, levels: _ } = figures;
    let [respondents, asked, answered, valid, satisfied] =
        [n.respondents, n.asked, n.answered, n.valid, n.satisfied].map(|count| count.to_string());
    let satisfied = if share.is_some() { satisfied } else { String::new() };
    let [share, share_se, share_lo, share_hi, share_plain] = share.map_or_else(Default::default, |share| stat(&share, 100.0, dialect));
    let [level, level_se, level_lo, level_hi, level_plain] = stat(mean, 1.0, dialect);
    [
        respondents,
        asked,
        answered,
        valid,
        satisfied,
        share,
        share_se,
        share_lo,
        share_hi,
        share_plain,
        level,
        level_se,
        level_lo,
        level_hi,
        level_plain,
        mean.df.to_string(),
    ]
}

fn stat(stat: &Stat, scale: f64, dialect: Dialect) -> [String; 5] {
    let bound = |bound: Option<f64>| bound.map_or_else(String::new, |bound| dialect.number(bound * scale, 2));
    let number = |value: f64| dialect.number(value * scale, 2);
    [number(stat.est), number(stat.se), bound(stat.lo), bound(stat.hi), number(stat.unweighted)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_numbers_stay_numbers() {
        let stat = stat(&Stat { est: -0.5, se: 0.0, df: 1, lo: None, hi: Some(0.982_264), unweighted: 1.0 }, 100.0, Dialect::ExcelVi);
        assert_eq!(stat, ["-50,00", "0,00", "", "98,23", "100,00"]);
    }
}
