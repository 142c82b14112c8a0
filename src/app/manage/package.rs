//! The ZIP that is put beside the program, and the campaign in a file that is opened: the
//! JSON itself or such a ZIP. Times in it are all the same, so equal editions are equal files.

use std::io::{Cursor, Read as _, Write as _};

use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Assembled;
use crate::app::analyse::Listed;
use crate::base::words::manage as words;
use crate::base::{Finding, Lang, Text};

/// Longest campaign that is taken out of a ZIP, in bytes; as the reader of JSON has it.
const LONGEST: u64 = 4_000_000;
/// Most entries of a ZIP that are looked at.
const ENTRIES: usize = 2_000;

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    title: &'a Text,
}

/// The files of an edition. Without the host's list (`hosted`) none is written: a shorter
/// one would hide the other rounds.
pub(super) fn zip(assembled: &Assembled, hosted: Option<&[Listed]>) -> Option<Vec<u8>> {
    let edition = &assembled.edition;
    let mut files = vec![(words::README_NAME.vi.to_owned(), readme(assembled, hosted.is_some()))];
    files.push((["campaigns/", &edition.campaign.id, ".json"].concat(), edition.text.clone()));
    if let Some(hosted) = hosted {
        files.push(("campaigns/index.json".to_owned(), index(assembled, hosted)?));
    }
    for (name, text) in &assembled.wordings {
        files.push((["questionnaires/", name, ".json"].concat(), text.clone()));
    }
    pack(&files)
}

fn pack(files: &[(String, String)]) -> Option<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(name.as_str(), options).ok()?;
        zip.write_all(text.as_bytes()).ok()?;
    }
    zip.finish().ok().map(Cursor::into_inner)
}

/// The host's list with this round in it, in the order of ids.
fn index(assembled: &Assembled, hosted: &[Listed]) -> Option<String> {
    let campaign = &assembled.edition.campaign;
    let mut all: Vec<Entry<'_>> =
        hosted.iter().filter(|listed| listed.id != campaign.id).map(|listed| Entry { id: &listed.id, title: &listed.title }).collect();
    all.push(Entry { id: &campaign.id, title: &campaign.title });
    all.sort_by(|a, b| a.id.cmp(b.id));
    serde_json::to_string(&all).ok()
}

fn readme(assembled: &Assembled, with_index: bool) -> String {
    let campaign = &assembled.edition.campaign;
    let values = [
        ("title", campaign.title.vi.as_str()),
        ("id", campaign.id.as_str()),
        ("edition", &campaign.edition.to_string()),
        ("fingerprint", assembled.edition.fingerprint.as_str()),
    ];
    let index = if with_index { words::README_INDEX } else { words::README_NO_INDEX };
    let text = [words::README.with(Lang::Vi, &values), index.with(Lang::Vi, &values)].concat();
    // Notepad on an old Windows reads it too.
    ["\u{feff}", &text.replace('\n', "\r\n")].concat()
}

/// The text of the campaign in a file: the file itself, or the one campaign of a ZIP.
pub(super) fn campaign_text(bytes: Vec<u8>) -> Result<String, Vec<Finding>> {
    if !bytes.starts_with(b"PK") {
        let text = String::from_utf8(bytes).map_err(|_| vec![Finding::error("file_not_utf8", "", "")])?;
        return Ok(text);
    }
    let broken = |_| vec![Finding::error("zip_broken", "", "")];
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let is_campaign = |name: &str| {
        let file = name.rsplit_once("campaigns/").map(|(_, file)| file);
        file.and_then(|file| file.strip_suffix(".json")).is_some_and(|id| id != "index")
    };
    let names = zip.file_names().take(ENTRIES).filter_map(|name| Some(name.ok()?.into_owned()));
    let names: Vec<String> = names.filter(|name| is_campaign(name)).collect();
    let [name] = names.as_slice() else {
        let code = if names.is_empty() { "zip_without_campaign" } else { "zip_with_campaigns" };
        return Err(vec![Finding::error(code, "", names.join(", "))]);
    };
    let file = zip.by_name(name).map_err(|_| vec![Finding::error("zip_broken", name.as_str(), "")])?;
    let mut text = String::new();
    match file.take(LONGEST + 1).read_to_string(&mut text) {
        Ok(read) if read as u64 > LONGEST => Err(vec![Finding::error("too_large", name.as_str(), LONGEST.to_string())]),
        Ok(_) => Ok(text),
        Err(_) => Err(vec![Finding::error("zip_broken", name.as_str(), "")]),
    }
}
