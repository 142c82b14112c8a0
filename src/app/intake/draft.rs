//! Changes that are made in one go: an import under way as it grows, and the undoing of
//! one. Bundles are written once and never changed: what another import still needs of an
//! undone one moves to a bundle of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::{Change, Desk};
use super::stored::{import_of, of_import};
use crate::base::time::Stamp;
use crate::seal::receipt::receipt;
use crate::store::handin::file;
use crate::store::ledger::Ledger;

/// A bundle is begun anew above so many bytes, so that no record of the store is large.
const BUNDLE: usize = 4 << 20;

/// Bundles of one import as they fill.
#[derive(Debug, Default)]
pub(super) struct Filling {
    done: BTreeMap<String, Vec<u8>>,
    open: Vec<u8>,
    parts: usize,
}

impl Filling {
    /// Adds an envelope; `name` gives the name of a part.
    pub fn add(&mut self, envelope: &[u8], name: impl Fn(usize) -> String) {
        if self.open.is_empty() {
            self.open = file::encode([]);
        }
        file::append(&mut self.open, envelope);
        if self.open.len() > BUNDLE {
            self.close(name);
        }
    }

    fn close(&mut self, name: impl Fn(usize) -> String) {
        self.done.insert(name(self.parts), std::mem::take(&mut self.open));
        self.parts += 1;
    }

    /// The bundles, and begins anew.
    pub fn finish(&mut self, name: impl Fn(usize) -> String) -> BTreeMap<String, Vec<u8>> {
        if !self.open.is_empty() {
            self.close(name);
        }
        self.parts = 0;
        std::mem::take(&mut self.done)
    }
}

/// Undoes an import; none where there is no such import.
pub(super) fn undo(desk: &Desk, import: u32, when: Stamp) -> Option<Change> {
    let mut ledger = desk.ledger.clone()?;
    ledger.undo(import, when).ok()?;
    let own: BTreeSet<String> = desk.bundles.keys().filter(|name| import_of(name) == Some(import)).cloned().collect();
    let put = moved(desk, &own, &ledger);
    let forget = desk.held.keys().filter(|receipt| ledger.content(receipt).is_none()).cloned().collect();
    Some(Change { ledger: Some(ledger), put, delete: own, forget, ..Change::default() })
}

/// What other imports brought too, in bundles of theirs.
fn moved(desk: &Desk, own: &BTreeSet<String>, ledger: &Ledger) -> BTreeMap<String, Vec<u8>> {
    let mut by_import: BTreeMap<u32, Filling> = BTreeMap::new();
    let mut put = BTreeMap::new();
    // Behind the parts that the other import has.
    let first = |import: u32| desk.bundles.keys().filter(|name| import_of(name) == Some(import)).count();
    for bytes in own.iter().filter_map(|name| desk.bundles.get(name)) {
        for (_, envelope) in file::decode(bytes).envelopes {
            if let Some(other) = ledger.brought_by(&receipt(&envelope)).next() {
                by_import.entry(other).or_default().add(&envelope, |part| free(desk, other, first(other) + part));
            }
        }
    }
    for (import, mut filling) in by_import {
        put.extend(filling.finish(|part| free(desk, import, first(import) + part)));
    }
    put
}

/// The first name from this part on that no bundle has.
fn free(desk: &Desk, import: u32, part: usize) -> String {
    let mut names = (part..).map(|part| of_import(import, part));
    names.find(|name| !desk.bundles.contains_key(name)).unwrap_or_default()
}
