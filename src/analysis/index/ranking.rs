//! Ranks, classes, and what they are worth. Two units whose difference is within its
//! error cannot be told apart, and a published rank that hides this is no result; so
//! each unit has beside its rank those that it could have. Only complete units have a
//! rank. Invariant: ranks, classes and printed scores never contradict one another
//! where the scheme judges on what is printed.

use std::collections::BTreeSet;

use super::exact::Exact;
use super::points::UnitPoints;
use super::scheme::{Boundary, Class, Scheme, Ties};
use crate::analysis::interval::normal_two_sided;

/// A unit's place.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The unit.
    pub unit: String,
    /// The score that is judged: as printed, unless the scheme says otherwise.
    pub score: Exact,
    /// Standard error.
    pub error: f64,
    /// From 1.
    pub rank: usize,
    /// Units with the same rank, itself not counted.
    pub tied: usize,
    /// The best and the worst rank that it could have: 1 and the number of units that
    /// are better for certain, and so many from the end as are worse for certain.
    pub ranks: (usize, usize),
    /// Its class; none under the lowest cut.
    pub class: Option<String>,
    /// The lowest and the highest class that its interval touches.
    pub classes: (Option<String>, Option<String>),
    /// Units that it cannot be told apart from, in order of rank.
    pub alike: Vec<String>,
}

/// What is ranked: a unit, its score and standard error.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The unit.
    pub unit: String,
    /// Its score.
    pub score: Exact,
    /// Its standard error.
    pub error: f64,
}

/// What can be ranked of `points`: the complete units.
pub fn scored(points: &[UnitPoints]) -> Vec<Scored> {
    let complete = points.iter().filter(|unit| unit.complete);
    complete.filter_map(|unit| Some(Scored { unit: unit.unit.clone(), score: unit.score.clone()?, error: unit.error })).collect()
}

/// The ranking, best first; units with one score in the order given.
pub fn rank(scheme: &Scheme, scored: &[Scored]) -> Vec<Standing> {
    let z = normal_two_sided(scheme.confidence);
    let mut judged: Vec<(Exact, &Scored)> = scored.iter().map(|unit| (scheme.judged(&unit.score), unit)).collect();
    judged.sort_by(|(one, _), (other, _)| other.cmp(one));
    judged.iter().map(|(score, unit)| standing(scheme, &judged, score, unit, z)).collect()
}

fn standing(scheme: &Scheme, all: &[(Exact, &Scored)], score: &Exact, unit: &Scored, z: f64) -> Standing {
    let places = |inside: &dyn Fn(&Exact, &Scored) -> bool| {
        places(scheme.ties, all.iter().filter(|(other, one)| inside(other, one)).map(|(other, _)| other))
    };
    let certain = |other: &Exact, one: &Scored| !alike(score, unit, other, one, z);
    let others = all.iter().filter(|(_, one)| one.unit != unit.unit);
    let reach = |sign: f64| Exact::of_float(unit.score.to_f64() + sign * z * unit.error).unwrap_or_else(|| unit.score.clone());
    let class_of = |value: &Exact| class(scheme, &scheme.judged(value)).map(|class| class.id.clone());
    Standing {
        unit: unit.unit.clone(),
        score: score.clone(),
        error: unit.error,
        rank: 1 + places(&|other, _| other > score),
        tied: all.iter().filter(|(other, _)| other == score).count() - 1,
        ranks: (
            1 + places(&|other, one| other > score && certain(other, one)),
            places(&|_, _| true) - places(&|other, one| other < score && certain(other, one)),
        ),
        class: class_of(score),
        classes: if unit.error > 0.0 { (class_of(&reach(-1.0)), class_of(&reach(1.0))) } else { (class_of(score), class_of(score)) },
        alike: others.filter(|(other, one)| alike(score, unit, other, one, z)).map(|(_, one)| one.unit.clone()).collect(),
    }
}

/// How many places units with these scores take.
fn places<'a>(ties: Ties, scores: impl Iterator<Item = &'a Exact>) -> usize {
    match ties {
        Ties::Skip => scores.count(),
        Ties::Dense => scores.collect::<BTreeSet<_>>().len(),
    }
}

/// Whether two units cannot be told apart: one score, or a difference within `z` of its
/// standard errors. Respondents of two units are taken as different people; where the
/// same people rated both, differences are surer than is said here.
fn alike(one: &Exact, first: &Scored, other: &Exact, second: &Scored, z: f64) -> bool {
    let error = libm::sqrt(first.error * first.error + second.error * second.error);
    one == other || (&first.score - &second.score).to_f64().abs() <= z * error
}

