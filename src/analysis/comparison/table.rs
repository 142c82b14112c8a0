//! Whether two categorical variables go together, under a design: Pearson's X² with Rao
//! and Scott's corrections, and Wald's test. R: `svychisq`.
//!
//! X² is that of the weighted table scaled to the rows of the design, those without an
//! answer too, as R has it. Under independence it is a sum of χ²(1) weighted with the
//! eigenvalues of the generalised design effects Δ. Categories without a row are left
//! out, where R's X² is `NaN`.
//! Source: Rao & Scott (1984), *Annals of Statistics* 12, 46–60; Thomas & Rao (1987).

use crate::analysis::distribution::mixture::{self, Term};
use crate::analysis::distribution::{chi_square, fisher};
use crate::analysis::estimator::whole;
use crate::analysis::linear::{Point, covariance};
use crate::analysis::matrix::{Factor, Square, dot, relative_eigenvalues};
use crate::analysis::sampling::{LonelyStratum, Sample};
use crate::dataset::column::NONE;

/// Which p-value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// X² over the sum of Δ's eigenvalues, F with Satterthwaite's degrees: second order.
    F,
    /// X² over their mean, χ²: first order.
    ChiSquare,
    /// Wald's test of the cells' departures from independence, F.
    Wald,
    /// Wald's, adjusted for the degrees of freedom it takes.
    AdjustedWald,
    /// The sum's own distribution over an independent χ², exact.
    LinearCombination,
    /// The same by the saddlepoint. R cuts the denominator's degrees to a whole number;
    /// next to the mean both fall back on two moments.
    Saddlepoint,
    /// The same with R's whole number of degrees.
    SaddlepointOfR,
}

/// A test of independence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Independence {
    /// The statistic that R reports.
    pub statistic: f64,
    /// Degrees of freedom of the numerator.
    pub df: f64,
    /// Of the denominator; infinite for χ².
    pub denominator: f64,
    /// The p-value.
    pub p: f64,
}

/// The weighted table of two variables.
pub struct Table<'a> {
    /// Rows with both variables.
    valid: Sample<'a>,
    /// The cell of each of them, rows first.
    cell: Vec<Option<usize>>,
    rows: usize,
    columns: usize,
    /// Shares of the cells.
    share: Vec<f64>,
    /// Rows of the design.
    n: f64,
    /// Degrees of freedom of the design.
    degrees: f64,
}

impl<'a> Table<'a> {
    /// The table of two columns of codes; `None` where one has fewer than two categories.
    pub fn new(sample: &Sample<'a>, rows: &[u32], columns: &[u32]) -> Option<Self> {
        let valid = sample.within(|row| rows[row] != NONE && columns[row] != NONE);
        let (row_levels, column_levels) = (levels(sample, rows), levels(sample, columns));
        if row_levels.len() < 2 || column_levels.len() < 2 {
            return None;
        }
        let place = |row: usize| {
            let at = (row_levels.binary_search(&rows[row]).ok()?, column_levels.binary_search(&columns[row]).ok()?);
            Some(at.0 + at.1 * row_levels.len())
        };
        let cell: Vec<Option<usize>> = (0..rows.len()).map(|row| if valid.has(row) { place(row) } else { None }).collect();
        let mut share = vec![0.0; row_levels.len() * column_levels.len()];
        for row in valid.rows() {
            if let Some(cell) = cell[row] {
                share[cell] += valid.weight(row);
            }
        }
        let sum: f64 = share.iter().sum();
        for share in &mut share {
            *share /= sum;
        }
        Some(Self {
            valid,
            cell,
            rows: row_levels.len(),
            columns: column_levels.len(),
            share,
            n: whole(sample.size()),
            degrees: whole(sample.degrees()),
        })
    }

