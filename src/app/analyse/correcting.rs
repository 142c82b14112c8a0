//! Corrections as the analyst meets them: each with its original, whether it holds, and
//! what is wrong with those that cannot. The analyst may set one aside and take it back;
//! no record changes, and numbers follow at once.

use super::{Effect, Model, receiving};
use crate::base::Finding;
use crate::dataset::responses::Original;
use crate::response::correction::standing;
use crate::response::{Change, Correction};

/// Whether a correction is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Holds,
    /// A later one of the same response holds.
    Replaced,
    /// The analyst set it aside.
    SetAside,
}

/// A correction with the response that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// The correction.
    pub correction: Correction,
    /// The response as it was stored.
    pub original: Original,
    /// Whether it is applied.
    pub state: State,
}

/// The corrections of responses that are there, the latest first.
pub fn list(model: &Model) -> Vec<Corrected> {
    let standing = standing(model.corrections.iter().filter(|one| !model.set_aside.contains(&one.id)));
    let one = |correction: &Correction| {
        let original = model.register.originals.get(&correction.of)?.clone();
        let holds = standing.get(correction.of.as_str()).is_some_and(|standing| standing.latest.id == correction.id);
        let state = match (model.set_aside.contains(&correction.id), holds) {
            (true, _) => State::SetAside,
            (false, true) => State::Holds,
            (false, false) => State::Replaced,
        };
        let of_this = model.campaign.as_ref().is_some_and(|campaign| campaign.id == original.campaign);
        of_this.then(|| Corrected { correction: correction.clone(), original, state })
    };
    let mut all: Vec<Corrected> = model.corrections.iter().filter_map(one).collect();
    all.sort_by(|a, b| (b.correction.made, &b.correction.id).cmp(&(a.correction.made, &a.correction.id)));
    all
}

/// Everything that is wrong with corrections that can be read: those that name no response
/// of this campaign, or a unit that it does not have. The others stand in the ledger.
pub fn findings(model: &Model) -> Vec<Finding> {
    let mut out = Vec::new();
    let Some(campaign) = &model.campaign else { return out };
    for correction in model.corrections.iter() {
        if !model.register.originals.contains_key(&correction.of) {
            out.push(Finding::error("correction_of_nothing", correction.id.clone(), correction.of.as_str()));
        }
        if let Change::Unit(code) = &correction.change
            && campaign.unit(code).is_none()
        {
            out.push(Finding::error("correction_unknown_unit", correction.id.clone(), code.as_str()));
        }
    }
    out
}

pub(super) fn set_aside(model: &mut Model, id: String) -> Vec<Effect> {
    let known = model.corrections.iter().any(|correction| correction.id == id);
    if known && model.set_aside.insert(id) { again(model) } else { Vec::new() }
}

pub(super) fn take_back(model: &mut Model, id: &str) -> Vec<Effect> {
    if model.set_aside.remove(id) { again(model) } else { Vec::new() }
}

/// Other corrections, other numbers: counted anew, and computed after that.
fn again(model: &mut Model) -> Vec<Effect> {
    vec![receiving::count(model)]
}
