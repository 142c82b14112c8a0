//! The addresses that a campaign gives out: one for each unit and group, and for a group
//! with a grid one for each part of its units. Every character makes a printed code denser,
//! so an address says what it leads to and no more; but unit and group it says always, even
//! where there is one of them today: paper outlives an edition, and a later one may have
//! others in front. `app::route` reads what is written here.

use super::{Campaign, Group, Unit};
use crate::base::Finding;

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// Id of the group.
    pub group: String,
    /// Id of the questionnaire, where the group has several.
    pub questionnaire: Option<String>,
    /// Code of the unit; none for a grid of many.
    pub unit: Option<String>,
    /// Id of the group's part of the units.
    pub assignment: Option<String>,
    /// The form is a grid, which another program shows.
    pub grid: bool,
}

/// Everything that gets an address of its own, for each questionnaire of a group: each unit
/// that is to be asked about, or each part of the units where a form has many at once.
/// `is_grid` tells of a questionnaire whether it is such a form.
pub fn targets(campaign: &Campaign, is_grid: impl Fn(&str) -> bool) -> Vec<Target> {
    let mut out = Vec::new();
    for group in &campaign.groups {
        let several = group.questionnaires.len() > 1;
        for questionnaire in &group.questionnaires {
            let grid = is_grid(questionnaire);
            let target = |unit: Option<&str>, assignment: Option<&str>| Target {
                group: group.id.clone(),
                questionnaire: several.then(|| questionnaire.clone()),
                unit: unit.map(str::to_owned),
                assignment: assignment.map(str::to_owned),
                grid,
            };
            if !grid {
                out.extend(asked_about(campaign, group).map(|unit| target(Some(&unit.code), None)));
            } else if group.assignments.is_empty() {
                out.push(target(None, None));
            } else {
                out.extend(group.assignments.iter().map(|part| target(None, Some(&part.id))));
            }
        }
    }
    out
}

/// The units that a group rates, but for those whose stratum says that nobody is asked.
fn asked_about<'a>(campaign: &'a Campaign, group: &'a Group) -> impl Iterator<Item = &'a Unit> {
    let asks_nobody = |unit: &Unit| {
        let stratum = unit.strata.iter().find(|stratum| stratum.group == group.id);
        stratum.is_some_and(|stratum| stratum.population == Some(0) || stratum.quota == Some(0))
    };
    campaign.rated(&group.id, None).into_iter().filter(move |unit| !asks_nobody(unit))
}

/// The part of an address behind the `#`, with it. Beside the edition's
/// fingerprint stands the mark of the campaign's key: a file with another key is not answered.
/// Without a fingerprint it opens whatever the host has; that is short enough to be typed.
pub fn fragment(campaign: &Campaign, target: &Target, fingerprint: Option<&str>) -> String {
    let key = fingerprint.and_then(|_| campaign.key_mark());
    let parameters = [
        ("u", target.unit.as_deref()),
        ("g", Some(target.group.as_str())),
        ("q", target.questionnaire.as_deref()),
        ("a", target.assignment.as_deref()),
        ("c", fingerprint),
        ("k", key.as_deref()),
    ];
    let mut out = [if target.grid { "#/o/" } else { "#/r/" }, &campaign.id].concat();
    let said = parameters.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    for (i, (name, value)) in said.enumerate() {
        out.extend([if i == 0 { "?" } else { "&" }, name, "=", value]);
    }
    out
}

/// A surveyor's address behind the `#`: the tablet takes no forms for another key.
pub fn tablets(campaign: &Campaign) -> String {
    let key = campaign.key_mark().map(|mark| ["?k=", &mark].concat()).unwrap_or_default();
    ["#/collect/", &campaign.id, &key].concat()
}

