//! Regression under a design: coefficients solve weighted score equations, their influence
//! is `A⁻¹ x_i w_i (y_i − μ_i)`, their covariances those of its totals (the sandwich of
//! Binder 1983). R: `svyglm`, `regTermTest`.

mod stepwise;
pub mod terms;

use super::distribution::{fisher, student};
use super::estimator::whole;
use super::linear::quantile::Convention;
use super::linear::{Point, covariance};
use super::matrix::{Factor, Square, dot};
use super::sampling::{LonelyStratum, Sample};
use stepwise::State;

/// How the mean follows from the linear predictor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// The predictor itself, constant variance.
    Gaussian,
    /// A share by its logit, variance in proportion to μ(1 − μ).
    Quasibinomial,
}

impl Family {
    fn mean(self, predictor: f64) -> f64 {
        match self {
            Self::Gaussian => predictor,
            Self::Quasibinomial => 1.0 / (1.0 + libm::exp(-predictor)),
        }
    }

    /// dμ/dη, which for these links is the variance too.
    fn slope(self, mean: f64) -> f64 {
        match self {
            Self::Gaussian => 1.0,
            Self::Quasibinomial => mean * (1.0 - mean),
        }
    }
}

/// A fitted model.
#[derive(Debug, Clone)]
pub struct Fit<'a> {
    /// The rows with all variables.
    pub sample: Sample<'a>,
    /// Coefficients with their influence, one a column.
    pub coefficients: Vec<Point<'a>>,
    /// Degrees of freedom of the design less the coefficients but one; below 1 there is
    /// no test.
    pub df: f64,
    /// Whether the score equations were solved; a Gaussian model's always are.
    pub converged: bool,
}

/// A coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Its estimate.
    pub estimate: f64,
    /// Its standard error.
    pub se: f64,
    /// The statistic.
    pub t: f64,
    /// The two-sided p-value.
    pub p: f64,
}

/// Wald's test that coefficients are 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wald {
    /// The statistic.
    pub f: f64,
    /// How many coefficients.
    pub df: f64,
    /// Degrees of freedom of the denominator.
    pub denominator: f64,
    /// The p-value.
    pub p: f64,
}

/// Fits `values` to columns, one value a row each (a constant among them where there is an
/// intercept), over the rows that have all of them. A column that depends on earlier ones
/// has the coefficient 0. By definition the scores are 0; by R's convention its iteration
/// stops early (`stepwise`). `None` without a row.
pub fn fit<'a>(sample: &Sample<'a>, values: &[f64], columns: &[Vec<f64>], family: Family, convention: Convention) -> Option<Fit<'a>> {
    let (rows, sum) = (sample.count(), sample.sum_of_weights());
    let sample = sample.within(|row| !values[row].is_nan() && columns.iter().all(|column| !column[row].is_nan()));
    if sample.sum_of_weights() <= 0.0 {
        return None;
    }
    let equations = Equations { sample: &sample, values, columns, family };
    let (beta, working, converged) = match convention {
        Convention::R => equations.as_r(rows, sum),
        Convention::Definition => {
            let (beta, converged) = equations.solve();
            (beta.clone(), State::Beta(beta), converged)
        }
    };
    let influence = equations.influence(&beta, &working);
    let point = |(value, influence): (&f64, Vec<f64>)| Point { sample: sample.clone(), value: *value, influence };
    let coefficients: Vec<Point<'a>> = beta.iter().zip(influence).map(point).collect();
    let df = whole(sample.degrees()) + 1.0 - whole(columns.len() as u64);
    Some(Fit { sample, coefficients, df, converged })
}

impl Fit<'_> {
    /// The coefficients with their tests.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn table(&self) -> Result<Vec<Coefficient>, LonelyStratum> {
        let one = |point: &Point<'_>| {
            let se = point.se()?;
            let t = point.value / se;
            Ok(Coefficient { estimate: point.value, se, t, p: student::two_sided_p(self.df, t) })
        };
        self.coefficients.iter().map(one).collect()
    }

    /// Wald's test of some coefficients together.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn wald(&self, which: &[usize]) -> Result<Wald, LonelyStratum> {
        let points: Vec<Point<'_>> = which.iter().map(|&at| self.coefficients[at].clone()).collect();
        let covariance = covariance(&self.sample, &points)?;
        let values: Vec<f64> = points.iter().map(|point| point.value).collect();
        let df = whole(which.len() as u64);
        let f = dot(&values, &Factor::new(&covariance, 1e-13).solve(&values)) / df;
        Ok(Wald { f, df, denominator: self.df, p: fisher::tails(df, self.df, f).upper })
    }
}

struct Equations<'e, 'a> {
    sample: &'e Sample<'a>,
    values: &'e [f64],
    columns: &'e [Vec<f64>],
    family: Family,
}

impl Equations<'_, '_> {
    fn row(&self, row: usize) -> Vec<f64> {
        self.columns.iter().map(|column| column[row]).collect()
    }

