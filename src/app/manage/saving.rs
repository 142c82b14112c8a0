//! A draft on its way to the store: a moment after each change, never over what another
//! window saved. While it is not there, the page says so and the change stays in the page.

use super::{Effect, Model, record, rounds, shelf};
use crate::app::respond::Moment;
use crate::base::time::Stamp;
use crate::store::{Before, StoreFault};

/// Whether the open draft is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was to be saved.
    Nothing,
    /// A moment away.
    Pending,
    /// Saved on this machine.
    Saved(Stamp),
    /// Not saved; the change is in the page.
    Failed(StoreFault),
}

pub(super) fn due(model: &mut Model, moment: Moment) -> Vec<Effect> {
    shelf::judge_forms(model);
    let pending = model.opened.as_ref().is_some_and(|opened| opened.saving == Saving::Pending);
    if pending { save(model, moment) } else { Vec::new() }
}

/// Writes the record of the open draft.
pub(super) fn save(model: &mut Model, moment: Moment) -> Vec<Effect> {
    let before = model.opened.as_ref().and_then(|opened| opened.stored.clone());
    write(model, before.map_or(Before::Nothing, Before::Payload), moment)
}

/// The manager decided: what is in this page counts.
pub(super) fn over(model: &mut Model, moment: Moment) -> Vec<Effect> {
    write(model, Before::Anything, moment)
}

fn write(model: &mut Model, before: Before, moment: Moment) -> Vec<Effect> {
    let Some(opened) = &mut model.opened else { return Vec::new() };
    let payload = record::write(&opened.record(moment.stamp));
    opened.saving = Saving::Pending;
    opened.sent = Some((payload.clone(), moment.stamp));
    vec![Effect::SaveDraft(opened.name.clone(), payload, before)]
}

pub(super) fn saved(model: &mut Model, name: String, result: Result<(), StoreFault>) -> Vec<Effect> {
    let Some(opened) = model.opened.as_mut().filter(|opened| opened.name == name) else { return rounds::restored(model, &name, result) };
    let Some((payload, stamp)) = opened.sent.take() else { return Vec::new() };
    match result {
        Ok(()) => {
            opened.saving = Saving::Saved(stamp);
            opened.stored = Some(payload.clone());
            let summary = opened.record(stamp).summary();
            model.drafts.insert(name.clone(), summary);
            model.records.insert(name, payload);
        }
        Err(fault) => opened.saving = Saving::Failed(fault),
    }
    Vec::new()
}

/// The manager decided: what the other window saved counts.
pub(super) fn take_other(model: &mut Model) -> Vec<Effect> {
    rounds::again(model)
}
