//! What weights cost, in rows. Source: Kish (1965), *Survey Sampling*, 11.7.

use crate::analysis::estimator::whole;

/// Figures of a set of weights, those of 0 left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Rows with a weight.
    pub rows: u64,
    /// Σw.
    pub sum: f64,
    /// The smallest weight.
    pub least: f64,
    /// The greatest weight.
    pub greatest: f64,
    /// Effective sample size, `(Σw)² / Σw²`.
    pub effective: f64,
    /// Design effect of weighting, `n Σw² / (Σw)²`, which is 1 + cv².
    pub effect: f64,
    /// Effective over actual rows.
    pub efficiency: f64,
    /// Squared coefficient of variation, with divisor n.
    pub cv2: f64,
}

/// The figures; `None` without a weight above 0.
pub fn figures(weights: impl Iterator<Item = f64>) -> Option<Figures> {
    let weights: Vec<f64> = weights.filter(|weight| *weight > 0.0).collect();
    let n = whole(weights.len() as u64);
    let sum: f64 = weights.iter().sum();
    let square: f64 = weights.iter().map(|weight| weight * weight).sum();
    if sum <= 0.0 {
        return None;
    }
    let mean = sum / n;
    let spread: f64 = weights.iter().map(|weight| (weight - mean) * (weight - mean)).sum();
    let effective = sum * sum / square;
    Some(Figures {
        rows: weights.len() as u64,
        sum,
        least: weights.iter().copied().fold(f64::INFINITY, f64::min),
        greatest: weights.iter().copied().fold(0.0, f64::max),
        effective,
        effect: n / effective,
        efficiency: effective / n,
        cv2: spread / n / (mean * mean),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_cost_nothing() {
        let figures = figures([3.0; 5].into_iter()).unwrap();
        assert_eq!((figures.effective, figures.effect, figures.cv2), (5.0, 1.0, 0.0));
    }

    #[test]
    fn the_effect_is_one_and_the_squared_variation() {
        let figures = figures([1.0, 2.0, 4.0, 0.0].into_iter()).unwrap();
        assert!((figures.effect - 1.0 - figures.cv2).abs() < 1e-15);
        assert_eq!((figures.rows, figures.greatest), (3, 4.0));
        assert!(super::figures([0.0].into_iter()).is_none());
    }
}
