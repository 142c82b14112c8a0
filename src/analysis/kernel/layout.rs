//! Where each row lies: the places of a design whose first stage alone counts, over domains
//! of which a row is in one at most. What a row costs is its place, four bytes.
//!
//! Invariant: places are sorted by domain, stratum and unit, so the places of a domain, and
//! in them those of a stratum, are contiguous.

use std::borrow::Cow;
use std::ops::Range;

use super::pairs::Pairs;
use super::tally::{self, Tally, Weights};
use crate::analysis::sampling::design::span;
use crate::analysis::sampling::{Design, LonelyRule, Stages};
use crate::base::Finding;
use crate::dataset::CODES;
use crate::dataset::column::NONE;

/// A design of one stage, or the first stage of one, as columns with one value a row.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    /// Weights, finite and not negative.
    pub weight: Cow<'a, [f64]>,
    /// Stratum, numbered from 0.
    pub stratum: Cow<'a, [u32]>,
    /// First-stage unit, numbered from 0 over all strata; `None` where each row is a unit.
    pub unit: Option<Cow<'a, [u32]>>,
    /// Units in the population of each stratum; infinite where unknown.
    pub population: Cow<'a, [f64]>,
    /// The rule for strata with one unit.
    pub lonely: LonelyRule,
}

impl<'a> Rows<'a> {
    /// The rows of a design whose first stage alone counts and whose weights are not
    /// calibrated; `None` for another, whose variance is not made of totals by place.
    pub fn of(design: &'a Design) -> Option<Self> {
        let level = design.levels.first()?;
        if !design.adjustments.is_empty() || (design.levels.len() > 1 && design.stages == Stages::All) {
            return None;
        }
        let (mut stratum, mut unit) = (vec![0; design.rows()], vec![0; design.rows()]);
        // Rows that are units in their own order need no numbers: the n-th drawn is the n-th row.
        let mut plain = level.units.len() == design.rows();
        for (number, of) in (0..).zip(&level.strata) {
            for at in of.units.clone() {
                for place in span(&level.units[at as usize].rows) {
                    plain &= at == of.units.start || design.order[place] > design.order[place - 1];
                    stratum[design.order[place] as usize] = number;
                    unit[design.order[place] as usize] = at;
                }
            }
        }
        Some(Self {
            weight: Cow::Borrowed(&design.weight),
            stratum: stratum.into(),
            unit: (!plain).then(|| unit.into()),
            population: level.strata.iter().map(|stratum| stratum.population).collect(),
            lonely: design.lonely,
        })
    }

    fn check(&self) -> Vec<Finding> {
        let rows = self.stratum.len();
        let mut findings = Vec::new();
        let lengths = [("weight", self.weight.len()), ("unit", self.unit.as_ref().map_or(rows, |unit| unit.len()))];
        for (name, length) in lengths.into_iter().filter(|(_, length)| *length != rows) {
            findings.push(Finding::error("column_length", name, format!("{length} ≠ {rows}")));
        }
        let mut within = |name: &str, codes: &[u32], below: usize| {
            if let Some(row) = codes.iter().position(|&code| code as usize >= below) {
                findings.push(Finding::error("out_of_range", format!("{name}, row {row}"), codes[row].to_string()));
            }
        };
        within("stratum", &self.stratum, self.population.len());
        if let Some(unit) = &self.unit {
            within("unit", unit, rows);
        }
        if let Some(row) = self.weight.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
            findings.push(Finding::error("weights_not_finite", format!("row {row}"), self.weight[row].to_string()));
        }
        if let Some(at) = self.population.iter().position(|size| size.is_nan() || *size < 1.0) {
            findings.push(Finding::error("population_out_of_range", format!("stratum {at}"), self.population[at].to_string()));
        }
        findings
    }
}

/// A stratum with its units in sample and population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// n: sampling units.
    pub units: u32,
    /// N; infinite where unknown.
    pub population: f64,
    /// The weight next to the mean of its rows' weights.
    pub base: f64,
}

impl Stratum {
    /// `1 − n/N`, not below 0.
    pub(super) fn unsampled(&self) -> f64 {
        if self.population.is_finite() { (1.0 - f64::from(self.units) / self.population).max(0.0) } else { 1.0 }
    }
}

/// The part of a domain in one sampling unit, or in one stratum where rows are units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Number of the domain.
    pub domain: u32,
    /// Number of the stratum.
    pub stratum: u32,
    /// Number of the sampling unit; that of the stratum where rows are units.
    pub unit: u32,
    /// What weights are kept as excess over.
    pub base: f64,
    /// Rows with a weight.
    pub rows: u32,
}

/// A design over domains.
#[derive(Debug, Clone)]
pub struct Layout<'a> {
    /// The columns.
    pub rows: Rows<'a>,
    /// The strata, by number.
    pub strata: Vec<Stratum>,
    /// The places.
    pub places: Vec<Place>,
    /// The place of each row; none of them for a row outside all domains.
    pub of_row: Vec<u32>,
    /// The places of each domain.
    pub domains: Vec<Range<usize>>,
    base: Vec<f64>,
    /// The stratum of each unit.
    of_unit: Vec<u32>,
    even: bool,
}

