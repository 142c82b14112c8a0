//! A correction of a finished response: "Sửa đơn vị", "Hủy phiếu". It is a record of its
//! own, appended beside the response, which stays as it is; whoever analyses may set a
//! correction aside again.

use super::codec::text::{VERSION, version};
use crate::base::Finding;
use crate::base::json::{Reader, Writer, read};
use crate::base::time::Stamp;

/// What is corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The response is about this unit.
    Unit(String),
    /// The response does not count.
    Cancel,
}

/// A correction of one response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// 128 random bits in Crockford base 32.
    pub id: String,
    /// Id of the response.
    pub of: String,
    /// Campaign of the response.
    pub campaign: String,
    /// What is corrected.
    pub change: Change,
    /// Why, in the surveyor's words; never empty.
    pub reason: String,
    /// Code of who corrected it.
    pub surveyor: String,
    /// When.
    pub made: Stamp,
}

impl Correction {
    /// The correction as text, format version 1.
    pub fn encode(&self) -> String {
        Writer::document(&mut |w| {
            w.field("version").count(u64::from(VERSION));
            w.field("correction").text(&self.id);
            w.field("of").text(&self.of);
            w.field("campaign").text(&self.campaign);
            match &self.change {
                Change::Unit(code) => w.field("unit").text(code),
                Change::Cancel => w.field("cancel").truth(true),
            }
            w.field("reason").text(&self.reason);
            w.field("surveyor").text(&self.surveyor);
            w.field("made").count(self.made.0);
        })
    }

    /// Reads a correction.
    ///
    /// # Errors
    /// What is wrong with the text, located.
    pub fn decode(text: &str) -> Result<Self, Vec<Finding>> {
        read(text, correction)
    }
}

fn correction(r: &mut Reader<'_>) -> Correction {
    version(r);
    let (unit, cancel) = (r.optional("unit").text_or_none(), r.optional("cancel").flag());
    if unit.is_some() == cancel {
        r.optional("cancel").report("missing_field", String::new());
    }
    Correction {
        id: r.required("correction").text(),
        of: r.required("of").text(),
        campaign: r.required("campaign").text(),
        change: unit.map_or(Change::Cancel, Change::Unit),
        reason: r.required("reason").text(),
        surveyor: r.required("surveyor").text(),
        made: Stamp(r.required("made").whole().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_correction_comes_back(
            texts in any::<[String; 5]>(),
            unit in any::<Option<String>>(),
            made in 0..=i64::MAX as u64,
        ) {
            let [id, of, campaign, reason, surveyor] = texts;
            let change = unit.map_or(Change::Cancel, Change::Unit);
            let correction = Correction { id, of, campaign, change, reason, surveyor, made: Stamp(made) };
            prop_assert_eq!(Correction::decode(&correction.encode()), Ok(correction));
        }
    }

    #[test]
    fn neither_or_both_is_refused() {
        let text = r#"{"version":1,"correction":"A","of":"B","campaign":"c","reason":"r","surveyor":"s","made":1}"#;
        assert!(Correction::decode(text).is_err());
        assert!(Correction::decode(&text.replace("\"reason\"", "\"unit\":\"X\",\"reason\"")).is_ok());
        assert!(Correction::decode(&text.replace("\"reason\"", "\"unit\":\"X\",\"cancel\":true,\"reason\"")).is_err());
        assert!(Correction::decode(&text.replace("\"version\":1", "\"version\":2")).is_err());
    }
}
