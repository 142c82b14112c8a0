//! Mean of a function of one statement's level: the share of satisfied, the mean
//! level, the share of each level.
//!
//! Answers have few values, so one pass counts them per (cell, code), and every sum
//! over rows follows from the counts: with `a_l = (y_l − m)/W`,
//! `Σz = Σ_l a_l Σw_l` and
//! `Σ(z − z̄)² = Σ_l [a_l² · S_l + n_l (a_l w̄_l − z̄)²] + n_0 z̄²`,
//! `S_l` the spread of weights within level l and `n_0` the stratum's rows without a
//! valid answer in the domain. Nothing cancels: where nothing varies the result is 0.

use super::{Point, Spread, variance, whole};
use crate::analysis::design::Design;
use crate::analysis::domains::{Domains, Set};
use crate::dataset::CODES;

/// Rows with one code in one cell; weights as excess over the stratum's smallest.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Rows.
    pub n: u32,
    /// `Σ(w − base)`.
    excess: f64,
    /// `Σ(w − base)²`.
    square: f64,
}

impl Tally {
    /// Σw.
    pub fn weight(&self, base: f64) -> f64 {
        f64::from(self.n) * base + self.excess
    }

    /// `Σ(w − w̄)²`.
    fn spread(&self) -> f64 {
        if self.n == 0 { 0.0 } else { (self.square - self.excess * self.excess / f64::from(self.n)).max(0.0) }
    }
}

/// The codes of one statement, counted per cell.
pub struct Table<'a> {
    design: &'a Design,
    domains: &'a Domains,
    cells: Vec<[Tally; CODES]>,
}

impl<'a> Table<'a> {
    /// Counts `codes`, one a row of the design. Codes above the last are not counted.
    pub fn new(design: &'a Design, domains: &'a Domains, codes: &[u8]) -> Self {
        let mut cells = vec![[Tally::default(); CODES]; domains.cells.len()];
        let rows = domains.of_row.chunks_exact(domains.families.max(1));
        for (((cells_of_row, &code), &stratum), &weight) in rows.zip(codes).zip(&design.of_row).zip(&design.weight) {
            let Some(stratum) = design.strata.get(stratum as usize) else { continue };
            let excess = weight - stratum.base;
            for &cell in cells_of_row {
                if let Some(tally) = cells.get_mut(cell as usize).and_then(|cell| cell.get_mut(usize::from(code))) {
                    tally.n += 1;
                    // Never negative, and 0 for all rows of most designs.
                    if excess > 0.0 {
                        tally.excess += excess;
                        tally.square += excess * excess;
                    }
                }
            }
        }
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
    pub fn point(&self, set: &Set, score: &[Option<f64>; CODES]) -> Option<Point> {
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

    fn spread(&self, cell: usize, score: &[Option<f64>; CODES], est: f64, total: f64) -> Spread {
        let stratum = self.design.strata[self.domains.cells[cell].stratum as usize];
        let scored = || {
            let pairs = self.cells[cell].iter().zip(score);
            pairs.filter(|(tally, _)| tally.n > 0).filter_map(|(tally, score)| score.map(|score| (tally, (score - est) / total)))
        };
        let sum: f64 = scored().map(|(tally, a)| a * tally.weight(stratum.base)).sum();
        let mean = sum / f64::from(stratum.n);
        let mut rest = stratum.n;
        let mut centred = 0.0;
        for (tally, a) in scored() {
            let n = f64::from(tally.n);
            let off = a * (stratum.base + tally.excess / n) - mean;
            centred += a * a * tally.spread() + n * off * off;
            rest -= tally.n;
        }
        Spread { sum, centred: centred + f64::from(rest) * mean * mean }
    }
}
