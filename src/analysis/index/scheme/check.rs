//! What is wrong with a scheme, located: found before a unit is scored by it.

use super::{Combine, Criterion, GroupRule, Item, Measure, Scheme, Shares, Source, check_rules};
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::base::number::plain;
use crate::base::{Finding, Text};

/// Most decimals that a score is printed with.
const MOST_DECIMALS: u8 = 6;

/// Every finding about `scheme`; an error means that it cannot be used.
pub fn check(scheme: &Scheme) -> Vec<Finding> {
    let mut findings = Vec::new();
    head(scheme, &mut findings);
    combine(&scheme.groups, "groups", &mut findings);
    for (name, shares) in &scheme.scales {
        check_shares(shares, &format!("scales.{name}"), &mut findings);
    }
    fields(scheme, &mut findings);
    items(&scheme.bonus, "bonus", &mut findings);
    items(&scheme.penalty, "penalty", &mut findings);
    ids(scheme, &mut findings);
    sources_twice(scheme, &mut findings);
    check_rules::check(scheme, &mut findings);
    translations(scheme, &mut findings);
    findings
}

fn head(scheme: &Scheme, findings: &mut Vec<Finding>) {
    name(&scheme.id, "id", findings);
    if scheme.title.vi.trim().is_empty() {
        findings.push(Finding::error("empty", "title.vi", ""));
    }
    if scheme.kinds.is_empty() {
        findings.push(Fault::NothingInside.error("kinds", ""));
    }
    positive(&scheme.total, "total", findings);
    if scheme.decimals > MOST_DECIMALS {
        findings.push(Fault::TooManyDecimals.error("decimals", scheme.decimals.to_string()));
    }
    if !(0.5..0.9999).contains(&scheme.confidence) {
        findings.push(Finding::error("bad_confidence", "confidence", plain(scheme.confidence)));
    }
}

/// ASCII letters, digits, `_`, `-` and `.`, at most 40: they stand in files.
pub(super) fn name(id: &str, at: &str, findings: &mut Vec<Finding>) {
    let sound = (1..=40).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if !sound {
        findings.push(Finding::error("bad_name", at, id));
    }
}

fn positive(max: &Exact, at: &str, findings: &mut Vec<Finding>) {
    if max.is_zero() || max.is_negative() {
        findings.push(Fault::MaximumNotPositive.error(at, max.plain()));
    }
}

fn adds_up<'a>(maxima: impl Iterator<Item = &'a Exact>, expect: &Exact, at: &str, findings: &mut Vec<Finding>) {
    let sum: Exact = maxima.sum();
    if sum != *expect {
        findings.push(Fault::SumOfMaxima.error(at, format!("{} ≠ {}", sum.plain(), expect.plain())));
    }
}

fn fields(scheme: &Scheme, findings: &mut Vec<Finding>) {
    adds_up(scheme.fields.iter().map(|field| &field.max), &scheme.total, "fields", findings);
    for (i, field) in scheme.fields.iter().enumerate() {
        let at = format!("fields[{i}]");
        name(&field.id, &[&at, ".id"].concat(), findings);
        positive(&field.max, &[&at, ".max"].concat(), findings);
        let inside = [&at, ".criteria"].concat();
        if field.criteria.is_empty() {
            findings.push(Fault::NothingInside.error(inside, field.id.as_str()));
            continue;
        }
        adds_up(field.criteria.iter().map(|criterion| &criterion.max), &field.max, &inside, findings);
        for (k, criterion) in field.criteria.iter().enumerate() {
            check_criterion(scheme, criterion, &format!("{inside}[{k}]"), findings);
        }
    }
}

fn check_criterion(scheme: &Scheme, criterion: &Criterion, at: &str, findings: &mut Vec<Finding>) {
    name(&criterion.id, &[at, ".id"].concat(), findings);
    positive(&criterion.max, &[at, ".max"].concat(), findings);
    if let Some(measure) = &criterion.survey {
        check_measure(scheme, measure, &[at, ".survey"].concat(), findings);
    }
    if criterion.parts.is_empty() {
        return;
    }
    if criterion.survey.is_some() {
        findings.push(Fault::SurveyOnParent.error([at, ".survey"].concat(), criterion.id.as_str()));
    }
    let inside = [at, ".parts"].concat();
    adds_up(criterion.parts.iter().map(|part| &part.max), &criterion.max, &inside, findings);
    for (i, part) in criterion.parts.iter().enumerate() {
        check_criterion(scheme, part, &format!("{inside}[{i}]"), findings);
    }
}

fn check_measure(scheme: &Scheme, measure: &Measure, at: &str, findings: &mut Vec<Finding>) {
    if measure.sources.is_empty() {
        findings.push(Fault::NothingInside.error([at, ".sources"].concat(), ""));
    }
    for (i, source) in measure.sources.iter().enumerate() {
        check_source(scheme, source, &format!("{at}.sources[{i}]"), findings);
    }
    if let Some(groups) = &measure.groups {
        combine(groups, &[at, ".groups"].concat(), findings);
    }
}

