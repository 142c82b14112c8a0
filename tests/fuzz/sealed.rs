//! Envelopes as they come, what somebody may have sealed to the campaign's public key, and
//! packings. Whoever has a link has the public key: sealed does not mean well meant.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use phieu::app::intake::{self, Reading, Said};
use phieu::base::digest::unbase32;
use phieu::response::codec::binary::{self, Codebook, Unpacked, unpack};
use phieu::seal::{OpenFault, PrivateKey, open, seal};
use phieu::store::ledger::Content;

use super::{Check, Target, as_it_is, contents, hold};
use crate::common::{self, FORMS};

pub const ENVELOPE: Target = Target { name: "envelope", seeds: sample_envelopes, check: envelope, repair: as_it_is, room: (16, 1 << 20) };
pub const CONTENT: Target =
    Target { name: "content", seeds: sample_contents, check: content, repair: repair_content, room: (300, 4 << 20) };
pub const PACKED: Target = Target { name: "packed", seeds: sample_packings, check: packed, repair: repair_packing, room: (300, 4 << 20) };

fn key() -> &'static PrivateKey {
    static KEY: OnceLock<PrivateKey> = OnceLock::new();
    KEY.get_or_init(|| PrivateKey::from_random(&[3; 32]))
}

fn books() -> &'static BTreeMap<String, Codebook> {
    static BOOKS: OnceLock<BTreeMap<String, Codebook>> = OnceLock::new();
    BOOKS.get_or_init(|| FORMS.iter().map(|path| (common::header(path).fingerprint, common::book(path))).collect())
}

fn sample_packings() -> Vec<Vec<u8>> {
    FORMS.iter().map(|path| common::complete(path).pack(&common::book(path)).unwrap()).collect()
}

/// Packings, and the texts that may stand in an envelope besides.
fn sample_contents() -> Vec<Vec<u8>> {
    sample_packings().into_iter().chain(contents(&["tests/data/frozen/content1"])).collect()
}

fn sample_envelopes() -> Vec<Vec<u8>> {
    sample_packings().iter().map(|packed| seal(packed, key().public(), [9; 32]).unwrap()).collect()
}

fn reading() -> Reading<'static> {
    Reading { key: key(), campaign: "demo", books: books() }
}

fn envelope(bytes: &[u8]) -> Check {
    let read = intake::read(bytes, &reading());
    match open(bytes, key()) {
        Ok(content) => {
            let again = seal(&content, key().public(), [1; 32]);
            hold(again.is_some_and(|again| again.len() == bytes.len()), || "padded otherwise than it would be".to_owned())
        }
        Err(OpenFault::Damaged(byte) | OpenFault::Size(byte)) => {
            hold(byte <= bytes.len() && read.content == Content::Damaged(byte), || format!("{:?} at byte {byte}", read.content))
        }
        Err(OpenFault::Version(version)) => hold(read.content == Content::UnknownVersion(version), || format!("{:?}", read.content)),
        Err(OpenFault::OtherKey(_)) => hold(read.content == Content::OtherKey, || format!("{:?}", read.content)),
    }
}

/// What opens is a response, or says why not; its code and id are taken as they are.
fn content(bytes: &[u8]) -> Check {
    let Some(envelope) = seal(bytes, key().public(), [5; 32]) else {
        return hold(bytes.len() > phieu::seal::envelope::LONGEST, || "not sealed though it is short enough".to_owned());
    };
    hold(open(&envelope, key()).as_deref() == Ok(bytes), || "another content comes out".to_owned())?;
    let read = intake::read(&envelope, &reading());
    let is_said = match &read.content {
        Content::Response { .. } | Content::Trial => read.response().is_some(),
        Content::Correction(_) | Content::HandIn(_) | Content::OtherRound(_) => read.said != Said::Nothing,
        Content::Damaged(byte) => *byte <= bytes.len() && read.response().is_none(),
        Content::OtherKey => false,
        Content::UnknownQuestionnaire(_) | Content::UnknownVersion(_) => read.response().is_none(),
    };
    hold(is_said, || format!("{:?}", read.content))
}

/// One response has one packing; faults lie within.
fn packed(bytes: &[u8]) -> Check {
    match unpack(bytes, |fingerprint| books().get(fingerprint)) {
        Unpacked::Response(response) => {
            let again = response.pack(&books()[&response.header.fingerprint]);
            hold(again.as_deref() == Some(bytes), || "packed otherwise than it was".to_owned())?;
            let text = response.encode();
            let same = phieu::response::Response::decode(&text).is_ok_and(|again| again == *response);
            hold(same, || "its text does not give it back".to_owned())
        }
        Unpacked::UnknownQuestionnaire(fingerprint) => hold(fingerprint.len() == 16, || fingerprint.clone()),
        Unpacked::Broken(fault) => hold(fault.byte <= bytes.len().min(binary::LONGEST), || format!("{fault:?}")),
    }
}

fn repair_content(bytes: &mut Vec<u8>) {
    if !matches!(bytes.first(), Some(2 | 3)) {
        repair_packing(bytes);
    }
}

/// Gives it the fingerprint of a questionnaire that is known.
fn repair_packing(bytes: &mut Vec<u8>) {
    if bytes.len() < 12 {
        return;
    }
    if binary::fingerprint(bytes).is_ok_and(|fingerprint| books().contains_key(&fingerprint)) {
        return;
    }
    let (fingerprint, _) = books().iter().nth(usize::from(bytes[11]) % books().len()).unwrap();
    bytes[0] = 1;
    bytes[1..11].copy_from_slice(&unbase32(fingerprint).unwrap());
}
