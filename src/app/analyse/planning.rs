//! From a campaign and a questionnaire to what the worker is asked: which columns,
//! factors and parts, who stands behind each unit, and the demo's units.

use crate::analysis::plan::{
    self, DesignRule, DomainRule, Factor, Fpc, Interval, IntervalRule, Part, Plan, PlanTag, Scale, UnitKind, Weights,
};
use crate::analysis::plan_check;
use crate::campaign::Campaign;
use crate::dataset::demo::{self, DemoUnit};
use crate::dataset::responses::{self, Criterion, Wanted};
use crate::dataset::{FrameUnit, Mapping, Missing};
use crate::questionnaire::Definition;
use crate::questionnaire::definition::{Question, Row, Section, Tag};

/// Single choices that describe the respondent, by the names that built-in forms use.
const PROFILE: [&str; 13] = [
    "sex",
    "age",
    "ethnic",
    "schooling",
    "education",
    "occupation",
    "area",
    "terrain",
    "firm_kind",
    "firm_size",
    "field",
    "filed_by",
    "filed_how",
];

/// A statement of a questionnaire with where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// The statement.
    pub row: &'a Row,
    /// Its question.
    pub question: &'a Question,
    /// Its section.
    pub section: &'a Section,
}

/// The statements: rows of grids that belong to a factor.
pub fn statements(definition: &Definition) -> impl Iterator<Item = Statement<'_>> {
    definition.sections.iter().flat_map(|section| {
        section.questions.iter().filter(|question| question.tag == Tag::Likert).flat_map(move |question| {
            let of_factor = question.rows.iter().filter(|row| row.factor.is_some());
            of_factor.map(move |row| Statement { row, question, section })
        })
    })
}

/// The questions to break results down by.
pub fn profile(definition: &Definition) -> impl Iterator<Item = &Question> {
    let questions = definition.sections.iter().flat_map(|section| &section.questions);
    questions.filter(|question| question.tag == Tag::Single && PROFILE.contains(&question.id.as_str()))
}

/// The grids of units, one a criterion.
pub fn grids(definition: &Definition) -> impl Iterator<Item = &Question> {
    definition.sections.iter().flat_map(|section| &section.questions).filter(|question| question.tag == Tag::UnitOption)
}

/// Whether a form is of grids alone: it gives option scores, and no satisfaction.
pub fn is_grid(definition: &Definition) -> bool {
    grids(definition).next().is_some() && statements(definition).next().is_none()
}

/// The criteria of a form: its grids with what their options are worth.
pub fn criteria(definition: &Definition) -> Vec<Criterion> {
    let options = |question: &Question| question.options.iter().map(|choice| (choice.code.clone(), choice.points)).collect();
    grids(definition).map(|question| Criterion { id: question.id.clone(), options: options(question) }).collect()
}

/// What to look for in the store: the answers of one group to one form.
pub fn wanted(campaign: &Campaign, definition: &Definition, group: &str) -> Wanted {
    Wanted {
        questionnaire: (definition.id.clone(), definition.edition.clone()),
        group: group.to_owned(),
        units: campaign.units.iter().map(|unit| unit.code.clone()).collect(),
        profile: profile(definition).map(|question| question.id.clone()).collect(),
        items: statements(definition).map(|statement| statement.row.id.clone()).collect(),
        grids: criteria(definition),
    }
}

/// The campaign's units as the analysis sees them: those of one kind, or all; one
/// stratum a unit and, where `by_group`, a group. `group` picks the stratum otherwise.
pub fn frame(campaign: &Campaign, kind: Option<&str>, group: &str, by_group: bool) -> Vec<FrameUnit> {
    let units = campaign.units.iter().filter(|unit| kind.is_none_or(|kind| unit.kind == kind));
    units
        .flat_map(|unit| {
            let strata = unit.strata.iter().filter(move |stratum| by_group || stratum.group == group);
            strata.map(move |stratum| FrameUnit {
                code: unit.code.clone(),
                name: unit.name.clone(),
                kind: unit.kind.clone(),
                group: if by_group { stratum.group.clone() } else { String::new() },
                population: stratum.population.map(f64::from),
                quota: stratum.quota.map(u64::from),
            })
        })
        .collect()
}

/// A plan for a group's rows of the page's own store (and, but for its profile, the demo).
/// Imported units give their populations to the campaign's units with their codes.
pub fn stored(
    campaign: &Campaign,
    definition: &Definition,
    group: &str,
    units: Option<&[FrameUnit]>,
    kind: Option<&str>,
    rule: IntervalRule,
) -> Plan {
    let wanted = wanted(campaign, definition, group);
    let mapping = Mapping {
        id: Some(responses::ID.to_owned()),
        unit: responses::UNIT.to_owned(),
        unit_kind: None,
        group: None,
        stratum: None,
        population: None,
        weight: None,
        profile: wanted.profile,
        items: wanted.items,
        numbers: Vec::new(),
        missing: Missing::default(),
    };
    let mut frame = frame(campaign, kind, group, false);
    for unit in &mut frame {
        if let Some(given) = units.unwrap_or_default().iter().find(|given| given.code == unit.code) {
            unit.population = given.population;
        }
    }
    let plan = of(mapping, frame, kind, interval(campaign, rule));
    with_questionnaire(plan, campaign, definition)
}

