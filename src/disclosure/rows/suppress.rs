//! Local suppression: single values are taken away until every class is large and mixed
//! enough. Columns are given in the order of their importance; the least important is emptied
//! first, in the rows that need it. Rows whose class is still wanting when all is empty are
//! left out. What comes out holds the demands: this is the invariant.

use super::anonymity::{classes, distinct};
use super::{Role, Rows};
use crate::dataset::column::NONE;

/// What every class must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demands {
    /// Rows of a class, at least (k).
    pub rows: usize,
    /// Distinct values of each sensitive column in a class, at least (l); 1 asks nothing.
    pub values: usize,
}

/// Rows of which no class is wanting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// What is left.
    pub rows: Rows,
    /// Values that were taken away, by the name of the quasi identifier, in the order of columns.
    pub emptied: Vec<(String, usize)>,
    /// Rows that were left out.
    pub left_out: usize,
}

/// Takes values away until every class holds the demands. `importance` names quasi
/// identifiers, most important first; those that it does not name are emptied first.
pub fn suppress(mut rows: Rows, importance: &[&str], demands: Demands) -> Hidden {
    let quasi = rows.of_role(Role::Quasi);
    let mut order = quasi.clone();
    let rank = |column: &usize| importance.iter().position(|name| *name == rows.columns[*column].values.id).unwrap_or(usize::MAX);
    order.sort_by_key(|column| std::cmp::Reverse(rank(column)));
    let mut emptied: Vec<(String, usize)> = quasi.iter().map(|&column| (rows.columns[column].values.id.clone(), 0)).collect();
    for column in order {
        let mut taken = 0;
        for row in wanting(&rows, demands) {
            let before = std::mem::replace(&mut rows.columns[column].values.codes[row], NONE);
            taken += usize::from(before != NONE);
        }
        emptied.iter_mut().filter(|(id, _)| *id == rows.columns[column].values.id).for_each(|(_, count)| *count += taken);
    }
    let before = rows.len();
    let mut stays = vec![true; before];
    for row in wanting(&rows, demands) {
        stays[row] = false;
    }
    let kept: Vec<usize> = (0..before).filter(|&row| stays[row]).collect();
    rows.keep(&kept);
    Hidden { left_out: before - rows.len(), rows: rows.without_unused().in_order_of_contents(), emptied }
}

/// Rows of classes that are too small or too much alike.
fn wanting(rows: &Rows, demands: Demands) -> Vec<usize> {
    let sensitive = rows.of_role(Role::Sensitive);
    let alike = |class: &[usize]| sensitive.iter().any(|&column| (1..demands.values).contains(&distinct(rows, column, class)));
    classes(rows).into_values().filter(|class| class.len() < demands.rows || alike(class)).flatten().collect()
}

impl Rows {
    /// The same rows without labels that no row has: a list of values says who was there.
    fn without_unused(mut self) -> Self {
        for column in &mut self.columns {
            let values = &mut column.values;
            let mut used = vec![false; values.labels.len()];
            values.codes.iter().filter_map(|&code| usize::try_from(code).ok()).for_each(|at| {
                if let Some(slot) = used.get_mut(at) {
                    *slot = true;
                }
            });
            let mut next = 0;
            let moved: Vec<u32> = used
                .iter()
                .map(|&used| {
                    if used {
                        next += 1;
                        next - 1
                    } else {
                        NONE
                    }
                })
                .collect();
            values.codes.iter_mut().for_each(|code| *code = moved.get(*code as usize).copied().unwrap_or(NONE));
            let mut at = used.iter();
            values.labels.retain(|_| at.next().copied().unwrap_or(false));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::anonymity::measure;
    use super::super::tests::{records, rows};
    use super::*;
    use proptest::prelude::*;

    const COLUMNS: [(&str, Role); 3] = [("unit", Role::Quasi), ("age", Role::Quasi), ("q1", Role::Sensitive)];

    fn k(rows: usize) -> Demands {
        Demands { rows, values: 1 }
    }

    fn counts(hidden: &Hidden) -> (Vec<usize>, usize) {
        (hidden.emptied.iter().map(|(_, count)| *count).collect(), hidden.left_out)
    }

    #[test]
    fn the_less_important_value_goes_first() {
        let given: [&[&str]; 4] = [&["A", "18+", "5"], &["A", "18+", "4"], &["A", "60+", "3"], &["A", "45+", "2"]];
        let hidden = suppress(rows(&COLUMNS, &given), &["unit", "age"], k(2));
        assert_eq!(counts(&hidden), (vec![0, 2], 0));
        assert_eq!(records(&hidden.rows), [["A", "", "2"], ["A", "", "3"], ["A", "18+", "4"], ["A", "18+", "5"]]);
        assert_eq!(hidden.rows.columns()[1].values.labels, ["18+"], "nobody is 60+ any more");
    }

    #[test]
    fn a_row_that_nothing_hides_is_left_out() {
        let hidden = suppress(rows(&COLUMNS, &[&["A", "18+", "5"], &["A", "18+", "4"], &["B", "60+", "3"]]), &["unit"], k(2));
        assert_eq!((hidden.rows.len(), hidden.left_out), (2, 1));
        assert_eq!(hidden.rows.columns()[0].values.labels, ["A"]);
    }

    #[test]
    fn a_class_where_all_answer_alike_is_mixed_with_others() {
        let given: [&[&str]; 4] = [&["A", "18+", "5"], &["A", "18+", "5"], &["A", "60+", "3"], &["A", "60+", "4"]];
        let hidden = suppress(rows(&COLUMNS, &given), &["unit", "age"], Demands { rows: 2, values: 2 });
        // Emptied, the two are a class of their own and still alike: they are left out.
        assert_eq!(counts(&hidden), (vec![2, 2], 2));
        assert_eq!(records(&hidden.rows), [["A", "60+", "3"], ["A", "60+", "4"]]);
    }

    proptest! {
        #[test]
        fn every_class_holds_the_demands(
            values in prop::collection::vec((0_u8..4, 0_u8..6, 0_u8..4), 0..60),
            least in 1_usize..6,
            distinct in 1_usize..4,
        ) {
            let texts: Vec<[String; 3]> =
                values.iter().map(|(unit, age, q1)| [unit.to_string(), age.to_string(), if *q1 == 0 { String::new() } else { q1.to_string() }]).collect();
            let texts: Vec<Vec<&str>> = texts.iter().map(|record| record.iter().map(String::as_str).collect()).collect();
            let texts: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
            let all = rows(&COLUMNS, &texts);
            let hidden = suppress(all.clone(), &["unit", "age"], Demands { rows: least, values: distinct });
            let found = measure(&hidden.rows, least);
            prop_assert_eq!(found.rows_below, 0);
            prop_assert!(found.diversity[0].1 == 0 || found.diversity[0].1 >= distinct);
            prop_assert_eq!(hidden.rows.len() + hidden.left_out, all.len());
        }
    }
}
