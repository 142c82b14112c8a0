//! What a row of an appraisal may name and how many points it may have.

use std::collections::BTreeMap;

use super::{Appraisal, Mark, Stage};
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::scheme::Scheme;
use crate::base::Finding;

/// What a name in the column of criteria stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind<'a> {
    /// Appraised, with this maximum.
    Appraised(&'a Exact),
    /// Measured by the survey.
    Surveyed,
    /// A criterion with sub-criteria, or a field.
    Parent,
}

/// Every name of a scheme.
pub struct Known<'a> {
    kinds: BTreeMap<&'a str, Kind<'a>>,
}

impl<'a> Known<'a> {
    /// Of a scheme.
    pub fn of(scheme: &'a Scheme) -> Self {
        let mut kinds = BTreeMap::new();
        for field in &scheme.fields {
            kinds.insert(field.id.as_str(), Kind::Parent);
            kinds.extend(field.criteria.iter().map(|criterion| (criterion.id.as_str(), Kind::Parent)));
        }
        for leaf in scheme.leaves().map(|leaf| leaf.leaf) {
            let kind = if leaf.survey.is_some() { Kind::Surveyed } else { Kind::Appraised(&leaf.max) };
            kinds.insert(&leaf.id, kind);
        }
        kinds.extend(scheme.bonus.iter().chain(&scheme.penalty).map(|item| (item.id.as_str(), Kind::Appraised(&item.max))));
        Self { kinds }
    }

    /// What a name stands for.
    pub fn kind(&self, id: &str) -> Option<Kind<'a>> {
        self.kinds.get(id).copied()
    }

    /// The fault of a row about `id`, if rows about it are not read.
    pub fn refused(&self, id: &str) -> Option<Fault> {
        match self.kind(id) {
            Some(Kind::Appraised(_)) => None,
            Some(Kind::Surveyed) => Some(Fault::SurveyedCriterion),
            Some(Kind::Parent) => Some(Fault::CriterionHasParts),
            None => Some(Fault::UnknownCriterion),
        }
    }

    /// The maximum of what is appraised.
    pub fn max(&self, id: &str) -> Option<&'a Exact> {
        match self.kind(id)? {
            Kind::Appraised(max) => Some(max),
            Kind::Surveyed | Kind::Parent => None,
        }
    }
}

/// What a unit still lacks on a criterion at a stage.
pub(super) fn findings_of(appraisal: &Appraisal, unit: &str, criterion: &str, known: &Known<'_>, stage: Stage) -> Option<Finding> {
    let at = format!("{unit}, {criterion}");
    let row = appraisal.row(unit, criterion);
    match row.map(|row| (row.mark(stage), row.reason.is_empty())) {
        None | Some((Mark::Open, _)) => Some(Fault::PointsMissing.error(at, "")),
        Some((Mark::NotApplicable, _)) => None,
        Some((Mark::Points(points), no_reason)) => {
            let lost = known.max(criterion).is_some_and(|max| points < max);
            (lost && no_reason).then(|| Fault::ReasonMissing.warning(at, points.plain()))
        }
    }
}
