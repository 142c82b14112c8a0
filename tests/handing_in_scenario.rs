//! From a tablet to the analyst's ledger and back: a file or codes, the token that
//! acknowledges exactly what came, and a campaign that leaves the device only then, or by
//! an explicit act.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod tablet;

use std::collections::BTreeMap;

use phieu::app::collect::handing_in::{self, Effect, Event as Desk, Form, Scope, Setting, Told};
use phieu::app::collect::leaving::Retention;
use phieu::app::collect::shelf::Whose;
use phieu::app::collect::{Event, Kept, Shelf, Stage};
use phieu::app::intake::{Incoming, Reading, Said, read};
use phieu::app::keeping::{Contents, Fault as KeepFault, Value};
use phieu::app::respond::Moment;
use phieu::base::digest::sha256;
use phieu::base::time::Stamp;
use phieu::response::{Change, Outcome};
use phieu::seal::receipt::receipt;
use phieu::seal::seal;
use phieu::store::MediumFault;
use phieu::store::erasure::Erasure;
use phieu::store::handin::note::Note;
use phieu::store::handin::{file, note, parts};
use phieu::store::journal::record::{envelope_key, envelope_payload};
use phieu::store::ledger::{Ledger, Verdict};
use tablet::{Tablet, books, demo_key};

impl Tablet {
    fn desk(&mut self, event: Desk) {
        self.send(Event::Desk(event));
    }

    /// Hands in by file: its name and bytes.
    fn hand_in(&mut self) -> (String, Vec<u8>) {
        self.send(Event::Show(Stage::HandingIn));
        self.desk(Desk::HandIn(Form::File));
        self.files_saved.last().cloned().unwrap()
    }

    fn told(&self) -> Option<&Told> {
        self.model.desk.told.as_ref()
    }

    /// Acknowledged, and due.
    fn stands(&self) -> (usize, usize) {
        (self.model.standing.acknowledged.len(), self.model.standing.due.len())
    }
}

/// The analyst's import of a file into a ledger: what was read, and tokens that may be told.
fn import(ledger: &mut Ledger, bytes: &[u8]) -> (Vec<Incoming>, Vec<String>) {
    let (key, books) = (demo_key(), books());
    let reading = Reading { key: &key, campaign: "tablet", books: &books };
    let contents = file::decode(bytes);
    assert_eq!(contents.damaged, []);
    let import = ledger.begin(Stamp(0), "").unwrap();
    let all: Vec<Incoming> = contents.envelopes.iter().map(|(_, envelope)| read(envelope, &reading)).collect();
    for incoming in &all {
        ledger.take(import, &incoming.receipt, incoming.content.clone()).unwrap();
    }
    let verdicts = ledger.report(import);
    let whole = |receipt: &&str| verdicts.get(*receipt) == Some(&Verdict::HandIn);
    let tokens = ledger.hand_ins().iter().filter(|(receipt, _)| whole(receipt)).map(|(_, note)| note.token.clone()).collect();
    (all, tokens)
}

/// Three forms, one of them corrected.
fn worked() -> Tablet {
    let mut t = Tablet::ready();
    for _ in 0..3 {
        t.interview();
    }
    let id = t.model.board.done[0].id.clone();
    t.send(Event::Show(Stage::Correcting(id)));
    t.send(Event::Amend(Change::Cancel, "Nhập nhầm".into()));
    assert_eq!(t.model.stage, Stage::Board);
    t
}

