//! The frame: which units are evaluated and how many people or files stand behind
//! each stratum. It comes from the campaign or from a units CSV.

use serde::{Deserialize, Serialize};

/// One stratum of the frame: a unit, or a unit and a group of respondents.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameUnit {
    /// The unit's code, as responses carry it.
    pub code: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its kind (department, commune …), which decides which parts count.
    #[serde(default)]
    pub kind: String,
    /// The group of respondents; empty where strata are whole units.
    #[serde(default)]
    pub group: String,
    /// `N_h`: files with a result in the period; `None` where it is not known.
    #[serde(default)]
    pub population: Option<f64>,
    /// Quota of forms.
    #[serde(default)]
    pub quota: Option<u64>,
}

impl FrameUnit {
    /// The label of the stratum that this is.
    pub fn stratum(&self) -> String {
        stratum(&self.code, &self.group)
    }
}

/// The label of the stratum of a unit and a group, where no column names strata.
pub fn stratum(unit: &str, group: &str) -> String {
    if group.is_empty() { unit.to_owned() } else { [unit, " | ", group].concat() }
}
