//! Post-stratification: weights of a cell are multiplied so that they add up to the
//! cell's population. R: `postStratify`. Source: Holt & Smith (1979), *JRSS A* 142, 33–46.

use super::{Adjustment, Margin};
use crate::analysis::sampling::Design;
use crate::base::Finding;
use crate::base::finding::has_error;

/// The design with its weights brought to the cells' populations.
///
/// # Errors
/// What keeps the weights from meeting them ([`Margin::check`]).
pub fn poststratify(design: &Design, cells: &Margin) -> Result<Design, Vec<Finding>> {
    let findings = cells.check(0, design.weights());
    if has_error(&findings) {
        return Err(findings);
    }
    let before = design.weights().to_vec();
    let after = fitted(&before, cells);
    let adjustment = Adjustment::PostStratified { cell: cells.codes.clone(), before, after: after.clone() };
    Ok(design.clone().adjusted(after, adjustment))
}

/// The weights with one margin met.
pub(super) fn fitted(weight: &[f64], margin: &Margin) -> Vec<f64> {
    let sums = margin.sums(weight);
    let factors: Vec<f64> = margin.totals.iter().zip(&sums).map(|(total, sum)| if *sum > 0.0 { total / sum } else { 0.0 }).collect();
    weight.iter().zip(&margin.codes).map(|(weight, &code)| weight * factors[code as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::total::total;
    use crate::analysis::sampling::{Columns, Sample};

    #[test]
    fn known_totals_have_no_error() {
        let design = Design::new(&Columns::weights_only(vec![1.0, 2.0, 3.0, 4.0])).unwrap().0;
        let cells = Margin { codes: vec![0, 0, 1, 1], totals: vec![30.0, 10.0] };
        let design = poststratify(&design, &cells).unwrap();
        assert_eq!(design.weights()[..2], [10.0, 20.0]);
        let point = total(&Sample::whole(&design), &[1.0, 1.0, 0.0, 0.0]);
        assert!((point.value - 30.0).abs() < 1e-13 && point.se().unwrap() < 1e-13);
    }
}
