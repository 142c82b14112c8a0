//! A year of the index from end to end: the shipped scheme, an appraisal table, a
//! survey, ranks, flags, a unit's sheet, what is due, and the next year's comparison.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

use std::collections::BTreeMap;

use phieu::analysis::index::appraisal::{Appraisal, Stage, read};
use phieu::analysis::index::flags::{self, Heads};
use phieu::analysis::index::follow_up::{self, Calendar, State};
use phieu::analysis::index::points::{Answers, Inputs, Key, Survey, UnitPoints, points};
use phieu::analysis::index::ranking::{rank, scored};
use phieu::analysis::index::scheme::Scheme;
use phieu::analysis::index::sheet::sheet;
use phieu::analysis::index::trend::{self, Round, Value, Why, trends};
use phieu::analysis::index::{Exact, Grid, csv_text, integrity};
use phieu::base::Lang;
use phieu::base::time::Date;
use proptest::prelude::*;

const UNITS: [(&str, &str); 4] = [("STP", "Sở Tư pháp"), ("SYT", "Sở Y tế"), ("TTT", "Thanh tra tỉnh"), ("VPUB", "Văn phòng UBND tỉnh")];

fn scheme() -> Scheme {
    Scheme::read(include_str!("../public/schemes/departments.json")).unwrap()
}

/// A table with every appraised row; `share` of the maximum by unit, in percent.
fn table(scheme: &Scheme, share: &dyn Fn(&str, &str) -> u64) -> Grid {
    let appraised: Vec<_> = scheme.leaves().filter(|leaf| leaf.leaf.survey.is_none()).collect();
    let row = |code: &str, name: &str, id: &str, max: &Exact| {
        let points = (max * &Exact::whole(share(code, id))).over(&Exact::whole(100)).unwrap().print(4, Lang::Vi);
        vec![name.to_owned(), id.to_owned(), max.plain(), points.clone(), points, "=lý do".to_owned(), "CV 12/BC".to_owned()]
    };
    let rows = UNITS.iter().flat_map(|(code, name)| appraised.iter().map(move |leaf| row(code, name, &leaf.leaf.id, &leaf.leaf.max)));
    Grid::new(&read::HEADERS, rows.collect())
}

fn appraised(scheme: &Scheme, share: &dyn Fn(&str, &str) -> u64) -> Appraisal {
    let (again, findings) = csv_text::read(&csv_text::write(&table(scheme, share)));
    assert_eq!(findings, []);
    let units = UNITS.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    let (appraisal, findings) = read::read(&again, scheme, &units);
    assert_eq!(findings, []);
    appraisal
}

/// Everybody about these units: the best answer from `best` of 20 officials, the third
/// from the rest; `best` of 20 citizens satisfied.
fn survey(scheme: &Scheme, units: &[&str], best: u64) -> Survey {
    let mut answers = BTreeMap::new();
    for source in scheme.leaves().filter_map(|leaf| leaf.leaf.survey.as_ref()).flat_map(|measure| &measure.sources) {
        for unit in units {
            let (good, bad, group) = if source.question.is_empty() { ("5", "2", "citizen") } else { ("a", "c", "council") };
            let counts = BTreeMap::from([(good.to_owned(), best), (bad.to_owned(), 20 - best), ("no_info".to_owned(), 7)]);
            let variance = if group == "citizen" { 0.0025 } else { 0.0 };
            answers.insert(Key::new(unit, source.id(), group), Answers::Counts { counts, variance });
        }
    }
    Survey { answers, ..Survey::default() }
}

fn made(scheme: &Scheme, appraisal: &Appraisal, survey: &Survey) -> Vec<UnitPoints> {
    let codes = UNITS.map(|(code, _)| code);
    let (points, findings) = points(&Inputs { scheme, appraisal, survey, stage: Stage::Council }, &codes);
    assert_eq!(findings, []);
    points
}

