//! Makes a hand-in file of what stands on its input, a JSON text a line: responses and
//! corrections as the pages wrote them before they sealed, and notes
//! `{"token": "48291306", "device": "DTV07", "campaign": "demo"}` that are about all lines
//! before them. Sealed to the demo key; the same lines make the same bytes.
//!
//!     cargo run --example make_handin -- public/questionnaires < lines > hand-in.phieu

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use phieu::app::content;
use phieu::base::digest::{fingerprint, sha256};
use phieu::base::time::Stamp;
use phieu::questionnaire::Definition;
use phieu::response::codec::binary::Codebook;
use phieu::response::{Correction, Response};
use phieu::seal::receipt::receipt;
use phieu::seal::{PrivateKey, seal};
use phieu::store::handin::file;
use phieu::store::handin::note::{Note, cover};

#[allow(dead_code, reason = "only its key is taken")]
#[path = "demo_key.rs"]
mod demo_key;

/// The questionnaires of these folders: by id their texts' fingerprints and codebooks.
fn books(folders: impl Iterator<Item = String>) -> BTreeMap<String, (String, Codebook)> {
    let files = folders.filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().filter_map(Result::ok);
    let book = |text: String| {
        let (definition, mark) = (Definition::read(&text).ok()?, fingerprint(text.as_bytes()));
        Some((definition.id.clone(), (mark.clone(), Codebook::of(&definition, &mark)?)))
    };
    files.filter_map(|file| book(std::fs::read_to_string(file.path()).ok()?)).collect()
}

fn content_of(line: &str, books: &BTreeMap<String, (String, Codebook)>, before: &[Vec<u8>]) -> Result<Vec<u8>, String> {
    let value: serde_json::Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if value.get("correction").is_some() {
        return Correction::decode(line).map(|one| content::of_correction(&one)).map_err(|found| format!("{found:?}"));
    }
    if let Some(token) = value.get("token") {
        let text = |value: Option<&serde_json::Value>| value.and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let receipts: Vec<String> = before.iter().map(|envelope| receipt(envelope)).collect();
        let note = Note {
            campaign: text(value.get("campaign")),
            token: text(Some(token)),
            device: text(value.get("device")),
            made: Stamp(value.get("made").and_then(serde_json::Value::as_u64).unwrap_or(1_795_435_200_000)),
            count: u32::try_from(receipts.len()).unwrap_or(u32::MAX),
            covers: cover(receipts.iter().map(String::as_str)),
            erased: Vec::new(),
        };
        return Ok(content::of_note(&note));
    }
    let mut response = Response::decode(line).map_err(|found| format!("{found:?}"))?;
    let id = response.header.questionnaire.0.clone();
    let (mark, book) = books.get(&id).ok_or_else(|| format!("no questionnaire {id}"))?;
    response.header.fingerprint.clone_from(mark);
    response.pack(book).ok_or_else(|| format!("{id} does not pack"))
}

fn main() -> ExitCode {
    let (books, mut lines) = (books(std::env::args().skip(1)), String::new());
    if let Err(error) = std::io::stdin().read_to_string(&mut lines) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let key = PrivateKey::from_random(demo_key::SEED).public();
    let mut envelopes: Vec<Vec<u8>> = Vec::new();
    for (i, line) in lines.lines().enumerate() {
        let content = content_of(line, &books, &envelopes);
        let sealed = content.and_then(|content| seal(&content, key, sha256(line.as_bytes())).ok_or_else(|| "too long".to_owned()));
        match sealed {
            Ok(envelope) => envelopes.push(envelope),
            Err(error) => {
                eprintln!("line {}: {error}", i + 1);
                return ExitCode::FAILURE;
            }
        }
    }
    let written = std::io::stdout().write_all(&file::encode(envelopes.iter().map(Vec::as_slice)));
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