    /// The influence of each row on each coefficient, with the slopes of `working`.
    fn influence(&self, beta: &[f64], working: &State) -> Vec<Vec<f64>> {
        let slope = |row: usize| self.family.slope(self.family.mean(self.predictor(working, row)));
        let mut normal = Square::zero(self.columns.len());
        for row in self.sample.rows() {
            normal.add_weighted_outer(&self.row(row), self.sample.weight(row) * slope(row));
        }
        let bread = Factor::new(&normal, 1e-11);
        let mut influence = vec![vec![0.0; self.values.len()]; self.columns.len()];
        for row in self.sample.rows() {
            let x = self.row(row);
            let mean = self.family.mean(dot(&x, beta));
            let residual = (self.values[row] - mean) / self.family.slope(mean) * slope(row);
            let scores: Vec<f64> = x.iter().map(|x| x * self.sample.weight(row) * residual).collect();
            for (influence, z) in influence.iter_mut().zip(bread.solve(&scores)) {
                influence[row] = z;
            }
        }
        influence
    }

    /// The scores `Σ w x (y − μ)` and `Σ w x xᵀ dμ/dη`.
    fn at(&self, beta: &[f64]) -> (Vec<f64>, Square) {
        let mut scores = vec![0.0; beta.len()];
        let mut slope = Square::zero(beta.len());
        for row in self.sample.rows() {
            let x = self.row(row);
            let (weight, mean) = (self.sample.weight(row), self.family.mean(dot(&x, beta)));
            for (score, x) in scores.iter_mut().zip(&x) {
                *score += weight * x * (self.values[row] - mean);
            }
            slope.add_weighted_outer(&x, weight * self.family.slope(mean));
        }
        (scores, slope)
    }

    /// Newton's method from 0, until the scores stop falling.
    fn solve(&self) -> (Vec<f64>, bool) {
        let mut beta = vec![0.0; self.columns.len()];
        let mut last = f64::INFINITY;
        for _ in 0..60 {
            let (scores, slope) = self.at(&beta);
            let step = Factor::new(&slope, 1e-11).solve(&scores);
            let size = dot(&step, &scores);
            if !size.is_finite() {
                return (beta, false);
            }
            for (beta, step) in beta.iter_mut().zip(&step) {
                *beta += step;
            }
            // A quadratic form of the scores: at its floor it no longer halves.
            if size <= 1e-24 * self.sample.sum_of_weights() || (size < 1e-12 && size > last / 2.0) {
                return (beta, true);
            }
            last = size;
        }
        (beta, self.family == Family::Gaussian)
    }
}

#[cfg(test)]
mod tests {
    use super::terms::{dummies, intercept};
    use super::*;
    use crate::analysis::linear::mean::mean;
    use crate::analysis::sampling::{Columns, Design};

    const Y: [f64; 6] = [1.0, 0.0, 1.0, 1.0, 0.0, 0.0];

    fn design() -> Design {
        Design::new(&Columns::weights_only(vec![1.0, 2.0, 3.0, 1.0, 1.0, 2.0])).unwrap().0
    }

    #[test]
    fn an_intercept_is_the_mean() {
        let design = design();
        let sample = Sample::whole(&design);
        let point = mean(&sample, &Y).unwrap();
        let (p, se) = (point.value, point.se().unwrap());
        let found = |family| fit(&sample, &Y, &[intercept(6)], family, Convention::Definition).unwrap().table().unwrap()[0];
        let (plain, logit) = (found(Family::Gaussian), found(Family::Quasibinomial));
        assert!((plain.estimate - p).abs() < 1e-14 && (plain.se - se).abs() < 1e-14);
        assert!((logit.estimate - libm::log(p / (1.0 - p))).abs() < 1e-13);
        assert!((logit.se - se / (p * (1.0 - p))).abs() < 1e-13);
    }

    #[test]
    fn two_groups_are_their_means() {
        let design = design();
        let columns = [vec![intercept(6)], dummies(&[0, 0, 0, 1, 1, 1], 2)].concat();
        let found = fit(&Sample::whole(&design), &Y, &columns, Family::Gaussian, Convention::Definition).unwrap();
        assert!((found.coefficients[1].value - (0.25 - 4.0 / 6.0)).abs() < 1e-14);
        assert_eq!(found.df.to_bits(), 4.0_f64.to_bits());
        let (table, wald) = (found.table().unwrap(), found.wald(&[1]).unwrap());
        assert!((table[1].t * table[1].t - wald.f).abs() < 1e-12 && (table[1].p - wald.p).abs() < 1e-12);
    }

    #[test]
    fn perfect_separation_does_not_converge() {
        let design = design();
        let columns = [vec![intercept(6)], vec![Y.to_vec()]].concat();
        let found = fit(&Sample::whole(&design), &Y, &columns, Family::Quasibinomial, Convention::Definition).unwrap();
        assert!(!found.converged || found.coefficients[1].value > 20.0);
        assert!(fit(&Sample::whole(&design), &[f64::NAN; 6], &columns, Family::Gaussian, Convention::Definition).is_none());
    }
}
