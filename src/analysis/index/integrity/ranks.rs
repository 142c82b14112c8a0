//! Ranks and classes beside the scores that they are of. After a tie ranks may go on
//! with or without a gap, or count on; all three are accepted.

use std::collections::BTreeSet;

use super::printed::{Printed, count};
use super::shape::Shape;
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::grid::Grid;
use crate::base::Finding;

pub(super) fn check(grid: &Grid, shape: &Shape, findings: &mut Vec<Finding>) {
    let Some(column) = shape.score else { return };
    let rows = (0..grid.rows.len()).filter_map(|row| Some((row, Printed::parse(grid.cell(row, column))?.value)));
    let scores: Vec<(usize, Exact)> = rows.collect();
    for (row, score) in &scores {
        rank(grid, shape, *row, score, &scores, findings);
        class(grid, shape, *row, score, &scores, findings);
    }
}

fn rank(grid: &Grid, shape: &Shape, row: usize, score: &Exact, scores: &[(usize, Exact)], findings: &mut Vec<Finding>) {
    let (Some(column), Some(rank)) = (shape.rank, count(grid, row, shape.rank)) else { return };
    let better = scores.iter().filter(|(_, other)| other > score).count();
    let equal = scores.iter().filter(|(_, other)| other == score).count();
    let dense = scores.iter().map(|(_, other)| other).filter(|other| *other > score).collect::<BTreeSet<_>>().len() + 1;
    let rank = usize::try_from(rank).unwrap_or(usize::MAX);
    if !(better + 1..=better + equal).contains(&rank) && rank != dense {
        findings.push(Fault::RankNotOfScore.error(grid.place(row, column), format!("{rank} ≠ {}", better + 1)));
    }
}

/// A row whose score lies between two scores of another class, or is one of them.
fn class(grid: &Grid, shape: &Shape, row: usize, score: &Exact, scores: &[(usize, Exact)], findings: &mut Vec<Finding>) {
    let Some(column) = shape.class else { return };
    let own = grid.cell(row, column);
    let of = |row: usize| grid.cell(row, column);
    let others: BTreeSet<&str> = scores.iter().map(|(row, _)| of(*row)).filter(|class| *class != own && !class.is_empty()).collect();
    let around = others.into_iter().find(|class| {
        let inside = || scores.iter().filter(|(row, _)| of(*row) == *class);
        inside().any(|(_, other)| other >= score) && inside().any(|(_, other)| other <= score)
    });
    if let Some(class) = around {
        findings.push(Fault::ClassNotOfScore.error(grid.place(row, column), format!("{own} ≠ {class}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[[&str; 3]]) -> Vec<(String, String)> {
        let rows = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        super::super::check(&Grid::new(&["rank", "score", "class"], rows)).into_iter().map(|f| (f.code, f.at)).collect()
    }

    #[test]
    fn ranks_follow_scores_in_any_of_three_ways() {
        assert_eq!(found(&[["1", "90", "a"], ["2", "80", "b"], ["2", "80", "b"], ["4", "70", "b"]]), []);
        assert_eq!(found(&[["1", "90", "a"], ["2", "80", "b"], ["2", "80", "b"], ["3", "70", "b"]]), []);
        assert_eq!(found(&[["1", "90", "a"], ["2", "80", "b"], ["3", "80", "b"], ["4", "70", "b"]]), []);
        let wrong = |at: &str| ("index_rank_not_of_score".to_owned(), at.to_owned());
        assert_eq!(found(&[["2", "90", "a"], ["1", "80", "a"]]), [wrong("row 2, column rank"), wrong("row 3, column rank")]);
    }

    #[test]
    fn a_class_is_one_run_of_scores() {
        let wrong = |at: &str| ("index_class_not_of_score".to_owned(), at.to_owned());
        assert_eq!(found(&[["1", "90", "Tốt"], ["2", "85", "Khá"], ["3", "80", "Tốt"]]), [wrong("row 3, column class")]);
        assert_eq!(found(&[["1", "90", "Tốt"], ["1", "90", "Khá"]]), [wrong("row 2, column class"), wrong("row 3, column class")]);
    }
}
