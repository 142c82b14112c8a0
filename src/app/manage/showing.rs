//! From a finding to its field: which page has it, and how its element is called. The page
//! of units shows a part of them; the one that is asked for is brought into it.

use super::{Effect, Field, Model, Page, Place};
use crate::base::Finding;

/// Units that the page shows at once.
pub const ROWS: usize = 25;

/// Which units the page shows; changes nothing of the campaign.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// Only units with these words in their names or code.
    pub words: String,
    /// Only units of this kind; empty is all.
    pub kind: String,
    /// The first of them that is shown.
    pub from: usize,
    /// The unit whose details are open, by index.
    pub open: Option<usize>,
}

/// The element of a place.
pub fn anchor(at: &str) -> String {
    let sign = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    ["f-", &at.chars().map(sign).collect::<String>()].concat()
}

/// The page on which a place is seen.
pub fn page_of(at: &str) -> Page {
    let first = at.split(['.', '[']).next().unwrap_or(at);
    match first {
        "groups" | "parameters" => Page::Groups,
        "kinds" | "units" => Page::Units,
        "questionnaires" => Page::Release,
        "key" | "drop_box" | "keep_until" => Page::Key,
        _ => Page::General,
    }
}

/// The place of a finding as a field has it: a missing translation is one of the English
/// text.
fn place_of(finding: &Finding) -> String {
    if finding.code == "missing_translation" { [&finding.at, ".en"].concat() } else { finding.at.clone() }
}

impl Model {
    /// The element of a field.
    pub fn anchor(&self, field: &Field) -> String {
        self.campaign().map(|campaign| anchor(&field.place(campaign))).unwrap_or_default()
    }

    /// What is wrong with a field.
    pub fn findings_of(&self, field: &Field) -> Vec<Finding> {
        self.campaign().map(|campaign| self.findings_at(&field.place(campaign))).unwrap_or_default()
    }

    /// What is wrong at a place.
    pub fn findings_at(&self, at: &str) -> Vec<Finding> {
        let found = self.opened.iter().flat_map(|opened| opened.findings.iter());
        found.filter(|finding| place_of(finding) == at).cloned().collect()
    }

    /// Units that the look lets through, by index.
    pub fn seen(&self) -> Vec<usize> {
        let Some(campaign) = self.campaign() else { return Vec::new() };
        let wanted = crate::campaign::fold(&self.look.words);
        let is_named = |text: &str| crate::campaign::fold(text).contains(&wanted);
        let units = campaign.units.iter().enumerate().filter(|(_, unit)| {
            let kind = self.look.kind.is_empty() || unit.kind == self.look.kind;
            kind && (wanted.is_empty() || is_named(&unit.name) || is_named(&unit.code) || unit.old_names.iter().any(|name| is_named(name)))
        });
        units.map(|(i, _)| i).collect()
    }
}

/// Goes to where a finding is.
pub(super) fn show(model: &mut Model, finding: &Finding) -> Vec<Effect> {
    let at = place_of(finding);
    let page = page_of(&at);
    if let Some(unit) = unit_of(&at) {
        model.look = Look { open: Some(unit), from: unit / ROWS * ROWS, ..Look::default() };
    }
    let focus = anchor(&at);
    if model.place.page == page {
        return vec![Effect::Focus(focus)];
    }
    model.focus = Some(focus);
    vec![Effect::Go(Place { page, draft: model.place.draft.clone() })]
}

fn unit_of(at: &str) -> Option<usize> {
    at.strip_prefix("units[")?.split_once(']')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_page_and_an_element() {
        for (at, page, element) in [
            ("title.vi", Page::General, "f-title-vi"),
            ("analysis.minimum", Page::General, "f-analysis-minimum"),
            ("groups[0].questionnaires", Page::Groups, "f-groups-0--questionnaires"),
            ("units[12].strata[0].quota", Page::Units, "f-units-12--strata-0--quota"),
            ("questionnaires", Page::Release, "f-questionnaires"),
        ] {
            assert_eq!((page_of(at), anchor(at).as_str()), (page, element));
        }
        assert_eq!(unit_of("units[12].strata[0].quota"), Some(12));
        assert_eq!(unit_of("units"), None);
    }
}
