//! What was released before, so that the difference of two releases betrays nobody: one
//! questionnaire more or less gives that person's answers away, even at whole percents.
//!
//! No data are kept. A cell is a digest of its place; its respondents are a [`Sketch`]:
//! 64 sums of digests. Two sketches differ in at most as many places as there are
//! respondents in one of the cells but not in both, so fewer places than the minimum is
//! the alarm, and no small difference escapes it. Cells are compared at the same place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Threshold;
use crate::base::digest::{fingerprint, sha256};

/// Sums of a sketch. A difference of fewer respondents than the minimum shows in fewer
/// sums than the minimum; many more must show in more, so this stays well above 10.
const SUMS: usize = 64;

/// The respondents of a cell, as sums of digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch(Vec<u32>);

/// Earlier releases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    releases: Vec<Entry>,
}

/// One release: its name, and the cells that it showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// A name for people.
    pub name: String,
    /// Sketches of shown cells by the digest of their place.
    pub cells: BTreeMap<String, Sketch>,
}

/// A cell of a new release that differs too little from one that was shown before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The place.
    pub place: String,
    /// The earlier release.
    pub release: String,
    /// Sums that differ: at most so many respondents can be told to differ, at least one does.
    pub sums: usize,
}

/// What the ledger says about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// It was not shown.
    No,
    /// It was shown, of the same respondents: it is printed for good.
    Same,
    /// It was shown, of others.
    Other,
}

impl Sketch {
    /// The sketch of respondents, by their ids, under a secret that stays with the project.
    pub fn of<'a>(secret: &[u8], ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut sums = vec![0_u32; SUMS];
        for id in ids {
            let digest = sha256(&[secret, b"/", id.as_bytes()].concat());
            let sum = &mut sums[usize::from(digest[0]) % SUMS];
            *sum = sum.wrapping_add(u32::from_be_bytes([digest[1], digest[2], digest[3], digest[4]]));
        }
        Self(sums)
    }

    /// In how many sums two sketches differ: never more than respondents that differ.
    pub fn differs(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).filter(|(a, b)| a != b).count() + self.0.len().abs_diff(other.0.len())
    }
}

impl Ledger {
    /// Adds what a release showed: places and sketches of the shown cells.
    pub fn add<'a>(&mut self, name: &str, secret: &[u8], shown: impl IntoIterator<Item = (&'a str, Sketch)>) {
        let cells = shown.into_iter().map(|(place, sketch)| (key(secret, place), sketch)).collect();
        self.releases.push(Entry { name: name.to_owned(), cells });
    }

    /// All conflicts of a new release's cells with earlier ones. A release with any is
    /// refused, or shown to somebody who decides.
    pub fn conflicts<'a>(
        &self,
        secret: &[u8],
        minimum: Threshold,
        cells: impl IntoIterator<Item = (&'a str, &'a Sketch)>,
    ) -> Vec<Conflict> {
        let mut found = Vec::new();
        for (place, sketch) in cells {
            let key = key(secret, place);
            for entry in &self.releases {
                let sums = entry.cells.get(&key).map_or(0, |earlier| earlier.differs(sketch));
                if 0 < sums && sums < minimum.get() as usize {
                    found.push(Conflict { place: place.to_owned(), release: entry.name.clone(), sums });
                }
            }
        }
        found
    }

    /// Whether a cell was shown before.
    pub fn before(&self, secret: &[u8], place: &str, sketch: &Sketch) -> Before {
        let key = key(secret, place);
        let earlier: Vec<&Sketch> = self.releases.iter().filter_map(|entry| entry.cells.get(&key)).collect();
        match earlier.iter().any(|earlier| earlier.differs(sketch) == 0) {
            true => Before::Same,
            false if earlier.is_empty() => Before::No,
            false => Before::Other,
        }
    }
}

fn key(secret: &[u8], place: &str) -> String {
    fingerprint(&[secret, b"#", place.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: &[u8] = b"of the campaign";

    fn sketch(ids: impl IntoIterator<Item = usize>) -> Sketch {
        let ids: Vec<String> = ids.into_iter().map(|id| format!("id{id}")).collect();
        Sketch::of(SECRET, ids.iter().map(String::as_str))
    }

    fn ledger(ids: std::ops::Range<usize>) -> Ledger {
        let mut ledger = Ledger::default();
        ledger.add("first", SECRET, [("unit A", sketch(ids))]);
        ledger
    }

    fn conflicts(ledger: &Ledger, new: &Sketch) -> usize {
        ledger.conflicts(SECRET, Threshold::default(), [("unit A", new)]).len()
    }

    #[test]
    fn one_questionnaire_more_is_refused_the_same_and_many_more_are_not() {
        let ledger = ledger(0..174);
        assert_eq!(conflicts(&ledger, &sketch(0..174)), 0);
        assert_eq!(conflicts(&ledger, &sketch(0..175)), 1);
        assert_eq!(conflicts(&ledger, &sketch(1..175)), 1);
        assert_eq!(conflicts(&ledger, &sketch(0..220)), 0);
        assert_eq!(ledger.before(SECRET, "unit A", &sketch(0..174)), Before::Same);
        assert_eq!(ledger.before(SECRET, "unit A", &sketch(0..175)), Before::Other);
        assert_eq!(ledger.before(SECRET, "unit B", &sketch(0..174)), Before::No);
    }

    #[test]
    fn it_holds_no_data_and_is_read_back() {
        let text = serde_json::to_string(&ledger(0..30)).unwrap();
        assert!(!text.contains("unit A") && !text.contains("id7"));
        assert_eq!(serde_json::from_str::<Ledger>(&text).unwrap(), ledger(0..30));
    }

    proptest! {
        #[test]
        fn no_small_difference_escapes(n in 1_usize..400, out in 0_usize..9, more in 0_usize..9) {
            prop_assume!(0 < out.min(n) + more && out.min(n) + more < 10);
            let new = sketch(out.min(n)..n + more);
            prop_assert_eq!(conflicts(&ledger(0..n), &new), 1);
        }
    }
}
