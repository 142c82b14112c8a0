//! The ledger of intake (*sổ tiếp nhận phiếu*): which envelopes came in by which import,
//! and which of them count. What counts follows from the set of envelopes alone: taken in
//! the order of their receipts, one counts unless its response or its invitation code was
//! counted before. So neither the order of imports nor a second import of the same file
//! changes anything, and undoing an import leaves what there would be without it.
//!
//! Corrections count once by their id, in the same order. The note of a hand-in is listed
//! with its token, which may be told only where the import that brought it brought
//! everything that it is about.
//!
//! Closing settles what counts, drops every code and with it the pairs of code and
//! response, and ends undo. What an envelope says comes in already read.

mod counts;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::handin::note::cover;
use crate::base::time::Stamp;

pub use counts::Counts;
pub use text::Damaged;

/// What an envelope turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// A response of this campaign.
    Response {
        /// Its id.
        id: String,
        /// Its invitation code; empty where it has none.
        code: String,
    },
    /// A correction of a response of this campaign; its id.
    Correction(String),
    /// The note of a hand-in of this campaign.
    HandIn(HandIn),
    /// Tried out, never counted.
    Trial,
    /// Of another campaign (*khác đợt*).
    OtherRound(String),
    /// Sealed to another key (*khác khóa*).
    OtherKey,
    /// Of a questionnaire that nobody here has; its fingerprint.
    UnknownQuestionnaire(String),
    /// Of a version that this program does not know.
    UnknownVersion(u8),
    /// Damaged at this byte of the envelope (*hỏng*).
    Damaged(usize),
}

/// What the note of a hand-in says that the ledger needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HandIn {
    /// Eight digits that acknowledge the hand-in on the device.
    pub token: String,
    /// Code of the surveyor whose device it is.
    pub device: String,
    /// When it was made.
    pub made: Stamp,
    /// Envelopes that it is about.
    pub count: u32,
    /// Digest of their receipts.
    pub covers: String,
}

/// What the ledger says of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It counts (*mới*).
    New,
    /// It came by an earlier import too (*trùng*).
    Duplicate,
    /// The same response was sealed twice; the other envelope counts (*trùng*).
    SameResponse,
    /// Another envelope with this code counts (*mã đã dùng*).
    CodeUsed,
    /// A correction that counts (*sửa phiếu*).
    Correction,
    /// Another envelope has the same correction (*trùng*).
    SameCorrection,
    /// A note whose hand-in came in whole: its token may be told (*mã xác nhận*).
    HandIn,
    /// A note, but not all came in that it is about (*nộp thiếu*): its token acknowledges
    /// what is not here, and must not be told.
    HandInCut,
    /// It cannot count; why.
    Apart(Content),
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// When.
    pub made: Stamp,
    /// File name, or what else it came from.
    pub source: String,
    /// Bytes of the source at which no envelope could be read.
    pub damaged: Vec<usize>,
    /// When it was undone.
    pub undone: Option<Stamp>,
}

/// An envelope in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    content: Content,
    /// Numbers of the imports that brought it; none once the ledger is closed.
    imports: BTreeSet<u32>,
}

/// Why the ledger refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerFault {
    /// Intake is closed.
    Closed,
    /// There is no such import, or it was undone.
    NoImport,
}

/// The ledger of one campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    campaign: String,
    imports: Vec<Import>,
    entries: BTreeMap<String, Entry>,
    settled: Option<BTreeMap<String, Verdict>>,
}

impl Ledger {
    /// The empty ledger of a campaign.
    pub fn new(campaign: &str) -> Self {
        Self { campaign: campaign.to_owned(), imports: Vec::new(), entries: BTreeMap::new(), settled: None }
    }

    /// The campaign.
    pub fn campaign(&self) -> &str {
        &self.campaign
    }

    /// Begins an import; its number.
    ///
    /// # Errors
    /// `Closed`.
    pub fn begin(&mut self, made: Stamp, source: &str) -> Result<u32, LedgerFault> {
        if self.is_closed() {
            return Err(LedgerFault::Closed);
        }
        self.imports.push(Import { made, source: source.to_owned(), damaged: Vec::new(), undone: None });
        u32::try_from(self.imports.len() - 1).map_err(|_| LedgerFault::NoImport)
    }

    /// Takes an envelope of an import by its receipt. What was not readable before and is
    /// now, because its questionnaire was found, is so from now on.
    ///
    /// # Errors
    /// `Closed` or `NoImport`.
    pub fn take(&mut self, import: u32, receipt: &str, content: Content) -> Result<(), LedgerFault> {
        self.open_import(import)?;
        let entry = self.entries.entry(receipt.to_owned()).or_insert_with(|| Entry { content: content.clone(), imports: BTreeSet::new() });
        entry.imports.insert(import);
        if content < entry.content {
            entry.content = content;
        }
        Ok(())
    }

    /// What an envelope says now that it can be read: its questionnaire was found. Nothing
    /// once the ledger is closed.
    pub fn read_again(&mut self, receipt: &str, content: Content) {
        if self.settled.is_none()
            && let Some(entry) = self.entries.get_mut(receipt).filter(|entry| content < entry.content)
        {
            entry.content = content;
        }
    }

    /// What the envelope with this receipt turned out to be.
    pub fn content(&self, receipt: &str) -> Option<&Content> {
        self.entries.get(receipt).map(|entry| &entry.content)
    }

