//! A passphrase as bytes. One keyboard writes "ế" as one character, another as a letter
//! with two marks, in either order; both are the same passphrase. Letters are taken apart
//! and their marks put in order, for the letters of Vietnamese; nothing else is changed but
//! spaces at the ends and repeated ones.

/// A passphrase on its way from the page to the worker. It is never shown by a debugger.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(String);

impl Passphrase {
    /// As it was typed.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// Whether both are the same to whoever derives a key.
    pub fn is(&self, other: &Self) -> bool {
        bytes(&self.0) == bytes(&other.0)
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

/// Letters with the same five tones, in the order grave, acute, hook, tilde, dot below.
const TONES: [(char, &str); 24] = [
    ('a', "àáảãạ"),
    ('ă', "ằắẳẵặ"),
    ('â', "ầấẩẫậ"),
    ('e', "èéẻẽẹ"),
    ('ê', "ềếểễệ"),
    ('i', "ìíỉĩị"),
    ('o', "òóỏõọ"),
    ('ô', "ồốổỗộ"),
    ('ơ', "ờớởỡợ"),
    ('u', "ùúủũụ"),
    ('ư', "ừứửữự"),
    ('y', "ỳýỷỹỵ"),
    ('A', "ÀÁẢÃẠ"),
    ('Ă', "ẰẮẲẴẶ"),
    ('Â', "ẦẤẨẪẬ"),
    ('E', "ÈÉẺẼẸ"),
    ('Ê', "ỀẾỂỄỆ"),
    ('I', "ÌÍỈĨỊ"),
    ('O', "ÒÓỎÕỌ"),
    ('Ô', "ỒỐỔỖỘ"),
    ('Ơ', "ỜỚỞỠỢ"),
    ('U', "ÙÚỦŨỤ"),
    ('Ư', "ỪỨỬỮỰ"),
    ('Y', "ỲÝỶỸỴ"),
];
const TONE_MARKS: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];
const SHAPES: [(char, char, char); 12] = [
    ('ă', 'a', '\u{306}'),
    ('â', 'a', '\u{302}'),
    ('ê', 'e', '\u{302}'),
    ('ô', 'o', '\u{302}'),
    ('ơ', 'o', '\u{31b}'),
    ('ư', 'u', '\u{31b}'),
    ('Ă', 'A', '\u{306}'),
    ('Â', 'A', '\u{302}'),
    ('Ê', 'E', '\u{302}'),
    ('Ô', 'O', '\u{302}'),
    ('Ơ', 'O', '\u{31b}'),
    ('Ư', 'U', '\u{31b}'),
];

/// The bytes that a key is derived from.
pub fn bytes(passphrase: &str) -> Vec<u8> {
    let mut out: Vec<char> = Vec::new();
    for c in passphrase.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        let (c, tone) = toneless(c);
        let (c, shape) = SHAPES.iter().find(|(whole, _, _)| *whole == c).map_or((c, None), |(_, c, mark)| (*c, Some(*mark)));
        out.push(c);
        out.extend(shape.into_iter().chain(tone));
    }
    for marks in out.chunk_by_mut(|one, next| is_mark(*one) == is_mark(*next)) {
        if marks.first().copied().is_some_and(is_mark) {
            marks.sort_unstable();
        }
    }
    out.into_iter().collect::<String>().into_bytes()
}

fn toneless(c: char) -> (char, Option<char>) {
    for (letter, toned) in TONES {
        if let Some(tone) = toned.chars().position(|other| other == c) {
            return (letter, TONE_MARKS.get(tone).copied());
        }
    }
    (c, None)
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_not_shown() {
        let words = Passphrase::new("mùa xuân");
        assert_eq!(format!("{words:?}"), "Passphrase");
        assert!(words.is(&Passphrase::new(" mu\u{300}a  xuân")) && !words.is(&Passphrase::new("mua xuan")));
        assert!(Passphrase::new(" \n").is_blank() && !words.is_blank());
    }

    #[test]
    fn one_passphrase_however_the_keyboard_writes_it() {
        let written = [
            "Tiếng Việt",
            "Ti\u{ea}\u{301}ng Vi\u{ea}\u{323}t",
            "Tie\u{302}\u{301}ng Vi\u{1eb9}\u{302}t",
            "  Tie\u{301}\u{302}ng   Vie\u{323}\u{302}t ",
        ];
        assert!(written.iter().all(|one| bytes(one) == bytes(written[0])));
        let different = ["Tiếng Việt", "Tiếng việt", "Tiêng Viêt", "Tiếng Việt!", "Tieng Viet"];
        for (i, one) in different.iter().enumerate() {
            assert!(different[..i].iter().all(|other| bytes(one) != bytes(other)), "{one}");
        }
    }
}