fn check_source(scheme: &Scheme, source: &Source, at: &str, findings: &mut Vec<Finding>) {
    let one_subject = source.question.is_empty() != source.factor.is_empty();
    let one_scale = source.scale.is_empty() || source.shares.is_empty();
    if !one_subject || !one_scale {
        findings.push(Fault::SourceUnclear.error(at, source.id()));
    }
    match scheme.shares(source) {
        None => findings.push(Finding::error("unknown_scale", [at, ".scale"].concat(), source.scale.as_str())),
        Some(_) if !source.scale.is_empty() => {}
        Some(shares) => check_shares(shares, &[at, ".shares"].concat(), findings),
    }
}

fn check_shares(shares: &Shares, at: &str, findings: &mut Vec<Finding>) {
    let one = Exact::whole(1);
    if shares.is_empty() {
        findings.push(Fault::NoShares.error(at, ""));
    } else if shares.values().all(|share| *share < one) {
        findings.push(Fault::NoFullShare.warning(at, ""));
    }
    for (answer, share) in shares.iter().filter(|(_, share)| share.is_negative() || **share > one) {
        findings.push(Fault::ShareOutOfRange.error(format!("{at}.{answer}"), share.plain()));
    }
}

fn combine(groups: &Combine, at: &str, findings: &mut Vec<Finding>) {
    let sum: Exact = groups.weights.values().sum();
    let fits = match groups.rule {
        GroupRule::Pooled => groups.weights.is_empty(),
        GroupRule::Fixed => sum == Exact::whole(1) && !groups.weights.values().any(Exact::is_negative),
    };
    if !fits {
        findings.push(Fault::WeightsNotOne.error([at, ".weights"].concat(), sum.plain()));
    }
}

fn items(items: &[Item], at: &str, findings: &mut Vec<Finding>) {
    for (i, item) in items.iter().enumerate() {
        name(&item.id, &format!("{at}[{i}].id"), findings);
        positive(&item.max, &format!("{at}[{i}].max"), findings);
    }
}

/// Every name that a row of an appraisal can have, with its place.
fn named(scheme: &Scheme) -> Vec<(String, &str)> {
    let mut all = Vec::new();
    for (i, field) in scheme.fields.iter().enumerate() {
        all.push((format!("fields[{i}]"), field.id.as_str()));
        for (k, criterion) in field.criteria.iter().enumerate() {
            let at = format!("fields[{i}].criteria[{k}]");
            let parts = criterion.parts.iter().enumerate().map(|(p, part)| (format!("{at}.parts[{p}]"), part.id.as_str()));
            all.push((at.clone(), criterion.id.as_str()));
            all.extend(parts);
        }
    }
    all.extend(scheme.bonus.iter().enumerate().map(|(i, item)| (format!("bonus[{i}]"), item.id.as_str())));
    all.extend(scheme.penalty.iter().enumerate().map(|(i, item)| (format!("penalty[{i}]"), item.id.as_str())));
    all
}

fn ids(scheme: &Scheme, findings: &mut Vec<Finding>) {
    let mut seen = std::collections::BTreeSet::new();
    for (at, id) in named(scheme) {
        if !seen.insert(id) {
            findings.push(Finding::error("duplicate_id", [&at, ".id"].concat(), id));
        }
    }
}

/// An answer that earns points twice may be meant; somebody should look.
fn sources_twice(scheme: &Scheme, findings: &mut Vec<Finding>) {
    let mut seen = std::collections::BTreeSet::new();
    for leaf in scheme.leaves() {
        for source in leaf.leaf.survey.iter().flat_map(|measure| &measure.sources) {
            if !seen.insert((source.question.as_str(), source.factor.as_str())) {
                findings.push(Fault::SourceTwice.warning(leaf.leaf.id.as_str(), source.id()));
            }
        }
    }
}

/// English is all or nothing: half of it is a page in two languages.
fn translations(scheme: &Scheme, findings: &mut Vec<Finding>) {
    let lacks = |text: &Text| text.en.trim().is_empty();
    let texts = texts(scheme);
    if texts.iter().all(|(_, text)| lacks(text)) {
        return;
    }
    for (at, _) in texts.iter().filter(|(_, text)| lacks(text)) {
        findings.push(Finding::warning("missing_translation", at.as_str(), "en"));
    }
}

