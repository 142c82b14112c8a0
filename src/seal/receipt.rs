//! Receipts: 80 bits of a sealed envelope's hash, four characters a group. The list of
//! all that were received is published; whoever has a receipt looks it up, and nobody
//! learns from it which answers it stands for. It is sorted, so that it says nothing of
//! the order in which answers came.

use std::collections::BTreeSet;

use crate::base::digest::{self, fingerprint, unbase32};

/// The receipt of a sealed envelope, 16 characters; also its name in stores.
pub fn receipt(envelope: &[u8]) -> String {
    fingerprint(envelope)
}

/// As people read it: `4KQ2-M0ZX-4D7R-19WT`.
pub fn grouped(receipt: &str) -> String {
    let groups: Vec<String> = receipt.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
}

/// A receipt as somebody typed it: small letters, spaces and dashes, O for 0, I and L
/// for 1. None where it cannot be one.
pub fn typed(text: &str) -> Option<String> {
    let plain = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(17);
    let code: String = plain.map(digest::typed).collect::<Option<_>>()?;
    let is_code = unbase32(&code).is_some_and(|bytes| bytes.len() == 10);
    is_code.then_some(code)
}

/// The published list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipts(BTreeSet<String>);

/// Longest list that is read, in bytes: a million receipts.
const LONGEST: usize = 20_000_000;

impl Receipts {
    /// Of these receipts.
    pub fn of(receipts: impl IntoIterator<Item = String>) -> Self {
        Self(receipts.into_iter().collect())
    }

    /// The list as text: one receipt a line, sorted.
    pub fn encode(&self) -> String {
        self.0.iter().map(|receipt| grouped(receipt) + "\n").collect()
    }

    /// Reads a list.
    ///
    /// # Errors
    /// The number of the first line, from 1, that is no receipt; 0 where it is too long.
    pub fn decode(text: &str) -> Result<Self, usize> {
        if text.len() > LONGEST {
            return Err(0);
        }
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines.map(|(i, line)| typed(line).ok_or(i + 1)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a receipt is in it.
    pub fn has(&self, receipt: &str) -> bool {
        self.0.contains(receipt)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_receipt_is_found_as_people_type_it() {
        let (mine, other) = (receipt(b"mine"), receipt(b"other"));
        let list = Receipts::decode(&Receipts::of([mine.clone(), receipt(b"third")]).encode()).unwrap();
        assert_eq!(list.count(), 2);
        assert!(list.has(&mine) && !list.has(&other));
        let spoken = grouped(&mine).to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(typed(&spoken), Some(mine));
        for wrong in ["", "4KQ2", "4KQ2-M0ZX-4D7R-19WTX", "4KQ2-M0ZX-4D7R-19W!", "ẾKQ2-M0ZX-4D7R-19WT"] {
            assert_eq!(typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_line_that_is_no_receipt_is_located() {
        assert_eq!(Receipts::decode("4KQ2-M0ZX-4D7R-19WT\n\nnonsense\n"), Err(3));
    }

    proptest! {
        #[test]
        fn the_list_says_nothing_of_the_order(mut envelopes in prop::collection::vec(any::<[u8; 4]>(), 0..20)) {
            let list = |envelopes: &[[u8; 4]]| Receipts::of(envelopes.iter().map(|envelope| receipt(envelope)));
            let before = list(&envelopes);
            prop_assert_eq!(Receipts::decode(&before.encode()), Ok(before.clone()));
            envelopes.reverse();
            prop_assert_eq!(list(&envelopes).encode(), before.encode());
        }

        #[test]
        fn any_text_is_no_panic(text: String) {
            if let Ok(list) = Receipts::decode(&text) {
                prop_assert!(list.count() <= text.lines().count());
            }
            prop_assert!(typed(&text).is_none_or(|code| code.len() == 16));
        }
    }
}