/// The address of the page that links begin with, from what was typed or from the address
/// bar: `https://host/folder/`. Plain HTTP only on this machine, since no other opens it.
///
/// # Errors
/// `address_empty`, `address_not_https`, `address_bad`.
pub fn base(text: &str) -> Result<String, Finding> {
    let text = text.trim();
    let page = text.split(['#', '?']).next().unwrap_or_default().trim_end_matches("index.html");
    if page.is_empty() {
        return Err(Finding::error("address_empty", "", ""));
    }
    let (secure, rest) = match (page.strip_prefix("https://"), page.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) if page.contains("://") => return Err(Finding::error("address_not_https", "", text)),
        (None, None) => (true, page),
    };
    let host = rest.split('/').next().unwrap_or_default();
    let known = |c: char| c.is_ascii_alphanumeric() || "-._~/:[]%".contains(c);
    if !host.chars().any(|c| c.is_ascii_alphanumeric()) || host.starts_with('.') || !rest.chars().all(known) {
        return Err(Finding::error("address_bad", "", text));
    }
    if !secure && !is_loopback(host) {
        return Err(Finding::error("address_not_https", "", text));
    }
    let slash = if rest.ends_with('/') { "" } else { "/" };
    Ok([if secure { "https://" } else { "http://" }, rest, slash].concat())
}

/// Whether a base is of this machine alone.
pub fn is_local(base: &str) -> bool {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    is_loopback(rest.split('/').next().unwrap_or_default())
}

/// Whether a text is the address of a drop box: a database, named without a slash at the end,
/// over HTTPS, or over HTTP on this machine; no name or password in it, for the file is public.
pub fn is_drop_box(text: &str) -> bool {
    let (secure, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return false,
    };
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:[]%".contains(&byte);
    let mut parts = rest.split('/');
    let host = parts.next().unwrap_or_default();
    let named = host.as_bytes().first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'[');
    let database = parts.next().is_some() && !rest.ends_with('/');
    named && database && rest.bytes().all(known) && (secure || is_loopback(host))
}

fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host });
    matches!(name, "localhost" | "[::1]") || (name.starts_with("127.") && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = include_str!("../../tests/data/units/campaign.json");

    fn target(group: &str, unit: Option<&str>, assignment: Option<&str>, grid: bool) -> Target {
        Target {
            group: group.to_owned(),
            questionnaire: None,
            unit: unit.map(str::to_owned),
            assignment: assignment.map(str::to_owned),
            grid,
        }
    }

    fn with_units(codes: &[&str]) -> Campaign {
        let mut campaign = Campaign::read(TWO).unwrap();
        let unit = campaign.units[0].clone();
        campaign.units = codes.iter().map(|code| Unit { code: (*code).to_owned(), ..unit.clone() }).collect();
        campaign
    }

    #[test]
    fn an_address_says_unit_and_group_and_no_more() {
        let campaign = Campaign { key: None, ..with_units(&["X01", "X02"]) };
        let check = |target: &Target, mark, expect: &str| assert_eq!(fragment(&campaign, target, mark), expect);
        check(&target("citizen", Some("X01"), None, false), Some("ABC"), "#/r/units?u=X01&g=citizen&c=ABC");
        check(&target("firm", Some("X02"), None, false), Some("ABC"), "#/r/units?u=X02&g=firm&c=ABC");
        check(&target("firm", None, Some("a"), true), Some("ABC"), "#/o/units?g=firm&a=a&c=ABC");
        check(&target("citizen", Some("X01"), None, false), None, "#/r/units?u=X01&g=citizen");
        assert_eq!(fragment(&with_units(&["X01"]), &target("citizen", Some("X01"), None, false), None), "#/r/units?u=X01&g=citizen");
    }

    #[test]
    fn units_that_nobody_is_asked_about_have_no_address() {
        let mut campaign = with_units(&["X01", "X02", "X03"]);
        campaign.units[1].strata[0].population = Some(0);
        campaign.units[2].strata.clear();
        let all = targets(&campaign, |id| id == "firm");
        assert_eq!(
            all,
            [target("citizen", Some("X01"), None, false), target("citizen", Some("X03"), None, false), target("firm", None, None, true),]
        );
    }

    #[test]
    fn each_questionnaire_of_a_group_has_its_own() {
        let mut campaign = with_units(&["X01"]);
        campaign.groups[1].questionnaires.push("grid".to_owned());
        campaign.groups[1].assignments = vec![crate::campaign::Assignment { id: "a".to_owned(), units: vec!["X01".to_owned()] }];
        let all = targets(&campaign, |id| id == "grid");
        let said: Vec<String> = all.iter().map(|target| fragment(&campaign, target, None)).collect();
        assert_eq!(said, ["#/r/units?u=X01&g=citizen", "#/r/units?u=X01&g=firm&q=firm", "#/o/units?g=firm&q=grid&a=a"]);
    }

    #[test]
    fn an_address_says_the_key() {
        let mut campaign = with_units(&["X01"]);
        campaign.key = Some("0".repeat(52));
        let mark = campaign.key_mark().unwrap();
        let typed = fragment(&campaign, &target("citizen", Some("X01"), None, false), None);
        assert_eq!(typed, "#/r/units?u=X01&g=citizen");
        let said = fragment(&campaign, &target("citizen", Some("X01"), None, false), Some("ABC"));
        assert_eq!(said, ["#/r/units?u=X01&g=citizen&c=ABC&k=", &mark].concat());
        assert_eq!(tablets(&campaign), ["#/collect/units?k=", &mark].concat());
        assert_eq!(tablets(&Campaign { key: None, ..campaign }), "#/collect/units");
    }

    #[test]
    fn a_drop_box_is_a_database_over_https() {
        for good in
            ["https://hop.songiang.gov.vn/phieu-2026", "https://a.vn:6984/x/y", "http://127.0.0.1:5984/hop", "http://[::1]:5984/hop"]
        {
            assert!(is_drop_box(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "https://a.vn",
            "https://a.vn/",
            "https://a.vn/hop/",
            "http://a.vn/hop",
            "http://127.0.0.1.evil.vn/hop",
            "https://u:p@a.vn/hop",
            "https://a.vn/hop?x=1",
            "https://a.vn/hop#x",
            "https://a.vn/h p",
            "https://.vn/hop",
            "ftp://a.vn/hop",
            "a.vn/hop",
        ] {
            assert!(!is_drop_box(bad), "{bad}");
        }
    }

    #[test]
    fn a_base_is_secure_or_of_this_machine() {
        for (text, expect) in [
            ("https://khaosat.songiang.gov.vn", "https://khaosat.songiang.gov.vn/"),
            ("khaosat.songiang.gov.vn/phieu", "https://khaosat.songiang.gov.vn/phieu/"),
            (" https://a.vn/x/index.html?v=1#/manage/links?c=a ", "https://a.vn/x/"),
            ("http://127.0.0.1:8080/#/manage", "http://127.0.0.1:8080/"),
            ("http://localhost/", "http://localhost/"),
            ("http://[::1]:80/", "http://[::1]:80/"),
        ] {
            assert_eq!(base(text).as_deref(), Ok(expect), "{text}");
        }
        for (text, code) in [
            ("", "address_empty"),
            ("#/manage", "address_empty"),
            ("http://khaosat.songiang.gov.vn", "address_not_https"),
            ("http://127.0.0.1.evil.vn/", "address_not_https"),
            ("ftp://a.vn", "address_not_https"),
            ("https://", "address_bad"),
            ("https://a b.vn", "address_bad"),
            ("https://khảosát.vn", "address_bad"),
        ] {
            assert_eq!(base(text).map_err(|finding| finding.code), Err(code.to_owned()), "{text}");
        }
        assert!(is_local("http://127.0.0.1:8080/") && !is_local("https://127.evil.vn/") && !is_local("https://a.vn/"));
    }
}