#[test]
fn a_file_comes_in_and_its_token_acknowledges_it() {
    let mut t = worked();
    assert_eq!(t.stands(), (0, 4), "forms and the correction");
    let (name, bytes) = t.hand_in();
    assert_eq!(name, "P01_2026-11-24_4-phieu.phieu");
    assert_eq!(t.told(), Some(&Told::Saved(name)));
    assert_eq!(t.stands(), (0, 4), "a file that was saved has not arrived");

    let mut ledger = Ledger::new("tablet");
    let (read, tokens) = import(&mut ledger, &bytes);
    let mut responses: Vec<_> = read.iter().filter_map(Incoming::response).cloned().collect();
    responses.sort_by_key(|response| response.finished);
    assert_eq!(responses, t.responses(), "as they were sealed");
    assert_eq!((ledger.accepted().len(), ledger.corrections().len(), tokens.len()), (3, 1, 1));
    let said = read.iter().find_map(|one| if let Said::Note(note) = &one.said { Some(note.clone()) } else { None }).unwrap();
    assert_eq!((said.count, said.device.as_str(), said.erased.len()), (4, "DTV07", 0));

    for (typed, expect) in [("1234567", Told::NoToken), ("", Told::NoToken), ("00000000", Told::WrongToken)] {
        t.desk(Desk::Token(typed.into()));
        assert_eq!(t.told(), Some(&expect), "{typed}");
        assert_eq!((t.stands(), t.focus.as_str()), ((0, 4), "told"));
    }
    t.desk(Desk::Token(note::spoken(&tokens[0])));
    assert_eq!((t.told(), t.stands()), (Some(&Told::Confirmed(4)), (4, 0)));
    t.desk(Desk::Token(tokens[0].clone()));
    assert_eq!(t.told(), Some(&Told::ConfirmedBefore));
    t.desk(Desk::HandIn(Form::File));
    assert_eq!((t.told(), t.files_saved.len()), (Some(&Told::NothingDue), 1));

    // Another page over the same store knows the same.
    t.open(Some("tablet"));
    assert_eq!(t.stands(), (4, 0));
    assert_eq!(t.model.shelf.confirmed(&t.model.shelf.made[0]).map(|when| when > said.made), Some(true));
    assert_eq!(t.row(), (2, 0, Some(6)), "and the board counts on");
}

#[test]
fn no_store_holds_the_token_or_an_answer_in_clear() {
    let mut t = worked();
    let (_, bytes) = t.hand_in();
    let (_, tokens) = import(&mut Ledger::new("tablet"), &bytes);
    let mut all = t.disk.first.values().chain(t.disk.journal.values());
    assert!(all.all(|text| !text.contains(&tokens[0]) && !text.contains("secret remark")));
}

#[test]
fn a_token_acknowledges_its_own_hand_in_and_nothing_later() {
    let mut t = worked();
    let (_, first) = t.hand_in();
    t.send(Event::Show(Stage::Board));
    t.interview();
    let (_, second) = t.hand_in();
    let mut ledger = Ledger::new("tablet");
    let (_, one) = import(&mut ledger, &first);
    let (_, other) = import(&mut ledger, &second);
    assert_eq!(ledger.accepted().len(), 4, "handed in twice, counted once");
    t.desk(Desk::Token(one[0].clone()));
    assert_eq!((t.told(), t.stands()), (Some(&Told::Confirmed(4)), (4, 1)));
    t.desk(Desk::Token(other[0].clone()));
    assert_eq!((t.told(), t.stands()), (Some(&Told::Confirmed(1)), (5, 0)));
}

#[test]
fn what_did_not_change_is_given_out_again_as_it_was() {
    let mut t = worked();
    let (_, first) = t.hand_in();
    let (_, again) = t.hand_in();
    assert_eq!((first, t.model.shelf.made.len()), (again.clone(), 1));
    let id = t.model.shelf.made[0].id.clone();
    t.desk(Desk::Again(id, Form::Codes));
    assert_eq!(t.model.desk.codes.as_ref(), Some(&again), "and so by codes");
    let mut collector = parts::Collector::default();
    let whole = (0..=255).find_map(|number| {
        let text = parts::code(&parts::part(&again, number).unwrap());
        collector.take(&parts::read_code(&text).unwrap()).unwrap()
    });
    assert_eq!(whole, Some(again));
    t.desk(Desk::PutAway);
    assert_eq!(t.model.desk.codes, None);
}

#[test]
fn a_cut_file_gives_no_token() {
    let mut t = worked();
    let (_, bytes) = t.hand_in();
    let all = file::decode(&bytes).envelopes;
    let cut = file::encode(all.iter().skip(1).map(|(_, envelope)| envelope.as_slice()));
    let mut ledger = Ledger::new("tablet");
    assert_eq!(import(&mut ledger, &cut).1, Vec::<String>::new());
    assert_eq!(import(&mut ledger, &bytes).1.len(), 1, "the whole one does");
}

