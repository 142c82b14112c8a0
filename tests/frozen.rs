//! Texts that earlier releases stored. They are read for ever; what the present format
//! version writes is, byte for byte, what stands in its own folder.
#![allow(clippy::unwrap_used, reason = "a file that cannot be read fails its test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use phieu::app::content::{self, Kind};
use phieu::base::Lang;
use phieu::base::Named;
use phieu::base::digest::{base32, fingerprint, unbase32};
use phieu::base::time::{Date, Stamp};
use phieu::campaign::{self, Campaign};
use phieu::questionnaire::{Definition, MissingCode};
use phieu::response::codec::binary::Codebook;
use phieu::response::codec::{Fieldwork, Fill, Header};
use phieu::response::{Answer, Change, Channel, Correction, Draft, Outcome, Response};
use phieu::seal::key_file::KeyFile;
use phieu::seal::receipt::receipt;
use phieu::seal::sheet::{recover, split};
use phieu::seal::{PrivateKey, open};
use phieu::store::erasure::Erasure;
use phieu::store::handin::note::{Note, cover};
use phieu::store::handin::{file, parts, text};
use phieu::store::journal::Record;
use phieu::store::journal::record::draft_key;
use phieu::store::ledger::{Ledger, Verdict};

fn frozen(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/frozen").join(name)).unwrap()
}

fn header(channel: Channel, language: Lang) -> Header {
    Header {
        id: "5R2K8M0QZ7VJ3N1XB4T6WCYD9E".to_owned(),
        campaign: ("demo".to_owned(), 1),
        questionnaire: ("ward-office".to_owned(), "2026.1".to_owned()),
        fingerprint: "9Q3ZK7V1M5X0T2RB".to_owned(),
        unit: "P01".to_owned(),
        group: "citizen".to_owned(),
        channel,
        language,
        trial: false,
        started: Stamp(1_795_435_200_000),
        fieldwork: Fieldwork::default(),
    }
}

fn answers() -> BTreeMap<String, Answer> {
    let text = |text: &str| Answer::Text(text.to_owned());
    BTreeMap::from([
        ("age".to_owned(), Answer::Missing { missing: MissingCode::LeftBlank }),
        ("channels".to_owned(), Answer::Set(vec!["tv".to_owned(), "other".to_owned()])),
        ("got_result".to_owned(), text("yes")),
        ("remark_text".to_owned(), text("Cần “nhanh hơn”\n\tvà \\ sạch hơn 🙂\u{1}\u{7f}")),
        ("s1".to_owned(), Answer::Number(5)),
        ("s2".to_owned(), Answer::Number(-1)),
    ])
}

fn draft() -> Draft {
    Draft {
        header: header(Channel::OpenLink, Lang::Vi),
        sequence: 7,
        saved: Stamp(1_795_435_260_000),
        at: "s1".to_owned(),
        furthest: "remark_text".to_owned(),
        answers: answers().into_iter().collect(),
        seconds: Named::new(),
        fills: Vec::new(),
    }
}

fn response() -> Response {
    let mut asked: BTreeMap<String, Option<Answer>> = answers().into_iter().map(|(name, answer)| (name, Some(answer))).collect();
    asked.insert("sex".to_owned(), None);
    Response {
        header: header(Channel::SelfOnTablet, Lang::En),
        outcome: Outcome::Complete,
        finished: Stamp(1_795_435_320_000),
        answers: asked.into_iter().collect(),
        seconds: Named::new(),
        fills: Vec::new(),
    }
}

fn fieldwork() -> Fieldwork {
    Fieldwork {
        stratum: "P01 | citizen".to_owned(),
        village: "Tổ 3".to_owned(),
        entry: "0147".to_owned(),
        surveyor: "DTV07".to_owned(),
        others: Some(true),
    }
}

fn draft_1() -> Draft {
    let draft = draft();
    let fills = vec![Fill { question: "c1".to_owned(), option: "fair".to_owned(), rows: 12 }];
    Draft { header: Header { fieldwork: fieldwork(), ..draft.header }, seconds: Named::from([("s1".to_owned(), 41)]), fills, ..draft }
}

fn response_1() -> Response {
    let Draft { header: Header { fieldwork, .. }, seconds, fills, .. } = draft_1();
    let response = response();
    Response { header: Header { fieldwork, ..response.header }, outcome: Outcome::NotReached, seconds, fills, ..response }
}

fn correction(change: Change) -> Correction {
    Correction {
        id: "7A".to_owned(),
        of: "5R2K8M0QZ7VJ3N1XB4T6WCYD9E".to_owned(),
        campaign: "demo".to_owned(),
        change,
        reason: "Chọn nhầm xã".to_owned(),
        surveyor: "DTV07".to_owned(),
        made: Stamp(1_795_435_380_000),
    }
}