#[test]
fn a_year_from_the_table_to_the_report() {
    let scheme = scheme();
    let share = |unit: &str, id: &str| match (unit, id.starts_with("3.")) {
        ("SYT", true) => 60,
        ("SYT" | "STP" | "VPUB", _) => 90,
        _ => 100,
    };
    let appraisal = appraised(&scheme, &share);
    let codes = UNITS.map(|(code, _)| code);
    assert_eq!(appraisal.check(&scheme, &codes, Stage::Council), []);
    let points = made(&scheme, &appraisal, &survey(&scheme, &["STP", "SYT", "TTT"], 15));

    // 63 of 70 appraised, 14·0.8 + 16·0.75 of 30 surveyed.
    assert_eq!(points[0].index.as_ref().unwrap().print(2, Lang::Vi), "86,20");
    // Nobody was asked about the office: 63 of 70, rescaled.
    assert_eq!((points[3].index.as_ref().unwrap().print(2, Lang::Vi), points[3].surveyed), ("90,00".to_owned(), false));
    let standings = rank(&scheme, &scored(&points));
    let ranks: Vec<_> = standings.iter().map(|one| (one.unit.as_str(), one.rank, one.class.as_deref().unwrap())).collect();
    assert_eq!(ranks, [("TTT", 1, "excellent"), ("VPUB", 2, "excellent"), ("STP", 3, "good"), ("SYT", 4, "good")]);
    // Citizens' standard errors 0.05 of 16 points, together at most 0.8: 1.96 · 0.8.
    assert!((standings[2].error - 0.8).abs() < 1e-9);
    assert_eq!(standings[2].classes, (Some("good".to_owned()), Some("good".to_owned())));

    let heads: Heads = codes.map(|code| (code.to_owned(), "good".to_owned())).into();
    let flagged: Vec<_> = points
        .iter()
        .filter(|unit| flags::read(&scheme, &scheme.flags[0], unit, &heads).met == Some(true))
        .map(|unit| unit.unit.as_str())
        .collect();
    assert_eq!(flagged, ["SYT"], "(14·0.6 + 2·0.8) / 16 = 62,5 %");

    let own = sheet("SYT", &points, &appraisal).unwrap();
    assert_eq!((own.losses[0].leaf.id.as_str(), own.losses[0].lost.plain().as_str()), ("3.4.1", "1"));
    assert_eq!((own.losses[0].reason.as_str(), own.losses[0].evidence.as_str()), ("=lý do", "CV 12/BC"));
    let lost: Exact = own.losses.iter().map(|loss| &loss.lost).sum();
    let syt = &points[1].sum;
    assert_eq!(lost, &syt.applicable - &syt.points, "what was lost is what the losses say");

    let calendar = Calendar { year: 2027, conference: Date::parse("2027-02-10") };
    let list = follow_up::obligations(&scheme, &points, &heads, calendar);
    let report = list.iter().find(|one| one.duty == "review_report").unwrap();
    assert_eq!((report.unit.as_str(), report.fields.join(" ")), ("SYT", "procedures".to_owned()));
    assert_eq!(report.state(Date::parse("2027-04-01").unwrap()), State::Overdue(1));
    assert_eq!(list.iter().filter(|one| one.duty == "breakthrough").count(), 4);
}

#[test]
fn our_own_ranking_passes_our_own_checker() {
    let scheme = scheme();
    let appraisal = appraised(&scheme, &|unit, _| u64::try_from(unit.len()).unwrap() * 20);
    let points = made(&scheme, &appraisal, &survey(&scheme, &["STP", "SYT"], 11));
    let rows = rank(&scheme, &scored(&points)).into_iter();
    let rows = rows.map(|one| vec![one.rank.to_string(), one.unit, one.score.print(2, Lang::Vi), one.class.unwrap_or_default()]);
    assert_eq!(integrity::check(&Grid::new(&["Xếp hạng", "Đơn vị", "Chỉ số", "Xếp loại"], rows.collect())), []);
}

#[test]
fn the_next_year_is_compared_through_the_table_of_units() {
    let scheme = scheme();
    let points = made(&scheme, &appraised(&scheme, &|_, _| 90), &survey(&scheme, &["STP", "SYT"], 15));
    let round =
        |label: &str, scores: BTreeMap<String, Value>| Round { label: label.to_owned(), method: "departments/1".to_owned(), scores };
    let now = points.iter().map(|unit| (unit.unit.clone(), Value { score: unit.score.clone().unwrap(), error: unit.error })).collect();
    let old = [("SYT", "80"), ("DS", "90"), ("STP", "85")];
    let old = old.map(|(unit, score)| (unit.to_owned(), Value { score: Exact::parse(score).unwrap(), error: 0.0 })).into();
    let (grid, _) = csv_text::read("Đơn vị cũ;Đơn vị mới;Dân số\nSYT;SYT;3.000\nDS;SYT;1.000\nSTP;STP;\n".as_bytes());
    let (links, findings) = trend::read(&grid);
    assert_eq!(findings, []);
    let all = trends(&[round("2025", old), round("2026", now)], &[links], scheme.confidence);
    let change = |unit: &str| all.iter().find(|one| one.unit == unit).unwrap().change.clone();
    // 86,2 less (3·80 + 90) / 4.
    assert_eq!(change("SYT").unwrap().points.print(2, Lang::Vi), "3,70");
    assert_eq!(change("VPUB"), Err(Why::NewUnit));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_point_gives_the_total_and_one_point_less_gives_less(percent in 0_u64..100, best in 0_u64..21) {
        let scheme = scheme();
        let codes = UNITS.map(|(code, _)| code);
        let full = made(&scheme, &appraised(&scheme, &|_, _| 100), &survey(&scheme, &codes, 20));
        prop_assert!(full.iter().all(|unit| unit.index.as_ref() == Some(&scheme.total) && unit.fields.iter().all(|field| field.points == field.applicable)));
        let less = made(&scheme, &appraised(&scheme, &|_, _| percent), &survey(&scheme, &codes, best));
        let more = made(&scheme, &appraised(&scheme, &|_, _| percent + 1), &survey(&scheme, &codes, best));
        for (less, more) in less.iter().zip(&more) {
            prop_assert!(less.index < more.index);
            prop_assert!(less.index <= Some(scheme.total.clone()) && !less.sum.points.is_negative());
        }
    }
}
