//! Cronbach's alpha with weights, over the rows that have all items of a scale:
//! `k/(k − 1) · (1 − Σ s²_item / s²_sum)`. R: `svycralpha(na.rm = TRUE)`.
//! Source: Cronbach (1951), *Psychometrika* 16, 297–334.

use super::composite::count;
use super::spread::variance;
use crate::analysis::sampling::Sample;

/// Alpha; `None` with fewer than two items or rows, or where the sum does not vary.
pub fn alpha(sample: &Sample<'_>, items: &[&[f64]]) -> Option<f64> {
    if items.len() < 2 {
        return None;
    }
    let sample = sample.within(|row| items.iter().all(|item| !item[row].is_nan()));
    let sums: Vec<f64> = (0..sample.design.rows()).map(|row| items.iter().map(|item| item[row]).sum()).collect();
    let whole = variance(&sample, &sums)?.value;
    let parts: Option<Vec<f64>> = items.iter().map(|item| variance(&sample, item).map(|point| point.value)).collect();
    let parts: f64 = parts?.iter().sum();
    let k = count(items.len());
    (whole > 0.0).then(|| k / (k - 1.0) * (1.0 - parts / whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sampling::{Columns, Design};

    #[test]
    fn the_same_item_twice_is_wholly_reliable() {
        let design = Design::new(&Columns::weights_only(vec![1.0, 2.0, 3.0])).unwrap().0;
        let item: &[f64] = &[1.0, 4.0, 2.0];
        let found = alpha(&Sample::whole(&design), &[item, item]).unwrap();
        assert!((found - 1.0).abs() < 1e-15);
        assert_eq!(alpha(&Sample::whole(&design), &[item]), None);
    }
}
