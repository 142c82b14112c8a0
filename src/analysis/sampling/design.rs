//! A design sorted once: rows lie by stratum and sampling unit, stage within stage, so
//! that a variance is one pass over ranges. Columnar: a row costs its weight, its place,
//! and 16 bytes for each stage in which it is a unit of its own.
//!
//! Invariant: `order` has each row once; the units of a stratum, the rows of a unit and
//! the strata within a unit are contiguous.

use std::ops::Range;

use super::columns::{Columns, Population, StageColumns};
use super::lonely::LonelyRule;
use crate::analysis::estimator::whole;
use crate::analysis::weighting::Adjustment;
use crate::base::Finding;
use crate::base::finding::has_error;

/// How many stages count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stages {
    /// All of them.
    #[default]
    All,
    /// The first alone: ultimate clusters, with its own population correction.
    First,
}

/// Strata of one stage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stratum {
    /// Its code in the columns.
    pub code: u32,
    /// Its units at this stage.
    pub units: Range<u32>,
    /// N; infinite where unknown.
    pub population: f64,
}

/// One sampling unit of one stage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unit {
    /// Its rows, as places in the order.
    pub rows: Range<u32>,
    /// Its strata at the next stage.
    pub strata: Range<u32>,
}

/// One stage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Level {
    pub strata: Vec<Stratum>,
    pub units: Vec<Unit>,
}

/// A design ready for estimation.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Weights as they now are, one a row.
    pub(crate) weight: Vec<f64>,
    pub(crate) order: Vec<u32>,
    pub(crate) levels: Vec<Level>,
    /// What calibration leaves of influence values, in the order it was done.
    pub(crate) adjustments: Vec<Adjustment>,
    /// The rule for strata with one unit.
    pub lonely: LonelyRule,
    /// How many stages count.
    pub stages: Stages,
}

impl Design {
    /// The design of columns, and what somebody should know about it.
    ///
    /// # Errors
    /// The findings where the columns hold no design: those of [`Columns::check`], and a
    /// stratum with more units than its population has.
    pub fn new(columns: &Columns) -> Result<(Self, Vec<Finding>), Vec<Finding>> {
        let mut findings = columns.check();
        if has_error(&findings) {
            return Err(findings);
        }
        let order = sorted(columns);
        let mut levels: Vec<Level> = Vec::new();
        let mut whole_sample = [Unit { rows: 0..short(columns.rows), strata: 0..0 }];
        for (stage, of_stage) in columns.stages.iter().enumerate() {
            let parents = levels.last_mut().map_or(&mut whole_sample[..], |level| &mut level.units[..]);
            let level = level(of_stage, &order, parents);
            notes(stage, of_stage, &order, &level, &mut findings);
            levels.push(level);
        }
        if has_error(&findings) {
            return Err(findings);
        }
        let mut design = Self {
            weight: columns.weight.clone(),
            order,
            levels,
            adjustments: Vec::new(),
            lonely: LonelyRule::default(),
            stages: Stages::All,
        };
        if design.weight.is_empty() {
            design.weight = design.weights_of_populations();
        }
        Ok((design, findings))
    }

    /// The same design with another rule for strata with one unit.
    #[must_use]
    pub fn with_lonely(mut self, lonely: LonelyRule) -> Self {
        self.lonely = lonely;
        self
    }

    /// The same design with other stages that count.
    #[must_use]
    pub fn with_stages(mut self, stages: Stages) -> Self {
        self.stages = stages;
        self
    }

    /// The same design with other weights that nothing else follows from (trimming).
    #[must_use]
    pub fn with_weights(mut self, weight: Vec<f64>) -> Self {
        self.weight = weight;
        self
    }

    /// The same design with calibrated weights, whose variance is that of residuals.
    #[must_use]
    pub fn adjusted(mut self, weight: Vec<f64>, adjustment: Adjustment) -> Self {
        self.weight = weight;
        self.adjustments.push(adjustment);
        self
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.weight.len()
    }

    /// Weights, one a row.
    pub fn weights(&self) -> &[f64] {
        &self.weight
    }

    /// Number of first-stage strata.
    pub fn strata(&self) -> usize {
        self.levels.first().map_or(0, |level| level.strata.len())
    }

    /// Number of first-stage units.
    pub fn units(&self) -> usize {
        self.levels.first().map_or(0, |level| level.units.len())
    }

    /// The product of N/n over the stages.
    fn weights_of_populations(&self) -> Vec<f64> {
        let mut weight = vec![1.0; self.order.len()];
        for level in &self.levels {
            for stratum in &level.strata {
                let factor = stratum.population / whole(stratum.units.len() as u64);
                for unit in &level.units[span(&stratum.units)] {
                    for place in span(&unit.rows) {
                        weight[self.order[place] as usize] *= factor;
                    }
                }
            }
        }
        weight
    }
}

