//! Reads a plan and says what is wrong with it and where.

use std::collections::BTreeSet;

use super::plan::{Plan, Weights};
use crate::base::finding::has_error;
use crate::base::{Finding, Severity};
use crate::dataset::{FrameUnit, MAX_LEVEL};

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 1;
/// So many are listed; errors stand first.
const MOST_FINDINGS: usize = 100;

/// Reads a plan document. `None` where it cannot be used; then one finding at least
/// is an error. A place is a line and column where the text is no plan, else a path.
pub fn read(bytes: &[u8]) -> (Option<Plan>, Vec<Finding>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let plan: Plan = match serde_json::from_slice(bytes) {
        Ok(plan) => plan,
        Err(error) => {
            let at = format!("line {}, column {}", error.line(), error.column());
            return (None, vec![Finding::error("plan_syntax", at, error.to_string())]);
        }
    };
    let mut findings = check(&plan);
    let sound = !has_error(&findings);
    findings.sort_by_key(|finding| finding.severity != Severity::Error);
    findings.truncate(MOST_FINDINGS);
    (sound.then_some(plan), findings)
}

/// What is wrong with a plan; empty where nothing is.
pub fn check(plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    if plan.version != VERSION {
        findings.push(Finding::error("plan_version", "version", plan.version.to_string()));
    }
    data(plan, &mut findings);
    scale(plan, &mut findings);
    factors(plan, &mut findings);
    kinds(plan, &mut findings);
    repeated(&plan.frame.iter().map(FrameUnit::stratum).collect::<Vec<_>>(), "frame", &mut findings);
    if !(0.5..=0.999).contains(&plan.interval.level) {
        findings.push(Finding::error("interval_level", "interval.level", plan.interval.level.to_string()));
    }
    findings
}

fn data(plan: &Plan, findings: &mut Vec<Finding>) {
    if plan.data.unit.is_empty() {
        findings.push(Finding::error("unit_not_mapped", "data.unit", ""));
    }
    if plan.data.items.is_empty() && plan.data.numbers.is_empty() {
        findings.push(Finding::error("nothing_to_estimate", "data.items", ""));
    }
    repeated(&plan.data.items, "data.items", findings);
    repeated(&plan.data.profile, "data.profile", findings);
    repeated(&plan.data.numbers, "data.numbers", findings);
    if plan.design.weights == Weights::Column && plan.data.weight.is_none() {
        findings.push(Finding::error("weight_not_mapped", "data.weight", ""));
    }
    let missing = &plan.data.missing;
    for (code, name) in [
        (&missing.blank, "blank"),
        (&missing.dont_know, "dont_know"),
        (&missing.not_applicable, "not_applicable"),
        (&missing.not_asked, "not_asked"),
    ] {
        let levels = code.iter().filter(|value| value.parse::<u8>().is_ok_and(|level| (1..=plan.scale.levels).contains(&level)));
        findings.extend(levels.map(|value| Finding::error("missing_code_is_level", format!("data.missing.{name}"), value)));
    }
}

fn scale(plan: &Plan, findings: &mut Vec<Finding>) {
    let scale = &plan.scale;
    if !(2..=MAX_LEVEL).contains(&scale.levels) {
        findings.push(Finding::error("scale_levels", "scale.levels", scale.levels.to_string()));
    }
    if scale.satisfied.is_empty() {
        findings.push(Finding::error("no_satisfied_level", "scale.satisfied", ""));
    }
    let outside = scale.satisfied.iter().enumerate().filter(|(_, level)| !(1..=scale.levels).contains(*level));
    findings.extend(
        outside.map(|(index, level)| Finding::error("satisfied_not_a_level", format!("scale.satisfied[{index}]"), level.to_string())),
    );
}

