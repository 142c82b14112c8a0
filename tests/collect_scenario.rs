//! A surveyor's day on one tablet, driven through the model: set up, interviews, outcomes,
//! a hand-over, corrections, a try-out, a store that is full in the middle.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod tablet;

use phieu::app::collect::{Event, Fault, Handed, Hold, Stage, Switch, Verdict, What, Why, lines};
use phieu::app::keeping::Fault as KeepFault;
use phieu::app::respond::{self, FetchFault, Problem, Saving, Stage as Asked};
use phieu::base::Lang;
use phieu::base::digest::fingerprint;
use phieu::base::time::Stamp;
use phieu::campaign::{Campaign, Refusal};
use phieu::response::{Change, Channel, Outcome};
use phieu::store::{MediumFault, ROOM, StoreFault};
use tablet::{MORNING, PIN, Tablet, place};

#[test]
fn a_whole_day() {
    let mut t = Tablet::ready();
    for _ in 0..6 {
        t.interview();
    }
    assert_eq!(t.row(), (6, 0, Some(6)));

    // The quota is reached; nobody is turned away.
    t.send(Event::Next);
    t.send(Event::ListEntry(" 17 ".into()));
    t.send(Event::Others(Some(true)));
    t.send(Event::Outcome(Outcome::Refused));
    assert_eq!(t.model.interview.stage, Asked::Ended(Outcome::Refused));
    t.send(Event::Next);
    assert_eq!(t.model.interview.stage, Asked::Welcome, "from the end of one to the next in one tap");
    t.send(Event::Outcome(Outcome::NotReached));
    t.send(Event::Leave);

    // A respondent alone, to the end.
    t.send(Event::HandOver);
    assert_eq!(t.model.stage, Stage::HandedOver);
    t.answer_all();
    assert_eq!(t.device().handed, Handed::Done);
    t.take_back();
    assert_eq!(t.row(), (7, 0, Some(6)));

    // Another one goes away in the middle.
    t.send(Event::HandOver);
    t.ask(respond::Event::Consent);
    t.fill();
    t.wait(181);
    assert!(t.model.is_cleared());
    assert!(t.model.interview.interview.is_none());
    t.take_back();

    // The store is full in the middle of the next interview.
    t.send(Event::Next);
    t.ask(respond::Event::Consent);
    t.full(true);
    t.fill();
    assert!(matches!(t.model.interview.saving, Saving::Failed(KeepFault::Medium(MediumFault::Full))));
    t.send(Event::Leave);
    assert_eq!(t.model.stage, Stage::Interview, "what is only in the page does not leave it");
    t.send(Event::Outcome(Outcome::Partial));
    assert!(t.model.interview.trouble.is_some());
    t.full(false);
    t.ask(respond::Event::Retry);
    assert_eq!(t.model.interview.stage, Asked::Ended(Outcome::Partial));
    t.send(Event::Leave);

    // A try-out is stored and never counted.
    t.send(Event::Turn(Switch::Trial));
    t.interview();
    t.send(Event::Turn(Switch::Trial));
    assert_eq!(t.row(), (7, 0, Some(6)));

    // The first form was about the other unit; the second is cancelled, and that undone.
    let ids: Vec<String> = t.responses().into_iter().map(|response| response.header.id).collect();
    t.send(Event::Show(Stage::Correcting(ids[0].clone())));
    t.send(Event::Amend(Change::Unit("P02".into()), "  ".into()));
    assert_eq!(t.model.fault, Some(Fault::NoReason));
    t.send(Event::Amend(Change::Unit("P02".into()), "chọn nhầm phường".into()));
    assert_eq!((t.model.stage.clone(), t.row().0), (Stage::Board, 6));
    t.send(Event::Show(Stage::Correcting(ids[1].clone())));
    t.send(Event::Amend(Change::Cancel, "hỏi trùng".into()));
    assert_eq!(t.row().0, 5);
    t.send(Event::Show(Stage::Correcting(ids[1].clone())));
    t.send(Event::Amend(Change::Unit("P01".into()), "không trùng".into()));
    assert_eq!(t.row().0, 6);

    // Every start is accounted for, and carries where, by whom and how.
    let all = t.responses();
    let outcomes: Vec<Outcome> = all.iter().map(|response| response.outcome).collect();
    let (c, p) = (Outcome::Complete, Outcome::Partial);
    assert_eq!(outcomes, [c, c, c, c, c, c, Outcome::Refused, Outcome::NotReached, c, p, p, c]);
    let refused = &all[6].header.fieldwork;
    assert_eq!((refused.entry.as_str(), refused.others, refused.surveyor.as_str()), ("17", Some(true), "DTV07"));
    assert_eq!((refused.village.as_str(), refused.stratum.as_str()), ("Thôn Đoài", "P01 | citizen"));
    assert_eq!((all[7].header.fieldwork.entry.as_str(), all[7].header.fieldwork.others), ("", None), "they were of one interview");
    let channels: Vec<Channel> = all.iter().map(|response| response.header.channel).collect();
    let (asked, alone) = (Channel::Interviewer, Channel::SelfOnTablet);
    assert_eq!(channels[7..], [asked, alone, alone, asked, asked]);
    assert_eq!(all.iter().filter(|response| response.header.trial).count(), 1);
    assert!(all[11].header.trial);
    assert_eq!(t.corrections().len(), 3);
    assert_eq!((t.drafts(), t.model.board.rows.clone()), (0, t.recount().rows));
}

