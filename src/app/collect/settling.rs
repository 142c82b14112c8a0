//! What the surveyor settles: code and PIN, unit, village and group, hand and theme. A
//! device whose record was lost is set up anew only by whoever knows a code used on it.

use super::board::Kept;
use super::{After, Device, Effect, Fault, Hand, Handed, Model, Pin, Place, Stage, Switch, preparing};
use crate::questionnaire::kind::is_name;

/// To another page of the surveyor's: never out of a respondent's hands, and never over an
/// interview that is open in the page.
pub(super) fn show(model: &mut Model, stage: Stage) -> Vec<Effect> {
    let from = matches!(
        model.stage,
        Stage::Preparing
            | Stage::Setting
            | Stage::Placing
            | Stage::Board
            | Stage::Correcting(_)
            | Stage::HandingIn
            | Stage::Erasing
            | Stage::Choosing
            | Stage::Problem(_)
    );
    if !from || model.device.handed != Handed::No {
        return Vec::new();
    }
    match stage {
        Stage::Board if model.device.is_settled() => super::interviewing::to_board(model),
        Stage::Preparing => {
            let mut effects = model.go(Stage::Preparing);
            effects.extend(preparing::check(model));
            effects
        }
        Stage::Setting | Stage::Placing if !model.may_go_on() => Vec::new(),
        Stage::Setting | Stage::Placing | Stage::Correcting(_) => model.go(stage),
        Stage::HandingIn | Stage::Erasing => super::leaving::show(model, stage),
        Stage::Choosing => vec![Effect::FetchList],
        Stage::Board | Stage::Loading | Stage::Elsewhere | Stage::Unknown | Stage::Problem(_) | Stage::Interview | Stage::HandedOver => {
            Vec::new()
        }
    }
}

/// The surveyor's code and PIN; a PIN that is set stays when none is typed.
pub(super) fn settle(model: &mut Model, code: &str, pin: &str, again: &str) -> Vec<Effect> {
    if model.stage != Stage::Setting {
        return Vec::new();
    }
    let code = code.trim();
    if code.is_empty() {
        return model.fail(Fault::NoCode);
    }
    if !is_name(code) {
        return model.fail(Fault::BadCode);
    }
    if model.device.pin.is_none() || !pin.is_empty() {
        let Some(made) = Pin::new(pin, model.now.random) else { return model.fail(Fault::BadPin) };
        if pin != again {
            return model.fail(Fault::OtherPin);
        }
        model.device.pin = Some(made);
        model.device.attempts = super::pin::Attempts::default();
    }
    code.clone_into(&mut model.device.surveyor);
    let mut effects = model.go(Stage::Placing);
    effects.push(model.keep(After::Nothing));
    effects
}

/// Unit, village and group are right.
pub(super) fn confirm(model: &mut Model, place: Place) -> Vec<Effect> {
    if model.stage != Stage::Placing {
        return Vec::new();
    }
    if model.campaign.as_ref().and_then(|campaign| campaign.unit(&place.unit)).is_none() {
        return model.fail(Fault::NoUnit);
    }
    if !model.askable().contains(&(place.group.clone(), place.questionnaire.clone())) {
        return model.fail(Fault::NoGroup);
    }
    let device = &mut model.device;
    place.village.trim().clone_into(&mut device.village);
    (device.unit, device.group, device.questionnaire) = (place.unit, place.group, place.questionnaire);
    device.confirmed = model.now.stamp;
    model.fault = None;
    vec![model.keep(After::Confirmed)]
}

/// Turns a switch; never while a respondent has the device.
pub(super) fn turn(model: &mut Model, switch: Switch) -> Vec<Effect> {
    let device = &mut model.device;
    if device.handed != Handed::No {
        return Vec::new();
    }
    match switch {
        // An interview that has begun is what it began as.
        Switch::Trial if model.stage == Stage::Interview => return Vec::new(),
        Switch::Trial => device.trial = !device.trial,
        Switch::Sunlight => device.sunlight = !device.sunlight,
        Switch::Hand => {
            device.hand = match device.hand {
                Hand::Right => Hand::Left,
                Hand::Left => Hand::Right,
            };
        }
    }
    let dress = Effect::Dress(model.device.hand, model.device.sunlight);
    vec![dress, model.keep(After::Nothing)]
}

/// A device in unknown hands: a code of a surveyor who worked on it opens it, and where
/// nobody did there is nothing to guard. What was begun stays and is found on the board.
pub(super) fn start_anew(model: &mut Model, code: &str) -> Vec<Effect> {
    if model.stage != Stage::Unknown || model.is_haste() {
        return Vec::new();
    }
    if !(model.codes.is_empty() || model.codes.iter().any(|known| known == code.trim())) {
        return model.fail(Fault::OtherCode);
    }
    model.fault = None;
    model.device = Device { campaign: model.gate.campaign.clone().unwrap_or_default(), ..Device::default() };
    let keep = model.keep(After::Nothing);
    let next = match model.device.campaign.clone() {
        id if id.is_empty() => vec![Effect::FetchList],
        id => preparing::choose(model, id),
    };
    [vec![keep], next].concat()
}

/// Codes of surveyors whose work this device remembers.
pub(super) fn codes(kept: &Kept) -> Vec<String> {
    let finished = kept.finished.iter().map(|(_, response)| &response.header);
    let begun = kept.drafts.iter().map(|draft| &draft.header);
    let codes = finished.chain(begun).map(|header| &header.fieldwork.surveyor);
    codes.filter(|code| !code.is_empty()).cloned().collect()
}
