//! Rank tests under a design: whether groups differ in where their rows stand among the
//! people. R: `svyranktest`. Source: Lumley & Scott (2013), *Biometrika* 100, 831–842.
//!
//! A row's estimated rank is the weight below it and half of that beside it. R averages
//! the running weights of equal values without weights, so that its ranks depend on the
//! order of rows; both are offered.

use crate::analysis::comparison::means::{Test, two};
use crate::analysis::distribution::normal;
use crate::analysis::distribution::root::Tail;
use crate::analysis::estimator::whole;
use crate::analysis::linear::quantile::Convention;
use crate::analysis::regression::terms::{dummies, intercept};
use crate::analysis::regression::{Family, Fit, Wald, fit};
use crate::analysis::sampling::{LonelyStratum, Sample};
use crate::dataset::column::NONE;

/// What is made of ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// The rank over all: Wilcoxon, Kruskal and Wallis.
    Rank,
    /// Its normal quantile: van der Waerden.
    Normal,
    /// Whether it is above the middle: Mood's median test.
    Median,
}

/// The scores of the rows that have a value and a group; `NaN` for others.
pub fn scores(sample: &Sample<'_>, values: &[f64], score: Score, convention: Convention) -> Vec<f64> {
    let mut order: Vec<usize> = sample.rows().collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let total = sample.sum_of_weights();
    let mut out = vec![f64::NAN; values.len()];
    let mut below = 0.0;
    for tied in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let beside: f64 = tied.iter().map(|&row| sample.weight(row)).sum();
        let rank = match convention {
            Convention::Definition => below + beside / 2.0,
            Convention::R => unweighted(sample, tied, below),
        };
        for &row in tied {
            out[row] = match score {
                Score::Rank => rank / total,
                Score::Normal => normal::quantile(Tail::Lower(rank / total)),
                Score::Median => f64::from(u8::from(rank > total / 2.0)),
            };
        }
        below += beside;
    }
    out
}

/// The plain mean of the running weights to the middle of each row.
fn unweighted(sample: &Sample<'_>, tied: &[usize], below: f64) -> f64 {
    let mut running = below;
    let middles: f64 = tied
        .iter()
        .map(|&row| {
            running += sample.weight(row);
            running - sample.weight(row) / 2.0
        })
        .sum();
    middles / whole(tied.len() as u64)
}

/// Whether two groups of rows differ; `None` where one has no value.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn two_groups(
    sample: &Sample<'_>,
    values: &[f64],
    groups: &[u32],
    score: Score,
    convention: Convention,
) -> Result<Option<Test>, LonelyStratum> {
    let sample = sample.valid(values).within(|row| groups[row] < 2);
    let scores = scores(&sample, values, score, convention);
    two(&sample, &scores, |row| groups[row] == 0, |row| groups[row] == 1)
}

/// Whether any of `levels` groups differ; `None` without a row, or with one group.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn many_groups(
    sample: &Sample<'_>,
    values: &[f64],
    groups: &[u32],
    levels: u32,
    score: Score,
    convention: Convention,
) -> Result<Option<Wald>, LonelyStratum> {
    let sample = sample.valid(values).within(|row| groups[row] != NONE);
    let scores = scores(&sample, values, score, convention);
    let columns = [vec![intercept(values.len())], dummies(groups, levels)].concat();
    let Some(fit) = fit(&sample, &scores, &columns, Family::Gaussian, convention).filter(|_| levels > 1) else { return Ok(None) };
    let which: Vec<usize> = (1..columns.len()).collect();
    // R takes the groups but one from the degrees of freedom of the design.
    Fit { df: whole(sample.degrees()) - whole(which.len() as u64), ..fit }.wald(&which).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn ranks_are_the_weight_below_and_half_beside() {
        let design = Design::new(&Columns::weights_only(vec![1.0, 3.0, 4.0, 2.0])).unwrap().0;
        let sample = Sample::whole(&design);
        let of = |convention| scores(&sample, &[2.0, 2.0, 5.0, 1.0], Score::Rank, convention);
        assert_eq!(of(Convention::Definition), [0.4, 0.4, 0.8, 0.1]);
        // Middles 2.5 and 4.5.
        assert_eq!(of(Convention::R)[0].to_bits(), 0.35_f64.to_bits());
    }

    #[test]
    fn two_groups_are_many() {
        let design = Design::new(&Columns::weights_only(vec![1.0; 8])).unwrap().0;
        let (values, groups) = ([1.0, 2.0, 3.0, 9.0, 4.0, 5.0, 8.0, 7.0], [0, 0, 0, 0, 1, 1, 1, 1]);
        let sample = Sample::whole(&design);
        let test = two_groups(&sample, &values, &groups, Score::Rank, Convention::R).unwrap().unwrap();
        let wald = many_groups(&sample, &values, &groups, 2, Score::Rank, Convention::R).unwrap().unwrap();
        assert!((test.t * test.t - wald.f).abs() < 1e-12 && (test.p - wald.p).abs() < 1e-12);
    }
}
