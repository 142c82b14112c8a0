//! "Khóa sổ": what counts is settled, and with the codes go the pairs of code and answers.
//! They stand in the envelopes too, so every response is sealed anew without its code, and
//! what is kept from then on are these, in the order of their own receipts. What cannot be
//! read is kept as it came; nothing of it will ever count.

use std::collections::{BTreeMap, BTreeSet};

use super::Said;
use super::desk::{Change, Desk, Done, Held};
use super::draft::Filling;
use super::stored::of_closed;
use crate::base::digest::sha256;
use crate::response::codec::binary::{Codebook, Unpacked, unpack};
use crate::seal::receipt::receipt;
use crate::seal::{PublicKey, seal};
use crate::store::handin::file;
use crate::store::ledger::{Content, Ledger, Verdict};

/// Responses a step.
const BATCH: usize = 64;

/// A closing under way.
#[derive(Debug)]
pub(super) struct Closing {
    ledger: Ledger,
    verdicts: BTreeMap<String, Verdict>,
    key: PublicKey,
    seed: [u8; 32],
    /// Envelopes that are still to be sealed anew or kept as they came, by receipt.
    todo: Vec<(String, Vec<u8>)>,
    counts: BTreeMap<String, (Vec<u8>, Option<Held>)>,
    apart: BTreeMap<String, Vec<u8>>,
    total: u64,
}

impl Closing {
    pub fn new(desk: &Desk, seed: [u8; 32]) -> Option<Self> {
        let ledger = desk.ledger.clone()?;
        let all = desk.bundles.values().flat_map(|bytes| file::decode(bytes).envelopes);
        let todo: Vec<(String, Vec<u8>)> = all.map(|(_, envelope)| (receipt(&envelope), envelope)).collect();
        Some(Self {
            verdicts: ledger.verdicts(),
            ledger,
            key: desk.key.as_ref()?.public(),
            seed,
            total: todo.len() as u64,
            todo,
            counts: BTreeMap::new(),
            apart: BTreeMap::new(),
        })
    }

    pub fn step(&mut self, desk: &Desk) -> Done {
        for _ in 0..BATCH {
            let Some((receipt, envelope)) = self.todo.pop() else { return Done::Change(Box::new(self.finish(desk))) };
            self.one(&receipt, envelope, desk);
        }
        Done::Not(self.total - self.todo.len() as u64, self.total)
    }

    fn one(&mut self, name: &str, envelope: Vec<u8>, desk: &Desk) {
        let (envelope, held) = match desk.held.get(name) {
            Some(Held::Response { id, packed }) => match self.without_code(packed, envelope.len(), &desk.books) {
                Some((packed, sealed)) => (sealed, Some(Held::Response { id: id.clone(), packed })),
                None => (envelope, Some(Held::Response { id: id.clone(), packed: packed.clone() })),
            },
            Some(Held::Correction(correction)) => (envelope, Some(Held::Correction(correction.clone()))),
            // Of an undone import, or of what counts nowhere: it has a code all the same.
            None => (self.unheld(&envelope, desk).unwrap_or(envelope), None),
        };
        let stays = Verdict::Apart(Content::Trial);
        let counts = matches!(self.verdicts.get(name), Some(Verdict::New | Verdict::Correction | Verdict::HandIn | Verdict::HandInCut));
        if counts || self.verdicts.get(name) == Some(&stays) {
            self.counts.insert(receipt(&envelope), (envelope, held));
        } else {
            self.apart.insert(receipt(&envelope), envelope);
        }
    }

    fn unheld(&self, envelope: &[u8], desk: &Desk) -> Option<Vec<u8>> {
        let incoming = desk.read(envelope)?;
        match incoming.said {
            Said::Response(_) => Some(self.without_code(&incoming.opened, envelope.len(), &desk.books)?.1),
            Said::Correction(_) | Said::Note(_) | Said::Nothing => None,
        }
    }

    /// The response without its code, packed and sealed anew; none where it has none.
    fn without_code(&self, packed: &[u8], place: usize, books: &BTreeMap<String, Codebook>) -> Option<(Vec<u8>, Vec<u8>)> {
        let Unpacked::Response(mut response) = unpack(packed, |mark| books.get(mark)) else { return None };
        if super::code(&response).is_empty() {
            return None;
        }
        response.header.fieldwork.entry.clear();
        let packed = response.pack(books.get(&response.header.fingerprint)?)?;
        let number = (self.todo.len() as u64).to_be_bytes();
        let random = sha256(&[&self.seed[..], &number, &(place as u64).to_be_bytes()].concat());
        let sealed = seal(&packed, self.key, random)?;
        Some((packed, sealed))
    }

    fn finish(&mut self, desk: &Desk) -> Change {
        self.ledger.close();
        let mut filling = Filling::default();
        let (mut held, mut put) = (BTreeMap::new(), BTreeMap::new());
        for (receipt, (envelope, one)) in std::mem::take(&mut self.counts) {
            filling.add(&envelope, |part| of_closed(true, part));
            held.extend(one.map(|one| (receipt, one)));
        }
        put.extend(filling.finish(|part| of_closed(true, part)));
        for envelope in std::mem::take(&mut self.apart).values() {
            filling.add(envelope, |part| of_closed(false, part));
        }
        put.extend(filling.finish(|part| of_closed(false, part)));
        let delete: BTreeSet<String> = desk.bundles.keys().cloned().collect();
        let forget = desk.held.keys().cloned().collect();
        Change { ledger: Some(self.ledger.clone()), put, delete, held, forget, ..Change::default() }
    }
}
