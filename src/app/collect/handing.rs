//! The tablet in a respondent's hands: one form, nothing else in reach, a PIN to leave. The
//! record says so before the form appears, and a PIN is counted before it is judged, so
//! that a reload finds the same. What nobody touches for three minutes is kept as partial
//! and clears. Whatever is in doubt stays closed.

use super::interviewing::{self, begin, clear, drive};
use super::{After, Effect, Fault, Handed, Idle, Key, Model, Pad, Stage};
use crate::app::respond::{self, Stage as Asked};
use crate::base::Lang;
use crate::response::Channel;
use crate::store::StoreFault;

/// The shortest and the longest PIN.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

/// "Trao máy cho người trả lời": only once the record says so, and never over an interview
/// that is open.
pub(super) fn hand_over(model: &mut Model) -> Vec<Effect> {
    if model.stage != Stage::Board || !model.device.is_settled() || model.is_haste() {
        return Vec::new();
    }
    if model.board.open.is_some() || interviewing::is_unsaved(model) {
        return model.fail(Fault::StillOpen);
    }
    model.device.handed = Handed::Open;
    vec![model.keep(After::HandOver)]
}

/// The record says so: the form.
pub(super) fn handed(model: &mut Model) -> Vec<Effect> {
    let mut effects = enter(model);
    effects.extend(begin(model, Channel::SelfOnTablet));
    effects.push(super::focus("page-title"));
    effects
}

/// The page was loaded again in a respondent's hands: their form where it stood, or, when
/// it is done, the page that asks for the tablet back.
pub(super) fn resume(model: &mut Model) -> Vec<Effect> {
    let mut effects = enter(model);
    if model.device.handed == Handed::Done {
        model.cleared = true;
        return effects;
    }
    effects.extend(begin(model, Channel::SelfOnTablet));
    effects
}

fn enter(model: &mut Model) -> Vec<Effect> {
    model.stage = Stage::HandedOver;
    model.fault = None;
    model.pad = None;
    model.cleared = false;
    model.idle = Idle::No;
    model.touched = model.now.stamp;
    clear(model);
    vec![Effect::Address]
}

/// The form moved on. A hand-over is for one form, and the record says when it is done.
pub(super) fn moved(model: &mut Model, was: &Asked, ended: bool) -> Vec<Effect> {
    if ended {
        model.device.handed = Handed::Done;
        model.device.entry.clear();
        model.device.others = None;
        if model.cleared {
            clear(model);
        }
        return vec![model.keep(After::Nothing)];
    }
    // After a reload the time counts since the last save: the next person may sit here.
    if model.interview.stage == Asked::Found && *was == Asked::Loading {
        model.touched = model.interview.found.unwrap_or(model.now.stamp);
        return tick(model);
    }
    Vec::new()
}

/// Somebody is there.
pub(super) fn touched(model: &mut Model) -> Vec<Effect> {
    if model.stage == Stage::HandedOver {
        model.touched = model.now.stamp;
        model.idle = Idle::No;
    }
    Vec::new()
}

/// A second went by.
pub(super) fn tick(model: &mut Model) -> Vec<Effect> {
    if model.stage != Stage::HandedOver || model.cleared {
        return Vec::new();
    }
    model.idle = Idle::at(model.touched, model.now.stamp);
    if model.idle == Idle::Over { over(model) } else { Vec::new() }
}

/// Nobody is there: what was answered is kept as partial, and the screen clears whether or
/// not the store takes it; what it does not take stays in the page, unseen.
fn over(model: &mut Model) -> Vec<Effect> {
    model.idle = Idle::No;
    let event = match model.interview.stage {
        Asked::Asking(_) | Asked::Review => respond::Event::BrokenOff,
        Asked::Found => respond::Event::StartNew,
        Asked::Ended(_) => {
            model.cleared = true;
            clear(model);
            return Vec::new();
        }
        // The trust screen shows nothing of anybody.
        Asked::Welcome | Asked::Choosing | Asked::Loading | Asked::Problem(_) => {
            model.touched = model.now.stamp;
            model.pad = None;
            return Vec::new();
        }
    };
    model.cleared = true;
    model.pad = None;
    let mut effects = drive(model, event);
    effects.push(super::focus("page-title"));
    effects
}