#[test]
fn a_campaign_leaves_only_when_all_of_it_was_acknowledged() {
    let mut t = worked();
    t.send(Event::Show(Stage::Erasing));
    for typed in ["", "3", "xóa", "40"] {
        t.desk(Desk::Erase(Scope::Campaign, typed.into()));
        assert_eq!((t.told(), t.stands()), (Some(&Told::NotCounted), (0, 4)), "{typed}");
    }
    assert_eq!(t.model.shelf.erasures, []);
    let (_, bytes) = t.hand_in();
    let (_, tokens) = import(&mut Ledger::new("tablet"), &bytes);
    t.desk(Desk::Token(tokens[0].clone()));
    t.send(Event::Show(Stage::Erasing));
    t.desk(Desk::Erase(Scope::Campaign, String::new()));
    let Some(Told::Erased(record)) = t.told().cloned() else { panic!("{:?}", t.told()) };
    assert_eq!((record.envelopes, record.unacknowledged, record.drafts, record.by.as_str()), (4, 0, 0, "DTV07"));
    assert!(t.model.standing.is_empty());
    assert_eq!((t.responses().len(), t.device().campaign.as_str()), (0, ""));
    let left: Vec<&String> =
        t.disk.journal.iter().chain(&t.disk.first).filter(|(_, text)| text.split(' ').count() > 2).map(|(key, _)| key).collect();
    assert!(left.iter().all(|key| key.starts_with("x.") || key.starts_with("q.")), "{left:?}");

    // The next page asks which campaign, and the record is still there.
    t.open(None);
    assert_eq!(t.model.stage, Stage::Choosing);
    t.open(Some("tablet"));
    assert_eq!(t.model.shelf.erasures.len(), 1);
    assert_eq!(t.model.board.done, []);
}

#[test]
fn what_was_erased_is_told_with_the_next_hand_in() {
    let mut t = worked();
    t.send(Event::Next);
    t.ask(phieu::app::respond::Event::Consent);
    t.fill();
    t.send(Event::Leave);
    t.send(Event::Show(Stage::Erasing));
    assert_eq!(t.model.standing.at_stake(), 5);
    t.desk(Desk::Erase(Scope::Campaign, " 5 ".into()));
    let Some(Told::Erased(record)) = t.told().cloned() else { panic!("{:?}", t.told()) };
    assert_eq!((record.envelopes, record.unacknowledged, record.drafts), (4, 4, 1));
    assert_eq!(t.drafts(), 0);

    t.open(Some("tablet"));
    t.settle_again();
    t.interview();
    let (_, bytes) = t.hand_in();
    let erased = |bytes: &[u8]| -> Vec<Erasure> {
        let (read, _) = import(&mut Ledger::new("tablet"), bytes);
        read.into_iter().find_map(|one| if let Said::Note(note) = one.said { Some(note.erased) } else { None }).unwrap()
    };
    assert_eq!(erased(&bytes), [record]);
    let (_, tokens) = import(&mut Ledger::new("tablet"), &bytes);
    t.desk(Desk::Token(tokens[0].clone()));
    t.send(Event::Show(Stage::Board));
    t.interview();
    let (_, later) = t.hand_in();
    assert_eq!(erased(&later), [], "once is enough");
}

#[test]
fn room_is_made_without_forgetting_what_was_done() {
    let mut t = worked();
    let (_, bytes) = t.hand_in();
    t.desk(Desk::Erase(Scope::Acknowledged, String::new()));
    assert_eq!(t.stands(), (0, 4), "nothing was acknowledged, nothing goes");
    let (_, tokens) = import(&mut Ledger::new("tablet"), &bytes);
    t.desk(Desk::Token(tokens[0].clone()));
    t.send(Event::Show(Stage::Board));
    t.interview();
    t.send(Event::Show(Stage::Erasing));
    t.desk(Desk::Erase(Scope::Acknowledged, String::new()));
    assert!(matches!(t.told(), Some(Told::Erased(record)) if record.envelopes == 4 && record.unacknowledged == 0));
    t.open(Some("tablet"));
    assert_eq!((t.stands(), t.model.standing.lost, t.row()), ((0, 1), 0, (3, 0, Some(6))));
    assert_eq!(t.responses().len(), 1);
}

#[test]
fn a_lost_register_loses_no_form_and_is_said() {
    let mut t = worked();
    t.disk.wipe_journal();
    t.open(Some("tablet"));
    assert_eq!((t.model.board.done.len(), t.model.standing.unlisted), (0, 4));
    let (_, bytes) = t.hand_in();
    let mut ledger = Ledger::new("tablet");
    let (_, tokens) = import(&mut ledger, &bytes);
    assert_eq!(ledger.accepted().len(), 3);
    t.desk(Desk::Token(tokens[0].clone()));
    assert_eq!(t.stands(), (4, 0));
}

#[test]
fn a_form_that_is_gone_though_nobody_acknowledged_it_is_said() {
    let mut t = worked();
    let key = t.disk.journal.keys().find(|key| key.starts_with("e.")).unwrap().clone();
    t.disk.journal.remove(&key);
    t.disk.first.remove(&key);
    t.open(Some("tablet"));
    assert_eq!((t.model.standing.lost, t.stands()), (1, (0, 3)));
}

