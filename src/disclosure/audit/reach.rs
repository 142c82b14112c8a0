//! Which cells are protected, without every interval: a table that one program reaches
//! is evidence for all cells of its block, so most cells need no program of their own.

use super::super::lp::Simplex;
use super::super::table::System;
use super::block::Block;
use super::protection::is_protected;

/// How far each cell of a block was seen to deviate.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    /// Downward, at most 0.
    pub down: Vec<f64>,
    /// Upward, at least 0.
    pub up: Vec<f64>,
}

impl Reach {
    /// Nothing was seen yet.
    pub(crate) fn new(cells: usize) -> Self {
        Self { down: vec![0.0; cells], up: vec![0.0; cells] }
    }

    /// Takes a point as evidence.
    pub(crate) fn see(&mut self, cells: &[usize], point: &[f64]) {
        for (&cell, &value) in cells.iter().zip(point) {
            self.down[cell] = self.down[cell].min(value);
            self.up[cell] = self.up[cell].max(value);
        }
    }

    /// Whether what was seen protects a cell.
    pub(crate) fn protects(&self, system: &System, cell: usize) -> bool {
        is_protected(&system.cells[cell], self.down[cell], self.up[cell])
    }
}

/// Looks for the withheld cells of a block that are not protected, stopping after
/// `most`; adds what it sees to `reach`, passes every table on, and gives the pivots.
pub(crate) fn unprotected(
    system: &System,
    withheld: &[bool],
    block: &Block,
    reach: &mut Reach,
    most: usize,
    remember: &mut dyn FnMut(&[f64]),
) -> (Vec<usize>, u64) {
    let mut open: Vec<(usize, usize)> = block.cells.iter().copied().enumerate().filter(|(_, cell)| withheld[*cell]).collect();
    open.retain(|&(_, cell)| !reach.protects(system, cell));
    if open.is_empty() {
        return (Vec::new(), 0);
    }
    let mut simplex = Simplex::new(block.program.clone());
    let mut failed = Vec::new();
    for (column, cell) in open {
        for way in [1.0, -1.0] {
            if failed.len() < most && !reach.protects(system, cell) {
                simplex.maximise(&[(column, way)]);
                reach.see(&block.cells, simplex.point());
                remember(simplex.point());
            }
        }
        if failed.len() < most && !reach.protects(system, cell) {
            failed.push(cell);
        }
    }
    (failed, simplex.pivots())
}
