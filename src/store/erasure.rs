//! The record of an erasure: which campaign left a device, when, with how many envelopes,
//! and how many of these nobody had acknowledged. The device keeps it, shows it, and hands
//! it in with its next hand-in. It says nothing of any respondent.

use crate::base::Finding;
use crate::base::json::{Reader, Slot, Writer, read};
use crate::base::time::Stamp;

/// A campaign's data were erased from a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The campaign that was erased.
    pub campaign: String,
    /// When.
    pub made: Stamp,
    /// Code of who did it; empty on a respondent's own device.
    pub by: String,
    /// Envelopes that were there.
    pub envelopes: u32,
    /// How many of them nobody had acknowledged: lost, unless a copy is elsewhere.
    pub unacknowledged: u32,
    /// Unfinished forms that were there.
    pub drafts: u32,
}

impl Erasure {
    /// The record as text.
    pub fn encode(&self) -> String {
        Writer::document(&mut |w| self.fields(w))
    }

    /// Reads a record.
    ///
    /// # Errors
    /// What is wrong with the text, located.
    pub fn decode(text: &str) -> Result<Self, Vec<Finding>> {
        read(text, fields)
    }

    /// Writes it as an object.
    pub fn write(&self, w: &mut Writer) {
        w.object(&mut |w| self.fields(w));
    }

    /// Reads an object.
    pub fn read(slot: Slot<'_>) -> Option<Self> {
        slot.object(fields)
    }

    fn fields(&self, w: &mut Writer) {
        w.field("campaign").text(&self.campaign);
        w.field("made").count(self.made.0);
        w.field("by").text(&self.by);
        w.field("envelopes").count(self.envelopes.into());
        w.field("unacknowledged").count(self.unacknowledged.into());
        w.field("drafts").count(self.drafts.into());
    }
}

fn fields(r: &mut Reader<'_>) -> Erasure {
    Erasure {
        campaign: r.required("campaign").text(),
        made: Stamp(r.required("made").whole().unwrap_or_default()),
        by: r.required("by").text(),
        envelopes: r.required("envelopes").whole().unwrap_or_default(),
        unacknowledged: r.required("unacknowledged").whole().unwrap_or_default(),
        drafts: r.required("drafts").whole().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_record_comes_back(campaign: String, by: String, made in 0..=i64::MAX as u64, counts: [u32; 3]) {
            let [envelopes, unacknowledged, drafts] = counts;
            let erasure = Erasure { campaign, made: Stamp(made), by, envelopes, unacknowledged, drafts };
            prop_assert_eq!(Erasure::decode(&erasure.encode()), Ok(erasure));
        }

        #[test]
        fn any_text_is_refused(text: String) {
            prop_assert!(Erasure::decode(&text).is_err());
        }
    }
}
