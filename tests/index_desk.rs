//! The index at an analyst's desk without a browser: a scheme, tables, answers, and what
//! comes of them, to the file that leaves and the list that is kept.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

mod office;

use std::fs;

use office::{Office, Shelf, sealed};
use phieu::analysis::index::Exact;
use phieu::analysis::index::appraisal::Stage;
use phieu::analysis::index::follow_up::State as Due;
use phieu::analysis::index::integrity::Shape;
use phieu::analysis::index::trend::Why;
use phieu::app::analyse::index::appraising::Way;
use phieu::app::analyse::index::files::{Kind, published};
use phieu::app::analyse::index::following::{self, Saving, Step as Follow};
use phieu::app::analyse::index::measuring::Of;
use phieu::app::analyse::index::outcome::{Outcome, outcome};
use phieu::app::analyse::index::table::{Role, State, Step as Table, findings};
use phieu::app::analyse::index::{Choice, Step, appraising, comparing};
use phieu::app::analyse::{Event, Place, Source};
use phieu::base::Severity;
use phieu::base::time::Date;
use phieu::store::StoreFault;

const SMALL: &str = include_str!("data/index/small.json");

/// The demo's page of the index.
fn desk() -> Office {
    let mut office = Office::over(Shelf::default(), "demo");
    go(&mut office);
    office
}

fn go(office: &mut Office) {
    office.send(Event::Opened(Place::parse("#/analyse/index").unwrap()));
}

/// The same with the small scheme, which can be counted by hand.
fn small() -> Office {
    let mut office = desk();
    office.step(Step::SchemeFile("nho.json".to_owned(), Some(SMALL.into())));
    office
}

fn paste(office: &mut Office, role: Role, text: &str) {
    office.step(Step::Table(role, Table::Pasted(text.to_owned())));
}

fn take(office: &mut Office, role: Role, text: &str) {
    paste(office, role, text);
    office.step(Step::Table(role, Table::Take));
}

const HEAD: &str = "Đơn vị\tTiêu chí\tTự chấm\tCơ quan thẩm định\tHội đồng kết luận\tLý do trừ điểm";

/// Points of every department: the first has the most.
fn appraised(office: &mut Office) -> String {
    let campaign = office.model.campaign.clone().unwrap();
    let units = campaign.units.iter().filter(|unit| unit.kind == "department");
    let rows = units
        .enumerate()
        .flat_map(|(at, unit)| ["1.1.1", "1.1.2", "2.1"].map(|id| format!("{}\t{id}\t20\t\t{}\tthiếu", unit.name, 20 - at)).to_vec());
    [vec![HEAD.to_owned()], rows.collect()].concat().join("\n")
}

fn now(office: &Office) -> Outcome {
    outcome(&office.model).unwrap()
}

fn score(office: &Office, unit: &str) -> String {
    now(office).standing(unit).map_or_else(|| "none".to_owned(), |standing| standing.score.plain())
}

#[test]
fn a_scheme_for_the_campaign_is_there_at_once_and_another_is_chosen() {
    let mut office = desk();
    assert_eq!(office.model.index.scheme().unwrap().id, "departments");
    assert_eq!(now(&office).points.len(), 15);
    office.step(Step::Choose("communes".to_owned()));
    assert_eq!(now(&office).points.len(), 48);
}

#[test]
fn a_broken_scheme_is_refused_with_its_faults() {
    let mut office = desk();
    for (text, code) in
        [("{", "json"), (&*SMALL.replace("\"max\": 60", "\"max\": 61"), "index_sum_of_maxima"), ("{\"phieu\":\"plan\"}", "not_scheme")]
    {
        office.step(Step::SchemeFile("hong.json".to_owned(), Some(text.into())));
        let Choice::Refused(name, found, _) = &office.model.index.choice else { panic!("{text} was taken") };
        assert_eq!((name.as_str(), found[0].code.as_str()), ("hong.json", code));
    }
    office.step(Step::SchemeFile("anh.png".to_owned(), Some(b"\x89PNG\x00\x01".to_vec())));
    assert!(matches!(office.model.index.choice, Choice::Refused(..)));
    assert_eq!(office.model.index.scheme().unwrap().id, "departments", "the one that was used stays");
    assert_eq!(now(&office).points.len(), 15);
}

