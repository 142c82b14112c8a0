//! Weights: how much information they leave, and which unit carries how much.

use super::design::{Design, UNUSED};
use super::domains::Domains;
use super::plan::Plan;
use super::results::{Meta, UnitWeight};
use crate::base::Finding;
use crate::dataset::Dataset;

/// Kish's effective sample size, `(Σw)² / Σw²`; 0 for no weight at all.
/// Source: Kish (1965), *Survey Sampling*, 11.7.
pub fn kish(weights: impl Iterator<Item = f64>) -> f64 {
    let (sum, square) = weights.fold((0.0, 0.0), |(sum, square), weight| (sum + weight, square + weight * weight));
    if square > 0.0 { sum * sum / square } else { 0.0 }
}

/// What is to be said about the data and the design as a whole.
pub fn meta(plan: &Plan, data: &Dataset, design: &Design, domains: &Domains, notes: Vec<Finding>) -> Meta {
    let total: f64 = design.weight.iter().sum();
    let whole_set = domains.sets.first();
    Meta {
        rows: data.len() as u64,
        used: design.rows() as u64,
        strata: whole_set.map_or(0, |set| set.cells.len() as u64),
        weight: total,
        kish: kish(design.weight.iter().copied()),
        interval: plan.interval,
        levels: plan.scale.levels,
        notes,
        units: units(data, design, total),
    }
}

/// Sums of one unit.
#[derive(Debug, Clone, Default)]
struct Sums {
    rows: u64,
    weight: f64,
    square: f64,
    strata: Vec<u32>,
}

/// Units with at least one row, heaviest first; equal ones in the order of labels.
fn units(data: &Dataset, design: &Design, total: f64) -> Vec<UnitWeight> {
    let mut sums = vec![Sums::default(); data.unit.labels.len()];
    for ((&unit, &stratum), &weight) in data.unit.codes.iter().zip(&design.of_row).zip(&design.weight) {
        let Some(sums) = sums.get_mut(unit as usize).filter(|_| stratum != UNUSED) else { continue };
        sums.rows += 1;
        sums.weight += weight;
        sums.square += weight * weight;
        if let Err(place) = sums.strata.binary_search(&stratum) {
            sums.strata.insert(place, stratum);
        }
    }
    let one = |(unit, sums): (usize, &Sums)| UnitWeight {
        unit: data.unit.labels[unit].clone(),
        kind: data.kinds.get(unit).cloned().unwrap_or_default(),
        rows: sums.rows,
        weight: sums.weight,
        share: if total > 0.0 { sums.weight / total } else { 0.0 },
        kish: if sums.square > 0.0 { sums.weight * sums.weight / sums.square } else { 0.0 },
        df: sums.rows.saturating_sub(sums.strata.len() as u64),
    };
    let mut units: Vec<UnitWeight> = sums.iter().enumerate().filter(|(_, sums)| sums.rows > 0).map(one).collect();
    units.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.unit.cmp(&b.unit)));
    units
}