#[test]
fn version_0_is_read() {
    assert_eq!(Draft::decode(&frozen("v0/draft.json")), Ok(draft()));
    assert_eq!(Response::decode(&frozen("v0/response.json")), Ok(response()));
}

#[test]
fn version_1_is_written_and_read() {
    assert_eq!(draft_1().encode(), frozen("v1/draft.json"));
    assert_eq!(Draft::decode(&frozen("v1/draft.json")), Ok(draft_1()));
    assert_eq!(response_1().encode(), frozen("v1/response.json"));
    assert_eq!(Response::decode(&frozen("v1/response.json")), Ok(response_1()));
    for (name, change) in [("v1/correction_unit.json", Change::Unit("P02".to_owned())), ("v1/correction_cancel.json", Change::Cancel)] {
        assert_eq!(correction(change.clone()).encode(), frozen(name));
        assert_eq!(Correction::decode(&frozen(name)), Ok(correction(change)));
    }
}

/// Campaigns of the formats before: read for ever, without key, drop box and retention.
#[test]
fn campaigns_of_versions_1_and_2_are_read() {
    for (name, version, units) in [("campaign1/desk.json", 1, 1), ("campaign2/units.json", 2, 1)] {
        let campaign = Campaign::read(&frozen(name)).unwrap();
        assert_eq!((campaign.version, campaign.units.len()), (version, units));
        assert_eq!((campaign.key, campaign.drop_box, campaign.keep_until), (None, None, None));
    }
}

#[test]
fn campaign_3_is_written_and_read() {
    let text = frozen("campaign3/round.json");
    let campaign = Campaign::read(&text).unwrap();
    assert_eq!(campaign.version, campaign::VERSION);
    assert_eq!(campaign.key_mark().as_deref(), Some("FR7P66A7TYR3B4G7"));
    assert_eq!(campaign.drop_box.as_deref(), Some("https://hop.songiang.gov.vn/phieu-2026"));
    assert_eq!(campaign.keep_until, Date::parse("2028-11-15"));
    assert_eq!(serde_json::to_string(&campaign).unwrap(), text.trim_end());
}

/// A questionnaire of that day with two responses, packed, and what they say.
#[test]
fn packing_1_is_written_and_read() {
    let questionnaire = frozen("packed1/questionnaire.json");
    let book = Codebook::of(&Definition::read(&questionnaire).unwrap(), &fingerprint(questionnaire.as_bytes())).unwrap();
    for name in ["complete", "odd"] {
        let response = Response::decode(&frozen(&format!("packed1/{name}.json"))).unwrap();
        let packed = unbase32(frozen(&format!("packed1/{name}.txt")).trim()).unwrap();
        assert_eq!(response.pack(&book).as_ref(), Some(&packed), "{name}");
        assert_eq!(Response::unpack(&packed, &book), Ok(response), "{name}");
    }
}

/// An envelope that `src/platform/seal.js` sealed with a browser's cryptography.
#[test]
fn what_a_browser_sealed_opens() {
    let envelope = unbase32(frozen("sealed1/webcrypto.txt").trim()).unwrap();
    // A drop box comes to the same: `tests/e2e/dropbox.spec.mjs`.
    assert_eq!(receipt(&envelope), "SRP0TS7FDH4FK052");
    // The recipient of RFC 9180, appendix A.1.1.
    let random = [
        0x6d, 0xb9, 0xdf, 0x30, 0xaa, 0x07, 0xdd, 0x42, 0xee, 0x5e, 0x81, 0x81, 0xaf, 0xdb, 0x97, 0x7e, 0x53, 0x8f, 0x5e, 0x1f, 0xec, 0x8a,
        0x06, 0x22, 0x3f, 0x33, 0xf7, 0x01, 0x3e, 0x52, 0x50, 0x37,
    ];
    assert_eq!(open(&envelope, &PrivateKey::from_random(&random)), Ok("xin chào".as_bytes().to_vec()));
}

fn frozen_bytes(name: &str) -> Vec<u8> {
    unbase32(frozen(name).trim()).unwrap()
}

