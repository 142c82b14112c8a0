//! Shares and totals of each level of a categorical variable, with their covariances.
//! R: `svymean(~factor)`, `svytotal(~factor)`.

use super::Point;
use super::mean::mean;
use super::total::total;
use crate::analysis::sampling::Sample;
use crate::dataset::column::NONE;

/// 1 for the rows of a level, 0 for others, `NaN` for rows without one.
pub fn indicator(codes: &[u32], level: u32) -> Vec<f64> {
    codes.iter().map(|&code| if code == NONE { f64::NAN } else { f64::from(u8::from(code == level)) }).collect()
}

/// The share of each of `levels` levels; `None` without a row that has one.
pub fn shares<'a>(sample: &Sample<'a>, codes: &[u32], levels: u32) -> Option<Vec<Point<'a>>> {
    (0..levels).map(|level| mean(sample, &indicator(codes, level))).collect()
}

/// The total of each of `levels` levels.
pub fn totals<'a>(sample: &Sample<'a>, codes: &[u32], levels: u32) -> Vec<Point<'a>> {
    (0..levels).map(|level| total(sample, &indicator(codes, level))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::covariance;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn shares_add_up_and_so_do_their_covariances() {
        let design = Design::new(&Columns::weights_only(vec![1.0, 2.0, 3.0, 4.0])).unwrap().0;
        let sample = Sample::whole(&design);
        let points = shares(&sample, &[0, 2, 1, NONE], 3).unwrap();
        assert!((points.iter().map(|point| point.value).sum::<f64>() - 1.0).abs() < 1e-15);
        let covariance = covariance(&points[0].sample, &points).unwrap();
        for row in 0..3 {
            assert!((0..3).map(|column| covariance.get(row, column)).sum::<f64>().abs() < 1e-16);
        }
    }
}
