//! Carries a plan out: reads the file, makes design and weights, then one estimate or
//! comparison after the other, with progress between them. The files are text, so that the
//! page's worker, the command line and the tests run the same code.

use std::ops::ControlFlow;

use super::choices::Word as _;
use super::compare::compared;
use super::design::{Designed, needed};
use super::estimate::{Work, variables};
use super::explain::Common;
use super::measure::Engine;
use super::plan::{Plan, Step};
use super::replicates::{self, degrees, replicates};
use super::results::{Meta, Replicated, Results, StepReport};
use super::values::Values;
use super::weights::{applied, figures, notes};
use crate::analysis::sampling::{Design, Sample, Stages};
use crate::analysis::{Progress, Stop};
use crate::base::Finding;
use crate::base::digest::fingerprint;
use crate::dataset::table::{self, Broken, Table};

/// So many steps of progress are the reading of a file.
const READING: u32 = 20;

/// Callback of progress; it may stop the run.
type Hear<'h> = &'h mut dyn FnMut(Progress) -> ControlFlow<()>;

/// A file, or rows that somebody else has split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data<'d> {
    /// Delimited text.
    Text(&'d [u8]),
    /// Headers and rows.
    Rows(&'d [String], &'d [Vec<String>]),
}

/// Reads the plan's text and the data, and estimates what is asked for; `before` is the file
/// of the round before.
///
/// # Errors
/// [`Stop::Findings`] where plan, file, design or weights cannot be used, [`Stop::Cancelled`].
pub fn run(plan: &[u8], data: Data<'_>, before: Option<Data<'_>>, progress: Hear<'_>) -> Result<Results, Stop> {
    let read = super::read(plan).map_err(Stop::Findings)?;
    let total = READING * if before.is_some() { 2 } else { 1 } + steps(&read);
    let mut first = 0;
    let mut open = |data: Data<'_>| {
        let table = opened(&read, data, &mut |done| progress(Progress { done: first + done, total }));
        first += READING;
        table
    };
    let now = open(data)?;
    let then = before.map(open).transpose()?;
    let mut on = |done: u32| progress(Progress { done: total - steps(&read) + done, total });
    let mut results = over(&read, &now, then.as_ref(), &mut on)?;
    results.meta.plan = fingerprint(plan);
    Ok(results)
}

/// The same from tables, with what was found when they were read.
///
/// # Errors
/// As [`run`].
pub fn run_tables(plan: &Plan, now: &(Table, Vec<Finding>), then: Option<&(Table, Vec<Finding>)>) -> Result<Results, Stop> {
    over(plan, now, then, &mut |_| ControlFlow::Continue(()))
}

/// Steps of progress: one for each variable of an estimate, one for each comparison.
fn steps(plan: &Plan) -> u32 {
    let steps = plan.estimates.iter().map(|estimate| variables(estimate).len()).sum::<usize>() + plan.comparisons.len();
    u32::try_from(steps).unwrap_or(u32::MAX / 2)
}

fn opened(plan: &Plan, data: Data<'_>, on: &mut dyn FnMut(u32) -> ControlFlow<()>) -> Result<(Table, Vec<Finding>), Stop> {
    let needed = needed(plan);
    let part = |done: usize, all: usize| u32::try_from(done * READING as usize / all.max(1)).unwrap_or(READING).min(READING);
    let made = match data {
        Data::Text(bytes) => table::read(bytes, &plan.shape, &needed, &mut |done, all| on(part(done, all))),
        Data::Rows(header, rows) => table::rows(header, rows, &plan.shape, &needed),
    };
    made.map_err(|broken| match broken {
        Broken::Cancelled => Stop::Cancelled,
        Broken::Findings(findings) => Stop::Findings(findings),
    })
}

/// A round with its design and weights.
struct Round<'a> {
    values: &'a Values<'a>,
    designed: &'a Designed,
    finished: Design,
    reports: Vec<StepReport>,
    notes: Vec<Finding>,
}

impl<'a> Round<'a> {
    fn new(steps: &[Step], at: &str, values: &'a Values<'a>, designed: &'a Designed) -> Result<Self, Vec<Finding>> {
        let (finished, reports) = applied(designed.design.clone(), steps, values, at)?;
        let notes = notes(&reports, &finished, at);
        Ok(Self { values, designed, finished, reports, notes })
    }

