//! The pass over codes: how many rows of each place have each code, and what they weigh.
//!
//! Weights are summed as their excess over a weight of the same place: where all are equal,
//! as where they are N/n, nothing is summed but counts, and sums are exact. Squares are
//! those of the excess, so a spread does not drown in the size of the weights.

use crate::analysis::estimator::whole;
use crate::dataset::CODES;

/// Codes, and one slot for whatever is none of them.
const SLOTS: usize = CODES + 1;

fn slot(code: u8) -> usize {
    usize::from(code).min(CODES)
}

/// Rows with one code in one place; weights as excess over the place's base.
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

    /// The mean of w.
    pub(super) fn mean(&self, base: f64) -> f64 {
        base + self.excess / f64::from(self.n)
    }

    /// `Σ(w − w̄)²`.
    pub(super) fn spread(&self) -> f64 {
        if self.n == 0 { 0.0 } else { (self.square - self.excess * self.excess / f64::from(self.n)).max(0.0) }
    }
}

/// Weights as the pass needs them.
#[derive(Debug, Clone, Copy)]
pub enum Weights<'a> {
    /// Every row of a place weighs what its base says.
    Even,
    /// The weight of each row, and a base for each place.
    Rows(&'a [f64], &'a [f64]),
}

/// Counts `codes`, one a row, in `places` places; `place` has one entry a row, and one that
/// is no place, or a code above the last, is not counted.
pub fn tally(codes: &[u8], place: &[u32], places: usize, weights: Weights) -> Vec<[Tally; CODES]> {
    match weights {
        Weights::Even => counted(codes, place, places),
        Weights::Rows(weight, base) => weighed(codes, place, places, weight, base),
    }
}

fn counted(codes: &[u8], place: &[u32], places: usize) -> Vec<[Tally; CODES]> {
    // Two tables by turns, where they are small: neighbours that fall on the same count, as
    // in a sorted file, do not wait for each other.
    if places <= FEW { by_turns::<2>(codes, place, places) } else { by_turns::<1>(codes, place, places) }
}

/// So many places have tables that stay in the first cache.
const FEW: usize = 256;

fn by_turns<const N: usize>(codes: &[u8], place: &[u32], places: usize) -> Vec<[Tally; CODES]> {
    let mut counts = vec![[[0_u32; SLOTS]; N]; places];
    let mut count = |turn: usize, code: u8, place: u32| {
        if let Some(table) = counts.get_mut(place as usize) {
            table[turn][slot(code)] += 1;
        }
    };
    let ((codes, codes_left), (place, place_left)) = (codes.as_chunks::<N>(), place.as_chunks::<N>());
    for (codes, place) in codes.iter().zip(place) {
        for turn in 0..N {
            count(turn, codes[turn], place[turn]);
        }
    }
    for (&code, &place) in codes_left.iter().zip(place_left) {
        count(0, code, place);
    }
    let n = |tables: &[[u32; SLOTS]; N], code: usize| tables.iter().map(|table| table[code]).sum();
    counts.iter().map(|tables| std::array::from_fn(|code| Tally { n: n(tables, code), ..Tally::default() })).collect()
}

fn weighed(codes: &[u8], place: &[u32], places: usize, weight: &[f64], base: &[f64]) -> Vec<[Tally; CODES]> {
    let mut tables = vec![[Tally::default(); SLOTS]; places];
    for ((&code, &place), &weight) in codes.iter().zip(place).zip(weight) {
        if let (Some(table), Some(base)) = (tables.get_mut(place as usize), base.get(place as usize)) {
            let excess = weight - base;
            let tally = &mut table[slot(code)];
            tally.n += 1;
            tally.excess += excess;
            tally.square += excess * excess;
        }
    }
    tables.iter().map(|table| std::array::from_fn(|code| table[code])).collect()
}

/// Whether every row of a place weighs its base.
pub fn is_even(place: &[u32], weight: &[f64], base: &[f64]) -> bool {
    place.iter().zip(weight).all(|(&place, weight)| base.get(place as usize).is_none_or(|base| (weight - base).abs() <= 0.0))
}

/// Counts by code, added over places.
pub fn counts<'a>(tables: impl Iterator<Item = &'a [Tally; CODES]>) -> [u64; CODES] {
    tables.fold([0; CODES], |sum, table| std::array::from_fn(|code| sum[code] + u64::from(table[code].n)))
}

/// The mean of `scores` over counts, without weights; `NaN` for none.
pub fn unweighted(counts: &[u64; CODES], scores: &super::Scores) -> (u64, f64) {
    let (mut n, mut sum) = (0, 0.0);
    for (score, count) in scores.iter().zip(counts) {
        let Some(score) = score else { continue };
        n += count;
        sum += whole(*count) * score;
    }
    (n, sum / whole(n))
}
