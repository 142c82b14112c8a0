//! Points of units: what was appraised and what the survey gives, by leaf, criterion,
//! field and in all. What does not apply leaves the denominator, so the index is
//! `total · points / applicable maximum`; bonus and penalty stand apart. Invariant:
//! a sum of points is exact, and its variance is never too small.

pub mod leaf;
pub mod survey;
pub mod variance;

use super::appraisal::{Appraisal, Mark, Stage};
use super::exact::Exact;
use super::fault::Fault;
use super::scheme::{Extra, Item, JudgedOn, Scheme};
use crate::base::Finding;
use leaf::{LeafPoints, State};
pub use survey::{Answers, Key, Survey};

/// What points are made of.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The scheme.
    pub scheme: &'a Scheme,
    /// The appraisal.
    pub appraisal: &'a Appraisal,
    /// The survey.
    pub survey: &'a Survey,
    /// Whose points count.
    pub stage: Stage,
}

/// Points of some leaves together.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    /// The name of the criterion or field.
    pub id: String,
    /// Points.
    pub points: Exact,
    /// Maximum of what applies.
    pub applicable: Exact,
    /// Variance of the points.
    pub variance: f64,
}

impl Sum {
    /// Points as a share of what applies; none where nothing does.
    pub fn share(&self) -> Option<Exact> {
        self.points.over(&self.applicable)
    }

    /// Standard error of [`Self::share`].
    pub fn share_error(&self) -> f64 {
        if self.applicable.is_zero() { 0.0 } else { self.variance.sqrt() / self.applicable.to_f64() }
    }
}

/// All points of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitPoints {
    /// The unit.
    pub unit: String,
    /// What is scored, in the scheme's order.
    pub leaves: Vec<LeafPoints>,
    /// Criteria, in the scheme's order.
    pub criteria: Vec<Sum>,
    /// Fields, in the scheme's order.
    pub fields: Vec<Sum>,
    /// Everything.
    pub sum: Sum,
    /// Points of the scheme's total; none where nothing applies.
    pub index: Option<Exact>,
    /// Standard error of the index.
    pub error: f64,
    /// Bonus points.
    pub bonus: Exact,
    /// Penalty points, positive.
    pub penalty: Exact,
    /// What is ranked: the index, with bonus and penalty where the scheme adds them.
    pub score: Option<Exact>,
    /// Whether no points are open; a unit with open points has neither rank nor class.
    pub complete: bool,
    /// Whether anybody judged it in the survey; if not, its appraisal is rescaled.
    pub surveyed: bool,
}

impl UnitPoints {
    /// The points of a field.
    pub fn field(&self, id: &str) -> Option<&Sum> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The interval of the score at `z` standard errors.
    pub fn interval(&self, z: f64) -> Option<(f64, f64)> {
        let score = self.score.as_ref()?.to_f64();
        Some((score - z * self.error, score + z * self.error))
    }
}

impl Scheme {
    /// The value that ranks, classes and flags look at.
    pub fn judged(&self, value: &Exact) -> Exact {
        match self.judged_on {
            JudgedOn::Printed => value.rounded(usize::from(self.decimals)),
            JudgedOn::Exact => value.clone(),
        }
    }
}

/// Points of each unit, in the order given.
pub fn points(inputs: &Inputs<'_>, units: &[&str]) -> (Vec<UnitPoints>, Vec<Finding>) {
    let mut findings = Vec::new();
    let points = units.iter().map(|unit| unit_points(inputs, unit, &mut findings)).collect();
    (points, findings)
}

fn unit_points(inputs: &Inputs<'_>, unit: &str, findings: &mut Vec<Finding>) -> UnitPoints {
    let surveyed = inputs.survey.has(unit);
    let leaves: Vec<LeafPoints> = inputs.scheme.leaves().map(|leaf| leaf::points(inputs, unit, surveyed, leaf.leaf, findings)).collect();
    let total = |id: &str, inside: &dyn Fn(&str) -> bool| {
        let own: Vec<&LeafPoints> = leaves.iter().filter(|leaf| inside(&leaf.id)).collect();
        sum(inputs, unit, id, &own)
    };
    let of = |criteria: &[super::scheme::Criterion], id: &str| {
        total(id, &|leaf| criteria.iter().flat_map(super::scheme::Criterion::leaves).any(|one| one.id == leaf))
    };
    let fields = inputs.scheme.fields.iter().map(|field| of(&field.criteria, &field.id)).collect();
    let criteria = inputs.scheme.fields.iter().flat_map(|field| &field.criteria);
    let criteria = criteria.map(|criterion| of(std::slice::from_ref(criterion), &criterion.id)).collect();
    let sum = total("", &|_| true);
    let index = sum.share().map(|share| &share * &inputs.scheme.total);
    if index.is_none() {
        findings.push(Fault::NothingApplies.error(unit, ""));
    }
    let extra = |items: &[Item]| items.iter().map(|item| item_points(inputs, unit, item)).sum::<Exact>();
    let (bonus, penalty) = (extra(&inputs.scheme.bonus), extra(&inputs.scheme.penalty));
    let score = index.as_ref().map(|index| match inputs.scheme.extra {
        Extra::Apart => index.clone(),
        Extra::Added => &(index + &bonus) - &penalty,
    });
    UnitPoints {
        unit: unit.to_owned(),
        complete: index.is_some() && !leaves.iter().any(|leaf| leaf.state == State::Open),
        error: sum.share_error() * inputs.scheme.total.to_f64(),
        leaves,
        criteria,
        fields,
        sum,
        index,
        bonus,
        penalty,
        score,
        surveyed,
    }
}

fn sum(inputs: &Inputs<'_>, unit: &str, id: &str, leaves: &[&LeafPoints]) -> Sum {
    let counted = || leaves.iter().filter(|leaf| leaf.state.counts());
    Sum {
        id: id.to_owned(),
        points: counted().map(|leaf| &leaf.points).sum(),
        applicable: counted().map(|leaf| &leaf.max).sum(),
        variance: variance::of_sum(&counted().copied().collect::<Vec<_>>(), inputs.survey.covariances.get(unit)),
    }
}

fn item_points(inputs: &Inputs<'_>, unit: &str, item: &Item) -> Exact {
    match inputs.appraisal.row(unit, &item.id).map(|row| row.mark(inputs.stage)) {
        Some(Mark::Points(points)) => points.clone(),
        Some(Mark::Open | Mark::NotApplicable) | None => Exact::zero(),
    }
}

#[cfg(test)]
mod tests;
