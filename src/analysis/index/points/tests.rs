//! Points by hand, and what holds for every survey.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::analysis::index::appraisal::Row;
use crate::analysis::index::scheme::{Combine, GroupRule, NoSurvey};
use crate::analysis::index::tests::small;

fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

/// Marks of the council for one unit.
fn appraisal(marks: &[(&str, &str)]) -> Appraisal {
    let mark = |text: &str| Exact::parse(text).map_or(Mark::NotApplicable, Mark::Points);
    let row = |(id, text): &(&str, &str)| (("U".to_owned(), (*id).to_owned()), Row { council: mark(text), ..Row::default() });
    Appraisal { rows: marks.iter().map(row).collect() }
}

fn counts(source: &str, group: &str, counts: &[(&str, u64)], variance: f64) -> (Key, Answers) {
    let counts = counts.iter().map(|(answer, count)| ((*answer).to_owned(), *count)).collect();
    (Key::new("U", source, group), Answers::Counts { counts, variance })
}

fn survey(answers: Vec<(Key, Answers)>) -> Survey {
    Survey { answers: answers.into_iter().collect(), covariances: BTreeMap::new() }
}

fn of(scheme: &Scheme, appraisal: &Appraisal, survey: &Survey) -> (UnitPoints, Vec<String>) {
    let (mut points, findings) = points(&Inputs { scheme, appraisal, survey, stage: Stage::Council }, &["U"]);
    (points.remove(0), findings.into_iter().map(|finding| finding.code).collect())
}

const FULL: [(&str, &str); 3] = [("1.1.1", "18"), ("1.1.2", "20"), ("2.1", "22.5")];

fn both() -> Survey {
    survey(vec![
        // (12·1 + 5·0.6 + 2·0.2) / 20 = 15.4 / 20 = 0.77 → 15.4 of 20.
        counts("c_procedures", "council", &[("a", 12), ("b", 5), ("c", 2), ("d", 1), ("no_info", 7)], 0.0025),
        // 3 of 4 → 7.5 of 10.
        counts("access", "citizen", &[("2", 1), ("4", 2), ("5", 1), ("dont_know", 9)], 0.01),
    ])
}

#[test]
fn by_hand() {
    let (unit, findings) = of(&small(), &appraisal(&FULL), &both());
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(unit.leaves[2].points, exact("15.4"));
    assert_eq!((unit.leaves[2].judged, unit.leaves[3].points.clone()), (20, exact("22.5")));
    assert_eq!(unit.fields[0].points, exact("53.4"));
    assert_eq!(unit.fields[1].share(), Some(exact("0.75")));
    assert_eq!(unit.criteria[0].points, exact("38"));
    assert_eq!(unit.index, Some(exact("83.4")));
    // Standard errors 20·0.05 and 10·0.1 add up where nothing is known of both.
    assert!((unit.error - 2.0).abs() < 1e-12);
    assert!(unit.complete && unit.surveyed);
}

#[test]
fn known_covariances_take_the_place_of_the_bound() {
    let mut survey = both();
    let pair = ("2.2".to_owned(), "1.2".to_owned());
    survey.covariances = BTreeMap::from([("U".to_owned(), BTreeMap::from([(pair.clone(), 0.0)]))]);
    let (unit, _) = of(&small(), &appraisal(&FULL), &survey);
    assert!((unit.sum.variance - 2.0).abs() < 1e-12);
    survey.covariances = BTreeMap::from([("U".to_owned(), BTreeMap::from([(pair, 0.001)]))]);
    let (unit, _) = of(&small(), &appraisal(&FULL), &survey);
    assert!((unit.sum.variance - 2.4).abs() < 1e-12, "{}", unit.sum.variance);
}

#[test]
fn what_does_not_apply_leaves_the_denominator() {
    let (unit, _) = of(&small(), &appraisal(&[("1.1.1", "18"), ("1.1.2", "KAD"), ("2.1", "30")]), &both());
    assert_eq!(unit.fields[0].applicable, exact("40"));
    // (18 + 15.4 + 30 + 7.5) / 80
    assert_eq!(unit.index, Some(exact("88.625")));
    assert_eq!(unit.index.unwrap().print(2, crate::base::Lang::Vi), "88,63");
}

#[test]
fn a_unit_without_a_survey_is_rescaled_or_gets_nought() {
    let mut scheme = small();
    let (unit, findings) = of(&scheme, &appraisal(&FULL), &Survey::default());
    assert_eq!((unit.index.clone(), unit.surveyed, findings.len()), (exact("60.5").over(&exact("0.7")), false, 0));
    assert!(unit.error.abs() < 1e-15);
    scheme.no_survey = NoSurvey::Nought;
    assert_eq!(of(&scheme, &appraisal(&FULL), &Survey::default()).0.index, Some(exact("60.5")));
}

#[test]
fn a_criterion_that_nobody_judged_is_said() {
    let one = survey(vec![counts("access", "citizen", &[("4", 3)], 0.0), counts("c_procedures", "council", &[("no_info", 3)], 0.0)]);
    let (unit, findings) = of(&small(), &appraisal(&FULL), &one);
    assert_eq!(findings, ["index_nobody_judged"]);
    assert_eq!((unit.leaves[2].state, unit.sum.applicable.clone()), (State::NobodyJudged, exact("80")));
}

#[test]
fn open_points_make_a_unit_incomplete() {
    let (unit, _) = of(&small(), &appraisal(&FULL[1..]), &both());
    assert!(!unit.complete);
    assert_eq!(unit.sum.applicable, exact("100"), "an open criterion is not forgiven");
}

