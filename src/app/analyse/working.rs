//! Choices that change numbers, the job that computes them, and what the worker says.
//! A reply to a job that is no longer wanted is passed over.

use std::sync::Arc;

use super::{Effect, Model, Page, Source, importing, planning, receiving};
use crate::analysis::job::{Job, Reply, Source as Rows};
use crate::analysis::{Plan, Progress, Results, Subject};
use crate::base::Finding;
use crate::campaign::Campaign;
use crate::dataset::Mapping;
use crate::questionnaire::Definition;

/// What the worker does.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// Nothing.
    Idle,
    /// A job.
    Running {
        /// Its number.
        id: u64,
        /// How far it is.
        progress: Option<Progress>,
        /// What is done with its results.
        purpose: Purpose,
    },
    /// It could not be done.
    Failed(Vec<Finding>),
    /// The worker itself failed.
    Broken(String),
}

/// What is done with the results of a job.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// They are shown.
    Show(Arc<Request>),
    /// A mapping is proposed.
    Inspect,
    /// The analyst is told what a file would give.
    Try(Arc<Request>),
}

/// What is computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// From what.
    pub source: Source,
    /// Of which group of respondents; empty for a file.
    pub group: String,
    /// Of which questionnaire, where the statements are one's.
    pub definition: Option<Arc<Definition>>,
    /// Of which kind of units.
    pub kind: Option<String>,
    /// The plan.
    pub plan: Plan,
}

/// What is shown: working results and what they were computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What was asked.
    pub request: Arc<Request>,
    /// What came out.
    pub results: Results,
}

/// Seed of the demo: the year of the round that it invents.
const SEED: u64 = 2026;

pub(super) fn choose(model: &mut Model, source: Source) -> Vec<Effect> {
    if source == Source::Demo {
        leave_grid(model);
    }
    model.source = Some(source);
    model.kind = usual_kind(model, source);
    look_anew(model);
    compute(model)
}

/// The demo invents levels of satisfaction, no ratings of units: to the first form that
/// has statements.
fn leave_grid(model: &mut Model) {
    let grid = |id: &str| model.definitions.get(id).is_none_or(|definition| planning::is_grid(definition));
    let campaign = model.campaign.as_deref();
    let pairs =
        campaign.into_iter().flat_map(|campaign| &campaign.groups).flat_map(|group| group.questionnaires.iter().map(|id| (&group.id, id)));
    if grid(&model.questionnaire)
        && let Some((group, form)) = pairs.map(|(group, id)| (group.clone(), id.clone())).find(|(_, id)| !grid(id))
    {
        (model.group, model.questionnaire) = (group, form);
    }
}

pub(super) fn questionnaire(model: &mut Model, id: String) -> Vec<Effect> {
    if !model.definitions.contains_key(&id) {
        return Vec::new();
    }
    if let Some(campaign) = &model.campaign {
        model.group = group_with(campaign, &model.group, &id);
    }
    model.questionnaire = id;
    look_anew(model);
    compute(model)
}

/// The group if it answers this form, else the first one that does.
pub(super) fn group_with(campaign: &Campaign, group: &str, form: &str) -> String {
    let answers = campaign.group(group).is_some_and(|group| group.questionnaires.iter().any(|id| id == form));
    let first = || campaign.group_of(form).map_or(group, |group| group.id.as_str());
    if answers { group } else { first() }.to_owned()
}

/// Another group, with the same form where it answers that one too.
pub(super) fn group(model: &mut Model, id: String) -> Vec<Effect> {
    let Some(group) = model.campaign.as_ref().and_then(|campaign| campaign.group(&id)) else { return Vec::new() };
    let usable = |form: &&String| model.definitions.contains_key(*form);
    let form = group.questionnaires.iter().filter(usable).find(|form| **form == model.questionnaire);
    let Some(form) = form.or_else(|| group.questionnaires.iter().find(usable)).cloned() else { return Vec::new() };
    model.group = id;
    model.questionnaire = form;
    if let Some(source) = model.source.filter(|source| *source != Source::File) {
        model.kind = usual_kind(model, source);
    }
    look_anew(model);
    compute(model)
}

