//! A scheme beside the campaign's questionnaires: whether what it measures by is asked,
//! and whether every answer has its share. What is asked comes in as plain names, so
//! that this room need not know questionnaires.

use std::collections::{BTreeMap, BTreeSet};

use super::{Combine, Scheme, Source};
use crate::analysis::index::fault::Fault;
use crate::base::Finding;

/// What a campaign asks, and whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Questions and statements, with the answers each can have.
    pub questions: BTreeMap<String, BTreeSet<String>>,
    /// Factors, with the levels of their statements.
    pub factors: BTreeMap<String, BTreeSet<String>>,
    /// Groups of respondents.
    pub groups: BTreeSet<String>,
}

/// What of the scheme the campaign does not have. An answer without a share is a
/// warning: "no information" is meant to have none.
pub fn check(scheme: &Scheme, asked: &Asked) -> Vec<Finding> {
    let mut findings = Vec::new();
    groups(&scheme.groups, "groups", asked, &mut findings);
    for leaf in scheme.leaves() {
        let Some(measure) = &leaf.leaf.survey else { continue };
        let at = leaf.leaf.id.as_str();
        if let Some(own) = &measure.groups {
            groups(own, at, asked, &mut findings);
        }
        for one in &measure.sources {
            source(scheme, one, at, asked, &mut findings);
        }
    }
    findings
}

fn groups(combine: &Combine, at: &str, asked: &Asked, findings: &mut Vec<Finding>) {
    for group in combine.weights.keys().filter(|group| !asked.groups.contains(*group)) {
        findings.push(Fault::UnknownGroup.error(at, group.as_str()));
    }
}

fn source(scheme: &Scheme, source: &Source, at: &str, asked: &Asked, findings: &mut Vec<Finding>) {
    let (found, fault) = if source.question.is_empty() {
        (asked.factors.get(&source.factor), Fault::UnknownFactor)
    } else {
        (asked.questions.get(&source.question), Fault::UnknownQuestion)
    };
    let Some(answers) = found else {
        findings.push(fault.error(at, source.id()));
        return;
    };
    let Some(shares) = scheme.shares(source) else { return };
    let place = format!("{at}, {}", source.id());
    for answer in shares.keys().filter(|answer| !answers.contains(*answer)) {
        findings.push(Fault::UnknownAnswer.error(place.as_str(), answer.as_str()));
    }
    for answer in answers.iter().filter(|answer| !shares.contains_key(*answer)) {
        findings.push(Fault::AnswerWithoutShare.warning(place.as_str(), answer.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::tests::small;

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    fn asked() -> Asked {
        Asked {
            questions: BTreeMap::from([("c_procedures".to_owned(), set(&["a", "b", "c", "d", "no_info"]))]),
            factors: BTreeMap::from([("access".to_owned(), set(&["1", "2", "3", "4", "5"]))]),
            groups: set(&["council"]),
        }
    }

    fn codes(asked: &Asked) -> Vec<(String, String, String)> {
        check(&small(), asked).into_iter().map(|f| (f.code, f.at, f.value)).collect()
    }

    #[test]
    fn no_information_is_said_and_a_lost_answer_is_an_error() {
        let note = ("index_answer_without_share".to_owned(), "1.2, c_procedures".to_owned(), "no_info".to_owned());
        assert_eq!(codes(&asked()), [note]);
        let mut other = asked();
        other.questions = BTreeMap::from([("c_procedures".to_owned(), set(&["a", "b", "c"]))]);
        other.factors.clear();
        let found: Vec<_> = codes(&other).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(found, ["index_unknown_answer", "index_unknown_factor"]);
    }

    #[test]
    fn a_group_with_a_weight_is_of_the_campaign() {
        let mut scheme = small();
        scheme.groups.weights = BTreeMap::from([
            ("council".to_owned(), crate::analysis::index::Exact::whole(1)),
            ("x".to_owned(), crate::analysis::index::Exact::zero()),
        ]);
        assert_eq!(check(&scheme, &asked())[0].code, "index_unknown_group");
    }
}
