//! An analyst's work without a browser: events in, effects carried out by the core
//! itself, the worker's code included.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

mod office;

use std::fs;
use std::ops::ControlFlow;

use office::{Office, Shelf, sealed, sealed_correction};
use phieu::analysis::plan::IntervalRule;
use phieu::analysis::{Domain, Subject};
use phieu::app::analyse::correcting::{self, State};
use phieu::app::analyse::picture::{self, Why};
use phieu::app::analyse::{
    Effect, Event, FileRole, Import, Model, Place, Source, Stage, Statistic, Tried, Work, names::Names, released, scoring, update,
};
use phieu::app::intake::{Keeping, ShelfFault};
use phieu::app::respond::FetchFault;
use phieu::base::time::{Date, Stamp};
use phieu::disclosure::Hidden;
use phieu::export::csv::Dialect;
use phieu::response::{Change, Correction};

/// A page with nothing in it.
fn empty(id: &str) -> Office {
    Office::over(Shelf::default(), id)
}

fn response(id: &str, unit: &str, level: u8) -> String {
    let answers = (1..=9).map(|n| format!(r#""s{n}":{level}"#)).collect::<Vec<_>>().join(",");
    let header = format!(
        r#"{{"id":"{id}","campaign":["demo",1],"questionnaire":["ward-office","2026.1"],"fingerprint":"F","unit":"{unit}","group":"citizen","channel":"invitation","language":"vi","trial":false,"started":1}}"#
    );
    format!(r#"{{"header":{header},"outcome":"complete","finished":2,"answers":{{"got_result":"yes",{answers},"sex":"female"}}}}"#)
}

/// The citizens' short form.
fn ward() -> (String, String) {
    ("citizen".to_owned(), "ward-office".to_owned())
}

#[test]
fn the_demo_is_one_click_and_says_what_it_is() {
    let mut scenario = empty("demo");
    assert_eq!(scenario.model.stage, Stage::Ready);
    assert_eq!(scenario.model.source, None);
    scenario.send(Event::Use(Source::Demo));
    let shown = scenario.model.shown.clone().unwrap();
    assert_eq!(shown.request.kind.as_deref(), Some("department"));
    let heaviest = &shown.results.meta.units[0];
    assert_eq!(heaviest.unit, "SNNMT");
    assert!((0.2895..0.2905).contains(&heaviest.share), "{}", heaviest.share);
    let (name, csv) = scenario.download();
    assert_eq!(name, "phieu-demo-ward-office-department-SO-LIEU-MINH-HOA-2026-11-23.csv");
    assert!(csv.starts_with('\u{feff}'));
    assert!(csv.lines().skip(1).all(|line| line.contains("Số liệu minh họa")));
}

#[test]
fn every_department_of_the_demo_is_in_the_ranking() {
    let mut scenario = empty("demo");
    scenario.send(Event::Use(Source::Demo));
    let shown = scenario.model.shown.clone().unwrap();
    let table = released(&shown, scenario.model.minimum);
    let names = Names::new(&scenario.model, Some(&shown.request));
    let rankings = picture::rankings(&shown, table.get(), &Subject::Overall, Statistic::Share, &names);
    let [ranking] = rankings.as_slice() else { panic!("{} kinds", rankings.len()) };
    assert_eq!(ranking.dots.len(), 15);
    let of = |id: &str| ranking.dots.iter().find(|dot| dot.id == id).map(|dot| dot.value.as_ref().err().copied());
    assert_eq!(of("SNGV"), Some(Some(Why::Few)));
    assert_eq!(of("VPUB"), Some(Some(Why::NoSurvey)));
    assert_eq!(of("SNNMT"), Some(None));
    let points: Vec<f64> = ranking.dots.iter().filter_map(|dot| dot.value.as_ref().ok()).map(|point| point.est).collect();
    assert!(points.is_sorted_by(|a, b| a >= b), "{points:?}");
    assert!(ranking.dots[13..].iter().all(|dot| dot.value.is_err()));
}

#[test]
fn departments_are_rated_on_services_alone() {
    let mut scenario = empty("demo");
    scenario.send(Event::Questionnaire("sipas-citizen".to_owned()));
    scenario.send(Event::Use(Source::Demo));
    let shown = scenario.model.shown.clone().unwrap();
    let table = released(&shown, scenario.model.minimum);
    let names = Names::new(&scenario.model, Some(&shown.request));
    let bars = picture::bars(&shown, table.get(), None, &names);
    assert_eq!(bars.len(), 19, "statements 15 to 33");
    scenario.send(Event::Kind(Some("commune".to_owned())));
    let shown = scenario.model.shown.clone().unwrap();
    assert_eq!(picture::bars(&shown, table.get(), None, &names).len(), 33);
    assert_eq!(shown.results.meta.units.len(), 35);
}

#[test]
fn answers_through_an_open_link_give_no_estimate() {
    let open = |n: usize| sealed(&response(&format!("R{n}"), "X01", 5).replace("invitation", "open_link"));
    let scenario = Office::with("demo", &(0..12).map(open).collect::<Vec<_>>());
    assert_eq!((scenario.model.source, scenario.model.shown.is_none()), (None, true));
    let intake = &scenario.model.intakes[&ward()];
    assert_eq!((intake.all.valid, intake.all.sampled, intake.open.valid), (12, 0, 12));
}

#[test]
fn answers_that_came_in_are_counted_and_shown_at_once() {
    let envelopes: Vec<Vec<u8>> = (0..12).map(|n| sealed(&response(&format!("R{n}"), "X01", if n < 9 { 5 } else { 2 }))).collect();
    let mut scenario = Office::with("demo", &envelopes);
    assert_eq!(scenario.model.source, Some(Source::Stored));
    assert_eq!(scenario.model.intakes[&ward()].all.valid, 12);
    let shown = scenario.model.shown.clone().unwrap();
    assert_eq!(shown.request.kind.as_deref(), Some("commune"));
    let overall = shown.results.get(&Domain::Unit { unit: "X01".to_owned() }, &Subject::Overall).unwrap();
    assert!((overall.share.unwrap().est - 0.75).abs() < 1e-12);
    assert_eq!(overall.n.respondents, 12);
    scenario.send(Event::Rule(IntervalRule::Normal));
    assert_eq!(scenario.model.shown.unwrap().request.plan.interval.rule, IntervalRule::Normal);
}

#[test]
fn a_file_is_taken_whole_or_by_consent() {
    let mut scenario = empty("demo");
    scenario.file(FileRole::Responses, "a.csv", b"unit,N_h,q1\nA,50,4\nA,50,5\nA,50\nB,60,1\n");
    let Import::Mapping(proposal) = scenario.model.import.clone() else { panic!("{:?}", scenario.model.import) };
    assert_eq!((proposal.rows, proposal.mapping.items.as_slice()), (4, &["q1".to_owned()][..]));
    scenario.send(Event::Try);
    let Import::Mapping(proposal) = scenario.model.import.clone() else { panic!() };
    let Tried::Partly(_, refused) = &proposal.tried else { panic!("{:?}", proposal.tried) };
    assert_eq!(refused.iter().map(|finding| (finding.code.as_str(), finding.at.as_str())).collect::<Vec<_>>(), [("row_width", "row 4")]);
    assert_eq!((scenario.model.source, scenario.model.file.is_some()), (None, false), "nothing is half-imported");
    scenario.send(Event::TakeAnyway);
    assert_eq!(scenario.model.source, Some(Source::File));
    assert_eq!(scenario.model.shown.as_ref().unwrap().results.meta.rows, 3);
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let mut scenario = empty("demo");
    scenario.send(Event::FileTooLarge(FileRole::Responses, "a.csv".to_owned(), "300000000".to_owned()));
    let Import::Refused(name, findings) = &scenario.model.import else { panic!() };
    assert_eq!((name.as_str(), findings[0].code.as_str(), findings[0].value.as_str()), ("a.csv", "file_too_large", "300000000"));
    scenario.send(Event::FileTooLarge(FileRole::Units, "u.csv".to_owned(), "300000000".to_owned()));
    assert!(scenario.model.units_refused.as_ref().is_some_and(|(name, findings)| name == "u.csv" && findings[0].code == "file_too_large"));
    // Another file can be tried at once.
    scenario.file(FileRole::Responses, "a.csv", b"unit,q1\nA,4\n");
    assert!(matches!(scenario.model.import, Import::Mapping(_)));
}

#[test]
fn files_that_are_none_say_where() {
    let mut scenario = empty("demo");
    scenario.file(FileRole::Responses, "a.csv", b"a,b\nc,\xd0\n");
    let Import::Refused(_, findings) = &scenario.model.import else { panic!() };
    assert_eq!((findings[0].code.as_str(), findings[0].at.as_str()), ("not_utf8", "row 2"));
    scenario.file(FileRole::Units, "u.csv", b"code,N\nA,1.5\n");
    assert_eq!(scenario.model.units, None);
    assert_eq!(scenario.model.units_refused.as_ref().unwrap().1[0].code, "not_a_count");
    scenario.file(FileRole::Units, "u.csv", b"code,N\nA,15\n");
    assert_eq!(scenario.model.units.as_ref().unwrap().units.len(), 1);
}

#[test]
fn set_a_through_the_page_is_set_a() {
    let bytes = include_bytes!("data/setA/strat.csv");
    let mut scenario = empty("demo");
    scenario.file(FileRole::Responses, "strat.csv", bytes);
    scenario.send(Event::Try);
    let shown = scenario.model.shown.clone().unwrap();
    let (plan, _) = phieu::analysis::plan_check::read(include_bytes!("data/setA/plan.json"));
    let native = phieu::analysis::run(&plan.unwrap(), bytes, &mut |_| ControlFlow::Continue(())).unwrap();
    let mut compared = 0;
    for row in native.rows.iter().filter(|row| matches!(row.subject, Subject::Item { .. })) {
        if matches!(&row.domain, Domain::All | Domain::Unit { .. } | Domain::UnitGroup { .. }) {
            let there = shown.results.get(&row.domain, &row.subject).unwrap();
            assert_eq!((there.n, there.mean.df), (row.n, row.mean.df));
            for (a, b) in [(there.mean, row.mean), (there.share.unwrap(), row.share.unwrap())] {
                // JSON between page and worker rounds the last bit.
                assert!((a.est - b.est).abs() <= 1e-12 * b.est && (a.se - b.se).abs() <= 1e-12, "{row:?}");
            }
            compared += 1;
        }
    }
    assert!(compared > 22 * 40, "{compared}");
    scenario.send(Event::Dialect(Dialect::Plain));
    let (name, csv) = scenario.download();
    assert_eq!(name, "phieu-demo-csv-all-2026-11-23.csv");
    assert!(!csv.contains("minh họa"));
}

#[test]
fn a_worker_that_fails_or_is_stopped_leaves_no_half_state() {
    let mut scenario = empty("demo");
    scenario.worker = false;
    scenario.send(Event::Use(Source::Demo));
    assert!(matches!(scenario.model.work, Work::Running { .. }));
    scenario.send(Event::Cancel);
    assert_eq!((scenario.model.work.clone(), scenario.model.source), (Work::Idle, None));
    scenario.file(FileRole::Responses, "a.csv", b"unit,q1\nA,4\n");
    scenario.send(Event::Broken("out of memory".to_owned()));
    assert_eq!(scenario.model.import, Import::None);
    assert_eq!(scenario.model.work, Work::Broken("out of memory".to_owned()));
}

#[test]
fn a_blocked_store_is_said_and_everything_works_for_the_life_of_the_page() {
    let shelf = Shelf { fault: Some(ShelfFault::NoStore), ..Shelf::default() };
    let mut scenario = Office::over(shelf, "demo");
    assert_eq!((scenario.model.stage.clone(), scenario.model.receiving.summary.keeping), (Stage::Ready, Keeping::NoStore));
    scenario.send(Event::Use(Source::Demo));
    assert!(scenario.model.shown.is_some());
    scenario.unlock();
    scenario.bring("a.phieu", &(0..12).map(|n| sealed(&response(&format!("R{n}"), "X01", 5))).collect::<Vec<_>>());
    assert_eq!(scenario.model.source, Some(Source::Demo), "what is looked at stays");
    scenario.send(Event::Use(Source::Stored));
    assert_eq!(scenario.model.shown.clone().unwrap().request.source, Source::Stored);
    assert_eq!(scenario.model.receiving.summary.keeping, Keeping::NoStore);
}

fn correction(id: &str, of: &str, change: Change) -> Correction {
    let [campaign, reason, surveyor] = ["demo", "chọn nhầm đơn vị", "D07"].map(str::to_owned);
    Correction { id: id.to_owned(), of: of.to_owned(), campaign, change, reason, surveyor, made: Stamp(9) }
}

#[test]
fn corrections_change_results_until_they_are_set_aside() {
    let unit = |n: usize| if n < 12 { "X01" } else { "X02" };
    let mut envelopes: Vec<Vec<u8>> =
        (0..24).map(|n| sealed(&response(&format!("R{n:02}"), unit(n), if n % 2 == 0 { 5 } else { 2 }))).collect();
    let corrections = [
        correction("a", "R00", Change::Unit("X02".to_owned())),
        correction("b", "R01", Change::Cancel),
        correction("c", "gone", Change::Cancel),
        correction("d", "R02", Change::Unit("nowhere".to_owned())),
        Correction { campaign: "desk".to_owned(), ..correction("e", "R00", Change::Cancel) },
    ];
    envelopes.extend(corrections.iter().map(sealed_correction));
    let mut scenario = Office::with("demo", &envelopes);
    let counts = scenario.model.receiving.summary.counts;
    assert_eq!((counts.new, counts.correction, counts.other_round, counts.total()), (24, 4, 1, 29));
    let of = |scenario: &Office, unit: &str| {
        let shown = scenario.model.shown.clone().unwrap();
        let domain = Domain::Unit { unit: unit.to_owned() };
        shown.results.get(&domain, &Subject::Overall).map(|row| (row.n.respondents, (row.share.unwrap().est * 100.0).round()))
    };
    // Nine of X01 are left, four of them satisfied: 5 and 2 in turn without R00, R01 and R02.
    assert_eq!((of(&scenario, "X01"), of(&scenario, "X02")), (Some((9, 44.0)), Some((13, 54.0))));
    let found: Vec<(String, String)> = correcting::findings(&scenario.model).into_iter().map(|found| (found.code, found.at)).collect();
    let mut found = found;
    found.sort();
    let expected = [("correction_of_nothing", "c"), ("correction_unknown_unit", "d")];
    assert_eq!(found, expected.map(|(code, at)| (code.to_owned(), at.to_owned())));
    let listed: Vec<_> =
        correcting::list(&scenario.model).into_iter().map(|one| (one.correction.id, one.original.unit, one.state)).collect();
    let holds = |id: &str| (id.to_owned(), "X01".to_owned(), State::Holds);
    assert_eq!(listed, ["d", "b", "a"].map(holds));
    for id in ["a", "b", "d"] {
        scenario.send(Event::SetAside(id.to_owned()));
    }
    assert_eq!((of(&scenario, "X01"), of(&scenario, "X02")), (Some((12, 50.0)), Some((12, 50.0))));
    scenario.send(Event::TakeBack("b".to_owned()));
    assert_eq!(of(&scenario, "X01"), Some((11, 55.0)));
    let states: Vec<State> = correcting::list(&scenario.model).into_iter().map(|one| one.state).collect();
    assert_eq!(states, [State::SetAside, State::Holds, State::SetAside]);
    assert_eq!(scenario.model.register.total(), 24);
}

/// An official's form about the communes: the same option for each criterion of each unit.
fn official(n: usize, group: &str, channel: &str, option: &str) -> Vec<u8> {
    let (id, criteria) = (format!("{group}{n:02}"), ["c_direction", "c_documents"]);
    let answers: Vec<String> =
        criteria.iter().flat_map(|criterion| ["P001", "X031"].map(|unit| format!(r#""{criterion}@{unit}":"{option}""#))).collect();
    let header = format!(
        r#"{{"id":"{id}","campaign":["officials168",1],"questionnaire":["officials-communes","2026.1"],"fingerprint":"F","unit":"","group":"{group}","channel":"{channel}","language":"vi","trial":false,"started":1}}"#
    );
    let answers = answers.join(",");
    sealed(&format!(r#"{{"header":{header},"outcome":"complete","finished":2,"answers":{{{answers}}}}}"#))
}

#[test]
fn officials_scores_are_of_one_group_and_know_how_it_was_asked() {
    let mut envelopes = Vec::new();
    envelopes.extend((0..12).map(|n| official(n, "council", "invitation", if n < 6 { "a" } else { "b" })));
    envelopes.extend((0..10).map(|n| official(n, "division_head", "invitation", if n < 5 { "a" } else { "d" })));
    envelopes.extend((10..13).map(|n| official(n, "division_head", "open_link", "a")));
    let mut scenario = Office::with("officials168", &envelopes);
    let score = |scenario: &Office, criterion: Option<&str>| {
        let rated = scoring::rated(&scenario.model).unwrap();
        let cell = rated.table.get().cells.iter().find(|cell| cell.unit == "P001" && cell.criterion.as_deref() == criterion).cloned();
        cell.unwrap().figures.map(|figures| (figures.est, figures.respondents, figures.precision.map(|precision| precision.se)))
    };
    scenario.send(Event::Group("council".to_owned()));
    scenario.send(Event::Questionnaire("officials-communes".to_owned()));
    assert_eq!((scenario.model.group.as_str(), scenario.model.source, scenario.model.shown.is_none()), ("council", None, true));
    // Everybody was asked: no error of sampling. (6·100 + 6·60) / 12.
    assert_eq!(score(&scenario, Some("c_direction")), Ok((0.8, 12, None)));
    scenario.send(Event::Group("division_head".to_owned()));
    assert_eq!(scenario.model.questionnaire, "officials-communes", "the form stays where the group has it");
    // Open-link answers are in none of it: 5 of 10. v = 10/9 · 10·50² / 10².
    let se = (10.0_f64 / 9.0 * 10.0 * 2500.0 / 100.0).sqrt() / 100.0;
    let Ok((est, n, Some(found))) = score(&scenario, None) else { panic!() };
    assert!((est - 0.5).abs() < 1e-15 && n == 10 && (found - se).abs() < 1e-12, "{est} {n} {found} {se}");
    let rated = scoring::rated(&scenario.model).unwrap();
    assert_eq!((rated.forms, rated.open_forms, rated.units.len()), (10, 3, 168));
    assert!(rated.open.unwrap().get().cells.iter().all(|cell| cell.figures.is_err()), "three are too few to show");
    scenario.send(Event::People(Some(40)));
    let Ok((_, _, Some(of_forty))) = score(&scenario, None) else { panic!() };
    assert!((of_forty - se * (1.0_f64 - 10.0 / 40.0).sqrt()).abs() < 1e-12);
    scenario.send(Event::People(Some(9)));
    assert!(matches!(score(&scenario, None), Ok((_, 10, None))), "more forms than people: no interval");
    scenario.send(Event::Minimum(11));
    assert_eq!(score(&scenario, None), Err(Hidden::Few));
    scenario.send(Event::DownloadScores(Date::parse("2026-11-23").unwrap()));
    let (name, bytes) = scenario.saved.pop().unwrap();
    assert_eq!(name, "phieu-officials168-officials-communes-division_head-diem-SO-LIEU-MINH-HOA-2026-11-23.csv");
    let csv = String::from_utf8(bytes).unwrap();
    assert_eq!(csv.lines().count(), 1 + 168 * 8);
    assert!(csv.lines().skip(1).all(|line| line.contains("không công bố") || line.contains("không ai đánh giá")));
}

#[test]
fn a_group_chooses_its_form_and_the_demo_is_of_it() {
    let mut scenario = empty("officials168");
    scenario.send(Event::Group("firm".to_owned()));
    assert_eq!(scenario.model.questionnaire, "firm");
    scenario.send(Event::Use(Source::Demo));
    let shown = scenario.model.shown.clone().unwrap();
    assert_eq!((shown.request.group.as_str(), shown.request.kind.as_deref()), ("firm", Some("department")));
    // A grid has no satisfaction to invent: the demo goes to a form that has.
    scenario.send(Event::Group("council".to_owned()));
    assert!(scenario.model.shown.is_none());
    scenario.send(Event::Use(Source::Demo));
    let shown = scenario.model.shown.clone().unwrap();
    assert_eq!((shown.request.group.as_str(), scenario.model.questionnaire.as_str()), ("citizen", "ward-office"));
    scenario.send(Event::Group("nobody".to_owned()));
    assert_eq!(scenario.model.group, "citizen");
}

/// The wording that the round was released with counts, whatever the host has by now.
#[test]
fn a_questionnaire_is_read_by_its_pin() {
    let read = |path: &str| fs::read_to_string(format!("{}/public/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (released, firm) = (read("questionnaires/ward-office.json"), read("questionnaires/sipas-citizen.json"));
    let changed = released.replace("2026.1", "2027.1");
    let pin = phieu::base::digest::fingerprint(released.as_bytes());
    let campaign = read("campaigns/demo.json").replacen('{', &format!("{{\"pins\": {{\"ward-office\": \"{pin}\"}},"), 1);
    let beside = format!("ward-office-{pin}");
    let open = || {
        let mut model = Model::default();
        update(&mut model, Event::Opened(Place::parse("#/analyse?c=demo").unwrap()));
        update(&mut model, Event::CampaignRead("demo".to_owned(), Ok(campaign.clone())));
        update(&mut model, Event::QuestionnaireRead("sipas-citizen".to_owned(), Ok(firm.clone())));
        let asked = update(&mut model, Event::QuestionnaireRead("ward-office".to_owned(), Ok(changed.clone())));
        assert_eq!(asked, [Effect::FetchQuestionnaire(beside.clone())]);
        model
    };
    let mut model = open();
    update(&mut model, Event::QuestionnaireRead(beside.clone(), Ok(released.clone())));
    assert_eq!((model.stage.clone(), model.definitions["ward-office"].edition.as_str()), (Stage::Ready, "2026.1"));
    let mut model = open();
    update(&mut model, Event::QuestionnaireRead(beside.clone(), Err(FetchFault::Absent)));
    assert_eq!(model.stage, Stage::Ready);
    assert_eq!(model.unusable["ward-office"][0].code, "questionnaire_changed");
}