#[test]
fn the_campaign_is_chosen_from_the_hosts_list() {
    let mut t = Tablet::new();
    t.open(None);
    assert_eq!(t.model.stage, Stage::Choosing);
    assert_eq!(t.model.listed[1].1.get(Lang::En), "Two");
    t.send(Event::Campaign("tablet".into()));
    t.settle();
    let groups: Vec<_> = t.model.askable().into_iter().map(|(_, questionnaire)| questionnaire).collect();
    assert_eq!(groups, ["six", "ward-office"], "a grid of units has a page of its own");
    t.open(None);
    assert_eq!(t.model.stage, Stage::Board, "the same day goes on where it was");
    t.clock += 86_400_000;
    t.open(None);
    assert_eq!(t.model.stage, Stage::Preparing, "a new day begins with a look at the machine");
    t.open(Some("demo"));
    assert_eq!((t.model.device.unit.as_str(), t.model.device.surveyor.as_str()), ("", "DTV07"));
    t.open(Some("nowhere"));
    assert_eq!(t.model.stage, Stage::Problem(Problem::UnknownCampaign("nowhere".into())));
}

#[test]
fn nothing_is_settled_by_halves() {
    let mut t = Tablet::new();
    t.open(Some("tablet"));
    t.send(Event::Show(Stage::Board));
    assert_eq!(t.model.stage, Stage::Preparing);
    t.send(Event::Show(Stage::Setting));
    for (code, pin, again, fault) in [
        (" ", PIN, PIN, Fault::NoCode),
        ("Nguyễn Văn A", PIN, PIN, Fault::BadCode),
        ("DTV07", "123", "123", Fault::BadPin),
        ("DTV07", "12a4", "12a4", Fault::BadPin),
        ("DTV07", "1234", "1243", Fault::OtherPin),
        ("DTV07", "", "", Fault::BadPin),
    ] {
        t.send(Event::Settle(code.into(), pin.into(), again.into()));
        assert_eq!((t.model.fault.clone(), t.model.stage.clone()), (Some(fault), Stage::Setting));
    }
    t.send(Event::Settle("DTV07".into(), PIN.into(), PIN.into()));
    t.send(Event::Confirm(place("nowhere")));
    assert_eq!(t.model.fault, Some(Fault::NoUnit));
    t.send(Event::Confirm(tablet_place("council", "officials-communes")));
    assert_eq!(t.model.fault, Some(Fault::NoGroup));
    t.send(Event::Confirm(place("P02")));
    assert_eq!(t.device().village, "Thôn Đoài");
    t.send(Event::Show(Stage::Setting));
    t.send(Event::Settle("DTV08".into(), String::new(), String::new()));
    assert!(t.device().pin.unwrap().opens(PIN), "a PIN that is set stays");
}

fn tablet_place(group: &str, questionnaire: &str) -> phieu::app::collect::Place {
    phieu::app::collect::Place { group: group.into(), questionnaire: questionnaire.into(), ..place("P01") }
}

/// The verdict on `what` after `change`.
fn verdict(what: What, change: impl FnOnce(&mut Tablet)) -> Verdict {
    let mut t = Tablet::ready();
    change(&mut t);
    t.send(Event::Show(Stage::Preparing));
    lines(&t.model).into_iter().find(|line| line.what == what).unwrap().verdict
}

