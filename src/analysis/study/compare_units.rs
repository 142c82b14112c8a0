//! Domains against each other: all pairs, ranks, change since the round before, and domains
//! as if they had the same people.

use super::choices::Word as _;
use super::compare::{Making, figures};
use super::domains::Crossing;
use super::estimate::{Work, count};
use super::measure::{Engine, Measured};
use super::plan::{Estimate, Known, Only, Target, Test};
use super::prepared::Prepared;
use super::results::{Figure, Found, figure};
use crate::analysis::comparison::multiple::adjusted;
use crate::analysis::comparison::pairs::Pair;
use crate::analysis::comparison::rank::{not_told_apart, probabilities, ranks};
use crate::analysis::confidence::plain;
use crate::analysis::distribution::{normal, student};
use crate::analysis::sampling::Sample;
use crate::analysis::weighting::standardize::standardize;
use crate::base::Finding;
use crate::dataset::column::NONE;

/// Domains that are compared with each other, at most.
const MOST_DOMAINS: usize = 2_000;
/// Influence values of all of them together, at most: 1.6 GB.
const MOST_VALUES: usize = 200_000_000;
/// Products of a simulation of ranks, at most.
const MOST_PRODUCTS: u64 = 20_000_000_000;

/// Domains with a value, and what was measured of them together.
struct Measures<'a> {
    labels: Vec<String>,
    measured: Measured<'a>,
    df: f64,
}

impl<'a> Work<'_, 'a> {
    /// The estimate of a target and its variable.
    fn target(&self, target: &Target) -> Option<(&Estimate, String)> {
        let estimate = self.plan.estimates.iter().find(|estimate| estimate.id == target.estimate)?;
        let first = estimate.variables.first().cloned().unwrap_or_default();
        Some((estimate, if target.variable.is_empty() { first } else { target.variable.clone() }))
    }

    /// The rows of a comparison of an estimate.
    fn about(&self, estimate: &Estimate, only: &[Only]) -> Sample<'a> {
        let here = self.values.within(only);
        self.sample(&estimate.only).within(|row| here[row])
    }

    /// A crossing and the rows that it is of.
    fn crossed(&self, estimate: &Estimate, only: &[Only], by: &[String]) -> Result<(Crossing, Sample<'a>), Finding> {
        Ok((Crossing::new(self.values, by)?, self.about(estimate, only)))
    }
}

/// The cells of a crossing with their rows, one after the other.
fn cells<'c, 'a>(crossing: &'c Crossing, whole: &'c Sample<'a>) -> impl Iterator<Item = (&'c Vec<String>, Sample<'a>)> {
    (0_u32..).zip(&crossing.cells).map(move |(at, labels)| (labels, whole.within(|row| crossing.cell[row] == at)))
}

