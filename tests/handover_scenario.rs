//! The tablet in a respondent's hands, attacked: reloads, the browser's back, the PIN, the
//! clock, records that are damaged or gone, a store that is full.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod tablet;

use phieu::app::collect::{Event, Fault, Handed, Hold, Idle, Key, Stage, Switch};
use phieu::app::respond::{self, Stage as Asked, Step};
use phieu::base::Lang;
use phieu::response::{Change, Channel, Outcome};
use phieu::store::{MediumFault, StoreFault};
use tablet::{PIN, Tablet, place};

/// In a respondent's hands, on the first page, everything on it answered.
fn answering() -> Tablet {
    let mut t = Tablet::ready();
    t.send(Event::HandOver);
    t.ask(respond::Event::Consent);
    t.fill();
    t
}

#[test]
fn only_the_form_is_in_reach() {
    let mut t = answering();
    for event in [
        Event::Show(Stage::Board),
        Event::Show(Stage::Preparing),
        Event::Next,
        Event::HandOver,
        Event::Leave,
        Event::CloseOpen,
        Event::Outcome(Outcome::Partial),
        Event::Turn(Switch::Trial),
        Event::Amend(Change::Cancel, "x".into()),
        Event::Confirm(place("P02")),
        Event::Settle("X".into(), PIN.into(), PIN.into()),
        Event::StartAnew("DTV07".into()),
        Event::ListEntry("9".into()),
        Event::Campaign("demo".into()),
        Event::CheckAgain,
        Event::Retry,
        Event::Interview(respond::Event::OpenChooser),
        Event::Interview(respond::Event::Choose("P02".into())),
        Event::Interview(respond::Event::NotBegun(Outcome::Ineligible)),
        Event::Interview(respond::Event::BrokenOff),
        Event::Interview(respond::Event::Popped(None)),
        Event::Interview(respond::Event::Popped(Some(Step { page: 9, depth: 9 }))),
    ] {
        t.send(event.clone());
        assert_eq!(t.model.stage, Stage::HandedOver, "{event:?}");
        assert!(matches!(t.model.interview.stage, Asked::Asking(_)), "{event:?}");
        assert_eq!((t.device().campaign.as_str(), t.device().entry.as_str()), ("tablet", ""), "{event:?}");
    }
    assert_eq!(t.responses().len(), 0);
}

#[test]
fn a_reload_and_any_address_lead_back_to_the_form() {
    let mut t = answering();
    t.open(Some("demo"));
    assert_eq!((t.model.stage.clone(), t.model.interview.stage.clone()), (Stage::HandedOver, Asked::Found));
    assert!(t.model.interview.interview.is_none(), "no answer before somebody says it is theirs");
    assert!(t.addressed > 0);
    t.ask(respond::Event::Resume);
    assert_eq!(t.model.interview.stage, Asked::Asking(0));
    assert!(t.model.interview.interview.is_some());
}

#[test]
fn a_reload_on_the_trust_screen_keeps_language_entry_and_company() {
    let mut t = Tablet::ready();
    t.send(Event::ListEntry("17".into()));
    t.send(Event::Others(Some(false)));
    t.send(Event::HandOver);
    t.ask(respond::Event::Language(Lang::En));
    t.open(None);
    assert_eq!((t.model.interview.stage.clone(), t.model.interview.language), (Asked::Welcome, Lang::En));
    t.answer_all();
    let header = t.responses().remove(0).header;
    assert_eq!((header.language, header.channel), (Lang::En, Channel::SelfOnTablet));
    assert_eq!((header.fieldwork.entry.as_str(), header.fieldwork.others), ("17", Some(false)));
    t.take_back();
    assert_eq!(t.model.interview.language, Lang::Vi);
}

#[test]
fn a_hand_over_is_for_one_form() {
    let mut t = Tablet::ready();
    t.send(Event::HandOver);
    t.answer_all();
    assert_eq!(t.model.interview.stage, Asked::Ended(Outcome::Complete));
    assert!(t.model.interview.receipt.is_some());
    t.ask(respond::Event::Popped(Some(Step { page: 1, depth: 2 })));
    assert!(t.model.interview.interview.is_none());
    t.open(None);
    assert!(t.model.is_cleared(), "after a reload not even the receipt is there");
    assert!(t.model.interview.receipt.is_none() && t.model.interview.form.is_none());
    t.take_back();
    assert_eq!(t.responses().len(), 1);
}

#[test]
fn declining_is_an_end_too() {
    let mut t = Tablet::ready();
    t.send(Event::HandOver);
    t.ask(respond::Event::Decline);
    assert_eq!((t.device().handed, t.responses()[0].outcome), (Handed::Done, Outcome::Refused));
}

