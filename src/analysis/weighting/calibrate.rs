//! Calibration: the weights nearest to the design's whose totals of auxiliary variables
//! are known. `w' = w · F(xᵀλ)`, with λ by Newton's method. R: `calibrate`, `grake`.
//! Source: Deville & Särndal (1992), *JASA* 87, 376–382.

use super::Adjustment;
use super::adjustment::{DEPENDS, fill};
use crate::analysis::matrix::{Factor, Square, dot};
use crate::analysis::sampling::Design;
use crate::base::Finding;

/// How far a weight may move: bounds of `w'/w`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The least factor, below 1.
    pub lower: f64,
    /// The greatest factor, above 1.
    pub upper: f64,
}

impl Bounds {
    /// None.
    pub const NONE: Self = Self { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
}

/// What "nearest" means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distance {
    /// `F(u) = 1 + u`, cut at the bounds; weights may become negative without bounds.
    Linear(Bounds),
    /// `F(u) = exp u`, cut at the bounds: raking where the variables are categories.
    Raking(Bounds),
    /// A logistic curve between finite bounds.
    Logit(Bounds),
}

impl Distance {
    /// F(u).
    fn factor(self, u: f64) -> f64 {
        match self {
            Self::Linear(Bounds { lower, upper }) => (1.0 + u).min(upper).max(lower),
            Self::Raking(Bounds { lower, upper }) => libm::exp(u).min(upper).max(lower),
            Self::Logit(bounds) => {
                let Bounds { lower, upper } = bounds;
                let e = libm::exp(steepness(bounds) * u);
                if e == f64::INFINITY {
                    return upper;
                }
                (lower * (upper - 1.0) + upper * (1.0 - lower) * e) / (upper - 1.0 + (1.0 - lower) * e)
            }
        }
    }

    /// F'(u).
    fn slope(self, u: f64) -> f64 {
        let inside = |factor: f64, Bounds { lower, upper }| factor > lower && factor < upper;
        match self {
            Self::Linear(bounds) => f64::from(u8::from(inside(1.0 + u, bounds))),
            Self::Raking(bounds) => {
                let factor = libm::exp(u);
                if inside(factor, bounds) { factor } else { 0.0 }
            }
            Self::Logit(bounds) => {
                let factor = self.factor(u);
                steepness(bounds) * (factor - bounds.lower) * (bounds.upper - factor) / (bounds.upper - bounds.lower)
            }
        }
    }

    fn bounds(self) -> Bounds {
        match self {
            Self::Linear(bounds) | Self::Raking(bounds) | Self::Logit(bounds) => bounds,
        }
    }
}

fn steepness(Bounds { lower, upper }: Bounds) -> f64 {
    (upper - lower) / ((upper - 1.0) * (1.0 - lower))
}

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Steps at most.
    pub steps: usize,
    /// Greatest `|misfit| / (1 + |total|)`.
    pub misfit: f64,
}

impl Stop {
    /// Down to rounding.
    pub const TIGHT: Self = Self { steps: 200, misfit: 1e-12 };
}

/// How the fitting went.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Greatest `|misfit| / (1 + |total|)` after each step.
    pub misfits: Vec<f64>,
    /// Whether it became small enough.
    pub converged: bool,
}

/// The calibrated design, and how the fitting went. `columns` are the auxiliary
/// variables, one value a row each, `totals` their population totals.
///
/// # Errors
/// Columns of another length, a value or total that is no number, bounds that do not
/// enclose 1 or, for [`Distance::Logit`], are not finite.
pub fn calibrate(
    design: &Design,
    columns: &[Vec<f64>],
    totals: &[f64],
    distance: Distance,
    stop: Stop,
) -> Result<(Design, Report), Vec<Finding>> {
    let findings = check(design.weights(), columns, totals, distance);
    if !findings.is_empty() {
        return Err(findings);
    }
    let (factors, report) = factors(design.weights(), columns, totals, distance, stop);
    let before = design.weights().to_vec();
    let after: Vec<f64> = before.iter().zip(&factors).map(|(weight, factor)| weight * factor).collect();
    let adjustment = Adjustment::Calibrated { columns: columns.to_vec(), before, after: after.clone() };
    Ok((design.clone().adjusted(after, adjustment), report))
}

fn check(weight: &[f64], columns: &[Vec<f64>], totals: &[f64], distance: Distance) -> Vec<Finding> {
    let mut findings = Vec::new();
    if columns.len() != totals.len() {
        findings.push(Finding::error("column_length", "totals", format!("{} ≠ {}", totals.len(), columns.len())));
    }
    for (index, column) in columns.iter().enumerate() {
        if column.len() != weight.len() {
            findings.push(Finding::error("column_length", format!("columns[{index}]"), format!("{} ≠ {}", column.len(), weight.len())));
        }
        if let Some(row) = column.iter().position(|value| !value.is_finite()) {
            findings.push(Finding::error("not_a_number", format!("columns[{index}], row {row}"), ""));
        }
    }
    if let Some(index) = totals.iter().position(|total| !total.is_finite()) {
        findings.push(Finding::error("margin_not_a_total", format!("totals[{index}]"), totals[index].to_string()));
    }
    let Bounds { lower, upper } = distance.bounds();
    let enclosed = lower < 1.0 && upper > 1.0;
    let finite = lower.is_finite() && upper.is_finite();
    if !enclosed || (matches!(distance, Distance::Logit(_)) && !finite) {
        findings.push(Finding::error("bounds_do_not_enclose_one", "bounds", format!("{lower}, {upper}")));
    }
    findings
}

