//! Primary rules: which cells may not be shown for what they are themselves. They look
//! at *unweighted* respondents; a weight hides nobody. A cell carries every reason.
//!
//! Sources: threshold and dominance rules, Hundepool et al., *Handbook on Statistical
//! Disclosure Control*, chapter 4; small numerators and complements, WA DOH standards.
//! A count of 0 is not small: it is a fact about a place, not about a respondent.

use serde::{Deserialize, Serialize};

use super::Threshold;
use super::table::{Measure, System, Variable};

/// The rules of a release.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Least respondents of a cell.
    pub minimum: Threshold,
    /// Least respondents on either side of a share, unless there is none.
    pub side: Threshold,
    /// Cells where everybody answered alike.
    pub homogeneous: Homogeneous,
    /// The part of Σw from which the two heaviest respondents dominate a mean.
    pub dominance: f64,
}

/// What to do with a share of 0 % or 100 %: it says of everybody what each answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Homogeneous {
    /// It is withheld.
    Withheld,
    /// It is shown: what was asked is not sensitive.
    Shown,
}

/// Why a cell may not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Fewer respondents than the minimum.
    Few,
    /// Few on the side of the share.
    FewWith,
    /// Few on the other side.
    FewWithout,
    /// Everybody answered alike.
    Homogeneous,
    /// Two respondents carry nearly all weight.
    Dominated,
}

impl Default for Rule {
    fn default() -> Self {
        let side = Threshold::new(Threshold::LEAST).unwrap_or_default();
        Self { minimum: Threshold::default(), side, homogeneous: Homogeneous::Withheld, dominance: 0.85 }
    }
}

impl Rule {
    /// The reasons against a cell; none for a cell without respondents.
    pub fn against(&self, cell: &Variable) -> Vec<Reason> {
        if cell.respondents == 0 {
            return Vec::new();
        }
        let mut reasons = Vec::new();
        reasons.extend((cell.respondents < u64::from(self.minimum.get())).then_some(Reason::Few));
        if matches!(cell.measure, Measure::Mean { .. }) {
            reasons.extend(cell.facts.numerator.and_then(|with| self.side(with, cell.respondents.saturating_sub(with))));
            reasons.extend(cell.facts.top_two.is_some_and(|part| part >= self.dominance).then_some(Reason::Dominated));
        }
        reasons
    }

    fn side(&self, with: u64, without: u64) -> Option<Reason> {
        let few = |side: u64| side > 0 && side < u64::from(self.side.get());
        if with == 0 || without == 0 {
            return (self.homogeneous == Homogeneous::Withheld).then_some(Reason::Homogeneous);
        }
        if few(with) { Some(Reason::FewWith) } else { few(without).then_some(Reason::FewWithout) }
    }

    /// The reasons against every cell of a system.
    pub fn apply(&self, system: &System) -> Vec<Vec<Reason>> {
        system.cells.iter().map(|cell| self.against(cell)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::{Facts, Standing};
    use super::*;

    fn cell(measure: Measure, respondents: u64, numerator: Option<u64>, top_two: Option<f64>) -> Variable {
        Variable {
            layer: 0,
            codes: Vec::new(),
            measure,
            value: 0.0,
            respondents,
            facts: Facts { numerator, top_two },
            public: (0.0, 1.0),
            printed: (0.0, 0.0),
            standing: Standing::Open,
            leader: None,
            asked: true,
            from: Vec::new(),
        }
    }

    fn check_count(respondents: u64, expect: &[Reason]) {
        assert_eq!(Rule::default().against(&cell(Measure::Count, respondents, None, None)), expect, "{respondents}");
    }

    fn check_share(respondents: u64, with: u64, expect: &[Reason]) {
        let share = Measure::Mean { lowest: 0.0, highest: 1.0 };
        assert_eq!(Rule::default().against(&cell(share, respondents, Some(with), Some(0.2))), expect, "{with} of {respondents}");
    }

    #[test]
    fn the_minimum_counts_respondents() {
        check_count(0, &[]);
        check_count(1, &[Reason::Few]);
        check_count(9, &[Reason::Few]);
        check_count(10, &[]);
    }

    #[test]
    fn both_sides_of_a_share_are_looked_at() {
        check_share(30, 15, &[]);
        check_share(30, 2, &[Reason::FewWith]);
        check_share(30, 3, &[]);
        check_share(30, 28, &[Reason::FewWithout]);
        check_share(30, 30, &[Reason::Homogeneous]);
        check_share(30, 0, &[Reason::Homogeneous]);
        check_share(9, 8, &[Reason::Few, Reason::FewWithout]);
        check_share(0, 0, &[]);
    }

    #[test]
    fn a_plain_question_may_show_that_all_agree() {
        let rule = Rule { homogeneous: Homogeneous::Shown, ..Rule::default() };
        let share = Measure::Mean { lowest: 0.0, highest: 1.0 };
        assert_eq!(rule.against(&cell(share, 30, Some(30), None)), []);
        assert_eq!(rule.against(&cell(share, 30, Some(29), None)), [Reason::FewWithout]);
    }

    #[test]
    fn two_heavy_respondents_dominate_a_mean_not_a_count() {
        let mean = Measure::Mean { lowest: 1.0, highest: 5.0 };
        assert_eq!(Rule::default().against(&cell(mean, 30, None, Some(0.85))), [Reason::Dominated]);
        assert_eq!(Rule::default().against(&cell(mean, 30, None, Some(0.84))), []);
        assert_eq!(Rule::default().against(&cell(Measure::Count, 30, None, Some(0.99))), []);
    }
}
