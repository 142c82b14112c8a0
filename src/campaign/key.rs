//! The campaign's public key as its file has it, and what a link says of it. Only its text:
//! whether an envelope can be sealed to it is `seal`'s, which a respondent's program does
//! not carry.

use super::Campaign;
use crate::base::digest::{fingerprint, unbase32};

impl Campaign {
    /// What links carry of the key: 80 bits of its SHA-256, 16 characters; none without a
    /// key, or for a text that is none.
    pub fn key_mark(&self) -> Option<String> {
        bytes(self.key.as_deref()?).map(|key| fingerprint(&key))
    }

    /// Whether a link with this mark is of the campaign's key. A link without one is.
    pub fn has_key(&self, mark: Option<&str>) -> bool {
        mark.is_none_or(|mark| self.key_mark().as_deref() == Some(mark))
    }
}

/// The bytes of a key's text; none unless they are 32.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    unbase32(text).filter(|key| key.len() == 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::PrivateKey;

    #[test]
    fn a_link_is_of_one_key() {
        let mut campaign = Campaign::read(include_str!("../../tests/data/units/campaign.json")).unwrap();
        campaign.key = None;
        assert!(campaign.has_key(None) && !campaign.has_key(Some("0123456789ABCDEF")));
        let key = PrivateKey::from_random(&[5; 32]).public();
        campaign.key = Some(key.text());
        assert_eq!(campaign.key_mark(), Some(key.fingerprint()));
        assert!(campaign.has_key(None) && campaign.has_key(Some(&key.fingerprint())) && !campaign.has_key(Some("0123456789ABCDEF")));
        campaign.key = Some("7KQ2".to_owned());
        assert_eq!(campaign.key_mark(), None);
    }
}
