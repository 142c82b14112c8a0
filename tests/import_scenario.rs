//! A manager takes units from tables and gives out their links, without a browser: what the
//! page would send, and what it is asked to do.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

use phieu::app::manage::importing::{Proposal, State, Step, Taken};
use phieu::app::manage::links::{self, Form, What, paper};
use phieu::app::manage::{Edit, Effect, Event, Field, KindField, Model, Place, update};
use phieu::app::respond::Moment;
use phieu::app::route::Route;
use phieu::base::Lang;
use phieu::base::digest::fingerprint;
use phieu::base::time::Stamp;
use phieu::campaign::link::{fragment, targets};
use phieu::campaign::table::Missing;
use phieu::campaign::{Campaign, Entry, Wish};
use phieu::dataset::xlsx;

const UNITS: &str = include_str!("data/units/campaign.json");
/// What its links carry of the key.
const KEY: &str = "FR7P66A7TYR3B4G7";
const OFFICIALS: &str = include_str!("data/campaigns/officials168.json");

fn moment() -> Moment {
    Moment { stamp: Stamp(1_795_489_200_000), offset: 420, random: [7; 16] }
}

/// The page of a campaign that stands on the host; files of questionnaires never arrive.
struct Desk(Model);

impl Desk {
    fn of(text: &str) -> Self {
        let id = Campaign::read(text).unwrap().id;
        let mut desk = Self(Model::default());
        desk.send(Event::Opened(Place::parse(&["#/manage/units?c=", &id].concat()).unwrap()));
        desk.send(Event::DraftsRead(Ok(Vec::new())));
        desk.send(Event::CampaignRead(id, Ok(text.to_owned())));
        assert!(desk.0.campaign().is_some());
        desk
    }

    fn send(&mut self, event: Event) -> Vec<Effect> {
        update(&mut self.0, event, moment())
    }

    fn step(&mut self, step: Step) -> Vec<Effect> {
        self.send(Event::Import(step))
    }

    fn link(&mut self, step: links::Step) -> Vec<Effect> {
        self.send(Event::Links(step))
    }

    fn proposal(&self) -> &Proposal {
        let State::Proposed(proposal) = &self.0.import.state else { panic!("{:?}", self.0.import.state) };
        proposal
    }

    fn refused(&self) -> Vec<&str> {
        let State::Refused(_, findings) = &self.0.import.state else { panic!("{:?}", self.0.import.state) };
        findings.iter().map(|finding| finding.code.as_str()).collect()
    }

    fn codes(&self) -> Vec<&str> {
        self.0.campaign().unwrap().units.iter().map(|unit| unit.code.as_str()).collect()
    }
}

const TWO: &str = "Mã;Tên đơn vị;Loại;N;Chỉ tiêu\nS01;Sở Tài chính;Sở;1.279;30\nX01;UBND xã Kim Đàm;Xã;900;60\n";

#[test]
fn a_table_is_taken_in_one_step_and_undone_in_one() {
    let mut desk = Desk::of(UNITS);
    let before = desk.0.campaign().cloned();
    desk.step(Step::Pasted(TWO.to_owned()));
    assert_eq!(desk.proposal().comparison.new, ["S01", "X01"]);
    assert_eq!(desk.proposal().comparison.missing, ["X09"]);
    assert_eq!(desk.0.campaign().cloned(), before, "looking changes nothing");
    desk.step(Step::Take);
    assert_eq!(desk.0.import.state, State::Taken(Taken { new: 2, changed: 0, removed: 0 }));
    assert_eq!(desk.codes(), ["X09", "S01", "X01"]);
    desk.send(Event::Undo);
    assert_eq!(desk.0.campaign().cloned(), before);
}

#[test]
fn the_same_table_again_changes_nothing() {
    let mut desk = Desk::of(UNITS);
    for _ in 0..2 {
        desk.step(Step::Pasted(TWO.to_owned()));
        desk.step(Step::Missing(Missing::Remove));
        desk.step(Step::Take);
    }
    assert_eq!(desk.0.import.state, State::Taken(Taken { new: 0, changed: 0, removed: 0 }));
    assert_eq!(desk.codes(), ["S01", "X01"]);
}

