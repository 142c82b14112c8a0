//! One choice of withheld cells in a region, and what was seen of its protection.

use super::super::audit::block::{Block, blocks, range};
use super::super::audit::reach::{Reach, unprotected};
use super::super::table::{Standing, System};
use super::region::Region;

/// How many tables are remembered as evidence.
const REMEMBERED: usize = 600;
/// Rounding of the solver in remembered tables.
const ROUNDING: f64 = 1e-6;

/// A pattern of a region.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// Withheld cells.
    pub withheld: Vec<bool>,
    /// Evidence that holds for the pattern.
    pub reach: Reach,
}

/// Tables that were reached under some pattern of the region, as deviations. What keeps
/// within the printed values of another pattern is evidence for that one too.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    points: Vec<Vec<f64>>,
    next: usize,
    /// Pivots spent.
    pub pivots: u64,
}

impl Memory {
    /// Remembers a table, in place of the oldest one.
    pub(super) fn keep(&mut self, point: Vec<f64>) {
        if self.points.len() < REMEMBERED {
            self.points.push(point);
        } else {
            self.points[self.next] = point;
            self.next = (self.next + 1) % REMEMBERED;
        }
    }

    fn recall(&self, system: &System, withheld: &[bool]) -> Reach {
        let mut reach = Reach::new(withheld.len());
        let ranges: Vec<_> = (0..withheld.len()).map(|cell| range(system, withheld[cell], cell)).collect();
        let all: Vec<usize> = (0..withheld.len()).collect();
        for point in &self.points {
            if point.iter().zip(&ranges).all(|(y, (low, high))| low - ROUNDING <= *y && *y <= high + ROUNDING) {
                reach.see(&all, point);
            }
        }
        reach
    }
}

impl State {
    /// A pattern with what is remembered for it.
    pub(super) fn new(region: &Region, withheld: Vec<bool>, memory: &Memory) -> Self {
        let reach = memory.recall(&region.system, &withheld);
        Self { withheld, reach }
    }

    /// Withholds a cell and what is made of it.
    pub(super) fn withhold(&mut self, region: &Region, cell: usize) {
        if !self.withheld[cell] {
            self.withheld[cell] = true;
            region.followers[cell].iter().for_each(|&follower| self.withhold(region, follower));
        }
    }

    /// Respondents in withheld cells that are not primary.
    pub(super) fn cost(&self, region: &Region, primary: &[bool]) -> u64 {
        let secondary = (0..self.withheld.len()).filter(|&cell| self.withheld[cell] && !primary[cell] && is_open(&region.system, cell));
        secondary.map(|cell| cost(&region.system, cell)).sum()
    }

    /// Withheld cells that are not protected: the first that are found, `most` a block.
    pub(super) fn unprotected(&mut self, region: &Region, most: usize, memory: &mut Memory) -> Vec<usize> {
        let system = &region.system;
        if (0..self.withheld.len()).all(|cell| !self.withheld[cell] || self.reach.protects(system, cell)) {
            return Vec::new();
        }
        let ranges: Vec<_> = (0..self.withheld.len()).map(|cell| range(system, self.withheld[cell], cell)).collect();
        let (blocks, fixed) = blocks(system, &ranges);
        let asked = |cell: usize| self.withheld[cell] && system.cells[cell].asked;
        let mut found: Vec<usize> = fixed.into_iter().filter(|&cell| asked(cell)).take(most).collect();
        let lonely = |cell: &usize| asked(*cell) && ranges[*cell] == (0.0, 0.0);
        found.extend((0..self.withheld.len()).filter(lonely).take(most));
        for block in &blocks {
            if found.len() >= most {
                break;
            }
            found.extend(self.of_block(system, block, most, memory));
        }
        found
    }

    fn of_block(&mut self, system: &System, block: &Block, most: usize, memory: &mut Memory) -> Vec<usize> {
        let cells = self.withheld.len();
        let mut remember = |point: &[f64]| {
            let mut whole = vec![0.0; cells];
            block.cells.iter().zip(point).for_each(|(&cell, &y)| whole[cell] = y);
            memory.keep(whole);
        };
        let (found, pivots) = unprotected(system, &self.withheld, block, &mut self.reach, most, &mut remember);
        memory.pivots += pivots;
        found
    }
}

/// What withholding a cell costs.
pub(super) fn cost(system: &System, cell: usize) -> u64 {
    system.cells[cell].respondents.max(1)
}

/// Whether a cell can be withheld.
pub(super) fn is_open(system: &System, cell: usize) -> bool {
    system.cells[cell].standing == Standing::Open
}
