//! How well rows hide: k-anonymity (Sweeney, *IJUFKS* 10 (2002)) and l-diversity
//! (Machanavajjhala et al., *TKDD* 1 (2007), distinct form). Rows alike in all quasi
//! identifiers are one class; an empty value is a value of its own, which errs on the
//! side of the respondent.

use std::collections::{BTreeMap, BTreeSet};

use super::{Role, Rows};
use crate::dataset::column::NONE;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anonymity {
    /// Rows of the smallest class; 0 without rows.
    pub k: usize,
    /// Classes.
    pub classes: usize,
    /// Rows in classes smaller than was asked.
    pub rows_below: usize,
    /// For every sensitive column: its name, and the least number of distinct values in a
    /// class where anybody answered.
    pub diversity: Vec<(String, usize)>,
}

/// Rows by class: codes of the quasi identifiers to the places of rows.
pub(super) fn classes(rows: &Rows) -> BTreeMap<Vec<u32>, Vec<usize>> {
    let quasi = rows.of_role(Role::Quasi);
    let mut classes: BTreeMap<Vec<u32>, Vec<usize>> = BTreeMap::new();
    for row in 0..rows.len() {
        classes.entry(quasi.iter().map(|&column| rows.columns()[column].values.codes[row]).collect()).or_default().push(row);
    }
    classes
}

/// Distinct values of a column in a class. No value is none: that somebody left a question
/// out says nothing of what the answer would have been.
pub(super) fn distinct(rows: &Rows, column: usize, class: &[usize]) -> usize {
    let codes = &rows.columns()[column].values.codes;
    class.iter().map(|&row| codes[row]).filter(|&code| code != NONE).collect::<BTreeSet<_>>().len()
}

/// Measures rows against a least class size.
pub fn measure(rows: &Rows, least: usize) -> Anonymity {
    let classes = classes(rows);
    let sizes = || classes.values().map(Vec::len);
    let diversity = |column: usize| {
        let counts = classes.values().map(|class| distinct(rows, column, class)).filter(|&count| count > 0);
        (rows.columns()[column].values.id.clone(), counts.min().unwrap_or(0))
    };
    Anonymity {
        k: sizes().min().unwrap_or(0),
        classes: classes.len(),
        rows_below: sizes().filter(|&size| size < least).sum(),
        diversity: rows.of_role(Role::Sensitive).into_iter().map(diversity).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::rows;
    use super::*;

    #[test]
    fn classes_are_counted_and_their_answers_too() {
        let columns = [("sex", Role::Quasi), ("age", Role::Quasi), ("bribe", Role::Sensitive), ("q1", Role::Answer)];
        let records: [&[&str]; 5] = [
            &["m", "18+", "no", "4"],
            &["m", "18+", "yes", "5"],
            &["f", "18+", "no", "4"],
            &["f", "18+", "no", "1"],
            &["f", "60+", "no", "3"],
        ];
        let found = measure(&rows(&columns, &records), 2);
        assert_eq!(found, Anonymity { k: 1, classes: 3, rows_below: 1, diversity: vec![("bribe".to_owned(), 1)] });
        assert_eq!(measure(&rows(&columns, &records[..2]), 2).diversity, [("bribe".to_owned(), 2)]);
        assert_eq!(measure(&rows(&columns, &[]), 2).k, 0);
    }
}
