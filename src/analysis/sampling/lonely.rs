//! What to do with a stratum that has one sampling unit, whose variance cannot be
//! estimated from itself. The rules are those of R's `survey.lonely.psu`, and for
//! domains of `survey.adjust.domain.lonely`. A stratum that was taken whole is no case.

use crate::base::Finding;

/// The rule for a stratum with one sampling unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lonely {
    /// There is no variance.
    Fail,
    /// It contributes nothing.
    Remove,
    /// It was taken with certainty: it contributes nothing.
    Certainty,
    /// It is centred at the mean of all units of its recursion, not at its own.
    #[default]
    Adjust,
    /// It contributes what the other strata do on average; `NaN` without any other.
    Average,
}

/// Whether the rule also holds for a stratum of which a domain has one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Domains {
    /// Its other units count as 0, as designed.
    #[default]
    AsDesigned,
    /// [`Lonely::Adjust`] and [`Lonely::Average`] hold for it too.
    AsLonely,
}

/// Rule for designs and for domains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LonelyRule {
    /// The rule.
    pub rule: Lonely,
    /// Whether domains have lonely strata of their own.
    pub domains: Domains,
}

impl LonelyRule {
    /// Whether a stratum with more than one unit is lonely where a domain has one.
    pub(crate) fn holds_for_domains(self) -> bool {
        self.domains == Domains::AsLonely && matches!(self.rule, Lonely::Adjust | Lonely::Average)
    }
}

/// The stratum that made [`Lonely::Fail`] fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LonelyStratum {
    /// Stage, counted from 1.
    pub stage: usize,
    /// Its code in the columns.
    pub stratum: u32,
}

impl LonelyStratum {
    /// As a finding; `label` is the stratum's name.
    pub fn finding(self, label: &str) -> Finding {
        Finding::error("lonely_stratum_fails", format!("stage {}", self.stage), label)
    }
}