#[test]
fn each_line_of_the_check_says_what_to_do() {
    assert_eq!(verdict(What::Clock, |_| {}), Verdict::Good(None));
    assert!(matches!(verdict(What::Clock, |t| t.clock -= 86_400_000 * 365), Verdict::Failed(Why::TooEarly(_))));
    assert!(matches!(verdict(What::Clock, |t| t.clock += 86_400_000 * 365 * 9), Verdict::Failed(Why::TooLate(_))));
    let behind = verdict(What::Clock, |t| {
        t.interview();
        t.clock -= 3_600_000;
    });
    assert!(matches!(behind, Verdict::Failed(Why::Behind(newest)) if newest > Stamp(MORNING)));
    let practice = verdict(What::Clock, |t| {
        t.send(Event::Turn(Switch::Trial));
        t.clock -= 86_400_000 * 365;
    });
    assert!(matches!(practice, Verdict::Warned(Why::TooEarly(_))), "one may practise before the first day");
    let filled = |share: usize| verdict(What::Room, |t| drop(t.medium.texts.insert("x".into(), "x".repeat(ROOM * share / 100))));
    assert_eq!(filled(69), Verdict::Good(Some(69)));
    assert_eq!(filled(71), Verdict::Warned(Why::Full(71)));
    assert_eq!(filled(91), Verdict::Failed(Why::Full(91)));
    let blocked = verdict(What::Store, |t| t.medium.blocked = true);
    assert_eq!(blocked, Verdict::Failed(Why::Store(StoreFault::Medium(MediumFault::Unavailable))));
    let closed = verdict(What::Store, |t| t.disk.block());
    assert_eq!(closed, Verdict::Failed(Why::Keep(KeepFault::Medium(MediumFault::Unavailable))));
}

#[test]
fn a_file_that_did_not_arrive_is_fetched_again() {
    let mut t = Tablet::new();
    let text = t.files.remove("questionnaires/six").unwrap();
    t.open(Some("tablet"));
    assert_eq!(t.model.facts.missing, ["questionnaires/six.json"]);
    assert!(!t.model.is_ready());
    t.files.insert("questionnaires/six".into(), text);
    t.send(Event::CheckAgain);
    t.settle();
}

#[test]
fn a_tablet_takes_no_forms_for_another_key_or_without_one() {
    let mut t = Tablet::new();
    let file = t.files["campaigns/tablet"].clone();
    let campaign = Campaign::read(&file).unwrap();
    let (key, mark) = (campaign.key.clone().unwrap(), campaign.key_mark().unwrap());
    t.open_at(&format!("#/collect/tablet?k={mark}"));
    assert_eq!(t.model.stage, Stage::Preparing);
    t.open_at("#/collect/tablet?k=0123456789ABCDEF");
    assert_eq!(t.model.stage, Stage::Problem(Problem::Refused(Refusal::OtherKey)));
    t.files.insert("campaigns/tablet".into(), file.replace(&format!("\"key\": \"{key}\","), ""));
    t.open_at("#/collect/tablet");
    assert_eq!(t.model.stage, Stage::Problem(Problem::NoKey));
    t.files.insert("campaigns/tablet".into(), file);
    t.send(Event::Retry);
    assert_eq!(t.model.stage, Stage::Preparing);
}

#[test]
fn the_released_questionnaire_is_asked_whatever_the_host_serves() {
    let mut t = Tablet::new();
    let old = t.files["questionnaires/six"].clone();
    let mark = fingerprint(old.as_bytes());
    let pins = format!("\"pins\": {{\"six\": \"{mark}\"}}, \"edition\": 1");
    let campaign = t.files["campaigns/tablet"].replace("\"edition\": 1", &pins);
    t.files.insert("campaigns/tablet".into(), campaign);
    t.files.insert("questionnaires/six".into(), old.replace("\"minutes\": 2", "\"minutes\": 3"));
    t.open(Some("tablet"));
    assert_eq!(t.model.facts.missing, [format!("questionnaires/six-{mark}.json")]);
    t.files.insert(format!("questionnaires/six-{mark}"), old);
    t.send(Event::CheckAgain);
    t.settle();
    t.interview();
    assert_eq!(t.responses()[0].header.fingerprint, mark);
}

#[test]
fn without_network_from_the_board_on_nothing_is_fetched() {
    let mut t = Tablet::ready();
    t.files.clear();
    t.interview();
    assert_eq!(t.row().0, 1);
    t.open(Some("tablet"));
    assert_eq!(t.model.stage, Stage::Problem(Problem::UnknownCampaign("tablet".into())));
    t.model.stage = Stage::Loading;
    t.send(Event::CampaignRead(Err(FetchFault::Offline)));
    assert_eq!(t.model.stage, Stage::Problem(Problem::Unreachable(FetchFault::Offline)));
}

#[test]
fn one_page_works_and_the_other_waits() {
    let mut t = Tablet::new();
    t.open(Some("tablet"));
    t.send(Event::Held(Hold::Elsewhere));
    assert_eq!(t.model.stage, Stage::Elsewhere);
    t.send(Event::Show(Stage::Board));
    t.send(Event::Next);
    assert_eq!(t.model.stage, Stage::Elsewhere);
    t.send(Event::Held(Hold::Ours));
    t.settle();
}

