//! A passphrase: one that is suggested, and what one that was typed is worth. Six of 512
//! everyday words without accents, so that every keyboard types them alike; 54 bits. The
//! estimate is meant to err on the low side: a word counts as a word, whatever its letters.

use crate::campaign::fold;
use crate::seal::Fresh;

const WORDS: &str = include_str!("words.txt");
/// Words of a suggestion.
const SUGGESTED: usize = 6;
/// Bits of a word that is chosen among 512.
const WORD_BITS: u32 = 9;
/// Guesses a second of somebody who rents a hundred strong graphics cards: 64 MiB and three
/// passes of Argon2id let each make about a thousand.
const GUESSES: u64 = 100_000;
/// What many people take, without blanks.
const KNOWN: [&str; 16] = [
    "matkhau",
    "password",
    "passwd",
    "admin",
    "administrator",
    "qwerty",
    "asdfgh",
    "vietnam",
    "sonoivu",
    "noivu",
    "khaosat",
    "parindex",
    "sipas",
    "cchc",
    "ubnd",
    "iloveyou",
];

/// How long a passphrase withstands somebody who has the key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Minutes or hours: not accepted.
    Hours,
    /// Days or weeks: not accepted.
    Weeks,
    /// Some years.
    Years,
    /// Longer than a paper lasts.
    Centuries,
}

impl Strength {
    /// Whether a key may be put under it.
    pub fn is_enough(self) -> bool {
        self >= Self::Years
    }
}

/// Six words that these random bytes choose, each of the 512 alike.
pub fn suggestion(random: &Fresh<8>) -> String {
    let words: Vec<&str> = WORDS.lines().collect();
    let bits = u64::from_be_bytes(*random.bytes());
    let word = |i: usize| {
        let index = usize::try_from(bits >> (i * 9) & 511).unwrap_or_default();
        words.get(index).copied().unwrap_or_default()
    };
    (0..SUGGESTED).map(word).collect::<Vec<_>>().join(" ")
}

/// What a passphrase that was typed is worth.
pub fn strength(text: &str) -> Strength {
    // On average half of all guesses are needed.
    let seconds = 1_u64.checked_shl(bits(text).saturating_sub(1)).unwrap_or(u64::MAX) / GUESSES;
    match seconds {
        0..86_400 => Strength::Hours,
        86_400..31_536_000 => Strength::Weeks,
        31_536_000..31_536_000_000 => Strength::Years,
        _ => Strength::Centuries,
    }
}

/// Bits of a text, run by run: words, numbers, signs. What was there before adds nothing.
fn bits(text: &str) -> u32 {
    let mut seen: Vec<String> = Vec::new();
    let mut sum = 0;
    for run in runs(text) {
        if !seen.contains(&run) {
            sum += worth(&run);
            seen.push(run);
        }
    }
    sum.min(63)
}

/// Letters, digits and signs, each as far as they go together; without case and marks.
fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut kind = None;
    for c in text.chars() {
        let next = if c.is_whitespace() { None } else { Some((c.is_alphabetic(), c.is_numeric())) };
        let plain = if c.is_alphabetic() { fold(&c.to_string()) } else { c.to_string() };
        match runs.last_mut() {
            Some(run) if next.is_some() && next == kind => run.push_str(&plain),
            Some(_) | None if next.is_some() => runs.push(plain),
            Some(_) | None => {}
        }
        kind = next;
    }
    runs
}

fn worth(run: &str) -> u32 {
    let count = u32::try_from(run.chars().count()).unwrap_or(u32::MAX);
    if KNOWN.contains(&run) {
        1
    } else if run.chars().all(char::is_alphabetic) {
        // Words written together: one for every seven letters that were begun.
        WORD_BITS * count.div_ceil(7)
    } else if run.chars().all(|c| c.is_ascii_digit()) {
        let follows = run.as_bytes().windows(2).all(|pair| matches!(pair, [a, b] if a.abs_diff(*b) <= 1));
        if follows || (run.len() == 4 && (run.starts_with("19") || run.starts_with("20"))) { 4 } else { 3 * count }
    } else {
        4 * count
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn there_are_512_words_that_every_keyboard_types_alike() {
        let words: BTreeSet<&str> = WORDS.lines().collect();
        assert_eq!((words.len(), WORDS.lines().count()), (512, 512));
        assert!(words.iter().all(|word| (2..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())));
    }

    #[test]
    fn what_it_is_worth_is_said_honestly() {
        use Strength::{Centuries, Hours, Weeks, Years};
        for (text, expect) in [
            ("", Hours),
            ("matkhau", Hours),
            ("Mật khẩu 123456", Hours),
            ("12345678", Hours),
            ("11111111111111111", Hours),
            ("Sonoivu@2026", Hours),
            ("aaaa aaaa aaaa aaaa aaaa aaaa", Hours),
            ("nguyễn văn an 1975", Hours),
            ("mua xuan dau", Hours),
            ("mua xuan dau tien", Weeks),
            ("lua gach vuon suong chim", Years),
            ("lua gach vuon suong chim thuyen", Centuries),
            ("Tr8#kL2$9pQz&4Xw", Centuries),
        ] {
            assert_eq!(strength(text), expect, "{text}: {} bits", bits(text));
        }
        assert!(!Weeks.is_enough() && Years.is_enough());
    }

    proptest! {
        #[test]
        fn a_suggestion_is_six_words_and_enough(random: [u8; 8]) {
            let text = suggestion(&Fresh::new(random));
            let words: Vec<&str> = text.split(' ').collect();
            prop_assert_eq!(words.len(), SUGGESTED);
            // A word that comes twice adds nothing to the estimate; that is rare.
            if words.iter().collect::<BTreeSet<_>>().len() == SUGGESTED {
                prop_assert!(strength(&text).is_enough(), "{}", text);
            }
        }

        #[test]
        fn more_is_never_worth_less(text in ".{0,40}", more in ".{0,10}") {
            let longer = [&text, " ", &more].concat();
            prop_assert!(bits(&longer) >= bits(&text), "{} {}", text, longer);
        }
    }
}
