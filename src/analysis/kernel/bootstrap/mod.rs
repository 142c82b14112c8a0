//! Rao–Wu replicates of shares and means without a weight of a replicate ever being
//! written down: the draws, and so the replicates, of
//! [`crate::analysis::replicate::bootstrap::rao_wu`] from the same seed, added up stratum by
//! stratum and [`LANES`] replicates at a time. With r the draws of a unit its factor is
//! `1 − λ + λ · n/(n − 1) · r`, so a replicate's sum is `(1 − λ) Σw + λ · n/(n − 1) · Σ r·w`.
//!
//! Memory: of one stratum's rows their codes and a byte for each of [`LANES`] replicates,
//! and sums for each statement and domain, at most [`BUDGET`] of them at a time.

mod draws;
mod rows;
mod sums;
mod units;

use std::ops::{ControlFlow, Range};

use super::{Layout, Scores, Tally};
use crate::analysis::Progress;
use crate::base::Finding;
use crate::dataset::CODES;
use draws::Streams;
use sums::Sums;

/// Replicates that are added up together.
const LANES: usize = 16;
/// Sums that are kept at a time: 64 MB of them.
const BUDGET: usize = 1 << 23;

/// How often each unit was drawn, replicate by replicate. A byte: to be drawn more than 255
/// times in n − 1 draws out of n has a probability below 1e-500.
type Drawn = [u8; LANES];

/// What is to be replicated.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    items: &'a [&'a [u8]],
    scores: &'a [Scores],
    replicates: u32,
    seed: u64,
}

impl<'a> Question<'a> {
    /// `items` are statements, an answer code a row of the layout; `scores` what codes count
    /// as, a mean for each; the draws of all replicates follow from `seed`.
    ///
    /// # Errors
    /// A statement of another length than the layout, no replicate.
    pub fn new(layout: &Layout, items: &'a [&'a [u8]], scores: &'a [Scores], replicates: u32, seed: u64) -> Result<Self, Vec<Finding>> {
        let rows = layout.of_row.len();
        let odd = items.iter().enumerate().filter(|(_, codes)| codes.len() != rows);
        let length =
            |(at, codes): (usize, &&[u8])| Finding::error("column_length", format!("items[{at}]"), format!("{} ≠ {rows}", codes.len()));
        let mut findings: Vec<Finding> = odd.map(length).collect();
        if replicates == 0 {
            findings.push(Finding::error("out_of_range", "replicates", "0"));
        }
        if findings.is_empty() { Ok(Self { items, scores, replicates, seed }) } else { Err(findings) }
    }
}

/// A mean and its variance over the replicates, held against the estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Replicated {
    /// The estimate with the full weights.
    pub value: f64,
    /// Its variance, `Σ (θ_r − θ)² / R`.
    pub variance: f64,
    /// Replicates that had no value and were left out.
    pub without: u32,
}

/// The unit's factor as `left + raised · r`.
#[derive(Debug, Clone, Copy)]
struct Factor {
    left: f64,
    raised: f64,
}

/// What the units of a stratum add to the sums.
trait Part {
    /// Turns to a stratum.
    fn enter(&mut self, stratum: usize);
    /// Adds its units, drawn so often in the replicates from `first`; `drawn` has an entry
    /// a unit, in their order.
    fn add(&mut self, stratum: usize, first: usize, drawn: &[Drawn], sums: &mut Sums);
}

impl Layout<'_> {
    /// Means of scores in each domain with their bootstrap variance: by statement, by score,
    /// by domain; `None` without a valid answer or where weights add up to 0. `progress` is
    /// told after each stratum and may stop it.
    pub fn rao_wu(
        &self,
        question: Question,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> ControlFlow<(), Vec<Vec<Vec<Option<Replicated>>>>> {
        let group = (BUDGET / self.words(&question).max(1)).clamp(1, question.items.len().max(1));
        let groups = question.items.len().div_ceil(group);
        let total = u32::try_from(groups * self.strata.len()).unwrap_or(u32::MAX);
        let mut step = Progress { done: 0, total };
        let mut out = Vec::with_capacity(question.items.len());
        for items in question.items.chunks(group) {
            let mut told = || {
                step.done = (step.done + 1).min(total);
                progress(step)
            };
            out.extend(self.group(Question { items, ..question }, &mut told)?);
        }
        ControlFlow::Continue(out)
    }

    /// Numbers that one statement takes.
    fn words(&self, question: &Question) -> usize {
        let tables = if self.rows.unit.is_some() {
            self.places.len() * size_of::<[Tally; CODES]>() / size_of::<f64>()
        } else {
            let (_, of_stratum) = self.places_of_strata();
            of_stratum.iter().map(ExactSizeIterator::len).max().unwrap_or(0) * (CODES + 1) * (LANES + 1)
        };
        Sums::size(self, question) + tables
    }

    fn group(&self, question: Question, told: &mut dyn FnMut() -> ControlFlow<()>) -> ControlFlow<(), Vec<Vec<Vec<Option<Replicated>>>>> {
        let draws = self.strata.iter().map(|stratum| u64::from(stratum.units.saturating_sub(1))).sum();
        let mut streams = Streams::new(question.seed, question.replicates, draws);
        loop {
            let mut sums = Sums::new(self, &question);
            if self.rows.unit.is_some() {
                self.walk(&mut units::ByUnit::new(self, question), &mut streams, &mut sums, told)?;
            } else {
                self.walk(&mut rows::ByRow::new(self, question), &mut streams, &mut sums, told)?;
            }
            // As good as always: only a number that was drawn again moves the later ones.
            if streams.fit() {
                return ControlFlow::Continue(sums.means());
            }
        }
    }

    fn walk(
        &self,
        part: &mut dyn Part,
        streams: &mut Streams,
        sums: &mut Sums,
        told: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut drawn = Vec::new();
        for (at, stratum) in self.strata.iter().enumerate() {
            part.enter(at);
            for first in (0..streams.replicates()).step_by(LANES) {
                streams.draw(first, stratum.units, &mut drawn);
                part.add(at, first, &drawn, sums);
            }
            told()?;
        }
        ControlFlow::Continue(())
    }

    /// The factor of a stratum's units.
    fn factor(&self, stratum: usize) -> Factor {
        let of = &self.strata[stratum];
        if of.units < 2 {
            return Factor { left: 1.0, raised: 0.0 };
        }
        let (n, lambda) = (f64::from(of.units), libm::sqrt(of.unsampled()));
        Factor { left: 1.0 - lambda, raised: lambda * n / (n - 1.0) }
    }

    /// Places stratum by stratum: their numbers, and the range of each stratum in them.
    fn places_of_strata(&self) -> (Vec<u32>, Vec<Range<usize>>) {
        let mut order: Vec<u32> = (0..).take(self.places.len()).collect();
        order.sort_by_key(|&place| self.places[place as usize].stratum);
        let mut start = 0;
        let span = |stratum: usize| {
            let end = start + order[start..].iter().take_while(|&&place| self.places[place as usize].stratum as usize == stratum).count();
            let span = start..end;
            start = end;
            span
        };
        let spans = (0..self.strata.len()).map(span).collect();
        (order, spans)
    }
}