    /// The test.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn independence(&self, statistic: Statistic) -> Result<Independence, LonelyStratum> {
        match statistic {
            Statistic::Wald | Statistic::AdjustedWald => self.wald(statistic),
            Statistic::F | Statistic::ChiSquare | Statistic::LinearCombination | Statistic::Saddlepoint | Statistic::SaddlepointOfR => {
                let effects = self.effects()?;
                Ok(self.pearson_test(statistic, &effects))
            }
        }
    }

    /// Pearson's X².
    pub fn pearson(&self) -> f64 {
        let (rows, columns) = self.margins();
        let one = |cell: usize| {
            let expected = rows[cell % self.rows] * columns[cell / self.rows];
            if expected > 0.0 { (self.share[cell] - expected) * (self.share[cell] - expected) / expected } else { 0.0 }
        };
        self.n * (0..self.share.len()).map(one).sum::<f64>()
    }

    /// The eigenvalues of Δ, from the greatest: generalised design effects.
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn effects(&self) -> Result<Vec<f64>, LonelyStratum> {
        let points: Vec<Point<'_>> = (0..self.share.len()).map(|cell| self.cell_share(cell)).collect();
        let covariance = covariance(&self.valid, &points)?;
        // Contrasts that add up to 0 over rows and columns, over the shares.
        let contrast = |(i, j): (usize, usize)| {
            let sign = |cell: usize| {
                let row = if cell % self.rows == i { 1.0 } else { -f64::from(u8::from(cell.is_multiple_of(self.rows))) };
                let column = if cell / self.rows == j { 1.0 } else { -f64::from(u8::from(cell / self.rows == 0)) };
                row * column
            };
            (0..self.share.len()).map(|cell| if self.share[cell] > 0.0 { sign(cell) / self.share[cell] } else { 0.0 }).collect::<Vec<_>>()
        };
        let contrasts: Vec<Vec<f64>> = (1..self.columns).flat_map(|j| (1..self.rows).map(move |i| (i, j))).map(contrast).collect();
        let design = covariance.seen_through(&contrasts);
        let simple = Square::from_fn(contrasts.len(), |a, b| {
            let weighted: Vec<f64> = contrasts[b].iter().zip(&self.share).map(|(c, share)| c * share).collect();
            dot(&contrasts[a], &weighted) / self.n
        });
        Ok(relative_eigenvalues(&design, &simple))
    }

    fn pearson_test(&self, statistic: Statistic, effects: &[f64]) -> Independence {
        let x = self.pearson();
        let trace: f64 = effects.iter().sum();
        let squares: f64 = effects.iter().map(|effect| effect * effect).sum();
        let count = whole(effects.len() as u64);
        let df = trace * trace / squares;
        let denominator = df * self.degrees;
        let ratio = |denominator: f64, df: f64| {
            let sum = effects.iter().map(|&weight| Term { weight, df: 1.0 });
            sum.chain([Term { weight: -x / denominator, df }]).collect::<Vec<_>>()
        };
        let two_moments = || fisher::tails(df, denominator, x / df / (squares / trace)).upper;
        let of_x = |p: f64| Independence { statistic: x, df, denominator, p };
        match statistic {
            Statistic::F | Statistic::Wald | Statistic::AdjustedWald => {
                let f = x / trace;
                Independence { statistic: f, df, denominator, p: fisher::tails(df, denominator, f).upper }
            }
            Statistic::ChiSquare => {
                let p = chi_square::tails(count, x / (trace / count)).upper;
                Independence { statistic: x, df: count, denominator: f64::INFINITY, p }
            }
            Statistic::LinearCombination => of_x(mixture::exact(&ratio(denominator, denominator), 0.0)),
            Statistic::Saddlepoint => of_x(mixture::saddlepoint(&ratio(denominator, denominator), 0.0).unwrap_or_else(two_moments)),
            Statistic::SaddlepointOfR => {
                of_x(mixture::saddlepoint(&ratio(denominator, libm::floor(denominator)), 0.0).unwrap_or_else(two_moments))
            }
        }
    }

    fn margins(&self) -> (Vec<f64>, Vec<f64>) {
        let (mut rows, mut columns) = (vec![0.0; self.rows], vec![0.0; self.columns]);
        for (cell, share) in self.share.iter().enumerate() {
            rows[cell % self.rows] += share;
            columns[cell / self.rows] += share;
        }
        (rows, columns)
    }

    /// The share of a cell as a point.
    fn cell_share(&self, cell: usize) -> Point<'a> {
        let sum = self.valid.sum_of_weights();
        let influence = |row: usize| {
            let here = f64::from(u8::from(self.cell[row] == Some(cell)));
            self.valid.weight(row) * (here - self.share[cell]) / sum
        };
        self.point(self.share[cell], influence)
    }

    fn point(&self, value: f64, influence: impl Fn(usize) -> f64) -> Point<'a> {
        let influence = (0..self.cell.len()).map(|row| if self.valid.has(row) { influence(row) } else { 0.0 }).collect();
        Point { sample: self.valid.clone(), value, influence }
    }

    /// Departures `p_ij − p_i p_j` of all cells but those of the first row and column.
    fn departures(&self) -> Vec<Point<'a>> {
        let sum = self.valid.sum_of_weights();
        let (rows, columns) = self.margins();
        let one = |(i, j): (usize, usize)| {
            let (p, q) = (rows[i], columns[j]);
            let influence = |row: usize| {
                let at = self.cell[row].map(|cell| (cell % self.rows, cell / self.rows));
                let is = |here: bool| f64::from(u8::from(here));
                let (row_here, column_here) = (is(at.is_some_and(|at| at.0 == i)), is(at.is_some_and(|at| at.1 == j)));
                self.valid.weight(row) / sum * (row_here * column_here - row_here * q - column_here * p + p * q)
            };
            self.point(self.share[i + j * self.rows] - p * q, influence)
        };
        (1..self.columns).flat_map(|j| (1..self.rows).map(move |i| (i, j))).map(one).collect()
    }

    fn wald(&self, statistic: Statistic) -> Result<Independence, LonelyStratum> {
        let points = self.departures();
        let covariance = covariance(&self.valid, &points)?;
        let values: Vec<f64> = points.iter().map(|point| point.value).collect();
        let wald = dot(&values, &Factor::new(&covariance, 1e-13).solve(&values));
        let df = whole(points.len() as u64);
        let (f, denominator) = if statistic == Statistic::AdjustedWald {
            let denominator = self.degrees - df + 1.0;
            (wald * denominator / (df * self.degrees), denominator)
        } else {
            (wald / df, self.degrees)
        };
        Ok(Independence { statistic: f, df, denominator, p: fisher::tails(df, denominator, f).upper })
    }
}

