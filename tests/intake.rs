//! From an interview to the ledger: packed, sealed, handed in by file, text and QR parts,
//! opened, unpacked, counted once.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::collections::BTreeMap;

use common::{FORMS, SIPAS, any_interview, book, complete};
use phieu::app::content;
use phieu::app::intake::{Incoming, Reading, Said, read};
use phieu::base::digest::{base32, fingerprint, sha256};
use phieu::base::text85;
use phieu::base::time::Stamp;
use phieu::response::codec::binary::Codebook;
use phieu::response::{Change, Correction, Outcome, Response};
use phieu::seal::receipt::{Receipts, receipt};
use phieu::seal::{PrivateKey, seal};
use phieu::store::handin::note::{Note, cover};
use phieu::store::handin::{file, parts, text};
use phieu::store::ledger::{Content, Ledger, Verdict};
use proptest::prelude::*;

fn key() -> PrivateKey {
    PrivateKey::from_random(&[7; 32])
}

fn books() -> BTreeMap<String, Codebook> {
    FORMS.iter().map(|path| (fingerprint(common::text(path).as_bytes()), book(path))).collect()
}

fn sealed(path: &str, response: &Response) -> Vec<u8> {
    let random = sha256(response.header.id.as_bytes());
    seal(&response.pack(&book(path)).unwrap(), key().public(), random).unwrap()
}

/// Responses of the long form that differ.
fn responses(count: u32) -> Vec<Response> {
    let sample = complete(SIPAS);
    (0..count)
        .map(|i| {
            let mut response = sample.clone();
            let digest = sha256(&i.to_be_bytes());
            response.header.id = base32(&digest[..16]);
            response.header.fieldwork.entry = base32(&digest[16..22]);
            response.header.started = Stamp(sample.header.started.0 + u64::from(i) * 61_007);
            response.finished = Stamp(sample.finished.0 + u64::from(i) * 61_007);
            response.outcome = Outcome::ALL[i as usize % 6];
            response
        })
        .collect()
}

/// So many responses as `PHIEU_RESPONSES` says: 20 000 take a minute without optimisation.
fn count() -> u32 {
    std::env::var("PHIEU_RESPONSES").ok().and_then(|text| text.parse().ok()).unwrap_or(600)
}

#[test]
fn responses_round_trip_through_every_transport() {
    let (responses, key, books) = (responses(count()), key(), books());
    let envelopes: Vec<Vec<u8>> = responses.iter().map(|response| sealed(SIPAS, response)).collect();
    assert!(envelopes.iter().all(|envelope| envelope.len() == 160));
    let bytes = file::encode(envelopes.iter().map(Vec::as_slice));
    let by_text = text::decode(&text::encode(&bytes));
    assert_eq!(by_text.damaged, []);
    let some = file::encode(envelopes.iter().take(100).map(Vec::as_slice));
    let mut collector = parts::Collector::default();
    let by_parts = (20..).find_map(|number| collector.take(&parts::part(&some, number).unwrap()).unwrap()).unwrap();
    assert_eq!(by_parts, some);

    let reading = Reading { key: &key, campaign: "demo", books: &books };
    let mut ledger = Ledger::new("demo");
    for contents in [file::decode(&bytes), by_text, file::decode(&by_parts)] {
        let import = ledger.begin(Stamp(0), "X05_2026-10-14_37-phieu.phieu").unwrap();
        for (i, (_, envelope)) in contents.envelopes.iter().enumerate() {
            let incoming = read(envelope, &reading);
            assert_eq!(incoming.response(), Some(&responses[i]));
            ledger.take(import, &incoming.receipt, incoming.content).unwrap();
        }
    }
    assert_eq!(ledger.accepted().len(), responses.len());
    let list = Receipts::of(ledger.accepted());
    assert!(envelopes.iter().all(|envelope| list.has(&receipt(envelope))));
    println!("{} responses, {} bytes by file, {} characters by text", responses.len(), bytes.len(), text::encode(&bytes).len());
}

#[test]
fn an_envelope_in_a_store_is_200_characters() {
    let envelope = sealed(SIPAS, &complete(SIPAS));
    assert_eq!(text85::encode(&envelope).len(), 200);
}

