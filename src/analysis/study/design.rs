//! The design of a plan over a table: columns of codes for `sampling`, and findings that
//! name strata by their labels instead of their codes.

use std::collections::BTreeMap;

use super::domains::Crossing;
use super::plan::{Frame, Plan, StagePlan};
use super::values::Values;
use crate::analysis::sampling::{Columns, Design, LonelyStratum, Population, StageColumns};
use crate::base::Finding;
use crate::dataset::column::NONE;
use crate::dataset::table::Needed;

/// What the rows of a file cannot do without.
pub(super) fn needed(plan: &Plan) -> Needed {
    let mut needed = Needed { weight: plan.design.weight.clone(), ..Needed::default() };
    for stage in &plan.design.stages {
        needed.names.extend(stage.strata.iter().chain(&stage.units).cloned());
        match &stage.frame {
            Frame::Sizes(column) | Frame::Fractions(column) => needed.names.extend([column.clone()]),
            Frame::Unknown | Frame::Counts(_) => {}
        }
    }
    needed
}

/// A design with the names of its strata.
pub(super) struct Designed {
    pub design: Design,
    pub strata: Vec<Crossing>,
    pub notes: Vec<Finding>,
}

impl Designed {
    /// The design of a plan.
    ///
    /// # Errors
    /// What the columns lack, strata by their labels.
    pub fn new(plan: &Plan, values: &Values<'_>) -> Result<Self, Vec<Finding>> {
        let strata: Result<Vec<Crossing>, Finding> = plan.design.stages.iter().map(|stage| Crossing::new(values, &stage.strata)).collect();
        let strata = strata.map_err(|finding| vec![finding])?;
        let mut stages = Vec::new();
        for (index, (stage, strata)) in plan.design.stages.iter().zip(&strata).enumerate() {
            stages.push(StageColumns {
                stratum: if stage.strata.is_empty() { Vec::new() } else { strata.cell.clone() },
                unit: stage.units.as_ref().map_or_else(Vec::new, |units| values.categories(units).codes.to_vec()),
                population: population(index, stage, strata, values)?,
            });
        }
        if stages.is_empty() {
            stages.push(StageColumns::default());
        }
        let weight = plan.design.weight.as_ref().map_or_else(Vec::new, |weight| values.numeric(weight).to_vec());
        let named = |findings: Vec<Finding>| findings.into_iter().map(|finding| by_name(finding, &strata)).collect::<Vec<_>>();
        let (design, notes) = Design::new(&Columns { weight, stages, rows: values.rows() }).map_err(named)?;
        let notes = named(notes);
        Ok(Self { design: design.with_lonely(plan.design.lonely).with_stages(plan.design.used), strata, notes })
    }

    /// A stratum that made an estimate fail.
    pub fn failed(&self, lonely: LonelyStratum) -> Finding {
        lonely.finding(&label(&self.strata, lonely.stage - 1, lonely.stratum))
    }
}

fn label(strata: &[Crossing], stage: usize, code: u32) -> String {
    strata.get(stage).and_then(|strata| strata.cells.get(code as usize)).map_or_else(|| code.to_string(), |cell| cell.join(" × "))
}

/// A finding whose value is the code of a stratum, with its label.
fn by_name(finding: Finding, strata: &[Crossing]) -> Finding {
    let coded = ["lonely_stratum", "more_units_than_population", "population_differs_in_stratum"].contains(&finding.code.as_str());
    let Some(code) = finding.value.parse().ok().filter(|_| coded) else { return finding };
    let stage = finding.at.strip_prefix("stages[").and_then(|rest| rest.split(']').next()).and_then(|stage| stage.parse().ok());
    let code_of_rule = if finding.code == "lonely_stratum" { "lonely_stratum_by_rule" } else { &finding.code };
    Finding { value: label(strata, stage.unwrap_or(0), code), code: code_of_rule.to_owned(), ..finding }
}

fn population(stage: usize, plan: &StagePlan, strata: &Crossing, values: &Values<'_>) -> Result<Population, Vec<Finding>> {
    match &plan.frame {
        Frame::Unknown => Ok(Population::Unknown),
        Frame::Sizes(column) => Ok(Population::Sizes(values.numeric(column).to_vec())),
        Frame::Fractions(column) => Ok(Population::Fractions(values.numeric(column).to_vec())),
        Frame::Counts(counts) => {
            let known: BTreeMap<&Vec<String>, f64> = counts.iter().map(|count| (&count.of, count.count)).collect();
            let sizes: Vec<Option<f64>> = strata.cells.iter().map(|cell| known.get(cell).copied()).collect();
            let absent = strata.cells.iter().zip(&sizes).filter(|(_, size)| size.is_none());
            let findings: Vec<Finding> = absent
                .map(|(cell, _)| Finding::error("stratum_not_counted", format!("design.stages[{stage}].counts"), cell.join(" × ")))
                .take(100)
                .collect();
            if !findings.is_empty() {
                return Err(findings);
            }
            let size = |&cell: &u32| if cell == NONE { f64::NAN } else { sizes[cell as usize].unwrap_or(f64::NAN) };
            Ok(Population::Sizes(strata.cell.iter().map(size).collect()))
        }
    }
}
