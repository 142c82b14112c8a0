//! What linearised values add up to in one stratum, from counts.
//!
//! With `a_l = (y_l − m)/W` for code l, a row's value is `z = w·a_l`. Where rows are units,
//! `Σ(z − z̄)² = Σ_l [a_l² · S_l + n_l (a_l w̄_l − z̄)²] + n_0 z̄²`, `S_l` the spread of
//! weights within code l and `n_0` the stratum's rows without a valid answer in the domain.
//! Where units hold rows, a unit's total is `Σ_l a_l Σw`, and totals are centred in a
//! second pass over units. Nothing cancels: where nothing varies the result is 0.

use super::tally::Tally;
use super::{Scores, layout::Place};
use crate::analysis::estimator::Spread;
use crate::dataset::CODES;

/// The estimate that values are linearised at.
#[derive(Debug, Clone, Copy)]
pub struct Centre<'a> {
    /// What codes count as.
    pub scores: &'a Scores,
    /// m.
    pub value: f64,
    /// W, the weight of all valid answers of the domain.
    pub total: f64,
}

impl<'a> Centre<'a> {
    /// The tallies that have a part, each with its `a_l`.
    fn scored(&self, table: &'a [Tally; CODES]) -> impl Iterator<Item = (&'a Tally, f64)> {
        let (value, total) = (self.value, self.total);
        let pairs = table.iter().zip(self.scores);
        pairs.filter(|(tally, _)| tally.n > 0).filter_map(move |(tally, score)| score.map(|score| (tally, (score - value) / total)))
    }
}

/// The spread over the `rows` rows of a stratum, each a unit, of which `table` counts those
/// in the domain.
pub fn of_rows(table: &[Tally; CODES], base: f64, rows: u32, centre: Centre) -> Spread {
    let sum: f64 = centre.scored(table).map(|(tally, a)| a * tally.weight(base)).sum();
    let mean = sum / f64::from(rows);
    let mut rest = rows;
    let mut centred = 0.0;
    for (tally, a) in centre.scored(table) {
        let off = a * tally.mean(base) - mean;
        centred += a * a * tally.spread() + f64::from(tally.n) * off * off;
        rest -= tally.n;
    }
    Spread { sum, centred: centred + f64::from(rest) * mean * mean }
}

/// The spread over the `units` units of a stratum, of which `places` are those with a row
/// in the domain, and how many of them have a valid answer.
pub fn of_units(places: &[Place], tables: &[[Tally; CODES]], units: u32, centre: Centre) -> (Spread, u32) {
    let (mut sum, mut present) = (0.0, 0);
    let mut totals = Vec::with_capacity(places.len());
    for (place, table) in places.iter().zip(tables) {
        let total: f64 = centre.scored(table).map(|(tally, a)| a * tally.weight(place.base)).sum();
        present += u32::from(centre.scored(table).next().is_some());
        sum += total;
        totals.push(total);
    }
    let mean = sum / f64::from(units);
    let centred: f64 = totals.iter().map(|total| (total - mean) * (total - mean)).sum();
    // No more places than units: a place is a unit that the domain has a part of.
    let rest = f64::from(units) - crate::analysis::estimator::whole(totals.len() as u64);
    (Spread { sum, centred: centred + rest * mean * mean }, present)
}