#[test]
fn a_table_with_a_fault_takes_nothing() {
    let mut office = small();
    let text = [HEAD, "Sở Tài chính\t1.1.1\t20\t\t20\t", "Sở Lạ\t1.1.1\t\t\t5\t", "Sở Tài chính\t2.1\t\t\t31\t"].join("\n");
    take(&mut office, Role::Appraisal, &text);
    let State::Open(table) = office.model.index.table(Role::Appraisal).clone() else { panic!("it was taken") };
    let found = findings(&office.model, Role::Appraisal, &table);
    let places: Vec<_> = found.iter().map(|finding| (finding.code.as_str(), finding.at.as_str())).collect();
    assert_eq!(places, [("index_unknown_unit", "row 3, column Đơn vị"), ("index_over_maximum", "row 4, column Hội đồng kết luận")]);
    assert!(office.model.index.imported().is_none_or(|imported| imported.appraisal.now().rows.is_empty()));
}

#[test]
fn points_are_counted_as_by_hand_and_a_table_can_be_undone() {
    let mut office = small();
    let text = appraised(&mut office);
    take(&mut office, Role::Appraisal, &text);
    // No survey: 20 + 20 + 20 of 20 + 20 + 30.
    assert_eq!(score(&office, "SNNMT"), "85.71");
    let second = &now(&office).standings[1];
    assert_eq!((second.rank, second.score.plain()), (2, "81.43".to_owned()));
    office.step(Step::Stage(Stage::Agency));
    assert_eq!(score(&office, "SNNMT"), "none", "the agency has said nothing yet");
    office.step(Step::Stage(Stage::Council));
    office.step(Step::Undo(Role::Appraisal));
    assert_eq!(now(&office).standings.len(), 0);
    office.step(Step::Redo(Role::Appraisal));
    assert_eq!(now(&office).standings.len(), 15);
}

#[test]
fn a_later_table_adds_and_an_empty_cell_erases_nothing() {
    let mut office = small();
    let text = appraised(&mut office);
    take(&mut office, Role::Appraisal, &text);
    let more = [HEAD, "SNNMT\t1.1.1\t\t19\t\t", "SNNMT\tB1\t\t\t1\tsáng kiến"].join("\n");
    paste(&mut office, Role::Appraisal, &more);
    let State::Open(table) = office.model.index.table(Role::Appraisal).clone() else { panic!("no table") };
    let of = appraising::comparison(&office.model, &table.grid());
    assert_eq!((of.units, of.new, of.changed, of.same), (1, 1, 1, 0));
    office.step(Step::Table(Role::Appraisal, Table::Take));
    let imported = office.model.index.imported().unwrap().appraisal.now().clone();
    let row = imported.row("SNNMT", "1.1.1").unwrap();
    let points = |text: &str| phieu::analysis::index::appraisal::Mark::Points(Exact::parse(text).unwrap());
    assert_eq!((row.mark(Stage::Own), row.mark(Stage::Agency), row.mark(Stage::Council)), (&points("20"), &points("19"), &points("20")));
    assert_eq!(row.reason, "thiếu");
}

#[test]
fn a_title_above_the_heads_and_another_scheme_do_no_harm() {
    let mut office = small();
    let text = appraised(&mut office);
    let titled = ["BẢNG ĐIỂM NĂM 2026\t\t\t\t\t", "\t\t\t\t\t", text.as_str()].join("\n");
    take(&mut office, Role::Appraisal, &titled);
    assert_eq!(score(&office, "SNNMT"), "85.71");
    office.step(Step::Choose("departments".to_owned()));
    assert_eq!(now(&office).standings.len(), 0, "points of another scheme are not its");
    office.step(Step::SchemeFile("nho.json".to_owned(), Some(SMALL.into())));
    assert_eq!(score(&office, "SNNMT"), "85.71", "and are there when it is used again");
}

