//! Columns of a regression.

use crate::dataset::column::NONE;

/// A column of ones.
pub fn intercept(rows: usize) -> Vec<f64> {
    vec![1.0; rows]
}

/// One column for each category but the first, `NaN` for rows without one (R's treatment
/// contrasts).
pub fn dummies(codes: &[u32], levels: u32) -> Vec<Vec<f64>> {
    let is = |code: u32, level: u32| if code == NONE { f64::NAN } else { f64::from(u8::from(code == level)) };
    (1..levels).map(|level| codes.iter().map(|&code| is(code, level)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_category_is_what_others_are_compared_with() {
        let columns = dummies(&[0, 2, NONE], 3);
        assert_eq!(columns.len(), 2);
        assert_eq!((columns[1][0], columns[1][1], columns[1][2].is_nan()), (0.0, 1.0, true));
    }
}
