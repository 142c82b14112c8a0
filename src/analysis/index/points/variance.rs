//! The variance of a sum of survey points. The same people judge a unit on several
//! criteria, so the points go together in a way that single standard errors do not
//! tell. Where covariances are known they are used; where not, standard errors add up:
//! `Var(ΣX) ≤ (Σ se)²` (Cauchy–Schwarz), so that an interval is never too narrow.

use std::collections::BTreeMap;

use super::leaf::LeafPoints;

/// The variance of the points of `leaves` together. `covariances` are of scores in
/// [0, 1], by names of leaves in either order; a pair that is absent is uncorrelated.
pub(super) fn of_sum(leaves: &[&LeafPoints], covariances: Option<&BTreeMap<(String, String), f64>>) -> f64 {
    let Some(covariances) = covariances.filter(|known| !known.is_empty()) else {
        return bound(leaves);
    };
    let mut variance: f64 = leaves.iter().map(|leaf| leaf.variance).sum();
    for (i, one) in leaves.iter().enumerate() {
        for other in leaves.iter().skip(i + 1) {
            let known = covariances.get(&(one.id.clone(), other.id.clone()));
            let known = known.or_else(|| covariances.get(&(other.id.clone(), one.id.clone())));
            variance += 2.0 * known.copied().unwrap_or(0.0) * one.max.to_f64() * other.max.to_f64();
        }
    }
    // Estimated covariances need not be a covariance matrix to the last bit.
    variance.clamp(0.0, bound(leaves))
}

fn bound(leaves: &[&LeafPoints]) -> f64 {
    let error: f64 = leaves.iter().map(|leaf| leaf.variance.sqrt()).sum();
    error * error
}