impl<'a> Making<'_, '_, 'a> {
    /// All domains of a crossing that have a value.
    fn measures(&self, target: &Target, by: &[String]) -> Result<Option<Measures<'a>>, Finding> {
        let work = self.work;
        let Some((estimate, variable)) = work.target(target) else { return Ok(None) };
        let prepared = Prepared::new(&estimate.of, &variable, work.values);
        let (crossing, whole) = work.crossed(estimate, &self.comparison.only, by)?;
        let count = crossing.cells.len();
        if count > MOST_DOMAINS || count.saturating_mul(work.values.rows()) > MOST_VALUES {
            return Err(Finding::error("too_many_cells", by.join(", "), count.to_string()));
        }
        let cells: Vec<_> = cells(&crossing, &whole).filter(|(_, sample)| prepared.points(sample).is_some()).collect();
        let samples: Vec<Sample<'a>> = cells.iter().map(|(_, sample)| sample.clone()).collect();
        let all = whole.within(|row| samples.iter().any(|sample| sample.has(row)));
        let Some(measured) = work.engine.domains(&prepared, &all, &samples).filter(|_| samples.len() > 1) else { return Ok(None) };
        let labels = cells.iter().map(|(labels, _)| labels.join(" × ")).collect();
        Ok(Some(Measures { labels, measured, df: work.engine.degrees(&all) }))
    }

    pub(super) fn pairs(&self) -> Result<Vec<Found>, Finding> {
        let Test::Pairs { target, by, adjust } = &self.comparison.test else { return Ok(Vec::new()) };
        let Some(measures) = self.measures(target, by)? else { return Ok(self.nothing(&[&target.estimate])) };
        let pairs = paired(&measures);
        let p: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
        let together: Vec<(&str, Vec<f64>)> = adjust.iter().map(|how| (how.word(), adjusted(&p, *how))).collect();
        let line = |(at, pair): (usize, &Pair)| {
            let mut named = figures(&[
                ("difference", pair.difference),
                ("se", pair.se),
                ("t", pair.t),
                ("df", measures.df),
                ("p_normal", pair.p_normal),
                ("p", pair.p),
            ]);
            named.extend(together.iter().map(|(word, p)| figure(word, p[at])));
            let of = [measures.labels[pair.a].as_str(), &measures.labels[pair.b]];
            self.found_with(&of, named, measures.measured.warnings.clone())
        };
        Ok(pairs.iter().enumerate().map(line).collect())
    }

    pub(super) fn ranks(&self) -> Result<Vec<Found>, Finding> {
        let Test::Ranks { target, by, adjust, level, draws, seed } = &self.comparison.test else { return Ok(Vec::new()) };
        let Some(measures) = self.measures(target, by)? else { return Ok(self.nothing(&[&target.estimate])) };
        let (values, pairs) = (&measures.measured.values, paired(&measures));
        let products = (values.len() as u64).pow(2).saturating_mul(u64::from(*draws));
        if products > MOST_PRODUCTS {
            return Err(Finding::error("too_many_cells", by.join(", "), format!("{} × {draws}", values.len())));
        }
        let p: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
        let p = adjust.map_or_else(|| p.clone(), |how| adjusted(&p, how));
        let groups = not_told_apart(values.len(), &pairs, &p, *level);
        let places = ranks(values);
        let chances = measures.measured.covariance.as_ref().map(|covariance| probabilities(values, covariance, *draws, *seed));
        let line = |(at, label): (usize, &String)| {
            let mut named = vec![figure("value", values[at]), figure("rank", places[at])];
            named.push(figure("se", libm::sqrt(measures.measured.variance(at))));
            if let Some(chances) = &chances {
                named.extend(likely(&chances[at], *level));
                let chance = |(place, chance): (usize, &f64)| figure(&format!("p_rank_{}", place + 1), *chance);
                named.extend(chances[at].iter().enumerate().map(chance));
            }
            let mut found = self.found_with(&[label], named, measures.measured.warnings.clone());
            let others = groups[at].iter().filter(|&&other| other != at);
            found.not_told_apart = others.map(|&other| measures.labels[other].clone()).collect();
            found
        };
        Ok(measures.labels.iter().enumerate().map(line).collect())
    }

    pub(super) fn change(&self) -> Result<Vec<Found>, Finding> {
        let Test::Change { target, by, adjust } = &self.comparison.test else { return Ok(Vec::new()) };
        let Some(before) = self.before else { return Err(Finding::error("no_round_before", "before", &self.comparison.id)) };
        let lines = {
            let (now, then) = (self.single(self.work, target, by)?, self.single(before, target, by)?);
            let both = now.into_iter().filter_map(|(labels, now)| {
                let (_, then) = then.iter().find(|(known, _)| *known == labels)?;
                Some((labels, now, *then))
            });
            both.collect::<Vec<_>>()
        };
        let tests: Vec<[f64; 6]> = lines.iter().map(|(_, now, then)| moved(*now, *then)).collect();
        let column = |at: usize| tests.iter().map(|test| test[at]).collect::<Vec<f64>>();
        let together = |p: &[f64]| adjust.iter().map(|how| adjusted(p, *how)).collect::<Vec<_>>();
        let (by_t, by_normal) = (together(&column(4)), together(&column(5)));
        let line = |(at, (labels, now, then)): (usize, &(Vec<String>, Single, Single))| {
            let [difference, se, t, df, p, p_normal] = tests[at];
            let limits = plain(difference, se, 0.95, df);
            let mut named = figures(&[
                ("now", now.value),
                ("before", then.value),
                ("difference", difference),
                ("se", se),
                ("t", t),
                ("df", df),
                ("p", p),
                ("p_normal", p_normal),
                ("lo", limits.lo),
                ("hi", limits.hi),
            ]);
            named.extend(adjust.iter().zip(&by_t).map(|(how, p)| figure(how.word(), p[at])));
            named.extend(adjust.iter().zip(&by_normal).map(|(how, p)| figure(&format!("{}_normal", how.word()), p[at])));
            self.found(&labels.iter().map(String::as_str).collect::<Vec<_>>(), named)
        };
        Ok(lines.iter().enumerate().map(line).collect())
    }

    fn single(&self, work: &Work<'_, 'a>, target: &Target, by: &[String]) -> Result<Vec<(Vec<String>, Single)>, Finding> {
        let Some((estimate, variable)) = work.target(target) else { return Ok(Vec::new()) };
        let prepared = Prepared::new(&estimate.of, &variable, work.values);
        let one = |(labels, sample): (&Vec<String>, Sample<'a>)| {
            let measured = work.engine.parts(&prepared, &sample)?;
            Some((labels.clone(), Single { value: measured.values[0], variance: measured.variance(0), df: work.engine.degrees(&sample) }))
        };
        let (crossing, whole) = work.crossed(estimate, &self.comparison.only, by)?;
        Ok(cells(&crossing, &whole).filter_map(one).collect())
    }

    pub(super) fn standardized(&self) -> Result<Vec<Found>, Finding> {
        let Test::Standardized { target, over, standard } = &self.comparison.test else { return Ok(Vec::new()) };
        let work = self.work;
        let Some((estimate, variable)) = work.target(target) else { return Ok(Vec::new()) };
        let (domains, by) = (work.values.categories(over), self.numbered(standard)?);
        let population: Vec<f64> = standard.totals.iter().map(|total| total.count).collect();
        let about = work.about(estimate, &self.comparison.only);
        let inside = |row: usize, codes: &[u32]| if about.has(row) { codes[row] } else { NONE };
        let codes: Vec<u32> = (0..work.values.rows()).map(|row| inside(row, &domains.codes)).collect();
        let design = standardize(work.engine.design, &by, &codes, &population);
        let engine = Engine { design: &design, designed: work.engine.designed, replicates: None };
        let prepared = Prepared::new(&estimate.of, &variable, work.values);
        let mut found = Vec::new();
        for (at, label) in (0_u32..).zip(domains.labels.iter()) {
            let sample = Sample::whole(&design).within(|row| codes[row] == at && by[row] != NONE);
            let Some(measured) = engine.parts(&prepared, &sample) else { continue };
            let (value, se, df) = (measured.values[0], libm::sqrt(measured.variance(0)), engine.degrees(&sample));
            let limits = plain(value, se, 0.95, df);
            let missing = count(standard.totals.len()) - present(&sample, &by);
            let named = [("value", value), ("se", se), ("df", df), ("lo", limits.lo), ("hi", limits.hi)];
            let absent = Finding::warning("standard_cell_absent", label, missing.to_string());
            let warnings = if missing > 0.0 { vec![absent] } else { Vec::new() };
            found.push(self.found_with(&[label], figures(&named), [measured.warnings, warnings].concat()));
        }
        Ok(found)
    }

    fn numbered(&self, known: &Known) -> Result<Vec<u32>, Finding> {
        let crossing = Crossing::new(self.work.values, &known.by)?;
        Ok(crossing.numbered(known.totals.iter().map(|total| &total.of)))
    }
}

