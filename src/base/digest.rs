//! SHA-256 and the short codes made of it.

use sha2::{Digest, Sha256};

/// Crockford's alphabet: no I, L, O or U, so a code can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// `bytes` in Crockford base 32, five bits a character, last one padded with zeros.
pub fn base32(bytes: &[u8]) -> String {
    let (mut out, mut buffer, mut bits) = (String::new(), 0_u32, 0_u32);
    for &byte in bytes {
        buffer = (buffer << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[((buffer >> bits) & 31) as usize]));
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[((buffer << (5 - bits)) & 31) as usize]));
    }
    out
}

/// The bytes that `base32` writes so; none for any other text.
pub fn unbase32(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut buffer, mut bits) = (Vec::new(), 0_u32, 0_u32);
    for byte in text.bytes() {
        let value = ALPHABET.iter().position(|other| *other == byte)?;
        buffer = (buffer << 5 | u32::try_from(value).ok()?) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(buffer >> bits & 0xff).ok()?);
        }
    }
    let filled_up = bits < 5 && buffer & ((1 << bits) - 1) == 0;
    filled_up.then_some(out)
}

/// A character as somebody typed it: small letters count as capitals, O as 0, I and L as 1.
/// None where it is none of base 32.
pub fn typed(c: char) -> Option<char> {
    let plain = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    u8::try_from(plain).ok().filter(|byte| ALPHABET.contains(byte)).map(char::from)
}

/// A fingerprint of a document: the first 80 bits of its SHA-256, 16 characters.
pub fn fingerprint(bytes: &[u8]) -> String {
    base32(&sha256(bytes)[..10])
}

/// SHA-256 of a few digits with their salt, taken again so many times that trying all of
/// them takes long. In base 32.
pub fn repeated(digits: &str, salt: &str, rounds: u32) -> String {
    let first = sha256([salt, digits].concat().as_bytes());
    base32(&(0..rounds).fold(first, |digest, _| sha256(&[digest.as_slice(), salt.as_bytes()].concat())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighty_bits_make_sixteen_characters() {
        assert_eq!(fingerprint(b"").len(), 16);
        assert_eq!(base32(&[0xff; 5]), "ZZZZZZZZ");
        assert_eq!(base32(&[0x80]), "G0");
    }

    #[test]
    fn only_what_was_written_so_is_read_back() {
        for bytes in [&[][..], &[0x80], &[0xff; 5], &[1, 2, 3], &[7; 16]] {
            assert_eq!(unbase32(&base32(bytes)).as_deref(), Some(bytes));
        }
        for wrong in ["0", "G1", "g0", "O0", "000", "00U0"] {
            assert_eq!(unbase32(wrong), None, "{wrong}");
        }
    }
}
