//! Survey points from design-weighted estimates. An estimate gives the share of
//! satisfied and the mean level with their standard errors, so shares can be had from
//! it that are 1 on the satisfied levels and 0 elsewhere, or that go up evenly with the
//! level; other shares need counts, and this is said.

use std::collections::BTreeSet;

use super::survey::{Answers, Key, Survey};
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::scheme::{GroupRule, Scheme, Shares, Source};
use crate::analysis::{Domain, Estimate, Results, Stat, Subject};
use crate::base::Finding;

/// What a scheme's shares are of an estimate.
enum Reading {
    /// The share of satisfied.
    Satisfied,
    /// `from + step · mean level`.
    Mean { from: f64, step: f64 },
}

/// Answers to the scheme's factors and statements, from estimates in which the levels of
/// `satisfied` count as satisfied. Where groups are pooled, the unit's weighted estimate
/// over all its groups is taken, under an empty group; else each group's.
pub fn survey(scheme: &Scheme, results: &Results, satisfied: &BTreeSet<u8>) -> (Survey, Vec<Finding>) {
    let (mut survey, mut findings) = (Survey::default(), Vec::new());
    for leaf in scheme.leaves() {
        let Some(measure) = &leaf.leaf.survey else { continue };
        let rule = scheme.combine(measure).rule;
        for source in &measure.sources {
            let subject = subject(source);
            let rows: Vec<&Estimate> = results.of_subject(&subject).collect();
            if rows.is_empty() {
                continue;
            }
            match scheme.shares(source).and_then(|shares| reading(shares, results.meta.levels, satisfied)) {
                Some(reading) => survey.answers.extend(rows.into_iter().filter_map(|row| answers(source, row, rule, &reading))),
                None => findings.push(Fault::SharesNotEstimated.error(leaf.leaf.id.as_str(), source.id())),
            }
        }
    }
    (survey, findings)
}

fn subject(source: &Source) -> Subject {
    if source.question.is_empty() { Subject::Factor { id: source.factor.clone() } } else { Subject::Item { id: source.question.clone() } }
}

fn answers(source: &Source, row: &Estimate, rule: GroupRule, reading: &Reading) -> Option<(Key, Answers)> {
    let (unit, group) = match (&row.domain, rule) {
        (Domain::Unit { unit }, GroupRule::Pooled) => (unit, ""),
        (Domain::UnitGroup { unit, group }, GroupRule::Fixed) => (unit, group.as_str()),
        (Domain::All | Domain::Profile { .. } | Domain::Unit { .. } | Domain::UnitGroup { .. }, _) => return None,
    };
    let (score, variance) = match reading {
        Reading::Satisfied => row.share.map(|Stat { est, se, .. }| (est, se * se))?,
        Reading::Mean { from, step } => (from + step * row.mean.est, step * step * row.mean.se * row.mean.se),
    };
    // The last bit of a weighted mean may stand outside the scale.
    let score = score.clamp(0.0, 1.0);
    Some((Key::new(unit, source.id(), group), Answers::Estimate { score, judged: row.n.valid, variance }))
}

fn reading(shares: &Shares, levels: u8, satisfied: &BTreeSet<u8>) -> Option<Reading> {
    let of = |level: u8| shares.get(&level.to_string());
    let all: Vec<&Exact> = (1..=levels).map(of).collect::<Option<_>>()?;
    let (one, nought) = (Exact::whole(1), Exact::zero());
    if (1..=levels).zip(&all).all(|(level, share)| **share == *(if satisfied.contains(&level) { &one } else { &nought })) {
        return Some(Reading::Satisfied);
    }
    let [first, second, ..] = all.as_slice() else { return None };
    let step = *second - *first;
    let even = all.windows(2).all(|pair| matches!(pair, [low, high] if *high - *low == step));
    even.then(|| Reading::Mean { from: (*first - &step).to_f64(), step: step.to_f64() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::scheme::Combine;
    use crate::analysis::index::tests::small;
    use crate::analysis::plan::Interval;
    use crate::analysis::{Counts, Meta};

    fn results() -> Results {
        let stat = |est, se| Stat { est, se, df: 9, lo: None, hi: None, unweighted: est };
        let row = |domain| Estimate {
            domain,
            subject: Subject::Factor { id: "access".into() },
            n: Counts { valid: 60, ..Counts::default() },
            share: Some(stat(0.75, 0.05)),
            mean: stat(4.2, 0.2),
            levels: Vec::new(),
        };
        let unit = || "U".to_owned();
        let rows =
            vec![row(Domain::All), row(Domain::Unit { unit: unit() }), row(Domain::UnitGroup { unit: unit(), group: "citizen".into() })];
        let meta = Meta {
            rows: 60,
            used: 60,
            strata: 1,
            weight: 1.0,
            kish: 60.0,
            interval: Interval::default(),
            levels: 5,
            notes: Vec::new(),
            units: Vec::new(),
        };
        Results { meta, rows }
    }

    fn set_shares(scheme: &mut Scheme, shares: [&str; 5]) {
        let measure = scheme.fields[1].criteria[1].survey.as_mut().unwrap();
        measure.sources[0].shares =
            (1..).zip(shares).map(|(level, share): (u8, &str)| (level.to_string(), Exact::parse(share).unwrap())).collect();
    }

    fn made(scheme: &Scheme) -> (Vec<(Key, Answers)>, Vec<String>) {
        let (survey, findings) = survey(scheme, &results(), &[4, 5].into());
        (survey.answers.into_iter().collect(), findings.into_iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn the_share_of_satisfied_comes_with_its_error() {
        let (answers, findings) = made(&small());
        assert_eq!((answers.len(), findings.len()), (1, 0));
        assert_eq!(answers[0].0, Key::new("U", "access", ""));
        let Answers::Estimate { score, judged: 60, variance } = answers[0].1 else { panic!("{answers:?}") };
        assert!((score - 0.75).abs() < 1e-15 && (variance - 0.0025).abs() < 1e-15);
    }

    #[test]
    fn even_shares_are_read_from_the_mean_and_others_are_refused() {
        let mut scheme = small();
        set_shares(&mut scheme, ["0", "0.25", "0.5", "0.75", "1"]);
        let Answers::Estimate { score, variance, .. } = made(&scheme).0[0].1 else { panic!("no estimate") };
        assert!((score - 0.8).abs() < 1e-12 && (variance - 0.0025).abs() < 1e-12);
        set_shares(&mut scheme, ["0", "0", "0.5", "1", "1"]);
        assert_eq!(made(&scheme), (Vec::new(), vec!["index_shares_not_estimated".to_owned()]));
    }

    #[test]
    fn fixed_weights_take_each_group() {
        let mut scheme = small();
        scheme.groups = Combine { rule: GroupRule::Fixed, weights: [("citizen".to_owned(), Exact::whole(1))].into() };
        assert_eq!(made(&scheme).0[0].0, Key::new("U", "access", "citizen"));
    }
}
