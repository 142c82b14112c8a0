//! Weighted mean, `m = Σ w·y / Σ w` over the rows with a value; influence
//! `w (y − m) / Σ w`. A share is the mean of 0 and 1. R: `svymean(na.rm = TRUE)`.

use super::Point;
use crate::analysis::sampling::Sample;

/// The mean of the rows with a value; `None` where their weights add up to 0.
pub fn mean<'a>(sample: &Sample<'a>, values: &[f64]) -> Option<Point<'a>> {
    let sample = sample.valid(values);
    let (mut weights, mut sum) = (0.0, 0.0);
    for row in sample.rows() {
        weights += sample.weight(row);
        sum += sample.weight(row) * values[row];
    }
    if weights <= 0.0 {
        return None;
    }
    let value = sum / weights;
    let mut influence = vec![0.0; values.len()];
    for row in sample.rows() {
        influence[row] = sample.weight(row) * (values[row] - value) / weights;
    }
    Some(Point { sample, value, influence })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn a_simple_random_sample_has_the_textbook_error() {
        let design = Design::new(&Columns::weights_only(vec![5.0; 4])).unwrap().0;
        let point = mean(&Sample::whole(&design), &[1.0, 0.0, 1.0, 0.0]).unwrap();
        // s²/n with s² = 1/3.
        assert!((point.variance().unwrap() - 1.0 / 12.0).abs() < 1e-15);
        assert!(mean(&Sample::whole(&design), &[f64::NAN; 4]).is_none());
    }
}
