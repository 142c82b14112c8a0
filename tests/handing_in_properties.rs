//! Whatever a surveyor and an analyst do, in whatever order: a form is acknowledged only
//! when it came in and its token was typed, none is erased that was not, and every form is
//! either on the tablet or with the analyst.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod tablet;

use std::collections::{BTreeMap, BTreeSet};

use phieu::app::collect::handing_in::{Event as Desk, Form, Scope};
use phieu::app::collect::{Event, Stage};
use phieu::app::content::{Kind, read};
use phieu::response::{Change, Outcome};
use phieu::seal::open;
use phieu::seal::receipt::receipt;
use phieu::store::handin::file;
use proptest::prelude::*;
use tablet::{Tablet, demo_key};

#[derive(Debug, Clone)]
enum Act {
    Refused,
    Amend,
    HandIn(Form),
    Import,
    Token(prop::sample::Index),
    Wrong(u32),
    Free,
    Erase(u8),
    Reload,
    JournalLost,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => Just(Act::Refused),
        1 => Just(Act::Amend),
        3 => prop_oneof![Just(Form::File), Just(Form::Codes)].prop_map(Act::HandIn),
        2 => Just(Act::Import),
        3 => any::<prop::sample::Index>().prop_map(Act::Token),
        1 => any::<u32>().prop_map(Act::Wrong),
        1 => Just(Act::Free),
        1 => any::<u8>().prop_map(Act::Erase),
        1 => Just(Act::Reload),
        1 => Just(Act::JournalLost),
    ];
    prop::collection::vec(act, 1..24)
}

/// The other side: what was given out last, what came in, and the tokens that are told.
#[derive(Default)]
struct Analyst {
    out: Option<Vec<u8>>,
    came_in: BTreeSet<String>,
    tokens: BTreeMap<String, BTreeSet<String>>,
}

impl Analyst {
    fn import(&mut self) {
        let Some(bytes) = &self.out else { return };
        let mut receipts = BTreeSet::new();
        let mut token = None;
        for (_, envelope) in file::decode(bytes).envelopes {
            match read(&open(&envelope, &demo_key()).unwrap()) {
                Kind::Note(note) => token = Some(note),
                Kind::Packed(_) | Kind::Correction(_) => drop(receipts.insert(receipt(&envelope))),
                other @ (Kind::Unknown(_) | Kind::Damaged(_)) => panic!("{other:?}"),
            }
        }
        let note = token.unwrap();
        assert!(note.is_whole(receipts.iter().map(String::as_str)));
        self.came_in.extend(receipts.iter().cloned());
        self.tokens.insert(note.token, receipts);
    }
}

fn act(t: &mut Tablet, analyst: &mut Analyst, act: &Act) {
    match act {
        Act::Refused => {
            t.send(Event::Show(Stage::Board));
            t.send(Event::Next);
            t.send(Event::Outcome(Outcome::Refused));
            t.send(Event::Leave);
        }
        Act::Amend => {
            t.send(Event::Show(Stage::Board));
            if let Some(id) = t.model.board.done.first().map(|done| done.id.clone()) {
                t.send(Event::Show(Stage::Correcting(id)));
                t.send(Event::Amend(Change::Cancel, "Nhập nhầm".into()));
            }
        }
        Act::HandIn(form) => {
            t.send(Event::Show(Stage::HandingIn));
            t.send(Event::Desk(Desk::HandIn(*form)));
            let codes = t.model.desk.codes.clone();
            if let Some(bytes) = codes.or_else(|| t.files_saved.pop().map(|(_, bytes)| bytes)) {
                analyst.out = Some(bytes);
            }
        }
        Act::Import => analyst.import(),
        Act::Token(index) if !analyst.tokens.is_empty() => {
            let token = index.get(&analyst.tokens.keys().cloned().collect::<Vec<_>>()).clone();
            t.send(Event::Show(Stage::HandingIn));
            t.send(Event::Desk(Desk::Token(token)));
        }
        Act::Wrong(number) => {
            let token = format!("{:08}", number % 100_000_000);
            if !analyst.tokens.contains_key(&token) {
                t.send(Event::Show(Stage::HandingIn));
                t.send(Event::Desk(Desk::Token(token)));
            }
        }
        Act::Free => {
            t.send(Event::Show(Stage::Erasing));
            t.send(Event::Desk(Desk::Erase(Scope::Acknowledged, String::new())));
        }
        // Whatever is typed, but never what would be lost.
        Act::Erase(number) if usize::from(*number) != t.model.standing.at_stake() && t.model.standing.at_stake() > 0 => {
            t.send(Event::Show(Stage::Erasing));
            t.send(Event::Desk(Desk::Erase(Scope::Campaign, number.to_string())));
        }
        Act::Reload => t.open(Some("tablet")),
        // What nobody acknowledges any more is handed in again.
        Act::JournalLost => {
            t.disk.wipe_journal();
            t.open(Some("tablet"));
        }
        Act::Token(_) | Act::Erase(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn nothing_is_acknowledged_or_erased_that_did_not_come_in(acts in acts()) {
        let mut t = Tablet::ready();
        let mut analyst = Analyst::default();
        let mut made: BTreeSet<String> = BTreeSet::new();
        for one in &acts {
            act(&mut t, &mut analyst, one);
            let standing = &t.model.standing;
            let here: BTreeSet<String> = standing.acknowledged.iter().chain(&standing.due).cloned().collect();
            made.extend(here.iter().cloned());
            for receipt in t.model.shelf.acknowledged.keys() {
                prop_assert!(analyst.came_in.contains(receipt), "{receipt} was acknowledged, but never came in: {one:?}");
            }
            for receipt in &made {
                prop_assert!(here.contains(receipt) || analyst.came_in.contains(receipt), "{receipt} is nowhere: {one:?}");
            }
            prop_assert_eq!(standing.lost, 0);
        }
        // In the end everything can be handed in, acknowledged and erased.
        act(&mut t, &mut analyst, &Act::HandIn(Form::File));
        analyst.import();
        for token in analyst.tokens.keys() {
            t.send(Event::Show(Stage::HandingIn));
            t.send(Event::Desk(Desk::Token(token.clone())));
        }
        prop_assert_eq!(&t.model.standing.due, &Vec::<String>::new());
        prop_assert!(made.is_subset(&analyst.came_in));
    }
}
