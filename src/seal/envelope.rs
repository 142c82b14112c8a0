//! A sealed envelope, format version 1: `1`, the key's mark (4 bytes), the encapsulated
//! key (32 bytes), then what is sealed, with its tag. HPKE base mode with
//! DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM: the suite that a browser's own
//! `WebCrypto` has. The content is padded to few sizes, so that its length tells nothing of
//! the answers. Version and mark are authenticated.

use hpke::aead::AesGcm128;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, setup_receiver, setup_sender_with_rng};

use super::{PrivateKey, PublicKey};

/// The version that is written.
pub const VERSION: u8 = 1;
/// Sizes of a whole envelope; a longer content is none of ours.
pub const SIZES: [usize; 10] = [160, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536];
/// What is bound to every envelope of this version.
pub const INFO: &[u8] = b"phieu envelope 1";
const HEAD: usize = 5;
const ENCAPSULATED: usize = 32;
/// What an envelope has beside the padded content.
const AROUND: usize = HEAD + ENCAPSULATED + 16;
/// Ends the content; zeros follow.
const END: u8 = 0x80;

/// Why an envelope does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenFault {
    /// Of a version that this program does not know.
    Version(u8),
    /// Of no size that an envelope has: cut off, or something else altogether.
    Size(usize),
    /// Sealed to another key; its mark.
    OtherKey([u8; 4]),
    /// Damaged or forged behind this byte.
    Damaged(usize),
}

/// Longest content that can be sealed.
pub const LONGEST: usize = SIZES[SIZES.len() - 1] - AROUND - 1;

/// Seals a content. None where it is longer than `LONGEST`, or the key is none.
pub fn seal(content: &[u8], key: PublicKey, random: [u8; 32]) -> Option<Vec<u8>> {
    let (head, padded) = prepare(content, key)?;
    Some([&head, &seal_prepared(key, &head, &padded, random)?[..]].concat())
}

/// What `platform/seal.js` does with the browser's `WebCrypto`, for an engine without it:
/// the encapsulated key and the ciphertext of what `prepare` gave.
pub fn seal_prepared(key: PublicKey, head: &[u8], padded: &[u8], random: [u8; 32]) -> Option<Vec<u8>> {
    let (encapsulated, sealed) = hpke_seal(&key, INFO, head, padded, random)?;
    Some([encapsulated, sealed].concat())
}

/// The head of an envelope, which is authenticated, and the padded content, which is
/// sealed: for a page where `WebCrypto` does HPKE. The envelope is the head, the
/// encapsulated key and the ciphertext with its tag.
pub fn prepare(content: &[u8], key: PublicKey) -> Option<(Vec<u8>, Vec<u8>)> {
    let size = SIZES.into_iter().find(|size| content.len() + 1 + AROUND <= *size)?;
    let mut padded = content.to_vec();
    padded.push(END);
    padded.resize(size - AROUND, 0);
    let [a, b, c, d] = key.mark();
    Some((vec![VERSION, a, b, c, d], padded))
}

/// Opens an envelope.
///
/// # Errors
/// See `OpenFault`.
pub fn open(envelope: &[u8], key: &PrivateKey) -> Result<Vec<u8>, OpenFault> {
    let mark = mark(envelope)?;
    if mark != key.public().mark() {
        return Err(OpenFault::OtherKey(mark));
    }
    let (head, rest) = envelope.split_at_checked(HEAD).ok_or(OpenFault::Size(envelope.len()))?;
    let (encapsulated, sealed) = rest.split_at_checked(ENCAPSULATED).ok_or(OpenFault::Size(envelope.len()))?;
    let mut content = hpke_open(key, INFO, head, encapsulated, sealed).ok_or(OpenFault::Damaged(HEAD))?;
    let end = content.iter().rposition(|byte| *byte != 0).filter(|end| content.get(*end) == Some(&END));
    content.truncate(end.ok_or(OpenFault::Damaged(HEAD))?);
    Ok(content)
}

/// The mark of the key that an envelope is sealed to; says whether it can be one.
///
/// # Errors
/// `Version` or `Size`.
pub fn mark(envelope: &[u8]) -> Result<[u8; 4], OpenFault> {
    match envelope {
        [VERSION, a, b, c, d, ..] if SIZES.contains(&envelope.len()) => Ok([*a, *b, *c, *d]),
        [VERSION, ..] | [] => Err(OpenFault::Size(envelope.len())),
        [other, ..] => Err(OpenFault::Version(*other)),
    }
}

