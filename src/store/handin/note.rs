//! The note of a hand-in: an envelope beside those that it is about. It carries a token
//! of eight random digits that only the key holder can read; typed on the device, it says
//! that exactly these envelopes came in.
//!
//! A part of a hand-in must acknowledge nothing, so the note also says which envelopes it
//! is about: their number and a digest of their receipts. Whoever shows the token first
//! asks `is_whole`.

use crate::base::Finding;
use crate::base::digest::fingerprint;
use crate::base::json::{Reader, Writer, read_document};
use crate::base::time::Stamp;
use crate::store::erasure::Erasure;

/// Version that is written.
const VERSION: u32 = 1;
/// Digits of a token.
pub const DIGITS: usize = 8;

/// What a hand-in says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The campaign.
    pub campaign: String,
    /// Eight digits.
    pub token: String,
    /// Code of the surveyor whose device it is.
    pub device: String,
    /// When the hand-in was made.
    pub made: Stamp,
    /// How many envelopes it has beside this note.
    pub count: u32,
    /// Digest of their receipts, see `cover`.
    pub covers: String,
    /// What was erased from the device since the last hand-in that was acknowledged.
    pub erased: Vec<Erasure>,
}

/// Digest of a set of receipts: 80 bits over them, sorted, one a line.
pub fn cover<'a>(receipts: impl IntoIterator<Item = &'a str>) -> String {
    let mut sorted: Vec<&str> = receipts.into_iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    fingerprint(sorted.join("\n").as_bytes())
}

/// The token of a random number: eight digits, each as likely.
pub fn token(random: u64) -> String {
    format!("{:08}", random % 100_000_000)
}

/// A token as it is read aloud: two groups of four.
pub fn spoken(token: &str) -> String {
    match token.split_at_checked(DIGITS / 2) {
        Some((first, second)) => [first, " ", second].concat(),
        None => token.to_owned(),
    }
}

/// The token that somebody typed, with spaces, dots or dashes anywhere; none where it has
/// not eight digits, or other signs.
pub fn typed(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !(c.is_whitespace() || matches!(c, '-' | '.' | '\u{2013}'))).collect();
    is_token(&digits).then_some(digits)
}

fn is_token(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Note {
    /// Whether these are the envelopes that the note is about, by their receipts.
    pub fn is_whole<'a>(&self, receipts: impl IntoIterator<Item = &'a str>) -> bool {
        self.covers == cover(receipts)
    }

    /// The note as text, format version 1.
    pub fn encode(&self) -> String {
        Writer::document(&mut |w| {
            w.field("phieu").text("hand_in");
            w.field("version").count(VERSION.into());
            w.field("campaign").text(&self.campaign);
            w.field("token").text(&self.token);
            w.field("device").text(&self.device);
            w.field("made").count(self.made.0);
            w.field("count").count(self.count.into());
            w.field("covers").text(&self.covers);
            w.field("erased").list(&mut |w| self.erased.iter().for_each(|erasure| erasure.write(w)));
        })
    }

    /// Reads a note.
    ///
    /// # Errors
    /// What is wrong with the text, located.
    pub fn decode(text: &str) -> Result<Self, Vec<Finding>> {
        read_document(text, "hand_in", VERSION, note)
    }
}

fn note(r: &mut Reader<'_>) -> Note {
    // Judged by `read_document`; asked for here, or they would be unknown fields.
    drop((r.required("phieu").text(), r.required("version").whole::<u32>()));
    Note {
        campaign: r.required("campaign").text(),
        token: r.required("token").parsed("bad_token", |text| is_token(text).then(|| text.to_owned())).unwrap_or_default(),
        device: r.required("device").text(),
        made: Stamp(r.required("made").whole().unwrap_or_default()),
        count: r.required("count").whole().unwrap_or_default(),
        covers: r.required("covers").text(),
        erased: r.required("erased").list(Erasure::read).into_iter().flatten().collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn any_note()(campaign: String, random: u64, device: String, made in 0..=i64::MAX as u64, count: u32, covers: String, erased in 0..3_u32) -> Note {
            let erasure = |i| Erasure { campaign: device.clone(), made: Stamp(made), by: covers.clone(), envelopes: count, unacknowledged: i, drafts: 0 };
            let erased = (0..erased).map(erasure).collect();
            Note { campaign, token: token(random), device: device.clone(), made: Stamp(made), count, covers: covers.clone(), erased }
        }
    }

    proptest! {
        #[test]
        fn a_note_comes_back(note in any_note()) {
            prop_assert_eq!(Note::decode(&note.encode()), Ok(note));
        }

        #[test]
        fn any_text_is_refused(text: String) {
            prop_assert!(Note::decode(&text).is_err());
        }

        #[test]
        fn a_missing_or_a_foreign_envelope_is_noticed(receipts in prop::collection::btree_set("[0-9A-Z]{16}", 1..9), other in "[0-9A-Z]{16}") {
            let covers = cover(receipts.iter().map(String::as_str));
            let mut back: Vec<&str> = receipts.iter().rev().map(String::as_str).collect();
            prop_assert_eq!(cover(back.iter().copied()), covers.clone(), "the order says nothing");
            back.push(back[0]);
            prop_assert_eq!(cover(back.iter().copied()), covers.clone(), "nor does a repetition");
            prop_assert_ne!(cover(receipts.iter().skip(1).map(String::as_str)), covers.clone());
            prop_assume!(!receipts.contains(&other));
            prop_assert_ne!(cover(receipts.iter().map(String::as_str).chain([other.as_str()])), covers);
        }
    }

    #[test]
    fn a_token_is_taken_as_people_type_it() {
        for text in ["48291306", "4829 1306", " 4829-1306 ", "4829.1306", "48 29 13 06"] {
            assert_eq!(typed(text).as_deref(), Some("48291306"), "{text}");
        }
        for text in ["", "4829130", "482913060", "4829130a", "４８２９１３０６"] {
            assert_eq!(typed(text), None, "{text}");
        }
        assert_eq!(spoken(&token(1_000_000_000_005)), "0000 0005");
    }

    #[test]
    fn a_token_that_is_none_is_refused() {
        let note = Note {
            campaign: "demo".to_owned(),
            token: "4829".to_owned(),
            device: "DTV07".to_owned(),
            made: Stamp(1),
            count: 0,
            covers: cover([]),
            erased: Vec::new(),
        };
        assert!(Note::decode(&note.encode()).is_err());
    }
}
