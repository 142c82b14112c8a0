//! What an envelope weighs and costs: bytes at each step, units in a store, and how long
//! packing, sealing, reading a hand-in and opening 100 000 envelopes take, natively.
//!
//!     cargo run --release --example bench_envelopes [FOLDER]
//!
//! Leaves what the page is to repeat in FOLDER (`.build/bench`): 20 000 stored records and
//! 100 000 envelopes of the demo campaign, in hand-ins of 25 000, and the demo key.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a measurement that cannot go on ends")]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "demo_key.rs"]
#[allow(dead_code, reason = "a part of it")]
mod demo_key;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use phieu::app::intake::{Reading, read};
use phieu::base::digest::{base32, sha256};
use phieu::response::Response;
use phieu::seal::receipt::receipt;
use phieu::seal::seal;
use phieu::store::handin::{file, text};
use phieu::store::journal::record::{PREFIX, envelope_key, envelope_payload};
use phieu::store::journal::{Event, Journal, Record, Side};
use phieu::store::ledger::Content;

const WARD: &str = common::FORMS[4];
const MANY: u32 = 100_000;
const STORED: usize = 20_000;
const IN_A_FILE: usize = 25_000;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".build/bench".to_owned());
    fs::create_dir_all(&folder).unwrap();
    sizes();
    let sealed = seal_many();
    let hand_ins = carry(&sealed, Path::new(&folder));
    open_many(&hand_ins);
    store(&sealed[..STORED], Path::new(&folder));
}

/// Runs it three times; gives what it gave and the middle time in milliseconds.
fn timed<T>(act: impl Fn() -> T) -> (T, f64) {
    let mut times: Vec<f64> = Vec::new();
    let mut last = None;
    for _ in 0..3 {
        let start = Instant::now();
        last = Some(act());
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    (last.unwrap(), times[1])
}

fn sizes() {
    println!("\nEnvelopes: bytes of the text, packed, sealed; units in a store with the key");
    for path in common::FORMS {
        let response = common::complete(path);
        let packed = response.pack(&common::book(path)).unwrap();
        let envelope = seal(&packed, demo_key::key().public(), [7; 32]).unwrap();
        let (key, stored) = record(&response, &envelope);
        let name = Path::new(path).file_stem().unwrap().to_string_lossy();
        let units = PREFIX.len() + key.len() + stored.len();
        println!("  {name:24} {:6} {:5} {:5} {units:6}", response.encode().len(), packed.len(), envelope.len());
    }
}

fn record(response: &Response, envelope: &[u8]) -> (String, String) {
    let key = envelope_key(&receipt(envelope));
    let payload = Some(envelope_payload(&response.header.id, envelope));
    (key.clone(), Record { sequence: 0, payload }.encode(&key))
}

/// Ward forms that differ by id, unit and answers.
fn seal_many() -> Vec<(Response, Vec<u8>)> {
    let (book, form, key) = (common::book(WARD), common::form(WARD), demo_key::key().public());
    let start = Instant::now();
    let one = |number: u32| {
        let random = sha256(&number.to_be_bytes());
        let picks: Vec<u32> = random.chunks(4).map(|four| u32::from_be_bytes(four.try_into().unwrap()) | 0b1110).collect();
        let mut response = common::response(WARD, &form, &common::interview(&form, &picks), usize::MAX);
        // No open text: each takes the smallest size, as most do.
        response.answers.extend([("remark_text".to_owned(), None)]);
        response.header.id = base32(&random[..16]);
        response.header.unit = format!("X{:02}", number % 33 + 1);
        response.header.fieldwork.stratum = format!("{} | citizen", response.header.unit);
        response.header.fieldwork.entry = base32(&random[16..22]);
        let envelope = seal(&response.pack(&book).unwrap(), key, sha256(&random)).unwrap();
        (response, envelope)
    };
    let sealed: Vec<_> = (0..MANY).map(one).collect();
    let each = start.elapsed().as_secs_f64() * 1e6 / f64::from(MANY);
    println!("\nNatively, one core\n  answered, packed and sealed: {each:.0} µs each");
    sealed
}

fn carry(sealed: &[(Response, Vec<u8>)], folder: &Path) -> Vec<Vec<u8>> {
    let files: Vec<Vec<u8>> =
        sealed.chunks(IN_A_FILE).map(|some| file::encode(some.iter().map(|(_, envelope)| envelope.as_slice()))).collect();
    for (number, file) in files.iter().enumerate() {
        fs::write(folder.join(format!("hand-in-{number}.phieu")), file).unwrap();
    }
    let (read, milliseconds) = timed(|| file::decode(&files[0]));
    let mega = files[0].len() as f64 / 1e6;
    println!("  a hand-in of {} forms, {mega:.1} MB, read: {milliseconds:.0} ms, {} damaged", read.envelopes.len(), read.damaged.len());
    let pasted = text::encode(&files[0][..file::encode(sealed[..STORED].iter().map(|(_, envelope)| envelope.as_slice())).len()]);
    let (read, milliseconds) = timed(|| text::decode(&pasted));
    println!("  {} of them as text, {:.1} MB, read: {milliseconds:.0} ms", read.envelopes.len(), pasted.len() as f64 / 1e6);
    files
}

fn open_many(files: &[Vec<u8>]) {
    let envelopes: Vec<Vec<u8>> = files.iter().flat_map(|file| file::decode(file).envelopes).map(|(_, envelope)| envelope).collect();
    let books = BTreeMap::from([(common::header(WARD).fingerprint, common::book(WARD))]);
    let key = demo_key::key();
    let reading = Reading { key: &key, campaign: "demo", books: &books };
    let start = Instant::now();
    let opened = envelopes.iter().filter(|envelope| matches!(read(envelope, &reading).content, Content::Response { .. })).count();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "  {opened} of {} envelopes opened and unpacked: {seconds:.2} s, {:.0} µs each",
        envelopes.len(),
        seconds * 1e6 / envelopes.len() as f64
    );
    println!("  (a handshake of X25519 is most of it)");
}

/// A full store is read, compared and found in order; what the page does at its start.
fn store(sealed: &[(Response, Vec<u8>)], folder: &Path) {
    let all: Vec<(String, String)> = sealed.iter().map(|(response, envelope)| record(response, envelope)).collect();
    let mut lines = String::new();
    for (key, text) in &all {
        writeln!(lines, "{key}={text}").unwrap();
    }
    fs::write(folder.join("stored.txt"), &lines).unwrap();
    let units: usize = all.iter().map(|(key, text)| PREFIX.len() + key.len() + text.len()).sum();
    let (effects, milliseconds) = timed(|| {
        let (mut journal, _) = Journal::start();
        journal.update(Event::Read(Side::First, Ok(all.clone())));
        journal.update(Event::Read(Side::Journal, Ok(all.clone()))).len()
    });
    println!(
        "  {} stored records, {units} of 5242880 units, two media read and compared: {milliseconds:.0} ms, {effects} writes",
        all.len()
    );
}
