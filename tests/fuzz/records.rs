//! What stands in a browser's stores, where anybody with the browser may have written:
//! records of both formats, the texts in them, the ledger.

use std::collections::BTreeMap;

use phieu::base::digest::{base32, fingerprint, sha256};
use phieu::base::time::Stamp;
use phieu::response::{Correction, Draft, Response};
use phieu::store::journal::record::read_envelope;
use phieu::store::journal::{Effect, Event, Journal, Record, Side, may_write};
use phieu::store::ledger::{Damaged, Ledger};
use phieu::store::{self, MemoryMedium};

use super::{Check, Target, as_it_is, contents, hold, said};

pub const JOURNAL_RECORD: Target =
    Target { name: "journal_record", seeds: sample_records, check: journal_record, repair: repair_record, room: (16, 1 << 20) };
pub const JOURNAL_SIDES: Target =
    Target { name: "journal_sides", seeds: sample_sides, check: journal_sides, repair: repair_sides, room: (400, 1 << 20) };
pub const LEDGER: Target = Target { name: "ledger", seeds: sample_ledgers, check: ledger, repair: repair_ledger, room: (200, 1 << 20) };
pub const RESPONSE_TEXT: Target =
    Target { name: "response_text", seeds: sample_texts, check: response_text, repair: as_it_is, room: (200, 1 << 20) };
pub const DRAFT_TEXT: Target =
    Target { name: "draft_text", seeds: sample_texts, check: draft_text, repair: as_it_is, room: (200, 1 << 20) };
pub const CORRECTION: Target =
    Target { name: "correction", seeds: sample_texts, check: correction, repair: as_it_is, room: (200, 1 << 20) };
pub const STORE_0: Target = Target { name: "store_0", seeds: sample_stores, check: store_0, repair: as_it_is, room: (200, 1 << 20) };

/// A line a record: its key, `=`, its text.
fn line(key: &str, sequence: u64, payload: Option<&str>) -> String {
    let record = Record { sequence, payload: payload.map(str::to_owned) };
    [key, "=", &record.encode(key)].concat()
}

fn sample_records() -> Vec<Vec<u8>> {
    let envelope = phieu::store::journal::record::envelope_payload("5R2K8M0QZ7VJ3N1XB4T6WCYD9E", &[7; 160]);
    let key = format!("e.{}", fingerprint(&[7; 160]));
    let draft = "d.demo.5R2K8M0QZ7VJ3N1X";
    [line(&key, 0, Some(&envelope)), line(draft, 9, Some("draft text")), line(draft, 10, None)].map(String::into_bytes).to_vec()
}

fn sample_sides() -> Vec<Vec<u8>> {
    let one: Vec<String> = sample_records().into_iter().map(|record| String::from_utf8(record).unwrap()).collect();
    let other = [line("d.demo.5R2K8M0QZ7VJ3N1X", 12, Some("other")), line("x.demo.1", 3, Some("erased")), "rubbish=1 2 3".to_owned()];
    vec![[one.join("\n"), other.join("\n")].join("\n--\n").into_bytes(), one.join("\n").into_bytes()]
}

fn journal_record(bytes: &[u8]) -> Check {
    let text = String::from_utf8_lossy(bytes);
    let (key, text) = text.split_once('=').unwrap_or((&text, ""));
    let Some(record) = Record::decode(key, text) else {
        return hold(may_write(key, Some(text), None, "0"), || "what is damaged cannot be replaced".to_owned());
    };
    hold(record.encode(key) == text, || "written otherwise than it was".to_owned())?;
    let writable =
        may_write(key, Some(text), Some(record.sequence), "0") && (record.sequence == 0 || !may_write(key, Some(text), Some(0), "0"));
    hold(writable, || "its sequence does not guard it".to_owned())?;
    match record.payload.as_deref().and_then(|payload| read_envelope(key, payload)) {
        Some((_, envelope)) => hold(key == format!("e.{}", fingerprint(&envelope)), || "an envelope under another's name".to_owned()),
        None => Ok(()),
    }
}

