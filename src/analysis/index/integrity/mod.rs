//! Other people's published tables: whether their numbers can be true together. Only
//! what no reading of a table allows is called a fault; where two readings are usual (a
//! percentage of all who answered or of valid answers, ranks after a tie) either is
//! accepted. A finding a row and fault, with the cell's place and the figures.

pub mod counts;
pub mod means;
pub mod percents;
pub mod printed;
pub mod ranks;
pub mod shape;
pub mod totals;

use super::fault::Fault;
use super::grid::Grid;
use crate::base::Finding;
use printed::Printed;
pub use shape::Shape;

/// Every finding about a table whose columns are known by their headers.
pub fn check(grid: &Grid) -> Vec<Finding> {
    check_as(grid, &Shape::guess(grid))
}

/// Every finding about a table of this shape, in the order of rows.
pub fn check_as(grid: &Grid, shape: &Shape) -> Vec<Finding> {
    let mut findings = numbers(grid, shape);
    counts::check(grid, shape, &mut findings);
    percents::check(grid, shape, &mut findings);
    means::check(grid, shape, &mut findings);
    ranks::check(grid, shape, &mut findings);
    totals::check(grid, shape, &mut findings);
    findings.sort_by_key(|finding| row_of(&finding.at));
    findings
}

/// The row that a place names, to put findings in the order of rows.
fn row_of(at: &str) -> usize {
    at.split("row ").nth(1).and_then(|rest| rest.split([',', ' ']).next()?.parse().ok()).unwrap_or(0)
}

/// Cells that must be numbers and are none; shares outside 0 and 100.
fn numbers(grid: &Grid, shape: &Shape) -> Vec<Finding> {
    let mut findings = Vec::new();
    for column in shape.numbers() {
        for row in 0..grid.rows.len() {
            let cell = grid.cell(row, column);
            if !cell.is_empty() && Printed::parse(cell).is_none() {
                findings.push(Fault::NotNumber.error(grid.place(row, column), cell));
            }
        }
    }
    if let Some(column) = shape.percent {
        for (row, percent) in printed::column(grid, column) {
            if !percent.within(0, 100) {
                findings.push(Fault::OutOfScale.error(grid.place(row, column), percent.to_string()));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_table_makes_it_panic(
            header in prop::collection::vec(prop::sample::select(vec!["count", "collected", "percent", "rank", "score", "class", "mean", "n", "min", "max", "year", "indicator", "region", "question", "x"]), 0..8),
            rows in prop::collection::vec(prop::collection::vec(prop::sample::select(vec!["", "0", "1", "12,5", "-3", "total", "overall", "a part", "9999999999999999999999", "x", "50.6"]), 0..8), 0..8),
        ) {
            let rows = rows.into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect();
            for finding in check(&Grid::new(&header, rows)) {
                prop_assert!(finding.at.starts_with("row "), "{:?}", finding);
            }
        }

        #[test]
        fn a_table_made_of_counts_is_clean(counts in prop::collection::vec((0_u64..500, 0_u64..500, 1_u64..500), 1..6), places in 0_usize..4) {
            let mut rows = Vec::new();
            for (question, (a, b, c)) in counts.iter().enumerate() {
                let total = a + b + c;
                for count in [a, b, c] {
                    let share = super::super::Exact::whole(100 * count).over(&super::super::Exact::whole(total)).unwrap();
                    let percent = share.print(places, crate::base::Lang::Vi);
                    rows.push(vec![format!("C{question}"), count.to_string(), total.to_string(), percent]);
                }
            }
            prop_assert_eq!(check(&Grid::new(&["Câu hỏi", "Số phiếu", "Tổng số phiếu", "Tỷ lệ (%)"], rows)), vec![]);
        }
    }
}
