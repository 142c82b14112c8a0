//! What the quotas will be worth, before the field: for each unit and group the margin of
//! a share at its quota, and what will not be publishable. Nothing here changes a quota
//! but the manager's own act, which can be undone.

use super::edit::has_strata;
use super::shelf::Shelf;
use crate::base::number::read_decimal;
use crate::campaign::sample::{margin, slovin};
use crate::campaign::{Campaign, Group};

/// What a quota leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consequence {
    /// More forms wanted than there are files.
    OverPopulation,
    /// The population is not known: no weight, no margin.
    NoPopulation,
    /// No files: no survey.
    NoFiles,
    /// No quota: nobody is asked.
    NoQuota,
    /// Fewer forms than a published cell needs, though there would be enough files.
    UnderMinimum,
    /// Fewer files than a published cell needs: whatever the quota, nothing is published.
    TooFewFiles,
    /// Everybody is asked: no sampling error.
    Census,
}

impl Consequence {
    /// Whether it is something to be looked at.
    pub fn is_warning(self) -> bool {
        match self {
            Self::OverPopulation | Self::NoPopulation | Self::NoQuota | Self::UnderMinimum | Self::TooFewFiles => true,
            Self::NoFiles | Self::Census => false,
        }
    }
}

/// One group at one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Index of the unit.
    pub unit: usize,
    /// Files with a result in the period.
    pub population: Option<u32>,
    /// Forms wanted.
    pub quota: Option<u32>,
    /// Half the width of the interval of a share at p = 0.5.
    pub margin: Option<f64>,
    /// What it leads to.
    pub consequence: Option<Consequence>,
}

/// A group as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// Units with files of it.
    pub units: usize,
    /// Sum of the populations that are known.
    pub population: u64,
    /// Sum of the quotas.
    pub quota: u64,
    /// The margin of the weighted share over all units, where each has one.
    pub margin: Option<f64>,
    /// Units with something to be looked at.
    pub warnings: usize,
}

/// The groups that have files at units.
pub fn sampled<'a>(campaign: &'a Campaign, forms: &Shelf) -> Vec<&'a Group> {
    campaign.groups.iter().filter(|group| has_strata(group, forms)).collect()
}

/// Each unit that the group rates.
pub fn outlook(campaign: &Campaign, group: &Group) -> Vec<Outlook> {
    let rated = |kind: &String| group.rates.is_empty() || group.rates.contains(kind);
    let units = campaign.units.iter().enumerate().filter(|(_, unit)| rated(&unit.kind));
    units
        .map(|(i, unit)| {
            let stratum = unit.strata.iter().find(|stratum| stratum.group == group.id);
            let (population, quota) = stratum.map_or((None, None), |stratum| (stratum.population, stratum.quota));
            let margin = quota.filter(|_| population != Some(0)).and_then(|n| margin(population, n, campaign.analysis.confidence));
            let consequence = consequence(population, quota, campaign.analysis.minimum);
            Outlook { unit: i, population, quota, margin, consequence }
        })
        .collect()
}

fn consequence(population: Option<u32>, quota: Option<u32>, minimum: u32) -> Option<Consequence> {
    match (population, quota) {
        (Some(0), None | Some(0)) => Some(Consequence::NoFiles),
        (Some(all), Some(n)) if n > all => Some(Consequence::OverPopulation),
        (_, None | Some(0)) => Some(Consequence::NoQuota),
        (None, Some(_)) => Some(Consequence::NoPopulation),
        (Some(all), Some(_)) if all < minimum => Some(Consequence::TooFewFiles),
        (Some(_), Some(n)) if n < minimum => Some(Consequence::UnderMinimum),
        (Some(all), Some(n)) if n == all => Some(Consequence::Census),
        (Some(_), Some(_)) => None,
    }
}

/// The group over all its units. The margin is of the weighted share of a stratified
/// sample: `√(Σ (W_h m_h)²)` with `W_h = N_h / N`.
///
/// Source: Cochran (1977), *Sampling Techniques*, 3rd ed., section 5.3.
pub fn whole(rows: &[Outlook]) -> Whole {
    let population: u64 = rows.iter().filter_map(|row| row.population).map(u64::from).sum();
    let quota = rows.iter().filter_map(|row| row.quota).map(u64::from).sum();
    let known = rows.iter().all(|row| row.population == Some(0) || (row.population.is_some() && row.margin.is_some()));
    let all = f64::from(u32::try_from(population).unwrap_or(u32::MAX));
    let square = |row: &Outlook| {
        let share = f64::from(row.population.unwrap_or(0)) / all * row.margin.unwrap_or(0.0);
        share * share
    };
    let margin = (known && population > 0).then(|| libm::sqrt(rows.iter().map(square).sum()));
    let warnings = rows.iter().filter(|row| row.consequence.is_some_and(Consequence::is_warning)).count();
    Whole { units: rows.len(), population, quota, margin, warnings }
}

