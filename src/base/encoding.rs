//! Bytes as text, whatever they were saved as. UTF-8 as a rule; UTF-16 where a mark or the
//! zeros say so; an encoding of the time before Unicode where the words leave no doubt
//! (`legacy`). Anything else is refused: a name with wrong letters would be printed.

use super::{Finding, legacy};

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The text of `bytes`, and what is to be known about it.
///
/// # Errors
/// `table_binary` for what is no text, `table_encoding` with its line where the encoding
/// cannot be told.
pub fn decode(bytes: &[u8]) -> Result<(String, Vec<Finding>), Finding> {
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    if let Some(big) = wide(bytes) {
        return utf16(bytes, big).map(|text| (text, vec![Finding::warning("table_utf16", "", "UTF-16")]));
    }
    if has_controls(bytes) {
        return Err(Finding::error("table_binary", "", ""));
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((text.to_owned(), Vec::new())),
        Err(error) => error,
    };
    let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    if let Ok((encoding, text)) = legacy::detect(&text) {
        return Ok((text, vec![Finding::warning("table_old_encoding", "", encoding.name())]));
    }
    let before = bytes.get(..error.valid_up_to()).unwrap_or(bytes);
    let line = before.split(|&byte| byte == b'\n').count();
    let byte = bytes.get(error.valid_up_to()).map_or_else(String::new, |byte| format!("0x{byte:02X}"));
    Err(Finding::error("table_encoding", format!("row {line}"), byte))
}

/// Whether it is UTF-16, and then whether the great byte comes first: by its mark, or
/// because every other byte of a Vietnamese table is nearly always zero.
fn wide(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(false),
        [0xfe, 0xff, ..] => return Some(true),
        _ => {}
    }
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let half = bytes.len() / 2;
    let (even, odd) = (zeros(0), zeros(1));
    (half > 4 && bytes.len().is_multiple_of(2) && even.max(odd) * 2 > half && even.min(odd) == 0).then_some(even > odd)
}

fn utf16(bytes: &[u8], big: bool) -> Result<String, Finding> {
    let broken = || Finding::error("table_encoding", "", "UTF-16");
    if !bytes.len().is_multiple_of(2) {
        return Err(broken());
    }
    let unit = |pair: &[u8]| match pair {
        [first, second] if big => u16::from_be_bytes([*first, *second]),
        [first, second] => u16::from_le_bytes([*first, *second]),
        _ => 0,
    };
    let text = char::decode_utf16(bytes.chunks(2).map(unit)).collect::<Result<String, _>>().map_err(|_| broken())?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// Bytes that no text has: control characters other than tab, line ends and form feed.
fn has_controls(bytes: &[u8]) -> bool {
    bytes.iter().any(|&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], expect: &str, code: Option<&str>) {
        let (text, findings) = decode(bytes).unwrap();
        assert_eq!(text, expect);
        assert_eq!(findings.first().map(|finding| finding.code.as_str()), code);
    }

    fn wide_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn unicode_is_read_with_and_without_marks() {
        let text = "Mã\tTên\r\nS1\tSở Y tế";
        check(text.as_bytes(), text, None);
        check(&[BOM, text.as_bytes()].concat(), text, None);
        for big in [false, true] {
            check(&wide_bytes(text, big), text, Some("table_utf16"));
            check(&wide_bytes(&["\u{feff}", text].concat(), big), text, Some("table_utf16"));
        }
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        let code = |bytes: &[u8]| decode(bytes).unwrap_err();
        assert_eq!(code(b"a,b\nc,\xd0\n"), Finding::error("table_encoding", "row 2", "0xD0"));
        assert_eq!(code(b"a\x00b\x01c").code, "table_binary");
        assert_eq!(code(b"\xff\xfea").code, "table_encoding");
        assert_eq!(code(b"\xff\xfe\x00\xd8a\x00").code, "table_encoding");
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Ok((text, findings)) = decode(&bytes) {
                prop_assert!(findings.len() <= 1 && text.len() <= bytes.len() * 2 + 2, "{}", text);
            }
        }
    }
}