    /// Numbers of the imports that brought an envelope, the first one first; none once the
    /// ledger is closed.
    pub fn brought_by(&self, receipt: &str) -> impl Iterator<Item = u32> + use<'_> {
        self.entries.get(receipt).into_iter().flat_map(|entry| &entry.imports).copied()
    }

    /// Notes a place of an import's source at which no envelope could be read.
    ///
    /// # Errors
    /// `Closed` or `NoImport`.
    pub fn note_damage(&mut self, import: u32, byte: usize) -> Result<(), LedgerFault> {
        self.open_import(import)?.damaged.push(byte);
        Ok(())
    }

    /// Undoes an import: as if it had not been, but for the note that it was.
    ///
    /// # Errors
    /// `Closed` or `NoImport`.
    pub fn undo(&mut self, import: u32, when: Stamp) -> Result<(), LedgerFault> {
        self.open_import(import)?.undone = Some(when);
        self.entries.retain(|_, entry| !entry.imports.remove(&import) || !entry.imports.is_empty());
        Ok(())
    }

    /// "Khóa sổ". Closing again changes nothing.
    pub fn close(&mut self) {
        if self.is_closed() {
            return;
        }
        self.settled = Some(self.verdicts());
        for entry in self.entries.values_mut() {
            entry.imports.clear();
            if let Content::Response { code, .. } = &mut entry.content {
                code.clear();
            }
        }
    }

    /// Whether intake is closed.
    pub fn is_closed(&self) -> bool {
        self.settled.is_some()
    }

    /// The imports, in the order in which they were made.
    pub fn imports(&self) -> &[Import] {
        &self.imports
    }

    /// What the ledger says of each envelope, by receipt.
    pub fn verdicts(&self) -> BTreeMap<String, Verdict> {
        if let Some(settled) = &self.settled {
            return settled.clone();
        }
        let (mut ids, mut codes, mut corrections) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let brought = self.brought();
        let mut out = BTreeMap::new();
        for (receipt, entry) in &self.entries {
            let verdict = match &entry.content {
                Content::Response { id, .. } if ids.contains(id) => Verdict::SameResponse,
                Content::Response { code, .. } if codes.contains(code) => Verdict::CodeUsed,
                Content::Response { id, code } => {
                    ids.insert(id);
                    codes.extend(Some(code).filter(|code| !code.is_empty()));
                    Verdict::New
                }
                Content::Correction(id) if corrections.insert(id) => Verdict::Correction,
                Content::Correction(_) => Verdict::SameCorrection,
                Content::HandIn(note) if entry.imports.iter().any(|import| brought.get(import) == Some(&note.covers)) => Verdict::HandIn,
                Content::HandIn(_) => Verdict::HandInCut,
                Content::Trial
                | Content::OtherRound(_)
                | Content::OtherKey
                | Content::UnknownQuestionnaire(_)
                | Content::UnknownVersion(_)
                | Content::Damaged(_) => Verdict::Apart(entry.content.clone()),
            };
            out.insert(receipt.clone(), verdict);
        }
        out
    }

    /// Digests of what each import brought beside notes, for the imports that brought one.
    fn brought(&self) -> BTreeMap<u32, String> {
        let mut receipts: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        let (notes, others): (Vec<_>, Vec<_>) = self.entries.iter().partition(|(_, entry)| matches!(entry.content, Content::HandIn(_)));
        for import in notes.iter().flat_map(|(_, note)| &note.imports) {
            receipts.insert(*import, Vec::new());
        }
        for (receipt, entry) in others {
            for import in &entry.imports {
                if let Some(receipts) = receipts.get_mut(import) {
                    receipts.push(receipt);
                }
            }
        }
        receipts.into_iter().map(|(import, receipts)| (import, cover(receipts))).collect()
    }

    /// Receipts of the responses that count.
    pub fn accepted(&self) -> BTreeSet<String> {
        self.verdicts().into_iter().filter(|(_, verdict)| *verdict == Verdict::New).map(|(receipt, _)| receipt).collect()
    }

    /// Receipts of the corrections that count.
    pub fn corrections(&self) -> BTreeSet<String> {
        self.verdicts().into_iter().filter(|(_, verdict)| *verdict == Verdict::Correction).map(|(receipt, _)| receipt).collect()
    }

    /// The notes of hand-ins, by the receipt of the note; whether a token may be told is
    /// its verdict.
    pub fn hand_ins(&self) -> BTreeMap<&str, &HandIn> {
        let mut out = BTreeMap::new();
        for (receipt, entry) in &self.entries {
            if let Content::HandIn(note) = &entry.content {
                out.insert(receipt.as_str(), note);
            }
        }
        out
    }

    /// What one import brought, for its report: what an earlier import that stands had
    /// already is a duplicate, but for a note, whose token is told again. Nothing once the
    /// ledger is closed.
    pub fn report(&self, import: u32) -> BTreeMap<String, Verdict> {
        let brought = |receipt: &String| self.entries.get(receipt).map(|entry| &entry.imports).filter(|imports| imports.contains(&import));
        let said = |(receipt, verdict)| {
            let first = brought(&receipt)?.first().copied();
            let is_note = matches!(verdict, Verdict::HandIn | Verdict::HandInCut);
            Some((receipt, if first < Some(import) && !is_note { Verdict::Duplicate } else { verdict }))
        };
        self.verdicts().into_iter().filter_map(said).collect()
    }

    fn open_import(&mut self, import: u32) -> Result<&mut Import, LedgerFault> {
        if self.is_closed() {
            return Err(LedgerFault::Closed);
        }
        let place = usize::try_from(import).map_err(|_| LedgerFault::NoImport)?;
        self.imports.get_mut(place).filter(|import| import.undone.is_none()).ok_or(LedgerFault::NoImport)
    }
}
