//! Weighted total, `Σ w·y`; influence `w·y`. R: `svytotal`.

use super::Point;
use crate::analysis::sampling::Sample;

/// The total of the rows with a value.
pub fn total<'a>(sample: &Sample<'a>, values: &[f64]) -> Point<'a> {
    let sample = sample.valid(values);
    let influence: Vec<f64> =
        values.iter().enumerate().map(|(row, value)| if sample.has(row) { sample.weight(row) * value } else { 0.0 }).collect();
    Point { value: influence.iter().sum(), sample, influence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn rows_without_a_value_count_as_nothing() {
        let design = Design::new(&Columns::weights_only(vec![2.0, 3.0, 4.0])).unwrap().0;
        let point = total(&Sample::whole(&design), &[1.0, f64::NAN, 0.5]);
        assert_eq!((point.value, point.influence), (4.0, vec![2.0, 0.0, 2.0]));
    }
}
