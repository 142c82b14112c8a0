//! Ratio of two totals, `R = Σ w·a / Σ w·b` over the rows with both; influence
//! `w (a − R·b) / Σ w·b`. A factor's pooled satisfaction is satisfied answers over valid
//! answers. R: `svyratio`.

use super::Point;
use crate::analysis::sampling::Sample;

/// The ratio; `None` where the denominator is 0.
pub fn ratio<'a>(sample: &Sample<'a>, numerator: &[f64], denominator: &[f64]) -> Option<Point<'a>> {
    let sample = sample.within(|row| !numerator[row].is_nan() && !denominator[row].is_nan());
    let (mut above, mut below) = (0.0, 0.0);
    for row in sample.rows() {
        above += sample.weight(row) * numerator[row];
        below += sample.weight(row) * denominator[row];
    }
    if below == 0.0 {
        return None;
    }
    let value = above / below;
    let mut influence = vec![0.0; numerator.len()];
    for row in sample.rows() {
        influence[row] = sample.weight(row) * (numerator[row] - value * denominator[row]) / below;
    }
    Some(Point { sample, value, influence })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::mean::mean;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn over_one_it_is_the_mean() {
        let design = Design::new(&Columns::weights_only(vec![1.0, 2.0, 3.0])).unwrap().0;
        let (sample, y) = (Sample::whole(&design), [4.0, 1.0, 7.0]);
        let (a, b) = (ratio(&sample, &y, &[1.0; 3]).unwrap(), mean(&sample, &y).unwrap());
        assert_eq!((a.value, a.influence), (b.value, b.influence));
        assert!(ratio(&sample, &y, &[0.0; 3]).is_none());
    }
}
