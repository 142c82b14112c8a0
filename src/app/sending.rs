//! Finished envelopes on their way from this device into the campaign's drop box, and what
//! the person who answered is told of each. Pure: requests, records and alarms are effects,
//! chance comes in with the moment. Sending is idempotent, so that in doubt it is done
//! again; an envelope counts as sent only when the box said so, or a hand-in was
//! acknowledged, and what counts as sent stays so.

mod record;

pub use record::{Given, Record, Way};

use super::respond::Moment;
use crate::base::time::Stamp;

/// The longest pause between two attempts; the shortest is half of `FIRST`.
const LONGEST: u64 = 3_600_000;
const FIRST: u64 = 2_000;
/// Most requests under way.
const AT_ONCE: usize = 3;

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The box answered with this status.
    Status(u16),
    /// This device has no network.
    Offline,
    /// It has one, but nothing that may be read came back from the box.
    Unreachable,
    /// The page's policy does not let it reach the box.
    Forbidden,
    /// Another page of this device is sending it.
    Busy,
}

impl Answer {
    /// As it crosses from the browser and as it is stored: a status, or a negative number.
    pub fn of_code(code: i32) -> Self {
        match code {
            -1 => Self::Offline,
            -3 => Self::Forbidden,
            -4 => Self::Busy,
            other => u16::try_from(other).map_or(Self::Unreachable, Self::Status),
        }
    }

    /// The number that `of_code` reads.
    pub fn code(self) -> i32 {
        match self {
            Self::Status(status) => i32::from(status),
            Self::Offline => -1,
            Self::Unreachable => -2,
            Self::Forbidden => -3,
            Self::Busy => -4,
        }
    }

    /// The box has it: now, soon, or since another attempt.
    fn is_taken(self) -> bool {
        matches!(self, Self::Status(201 | 202 | 409))
    }

    /// The same request would be refused again: no timer repeats it.
    fn is_refused(self) -> bool {
        matches!(self, Self::Status(400 | 403 | 413) | Self::Forbidden)
    }

    fn is_network(self) -> bool {
        matches!(self, Self::Offline | Self::Unreachable)
    }
}

/// How it stands with an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// On this device; the campaign has no drop box.
    Unsent,
    /// To be sent; what came of the last attempt.
    Waiting(Option<Answer>),
    /// A request is under way.
    Sending,
    /// Acknowledged.
    Sent(Way, Stamp),
    /// Not taken, and not tried again by itself.
    Refused(Answer),
}

/// An envelope of the campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its receipt.
    pub receipt: String,
    /// What is stored of its way.
    pub record: Record,
    is_under_way: bool,
}

impl Item {
    /// What was refused is tried once more: somebody may have set the box right.
    fn forgive(&mut self) {
        if self.record.last.is_some_and(Answer::is_refused) {
            self.record.last = None;
            self.record.due = Stamp::default();
        }
    }

    fn keep(&self) -> Effect {
        Effect::Keep(self.receipt.clone(), self.record.encode())
    }
}

/// An envelope that the store has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its receipt.
    pub receipt: String,
    /// Whether it is sealed to the campaign's key: of this campaign, where no record says
    /// otherwise.
    pub fits: bool,
    /// Its record `s.<receipt>`.
    pub record: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The store was read, or an interview ended: these are there, perhaps with others.
    Read(Vec<Found>),
    /// The page was opened or returned to, or the network is back.
    Wake,
    /// "Gửi lại".
    Again,
    /// An alarm went off.
    Tick,
    /// An attempt of this page ended, or one of another page did well.
    Answered(String, Answer),
    /// The person took it along.
    Given(String, Given),
}

/// What the page does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send the envelope with this receipt; answer with `Event::Answered`.
    Put(String),
    /// Keep this record under `s.<receipt>`.
    Keep(String, String),
    /// Answer with `Event::Tick` after so many milliseconds.
    Alarm(u64),
}

/// The envelopes of one campaign on this device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sending {
    campaign: String,
    has_box: bool,
    items: Vec<Item>,
    alarm: Option<Stamp>,
}

impl Sending {
    /// Of this campaign.
    pub fn new(campaign: &str, has_box: bool) -> Self {
        Self { campaign: campaign.to_owned(), has_box, ..Self::default() }
    }

    /// Id of the campaign.
    pub fn campaign(&self) -> &str {
        &self.campaign
    }

    /// Whether the campaign has a drop box.
    pub fn has_box(&self) -> bool {
        self.has_box
    }

    /// Every envelope, in the order of receipts.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How it stands with the envelope of a receipt; none where it is not there.
    pub fn state(&self, receipt: &str) -> Option<State> {
        self.find(receipt).ok().and_then(|place| self.items.get(place)).map(|item| self.state_of(item))
    }

    /// How it stands with an envelope.
    pub fn state_of(&self, item: &Item) -> State {
        match (item.record.sent, item.record.last) {
            (Some((way, at)), _) => State::Sent(way, at),
            _ if item.is_under_way => State::Sending,
            _ if !self.has_box => State::Unsent,
            (None, Some(answer)) if answer.is_refused() => State::Refused(answer),
            (None, last) => State::Waiting(last),
        }
    }

