//! The demo province: plausible answers made from a seed, never stored. Numbers are
//! drawn by SplitMix64 from (seed, unit, form), so a unit's answers do not depend on
//! which other units there are.

use serde::{Deserialize, Serialize};

use super::Dataset;

/// A unit of the demo and the forms that came in for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoUnit {
    /// Its code.
    pub code: String,
    /// Its kind.
    pub kind: String,
    /// The group that was asked; empty where there is one group.
    #[serde(default)]
    pub group: String,
    /// `N_h`.
    pub population: u64,
    /// Forms that came in.
    pub forms: u32,
    /// Statements that everybody was asked.
    #[serde(default)]
    pub general: Vec<String>,
    /// Statements for those with a result in the period.
    pub service: Vec<String>,
    /// Of a hundred respondents, how many had a result; 100 for a desk's form.
    #[serde(default = "everybody")]
    pub with_result: u8,
    /// Of a hundred people who live there, how many live in a town.
    #[serde(default)]
    pub urban: u8,
}

fn everybody() -> u8 {
    100
}

/// The answers of a demo province.
pub fn dataset(_seed: u64, _units: &[DemoUnit]) -> Dataset {
    todo!()
}
