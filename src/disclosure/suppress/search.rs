//! The search in one region: grow a pattern until every withheld cell is protected, show
//! again what is not needed, then take single cells out and repair, keeping what is
//! cheaper. The order is drawn from a fixed sequence and effort is counted in pivots, so
//! the same input gives the same pattern on every machine.

use super::super::audit::protection::{down_needed, up_needed};
use super::super::real;
use super::super::table::Standing;
use super::flow::{Flow, Found, Target};
use super::region::Region;
use super::state::{Memory, State, cost, is_open};

/// How much dearer than the best a pattern may be to go on from (record-to-record travel:
/// Dueck, *J. Comp. Physics* 104 (1993)).
const DETOUR: f64 = 1.06;

/// A region with what the search needs.
#[derive(Debug)]
pub(super) struct Search<'a> {
    region: &'a Region,
    primary: Vec<bool>,
    flow: Flow,
    memory: Memory,
    draw: u64,
}

impl<'a> Search<'a> {
    /// A search of a region whose `primary` cells are withheld in any case.
    pub(super) fn new(region: &'a Region, primary: Vec<bool>) -> Self {
        Self { region, primary, flow: Flow::new(region), memory: Memory::default(), draw: 0x2545_F491_4F6C_DD1D }
    }

    /// The best pattern that was found within about `effort` pivots.
    ///
    /// # Errors
    /// A cell that cannot be protected, whatever is withheld.
    pub(super) fn run(&mut self, effort: u64) -> Result<Vec<bool>, usize> {
        let banned = vec![false; self.primary.len()];
        let mut best = self.start();
        if self.grow(&mut best, &banned, 0.0).is_err() {
            best = self.everything()?;
        }
        self.trim(&mut best);
        let mut least = best.cost(self.region, &self.primary);
        let (mut here, mut tries) = (best.clone(), 0);
        while self.spent() < effort && least > 0 && tries < self.most_tries(&best) {
            tries += 1;
            if let Some((other, price)) = self.neighbour(&here, tries)
                && real(price) <= real(least) * DETOUR
            {
                if price < least {
                    (best, least, tries) = (other.clone(), price, 0);
                }
                here = other;
            }
        }
        Ok(best.withheld)
    }

    /// Where growing came to an end: all that may be withheld, but what cannot be protected
    /// even so. If that is a primary cell, then there is no pattern.
    fn everything(&mut self) -> Result<State, usize> {
        let mut state = self.start();
        (0..self.primary.len()).filter(|&cell| is_open(&self.region.system, cell)).for_each(|cell| state.withheld[cell] = true);
        loop {
            let found = state.unprotected(self.region, usize::MAX, &mut self.memory);
            if let Some(&cell) = found.iter().find(|&&cell| !self.may_show(&state, cell)) {
                return Err(cell);
            }
            if found.is_empty() {
                return Ok(state);
            }
            state = self.without(&state, &found);
        }
    }

    /// Whether a cell may be shown while others stay withheld.
    fn may_show(&self, state: &State, cell: usize) -> bool {
        !self.primary[cell] && is_open(&self.region.system, cell) && self.is_head(state, cell)
    }

    fn spent(&self) -> u64 {
        self.flow.pivots() + self.memory.pivots
    }

    fn most_tries(&self, state: &State) -> usize {
        40 * self.secondary(state).len().max(10)
    }

    /// The primary cells and what goes with them.
    fn start(&self) -> State {
        let mut state = State::new(self.region, vec![false; self.primary.len()], &self.memory);
        let never = |cell: usize| self.region.system.cells[cell].standing == Standing::Never;
        (0..self.primary.len()).filter(|&cell| self.primary[cell] || never(cell)).for_each(|cell| state.withhold(self.region, cell));
        state
    }

    /// Withholds more until every withheld cell is protected; the prices vary by up to `noise`.
    fn grow(&mut self, state: &mut State, banned: &[bool], noise: f64) -> Result<(), usize> {
        let noises: Vec<f64> = (0..banned.len()).map(|_| 1.0 + noise * self.random()).collect();
        while let Some(&cell) = state.unprotected(self.region, 1, &mut self.memory).first() {
            let price = self.prices(state, banned, &noises);
            let found = self.cheapest(state, cell, &price).ok_or(cell)?;
            found.cells.iter().for_each(|&other| state.withhold(self.region, other));
            let all: Vec<usize> = (0..banned.len()).collect();
            state.reach.see(&all, &found.point);
            self.memory.keep(found.point);
            if !state.reach.protects(&self.region.system, cell) {
                return Err(cell);
            }
        }
        Ok(())
    }

