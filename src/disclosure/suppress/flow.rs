//! The cheapest cells that let one cell move far enough. Every cell may deviate within
//! what is printed or withheld at no cost, and beyond it at a cost for each step; the
//! linear program moves the target as far as needed at the least cost, and the cells
//! that moved beyond their printed values are those to withhold. (The attacker's program
//! turned around: Kelly, Golden & Assad, *Networks* 22 (1992); Castro, *EJOR* 171 (2006).)

use super::super::audit::block::range;
use super::super::audit::protection::{RESPONDENTS, required};
use super::super::lp::{Column, Program, Simplex};
use super::super::table::Measure;
use super::region::Region;
use super::state::{State, is_open};

/// What one step of the target is worth, in the dearest steps of others.
const WORTH: f64 = 1e4;
/// A deviation smaller than this is rounding.
const MOVED: f64 = 1e-6;

/// The program of a region; column `3·cell` is free, `+1` dear upward, `+2` dear downward.
#[derive(Debug, Clone)]
pub(super) struct Flow {
    simplex: Simplex,
}

/// A move of the target that was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What it costs, by the prices given.
    pub cost: f64,
    /// Cells to withhold.
    pub cells: Vec<usize>,
    /// The table that it reaches, as deviations.
    pub point: Vec<f64>,
}

/// Where the target has to come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// The cell.
    pub cell: usize,
    /// The deviation that it has to reach.
    pub deviation: f64,
}

impl Flow {
    /// The program of a region, with all columns shut.
    pub(super) fn new(region: &Region) -> Self {
        let mut columns = vec![Column { entries: Vec::new(), low: 0.0, high: 0.0 }; 3 * region.cells.len()];
        for (r, row) in region.system.rows.iter().enumerate() {
            for &(cell, factor) in &row.terms {
                columns[3 * cell].entries.push((r, factor));
                columns[3 * cell + 1].entries.push((r, factor));
                columns[3 * cell + 2].entries.push((r, -factor));
            }
        }
        Self { simplex: Simplex::new(Program { rows: region.system.rows.len(), columns }) }
    }

    /// The cheapest move to the target, if there is one at all. `price` by cell, for a
    /// step of one respondent or its equal on a scale; `None` for a cell that stays.
    pub(super) fn find(&mut self, region: &Region, state: &State, target: Target, price: &[Option<f64>]) -> Option<Found> {
        self.open(region, state, target, price);
        let prices: Vec<(usize, f64)> = (0..price.len()).filter_map(|cell| Some((cell, price[cell]? / step(region, cell)))).collect();
        let dearest = prices.iter().fold(1.0_f64, |most, (_, p)| most.max(*p));
        let mut objective = vec![(3 * target.cell, WORTH * dearest * target.deviation.signum() / step(region, target.cell))];
        objective.extend(prices.iter().flat_map(|&(cell, p)| [(3 * cell + 1, -p), (3 * cell + 2, -p)]));
        self.simplex.maximise(&objective);
        let y = self.simplex.point();
        if (y[3 * target.cell] - target.deviation).abs() > 1e-5 * target.deviation.abs().max(1.0) {
            return None;
        }
        let beyond = |cell: usize| y[3 * cell + 1].max(y[3 * cell + 2]);
        let cells = (0..price.len()).filter(|&cell| !state.withheld[cell] && beyond(cell) > MOVED * step(region, cell));
        let cost = prices.iter().map(|&(cell, p)| p * beyond(cell).max(0.0)).sum();
        let point = (0..price.len()).map(|cell| y[3 * cell] + y[3 * cell + 1] - y[3 * cell + 2]).collect();
        Some(Found { cost, cells: cells.collect(), point })
    }

    /// Pivots made so far.
    pub(super) fn pivots(&self) -> u64 {
        self.simplex.pivots()
    }

    fn open(&mut self, region: &Region, state: &State, target: Target, price: &[Option<f64>]) {
        let system = &region.system;
        let far = 2.0 * target.deviation.abs().max(required(&system.cells[target.cell]));
        let bounds = (0..price.len()).flat_map(|cell| {
            let (low, high) = range(system, state.withheld[cell], cell);
            let (least, most) = range(system, true, cell);
            let shut = state.withheld[cell] || price[cell].is_none() || !is_open(system, cell);
            let beyond = |room: f64| if shut { 0.0 } else { limited(region, cell, room, far) };
            let free = match cell == target.cell {
                true if target.deviation > 0.0 => (low, target.deviation.min(high)),
                true => (target.deviation.max(low), high),
                false => (low, high),
            };
            [(3 * cell, free.0, free.1), (3 * cell + 1, 0.0, beyond(most - high)), (3 * cell + 2, 0.0, beyond(low - least))]
        });
        self.simplex.bound(bounds.collect::<Vec<_>>());
    }
}

/// Counts need not move further than the target does.
fn limited(region: &Region, cell: usize, room: f64, far: f64) -> f64 {
    match region.system.cells[cell].measure {
        Measure::Count => room.min(far).max(0.0),
        Measure::Mean { .. } => room.max(0.0),
    }
}

/// One step of a cell: a respondent, or a fifth of its least width on a scale.
fn step(region: &Region, cell: usize) -> f64 {
    let cell = &region.system.cells[cell];
    match cell.measure {
        Measure::Count => 1.0,
        Measure::Mean { .. } => required(cell) / RESPONDENTS,
    }
}
