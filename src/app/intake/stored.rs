//! What the office keeps of a campaign: bundles of sealed envelopes, each a hand-in file as
//! `store/handin/file` has it, and the ledger, which whoever keeps it seals. A write is all
//! or nothing, and is refused where another window wrote in between. Nothing that was
//! opened is in it.

use std::collections::BTreeMap;

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stored {
    /// The ledger's text; none where there is none.
    pub ledger: Option<String>,
    /// Whether there is a ledger that could not be read.
    pub unreadable: bool,
    /// Hand-in files by name.
    pub bundles: BTreeMap<String, Vec<u8>>,
}

/// What is to be kept from now on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Write {
    /// Bundles to put.
    pub put: Vec<(String, Vec<u8>)>,
    /// Bundles to take away.
    pub delete: Vec<String>,
    /// The ledger, to be sealed.
    pub ledger: String,
}

/// Why something is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShelfFault {
    /// The browser gives no store.
    NoStore,
    /// It is full.
    Full,
    /// Another window wrote in between.
    Elsewhere,
}

/// Name of a bundle of an import.
pub(super) fn of_import(import: u32, part: usize) -> String {
    format!("i{import:06}.{part:04}")
}

/// Name of a bundle of an import that was undone: out of the ledger, kept until it closes.
pub(super) fn of_undone(import: u32, part: usize) -> String {
    format!("u{import:06}.{part:04}")
}

/// The undone import that a bundle is of.
pub(super) fn undone_of(name: &str) -> Option<u32> {
    name.strip_prefix('u')?.split_once('.')?.0.parse().ok()
}

/// The first part above all those that bundles with this beginning have. A ledger that was
/// lost counts imports from the start again, so a name may be there already.
pub(super) fn next_part<'a>(names: impl Iterator<Item = &'a String>, beginning: &str) -> usize {
    let parts = names.filter_map(|name| name.strip_prefix(beginning)?.strip_prefix('.')?.parse::<usize>().ok());
    parts.max().map_or(0, |part| part + 1)
}

/// Name of a bundle of a closed ledger.
pub(super) fn of_closed(counts: bool, part: usize) -> String {
    format!("{}.{part:04}", if counts { "closed" } else { "apart" })
}

/// The import that a bundle is of.
pub(super) fn import_of(name: &str) -> Option<u32> {
    name.strip_prefix('i')?.split_once('.')?.0.parse().ok()
}

/// Whether a bundle of a closed ledger holds what counts.
pub(super) fn is_counted(name: &str) -> bool {
    name.starts_with("closed.")
}
