//! Means of levels: inside the scale, and given by whole levels of so many answers.
//! Source: N. Brown and J. Heathers, "The GRIM test", 2017.

use super::printed::{self, Printed, count};
use super::shape::Shape;
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::grid::Grid;
use crate::base::Finding;

/// Whether levels of `n` answers can have a mean that prints so.
pub fn attainable(mean: &Printed, n: u64) -> bool {
    let n = Exact::whole(n);
    let (least, greatest) = mean.reach();
    (&least * &n).ceil() <= &greatest * &n
}

pub(super) fn check(grid: &Grid, shape: &Shape, findings: &mut Vec<Finding>) {
    let Some(column) = shape.mean else { return };
    for (row, mean) in printed::column(grid, column) {
        let at = grid.place(row, column);
        if !mean.within(shape.levels.0, shape.levels.1) {
            findings.push(Fault::OutOfScale.error(at, mean.to_string()));
        } else if let Some(n) = count(grid, row, shape.total)
            && !attainable(&mean, n)
        {
            findings.push(Fault::MeanImpossible.error(at, format!("{mean}, n = {n}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Lang;

    #[test]
    fn a_mean_of_few_answers_has_few_values() {
        let can = |mean: &str, n| attainable(&Printed::parse(mean).unwrap(), n);
        assert!(can("3,33", 3) && can("3,67", 3) && !can("3,48", 3));
        assert!(!can("5,19", 28) && can("5,18", 28));
        assert!(can("3,5", 1000));
    }

    #[test]
    fn a_mean_is_inside_its_scale() {
        let rows = [["4,35", "20"], ["5,10", "20"], ["4,33", "20"]].map(|row| row.map(str::to_owned).to_vec()).to_vec();
        let found = super::super::check(&Grid::new(&["Điểm trung bình", "n"], rows));
        let found: Vec<_> = found.iter().map(|f| (f.code.as_str(), f.at.as_str())).collect();
        assert_eq!(
            found,
            [("index_out_of_scale", "row 3, column Điểm trung bình"), ("index_mean_impossible", "row 4, column Điểm trung bình")]
        );
    }

    proptest! {
        #[test]
        fn every_true_mean_is_attainable(levels in prop::collection::vec(1_u64..6, 1..80), places in 0_usize..4) {
            let sum = Exact::whole(levels.iter().sum::<u64>());
            let mean = sum.over(&Exact::whole(levels.len())).unwrap().print(places, Lang::En);
            prop_assert!(attainable(&Printed::parse(&mean).unwrap(), levels.len() as u64));
        }
    }
}
