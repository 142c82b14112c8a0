//! An envelope that came in: opened, unpacked, and what the ledger says of it. The one
//! place where the seal, the packing and the ledger meet.

use std::collections::BTreeMap;

use crate::response::Response;
use crate::response::codec::binary::{Codebook, Fault, Flaw, Unpacked, unpack};
use crate::seal::receipt::receipt;
use crate::seal::{OpenFault, PrivateKey, open};
use crate::store::ledger::Content;

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
    /// What it says, where it can be read.
    pub response: Option<Box<Response>>,
}

/// Reads an envelope. Whatever its bytes are, something is said of them.
pub fn read(envelope: &[u8], reading: &Reading<'_>) -> Incoming {
    let (content, response) = match open(envelope, reading.key) {
        Ok(packed) => content(&packed, reading),
        Err(OpenFault::Version(version)) => (Content::UnknownVersion(version), None),
        Err(OpenFault::OtherKey(_)) => (Content::OtherKey, None),
        Err(OpenFault::Size(byte) | OpenFault::Damaged(byte)) => (Content::Damaged(byte), None),
    };
    Incoming { receipt: receipt(envelope), content, response }
}

fn content(packed: &[u8], reading: &Reading<'_>) -> (Content, Option<Box<Response>>) {
    let response = match unpack(packed, |fingerprint| reading.books.get(fingerprint)) {
        Unpacked::Response(response) => response,
        Unpacked::UnknownQuestionnaire(fingerprint) => return (Content::UnknownQuestionnaire(fingerprint), None),
        Unpacked::Broken(Fault { flaw: Flaw::Version(version), .. }) => return (Content::UnknownVersion(version), None),
        Unpacked::Broken(fault) => return (Content::Damaged(fault.byte), None),
    };
    let header = &response.header;
    let content = if header.campaign.0 != reading.campaign {
        Content::OtherRound(header.campaign.0.clone())
    } else if header.trial {
        Content::Trial
    } else {
        Content::Response { id: header.id.clone(), code: code(&response) }
    };
    (content, Some(response))
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
