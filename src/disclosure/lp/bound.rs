//! The dual bound: for every vector `u`, `max c·y ≤ Σⱼ max(dⱼ·lowⱼ, dⱼ·highⱼ)` with
//! `d = c − u·A`, because `A·y = 0`. It holds for any `u`, so rounding in the pivots can
//! make it wide, never wrong; the sum itself is widened by its own rounding error.

use super::Program;

/// The bound that the multipliers `dual` prove for the objective.
pub(super) fn of(program: &Program, objective: &[(usize, f64)], dual: &[f64]) -> f64 {
    let mut reduced = vec![0.0; program.columns.len()];
    for &(column, cost) in objective {
        reduced[column] += cost;
    }
    let (mut sum, mut size) = (0.0, 0.0);
    for (column, cost) in program.columns.iter().zip(&reduced) {
        let (d, magnitude) = reduced_cost(*cost, &column.entries, dual);
        sum += f64::max(d * column.low, d * column.high);
        size += (d.abs() + magnitude) * column.low.abs().max(column.high) * f64::EPSILON * 8.0;
    }
    sum + size
}

/// `c − u·a` and the sum of the magnitudes that went into it.
pub(super) fn reduced_cost(cost: f64, entries: &[(usize, f64)], dual: &[f64]) -> (f64, f64) {
    entries.iter().fold((cost, cost.abs()), |(d, size), &(row, entry)| {
        let part = entry * dual[row];
        (d - part, size + part.abs())
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Program};
    use super::*;

    #[test]
    fn any_multiplier_gives_a_bound_and_the_best_gives_the_maximum() {
        // y0 + y1 = 0, both within [-2, 5]: the maximum of y0 is 2.
        let column = || Column { entries: vec![(0, 1.0)], low: -2.0, high: 5.0 };
        let program = Program { rows: 1, columns: vec![column(), column()] };
        for dual in [-3.0, 0.0, 0.25, 1.0, 7.0] {
            assert!(of(&program, &[(0, 1.0)], &[dual]) >= 2.0);
        }
        assert!((of(&program, &[(0, 1.0)], &[1.0]) - 2.0).abs() < 1e-12);
    }
}
