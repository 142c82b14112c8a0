//! "Xóa khỏi máy": a campaign leaves the device once every envelope was acknowledged, or
//! when somebody types how many forms will be lost. The record of it is kept first, so that
//! an act which is cut short is known too; without a record nothing is erased.

use super::handing_in::{BATCH, Desk, Effect, Erasing, Scope, Setting, Told, Work};
use super::shelf::{Shelf, Standing, sent_key};
use crate::app::keeping::Value;
use crate::app::respond::Moment;
use crate::store::erasure::Erasure;
use crate::store::handin::made;
use crate::store::journal::record::envelope_key;

/// Begins, where nothing is at stake, or what is was typed as a number.
pub(super) fn erase(desk: &mut Desk, shelf: &Shelf, setting: &Setting, (scope, typed): (Scope, &str), moment: Moment) -> Vec<Effect> {
    let standing = shelf.standing(&setting.whose);
    let stake = standing.at_stake();
    if scope == Scope::Campaign && stake > 0 && typed.trim().parse() != Ok(stake) {
        desk.told = Some(Told::NotCounted);
        return Vec::new();
    }
    let left = match scope {
        Scope::Acknowledged => standing.acknowledged.iter().map(|receipt| envelope_key(receipt)).collect(),
        Scope::Campaign => everything(shelf, setting, &standing),
    };
    let (envelopes, unacknowledged, drafts) = match scope {
        Scope::Acknowledged => (standing.acknowledged.len(), 0, 0),
        Scope::Campaign => (standing.envelopes(), standing.due.len(), standing.drafts.len()),
    };
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let record = Erasure {
        campaign: setting.whose.campaign.clone(),
        made: moment.stamp,
        by: setting.surveyor.clone(),
        envelopes: count(envelopes),
        unacknowledged: count(unacknowledged),
        drafts: count(drafts),
    };
    let key = ["x.", &record.campaign, ".", &record.made.0.to_string()].concat();
    let put = vec![(key, Value::Text(record.encode()))];
    let all = left.len();
    desk.told = None;
    desk.work = Work::Erasing(Box::new(Erasing { scope, record, left, all }));
    vec![Effect::Put(put)]
}

/// Every record of the campaign. What is remembered goes last, so that an erasure which is
/// cut short still knows whose the rest is.
fn everything(shelf: &Shelf, setting: &Setting, standing: &Standing) -> Vec<String> {
    let mut keys = standing.drafts.clone();
    let here = || standing.acknowledged.iter().chain(&standing.due);
    keys.extend(here().map(|receipt| envelope_key(receipt)));
    let made = shelf.made.iter().filter(|made| made.campaign == setting.whose.campaign);
    keys.extend(made.map(|made| made::key(&made.id)));
    let mut receipts: Vec<&String> = here().chain(&standing.remembered).collect();
    receipts.sort();
    receipts.dedup();
    keys.extend(receipts.into_iter().map(|receipt| sent_key(receipt)));
    keys.extend(standing.remembered.iter().map(|receipt| ["r.", receipt].concat()));
    keys
}

/// The record is kept, or a part was erased: the next part.
pub(super) fn go_on(desk: &mut Desk, mut erasing: Erasing) -> Vec<Effect> {
    if erasing.left.is_empty() {
        desk.told = Some(Told::Erased(erasing.record));
        let left = (erasing.scope == Scope::Campaign).then_some(Effect::Left);
        return left.into_iter().chain([Effect::Read]).collect();
    }
    let next = erasing.left.drain(..erasing.left.len().min(BATCH)).map(|key| (key, Value::Gone)).collect();
    desk.told = None;
    desk.work = Work::Erasing(Box::new(erasing));
    vec![Effect::Put(next)]
}
