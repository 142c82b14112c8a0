//! Opens envelopes with the demo key, or with the key file `PHIEU_KEY` and its passphrase
//! `PHIEU_WORDS`, for the end-to-end tests: a line of Z85 in, the text
//! of the response, the correction or the note of a hand-in out. Questionnaires are those of the folders named.
//!
//!     cargo run --example open_envelopes public/questionnaires < envelopes.txt

use std::collections::BTreeMap;
use std::io::{BufRead as _, Error, Write as _, stdin, stdout};

use phieu::base::digest::fingerprint;
use phieu::base::text85;
use phieu::questionnaire::Definition;
use phieu::response::codec::binary::{Codebook, Unpacked, unpack};
use phieu::seal::key_file::KeyFile;
use phieu::seal::{PrivateKey, open};

#[path = "demo_key.rs"]
#[allow(dead_code, reason = "a part of it")]
mod demo_key;

fn books() -> Result<BTreeMap<String, Codebook>, Error> {
    let mut books = BTreeMap::new();
    for folder in std::env::args().skip(1) {
        for entry in std::fs::read_dir(folder)? {
            let text = std::fs::read_to_string(entry?.path())?;
            let mark = fingerprint(text.as_bytes());
            let book = Definition::read(&text).ok().and_then(|form| Codebook::of(&form, &mark));
            books.extend(book.map(|book| (mark, book)));
        }
    }
    Ok(books)
}

/// The key that is named, or the demo's.
fn key() -> Result<PrivateKey, Error> {
    let (Ok(file), Ok(words)) = (std::env::var("PHIEU_KEY"), std::env::var("PHIEU_WORDS")) else { return Ok(demo_key::key()) };
    let text = std::fs::read_to_string(file)?;
    let file = KeyFile::decode(&text).map_err(|findings| Error::other(format!("{findings:?}")))?;
    file.open(&words).map_err(|refused| Error::other(format!("{refused:?}")))
}

fn said(envelope: &str, books: &BTreeMap<String, Codebook>, key: &PrivateKey) -> Result<String, String> {
    let bytes = text85::decode(envelope).map_err(|at| format!("no Z85 at {at}"))?;
    let content = open(&bytes, key).map_err(|fault| format!("{fault:?}"))?;
    if let Some((2 | 3, text)) = content.split_first() {
        return String::from_utf8(text.to_vec()).map_err(|fault| fault.to_string());
    }
    match unpack(&content, |mark| books.get(mark)) {
        Unpacked::Response(response) => Ok(response.encode()),
        other @ (Unpacked::UnknownQuestionnaire(_) | Unpacked::Broken(_)) => Err(format!("{other:?}")),
    }
}

fn main() -> Result<(), Error> {
    let (books, key) = (books()?, key()?);
    for line in stdin().lock().lines() {
        match said(&line?, &books, &key) {
            Ok(text) => writeln!(stdout(), "{text}")?,
            Err(why) => writeln!(stdout(), "!{why}")?,
        }
    }
    Ok(())
}