#[test]
fn bonus_and_penalty_stand_apart_unless_the_scheme_adds_them() {
    let marks = appraisal(&[FULL[0], FULL[1], FULL[2], ("B1", "2"), ("P1", "0.5")]);
    let mut scheme = small();
    let (unit, _) = of(&scheme, &marks, &both());
    assert_eq!((unit.score.unwrap(), unit.bonus, unit.penalty), (exact("83.4"), exact("2"), exact("0.5")));
    scheme.extra = Extra::Added;
    assert_eq!(of(&scheme, &marks, &both()).0.score, Some(exact("84.9")));
}

#[test]
fn groups_are_pooled_or_weighed() {
    let two =
        survey(vec![counts("c_procedures", "council", &[("a", 1), ("d", 1)], 0.04), counts("c_procedures", "leaders", &[("a", 6)], 0.01)]);
    let mut scheme = small();
    let (unit, _) = of(&scheme, &appraisal(&FULL), &two);
    assert_eq!(unit.leaves[2].points, exact("17.5"), "20 · 7/8");
    // (1/4)²·0.04 + (3/4)²·0.01, times 20².
    assert!((unit.leaves[2].variance - 400.0 * (0.0025 + 0.005_625)).abs() < 1e-12);
    let weights =
        BTreeMap::from([("council".to_owned(), exact("0.4")), ("leaders".to_owned(), exact("0.4")), ("heads".to_owned(), exact("0.2"))]);
    scheme.groups = Combine { rule: GroupRule::Fixed, weights };
    let (unit, findings) = of(&scheme, &appraisal(&FULL), &two);
    assert_eq!(unit.leaves[2].points, exact("15"), "20 · (1/2·0.5 + 1/2·1)");
    assert!(findings.contains(&"index_group_silent".to_owned()));
    scheme.groups.weights = BTreeMap::from([("council".to_owned(), exact("1"))]);
    let (unit, findings) = of(&scheme, &appraisal(&FULL), &two);
    assert_eq!(unit.leaves[2].points, exact("10"));
    assert!(findings.contains(&"index_unknown_group".to_owned()), "a group that counts for nothing is named");
}

#[test]
fn estimates_are_taken_as_they_are_and_bad_ones_are_named() {
    let estimate = |score, variance| survey(vec![(Key::new("U", "access", "citizen"), Answers::Estimate { score, judged: 30, variance })]);
    let (unit, findings) = of(&small(), &appraisal(&FULL), &estimate(0.75, 0.0016));
    assert_eq!((unit.leaves[4].points.clone(), findings), (exact("7.5"), vec!["index_nobody_judged".to_owned()]));
    assert!((unit.leaves[4].variance - 0.16).abs() < 1e-12);
    for (score, variance, code) in [(1.5, 0.0, "index_bad_score"), (f64::NAN, 0.0, "index_bad_score"), (0.5, -1.0, "index_bad_variance")] {
        assert!(of(&small(), &appraisal(&FULL), &estimate(score, variance)).1.contains(&code.to_owned()), "{code}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn points_are_between_nought_and_the_maximum(a in 0_u64..500, b in 0_u64..500, c in 0_u64..500, d in 0_u64..500, none in 0_u64..500) {
        let answers = [("a", a), ("b", b), ("c", c), ("d", d), ("no_info", none)];
        let one = survey(vec![counts("c_procedures", "g", &answers, 0.001), counts("access", "g", &[("4", 1)], 0.0)]);
        let (unit, _) = of(&small(), &appraisal(&FULL), &one);
        let leaf = &unit.leaves[2];
        prop_assert!(!leaf.points.is_negative() && leaf.points <= leaf.max);
        prop_assert_eq!(leaf.judged, a + b + c + d);
        prop_assert_eq!(unit.fields.iter().map(|field| &field.points).sum::<Exact>(), unit.sum.points.clone());
        prop_assert_eq!(unit.criteria.iter().map(|criterion| &criterion.applicable).sum::<Exact>(), unit.sum.applicable);
    }

    #[test]
    fn no_information_changes_nothing_and_pooling_is_counting_together(
        one in prop::array::uniform4(0_u64..99), other in prop::array::uniform4(1_u64..99), none in 0_u64..99,
    ) {
        let with = |counts_: [u64; 4], none: u64| [("a", counts_[0]), ("b", counts_[1]), ("c", counts_[2]), ("d", counts_[3]), ("no_info", none)];
        let together = [0, 1, 2, 3].map(|i| one[i] + other[i]);
        let apart = survey(vec![
            counts("c_procedures", "g", &with(one, none), 0.0),
            counts("c_procedures", "h", &with(other, 0), 0.0),
        ]);
        let whole = survey(vec![counts("c_procedures", "g", &with(together, 0), 0.0)]);
        let points = |survey: &Survey| of(&small(), &appraisal(&FULL), survey).0.leaves[2].points.clone();
        prop_assert_eq!(points(&apart), points(&whole));
    }

    #[test]
    fn the_bound_is_never_under_what_a_covariance_gives(
        va in 0.0_f64..0.05, vb in 0.0_f64..0.05, correlation in -1.0_f64..1.0,
    ) {
        let mut survey = survey(vec![counts("c_procedures", "g", &[("a", 3)], va), counts("access", "g", &[("4", 1)], vb)]);
        let bound = of(&small(), &appraisal(&FULL), &survey).0.error;
        let covariance = correlation * (va * vb).sqrt();
        survey.covariances = BTreeMap::from([("U".to_owned(), BTreeMap::from([(("1.2".to_owned(), "2.2".to_owned()), covariance)]))]);
        let known = of(&small(), &appraisal(&FULL), &survey).0.error;
        prop_assert!(known <= bound * (1.0 + 1e-12), "{} > {}", known, bound);
    }
}