    /// The price of a step of every cell that may still be withheld.
    fn prices(&self, state: &State, banned: &[bool], noises: &[f64]) -> Vec<Option<f64>> {
        let system = &self.region.system;
        let price = |cell: usize| {
            let open = !state.withheld[cell] && !banned[cell] && is_open(system, cell);
            let follow = |&&follower: &&usize| !state.withheld[follower];
            let with: u64 = self.region.followers[cell].iter().filter(follow).map(|&follower| cost(system, follower)).sum();
            open.then(|| real(cost(system, cell) + with) * noises[cell])
        };
        (0..banned.len()).map(price).collect()
    }

    fn cheapest(&mut self, state: &State, cell: usize, price: &[Option<f64>]) -> Option<Found> {
        let variable = &self.region.system.cells[cell];
        let up = up_needed(variable, state.reach.down[cell]);
        let down = down_needed(variable, state.reach.up[cell]);
        let mut ways: Vec<Found> = Vec::new();
        for deviation in [up, down] {
            let (low, high) = super::super::audit::block::range(&self.region.system, true, cell);
            if low <= deviation && deviation <= high {
                ways.extend(self.flow.find(self.region, state, Target { cell, deviation }, price));
            }
        }
        ways.into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost))
    }

    fn secondary(&self, state: &State) -> Vec<usize> {
        let open = |cell: usize| is_open(&self.region.system, cell);
        (0..self.primary.len()).filter(|&cell| state.withheld[cell] && !self.primary[cell] && open(cell)).collect()
    }

    /// Whether a secondary cell is withheld for its own sake: its count is shown.
    fn is_head(&self, state: &State, cell: usize) -> bool {
        self.region.system.cells[cell].leader.is_none_or(|leader| !state.withheld[leader])
    }

    /// Shows again, dearest first, what is not needed.
    fn trim(&mut self, state: &mut State) {
        let mut order = self.secondary(state);
        order.sort_by_key(|&cell| (std::cmp::Reverse(cost(&self.region.system, cell)), cell));
        for cell in order {
            if state.withheld[cell] && self.is_head(state, cell) {
                let mut without = self.without(state, &[cell]);
                if without.unprotected(self.region, 1, &mut self.memory).is_empty() {
                    *state = without;
                }
            }
        }
    }

    /// The pattern without some cells.
    fn without(&self, state: &State, shown: &[usize]) -> State {
        let mut withheld = state.withheld.clone();
        for &cell in shown {
            withheld[cell] = false;
        }
        State::new(self.region, withheld, &self.memory)
    }

    /// Another pattern near the best one: cells taken out, for good or for a new choice
    /// at other prices, and the rest repaired.
    fn neighbour(&mut self, best: &State, tries: usize) -> Option<(State, u64)> {
        let heads: Vec<usize> = self.secondary(best).into_iter().filter(|&cell| self.is_head(best, cell)).collect();
        let all = real(heads.len() as u64);
        let (part, for_good, noise) = match tries % 4 {
            0 => (1.5 / all, false, 2.0),
            1 => (1.0 / all, true, 0.0),
            2 => (0.4, false, 1.0),
            _ => (2.0 / all, true, 1.0),
        };
        let shown: Vec<usize> = heads.into_iter().filter(|_| self.random() < part).collect();
        let mut banned = vec![false; self.primary.len()];
        shown.iter().filter(|_| for_good).for_each(|&cell| banned[cell] = true);
        let mut state = if tries.is_multiple_of(12) { self.start() } else { self.without(best, &shown) };
        self.grow(&mut state, &banned, noise).ok()?;
        self.trim(&mut state);
        let price = state.cost(self.region, &self.primary);
        Some((state, price))
    }

    /// The next number of the sequence, in `[0, 1)`: Marsaglia's xorshift.
    fn random(&mut self) -> f64 {
        self.draw ^= self.draw << 13;
        self.draw ^= self.draw >> 7;
        self.draw ^= self.draw << 17;
        real(self.draw >> 11) / real(1 << 53)
    }
}
