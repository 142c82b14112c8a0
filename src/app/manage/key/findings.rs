//! What is still to be done about a round's key before it is given out.

use crate::app::manage::Opened;
use crate::app::policy::connects;
use crate::app::unlocking::DEMO;
use crate::base::Finding;
use crate::campaign::Campaign;
use crate::campaign::link::is_drop_box;

/// Whether the key has to be tried before the draft is given out: not the key of an
/// edition that is out already, which was.
pub fn needs_trial(opened: &Opened) -> bool {
    let given = opened.given.as_ref().and_then(|given| given.campaign.key.as_ref());
    opened.tried().is_none() && given != opened.campaign().key.as_ref()
}

/// The findings; an error keeps the round from being given out.
pub fn findings(opened: &Opened) -> Vec<Finding> {
    let campaign = opened.campaign();
    let mut findings = Vec::new();
    let given = opened.given.as_ref().and_then(|given| given.campaign.key.as_deref());
    match (given, campaign.key.as_deref()) {
        (Some(before), now) if now != Some(before) => findings.push(Finding::error("released_key_changed", "key", before)),
        (_, None) => findings.push(Finding::error("no_key", "key", "")),
        (_, Some(_)) if needs_trial(opened) => findings.push(Finding::error("key_not_tried", "key", "")),
        (_, Some(_)) => {}
    }
    if campaign.key.as_deref() == Some(DEMO) && !campaign.illustrative {
        findings.push(Finding::error("demo_key", "key", ""));
    }
    if campaign.drop_box.is_none() {
        findings.push(Finding::warning("no_drop_box", "drop_box", ""));
    }
    if campaign.keep_until.is_none() {
        findings.push(Finding::warning("no_keep_until", "keep_until", ""));
    }
    findings
}

/// The policies that a page of this host is under: its own, and those that the host sends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies {
    /// Each has to allow what is asked for.
    pub all: Vec<String>,
    /// The host's origin.
    pub origin: String,
}

/// Pages of this host may not send to the drop box, so that no answer would arrive. A
/// warning: the round may be meant for another host.
pub fn unreachable(campaign: &Campaign, policies: &Policies) -> Option<Finding> {
    let address = campaign.drop_box.as_deref().filter(|address| is_drop_box(address))?;
    let forbids = |policy: &String| !connects(policy, address, &policies.origin);
    policies.all.iter().any(forbids).then(|| Finding::warning("drop_box_forbidden", "drop_box", address))
}
