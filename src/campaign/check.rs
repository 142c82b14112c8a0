//! What is wrong with a campaign, located: found before the field, not after it.

use super::{Campaign, Stratum, Unit, key, link};
use crate::base::number::plain;
use crate::base::{Finding, Text};
use crate::questionnaire::kind::is_name;

/// Every finding about `campaign`; an error means that it cannot be used.
pub fn check(campaign: &Campaign) -> Vec<Finding> {
    let mut findings = Vec::new();
    head(campaign, &mut findings);
    analysis(campaign, &mut findings);
    translations(campaign, &mut findings);
    groups(campaign, &mut findings);
    kinds(campaign, &mut findings);
    for (i, unit) in campaign.units.iter().enumerate() {
        check_unit(campaign, unit, i, &mut findings);
    }
    findings
}

fn head(campaign: &Campaign, findings: &mut Vec<Finding>) {
    for (field, text) in [
        ("id", &campaign.id),
        ("title.vi", &campaign.title.vi),
        ("controller.vi", &campaign.controller.vi),
        ("plan.number", &campaign.plan.number),
        ("hotline", &campaign.hotline),
        ("purpose.vi", &campaign.purpose.vi),
    ] {
        if text.trim().is_empty() {
            findings.push(Finding::error("empty", field, ""));
        }
    }
    if campaign.opens > campaign.closes {
        findings.push(Finding::error("dates_reversed", "closes", String::from(campaign.closes)));
    }
    if campaign.period.from > campaign.period.to {
        findings.push(Finding::error("dates_reversed", "period.to", String::from(campaign.period.to)));
    }
    if campaign.units.is_empty() {
        findings.push(Finding::error("no_units", "units", ""));
    }
    sealing(campaign, findings);
    // The program sets it from `desk`: said twice, it could be said in two ways.
    if let Some(value) = campaign.parameters.get("_desk") {
        findings.push(Finding::error("reserved_parameter", "parameters._desk", value.as_str()));
    }
    name(&campaign.id, "id", findings);
}

/// Key, drop box and retention. A campaign without a key is sound: it cannot be given out, and
/// no interview begins, which those who would say.
fn sealing(campaign: &Campaign, findings: &mut Vec<Finding>) {
    if let Some(text) = campaign.key.as_deref().filter(|text| key::bytes(text).is_none()) {
        findings.push(Finding::error("bad_key", "key", text));
    }
    if let Some(text) = campaign.drop_box.as_deref().filter(|text| !link::is_drop_box(text)) {
        findings.push(Finding::error("bad_drop_box", "drop_box", text));
    }
    if let Some(day) = campaign.keep_until.filter(|day| *day < campaign.closes) {
        findings.push(Finding::error("kept_too_short", "keep_until", String::from(day)));
    }
}

fn analysis(campaign: &Campaign, findings: &mut Vec<Finding>) {
    if campaign.analysis.minimum < 3 {
        findings.push(Finding::error("minimum_under_3", "analysis.minimum", campaign.analysis.minimum.to_string()));
    }
    if !(0.5..1.0).contains(&campaign.analysis.confidence) {
        findings.push(Finding::error("bad_confidence", "analysis.confidence", plain(campaign.analysis.confidence)));
    }
    if let Some(target) = &campaign.analysis.target {
        if !(0.0..=1.0).contains(&target.share) {
            findings.push(Finding::error("bad_target", "analysis.target.share", plain(target.share)));
        }
        titled(&target.name, "analysis.target.name.vi", findings);
    }
}

/// A name that is there and is none: links and files are made of it.
fn name(name: &str, at: &str, findings: &mut Vec<Finding>) {
    if !name.is_empty() && !is_name(name) {
        findings.push(Finding::error("bad_name", at, name));
    }
}

/// English is all or nothing: half of it is a page in two languages.
fn translations(campaign: &Campaign, findings: &mut Vec<Finding>) {
    let mut texts = vec![
        ("title".to_owned(), &campaign.title),
        ("controller".to_owned(), &campaign.controller),
        ("purpose".to_owned(), &campaign.purpose),
    ];
    texts.extend(campaign.groups.iter().enumerate().map(|(i, group)| (format!("groups[{i}].title"), &group.title)));
    texts.extend(campaign.kinds.iter().enumerate().map(|(i, kind)| (format!("kinds[{i}].title"), &kind.title)));
    texts.extend(campaign.analysis.target.iter().map(|target| ("analysis.target.name".to_owned(), &target.name)));
    let lacks = |text: &Text| text.en.trim().is_empty();
    if texts.iter().all(|(_, text)| lacks(text)) {
        return;
    }
    for (at, _) in texts.iter().filter(|(_, text)| lacks(text)) {
        findings.push(Finding::warning("missing_translation", at.as_str(), "en"));
    }
}

