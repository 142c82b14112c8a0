//! The pivots: bounded primal simplex from a feasible point. A column outside the basis
//! may rest between its bounds (at the start all rest at 0), so no first phase is
//! needed. Entering by the largest reduced cost for the column's length, leaving by
//! Harris' two passes. Source: Chvátal (1983), chapter 8; Harris, *Math. Prog.* 5 (1973).

use super::super::real;
use super::basis::Inverse;
use super::bound;
use super::{GAP, Maximum, PERTURBATION, PIVOT, Program, REDUCED};

/// How far Harris' first pass lets a column overstep its bound.
const SLACK: f64 = 1e-10;

/// A program with a basis and a feasible point; both stay from one objective to the next.
#[derive(Debug, Clone)]
pub struct Simplex {
    program: Program,
    low: Vec<f64>,
    high: Vec<f64>,
    length: Vec<f64>,
    value: Vec<f64>,
    head: Vec<usize>,
    basic: Vec<bool>,
    inverse: Inverse,
    pivots: u64,
}

/// What enters: the column and the way it goes (+1 or −1).
#[derive(Debug, Clone, Copy)]
struct Entering {
    column: usize,
    way: f64,
}

/// How far it goes and who leaves: a row, or nobody when it reaches its own bound.
#[derive(Debug, Clone, Copy)]
struct Step {
    length: f64,
    row: Option<usize>,
}

impl Simplex {
    /// Starts at 0 with the logical basis.
    pub fn new(program: Program) -> Self {
        let structural = program.columns.len();
        let all = structural + program.rows;
        let bounds = |at: usize| program.columns.get(at).map_or((0.0, 0.0), |column| (column.low, column.high));
        let low = (0..all).map(|at| bounds(at).0 - relaxation(at)).collect();
        let high = (0..all).map(|at| bounds(at).1 + relaxation(at)).collect();
        let length = program.columns.iter().map(|c| (1.0 + c.entries.iter().map(|(_, a)| a * a).sum::<f64>()).sqrt()).collect();
        let head = (structural..all).collect();
        let basic = (0..all).map(|at| at >= structural).collect();
        Self { low, high, length, value: vec![0.0; all], head, basic, inverse: Inverse::default(), pivots: 0, program }
    }

    /// Other bounds for some columns, `low ≤ 0 ≤ high`. The point goes back to 0, which
    /// stays feasible; the basis is kept.
    pub fn bound(&mut self, bounds: impl IntoIterator<Item = (usize, f64, f64)>) {
        for (column, low, high) in bounds {
            self.program.columns[column].low = low;
            self.program.columns[column].high = high;
            self.low[column] = low - relaxation(column);
            self.high[column] = high + relaxation(column);
        }
        self.value.fill(0.0);
    }

    /// The present point, one value a column: feasible but for the relaxation of bounds.
    pub fn point(&self) -> &[f64] {
        &self.value[..self.program.columns.len()]
    }

    /// Pivots made so far: the measure of work.
    pub fn pivots(&self) -> u64 {
        self.pivots
    }

    /// Maximises `Σ cost·y` over the columns named in `objective`.
    pub fn maximise(&mut self, objective: &[(usize, f64)]) -> Maximum {
        let mut cost = vec![0.0; self.value.len()];
        for &(column, c) in objective {
            cost[column] += c;
        }
        let largest = cost.iter().fold(0.0_f64, |most, c| most.max(c.abs()));
        let limit = self.pivots + 20 * self.value.len() as u64 + 2_000;
        let mut dual = self.dual(&cost);
        while self.pivots < limit {
            let Some(entering) = self.entering(&cost, &dual, largest * REDUCED) else { break };
            self.go(entering);
            dual = self.dual(&cost);
        }
        let bound = bound::of(&self.program, objective, &dual);
        let reached = objective.iter().map(|&(column, c)| c * self.value[column]).sum::<f64>();
        Maximum { bound, reached, solved: (bound - reached).abs() <= GAP * largest.max(bound.abs()).max(1e-3) }
    }

    fn dual(&self, cost: &[f64]) -> Vec<f64> {
        let mut dual: Vec<f64> = self.head.iter().map(|&column| cost[column]).collect();
        self.inverse.backward(&mut dual);
        dual
    }

    fn entering(&self, cost: &[f64], dual: &[f64], tolerance: f64) -> Option<Entering> {
        let mut best: Option<(f64, Entering)> = None;
        // Neither a logical column nor a constant enters: it could move by its relaxation alone.
        for (column, structural) in self.program.columns.iter().enumerate().filter(|(at, c)| !self.basic[*at] && c.low < c.high) {
            let d = bound::reduced_cost(cost[column], &structural.entries, dual).0;
            let room = if d > 0.0 { self.high[column] - self.value[column] } else { self.value[column] - self.low[column] };
            let merit = d.abs() / self.length[column];
            if d.abs() > tolerance && room > SLACK && best.is_none_or(|(most, _)| merit > most) {
                best = Some((merit, Entering { column, way: d.signum() }));
            }
        }
        best.map(|(_, entering)| entering)
    }

    /// `B⁻¹` times a column.
    fn direction(&self, column: usize) -> Vec<f64> {
        let mut work = vec![0.0; self.head.len()];
        match self.program.columns.get(column) {
            Some(structural) => structural.entries.iter().for_each(|&(row, entry)| work[row] = entry),
            None => work[column - self.program.columns.len()] = 1.0,
        }
        self.inverse.forward(&mut work);
        work
    }

