//! Merged, split and renamed units, by hand and in general.

use proptest::prelude::*;

use super::*;

fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

fn round(label: &str, method: &str, scores: &[(&str, &str, f64)]) -> Round {
    let scores = scores.iter().map(|(unit, score, error)| ((*unit).to_owned(), Value { score: exact(score), error: *error }));
    Round { label: label.to_owned(), method: method.to_owned(), scores: scores.collect() }
}

fn links(of: &[(&str, &str, Option<u64>)]) -> Vec<Link> {
    of.iter().map(|(old, new, population)| Link { old: (*old).to_owned(), new: (*new).to_owned(), population: *population }).collect()
}

fn trend_of(rounds: &[Round], tables: &[Vec<Link>], unit: &str) -> Trend {
    trends(rounds, tables, 0.95).into_iter().find(|trend| trend.unit == unit).unwrap()
}

#[test]
fn a_merged_unit_is_weighted_by_its_people() {
    let rounds = [round("2024", "a", &[("X", "80", 1.0), ("Y", "90", 2.0)]), round("2026", "a", &[("N", "88", 0.0)])];
    let trend = trend_of(&rounds, &[links(&[("X", "N", Some(3000)), ("Y", "N", Some(1000))])], "N");
    assert_eq!(trend.rounds[0].value().unwrap().score, exact("82.5"));
    let change = trend.change.unwrap();
    assert_eq!(change.points, exact("5.5"));
    // (3/4·1)² + (1/4·2)² = 0.8125; 1.96·0.9014 = 1.77.
    assert!((change.error - 0.8125_f64.sqrt()).abs() < 1e-12 && change.certain);
}

#[test]
fn what_cannot_be_compared_says_why() {
    let old = round("2024", "a", &[("X", "80", 0.0), ("Y", "90", 0.0)]);
    let now = round("2026", "a", &[("N", "88", 0.0), ("M", "70", 0.0)]);
    let change = |table: &[(&str, &str, Option<u64>)], unit| trend_of(&[old.clone(), now.clone()], &[links(table)], unit).change;
    let unknown = Why::PopulationUnknown(vec!["Y".to_owned()], Box::new((exact("80"), exact("90"))));
    assert_eq!(change(&[("X", "N", Some(5)), ("Y", "N", None)], "N"), Err(unknown));
    assert_eq!(change(&[("X", "N", Some(5)), ("Z", "N", Some(2))], "N"), Err(Why::OldScoreMissing(vec!["Z".to_owned()])));
    assert_eq!(change(&[], "M"), Err(Why::NewUnit));
    assert_eq!(change(&[("X", "K", None)], "K"), Err(Why::NoScoreNow));
    let other = Round { method: "b".to_owned(), ..old.clone() };
    assert_eq!(trend_of(&[other, now.clone()], &[links(&[("X", "N", None)])], "N").change, Err(Why::MethodChanged));
}

#[test]
fn a_split_unit_lends_its_score_to_its_parts() {
    let rounds = [round("2024", "a", &[("X", "80", 0.0)]), round("2026", "a", &[("N", "80", 0.0), ("M", "70", 0.0)])];
    let tables = [links(&[("X", "N", Some(1)), ("X", "M", Some(2))])];
    let trend = trend_of(&rounds, &tables, "M");
    assert!(matches!(trend.rounds[0], Carried::Part(_)));
    assert_eq!(trend.change.unwrap().points, exact("-10"));
}

#[test]
fn tables_follow_one_another() {
    let rounds = [
        round("2022", "a", &[("A", "70", 0.0), ("B", "80", 0.0)]),
        round("2024", "a", &[("AB", "77", 0.0)]),
        round("2026", "a", &[("N", "79", 0.0)]),
    ];
    let tables = [links(&[("A", "AB", Some(1)), ("B", "AB", Some(1))]), links(&[("AB", "N", None)])];
    let trend = trend_of(&rounds, &tables, "N");
    let scores: Vec<_> = trend.rounds.iter().map(|one| one.value().unwrap().score.plain()).collect();
    assert_eq!(scores, ["75", "77", "79"]);
}

#[test]
fn a_table_is_read_with_places() {
    let rows = [["X", "N", "3.000"], ["Y", "N", "không rõ"], ["X", "N", ""], ["", "N", ""]];
    let grid = Grid::new(&["Đơn vị cũ", "Đơn vị mới", "Dân số"], rows.map(|row| row.map(str::to_owned).to_vec()).to_vec());
    let (read, findings) = read(&grid);
    assert_eq!(read, links(&[("X", "N", Some(3000)), ("Y", "N", None)]));
    let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.at.as_str())).collect();
    assert_eq!(
        found,
        [("index_bad_population", "row 3, column Dân số"), ("index_link_twice", "row 4"), ("cell_empty", "row 5, column Đơn vị cũ")]
    );
}

proptest! {
    #[test]
    fn a_merged_score_lies_between_the_old_ones(parts in prop::collection::vec((0_u64..10_000, 1_u64..100_000), 2..6)) {
        let old: BTreeMap<String, Value> = parts.iter().enumerate().map(|(i, (score, _))| {
            (format!("O{i}"), Value { score: Exact::whole(*score).over(&Exact::whole(100)).unwrap(), error: 0.5 })
        }).collect();
        let table: Vec<Link> = parts.iter().enumerate().map(|(i, (_, people))| Link { old: format!("O{i}"), new: "N".into(), population: Some(*people) }).collect();
        let Carried::Weighted(value, shares) = carry(&old, &table, "N") else { panic!("not weighted") };
        let scores = || old.values().map(|value| &value.score);
        prop_assert!(scores().min().unwrap() <= &value.score && &value.score <= scores().max().unwrap());
        prop_assert_eq!(shares.iter().map(|(_, share)| share).sum::<Exact>(), Exact::whole(1));
        prop_assert!(value.error <= 0.5);
    }
}