#[test]
fn what_is_computed_gives_points_with_their_interval() {
    let mut office = small();
    let text = appraised(&mut office);
    take(&mut office, Role::Appraisal, &text);
    office.send(Event::Questionnaire("sipas-citizen".to_owned()));
    office.send(Event::Use(Source::Demo));
    let seen = now(&office);
    assert!(matches!(seen.measured.used.as_slice(), [used] if matches!(used.of, Of::Estimates { demo: true, .. }) && used.units > 10));
    let unit = seen.points("SNNMT").unwrap();
    let access = unit.leaves.iter().find(|leaf| leaf.id == "2.2").unwrap();
    let shown = office.model.shown.clone().unwrap();
    let subject = phieu::analysis::Subject::Factor { id: "access".to_owned() };
    let estimate = shown.results.get(&phieu::analysis::Domain::Unit { unit: "SNNMT".to_owned() }, &subject).unwrap().share.unwrap();
    assert!((access.points.to_f64() - 10.0 * estimate.est).abs() < 1e-9);
    // One surveyed criterion of 10 among 80 that apply: its error alone, on the scale of 100.
    assert!((unit.error - 10.0 * estimate.se * 100.0 / 80.0).abs() < 1e-9, "{} {}", unit.error, estimate.se);
    assert!(seen.illustrative);
}

#[test]
fn the_file_has_no_field_that_few_people_made() {
    let mut office = small();
    let text = appraised(&mut office);
    take(&mut office, Role::Appraisal, &text);
    office.send(Event::Questionnaire("sipas-citizen".to_owned()));
    office.send(Event::Use(Source::Demo));
    office.step(Step::Download(Kind::Ranking, Date::parse("2027-01-12").unwrap()));
    let (name, bytes) = office.saved.pop().unwrap();
    assert_eq!(name, "phieu-demo-chi-so-small-SO-LIEU-MINH-HOA-2027-01-12.csv");
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<Vec<&str>> = text.trim_start_matches('\u{feff}').lines().map(|line| line.split(';').collect()).collect();
    let column = |name: &str| lines[0].iter().position(|head| *head == name).unwrap();
    let (field, index, note) = (column("Cải cách TTHC"), column("Chỉ số"), column("Ghi chú"));
    let row = |unit: &str| lines.iter().find(|line| line[1] == unit).unwrap();
    // Nine forms of Ngoại vụ; the demo's smallest.
    assert!(row("SNGV")[field].is_empty() && row("SNGV").iter().any(|cell| cell.contains("dưới 10 người")));
    assert!(!row("SNGV")[index].is_empty() && !row("SNNMT")[field].is_empty());
    assert!(lines[1..].iter().all(|line| line[note].contains("Số liệu minh họa")));
    assert_eq!(lines.len(), 16);
}

#[test]
fn a_flag_waits_for_the_heads_rating() {
    let mut office = small();
    let text = appraised(&mut office);
    take(&mut office, Role::Appraisal, &text);
    // 20 of 30 in the second field: under 75 % for all.
    assert_eq!(now(&office).raised("SNNMT"), [0]);
    let fine = [HEAD, "SNNMT\t2.1\t\t\t30\t"].join("\n");
    take(&mut office, Role::Appraisal, &fine);
    assert!(now(&office).raised("SNNMT").is_empty());
    assert_eq!(now(&office).flags["SNNMT"][0].met, None);
    take(&mut office, Role::Heads, "Đơn vị\tMức xếp loại\nSNNMT\tHoàn thành nhiệm vụ");
    assert_eq!(now(&office).raised("SNNMT"), [0]);
}