pub(super) fn kind(model: &mut Model, kind: Option<String>) -> Vec<Effect> {
    model.kind = kind;
    model.look.unit = None;
    // Another kind may have other parts.
    model.look.subject = Subject::Overall;
    compute(model)
}

fn look_anew(model: &mut Model) {
    model.look.subject = Subject::Overall;
    model.look.unit = None;
    model.look.column = None;
    model.look.criterion = None;
}

/// The kind to begin with: for stored answers the one with most of them.
fn usual_kind(model: &Model, source: Source) -> Option<String> {
    let campaign = model.campaign.as_ref()?;
    let asked = |kind: &str| campaign.units.iter().any(|unit| unit.kind == kind && unit.strata.iter().any(|one| one.group == model.group));
    let first = || campaign.kinds.iter().find(|kind| asked(&kind.id)).map(|kind| kind.id.clone());
    match source {
        Source::File => None,
        Source::Demo => first(),
        Source::Stored => {
            let intake = model.intake()?;
            let valid = |kind: &str| {
                let units = campaign.units.iter().filter(|unit| unit.kind == kind);
                units.filter_map(|unit| intake.by_unit.get(&unit.code)).map(|tally| tally.sampled).sum::<u64>()
            };
            // Of equal ones the first: `max_by_key` would take the last.
            let best = campaign.kinds.iter().rev().max_by_key(|kind| valid(&kind.id));
            best.filter(|kind| valid(&kind.id) > 0).map(|kind| kind.id.clone()).or_else(first)
        }
    }
}

/// Asks for what the choices say; nothing where there is no source.
pub(super) fn compute(model: &mut Model) -> Vec<Effect> {
    let (Some(source), Some(campaign)) = (model.source, model.campaign.clone()) else { return Vec::new() };
    let definition = model.definitions.get(&model.questionnaire).cloned();
    let nothing = match source {
        Source::Stored => model.intake().is_none_or(|intake| intake.all.sampled == 0),
        Source::Demo | Source::File => false,
    };
    if nothing || (source != Source::File && definition.as_ref().is_some_and(|definition| planning::is_grid(definition))) {
        return show_nothing(model);
    }
    let kind = model.kind.as_deref();
    let units = model.units.as_ref().filter(|_| source == Source::Stored).map(|units| units.units.as_slice());
    let stored = definition.as_ref().map(|definition| planning::stored(&campaign, definition, &model.group, units, kind, model.rule));
    let (plan, job, definition) = match (source, stored, &definition) {
        (Source::Stored, Some(plan), _) => (plan.clone(), Job::Aggregate { plan: Box::new(plan), source: Rows::Beside }, definition),
        (Source::Demo, Some(mut plan), Some(of)) => {
            plan.data.profile = planning::demo_profile(of);
            let units = planning::demo_units(&campaign, of, &model.group, kind);
            (plan.clone(), Job::Demo { plan: Box::new(plan), seed: SEED, units }, definition)
        }
        (Source::File, _, _) => {
            let Some(file) = model.file.clone() else { return Vec::new() };
            let Some((plan, of)) = file_plan(model, &file.mapping, kind) else { return Vec::new() };
            let source = Rows::Csv { text: file.text.as_str().to_owned() };
            (plan.clone(), Job::Aggregate { plan: Box::new(plan), source }, of)
        }
        (Source::Stored | Source::Demo, _, _) => return Vec::new(),
    };
    let group = if source == Source::File { String::new() } else { model.group.clone() };
    let request = Request { source, group, definition, kind: model.kind.clone(), plan };
    post(model, job, Purpose::Show(Arc::new(request)))
}

/// What was computed before is of other answers: it goes.
fn show_nothing(model: &mut Model) -> Vec<Effect> {
    model.shown = None;
    let running = matches!(std::mem::replace(&mut model.work, Work::Idle), Work::Running { .. });
    if running { vec![Effect::Stop] } else { Vec::new() }
}