#[test]
fn nobody_there_clears_the_screen() {
    let mut t = answering();
    t.wait(149);
    assert_eq!(t.model.idle, Idle::No);
    t.wait(2);
    assert!(matches!(t.model.idle, Idle::Warned(_)));
    t.send(Event::Touched);
    assert_eq!(t.model.idle, Idle::No);
    t.wait(179);
    assert!(!t.model.is_cleared());
    t.wait(2);
    assert!(t.model.is_cleared());
    let response = t.responses().remove(0);
    assert_eq!((response.outcome, response.answers.len()), (Outcome::Partial, 3));
    t.send(Event::Touched);
    t.ask(respond::Event::Popped(Some(Step { page: 0, depth: 1 })));
    t.ask(respond::Event::Resume);
    assert!(t.model.is_cleared() && t.model.interview.interview.is_none());
    assert_eq!((t.drafts(), t.device().handed), (0, Handed::Done));
}

#[test]
fn a_finished_form_leaves_no_receipt_for_the_next_person() {
    let mut t = Tablet::ready();
    t.send(Event::HandOver);
    t.answer_all();
    t.wait(181);
    assert!(t.model.is_cleared() && t.model.interview.receipt.is_none());
}

#[test]
fn a_tablet_that_slept_or_was_loaded_again_is_judged_by_the_last_save() {
    let mut t = answering();
    t.clock += 3_600_000;
    t.open(None);
    assert!(t.model.is_cleared(), "the next person may sit here");
    assert_eq!(t.responses()[0].outcome, Outcome::Partial);
    let mut t = answering();
    t.clock += 3_600_000;
    t.send(Event::Tick);
    assert!(t.model.is_cleared());
    let mut t = answering();
    t.clock -= 3_600_000;
    t.send(Event::Tick);
    assert!(t.model.is_cleared(), "a clock set back tells nothing, and closes");
}

#[test]
fn a_pin_is_counted_before_it_is_judged_and_the_wait_outlives_a_reload() {
    let mut t = answering();
    for _ in 0..3 {
        t.pin("9999");
    }
    assert!(t.model.pad.as_ref().unwrap().wrong);
    assert_eq!(t.device().attempts.wrong, 3);
    t.open(None);
    t.pin(PIN);
    assert_eq!(t.model.stage, Stage::HandedOver, "the right one is not judged while one waits");
    assert!(t.model.pad.as_ref().unwrap().typed.is_empty(), "and does not stand before the next one");
    assert_eq!(t.device().attempts.wrong, 3);
    t.clock -= 3_600_000;
    assert!(t.model.wait() > 0);
    t.pin(PIN);
    assert_eq!(t.model.stage, Stage::HandedOver, "a clock set back does not shorten the wait");
    t.clock += 3_600_000;
    t.send(Event::Key(Key::Close));
    t.wait(12);
    t.take_back();
    assert_eq!((t.device().attempts.wrong, t.device().handed), (0, Handed::No));
}

#[test]
fn digits_are_four_to_eight_and_a_closed_pad_takes_none() {
    let mut t = answering();
    t.send(Event::Key(Key::Digit(2)));
    assert!(t.model.pad.is_none());
    t.pin("246");
    assert_eq!(t.device().attempts.wrong, 0, "too short to be one");
    for _ in 0..9 {
        t.send(Event::Key(Key::Digit(1)));
    }
    assert_eq!(t.model.pad.as_ref().unwrap().typed.len(), 8);
    t.send(Event::Key(Key::Erase));
    t.send(Event::Key(Key::Close));
    t.take_back();
}

#[test]
fn taken_back_in_the_middle_is_kept_as_partial_unseen() {
    let mut t = answering();
    t.take_back();
    assert_eq!(t.responses()[0].outcome, Outcome::Partial);
    assert!(t.model.interview.interview.is_none() && t.model.board.open.is_none());
    assert_eq!(t.model.board.done.len(), 1);
}

#[test]
fn not_handed_over_where_the_record_cannot_say_so() {
    let mut t = Tablet::ready();
    t.full(true);
    t.send(Event::HandOver);
    assert_eq!((t.model.stage.clone(), t.model.device.handed), (Stage::Board, Handed::No));
    assert_eq!(t.model.fault, Some(Fault::Store(StoreFault::Medium(MediumFault::Full))));
}

