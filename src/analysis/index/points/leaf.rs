//! Points of one unit on what is scored, and why it has none where it has none.

use super::Inputs;
use crate::analysis::index::appraisal::Mark;
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::scheme::{Criterion, Measure, NoSurvey};
use crate::base::Finding;

/// A unit on a sub-criterion, or on a criterion without any.
#[derive(Debug, Clone, PartialEq)]
pub struct LeafPoints {
    /// Its name.
    pub id: String,
    /// Its maximum.
    pub max: Exact,
    /// Its points; nought unless scored.
    pub points: Exact,
    /// Their variance; nought for what is appraised.
    pub variance: f64,
    /// Judgements it stands on; nought for what is appraised.
    pub judged: u64,
    /// Whether it is scored, and if not, why.
    pub state: State,
}

/// Whether a leaf is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// By appraisal.
    Appraised,
    /// By the survey.
    Surveyed,
    /// No points yet: it counts in the denominator, and the unit is not complete.
    Open,
    /// It does not apply to the unit.
    NotApplicable,
    /// The unit has no survey; it leaves the denominator.
    NoSurvey,
    /// The unit has no survey, and the scheme gives no points for that.
    NoSurveyNought,
    /// The unit has a survey, but nobody judged it on this; it leaves the denominator.
    NobodyJudged,
}

impl State {
    /// Whether its maximum counts.
    pub fn counts(self) -> bool {
        match self {
            Self::Appraised | Self::Surveyed | Self::Open | Self::NoSurveyNought => true,
            Self::NotApplicable | Self::NoSurvey | Self::NobodyJudged => false,
        }
    }
}

impl LeafPoints {
    /// Points lost, where it is scored.
    pub fn lost(&self) -> Exact {
        match self.state {
            State::Appraised | State::Surveyed | State::NoSurveyNought => &self.max - &self.points,
            State::Open | State::NotApplicable | State::NoSurvey | State::NobodyJudged => Exact::zero(),
        }
    }

    /// Points as a share of the maximum, where it is scored.
    pub fn share(&self) -> Option<Exact> {
        match self.state {
            State::Appraised | State::Surveyed | State::NoSurveyNought => self.points.over(&self.max),
            State::Open | State::NotApplicable | State::NoSurvey | State::NobodyJudged => None,
        }
    }
}

pub(super) fn points(inputs: &Inputs<'_>, unit: &str, surveyed: bool, leaf: &Criterion, findings: &mut Vec<Finding>) -> LeafPoints {
    match &leaf.survey {
        Some(measure) if surveyed => measured(inputs, unit, leaf, measure, findings),
        Some(_) => without(
            leaf,
            match inputs.scheme.no_survey {
                NoSurvey::Rescale => State::NoSurvey,
                NoSurvey::Nought => State::NoSurveyNought,
            },
        ),
        None => appraised(inputs, unit, leaf),
    }
}

fn without(leaf: &Criterion, state: State) -> LeafPoints {
    LeafPoints { id: leaf.id.clone(), max: leaf.max.clone(), points: Exact::zero(), variance: 0.0, judged: 0, state }
}

/// `points = max · Σ(count·w) / Σ count`.
fn measured(inputs: &Inputs<'_>, unit: &str, leaf: &Criterion, measure: &Measure, findings: &mut Vec<Finding>) -> LeafPoints {
    let at = format!("{unit}, {}", leaf.id);
    let Some(score) = inputs.survey.score(inputs.scheme, measure, unit, &at, findings) else {
        findings.push(Fault::NobodyJudged.warning(at, ""));
        return without(leaf, State::NobodyJudged);
    };
    let max = leaf.max.to_f64();
    LeafPoints {
        points: &leaf.max * &score.share,
        variance: max * max * score.variance,
        judged: score.judged,
        ..without(leaf, State::Surveyed)
    }
}

fn appraised(inputs: &Inputs<'_>, unit: &str, leaf: &Criterion) -> LeafPoints {
    match inputs.appraisal.row(unit, &leaf.id).map(|row| row.mark(inputs.stage)) {
        Some(Mark::Points(points)) => LeafPoints { points: points.clone(), ..without(leaf, State::Appraised) },
        Some(Mark::NotApplicable) => without(leaf, State::NotApplicable),
        Some(Mark::Open) | None => without(leaf, State::Open),
    }
}
