//! An envelope that came in: opened, unpacked, and what the ledger says of it. The one
//! place where the seal, what is in an envelope and the ledger meet. Below it the desk at
//! which whole sets of them are taken, off the page's thread.

mod closing;
mod counting;
mod desk;
mod draft;
pub mod drop_box;
pub mod machine;
mod message;
mod opening;
mod source;
mod stored;
mod table;

use std::collections::BTreeMap;

use super::content::{self, Kind};
use crate::response::codec::binary::{Codebook, Fault, Flaw, Unpacked, unpack};
use crate::response::{Correction, Response};
use crate::seal::receipt::receipt;
use crate::seal::{OpenFault, PrivateKey, open};
use crate::store::handin::note::Note;
use crate::store::ledger::{Content, HandIn};

pub use desk::{Answer, Desk, Step};
pub use message::{Ask, Given, HandInLine, ImportLine, Keeping, Refusal, Reply, SourceSaid, Summary, Task};
pub use source::{Carrier, LONGEST, Source, Split, split};
pub use stored::{ShelfFault, Stored, Write};

/// What is needed to read what comes in.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The campaign's private key.
    pub key: &'a PrivateKey,
    /// The campaign's id.
    pub campaign: &'a str,
    /// The questionnaires that are known, by the fingerprints of their texts.
    pub books: &'a BTreeMap<String, Codebook>,
}

/// An envelope that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Its receipt.
    pub receipt: String,
    /// What the ledger says.
    pub content: Content,
    /// What it says.
    pub said: Said,
    /// What was sealed; empty where it did not open.
    pub opened: Vec<u8>,
}

/// What an envelope says to whoever could read it.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A response.
    Response(Box<Response>),
    /// A correction of a response.
    Correction(Box<Correction>),
    /// The note of a hand-in.
    Note(Box<Note>),
    /// It cannot be read.
    Nothing,
}

impl Incoming {
    /// The response, where it is one that can be read.
    pub fn response(&self) -> Option<&Response> {
        match &self.said {
            Said::Response(response) => Some(response),
            Said::Correction(_) | Said::Note(_) | Said::Nothing => None,
        }
    }
}

/// Reads an envelope. Whatever its bytes are, something is said of them.
pub fn read(envelope: &[u8], reading: &Reading<'_>) -> Incoming {
    let opened = open(envelope, reading.key);
    let (content, said) = match &opened {
        Ok(content) => open_content(content, reading),
        Err(OpenFault::Version(version)) => (Content::UnknownVersion(*version), Said::Nothing),
        Err(OpenFault::OtherKey(_)) => (Content::OtherKey, Said::Nothing),
        Err(OpenFault::Size(byte) | OpenFault::Damaged(byte)) => (Content::Damaged(*byte), Said::Nothing),
    };
    Incoming { receipt: receipt(envelope), content, said, opened: opened.unwrap_or_default() }
}

fn open_content(bytes: &[u8], reading: &Reading<'_>) -> (Content, Said) {
    match content::read(bytes) {
        Kind::Packed(packed) => response(packed, reading),
        Kind::Correction(one) => (of_round(&one.campaign, reading, || Content::Correction(one.id.clone())), Said::Correction(one)),
        Kind::Note(note) => (of_round(&note.campaign, reading, || Content::HandIn(hand_in(&note))), Said::Note(note)),
        Kind::Unknown(version) => (Content::UnknownVersion(version), Said::Nothing),
        Kind::Damaged(byte) => (Content::Damaged(byte), Said::Nothing),
    }
}

fn response(packed: &[u8], reading: &Reading<'_>) -> (Content, Said) {
    let response = match unpack(packed, |fingerprint| reading.books.get(fingerprint)) {
        Unpacked::Response(response) => response,
        Unpacked::UnknownQuestionnaire(fingerprint) => return (Content::UnknownQuestionnaire(fingerprint), Said::Nothing),
        Unpacked::Broken(Fault { flaw: Flaw::Version(version), .. }) => return (Content::UnknownVersion(version), Said::Nothing),
        Unpacked::Broken(fault) => return (Content::Damaged(fault.byte), Said::Nothing),
    };
    let header = &response.header;
    let content = of_round(&header.campaign.0, reading, || {
        if header.trial { Content::Trial } else { Content::Response { id: header.id.clone(), code: code(&response) } }
    });
    (content, Said::Response(response))
}

/// What it is, where it is of the campaign that is read.
fn of_round(campaign: &str, reading: &Reading<'_>, content: impl FnOnce() -> Content) -> Content {
    if campaign == reading.campaign { content() } else { Content::OtherRound(campaign.to_owned()) }
}

fn hand_in(note: &Note) -> HandIn {
    let Note { token, device, made, count, covers, .. } = note.clone();
    HandIn { token, device, made, count, covers }
}

/// The invitation code: the list entry of who was invited. A surveyor's list entries are
/// numbers of a list, and count as often as they come.
fn code(response: &Response) -> String {
    use crate::response::Channel;
    match response.header.channel {
        Channel::Invitation => response.header.fieldwork.entry.clone(),
        Channel::OpenLink | Channel::Interviewer | Channel::SelfOnTablet | Channel::Paper => String::new(),
    }
}
