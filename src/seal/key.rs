//! The key pair of a campaign: X25519, made from 32 random bytes as RFC 9180 derives it.
//! A link carries the public key's fingerprint; the private key is never shown, printed
//! or compared but here.

use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};

use crate::base::digest::{base32, fingerprint, unbase32};

/// What everybody may know: to it responses are sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

/// What only the key holder has.
#[derive(Clone)]
pub struct PrivateKey(<X25519HkdfSha256 as Kem>::PrivateKey);

impl PublicKey {
    /// The key of these bytes; none where X25519 refuses them.
    pub fn from_bytes(bytes: [u8; 32]) -> Option<Self> {
        <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&bytes).ok().map(|_| Self(bytes))
    }

    /// Reads what `text` writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::from_bytes(unbase32(text)?.try_into().ok()?)
    }

    /// Its bytes.
    pub fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// As a campaign's file has it: base 32, 52 characters.
    pub fn text(self) -> String {
        base32(&self.0)
    }

    /// 80 bits, 16 characters: for links, and to be compared by people.
    pub fn fingerprint(self) -> String {
        fingerprint(&self.0)
    }

    /// The first 32 bits of the fingerprint: tells an envelope for another key from a
    /// damaged one.
    pub fn mark(self) -> [u8; 4] {
        let [a, b, c, d, ..] = crate::base::digest::sha256(&self.0);
        [a, b, c, d]
    }

    pub(super) fn inner(self) -> Option<<X25519HkdfSha256 as Kem>::PublicKey> {
        <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&self.0).ok()
    }
}

impl PrivateKey {
    /// The key that 32 random bytes make.
    pub fn from_random(random: &[u8; 32]) -> Self {
        Self(X25519HkdfSha256::derive_keypair(random).0)
    }

    /// The key of these bytes, as a key file or two sheets have them.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(bytes).ok().map(Self)
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(X25519HkdfSha256::sk_to_pk(&self.0).to_bytes().into())
    }

    /// Its bytes: for a key file, for sheets, and for the worker that opens envelopes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    pub(super) fn inner(&self) -> &<X25519HkdfSha256 as Kem>::PrivateKey {
        &self.0
    }
}

/// The same where their public halves are: nothing is learned by comparing.
impl PartialEq for PrivateKey {
    fn eq(&self, other: &Self) -> bool {
        self.public() == other.public()
    }
}

impl Eq for PrivateKey {}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrivateKey of {}", self.public().fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_its_private_half_is_never_shown() {
        let key = PrivateKey::from_random(&[7; 32]);
        assert_eq!(PublicKey::parse(&key.public().text()), Some(key.public()));
        assert_eq!(key.public().text().len(), 52);
        assert_eq!(PrivateKey::from_bytes(&key.to_bytes()).map(|key| key.public()), Some(key.public()));
        assert_eq!(format!("{key:?}"), format!("PrivateKey of {}", key.public().fingerprint()));
        assert_eq!(PublicKey::parse("7KQ2"), None);
    }
}
