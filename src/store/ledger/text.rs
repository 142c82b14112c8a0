//! The ledger as text, format version 1: a line each for the ledger, its imports and its
//! envelopes, and a check of all of them at the end. While intake is open it has the
//! invitation codes, so whoever stores it seals it. Whatever an envelope said is spelled
//! out byte by byte, so that no answer can pretend to be a line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Content, Entry, HandIn, Import, Ledger, Verdict};
use crate::base::digest::fingerprint;
use crate::base::time::Stamp;

const MARK: &str = "phieu-ledger 1";
/// Longest text that is read: some 300 000 envelopes.
const LONGEST: usize = 64 << 20;

/// The number of the line, from 1, that cannot be read; 0 where the check fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged(pub usize);

impl Ledger {
    /// The ledger as text.
    pub fn encode(&self) -> String {
        let mut lines = vec![[MARK, " ", &spell(&self.campaign), if self.is_closed() { " closed" } else { " open" }].concat()];
        for import in &self.imports {
            lines.push(import_line(import));
        }
        for (receipt, entry) in &self.entries {
            let imports: Vec<String> = entry.imports.iter().map(u32::to_string).collect();
            let imports = if imports.is_empty() { "~".to_owned() } else { imports.join(",") };
            lines.push(["envelope ", &spell(receipt), " ", &imports, " ", &content_words(&entry.content)].concat());
        }
        for (receipt, verdict) in self.settled.iter().flatten() {
            lines.push(["settled ", &spell(receipt), " ", &verdict_words(verdict)].concat());
        }
        let text = lines.join("\n") + "\n";
        [&text, "check ", &fingerprint(text.as_bytes()), "\n"].concat()
    }

    /// Reads a ledger.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let (body, check) = text.rsplit_once("check ").filter(|_| text.len() <= LONGEST).ok_or(Damaged(0))?;
        if check.strip_suffix('\n') != Some(&fingerprint(body.as_bytes())) {
            return Err(Damaged(0));
        }
        let mut lines = body.lines();
        let first = lines.next().and_then(|line| line.strip_prefix(MARK)).and_then(|rest| rest.strip_prefix(' ')).ok_or(Damaged(1))?;
        let mut ledger = match first.split_once(' ') {
            Some((campaign, "open")) => Self::new(&unspell(campaign).ok_or(Damaged(1))?),
            Some((campaign, "closed")) => Self { settled: Some(BTreeMap::new()), ..Self::new(&unspell(campaign).ok_or(Damaged(1))?) },
            Some(_) | None => return Err(Damaged(1)),
        };
        for (number, line) in (2..).zip(lines) {
            read_line(&mut ledger, line).ok_or(Damaged(number))?;
        }
        Ok(ledger)
    }
}

fn import_line(import: &Import) -> String {
    let undone = import.undone.map_or("~".to_owned(), |when| when.0.to_string());
    let mut line = format!("import {} {undone} {}", import.made.0, spell(&import.source));
    for byte in &import.damaged {
        line += " ";
        line += &byte.to_string();
    }
    line
}

fn content_words(content: &Content) -> String {
    match content {
        Content::Response { id, code } => ["response ", &spell(id), " ", &spell(code)].concat(),
        Content::Correction(id) => ["correction ", &spell(id)].concat(),
        Content::HandIn(note) => {
            let HandIn { token, device, made, count, covers } = note;
            format!("hand_in {} {} {} {count} {}", spell(token), spell(device), made.0, spell(covers))
        }
        Content::Trial => "trial".to_owned(),
        Content::OtherRound(campaign) => ["other_round ", &spell(campaign)].concat(),
        Content::OtherKey => "other_key".to_owned(),
        Content::UnknownQuestionnaire(fingerprint) => ["unknown_questionnaire ", &spell(fingerprint)].concat(),
        Content::UnknownVersion(version) => ["unknown_version ", &version.to_string()].concat(),
        Content::Damaged(byte) => ["damaged ", &byte.to_string()].concat(),
    }
}

