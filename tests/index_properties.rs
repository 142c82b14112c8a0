//! What holds for every file of the index: no text and no table makes a reader panic,
//! tables come back as they went out, and rows and units have no order.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

use std::collections::BTreeMap;

use phieu::analysis::index::appraisal::{Stage, read};
use phieu::analysis::index::points::{Inputs, Survey, points};
use phieu::analysis::index::ranking::{rank, scored};
use phieu::analysis::index::scheme::check::check;
use phieu::analysis::index::{Grid, Scheme, csv_text, follow_up, heads, trend};
use phieu::base::Lang;
use proptest::prelude::*;

const SMALL: &str = include_str!("data/index/small.json");
const UNITS: [&str; 3] = ["A", "B", "C"];

fn units() -> BTreeMap<String, String> {
    UNITS.map(|code| (code.to_owned(), format!("Sở {code}"))).into()
}

/// Cells that readers meet: codes, numbers, dates, words, and what should not be there.
fn cell() -> impl Strategy<Value = String> {
    let words = [
        "A",
        "Sở B",
        "C",
        "1.1.1",
        "2.1",
        "B1",
        "P1",
        "1.2",
        "12,5",
        "-3",
        "99",
        "KAD",
        "",
        "review_report",
        "1/4/2027",
        "x",
        "9e9",
        "completed",
        "3.000",
    ];
    prop_oneof![prop::sample::select(words.to_vec()).prop_map(str::to_owned), ".{0,12}"]
}

fn table() -> impl Strategy<Value = Grid> {
    let headers = [
        "Đơn vị",
        "Tiêu chí",
        "Tự chấm",
        "Hội đồng",
        "Lý do",
        "Việc phải làm",
        "Hạn",
        "Ngày nhận",
        "Xếp loại",
        "Đơn vị cũ",
        "Đơn vị mới",
        "Dân số",
        "?",
    ];
    let header = prop::collection::vec(prop::sample::select(headers.to_vec()), 0..8);
    let rows = prop::collection::vec(prop::collection::vec(cell(), 0..8), 0..10);
    (header, rows).prop_map(|(header, rows)| Grid::new(&header, rows))
}

/// Points of the council for each unit and appraised leaf, in hundredths; 0 does not apply.
fn marks() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(0_u32..2001, 9).prop_map(|marks| {
        let keys = UNITS.iter().flat_map(|unit| ["1.1.1", "1.1.2", "2.1"].map(|id| (*unit, id)));
        let mark = |mark: u32| if mark == 0 { "KAD".to_owned() } else { format!("{},{:02}", mark / 100, mark % 100) };
        keys.zip(marks).map(|((unit, id), points)| vec![unit.to_owned(), id.to_owned(), mark(points)]).collect()
    })
}

proptest! {
    #[test]
    fn no_text_is_a_scheme_that_panics(start in 0_usize..3_000, length in 0_usize..60, with in ".{0,20}") {
        let characters: Vec<char> = SMALL.chars().collect();
        let end = (start + length).min(characters.len());
        let text: String = characters[..start.min(end)].iter().chain(with.chars().collect::<Vec<_>>().iter()).chain(&characters[end..]).collect();
        if let Ok(scheme) = Scheme::read(&text) {
            let findings = check(&scheme);
            prop_assert!(findings.iter().all(|finding| !finding.code.is_empty()));
        }
    }

    #[test]
    fn no_table_makes_a_reader_panic(grid in table()) {
        let scheme = Scheme::read(SMALL).unwrap();
        let (appraisal, found) = read::read(&grid, &scheme, &units());
        prop_assert!(found.iter().all(|finding| finding.at.starts_with("row ")));
        let survey = Survey::default();
        let (all, _) = points(&Inputs { scheme: &scheme, appraisal: &appraisal, survey: &survey, stage: Stage::Council }, &UNITS);
        prop_assert!(rank(&scheme, &scored(&all)).len() <= UNITS.len());
        prop_assert!(follow_up::table::read(&grid, &scheme, &UNITS).0.len() <= grid.rows.len());
        prop_assert!(heads::read(&grid, &scheme, &units()).0.len() <= UNITS.len());
        prop_assert!(trend::read(&grid).0.len() <= grid.rows.len());
    }

    #[test]
    fn an_appraisal_comes_back_through_csv(marks in marks(), reason in "[=+a-zđ ;\"]{0,8}") {
        let scheme = Scheme::read(SMALL).unwrap();
        let rows = marks.into_iter().map(|row| [row, vec![reason.clone()]].concat()).collect();
        let (appraisal, findings) = read::read(&Grid::new(&["Đơn vị", "Tiêu chí", "Hội đồng", "Lý do"], rows), &scheme, &units());
        prop_assert_eq!(findings, vec![]);
        let (again, findings) = csv_text::read(&csv_text::write(&appraisal.grid(Lang::Vi)));
        prop_assert_eq!(findings, vec![]);
        prop_assert_eq!(read::read(&again, &scheme, &units()), (appraisal, vec![]));
    }

    #[test]
    fn rows_and_units_have_no_order(marks in marks(), turn in 0_usize..9) {
        let scheme = Scheme::read(SMALL).unwrap();
        let ranked = |rows: &[Vec<String>], units_: &[&str]| {
            let (appraisal, _) = read::read(&Grid::new(&["Đơn vị", "Tiêu chí", "Hội đồng"], rows.to_vec()), &scheme, &units());
            let survey = Survey::default();
            let (all, _) = points(&Inputs { scheme: &scheme, appraisal: &appraisal, survey: &survey, stage: Stage::Council }, units_);
            let mut standings = rank(&scheme, &scored(&all));
            standings.sort_by(|one, other| (one.rank, &one.unit).cmp(&(other.rank, &other.unit)));
            standings.into_iter().map(|one| (one.unit, one.rank, one.score, one.class)).collect::<Vec<_>>()
        };
        let mut turned = marks.clone();
        turned.rotate_left(turn);
        prop_assert_eq!(ranked(&marks, &UNITS), ranked(&turned, &["C", "A", "B"]));
    }
}
