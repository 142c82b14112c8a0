//! What a file is, by its first bytes and never by its name: text is read here, a workbook
//! goes to the worker, and everything else is told what it is and how to save it.

use super::head;
use crate::base::encoding;
use crate::base::grid::Grid;
use crate::base::{Finding, finding};
use crate::campaign::Campaign;

/// Largest file that is looked at, in bytes; the table of a province has some 20 kB.
const MOST_BYTES: usize = 20 << 20;

/// A file that may be a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// Text, with what is to be known about it.
    Text(Grid, Vec<Finding>),
    /// A workbook of Excel, for the worker to read.
    Workbook,
}

/// What each kind of file begins with, and its finding.
const SIGNATURES: [(&[u8], &str); 8] = [
    (b"%PDF", "table_pdf"),
    (b"{\\rtf", "table_word"),
    (b"\x89PNG", "table_picture"),
    (b"\xff\xd8\xff", "table_picture"),
    (b"GIF8", "table_picture"),
    (b"Rar!", "table_archive"),
    (b"7z\xbc\xaf", "table_archive"),
    (b"\x1f\x8b", "table_archive"),
];
/// The compound file of Office before 2007, and of every workbook with a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Opens a file.
///
/// # Errors
/// Everything that makes it no table, each with what to do.
pub fn open(bytes: &[u8]) -> Result<Opened, Vec<Finding>> {
    let fault = |code: &str, value: &str| Err(vec![Finding::error(code, "", value)]);
    if bytes.is_empty() {
        return fault("table_empty", "");
    }
    if bytes.len() > MOST_BYTES {
        return fault("table_too_big", &(MOST_BYTES >> 20).to_string());
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Opened::Workbook);
    }
    if bytes.starts_with(COMPOUND) {
        return fault(if is_encrypted(bytes) { "table_password" } else { "table_old_excel" }, "");
    }
    if let Some((_, code)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return fault(code, "");
    }
    let (text, mut findings) = encoding::decode(bytes).map_err(|finding| vec![finding])?;
    if is_markup(&text) {
        return fault("table_markup", "");
    }
    let (grid, more) = Grid::of_text(&text);
    findings.extend(more);
    if finding::has_error(&findings) { Err(findings) } else { Ok(Opened::Text(grid, findings)) }
}

/// A table from the clipboard.
///
/// # Errors
/// As [`open`] for text.
pub fn paste(text: &str) -> Result<(Grid, Vec<Finding>), Vec<Finding>> {
    if text.len() > MOST_BYTES {
        return Err(vec![Finding::error("table_too_big", "", (MOST_BYTES >> 20).to_string())]);
    }
    let (grid, findings) = Grid::of_text(text);
    if finding::has_error(&findings) { Err(findings) } else { Ok((grid, findings)) }
}

/// A workbook with a password is a compound file with a stream of this name, in UTF-16.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|part| part == name)
}

/// Web pages that call themselves `.xls`, as many an information system exports them.
fn is_markup(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    ["<html", "<!doctype", "<?xml", "<table"].iter().any(|tag| start.starts_with(tag))
}

/// The sheet of a workbook that is most like a table of units, and what is to be said where
/// there are others.
pub fn choose(sheets: &[Grid], campaign: &Campaign) -> (usize, Option<Finding>) {
    let known = |at: usize| sheets.get(at).map_or(0, |sheet| head::guess(sheet, campaign).roles.iter().flatten().count());
    let best = (0..sheets.len()).max_by_key(|&at| (known(at), std::cmp::Reverse(at))).unwrap_or_default();
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.sheet.as_str()).collect();
    let said = names.get(best).filter(|_| names.len() > 1);
    (best, said.map(|name| Finding::warning("table_several_sheets", ["sheet ", name].concat(), names.join("; "))))
}