fn read_content(words: &[&str]) -> Option<Content> {
    Some(match words {
        ["response", id, code] => Content::Response { id: unspell(id)?, code: unspell(code)? },
        ["correction", id] => Content::Correction(unspell(id)?),
        ["hand_in", token, device, made, count, covers] => Content::HandIn(HandIn {
            token: unspell(token)?,
            device: unspell(device)?,
            made: Stamp(made.parse().ok()?),
            count: count.parse().ok()?,
            covers: unspell(covers)?,
        }),
        ["trial"] => Content::Trial,
        ["other_round", campaign] => Content::OtherRound(unspell(campaign)?),
        ["other_key"] => Content::OtherKey,
        ["unknown_questionnaire", fingerprint] => Content::UnknownQuestionnaire(unspell(fingerprint)?),
        ["unknown_version", version] => Content::UnknownVersion(version.parse().ok()?),
        ["damaged", byte] => Content::Damaged(byte.parse().ok()?),
        _ => return None,
    })
}

fn verdict_words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::New => "new".to_owned(),
        Verdict::Duplicate => "duplicate".to_owned(),
        Verdict::SameResponse => "same_response".to_owned(),
        Verdict::CodeUsed => "code_used".to_owned(),
        Verdict::Correction => "correction".to_owned(),
        Verdict::SameCorrection => "same_correction".to_owned(),
        Verdict::HandIn => "hand_in".to_owned(),
        Verdict::HandInCut => "hand_in_cut".to_owned(),
        Verdict::Apart(content) => ["apart ", &content_words(content)].concat(),
    }
}

fn read_verdict(words: &[&str]) -> Option<Verdict> {
    Some(match words {
        ["new"] => Verdict::New,
        ["duplicate"] => Verdict::Duplicate,
        ["same_response"] => Verdict::SameResponse,
        ["code_used"] => Verdict::CodeUsed,
        ["correction"] => Verdict::Correction,
        ["same_correction"] => Verdict::SameCorrection,
        ["hand_in"] => Verdict::HandIn,
        ["hand_in_cut"] => Verdict::HandInCut,
        ["apart", content @ ..] => Verdict::Apart(read_content(content)?),
        _ => return None,
    })
}

fn read_line(ledger: &mut Ledger, line: &str) -> Option<()> {
    let words: Vec<&str> = line.split(' ').collect();
    match words.as_slice() {
        ["import", made, undone, source, damaged @ ..] => ledger.imports.push(Import {
            made: Stamp(made.parse().ok()?),
            source: unspell(source)?,
            damaged: damaged.iter().map(|byte| byte.parse().ok()).collect::<Option<_>>()?,
            undone: if *undone == "~" { None } else { Some(Stamp(undone.parse().ok()?)) },
        }),
        ["envelope", receipt, imports, content @ ..] => {
            let numbers = imports.split(',').map(|number| number.parse().ok());
            let imports: BTreeSet<u32> = if *imports == "~" { BTreeSet::new() } else { numbers.collect::<Option<_>>()? };
            let known = imports.iter().all(|import| usize::try_from(*import).is_ok_and(|import| import < ledger.imports.len()));
            let entry = Entry { content: read_content(content)?, imports };
            (known && ledger.entries.insert(unspell(receipt)?, entry).is_none()).then_some(())?;
        }
        ["settled", receipt, verdict @ ..] => {
            ledger.settled.as_mut()?.insert(unspell(receipt)?, read_verdict(verdict)?);
        }
        _ => return None,
    }
    Some(())
}

/// Letters, digits, `_`, `-` and `.` as they are, any other byte as `%xx`; nothing is `~`.
fn spell(text: &str) -> String {
    if text.is_empty() {
        return "~".to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"_-.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            write!(out, "%{byte:02x}").ok();
        }
    }
    out
}

fn unspell(word: &str) -> Option<String> {
    if word == "~" {
        return Some(String::new());
    }
    let mut bytes = Vec::with_capacity(word.len());
    let mut parts = word.split('%');
    bytes.extend(parts.next()?.bytes());
    for part in parts {
        let (byte, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(byte, 16).ok()?);
        bytes.extend(rest.bytes());
    }
    let text = String::from_utf8(bytes).ok()?;
    (spell(&text) == word).then_some(text)
}
