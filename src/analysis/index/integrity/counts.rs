//! Counts that must add up to those who answered. More answers than people is an error;
//! fewer may be people who left the question open, which a table should say.

use std::collections::BTreeMap;

use super::printed::count;
use super::shape::Shape;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::grid::Grid;
use crate::base::Finding;

/// Rows of each question, in the order of the file.
pub(super) fn questions(grid: &Grid, shape: &Shape) -> Vec<Vec<usize>> {
    let mut order: Vec<&str> = Vec::new();
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let Some(question) = shape.question else { return Vec::new() };
    for row in (0..grid.rows.len()).filter(|row| !grid.is_blank(*row)) {
        let name = grid.cell(row, question);
        if !rows.contains_key(name) {
            order.push(name);
        }
        rows.entry(name).or_default().push(row);
    }
    order.iter().filter_map(|name| rows.remove(name)).collect()
}

pub(super) fn check(grid: &Grid, shape: &Shape, findings: &mut Vec<Finding>) {
    for row in 0..grid.rows.len() {
        one_row(grid, shape, row, findings);
    }
    for rows in questions(grid, shape) {
        question(grid, shape, &rows, findings);
    }
}

fn one_row(grid: &Grid, shape: &Shape, row: usize, findings: &mut Vec<Finding>) {
    let [own, total, issued] = [shape.count, shape.total, shape.issued].map(|column| count(grid, row, column));
    if let (Some(own), Some(total), Some(column)) = (own, total, shape.count)
        && own > total
    {
        findings.push(Fault::CountOverTotal.error(grid.place(row, column), format!("{own} > {total}")));
    }
    if let (Some(total), Some(issued), Some(column)) = (total, issued, shape.total)
        && total > issued
    {
        findings.push(Fault::CollectedOverIssued.error(grid.place(row, column), format!("{total} > {issued}")));
    }
}

fn question(grid: &Grid, shape: &Shape, rows: &[usize], findings: &mut Vec<Finding>) {
    let (Some(column), Some(total_column)) = (shape.count, shape.total) else { return };
    let Some(total) = rows.first().and_then(|row| count(grid, *row, shape.total)) else { return };
    for row in rows {
        if let Some(other) = count(grid, *row, shape.total).filter(|other| *other != total) {
            findings.push(Fault::TotalNotConstant.error(grid.place(*row, total_column), format!("{other} ≠ {total}")));
        }
    }
    let Some(sum) = sum(grid, shape, rows) else { return };
    for row in rows {
        let at = grid.place(*row, column);
        if sum > u128::from(total) {
            findings.push(Fault::CountsOverTotal.error(at, format!("{sum} > {total}")));
        } else if sum < u128::from(total) {
            findings.push(Fault::CountsUnderTotal.warning(at, format!("{sum} < {total}")));
        }
    }
}

/// The counts of a question together; none where one is missing.
pub(super) fn sum(grid: &Grid, shape: &Shape, rows: &[usize]) -> Option<u128> {
    rows.iter().map(|row| count(grid, *row, shape.count).map(u128::from)).sum()
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn found(rows: &[[&str; 4]]) -> Vec<(String, String, String)> {
        let rows = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        let grid = Grid::new(&["question", "issued", "collected", "count"], rows);
        check(&grid).into_iter().map(|f| (f.code, f.at, f.value)).collect()
    }

    fn expect(rows: &[[&str; 4]], expect: &[(&str, &str, &str)]) {
        let expect: Vec<_> = expect.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect();
        assert_eq!(found(rows), expect);
    }

    #[test]
    fn counts_add_up_question_by_question() {
        expect(&[["C1", "12", "10", "7"], ["C1", "12", "10", "3"], ["C2", "12", "10", "10"]], &[]);
        expect(
            &[["C1", "12", "10", "7"], ["C1", "12", "10", "4"]],
            &[("index_counts_over_total", "row 2, column count", "11 > 10"), ("index_counts_over_total", "row 3, column count", "11 > 10")],
        );
        expect(&[["C1", "12", "10", "9"]], &[("index_counts_under_total", "row 2, column count", "9 < 10")]);
    }

    #[test]
    fn one_row_can_contradict_itself() {
        expect(
            &[["C1", "12", "10", "13"]],
            &[("index_count_over_total", "row 2, column count", "13 > 10"), ("index_counts_over_total", "row 2, column count", "13 > 10")],
        );
        expect(&[["C1", "9", "10", "10"]], &[("index_collected_over_issued", "row 2, column collected", "10 > 9")]);
        expect(&[["C1", "20", "10", "5"], ["C1", "20", "11", "5"]], &[("index_total_not_constant", "row 3, column collected", "11 ≠ 10")]);
    }
}
