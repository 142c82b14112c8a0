//! Readers of what comes from outside, each with what must hold for any bytes at all. One
//! table for three users: `tests/fuzz_replay.rs` reads the corpora, `examples/fuzz.rs`
//! makes new inputs for as long as it is let, `fuzz/` lets coverage guide them.
//!
//! A target checks more than that nothing panics: faults lie within the input, what is
//! whole is read, what was read is written back as it was, and room stays bounded.
#![allow(clippy::unwrap_used, dead_code, reason = "a target that cannot be set up fails; not every user needs all of it")]

pub mod mutate;

mod carried;
mod documents;
mod handin;
mod keys;
mod records;
mod sealed;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

/// What was violated.
pub type Check = Result<(), String>;

/// A reader, and what must hold for it.
pub struct Target {
    /// Name of its corpus' folder.
    pub name: &'static str,
    /// Whole and lifelike inputs, beside the corpus.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// What must hold for any input.
    pub check: fn(&[u8]) -> Check,
    /// Makes sums and lengths fit again, so that what is changed gets past them.
    pub repair: fn(&mut Vec<u8>),
    /// Most bytes of heap in use at once: so many for a byte of input, and so many besides.
    pub room: (usize, usize),
}

impl Target {
    /// Checks an input as it is, and as it is once its sums fit.
    pub fn run(&self, input: &[u8]) -> Check {
        (self.check)(input)?;
        let mut repaired = input.to_vec();
        (self.repair)(&mut repaired);
        if repaired == input { Ok(()) } else { (self.check)(&repaired).map_err(|fault| format!("once its sums fit: {fault}")) }
    }

    /// Most bytes of heap for an input of this length.
    pub fn most(&self, length: usize) -> usize {
        let (each, besides) = self.room;
        besides + each * length
    }

    /// The committed corpus, by name.
    pub fn corpus(&self) -> Vec<(PathBuf, Vec<u8>)> {
        files(&format!("tests/data/fuzz/{}", self.name))
    }
}

/// Every target.
pub const TARGETS: &[Target] = &[
    handin::PHIEU_FILE,
    handin::PASTED_TEXT,
    handin::QR_PARTS,
    carried::SOURCE,
    carried::DROP_BOX,
    carried::HAND_IN_RECORD,
    carried::RECEIPT_LIST,
    sealed::ENVELOPE,
    sealed::CONTENT,
    sealed::PACKED,
    records::JOURNAL_RECORD,
    records::JOURNAL_SIDES,
    records::LEDGER,
    records::RESPONSE_TEXT,
    records::DRAFT_TEXT,
    records::CORRECTION,
    records::STORE_0,
    keys::KEY_FILE,
    keys::RECOVERY_SHEET,
    documents::CAMPAIGN,
    documents::QUESTIONNAIRE,
    documents::PLAN,
    documents::SCHEME,
    tables::UNIT_TABLE,
    tables::UNIT_CSV,
    tables::RESPONSE_CSV,
    tables::WORKBOOK,
];

/// Files of a folder of the package, in order; none where there is no such folder.
pub fn files(folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<PathBuf> =
        fs::read_dir(path).into_iter().flatten().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    found.sort();
    found.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// The contents of some folders' files.
pub fn contents(folders: &[&str]) -> Vec<Vec<u8>> {
    folders.iter().flat_map(|folder| files(folder)).map(|(_, bytes)| bytes).collect()
}

/// Fails with `what` where it does not hold.
pub fn hold(holds: bool, what: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(what()) }
}

/// Nothing to repair.
pub fn as_it_is(_: &mut Vec<u8>) {}

/// Findings are few, and each says what it is about.
pub fn located(findings: &[phieu::base::Finding]) -> Check {
    hold(findings.len() <= 2_000, || format!("{} findings", findings.len()))?;
    hold(findings.iter().all(|finding| !finding.code.is_empty()), || "a finding without a code".to_owned())
}

/// A reader that refuses says why.
pub fn said(findings: &[phieu::base::Finding]) -> Check {
    hold(!findings.is_empty(), || "refused without a word".to_owned())?;
    located(findings)
}
