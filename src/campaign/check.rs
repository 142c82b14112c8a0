//! What is wrong with a campaign, located: found before the field, not after it.

use super::{Campaign, Unit};
use crate::base::Finding;

/// Every finding about `campaign`; an error means that it cannot be used.
pub fn check(campaign: &Campaign) -> Vec<Finding> {
    let mut findings = Vec::new();
    head(campaign, &mut findings);
    groups(campaign, &mut findings);
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
    if campaign.analysis.minimum < 3 {
        findings.push(Finding::error("minimum_under_3", "analysis.minimum", campaign.analysis.minimum.to_string()));
    }
    if !(0.5..1.0).contains(&campaign.analysis.confidence) {
        findings.push(Finding::error("bad_confidence", "analysis.confidence", campaign.analysis.confidence.to_string()));
    }
    if let Some(target) = &campaign.analysis.target
        && !(0.0..=1.0).contains(&target.share)
    {
        findings.push(Finding::error("bad_target", "analysis.target.share", target.share.to_string()));
    }
    if campaign.units.is_empty() {
        findings.push(Finding::error("no_units", "units", ""));
    }
}

fn groups(campaign: &Campaign, findings: &mut Vec<Finding>) {
    if campaign.groups.is_empty() {
        findings.push(Finding::error("no_groups", "groups", ""));
    }
    for (i, group) in campaign.groups.iter().enumerate() {
        if group.questionnaires.is_empty() {
            findings.push(Finding::error("no_questionnaire", format!("groups[{i}]"), group.id.as_str()));
        }
        if campaign.groups[..i].iter().any(|other| other.id == group.id) {
            findings.push(Finding::error("duplicate_id", format!("groups[{i}].id"), group.id.as_str()));
        }
        for id in &group.questionnaires {
            if campaign.groups[..i].iter().any(|other| other.questionnaires.contains(id)) {
                findings.push(Finding::error("questionnaire_of_two_groups", format!("groups[{i}].questionnaires"), id.as_str()));
            }
        }
    }
}

fn check_unit(campaign: &Campaign, unit: &Unit, i: usize, findings: &mut Vec<Finding>) {
    let at = |field: &str| format!("units[{i}].{field}");
    if unit.code.is_empty() || unit.name.trim().is_empty() {
        findings.push(Finding::error("empty", at("code"), unit.name.as_str()));
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
    for (k, stratum) in unit.strata.iter().enumerate() {
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
}
