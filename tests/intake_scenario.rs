//! Intake at the analyst's page, from the first file to the closed ledger: what is told,
//! what is kept, what is there after a reload, and what a cancelled, undone or refused act
//! leaves behind.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod office;

use office::{NOON, Office, Shelf, key, sealed, sealed_correction};
use phieu::app::analyse::receiving::{self, Stage};
use phieu::app::analyse::{Effect, Event, Place, update};
use phieu::app::content;
use phieu::app::intake::{Ask, Carrier, Desk, Given, Keeping, Refusal, Reply, ShelfFault, Source, Step};
use phieu::base::digest::{base32, sha256};
use phieu::base::time::Stamp;
use phieu::response::{Change, Correction};
use phieu::seal::receipt::{grouped, receipt};
use phieu::seal::{PrivateKey, open, seal};
use phieu::store::handin::note::{Note, cover};
use phieu::store::handin::{file, text};
use proptest::prelude::*;

fn payload(id: &str, code: &str, level: u8) -> String {
    let answers = (1..=9).map(|n| format!(r#""s{n}":{level}"#)).collect::<Vec<_>>().join(",");
    let header = format!(
        r#"{{"id":"{id}","campaign":["demo",1],"questionnaire":["ward-office","2026.1"],"fingerprint":"F","unit":"X01","group":"citizen","channel":"invitation","language":"vi","trial":false,"started":1,"fieldwork":{{"stratum":"X01 | citizen","village":"","entry":"{code}","surveyor":"","others":null}}}}"#
    );
    format!(
        r#"{{"version":1,"header":{header},"outcome":"complete","finished":2,"answers":{{"got_result":"yes",{answers}}},"seconds":{{}},"fills":[]}}"#
    )
}

/// So many responses, each with a code of its own.
fn some(range: std::ops::Range<usize>) -> Vec<Vec<u8>> {
    range.map(|n| sealed(&payload(&format!("R{n:03}"), &format!("CODE{n:03}"), if n % 2 == 0 { 5 } else { 2 }))).collect()
}

fn new(office: &Office) -> u64 {
    office.model.receiving.summary.counts.new
}

fn rows(office: &Office) -> u64 {
    office.model.intakes.values().map(|intake| intake.all.sampled).sum()
}

#[test]
fn from_the_key_to_the_numbers_and_again_after_a_reload() {
    let mut office = Office::over(Shelf::default(), "demo");
    assert_eq!(office.model.receiving.stage, Stage::Locked);
    office.bring("X01_2026-10-14_12-phieu.phieu", &some(0..12));
    assert_eq!((office.model.receiving.waiting.len(), office.shelf.writes), (1, 0), "it waits for the key");
    office.unlock();
    assert_eq!((new(&office), rows(&office), office.shelf.writes), (12, 12, 1));
    assert_eq!(office.model.receiving.running, None, "nothing is left running");
    let estimate = office.model.shown.clone().unwrap().results.clone();
    let stored = office.shelf.kept["demo"].clone();
    let bytes = stored.bundles.values().next().unwrap().clone();
    assert_eq!(file::decode(&bytes).envelopes.len(), 12, "sealed, as they came");

    let mut office = office.reload();
    assert_eq!(office.model.receiving.stage, Stage::Locked);
    assert_eq!((new(&office), office.model.shown.is_none()), (12, true), "what is in is told before the key is there");
    office.unlock();
    assert_eq!((new(&office), rows(&office)), (12, 12));
    assert_eq!(office.model.shown.clone().unwrap().results, estimate);
    assert_eq!(office.shelf.writes, 1, "reading writes nothing");
}

#[test]
fn the_same_file_by_text_and_by_this_machine_counts_once() {
    let envelopes = some(0..5);
    let mut office = Office::with("demo", &envelopes);
    office.give("Zalo", text::encode(&file::encode(envelopes.iter().map(Vec::as_slice))).into_bytes());
    office.machine = some(3..8);
    office.send(Event::ReadThisMachine);
    let summary = office.model.receiving.summary.clone();
    assert_eq!((summary.counts.new, summary.counts.total()), (8, 8));
    let by = |i: usize| (summary.imports[i].counts.new, summary.imports[i].counts.duplicate);
    assert_eq!([by(0), by(1), by(2)], [(5, 0), (0, 5), (3, 2)]);
    assert_eq!(office.receipts().len(), 8);
    assert_eq!(office.receipts(), {
        let mut list: Vec<String> = some(0..8).iter().map(|one| grouped(&receipt(one))).collect();
        list.sort();
        list
    });
}

#[test]
fn each_verdict_is_told() {
    let mut office = Office::with("demo", &some(0..2));
    let trial = payload("T1", "", 3).replace("\"trial\":false", "\"trial\":true");
    let elsewhere = payload("E1", "", 3).replace("[\"demo\",1]", "[\"desk\",1]");
    let other = PrivateKey::from_random(&[1; 32]);
    let damaged = {
        let mut one = some(7..8).remove(0);
        one[100] ^= 1;
        one
    };
    let envelopes = [
        sealed(&payload("R100", "CODE000", 4)),
        sealed(&trial),
        sealed(&elsewhere),
        seal(b"\x01x", other.public(), [1; 32]).unwrap(),
        seal(&[&[1_u8][..], &[7; 40]].concat(), key().public(), [1; 32]).unwrap(),
        seal(&[9], key().public(), [2; 32]).unwrap(),
        damaged,
    ];
    office.bring("b.phieu", &envelopes);
    let counts = office.model.receiving.summary.counts;
    assert_eq!((counts.new, counts.code_used, counts.trial, counts.other_round), (2, 1, 1, 1));
    assert_eq!((counts.other_key, counts.unknown_questionnaire, counts.unknown_version, counts.damaged), (1, 1, 1, 1));
    assert_eq!(counts.total(), 9);
    office.send(Event::DownloadLedger(420));
    let (name, bytes) = office.saved.pop().unwrap();
    assert_eq!(name, "phieu-demo-so-tiep-nhan-2026-11-23.csv");
    let table = String::from_utf8(bytes).unwrap();
    assert!(table.starts_with('\u{feff}') && table.lines().count() == 10);
    for word in ["Mới", "Mã đã dùng", "Thử", "Khác đợt;desk", "Khác khóa", "Bảng hỏi lạ", "Phiên bản lạ;9", "Hỏng;byte 5"]
    {
        assert!(table.contains(word), "{word}: {table}");
    }
    assert!(!table.contains("CODE") && !table.contains("R100"), "neither a code nor an id");
}

#[test]
fn an_unknown_questionnaire_is_read_once_it_is_known() {
    let text = std::fs::read_to_string("tests/data/questionnaires/all-kinds.json").unwrap();
    let strange = sealed(&payload("R9", "", 3).replace("[\"ward-office\",\"2026.1\"]", "[\"all-kinds\",\"1\"]"));
    let mut office = Office::with("demo", &[strange]);
    assert_eq!((new(&office), office.model.receiving.summary.unknown.len()), (0, 1));
    // The clerk drops the questionnaire itself.
    office.give("all-kinds.json", text.into_bytes());
    assert_eq!(office.model.receiving.said[0].form.as_deref(), Some("all-kinds"));
    assert_eq!((new(&office), office.model.receiving.summary.unknown.len()), (1, 0));
    assert_eq!(office.model.register.total(), 1, "and it stands in the register");
}

#[test]
fn an_import_is_undone_as_if_it_had_not_been() {
    let mut office = Office::with("demo", &some(0..6));
    office.bring("second", &some(4..9));
    office.bring("third", &some(8..10));
    assert_eq!(new(&office), 10);
    office.send(Event::UndoImport(0, NOON));
    assert_eq!((new(&office), rows(&office)), (6, 6));
    assert_eq!(office.model.receiving.summary.imports[0].undone, Some(NOON));
    let mut office = office.reload();
    office.unlock();
    assert_eq!((new(&office), rows(&office)), (6, 6), "what others brought too was kept");
    assert_eq!(office.model.receiving.summary.lost, 0);
    office.send(Event::UndoImport(0, NOON));
    assert_eq!(office.model.receiving.refused, Some(Refusal::NoImport));
    office.send(Event::UndoImport(1, NOON));
    office.send(Event::UndoImport(2, NOON));
    assert_eq!((new(&office), rows(&office)), (0, 0));
    assert!(office.model.shown.is_none());
}

/// A tablet may have erased what an import acknowledged: undoing it throws nothing away.
#[test]
fn what_was_undone_is_kept_aside_and_taken_again() {
    let mut office = Office::with("demo", &some(0..6));
    office.bring("second", &some(4..9));
    let estimate = office.model.shown.clone().unwrap().results.clone();
    let aside = |office: &Office| office.model.receiving.summary.imports.iter().map(|line| line.aside).collect::<Vec<_>>();
    office.send(Event::UndoImport(0, NOON));
    office.send(Event::UndoImport(1, NOON));
    assert_eq!((new(&office), aside(&office)), (0, vec![true, true]));
    let mut office = office.reload();
    office.unlock();
    assert_eq!((new(&office), rows(&office), aside(&office)), (0, 0, vec![true, true]), "aside is out of the ledger");
    office.send(Event::RedoImport(1, NOON));
    assert_eq!((new(&office), aside(&office)), (5, vec![true, false, false]));
    assert_eq!(office.model.receiving.summary.imports[2].source, "second");
    office.send(Event::RedoImport(0, NOON));
    assert_eq!((new(&office), rows(&office), aside(&office)), (9, 9, vec![false; 4]));
    assert_eq!(office.model.shown.clone().unwrap().results, estimate, "the same numbers as before");
    office.send(Event::RedoImport(0, NOON));
    assert_eq!(office.model.receiving.refused, Some(Refusal::NoImport));
    let mut office = office.reload();
    office.unlock();
    assert_eq!((new(&office), rows(&office)), (9, 9));
}

#[test]
fn closing_keeps_what_is_aside_without_its_codes() {
    let envelopes = some(0..6);
    let mut office = Office::with("demo", &envelopes[..3]);
    office.bring("second", &envelopes[3..]);
    office.send(Event::UndoImport(0, NOON));
    office.send(Event::CloseIntake("khóa sổ".to_owned()));
    assert!(office.model.receiving.summary.closed);
    let bundles = office.shelf.kept["demo"].bundles.clone();
    let kept: Vec<Vec<u8>> = bundles.values().flat_map(|bytes| file::decode(bytes).envelopes).map(|(_, envelope)| envelope).collect();
    assert_eq!((kept.len(), new(&office)), (6, 3));
    assert!(kept.iter().all(|envelope| !envelopes.contains(envelope)), "sealed anew");
    office.send(Event::RedoImport(0, NOON));
    assert_eq!(office.model.receiving.refused, Some(Refusal::Closed));
}

/// A ledger that was lost counts imports from the start: no bundle takes the name of another.
#[test]
fn a_lost_ledger_overwrites_no_envelope() {
    let mut office = Office::with("demo", &some(0..2));
    office.bring("b", &some(2..4));
    office.bring("c", &some(4..6));
    office.send(Event::UndoImport(0, NOON));
    let mut shelf = office.shelf.clone();
    shelf.kept.get_mut("demo").unwrap().ledger = None;
    let mut office = Office::over(shelf, "demo");
    office.unlock();
    assert_eq!(new(&office), 4);
    office.bring("d", &some(6..8));
    office.bring("e", &some(8..10));
    assert_eq!(new(&office), 8);
    let mut office = office.reload();
    office.unlock();
    assert_eq!((new(&office), rows(&office)), (8, 8));
}

#[test]
fn closing_wants_its_words_and_keeps_no_pair_of_code_and_answers() {
    let mut envelopes = some(0..6);
    envelopes.push(sealed(&payload("R200", "CODE000", 4)));
    let mut office = Office::with("demo", &envelopes);
    let (receipts, estimate) = (office.receipts(), office.model.shown.clone().unwrap().results.clone());
    office.send(Event::CloseIntake("đóng".to_owned()));
    assert!(!office.model.receiving.summary.closed);
    office.send(Event::CloseIntake(" KHOA SO ".to_owned()));
    assert!(office.model.receiving.summary.closed);
    assert_eq!((office.model.receiving.summary.counts.new, office.model.receiving.summary.counts.code_used), (6, 1));
    let stored = office.shelf.kept["demo"].clone();
    assert!(!stored.ledger.unwrap().contains("CODE"));
    for (name, bytes) in &stored.bundles {
        for (_, envelope) in file::decode(bytes).envelopes {
            let content = open(&envelope, &key()).unwrap();
            assert!(!envelopes.contains(&envelope), "{name}: as it came");
            // Crockford's letters are packed five bits each: unpack to look.
            let book = phieu::response::codec::binary::fingerprint(&content).unwrap();
            let text = std::fs::read_to_string("public/questionnaires/ward-office.json").unwrap();
            let form = phieu::questionnaire::Definition::read(&text).unwrap();
            let book = phieu::response::codec::binary::Codebook::of(&form, &book).unwrap();
            assert_eq!(phieu::response::Response::unpack(&content, &book).unwrap().header.fieldwork.entry, "");
        }
    }
    assert_eq!(office.receipts(), receipts, "the published list stays");
    assert_eq!(office.model.shown.clone().unwrap().results, estimate, "and every number");
    office.bring("late.phieu", &some(6..7));
    assert_eq!(office.model.receiving.refused, Some(Refusal::Closed));
    office.send(Event::UndoImport(0, NOON));
    assert_eq!(office.model.receiving.refused, Some(Refusal::Closed));
    let mut office = office.reload();
    office.unlock();
    assert_eq!((rows(&office), office.receipts()), (6, receipts));
    assert_eq!(office.model.shown.clone().unwrap().results, estimate);
}

#[test]
fn a_hand_in_shows_its_token_where_it_is_whole() {
    let mut envelopes = some(0..3);
    let correction = Correction {
        id: "7A".to_owned(),
        of: "R000".to_owned(),
        campaign: "demo".to_owned(),
        change: Change::Cancel,
        reason: "Nhập nhầm".to_owned(),
        surveyor: "DTV07".to_owned(),
        made: Stamp(9),
    };
    envelopes.push(sealed_correction(&correction));
    let receipts: Vec<String> = envelopes.iter().map(|one| receipt(one)).collect();
    let note = Note {
        campaign: "demo".to_owned(),
        token: "48291306".to_owned(),
        device: "DTV07".to_owned(),
        made: Stamp(10),
        count: 4,
        covers: cover(receipts.iter().map(String::as_str)),
        erased: Vec::new(),
    };
    envelopes.push(seal(&content::of_note(&note), key().public(), [5; 32]).unwrap());
    let mut office = Office::with("demo", &envelopes[1..]);
    let line = |office: &Office| office.model.receiving.summary.hand_ins[0].clone();
    assert_eq!((line(&office).whole, line(&office).hand_in.token.as_str()), (false, ""), "nobody may tell it");
    office.bring("whole.phieu", &envelopes);
    assert_eq!((line(&office).whole, line(&office).hand_in.token.as_str()), (true, "48291306"));
    assert_eq!((office.model.register.total(), rows(&office)), (3, 2), "one was cancelled");
    office.send(Event::UndoImport(1, NOON));
    assert!(!line(&office).whole);
}

#[test]
fn what_the_store_refuses_is_in_for_the_life_of_the_page_and_kept_when_there_is_room() {
    let mut office = Office::with("demo", &some(0..2));
    office.shelf.fault = Some(ShelfFault::Full);
    office.bring("b", &some(2..4));
    assert_eq!((new(&office), rows(&office), office.model.receiving.summary.keeping), (4, 4, Keeping::Full));
    office.shelf.fault = None;
    office.bring("c", &some(4..5));
    assert_eq!(office.model.receiving.summary.keeping, Keeping::Kept);
    let mut office = office.reload();
    office.unlock();
    assert_eq!((new(&office), rows(&office)), (5, 5), "the second import was kept with the third");
}

#[test]
fn another_window_is_noticed_and_nothing_of_its_work_is_written_over() {
    let mut office = Office::with("demo", &some(0..2));
    office.shelf.fault = Some(ShelfFault::Elsewhere);
    office.bring("b", &some(2..4));
    office.shelf.fault = None;
    assert_eq!(office.model.receiving.refused, Some(Refusal::Elsewhere));
    assert_eq!((office.model.receiving.stage, new(&office), rows(&office)), (Stage::Open, 2, 2), "read again, the key still there");
    office.bring("b", &some(2..4));
    assert_eq!((new(&office), office.model.receiving.refused), (4, None));
}

#[test]
fn a_ledger_that_is_lost_is_made_anew_of_the_envelopes() {
    let mut office = Office::with("demo", &some(0..3));
    office.bring("b", &some(2..5));
    let kept = office.shelf.kept.get_mut("demo").unwrap();
    (kept.ledger, kept.unreadable) = (None, true);
    let mut office = office.reload();
    office.unlock();
    let summary = office.model.receiving.summary.clone();
    assert_eq!((summary.renewed, summary.counts.new, summary.imports.len(), rows(&office)), (true, 5, 2, 5));
}

#[test]
fn a_kept_bundle_that_was_damaged_is_told() {
    let mut office = Office::with("demo", &some(0..3));
    let kept = office.shelf.kept.get_mut("demo").unwrap();
    kept.bundles.values_mut().next().unwrap()[30] ^= 1;
    let mut office = office.reload();
    office.unlock();
    assert_eq!((office.model.receiving.summary.lost, rows(&office)), (1, 2));
}

#[test]
fn a_cancelled_import_is_not_there_at_all() {
    let mut desk = Desk::default();
    desk.hear(Ask::Open { campaign: "demo".to_owned() }, Vec::new(), None);
    assert_eq!(desk.step(), Step::Read("demo".to_owned()));
    desk.found(Ok(phieu::app::intake::Stored::default()));
    desk.hear(Ask::Unlock { key: base32(&key().to_bytes()), forms: Vec::new() }, Vec::new(), None);
    while desk.step() != Step::Idle {}
    let many: Vec<Vec<u8>> = (0..2_000_u32).map(|n| n.to_be_bytes().to_vec()).collect();
    let sources = vec![Given { name: "a".to_owned(), carrier: Carrier::File }];
    desk.hear(Ask::Import { made: NOON, sources }, vec![file::encode(many.iter().map(Vec::as_slice))], None);
    for _ in 0..9 {
        assert!(!matches!(desk.step(), Step::Write(..)));
    }
    desk.hear(Ask::Cancel, Vec::new(), None);
    let Step::Say(answer) = desk.step() else { panic!() };
    assert_eq!(answer.reply, Reply::Cancelled);
    assert_eq!((desk.step(), desk.summary().counts.total(), desk.summary().imports.len()), (Step::Idle, 0, 0));
}

#[test]
fn a_key_that_is_not_the_campaigns_counts_nothing_and_loses_nothing() {
    let mut office = Office::over(Shelf::default(), "demo");
    office.unlock_with(&PrivateKey::from_random(&[3; 32]));
    office.bring("a", &some(0..2));
    assert_eq!(office.model.receiving.summary.counts.other_key, 2);
    let mut office = office.reload();
    office.unlock();
    assert_eq!((new(&office), rows(&office)), (2, 2), "read again with the right one");
}

#[test]
fn a_campaign_that_is_left_takes_its_answers_with_it() {
    let mut office = Office::with("demo", &some(0..3));
    office.send(Event::Opened(Place::parse("#/analyse?c=desk").unwrap()));
    assert_eq!((office.model.receiving.stage, new(&office), office.model.intakes.len()), (Stage::Locked, 0, 0));
    office.send(Event::Opened(Place::parse("#/analyse?c=demo").unwrap()));
    assert_eq!((office.model.receiving.stage, new(&office)), (Stage::Locked, 3));
}

#[test]
fn what_was_dropped_by_mistake_takes_no_import() {
    let mut office = Office::with("demo", &[]);
    office.give("photo.jpg", b"\xff\xd8\xff\xe0 picture".to_vec());
    let said = office.model.receiving.said.clone();
    assert_eq!((said[0].import, said[0].findings[0].code.as_str()), (None, "source_picture"));
    assert!(office.model.receiving.summary.imports.is_empty());
    assert!(receiving::confirms(&office.model, "Khóa sổ"));
    assert_eq!(update(&mut office.model, Event::CancelIntake), Vec::<Effect>::new());
}

/// The envelopes of `which` in the order that `seed` makes.
fn mixed(which: &[usize], pool: &[Vec<u8>], seed: u64) -> Vec<Vec<u8>> {
    let mut picked: Vec<&Vec<u8>> = which.iter().map(|i| &pool[i % pool.len()]).collect();
    picked.sort_by_key(|envelope| sha256(&[&envelope[40..60], &seed.to_be_bytes()[..]].concat()));
    picked.into_iter().cloned().collect()
}

fn end(office: &mut Office) -> (Vec<String>, u64, Option<phieu::analysis::Results>) {
    (office.receipts(), rows(office), office.model.shown.clone().map(|shown| shown.results.clone()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn order_repetition_and_what_was_undone_change_nothing(
        imports in prop::collection::vec(prop::collection::vec(0_usize..9, 0..6), 1..4),
        extra in prop::collection::vec(0_usize..9, 0..6),
        seed: u64,
    ) {
        let mut pool = some(0..6);
        // The same codes, and one response sealed twice.
        pool.push(sealed(&payload("R900", "CODE000", 1)));
        pool.push(sealed(&payload("R901", "CODE001", 1)));
        pool.push(seal(&open(&pool[2], &key()).unwrap(), key().public(), [77; 32]).unwrap());
        let mut straight = Office::with("demo", &[]);
        for which in &imports {
            straight.bring("a", &mixed(which, &pool, 0));
        }
        let expected = end(&mut straight);

        let mut other = Office::with("demo", &[]);
        other.bring("extra", &mixed(&extra, &pool, 1));
        for which in imports.iter().rev().chain(&imports) {
            other.bring("b", &mixed(which, &pool, seed));
        }
        if other.model.receiving.summary.imports.first().is_some_and(|import| import.source == "extra") {
            other.send(Event::UndoImport(0, NOON));
        }
        prop_assert_eq!(end(&mut other), expected.clone());
        let mut again = other.reload();
        again.unlock();
        prop_assert_eq!(end(&mut again), expected);
    }

    #[test]
    fn no_bytes_disturb_what_is_in(bytes in prop::collection::vec(any::<u8>(), 0..400), mark: bool) {
        let mut office = Office::with("demo", &some(0..2));
        let bytes = if mark { [&file::encode([])[..], &bytes].concat() } else { bytes };
        office.send(Event::Sources(NOON, vec![Source { name: "?".to_owned(), carrier: Carrier::Text, bytes }], Vec::new()));
        prop_assert_eq!((new(&office), rows(&office)), (2, 2));
        prop_assert_eq!(office.model.receiving.stage, Stage::Open);
    }
}
