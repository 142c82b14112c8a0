//! How handing in and erasing stand in the surveyor's role: only from their own pages,
//! never in other hands; a device from which the campaign has left is settled on nothing.

use super::handing_in::{self, Setting};
use super::shelf::Whose;
use super::{After, Effect, Handed, Model, Stage};
use crate::base::time::{Date, Stamp};
use crate::seal::PublicKey;

/// Days before the day until which responses are kept on which the board reminds of it.
const NOTICE: u64 = 7 * 86_400_000;

/// How near the day is on which the campaign must have left the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// Within a week.
    Soon(Date),
    /// Over.
    Over(Date),
}

impl Model {
    /// Whether it is time to hand in and erase, where anything is here.
    pub fn retention(&self) -> Option<Retention> {
        let until = self.campaign.as_ref()?.keep_until.filter(|_| !self.standing.is_empty())?;
        let day = |stamp| Date::of_stamp(stamp, self.now.offset);
        let soon = Stamp(self.now.stamp.0.saturating_add(NOTICE));
        if day(self.now.stamp)? > until { Some(Retention::Over(until)) } else { (day(soon)? > until).then_some(Retention::Soon(until)) }
    }
}

/// What a hand-in is made of.
pub(super) fn setting(model: &Model) -> Setting {
    let key = model.campaign.as_ref().and_then(|campaign| PublicKey::parse(campaign.key.as_deref()?));
    let device = &model.device;
    let campaign = model.campaign.as_ref().map_or_else(String::new, |campaign| campaign.id.clone());
    Setting { whose: Whose { campaign, key }, surveyor: device.surveyor.clone(), unit: device.unit.clone() }
}

/// Something of handing in or erasing. What a person does counts on its page alone; what
/// the store answers counts wherever the surveyor went meanwhile.
pub(super) fn desk(model: &mut Model, event: handing_in::Event) -> Vec<Effect> {
    use handing_in::Event as Heard;
    let is_here = matches!(model.stage, Stage::HandingIn | Stage::Erasing) && model.device.handed == Handed::No;
    match event {
        Heard::HandIn(_) | Heard::Again(..) | Heard::Token(_) | Heard::Erase(..) if !is_here || model.is_haste() => return Vec::new(),
        Heard::HandIn(_)
        | Heard::Again(..)
        | Heard::Token(_)
        | Heard::Erase(..)
        | Heard::PutAway
        | Heard::Sealed(_)
        | Heard::Kept(_)
        | Heard::Saved(_) => {}
    }
    let by_hand = matches!(event, Heard::HandIn(_) | Heard::Again(..) | Heard::Token(_) | Heard::Erase(..));
    let setting = setting(model);
    let effects = handing_in::update(&mut model.desk, &model.shelf, &setting, event, model.now);
    let mut out: Vec<Effect> = Vec::new();
    for effect in effects {
        match effect {
            handing_in::Effect::Read => out.extend([Effect::ReadStore, Effect::Probe]),
            handing_in::Effect::Left => out.extend(left(model)),
            other @ (handing_in::Effect::Seal(..) | handing_in::Effect::Put(_) | handing_in::Effect::Save(..)) => {
                out.push(Effect::Desk(other));
            }
        }
    }
    if by_hand && model.desk.told.is_some() {
        out.push(super::focus("told"));
    }
    out
}

/// The campaign has left: the next one begins with another place; surveyor and PIN stay.
fn left(model: &mut Model) -> Vec<Effect> {
    let device = &mut model.device;
    for text in
        [&mut device.campaign, &mut device.unit, &mut device.village, &mut device.group, &mut device.questionnaire, &mut device.entry]
    {
        text.clear();
    }
    device.confirmed = Stamp::default();
    vec![model.keep(After::Nothing)]
}

/// To a page of handing in or erasing, with the store read anew.
pub(super) fn show(model: &mut Model, stage: Stage) -> Vec<Effect> {
    if !model.desk.is_busy() {
        model.desk = handing_in::Desk::default();
    }
    let mut effects = model.go(stage);
    effects.extend([Effect::ReadStore, Effect::Probe]);
    effects
}
