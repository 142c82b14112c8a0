//! What respondents said, as scores: `Σ(count·w) / Σ count` over the answers that have
//! a share, and how groups and questions combine. Variances come in with the answers
//! (nought where everybody of a group was asked) and are carried along: groups are
//! different people, so theirs add up; questions are answered by the same people, so
//! their standard errors add up, which is never too little (Cauchy–Schwarz).

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::scheme::{Across, Combine, GroupRule, Measure, Scheme, Shares, Source};
use crate::base::Finding;

/// Everything that was answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survey {
    /// Answers of a group about a unit to a question or factor.
    pub answers: BTreeMap<Key, Answers>,
    /// By unit: covariances of the scores of two criteria, where they are known. Without
    /// any of a unit its total has the greatest variance that is possible.
    pub covariances: BTreeMap<String, BTreeMap<(String, String), f64>>,
}

/// Who answered what about whom.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The unit rated.
    pub unit: String,
    /// The question or factor.
    pub source: String,
    /// The group of respondents.
    pub group: String,
}

impl Key {
    /// A key.
    pub fn new(unit: &str, source: &str, group: &str) -> Self {
        Self { unit: unit.to_owned(), source: source.to_owned(), group: group.to_owned() }
    }
}

/// What a group said.
#[derive(Debug, Clone, PartialEq)]
pub enum Answers {
    /// How often each answer was given, and the variance of the score they give.
    Counts {
        /// Answer → how often.
        counts: BTreeMap<String, u64>,
        /// Of the score in [0, 1].
        variance: f64,
    },
    /// A weighted estimate of the score.
    Estimate {
        /// In [0, 1].
        score: f64,
        /// How many judgements it stands on.
        judged: u64,
        /// Of the score.
        variance: f64,
    },
}

/// A score in [0, 1].
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The score.
    pub share: Exact,
    /// Judgements that it stands on.
    pub judged: u64,
    /// Its variance.
    pub variance: f64,
}

impl Survey {
    /// Whether anybody answered anything about a unit.
    pub fn has(&self, unit: &str) -> bool {
        self.answers.iter().any(|(key, answers)| key.unit == unit && answers.judged() > 0)
    }

    /// A unit's score by a measure; none where nobody judged it.
    pub fn score(&self, scheme: &Scheme, measure: &Measure, unit: &str, at: &str, findings: &mut Vec<Finding>) -> Option<Score> {
        let combine = scheme.combine(measure);
        let groups = self.groups(measure, unit);
        let one = |source: &Source, group: &str, findings: &mut Vec<Finding>| {
            let answers = self.answers.get(&Key::new(unit, source.id(), group))?;
            answers.score(scheme.shares(source)?, at, findings)
        };
        match combine.rule {
            GroupRule::Pooled => {
                let sources = measure.sources.iter().filter_map(|source| {
                    let scores = groups.iter().filter_map(|group| one(source, group, findings)).collect::<Vec<_>>();
                    pooled(&scores, Kin::Strangers)
                });
                across(measure.across, &sources.collect::<Vec<_>>())
            }
            GroupRule::Fixed => {
                for group in groups.iter().filter(|group| !combine.weights.contains_key(**group)) {
                    findings.push(Fault::UnknownGroup.warning(at, *group));
                }
                let mut of_group = |group: &str| {
                    let scores = measure.sources.iter().filter_map(|source| one(source, group, findings)).collect::<Vec<_>>();
                    across(measure.across, &scores)
                };
                let scores = combine.weights.keys().map(|group| (group.as_str(), of_group(group))).collect::<Vec<_>>();
                weighed(combine, &scores, at, findings)
            }
        }
    }

    fn groups(&self, measure: &Measure, unit: &str) -> BTreeSet<&str> {
        let asked = |key: &Key| key.unit == unit && measure.sources.iter().any(|source| source.id() == key.source);
        self.answers.keys().filter(|key| asked(key)).map(|key| key.group.as_str()).collect()
    }
}

