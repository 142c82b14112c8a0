//! A correction of a finished response: "Sửa đơn vị", "Hủy phiếu". It is a record of its
//! own, appended beside the response, which stays as it is; whoever analyses may set a
//! correction aside again. What several of them come to is said in one place, `standing`,
//! for the surveyor's board and for the analysis.

use std::collections::BTreeMap;

use super::codec::text::{VERSION, version};
use super::codec::{Header, stratum};
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

/// What the corrections of one response come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The correction that holds: the latest one.
    pub latest: &'a Correction,
    /// The unit that it is about, where a correction named one.
    pub unit: Option<&'a str>,
    /// Whether it does not count.
    pub cancelled: bool,
}

impl Standing<'_> {
    /// Moves a response to the unit that was named, with its stratum. The record stays as
    /// it was stored; this is how it counts.
    pub fn apply(&self, header: &mut Header) {
        if let Some(unit) = self.unit {
            header.fieldwork.stratum = stratum(unit, &header.group);
            unit.clone_into(&mut header.unit);
        }
    }
}

/// What corrections come to, by id of the response. They are taken in the order in which
/// they were made, by the clock and of equal times by id. The latest one holds: naming a
/// unit again undoes a cancellation. A cancelled response stays with the unit that was
/// named last, so that it is missed where it belongs.
pub fn standing<'a>(corrections: impl IntoIterator<Item = &'a Correction>) -> BTreeMap<&'a str, Standing<'a>> {
    let mut ordered: Vec<&Correction> = corrections.into_iter().collect();
    ordered.sort_by(|a, b| (a.made, &a.id).cmp(&(b.made, &b.id)));
    let mut out: BTreeMap<&str, Standing<'_>> = BTreeMap::new();
    for latest in ordered {
        let before = out.get(latest.of.as_str()).and_then(|before| before.unit);
        let (unit, cancelled) = match &latest.change {
            Change::Unit(code) => (Some(code.as_str()), false),
            Change::Cancel => (before, true),
        };
        out.insert(&latest.of, Standing { latest, unit, cancelled });
    }
    out
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

    fn made(id: &str, made: u64, unit: Option<&str>) -> Correction {
        let change = unit.map_or(Change::Cancel, |code| Change::Unit(code.to_owned()));
        let [of, campaign, reason, surveyor] = ["R", "c", "r", "s"].map(str::to_owned);
        Correction { id: id.to_owned(), of, campaign, change, reason, surveyor, made: Stamp(made) }
    }

    #[test]
    fn the_latest_holds_by_clock_then_id() {
        let come_to = |corrections: &[Correction]| {
            let standing = standing(corrections);
            standing.get("R").map(|one| (one.latest.id.clone(), one.unit.map(str::to_owned), one.cancelled))
        };
        let [x, cancel, y] = [made("A", 5, Some("X")), made("B", 5, None), made("C", 9, Some("Y"))];
        assert_eq!(come_to(&[]), None);
        assert_eq!(come_to(&[cancel.clone(), x.clone()]), Some(("B".to_owned(), Some("X".to_owned()), true)));
        assert_eq!(come_to(&[y.clone(), cancel.clone(), x.clone()]), Some(("C".to_owned(), Some("Y".to_owned()), false)));
        assert_eq!(come_to(&[cancel]), Some(("B".to_owned(), None, true)));
    }

    proptest! {
        #[test]
        fn the_order_of_the_store_changes_nothing(times in prop::collection::vec((0..4_u64, any::<Option<bool>>()), 0..8)) {
            let unit = |to: Option<bool>| to.map(|x| if x { "X" } else { "Y" });
            let all: Vec<Correction> = times.iter().enumerate().map(|(i, (at, to))| made(&i.to_string(), *at, unit(*to))).collect();
            let back: Vec<Correction> = all.iter().rev().cloned().collect();
            prop_assert_eq!(standing(&all), standing(&back));
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
