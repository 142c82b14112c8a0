//! Working results as a table that may leave.

use serde::Serialize;

use super::derived::Figure;
use super::{Released, Threshold};
use crate::analysis::plan::Interval;
use crate::analysis::{Counts, Domain, Level, Results, Stat, Subject};

/// A table of results that passed the rules. It carries no weights, no strata, no
/// counts of units, since these give cells back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// The minimum that was applied.
    pub minimum: Threshold,
    /// How intervals were made.
    pub interval: Interval,
    /// One cell an estimate, in the order of the results.
    pub cells: Vec<Cell>,
}

/// One subject in one domain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// Whom it is about.
    pub domain: Domain,
    /// What it is of.
    pub subject: Subject,
    /// Its numbers; `None` where it is not published.
    pub figures: Option<Figures>,
}

impl Cell {
    /// What is made of its numbers, or the mark in its place.
    pub fn figure<T>(&self, of: impl FnOnce(&Figures) -> T) -> Figure<T> {
        self.figures.as_ref().map_or(Figure::Withheld, |figures| Figure::Shown(of(figures)))
    }
}

/// The numbers of a published cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Unweighted counts.
    pub n: Counts,
    /// Share of satisfied.
    pub share: Option<Stat>,
    /// Mean.
    pub mean: Stat,
    /// Levels of the scale.
    pub levels: Vec<Level>,
}

/// Applies the rules: every cell of fewer than `minimum` respondents with a valid
/// answer loses its numbers.
pub fn release(results: &Results, minimum: Threshold) -> Released<Table> {
    let cells = results.rows.iter().map(|row| Cell {
        domain: row.domain.clone(),
        subject: row.subject.clone(),
        figures: (row.n.respondents >= u64::from(minimum.get())).then(|| Figures {
            n: row.n,
            share: row.share,
            mean: row.mean,
            levels: row.levels.clone(),
        }),
    });
    Released { inner: Table { minimum, interval: results.meta.interval, cells: cells.collect() } }
}
