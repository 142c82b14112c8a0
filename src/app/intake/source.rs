//! Where envelopes come from: a file, a pasted text, this machine's own store, later a
//! photo or a drop box. A source is bytes with a name; `split` finds the envelopes in it.
//! Whatever was dropped here by mistake is told what it is, never half read.

use serde::{Deserialize, Serialize};

use super::drop_box;
use crate::base::Finding;
use crate::questionnaire::Definition;
use crate::store::handin::file::{self, Contents, Damage, Flaw};
use crate::store::handin::text;

/// Most bytes of a source.
pub const LONGEST: usize = file::LONGEST;
const HAND_IN: &[u8] = b"\x89PHIEU";
/// Damaged places that are named one by one.
const MOST_NAMED: usize = 20;

/// What kind of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// A file that was chosen or dropped.
    File,
    /// A text that was pasted.
    Text,
    /// What lies in this browser's own stores.
    ThisMachine,
    /// Photographed codes.
    Photo,
    /// Codes before a camera.
    Camera,
    /// What lay in the campaign's drop box.
    DropBox,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// File name, or what else tells it from others.
    pub name: String,
    /// What kind.
    pub carrier: Carrier,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What was found in a source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    /// Envelopes in their order.
    pub envelopes: Vec<Vec<u8>>,
    /// Bytes at which nothing could be read.
    pub damaged: Vec<usize>,
    /// The same in words, and whatever else is to be known.
    pub findings: Vec<Finding>,
    /// The text of a questionnaire, where it is one: a way to read what came before it.
    pub form: Option<String>,
}

impl Split {
    fn refused(code: &str, value: String) -> Self {
        Self { findings: vec![Finding::error(code, "", value)], ..Self::default() }
    }

    fn of(contents: Contents) -> Self {
        let named = contents.damaged.iter().take(MOST_NAMED).map(flaw);
        let more = contents.damaged.len().saturating_sub(MOST_NAMED);
        let more = (more > 0).then(|| Finding::warning("source_more_damage", "", more.to_string()));
        Self {
            findings: named.chain(more).collect(),
            damaged: contents.damaged.iter().map(|damage| damage.from).collect(),
            envelopes: contents.envelopes.into_iter().map(|(_, envelope)| envelope).collect(),
            form: None,
        }
    }
}

/// Finds the envelopes of a source.
pub fn split(bytes: &[u8]) -> Split {
    if bytes.len() > LONGEST {
        return Split::refused("source_too_long", (bytes.len() >> 20).to_string());
    }
    if bytes.starts_with(HAND_IN) {
        return Split::of(file::decode(bytes));
    }
    if bytes.is_empty() {
        return Split::refused("source_empty", String::new());
    }
    if let Some(code) = foreign(bytes) {
        return Split::refused(code, String::new());
    }
    match std::str::from_utf8(bytes) {
        Ok(words) => of_text(words),
        Err(_) => Split::refused("source_unknown", String::new()),
    }
}

fn of_text(words: &str) -> Split {
    if let Some(page) = drop_box::copy(words) {
        let (envelopes, findings) = drop_box::envelopes(page.documents);
        return Split { envelopes, findings, ..Split::default() };
    }
    let contents = text::decode(words);
    let nothing = contents.envelopes.is_empty() && matches!(contents.damaged.as_slice(), [Damage { flaw: Flaw::Mark, .. }]);
    if !nothing {
        return Split::of(contents);
    }
    if Definition::read(words).is_ok() {
        return Split { form: Some(words.to_owned()), ..Split::default() };
    }
    let is_key = words.contains("phieu") && words.contains("key");
    Split::refused(if is_key && words.trim_start().starts_with('{') { "source_key_file" } else { "source_no_hand_in" }, String::new())
}

/// What people drop by mistake, by its first bytes.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let signs: [(&[u8], &str); 8] = [
        (b"\x89PNG", "source_picture"),
        (b"\xff\xd8\xff", "source_picture"),
        (b"GIF8", "source_picture"),
        (b"BM", "source_picture"),
        (b"PK\x03\x04", "source_zip"),
        (b"%PDF", "source_pdf"),
        (b"\xd0\xcf\x11\xe0", "source_office"),
        (b"7z\xbc\xaf", "source_zip"),
    ];
    let heic = bytes.get(4..8) == Some(b"ftyp") || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"));
    let known = signs.into_iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, code)| code);
    // Two letters alone may begin a text as well.
    known.filter(|_| !bytes.starts_with(b"BM") || std::str::from_utf8(bytes).is_err()).or(heic.then_some("source_picture"))
}

