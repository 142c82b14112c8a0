//! Population variance of a variable, `s² = n/(n − 1) · Σ w (y − m)² / Σ w`; influence
//! `w (n/(n − 1) · (y − m)² − s²) / Σ w`, the mean m taken as known. n counts the rows
//! with a value (R `survey` 4.5; 4.1 counted all rows). R: `svyvar`.

use super::Point;
use super::mean::mean;
use crate::analysis::estimator::whole;
use crate::analysis::sampling::Sample;

/// The variance of the rows with a value; `None` with fewer than two.
pub fn variance<'a>(sample: &Sample<'a>, values: &[f64]) -> Option<Point<'a>> {
    let centre = mean(sample, values)?;
    let n = whole(centre.sample.count());
    if n < 2.0 {
        return None;
    }
    let squares: Vec<f64> = values.iter().map(|value| (value - centre.value) * (value - centre.value) * n / (n - 1.0)).collect();
    mean(&centre.sample, &squares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn equal_weights_give_the_sample_variance() {
        let design = Design::new(&Columns::weights_only(vec![7.0; 4])).unwrap().0;
        let sample = Sample::whole(&design);
        assert!((variance(&sample, &[1.0, 2.0, 3.0, f64::NAN]).unwrap().value - 1.0).abs() < 1e-15);
        assert!(variance(&sample, &[1.0, f64::NAN, f64::NAN, f64::NAN]).is_none());
    }
}
