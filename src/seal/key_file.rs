//! The key file: a campaign's private key under a passphrase, format version 1, as JSON.
//! Argon2id (RFC 9106) makes a key of the passphrase, AES-256-GCM seals with it; what the
//! file says beside is authenticated. A check over the whole file stands in it, so that a
//! damaged file and a wrong passphrase are told apart. Only the office calls this.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use super::{PrivateKey, PublicKey, passphrase};
use crate::base::Finding;
use crate::base::digest::{base32, fingerprint, unbase32};
use crate::base::json::{Reader, Writer, read};

const MARK: &str = "key";
const VERSION: u64 = 1;

/// What Argon2id costs: whoever guesses pays it for every guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// 64 MiB, three passes, one lane: RFC 9106's second recommendation, with one lane
    /// because a page has one thread.
    pub const OFFICE: Self = Self { memory: 65_536, passes: 3 };

    /// A file may ask for no more than a page can give, and for no less than is worth it.
    fn is_reasonable(self) -> bool {
        (8_192..=262_144).contains(&self.memory) && (1..=16).contains(&self.passes)
    }
}

/// A key file as it was read; nothing is known of its passphrase yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile {
    /// The campaign.
    pub campaign: String,
    /// The public key, in clear.
    pub public: PublicKey,
    cost: Cost,
    salt: [u8; 16],
    nonce: [u8; 12],
    sealed: Vec<u8>,
}

/// Why a key file did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The file is whole; the passphrase is not the one.
    Passphrase,
    /// What was sealed in it is not the key that it names.
    OtherKey,
    /// The machine has not the memory.
    Memory,
}

impl KeyFile {
    /// Puts a private key under a passphrase. None where the machine has not the memory.
    pub fn seal(campaign: &str, key: &PrivateKey, words: &str, cost: Cost, random: &[u8; 28]) -> Option<Self> {
        let (salt, nonce) = random.split_first_chunk::<16>()?;
        let mut file = Self {
            campaign: campaign.to_owned(),
            public: key.public(),
            cost,
            salt: *salt,
            nonce: nonce.try_into().ok()?,
            sealed: Vec::new(),
        };
        let (bytes, said) = (key.to_bytes(), file.said());
        let payload = Payload { msg: &bytes, aad: said.as_bytes() };
        file.sealed = file.cipher(words)?.encrypt(&Nonce::from(file.nonce), payload).ok()?;
        Some(file)
    }

    /// The private key.
    ///
    /// # Errors
    /// See `Refused`.
    pub fn open(&self, words: &str) -> Result<PrivateKey, Refused> {
        let cipher = self.cipher(words).ok_or(Refused::Memory)?;
        let said = self.said();
        let payload = Payload { msg: &self.sealed, aad: said.as_bytes() };
        let bytes = cipher.decrypt(&Nonce::from(self.nonce), payload).map_err(|_| Refused::Passphrase)?;
        let key = bytes.try_into().ok().and_then(|bytes| PrivateKey::from_bytes(&bytes)).ok_or(Refused::OtherKey)?;
        if key.public() == self.public { Ok(key) } else { Err(Refused::OtherKey) }
    }

