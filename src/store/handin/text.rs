//! A hand-in as text, to paste into a message: `PHIEU1(` base 32 `)`, in lines. Letters
//! and digits alone: what a messenger makes smileys, links or quotation marks of is not
//! in it. Spaces, line ends and what stands around it do not matter; small letters do not
//! either.

use super::file::{self, Contents, Damage, Flaw};
use crate::base::digest::{base32, typed, unbase32};

const BEGIN: &str = "PHIEU1(";
const LINE: usize = 64;
/// Longest text that is read.
const LONGEST: usize = 16 << 20;

/// A hand-in file as text.
pub fn encode(file: &[u8]) -> String {
    let mut out = BEGIN.to_owned();
    for line in base32(file).as_bytes().chunks(LINE) {
        out.push('\n');
        out.extend(line.iter().map(|byte| char::from(*byte)));
    }
    out.push_str("\n)\n");
    out
}

/// Reads every hand-in of a text. Places are bytes of the text; an envelope that a cut or
/// changed text still has is read.
pub fn decode(text: &str) -> Contents {
    if text.len() > LONGEST {
        return Contents { damaged: vec![Damage { flaw: Flaw::TooLong, from: 0, to: text.len() }], ..Contents::default() };
    }
    let mut contents = Contents::default();
    let (mut rest, mut at) = (text, 0);
    while let Some(begin) = find(rest) {
        if contents.envelopes.len() >= file::MOST || contents.damaged.len() >= file::MOST_DAMAGED {
            contents.damaged.push(Damage { flaw: Flaw::TooLong, from: at + begin, to: text.len() });
            break;
        }
        let body = rest.get(begin + BEGIN.len()..).unwrap_or_default();
        let start = at + begin + BEGIN.len();
        // A text that was cut ends where the next one begins: that one may be whole.
        let body = body.get(..find(body).unwrap_or(body.len())).unwrap_or_default();
        let end = body.find(')');
        one(body.get(..end.unwrap_or(body.len())).unwrap_or_default(), start, &mut contents);
        if end.is_none() {
            contents.damaged.push(Damage { flaw: Flaw::Cut, from: start + body.len(), to: start + body.len() });
        }
        let read = begin + BEGIN.len() + end.unwrap_or(body.len());
        rest = rest.get(read..).unwrap_or_default();
        at += read;
    }
    if at == 0 {
        contents.damaged.push(Damage { flaw: Flaw::Mark, from: 0, to: text.len() });
    }
    contents
}

fn find(text: &str) -> Option<usize> {
    text.as_bytes().windows(BEGIN.len()).position(|window| window.eq_ignore_ascii_case(BEGIN.as_bytes()))
}

/// One hand-in. A sign that does not belong takes the place of one that did, so that
/// the records behind it are still found.
fn one(body: &str, start: usize, contents: &mut Contents) {
    let signs = || body.char_indices().filter(|(_, c)| !c.is_whitespace());
    let symbols: String = signs().map(|(_, c)| typed(c).unwrap_or('0')).collect();
    let places: Vec<usize> = signs().map(|(at, _)| start + at).collect();
    // A text that was cut may end within a byte.
    let whole = |less: usize| unbase32(symbols.get(..symbols.len().checked_sub(less)?)?);
    let bytes = (0..8).find_map(whole).unwrap_or_default();
    let place = |byte: usize| places.get(byte * 8 / 5).copied().unwrap_or(start + body.len());
    let read = file::decode(&bytes);
    contents.envelopes.extend(read.envelopes.into_iter().map(|(at, envelope)| (place(at), envelope)));
    contents.damaged.extend(read.damaged.into_iter().map(|damage| Damage { from: place(damage.from), to: place(damage.to), ..damage }));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample(envelopes: &[Vec<u8>]) -> String {
        encode(&file::encode(envelopes.iter().map(Vec::as_slice)))
    }

    fn read(text: &str) -> Vec<Vec<u8>> {
        decode(text).envelopes.into_iter().map(|(_, envelope)| envelope).collect()
    }

    proptest! {
        #[test]
        fn envelopes_come_back_from_any_message(envelopes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..8), before in "[a-z \n]{0,20}", lower: bool) {
            let text = [&before, sample(&envelopes).as_str(), "Cảm ơn anh chị (đã gửi)."].concat();
            let text = if lower { text.to_lowercase().replace('\n', "\r\n> ").replace("> ", "") } else { text };
            prop_assert_eq!(read(&text), envelopes);
            prop_assert_eq!(decode(&text).damaged, []);
        }

        #[test]
        fn a_cut_message_gives_what_is_whole(envelopes in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..60), 1..8), cut: prop::sample::Index) {
            let text = sample(&envelopes);
            let cut = cut.index(text.len() - 3);
            let read = read(&text[..cut]);
            prop_assert_eq!(&read[..], &envelopes[..read.len()]);
            prop_assert!(!decode(&text[..cut]).damaged.is_empty());
        }

        #[test]
        fn any_text_is_no_panic(text: String, more in "PHIEU1\\([0-9A-Z \n()é]{0,60}") {
            decode(&text);
            decode(&[text, more].concat());
        }
    }

    #[test]
    fn two_messages_in_one_text_are_both_read_and_damage_is_located() {
        let text = [sample(&[vec![1; 40]]), sample(&[vec![2; 40], vec![3; 40]])].concat();
        assert_eq!(read(&text).len(), 3);
        let at = text.rfind("PHIEU1(").unwrap() + 60;
        let damaged = [&text[..at], "?", &text[at + 1..]].concat();
        assert_eq!(read(&damaged), [vec![1; 40], vec![3; 40]]);
        assert!(decode(&damaged).damaged.iter().any(|damage| damage.from <= at && at <= damage.to));
        assert_eq!(decode("xin chào").damaged[0].flaw, Flaw::Mark);
    }

    #[test]
    fn a_message_that_was_cut_does_not_take_the_next_one_with_it() {
        let whole = sample(&[vec![2; 40], vec![3; 40]]);
        let cut = sample(&[vec![1; 40], vec![4; 40]]);
        for cut in [&cut[..100], "PHIEU1(", "phieu1("] {
            let text = [cut, "\n", &whole].concat();
            let read = read(&text);
            assert_eq!(read[read.len() - 2..], [vec![2; 40], vec![3; 40]], "{cut}");
            assert!(decode(&text).damaged.iter().any(|damage| damage.flaw == Flaw::Cut && damage.to <= cut.len() + 1));
        }
    }
}
