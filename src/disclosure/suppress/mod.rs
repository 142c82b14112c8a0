//! Complementary suppression: which further cells are withheld, so that nobody finds the
//! primary ones by calculating. Every withheld cell, primary or secondary, keeps an
//! interval as wide as [`protection::required`](super::audit::protection::required) says.
//!
//! The search works on regions and trusts nobody, and neither is it trusted: the pattern
//! is audited as a whole at the end, and a release that fails is refused.

pub mod coarser;
mod flow;
mod region;
mod search;
mod state;

use super::audit::{Audit, audit};
use super::primary::{Reason, Rule};
use super::table::{Standing, System};
use search::Search;

/// How much a search may do, and how large a release may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Pivots in all for making a safe pattern cheaper.
    pub pivots: u64,
    /// Cells of a release.
    pub cells: usize,
    /// Cells of one region.
    pub region: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { pivots: 300_000, cells: 60_000, region: 6_000 }
    }
}

/// What becomes of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// It is shown.
    Shown,
    /// It is withheld for itself.
    Primary(Vec<Reason>),
    /// It is withheld with its count.
    Follows,
    /// It is withheld to protect others.
    Secondary,
    /// No table shows it.
    Never,
}

/// A pattern that passed the audit. Only [`protect`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    marks: Vec<Mark>,
    audit: Audit,
}

/// Why nothing is released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Too many cells in all, or in one region: take coarser tables.
    TooLarge {
        /// Cells.
        cells: usize,
        /// The most that are audited.
        most: usize,
    },
    /// A cell that must be withheld was printed before.
    PrintedBefore {
        /// The cell.
        cell: usize,
    },
    /// Whatever is withheld, the cell can be calculated.
    CannotProtect {
        /// The cell.
        cell: usize,
    },
    /// The final audit found cells that can be narrowed.
    AuditFailed {
        /// The cells.
        cells: Vec<usize>,
    },
}

impl Pattern {
    /// One mark a cell of the system.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// What the final audit found.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// Whether a cell is withheld.
    pub fn is_withheld(&self, cell: usize) -> bool {
        self.marks[cell] != Mark::Shown
    }

    /// What protection costs beyond the primary cells: the sum of respondents in
    /// secondary cells.
    pub fn cost(&self, system: &System) -> u64 {
        let cells = self.marks.iter().zip(&system.cells).filter(|(mark, _)| matches!(mark, Mark::Secondary | Mark::Follows));
        cells.map(|(_, cell)| cell.respondents).sum()
    }
}

/// Applies the rules and finds a pattern that protects what they withhold.
///
/// # Errors
/// Why there is none.
pub fn protect(system: &System, rule: &Rule, effort: Effort) -> Result<Pattern, Refusal> {
    if system.cells.len() > effort.cells {
        return Err(Refusal::TooLarge { cells: system.cells.len(), most: effort.cells });
    }
    let reasons = rule.apply(system);
    let primary: Vec<bool> = reasons.iter().map(|reasons| !reasons.is_empty()).collect();
    let mut system = system.clone();
    system.cells.iter_mut().zip(&primary).for_each(|(cell, &primary)| cell.asked |= primary);
    let withheld = complete(&system, &primary, effort)?;
    let audit = audit(&system, &withheld);
    if !audit.passes() {
        return Err(Refusal::AuditFailed { cells: audit.failures().collect() });
    }
    let marks = reasons.into_iter().enumerate().map(|(cell, reasons)| mark(&system, &withheld, cell, reasons)).collect();
    Ok(Pattern { marks, audit })
}

fn mark(system: &System, withheld: &[bool], cell: usize, reasons: Vec<Reason>) -> Mark {
    match (withheld[cell], reasons.is_empty()) {
        (false, _) => Mark::Shown,
        (true, true) if system.cells[cell].standing == Standing::Never => Mark::Never,
        (true, false) => Mark::Primary(reasons),
        (true, true) if system.cells[cell].leader.is_some_and(|leader| withheld[leader]) => Mark::Follows,
        (true, true) => Mark::Secondary,
    }
}

/// The primary cells with what goes with them, and the secondary ones.
fn complete(system: &System, primary: &[bool], effort: Effort) -> Result<Vec<bool>, Refusal> {
    if let Some(cell) = (0..primary.len()).find(|&cell| primary[cell] && system.cells[cell].standing == Standing::Known) {
        return Err(Refusal::PrintedBefore { cell });
    }
    let regions = region::regions(system, primary);
    if let Some(large) = regions.iter().find(|region| region.cells.len() > effort.region) {
        return Err(Refusal::TooLarge { cells: large.cells.len(), most: effort.region });
    }
    let each = effort.pivots / (regions.len().max(1) as u64);
    let mut withheld: Vec<bool> = system.cells.iter().map(|cell| cell.standing == Standing::Never).collect();
    for region in &regions {
        let own = region.cells.iter().map(|&cell| primary[cell]).collect();
        let pattern = Search::new(region, own).run(each).map_err(|cell| Refusal::CannotProtect { cell: region.cells[cell] })?;
        region.cells.iter().zip(pattern).for_each(|(&cell, hidden)| withheld[cell] = hidden);
    }
    Ok(withheld)
}

#[cfg(test)]
mod tests;
