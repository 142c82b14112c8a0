//! The sampling design: rows drawn without replacement within strata.
//!
//! Per stratum h: `n_h` = rows that are there, `N_h`, and the finite population
//! correction `f_h = 1 − n_h/N_h` (a census has 0). A stratum with one row is
//! "lonely": its variance cannot be estimated from itself, so it is centred at the
//! mean over all rows, as R `survey` 4.5 does with `lonely.psu = "adjust"`.

use super::kernel::tally::is_even;
use super::plan::{Fpc, Plan, Weights};
use crate::base::Finding;
use crate::dataset::Dataset;

/// The stratum of a row that no estimate uses.
pub const UNUSED: u32 = u32::MAX;

/// One stratum with at least one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// `n_h`: rows.
    pub n: u32,
    /// `f_h`, in `[0, 1]`; 1 where no correction applies.
    pub fpc: f64,
    /// The smallest weight of its rows. Sums are kept as their excess over it, so
    /// that equal weights give exact sums and an exact zero where nothing varies.
    pub base: f64,
}

/// Strata and the weight of each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Stratum of each row, an index of `strata`, or [`UNUSED`].
    pub of_row: Vec<u32>,
    /// Weight of each row; 0 for a row that is not used.
    pub weight: Vec<f64>,
    /// Strata in the order of their labels.
    pub strata: Vec<Stratum>,
    /// Whether all rows of each stratum weigh the same.
    pub even: bool,
    used: u32,
}

impl Design {
    /// The design of a dataset, and what somebody should know about it: strata
    /// without `N_h`, with more rows than people, without a row, with one row, and
    /// those where everybody answered.
    pub fn new(plan: &Plan, data: &Dataset) -> (Self, Vec<Finding>) {
        let sizes = sizes(data);
        let mut notes = Vec::new();
        let planned: Vec<Option<Planned>> = (0..sizes.len()).map(|label| stratum(plan, data, label, sizes[label], &mut notes)).collect();
        notes.extend(data.empty_strata.iter().map(|(label, _)| Finding::warning("stratum_without_rows", "", label)));
        let design = Self::made(data, &planned);
        if design.weight.iter().any(|weight| !weight.is_finite()) {
            notes.push(Finding::error("weights_not_finite", "", ""));
        }
        (design, notes)
    }

    /// Rows that estimates are made of.
    pub fn rows(&self) -> usize {
        self.used as usize
    }

    fn made(data: &Dataset, planned: &[Option<Planned>]) -> Self {
        let mut moved = vec![UNUSED; planned.len()];
        let mut strata = Vec::new();
        for (label, plan) in planned.iter().enumerate() {
            if let Some(plan) = plan {
                moved[label] = u32::try_from(strata.len()).unwrap_or(UNUSED);
                strata.push(Stratum { n: plan.n, fpc: plan.fpc, base: f64::INFINITY });
            }
        }
        let of_row: Vec<u32> = data.stratum.codes.iter().map(|&code| moved.get(code as usize).copied().unwrap_or(UNUSED)).collect();
        let weight: Vec<f64> = (0..data.len())
            .map(|row| {
                let plan = planned.get(data.stratum.codes[row] as usize).copied().flatten();
                plan.map_or(0.0, |plan| plan.weight.unwrap_or_else(|| data.weight.as_ref().map_or(0.0, |given| given[row])))
            })
            .collect();
        for (&stratum, &weight) in of_row.iter().zip(&weight) {
            if let Some(stratum) = strata.get_mut(stratum as usize) {
                stratum.base = stratum.base.min(weight);
            }
        }
        let used = strata.iter().map(|stratum| stratum.n).sum();
        let bases: Vec<f64> = strata.iter().map(|stratum| stratum.base).collect();
        let even = is_even(&of_row, &weight, &bases);
        Self { of_row, weight, strata, even, used }
    }
}

/// What a label of the stratum column becomes.
#[derive(Debug, Clone, Copy)]
struct Planned {
    n: u32,
    fpc: f64,
    /// `N_h/n_h`, or `None` where the row's own weight applies.
    weight: Option<f64>,
}

/// Rows of each label of the stratum column.
fn sizes(data: &Dataset) -> Vec<u32> {
    let mut sizes = vec![0; data.stratum.labels.len()];
    for &code in &data.stratum.codes {
        if let Some(size) = sizes.get_mut(code as usize) {
            *size += 1;
        }
    }
    sizes
}

fn stratum(plan: &Plan, data: &Dataset, label: usize, n: u32, notes: &mut Vec<Finding>) -> Option<Planned> {
    let population = data.population.get(label).copied().flatten().filter(|&population| population >= 1.0);
    let mut note = |code: &str, at: String| notes.push(Finding::warning(code, at, data.stratum.labels[label].as_str()));
    let needed = plan.design.weights == Weights::Population || plan.design.fpc == Fpc::Population;
    let Some(population) = population else {
        if needed {
            note("stratum_without_population", format!("n = {n}"));
        }
        let weight = (plan.design.weights == Weights::Column).then_some(Planned { n, fpc: 1.0, weight: None });
        return weight;
    };
    let rows = f64::from(n);
    if rows > population {
        note("more_rows_than_population", format!("n = {n}, N = {population}"));
    } else if n == 1 && rows < population {
        note("lonely_stratum", format!("n = 1, N = {population}"));
    } else if (rows - population).abs() < 0.5 && plan.design.fpc == Fpc::Population {
        note("census_stratum", format!("n = {n}, N = {population}"));
    }
    let fpc = match plan.design.fpc {
        Fpc::Population => (1.0 - rows / population).max(0.0),
        Fpc::None => 1.0,
    };
    let weight = match plan.design.weights {
        Weights::Population => Some(population / rows),
        Weights::Column => None,
    };
    Some(Planned { n, fpc, weight })
}
