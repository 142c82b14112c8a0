//! Coarser values: ages in bands, communes in areas. A value that fits nowhere becomes
//! empty, because a rare value left as it is would be the one that gives a person away.

use std::collections::BTreeMap;

use super::Rows;
use crate::dataset::Labels;
use crate::dataset::column::NONE;

/// How a column is made coarser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coarser {
    /// Bands of whole numbers by their lower ends, ascending: `[18, 30, 45]` makes `18–29`,
    /// `30–44`, `45+`; what is below the first is empty.
    Bands(Vec<u32>),
    /// A table from values to wider ones.
    Areas(BTreeMap<String, String>),
}

impl Coarser {
    /// The wider value.
    pub fn of(&self, value: &str) -> String {
        match self {
            Self::Bands(ends) => value.trim().parse().ok().and_then(|number| band(ends, number)).unwrap_or_default(),
            Self::Areas(table) => table.get(value).cloned().unwrap_or_default(),
        }
    }
}

fn band(ends: &[u32], number: u32) -> Option<String> {
    let at = ends.iter().rposition(|&end| end <= number)?;
    Some(match ends.get(at + 1) {
        Some(next) => format!("{}–{}", ends[at], next.saturating_sub(1)),
        None => format!("{}+", ends[at]),
    })
}

impl Rows {
    /// The same rows with a column made coarser; unchanged where there is no such column.
    #[must_use]
    pub fn coarser(mut self, column: &str, how: &Coarser) -> Self {
        if let Some(column) = self.columns.iter_mut().find(|known| known.values.id == column) {
            let mut wider = Labels::default();
            let codes: Vec<u32> = column.values.labels.iter().map(|value| wider.push(&how.of(value))).collect();
            let (wide, moved) = wider.finish(&column.values.id);
            // Two steps: what each label became, and where that stands among the sorted ones.
            let code = |of: &[u32], at: u32| of.get(at as usize).copied().unwrap_or(NONE);
            column.values.codes.iter_mut().for_each(|row| *row = code(&moved, code(&codes, *row)));
            column.values.labels = wide.labels;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::super::tests::{records, rows};
    use super::*;

    #[test]
    fn ages_fall_into_bands() {
        let bands = Coarser::Bands(vec![18, 30, 45, 60]);
        for (age, expect) in
            [("18", "18–29"), ("29", "18–29"), ("30", "30–44"), ("60", "60+"), ("97", "60+"), ("17", ""), ("", ""), ("x", "")]
        {
            assert_eq!(bands.of(age), expect, "{age}");
        }
    }

    #[test]
    fn a_commune_becomes_its_area_or_nothing() {
        let table = BTreeMap::from([("Xã A".to_owned(), "đồng bằng".to_owned())]);
        let out = rows(&[("unit", Role::Quasi)], &[&["Xã A"], &["Xã B"]]).coarser("unit", &Coarser::Areas(table));
        assert_eq!(records(&out), [["đồng bằng"], [""]]);
        assert_eq!(out.columns()[0].values.labels, ["đồng bằng"]);
    }
}
