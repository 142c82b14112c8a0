//! A design as it is in the data: one value a row, and what is wrong with it.

use std::collections::BTreeMap;

use crate::base::Finding;
use crate::base::finding::has_error;

/// Population of the strata of one stage, one value a row, equal within a stratum.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Population {
    /// Not known: as if drawn with replacement.
    #[default]
    Unknown,
    /// Number of sampling units in the stratum.
    Sizes(Vec<f64>),
    /// The sampled part of them, in (0, 1].
    Fractions(Vec<f64>),
}

impl Population {
    fn values(&self) -> Option<&[f64]> {
        match self {
            Self::Unknown => None,
            Self::Sizes(values) | Self::Fractions(values) => Some(values),
        }
    }
}

/// One stage of sampling. Codes of later stages need be unique only within the unit of
/// the stage before.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StageColumns {
    /// Stratum of each row; empty for one stratum.
    pub stratum: Vec<u32>,
    /// Sampling unit of each row; empty where each row is a unit.
    pub unit: Vec<u32>,
    /// Population of the strata.
    pub population: Population,
}

/// A design as columns of one length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// Weights; empty where they follow from the populations of all stages.
    pub weight: Vec<f64>,
    /// Stages, the first one first.
    pub stages: Vec<StageColumns>,
    /// Number of rows.
    pub rows: usize,
}

impl Columns {
    /// Rows with weights and without anything else.
    pub fn weights_only(weight: Vec<f64>) -> Self {
        Self { rows: weight.len(), weight, stages: vec![StageColumns::default()] }
    }

    /// What is wrong, with the place: a path into the columns, or a row counted from 0.
    /// Without an error a design can be made.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.rows == 0 {
            findings.push(Finding::error("no_row", "", ""));
        }
        if self.stages.is_empty() {
            findings.push(Finding::error("design_without_stage", "stages", ""));
        }
        self.check_lengths(&mut findings);
        if has_error(&findings) {
            return findings;
        }
        self.check_weights(&mut findings);
        for (stage, columns) in self.stages.iter().enumerate() {
            check_population(stage, &columns.population, &mut findings);
        }
        self.check_nesting(&mut findings);
        findings
    }

    fn check_lengths(&self, findings: &mut Vec<Finding>) {
        let mut one = |at: String, length: usize, may_be_empty: bool| {
            if length != self.rows && !(may_be_empty && length == 0) {
                findings.push(Finding::error("column_length", at, format!("{length} ≠ {}", self.rows)));
            }
        };
        one("weight".to_owned(), self.weight.len(), self.stages.iter().all(|stage| stage.population.values().is_some()));
        for (stage, columns) in self.stages.iter().enumerate() {
            one(format!("stages[{stage}].stratum"), columns.stratum.len(), true);
            one(format!("stages[{stage}].unit"), columns.unit.len(), true);
            if let Some(values) = columns.population.values() {
                one(format!("stages[{stage}].population"), values.len(), false);
            }
        }
    }

    fn check_weights(&self, findings: &mut Vec<Finding>) {
        if let Some((row, weight)) = self.weight.iter().enumerate().find(|(_, weight)| !weight.is_finite() || **weight < 0.0) {
            findings.push(Finding::error("weights_not_finite", format!("row {row}"), weight.to_string()));
        }
        if !self.weight.is_empty() && self.weight.iter().all(|weight| *weight <= 0.0) {
            findings.push(Finding::error("weights_all_zero", "weight", ""));
        }
    }

    /// A first-stage unit belongs to one stratum.
    fn check_nesting(&self, findings: &mut Vec<Finding>) {
        let Some(first) = self.stages.first().filter(|first| !first.unit.is_empty() && !first.stratum.is_empty()) else { return };
        let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
        for (row, (&unit, &stratum)) in first.unit.iter().zip(&first.stratum).enumerate() {
            if *seen.entry(unit).or_insert(stratum) != stratum {
                findings.push(Finding::error("unit_in_two_strata", format!("row {row}"), unit.to_string()));
                return;
            }
        }
    }
}

fn check_population(stage: usize, population: &Population, findings: &mut Vec<Finding>) {
    let wrong = match population {
        Population::Unknown => None,
        Population::Sizes(sizes) => sizes.iter().position(|&size| size.is_nan() || size < 1.0),
        Population::Fractions(fractions) => fractions.iter().position(|&part| part.is_nan() || part <= 0.0 || part > 1.0),
    };
    if let Some(row) = wrong {
        let value = population.values().map_or(String::new(), |values| values[row].to_string());
        findings.push(Finding::error("population_out_of_range", format!("stages[{stage}].population, row {row}"), value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &Columns, expect: &[(&str, &str)]) {
        let found: Vec<_> = columns.check().into_iter().map(|finding| (finding.code, finding.at)).collect();
        let expect: Vec<_> = expect.iter().map(|(code, at)| ((*code).to_owned(), (*at).to_owned())).collect();
        assert_eq!(found, expect);
    }

    fn one(stage: StageColumns) -> Columns {
        Columns { weight: vec![1.0; 2], stages: vec![stage], rows: 2 }
    }

    #[test]
    fn a_sound_design_has_no_findings() {
        check(&Columns::weights_only(vec![1.0, 2.0]), &[]);
        check(&one(StageColumns { stratum: vec![0, 1], unit: vec![7, 8], population: Population::Fractions(vec![0.5, 1.0]) }), &[]);
    }

    #[test]
    fn what_is_wrong_is_located() {
        check(&Columns::default(), &[("no_row", ""), ("design_without_stage", "stages")]);
        check(&Columns::weights_only(vec![1.0, f64::NAN]), &[("weights_not_finite", "row 1")]);
        check(&Columns::weights_only(vec![0.0, 0.0]), &[("weights_all_zero", "weight")]);
        check(&one(StageColumns { stratum: vec![0], ..StageColumns::default() }), &[("column_length", "stages[0].stratum")]);
        let no_weights = Columns { weight: Vec::new(), ..one(StageColumns::default()) };
        check(&no_weights, &[("column_length", "weight")]);
        let twice = StageColumns { stratum: vec![0, 1], unit: vec![5, 5], population: Population::Unknown };
        check(&one(twice), &[("unit_in_two_strata", "row 1")]);
        let zero = StageColumns { population: Population::Sizes(vec![2.0, 0.0]), ..StageColumns::default() };
        check(&one(zero), &[("population_out_of_range", "stages[0].population, row 1")]);
    }
}
