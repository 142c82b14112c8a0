//! Domains and their cells. A domain is a set of rows; a cell is the part of a domain
//! that lies in one stratum. Rows of a stratum outside the domain stay in `n_h` and
//! contribute 0, which is what makes a domain's standard error right.
//!
//! Invariant: cells are sorted by (domain, stratum), so a domain is a range of cells.

use std::ops::Range;

use super::design::{Design, UNUSED};
use super::plan::{DomainRule, Plan};
use super::results::Domain;
use crate::dataset::{Column, Dataset};

/// The cell of a row that is in no domain of a family.
pub const NO_CELL: u32 = u32::MAX;

/// A domain with at least one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// Whom it is about.
    pub key: Domain,
    /// Its cells.
    pub cells: Range<usize>,
    /// Its rows.
    pub rows: u32,
    /// q of `est ± q·se`, the same for all its estimates; `None` without a degree of freedom.
    pub quantile: Option<f64>,
}

impl Set {
    /// R's `degf(subset())`: rows less strata of the domain.
    pub fn df(&self) -> u64 {
        u64::from(self.rows).saturating_sub(self.cells.len() as u64)
    }
}

/// Part of a domain in one stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Index of the domain.
    pub domain: u32,
    /// Index of the stratum.
    pub stratum: u32,
}

/// All domains of a plan over a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Domains {
    /// The domains: all rows, then family by family in the order of labels.
    pub sets: Vec<Set>,
    /// The cells of all domains.
    pub cells: Vec<Part>,
    /// Cells of each row, `families` of them: `of_row[row * families + family]`.
    pub of_row: Vec<u32>,
    /// Number of families of domains; a row is in one domain of each at most.
    pub families: usize,
}

/// One family: which of its domains each row is in, and their keys.
struct Family {
    of_row: Vec<u32>,
    keys: Vec<Domain>,
}

impl Domains {
    /// Lays out the domains that the plan asks for.
    pub fn new(plan: &Plan, data: &Dataset, design: &Design) -> Self {
        let families = families(plan, data);
        let mut offset = 0;
        let mut pairs: Vec<Vec<u64>> = Vec::with_capacity(families.len());
        for family in &families {
            pairs.push(family.of_row.iter().zip(&design.of_row).map(|(&domain, &stratum)| pair(domain, offset, stratum)).collect());
            offset += family.keys.len() as u64;
        }
        let mut found: Vec<u64> = pairs.iter().flatten().copied().filter(|&pair| pair != NO_PAIR).collect();
        found.sort_unstable();
        found.dedup();
        let cells: Vec<Part> = found.iter().map(|&pair| unpair(pair)).collect();
        let of_row = interleave(&pairs, &found, data.len());
        let keys = families.into_iter().flat_map(|family| family.keys);
        let mut sets = sets(keys, &cells, &of_row);
        for set in &mut sets {
            set.quantile = plan.interval.quantile(set.df());
        }
        Self { sets, cells, of_row, families: pairs.len() }
    }
}

const NO_PAIR: u64 = u64::MAX;

fn pair(domain: u32, offset: u64, stratum: u32) -> u64 {
    if domain == NO_CELL || stratum == UNUSED { NO_PAIR } else { ((u64::from(domain) + offset) << 32) | u64::from(stratum) }
}

fn unpair(pair: u64) -> Part {
    let low = |value: u64| u32::try_from(value & u64::from(u32::MAX)).unwrap_or(NO_CELL);
    Part { domain: low(pair >> 32), stratum: low(pair) }
}

/// The cell of each row in each family; one lookup where neighbours differ.
fn interleave(pairs: &[Vec<u64>], found: &[u64], rows: usize) -> Vec<u32> {
    let mut of_row = vec![NO_CELL; rows * pairs.len()];
    for (family, pairs_of_family) in pairs.iter().enumerate() {
        let mut last = (NO_PAIR, NO_CELL);
        for (row, &pair) in pairs_of_family.iter().enumerate() {
            if pair != last.0 {
                let cell = found.binary_search(&pair).ok().and_then(|cell| u32::try_from(cell).ok());
                last = (pair, cell.unwrap_or(NO_CELL));
            }
            // In range: `of_row` has rows × families entries.
            of_row[row * pairs.len() + family] = last.1;
        }
    }
    of_row
}

fn sets(keys: impl Iterator<Item = Domain>, cells: &[Part], of_row: &[u32]) -> Vec<Set> {
    let mut rows = vec![0_u32; cells.len()];
    for &cell in of_row {
        if let Some(count) = rows.get_mut(cell as usize) {
            *count += 1;
        }
    }
    let mut start = 0;
    let mut sets = Vec::new();
    for (domain, key) in (0_u32..).zip(keys) {
        let end = start + cells[start..].iter().take_while(|cell| cell.domain == domain).count();
        sets.push(Set { key, rows: rows[start..end].iter().sum(), cells: start..end, quantile: None });
        start = end;
    }
    sets
}

fn families(plan: &Plan, data: &Dataset) -> Vec<Family> {
    let mut families = vec![Family { of_row: vec![0; data.len()], keys: vec![Domain::All] }];
    let asked = |rule| plan.domains.contains(&rule);
    if asked(DomainRule::Unit) {
        families.push(family(&data.unit, |unit| Domain::Unit { unit: unit.to_owned() }));
    }
    if asked(DomainRule::UnitGroup) && !data.group.labels.is_empty() {
        families.push(unit_group(data));
    }
    if asked(DomainRule::Profile) {
        let by = |column: &Column| family(column, |value| Domain::Profile { column: column.id.clone(), value: value.to_owned() });
        families.extend(data.profile.iter().map(by));
    }
    families
}

fn family(column: &Column, key: impl Fn(&str) -> Domain) -> Family {
    Family { of_row: column.codes.clone(), keys: column.labels.iter().map(|label| key(label)).collect() }
}

/// Units × groups that occur, in the order of units, then groups.
fn unit_group(data: &Dataset) -> Family {
    let both = |row: usize| match (data.unit.codes[row], data.group.codes[row]) {
        (NO_CELL, _) | (_, NO_CELL) => NO_PAIR,
        (unit, group) => (u64::from(unit) << 32) | u64::from(group),
    };
    let pairs: Vec<u64> = (0..data.len()).map(both).collect();
    let mut found: Vec<u64> = pairs.iter().copied().filter(|&pair| pair != NO_PAIR).collect();
    found.sort_unstable();
    found.dedup();
    let of_row = interleave(std::slice::from_ref(&pairs), &found, pairs.len());
    let label = |column: &Column, code: u32| column.labels.get(code as usize).cloned().unwrap_or_default();
    let keys = found.iter().map(|&pair| {
        let Part { domain: unit, stratum: group } = unpair(pair);
        Domain::UnitGroup { unit: label(&data.unit, unit), group: label(&data.group, group) }
    });
    Family { of_row, keys: keys.collect() }
}
