//! A plan of format 2 from its text: shape only, `check` judges what it says. Read field by
//! field with `base::json`, so that every fault is found in one pass, each with its path.

use super::choices::choice;
use super::plan::{Count, Degrees, DesignPlan, Frame, Known, Only, Plan, StagePlan};
use super::read_estimates::{comparison, estimate, interval, variable};
use super::read_weights::{replication, step};
use crate::analysis::sampling::LonelyRule;
use crate::base::json::{Reader, Slot, read_document};
use crate::base::{Finding, json};
use crate::dataset::Missing;
use crate::dataset::table::{FactorColumn, Shape};

/// The version of the format.
pub const VERSION: u32 = 2;

/// Reads the shape of a plan.
///
/// # Errors
/// `json` with line and column, `not_plan` or `newer_version`, each alone; or every field
/// that is missing, unknown, repeated, of a wrong type or no word of its table.
pub(super) fn read(text: &str) -> Result<Plan, Vec<Finding>> {
    read_document(text, "plan", VERSION, plan)
}

/// The version that a text says it is of, where it is a plan at all.
pub fn version(bytes: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()?;
    let json::Json::Object(fields) = json::parse(text).ok()? else { return None };
    let (_, version) = fields.into_iter().find(|(name, _)| name == "version")?;
    if let json::Json::Whole(version) = version { u32::try_from(version).ok() } else { None }
}

fn plan(r: &mut Reader<'_>) -> Plan {
    r.required("phieu").text();
    version_two(r.required("version"));
    let (shape, satisfied) = r.required("data").object_or_blank(shape);
    let domains = r.optional("domains").value().is_some();
    Plan {
        shape,
        satisfied,
        variables: r.optional("variables").list(|item| item.object_or_blank(variable)),
        design: r.required("design").object_or_blank(design),
        weights: r.optional("weights").list(|item| item.object(step).flatten()).into_iter().flatten().collect(),
        replicates: r.optional("replicates").object(replication).flatten(),
        only: r.optional("only").list(|item| item.object_or_blank(only)),
        domains: if domains { r.optional("domains").list(texts) } else { vec![Vec::new()] },
        intervals: r.optional("intervals").list(|item| item.object_or_blank(interval)),
        degrees: choice::<Degrees>(r.optional("degrees")).unwrap_or_default(),
        estimates: r.optional("estimates").list(|item| item.object(estimate).flatten()).into_iter().flatten().collect(),
        comparisons: r.optional("comparisons").list(|item| item.object(comparison).flatten()).into_iter().flatten().collect(),
        before: r
            .optional("before")
            .object(|r| r.required("weights").list(|item| item.object(step).flatten()).into_iter().flatten().collect()),
    }
}

fn version_two(mut slot: Slot<'_>) {
    if let Some(json::Json::Whole(1)) = slot.value() {
        slot.report("plan_version", "1".to_owned());
    } else {
        slot.whole::<u32>();
    }
}

fn shape(r: &mut Reader<'_>) -> (Shape, Vec<u8>) {
    let shape = Shape {
        id: r.optional("id").text_or_none(),
        items: r.optional("items").texts(),
        numbers: r.optional("numbers").texts(),
        factors: r.optional("factors").list(|item| item.object_or_blank(factor)),
        missing: r.optional("missing").object(missing).unwrap_or_default(),
        levels: r.optional("levels").whole().unwrap_or(5),
    };
    let satisfied: Vec<u8> = r.optional("satisfied").list(level).into_iter().flatten().collect();
    let usual = |level: u8| [level.saturating_sub(1), level].to_vec();
    let satisfied = if satisfied.is_empty() { usual(shape.levels) } else { satisfied };
    (shape, satisfied)
}

fn factor(r: &mut Reader<'_>) -> FactorColumn {
    let id = r.required("id").text();
    FactorColumn { header: r.optional("header").text_or_none().unwrap_or_else(|| id.clone()), labels: r.optional("labels").texts(), id }
}

fn missing(r: &mut Reader<'_>) -> Missing {
    let usual = Missing::default();
    let mut kind = |name, usual| {
        let given = r.optional(name);
        if given.value().is_some() { given.texts() } else { usual }
    };
    Missing {
        blank: kind("blank", usual.blank),
        dont_know: kind("dont_know", usual.dont_know),
        not_applicable: kind("not_applicable", usual.not_applicable),
        not_asked: kind("not_asked", usual.not_asked),
    }
}

fn design(r: &mut Reader<'_>) -> DesignPlan {
    DesignPlan {
        stages: r.optional("stages").list(|item| item.object_or_blank(stage)),
        weight: r.optional("weight").text_or_none(),
        lonely: LonelyRule {
            rule: choice(r.optional("lonely")).unwrap_or_default(),
            domains: choice(r.optional("lonely_domains")).unwrap_or_default(),
        },
        used: choice(r.optional("stages_used")).unwrap_or_default(),
    }
}

fn stage(r: &mut Reader<'_>) -> StagePlan {
    let strata = r.optional("strata").texts();
    let units = r.optional("units").text_or_none();
    let sizes = r.optional("sizes").text_or_none().map(Frame::Sizes);
    let fractions = r.optional("fractions").text_or_none().map(Frame::Fractions);
    let mut counts = r.optional("counts");
    let given = [sizes.is_some(), fractions.is_some(), counts.value().is_some()];
    if given.into_iter().filter(|given| *given).count() > 1 {
        counts.report("population_twice", String::new());
    }
    let counts = counts.value().is_some().then(|| Frame::Counts(counts.list(|item| item.object_or_blank(count))));
    StagePlan { strata, units, frame: sizes.or(fractions).or(counts).unwrap_or_default() }
}

/// A count of a crossing.
pub(super) fn count(r: &mut Reader<'_>) -> Count {
    Count { of: r.required("of").texts(), count: r.required("count").decimal().unwrap_or_default() }
}

/// A crossing whose population is known.
pub(super) fn known(r: &mut Reader<'_>) -> Known {
    Known { by: r.required("by").texts(), totals: r.required("totals").list(|item| item.object_or_blank(count)) }
}

/// Rows with one of some labels.
pub(super) fn only(r: &mut Reader<'_>) -> Only {
    Only { factor: r.required("factor").text(), labels: r.required("labels").texts() }
}

/// A list of names.
pub(super) fn texts(slot: Slot<'_>) -> Vec<String> {
    slot.texts()
}

fn level(slot: Slot<'_>) -> Option<u8> {
    slot.whole()
}
