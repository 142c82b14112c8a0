//! What calibration leaves of influence values: residuals, whose variance is that of the
//! calibrated estimate. They are taken in the order in which weights were adjusted.
//!
//! Raking has two, by name. R's `rake()` sweeps the margins ten times with unweighted
//! cell means; the regression on all margins together is that of R's
//! `calibrate(calfun = "raking")` and of Deville & Särndal (1992), *JASA* 87, 376–382.
//! The weights are the same, the standard errors are not (up to 10 % in small clusters).

use crate::analysis::matrix::{Factor, Square, dot};

/// A pivot of the normal equations below this part of its diagonal depends on others.
pub(super) const DEPENDS: f64 = 1e-11;

/// One adjustment of weights.
#[derive(Debug, Clone, PartialEq)]
pub enum Adjustment {
    /// Nonresponse by class ([`super::nonresponse`]).
    Answered {
        /// The class of each row.
        class: Vec<u32>,
        /// Weights before.
        before: Vec<f64>,
        /// Weights after; 0 for who did not answer.
        after: Vec<f64>,
    },
    /// Post-stratification: cells, weights before and after.
    PostStratified {
        /// The cell of each row.
        cell: Vec<u32>,
        /// Weights before.
        before: Vec<f64>,
        /// Weights after.
        after: Vec<f64>,
    },
    /// Raking by proportional fitting: for each margin its categories and the weights
    /// after it was last fitted.
    Raked {
        /// Category of each row, weights after this margin's last turn.
        margins: Vec<(Vec<u32>, Vec<f64>)>,
    },
    /// Calibration: regression on `columns`.
    Calibrated {
        /// The auxiliary variables, one value a row each.
        columns: Vec<Vec<f64>>,
        /// Weights before: those of the regression.
        before: Vec<f64>,
        /// Weights after.
        after: Vec<f64>,
    },
}

/// How often R's `rake()` sweeps the margins.
const SWEEPS: usize = 10;

impl Adjustment {
    /// Replaces influence values, weights included, by what is left of them.
    pub fn leave_residuals(&self, z: &mut [f64]) {
        match self {
            Self::Answered { class, before, after } => stand_in(z, class, before, after),
            Self::PostStratified { cell, before, after } => {
                // Mean of z/after in the cell, rows weighted as before.
                let share = |row: usize, z: &[f64]| if after[row] > 0.0 { z[row] * before[row] / after[row] } else { 0.0 };
                subtract(z, cell, before, after, share);
            }
            Self::Raked { margins } => {
                for _ in 0..SWEEPS {
                    for (category, after) in margins {
                        let ones = vec![1.0; z.len()];
                        let share = |row: usize, z: &[f64]| if after[row] > 0.0 { z[row] / after[row] } else { 0.0 };
                        subtract(z, category, &ones, after, share);
                    }
                }
            }
            Self::Calibrated { columns, before, after } => regress(z, columns, before, after),
        }
    }
}

/// What those who answered have in excess of their class, and the class's mean for all its
/// rows: `z − after · ū + before · ū`, with ū the mean of z/after, weighted as before.
fn stand_in(z: &mut [f64], class: &[u32], before: &[f64], after: &[f64]) {
    let classes = class.iter().map(|&code| code as usize + 1).max().unwrap_or(0);
    let (mut sums, mut sizes) = (vec![0.0; classes], vec![0.0; classes]);
    for (row, &code) in class.iter().enumerate().filter(|(row, _)| after[*row] > 0.0) {
        sums[code as usize] += z[row] * before[row] / after[row];
        sizes[code as usize] += before[row];
    }
    for (row, &code) in class.iter().enumerate().filter(|(_, code)| sizes[**code as usize] > 0.0) {
        z[row] += (before[row] - after[row]) * sums[code as usize] / sizes[code as usize];
    }
}

/// Takes `after ×` the cell's mean from each row: `Σ share / Σ size` over the cell.
fn subtract(z: &mut [f64], cell: &[u32], size: &[f64], after: &[f64], share: impl Fn(usize, &[f64]) -> f64) {
    let cells = cell.iter().map(|&code| code as usize + 1).max().unwrap_or(0);
    let (mut sums, mut sizes) = (vec![0.0; cells], vec![0.0; cells]);
    for (row, &code) in cell.iter().enumerate() {
        sums[code as usize] += share(row, z);
        sizes[code as usize] += size[row];
    }
    for (row, &code) in cell.iter().enumerate() {
        if sizes[code as usize] > 0.0 {
            z[row] -= sums[code as usize] / sizes[code as usize] * after[row];
        }
    }
}

/// `z − after · X B`, with B from the regression of z/after on X, weighted as before.
fn regress(z: &mut [f64], columns: &[Vec<f64>], before: &[f64], after: &[f64]) {
    let p = columns.len();
    let (mut normal, mut right) = (Square::zero(p), vec![0.0; p]);
    let mut x = vec![0.0; p];
    for row in 0..z.len() {
        fill(&mut x, columns, row);
        normal.add_weighted_outer(&x, before[row]);
        let u = if after[row] == 0.0 { 0.0 } else { z[row] / after[row] };
        for (right, x) in right.iter_mut().zip(&x) {
            *right += x * before[row] * u;
        }
    }
    let slopes = Factor::new(&normal, DEPENDS).solve(&right);
    for row in 0..z.len() {
        fill(&mut x, columns, row);
        z[row] -= after[row] * dot(&x, &slopes);
    }
}

/// The auxiliary variables of a row.
pub(super) fn fill(x: &mut [f64], columns: &[Vec<f64>], row: usize) {
    for (x, column) in x.iter_mut().zip(columns) {
        *x = column[row];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_what_is_known() {
        let (before, after) = (vec![1.0, 2.0, 1.0, 1.0], vec![2.0, 4.0, 3.0, 3.0]);
        let cell = vec![0, 0, 1, 1];
        let columns = vec![vec![1.0, 1.0, 0.0, 0.0], vec![0.0, 0.0, 1.0, 1.0]];
        let all = [
            Adjustment::PostStratified { cell: cell.clone(), before: before.clone(), after: after.clone() },
            Adjustment::Raked { margins: vec![(cell, after.clone())] },
            Adjustment::Calibrated { columns, before, after: after.clone() },
        ];
        for adjustment in all {
            // The total of the first cell.
            let mut z = vec![after[0], after[1], 0.0, 0.0];
            adjustment.leave_residuals(&mut z);
            assert!(z.iter().all(|z| z.abs() < 1e-14), "{adjustment:?}: {z:?}");
        }
    }
}