#[test]
fn the_earlier_round_comes_through_the_table_of_units() {
    let mut office = small();
    let text = appraised(&mut office);
    take(&mut office, Role::Appraisal, &text);
    take(&mut office, Role::Earlier, "Đơn vị\tChỉ số\nSở Cũ A\t80\nSở Cũ B\t90\nSở Tài chính\t81,43");
    let trend = |office: &Office, unit: &str| {
        let all = comparing::trend(&office.model, &now(office)).unwrap();
        all.into_iter().find(|trend| trend.unit == unit).unwrap()
    };
    assert_eq!(trend(&office, "STC").change.unwrap().points, Exact::zero());
    assert_eq!(trend(&office, "SNNMT").change, Err(Why::NewUnit));
    take(&mut office, Role::Links, "Đơn vị cũ\tĐơn vị mới\tDân số\nSở Cũ A\tSNNMT\t3.000\nSở Cũ B\tSNNMT\t1.000");
    // 85.71 − (80·3 + 90)/4
    assert_eq!(trend(&office, "SNNMT").change.unwrap().points, Exact::parse("3.21").unwrap());
    office.step(Step::SameMethod(false));
    assert_eq!(trend(&office, "SNNMT").change, Err(Why::MethodChanged));
}

fn day(text: &str) -> Option<Date> {
    Date::parse(text)
}

/// The small scheme with points, and a list made of it.
fn followed() -> Office {
    let mut office = small();
    let text = appraised(&mut office);
    take(&mut office, Role::Appraisal, &text);
    office.step(Step::Follow(Follow::Make(2027, day("2027-01-20"))));
    office
}

fn received(office: &Office, unit: &str) -> Option<Date> {
    let kept = following::list(&office.model).unwrap().kept.now().clone();
    kept.rows.iter().find(|row| row.unit == unit && row.duty == "review_report").unwrap().received
}

fn saving(office: &Office) -> Saving {
    following::list(&office.model).unwrap().saving.clone()
}

#[test]
fn the_list_is_kept_undone_and_there_after_a_reload() {
    let mut office = followed();
    let list = following::list(&office.model).unwrap().kept.now().clone();
    assert_eq!(list.rows.len(), 45, "three duties of each");
    let report = list.rows.iter().find(|row| row.unit == "STC" && row.duty == "review_report").unwrap();
    assert_eq!((report.due, report.fields.as_slice()), (day("2027-03-31"), ["digital".to_owned()].as_slice()));
    assert_eq!(report.state(day("2027-04-02").unwrap()), Due::Overdue(2));
    let stc = || ("STC".to_owned(), "review_report".to_owned());
    office.step(Step::Follow(Follow::Received(stc().0, stc().1, day("2027-03-30"))));
    office.step(Step::Follow(Follow::Note(stc().0, stc().1, "CV 12".to_owned())));
    assert_eq!(saving(&office), Saving::Saved);
    // Made anew with another conference: what came stays.
    office.step(Step::Follow(Follow::Make(2027, day("2027-02-01"))));
    assert_eq!(received(&office, "STC"), day("2027-03-30"));

    let local = office.local.clone();
    let mut again = Office::over(Shelf::default(), "demo");
    again.local = local;
    go(&mut again);
    again.step(Step::Follow(Follow::Open("small".to_owned())));
    assert_eq!(received(&again, "STC"), day("2027-03-30"), "without the scheme, by its own words");
    assert_eq!(following::list(&again.model).unwrap().kept.now().duties["review_report"].vi, "Báo cáo kiểm điểm");

    for _ in 0..3 {
        office.step(Step::Follow(Follow::Travel(Way::Back)));
    }
    assert_eq!(received(&office, "STC"), None);
    office.step(Step::Follow(Follow::Travel(Way::Forward)));
    assert_eq!((received(&office, "STC"), saving(&office)), (day("2027-03-30"), Saving::Saved));
}

