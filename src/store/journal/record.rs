//! One record of format 1 as both media keep it: `phieu.1.<key>`, and as its value
//! `<sequence> <40 bits of check> <payload>`, all ASCII. Without a payload it says that
//! what was there was erased, on purpose. The greater sequence is the later one; a finished
//! envelope has sequence 0 for ever, and its key is its receipt.

use crate::base::digest::{base32, fingerprint, sha256};
use crate::base::text85;

/// Before every key of format 1.
pub const PREFIX: &str = "phieu.1.";

/// What stands under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Counts on with every change, and is no less than the clock was.
    pub sequence: u64,
    /// ASCII; none where it was erased.
    pub payload: Option<String>,
}

impl Record {
    /// The record as text.
    pub fn encode(&self, key: &str) -> String {
        let sequence = self.sequence.to_string();
        match &self.payload {
            Some(payload) => [&sequence, " ", &check(key, &sequence, payload), " ", payload].concat(),
            None => [&sequence, " ", &check(key, &sequence, "")].concat(),
        }
    }

    /// The record of a text; none where it was damaged or belongs under another key.
    pub fn decode(key: &str, text: &str) -> Option<Self> {
        let (sequence, rest) = text.split_once(' ')?;
        let (found, payload) = match rest.split_once(' ') {
            Some((found, payload)) => (found, Some(payload)),
            None => (rest, None),
        };
        let record = Self { sequence: sequence.parse().ok()?, payload: payload.map(str::to_owned) };
        let fits = found == check(key, sequence, payload.unwrap_or_default()) && record.sequence.to_string() == sequence;
        fits.then_some(record)
    }
}

/// Whether a medium may write `text` where `stored` stands, or nothing: over what the
/// writer knows by its sequence, over the same, and over what is damaged. Anything else the
/// writer has to see first, and also that what it knows is gone. A medium asks this in the
/// same transaction in which it writes.
pub fn may_write(key: &str, stored: Option<&str>, known: Option<u64>, text: &str) -> bool {
    match stored {
        None => known.is_none(),
        Some(stored) => stored == text || Record::decode(key, stored).is_none_or(|record| Some(record.sequence) == known),
    }
}

/// Where the draft of a response stands.
pub fn draft_key(campaign: &str, response: &str) -> String {
    ["d.", campaign, ".", mark(response)].concat()
}

/// 80 bits of a response's id.
fn mark(response: &str) -> &str {
    response.get(..16).unwrap_or(response)
}

/// Where a finished envelope stands: under its receipt.
pub fn envelope_key(receipt: &str) -> String {
    ["e.", receipt].concat()
}

/// What stands there: 80 bits of the response's id, by which a draft knows that it was
/// finished, and the sealed envelope.
pub fn envelope_payload(response: &str, envelope: &[u8]) -> String {
    [mark(response), " ", &text85::encode(envelope)].concat()
}

/// Mark of the response's id, and the envelope, which is the one that its key names.
pub fn read_envelope<'a>(key: &str, payload: &'a str) -> Option<(&'a str, Vec<u8>)> {
    let (response, envelope) = payload.split_once(' ')?;
    let envelope = text85::decode(envelope).ok()?;
    (key == envelope_key(&fingerprint(&envelope))).then_some((response, envelope))
}

fn check(key: &str, sequence: &str, payload: &str) -> String {
    let digest = sha256([key, " ", sequence, " ", payload].concat().as_bytes());
    base32(digest.first_chunk::<5>().map_or(&[][..], |bytes| bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sealed_form_takes_at_most_262_characters_with_its_key() {
        let envelope = [0xab; 160];
        let key = envelope_key(&fingerprint(&envelope));
        let payload = envelope_payload("5R2K8M0QZ7VJ3N1XB4T6WCYD9E", &envelope);
        let text = Record { sequence: 0, payload: Some(payload.clone()) }.encode(&key);
        let units = PREFIX.len() + key.len() + text.len();
        assert!(units <= 262 && text.is_ascii(), "{units} units");
        assert_eq!(units, 254, "the documents say so");
        assert_eq!(read_envelope(&key, &payload), Some(("5R2K8M0QZ7VJ3N1X", envelope.to_vec())));
        assert_eq!(read_envelope("e.4KQ2M0ZX4D7R19WT", &payload), None);
    }

    proptest! {
        #[test]
        fn a_record_comes_back(key in "[a-z.]{1,9}", sequence: u64, payload in prop::option::of("[ -~]{0,60}")) {
            let record = Record { sequence, payload };
            prop_assert_eq!(Record::decode(&key, &record.encode(&key)), Some(record));
        }

        #[test]
        fn damage_is_found(sequence: u64, payload in prop::option::of("[ -~]{0,60}"), at: prop::sample::Index, bit in 0_u8..7) {
            let mut bytes = Record { sequence, payload }.encode("d.demo").into_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(Record::decode("d.demo", &String::from_utf8(bytes).unwrap()), None);
        }

        #[test]
        fn any_text_is_no_record(text: String) {
            prop_assert_eq!(Record::decode("d.demo", &text), None);
            prop_assert!(may_write("d.demo", Some(&text), None, "x"));
        }
    }

    #[test]
    fn only_what_is_known_or_damaged_is_replaced() {
        let text = |sequence, payload: &str| Record { sequence, payload: Some(payload.to_owned()) }.encode("k");
        assert!(may_write("k", Some(&text(1, "a")), Some(1), &text(2, "b")));
        assert!(may_write("k", Some(&text(2, "a")), None, &text(2, "a")));
        assert!(!may_write("k", Some(&text(2, "a")), Some(1), &text(3, "b")));
        assert!(!may_write("k", Some(&text(2, "a")), None, &text(3, "b")));
        assert!(may_write("k", Some("rubbish"), None, &text(0, "b")));
        assert!(may_write("k", None, None, &text(0, "b")));
        assert!(!may_write("k", None, Some(1), &text(2, "b")));
    }
}