/// A key of the PIN pad.
pub(super) fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    if model.stage != Stage::HandedOver {
        return Vec::new();
    }
    model.touched = model.now.stamp;
    if key == Key::Open && model.pad.is_none() {
        model.fault = None;
        model.pad = Some(Pad::default());
        return vec![super::focus("pad-title")];
    }
    if key == Key::Enter {
        return enter_pin(model);
    }
    // What is typed while one has to wait would stand before the next PIN.
    let waits = model.wait() > 0;
    let Some(pad) = &mut model.pad else { return Vec::new() };
    match key {
        Key::Digit(digit) if !waits && digit < 10 && pad.typed.len() < *DIGITS.end() => {
            pad.typed.push(char::from(b'0' + digit));
            pad.wrong = false;
        }
        Key::Erase => {
            pad.typed.pop();
        }
        Key::Close => {
            model.pad = None;
            return vec![super::focus("page-title")];
        }
        Key::Digit(_) | Key::Open | Key::Enter => {}
    }
    Vec::new()
}

/// Counts first, judges once the count is kept: a page that is killed in between has
/// counted.
fn enter_pin(model: &mut Model) -> Vec<Effect> {
    let waits = model.wait() > 0;
    let Some(pad) = &mut model.pad else { return Vec::new() };
    if waits || !DIGITS.contains(&pad.typed.len()) {
        return Vec::new();
    }
    let digits = std::mem::take(&mut pad.typed);
    model.device.attempts = model.device.attempts.failed(model.now.stamp);
    vec![model.keep(After::Judge(digits))]
}

/// The count is kept: is it the PIN?
pub(super) fn judge(model: &mut Model, digits: &str) -> Vec<Effect> {
    if model.device.pin.as_ref().is_some_and(|pin| pin.opens(digits)) {
        model.device.attempts = super::pin::Attempts::default();
        model.device.handed = Handed::No;
        return vec![model.keep(After::TakeBack)];
    }
    if let Some(pad) = &mut model.pad {
        pad.wrong = true;
    }
    Vec::new()
}

/// The surveyor has it back. A form that was not ended is kept as partial, unseen.
pub(super) fn taken_back(model: &mut Model) -> Vec<Effect> {
    model.pad = None;
    model.idle = Idle::No;
    model.cleared = false;
    let mut effects = interviewing::to_board(model);
    effects.push(Effect::Dress(model.device.hand, model.device.sunlight));
    let open = match model.interview.stage {
        Asked::Asking(_) | Asked::Review => Some(respond::Event::BrokenOff),
        Asked::Found => Some(respond::Event::StartNew),
        Asked::Ended(_) | Asked::Welcome | Asked::Choosing | Asked::Loading | Asked::Problem(_) => None,
    };
    match open {
        Some(event) => effects.extend(drive(model, event)),
        None => clear(model),
    }
    if model.device.language != Lang::Vi {
        effects.extend(interviewing::interview(model, respond::Event::Language(Lang::Vi)));
    }
    effects
}

/// The record could not be kept: everything stays as it was, and the page says so.
pub(super) fn not_kept(model: &mut Model, after: &After, fault: StoreFault) -> Vec<Effect> {
    match after {
        After::HandOver => model.device.handed = Handed::No,
        After::TakeBack => {
            let done = model.cleared || matches!(model.interview.stage, Asked::Ended(_));
            model.device.handed = if done { Handed::Done } else { Handed::Open };
        }
        After::Judge(_) | After::Nothing | After::Confirmed => {}
    }
    model.fail(Fault::Store(fault))
}

/// Another page, or a hand in the browser's settings, took or changed the record: what this
/// page knows is written again.
pub(super) fn device_touched(model: &mut Model) -> Vec<Effect> {
    let knows = model.device.is_settled() && !matches!(model.stage, Stage::Loading | Stage::Elsewhere | Stage::Unknown);
    if knows { vec![model.keep(After::Nothing)] } else { Vec::new() }
}
