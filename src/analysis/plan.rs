//! The plan: everything that turns a file of responses into results, as data. It is
//! a versioned JSON document (`docs/plan.md`, `docs/plan.schema.json`); the same plan
//! drives the page's worker and `examples/aggregate.rs`.

use serde::{Deserialize, Serialize};

use crate::dataset::{FrameUnit, Mapping};

/// A plan of analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What the document is: `plan`.
    pub phieu: PlanTag,
    /// Version of the format: 1.
    pub version: u32,
    /// Which column of the data is what.
    pub data: Mapping,
    /// How the sample was drawn.
    #[serde(default)]
    pub design: DesignRule,
    /// The scale of the statements.
    #[serde(default)]
    pub scale: Scale,
    /// Factors, in the order they are shown.
    #[serde(default)]
    pub factors: Vec<Factor>,
    /// Parts, in the order they are shown.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// Which parts count for which kind of unit; a kind that is not here: all.
    #[serde(default)]
    pub unit_kinds: Vec<UnitKind>,
    /// Kinds of units that are looked at; rows about others are as if they were not
    /// there. Empty is all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_kinds: Vec<String>,
    /// What results are broken down by; the whole is always there.
    #[serde(default = "all_domains")]
    pub domains: Vec<DomainRule>,
    /// How intervals are made.
    #[serde(default)]
    pub interval: Interval,
    /// Units with their populations, where the data does not carry them.
    #[serde(default)]
    pub frame: Vec<FrameUnit>,
}

/// The tag of a plan document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanTag {
    /// A plan of analysis.
    Plan,
}

/// How the sample was drawn: rows without replacement within strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DesignRule {
    /// Where weights come from.
    pub weights: Weights,
    /// Whether the finite population correction `1 − n_h/N_h` applies.
    pub fpc: Fpc,
}

/// Where weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// `N_h / n_h`, with `n_h` the rows of the stratum that are there.
    #[default]
    Population,
    /// The column that the mapping names.
    Column,
}

/// Whether the finite population correction applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fpc {
    /// `1 − n_h/N_h`.
    #[default]
    Population,
    /// None: as if drawn with replacement.
    None,
}

/// The scale of the statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Number of levels, 2 to 9; level 1 is the worst.
    pub levels: u8,
    /// The levels that count as satisfied.
    pub satisfied: Vec<u8>,
}

impl Default for Scale {
    fn default() -> Self {
        Self { levels: 5, satisfied: vec![4, 5] }
    }
}

/// A factor: statements that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Its id.
    pub id: String,
    /// The id of its part; may be empty where there are no parts.
    #[serde(default)]
    pub part: String,
    /// Ids of its statements.
    pub items: Vec<String>,
}

/// A part of the form, such as policies or services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its id.
    pub id: String,
}

/// Which parts count for a kind of unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitKind {
    /// The kind.
    pub kind: String,
    /// Ids of the parts that count; answers of others are set aside.
    pub parts: Vec<String>,
}

/// What results are broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainRule {
    /// Each unit.
    Unit,
    /// Each unit by group of respondents.
    UnitGroup,
    /// Each value of each profile column.
    Profile,
}

fn all_domains() -> Vec<DomainRule> {
    vec![DomainRule::Unit, DomainRule::UnitGroup, DomainRule::Profile]
}

/// How intervals are made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// Which distribution.
    #[serde(default)]
    pub rule: IntervalRule,
    /// Coverage, between 0.5 and 0.999.
    #[serde(default = "usual_level")]
    pub level: f64,
}

fn usual_level() -> f64 {
    0.95
}

impl Default for Interval {
    fn default() -> Self {
        Self { rule: IntervalRule::T, level: usual_level() }
    }
}

/// Which distribution an interval uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalRule {
    /// t with `degf(subset())`: rows less strata of the domain.
    #[default]
    T,
    /// Normal.
    Normal,
}
