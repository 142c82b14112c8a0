//! Domains and their cells. A domain is a set of rows; a cell is the part of a domain
//! that lies in one stratum. Rows of a stratum outside the domain stay in `n_h` and
//! contribute 0, which is what makes a domain's standard error right.
//!
//! Invariant: cells are sorted by (domain, stratum), so a domain is a range of cells.

use std::borrow::Cow;
use std::ops::Range;

use super::design::Design;
use super::kernel::pairs::Pairs;
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
    /// Index of the grouping that has its rows.
    pub grouping: usize,
    /// Its place there.
    pub place: u32,
}

/// Rows in groups, each within one stratum: what is counted once for all families of
/// domains whose cells have these rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// The place of each row, or none: places are strata.
    column: Option<Vec<u32>>,
    /// Number of places.
    pub places: usize,
    /// The smallest weight in the stratum of each place.
    pub base: Vec<f64>,
}

impl Grouping {
    /// The place of each row; a row without one has a number beyond them.
    pub fn of_row<'a>(&'a self, design: &'a Design) -> &'a [u32] {
        self.column.as_deref().unwrap_or(&design.of_row)
    }
}

/// A family of domains: a row is in one of them at most.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Index of its grouping.
    pub grouping: usize,
    /// The cell of each place of the grouping, or [`NO_CELL`].
    pub cell: Vec<u32>,
}

/// All domains of a plan over a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Domains {
    /// The domains: all rows, then family by family in the order of labels.
    pub sets: Vec<Set>,
    /// The cells of all domains.
    pub cells: Vec<Part>,
    /// Who is in which cell. Where strata lie within domains, as they do where they are
    /// made of units and groups, the grouping is that of strata and costs no column.
    pub groupings: Vec<Grouping>,
    /// The families.
    pub families: Vec<Family>,
}

/// One family in the making: which of its domains each row is in, and their keys.
struct Keyed<'a> {
    of_row: Cow<'a, [u32]>,
    keys: Vec<Domain>,
}

impl Domains {
    /// Lays out the domains that the plan asks for.
    pub fn new(plan: &Plan, data: &Dataset, design: &Design) -> Self {
        let base = design.strata.iter().map(|stratum| stratum.base).collect();
        let strata = Grouping { column: None, places: design.strata.len(), base };
        let mut domains = Self { sets: Vec::new(), cells: Vec::new(), groupings: vec![strata], families: Vec::new() };
        for family in keyed(plan, data) {
            domains.add(family, design);
        }
        for set in &mut domains.sets {
            set.quantile = plan.interval.quantile(set.df());
        }
        domains
    }

    fn add(&mut self, family: Keyed, design: &Design) {
        // Domains are counted in 32 bits, cells too: there are no more of them than rows.
        let first = u32::try_from(self.sets.len()).unwrap_or(NO_CELL);
        let (grouping, mut found) = self.grouping(&family, design);
        found.sort_unstable_by_key(|&(domain, stratum, _)| (domain, stratum));
        let mut cell = vec![NO_CELL; self.groupings[grouping].places];
        let (mut rows, mut start) = (vec![0_u32; cell.len()], self.cells.len());
        for &place in self.groupings[grouping].of_row(design) {
            if let Some(count) = rows.get_mut(place as usize) {
                *count += 1;
            }
        }
        for &(domain, stratum, place) in &found {
            cell[place as usize] = u32::try_from(self.cells.len()).unwrap_or(NO_CELL);
            self.cells.push(Part { domain: domain + first, stratum, grouping, place });
        }
        for (domain, key) in (first..).zip(family.keys) {
            let cells = self.cells[start..].iter().take_while(|cell| cell.domain == domain);
            let (count, rows) = cells.fold((0, 0), |(count, sum), cell| (count + 1, sum + rows[cell.place as usize]));
            self.sets.push(Set { key, rows, cells: start..start + count, quantile: None });
            start += count;
        }
        self.families.push(Family { grouping, cell });
    }

    /// The grouping of a family, and its cells as domain, stratum and place.
    fn grouping(&mut self, family: &Keyed, design: &Design) -> (usize, Vec<(u32, u32, u32)>) {
        if let Some(of_stratum) = within(&family.of_row, design) {
            let cell = |(stratum, &domain): (u32, &u32)| (domain != NO_CELL).then_some((domain, stratum, stratum));
            return (0, (0..).zip(&of_stratum).filter_map(cell).collect());
        }
        let pairs = Pairs::new(&design.of_row, &family.of_row, |stratum, domain| (domain, stratum));
        let base = pairs.found.iter().map(|&(stratum, _)| design.strata[stratum as usize].base).collect();
        self.groupings.push(Grouping { column: Some(pairs.of_row), places: pairs.found.len(), base });
        let cells = (0..).zip(&pairs.found).map(|(place, &(stratum, domain))| (domain, stratum, place)).collect();
        (self.groupings.len() - 1, cells)
    }
}

/// The domain of each stratum, where each lies within one or outside all.
fn within(of_row: &[u32], design: &Design) -> Option<Vec<u32>> {
    let mut of_stratum: Vec<Option<u32>> = vec![None; design.strata.len()];
    for (&domain, &stratum) in of_row.iter().zip(&design.of_row) {
        let Some(known) = of_stratum.get_mut(stratum as usize) else { continue };
        if *known.get_or_insert(domain) != domain {
            return None;
        }
    }
    Some(of_stratum.iter().map(|domain| domain.unwrap_or(NO_CELL)).collect())
}

fn keyed<'a>(plan: &Plan, data: &'a Dataset) -> Vec<Keyed<'a>> {
    let mut families = vec![Keyed { of_row: vec![0; data.len()].into(), keys: vec![Domain::All] }];
    let asked = |rule| plan.domains.contains(&rule);
    if asked(DomainRule::Unit) {
        families.push(family(&data.unit, |unit| Domain::Unit { unit: unit.to_owned() }));
    }
    if asked(DomainRule::UnitGroup) && !data.group.labels.is_empty() {
        families.push(unit_group(data));
    }
    if asked(DomainRule::Profile) {
        let by = |column: &'a Column| family(column, |value| Domain::Profile { column: column.id.clone(), value: value.to_owned() });
        families.extend(data.profile.iter().map(by));
    }
    families
}

fn family(column: &Column, key: impl Fn(&str) -> Domain) -> Keyed<'_> {
    Keyed { of_row: Cow::Borrowed(&column.codes), keys: column.labels.iter().map(|label| key(label)).collect() }
}

/// Units × groups that occur, in the order of units, then groups.
fn unit_group(data: &Dataset) -> Keyed<'_> {
    let pairs = Pairs::new(&data.unit.codes, &data.group.codes, |unit, group| (unit, group));
    let label = |column: &Column, code: u32| column.labels.get(code as usize).cloned().unwrap_or_default();
    let keys =
        pairs.found.iter().map(|&(unit, group)| Domain::UnitGroup { unit: label(&data.unit, unit), group: label(&data.group, group) });
    Keyed { keys: keys.collect(), of_row: pairs.of_row.into() }
}