    fn go(&mut self, entering: Entering) {
        self.pivots += 1;
        let direction = self.direction(entering.column);
        let step = self.step(entering, &direction);
        for (row, rate) in direction.iter().enumerate().filter(|(_, rate)| **rate != 0.0) {
            self.value[self.head[row]] -= entering.way * step.length * rate;
        }
        self.value[entering.column] += entering.way * step.length;
        if let Some(row) = step.row {
            self.swap(entering.column, row, &direction);
        }
    }

    fn step(&self, entering: Entering, direction: &[f64]) -> Step {
        let own = if entering.way > 0.0 {
            self.high[entering.column] - self.value[entering.column]
        } else {
            self.value[entering.column] - self.low[entering.column]
        };
        let rates = || direction.iter().enumerate().map(|(row, w)| (row, -entering.way * w)).filter(|(_, rate)| rate.abs() > PIVOT);
        let far = rates().map(|(row, rate)| (self.room(row, rate) + SLACK) / rate.abs()).fold(f64::INFINITY, f64::min);
        let within = rates().filter(|&(row, rate)| self.room(row, rate) / rate.abs() <= far);
        let leaving = within.max_by(|(a, x), (b, y)| x.abs().total_cmp(&y.abs()).then(b.cmp(a)));
        match leaving {
            Some((row, rate)) if self.room(row, rate) / rate.abs() < own => {
                Step { length: (self.room(row, rate) / rate.abs()).max(0.0), row: Some(row) }
            }
            Some(_) | None => Step { length: own, row: None },
        }
    }

    /// How far the basic column of a row is from the bound that it moves to.
    fn room(&self, row: usize, rate: f64) -> f64 {
        let column = self.head[row];
        if rate > 0.0 { self.high[column] - self.value[column] } else { self.value[column] - self.low[column] }
    }

    fn swap(&mut self, column: usize, row: usize, direction: &[f64]) {
        self.basic[self.head[row]] = false;
        self.basic[column] = true;
        self.head[row] = column;
        self.inverse.push(row, direction);
        if self.inverse.is_long() {
            self.renew();
        }
    }

    /// A new product, and the basic values from the equations again.
    fn renew(&mut self) {
        for left in self.inverse.renew(&mut self.head, &self.program.columns) {
            self.basic[left] = false;
        }
        let structural = self.program.columns.len();
        for row in 0..self.head.len() {
            self.basic[self.head[row]] = true;
        }
        let mut rest = vec![0.0; self.head.len()];
        for column in (0..self.value.len()).filter(|&column| !self.basic[column] && self.value[column] != 0.0) {
            match self.program.columns.get(column) {
                Some(c) => c.entries.iter().for_each(|&(row, entry)| rest[row] -= entry * self.value[column]),
                None => rest[column - structural] -= self.value[column],
            }
        }
        self.inverse.forward(&mut rest);
        for (row, value) in rest.into_iter().enumerate() {
            self.value[self.head[row]] = value;
        }
    }
}

/// The outward relaxation of a column's bounds: between half and all of [`PERTURBATION`].
fn relaxation(column: usize) -> f64 {
    let mixed = (column as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    PERTURBATION * (0.5 + real(mixed) / f64::from(1_u32 << 25))
}

#[cfg(test)]
mod tests {
    use super::super::Column;
    use super::*;

    type Plain<'a> = (&'a [(usize, f64)], f64, f64);

    fn program(rows: usize, columns: &[Plain]) -> Simplex {
        let columns = columns.iter().map(|&(entries, low, high)| Column { entries: entries.to_vec(), low, high });
        Simplex::new(Program { rows, columns: columns.collect() })
    }

    fn check(simplex: &mut Simplex, objective: &[(usize, f64)], expect: f64) {
        let found = simplex.maximise(objective);
        assert!(found.solved && (found.bound - expect).abs() < 1e-6, "{found:?}, expected {expect}");
    }

    #[test]
    fn a_pair_can_only_exchange() {
        let mut pair = program(1, &[(&[(0, 1.0)], -3.0, 10.0), (&[(0, 1.0)], -4.0, 10.0)]);
        check(&mut pair, &[(0, 1.0)], 4.0);
        check(&mut pair, &[(0, -1.0)], 3.0);
        pair.bound([(1, 0.0, 0.0)]);
        check(&mut pair, &[(0, 1.0)], 0.0);
    }

    #[test]
    fn a_square_of_four_is_bounded_by_its_smallest() {
        // Rows 0, 1 and columns 2, 3 of a 2 × 2 table with values 5, 7, 9, 2.
        let cells: [Plain; 4] = [
            (&[(0, 1.0), (2, 1.0)], -5.0, 100.0),
            (&[(0, 1.0), (3, 1.0)], -7.0, 100.0),
            (&[(1, 1.0), (2, 1.0)], -9.0, 100.0),
            (&[(1, 1.0), (3, 1.0)], -2.0, 100.0),
        ];
        let mut square = program(4, &cells);
        check(&mut square, &[(0, 1.0)], 7.0);
        check(&mut square, &[(0, -1.0)], 2.0);
        check(&mut square, &[(0, 1.0), (1, 1.0)], 0.0);
    }
}