/// A plan for an imported file. Where its statements are those of a questionnaire, its
/// factors and parts apply too.
pub fn file(
    campaign: &Campaign,
    definition: Option<&Definition>,
    group: &str,
    mapping: &Mapping,
    units: Option<&[FrameUnit]>,
    kind: Option<&str>,
    rule: IntervalRule,
) -> Plan {
    let of_kind = |unit: &&FrameUnit| kind.is_none_or(|kind| unit.kind == kind);
    let frame = match (&mapping.population, units) {
        (Some(_), _) => Vec::new(),
        (None, Some(units)) => units.iter().filter(of_kind).cloned().collect(),
        (None, None) => frame(campaign, kind, group, mapping.group.is_some()),
    };
    let mut plan = of(mapping.clone(), frame, kind, interval(campaign, rule));
    if mapping.group.is_some() {
        plan.domains.insert(1, DomainRule::UnitGroup);
    }
    if mapping.population.is_none() && mapping.weight.is_some() && units.is_none() {
        plan.design = DesignRule { weights: Weights::Column, fpc: Fpc::None };
    }
    match definition {
        Some(definition) => with_questionnaire(plan, campaign, definition),
        None => plan,
    }
}

/// The questionnaire that a file's statements are of: every one of them is in it.
pub fn questionnaire_of<'a>(mapping: &Mapping, mut known: impl Iterator<Item = &'a Definition>) -> Option<&'a Definition> {
    known.find(|definition| {
        let has = |id: &String| statements(definition).any(|statement| statement.row.id == *id);
        !mapping.items.is_empty() && mapping.items.iter().all(has)
    })
}

fn interval(campaign: &Campaign, rule: IntervalRule) -> Interval {
    Interval { rule, level: campaign.analysis.confidence }
}

fn of(data: Mapping, frame: Vec<FrameUnit>, kind: Option<&str>, interval: Interval) -> Plan {
    Plan {
        phieu: PlanTag::Plan,
        version: plan_check::VERSION,
        data,
        design: DesignRule::default(),
        scale: Scale::default(),
        factors: Vec::new(),
        parts: Vec::new(),
        unit_kinds: Vec::new(),
        only_kinds: kind.map(str::to_owned).into_iter().collect(),
        domains: vec![DomainRule::Unit, DomainRule::Profile],
        interval,
        frame,
    }
}

/// The questionnaire's factors, parts and scale, as far as the plan has its statements.
fn with_questionnaire(mut plan: Plan, campaign: &Campaign, definition: &Definition) -> Plan {
    let has = |factor: &str| {
        let of = statements(definition).filter(move |statement| statement.row.factor.as_deref() == Some(factor));
        of.map(|statement| statement.row.id.clone()).filter(|id| plan.data.items.contains(id)).collect::<Vec<_>>()
    };
    let factors =
        definition.factors.iter().map(|factor| Factor { id: factor.id.clone(), part: factor.part.clone(), items: has(&factor.id) });
    plan.factors = factors.filter(|factor| !factor.items.is_empty()).collect();
    plan.parts = definition.parts.iter().map(|part| Part { id: part.id.clone() }).collect();
    plan.parts.retain(|part| plan.factors.iter().any(|factor| factor.part == part.id));
    let known = |parts: &[String]| parts.iter().filter(|id| plan.parts.iter().any(|part| part.id == **id)).cloned().collect();
    let counting = campaign.kinds.iter().filter(|kind| !kind.parts.is_empty());
    plan.unit_kinds = counting.map(|kind| UnitKind { kind: kind.id.clone(), parts: known(&kind.parts) }).collect();
    if let Some(scale) = statements(definition).next().and_then(|first| definition.scales.get(first.question.scale.as_deref()?)) {
        let levels = scale.levels.iter().map(|level| level.value);
        let from = scale.satisfied_from.unwrap_or(u8::MAX);
        plan.scale = plan::Scale { levels: levels.clone().max().unwrap_or(5), satisfied: levels.filter(|level| *level >= from).collect() };
    }
    plan
}

/// The units of the demo: as many forms as the quota, invented from the seed. Who had a
/// result and who lives in a town are invented too, by kind.
pub fn demo_units(campaign: &Campaign, definition: &Definition, group: &str, kind: Option<&str>) -> Vec<DemoUnit> {
    frame(campaign, kind, group, false)
        .into_iter()
        .map(|unit| {
            let parts = campaign.kinds.iter().find(|kind| kind.id == unit.kind).map_or(&[][..], |kind| &kind.parts);
            let counts = |statement: &Statement| {
                let factor = definition.factors.iter().find(|factor| Some(&factor.id) == statement.row.factor.as_ref());
                parts.is_empty() || factor.is_some_and(|factor| parts.contains(&factor.part))
            };
            let always = |statement: &Statement| [&statement.section.relevant, &statement.row.relevant].iter().all(|when| when.is_empty());
            let ids = |general: bool| {
                let some = statements(definition).filter(|statement| counts(statement) && always(statement) == general);
                some.map(|statement| statement.row.id.clone()).collect()
            };
            let (with_result, urban) = match unit.kind.as_str() {
                "department" => (100, 45),
                "ward" => (78, 92),
                "special_zone" => (70, 30),
                _ => (72, 8),
            };
            DemoUnit {
                code: unit.code,
                kind: unit.kind,
                group: String::new(),
                population: unit.population.map_or(0, to_count),
                forms: unit.quota.and_then(|quota| u32::try_from(quota).ok()).unwrap_or(30),
                general: ids(true),
                service: ids(false),
                with_result,
                urban,
            }
        })
        .collect()
}

/// The profile columns that the demo invents and the questionnaire asks.
pub fn demo_profile(definition: &Definition) -> Vec<String> {
    profile(definition).map(|question| question.id.clone()).filter(|id| demo::PROFILE.contains(&id.as_str())).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "made of a u32 above")]
fn to_count(population: f64) -> u64 {
    population as u64
}