/// Written by another implementation from `docs/envelope.md`.
#[test]
fn key_file_and_sheets_of_version_1_are_written_and_read() {
    let key = PrivateKey::from_bytes(&frozen_bytes("key1/private.txt").try_into().unwrap()).unwrap();
    let file = KeyFile::decode(&frozen("key1/key.json")).unwrap();
    assert_eq!((file.campaign.as_str(), file.public), ("demo", key.public()));
    assert_eq!(file.open("Mùa xuân đầu tiên").map(|key| key.public()), Ok(key.public()));
    assert_eq!(file.encode(), frozen("key1/key.json"));
    let slope: Vec<u8> = (200..232).collect();
    let sheets = split(&key, &slope.try_into().unwrap()).map(|sheet| sheet.text());
    for (number, sheet) in (1..).zip(&sheets) {
        assert_eq!(*sheet, frozen(&format!("key1/sheet{number}.txt")));
    }
    assert_eq!(recover([&sheets[2], &sheets[0]], key.public()).map(|key| key.public()), Ok(key.public()));
}

/// The same.
#[test]
fn hand_ins_of_version_1_are_written_and_read() {
    let envelopes = [vec![7; 160], (0..=255).collect::<Vec<u8>>()];
    let bytes = file::encode(envelopes.iter().map(Vec::as_slice));
    assert_eq!(bytes, frozen_bytes("handin1/two.txt"));
    assert_eq!(text::encode(&bytes), frozen("handin1/message.txt"));
    let read = |contents: file::Contents| contents.envelopes.into_iter().map(|(_, envelope)| envelope).collect::<Vec<_>>();
    assert_eq!(read(file::decode(&bytes)), envelopes);
    assert_eq!(read(text::decode(&frozen("handin1/message.txt"))), envelopes);
    let data: Vec<u8> = (0..600_usize).map(|i| u8::try_from(i * 7 % 256).unwrap()).collect();
    assert_eq!(parts::part(&data, 2), Some(frozen_bytes("handin1/part2.txt")));
}

/// The same.
#[test]
fn records_and_ledgers_of_version_1_are_written_and_read() {
    let key = draft_key("demo", "5R2K8M0QZ7VJ3N1XB4T6WCYD9E");
    let record = Record { sequence: 1_795_435_200_123, payload: Some("sealed draft".to_owned()) };
    assert_eq!(record.encode(&key), frozen("record1/draft.txt").trim());
    assert_eq!(Record::decode(&key, frozen("record1/draft.txt").trim()), Some(record));
    let ledger = Ledger::decode(&frozen("ledger1/open.txt")).unwrap();
    assert_eq!(ledger.encode(), frozen("ledger1/open.txt"));
    assert_eq!(ledger.imports()[1].source, "tập hai");
    assert_eq!(ledger.imports()[0].damaged, [17, 345]);
    assert_eq!(ledger.accepted().into_iter().collect::<Vec<_>>(), ["0000000000000001"]);
    assert_eq!(ledger.verdicts()["0000000000000002"], Verdict::CodeUsed);
}

/// What stands in an envelope beside a response: a correction, the note of a hand-in; and
/// a ledger that has both.
#[test]
fn contents_of_version_1_are_written_and_read() {
    let erased = Erasure {
        campaign: "dot1".to_owned(),
        made: Stamp(1_795_435_000_000),
        by: "DTV07".to_owned(),
        envelopes: 41,
        unacknowledged: 2,
        drafts: 1,
    };
    let note = Note {
        campaign: "demo".to_owned(),
        token: "48291306".to_owned(),
        device: "DTV07".to_owned(),
        made: Stamp(1_795_435_440_000),
        count: 3,
        covers: cover(["0000000000000001", "0000000000000002", "0000000000000003"]),
        erased: vec![erased],
    };
    let correction = correction(Change::Unit("P02".to_owned()));
    let (by_correction, by_note) = (content::of_correction(&correction), content::of_note(&note));
    assert_eq!(base32(&by_correction), frozen("content1/correction.txt").trim());
    assert_eq!(base32(&by_note), frozen("content1/note.txt").trim());
    assert_eq!(content::read(&frozen_bytes("content1/correction.txt")), Kind::Correction(Box::new(correction)));
    assert_eq!(content::read(&frozen_bytes("content1/note.txt")), Kind::Note(Box::new(note)));

    let ledger = Ledger::decode(&frozen("ledger1/hand_in.txt")).unwrap();
    assert_eq!(ledger.encode(), frozen("ledger1/hand_in.txt"));
    assert_eq!(ledger.verdicts()["0000000000000009"], Verdict::HandIn);
    assert_eq!(ledger.hand_ins()["0000000000000009"].token, "48291306");
    assert_eq!(ledger.verdicts()["000000000000000A"], Verdict::HandInCut);
    assert_eq!(ledger.corrections().into_iter().collect::<Vec<_>>(), ["0000000000000003"]);
}
