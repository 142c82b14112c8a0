//! Points, ranks and flags of every unit, made of what there is now.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::measuring::{self, Measured};
use super::{Analyse, units};
use crate::analysis::index::Scheme;
use crate::analysis::index::appraisal::{Appraisal, Stage};
use crate::analysis::index::flags::{self, Heads, Reading};
use crate::analysis::index::points::{Inputs, UnitPoints, points};
use crate::analysis::index::ranking::{Standing, rank, scored};
use crate::app::analyse::{Shown, Source};
use crate::base::Finding;
use crate::dataset::responses::Intake;

/// What the index says.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The scheme.
    pub scheme: Arc<Scheme>,
    /// Codes and names of units, in the campaign's order.
    pub units: Vec<(String, String)>,
    /// Points, in that order.
    pub points: Vec<UnitPoints>,
    /// The ranking, best first; complete units only.
    pub standings: Vec<Standing>,
    /// By unit: its flags, in the scheme's order.
    pub flags: BTreeMap<String, Vec<Reading>>,
    /// The appraisal.
    pub appraisal: Arc<Appraisal>,
    /// The survey.
    pub measured: Measured,
    /// What is to be known about points.
    pub findings: Vec<Finding>,
    /// Whose points count.
    pub stage: Stage,
    /// Whether anything in it is invented.
    pub illustrative: bool,
}

impl Outcome {
    /// What a unit is called.
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.units.iter().find(|(unit, _)| unit == code).map_or(code, |(_, name)| name)
    }

    /// A unit's points.
    pub fn points(&self, code: &str) -> Option<&UnitPoints> {
        self.points.iter().find(|points| points.unit == code)
    }

    /// A unit's place.
    pub fn standing(&self, code: &str) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.unit == code)
    }

    /// Flags of a unit that are raised: places in the scheme's list.
    pub fn raised(&self, code: &str) -> Vec<usize> {
        let readings = self.flags.get(code).into_iter().flatten().enumerate();
        readings.filter(|(_, reading)| reading.met == Some(true)).map(|(at, _)| at).collect()
    }
}

/// What an outcome is made of; equal where it would be the same.
#[derive(Debug, Clone)]
pub struct Made {
    scheme: Option<Arc<Scheme>>,
    appraisal: Option<Arc<Appraisal>>,
    heads: Option<Arc<Heads>>,
    shown: Option<Arc<Shown>>,
    intakes: Vec<Arc<Intake>>,
    people: BTreeMap<String, u64>,
    stage: Stage,
}

impl PartialEq for Made {
    fn eq(&self, other: &Self) -> bool {
        fn same<T>(one: Option<&Arc<T>>, other: Option<&Arc<T>>) -> bool {
            match (one, other) {
                (Some(one), Some(other)) => Arc::ptr_eq(one, other),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            }
        }
        same(self.scheme.as_ref(), other.scheme.as_ref())
            && same(self.appraisal.as_ref(), other.appraisal.as_ref())
            && same(self.heads.as_ref(), other.heads.as_ref())
            && same(self.shown.as_ref(), other.shown.as_ref())
            && self.intakes.len() == other.intakes.len()
            && self.intakes.iter().zip(&other.intakes).all(|(one, other)| Arc::ptr_eq(one, other))
            && self.people == other.people
            && self.stage == other.stage
    }
}

/// What the outcome is made of now.
pub fn made(model: &Analyse) -> Made {
    let imported = model.index.imported();
    Made {
        scheme: model.index.scheme().cloned(),
        appraisal: imported.map(|imported| imported.appraisal.now().clone()),
        heads: imported.map(|imported| imported.heads.now().clone()),
        shown: model.shown.clone(),
        intakes: model.intakes.values().cloned().collect(),
        people: model.people.clone(),
        stage: model.index.stage,
    }
}

/// The outcome; none without a scheme, or where it rates no unit of the campaign.
pub fn outcome(model: &Analyse) -> Option<Outcome> {
    let scheme = model.index.scheme()?.clone();
    let units = units(model);
    if units.is_empty() {
        return None;
    }
    let imported = model.index.imported().cloned().unwrap_or_default();
    let appraisal = imported.appraisal.now().clone();
    let measured = measuring::measured(model, &scheme);
    let codes: Vec<&str> = units.iter().map(|(code, _)| code.as_str()).collect();
    let inputs = Inputs { scheme: &scheme, appraisal: &appraisal, survey: &measured.survey, stage: model.index.stage };
    let (points, mut findings) = points(&inputs, &codes);
    findings.extend(measured.findings.iter().cloned());
    let standings = rank(&scheme, &scored(&points));
    let heads = imported.heads.now();
    let read = |unit: &UnitPoints| scheme.flags.iter().map(|flag| flags::read(&scheme, flag, unit, heads)).collect();
    let flags = points.iter().map(|unit| (unit.unit.clone(), read(unit))).collect();
    let campaign = model.campaign.as_ref().is_some_and(|campaign| campaign.illustrative);
    let demo = model.shown.as_ref().is_some_and(|shown| shown.request.source == Source::Demo);
    let illustrative = scheme.illustrative || campaign || demo;
    Some(Outcome { units, points, standings, flags, appraisal, measured, findings, stage: model.index.stage, illustrative, scheme })
}
