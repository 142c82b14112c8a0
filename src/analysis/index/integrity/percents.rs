//! Percentages beside the counts that they are of, and percentages of a known number of
//! people without their counts: which counts print so, if any do.

use super::counts::{questions, sum};
use super::printed::{self, Printed, count};
use super::shape::Shape;
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::grid::Grid;
use crate::base::{Finding, Lang};

/// The least and the greatest count out of `n` that print as this percentage; none where
/// no count does.
pub fn numerators(percent: &Printed, n: u64) -> Option<(u64, u64)> {
    let (least, greatest) = percent.reach();
    let of = |share: &Exact| (share * &Exact::whole(n)).over(&Exact::whole(100));
    let least = u64::try_from(of(&least)?.ceil().units(0)).unwrap_or(0);
    let greatest = u64::try_from(of(&greatest)?.floor().units(0)).ok()?.min(n);
    (least <= greatest).then_some((least, greatest))
}

pub(super) fn check(grid: &Grid, shape: &Shape, findings: &mut Vec<Finding>) {
    let Some(column) = shape.percent else { return };
    if shape.count.is_none() {
        possible(grid, shape, column, findings);
        return;
    }
    let questions = questions(grid, shape);
    for (row, percent) in printed::column(grid, column) {
        let own = questions.iter().find(|rows| rows.contains(&row)).and_then(|rows| sum(grid, shape, rows));
        of_count(grid, shape, (row, column), &percent, own, findings);
    }
    for rows in &questions {
        hundred(grid, rows, column, findings);
    }
}

fn possible(grid: &Grid, shape: &Shape, column: usize, findings: &mut Vec<Finding>) {
    for (row, percent) in printed::column(grid, column) {
        if let Some(n) = count(grid, row, shape.total)
            && percent.within(0, 100)
            && numerators(&percent, n).is_none()
        {
            findings.push(Fault::PercentImpossible.error(grid.place(row, column), format!("{percent} %, n = {n}")));
        }
    }
}

/// Of all who answered, or of the answers that were counted.
fn of_count(grid: &Grid, shape: &Shape, (row, column): (usize, usize), percent: &Printed, sum: Option<u128>, findings: &mut Vec<Finding>) {
    let (Some(own), Some(total)) = (count(grid, row, shape.count), count(grid, row, shape.total)) else { return };
    let of_base = |base: u128| (&Exact::whole(own) * &Exact::whole(100)).over(&Exact::whole(base));
    let bases = [Some(u128::from(total)), sum];
    let shares: Vec<Exact> = bases.into_iter().flatten().filter_map(of_base).collect();
    let Some(first) = shares.first().filter(|_| !shares.iter().any(|share| percent.may_be(share))) else { return };
    let value = format!("{percent} ≠ {} ({own}/{total})", first.print(percent.places.max(2), Lang::Vi));
    let at = grid.place(row, column);
    let cut = shares.iter().any(|share| percent.cut_off(share));
    findings.push(if cut { Fault::PercentCutOff.warning(at, value) } else { Fault::PercentNotOfCount.error(at, value) });
}

/// The percentages of a question are 100 together, each rounding allowed for; said at
/// its last row.
fn hundred(grid: &Grid, rows: &[usize], column: usize, findings: &mut Vec<Finding>) {
    let percents: Option<Vec<Printed>> = rows.iter().map(|row| Printed::parse(grid.cell(*row, column))).collect();
    let (Some(percents), [_, .., last]) = (percents, rows) else { return };
    let sum: Exact = percents.iter().map(|percent| &percent.value).sum();
    let slack: Exact = percents.iter().map(Printed::half).sum();
    let gap = &sum - &Exact::whole(100);
    if gap > slack || gap < -&slack {
        findings.push(Fault::PercentsNotHundred.warning(grid.place(*last, column), sum.print(2, Lang::Vi)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn possible(percent: &str, n: u64) -> Option<(u64, u64)> {
        numerators(&Printed::parse(percent).unwrap(), n)
    }

    #[test]
    fn the_published_example_has_one_numerator() {
        assert_eq!(possible("98,23", 7725), Some((7588, 7588)));
        assert_eq!(possible("98,2", 7725), Some((7583, 7589)));
        assert_eq!(possible("98,23", 30), None);
        assert_eq!(possible("96,67", 30), Some((29, 29)));
        assert_eq!(possible("0", 30), Some((0, 0)));
        assert_eq!(possible("100", 30), Some((30, 30)));
        assert_eq!(possible("0,0", 0), Some((0, 0)));
    }

    #[test]
    fn a_percentage_without_its_count() {
        let rows = [["66,7", "9"], ["66,7", "10"], ["166,7", "10"]].map(|row| row.map(str::to_owned).to_vec()).to_vec();
        let found = super::super::check(&Grid::new(&["Tỷ lệ", "Hợp lệ"], rows));
        let found: Vec<_> = found.iter().map(|f| (f.code.as_str(), f.at.as_str(), f.value.as_str())).collect();
        assert_eq!(
            found,
            [("index_percent_impossible", "row 3, column Tỷ lệ", "66,7 %, n = 10"), ("index_out_of_scale", "row 4, column Tỷ lệ", "166,7")]
        );
    }

    proptest! {
        #[test]
        fn the_true_count_is_among_the_possible_and_every_possible_prints_so(k in 0_u64..2000, more in 0_u64..2000, places in 0_usize..4) {
            let n = (k + more).max(1);
            let share = |k: u64| Exact::whole(100 * k).over(&Exact::whole(n)).unwrap();
            let percent = Printed::parse(&share(k).print(places, Lang::Vi)).unwrap();
            let (least, greatest) = numerators(&percent, n).unwrap();
            prop_assert!((least..=greatest).contains(&k));
            prop_assert!(percent.may_be(&share(least)) && percent.may_be(&share(greatest)));
            prop_assert!(least == 0 || !percent.may_be(&share(least - 1)));
            prop_assert!(greatest == n || !percent.may_be(&share(greatest + 1)));
        }
    }
}
