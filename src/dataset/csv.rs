//! Bytes of a CSV file as a header and records. Files come from Excel, LibreOffice
//! and R: with or without BOM, `,` or `;` or tab, quoted by RFC 4180. Nothing that a
//! file can contain makes this panic; what cannot be read is a finding with its row.

use std::io::Read;

use super::read::{self, Made};
use super::{FrameUnit, Mapping};
use crate::base::Finding;
use crate::base::delimited::{self, Record};
use crate::base::stream::Records;

/// Texts above this are refused where they are in memory as a whole, as they are in a page
/// (`docs/speed.md`); a province's responses are a tenth of it.
pub const MAX_BYTES: usize = 256 << 20;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// A file as text: header, delimiter, records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet<'a> {
    /// The headers, trimmed.
    pub header: Vec<String>,
    /// `,`, `;` or tab.
    pub delimiter: u8,
    text: &'a str,
}

impl<'a> Sheet<'a> {
    /// The records below the header. Empty lines are no records.
    pub fn records(&self) -> impl Iterator<Item = Record> + use<'a> {
        delimited::records(self.text, self.delimiter).skip(1)
    }
}

/// Reads responses from bytes. `levels` is the highest level of the scale; `frame`
/// gives populations where the mapping names no column for them. No dataset comes
/// with findings of which one at least is an error.
pub fn read(bytes: &[u8], mapping: &Mapping, frame: &[FrameUnit], levels: u8) -> Made {
    let (sheet, mut findings) = sheet(bytes);
    let Some(sheet) = sheet else {
        return (None, findings);
    };
    let (data, more) = read::records_of(&sheet.header, sheet.delimiter, sheet.records(), mapping, (frame, levels));
    findings.extend(more);
    (data, findings)
}

/// The same from a source that is read once, piece by piece, whatever its size: what is in
/// memory is the dataset and a buffer.
pub fn read_from(mut source: impl Read, mapping: &Mapping, frame: &[FrameUnit], levels: u8) -> Made {
    let head = match head(&mut source) {
        Ok(head) => head,
        Err(error) => return (None, vec![Finding::error("file_not_read", "", error.to_string())]),
    };
    let head = head.strip_prefix(BOM).unwrap_or(&head);
    let delimiter = delimiter(&String::from_utf8_lossy(head));
    let mut records = Records::new(head.chain(source), delimiter);
    let first = records.next();
    let header: Vec<String> = first.iter().flat_map(|first| &first.cells).map(|cell| cell.trim().to_owned()).collect();
    let made = first.as_ref().map(|_| read::records_of(&header, delimiter, &mut records, mapping, (frame, levels)));
    match (made, records.fault()) {
        (_, Some(fault)) => (None, vec![fault]),
        (None, None) => (None, vec![Finding::error("file_empty", "row 1", "")]),
        (Some((data, found)), None) => {
            let mut findings = open_quote(records.has_open_quote());
            findings.extend(found);
            (data, findings)
        }
    }
}

/// The beginning of a source, to the end of its first line at least.
fn head(source: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    loop {
        let more = source.take(1 << 16).read_to_end(&mut head)?;
        let line = head.iter().skip(BOM.len()).skip_while(|byte| is_end(byte)).any(&is_end);
        if more == 0 || line || head.len() > MAX_BYTES {
            return Ok(head);
        }
    }
}

fn open_quote(is_open: bool) -> Vec<Finding> {
    if is_open { vec![Finding::warning("quotes_unbalanced", "", "\"")] } else { Vec::new() }
}

/// Finds out what kind of file it is and reads its header.
pub fn sheet(bytes: &[u8]) -> (Option<Sheet<'_>>, Vec<Finding>) {
    if bytes.len() > MAX_BYTES {
        return (None, vec![Finding::error("file_too_large", "", bytes.len().to_string())]);
    }
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return (None, vec![not_utf8(bytes, error.valid_up_to())]),
    };
    let delimiter = delimiter(text);
    let Some(first) = delimited::records(text, delimiter).next() else {
        return (None, vec![Finding::error("file_empty", "row 1", "")]);
    };
    let header: Vec<String> = first.cells.iter().map(|cell| cell.trim().to_owned()).collect();
    (Some(Sheet { header, delimiter, text }), open_quote(delimited::has_open_quote(text)))
}

fn not_utf8(bytes: &[u8], at: usize) -> Finding {
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = before.split(|&byte| byte == b'\n').count();
    let value = bytes.get(at).map_or_else(String::new, |byte| format!("0x{byte:02x}"));
    Finding::error("not_utf8", format!("row {line}"), value)
}

/// The delimiter that the first line has most of outside quotes; `,` where it has none.
fn delimiter(text: &str) -> u8 {
    let line = text.trim_start_matches(['\r', '\n']).split(['\r', '\n']).next().unwrap_or("");
    let [comma, semicolon, tab] = delimited::counts(line, [b',', b';', b'\t']);
    let counts = [(semicolon, b';'), (tab, b'\t')];
    counts.into_iter().fold((comma, b','), |best, next| if next.0 > best.0 { next } else { best }).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let (sheet, _) = sheet(bytes);
        let sheet = sheet.expect("a sheet");
        let rest = sheet.records().map(|record| record.cells.iter().map(str::to_owned).collect());
        std::iter::once(sheet.header.clone()).chain(rest).collect()
    }

    fn code(bytes: &[u8]) -> (String, String) {
        let (none, findings) = sheet(bytes);
        assert!(none.is_none());
        (findings[0].code.clone(), findings[0].at.clone())
    }

    #[test]
    fn bom_and_delimiter_do_not_change_what_is_read() {
        let plain = cells(b"a,b\n1,\"x, y\"\n");
        assert_eq!(plain, [["a", "b"], ["1", "x, y"]]);
        assert_eq!(cells(b"\xef\xbb\xbfa;b\r\n1;x, y\r\n"), plain);
        assert_eq!(cells(b"a\tb\n1\tx, y\n"), plain);
    }

    #[test]
    fn a_delimiter_inside_quotes_does_not_count() {
        assert_eq!(cells(b"\"a;b;c\",d\n"), [["a;b;c", "d"]]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let text = "a,b\n\n\"1\n2\",3\n4,5\n";
        for end in ["\n", "\r\n", "\r"] {
            let text = ["\u{feff}", &text.replace('\n', end)].concat();
            let (sheet, _) = sheet(text.as_bytes());
            assert_eq!(sheet.expect("a sheet").records().map(|record| record.line).collect::<Vec<_>>(), [3, 5], "{end:?}");
        }
    }

    #[test]
    fn files_that_are_no_csv_say_where() {
        assert_eq!(code(b""), ("file_empty".into(), "row 1".into()));
        assert_eq!(code(b"\xef\xbb\xbf\r\n\r\n"), ("file_empty".into(), "row 1".into()));
        assert_eq!(code(b"a,b\nc,\xd0\n"), ("not_utf8".into(), "row 2".into()));
        assert_eq!(code(b"\xff\xfea\0"), ("not_utf8".into(), "row 1".into()));
    }
}
