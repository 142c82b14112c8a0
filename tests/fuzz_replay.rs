//! Every committed corpus of `tests/data/fuzz`, read again: what once broke a reader, and
//! what was made by hand to. A million tiny records are made here, not committed.
//! `make prove` looks for new ones.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;
mod fuzz;

use std::sync::{Mutex, MutexGuard, PoisonError};

use fuzz::{TARGETS, Target, mutate};
use peak_alloc::PeakAlloc;
use phieu::base::digest::base32;
use phieu::store::handin::file::{self, Flaw};
use phieu::store::handin::text;
use phieu::store::ledger::Ledger;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// One at a time: the heap is counted for the whole process.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run(target: &Target, name: &str, input: &[u8]) {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    if let Err(fault) = target.run(input) {
        panic!("{}, {name}: {fault}", target.name);
    }
    let used = HEAP.peak_usage().saturating_sub(before);
    let most = target.most(input.len());
    assert!(used <= most, "{}, {name}: {used} bytes of heap for {} bytes of input", target.name, input.len());
}

#[test]
fn every_corpus_is_read() {
    let _turn = alone();
    for target in TARGETS {
        let (seeds, corpus) = ((target.seeds)(), target.corpus());
        assert!(corpus.len() >= 5, "{} has a corpus of {}", target.name, corpus.len());
        for (number, seed) in seeds.iter().enumerate() {
            run(target, &format!("seed {number}"), seed);
        }
        for (path, input) in &corpus {
            run(target, &path.display().to_string(), input);
        }
    }
}

/// A little of what `make prove` does for hours, from one seed.
#[test]
fn some_hundred_mutations_of_each() {
    let _turn = alone();
    for target in TARGETS {
        let corpus: Vec<Vec<u8>> = (target.seeds)()
            .into_iter()
            .chain(target.corpus().into_iter().map(|(_, bytes)| bytes))
            .filter(|bytes| bytes.len() < 20_000)
            .collect();
        let mut random = mutate::Random(1);
        for number in 0..200 {
            run(target, &format!("mutation {number}"), &mutate::input(&corpus, &mut random));
        }
    }
}

#[test]
fn every_corpus_has_a_target() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/fuzz");
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        let name = entry.file_name().into_string().unwrap();
        assert!(TARGETS.iter().any(|target| target.name == name), "{name}");
    }
}

#[test]
fn a_million_tiny_records_end_early_and_are_said() {
    let _turn = alone();
    let numbers: Vec<[u8; 4]> = (0..1_000_000).map(u32::to_be_bytes).collect();
    let tiny = file::encode(numbers.iter().map(<[u8; 4]>::as_slice));
    let read = file::decode(&tiny);
    assert_eq!((read.envelopes.len(), read.damaged.len()), (file::MOST, 1));
    assert_eq!((read.damaged[0].flaw, read.damaged[0].to), (Flaw::TooLong, tiny.len()));
    let pasted = text::decode(&text::encode(&tiny[..9 << 20]));
    assert_eq!(pasted.envelopes.len(), file::MOST);
}

#[test]
fn a_million_beginnings_without_an_end_are_read_in_one_pass() {
    let _turn = alone();
    HEAP.reset_peak_usage();
    for word in ["PHIEU1(", "PHIEU1(0", "PHIEU1()", "PHIEU1"] {
        let given = word.repeat(1_000_000);
        let read = text::decode(&given);
        assert!(read.envelopes.is_empty() && !read.damaged.is_empty(), "{word}");
        assert!(read.damaged.len() <= 2_100, "{word}: {} places", read.damaged.len());
    }
    assert!(HEAP.peak_usage() < 512 << 20, "{} bytes", HEAP.peak_usage());
}

#[test]
fn a_ledger_of_a_million_lines_is_read_or_located() {
    let _turn = alone();
    let line = |number: u32| ["envelope ", &base32(&number.to_be_bytes()), " ~ trial\n"].concat();
    let lines = (0..1_000_000).map(line).collect::<Vec<_>>().concat();
    let mut text = ["phieu-ledger 1 demo open\n", &lines].concat();
    text = [&text, "check ", &phieu::base::digest::fingerprint(text.as_bytes()), "\n"].concat();
    assert_eq!(Ledger::decode(&text).map(|ledger| ledger.verdicts().len()), Ok(1_000_000));
}
