//! Estimators: one a file. Each gives a point and its standard error per domain.

pub mod mean;
pub mod ratio;

use super::design::Design;
use super::domains::{Domains, Set};

/// A weighted estimate, its standard error, and the same without weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The design-weighted estimate.
    pub est: f64,
    /// Its standard error.
    pub se: f64,
    /// Without weights.
    pub unweighted: f64,
    /// Rows that have a part in it.
    pub rows: u64,
}

/// What the linearised values z of a domain add up to in one stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    /// Σz.
    pub sum: f64,
    /// `Σ(z − z̄_h)²` over all `n_h` rows of the stratum, those outside the domain being 0.
    pub centred: f64,
}

/// The variance of a linearised total, from its spread in each stratum of a domain:
///
/// `V = Σ_h f_h · n_h/(n_h − 1) · Σ_i (z_hi − z̄_h)²`, for a stratum with one row
/// `f_h · (z_h − z̄)²` with z̄ the mean of z over all rows of the design.
///
/// Strata without a row of the domain have z = 0; those with one row still differ from
/// z̄. Since z̄ is a rounding error away from 0 for a ratio, so are they, and R's own
/// value has them too, but a sum over them would not be worth a pass.
///
/// Source: R `survey` 4.5, `onestrat`; Lumley (2010), *Complex Surveys*, ch. 2.
pub(crate) fn variance(design: &Design, domains: &Domains, set: &Set, spreads: &[Spread]) -> f64 {
    let total: f64 = spreads.iter().map(|spread| spread.sum).sum();
    let grand = total / whole(design.rows() as u64);
    let parts = domains.cells[set.cells.clone()].iter().zip(spreads).map(|(cell, spread)| {
        let stratum = design.strata[cell.stratum as usize];
        if stratum.n == 1 {
            stratum.fpc * (spread.sum - grand) * (spread.sum - grand)
        } else {
            let n = f64::from(stratum.n);
            stratum.fpc * n / (n - 1.0) * spread.centred
        }
    });
    parts.sum()
}

/// A count as a number; counts are rows of one file, far below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
pub(crate) fn whole(count: u64) -> f64 {
    count as f64
}