/// The plan for an imported file, and the questionnaire that its statements are of.
pub(super) fn file_plan(model: &Model, mapping: &Mapping, kind: Option<&str>) -> Option<(Plan, Option<Arc<Definition>>)> {
    let known = model.definitions.values().map(AsRef::as_ref);
    let id = planning::questionnaire_of(mapping, known).map(|definition| definition.id.clone());
    let definition = id.and_then(|id| model.definitions.get(&id)).cloned();
    let units = model.units.as_ref().map(|units| units.units.as_slice());
    let campaign = model.campaign.as_ref()?;
    let group = definition.as_ref().map_or_else(
        || campaign.groups.first().map(|group| group.id.clone()).unwrap_or_default(),
        |definition| group_with(campaign, &model.group, &definition.id),
    );
    let plan = planning::file(campaign, definition.as_deref(), &group, mapping, units, kind, model.rule);
    Some((plan, definition))
}

/// Hands a job to the worker in place of what it does now.
pub(super) fn post(model: &mut Model, job: Job, purpose: Purpose) -> Vec<Effect> {
    model.jobs += 1;
    let stop = matches!(model.work, Work::Running { .. }).then_some(Effect::Stop);
    model.work = Work::Running { id: model.jobs, progress: None, purpose };
    let rows = if job.wants_rows() { receiving::rows(model) } else { None };
    let post = match rows {
        Some(rows) => Effect::PostRows(model.jobs, Box::new(job), Box::new(rows)),
        None => Effect::Post(model.jobs, Box::new(job)),
    };
    stop.into_iter().chain([post]).collect()
}

pub(super) fn replied(model: &mut Model, number: u64, reply: Reply) -> Vec<Effect> {
    let Work::Running { id, progress, purpose } = &mut model.work else { return Vec::new() };
    if *id != number {
        return Vec::new();
    }
    if let Reply::Progress { progress: now } = reply {
        *progress = Some(now);
        return Vec::new();
    }
    let purpose = purpose.clone();
    model.work = Work::Idle;
    match (purpose, reply) {
        (Purpose::Show(request), Reply::Done { results }) => {
            if model.look.column.as_ref().is_some_and(|column| !request.plan.data.profile.contains(column)) {
                model.look.column = None;
            }
            model.shown = Some(Arc::new(Shown { request, results: *results }));
            Vec::new()
        }
        (Purpose::Show(_), Reply::Failed { findings }) => {
            model.shown = None;
            model.work = Work::Failed(findings);
            Vec::new()
        }
        (Purpose::Inspect | Purpose::Try(_), reply) if model.import.is_open() => importing::replied(model, reply),
        (Purpose::Show(_) | Purpose::Inspect | Purpose::Try(_), _) => Vec::new(),
    }
}

/// What went wrong in the worker is shown; a file on its way in stays where it was.
pub(super) fn broken(model: &mut Model, message: String) -> Vec<Effect> {
    importing::interrupted(model);
    model.work = Work::Broken(message);
    vec![Effect::Stop]
}

pub(super) fn cancel(model: &mut Model) -> Vec<Effect> {
    let Work::Running { purpose, .. } = std::mem::replace(&mut model.work, Work::Idle) else { return Vec::new() };
    importing::interrupted(model);
    if !matches!(purpose, Purpose::Show(_)) {
        return vec![Effect::Stop];
    }
    // What is shown is what was chosen before.
    if let Some(shown) = &model.shown {
        model.source = Some(shown.request.source);
        model.kind.clone_from(&shown.request.kind);
        model.rule = shown.request.plan.interval.rule;
        if let (false, Some(definition)) = (shown.request.group.is_empty(), &shown.request.definition) {
            model.group.clone_from(&shown.request.group);
            model.questionnaire.clone_from(&definition.id);
        }
    } else {
        model.source = None;
    }
    vec![Effect::Stop]
}

/// After a file was taken: its first results, and where they are looked at.
pub(super) fn show_file(model: &mut Model, shown: Arc<Shown>) -> Vec<Effect> {
    model.source = Some(Source::File);
    model.kind = None;
    look_anew(model);
    model.shown = Some(shown);
    model.place.page = Page::Receive;
    vec![Effect::Focus("sources".to_owned())]
}