impl Answers {
    /// How many answers there are, with or without a share.
    fn judged(&self) -> u64 {
        match self {
            Self::Counts { counts, .. } => counts.values().sum(),
            Self::Estimate { judged, .. } => *judged,
        }
    }

    fn score(&self, shares: &Shares, at: &str, findings: &mut Vec<Finding>) -> Option<Score> {
        let (share, judged, variance) = match self {
            Self::Counts { counts, variance } => {
                let judged: u64 = shares.keys().filter_map(|answer| counts.get(answer)).sum();
                let sum: Exact = shares.iter().filter_map(|(answer, share)| Some(share * &Exact::whole(*counts.get(answer)?))).sum();
                (sum.over(&Exact::whole(judged))?, judged, *variance)
            }
            Self::Estimate { judged: 0, .. } => return None,
            Self::Estimate { score, judged, variance } => {
                let share = Exact::of_float(*score).filter(|_| (0.0..=1.0).contains(score));
                if share.is_none() {
                    findings.push(Fault::BadScore.error(at, score.to_string()));
                }
                (share?, *judged, *variance)
            }
        };
        Some(Score { share, judged, variance: sound(variance, at, findings) })
    }
}

/// A variance that can be one; another is named and counts as nought.
fn sound(variance: f64, at: &str, findings: &mut Vec<Finding>) -> f64 {
    if variance.is_finite() && variance >= 0.0 {
        return variance;
    }
    findings.push(Fault::BadVariance.error(at, variance.to_string()));
    0.0
}

/// Who gave two scores that are combined.
#[derive(Clone, Copy)]
enum Kin {
    /// Different people: variances add up.
    Strangers,
    /// The same people: standard errors add up.
    Same,
}

/// Scores with weights that add up to 1.
fn combined(scores: &[(Exact, &Score)], kin: Kin) -> Score {
    let share = scores.iter().map(|(weight, score)| weight * &score.share).sum();
    let judged = scores.iter().map(|(_, score)| score.judged).sum();
    let variance = match kin {
        Kin::Strangers => scores.iter().map(|(weight, score)| weight.to_f64() * weight.to_f64() * score.variance).sum(),
        Kin::Same => {
            let error: f64 = scores.iter().map(|(weight, score)| weight.to_f64() * score.variance.sqrt()).sum();
            error * error
        }
    };
    Score { share, judged, variance }
}

/// All judgements together.
fn pooled(scores: &[Score], kin: Kin) -> Option<Score> {
    let judged = Exact::whole(scores.iter().map(|score| score.judged).sum::<u64>());
    let weights = scores.iter().map(|score| Some((Exact::whole(score.judged).over(&judged)?, score)));
    Some(combined(&weights.collect::<Option<Vec<_>>>()?, kin)).filter(|_| !scores.is_empty())
}

fn across(rule: Across, scores: &[Score]) -> Option<Score> {
    match rule {
        Across::Pooled => pooled(scores, Kin::Same),
        Across::Mean => {
            let share = Exact::whole(1).over(&Exact::whole(scores.len()))?;
            Some(combined(&scores.iter().map(|score| (share.clone(), score)).collect::<Vec<_>>(), Kin::Same))
        }
    }
}

/// Fixed weights; those of silent groups go to the others in proportion.
fn weighed(combine: &Combine, scores: &[(&str, Option<Score>)], at: &str, findings: &mut Vec<Finding>) -> Option<Score> {
    let weight = |group: &str| combine.weights.get(group).filter(|weight| !weight.is_zero());
    let spoke: Exact = scores.iter().filter(|(_, score)| score.is_some()).filter_map(|(group, _)| weight(group)).sum();
    if spoke.is_zero() {
        return None;
    }
    for (group, _) in scores.iter().filter(|(group, score)| score.is_none() && weight(group).is_some()) {
        findings.push(Fault::GroupSilent.warning(at, *group));
    }
    let parts = scores.iter().filter_map(|(group, score)| Some((weight(group)?.over(&spoke)?, score.as_ref()?)));
    Some(combined(&parts.collect::<Vec<_>>(), Kin::Strangers))
}
