//! Raking: margin after margin is fitted until the weighted table of their crossing
//! stays. R: `rake`. Source: Deming & Stephan (1940), *Annals of Mathematical
//! Statistics* 11, 427–444.

use std::collections::BTreeMap;

use super::poststratify::fitted;
use super::{Adjustment, Margin};
use crate::analysis::sampling::Design;
use crate::base::Finding;
use crate::base::finding::has_error;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Rounds at most.
    pub rounds: usize,
    /// Greatest change of a cell of the crossing in the last round. As in R, from 1 up it
    /// is a number of people, below 1 a part of Σw.
    pub change: f64,
}

impl Stop {
    /// R's default: ten rounds, less than one person.
    pub const R: Self = Self { rounds: 10, change: 1.0 };
    /// Until nothing moves any more.
    pub const TIGHT: Self = Self { rounds: 1_000, change: 1e-13 };
}

/// Which standard errors the raked design has (see [`Adjustment`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Residuals {
    /// R's `rake()`: ten sweeps of unweighted cell means.
    Swept,
    /// Regression on all margins together: R's `calibrate(calfun = "raking")`.
    Regressed,
}

/// How the fitting went.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Greatest change of a cell of the crossing, round by round.
    pub changes: Vec<f64>,
    /// Greatest distance from a known total at the end.
    pub misfit: f64,
    /// Whether the changes became small enough.
    pub converged: bool,
}

/// The raked design, and how the fitting went.
///
/// # Errors
/// What keeps the weights from meeting a margin ([`Margin::check`]).
pub fn rake(design: &Design, margins: &[Margin], stop: Stop, residuals: Residuals) -> Result<(Design, Report), Vec<Finding>> {
    let (weight, turns, report) = weights(design.weights(), margins, stop)?;
    let adjustment = match residuals {
        Residuals::Swept => {
            Adjustment::Raked { margins: margins.iter().zip(turns).map(|(margin, turn)| (margin.codes.clone(), turn)).collect() }
        }
        Residuals::Regressed => Adjustment::Calibrated {
            columns: margins.iter().flat_map(indicators).collect(),
            before: design.weights().to_vec(),
            after: weight.clone(),
        },
    };
    Ok((design.clone().adjusted(weight, adjustment), report))
}

/// One column for each category of a margin.
pub(super) fn indicators(margin: &Margin) -> impl Iterator<Item = Vec<f64>> {
    (0_u32..).zip(&margin.totals).map(|(level, _)| margin.codes.iter().map(|&code| f64::from(u8::from(code == level))).collect())
}

/// Weights, the weights after each margin's last turn, and how the fitting went.
type Raked = (Vec<f64>, Vec<Vec<f64>>, Report);

/// The raked weights alone.
///
/// # Errors
/// What keeps the weights from meeting a margin ([`Margin::check`]).
pub fn weights(before: &[f64], margins: &[Margin], stop: Stop) -> Result<Raked, Vec<Finding>> {
    let findings: Vec<Finding> = margins.iter().enumerate().flat_map(|(index, margin)| margin.check(index, before)).collect();
    if has_error(&findings) {
        return Err(findings);
    }
    let limit = if stop.change < 1.0 { stop.change * before.iter().sum::<f64>() } else { stop.change };
    let cells = crossing(margins, before.len());
    let mut weight = before.to_vec();
    let mut turns = vec![weight.clone(); margins.len()];
    let mut table = tabulated(&weight, &cells);
    let mut report = Report { changes: Vec::new(), misfit: 0.0, converged: false };
    while report.changes.len() < stop.rounds && !report.converged {
        for (margin, turn) in margins.iter().zip(&mut turns) {
            weight = fitted(&weight, margin);
            turn.clone_from(&weight);
        }
        let now = tabulated(&weight, &cells);
        let change = table.iter().zip(&now).map(|(before, now)| (before - now).abs()).fold(0.0, f64::max);
        report.changes.push(change);
        report.converged = change < limit;
        table = now;
    }
    report.misfit = misfit(margins, &weight);
    Ok((weight, turns, report))
}

/// Greatest distance of the weights from a known total.
pub fn misfit(margins: &[Margin], weight: &[f64]) -> f64 {
    let one = |margin: &Margin| margin.sums(weight).iter().zip(&margin.totals).map(|(sum, total)| (sum - total).abs()).fold(0.0, f64::max);
    margins.iter().map(one).fold(0.0, f64::max)
}

/// The cell of each row in the crossing of all margins, numbered as found.
fn crossing(margins: &[Margin], rows: usize) -> Vec<usize> {
    let mut cells: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    let cell = |row: usize| {
        let key = margins.iter().map(|margin| margin.codes[row]).collect();
        let next = cells.len();
        *cells.entry(key).or_insert(next)
    };
    (0..rows).map(cell).collect()
}

fn tabulated(weight: &[f64], cells: &[usize]) -> Vec<f64> {
    let mut table = vec![0.0; cells.iter().max().map_or(0, |greatest| greatest + 1)];
    for (weight, &cell) in weight.iter().zip(cells) {
        table[cell] += weight;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sampling::Columns;

    fn margins() -> [Margin; 2] {
        [Margin { codes: vec![0, 0, 1, 1], totals: vec![6.0, 4.0] }, Margin { codes: vec![0, 1, 0, 1], totals: vec![5.0, 5.0] }]
    }

    #[test]
    fn all_margins_are_met() {
        let design = Design::new(&Columns::weights_only(vec![1.0, 2.0, 3.0, 4.0])).unwrap().0;
        let (_, report) = rake(&design, &margins(), Stop::TIGHT, Residuals::Swept).unwrap();
        assert!(report.converged && report.misfit < 1e-12, "{report:?}");
    }

    #[test]
    fn margins_that_contradict_each_other_do_not_converge() {
        let [first, mut second] = margins();
        second.totals = vec![50.0, 50.0];
        let (_, _, report) = weights(&[1.0; 4], &[first, second], Stop { rounds: 20, change: 1e-9 }).unwrap();
        assert!(!report.converged || report.misfit > 1.0, "{report:?}");
    }
}
