//! A release as what an outsider sees of it: several tables over shared dimensions,
//! joined where they speak of the same cell. A dimension that a table lacks stands at
//! its whole, so a margin of one table and a cell of another are one cell.
//!
//! [`System::of`] is the only way on: it checks the release once and gives the joint
//! linear system. Nothing behind it meets an unchecked table.

mod check;
mod flaw;
mod index;
mod system;

pub use flaw::{Fault, Flaw};
pub use system::{Row, Standing, System, Variable};

use serde::{Deserialize, Serialize};

use super::real;

/// What is to be released.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Release {
    /// Dimensions, shared by all tables.
    pub dimensions: Vec<Dimension>,
    /// What is measured.
    pub layers: Vec<Layer>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Identities that do not follow from the dimensions.
    pub links: Vec<Link>,
}

/// One way to divide respondents or answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dimension {
    /// Its name.
    pub id: String,
    /// What its codes divide.
    pub over: Over,
    /// Codes.
    pub codes: Vec<String>,
    /// Which codes are sums of which. Several sums may have one whole: a second
    /// hierarchy. Exactly one code is part of no sum: the whole of the dimension.
    pub sums: Vec<Sum>,
}

/// A code that is the sum of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// The whole.
    pub whole: usize,
    /// Its parts.
    pub parts: Vec<usize>,
}

/// What a dimension divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Respondents: a mean of the whole is the weighted mean of its parts.
    Respondents,
    /// Answers: shares of the parts add up to that of the whole; the whole is 1.
    Answers,
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Its name.
    pub id: String,
    /// Kind of number.
    pub measure: Measure,
    /// The layer of the counts that this one is made of: where they are withheld, so is this.
    pub of: Option<usize>,
}

/// Kinds of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Measure {
    /// Unweighted respondents or answers: whole numbers that add up.
    Count,
    /// A weighted mean or share on a scale.
    Mean {
        /// Least value of the scale.
        lowest: f64,
        /// Greatest value of the scale.
        highest: f64,
    },
}

/// One table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub id: String,
    /// What it shows.
    pub layer: usize,
    /// Its dimensions, indices of [`Release::dimensions`].
    pub dimensions: Vec<usize>,
    /// Its cells with their margins.
    pub cells: Vec<Cell>,
}

/// One cell, before any rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// One code for each of the table's dimensions.
    pub codes: Vec<usize>,
    /// The true value.
    pub value: f64,
    /// Unweighted respondents that the value is made of.
    pub respondents: u64,
    /// Σw of them; public sizes `N_u` where they are exact. Of no use for counts.
    pub weight: f64,
    /// Printed in multiples of this; 0 for exact.
    pub step: f64,
    /// What the rules look at besides.
    pub facts: Facts,
    /// What is public without this release: bounds, or an earlier release.
    pub public: Public,
}

/// What the primary rules look at besides the respondents.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Unweighted count of what a share is of.
    pub numerator: Option<u64>,
    /// Part of Σw that the two heaviest respondents have, in `[0, 1]`.
    pub top_two: Option<f64>,
}

/// What outsiders have already.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Public {
    /// Nothing but the scale.
    #[default]
    Nothing,
    /// Bounds that everybody knows.
    Within(f64, f64),
    /// An earlier release of the same respondents printed it: it cannot be withheld.
    Printed,
    /// It is not part of what is printed, but outsiders know that it is there: a part that
    /// no table shows, or the difference of two releases.
    Never,
}

/// An identity: `Σ factor·cell = constant`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Terms.
    pub terms: Vec<Term>,
    /// Right-hand side.
    pub constant: f64,
}

/// One term of a [`Link`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Index of a table.
    pub table: usize,
    /// Index of a cell in it.
    pub cell: usize,
    /// Its factor.
    pub factor: f64,
}

impl Dimension {
    /// The code that is part of no sum; `None` unless there is exactly one.
    pub fn whole(&self) -> Option<usize> {
        let mut rest = (0..self.codes.len()).filter(|code| !self.sums.iter().any(|sum| sum.parts.contains(code)));
        let first = rest.next()?;
        rest.next().is_none().then_some(first)
    }

    /// A dimension whose first code is the sum of all others.
    pub fn flat(id: &str, over: Over, whole: &str, parts: &[&str]) -> Self {
        let codes = std::iter::once(whole).chain(parts.iter().copied()).map(str::to_owned).collect::<Vec<_>>();
        let sums = vec![Sum { whole: 0, parts: (1..codes.len()).collect() }];
        Self { id: id.to_owned(), over, codes, sums }
    }
}

impl Cell {
    /// A count of respondents.
    pub fn count(codes: &[usize], respondents: u64) -> Self {
        Self {
            codes: codes.to_vec(),
            value: real(respondents),
            respondents,
            weight: real(respondents),
            step: 0.0,
            facts: Facts::default(),
            public: Public::Nothing,
        }
    }
}

#[cfg(test)]
mod tests;
