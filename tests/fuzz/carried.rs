//! What is carried to the analyst by others: anything that is dropped on the page, pages of
//! a drop box, the records of hand-ins and erasures, published lists of receipts.

use phieu::app::analyse::pulling;
use phieu::app::intake::split;
use phieu::base::text64;
use phieu::base::time::Stamp;
use phieu::seal::receipt::Receipts;
use phieu::store::erasure::Erasure;
use phieu::store::handin::made::Made;
use phieu::store::handin::note::Note;
use phieu::store::handin::{file, text};

use super::{Check, Target, as_it_is, contents, hold, said};

pub const SOURCE: Target =
    Target { name: "source", seeds: sample_sources, check: source, repair: super::handin::repair_file, room: (400, 4 << 20) };
pub const DROP_BOX: Target = Target { name: "drop_box", seeds: sample_pages, check: drop_box, repair: as_it_is, room: (200, 1 << 20) };
pub const HAND_IN_RECORD: Target =
    Target { name: "hand_in_record", seeds: sample_records, check: hand_in_record, repair: as_it_is, room: (200, 1 << 20) };
pub const RECEIPT_LIST: Target =
    Target { name: "receipt_list", seeds: sample_lists, check: receipt_list, repair: as_it_is, room: (200, 1 << 20) };

fn sample_sources() -> Vec<Vec<u8>> {
    let file = file::encode([&[7; 160][..], &[8; 256]]);
    let pasted = text::encode(&file).into_bytes();
    let foreign = [&b"\x89PNG\r\n\x1a\n"[..], b"PK\x03\x04", b"%PDF-1.7", b"BM 1234"].map(<[u8]>::to_vec);
    [file, pasted].into_iter().chain(foreign).chain(contents(&["tests/data/keys", "public/questionnaires"])).collect()
}

/// What is dropped is read, or something is said of it.
fn source(bytes: &[u8]) -> Check {
    let read = split(bytes);
    let is_empty_file = bytes == file::encode([]) || read.form.is_some();
    let is_read = !read.envelopes.is_empty() || !read.findings.is_empty();
    hold(is_read || is_empty_file || bytes.len() >= 20, || "nothing read and nothing said".to_owned())?;
    hold(read.damaged.iter().all(|byte| *byte <= bytes.len()), || "damage behind the end".to_owned())?;
    super::located(&read.findings)
}

fn sample_pages() -> Vec<Vec<u8>> {
    let document = |id: &str, envelope: &[u8]| {
        format!(
            r#"{{"seq":"1-g1","id":"{id}","changes":[{{"rev":"1-a"}}],"doc":{{"_id":"{id}","_rev":"1-a","phieu":1,"envelope":"{}"}}}}"#,
            text64::encode(envelope)
        )
    };
    let page = |results: &str| format!(r#"{{"results":[{results}],"last_seq":"2-g1AAAA","pending":0}}"#);
    let two = [document("4KQ2M0ZX4D7R19WT", &[7; 160]), document("_design/phieu", b"")].join(",");
    [page(&two), page(""), page(r#"{"id":"x","deleted":true}"#), r#"{"results":[],"last_seq":7}"#.to_owned()]
        .map(String::into_bytes)
        .to_vec()
}

fn drop_box(bytes: &[u8]) -> Check {
    let Some(page) = pulling::read(&String::from_utf8_lossy(bytes)) else { return Ok(()) };
    hold(page.since.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)), || page.since.clone())?;
    let most = page.documents.len();
    let (envelopes, findings) = pulling::envelopes(page.documents);
    hold(envelopes.len() + findings.len() <= most, || "more than there are documents".to_owned())?;
    hold(envelopes.iter().all(|envelope| !envelope.is_empty()), || "an empty envelope".to_owned())
}

fn sample_records() -> Vec<Vec<u8>> {
    let erasure =
        Erasure { campaign: "demo".to_owned(), made: Stamp(9), by: "DTV07".to_owned(), envelopes: 3, unacknowledged: 1, drafts: 0 };
    let note = Note {
        campaign: "demo".to_owned(),
        token: "48291306".to_owned(),
        device: "DTV07".to_owned(),
        made: Stamp(9),
        count: 1,
        covers: "4KQ2M0ZX4D7R19WT".to_owned(),
        erased: vec![erasure.clone()],
    };
    let made = Made {
        id: "4KQ2M0ZX4D7R19WT".to_owned(),
        campaign: "demo".to_owned(),
        made: Stamp(9),
        name: "X05_2026-10-14_1-phieu.phieu".to_owned(),
        salt: "ABC".to_owned(),
        digest: "DEF".to_owned(),
        receipts: vec!["4KQ2M0ZX4D7R19WT".to_owned()],
        erased: vec!["x.demo.9".to_owned()],
        note: vec![1; 160],
    };
    [erasure.encode(), note.encode(), made.encode()].map(String::into_bytes).to_vec()
}

/// Each of the three readers, for a record may stand under another's key.
fn hand_in_record(bytes: &[u8]) -> Check {
    let text = String::from_utf8_lossy(bytes);
    match Note::decode(&text) {
        Ok(note) => hold(Note::decode(&note.encode()).as_ref() == Ok(&note), || "a note does not come back".to_owned())?,
        Err(findings) => said(&findings)?,
    }
    match Made::decode(&text) {
        Ok(made) => hold(Made::decode(&made.encode()).as_ref() == Ok(&made), || "a hand-in does not come back".to_owned())?,
        Err(findings) => said(&findings)?,
    }
    match Erasure::decode(&text) {
        Ok(erasure) => hold(Erasure::decode(&erasure.encode()).as_ref() == Ok(&erasure), || "an erasure does not come back".to_owned()),
        Err(findings) => said(&findings),
    }
}

fn sample_lists() -> Vec<Vec<u8>> {
    let receipts = (0..40_u8).map(|i| phieu::seal::receipt::receipt(&[i; 160]));
    vec![Receipts::of(receipts).encode().into_bytes(), Vec::new()]
}

fn receipt_list(bytes: &[u8]) -> Check {
    let text = String::from_utf8_lossy(bytes);
    match Receipts::decode(&text) {
        Ok(list) => {
            let again = Receipts::decode(&list.encode());
            hold(again.is_ok_and(|again| again.count() == list.count()), || "does not come back".to_owned())
        }
        Err(line) => hold(line <= text.lines().count(), || format!("damaged in line {line}")),
    }
}
