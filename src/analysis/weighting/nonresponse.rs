//! Adjustment for nonresponse by class: in each class those who answered also stand for
//! those who did not,
//!
//! `w'_i = w_i · Σ_{j in c} w_j / Σ_{j in c, answered} w_j`,
//!
//! and who did not answer has no weight any more. A mean within a class is that of its
//! answers, so that the estimate is unbiased where answering does not go with the variable
//! within classes. The standard error sees that the classes' sizes are estimated: with u
//! the influence of a row over its weight, `z_i = w'_i (u_i − ū_c) + w_i ū_c` over all rows.
//! Source: Oh & Scheuren (1983) in *Incomplete Data in Sample Surveys* 2; Little (1986),
//! *International Statistical Review* 54, 139–157.

use super::Adjustment;
use crate::analysis::sampling::Design;
use crate::base::Finding;

/// The design with weights of those who answered. `class` is the class of each row, numbered
/// from 0 without gaps; `answered` whether it did.
///
/// # Errors
/// Columns of another length; a class with a weight in which nobody answered, by its number.
pub fn nonresponse(design: &Design, class: &[u32], answered: &[bool]) -> Result<Design, Vec<Finding>> {
    let before = design.weights().to_vec();
    if class.len() != before.len() || answered.len() != before.len() {
        let length = format!("{}, {} ≠ {}", class.len(), answered.len(), before.len());
        return Err(vec![Finding::error("column_length", "class", length)]);
    }
    let classes = class.iter().max().map_or(0, |greatest| *greatest as usize + 1);
    let (mut all, mut there) = (vec![0.0; classes], vec![0.0; classes]);
    for ((&class, &answered), weight) in class.iter().zip(answered).zip(&before) {
        all[class as usize] += weight;
        there[class as usize] += if answered { *weight } else { 0.0 };
    }
    let empty = all.iter().zip(&there).enumerate().filter(|(_, (all, there))| **all > 0.0 && **there <= 0.0);
    let findings: Vec<Finding> = empty.map(|(class, _)| Finding::error("class_without_answers", "classes", class.to_string())).collect();
    if !findings.is_empty() {
        return Err(findings);
    }
    let factor = |class: u32| if there[class as usize] > 0.0 { all[class as usize] / there[class as usize] } else { 0.0 };
    let one = |((weight, &class), &answered): ((&f64, &u32), &bool)| if answered { weight * factor(class) } else { 0.0 };
    let after: Vec<f64> = before.iter().zip(class).zip(answered).map(one).collect();
    let adjustment = Adjustment::Answered { class: class.to_vec(), before, after: after.clone() };
    Ok(design.clone().adjusted(after, adjustment))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::mean::mean;
    use crate::analysis::sampling::{Columns, Sample};
    use crate::analysis::weighting::poststratify::poststratify;

    const CLASS: [u32; 6] = [0, 0, 0, 1, 1, 1];

    fn design() -> Design {
        Design::new(&Columns::weights_only(vec![1.0, 2.0, 3.0, 2.0, 2.0, 4.0])).unwrap().0
    }

    #[test]
    fn those_who_answered_stand_for_their_class() {
        let made = nonresponse(&design(), &CLASS, &[true, true, false, true, false, true]).unwrap();
        let expect = [2.0, 4.0, 0.0, 8.0 / 3.0, 0.0, 16.0 / 3.0];
        assert!(made.weights().iter().zip(expect).all(|(weight, expect)| (weight - expect).abs() < 1e-14), "{:?}", made.weights());
        assert!((made.weights().iter().sum::<f64>() - 14.0).abs() < 1e-13);
    }

    #[test]
    fn where_all_answered_nothing_changes() {
        let (plain, made) = (design(), nonresponse(&design(), &CLASS, &[true; 6]).unwrap());
        assert_eq!(plain.weights(), made.weights());
        let se = |design: &Design| mean(&Sample::whole(design), &[1.0, 0.0, 1.0, 1.0, 0.0, 1.0]).unwrap().se().unwrap();
        assert!((se(&plain) - se(&made)).abs() < 1e-15);
    }

    /// The estimate is a function of class totals; its influence by hand, from
    /// `m = Σ_c A_c B_c / C_c / Σ_c A_c`.
    #[test]
    fn the_error_is_that_of_the_ratio_of_classes() {
        let answered = [true, true, false, true, false, true];
        let y = [1.0, 0.0, f64::NAN, 1.0, f64::NAN, 0.0];
        let w = [1.0, 2.0, 3.0, 2.0, 2.0, 4.0];
        let made = nonresponse(&design(), &CLASS, &answered).unwrap();
        let point = mean(&Sample::whole(&made), &y).unwrap();
        let means = [1.0 / 3.0, 1.0 / 3.0];
        let m: f64 = (6.0 * means[0] + 8.0 * means[1]) / 14.0;
        assert!((point.value - m).abs() < 1e-15);
        let factor = [6.0 / 3.0, 8.0 / 6.0];
        let z: Vec<f64> = (0..6)
            .map(|row| {
                let class = CLASS[row] as usize;
                let own = if answered[row] { w[row] * factor[class] * (y[row] - means[class]) } else { 0.0 };
                (own + w[row] * (means[class] - m)) / 14.0
            })
            .collect();
        let plain = design();
        let expect = Sample::whole(&plain).variance(&z).unwrap();
        assert!((point.variance().unwrap() - expect).abs() < 1e-16, "{} {expect}", point.variance().unwrap());
    }

    #[test]
    fn classes_of_known_size_take_the_rest_of_the_error_away() {
        let answered = [true, true, false, true, false, true];
        let made = nonresponse(&design(), &CLASS, &answered).unwrap();
        let cells = super::super::Margin { codes: CLASS.to_vec(), totals: vec![10.0, 20.0] };
        let both = poststratify(&made, &cells).unwrap();
        // With both the classes' sizes are known: only deviations within classes are left.
        let y = [5.0, 5.0, f64::NAN, 2.0, f64::NAN, 2.0];
        let point = mean(&Sample::whole(&both), &y).unwrap();
        assert!((point.value - 3.0).abs() < 1e-14 && point.se().unwrap() < 1e-13);
    }

    #[test]
    fn a_class_without_answers_is_named() {
        let found = nonresponse(&design(), &CLASS, &[true, true, true, false, false, false]).unwrap_err();
        assert_eq!((found[0].code.as_str(), found[0].value.as_str()), ("class_without_answers", "1"));
    }
}
