//! Text as formats can take it: names that programs accept, texts cut to so many bytes,
//! and none of the characters that are no text. Vietnamese is never harmed: a cut stands
//! between two characters.

use std::collections::BTreeSet;

/// The text on one line: control characters and line ends are spaces, ends are trimmed.
pub fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}') { ' ' } else { c };
    text.chars().map(plain).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many bytes of a text, with `…` where something was cut; whether it was.
pub fn cut(text: &str, bytes: usize) -> (String, bool) {
    if text.len() <= bytes {
        return (text.to_owned(), false);
    }
    let end = text.floor_char_boundary(bytes.saturating_sub('…'.len_utf8()));
    (format!("{}…", text[..end].trim_end()), true)
}

/// A name of ASCII letters, digits and `_` that begins with a letter, at most so many bytes
/// long, and unlike all names that were taken, capitals or not.
pub fn name(id: &str, bytes: usize, taken: &mut BTreeSet<String>) -> String {
    let parts = id.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let mut plain = parts.collect::<Vec<_>>().join("_");
    if !plain.starts_with(|c: char| c.is_ascii_alphabetic()) {
        plain = ["v", if plain.is_empty() { "" } else { "_" }, &plain].concat();
    }
    let short = |bytes: usize| plain[..plain.len().min(bytes)].trim_end_matches('_');
    // More names than a file has columns are never taken, so one is free.
    let others = (2_u32..).map(|n| {
        let tail = format!("_{n}");
        [short(bytes - tail.len()), &tail].concat()
    });
    let mut all = std::iter::once(short(bytes).to_owned()).chain(others);
    all.find(|name| taken.insert(name.to_ascii_lowercase())).unwrap_or_default()
}

/// Text in XML, in an element or an attribute.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_plain_and_each_its_own() {
        let mut taken = BTreeSet::new();
        let names = ["q1", "Q1", "=cmd|' /C calc'!A0", "9a", "", "đơn vị", "q1_2"].map(|id| name(id, 8, &mut taken));
        assert_eq!(names, ["q1", "Q1_2", "cmd_C_ca", "v_9a", "v", "n_v", "q1_2_2"]);
    }

    #[test]
    fn a_cut_says_so() {
        assert_eq!(cut("Sở Nội vụ", 64), ("Sở Nội vụ".to_owned(), false));
        assert_eq!(cut("ộộộ", 8), ("ộ…".to_owned(), true));
        assert_eq!(one_line(" a\r\n\u{1}b\tc "), "a b c");
        assert_eq!(xml("<a&\u{0}\">"), "&lt;a&amp;\u{fffd}&quot;&gt;");
    }

    proptest! {
        #[test]
        fn any_text_is_cut_within_its_bytes(text: String, bytes in 3_usize..300) {
            let (short, was_cut) = cut(&text, bytes);
            prop_assert!(short.len() <= bytes);
            prop_assert_eq!(was_cut, text.len() > bytes);
        }

        #[test]
        fn any_names_are_unlike(ids in prop::collection::vec(any::<String>(), 0..40), bytes in 8_usize..65) {
            let mut taken = BTreeSet::new();
            let names: Vec<String> = ids.iter().map(|id| name(id, bytes, &mut taken)).collect();
            let unlike: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(unlike.len(), ids.len());
            prop_assert!(names.iter().all(|name| name.len() <= bytes && name.starts_with(|c: char| c.is_ascii_alphabetic())));
        }
    }
}
