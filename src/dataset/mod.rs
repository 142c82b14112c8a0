//! The rectangular view: rows are respondents, columns are typed, and what is not
//! an answer has a code of its own. A dataset is made once, by a reader or by the
//! demo, and never changed. Invariant: all columns of a dataset have one length.

mod cells;
pub mod column;
pub mod csv;
pub mod demo;
pub mod frame;
pub mod mapping;
pub mod number;
pub mod only;
pub mod read;
pub mod responses;
pub mod table;
pub mod units_csv;
#[cfg(feature = "xlsx")]
pub mod xlsx;
#[cfg(feature = "xlsx")]
mod xlsx_parts;

pub use column::{Column, Labels};
pub use frame::FrameUnit;
pub use mapping::{Mapping, Missing};

/// Answer code: relevance did not show the question. Levels are `1..=MAX_LEVEL`.
pub const NOT_ASKED: u8 = 0;
/// The highest level that a scale can have.
pub const MAX_LEVEL: u8 = 9;
/// Answer code: asked and left empty ("Để trống").
pub const BLANK: u8 = 10;
/// Answer code: "Không biết".
pub const DONT_KNOW: u8 = 11;
/// Answer code: "Không liên quan đến tôi".
pub const NOT_APPLICABLE: u8 = 12;
/// One more than the highest answer code: the length of a table by code.
pub const CODES: usize = 13;

/// The answers to one statement, one code a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id, as the questionnaire or the file's header has it.
    pub id: String,
    /// One answer code a row.
    pub codes: Vec<u8>,
}

/// A numeric column, one value a row; `NaN` where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its id.
    pub id: String,
    /// One value a row, finite or `NaN`.
    pub values: Vec<f64>,
}

/// Responses as columns of one length.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The evaluated unit that each row is about.
    pub unit: Column,
    /// The kind of each label of `unit`; empty where it is not known.
    pub kinds: Vec<String>,
    /// The group that each respondent was drawn from.
    pub group: Column,
    /// The stratum of each row.
    pub stratum: Column,
    /// Population `N_h` of each label of `stratum`, where it is known.
    pub population: Vec<Option<f64>>,
    /// Strata of the frame that have no row: label and `N_h`.
    pub empty_strata: Vec<(String, f64)>,
    /// Weights as they were given, one a row; `None` where the data has none.
    pub weight: Option<Vec<f64>>,
    /// Columns to break results down by.
    pub profile: Vec<Column>,
    /// The statements.
    pub items: Vec<Item>,
    /// Numeric columns.
    pub numbers: Vec<Number>,
}

impl Dataset {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.unit.codes.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.unit.codes.is_empty()
    }
}
