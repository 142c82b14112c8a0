//! Bytes as text for stores and messages: four bytes are five characters of Z85
//! (`ZeroMQ` RFC 32), all ASCII, no quote, no backslash, no space. Base 64 would take 7 %
//! more; denser alphabets need characters that `WebKit` stores in two bytes or that a
//! messenger changes.

const ALPHABET: &[u8; 85] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/// Bytes as text. A last group of one to three bytes is one character more than it has.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(4) * 5);
    for group in bytes.chunks(4) {
        let value = (0..4).fold(0_u32, |value, place| value << 8 | u32::from(group.get(place).copied().unwrap_or(0)));
        for place in (0..5_u32).rev().take(group.len() + 1) {
            let digit = (value / 85_u32.pow(place) % 85) as usize;
            out.push(char::from(ALPHABET[digit]));
        }
    }
    out
}

/// The bytes of a text.
///
/// # Errors
/// The byte of the text at which it is none that `encode` writes.
pub fn decode(text: &str) -> Result<Vec<u8>, usize> {
    let mut out = Vec::with_capacity(text.len() / 5 * 4 + 3);
    for (i, group) in text.as_bytes().chunks(5).enumerate() {
        let mut value = 0_u64;
        for place in 0..5 {
            let digit = match group.get(place) {
                Some(byte) => ALPHABET.iter().position(|other| other == byte).ok_or(i * 5 + place)?,
                None => 84,
            };
            value = value * 85 + digit as u64;
        }
        let length = group.len().checked_sub(1).filter(|length| *length > 0).ok_or(i * 5)?;
        let bytes = u32::try_from(value).map_err(|_| i * 5)?.to_be_bytes();
        let bytes = bytes.get(..length).ok_or(i * 5)?;
        if encode(bytes).as_bytes() != group {
            return Err(i * 5);
        }
        out.extend_from_slice(bytes);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn as_published() {
        // ZeroMQ RFC 32.
        let bytes = [0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b];
        assert_eq!(encode(&bytes), "HelloWorld");
        assert_eq!(decode("HelloWorld").as_deref(), Ok(&bytes[..]));
    }

    #[test]
    fn what_is_no_such_text_is_located() {
        assert_eq!(decode("Hello World"), Err(5));
        assert_eq!(decode("Hellé"), Err(4));
        assert_eq!(decode("#####"), Err(0));
        assert_eq!(decode("HelloW"), Err(5));
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..70)) {
            prop_assert_eq!(decode(&encode(&bytes)), Ok(bytes));
        }

        #[test]
        fn one_text_for_the_same_bytes(text in "[0-9a-zA-Z.:+=^!/*?&<>()\\[\\]{}@%$#-]{0,40}") {
            if let Ok(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