#[test]
fn forms_get_out_of_a_device_without_room_and_nothing_is_erased_without_a_record() {
    let mut t = worked();
    t.disk.fill(true);
    let (name, bytes) = t.hand_in();
    assert_eq!(t.told(), Some(&Told::NotNoted(name)));
    let (_, tokens) = import(&mut Ledger::new("tablet"), &bytes);
    t.send(Event::Show(Stage::Erasing));
    t.desk(Desk::Erase(Scope::Campaign, "4".into()));
    assert_eq!(t.told(), Some(&Told::NotKept(KeepFault::Medium(MediumFault::Full))));
    assert_eq!(t.responses().len(), 3);
    // Room again: what was asked for goes on by itself.
    t.disk.fill(false);
    t.wake();
    assert!(matches!(t.told(), Some(Told::Erased(record)) if record.unacknowledged == 4), "{:?}", t.told());
    assert_eq!(t.responses().len(), 0);
    t.send(Event::Show(Stage::HandingIn));
    t.desk(Desk::Token(tokens[0].clone()));
    assert_eq!(t.told(), Some(&Told::WrongToken), "the hand-in left with its campaign");
}

#[test]
fn what_cannot_be_sealed_is_said_and_tried_again() {
    let mut t = worked();
    t.disk.can_seal = false;
    t.send(Event::Show(Stage::HandingIn));
    t.desk(Desk::HandIn(Form::File));
    assert_eq!((t.told(), t.files_saved.len()), (Some(&Told::NotSealed(KeepFault::NotSealed)), 0));
    t.disk.can_seal = true;
    t.desk(Desk::HandIn(Form::File));
    assert_eq!(t.files_saved.len(), 1);
}

#[test]
fn nothing_of_it_is_in_reach_of_other_hands() {
    let mut t = worked();
    let (_, bytes) = t.hand_in();
    let (_, tokens) = import(&mut Ledger::new("tablet"), &bytes);
    t.send(Event::Show(Stage::Board));
    t.send(Event::HandOver);
    assert_eq!(t.model.stage, Stage::HandedOver);
    let before = (t.disk.journal.clone(), t.disk.first.clone());
    for event in [
        Event::Show(Stage::HandingIn),
        Event::Show(Stage::Erasing),
        Event::Desk(Desk::HandIn(Form::File)),
        Event::Desk(Desk::HandIn(Form::Codes)),
        Event::Desk(Desk::Token(tokens[0].clone())),
        Event::Desk(Desk::Erase(Scope::Campaign, "4".into())),
        Event::Desk(Desk::Erase(Scope::Acknowledged, String::new())),
        Event::Undo("Bấm nhầm".into()),
    ] {
        t.send(event);
        assert_eq!(t.model.stage, Stage::HandedOver);
    }
    assert_eq!((t.disk.journal.clone(), t.disk.first.clone(), t.files_saved.len()), (before.0, before.1, 1));
}

#[test]
fn a_wrong_tap_is_cancelled_by_a_correction() {
    let mut t = Tablet::ready();
    t.send(Event::Next);
    t.send(Event::Outcome(Outcome::Refused));
    assert_eq!(t.model.just_ended(&t.model.interview).map(|done| (done.outcome, done.cancelled)), Some((Outcome::Refused, false)));
    t.send(Event::Undo("Bấm nhầm".into()));
    assert_eq!(t.model.just_ended(&t.model.interview).map(|done| (done.cancelled, done.reason.as_str())), Some((true, "Bấm nhầm")));
    t.send(Event::Undo("Bấm nhầm".into()));
    assert_eq!((t.corrections().len(), t.responses().len()), (1, 1), "once, and the form itself stays");
    t.send(Event::Leave);
    t.send(Event::Undo("Bấm nhầm".into()));
    t.interview();
    assert_eq!((t.corrections().len(), t.model.just_ended(&t.model.interview)), (1, None), "a form that was asked to its end is no tap");
}

#[test]
fn the_day_until_which_forms_are_kept_is_called_to_mind() {
    let mut t = Tablet::ready();
    t.keep_until("2026-11-30");
    assert_eq!(t.model.retention(), None, "nothing is here");
    t.interview();
    assert!(matches!(t.model.retention(), Some(Retention::Soon(_))));
    t.clock += 7 * 86_400_000;
    t.send(Event::Show(Stage::Board));
    assert!(matches!(t.model.retention(), Some(Retention::Over(_))));
    t.keep_until("2027-03-01");
    assert_eq!(t.model.retention(), None);
}