/// The categories that the rows of a sample have.
fn levels(sample: &Sample<'_>, codes: &[u32]) -> Vec<u32> {
    let mut levels: Vec<u32> = sample.rows().map(|row| codes[row]).filter(|code| *code != NONE).collect();
    levels.sort_unstable();
    levels.dedup();
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sampling::{Columns, Design};

    const ROWS: [u32; 12] = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0];
    const COLUMNS: [u32; 12] = [0, 0, 0, 1, 1, 1, 1, 1, 0, 2, 2, 2];

    #[test]
    fn under_simple_random_sampling_effects_are_near_one() {
        let design = Design::new(&Columns::weights_only(vec![1.0; 12])).unwrap().0;
        let table = Table::new(&Sample::whole(&design), &ROWS, &COLUMNS).unwrap();
        // With replacement n/(n − 1); the observed table is not independent, so about that.
        let effects = table.effects().unwrap();
        assert!(effects.iter().all(|effect| (effect - 12.0 / 11.0).abs() < 0.4), "{effects:?}");
        // 6 · (3 · … ): the textbook X² of the table [[3,2,1],[1,3,2]].
        assert!((table.pearson() - (1.0 + 0.2 + 1.0 / 3.0)).abs() < 1e-13, "{}", table.pearson());
    }

    #[test]
    fn the_tests_agree_about_as_far_as_they_should() {
        let design = Design::new(&Columns::weights_only(vec![1.0; 12])).unwrap().0;
        let table = Table::new(&Sample::whole(&design), &ROWS, &COLUMNS).unwrap();
        let p = |statistic| table.independence(statistic).unwrap().p;
        let exact = p(Statistic::LinearCombination);
        for statistic in [Statistic::F, Statistic::ChiSquare, Statistic::Saddlepoint, Statistic::SaddlepointOfR] {
            assert!((p(statistic) - exact).abs() < 0.1, "{statistic:?}: {} {exact}", p(statistic));
        }
    }

    #[test]
    fn one_category_is_no_table() {
        let design = Design::new(&Columns::weights_only(vec![1.0; 12])).unwrap().0;
        assert!(Table::new(&Sample::whole(&design), &[0; 12], &COLUMNS).is_none());
    }
}
