//! A campaign from its file: shape only, `check` judges it.

use super::{Analysis, Assignment, Campaign, GivenOut, Group, Period, Plan, Stratum, Target, Unit, UnitKind, VERSION};
use crate::base::json::{Reader, read_document, text};
use crate::base::time::Date;
use crate::base::{Finding, Text};
use crate::response::Channel;

impl Campaign {
    /// Reads a campaign.
    ///
    /// # Errors
    /// `json` with line and column, `not_campaign` or `newer_version`, each alone; or
    /// every field that is missing, unknown, of a wrong type or out of range.
    pub fn read(text: &str) -> Result<Self, Vec<Finding>> {
        read_document(text, "campaign", VERSION, campaign)
    }

    /// Reads a campaign that stands in another document.
    pub fn read_object(r: &mut Reader<'_>) -> Self {
        campaign(r)
    }
}

fn campaign(r: &mut Reader<'_>) -> Campaign {
    Campaign {
        phieu: r.required("phieu").text(),
        version: r.required("version").whole().unwrap_or_default(),
        id: r.required("id").text(),
        edition: r.required("edition").whole().unwrap_or_default(),
        title: r.required("title").object_or_blank(Text::read),
        illustrative: r.optional("illustrative").flag(),
        controller: r.required("controller").object_or_blank(Text::read),
        plan: r.required("plan").object_or_blank(plan),
        hotline: r.required("hotline").text(),
        purpose: r.required("purpose").object_or_blank(Text::read),
        period: r.required("period").object_or_blank(period),
        opens: Date::read(r.required("opens")),
        closes: Date::read(r.required("closes")),
        keep_until: r.optional("keep_until").parsed("bad_date", Date::parse),
        key: r.optional("key").text_or_none(),
        drop_box: r.optional("drop_box").text_or_none(),
        desk: r.optional("desk").flag(),
        parameters: r.optional("parameters").map(text),
        groups: r.required("groups").list(|item| item.object_or_blank(group)),
        kinds: r.required("kinds").list(|item| item.object_or_blank(kind)),
        units: r.required("units").list(|item| item.object_or_blank(unit)),
        analysis: r.optional("analysis").object(analysis).unwrap_or_default(),
        pins: r.optional("pins").map(text),
        released: r.optional("released").list(|item| item.object_or_blank(released)),
    }
}

fn released(r: &mut Reader<'_>) -> GivenOut {
    GivenOut { edition: r.required("edition").whole().unwrap_or_default(), fingerprint: r.required("fingerprint").text() }
}

fn plan(r: &mut Reader<'_>) -> Plan {
    Plan { number: r.required("number").text(), date: Date::read(r.required("date")) }
}

fn period(r: &mut Reader<'_>) -> Period {
    Period { from: Date::read(r.required("from")), to: Date::read(r.required("to")) }
}

fn group(r: &mut Reader<'_>) -> Group {
    Group {
        id: r.required("id").text(),
        title: r.required("title").object_or_blank(Text::read),
        questionnaires: r.required("questionnaires").texts(),
        rates: r.optional("rates").texts(),
        link: r.optional("link").word(&[Channel::OpenLink, Channel::Invitation], Channel::word).unwrap_or(Channel::OpenLink),
        census: r.optional("census").flag(),
        sent: r.optional("sent").whole(),
        assignments: r.optional("assignments").list(|item| item.object_or_blank(assignment)),
    }
}

fn assignment(r: &mut Reader<'_>) -> Assignment {
    Assignment { id: r.required("id").text(), units: r.required("units").texts() }
}

fn kind(r: &mut Reader<'_>) -> UnitKind {
    UnitKind { id: r.required("id").text(), title: r.required("title").object_or_blank(Text::read), parts: r.optional("parts").texts() }
}

fn unit(r: &mut Reader<'_>) -> Unit {
    Unit {
        code: r.required("code").text(),
        name: r.required("name").text(),
        old_names: r.optional("old_names").texts(),
        kind: r.required("kind").text(),
        parent: r.optional("parent").text_or_none(),
        villages: r.optional("villages").texts(),
        strata: r.optional("strata").list(|item| item.object_or_blank(stratum)),
    }
}

fn stratum(r: &mut Reader<'_>) -> Stratum {
    Stratum { group: r.required("group").text(), population: r.optional("population").whole(), quota: r.optional("quota").whole() }
}

fn analysis(r: &mut Reader<'_>) -> Analysis {
    let Analysis { minimum, confidence, target } = Analysis::default();
    Analysis {
        minimum: r.optional("minimum").whole().unwrap_or(minimum),
        confidence: r.optional("confidence").decimal().unwrap_or(confidence),
        target: r.optional("target").object(self::target).or(target),
    }
}

fn target(r: &mut Reader<'_>) -> Target {
    Target { name: r.required("name").object_or_blank(Text::read), share: r.required("share").decimal().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSED: &str = include_str!("../../tests/data/campaigns/closed.json");

    #[test]
    fn what_is_written_is_what_was_read() {
        let campaign = Campaign::read(CLOSED).unwrap();
        let written = serde_json::to_string(&campaign).unwrap();
        assert_eq!(Campaign::read(&written), Ok(campaign));
    }

    #[test]
    fn a_day_that_is_none_and_a_wrong_number_are_found_at_once() {
        let text = CLOSED.replace("2025-04-30", "2025-04-31").replace("13860", "-1").replace("\"hotline\"", "\"hot_line\"");
        let findings = Campaign::read(&text).unwrap_err();
        let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.at.as_str(), f.value.as_str())).collect();
        assert_eq!(
            found,
            [
                ("missing_field", "hotline", ""),
                ("bad_date", "closes", "2025-04-31"),
                ("out_of_range", "units[0].strata[0].population", "-1"),
                ("unknown_field", "hot_line", "0200 3 888 888"),
            ]
        );
    }

    #[test]
    fn other_files_are_told_apart() {
        let codes = |text: &str| Campaign::read(text).unwrap_err().iter().map(|f| f.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes(&CLOSED.replace("\"campaign\"", "\"questionnaire\"")), ["not_campaign"]);
        assert_eq!(codes(&CLOSED.replace("\"version\": 3", "\"version\": 4")), ["newer_version"]);
    }
}
