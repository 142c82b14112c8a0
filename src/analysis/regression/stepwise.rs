//! Fisher scoring as R's `glm.fit` does it: from shares `(w·y + ½)/(w + 1)`, until the
//! deviance moves by less than 1e-8 of itself. Its standard errors take the weights of the
//! last step but one, which is off by some 1e-5; the definition does not.

use super::{Equations, Family};
use crate::analysis::estimator::whole;
use crate::analysis::matrix::{Factor, Square, dot};

/// Predictors: where an iteration stands.
#[derive(Debug, Clone)]
pub(super) enum State {
    /// The first, from the values themselves; the factor scales weights to a mean of 1.
    Start(f64),
    /// From coefficients.
    Beta(Vec<f64>),
}

impl Equations<'_, '_> {
    /// The predictor of a row.
    pub(super) fn predictor(&self, state: &State, row: usize) -> f64 {
        match (state, self.family) {
            (State::Beta(beta), _) => dot(&self.row(row), beta),
            (State::Start(_), Family::Gaussian) => self.values[row],
            (State::Start(scale), Family::Quasibinomial) => {
                let weight = self.sample.weight(row) * scale;
                let share = (weight * self.values[row] + 0.5) / (weight + 1.0);
                libm::log(share / (1.0 - share))
            }
        }
    }

    /// R's coefficients, the state before the last step, and whether it converged.
    pub(super) fn as_r(&self, rows: u64, sum: f64) -> (Vec<f64>, State, bool) {
        let mut state = State::Start(whole(rows) / sum);
        let mut deviance = self.deviance(&state);
        for _ in 0..25 {
            let beta = self.scored(&state);
            let next = State::Beta(beta.clone());
            let now = self.deviance(&next);
            let scale = whole(rows) / sum;
            let settled = (now - deviance).abs() * scale < 1e-8 * (now.abs() * scale + 0.1);
            if settled || !now.is_finite() {
                return (beta, state, settled);
            }
            (state, deviance) = (next, now);
        }
        (self.scored(&state), state, false)
    }

    /// Weighted least squares of the working values.
    fn scored(&self, state: &State) -> Vec<f64> {
        let mut right = vec![0.0; self.columns.len()];
        let mut normal = Square::zero(self.columns.len());
        for row in self.sample.rows() {
            let (x, predictor) = (self.row(row), self.predictor(state, row));
            let mean = self.family.mean(predictor);
            let slope = self.family.slope(mean);
            let weight = self.sample.weight(row) * slope;
            let working = predictor + (self.values[row] - mean) / slope;
            for (right, x) in right.iter_mut().zip(&x) {
                *right += x * weight * working;
            }
            normal.add_weighted_outer(&x, weight);
        }
        Factor::new(&normal, 1e-11).solve(&right)
    }

    fn deviance(&self, state: &State) -> f64 {
        let one = |row: usize| {
            let (value, predictor) = (self.values[row], self.predictor(state, row));
            let deviance = match self.family {
                Family::Gaussian => (value - predictor) * (value - predictor),
                Family::Quasibinomial => {
                    let ratio = |a: f64, lost: f64| if a > 0.0 { a * (libm::log(a) + lost) } else { 0.0 };
                    let (yes, no) = (libm::log1p(libm::exp(-predictor)), libm::log1p(libm::exp(predictor)));
                    2.0 * (ratio(value, yes) + ratio(1.0 - value, no))
                }
            };
            self.sample.weight(row) * deviance
        };
        self.sample.rows().map(one).sum()
    }
}
