//! What the worker does with key files: Argon2id takes seconds and 64 MiB, which a page
//! must not stand still for. A job and its reply are texts that never leave the browser;
//! whatever cannot be read is refused, never a panic.

use super::key_file::{Cost, KeyFile, Refused};
use super::{Passphrase, PrivateKey};
use crate::base::digest::{base32, unbase32};
use crate::base::json::{Reader, Writer, read};

/// What is asked of the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Open a key file.
    Open {
        /// The file.
        file: KeyFile,
        /// What its owner typed.
        words: Passphrase,
    },
    /// Put a key under a passphrase.
    Seal {
        /// The campaign's id.
        campaign: String,
        /// The key.
        key: PrivateKey,
        /// The passphrase.
        words: Passphrase,
        /// Fresh random bytes.
        random: [u8; 28],
    },
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// The key of a file.
    Opened(PrivateKey),
    /// The key file.
    Sealed(KeyFile),
}

impl Job {
    /// The job as the worker gets it.
    pub fn encode(&self) -> String {
        Writer::document(&mut |w| match self {
            Self::Open { file, words } => {
                w.field("open").text(&file.encode());
                w.field("words").text(words.text());
            }
            Self::Seal { campaign, key, words, random } => {
                w.field("seal").text(&base32(&key.to_bytes()));
                w.field("campaign").text(campaign);
                w.field("words").text(words.text());
                w.field("random").text(&base32(random));
            }
        })
    }
}

/// Does a job; gives its reply. Empty for a text that is no job.
pub fn run(job: &str) -> String {
    let Ok(Some(job)) = read(job, read_job) else { return String::new() };
    let done = match job {
        Job::Open { file, words } => file.open(words.text()).map(Done::Opened),
        Job::Seal { campaign, key, words, random } => {
            KeyFile::seal(&campaign, &key, words.text(), Cost::OFFICE, &random).map(Done::Sealed).ok_or(Refused::Memory)
        }
    };
    Writer::document(&mut |w| match &done {
        Ok(Done::Opened(key)) => w.field("opened").text(&base32(&key.to_bytes())),
        Ok(Done::Sealed(file)) => w.field("sealed").text(&file.encode()),
        Err(refused) => w.field("refused").text(word(*refused)),
    })
}

/// Reads a reply; none for a text that is none.
pub fn reply(text: &str) -> Option<Result<Done, Refused>> {
    read(text, read_reply).ok().flatten()
}

fn read_job(r: &mut Reader<'_>) -> Option<Job> {
    let file = r.optional("open").text_or_none();
    let key = r.optional("seal").parsed("bad_key", key);
    let words = Passphrase::new(r.required("words").text());
    let campaign = r.optional("campaign").text();
    let random = r.optional("random").parsed("bad_key", |text| unbase32(text)?.try_into().ok());
    match (file, key) {
        (Some(file), None) => Some(Job::Open { file: KeyFile::decode(&file).ok()?, words }),
        (None, Some(key)) => Some(Job::Seal { campaign, key, words, random: random? }),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

fn read_reply(r: &mut Reader<'_>) -> Option<Result<Done, Refused>> {
    let opened = r.optional("opened").parsed("bad_key", key).map(Done::Opened);
    let sealed = r.optional("sealed").parsed("bad_key", |text| KeyFile::decode(text).ok()).map(Done::Sealed);
    let refused = r.optional("refused").word(&[Refused::Passphrase, Refused::OtherKey, Refused::Memory], word);
    opened.or(sealed).map(Ok).or(refused.map(Err))
}

fn key(text: &str) -> Option<PrivateKey> {
    PrivateKey::from_bytes(&unbase32(text)?.try_into().ok()?)
}

fn word(refused: Refused) -> &'static str {
    match refused {
        Refused::Passphrase => "passphrase",
        Refused::OtherKey => "other_key",
        Refused::Memory => "memory",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_is_sealed_and_opened_by_texts_alone() {
        let key = PrivateKey::from_random(&[4; 32]);
        let words = Passphrase::new("“sáu” \\ từ\n");
        let job = Job::Seal { campaign: "dot-2026".to_owned(), key: key.clone(), words: words.clone(), random: [3; 28] };
        let Some(Ok(Done::Sealed(file))) = reply(&run(&job.encode())) else { panic!() };
        assert_eq!((file.campaign.as_str(), file.public), ("dot-2026", key.public()));
        let open = |words| reply(&run(&Job::Open { file: file.clone(), words }.encode()));
        assert_eq!(open(words), Some(Ok(Done::Opened(key))));
        assert_eq!(open(Passphrase::new("khác")), Some(Err(Refused::Passphrase)));
    }

    proptest! {
        #[test]
        fn any_text_is_no_job_and_no_reply(text: String) {
            prop_assert_eq!(run(&text), "");
            prop_assert!(reply(&text).is_none());
        }
    }
}