/// The factors F(xᵀλ) of each row.
fn factors(weight: &[f64], columns: &[Vec<f64>], totals: &[f64], distance: Distance, stop: Stop) -> (Vec<f64>, Report) {
    let mut lambda = vec![0.0; columns.len()];
    let mut report = Report { misfits: Vec::new(), converged: false };
    let mut now = State::new(weight, columns, totals, distance, &lambda);
    while report.misfits.len() < stop.steps && !report.converged {
        let mut away = Factor::new(&now.slope, DEPENDS).solve(&now.misfit);
        let mut next = moved(&lambda, &away);
        let mut there = State::new(weight, columns, totals, distance, &next);
        // A step that leads out of the numbers is halved.
        for _ in 0..60 {
            if there.finite() {
                break;
            }
            for part in &mut away {
                *part /= 2.0;
            }
            next = moved(&lambda, &away);
            there = State::new(weight, columns, totals, distance, &next);
        }
        (lambda, now) = (next, there);
        let worst = now.misfit.iter().zip(totals).map(|(misfit, total)| misfit.abs() / (1.0 + total.abs())).fold(0.0, f64::max);
        report.misfits.push(worst);
        report.converged = worst < stop.misfit;
    }
    (now.factors, report)
}

fn moved(lambda: &[f64], step: &[f64]) -> Vec<f64> {
    lambda.iter().zip(step).map(|(lambda, step)| lambda + step).collect()
}

/// Factors, what they miss of the totals, and the slope of that in λ.
struct State {
    factors: Vec<f64>,
    misfit: Vec<f64>,
    slope: Square,
}

impl State {
    fn new(weight: &[f64], columns: &[Vec<f64>], totals: &[f64], distance: Distance, lambda: &[f64]) -> Self {
        let mut state = Self { factors: Vec::with_capacity(weight.len()), misfit: totals.to_vec(), slope: Square::zero(lambda.len()) };
        let mut x = vec![0.0; lambda.len()];
        for (row, weight) in weight.iter().enumerate() {
            fill(&mut x, columns, row);
            let u = dot(&x, lambda);
            let factor = distance.factor(u);
            for (misfit, x) in state.misfit.iter_mut().zip(&x) {
                *misfit -= weight * factor * x;
            }
            state.slope.add_weighted_outer(&x, weight * distance.slope(u));
            state.factors.push(factor);
        }
        state
    }

    fn finite(&self) -> bool {
        self.factors.iter().all(|factor| factor.is_finite()) && self.misfit.iter().all(|misfit| misfit.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sampling::Columns;

    const BOUNDS: Bounds = Bounds { lower: 0.2, upper: 4.0 };
    const ALL: [Distance; 5] = [
        Distance::Linear(Bounds::NONE),
        Distance::Raking(Bounds::NONE),
        Distance::Logit(BOUNDS),
        Distance::Linear(BOUNDS),
        Distance::Raking(BOUNDS),
    ];

    fn columns() -> Vec<Vec<f64>> {
        vec![vec![1.0; 5], vec![0.0, 1.0, 0.0, 1.0, 1.0], vec![3.0, 1.0, 4.0, 1.0, 5.0]]
    }

    #[test]
    fn totals_are_met_within_the_bounds() {
        let design = Design::new(&Columns::weights_only(vec![10.0, 20.0, 10.0, 20.0, 15.0])).unwrap().0;
        for distance in ALL {
            let (made, report) = calibrate(&design, &columns(), &[80.0, 50.0, 200.0], distance, Stop::TIGHT).unwrap();
            assert!(report.converged, "{distance:?}: {report:?}");
            let bounds = distance.bounds();
            for (after, before) in made.weights().iter().zip(design.weights()) {
                assert!((bounds.lower..=bounds.upper).contains(&(after / before)), "{distance:?}");
            }
        }
    }

    #[test]
    fn slopes_are_those_of_the_factors() {
        for distance in ALL {
            for u in [-0.4, 0.0, 0.7] {
                let near = (distance.factor(u + 1e-6) - distance.factor(u - 1e-6)) / 2e-6;
                assert!((near - distance.slope(u)).abs() < 1e-8, "{distance:?} {u}");
            }
        }
    }

    #[test]
    fn what_cannot_be_met_says_so() {
        let design = Design::new(&Columns::weights_only(vec![1.0; 2])).unwrap().0;
        let narrow = Bounds { lower: 0.9, upper: 1.1 };
        let (_, report) = calibrate(&design, &[vec![1.0; 2]], &[10.0], Distance::Logit(narrow), Stop::TIGHT).unwrap();
        assert!(!report.converged);
        let wrong = calibrate(&design, &[vec![1.0; 3]], &[1.0], Distance::Logit(Bounds::NONE), Stop::TIGHT).unwrap_err();
        assert_eq!(wrong.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["column_length", "bounds_do_not_enclose_one"]);
    }
}