#[test]
fn a_table_with_an_error_is_not_taken_until_the_draft_allows_it() {
    let mut desk = Desk::of(UNITS);
    desk.step(Step::Pasted("Mã;Tên đơn vị;Loại;N\nD01;UBND đặc khu Hòn Sao;Đặc khu;210\n".to_owned()));
    assert_eq!(desk.proposal().reading.findings[0].code, "units_unknown_kind");
    assert!(desk.step(Step::Take).iter().all(|effect| matches!(effect, Effect::Focus(_))));
    assert_eq!(desk.codes(), ["X09"]);
    desk.send(Event::Edit(Edit::AddKind));
    desk.send(Event::Edit(Edit::Set(Field::Kind(3, KindField::Title(Lang::Vi)), "Đặc khu".to_owned())));
    assert!(desk.proposal().can_be_taken(), "the table that waits is read again");
    desk.step(Step::Take);
    assert_eq!(desk.codes(), ["X09", "D01"]);
}

#[test]
fn a_workbook_goes_to_the_worker_and_comes_back() {
    let mut desk = Desk::of(UNITS);
    let bytes = include_bytes!("data/units/good.xlsx");
    let effects = desk.step(Step::File("good.xlsx".to_owned(), Some(bytes.to_vec())));
    let [Effect::ReadWorkbook(job, sent, _)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(sent, bytes);
    desk.step(Step::Sheets(*job, xlsx::read(bytes)));
    assert_eq!(desk.proposal().comparison.new, ["S01", "P01", "X01"]);
}

#[test]
fn a_worker_that_breaks_or_is_slow_is_ended_and_a_late_answer_is_not_heard() {
    let mut desk = Desk::of(UNITS);
    let bytes = include_bytes!("data/units/good.xlsx").to_vec();
    let read = |desk: &mut Desk| desk.step(Step::File("good.xlsx".to_owned(), Some(bytes.clone())));
    read(&mut desk);
    assert!(desk.step(Step::Overdue(1)).contains(&Effect::StopReader));
    assert_eq!(desk.refused(), ["table_slow"]);
    desk.step(Step::Sheets(1, xlsx::read(&bytes)));
    assert_eq!(desk.refused(), ["table_slow"]);
    read(&mut desk);
    assert_eq!(desk.step(Step::Overdue(1)), [], "the time of another job");
    assert!(desk.step(Step::Broken("unreachable".to_owned())).contains(&Effect::StopReader));
    assert_eq!(desk.refused(), ["table_no_reader"]);
    read(&mut desk);
    desk.step(Step::Sheets(3, xlsx::read(&bytes)));
    assert!(desk.proposal().can_be_taken());
    assert_eq!(desk.step(Step::Overdue(3)), [], "it was in time");
    assert!(desk.proposal().can_be_taken());
}

#[test]
fn a_file_that_the_browser_cannot_read_is_said() {
    let mut desk = Desk::of(UNITS);
    desk.step(Step::File("x.csv".to_owned(), None));
    assert_eq!(desk.refused(), ["file_not_read"]);
    desk.step(Step::Leave);
    assert_eq!(desk.0.import.state, State::None);
}

#[test]
fn old_names_are_merged_and_nothing_is_taken_out() {
    let mut desk = Desk::of(UNITS);
    desk.step(Step::Pasted("Đơn vị cũ;Mã mới\nxã Đồng Tiến;X09\nxã Đồng Tiến;X09\n".to_owned()));
    desk.step(Step::Missing(Missing::Remove));
    desk.step(Step::Take);
    assert_eq!(desk.codes(), ["X09"]);
    assert_eq!(desk.0.campaign().unwrap().units[0].old_names, ["xã Đồng Tiến"]);
}

#[test]
fn every_address_opens_what_it_was_made_for() {
    for text in [UNITS, OFFICIALS, include_str!("../public/campaigns/demo.json"), include_str!("../public/campaigns/desk.json")] {
        let campaign = Campaign::read(text).unwrap();
        let mark = fingerprint(text.as_bytes());
        let all = targets(&campaign, |id| id.starts_with("officials-"));
        assert!(!all.is_empty());
        for target in all {
            let address = fragment(&campaign, &target, Some(&mark));
            let Route::Respond(link) = Route::parse(&address) else { panic!("{address}") };
            assert_eq!((link.campaign.as_str(), link.fingerprint.as_deref()), (campaign.id.as_str(), Some(mark.as_str())));
            let wish = Wish {
                unit: link.unit.as_deref(),
                questionnaire: link.questionnaire.as_deref(),
                group: link.group.as_deref(),
                assignment: link.assignment.as_deref(),
            };
            let entry = Entry::find(&campaign, wish, campaign.opens).unwrap();
            assert_eq!((&entry.group, &entry.assignment), (&target.group, &target.assignment), "{address}");
            assert!(target.questionnaire.is_none_or(|id| id == entry.questionnaire), "{address}");
            assert!(target.grid || entry.unit == target.unit, "{address}");
            assert_eq!(address.starts_with("#/o/"), entry.questionnaire.starts_with("officials-"), "{address}");
        }
    }
}

#[test]
fn links_are_of_the_edition_that_was_given_out() {
    let mut desk = Desk::of(UNITS);
    desk.link(links::Step::Here("https://khaosat.vn/#/manage/links?c=units".to_owned()));
    let mark = fingerprint(UNITS.as_bytes());
    let links_of = |desk: &Desk| links::lines(&desk.0).into_iter().map(|line| line.link).collect::<Vec<_>>();
    assert_eq!(links_of(&desk), [format!("https://khaosat.vn/#/r/units?u=X09&g=citizen&c={mark}&k={KEY}")]);
    desk.step(Step::Pasted(TWO.to_owned()));
    desk.step(Step::Take);
    assert_eq!(links_of(&desk).len(), 1, "a draft has no links");
    desk.link(links::Step::Group("firm".to_owned()));
    assert_eq!(links_of(&desk), [format!("https://khaosat.vn/#/r/units?u=X09&g=firm&c={mark}&k={KEY}")]);
    desk.link(links::Step::Filter("khong co".to_owned()));
    assert_eq!(links_of(&desk), Vec::<String>::new());
    desk.link(links::Step::Filter("da co".to_owned()));
    assert_eq!(links_of(&desk).len(), 1);
    desk.link(links::Step::Base("http://khaosat.vn".to_owned()));
    assert_eq!(links_of(&desk), Vec::<String>::new());
    assert_eq!(links::base(&desk.0).unwrap_err().code, "address_not_https");
}

#[test]
fn what_is_copied_and_printed_lets_people_check_who_asks() {
    let mut desk = Desk::of(UNITS);
    desk.link(links::Step::Here("https://khaosat.vn/".to_owned()));
    desk.send(Event::Language(Lang::En));
    let target = links::lines(&desk.0)[0].target.clone();
    let effects = desk.link(links::Step::Copy(What::Message(target.clone())));
    let [Effect::Copy(text)] = effects.as_slice() else { panic!("{effects:?}") };
    let campaign = Campaign::read(UNITS).unwrap();
    let printed = paper(&campaign, "ABC", &target, "UBND xã Đã Có", "https://khaosat.vn/");
    let whole = format!("{printed:?}");
    for said in ["Sở Nội vụ tỉnh Sơn Giang", "217/KH-UBND", "15/09/2026", "0200 3 888 888", "UBND xã Đã Có", "15/11/2026", "01/01/2026"]
    {
        assert!(text.contains(said), "{said}: {text}");
        assert!(whole.contains(said), "{said}: {whole}");
    }
    assert!(text.contains("kính mời"), "what goes to people is Vietnamese");
    assert_eq!(
        (printed.link.as_str(), printed.short.as_str()),
        (format!("https://khaosat.vn/#/r/units?u=X09&g=citizen&c=ABC&k={KEY}").as_str(), "khaosat.vn/#/r/units?u=X09&g=citizen")
    );
    desk.link(links::Step::Layout(Form::Poster, None));
    assert_eq!(desk.0.links.print.as_ref().unwrap().targets, [target]);
    assert_eq!(desk.link(links::Step::Print), [Effect::Print]);
    desk.link(links::Step::Close);
    assert_eq!(desk.0.links.print, None);
}

/// Paper outlives an edition: one group or one unit today may not be the first tomorrow.
#[test]
fn an_address_means_the_same_after_groups_and_units_moved() {
    let mut campaign = Campaign::read(UNITS).unwrap();
    let all: Vec<_> = targets(&campaign, |_| false).iter().map(|target| (target.clone(), fragment(&campaign, target, None))).collect();
    campaign.groups.reverse();
    let other = campaign.units[0].clone();
    campaign.units.insert(0, phieu::campaign::Unit { code: "A01".to_owned(), ..other });
    for (target, address) in all {
        let Route::Respond(link) = Route::parse(&address) else { panic!("{address}") };
        let wish = Wish { unit: link.unit.as_deref(), group: link.group.as_deref(), ..Wish::default() };
        let entry = Entry::within(&campaign, wish).unwrap();
        assert_eq!((entry.unit, entry.group), (target.unit, target.group));
    }
}