#[test]
fn two_windows_lose_nothing() {
    let mut one = followed();
    let mut other = Office::over(Shelf::default(), "demo");
    other.local = one.local.clone();
    go(&mut other);
    other.step(Step::Follow(Follow::Open("small".to_owned())));
    other.step(Step::Follow(Follow::Received("SXD".to_owned(), "review_report".to_owned(), day("2027-03-01"))));
    one.local = other.local.clone();
    one.step(Step::Follow(Follow::Received("STC".to_owned(), "review_report".to_owned(), day("2027-03-02"))));
    assert_eq!(saving(&one), Saving::Elsewhere);
    assert_eq!((received(&one, "SXD"), received(&one, "STC")), (day("2027-03-01"), None), "the other's is shown");
    one.step(Step::Follow(Follow::Travel(Way::Back)));
    assert_eq!((received(&one, "SXD"), received(&one, "STC"), saving(&one)), (None, day("2027-03-02"), Saving::Saved));
}

#[test]
fn a_full_or_damaged_store_is_said_and_written_over_by_nothing() {
    let mut office = followed();
    office.local.limit = Some(10);
    office.step(Step::Follow(Follow::Note("STC".to_owned(), "analysis".to_owned(), "x".to_owned())));
    assert!(matches!(saving(&office), Saving::Failed(StoreFault::Medium(_))) && office.model.index.following.is_unsaved());
    office.local.limit = None;
    office.step(Step::Follow(Follow::Save));
    assert_eq!((saving(&office), office.model.index.following.is_unsaved()), (Saving::Saved, false));

    let newer = phieu::store::seal(r#"{"phieu":"follow_up","version":2}"#);
    let mut again = Office::over(Shelf::default(), "demo");
    again.local.texts.insert("phieu.0.follow_up.demo.small".to_owned(), newer.clone());
    go(&mut again);
    assert_eq!(again.model.index.following.unreadable[0].1[0].code, "newer_version");
    again.step(Step::SchemeFile("nho.json".to_owned(), Some(SMALL.into())));
    let text = appraised(&mut again);
    take(&mut again, Role::Appraisal, &text);
    again.step(Step::Follow(Follow::Make(2027, None)));
    assert_eq!(again.local.texts["phieu.0.follow_up.demo.small"], newer);
    assert!(matches!(saving(&again), Saving::Failed(_)), "and nobody is told that it is saved");
}

#[test]
fn the_lists_file_comes_back() {
    let mut office = followed();
    office.step(Step::Follow(Follow::Received("STC".to_owned(), "review_report".to_owned(), day("2027-03-30"))));
    office.step(Step::Download(Kind::Duties, day("2027-04-02").unwrap()));
    let (name, bytes) = office.saved.pop().unwrap();
    assert_eq!(name, "phieu-demo-theo-doi-small-2027-04-02.csv");
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("Đã nhận đúng hạn") && text.contains("Quá hạn 2 ngày"));
    let mut other = small();
    other.step(Step::Table(Role::Duties, Table::File(name, Some(text.clone().into_bytes()))));
    other.step(Step::Table(Role::Duties, Table::Take));
    let rows = |office: &Office| following::list(&office.model).unwrap().kept.now().rows.clone();
    assert_eq!(rows(&other), rows(&office));
    // A file with less in it erases nothing.
    take(&mut office, Role::Duties, "Đơn vị\tViệc phải làm\tNgày nhận\tGhi chú\nSTC\treview_report\t\tđã xem");
    assert_eq!(received(&office, "STC"), day("2027-03-30"));
    take(&mut office, Role::Duties, "Đơn vị\tViệc phải làm\tNgày nhận\nSTC\treview_report\t31/4/2027");
    assert!(matches!(office.model.index.table(Role::Duties), State::Open(_)), "no such day: not taken");
}

#[test]
fn a_published_table_is_called_out_and_its_columns_can_be_set_right() {
    let mut office = desk();
    let text = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tables/hue_onestop_q1_2019_inconsistent.csv")).unwrap();
    office.step(Step::Table(Role::Published, Table::File("q1.csv".to_owned(), Some(text))));
    let (grid, found) = published(&office.model).unwrap();
    assert!(found.iter().filter(|finding| finding.severity == Severity::Error).count() >= 3, "{found:?}");
    office.step(Step::Shape(Box::new(Shape { levels: (1, 5), ..Shape::default() })));
    assert_eq!(published(&office.model).unwrap().1, []);
    office.step(Step::Shape(Box::new(Shape::guess(&grid))));
    office.step(Step::Download(Kind::Findings, Date::parse("2027-01-12").unwrap()));
    let (_, bytes) = office.saved.pop().unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap().lines().count(), found.len() + 1);
}

