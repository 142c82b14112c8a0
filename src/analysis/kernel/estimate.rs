//! Shares and means with their linearised variance in every domain, from a tally.
//! `m = Σ w·y / Σ w` over valid answers; influence `w (y − m) / Σ w`.

use super::layout::Layout;
use super::spread::{self, Centre};
use super::tally::{Tally, counts, unweighted};
use super::variance::{Within, variance};
use super::{Scores, layout::Stratum};
use crate::analysis::sampling::LonelyStratum;
use crate::dataset::CODES;

/// The mean of the scores of one statement in one domain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The design-weighted mean.
    pub value: f64,
    /// Its variance.
    pub variance: f64,
    /// The mean without weights.
    pub unweighted: f64,
    /// Valid answers.
    pub n: u64,
}

impl Estimate {
    /// Its standard error.
    pub fn se(&self) -> f64 {
        libm::sqrt(self.variance)
    }
}

impl Layout<'_> {
    /// Σw of a domain by code.
    pub fn weights(&self, tables: &[[Tally; CODES]], domain: usize) -> [f64; CODES] {
        let span = self.domains[domain].clone();
        let mut weights = [0.0; CODES];
        for (place, table) in self.places[span.clone()].iter().zip(&tables[span]) {
            for (weight, tally) in weights.iter_mut().zip(table) {
                *weight += tally.weight(place.base);
            }
        }
        weights
    }

    /// The mean of `scores` in each domain; `None` without a valid answer or where their
    /// weights add up to 0. `tables` are those of [`Layout::tally`].
    ///
    /// # Errors
    /// The stratum with one unit where the rule is to fail.
    pub fn estimates(&self, tables: &[[Tally; CODES]], scores: &Scores) -> Result<Vec<Option<Estimate>>, LonelyStratum> {
        (0..self.domains.len()).map(|domain| self.estimate(tables, domain, scores)).collect()
    }

    fn estimate(&self, tables: &[[Tally; CODES]], domain: usize, scores: &Scores) -> Result<Option<Estimate>, LonelyStratum> {
        let span = self.domains[domain].clone();
        let (n, plain) = unweighted(&counts(tables[span.clone()].iter()), scores);
        let (mut total, mut sum) = (0.0, 0.0);
        for (score, weight) in scores.iter().zip(self.weights(tables, domain)) {
            if let Some(score) = score {
                total += weight;
                sum += weight * score;
            }
        }
        if n == 0 || total <= 0.0 {
            return Ok(None);
        }
        let centre = Centre { scores, value: sum / total, total };
        let parts: Vec<Within> = self.by_stratum(span).map(|here| self.within(here, tables, centre)).collect();
        let variance = variance(&self.strata, &parts, self.rows.lonely)?;
        Ok(Some(Estimate { value: centre.value, variance, unweighted: plain, n }))
    }

    /// The part of a domain in the stratum whose places are `here`.
    fn within(&self, here: std::ops::Range<usize>, tables: &[[Tally; CODES]], centre: Centre) -> Within {
        let stratum = self.places[here.start].stratum;
        let Stratum { units, base, .. } = self.strata[stratum as usize];
        let (spread, present) = if self.rows.unit.is_some() {
            spread::of_units(&self.places[here.clone()], &tables[here], units, centre)
        } else {
            let table = &tables[here.start];
            let valid = table.iter().zip(centre.scores).filter(|(_, score)| score.is_some()).map(|(tally, _)| tally.n);
            (spread::of_rows(table, base, units, centre), valid.sum())
        };
        Within { stratum, present, spread }
    }
}