fn titled(title: &Text, at: &str, findings: &mut Vec<Finding>) {
    if title.vi.trim().is_empty() {
        findings.push(Finding::error("empty", at, ""));
    }
}

fn kinds(campaign: &Campaign, findings: &mut Vec<Finding>) {
    for (i, kind) in campaign.kinds.iter().enumerate() {
        let at = format!("kinds[{i}].id");
        titled(&kind.title, &format!("kinds[{i}].title.vi"), findings);
        name(&kind.id, &at, findings);
        if campaign.kinds[..i].iter().any(|other| other.id == kind.id) {
            findings.push(Finding::error("duplicate_id", at, kind.id.as_str()));
        }
    }
}

fn groups(campaign: &Campaign, findings: &mut Vec<Finding>) {
    if campaign.groups.is_empty() {
        findings.push(Finding::error("no_groups", "groups", ""));
    }
    for (i, group) in campaign.groups.iter().enumerate() {
        name(&group.id, &format!("groups[{i}].id"), findings);
        titled(&group.title, &format!("groups[{i}].title.vi"), findings);
        if group.questionnaires.is_empty() {
            findings.push(Finding::error("no_questionnaire", format!("groups[{i}]"), group.id.as_str()));
        }
        if campaign.groups[..i].iter().any(|other| other.id == group.id) {
            findings.push(Finding::error("duplicate_id", format!("groups[{i}].id"), group.id.as_str()));
        }
        for id in group.rates.iter().filter(|id| !campaign.kinds.iter().any(|kind| kind.id == **id)) {
            findings.push(Finding::error("unknown_kind", format!("groups[{i}].rates"), id.as_str()));
        }
        assignments(campaign, i, findings);
    }
}

fn assignments(campaign: &Campaign, g: usize, findings: &mut Vec<Finding>) {
    let parts = &campaign.groups[g].assignments;
    for (i, part) in parts.iter().enumerate() {
        let at = format!("groups[{g}].assignments[{i}]");
        name(&part.id, &[&at, ".id"].concat(), findings);
        if parts[..i].iter().any(|other| other.id == part.id) {
            findings.push(Finding::error("duplicate_id", [&at, ".id"].concat(), part.id.as_str()));
        }
        for code in part.units.iter().filter(|code| campaign.unit(code).is_none()) {
            findings.push(Finding::error("unknown_unit", [&at, ".units"].concat(), code.as_str()));
        }
    }
}

fn check_unit(campaign: &Campaign, unit: &Unit, i: usize, findings: &mut Vec<Finding>) {
    let at = |field: &str| format!("units[{i}].{field}");
    for (field, text) in [("code", &unit.code), ("name", &unit.name)] {
        if text.trim().is_empty() {
            findings.push(Finding::error("empty", at(field), ""));
        }
    }
    if campaign.units[..i].iter().any(|other| other.code == unit.code) {
        findings.push(Finding::error("duplicate_id", at("code"), unit.code.as_str()));
    }
    if campaign.units[..i].iter().any(|other| other.name == unit.name) {
        findings.push(Finding::warning("duplicate_name", at("name"), unit.name.as_str()));
    }
    if !campaign.kinds.iter().any(|kind| kind.id == unit.kind) {
        findings.push(Finding::error("unknown_kind", at("kind"), unit.kind.as_str()));
    }
    if let Some(parent) = unit.parent.as_ref().filter(|code| campaign.unit(code).is_none()) {
        findings.push(Finding::warning("unknown_unit", at("parent"), parent.as_str()));
    }
    name(&unit.code, &at("code"), findings);
    for (k, stratum) in unit.strata.iter().enumerate() {
        check_stratum(campaign, unit, (i, k), stratum, findings);
    }
}

