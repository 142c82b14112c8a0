//! What estimation returns: working results at full precision. They cross from the
//! worker to the page as JSON and never leave the analyst; what may leave is made of
//! them by `disclosure`.

use serde::{Deserialize, Serialize};

use super::plan::Interval;
use crate::base::Finding;

/// Everything that was estimated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// About the data and the design.
    pub meta: Meta,
    /// One estimate a domain and subject: subject by subject (statements in the order of
    /// the data, factors and parts in the plan's), in each the domains (all, units, units
    /// by group, profile values; labels in byte order). A domain without a valid answer
    /// is absent.
    pub rows: Vec<Estimate>,
}

impl Results {
    /// The estimate of a subject in a domain.
    pub fn get(&self, domain: &Domain, subject: &Subject) -> Option<&Estimate> {
        self.rows.iter().find(|row| row.domain == *domain && row.subject == *subject)
    }

    /// All estimates of a domain, in the plan's order of subjects.
    pub fn of_domain<'a>(&'a self, domain: &'a Domain) -> impl Iterator<Item = &'a Estimate> {
        self.rows.iter().filter(move |row| row.domain == *domain)
    }

    /// All estimates of a subject, in the order of domains.
    pub fn of_subject<'a>(&'a self, subject: &'a Subject) -> impl Iterator<Item = &'a Estimate> {
        self.rows.iter().filter(move |row| row.subject == *subject)
    }
}

/// About the data and the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Rows that were read.
    pub rows: u64,
    /// Rows that the estimates are made of: those whose stratum has a weight.
    pub used: u64,
    /// Strata of the rows used.
    pub strata: u64,
    /// Σw.
    pub weight: f64,
    /// Kish's effective size, (Σw)²/Σw².
    pub kish: f64,
    /// How intervals were made.
    pub interval: Interval,
    /// Number of levels of the scale.
    pub levels: u8,
    /// What somebody should know: of the file, of the design. `value` is the stratum or unit.
    pub notes: Vec<Finding>,
    /// Units and the weight they carry, heaviest first.
    pub units: Vec<UnitWeight>,
}

/// The weight that a unit carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitWeight {
    /// The unit.
    pub unit: String,
    /// Its kind; may be empty.
    pub kind: String,
    /// Its rows.
    pub rows: u64,
    /// Σw of its rows.
    pub weight: f64,
    /// Its part of Σw of all units, in `[0, 1]`.
    pub share: f64,
    /// Kish's effective size of its rows.
    pub kish: f64,
    /// Rows less strata.
    pub df: u64,
}

/// Whom an estimate is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Domain {
    /// All rows.
    All,
    /// One unit.
    Unit {
        /// The unit.
        unit: String,
    },
    /// One unit, one group of respondents.
    UnitGroup {
        /// The unit.
        unit: String,
        /// The group.
        group: String,
    },
    /// One value of one profile column.
    Profile {
        /// The column.
        column: String,
        /// The value.
        value: String,
    },
}

/// What an estimate is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Subject {
    /// One statement.
    Item {
        /// Its id.
        id: String,
    },
    /// Pooled answers of a factor.
    Factor {
        /// Its id.
        id: String,
    },
    /// Pooled answers of a part.
    Part {
        /// Its id.
        id: String,
    },
    /// Pooled answers of all statements.
    Overall,
    /// The mean of each respondent's own mean over valid answers.
    RowMean,
    /// A numeric column.
    Number {
        /// Its id.
        id: String,
    },
}

impl Subject {
    /// The id; empty for the two subjects that there is one of.
    pub fn id(&self) -> &str {
        match self {
            Self::Item { id } | Self::Factor { id } | Self::Part { id } | Self::Number { id } => id,
            Self::Overall | Self::RowMean => "",
        }
    }
}

/// One subject in one domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Whom it is about.
    pub domain: Domain,
    /// What it is of.
    pub subject: Subject,
    /// Unweighted counts.
    pub n: Counts,
    /// Share of satisfied among valid answers, in `[0, 1]`; not for numeric columns and row means.
    pub share: Option<Stat>,
    /// Mean of valid answers: level 1 … levels, or the number.
    pub mean: Stat,
    /// The levels, worst first; empty for numeric columns and row means.
    pub levels: Vec<Level>,
}

/// Unweighted counts. For pooled subjects all but `rows` and `respondents` count answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of the domain.
    pub rows: u64,
    /// Rows with at least one valid answer: what disclosure counts.
    pub respondents: u64,
    /// Shown by relevance.
    pub asked: u64,
    /// Not left blank.
    pub answered: u64,
    /// A level of the scale (or a number).
    pub valid: u64,
    /// Satisfied.
    pub satisfied: u64,
}

/// A weighted estimate with its precision.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stat {
    /// The design-weighted estimate.
    pub est: f64,
    /// Its standard error, by Taylor linearisation.
    pub se: f64,
    /// R's `degf(subset())`: rows less strata of the domain.
    pub df: u64,
    /// Lower bound; `None` where t has no degree of freedom.
    pub lo: Option<f64>,
    /// Upper bound.
    pub hi: Option<f64>,
    /// The same without weights, to stand beside.
    pub unweighted: f64,
}

/// One level of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// The level, 1 the worst.
    pub level: u8,
    /// Answers.
    pub n: u64,
    /// Weighted share among valid answers.
    pub share: f64,
}
