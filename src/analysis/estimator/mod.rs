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

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::analysis::{Domain, Results, Subject, plan_check, run};

    /// Results of `unit,N,q` lines, plan without anything else.
    fn results(lines: &[&str]) -> Results {
        let plan = br#"{"phieu":"plan","version":1,"data":{"unit":"unit","population":"N","items":["q"]}}"#;
        let text = ["unit,N,q"].iter().chain(lines).copied().collect::<Vec<_>>().join("\n");
        run(&plan_check::read(plan).0.unwrap(), text.as_bytes(), &mut |_| ControlFlow::Continue(())).unwrap()
    }

    fn check(lines: &[&str], est: f64, variance: f64) {
        let results = results(lines);
        for subject in [Subject::Item { id: "q".into() }, Subject::Overall] {
            let share = results.get(&Domain::All, &subject).unwrap().share.unwrap();
            assert!((share.est - est).abs() < 1e-15, "{share:?}");
            assert!((share.se * share.se - variance).abs() < 1e-15, "{share:?}");
        }
    }

    #[test]
    fn a_simple_random_sample_is_the_textbook_formula() {
        // p = 1/2, s² = 1/3, (1 − 4/10) s²/4.
        check(&["A,10,5", "A,10,4", "A,10,3", "A,10,1"], 0.5, 0.6 / 3.0 / 4.0);
    }

    #[test]
    fn a_census_has_no_sampling_error() {
        check(&["A,2,5", "A,2,1"], 0.5, 0.0);
    }

    #[test]
    fn strata_are_weighted_by_their_populations() {
        // Weights 10 and 1: p = (20 · ½ + 2 · 0)/22; only A varies: (20/22)² · (1 − 2/20) · ½/2.
        check(&["A,20,5", "A,20,1", "B,2,1", "B,2,1"], 10.0 / 22.0, (20.0_f64 / 22.0).powi(2) * 0.9 / 4.0);
    }

    #[test]
    fn where_nothing_varies_the_error_is_zero_to_the_last_bit() {
        let results = results(&["A,2000,5", "A,2000,5", "A,2000,5", "B,300,1", "B,300,1", "B,300,1"]);
        for subject in [Subject::Item { id: "q".into() }, Subject::Overall] {
            let all = results.get(&Domain::All, &subject).unwrap();
            assert!(all.share.unwrap().se < 1e-16 && all.mean.se < 1e-15, "{all:?}");
        }
    }

    #[test]
    fn one_row_has_no_interval() {
        let results = results(&["A,20,5", "B,20,1", "B,20,2"]);
        let row = results.get(&Domain::Unit { unit: "A".into() }, &Subject::Overall).unwrap();
        assert_eq!((row.mean.df, row.mean.lo, row.mean.hi), (0, None, None));
    }
}