/// Whatever two media have: they are read, healed to the same, and nothing readable is lost.
fn journal_sides(bytes: &[u8]) -> Check {
    let text = String::from_utf8_lossy(bytes);
    let (first, second) = text.split_once("\n--\n").unwrap_or((&text, ""));
    let map = |lines: &str| lines.lines().filter_map(|line| line.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    let before: [BTreeMap<String, String>; 2] = [map(first), map(second)];
    let mut sides = before.clone();
    let (mut journal, mut effects) = Journal::start();
    let mut steps = 0;
    while let Some(effect) = effects.pop() {
        steps += 1;
        hold(steps < 10_000, || "the two sides never agree".to_owned())?;
        let event = match effect {
            Effect::Read(side) => Event::Read(side, Ok(sides[place(side)].clone().into_iter().collect())),
            Effect::Write { side, ticket, changes } => {
                let (mut refused, written) = (Vec::new(), changes.len());
                for change in changes {
                    let stored = sides[place(side)].get(&change.key).map(String::as_str);
                    let lacks = change.needs.is_some_and(|needs| !sides[place(side)].contains_key(&needs));
                    if lacks || !may_write(&change.key, stored, change.known, &change.text) {
                        refused.push(change.key);
                    } else {
                        // An empty text takes the record away.
                        sides[place(side)].remove(&change.key);
                        if !change.text.is_empty() {
                            sides[place(side)].insert(change.key, change.text);
                        }
                    }
                }
                Event::Wrote { side, ticket, written, refused, fault: None }
            }
        };
        effects.extend(journal.update(event));
    }
    for (key, text) in before.iter().flatten() {
        let payload = Record::decode(key, text).and_then(|record| record.payload);
        let Some(payload) = payload.filter(|_| key.starts_with("e.")) else { continue };
        let stands = journal.get(key) == Some(&payload) || journal.under(&format!("aside.{key}.")).any(|(_, aside)| aside == payload);
        // Erased on purpose, or overtaken, by a later record of the other side.
        let later = |side: &BTreeMap<String, String>| {
            side.get(key)
                .and_then(|text| Record::decode(key, text))
                .is_some_and(|record| record.payload.as_ref() != Some(&payload) && record.sequence > 0)
        };
        hold(stands || before.iter().any(later), || format!("{key} is lost"))?;
    }
    // No sequence follows the greatest one: what stands under it is left as it is.
    if before.iter().flatten().any(|(key, text)| Record::decode(key, text).is_some_and(|record| record.sequence == u64::MAX)) {
        return Ok(());
    }
    // Erased marks may go from the first side once the journal has them, and what is the
    // journal's alone is never written to the first.
    let is_shared = |key: &str| !["h.", "q.", "r.", "s."].iter().any(|prefix| key.starts_with(prefix));
    let readable = |side: &BTreeMap<String, String>| {
        let live = |key: &str, text: &str| is_shared(key) && Record::decode(key, text).is_some_and(|record| record.payload.is_some());
        side.iter().filter(|(key, text)| live(key, text)).map(|(k, t)| (k.clone(), t.clone())).collect::<Vec<_>>()
    };
    hold(readable(&sides[0]) == readable(&sides[1]), || "the two sides differ in the end".to_owned())
}

fn place(side: Side) -> usize {
    usize::from(side == Side::Journal)
}

fn repair_record(bytes: &mut Vec<u8>) {
    *bytes = repaired_line(&String::from_utf8_lossy(bytes)).into_bytes();
}

fn repair_sides(bytes: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    *bytes = text.lines().map(repaired_line).collect::<Vec<_>>().join("\n").into_bytes();
}

fn repaired_line(line: &str) -> String {
    let mut words = line.splitn(3, ' ');
    let (Some(head), Some(_), payload) = (words.next(), words.next(), words.next()) else { return line.to_owned() };
    let Some((key, sequence)) = head.split_once('=') else { return line.to_owned() };
    let digest = sha256([key, " ", sequence, " ", payload.unwrap_or_default()].concat().as_bytes());
    let start = [key, "=", sequence, " ", &base32(&digest[..5])].concat();
    payload.map_or(start.clone(), |payload| [&start, " ", payload].concat())
}

fn sample_ledgers() -> Vec<Vec<u8>> {
    let mut closed = Ledger::decode(&String::from_utf8(contents(&["tests/data/frozen/ledger1"]).remove(0)).unwrap()).unwrap();
    let import = closed.begin(Stamp(9), "a b.phieu").unwrap();
    closed.note_damage(import, 7).unwrap();
    let open = closed.encode();
    closed.close();
    vec![open.into_bytes(), closed.encode().into_bytes(), Ledger::new("").encode().into_bytes()]
}

fn ledger(bytes: &[u8]) -> Check {
    let text = String::from_utf8_lossy(bytes);
    match Ledger::decode(&text) {
        Err(Damaged(line)) => hold(line <= text.lines().count(), || format!("damaged in line {line}")),
        Ok(ledger) => {
            hold(Ledger::decode(&ledger.encode()).as_ref() == Ok(&ledger), || "does not come back".to_owned())?;
            let (verdicts, accepted) = (ledger.verdicts(), ledger.accepted());
            hold(accepted.iter().all(|receipt| verdicts.contains_key(receipt)), || "accepted without a verdict".to_owned())?;
            (0..).zip(ledger.imports()).take(50).for_each(|(import, _)| drop(ledger.report(import)));
            Ok(())
        }
    }
}

fn repair_ledger(bytes: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(bytes);
    let body = text.rsplit_once("check ").map_or(text.as_ref(), |(body, _)| body);
    *bytes = [body, "check ", &fingerprint(body.as_bytes()), "\n"].concat().into_bytes();
}

fn sample_texts() -> Vec<Vec<u8>> {
    contents(&["tests/data/frozen/v0", "tests/data/frozen/v1"])
}

fn response_text(bytes: &[u8]) -> Check {
    match Response::decode(&String::from_utf8_lossy(bytes)) {
        Ok(response) => hold(Response::decode(&response.encode()).as_ref() == Ok(&response), || "does not come back".to_owned()),
        Err(findings) => said(&findings),
    }
}

fn draft_text(bytes: &[u8]) -> Check {
    match Draft::decode(&String::from_utf8_lossy(bytes)) {
        Ok(draft) => hold(Draft::decode(&draft.encode()).as_ref() == Ok(&draft), || "does not come back".to_owned()),
        Err(findings) => said(&findings),
    }
}

fn correction(bytes: &[u8]) -> Check {
    match Correction::decode(&String::from_utf8_lossy(bytes)) {
        Ok(correction) => hold(Correction::decode(&correction.encode()).as_ref() == Ok(&correction), || "does not come back".to_owned()),
        Err(findings) => said(&findings),
    }
}

fn sample_stores() -> Vec<Vec<u8>> {
    let mut medium = MemoryMedium::default();
    store::append(&mut medium, "5R2K8M0QZ7VJ3N1X", "{}").unwrap();
    store::save_draft(&mut medium, "demo", 1, "{\"a\":1}").unwrap();
    let lines: Vec<String> = medium.texts.iter().map(|(key, text)| [key, "=", text].concat()).collect();
    vec![lines.join("\n").into_bytes()]
}

/// Nothing of format 0 that is read is changed, and what cannot be read is kept.
fn store_0(bytes: &[u8]) -> Check {
    let text = String::from_utf8_lossy(bytes);
    let mut medium = MemoryMedium::default();
    medium.texts.extend(text.lines().filter_map(|line| line.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())));
    let before = medium.texts.clone();
    let found = store::open(&mut medium).map_err(|fault| format!("{fault:?}"))?;
    let kept = before.values().all(|text| medium.texts.values().any(|other| other == text));
    hold(kept, || "a record is gone".to_owned())?;
    let again = store::open(&mut medium).map_err(|fault| format!("{fault:?}"))?;
    hold(again.envelopes == found.envelopes && again.drafts == found.drafts, || "another reading finds something else".to_owned())
}