fn factors(plan: &Plan, findings: &mut Vec<Finding>) {
    repeated(&plan.factors.iter().map(|factor| factor.id.clone()).collect::<Vec<_>>(), "factors", findings);
    repeated(&plan.parts.iter().map(|part| part.id.clone()).collect::<Vec<_>>(), "parts", findings);
    let mut used = BTreeSet::new();
    for (index, factor) in plan.factors.iter().enumerate() {
        if factor.items.is_empty() {
            findings.push(Finding::error("factor_without_item", format!("factors[{index}].items"), &factor.id));
        }
        if !factor.part.is_empty() && plan.parts.iter().all(|part| part.id != factor.part) {
            findings.push(Finding::error("unknown_part", format!("factors[{index}].part"), &factor.part));
        }
        for (place, item) in factor.items.iter().enumerate() {
            let at = || format!("factors[{index}].items[{place}]");
            if !plan.data.items.contains(item) {
                findings.push(Finding::error("unknown_item", at(), item));
            }
            if !used.insert(item) {
                findings.push(Finding::error("item_in_two_factors", at(), item));
            }
        }
    }
    let left = plan.data.items.iter().enumerate().filter(|(_, item)| !plan.factors.is_empty() && !used.contains(item));
    findings.extend(left.map(|(index, item)| Finding::warning("item_without_factor", format!("data.items[{index}]"), item)));
}

fn kinds(plan: &Plan, findings: &mut Vec<Finding>) {
    repeated(&plan.unit_kinds.iter().map(|rule| rule.kind.clone()).collect::<Vec<_>>(), "unit_kinds", findings);
    for (index, rule) in plan.unit_kinds.iter().enumerate() {
        let unknown = rule.parts.iter().enumerate().filter(|(_, id)| plan.parts.iter().all(|part| part.id != **id));
        findings.extend(unknown.map(|(place, id)| Finding::error("unknown_part", format!("unit_kinds[{index}].parts[{place}]"), id)));
    }
}

fn repeated(names: &[String], at: &str, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    let again = names.iter().enumerate().filter(|(_, name)| !seen.insert(name.as_str()));
    findings.extend(again.map(|(index, name)| Finding::error("repeated", format!("{at}[{index}]"), name)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(json: &str) -> Vec<(String, String)> {
        read(json.as_bytes()).1.into_iter().map(|finding| (finding.code, finding.at)).collect()
    }

    fn check(rest: &str, expect: &[(&str, &str)]) {
        let json = format!(r#"{{"phieu":"plan","version":1,"data":{{"unit":"u","items":["q1","q2"]}}{rest}}}"#);
        let expect: Vec<_> = expect.iter().map(|(code, at)| ((*code).to_owned(), (*at).to_owned())).collect();
        assert_eq!(codes(&json), expect, "{rest}");
    }

    #[test]
    fn a_plan_of_two_statements_is_enough() {
        check("", &[]);
    }

    #[test]
    fn each_fault_has_its_place() {
        check(r#","scale":{"levels":5,"satisfied":[4,6]}"#, &[("satisfied_not_a_level", "scale.satisfied[1]")]);
        check(r#","scale":{"levels":12,"satisfied":[4]}"#, &[("scale_levels", "scale.levels")]);
        check(r#","interval":{"level":1.5}"#, &[("interval_level", "interval.level")]);
        check(r#","unit_kinds":[{"kind":"department","parts":["II"]}]"#, &[("unknown_part", "unit_kinds[0].parts[0]")]);
        check(r#","factors":[{"id":"F1","items":["q1","q2","q1"]}]"#, &[("item_in_two_factors", "factors[0].items[2]")]);
        check(
            r#","factors":[{"id":"F1","items":["q1","q9"]}]"#,
            &[("unknown_item", "factors[0].items[1]"), ("item_without_factor", "data.items[1]")],
        );
        check(r#","design":{"weights":"column"}"#, &[("weight_not_mapped", "data.weight")]);
    }

    #[test]
    fn what_is_no_plan_says_the_line() {
        let found = codes("{\n\"phieu\": \"plan\",\n\"version\": 1, \"colour\": 3}");
        assert_eq!(found[0].0, "plan_syntax");
        assert!(found[0].1.starts_with("line 3"), "{found:?}");
        assert_eq!(codes("")[0].0, "plan_syntax");
        assert_eq!(codes("{\"phieu\":\"questionnaire\"}")[0].0, "plan_syntax");
    }
}
