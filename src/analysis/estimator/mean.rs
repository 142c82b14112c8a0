//! Mean of a function of one statement's level: the share of satisfied, the mean
//! level, the share of each level. Counts of codes by cell are those of the
//! [`kernel`](crate::analysis::kernel), made once for families of domains whose cells have
//! the same rows.

use super::{Point, Spread, variance, whole};
use crate::analysis::design::Design;
use crate::analysis::domains::{Domains, Set};
use crate::analysis::kernel::Scores;
use crate::analysis::kernel::spread::{Centre, of_rows};
use crate::analysis::kernel::tally::{Tally, Weights, tally};
use crate::dataset::CODES;

/// The codes of one statement, counted per cell.
pub struct Table<'a> {
    design: &'a Design,
    domains: &'a Domains,
    cells: Vec<[Tally; CODES]>,
}

impl<'a> Table<'a> {
    /// Counts `codes`, one a row of the design. Codes above the last are not counted.
    pub fn new(design: &'a Design, domains: &'a Domains, codes: &[u8]) -> Self {
        let counted: Vec<Vec<[Tally; CODES]>> = domains
            .groupings
            .iter()
            .map(|grouping| {
                let weights = if design.even { Weights::Even } else { Weights::Rows(&design.weight, &grouping.base) };
                tally(codes, grouping.of_row(design), grouping.places, weights)
            })
            .collect();
        let cells = domains.cells.iter().map(|cell| counted[cell.grouping][cell.place as usize]).collect();
        Self { design, domains, cells }
    }

    /// Rows of a domain by code.
    pub fn counts(&self, set: &Set) -> [u64; CODES] {
        let mut counts = [0; CODES];
        for cell in &self.cells[set.cells.clone()] {
            for (count, tally) in counts.iter_mut().zip(cell) {
                *count += u64::from(tally.n);
            }
        }
        counts
    }

    /// Σw of a domain by code.
    pub fn weights(&self, set: &Set) -> [f64; CODES] {
        let mut weights = [0.0; CODES];
        for (part, cell) in self.domains.cells[set.cells.clone()].iter().zip(&self.cells[set.cells.clone()]) {
            let base = self.design.strata[part.stratum as usize].base;
            for (weight, tally) in weights.iter_mut().zip(cell) {
                *weight += tally.weight(base);
            }
        }
        weights
    }

    /// The mean of `score` over the rows of a domain that have one; `None` without any
    /// or where their weights add up to nothing. `score[code]` is `None` for a code
    /// that is no valid answer.
    pub fn point(&self, set: &Set, score: &Scores) -> Option<Point> {
        let (counts, weights) = (self.counts(set), self.weights(set));
        let (mut n, mut plain, mut total, mut sum) = (0, 0.0, 0.0, 0.0);
        for ((score, count), weight) in score.iter().zip(counts).zip(weights) {
            let Some(score) = score else { continue };
            n += count;
            plain += whole(count) * score;
            total += weight;
            sum += weight * score;
        }
        if n == 0 || total <= 0.0 {
            return None;
        }
        let est = sum / total;
        let spreads: Vec<Spread> = set.cells.clone().map(|cell| self.spread(cell, score, est, total)).collect();
        let se = variance(self.design, self.domains, set, &spreads).max(0.0).sqrt();
        Some(Point { est, se, unweighted: plain / whole(n), rows: n })
    }

    fn spread(&self, cell: usize, score: &Scores, est: f64, total: f64) -> Spread {
        let stratum = self.design.strata[self.domains.cells[cell].stratum as usize];
        of_rows(&self.cells[cell], stratum.base, stratum.n, Centre { scores: score, value: est, total })
    }
}