fn flaw(damage: &Damage) -> Finding {
    let Damage { from, to, .. } = damage;
    let last = to.saturating_sub(1);
    let at = if last > *from { format!("byte {from}–{last}") } else { format!("byte {from}") };
    match damage.flaw {
        Flaw::Mark => Finding::error("source_no_hand_in", "", ""),
        Flaw::Version(version) => Finding::error("source_version", at, version.to_string()),
        Flaw::Record => Finding::warning("source_record", at, ""),
        Flaw::Cut => Finding::warning("source_cut", at, ""),
        Flaw::TooLong => Finding::warning("source_rest", at, ""),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], envelopes: usize, codes: &[&str]) {
        let found = split(bytes);
        assert_eq!(found.envelopes.len(), envelopes);
        assert_eq!(found.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), codes);
    }

    fn two() -> Vec<u8> {
        file::encode([&[7; 160][..], &[8; 160][..]])
    }

    #[test]
    fn a_file_and_the_text_of_it_hold_the_same() {
        check(&two(), 2, &[]);
        check(["Chào anh,\n", &text::encode(&two()), "Gửi từ Zalo"].concat().as_bytes(), 2, &[]);
    }

    #[test]
    fn a_copy_of_a_drop_box_holds_its_envelopes() {
        let copy = r#"{"results":[{"seq":1,"id":"_design/phieu","doc":{}},{"id":"A","doc":{"phieu":1,"envelope":"AQID"}},{"id":"B","doc":{}}],"last_seq":3}"#;
        check(copy.as_bytes(), 1, &["pull_document"]);
        check([" \n", copy].concat().as_bytes(), 1, &["pull_document"]);
        check(&copy.as_bytes()[..60], 0, &["source_no_hand_in"]);
    }

    #[test]
    fn what_is_damaged_is_located_and_the_rest_is_read() {
        let mut bytes = two();
        bytes[20] ^= 1;
        check(&bytes, 1, &["source_record"]);
        assert_eq!(split(&bytes).findings[0].at, "byte 8–178");
        check(&two()[..300], 1, &["source_cut"]);
        let mut newer = two();
        newer[6] = b'2';
        check(&newer, 0, &["source_version"]);
    }

    #[test]
    fn what_was_dropped_by_mistake_is_told_what_it_is() {
        check(b"", 0, &["source_empty"]);
        check(b"\x89PNG\r\n\x1a\n....", 0, &["source_picture"]);
        check(b"\xff\xd8\xff\xe0....", 0, &["source_picture"]);
        check(b"PK\x03\x04....", 0, &["source_zip"]);
        check(b"%PDF-1.7", 0, &["source_pdf"]);
        check(b"\xd0\xcf\x11\xe0....", 0, &["source_office"]);
        check("Họ tên;Điểm\nA;5\n".as_bytes(), 0, &["source_no_hand_in"]);
        check(b"BM: mot dong chu", 0, &["source_no_hand_in"]);
        check(br#"{"phieu":"key","version":1}"#, 0, &["source_key_file"]);
        check(b"\x00\x01\xfe\xff", 0, &["source_unknown"]);
        check(&vec![0; LONGEST + 1], 0, &["source_too_long"]);
    }

    #[test]
    fn a_million_tiny_records_are_read_as_far_as_a_file_goes() {
        let mut bytes = two();
        let record = file::encode([&[1][..]])[8..].to_vec();
        for _ in 0..1_000_000 {
            bytes.extend(&record);
        }
        let found = split(&bytes);
        assert_eq!((found.envelopes.len(), found.findings.len()), (file::MOST, 1));
        assert_eq!(found.findings[0].code, "source_rest");
    }

    proptest! {
        #[test]
        fn any_bytes_are_no_panic(bytes: Vec<u8>, at: prop::sample::Index, bit in 0_u8..8) {
            let found = split(&bytes);
            prop_assert!(found.envelopes.is_empty() && (!found.findings.is_empty() || found.form.is_some()));
            let mut changed = two();
            let at = at.index(changed.len());
            changed[at] ^= 1 << bit;
            let found = split(&changed);
            prop_assert!(!found.findings.is_empty());
            prop_assert!(found.envelopes.iter().all(|envelope| two().windows(160).any(|window| window == envelope)));
        }
    }
}
