//! The archive of evidence ("hồ sơ kiểm chứng"): plan, campaign, ledger of intake, release,
//! and whatever else proves a number, in one ZIP with a manifest of SHA-256 of every file.
//! Times in it are all the same, so equal evidence is equal bytes. Files are taken one by
//! one; the archive holds none of them when the next one comes.

use std::collections::BTreeSet;
use std::io::Write as _;

use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::out::{Fault, Out};
use super::release::About;
use crate::base::digest::sha256;
use crate::base::{Finding, Lang, words};

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its path: letters, digits, `-`, `_`, `.`, and `/` between folders.
    pub path: String,
    /// What it is, in English, for the manifest: `plan`, `campaign`, `ledger`, `release`.
    pub is: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Names that the archive itself gives.
const OWN: [&str; 3] = ["manifest.json", "SHA256SUMS", "README.txt"];

/// Writes the archive.
///
/// # Errors
/// `evidence_path` for a path that is none or that stands twice, [`Fault::Stopped`].
pub fn write(about: &About, lang: Lang, parts: impl IntoIterator<Item = Part>, out: &mut Out<'_>) -> Result<(), Fault> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new_stream(&mut *out);
    let mut taken = BTreeSet::new();
    let (mut files, mut sums) = (Vec::new(), String::new());
    let date = String::from(about.date);
    let readme = words::export::ARCHIVE_README.with(lang, &[("title", about.title.get(lang)), ("date", &about.date.to_display())]);
    // Notepad on an old Windows reads it too.
    let readme = ["\u{feff}", &readme.replace('\n', "\r\n")].concat().into_bytes();
    let own = Part { path: OWN[2].to_owned(), is: "readme".to_owned(), bytes: readme };
    for part in std::iter::once(own).chain(parts) {
        if !is_path(&part.path) || !taken.insert(part.path.to_lowercase()) || (part.is != "readme" && OWN.contains(&part.path.as_str())) {
            return Err(Fault::Found(vec![Finding::error("evidence_path", "", &part.path)]));
        }
        let digest = hex(&sha256(&part.bytes));
        files.push(json!({"path": part.path, "is": part.is, "bytes": part.bytes.len(), "sha256": digest}));
        sums.push_str(&[&digest, "  ", &part.path, "\n"].concat());
        put(&mut zip, &part.path, &part.bytes, options)?;
    }
    let manifest = json!({"phieu": "evidence", "version": 1, "id": about.id, "title": about.title, "date": date, "files": files});
    put(&mut zip, OWN[1], sums.as_bytes(), options)?;
    put(&mut zip, OWN[0], serde_json::to_string_pretty(&manifest).unwrap_or_default().as_bytes(), options)?;
    zip.finish().map_err(|_| Fault::Stopped)?;
    Ok(())
}

fn put<W: std::io::Write>(
    zip: &mut ZipWriter<zip::write::StreamWriter<W>>,
    path: &str,
    bytes: &[u8],
    options: SimpleFileOptions,
) -> Result<(), Fault> {
    zip.start_file(path, options).map_err(|_| Fault::Stopped)?;
    zip.write_all(bytes).map_err(|_| Fault::Stopped)
}

/// A path within the archive that no system takes for another place.
fn is_path(path: &str) -> bool {
    let is_name = |name: &str| {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        plain && !name.is_empty() && !name.starts_with('.') && !name.ends_with('.')
    };
    path.len() <= 200 && path.split('/').all(is_name)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|half| char::from_digit(half.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_nowhere_else() {
        for path in ["plan.json", "exports/tables-units.csv", "a/b/c.d.e"] {
            assert!(is_path(path), "{path}");
        }
        for path in ["", "/etc/passwd", "../x", "a//b", "a/./b", "C:\\x", "a/.b", "đợt.json", "a/b.", &"a".repeat(201)] {
            assert!(!is_path(path), "{path}");
        }
        assert_eq!(hex(&[0, 0xab, 0xff]), "00abff");
    }
}