fn texts(scheme: &Scheme) -> Vec<(String, &Text)> {
    let mut all = vec![("title".to_owned(), &scheme.title)];
    for field in &scheme.fields {
        all.push((field.id.clone(), &field.title));
        for criterion in &field.criteria {
            all.push((criterion.id.clone(), &criterion.title));
            all.extend(criterion.parts.iter().map(|part| (part.id.clone(), &part.title)));
        }
    }
    all.extend(scheme.bonus.iter().chain(&scheme.penalty).map(|item| (item.id.clone(), &item.title)));
    all.extend(scheme.classes.iter().map(|class| (["classes.", &class.id].concat(), &class.title)));
    all.extend(scheme.ratings.iter().map(|rating| (["ratings.", &rating.id].concat(), &rating.title)));
    all.extend(scheme.flags.iter().map(|flag| (["flags.", &flag.id].concat(), &flag.title)));
    all.extend(scheme.duties.iter().map(|duty| (["duties.", &duty.id].concat(), &duty.title)));
    all
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::analysis::index::tests::SMALL;

    /// The findings of a sound scheme in which `old` was replaced by `new`.
    pub fn expect(old: &str, new: &str, expect: &[(&str, &str, &str)]) {
        assert!(SMALL.contains(old), "{old}");
        let findings = check(&Scheme::read(&SMALL.replacen(old, new, 1)).unwrap());
        let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.at.as_str(), f.value.as_str())).collect();
        assert_eq!(found, expect, "{new}");
    }

    #[test]
    fn a_sound_scheme_has_none() {
        expect("{", "{", &[]);
    }

    #[test]
    fn maxima_add_up() {
        expect(
            "\"max\": 60",
            "\"max\": 59.5",
            &[("index_sum_of_maxima", "fields", "99.5 ≠ 100"), ("index_sum_of_maxima", "fields[0].criteria", "60 ≠ 59.5")],
        );
        expect(
            "\"max\": 20}",
            "\"max\": -1}",
            &[
                ("index_sum_of_maxima", "fields[0].criteria[0].parts", "19 ≠ 40"),
                ("index_maximum_not_positive", "fields[0].criteria[0].parts[0].max", "-1"),
            ],
        );
        expect("\"max\": 3}", "\"max\": 0}", &[("index_maximum_not_positive", "penalty[0].max", "0")]);
    }

    #[test]
    fn names_stand_once() {
        expect("\"1.1.2\"", "\"1.2\"", &[("duplicate_id", "fields[0].criteria[1].id", "1.2")]);
        expect("\"B1\"", "\"digital\"", &[("duplicate_id", "bonus[0].id", "digital")]);
        expect("\"2.1\"", "\"2 1\"", &[("bad_name", "fields[1].criteria[0].id", "2 1")]);
    }

    #[test]
    fn shares_and_sources_are_sound() {
        expect("\"b\": 0.6", "\"b\": 1.6", &[("index_share_out_of_range", "scales.abcd.b", "1.6")]);
        expect("\"a\": 1", "\"a\": 0.9", &[("index_no_full_share", "scales.abcd", "")]);
        expect("\"scale\": \"abcd\"", "\"scale\": \"abc\"", &[("unknown_scale", "fields[0].criteria[1].survey.sources[0].scale", "abc")]);
        let at = "fields[0].criteria[1].survey.sources[0]";
        expect("\"question\"", "\"factor\": \"x\", \"question\"", &[("index_source_unclear", at, "c_procedures")]);
        expect(", \"scale\": \"abcd\"", "", &[("index_no_shares", &[at, ".shares"].concat(), "")]);
        expect("\"factor\": \"access\"", "\"question\": \"c_procedures\"", &[("index_source_twice", "2.2", "c_procedures")]);
        expect(
            r#""survey": {"sources""#,
            r#""parts": [{"id": "x", "title": {"vi": "x"}, "max": 20}], "survey": {"sources""#,
            &[("index_survey_on_parent", "fields[0].criteria[1].survey", "1.2")],
        );
    }

    #[test]
    fn fixed_weights_are_one_together() {
        let with = |weights: &str| format!(r#""kinds": ["department"], "groups": {{"rule": "fixed", "weights": {weights}}}"#);
        let wrong = |value| [("index_weights_not_one", "groups.weights", value)];
        expect(r#""kinds": ["department"]"#, &with(r#"{"a": 0.7, "b": 0.3}"#), &[]);
        expect(r#""kinds": ["department"]"#, &with(r#"{"a": 0.7, "b": 0.2}"#), &wrong("0.9"));
        expect(r#""kinds": ["department"]"#, &with(r#"{"a": 1.5, "b": -0.5}"#), &wrong("1"));
        expect(r#""kinds": ["department"]"#, &with("{}"), &wrong("0"));
    }

    #[test]
    fn a_head_is_complete() {
        expect(
            r#"["department"], "total": 100"#,
            r#"[], "confidence": 1, "decimals": 9"#,
            &[("index_nothing_inside", "kinds", ""), ("index_too_many_decimals", "decimals", "9"), ("bad_confidence", "confidence", "1")],
        );
    }

    #[test]
    fn english_is_all_or_nothing() {
        let text = SMALL.replacen("\"Bộ tiêu chí thử\"", "\"Bộ tiêu chí thử\", \"en\": \"A scheme\"", 1);
        let findings = check(&Scheme::read(&text).unwrap());
        assert!(findings.len() > 10 && findings.iter().all(|f| f.code == "missing_translation"), "{findings:?}");
    }
}