/// Rows and units are counted in 32 bits: four thousand million of them.
fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A range of places as indices.
pub(crate) fn span(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// Rows by stratum and unit of the first stage, then of the second…, then as they came:
/// counting sorts from the last column to the first, each stable.
fn sorted(columns: &Columns) -> Vec<u32> {
    let mut order: Vec<u32> = (0..short(columns.rows)).collect();
    for stage in columns.stages.iter().rev() {
        for codes in [&stage.unit, &stage.stratum] {
            if !codes.is_empty() {
                order = by_code(&order, codes);
            }
        }
    }
    order
}

fn by_code(order: &[u32], codes: &[u32]) -> Vec<u32> {
    let mut distinct = codes.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    // Every code is there: it was taken from the same column.
    let rank = |row: u32| distinct.binary_search(&codes[row as usize]).unwrap_or_default();
    let mut starts = vec![0_u32; distinct.len() + 1];
    for &row in order {
        starts[rank(row) + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut out = vec![0; order.len()];
    for &row in order {
        let start = &mut starts[rank(row)];
        out[*start as usize] = row;
        *start += 1;
    }
    out
}

/// The strata and units of a stage within the units of the stage before.
fn level(columns: &StageColumns, order: &[u32], parents: &mut [Unit]) -> Level {
    let stratum_of = |place: u32| columns.stratum.get(order[place as usize] as usize).copied().unwrap_or_default();
    let unit_of = |place: u32| columns.unit.get(order[place as usize] as usize).copied();
    let mut level = Level { strata: Vec::new(), units: Vec::new() };
    for parent in parents {
        let first = short(level.strata.len());
        let mut start = parent.rows.start;
        for place in parent.rows.clone() {
            let new_stratum = place == parent.rows.start || stratum_of(place) != stratum_of(place - 1);
            if new_stratum {
                let at = short(level.units.len());
                level.strata.push(Stratum { code: stratum_of(place), units: at..at, population: f64::INFINITY });
                start = place;
            }
            if place == start || unit_of(place).is_none() || unit_of(place) != unit_of(place - 1) {
                level.units.push(Unit { rows: place..place, strata: 0..0 });
            }
            if let (Some(stratum), Some(unit)) = (level.strata.last_mut(), level.units.last_mut()) {
                unit.rows.end = place + 1;
                stratum.units.end = short(level.units.len());
            }
        }
        parent.strata = first..short(level.strata.len());
    }
    populate(columns, order, &mut level);
    level
}

fn populate(columns: &StageColumns, order: &[u32], level: &mut Level) {
    let units = &level.units;
    for stratum in &mut level.strata {
        let row = order[units[stratum.units.start as usize].rows.start as usize] as usize;
        stratum.population = match &columns.population {
            Population::Unknown => f64::INFINITY,
            Population::Sizes(sizes) => sizes[row],
            Population::Fractions(fractions) => whole(stratum.units.len() as u64) / fractions[row],
        };
    }
}

/// Strata with more units than people, with differing populations, with one unit.
fn notes(stage: usize, columns: &StageColumns, order: &[u32], level: &Level, findings: &mut Vec<Finding>) {
    let at = format!("stages[{stage}].population");
    for stratum in &level.strata {
        let (n, code) = (whole(stratum.units.len() as u64), stratum.code.to_string());
        if n > stratum.population {
            findings.push(Finding::error("more_units_than_population", format!("{at}: n = {n}, N = {}", stratum.population), code));
            continue;
        }
        if stratum.units.len() == 1 && stratum.population > 1.0 && stage == 0 {
            findings.push(Finding::warning("lonely_stratum", format!("n = 1, N = {}", stratum.population), code.clone()));
        }
        let values = match &columns.population {
            Population::Unknown => continue,
            Population::Sizes(values) | Population::Fractions(values) => values,
        };
        let rows = level.units[span(&stratum.units)].iter().flat_map(|unit| span(&unit.rows)).map(|place| values[order[place] as usize]);
        let (low, high) = rows.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (value.min(low), value.max(high)));
        if low < high {
            findings.push(Finding::warning("population_differs_in_stratum", format!("{at}: {low} to {high}"), code));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_into_strata_and_units() {
        let stage = StageColumns { stratum: vec![9, 4, 9, 4, 9], unit: vec![2, 1, 0, 1, 2], population: Population::Unknown };
        let (design, _) = Design::new(&Columns { weight: vec![1.0; 5], stages: vec![stage], rows: 5 }).unwrap();
        assert_eq!(design.order, [1, 3, 2, 0, 4]);
        assert_eq!((design.strata(), design.units()), (2, 3));
        let units: Vec<_> = design.levels[0].units.iter().map(|unit| unit.rows.clone()).collect();
        assert_eq!(units, [0..2, 2..3, 3..5]);
    }

    #[test]
    fn later_stages_are_within_the_units_before() {
        let first = StageColumns { stratum: Vec::new(), unit: vec![0, 0, 1, 1], population: Population::Sizes(vec![8.0; 4]) };
        let second = StageColumns { population: Population::Sizes(vec![4.0, 4.0, 10.0, 10.0]), ..StageColumns::default() };
        let columns = Columns { weight: Vec::new(), stages: vec![first, second], rows: 4 };
        let (design, _) = Design::new(&columns).unwrap();
        assert_eq!(design.levels[1].strata.len(), 2);
        assert_eq!(design.levels[1].units.len(), 4);
        assert_eq!(design.weights(), [8.0, 8.0, 20.0, 20.0]);
    }

    #[test]
    fn more_units_than_there_are_is_an_error() {
        let stage = StageColumns { population: Population::Sizes(vec![2.0; 3]), ..StageColumns::default() };
        let findings = Design::new(&Columns { weight: vec![1.0; 3], stages: vec![stage], rows: 3 }).unwrap_err();
        assert_eq!(findings[0].code, "more_units_than_population");
    }
}