    fn engine(&'a self, plan: &Plan, steps: &[Step]) -> Result<Engine<'a>, Vec<Finding>> {
        let made = |replication| replicates(replication, &self.designed.design, &self.finished, steps, self.values);
        let replicates = plan.replicates.as_ref().map(made).transpose()?;
        let replicates = replicates.map(|replicates| {
            let degrees = degrees(&replicates, &self.finished);
            (replicates, degrees)
        });
        Ok(Engine { design: &self.finished, designed: self.designed, replicates })
    }

    fn common(&self) -> Common {
        let weights = self.reports.iter().map(|report| ["weights_", &report.step].concat()).collect();
        Common { weights, warnings: self.notes.clone() }
    }
}

fn over(
    plan: &Plan,
    now: &(Table, Vec<Finding>),
    then: Option<&(Table, Vec<Finding>)>,
    on: &mut dyn FnMut(u32) -> ControlFlow<()>,
) -> Result<Results, Stop> {
    let values = Values::new(plan, &now.0);
    let designed = designed(plan, &values)?;
    let round = Round::new(&plan.weights, "weights", &values, &designed).map_err(Stop::Findings)?;
    let engine = round.engine(plan, &plan.weights).map_err(Stop::Findings)?;
    let common = round.common();
    let all = whole(plan, &values, &round.finished);
    let work = Work { plan, values: &values, engine: &engine, all: &all, common: &common };
    let Some(then) = then else {
        let meta = meta(plan, now, &round, &engine);
        return carried_out(&work, None, meta, on);
    };
    let values = Values::new(plan, &then.0);
    let designed = self::designed(plan, &values)?;
    let steps = plan.before.as_ref().unwrap_or(&plan.weights);
    let earlier = Round::new(steps, "before.weights", &values, &designed).map_err(Stop::Findings)?;
    let earlier_engine = earlier.engine(plan, steps).map_err(Stop::Findings)?;
    let earlier_common = earlier.common();
    let all = whole(plan, &values, &earlier.finished);
    let before = Work { plan, values: &values, engine: &earlier_engine, all: &all, common: &earlier_common };
    let mut meta = meta(plan, now, &round, &engine);
    let named = |finding: &Finding| Finding { at: ["before: ", &finding.at].concat(), ..finding.clone() };
    meta.notes.extend(then.1.iter().chain(&earlier.designed.notes).chain(&earlier.notes).map(named));
    carried_out(&work, Some(&before), meta, on)
}

fn designed(plan: &Plan, values: &Values<'_>) -> Result<Designed, Stop> {
    Designed::new(plan, values).map_err(Stop::Findings)
}

fn whole<'a>(plan: &Plan, values: &Values<'_>, design: &'a Design) -> Sample<'a> {
    let whole = Sample::whole(design);
    if plan.only.is_empty() {
        return whole;
    }
    let here = values.within(&plan.only);
    whole.within(|row| here[row])
}

fn carried_out(
    work: &Work<'_, '_>,
    before: Option<&Work<'_, '_>>,
    meta: Meta,
    on: &mut dyn FnMut(u32) -> ControlFlow<()>,
) -> Result<Results, Stop> {
    let mut results = Results { meta, ..Results::default() };
    let mut done = 0;
    for estimate in &work.plan.estimates {
        for variable in variables(estimate) {
            results.estimates.extend(work.rows(estimate, &variable, &mut || on(done))?);
            done += 1;
        }
    }
    for comparison in &work.plan.comparisons {
        if on(done).is_break() {
            return Err(Stop::Cancelled);
        }
        results.comparisons.extend(compared(work, before, comparison).map_err(|finding| Stop::Findings(vec![finding]))?);
        done += 1;
    }
    if on(done).is_break() { Err(Stop::Cancelled) } else { Ok(results) }
}

fn meta(plan: &Plan, now: &(Table, Vec<Finding>), round: &Round<'_>, engine: &Engine<'_>) -> Meta {
    let (design, whole) = (&round.finished, Sample::whole(&round.finished));
    let replicated = plan.replicates.as_ref().zip(engine.replicates.as_ref());
    Meta {
        plan: String::new(),
        rows: now.0.rows as u64,
        strata: design.strata() as u64,
        units: design.units() as u64,
        df: whole.degrees(),
        stages: match plan.design.used {
            Stages::All => design.levels.len() as u64,
            Stages::First => 1,
        },
        lonely: plan.design.lonely.rule.word().to_owned(),
        lonely_strata: whole.lonely_strata(),
        drawn: figures(&round.designed.design),
        finished: figures(design),
        steps: round.reports.clone(),
        replicates: replicated.map(|(plan, (replicates, degrees))| Replicated {
            method: replicates::word(&plan.method).to_owned(),
            count: replicates.factors.len() as u64,
            scale: replicates.scale,
            df: *degrees,
        }),
        notes: [now.1.as_slice(), &round.designed.notes, &round.notes].concat(),
    }
}