    /// How the person took it along last, and when.
    pub fn given(&self, receipt: &str) -> Option<(Given, Stamp)> {
        self.find(receipt).ok().and_then(|place| self.items.get(place)?.record.given)
    }

    /// How many nobody has acknowledged.
    pub fn open(&self) -> usize {
        self.items.iter().filter(|item| item.record.sent.is_none()).count()
    }

    /// Takes an event.
    pub fn update(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Read(found) => found.into_iter().for_each(|found| effects.extend(self.meet(found))),
            Event::Wake => self.hurry(Answer::is_network),
            Event::Again => self.hurry(|_| true),
            Event::Tick => self.alarm = None,
            Event::Answered(receipt, answer) => effects.extend(self.answered(&receipt, answer, moment)),
            Event::Given(receipt, given) => {
                effects.extend(self.change(&receipt, |record| record.given = Some((given, moment.stamp))));
            }
        }
        self.go(moment.stamp, &mut effects);
        effects
    }

    /// An envelope that the store has meets what is known.
    fn meet(&mut self, found: Found) -> Option<Effect> {
        let stored = found.record.as_deref().and_then(Record::decode);
        let place = match self.find(&found.receipt) {
            Ok(place) => {
                let known = &mut self.items.get_mut(place)?.record;
                known.sent = known.sent.or(stored?.sent);
                return None;
            }
            Err(place) => place,
        };
        let is_ours =
            stored.as_ref().and_then(|record| record.campaign.as_deref()).map_or(found.fits, |campaign| campaign == self.campaign);
        if !is_ours {
            return None;
        }
        let is_new = stored.is_none();
        let mut record = stored.unwrap_or_default();
        record.campaign = Some(self.campaign.clone());
        let mut item = Item { receipt: found.receipt, record, is_under_way: false };
        item.forgive();
        let keep = is_new.then(|| item.keep());
        self.items.insert(place, item);
        keep
    }

    fn hurry(&mut self, which: fn(Answer) -> bool) {
        for item in &mut self.items {
            if item.record.last.is_some_and(which) {
                item.record.due = Stamp::default();
                item.forgive();
            }
        }
    }

    fn answered(&mut self, receipt: &str, answer: Answer, moment: Moment) -> Option<Effect> {
        let place = self.find(receipt).ok()?;
        let item = self.items.get_mut(place)?;
        let was_under_way = std::mem::take(&mut item.is_under_way);
        if answer == Answer::Busy {
            item.record.due = after(moment, 0);
            return None;
        }
        self.change(receipt, |record| {
            if answer.is_taken() {
                record.sent = Some((Way::Box, moment.stamp));
            } else if was_under_way {
                record.due = after(moment, record.tries);
                record.tries = record.tries.saturating_add(1);
                record.last = Some(answer);
            }
        })
    }

    /// A record that says "sent" is final.
    fn change(&mut self, receipt: &str, act: impl FnOnce(&mut Record)) -> Option<Effect> {
        let place = self.find(receipt).ok()?;
        let item = self.items.get_mut(place).filter(|item| item.record.sent.is_none())?;
        let before = item.record.clone();
        act(&mut item.record);
        (item.record != before).then(|| item.keep())
    }

    /// Begins what is due, and sets the alarm for what comes next. A time further away than
    /// any pause is of a clock that was set back since.
    fn go(&mut self, now: Stamp, effects: &mut Vec<Effect>) {
        if !self.has_box {
            return;
        }
        let mut under_way = self.items.iter().filter(|item| item.is_under_way).count();
        let mut next: Option<u64> = None;
        for item in &mut self.items {
            let is_refused = item.record.last.is_some_and(Answer::is_refused);
            if item.record.sent.is_some() || item.is_under_way || is_refused {
                continue;
            }
            let pause = item.record.due.0.saturating_sub(now.0);
            if pause > 0 && pause <= LONGEST {
                next = Some(next.map_or(pause, |next| next.min(pause)));
            } else if under_way < AT_ONCE {
                under_way += 1;
                item.is_under_way = true;
                effects.push(Effect::Put(item.receipt.clone()));
            }
        }
        let Some(pause) = next else { return };
        let due = Stamp(now.0.saturating_add(pause));
        // One alarm, unless an earlier one is needed, or the clock tells that it is lost.
        if self.alarm.is_none_or(|alarm| due < alarm || alarm <= now) {
            self.alarm = Some(due);
            effects.push(Effect::Alarm(pause));
        }
    }

    fn find(&self, receipt: &str) -> Result<usize, usize> {
        let place = self.items.partition_point(|item| item.receipt.as_str() < receipt);
        if self.items.get(place).is_some_and(|item| item.receipt == receipt) { Ok(place) } else { Err(place) }
    }
}

/// When to try again after so many attempts: the pause doubles, and chance keeps many
/// devices from coming back together.
fn after(moment: Moment, tries: u32) -> Stamp {
    let half = (FIRST << tries.min(11)).min(LONGEST) / 2;
    let [chance, ..] = moment.random;
    Stamp(moment.stamp.0.saturating_add(half + half * u64::from(chance) / 255))
}

#[cfg(test)]
mod tests;
