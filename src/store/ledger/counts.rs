//! How many envelopes stand where: of the whole ledger and of each import. One pass over
//! the ledger serves all imports, so that a ledger of 100 000 envelopes by a thousand
//! hand-ins is counted as fast as one hand-in.

use serde::{Deserialize, Serialize};

use super::{Content, Ledger, Verdict};

/// How many stand where; an envelope stands in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Responses that count.
    pub new: u64,
    /// What an earlier import brought.
    pub duplicate: u64,
    /// Responses that were sealed twice.
    pub same_response: u64,
    /// Responses whose code another envelope has.
    pub code_used: u64,
    /// Corrections.
    pub correction: u64,
    /// Corrections that were sealed twice.
    pub same_correction: u64,
    /// Notes of hand-ins that came whole.
    pub hand_in: u64,
    /// Notes of hand-ins that did not.
    pub hand_in_cut: u64,
    /// Tried out.
    pub trial: u64,
    /// Of another campaign.
    pub other_round: u64,
    /// Sealed to another key.
    pub other_key: u64,
    /// Of a questionnaire that nobody here has.
    pub unknown_questionnaire: u64,
    /// Of an unknown version.
    pub unknown_version: u64,
    /// Damaged.
    pub damaged: u64,
}

impl Counts {
    /// All of them.
    pub fn total(&self) -> u64 {
        let same = self.duplicate + self.same_response + self.same_correction + self.code_used;
        self.new + same + self.correction + self.hand_in + self.hand_in_cut + self.apart()
    }

    /// Those that cannot count.
    pub fn apart(&self) -> u64 {
        self.trial + self.other_round + self.other_key + self.unknown_questionnaire + self.unknown_version + self.damaged
    }

    fn put(&mut self, verdict: &Verdict) {
        let place = match verdict {
            Verdict::New => &mut self.new,
            Verdict::Duplicate => &mut self.duplicate,
            Verdict::SameResponse => &mut self.same_response,
            Verdict::CodeUsed => &mut self.code_used,
            Verdict::Correction => &mut self.correction,
            Verdict::SameCorrection => &mut self.same_correction,
            Verdict::HandIn => &mut self.hand_in,
            Verdict::HandInCut => &mut self.hand_in_cut,
            Verdict::Apart(Content::OtherRound(_)) => &mut self.other_round,
            Verdict::Apart(Content::OtherKey) => &mut self.other_key,
            Verdict::Apart(Content::UnknownQuestionnaire(_)) => &mut self.unknown_questionnaire,
            Verdict::Apart(Content::UnknownVersion(_)) => &mut self.unknown_version,
            Verdict::Apart(Content::Damaged(_)) => &mut self.damaged,
            // Of the others only what was tried out stands apart.
            Verdict::Apart(Content::Trial | Content::Response { .. } | Content::Correction(_) | Content::HandIn(_)) => &mut self.trial,
        };
        *place += 1;
    }
}

impl Ledger {
    /// How many envelopes stand where: all of them, and those of each import. Once the
    /// ledger is closed imports have none.
    pub fn counts(&self) -> (Counts, Vec<Counts>) {
        let (mut all, mut by_import) = (Counts::default(), vec![Counts::default(); self.imports().len()]);
        for (receipt, verdict) in self.verdicts() {
            all.put(&verdict);
            for (i, import) in self.brought_by(&receipt).enumerate() {
                if let Some(counts) = usize::try_from(import).ok().and_then(|import| by_import.get_mut(import)) {
                    counts.put(if i == 0 { &verdict } else { &Verdict::Duplicate });
                }
            }
        }
        (all, by_import)
    }
}