/// The store has no room for the last forms: they stand in the journal alone, until those
/// that were acknowledged make room in local storage too.
#[test]
fn what_was_acknowledged_makes_room_where_there_is_none() {
    let mut t = worked();
    let used: usize = t.disk.first.iter().map(|(key, text)| "phieu.1.".len() + key.len() + text.len()).sum();
    t.disk.quota = Some(used + 20);
    t.interview();
    let in_first = |t: &Tablet| t.disk.first.iter().filter(|(key, text)| key.starts_with("e.") && text.split(' ').count() > 2).count();
    assert_eq!((in_first(&t), t.responses().len()), (4, 4), "three forms and the correction in both, the fourth form in the journal");
    let (_, bytes) = t.hand_in();
    let (_, tokens) = import(&mut Ledger::new("tablet"), &bytes);
    t.desk(Desk::Token(tokens[0].clone()));
    t.send(Event::Show(Stage::Board));
    t.interview();
    assert_eq!(in_first(&t), 4);
    t.send(Event::Show(Stage::Erasing));
    t.desk(Desk::Erase(Scope::Acknowledged, String::new()));
    assert!(matches!(t.told(), Some(Told::Erased(record)) if record.envelopes == 5));
    assert_eq!((in_first(&t), t.stands()), (1, (0, 1)), "the form that waits is in both again");
}

/// A whole store: one file, in the order of receipts, byte for byte; the token marks them
/// part by part, so that progress is seen.
#[test]
fn twenty_thousand_forms_go_into_one_file_and_come_back() {
    let key = demo_key().public();
    let envelope = |i: u32| {
        let noise: Vec<u8> = (0..5_u32).flat_map(|j| sha256(&[i, j].map(u32::to_be_bytes).concat())).collect();
        [&[1], &key.mark()[..], &noise[..155]].concat()
    };
    let envelopes: BTreeMap<String, Vec<u8>> = (0..20_000).map(envelope).map(|bytes| (receipt(&bytes), bytes)).collect();
    let mut contents = Contents::default();
    for (receipt, bytes) in &envelopes {
        contents.records.push((envelope_key(receipt), envelope_payload("5R2K8M0QZ7VJ3N1XB4T6WCYD9E", bytes).into_bytes()));
    }
    let setting = Setting { whose: Whose { campaign: "tablet".into(), key: Some(key) }, surveyor: "DTV07".into(), unit: "P01".into() };
    let moment = Moment { stamp: Stamp(tablet::MORNING), offset: 420, random: [7; 16] };
    let mut desk = handing_in::Desk::default();
    let shelf = Shelf::read(&contents, &Kept::default(), &[]);
    assert_eq!(shelf.standing(&setting.whose).unlisted, 20_000);
    let mut step = |shelf: &Shelf, event: Desk| handing_in::update(&mut desk, shelf, &setting, event, moment);

    let effects = step(&shelf, Desk::HandIn(Form::File));
    let [Effect::Seal(content, _)] = effects.as_slice() else { panic!("{} effects", effects.len()) };
    let note = seal(content, key, [9; 32]).unwrap();
    let effects = step(&shelf, Desk::Sealed(Ok(note.clone())));
    let [Effect::Put(put)] = effects.as_slice() else { panic!("{} effects", effects.len()) };
    let [(made, Value::Text(text))] = put.as_slice() else { panic!("{} records", put.len()) };
    contents.records.push((made.clone(), text.clone().into_bytes()));
    let effects = step(&shelf, Desk::Kept(Ok(())));
    let [Effect::Save(name, bytes), Effect::Read] = effects.as_slice() else { panic!("{} effects", effects.len()) };
    assert_eq!((name.as_str(), bytes.len()), ("P01_2026-11-24_20000-phieu.phieu", 8 + 20_000 * 171 + 11 + note.len()));
    let read: Vec<Vec<u8>> = file::decode(bytes).envelopes.into_iter().map(|(_, envelope)| envelope).collect();
    assert!(read.iter().eq(envelopes.values().chain([&note])));

    let shelf = Shelf::read(&contents, &Kept::default(), &[]);
    let token = Note::decode(std::str::from_utf8(&content[1..]).unwrap()).unwrap().token;
    let mut effects = step(&shelf, Desk::Token(token));
    let mut marked = 0;
    while let [Effect::Put(put)] = effects.as_slice() {
        assert!(put.len() <= handing_in::BATCH);
        marked += put.len();
        effects = step(&shelf, Desk::Kept(Ok(())));
    }
    assert_eq!((marked, effects.as_slice()), (20_000, &[Effect::Read][..]));
}
