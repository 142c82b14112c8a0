//! The auditor: for every withheld cell, what an outsider can still conclude from all
//! that is printed and public. It shares no state with whoever chose the pattern: it
//! reads the system and the pattern, and solves two linear programs a cell.
//!
//! Outer and inner ends are told apart. The interval that is given is the outer one
//! (dual bound): the truth is always inside. The width that is believed is the inner one
//! (a table that was actually reached): protection is never claimed for rounding.

pub(crate) mod block;
pub mod protection;
pub(crate) mod reach;

use super::lp::Simplex;
use super::table::System;
use block::Block;

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audit {
    /// The interval of every withheld cell, in the order of cells.
    pub intervals: Vec<Interval>,
    /// Pivots that it took.
    pub pivots: u64,
}

/// What an outsider can conclude about one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The cell.
    pub cell: usize,
    /// Least value that is possible; the true one is not below.
    pub low: f64,
    /// Greatest value that is possible; the true one is not above.
    pub high: f64,
    /// Whether it is as wide as it has to be.
    pub protected: bool,
}

impl Audit {
    /// Cells that can be narrowed too far.
    pub fn failures(&self) -> impl Iterator<Item = usize> {
        self.intervals.iter().filter(|interval| !interval.protected).map(|interval| interval.cell)
    }

    /// Whether every withheld cell is protected.
    pub fn passes(&self) -> bool {
        self.failures().next().is_none()
    }
}

/// Audits a pattern: `withheld[cell]` for every cell of the system.
pub fn audit(system: &System, withheld: &[bool]) -> Audit {
    let ranges: Vec<_> = (0..withheld.len()).map(|cell| block::range(system, withheld[cell], cell)).collect();
    let (blocks, _) = block::blocks(system, &ranges);
    let mut audit = Audit::default();
    let mut found = vec![None; withheld.len()];
    for block in &blocks {
        audit.pivots += intervals(system, withheld, block, &mut found);
    }
    let point = |cell: usize| {
        let variable = &system.cells[cell];
        Interval { cell, low: variable.value, high: variable.value, protected: !variable.asked }
    };
    audit.intervals = (0..withheld.len()).filter(|&cell| withheld[cell]).map(|cell| found[cell].unwrap_or_else(|| point(cell))).collect();
    audit
}

fn intervals(system: &System, withheld: &[bool], block: &Block, found: &mut [Option<Interval>]) -> u64 {
    let mut simplex = Simplex::new(block.program.clone());
    for (column, &cell) in block.cells.iter().enumerate().filter(|(_, cell)| withheld[**cell]) {
        let up = simplex.maximise(&[(column, 1.0)]);
        let down = simplex.maximise(&[(column, -1.0)]);
        let value = system.cells[cell].value;
        let wide = up.solved && down.solved && protection::is_protected(&system.cells[cell], -down.reached, up.reached);
        let protected = wide || !system.cells[cell].asked;
        found[cell] = Some(Interval { cell, low: value - down.bound, high: value + up.bound, protected });
    }
    simplex.pivots()
}

#[cfg(test)]
pub(crate) mod tests;
