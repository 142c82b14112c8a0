//! Reading the campaign and its questionnaires. The page is ready when all have answered;
//! a questionnaire that cannot be used is named and the others stay. What came in is read
//! beside it, see `receiving`.

use std::sync::Arc;

use super::{Effect, Listed, Model, Place, Problem, Stage, pulling, receiving, scanning, working};
use crate::app::respond::FetchFault;
use crate::app::unlocking;
use crate::base::Finding;
use crate::base::digest::fingerprint;
use crate::base::finding::has_error;
use crate::campaign::{Campaign, check::check};
use crate::disclosure::Threshold;
use crate::questionnaire::Definition;
use crate::seal::PublicKey;

pub(super) fn open(model: &mut Model, place: Place) -> Vec<Effect> {
    let same = model.place.campaign == place.campaign;
    let focus = Effect::Focus("page-title".to_owned());
    if same {
        let moved = model.place.page != place.page;
        model.place = place;
        return if moved { vec![focus] } else { Vec::new() };
    }
    let mut effects = vec![Effect::FetchIndex, Effect::FetchCampaign(place.campaign.clone()), receiving::open(&place.campaign)];
    if model.pulling.is_running() {
        effects.push(Effect::Pull(pulling::Effect::Abort));
    }
    if model.scanning.camera != scanning::Camera::Off {
        effects.push(Effect::Scan(scanning::Effect::CloseCamera));
    }
    let (pulling, jobs, offline) = (model.pulling.anew(), model.jobs, model.offline.clone());
    *model = Model { place, language: model.language, jobs, offline, pulling, ..Model::default() };
    effects
}

pub(super) fn again(model: &mut Model) -> Vec<Effect> {
    let place = model.place.clone();
    model.place.campaign.clear();
    open(model, place)
}

/// The list is a convenience: without it the page works for the campaign in the address.
pub(super) fn index(model: &mut Model, result: Result<String, FetchFault>) -> Vec<Effect> {
    model.campaigns = result.ok().and_then(|text| serde_json::from_str::<Vec<Listed>>(&text).ok()).unwrap_or_default();
    Vec::new()
}

pub(super) fn campaign(model: &mut Model, id: &str, result: Result<String, FetchFault>) -> Vec<Effect> {
    if model.place.campaign != id {
        return Vec::new();
    }
    let text = match result {
        Ok(text) => text,
        Err(FetchFault::Absent) => return fail(model, Problem::UnknownCampaign(id.to_owned())),
        Err(fault) => return fail(model, Problem::Unreachable(fault)),
    };
    let campaign = match Campaign::read(&text) {
        Ok(campaign) => campaign,
        Err(finding) => return fail(model, Problem::Broken(finding)),
    };
    let findings = check(&campaign);
    if has_error(&findings) {
        return fail(model, Problem::Broken(findings));
    }
    model.minimum = Threshold::new(campaign.analysis.minimum).unwrap_or_default();
    model.questionnaire = campaign.questionnaires().first().map(|id| (*id).to_owned()).unwrap_or_default();
    model.group = campaign.groups.first().map(|group| group.id.clone()).unwrap_or_default();
    model.kind = campaign.kinds.iter().find(|kind| campaign.units.iter().any(|unit| unit.kind == kind.id)).map(|kind| kind.id.clone());
    model.unlocking = campaign.key.as_deref().and_then(PublicKey::parse).map(unlocking::Model::new);
    let effects = campaign.questionnaires().into_iter().map(|id| Effect::FetchQuestionnaire(id.to_owned())).collect();
    model.campaign = Some(Arc::new(campaign));
    effects
}

/// A questionnaire arrived: the one of the host, or the wording that the campaign was
/// released with, which stands beside it under a name with its fingerprint.
pub(super) fn questionnaire(model: &mut Model, name: String, result: Result<String, FetchFault>) -> Vec<Effect> {
    if let Some(effects) = receiving::form(model, &name, result.as_deref().ok()) {
        return effects;
    }
    let pins = model.campaign.iter().flat_map(|campaign| &campaign.pins);
    let pinned = pins.map(|(id, mark)| (id.clone(), mark.clone(), [id, "-", mark].concat()));
    let Some((id, mark, beside)) = pinned.into_iter().find(|(id, _, beside)| *id == name || *beside == name) else {
        return take(model, name, result);
    };
    let is_released = result.as_ref().is_ok_and(|text| fingerprint(text.as_bytes()) == mark);
    if is_released || matches!(result, Err(FetchFault::Offline)) {
        return take(model, id, result);
    }
    if name == id {
        return vec![Effect::FetchQuestionnaire(beside)];
    }
    model.unusable.insert(id, vec![Finding::error("questionnaire_changed", beside, "")]);
    settle(model)
}

fn take(model: &mut Model, id: String, result: Result<String, FetchFault>) -> Vec<Effect> {
    if let Ok(text) = &result {
        model.receiving.know(text);
    }
    match result.map(|text| Definition::read(&text)) {
        Ok(Ok(definition)) => drop(model.definitions.insert(id, Arc::new(definition))),
        Ok(Err(finding)) => drop(model.unusable.insert(id, finding)),
        Err(fault) if model.definitions.is_empty() && is_last(model, &id) => return fail(model, Problem::Unreachable(fault)),
        Err(_) => drop(model.unusable.insert(id, Vec::new())),
    }
    settle(model)
}

fn is_last(model: &Model, id: &str) -> bool {
    let open = |other: &&str| *other != id && !model.unusable.contains_key(*other);
    !model.campaign.as_ref().is_some_and(|campaign| campaign.questionnaires().iter().any(open))
}

fn fail(model: &mut Model, problem: Problem) -> Vec<Effect> {
    model.stage = Stage::Problem(problem);
    Vec::new()
}

/// Once everything has answered the page is ready, and what came in is counted.
fn settle(model: &mut Model) -> Vec<Effect> {
    let Some(campaign) = model.campaign.clone() else { return Vec::new() };
    let answered = |id: &&str| model.definitions.contains_key(*id) || model.unusable.contains_key(*id);
    if model.stage == Stage::Ready || !campaign.questionnaires().iter().all(answered) {
        return Vec::new();
    }
    model.stage = Stage::Ready;
    if !model.definitions.contains_key(&model.questionnaire)
        && let Some(id) = model.definitions.keys().next()
    {
        model.questionnaire.clone_from(id);
    }
    model.group = working::group_with(&campaign, &model.group, &model.questionnaire);
    Vec::new()
}
