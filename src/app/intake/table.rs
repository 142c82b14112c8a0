//! The ledger as a table for a spreadsheet: a line an envelope, what the ledger says of it,
//! and which imports brought it. No code and no id of a response is in it, so that it may
//! be filed.

use crate::base::delimited;
use crate::base::time::{Date, clock};
use crate::base::words::intake as words;
use crate::base::{Lang, Word};
use crate::seal::receipt::grouped;
use crate::store::ledger::{Content, Ledger, Verdict};

/// The table as Excel in Vietnam opens it: semicolons, with a mark of the encoding.
pub(super) fn write(ledger: &Ledger, lang: Lang, offset: i32) -> Vec<u8> {
    let heads = [words::TABLE_RECEIPT, words::TABLE_VERDICT, words::TABLE_DETAIL, words::TABLE_SOURCES];
    let head: Vec<String> = heads.iter().map(|word| word.get(lang).to_owned()).collect();
    let row = |(receipt, verdict): (String, Verdict)| {
        let sources: Vec<String> = ledger.brought_by(&receipt).filter_map(|import| source(ledger, import, offset)).collect();
        vec![grouped(&receipt), word(&verdict).get(lang).to_owned(), detail(&verdict), sources.join(" | ")]
    };
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(ledger.verdicts().into_iter().map(row)).collect();
    ["\u{feff}", &delimited::write(&rows, ";")].concat().into_bytes()
}

/// The word of a verdict.
pub fn word(verdict: &Verdict) -> Word {
    match verdict {
        Verdict::New => words::NEW,
        Verdict::Duplicate | Verdict::SameResponse | Verdict::SameCorrection => words::DUPLICATE,
        Verdict::CodeUsed => words::CODE_USED,
        Verdict::Correction => words::CORRECTION,
        Verdict::HandIn => words::HAND_IN,
        Verdict::HandInCut => words::HAND_IN_CUT,
        Verdict::Apart(Content::Trial) => words::TRIAL,
        Verdict::Apart(Content::OtherRound(_)) => words::OTHER_ROUND,
        Verdict::Apart(Content::OtherKey) => words::OTHER_KEY,
        Verdict::Apart(Content::UnknownQuestionnaire(_)) => words::UNKNOWN_QUESTIONNAIRE,
        Verdict::Apart(Content::UnknownVersion(_)) => words::UNKNOWN_VERSION,
        Verdict::Apart(Content::Damaged(_) | Content::Response { .. } | Content::Correction(_) | Content::HandIn(_)) => words::DAMAGED,
    }
}

fn detail(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Apart(Content::OtherRound(id) | Content::UnknownQuestionnaire(id)) => id.clone(),
        Verdict::Apart(Content::UnknownVersion(version)) => version.to_string(),
        Verdict::Apart(Content::Damaged(byte)) => format!("byte {byte}"),
        Verdict::Apart(Content::Trial | Content::OtherKey | Content::Response { .. } | Content::Correction(_) | Content::HandIn(_))
        | Verdict::New
        | Verdict::Duplicate
        | Verdict::SameResponse
        | Verdict::CodeUsed
        | Verdict::Correction
        | Verdict::SameCorrection
        | Verdict::HandIn
        | Verdict::HandInCut => String::new(),
    }
}

fn source(ledger: &Ledger, import: u32, offset: i32) -> Option<String> {
    let import = ledger.imports().get(usize::try_from(import).ok()?)?;
    let date = Date::of_stamp(import.made, offset).map(Date::to_display).unwrap_or_default();
    Some([&date, " ", &clock(import.made, offset), " ", &import.source].concat())
}