/// HPKE `SealBase`: encapsulated key and ciphertext.
fn hpke_seal(key: &PublicKey, info: &[u8], aad: &[u8], text: &[u8], random: [u8; 32]) -> Option<(Vec<u8>, Vec<u8>)> {
    let key = key.inner()?;
    let (encapsulated, mut context) =
        setup_sender_with_rng::<AesGcm128, HkdfSha256, X25519HkdfSha256>(&OpModeS::Base, &key, info, &mut Given(random)).ok()?;
    Some((encapsulated.to_bytes().to_vec(), context.seal(text, aad).ok()?))
}

/// HPKE `OpenBase`.
fn hpke_open(key: &PrivateKey, info: &[u8], aad: &[u8], encapsulated: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).ok()?;
    let mut context = setup_receiver::<AesGcm128, HkdfSha256, X25519HkdfSha256>(&OpModeR::Base, key.inner(), &encapsulated, info).ok()?;
    context.open(sealed, aad).ok()
}

/// Random bytes that were given. HPKE takes exactly the 32 bytes of `ikmE`, once.
struct Given([u8; 32]);

impl TryRng for Given {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(self.0.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.0.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes)))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for (out, given) in out.iter_mut().zip(self.0) {
            *out = given;
        }
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
    }

    fn key() -> PrivateKey {
        PrivateKey::from_random(&[3; 32])
    }

    /// RFC 9180, appendix A.1.1: base mode, sequence number 0.
    #[test]
    fn as_in_the_rfc() {
        let ikm_r = hex("6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037");
        let ikm_e = hex("7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234");
        let key = PrivateKey::from_random(&ikm_r.try_into().unwrap());
        // As RFC 7748, section 5, takes it in: the RFC prints 46… and …c8.
        assert_eq!(key.to_bytes().to_vec(), hex("4012c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8a48"));
        assert_eq!(key.public().to_bytes().to_vec(), hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"));
        let info = hex("4f6465206f6e2061204772656369616e2055726e");
        let text = hex("4265617574792069732074727574682c20747275746820626561757479");
        let aad = hex("436f756e742d30");
        let (encapsulated, sealed) = hpke_seal(&key.public(), &info, &aad, &text, ikm_e.try_into().unwrap()).unwrap();
        assert_eq!(encapsulated, hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"));
        assert_eq!(sealed, hex("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"));
        assert_eq!(hpke_open(&key, &info, &aad, &encapsulated, &sealed), Some(text));
    }

    #[test]
    fn a_finished_form_takes_the_smallest_size() {
        for (content, size) in [(0, 160), (98, 160), (106, 160), (107, 256), (LONGEST, 65_536)] {
            let envelope = seal(&vec![1; content], key().public(), [9; 32]).unwrap();
            assert_eq!(envelope.len(), size);
            assert_eq!(open(&envelope, &key()), Ok(vec![1; content]));
        }
        assert_eq!(seal(&vec![1; LONGEST + 1], key().public(), [9; 32]), None);
    }

    #[test]
    fn another_key_and_another_version_are_told_apart_from_damage() {
        let envelope = seal(b"x", key().public(), [9; 32]).unwrap();
        let other = PrivateKey::from_random(&[4; 32]);
        assert_eq!(open(&envelope, &other), Err(OpenFault::OtherKey(key().public().mark())));
        assert_eq!(open(&envelope[..159], &key()), Err(OpenFault::Size(159)));
        assert_eq!(open(&[], &key()), Err(OpenFault::Size(0)));
        assert_eq!(open(&[&[2], &envelope[1..]].concat(), &key()), Err(OpenFault::Version(2)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_content_comes_back(content in prop::collection::vec(any::<u8>(), 0..600), random: [u8; 32]) {
            let envelope = seal(&content, key().public(), random).unwrap();
            prop_assert!(SIZES.contains(&envelope.len()));
            prop_assert_eq!(open(&envelope, &key()), Ok(content));
        }

        #[test]
        fn a_flipped_bit_is_found(content in prop::collection::vec(any::<u8>(), 0..200), at: prop::sample::Index, bit in 0_u8..8) {
            let mut envelope = seal(&content, key().public(), [5; 32]).unwrap();
            let at = at.index(envelope.len());
            envelope[at] ^= 1 << bit;
            prop_assert!(open(&envelope, &key()).is_err());
        }

        #[test]
        fn arbitrary_bytes_do_not_open(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(open(&bytes, &key()).is_err());
            let bytes = [&[VERSION][..], &key().public().mark(), &bytes].concat();
            prop_assert!(open(&bytes, &key()).is_err());
        }
    }
}
