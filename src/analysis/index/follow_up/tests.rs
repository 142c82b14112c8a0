//! Dates due, states as of a day, and the list out and in again.

use proptest::prelude::*;

use super::*;
use crate::analysis::index::appraisal::{Appraisal, Mark, Row, Stage};
use crate::analysis::index::csv_text;
use crate::analysis::index::exact::Exact;
use crate::analysis::index::points::{Inputs, Survey, points};
use crate::analysis::index::tests::small;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

const CALENDAR: Calendar = Calendar { year: 2027, conference: None };

/// A is perfect; B is under the line in digital government and lost points in both.
fn made(calendar: Calendar) -> Vec<Obligation> {
    let rows =
        [("A", "1.1.1", "20"), ("A", "1.1.2", "20"), ("A", "2.1", "30"), ("B", "1.1.1", "20"), ("B", "1.1.2", "19"), ("B", "2.1", "20")];
    let row = |(unit, id, text): (&str, &str, &str)| {
        ((unit.to_owned(), id.to_owned()), Row { council: Mark::Points(Exact::parse(text).unwrap()), ..Row::default() })
    };
    let (scheme, appraisal) = (small(), Appraisal { rows: rows.map(row).into() });
    let inputs = Inputs { scheme: &scheme, appraisal: &appraisal, survey: &Survey::default(), stage: Stage::Council };
    obligations(&scheme, &points(&inputs, &["A", "B"]).0, &Heads::new(), calendar)
}

#[test]
fn each_unit_owes_what_the_scheme_says() {
    let list = made(Calendar { conference: Some(date("2027-02-20")), ..CALENDAR });
    let owed: Vec<_> = list.iter().map(|one| (one.unit.as_str(), one.duty.as_str(), one.fields.join(" "), one.due)).collect();
    let spring = Some(date("2027-03-07"));
    assert_eq!(
        owed,
        [
            ("A", "breakthrough", String::new(), spring),
            ("B", "review_report", "digital".to_owned(), Some(date("2027-03-31"))),
            ("B", "analysis", "procedures digital".to_owned(), spring),
            ("B", "breakthrough", String::new(), spring),
        ]
    );
    assert_eq!(made(CALENDAR)[0].due, None, "the conference has no date yet");
}

#[test]
fn before_the_first_of_april_leaves_the_last_of_march() {
    let mut report = made(CALENDAR).remove(1);
    let mut check = |received: Option<&str>, today: &str, expect: State| {
        report.received = received.map(date);
        assert_eq!(report.state(date(today)), expect, "{received:?} {today}");
    };
    check(None, "2027-03-30", State::Waiting(1));
    check(None, "2027-03-31", State::Waiting(0));
    check(None, "2027-04-01", State::Overdue(1));
    check(Some("2027-03-31"), "2028-01-01", State::OnTime);
    check(Some("2027-04-02"), "2027-04-02", State::Late(2));
}

#[test]
fn the_overdue_list_and_the_summary() {
    let mut list = made(Calendar { conference: Some(date("2027-02-20")), ..CALENDAR });
    list[0].received = Some(date("2027-03-01"));
    let today = date("2027-04-10");
    let late: Vec<_> = overdue(&list, today).iter().map(|(one, days)| (one.duty.as_str(), *days)).collect();
    assert_eq!(late, [("analysis", 34), ("breakthrough", 34), ("review_report", 10)]);
    let summary = summary(&list, today);
    assert_eq!(summary["breakthrough"], Summary { all: 2, on_time: 1, overdue: 1, ..Summary::default() });
}

#[test]
fn a_list_made_anew_keeps_what_came() {
    let mut old = made(CALENDAR);
    old[1].received = Some(date("2027-03-02"));
    old[2].duty = "gone".to_owned();
    old[2].note = "đã gửi".to_owned();
    let list = renewed(made(Calendar { conference: Some(date("2027-02-20")), ..CALENDAR }), &old);
    assert_eq!((list.len(), list[1].received, list[1].due), (5, old[1].received, Some(date("2027-03-31"))));
    assert_eq!(list[4].duty, "gone");
}

#[test]
fn what_cannot_be_read_is_named() {
    let rows = [["A", "analysis", "31/2/2027"], ["X", "analysis", ""], ["A", "x", ""], ["A", "analysis", ""]];
    let rows = rows.map(|row| row.map(str::to_owned).to_vec()).to_vec();
    let (list, findings) = table::read(&super::super::Grid::new(&["Đơn vị", "Việc phải làm", "Ngày nhận"], rows), &small(), &["A"]);
    let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.at.as_str())).collect();
    assert_eq!(
        found,
        [
            ("index_bad_date", "row 2, column Ngày nhận"),
            ("index_unknown_unit", "row 3, column Đơn vị"),
            ("index_unknown_duty", "row 4, column Việc phải làm"),
            ("index_row_twice", "row 5, column Việc phải làm"),
        ]
    );
    assert_eq!((list.len(), list[0].received), (1, None));
}

proptest! {
    #[test]
    fn a_list_comes_back(
        notes in prop::collection::vec("[=+@'a-zđ;,\"-][ =+@'a-zđ;,\"\n-]{0,8}[a-z]", 4), days in prop::collection::vec(prop::option::of(0_i64..400), 4),
    ) {
        let mut list = made(CALENDAR);
        for ((one, note), days) in list.iter_mut().zip(notes).zip(days) {
            one.note = note;
            one.received = days.and_then(|days| super::days::later(date("2027-01-01"), days));
        }
        let bytes = table::csv(&list, date("2027-04-01"), &|state| state.code().to_owned());
        let (grid, findings) = csv_text::read(&bytes);
        prop_assert_eq!(findings, vec![]);
        prop_assert_eq!(table::read(&grid, &small(), &["A", "B"]), (list, vec![]));
    }
}
