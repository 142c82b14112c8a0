//! What is in an envelope, by its first byte: `1` a packed response, whose version that
//! is, `2` a correction, `3` the note of a hand-in, both as the text that they are. The
//! sign is there once: reading never guesses, and no bytes panic.

use crate::response::Correction;
use crate::response::codec::binary;
use crate::store::handin::note::Note;

/// Begins a correction.
const CORRECTION: u8 = 2;
/// Begins the note of a hand-in.
const NOTE: u8 = 3;

/// What an envelope holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A packed response; only who has its questionnaire can unpack it.
    Packed(&'a [u8]),
    /// A correction of a response.
    Correction(Box<Correction>),
    /// The note of a hand-in.
    Note(Box<Note>),
    /// Something that a later program writes; its first byte.
    Unknown(u8),
    /// Nothing that can be read, at this byte.
    Damaged(usize),
}

/// A correction as the content of an envelope.
pub fn of_correction(correction: &Correction) -> Vec<u8> {
    [&[CORRECTION], correction.encode().as_bytes()].concat()
}

/// The note of a hand-in as the content of an envelope.
pub fn of_note(note: &Note) -> Vec<u8> {
    [&[NOTE], note.encode().as_bytes()].concat()
}

/// Reads a content.
pub fn read(content: &[u8]) -> Kind<'_> {
    match content {
        [] => Kind::Damaged(0),
        [binary::VERSION, ..] => Kind::Packed(content),
        [CORRECTION, text @ ..] => {
            text_of(text).and_then(|text| Correction::decode(text).ok()).map_or(Kind::Damaged(1), |one| Kind::Correction(Box::new(one)))
        }
        [NOTE, text @ ..] => {
            text_of(text).and_then(|text| Note::decode(text).ok()).map_or(Kind::Damaged(1), |one| Kind::Note(Box::new(one)))
        }
        [other, ..] => Kind::Unknown(*other),
    }
}

fn text_of(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::time::Stamp;
    use crate::response::Change;
    use crate::store::handin::note::{cover, token};

    fn correction(texts: [String; 5], unit: Option<String>, made: u64) -> Correction {
        let [id, of, campaign, reason, surveyor] = texts;
        Correction { id, of, campaign, change: unit.map_or(Change::Cancel, Change::Unit), reason, surveyor, made: Stamp(made) }
    }

    proptest! {
        #[test]
        fn each_kind_comes_back(texts: [String; 5], unit: Option<String>, made in 0..=i64::MAX as u64, random: u64, count: u32, packed: Vec<u8>) {
            let correction = correction(texts, unit, made);
            let note = Note {
                campaign: correction.campaign.clone(),
                token: token(random),
                device: correction.surveyor.clone(),
                made: Stamp(made),
                count,
                covers: cover([correction.of.as_str()]),
                erased: Vec::new(),
            };
            let (one, other) = (of_correction(&correction), of_note(&note));
            prop_assert_eq!(read(&one), Kind::Correction(Box::new(correction)));
            prop_assert_eq!(read(&other), Kind::Note(Box::new(note)));
            let packed = [&[1], &packed[..]].concat();
            prop_assert_eq!(read(&packed), Kind::Packed(&packed));
        }

        #[test]
        fn any_bytes_are_no_panic(first: u8, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            match (first, read(&[&[first], &bytes[..]].concat())) {
                (1, Kind::Packed(_)) | (2 | 3, Kind::Damaged(1)) => {}
                (other, Kind::Unknown(said)) => prop_assert!(other == said && !(1..=3).contains(&other)),
                (other, kind) => prop_assert!(false, "{other}: {kind:?}"),
            }
        }

        #[test]
        fn a_changed_correction_is_no_panic(texts: [String; 5], at: prop::sample::Index, bit in 0_u8..8) {
            let mut bytes = of_correction(&correction(texts, None, 5));
            let at = 1 + at.index(bytes.len() - 1);
            bytes[at] ^= 1 << bit;
            let kind = read(&bytes);
            if let Kind::Correction(other) = kind {
                let again = of_correction(&other);
                prop_assert_eq!(read(&again), Kind::Correction(other));
            } else {
                prop_assert_eq!(kind, Kind::Damaged(1));
            }
        }
    }

    #[test]
    fn nothing_is_no_content() {
        assert_eq!(read(&[]), Kind::Damaged(0));
        assert_eq!(read(&[2]), Kind::Damaged(1));
    }
}