/// The class of a score that is judged; none under the lowest cut.
pub fn class<'a>(scheme: &'a Scheme, judged: &Exact) -> Option<&'a Class> {
    let reaches = |class: &&Class| match scheme.boundary {
        Boundary::AtLeast => *judged >= class.from,
        // Nought is no score above the lowest cut of nought, and still has its class.
        Boundary::Above => *judged > class.from || (class.from.is_zero() && !judged.is_negative()),
    };
    scheme.classes.iter().find(reaches)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::index::scheme::JudgedOn;
    use crate::analysis::index::tests::small;

    fn scored(of: &[(&str, &str, f64)]) -> Vec<Scored> {
        of.iter()
            .map(|(unit, score, error)| Scored { unit: (*unit).to_owned(), score: Exact::parse(score).unwrap(), error: *error })
            .collect()
    }

    fn ranks(scheme: &Scheme, of: &[(&str, &str, f64)]) -> Vec<(String, usize)> {
        rank(scheme, &scored(of)).into_iter().map(|standing| (standing.unit, standing.rank)).collect()
    }

    fn named(of: &[(&str, usize)]) -> Vec<(String, usize)> {
        of.iter().map(|(unit, rank)| ((*unit).to_owned(), *rank)).collect()
    }

    #[test]
    fn what_prints_alike_ranks_alike_unless_the_scheme_says_otherwise() {
        let units = [("A", "83.034", 0.0), ("B", "83.031", 0.0), ("C", "90", 0.0), ("D", "12", 0.0)];
        let mut scheme = small();
        assert_eq!(ranks(&scheme, &units), named(&[("C", 1), ("A", 2), ("B", 2), ("D", 4)]));
        scheme.ties = Ties::Dense;
        assert_eq!(ranks(&scheme, &units), named(&[("C", 1), ("A", 2), ("B", 2), ("D", 3)]));
        scheme.judged_on = JudgedOn::Exact;
        assert_eq!(ranks(&scheme, &units), named(&[("C", 1), ("A", 2), ("B", 3), ("D", 4)]));
    }

    #[test]
    fn a_cut_is_looked_at_as_it_is_printed() {
        let mut scheme = small();
        let class_of = |scheme: &Scheme, score: &str| class(scheme, &scheme.judged(&Exact::parse(score).unwrap())).unwrap().id.clone();
        assert_eq!(class_of(&scheme, "79.995"), "good", "it prints 80,00");
        assert_eq!(class_of(&scheme, "79.994"), "fair");
        scheme.judged_on = JudgedOn::Exact;
        assert_eq!(class_of(&scheme, "79.995"), "fair");
        scheme.boundary = Boundary::Above;
        assert_eq!(class_of(&scheme, "80"), "fair");
        assert_eq!(class_of(&scheme, "0"), "poor");
        assert_eq!(class(&scheme, &Exact::whole(-1)), None);
    }

    #[test]
    fn units_within_their_error_are_said() {
        let standings = rank(&small(), &scored(&[("A", "91", 0.5), ("B", "90.2", 0.5), ("C", "80", 0.5), ("D", "80", 0.0)]));
        assert_eq!(standings[0].alike, ["B"]);
        assert_eq!(standings[0].ranks, (1, 2));
        assert_eq!(standings[1].classes, (Some("good".to_owned()), Some("excellent".to_owned())));
        assert_eq!((standings[2].alike.as_slice(), standings[2].ranks, standings[2].tied), (["D".to_owned()].as_slice(), (3, 4), 1));
        assert_eq!(standings[3].classes, (Some("good".to_owned()), Some("good".to_owned())));
    }

    proptest! {
        #[test]
        fn a_rank_lies_in_its_range_and_alike_is_mutual(values in prop::collection::vec((0_u32..10_000, 0_u32..300), 1..25), dense: bool) {
            let units: Vec<Scored> = values.iter().enumerate().map(|(i, (score, error))| Scored {
                unit: format!("U{i}"),
                score: Exact::whole(*score).over(&Exact::whole(100)).unwrap(),
                error: f64::from(*error) / 100.0,
            }).collect();
            let scheme = Scheme { ties: if dense { Ties::Dense } else { Ties::Skip }, ..small() };
            let standings = rank(&scheme, &units);
            for pair in standings.windows(2) {
                prop_assert!(pair[0].score >= pair[1].score && pair[0].rank <= pair[1].rank);
                prop_assert_eq!(pair[0].score == pair[1].score, pair[0].rank == pair[1].rank);
            }
            for one in &standings {
                prop_assert!(one.ranks.0 <= one.rank && one.rank <= one.ranks.1, "{:?}", one);
                for other in &one.alike {
                    let other = standings.iter().find(|standing| standing.unit == *other).unwrap();
                    prop_assert!(other.alike.contains(&one.unit));
                }
            }
        }
    }
}
