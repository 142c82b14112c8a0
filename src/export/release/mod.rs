//! What leaves, as every format reads it: about the survey, tables, and rows without names.
//! One neutral type, so that a number is rounded once and reads alike in all files. It is
//! made of what `disclosure` released and of nothing else: a [`Figure`] that is withheld
//! has no number in it, so no writer can print one by mistake.
//!
//! [`Figure`]: crate::disclosure::derived::Figure

mod of_results;
mod of_scores;
mod rows;
mod table;

pub use of_results::tables;
pub use of_scores::scores;
pub use rows::{Category, Described, Kind, RowSet, Value, Variable};
pub use table::{Cell, Code, Dimension, Measure, Printed, Table, mark};

use crate::base::time::Date;
use crate::base::{Lang, Text};

/// What leaves together.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// About the survey.
    pub about: About,
    /// Tables.
    pub tables: Vec<Table>,
    /// Rows without names, where they leave.
    pub rows: Option<RowSet>,
}

/// About the survey, as the files say it.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// Names the release in files: letters, digits, `-`, `_`.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Who answers for it.
    pub producer: Text,
    /// Whom it is about.
    pub universe: Text,
    /// The day that it is released; passed in, never read.
    pub date: Date,
    /// The first and the last day of asking.
    pub fieldwork: (Date, Date),
    /// How it was done: one paragraph each.
    pub method: Vec<Text>,
    /// What every file says first, such as that figures are invented; may be empty.
    pub note: Text,
}

/// How a file speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Its language.
    pub lang: Lang,
    /// How a CSV is written.
    pub dialect: super::csv::Dialect,
}