#[test]
fn a_full_store_still_takes_the_pin() {
    let mut t = answering();
    t.full(true);
    t.medium.limit = Some(t.medium.texts.iter().map(|(key, text)| key.len() + text.len()).sum());
    t.pin("9999");
    assert_eq!(t.device().attempts.wrong, 1);
    t.pin(PIN);
    assert_eq!(t.device().handed, Handed::No);
    // The partial did not fit: it is in the page and in the draft, and nothing new begins.
    assert!(t.model.interview.trouble.is_some());
    t.send(Event::Next);
    assert_eq!((t.model.stage.clone(), t.model.fault.clone()), (Stage::Board, Some(Fault::StillOpen)));
    t.full(false);
    t.send(Event::CloseOpen);
    assert_eq!(t.responses()[0].outcome, Outcome::Partial);
    assert_eq!(t.drafts(), 0);
    t.send(Event::Next);
    assert_eq!(t.model.stage, Stage::Interview);
}

#[test]
fn a_blocked_store_judges_no_pin() {
    let mut t = answering();
    t.medium.blocked = true;
    t.pin(PIN);
    assert_eq!(t.model.stage, Stage::HandedOver);
    assert_eq!(t.model.fault, Some(Fault::Store(StoreFault::Medium(MediumFault::Unavailable))));
    t.medium.blocked = false;
    t.take_back();
}

#[test]
fn nobody_there_and_a_full_store_clears_the_screen_and_loses_nothing() {
    let mut t = answering();
    t.full(true);
    t.wait(181);
    assert!(t.model.is_cleared(), "seen by nobody");
    assert!(t.model.interview.interview.is_some(), "and still there");
    t.full(false);
    t.take_back();
    assert_eq!((t.responses().len(), t.responses()[0].answers.len()), (1, 3));
}

#[test]
fn a_record_that_is_damaged_or_gone_stays_closed() {
    let damage = |change: fn(&mut Tablet)| {
        let mut t = answering();
        t.interview_done();
        change(&mut t);
        t.open(Some("tablet"));
        assert_eq!(t.model.stage, Stage::Unknown);
        t.open(None);
        assert_eq!(t.model.stage, Stage::Unknown, "a second reload opens nothing either");
        t.send(Event::Show(Stage::Board));
        t.send(Event::StartAnew("DTV99".into()));
        assert_eq!((t.model.stage.clone(), t.model.fault.clone()), (Stage::Unknown, Some(Fault::OtherCode)));
        t.send(Event::StartAnew(" DTV07 ".into()));
        assert_eq!(t.model.stage, Stage::Choosing);
        t.send(Event::Campaign("tablet".into()));
        t.settle();
        assert_eq!(t.model.board.done.len(), 1, "what was stored is there");
        assert!(t.model.board.unreadable.len() <= 1);
    };
    damage(|t| drop(t.medium.texts.remove("phieu.0.device")));
    damage(|t| t.medium.texts.get_mut("phieu.0.device").unwrap().push('x'));
    damage(|t| drop(t.medium.texts.insert("phieu.0.device".into(), phieu::store::seal("{\"version\":1}"))));
}

impl Tablet {
    /// The form that is open is answered to its end.
    fn interview_done(&mut self) {
        for _ in 0..20 {
            if self.model.interview.stage == Asked::Review {
                break;
            }
            self.fill();
            self.ask(respond::Event::Next);
        }
        self.ask(respond::Event::Submit);
        assert!(matches!(self.model.interview.stage, Asked::Ended(_)));
    }
}

#[test]
fn a_record_taken_from_under_the_page_is_written_again() {
    let mut t = answering();
    t.medium.texts.remove("phieu.0.device");
    t.send(Event::DeviceTouched);
    assert_eq!(t.device().handed, Handed::Open);
    t.medium.texts.clear();
    t.send(Event::DeviceTouched);
    assert_eq!(t.device().handed, Handed::Open);
    let first = t.model.interview.page().unwrap().variables().next().unwrap();
    t.ask(respond::Event::Answer(first, None));
    assert_eq!(t.drafts(), 1, "and the next answer saves the form again");
}

#[test]
fn a_second_page_shows_nothing() {
    let mut t = answering();
    t.open(None);
    t.send(Event::Held(Hold::Elsewhere));
    assert_eq!(t.model.stage, Stage::Elsewhere);
    t.send(Event::Key(Key::Open));
    t.send(Event::Touched);
    t.send(Event::Tick);
    assert_eq!((t.model.stage.clone(), t.model.pad.clone()), (Stage::Elsewhere, None));
}

#[test]
fn double_taps_of_a_respondent() {
    let mut t = Tablet::ready();
    t.send(Event::HandOver);
    t.at_once(Event::Interview(respond::Event::Decline));
    assert_eq!(t.model.interview.stage, Asked::Welcome, "a double tap on the hand-over declines nothing");
    t.ask(respond::Event::Consent);
    t.fill();
    t.ask(respond::Event::Next);
    t.at_once(Event::Interview(respond::Event::Next));
    assert_eq!(t.model.interview.stage, Asked::Asking(1));
}
