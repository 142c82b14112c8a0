//! "Sửa đơn vị", "Hủy phiếu": a record of its own beside the response, with a reason, made
//! by whoever has the device now. Naming a unit again undoes a cancellation.

use super::{Done, Effect, Fault, Handed, KeepFault, Model, Stage, interviewing};
use crate::app::respond;
use crate::base::digest::base32;
use crate::response::{Change, Correction, Outcome};

/// Appends a correction of the response that is open for it.
pub(super) fn amend(model: &mut Model, change: Change, reason: &str) -> Vec<Effect> {
    let Stage::Correcting(of) = model.stage.clone() else { return Vec::new() };
    let known = model.board.done.iter().any(|done| done.id == of);
    if model.device.handed != Handed::No || !known || model.is_haste() {
        return Vec::new();
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return model.fail(Fault::NoReason);
    }
    if let Change::Unit(code) = &change
        && model.campaign.as_ref().and_then(|campaign| campaign.unit(code)).is_none()
    {
        return model.fail(Fault::NoUnit);
    }
    append(model, of, change, reason)
}

fn append(model: &mut Model, of: String, change: Change, reason: &str) -> Vec<Effect> {
    let id = base32(&model.now.random);
    let (campaign, surveyor) = (model.device.campaign.clone(), model.device.surveyor.clone());
    let made = Correction { id, of, campaign, change, reason: reason.to_owned(), surveyor, made: model.now.stamp };
    // One that could not be kept yet is not made a second time.
    let same = |other: &Correction| other.of == made.of && other.change == made.change && other.reason == made.reason;
    let correction = model.amending.take().filter(same).unwrap_or(made);
    model.fault = None;
    model.amending = Some(correction.clone());
    vec![Effect::AppendCorrection(Box::new(correction))]
}

/// Appended: back to the board. Not appended: the page with its reason stays.
pub(super) fn kept(model: &mut Model, result: Result<(), KeepFault>) -> Vec<Effect> {
    match result {
        Ok(()) => {
            model.amending = None;
            if matches!(model.stage, Stage::Correcting(_)) { interviewing::to_board(model) } else { vec![Effect::ReadStore] }
        }
        Err(fault) => model.fail(Fault::Keep(fault)),
    }
}

impl Model {
    /// The form that was just ended by one tap, while its end is shown: it may have been
    /// the wrong tap. The page keeps the interview beside the model.
    pub fn just_ended(&self, interview: &respond::Model) -> Option<&Done> {
        let tapped = matches!(
            interview.stage,
            respond::Stage::Ended(Outcome::Refused | Outcome::NotReached | Outcome::Ineligible | Outcome::Partial)
        );
        let receipt = interview.receipt.as_ref().filter(|_| tapped && self.stage == Stage::Interview)?;
        self.board.done.iter().find(|done| done.receipt == *receipt)
    }
}

/// "Bấm nhầm": the form is sealed, so it is cancelled, by a correction like any other.
pub(super) fn undo(model: &mut Model, reason: &str) -> Vec<Effect> {
    let Some(of) = model.just_ended(&model.interview).filter(|done| !done.cancelled).map(|done| done.id.clone()) else { return Vec::new() };
    if model.is_haste() {
        return Vec::new();
    }
    append(model, of, Change::Cancel, reason.trim())
}
