//! Numerators and denominators of each mean in each replicate.

use super::{Drawn, Factor, LANES, Question, Replicated};
use crate::analysis::kernel::{Layout, Scores};
use crate::dataset::CODES;

/// Sums by statement, domain and score; for each all replicates.
pub(super) struct Sums {
    items: usize,
    domains: usize,
    scores: Vec<Scores>,
    replicates: usize,
    /// Replicates up to a whole number of lanes.
    padded: usize,
    num: Vec<f64>,
    den: Vec<f64>,
    full: Vec<(f64, f64)>,
}

impl Sums {
    /// How many sums one statement has.
    pub fn size(layout: &Layout, question: &Question) -> usize {
        2 * layout.domains.len() * question.scores.len() * (question.replicates as usize).next_multiple_of(LANES)
    }

    pub fn new(layout: &Layout, question: &Question) -> Self {
        let padded = (question.replicates as usize).next_multiple_of(LANES);
        let means = question.items.len() * layout.domains.len() * question.scores.len();
        Self {
            items: question.items.len(),
            domains: layout.domains.len(),
            scores: question.scores.to_vec(),
            replicates: question.replicates as usize,
            padded,
            num: vec![0.0; means * padded],
            den: vec![0.0; means * padded],
            full: vec![(0.0, 0.0); means],
        }
    }

    fn at(&self, item: usize, domain: u32, score: usize) -> usize {
        (item * self.domains + domain as usize) * self.scores.len() + score
    }

    /// Adds what weighs `weight` with one code to the full sums.
    pub fn add_full(&mut self, item: usize, domain: u32, code: usize, weight: f64) {
        for score in 0..self.scores.len() {
            if let Some(y) = self.scores[score][code] {
                let at = self.at(item, domain, score);
                let (num, den) = &mut self.full[at];
                *num += y * weight;
                *den += weight;
            }
        }
    }

    /// Adds the weights of one code in the replicates from `first` on.
    pub fn add(&mut self, item: usize, domain: u32, code: usize, first: usize, weights: &[f64; LANES]) {
        for score in 0..self.scores.len() {
            let Some(y) = self.scores[score][code] else { continue };
            let at = self.at(item, domain, score) * self.padded + first;
            for ((num, den), weight) in self.num[at..at + LANES].iter_mut().zip(&mut self.den[at..at + LANES]).zip(weights) {
                *num += y * weight;
                *den += weight;
            }
        }
    }

    /// The means, by statement, score and domain.
    pub fn means(&self) -> Vec<Vec<Vec<Option<Replicated>>>> {
        let mean = |item, score, domain| self.mean(self.at(item, domain, score));
        let of_item = |item| {
            let of_score = |score| (0..).take(self.domains).map(|domain| mean(item, score, domain)).collect();
            (0..self.scores.len()).map(of_score).collect()
        };
        (0..self.items).map(of_item).collect()
    }

    fn mean(&self, at: usize) -> Option<Replicated> {
        let (num, den) = self.full[at];
        if den <= 0.0 {
            return None;
        }
        let value = num / den;
        let (mut square, mut without) = (0.0, 0);
        let here = at * self.padded..at * self.padded + self.replicates;
        for (num, den) in self.num[here.clone()].iter().zip(&self.den[here]) {
            let off = num / den - value;
            if off.is_finite() {
                square += off * off;
            } else {
                without += 1;
            }
        }
        // R scales by all replicates, also where some had no value.
        let scale = 1.0 / crate::analysis::estimator::whole(self.replicates as u64);
        Some(Replicated { value, variance: square * scale, without })
    }
}

/// `left · w + raised · Σ r·w`, lane by lane.
pub(super) fn replicated(factor: Factor, weight: f64, drawn: &[f64; LANES]) -> [f64; LANES] {
    drawn.map(|drawn| factor.left * weight + factor.raised * drawn)
}

/// How often a unit was drawn, times its weight.
pub(super) fn lanes(drawn: &Drawn, weight: f64) -> [f64; LANES] {
    drawn.map(|drawn| f64::from(drawn) * weight)
}

/// Every code with its number.
pub(super) fn codes() -> std::ops::Range<usize> {
    0..CODES
}