#[test]
fn hostile_tables_are_refused_with_a_reason() {
    for role in [Role::Appraisal, Role::Heads, Role::Earlier, Role::Links, Role::Duties, Role::Published] {
        let mut office = small();
        for name in
            ["bomb.xlsx", "bomb_lying.xlsx", "password.xlsx", "truncated.xlsx", "old.xls", "binary.csv", "too_long.csv", "document.csv"]
        {
            let bytes = fs::read(format!("{}/tests/data/units/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
            office.step(Step::Table(role, Table::File(name.to_owned(), Some(bytes))));
            let State::Refused(said, found) = office.model.index.table(role) else { panic!("{name} was opened") };
            assert!(said == name && !found.is_empty());
        }
        office.step(Step::Table(role, Table::File("x".to_owned(), None)));
        assert!(matches!(office.model.index.table(role), State::Refused(..)));
    }
}

/// One official's form that rates one commune on one criterion.
fn rating(n: usize, group: &str, unit: &str, option: &str) -> Vec<u8> {
    let header = format!(
        r#"{{"id":"R{n}","campaign":["officials168",1],"questionnaire":["officials-communes","2026.1"],"fingerprint":"F","unit":"","group":"{group}","channel":"invitation","language":"vi","trial":false,"started":1}}"#
    );
    sealed(&format!(
        r#"{{"header":{header},"outcome":"complete","finished":2,"answers":{{"dealings":"monthly","c_direction@{unit}":"{option}"}}}}"#
    ))
}

#[test]
fn groups_that_rated_units_give_points_together() {
    let campaign = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/campaigns/officials168.json")).unwrap();
    let campaign = phieu::campaign::Campaign::read(&campaign).unwrap();
    let unit = campaign.units.iter().find(|unit| unit.kind == "commune").unwrap().code.clone();
    // Everybody of the council: 1, 0.6 and one who cannot judge. A sample of division heads: 1 and 0.
    let given = [("council", "a"), ("council", "b"), ("council", "no_info"), ("division_head", "a"), ("division_head", "d")];
    let forms: Vec<Vec<u8>> = given.iter().enumerate().map(|(n, (group, option))| rating(n, group, &unit, option)).collect();
    let mut office = Office::with("officials168", &forms);
    office.send(Event::Opened(Place::parse("#/analyse/index?c=officials168").unwrap()));
    office.step(Step::Choose("communes".to_owned()));
    let seen = now(&office);
    let census: Vec<bool> = seen.measured.used.iter().map(|used| matches!(used.of, Of::Ratings { census: true, .. })).collect();
    assert_eq!(census, [true, false]);
    let leaf = |seen: &Outcome| seen.points(&unit).unwrap().leaves.iter().find(|leaf| leaf.id == "1.6").unwrap().clone();
    // (1 + 0.6 + 1 + 0) / 4 of two points; the error is the sample's alone, half of what is judged.
    let points = leaf(&seen);
    assert_eq!((points.points.plain(), points.judged), ("1.3".to_owned(), 4));
    assert!(points.variance > 0.0);
    // Two of the sample, share 0.5, residuals ±0.5: 2/1 · 2 · 0.25 / 2² = 0.25; of half the judgements, of two points.
    assert!((points.variance - 4.0 * 0.25 * 0.25).abs() < 1e-12, "{}", points.variance);
    assert_eq!(phieu::app::analyse::index::measuring::people(&seen.measured, &seen.scheme, &unit, "1.6"), 4);
    // Invented answers do not stand beside them.
    office.send(Event::Use(Source::Demo));
    assert_eq!(leaf(&now(&office)), points);
    assert!(now(&office).measured.used.iter().all(|used| matches!(used.of, Of::Ratings { .. })));
}
