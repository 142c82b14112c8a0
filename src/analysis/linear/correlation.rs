//! Weighted correlation over the rows with both variables,
//! `r = s_xy / √(s_xx s_yy)`, `s_xy = Σ w (x − m_x)(y − m_y) / Σ w`; influence
//! `w (d_x d_y / √(s_xx s_yy) − r/2 · (d_x²/s_xx + d_y²/s_yy)) / Σ w` by the delta method (the
//! means have no part in it at first order). R: `svyvar` and `svycontrast`.
//!
//! A standardised coefficient `β √(s_xx / s_yy)` has the influence of its three parts.

use super::spread::variance;
use super::{Point, combined};
use crate::analysis::sampling::Sample;

/// The correlation; `None` where a variable does not vary.
pub fn correlation<'a>(sample: &Sample<'a>, x: &[f64], y: &[f64]) -> Option<Point<'a>> {
    let sample = sample.within(|row| !x[row].is_nan() && !y[row].is_nan());
    let weights = sample.sum_of_weights();
    if weights <= 0.0 {
        return None;
    }
    let average = |values: &[f64]| sample.rows().map(|row| sample.weight(row) * values[row]).sum::<f64>() / weights;
    let (mean_x, mean_y) = (average(x), average(y));
    let product = |row: usize, a: (&[f64], f64), b: (&[f64], f64)| (a.0[row] - a.1) * (b.0[row] - b.1);
    let moment =
        |a: (&[f64], f64), b: (&[f64], f64)| sample.rows().map(|row| sample.weight(row) * product(row, a, b)).sum::<f64>() / weights;
    let (x, y) = ((x, mean_x), (y, mean_y));
    let (xx, yy, xy) = (moment(x, x), moment(y, y), moment(x, y));
    if xx <= 0.0 || yy <= 0.0 {
        return None;
    }
    let (scale, value) = (libm::sqrt(xx * yy), xy / libm::sqrt(xx * yy));
    let mut influence = vec![0.0; x.0.len()];
    for row in sample.rows() {
        let spread = product(row, x, x) / xx + product(row, y, y) / yy;
        influence[row] = sample.weight(row) * (product(row, x, y) / scale - value / 2.0 * spread) / weights;
    }
    Some(Point { sample, value, influence })
}

/// The coefficient of `x` in a regression of `y`, in standard deviations of both, over the
/// rows of the regression; `None` where one does not vary.
pub fn standardized<'a>(coefficient: &Point<'a>, x: &[f64], y: &[f64]) -> Option<Point<'a>> {
    let sample = &coefficient.sample;
    let (of_x, of_y) = (variance(sample, x)?, variance(sample, y)?);
    if of_x.value <= 0.0 || of_y.value <= 0.0 {
        return None;
    }
    let scale = libm::sqrt(of_x.value / of_y.value);
    let value = coefficient.value * scale;
    let gradient = [scale, value / (2.0 * of_x.value), -value / (2.0 * of_y.value)];
    Some(combined(sample, &[coefficient.clone(), of_x, of_y], value, &gradient))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::quantile::Convention;
    use crate::analysis::regression::terms::intercept;
    use crate::analysis::regression::{Family, fit};
    use crate::analysis::replicate::jackknife;
    use crate::analysis::sampling::{Columns, Design};

    const X: [f64; 7] = [1.0, 2.0, 4.0, 4.5, 3.0, f64::NAN, 2.5];
    const Y: [f64; 7] = [2.0, 1.0, 5.0, 3.0, 3.5, 2.0, 1.5];
    const W: [f64; 7] = [1.0, 2.0, 1.5, 1.0, 3.0, 1.0, 2.0];

    fn design(weight: &[f64]) -> Design {
        Design::new(&Columns::weights_only(weight.to_vec())).unwrap().0
    }

    #[test]
    fn equal_weights_give_pearson_s() {
        let design = design(&[1.0; 4]);
        let found = correlation(&Sample::whole(&design), &[1.0, 2.0, 3.0, 4.0], &[2.0, 1.0, 4.0, 3.0]).unwrap();
        assert!((found.value - 0.6).abs() < 1e-15);
        assert!(correlation(&Sample::whole(&design), &[1.0; 4], &[2.0, 1.0, 4.0, 3.0]).is_none());
    }

    #[test]
    fn of_one_variable_the_standardised_coefficient_is_the_correlation() {
        let design = design(&W);
        let sample = Sample::whole(&design);
        let direct = correlation(&sample, &X, &Y).unwrap();
        let fitted = fit(&sample, &Y, &[intercept(7), X.to_vec()], Family::Gaussian, Convention::Definition).unwrap();
        let scaled = standardized(&fitted.coefficients[1], &X, &Y).unwrap();
        assert!((direct.value - scaled.value).abs() < 1e-14);
    }

    #[test]
    fn the_error_is_near_that_of_the_jackknife() {
        let n = 400_u32;
        let x: Vec<f64> = (0..n).map(|row| f64::from(row * 37 % 101)).collect();
        let y: Vec<f64> = x.iter().enumerate().map(|(row, x)| x + f64::from(u32::try_from(row * 53 % 89).unwrap())).collect();
        let weight: Vec<f64> = (0..n).map(|row| f64::from(1 + row % 3)).collect();
        let design = design(&weight);
        let linear = correlation(&Sample::whole(&design), &x, &y).unwrap();
        let under = |weight: &[f64]| {
            let design = Design::new(&Columns::weights_only(weight.to_vec())).unwrap().0;
            vec![correlation(&Sample::whole(&design), &x, &y).unwrap().value]
        };
        let jackknife = jackknife::unstratified(&design).estimate(under).covariance.get(0, 0);
        assert!((linear.variance().unwrap() / jackknife - 1.0).abs() < 0.03);
    }
}