fn check_stratum(campaign: &Campaign, unit: &Unit, (i, k): (usize, usize), stratum: &Stratum, findings: &mut Vec<Finding>) {
    let at = |field: &str| format!("units[{i}].strata[{k}].{field}");
    if !campaign.groups.iter().any(|group| group.id == stratum.group) {
        findings.push(Finding::error("unknown_group", at("group"), stratum.group.as_str()));
    }
    if unit.strata[..k].iter().any(|other| other.group == stratum.group) {
        findings.push(Finding::error("duplicate_id", at("group"), stratum.group.as_str()));
    }
    match (stratum.population, stratum.quota) {
        (None, _) => findings.push(Finding::warning("no_population", at("population"), unit.name.as_str())),
        (Some(population), Some(quota)) if quota > population => {
            findings.push(Finding::error("quota_over_population", at("quota"), format!("{quota} > {population}")));
        }
        (Some(_), Some(quota)) if quota > 0 && quota < campaign.analysis.minimum => {
            findings.push(Finding::warning("quota_under_minimum", at("quota"), quota.to_string()));
        }
        (Some(_), _) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Severity;

    const CLOSED: &str = include_str!("../../tests/data/campaigns/closed.json");

    /// The findings of a sound campaign in which `old` was replaced by `new`.
    fn expect(old: &str, new: &str, expect: &[(Severity, &str, &str, &str)]) {
        assert!(CLOSED.contains(old), "{old}");
        let findings = check(&Campaign::read(&CLOSED.replace(old, new)).unwrap());
        let found: Vec<_> = findings.iter().map(|f| (f.severity, f.code.as_str(), f.at.as_str(), f.value.as_str())).collect();
        assert_eq!(found, expect, "{new}");
    }

    #[test]
    fn names_are_ascii_and_stand_once() {
        use Severity::Error;
        let kind = r#"{"id": "ward", "title": {"vi": "Phường", "en": "Wards"}, "parts": []}"#;
        expect(kind, &[kind, ", ", kind].concat(), &[(Error, "duplicate_id", "kinds[1].id", "ward")]);
        expect("\"P01\"", "\"Đ01\"", &[(Error, "bad_name", "units[0].code", "Đ01")]);
        expect("\"P02\"", "\"P 02\"", &[(Error, "bad_name", "units[1].code", "P 02")]);
        expect("\"id\": \"closed\"", "\"id\": \"../x\"", &[(Error, "bad_name", "id", "../x")]);
    }

    #[test]
    fn a_unit_stands_under_one_that_is_there() {
        expect("\"code\": \"P02\"", "\"code\": \"P02\", \"parent\": \"P01\"", &[]);
        expect(
            "\"code\": \"P02\"",
            "\"code\": \"P02\", \"parent\": \"P9\"",
            &[(Severity::Warning, "unknown_unit", "units[1].parent", "P9")],
        );
    }

    #[test]
    fn english_is_all_or_nothing() {
        use Severity::Warning;
        expect(", \"en\": \"Citizens\"", "", &[(Warning, "missing_translation", "groups[0].title", "en")]);
        expect(", \"en\": \"Test round that has ended\"", "", &[(Warning, "missing_translation", "title", "en")]);
        let mut vietnamese = Campaign::read(CLOSED).unwrap();
        for text in [&mut vietnamese.title, &mut vietnamese.controller, &mut vietnamese.purpose] {
            text.en.clear();
        }
        vietnamese.groups[0].title.en.clear();
        vietnamese.kinds[0].title.en.clear();
        vietnamese.analysis.target = None;
        assert_eq!(check(&vietnamese), []);
    }

    #[test]
    fn desk_is_said_once() {
        expect(
            "\"parameters\": {",
            "\"parameters\": {\"_desk\": \"no\", ",
            &[(Severity::Error, "reserved_parameter", "parameters._desk", "no")],
        );
    }

    #[test]
    fn key_drop_box_and_retention_are_sound_or_located() {
        use Severity::Error;
        let closes = "\"closes\": \"2025-04-30\"";
        let with = |more: &str| [closes, ", ", more].concat();
        expect(closes, &with("\"keep_until\": \"2025-04-30\", \"drop_box\": \"https://a.vn/hop\""), &[]);
        expect(closes, &with("\"keep_until\": \"2025-04-29\""), &[(Error, "kept_too_short", "keep_until", "2025-04-29")]);
        expect(closes, &with("\"drop_box\": \"http://a.vn/hop\""), &[(Error, "bad_drop_box", "drop_box", "http://a.vn/hop")]);
        let sound = Campaign::read(CLOSED).unwrap();
        for key in ["", "7KQ2", &"U".repeat(52), &"0".repeat(51)] {
            let found = check(&Campaign { key: Some(key.to_owned()), ..sound.clone() });
            assert_eq!(found, [Finding::error("bad_key", "key", key)]);
        }
        assert_eq!(check(&Campaign { key: Some("0".repeat(52)), ..sound }), []);
    }

    #[test]
    fn shares_and_levels_have_limits() {
        use Severity::Error;
        expect("0.95", "95", &[(Error, "bad_confidence", "analysis.confidence", "95")]);
        expect("\"share\": 0.9", "\"share\": 1.05", &[(Error, "bad_target", "analysis.target.share", "1.05")]);
        expect("\"minimum\": 10", "\"minimum\": 2", &[(Error, "minimum_under_3", "analysis.minimum", "2")]);
    }
}
