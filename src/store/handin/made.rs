//! A hand-in that was made on this device: what was in it, and by which token it is
//! acknowledged. It is kept before the file or the codes are given out, and never changed;
//! whether it was acknowledged is said of each of its envelopes alone. Of the token only a
//! salted digest is kept, so that only who can open the note tells it.

use super::file;
use super::note::{DIGITS, token};
use crate::base::Finding;
use crate::base::digest::{base32, repeated, sha256};
use crate::base::json::{self, Reader, Writer, read_document};
use crate::base::text85;
use crate::base::time::Stamp;

const VERSION: u32 = 1;
const ROUNDS: u32 = 2_000;
/// Characters of a receipt.
const RECEIPT: usize = 16;

/// A hand-in that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// 80 random bits; part of its key.
    pub id: String,
    /// The campaign.
    pub campaign: String,
    /// When.
    pub made: Stamp,
    /// Name of its file.
    pub name: String,
    /// Salt of the token's digest.
    pub salt: String,
    /// The token's digest.
    pub digest: String,
    /// Receipts of its envelopes, sorted.
    pub receipts: Vec<String>,
    /// Keys of the records of erasures that its note tells.
    pub erased: Vec<String>,
    /// The sealed note.
    pub note: Vec<u8>,
}

/// Id, token and salt of a new hand-in, of 128 random bits.
pub fn chance(random: [u8; 16]) -> (String, String, String) {
    let of = |what: &[u8]| sha256(&[what, &random].concat());
    let number = of(b"token").first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    (base32(&of(b"id")[..10]), token(number), base32(&of(b"salt")[..10]))
}

/// The digest that is kept of a token.
pub fn digest(token: &str, salt: &str) -> String {
    repeated(token, salt, ROUNDS)
}

/// Where a hand-in stands in the store.
pub fn key(id: &str) -> String {
    ["h.", id].concat()
}

impl Made {
    /// Whether this is its token.
    pub fn is_token(&self, typed: &str) -> bool {
        typed.len() == DIGITS && digest(typed, &self.salt) == self.digest
    }

    /// The file of its envelopes and the note. Where envelopes are gone since, whoever reads
    /// the file sees by the note that it is not whole.
    pub fn file(&self, envelopes: &[Vec<u8>]) -> Vec<u8> {
        file::encode(envelopes.iter().map(Vec::as_slice).chain([self.note.as_slice()]))
    }

    /// The record as text, format version 1.
    pub fn encode(&self) -> String {
        Writer::document(&mut |w| {
            w.field("phieu").text("hand_in_made");
            w.field("version").count(VERSION.into());
            w.field("id").text(&self.id);
            w.field("campaign").text(&self.campaign);
            w.field("made").count(self.made.0);
            w.field("name").text(&self.name);
            w.field("salt").text(&self.salt);
            w.field("digest").text(&self.digest);
            w.field("receipts").text(&self.receipts.concat());
            w.field("erased").list(&mut |w| self.erased.iter().for_each(|key| w.text(key)));
            w.field("note").text(&text85::encode(&self.note));
        })
    }

    /// Reads a record.
    ///
    /// # Errors
    /// What is wrong with the text, located.
    pub fn decode(text: &str) -> Result<Self, Vec<Finding>> {
        read_document(text, "hand_in_made", VERSION, made)
    }
}

fn made(r: &mut Reader<'_>) -> Made {
    // Judged by `read_document`; asked for here, or they would be unknown fields.
    drop((r.required("phieu").text(), r.required("version").whole::<u32>()));
    Made {
        id: r.required("id").text(),
        campaign: r.required("campaign").text(),
        made: Stamp(r.required("made").whole().unwrap_or_default()),
        name: r.required("name").text(),
        salt: r.required("salt").text(),
        digest: r.required("digest").text(),
        receipts: r.required("receipts").parsed("bad_receipts", receipts).unwrap_or_default(),
        erased: r.required("erased").list(json::text),
        note: r.required("note").parsed("bad_note", |text| text85::decode(text).ok()).unwrap_or_default(),
    }
}

fn receipts(text: &str) -> Option<Vec<String>> {
    let whole = text.is_ascii() && text.len().is_multiple_of(RECEIPT);
    whole.then(|| (0..text.len()).step_by(RECEIPT).filter_map(|at| Some(text.get(at..at + RECEIPT)?.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_record_comes_back(random: [u8; 16], campaign: String, made in 0..=i64::MAX as u64, receipts in prop::collection::btree_set("[0-9A-Z]{16}", 0..9), note: Vec<u8>, erased: Vec<String>) {
            let (id, token, salt) = chance(random);
            let record = Made {
                id, campaign, made: Stamp(made), name: "X05_2026-10-14_3-phieu.phieu".to_owned(), digest: digest(&token, &salt), salt,
                receipts: receipts.into_iter().collect(), erased, note,
            };
            let text = record.encode();
            prop_assert!(text.is_ascii() && !text.contains(&token), "{} {}", text, token);
            prop_assert_eq!(Made::decode(&text), Ok(record.clone()));
            prop_assert!(record.is_token(&token));
            let other = format!("{:08}", (token.parse::<u32>().unwrap() + 1) % 100_000_000);
            prop_assert!(!record.is_token(&other) && !record.is_token("") && !record.is_token(&token[1..]));
        }

        #[test]
        fn any_text_is_refused(text: String) {
            prop_assert!(Made::decode(&text).is_err());
        }
    }

    #[test]
    fn twenty_thousand_receipts_are_no_trouble() {
        let receipts: Vec<String> = (0..20_000_u32).map(|i| base32(&sha256(&i.to_be_bytes())[..10])).collect();
        let made = Made {
            id: "A".to_owned(),
            campaign: "demo".to_owned(),
            made: Stamp(1),
            name: String::new(),
            salt: String::new(),
            digest: String::new(),
            receipts,
            erased: Vec::new(),
            note: vec![1; 512],
        };
        let text = made.encode();
        assert!(text.len() < 330_000, "{}", text.len());
        assert_eq!(Made::decode(&text), Ok(made));
    }
}
