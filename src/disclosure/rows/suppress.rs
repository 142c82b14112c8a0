//! Local suppression: single values are taken away until every class is large enough.
//! Columns are given in the order of their importance; the least important is emptied
//! first, in the rows that need it. Rows that are still few when all is empty are left
//! out. What comes out holds the least class size: this is the invariant.

use super::anonymity::classes;
use super::{Role, Rows};

/// Rows of which no class is too small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// What is left.
    pub rows: Rows,
    /// Values that were taken away, by quasi identifier in the order of columns.
    pub emptied: Vec<usize>,
    /// Rows that were left out.
    pub left_out: usize,
}

/// Takes values away until every class has `least` rows. `importance` names quasi
/// identifiers, most important first; those that it does not name are emptied first.
pub fn suppress(mut rows: Rows, importance: &[&str], least: usize) -> Hidden {
    let quasi = rows.of_role(Role::Quasi);
    let mut order = quasi.clone();
    let rank = |column: &usize| importance.iter().position(|name| *name == rows.columns[*column].id).unwrap_or(usize::MAX);
    order.sort_by_key(|column| std::cmp::Reverse(rank(column)));
    let mut emptied = vec![0; quasi.len()];
    for column in order {
        for row in small(&rows, least) {
            let value = std::mem::take(&mut rows.records[row][column]);
            emptied[quasi.iter().position(|&q| q == column).unwrap_or_default()] += usize::from(!value.is_empty());
        }
    }
    let before = rows.records.len();
    let mut out = small(&rows, least);
    out.sort_unstable_by(|a, b| b.cmp(a));
    for row in out {
        rows.records.remove(row);
    }
    let left_out = before - rows.records.len();
    Hidden { rows: rows.in_order_of_contents(), emptied, left_out }
}

/// Rows of classes that are too small.
fn small(rows: &Rows, least: usize) -> Vec<usize> {
    classes(rows).into_values().filter(|class| class.len() < least).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::super::anonymity::measure;
    use super::super::tests::rows;
    use super::*;
    use proptest::prelude::*;

    const COLUMNS: [(&str, Role); 3] = [("unit", Role::Quasi), ("age", Role::Quasi), ("q1", Role::Answer)];

    #[test]
    fn the_less_important_value_goes_first() {
        let records: [&[&str]; 4] = [&["A", "18+", "5"], &["A", "18+", "4"], &["A", "60+", "3"], &["A", "45+", "2"]];
        let hidden = suppress(rows(&COLUMNS, &records), &["unit", "age"], 2);
        assert_eq!((hidden.emptied.as_slice(), hidden.left_out), ([0, 2].as_slice(), 0));
        assert_eq!(hidden.rows.records, [["A", "", "2"], ["A", "", "3"], ["A", "18+", "4"], ["A", "18+", "5"]]);
    }

    #[test]
    fn a_row_that_nothing_hides_is_left_out() {
        let hidden = suppress(rows(&COLUMNS, &[&["A", "18+", "5"], &["A", "18+", "4"], &["B", "60+", "3"]]), &["unit"], 2);
        assert_eq!((hidden.rows.records.len(), hidden.left_out), (2, 1));
    }

    proptest! {
        #[test]
        fn every_class_is_large_enough(values in prop::collection::vec((0_u8..4, 0_u8..6), 0..60), least in 1_usize..6) {
            let records: Vec<Vec<String>> = values.iter().map(|(unit, age)| vec![unit.to_string(), age.to_string(), "5".to_owned()]).collect();
            let all = Rows { records, ..rows(&COLUMNS, &[]) };
            let hidden = suppress(all.clone(), &["unit", "age"], least);
            let found = measure(&hidden.rows, least);
            prop_assert_eq!(found.rows_below, 0);
            prop_assert_eq!(hidden.rows.records.len() + hidden.left_out, all.records.len());
        }
    }
}