/// How many categories a sample has.
fn present(sample: &Sample<'_>, by: &[u32]) -> f64 {
    let mut there: Vec<u32> = sample.rows().map(|row| by[row]).collect();
    there.sort_unstable();
    there.dedup();
    count(there.len())
}

/// An estimate of one round.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Single {
    value: f64,
    variance: f64,
    df: f64,
}

/// Difference, error, t, degrees of freedom, p by t and by the normal distribution: rounds
/// are drawn apart, so their variances and degrees add up.
fn moved(now: Single, then: Single) -> [f64; 6] {
    let (difference, df) = (now.value - then.value, now.df + then.df);
    let se = libm::sqrt(now.variance + then.variance);
    let t = difference / se;
    [difference, se, t, df, student::two_sided_p(df, t), normal::two_sided_p(t)]
}

/// The pairs of measures; without covariances they have no error.
fn paired(measures: &Measures<'_>) -> Vec<Pair> {
    let known = &measures.measured;
    let n = known.values.len();
    let mut out = Vec::with_capacity(n * n / 2);
    for a in 0..n {
        for b in a + 1..n {
            let difference = known.values[a] - known.values[b];
            let both = known.covariance.as_ref().map_or(f64::NAN, |covariance| covariance.get(a, b));
            let variance = known.variance(a) + known.variance(b) - 2.0 * both;
            let se = if variance.is_nan() { f64::NAN } else { libm::sqrt(variance.max(0.0)) };
            let t = difference / se;
            out.push(Pair { a, b, difference, se, t, p_normal: normal::two_sided_p(t), p: student::two_sided_p(measures.df, t) });
        }
    }
    out
}

/// The ranks that hold all but `level` of the chances: half of it left out at either end.
fn likely(chances: &[f64], level: f64) -> [Figure; 2] {
    let mut sum = 0.0;
    let (mut low, mut high) = (chances.len(), chances.len());
    for (place, chance) in chances.iter().enumerate() {
        sum += chance;
        if sum > level / 2.0 {
            low = low.min(place + 1);
        }
        if sum >= 1.0 - level / 2.0 {
            high = high.min(place + 1);
        }
    }
    [figure("rank_from", count(low)), figure("rank_to", count(high))]
}
