//! The one way from questionnaires to rows that may leave: the list of columns, coarser
//! values, local suppression, and a report of what it cost. Everything that passes is
//! [`Released`]; nothing else makes released rows.

use super::anonymity::{Anonymity, measure};
use super::generalise::Coarser;
use super::suppress::{Demands, suppress};
use super::{Denied, Rows};
use crate::disclosure::{Released, Threshold};

/// What rows leave, and how well hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Columns that leave, in this order.
    pub list: Vec<String>,
    /// Columns that are made coarser.
    pub coarser: Vec<(String, Coarser)>,
    /// Quasi identifiers, the most important first.
    pub importance: Vec<String>,
    /// How well rows must hide.
    pub protection: Protection,
}

/// How well rows must hide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protection {
    /// Rows alike in all quasi identifiers, at least.
    pub rows: Threshold,
    /// Distinct values of each sensitive column among them, at least.
    pub values: usize,
}

/// What was done and what is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Rows that there were.
    pub before: usize,
    /// How well they would hide without local suppression.
    pub unprotected: Anonymity,
    /// Values that were taken away, by quasi identifier.
    pub emptied: Vec<(String, usize)>,
    /// Rows that were left out.
    pub left_out: usize,
    /// How well the rows hide now.
    pub protected: Anonymity,
}

/// Rows that may leave, with the report.
///
/// # Errors
/// All names on the list that may not leave.
pub fn publish(rows: &Rows, terms: &Terms) -> Result<(Released<Rows>, Report), Vec<Denied>> {
    let list: Vec<&str> = terms.list.iter().map(String::as_str).collect();
    let allowed = rows.allowed(&list)?;
    let wide = terms.coarser.iter().fold(allowed, |rows, (column, how)| rows.coarser(column, how));
    let least = terms.protection.rows.get() as usize;
    let unprotected = measure(&wide, least);
    let importance: Vec<&str> = terms.importance.iter().map(String::as_str).collect();
    let hidden = suppress(wide, &importance, Demands { rows: least, values: terms.protection.values });
    let report = Report {
        before: rows.len(),
        unprotected,
        emptied: hidden.emptied,
        left_out: hidden.left_out,
        protected: measure(&hidden.rows, least),
    };
    Ok((Released { inner: hidden.rows }, report))
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::super::tests::{records, rows};
    use super::*;

    #[test]
    fn ages_become_bands_before_values_are_taken() {
        let columns = [("id", Role::Identifier), ("age", Role::Quasi), ("q1", Role::Answer)];
        let given: [&[&str]; 4] = [&["9", "21", "5"], &["1", "19", "4"], &["4", "22", "3"], &["2", "71", "1"]];
        let terms = Terms {
            list: vec!["age".to_owned(), "q1".to_owned()],
            coarser: vec![("age".to_owned(), Coarser::Bands(vec![18, 30, 60]))],
            importance: Vec::new(),
            protection: Protection { rows: Threshold::new(3).unwrap(), values: 1 },
        };
        let (out, report) = publish(&rows(&columns, &given), &terms).unwrap();
        assert_eq!(records(out.get()), [["18–29", "3"], ["18–29", "4"], ["18–29", "5"]]);
        assert_eq!((report.before, report.left_out, report.unprotected.k, report.protected.k), (4, 1, 1, 3));
        assert_eq!(report.emptied, [("age".to_owned(), 1)]);
    }

    #[test]
    fn a_weight_on_the_list_refuses_all() {
        let terms = Terms {
            list: vec!["w".to_owned()],
            coarser: Vec::new(),
            importance: Vec::new(),
            protection: Protection { rows: Threshold::default(), values: 1 },
        };
        let found = publish(&rows(&[("w", Role::Weight)], &[]), &terms);
        assert_eq!(found, Err(vec![Denied::Never("w".to_owned(), Role::Weight)]));
    }
}
