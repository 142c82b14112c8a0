//! "Làm thử": a round is answered as any of its people would, before it is given out and
//! without storing anything. What is still missing on the trust screen is said there.

use super::{Effect, Model};
use crate::base::Finding;
use crate::base::finding::has_error;
use crate::base::words::manage as words;
use crate::campaign::{Campaign, check::check};
use crate::store::StoreFault;

/// As whom, and about which unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The group.
    pub group: String,
    /// Its questionnaire.
    pub questionnaire: String,
    /// The unit; none where the respondent chooses, or for a grid.
    pub unit: Option<String>,
    /// The part of a grid.
    pub assignment: Option<String>,
}

/// Why a round cannot be tried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TryoutFault {
    /// The campaign has errors that no form can be made of.
    Broken(Vec<Finding>),
    /// It could not be written.
    Store(StoreFault),
}

impl Wish {
    /// The address of the form, with its `#`. A grid is not in a citizen's program.
    pub fn hash(&self, campaign: &str, is_grid: bool) -> String {
        let route = if is_grid { "#/o/" } else { "#/r/" };
        let mut hash = [route, campaign, "?g=", &self.group, "&q=", &self.questionnaire].concat();
        for (name, value) in [("&u=", &self.unit), ("&a=", &self.assignment)] {
            if let Some(value) = value {
                hash.extend([name, value.as_str()]);
            }
        }
        hash.push_str("&try=1");
        hash
    }
}

/// The campaign as it is tried out: without pins, since the questionnaires are those of
/// this host, and with a word where a text is still missing.
fn rehearsal(campaign: &Campaign) -> Campaign {
    let mut campaign = Campaign { pins: crate::base::Named::new(), ..campaign.clone() };
    let texts =
        [&mut campaign.title.vi, &mut campaign.controller.vi, &mut campaign.plan.number, &mut campaign.hotline, &mut campaign.purpose.vi];
    for text in texts {
        if text.trim().is_empty() {
            words::NOT_FILLED_IN.vi.clone_into(text);
        }
    }
    campaign
}

pub(super) fn start(model: &mut Model) -> Vec<Effect> {
    let Some(campaign) = model.campaign().map(rehearsal) else { return Vec::new() };
    let mut findings = check(&campaign);
    findings.retain(|finding| finding.severity == crate::base::Severity::Error);
    if has_error(&findings) {
        model.tryout_fault = Some(TryoutFault::Broken(findings));
        return vec![Effect::Focus("tryout-fault".to_owned())];
    }
    model.tryout_fault = None;
    // Texts, numbers and lists of them: nothing that JSON cannot say.
    let text = serde_json::to_string(&campaign).unwrap_or_default();
    vec![Effect::KeepTryout(campaign.id, crate::base::json::ascii(&text))]
}

pub(super) fn kept(model: &mut Model, result: Result<(), StoreFault>) -> Vec<Effect> {
    model.tryout_fault = result.err().map(TryoutFault::Store);
    if model.tryout_fault.is_some() { vec![Effect::Focus("tryout-fault".to_owned())] } else { Vec::new() }
}
