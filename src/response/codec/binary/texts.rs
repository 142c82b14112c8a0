//! Texts. Names and codes are short and of few characters, so the smallest alphabet that
//! has them all is taken; anything else is UTF-8.

use super::bits::{Reader, Writer};
use super::{Fault, Flaw};

/// Invitation codes and codes of units; names of campaigns and groups; every other name.
const ALPHABETS: [&[u8]; 3] = [
    b"0123456789ABCDEFGHJKMNPQRSTVWXYZ",
    b"0123456789abcdefghijklmnopqrstuvwxyz-_",
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_",
];
const UTF8: u64 = 4;

/// Writes a text.
pub fn write(w: &mut Writer, text: &str) {
    if text.is_empty() {
        return w.bits(0, 3);
    }
    for (mode, alphabet) in (1..).zip(ALPHABETS) {
        if let Some(symbols) = spell(alphabet, text) {
            w.bits(mode, 3);
            w.count(symbols.len() as u64 - 1);
            return w.symbols(&symbols);
        }
    }
    w.bits(UTF8, 3);
    w.count(text.len() as u64 - 1);
    w.bytes(text.as_bytes());
}

fn spell(alphabet: &[u8], text: &str) -> Option<Vec<(u64, u64)>> {
    let place = |byte: u8| alphabet.iter().position(|other| *other == byte).map(|place| (place as u64, alphabet.len() as u64));
    text.bytes().map(place).collect()
}

/// Reads a text.
pub fn read(r: &mut Reader<'_>) -> Result<String, Fault> {
    let mode = r.bits(3)?;
    if mode == 0 {
        return Ok(String::new());
    }
    let length = r.more()?;
    if mode == UTF8 {
        let fault = r.fault(Flaw::Text);
        return String::from_utf8(r.bytes(length)?).map_err(|_| fault);
    }
    let Some((_, alphabet)) = (1..).zip(ALPHABETS).find(|(other, _)| *other == mode) else { return Err(r.fault(Flaw::Value)) };
    let symbols = r.symbols(&vec![alphabet.len() as u64; length])?;
    Ok(symbols.iter().filter_map(|symbol| alphabet.get(usize::try_from(*symbol).ok()?)).map(|byte| char::from(*byte)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(text: &str) -> usize {
        let mut w = Writer::default();
        write(&mut w, text);
        let bytes = w.finish();
        assert_eq!(read(&mut Reader::new(&bytes)).as_deref(), Ok(text));
        bytes.len()
    }

    #[test]
    fn names_are_short() {
        assert_eq!(bytes(""), 1);
        assert_eq!(bytes("P01"), 3);
        assert_eq!(bytes("citizen"), 6);
        assert_eq!(bytes("7KQ2M0ZX4D"), 8);
        assert_eq!(bytes("Tổ 3"), 7);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text: String) {
            bytes(&text);
        }
    }
}