impl<'a> Layout<'a> {
    /// Lays out rows over `domains` domains; `domain` has each row's, or
    /// [`NONE`](crate::dataset::column::NONE).
    ///
    /// # Errors
    /// Columns of different lengths, numbers beyond their range, a unit in two strata.
    pub fn new(rows: Rows<'a>, domain: &[u32], domains: u32) -> Result<Self, Vec<Finding>> {
        let mut findings = rows.check();
        if domain.len() != rows.stratum.len() {
            findings.push(Finding::error("column_length", "domain", format!("{} ≠ {}", domain.len(), rows.stratum.len())));
        }
        if let Some(row) = domain.iter().position(|&code| code != NONE && code >= domains) {
            findings.push(Finding::error("out_of_range", format!("domain, row {row}"), domain[row].to_string()));
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        let (strata, of_unit) = strata(&rows)?;
        let pairs = match &rows.unit {
            None => Pairs::new(&rows.stratum, domain, |stratum, domain| (domain, stratum, stratum)),
            Some(unit) => Pairs::new(unit, domain, |unit, domain| (domain, of_unit[unit as usize], unit)),
        };
        let place = |&(unit, domain): &(u32, u32)| {
            let stratum = if rows.unit.is_some() { of_unit[unit as usize] } else { unit };
            Place { domain, stratum, unit, base: strata[stratum as usize].base, rows: 0 }
        };
        let mut places: Vec<Place> = pairs.found.iter().map(place).collect();
        for (&at, &weight) in pairs.of_row.iter().zip(rows.weight.iter()) {
            if let Some(place) = places.get_mut(at as usize) {
                place.rows += u32::from(weight > 0.0);
            }
        }
        let base: Vec<f64> = places.iter().map(|place| place.base).collect();
        let even = tally::is_even(&pairs.of_row, &rows.weight, &base);
        let domains = spans(&places, |place| place.domain, domains);
        Ok(Self { rows, strata, places, of_row: pairs.of_row, domains, base, of_unit, even })
    }

    /// Counts answer codes, one a row: a table for each place.
    pub fn tally(&self, codes: &[u8]) -> Vec<[Tally; CODES]> {
        let weights = if self.even { Weights::Even } else { Weights::Rows(&self.rows.weight, &self.base) };
        tally::tally(codes, &self.of_row, self.places.len(), weights)
    }

    /// Whether all rows of each place weigh the same.
    pub fn is_even(&self) -> bool {
        self.even
    }

    /// The places of a domain, stratum by stratum.
    pub(super) fn by_stratum(&self, domain: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = domain.start;
        self.places[domain].chunk_by(|a, b| a.stratum == b.stratum).map(move |chunk| {
            let here = start..start + chunk.len();
            start = here.end;
            here
        })
    }

    /// The place of each unit among those of its stratum, in the order of their numbers.
    pub(super) fn units_in_strata(&self) -> Vec<u32> {
        let (mut next, mut of_unit) = (vec![0; self.strata.len()], vec![NONE; self.of_unit.len()]);
        for (place, &stratum) in of_unit.iter_mut().zip(&self.of_unit) {
            if let Some(next) = next.get_mut(stratum as usize) {
                *place = *next;
                *next += 1;
            }
        }
        of_unit
    }

    /// First-stage units less strata of a domain, of those with a row that has a weight.
    pub fn degrees(&self, domain: usize) -> u64 {
        let of_stratum = |here: Range<usize>| {
            let of_place = |place: &Place| u64::from(if self.rows.unit.is_some() { place.rows.min(1) } else { place.rows });
            self.places[here].iter().map(of_place).sum::<u64>().saturating_sub(1)
        };
        self.by_stratum(self.domains[domain].clone()).map(of_stratum).sum()
    }
}

/// Strata of the rows, and the stratum of each unit.
fn strata(rows: &Rows) -> Result<(Vec<Stratum>, Vec<u32>), Vec<Finding>> {
    let mut strata: Vec<Stratum> =
        rows.population.iter().map(|&population| Stratum { units: 0, population, base: f64::INFINITY }).collect();
    let mut of_unit = Vec::new();
    for (row, &stratum) in rows.stratum.iter().enumerate() {
        let Some(unit) = &rows.unit else {
            strata[stratum as usize].units += 1;
            continue;
        };
        let unit = unit[row] as usize;
        if of_unit.len() <= unit {
            of_unit.resize(unit + 1, NONE);
        }
        if of_unit[unit] == NONE {
            of_unit[unit] = stratum;
            strata[stratum as usize].units += 1;
        } else if of_unit[unit] != stratum {
            return Err(vec![Finding::error("unit_in_two_strata", format!("row {row}"), unit.to_string())]);
        }
    }
    if let Some((at, stratum)) = strata.iter().enumerate().find(|(_, stratum)| f64::from(stratum.units) > stratum.population) {
        let at = format!("stratum {at}: n = {}", stratum.units);
        return Err(vec![Finding::error("more_units_than_population", at, stratum.population.to_string())]);
    }
    bases(rows, &mut strata);
    Ok((strata, of_unit))
}

/// The weight that is next to the mean of each stratum's rows: spreads around it keep their
/// digits also where one weight is far from all others.
fn bases(rows: &Rows, strata: &mut [Stratum]) {
    let mut sums = vec![(0.0, 0.0); strata.len()];
    for (&stratum, &weight) in rows.stratum.iter().zip(rows.weight.iter()) {
        let sum = &mut sums[stratum as usize];
        sum.0 += weight;
        sum.1 += 1.0;
    }
    let means: Vec<f64> = sums.iter().map(|(sum, n)| sum / n).collect();
    for (&stratum, &weight) in rows.stratum.iter().zip(rows.weight.iter()) {
        let (stratum, mean) = (&mut strata[stratum as usize], means[stratum as usize]);
        if (weight - mean).abs() < (stratum.base - mean).abs() {
            stratum.base = weight;
        }
    }
}

/// The range of each number from 0, of places sorted by it.
fn spans(places: &[Place], number: impl Fn(&Place) -> u32, numbers: u32) -> Vec<Range<usize>> {
    let mut start = 0;
    let span = |number_here: u32| {
        let end = start + places[start..].iter().take_while(|place| number(place) == number_here).count();
        let span = start..end;
        start = end;
        span
    };
    (0..numbers).map(span).collect()
}