#[test]
fn an_interview_that_was_left_open_is_found() {
    let mut t = Tablet::ready();
    t.send(Event::Next);
    t.ask(respond::Event::Consent);
    t.fill();
    t.send(Event::Leave);
    assert_eq!((t.model.stage.clone(), t.row().1), (Stage::Board, 1));
    t.send(Event::HandOver);
    assert_eq!(t.model.fault, Some(Fault::StillOpen), "it is ended first");
    t.open(None);
    assert!(t.model.board.open.is_some());
    t.send(Event::Next);
    assert_eq!(t.model.interview.stage, Asked::Found);
    t.ask(respond::Event::Resume);
    assert_eq!(t.model.interview.stage, Asked::Asking(0));
    t.send(Event::Leave);
    t.send(Event::CloseOpen);
    assert_eq!((t.model.stage.clone(), t.row().1, t.drafts()), (Stage::Board, 0, 0));
    assert_eq!(t.responses()[0].outcome, Outcome::Partial);
    assert_eq!(t.responses()[0].answers.len(), 6);
}

#[test]
fn what_a_respondent_began_alone_is_closed_unseen() {
    let mut t = Tablet::ready();
    t.send(Event::HandOver);
    t.ask(respond::Event::Consent);
    t.fill();
    // The record is put back by hand, as by whoever knows how.
    let mut device = t.device();
    device.handed = Handed::No;
    phieu::store::keep_device(&mut t.medium, &device.encode(), device.custody()).unwrap();
    t.open(None);
    t.send(Event::Next);
    assert_eq!((t.model.stage.clone(), t.model.fault.clone()), (Stage::Board, Some(Fault::StillOpen)));
    t.send(Event::CloseOpen);
    assert_eq!(t.responses()[0].outcome, Outcome::Partial);
    assert!(t.model.interview.interview.is_none());
}

#[test]
fn a_second_tap_is_the_same_tap() {
    let mut t = Tablet::ready();
    t.send(Event::Next);
    t.at_once(Event::Outcome(Outcome::NotReached));
    assert_eq!(t.responses().len(), 0, "a double tap on the next form tells no outcome");
    t.send(Event::Outcome(Outcome::NotReached));
    t.at_once(Event::Next);
    assert!(matches!(t.model.interview.stage, Asked::Ended(_)));
    t.send(Event::Outcome(Outcome::NotReached));
    assert_eq!(t.responses().len(), 1, "one start, one outcome");
    t.send(Event::Next);
    t.ask(respond::Event::Consent);
    t.ask(respond::Event::Next);
    t.at_once(Event::Interview(respond::Event::Next));
    assert_eq!(t.model.interview.stage, Asked::Asking(0), "the summary of what is missing is seen first");
    // A clock set back is no reason to hear nothing any more.
    t.clock -= 3_600_000;
    t.ask(respond::Event::Next);
    assert_eq!(t.model.interview.stage, Asked::Asking(1));
}

#[test]
fn the_unit_of_an_interview_is_the_surveyors() {
    let mut t = Tablet::ready();
    t.send(Event::Next);
    t.ask(respond::Event::OpenChooser);
    t.ask(respond::Event::Choose("P02".into()));
    assert_eq!(t.model.interview.stage, Asked::Welcome);
    t.send(Event::Turn(Switch::Trial));
    assert!(!t.model.device.trial, "an interview that has begun is what it began as");
    t.ask(respond::Event::Consent);
    t.ask(respond::Event::Popped(None));
    assert_eq!(t.model.interview.stage, Asked::Asking(0), "the browser's back stays in the form");
}

#[test]
fn a_correction_that_is_not_kept_stays_on_its_page() {
    let mut t = Tablet::ready();
    t.interview();
    let id = t.responses()[0].header.id.clone();
    t.send(Event::Show(Stage::Correcting(id.clone())));
    t.full(true);
    t.send(Event::Amend(Change::Cancel, "trùng".into()));
    assert_eq!(t.model.fault, Some(Fault::Keep(KeepFault::Medium(MediumFault::Full))));
    assert_eq!(t.model.stage, Stage::Correcting(id.clone()));
    t.full(false);
    t.send(Event::Amend(Change::Cancel, "trùng".into()));
    assert_eq!(t.model.stage, Stage::Board);
    t.send(Event::Amend(Change::Cancel, "trùng".into()));
    assert_eq!(t.corrections().len(), 1, "nothing is open for it");
    let response = t.responses().remove(0);
    assert_eq!((response.outcome, response.header.id), (Outcome::Complete, id), "the form itself is as it was");
}

#[test]
fn a_blocked_store_begins_nothing() {
    let mut t = Tablet::new();
    t.medium.blocked = true;
    t.open(Some("tablet"));
    assert_eq!(t.model.stage, Stage::Preparing);
    assert!(!t.model.may_go_on());
    t.send(Event::Show(Stage::Setting));
    t.send(Event::Show(Stage::Placing));
    assert_eq!(t.model.stage, Stage::Preparing);
}