/// How quotas are set in one act.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// The same for every unit.
    Fixed(u32),
    /// n = N / (1 + N e²), rounded up.
    Error(f64),
}

/// The quotas that a rule gives to these units: never above the population, and none
/// where a rule needs a population that is not known.
pub fn quotas(rule: Rule, rows: &[Outlook]) -> Vec<(usize, Option<u32>)> {
    let quota = |row: &Outlook| match (rule, row.population) {
        (Rule::Fixed(n), Some(all)) => Some(n.min(all)),
        (Rule::Fixed(n), None) => Some(n),
        (Rule::Error(e), Some(all)) => Some(slovin(all, e)),
        (Rule::Error(_), None) => row.quota,
    };
    rows.iter().map(|row| (row.unit, quota(row))).collect()
}

/// An accepted error typed in percent: above 0, at most 30.
pub fn error_of(text: &str) -> Option<f64> {
    let number = read_decimal(&text.trim().trim_end_matches('%').trim_end().replace(',', "."))?;
    (number > 0.0 && number <= 30.0).then_some(number / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(population: Option<u32>, quota: Option<u32>) -> Outlook {
        let margin = quota.filter(|_| population != Some(0)).and_then(|n| margin(population, n, 0.95));
        Outlook { unit: 0, population, quota, margin, consequence: consequence(population, quota, 10) }
    }

    #[test]
    fn what_a_quota_leads_to() {
        use Consequence::*;
        for (population, quota, expected) in [
            (Some(500), Some(60), None),
            (Some(0), None, Some(NoFiles)),
            (Some(0), Some(3), Some(OverPopulation)),
            (Some(40), Some(41), Some(OverPopulation)),
            (None, Some(60), Some(NoPopulation)),
            (None, None, Some(NoQuota)),
            (Some(500), Some(0), Some(NoQuota)),
            (Some(500), Some(9), Some(UnderMinimum)),
            (Some(9), Some(9), Some(TooFewFiles)),
            (Some(38), Some(38), Some(Census)),
        ] {
            assert_eq!(row(population, quota).consequence, expected, "{population:?} {quota:?}");
        }
    }

    #[test]
    fn one_stratum_is_the_whole() {
        let one = row(Some(1_000), Some(100));
        assert!((whole(std::slice::from_ref(&one)).margin.unwrap() - one.margin.unwrap()).abs() < 1e-15);
    }

    /// Two strata of 900 and 100 files, 90 forms each: √(0.9² m₁² + 0.1² m₂²) with
    /// m = 1.959964 √(0.25/90 · (N − 90)/(N − 1)).
    #[test]
    fn two_strata_as_computed_by_hand() {
        let rows = [row(Some(900), Some(90)), row(Some(100), Some(90))];
        let whole = whole(&rows);
        assert!((whole.margin.unwrap() - 0.088_308_47).abs() < 1e-6, "{:?}", whole.margin);
        assert_eq!((whole.population, whole.quota, whole.warnings), (1_000, 180, 0));
    }

    #[test]
    fn a_rule_never_asks_more_than_there_are() {
        let rows = [row(Some(20), None), row(Some(1_000), Some(7)), row(None, Some(7))];
        let given = |rule| quotas(rule, &rows).into_iter().map(|(_, quota)| quota).collect::<Vec<_>>();
        assert_eq!(given(Rule::Fixed(60)), [Some(20), Some(60), Some(60)]);
        assert_eq!(given(Rule::Error(0.05)), [Some(20), Some(286), Some(7)]);
    }

    #[test]
    fn an_error_is_typed_in_percent() {
        assert_eq!(error_of("5"), Some(0.05));
        assert_eq!(error_of("2,5 %"), Some(0.025));
        for text in ["", "0", "31", "năm"] {
            assert_eq!(error_of(text), None, "{text}");
        }
    }
}
