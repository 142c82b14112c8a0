//! Delimited text as records, each with the line that it begins on: what Excel,
//! LibreOffice, R and a clipboard give. Quoted by RFC 4180; LF, CR LF or CR. Nothing that
//! a text can contain makes this panic.

/// A record and the line that it begins on, 1 being the first of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Line of the text.
    pub line: u64,
    /// Its cells.
    pub cells: csv::StringRecord,
}

/// The records of a text. Empty lines are no records.
pub fn records(text: &str, delimiter: u8) -> impl Iterator<Item = Record> + use<'_> {
    let bytes = text.as_bytes();
    let (mut line, mut from) = (1, 0);
    let number = move |cells: csv::StringRecord| {
        // The crate says where it began to look, which is before empty lines.
        let at = cells.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(from);
        let blank = blank(bytes.iter().skip(at));
        line += line_ends(bytes.get(from..at + blank).unwrap_or_default());
        from = at + blank;
        Record { line, cells }
    };
    reader(delimiter).from_reader(bytes).into_records().filter_map(Result::ok).map(number)
}

/// How this program reads delimited text.
pub(super) fn reader(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter);
    builder
}

/// How many line ends stand first.
pub(super) fn blank<'a>(bytes: impl Iterator<Item = &'a u8>) -> usize {
    bytes.take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// LF, CR LF or CR alone, whole within `bytes`.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    let ends = bytes.iter().enumerate().filter(|(at, byte)| **byte == b'\n' || (**byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
    ends.count() as u64
}

/// Rows as delimited text with CR LF.
pub fn write<'a>(rows: impl IntoIterator<Item = &'a Vec<String>>, delimiter: &str) -> String {
    let line = |row: &Vec<String>| row.iter().map(|text| cell(text)).collect::<Vec<_>>().join(delimiter) + "\r\n";
    rows.into_iter().map(line).collect()
}

/// A row as delimited text with LF, for this program itself: every cell comes back as it
/// was, since no spreadsheet ever sees it.
pub fn exact<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    cells.into_iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

fn quoted(text: &str) -> String {
    if text.contains([',', ';', '\t', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// A cell of text: harmless, then in quotes where needed.
pub fn cell(text: &str) -> String {
    quoted(&harmless(text))
}

/// A text with an apostrophe before what a spreadsheet would run as a formula
/// (`= + - @`, tab, CR, LF, also after spaces and in full width).
/// Source: OWASP, "CSV Injection".
pub fn harmless(text: &str) -> String {
    let first = text.trim_start_matches(' ').chars().next();
    let runs = first.is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    if runs { ["'", text].concat() } else { text.to_owned() }
}

/// How often each of `delimiters` stands in a line, outside quotes.
pub fn counts<const N: usize>(line: &str, delimiters: [u8; N]) -> [usize; N] {
    let mut quoted = false;
    let mut counts = [0; N];
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        for (count, delimiter) in counts.iter_mut().zip(delimiters) {
            *count += usize::from(!quoted && byte == delimiter);
        }
    }
    counts
}

/// Whether the number of quotes is odd: one was not closed.
pub fn has_open_quote(text: &str) -> bool {
    text.bytes().filter(|&byte| byte == b'"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for (text, expect) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            (" =1", "' =1"),
            ("+84", "'+84"),
            ("=a;b", "\"'=a;b\""),
            ("\t=1", "\"'\t=1\""),
            ("Xã \"A\"", "\"Xã \"\"A\"\"\""),
            ("Sở Nội vụ", "Sở Nội vụ"),
            ("a-b", "a-b"),
            ("", ""),
        ] {
            assert_eq!(cell(text), expect);
        }
    }
}