    /// The file.
    pub fn encode(&self) -> String {
        self.text(Some(&fingerprint(self.text(None).as_bytes())))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it, located; `damaged_key` where it was changed.
    pub fn decode(text: &str) -> Result<Self, Vec<Finding>> {
        let (file, check) = read(text, read_file)?;
        let file = file.ok_or_else(|| vec![Finding::error("damaged_key", "", "")])?;
        if check == fingerprint(file.text(None).as_bytes()) {
            return Ok(file);
        }
        Err(vec![Finding::error("damaged_key", "check", check)])
    }

    /// What the file says in clear, without what is sealed.
    fn said(&self) -> String {
        [&self.campaign, "\n", &self.public.text(), "\n", &self.cost.memory.to_string(), "\n", &self.cost.passes.to_string()].concat()
    }

    fn cipher(&self, words: &str) -> Option<Aes256Gcm> {
        let mut key = [0; 32];
        let params = Params::new(self.cost.memory, self.cost.passes, 1, Some(key.len())).ok()?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        // Asked for and not taken: a page without the memory says so instead of breaking off.
        let mut memory: Vec<Block> = Vec::new();
        memory.try_reserve_exact(argon.params().block_count()).ok()?;
        memory.resize(argon.params().block_count(), Block::default());
        argon.hash_password_into_with_memory(&passphrase::bytes(words), &self.salt, &mut key, &mut memory).ok()?;
        Some(Aes256Gcm::new(&key.into()))
    }

    fn text(&self, check: Option<&str>) -> String {
        Writer::document(&mut |w| {
            w.field("phieu").text(MARK);
            w.field("version").count(VERSION);
            w.field("campaign").text(&self.campaign);
            w.field("public").text(&self.public.text());
            w.field("argon2id").list(&mut |w| {
                w.count(u64::from(self.cost.memory));
                w.count(u64::from(self.cost.passes));
            });
            w.field("salt").text(&base32(&self.salt));
            w.field("nonce").text(&base32(&self.nonce));
            w.field("sealed").text(&base32(&self.sealed));
            if let Some(check) = check {
                w.field("check").text(check);
            }
        })
    }
}

/// The file where every field can be one, and its check.
fn read_file(r: &mut Reader<'_>) -> (Option<KeyFile>, String) {
    let mark = r.required("phieu").text();
    if mark != MARK {
        r.optional("phieu").report("not_key", mark);
    }
    let version = r.required("version").whole::<u64>();
    if version.is_some_and(|version| version != VERSION) {
        r.optional("version").report("newer_version", version.unwrap_or_default().to_string());
    }
    let campaign = r.required("campaign").text();
    let public = r.required("public").parsed("damaged_key", PublicKey::parse);
    let cost = r.required("argon2id").pair(|slot| slot.whole().unwrap_or_default(), |slot| slot.whole().unwrap_or_default());
    let cost = Cost { memory: cost.0, passes: cost.1 };
    if !cost.is_reasonable() {
        r.optional("argon2id").report("damaged_key", format!("{}, {}", cost.memory, cost.passes));
    }
    let salt = r.required("salt").parsed("damaged_key", bytes);
    let nonce = r.required("nonce").parsed("damaged_key", bytes);
    let sealed = r.required("sealed").parsed("damaged_key", |text| bytes::<48>(text).map(Vec::from));
    let check = r.required("check").text();
    let fields = public.zip(salt).zip(nonce.zip(sealed));
    (fields.map(|((public, salt), (nonce, sealed))| KeyFile { campaign, public, cost, salt, nonce, sealed }), check)
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    unbase32(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CHEAP: Cost = Cost { memory: 8_192, passes: 1 };

    fn file() -> (PrivateKey, KeyFile) {
        let key = PrivateKey::from_random(&[7; 32]);
        let file = KeyFile::seal("demo", &key, "Mùa xuân 2026", CHEAP, &[1; 28]).unwrap();
        (key, file)
    }

    #[test]
    fn the_key_comes_back_by_its_passphrase_alone() {
        let (key, file) = file();
        let file = KeyFile::decode(&file.encode()).unwrap();
        assert_eq!(file.open("Mùa xuân 2026").map(|key| key.to_bytes()).ok(), Some(key.to_bytes()));
        assert_eq!(file.open("mùa xuân 2026").err(), Some(Refused::Passphrase));
        assert_eq!(file.open("").err(), Some(Refused::Passphrase));
        let forged = KeyFile { campaign: "other".to_owned(), ..file };
        assert_eq!(forged.open("Mùa xuân 2026").err(), Some(Refused::Passphrase));
    }

    #[test]
    fn what_the_office_pays_opens_too() {
        let (key, _) = file();
        let file = KeyFile::seal("demo", &key, "x", Cost::OFFICE, &[1; 28]).unwrap();
        assert!(KeyFile::decode(&file.encode()).unwrap().open("x").is_ok());
    }

    #[test]
    fn every_changed_character_is_damage_and_not_a_wrong_passphrase() {
        let text = file().1.encode();
        for at in 0..text.len() {
            for other in ["0", "Z", "x", " "] {
                let changed = [&text[..at], other, &text[at + 1..]].concat();
                if changed != text {
                    assert!(KeyFile::decode(&changed).is_err(), "{changed}");
                }
            }
        }
    }

    #[test]
    fn a_file_that_asks_for_too_much_is_refused() {
        let (_, file) = file();
        for cost in [Cost { memory: 4_000_000, passes: 1 }, Cost { memory: 65_536, passes: 10_000 }, Cost { memory: 8, passes: 1 }] {
            let findings = KeyFile::decode(&KeyFile { cost, ..file.clone() }.encode()).unwrap_err();
            assert_eq!((findings[0].code.as_str(), findings[0].at.as_str()), ("damaged_key", "argon2id"));
        }
    }

    /// RFC 9106's vectors need a secret and associated data; these are the reference
    /// implementation's own (`test.c`, Argon2id, version 0x13).
    #[test]
    fn argon2id_is_as_published() {
        let mut out = [0; 32];
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(65_536, 2, 1, Some(32)).unwrap());
        argon.hash_password_into(b"password", b"somesalt", &mut out).unwrap();
        assert_eq!(out[..8], [0x09, 0x31, 0x61, 0x15, 0xd5, 0xcf, 0x24, 0xed]);
        assert_eq!(out[24..], [0x02, 0xb6, 0x56, 0x6f, 0x61, 0x91, 0x3c, 0xf7]);
    }

    proptest! {
        #[test]
        fn any_text_is_refused_with_findings(text: String) {
            prop_assert!(KeyFile::decode(&text).is_err());
        }
    }
}
