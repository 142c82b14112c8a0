//! Whatever a surveyor and respondents do in whatever order, the board says what a recount
//! of the store says, no start is lost, and nothing of a respondent stays in the page.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod tablet;

use phieu::app::collect::{Event, Handed, Key, Stage, Switch};
use phieu::app::respond::{self, Stage as Asked, Step};
use phieu::base::Lang;
use phieu::response::{Change, Outcome};
use proptest::prelude::*;
use tablet::{PIN, Tablet, place};

#[derive(Debug, Clone)]
enum Act {
    Next,
    HandOver,
    Consent,
    Decline,
    Fill,
    Turn,
    Back,
    Popped(Option<usize>),
    Submit,
    Resume,
    StartNew,
    Outcome(usize),
    Leave,
    CloseOpen,
    Pin(bool),
    Idle(u64),
    Reload,
    Trial,
    Correct(usize, bool),
    Move(bool),
    Full(bool),
    English,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => Just(Act::Next),
        3 => Just(Act::HandOver),
        4 => Just(Act::Consent),
        1 => Just(Act::Decline),
        6 => Just(Act::Fill),
        8 => Just(Act::Turn),
        1 => Just(Act::Back),
        1 => prop::option::of(0..4_usize).prop_map(Act::Popped),
        4 => Just(Act::Submit),
        1 => Just(Act::Resume),
        1 => Just(Act::StartNew),
        2 => (0..6_usize).prop_map(Act::Outcome),
        3 => Just(Act::Leave),
        1 => Just(Act::CloseOpen),
        2 => any::<bool>().prop_map(Act::Pin),
        1 => (1..200_u64).prop_map(Act::Idle),
        1 => Just(Act::Reload),
        1 => Just(Act::Trial),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(which, cancel)| Act::Correct(which, cancel)),
        1 => any::<bool>().prop_map(Act::Move),
        1 => any::<bool>().prop_map(Act::Full),
        1 => Just(Act::English),
    ]
}

fn perform(t: &mut Tablet, act: &Act) {
    match act {
        Act::Next => t.send(Event::Next),
        Act::HandOver => t.send(Event::HandOver),
        Act::Consent if t.model.interview.stage == Asked::Welcome => t.ask(respond::Event::Consent),
        Act::Decline if t.model.interview.stage == Asked::Welcome => t.ask(respond::Event::Decline),
        Act::Fill if t.model.interview.page().is_some() => t.fill(),
        Act::Turn => t.ask(respond::Event::Next),
        Act::Back => t.ask(respond::Event::Back),
        Act::Popped(page) => t.ask(respond::Event::Popped(page.map(|page| Step { page, depth: page + 1 }))),
        Act::Submit => t.ask(respond::Event::Submit),
        Act::Resume if t.model.interview.stage == Asked::Found => t.ask(respond::Event::Resume),
        Act::StartNew if t.model.interview.stage == Asked::Found => t.ask(respond::Event::StartNew),
        Act::Consent | Act::Decline | Act::Fill | Act::Resume | Act::StartNew => {}
        Act::Outcome(which) => t.send(Event::Outcome(Outcome::ALL[*which])),
        Act::Leave => t.send(Event::Leave),
        Act::CloseOpen => t.send(Event::CloseOpen),
        Act::Pin(right) => {
            t.pin(if *right { PIN } else { "0000" });
            t.send(Event::Key(Key::Close));
        }
        Act::Idle(seconds) => t.wait(*seconds),
        Act::Reload => t.open(None),
        Act::Trial => t.send(Event::Turn(Switch::Trial)),
        Act::Correct(which, cancel) => {
            let ids: Vec<String> = t.model.board.done.iter().map(|done| done.id.clone()).collect();
            if let Some(id) = ids.get(which % ids.len().max(1)) {
                t.send(Event::Show(Stage::Correcting(id.clone())));
                let change = if *cancel { Change::Cancel } else { Change::Unit("P02".into()) };
                t.send(Event::Amend(change, "lý do".into()));
                t.send(Event::Show(Stage::Board));
            }
        }
        Act::Move(there) => {
            t.send(Event::Show(Stage::Placing));
            t.send(Event::Confirm(place(if *there { "P01" } else { "P02" })));
        }
        Act::Full(full) => t.full(*full),
        Act::English => t.ask(respond::Event::Language(Lang::En)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_board_is_a_recount(acts in prop::collection::vec(act(), 1..60)) {
        let mut t = Tablet::ready();
        let mut most = 0;
        for act in &acts {
            perform(&mut t, act);
            let stored = t.responses().len();
            prop_assert!(stored >= most, "{act:?}: a finished response is gone");
            most = stored;
            if t.model.stage == Stage::Board && t.medium.limit.is_none() && t.model.interview.interview.is_none() {
                prop_assert_eq!(t.recount(), t.model.board.clone(), "{:?}", act);
            }
            if t.model.is_cleared() && t.medium.limit.is_none() && t.model.device.handed == Handed::Done {
                prop_assert!(t.model.interview.interview.is_none() && t.model.interview.receipt.is_none(), "{:?}", act);
            }
            if matches!(act, Act::Pin(true)) || t.model.stage != Stage::HandedOver {
                continue;
            }
            prop_assert!(t.model.device.handed != Handed::No, "{:?}", act);
        }
        // In the end every start has an outcome: whatever is open is closed.
        t.full(false);
        t.wait(400);
        if t.model.stage == Stage::HandedOver {
            t.take_back();
        }
        if t.model.stage == Stage::Interview {
            if t.model.interview.interview.is_some() {
                t.ask(respond::Event::Retry);
            }
            t.send(Event::Leave);
        }
        // A store that was full kept these pages open.
        t.send(Event::Confirm(place("P01")));
        t.send(Event::Show(Stage::Board));
        for _ in 0..3 {
            t.send(Event::CloseOpen);
        }
        prop_assert_eq!(&t.model.stage, &Stage::Board);
        prop_assert_eq!(t.drafts(), 0);
        prop_assert_eq!(t.recount(), t.model.board.clone());
        let counted = t.responses().iter().filter(|response| response.outcome == Outcome::Complete && !response.header.trial).count();
        let cancelled = t.model.board.done.iter().filter(|done| done.cancelled && done.outcome == Outcome::Complete && !done.trial).count();
        prop_assert_eq!(t.model.board.rows.iter().map(|row| row.done).sum::<usize>(), counted - cancelled);
    }
}
