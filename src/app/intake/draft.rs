//! Changes that are made in one go: an import under way as it grows, and the undoing of
//! one. Bundles are written once and never changed: what another import still needs of an
//! undone one moves to a bundle of its own, and the rest stays aside until the ledger closes.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::{Change, Desk};
use super::stored::{import_of, next_part, of_import, of_undone, undone_of};
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

/// Undoes an import; none where there is no such import. What it brought alone is kept
/// aside: a tablet may have erased what this desk acknowledged.
pub(super) fn undo(desk: &Desk, import: u32, when: Stamp) -> Option<Change> {
    let mut ledger = desk.ledger.clone()?;
    ledger.undo(import, when).ok()?;
    let own: BTreeSet<String> = desk.bundles.keys().filter(|name| import_of(name) == Some(import)).cloned().collect();
    let put = moved(desk, import, &own, &ledger);
    let forget = desk.held.keys().filter(|receipt| ledger.content(receipt).is_none()).cloned().collect();
    Some(Change { ledger: Some(ledger), put, delete: own, forget, ..Change::default() })
}

/// What other imports brought too, in bundles of theirs; the rest in bundles kept aside.
fn moved(desk: &Desk, import: u32, own: &BTreeSet<String>, ledger: &Ledger) -> BTreeMap<String, Vec<u8>> {
    let mut by_import: BTreeMap<Option<u32>, Filling> = BTreeMap::new();
    let mut put = BTreeMap::new();
    let name = |other: Option<u32>, part: usize| match other {
        Some(other) => of_import(other, next_part(desk.bundles.keys(), &format!("i{other:06}")) + part),
        None => of_undone(import, next_part(desk.bundles.keys(), &format!("u{import:06}")) + part),
    };
    for bytes in own.iter().filter_map(|name| desk.bundles.get(name)) {
        for (_, envelope) in file::decode(bytes).envelopes {
            let other = ledger.brought_by(&receipt(&envelope)).next();
            by_import.entry(other).or_default().add(&envelope, |part| name(other, part));
        }
    }
    for (other, mut filling) in by_import {
        put.extend(filling.finish(|part| name(other, part)));
    }
    put
}

/// What was kept aside of an undone import, as one hand-in, and the names of its bundles.
pub(super) fn kept_aside(desk: &Desk, import: u32) -> Option<(Vec<u8>, BTreeSet<String>)> {
    let names: BTreeSet<String> = desk.bundles.keys().filter(|name| undone_of(name) == Some(import)).cloned().collect();
    let mut bytes = file::encode([]);
    for bundle in names.iter().filter_map(|name| desk.bundles.get(name)) {
        for (_, envelope) in file::decode(bundle).envelopes {
            file::append(&mut bytes, &envelope);
        }
    }
    (!names.is_empty()).then_some((bytes, names))
}
