//! Units from a table that somebody keeps in Excel: which row is the head, which column is
//! what, and what each row says. Reading never changes a campaign: it gives the units as
//! they would be, or, with a single error anywhere, none of them.

mod count;
mod file;
mod head;
mod merge;
mod renamed;
mod rows;

pub use file::{Opened, choose, open, paste};
pub use head::{Layout, Role, guess};
pub use merge::{Comparison, Missing, compare, merged};

use super::{Campaign, Unit};
use crate::base::Finding;
use crate::base::grid::Grid;

/// What a table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Every unit that the table names, with what the campaign already knows about it where
    /// the table is silent; none where anything is wrong.
    pub units: Option<Vec<Unit>>,
    /// Rows that name something.
    pub rows: usize,
    /// Everything that is wrong or odd.
    pub findings: Vec<Finding>,
}

/// Reads a table of units, or one of old and new units, whichever its columns are.
pub fn read(grid: &Grid, layout: &Layout, campaign: &Campaign) -> Reading {
    let mut findings = head::check(grid, layout);
    findings.extend(grid.too_large());
    let stop = crate::base::finding::has_error(&findings);
    let (units, rows) = if stop {
        (Vec::new(), 0)
    } else if layout.is_of_renamed() {
        renamed::read(grid, layout, campaign, &mut findings)
    } else {
        rows::read(grid, layout, campaign, &mut findings)
    };
    let sound = !crate::base::finding::has_error(&findings);
    Reading { units: sound.then_some(units), rows, findings }
}
