//! A response as few bytes, format version 1: packed by the questionnaire's codebook, with
//! everything that the text of it says. `docs/envelope.md` describes it.
//!
//! One response has one packing: what unpacks but would not be packed so is refused, so
//! that no two texts of one response have two receipts. A fault says at which byte; no
//! input panics, and no length is believed before its bits are there.

mod answers;
mod bits;
mod codebook;
mod header;
mod paradata;
mod texts;
mod units;

pub use codebook::Codebook;

use super::Response;
use crate::base::digest::base32;
use bits::{Reader, Writer};

/// The version that is written.
pub const VERSION: u8 = 1;
/// Longest packing that is read: 64 times that of the longest form without open text.
pub const LONGEST: usize = 65_536;

/// What is wrong with a packing, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub flaw: Flaw,
    /// At or shortly before this byte, counted from 0.
    pub byte: usize,
}

/// What can be wrong with a packing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Of a version that this program does not know: a newer program may.
    Version(u8),
    /// Of another questionnaire than the codebook's.
    Questionnaire,
    /// It ends too early.
    Cut,
    /// Something follows its end.
    Excess,
    /// A number that means nothing there.
    Value,
    /// Not text.
    Text,
    /// Readable, but not as this program writes it.
    Unusual,
    /// Longer than any response.
    TooLong,
}

/// What came of unpacking; the bytes stay with whoever has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unpacked {
    /// A response.
    Response(Box<Response>),
    /// Nobody knows the questionnaire with this fingerprint.
    UnknownQuestionnaire(String),
    /// It cannot be read.
    Broken(Fault),
}

/// Unpacks by whichever codebook `find` has for the fingerprint.
pub fn unpack<'a>(bytes: &[u8], find: impl FnOnce(&str) -> Option<&'a Codebook>) -> Unpacked {
    let fingerprint = match fingerprint(bytes) {
        Ok(fingerprint) => fingerprint,
        Err(fault) => return Unpacked::Broken(fault),
    };
    match find(&fingerprint).map(|book| Response::unpack(bytes, book)) {
        None => Unpacked::UnknownQuestionnaire(fingerprint),
        Some(Ok(response)) => Unpacked::Response(Box::new(response)),
        Some(Err(fault)) => Unpacked::Broken(fault),
    }
}

/// Fingerprint of the questionnaire that a packing was made by.
///
/// # Errors
/// `Version`, `TooLong` or `Cut`.
pub fn fingerprint(bytes: &[u8]) -> Result<String, Fault> {
    match bytes {
        _ if bytes.len() > LONGEST => Err(Fault { flaw: Flaw::TooLong, byte: LONGEST }),
        [VERSION, rest @ ..] => match rest.get(..10) {
            Some(fingerprint) => Ok(base32(fingerprint)),
            None => Err(Fault { flaw: Flaw::Cut, byte: bytes.len() }),
        },
        [other, ..] => Err(Fault { flaw: Flaw::Version(*other), byte: 0 }),
        [] => Err(Fault { flaw: Flaw::Cut, byte: 0 }),
    }
}

impl Response {
    /// Packs the response. Its fingerprint is the codebook's; none where it is another.
    pub fn pack(&self, book: &Codebook) -> Option<Vec<u8>> {
        if self.header.fingerprint != base32(&book.fingerprint) {
            return None;
        }
        let mut w = Writer::default();
        w.bytes(&[VERSION]);
        w.bytes(&book.fingerprint);
        header::write(&mut w, &self.header, self.outcome, book);
        answers::write(&mut w, book, &self.answers);
        paradata::write_seconds(&mut w, book, &self.answers, &self.seconds);
        header::write_end(&mut w, self.finished, header::expected_end(self.header.started, &self.seconds));
        paradata::write_fills(&mut w, &self.fills);
        Some(w.finish())
    }

    /// Unpacks a response.
    ///
    /// # Errors
    /// What is wrong, at which byte.
    pub fn unpack(bytes: &[u8], book: &Codebook) -> Result<Self, Fault> {
        if fingerprint(bytes)? != base32(&book.fingerprint) {
            return Err(Fault { flaw: Flaw::Questionnaire, byte: 1 });
        }
        let mut r = Reader::new(bytes);
        r.bytes(1 + book.fingerprint.len())?;
        let (header, outcome) = header::read(&mut r, book)?;
        let answers = answers::read(&mut r, book)?;
        let seconds = paradata::read_seconds(&mut r, book, &answers)?;
        let finished = header::read_end(&mut r, header::expected_end(header.started, &seconds))?;
        let fills = paradata::read_fills(&mut r)?;
        r.end()?;
        let response = Self { header, outcome, finished, answers, seconds, fills };
        let again = response.pack(book).unwrap_or_default();
        if again == bytes {
            return Ok(response);
        }
        let same = again.iter().zip(bytes).take_while(|(one, other)| one == other).count();
        Err(Fault { flaw: Flaw::Unusual, byte: same })
    }
}