#[test]
fn of_one_code_the_lower_envelope_counts_and_each_other_verdict_is_given() {
    let (key, books) = (key(), books());
    let reading = Reading { key: &key, campaign: "demo", books: &books };
    let all = responses(2);
    let second = Response {
        header: phieu::response::codec::Header { fieldwork: all[0].header.fieldwork.clone(), ..all[1].header.clone() },
        ..all[1].clone()
    };
    let envelopes = [sealed(SIPAS, &all[0]), sealed(SIPAS, &second)];
    let mut ledger = Ledger::new("demo");
    let import = ledger.begin(Stamp(0), "").unwrap();
    for envelope in &envelopes {
        let incoming = read(envelope, &reading);
        ledger.take(import, &incoming.receipt, incoming.content).unwrap();
    }
    let mut receipts = envelopes.map(|envelope| receipt(&envelope));
    receipts.sort();
    assert_eq!(ledger.verdicts().into_values().collect::<Vec<_>>(), [Verdict::New, Verdict::CodeUsed]);
    assert_eq!(ledger.accepted().into_iter().collect::<Vec<_>>(), receipts[..1]);

    let say = |envelope: &[u8], reading: &Reading<'_>| read(envelope, reading).content;
    let envelope = sealed(SIPAS, &all[0]);
    let other = PrivateKey::from_random(&[8; 32]);
    assert_eq!(say(&envelope, &Reading { key: &other, ..reading.clone() }), Content::OtherKey);
    assert_eq!(say(&envelope, &Reading { campaign: "desk", ..reading.clone() }), Content::OtherRound("demo".to_owned()));
    let nothing = BTreeMap::new();
    assert_eq!(
        say(&envelope, &Reading { books: &nothing, ..reading.clone() }),
        Content::UnknownQuestionnaire(all[0].header.fingerprint.clone())
    );
    assert_eq!(say(&envelope[..100], &reading), Content::Damaged(100));
    assert_eq!(say(&[&[9], &envelope[1..]].concat(), &reading), Content::UnknownVersion(9));
    let mut trial = all[0].clone();
    trial.header.trial = true;
    assert_eq!(say(&sealed(SIPAS, &trial), &reading), Content::Trial);
    let rubbish = seal(b"\x01rubbish that somebody sealed", key.public(), [1; 32]).unwrap();
    assert_eq!(say(&rubbish, &reading), Content::UnknownQuestionnaire(fingerprint_of(&rubbish, &key)));
    let newer = seal(b"\x04", key.public(), [1; 32]).unwrap();
    assert_eq!(say(&newer, &reading), Content::UnknownVersion(4));
    let nonsense = seal(b"\x02{}", key.public(), [1; 32]).unwrap();
    assert_eq!(say(&nonsense, &reading), Content::Damaged(1));
}

/// A hand-in as a tablet makes it: responses, a correction, and the note that says which
/// envelopes belong together.
#[test]
fn a_hand_in_is_acknowledged_where_it_came_in_whole() {
    let (key, books) = (key(), books());
    let reading = Reading { key: &key, campaign: "demo", books: &books };
    let all = responses(3);
    let correction = Correction {
        id: "7A".to_owned(),
        of: all[0].header.id.clone(),
        campaign: "demo".to_owned(),
        change: Change::Cancel,
        reason: "Nhập nhầm".to_owned(),
        surveyor: "DTV07".to_owned(),
        made: Stamp(9),
    };
    let mut envelopes: Vec<Vec<u8>> = all.iter().map(|response| sealed(SIPAS, response)).collect();
    envelopes.push(seal(&content::of_correction(&correction), key.public(), [4; 32]).unwrap());
    let receipts: Vec<String> = envelopes.iter().map(|envelope| receipt(envelope)).collect();
    let note = Note {
        campaign: "demo".to_owned(),
        token: "48291306".to_owned(),
        device: "DTV07".to_owned(),
        made: Stamp(10),
        count: 4,
        covers: cover(receipts.iter().map(String::as_str)),
        erased: Vec::new(),
    };
    envelopes.push(seal(&content::of_note(&note), key.public(), [5; 32]).unwrap());
    let mut ledger = Ledger::new("demo");
    let mut import = |envelopes: &[Vec<u8>]| {
        let import = ledger.begin(Stamp(0), "").unwrap();
        let read: Vec<Incoming> = envelopes.iter().map(|envelope| read(envelope, &reading)).collect();
        for incoming in &read {
            ledger.take(import, &incoming.receipt, incoming.content.clone()).unwrap();
        }
        (read, ledger.clone())
    };
    let (read, cut) = import(&envelopes[1..]);
    assert_eq!(read[2].said, Said::Correction(Box::new(correction)));
    assert_eq!(read[3].said, Said::Note(Box::new(note)));
    let said = read[3].receipt.clone();
    assert_eq!(cut.verdicts()[&said], Verdict::HandInCut);
    let (_, whole) = import(&envelopes);
    assert_eq!(whole.verdicts()[&said], Verdict::HandIn);
    assert_eq!(whole.hand_ins()[said.as_str()].token, "48291306");
    assert_eq!(whole.corrections(), [receipts[3].clone()].into());
    assert_eq!(whole.accepted(), receipts[..3].iter().cloned().collect());
    let other = Reading { campaign: "desk", ..reading.clone() };
    assert_eq!(content_of(&envelopes[3], &other), Content::OtherRound("demo".to_owned()));
    assert_eq!(content_of(&envelopes[4], &other), Content::OtherRound("demo".to_owned()));
}

fn content_of(envelope: &[u8], reading: &Reading<'_>) -> Content {
    read(envelope, reading).content
}

fn fingerprint_of(envelope: &[u8], key: &PrivateKey) -> String {
    phieu::response::codec::binary::fingerprint(&phieu::seal::open(envelope, key).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn whatever_comes_in_something_is_said((path, response) in any_interview(), at: prop::sample::Index, bit in 0_u8..8, rubbish in prop::collection::vec(any::<u8>(), 0..300)) {
        let (key, books) = (key(), books());
        let reading = Reading { key: &key, campaign: "demo", books: &books };
        let mut envelope = sealed(path, &response);
        prop_assert_eq!(read(&envelope, &reading).said, Said::Response(Box::new(response)));
        let at = at.index(envelope.len());
        envelope[at] ^= 1 << bit;
        prop_assert_eq!(read(&envelope, &reading).said, Said::Nothing);
        prop_assert_eq!(read(&rubbish, &reading).said, Said::Nothing);
        // Somebody who has the public key seals what he likes.
        if let Some(sealed) = seal(&rubbish, key.public(), [3; 32]) {
            prop_assert_eq!(read(&sealed, &reading).said, Said::Nothing);
        }
    }
}
