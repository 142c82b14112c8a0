//! What is known about the machine, line by line: each says by itself what to do, and a
//! browser that does not tell something gives no line about it. A line never blocks alone;
//! only without a store does nothing begin.

use super::Model;
use crate::app::keeping::Fault as KeepFault;
use crate::base::time::{Date, Stamp};
use crate::store::{ROOM, StoreFault};

/// Milliseconds by which a clock may stand behind the newest record.
const BEHIND: u64 = 300_000;

/// The battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Power {
    /// Percent.
    pub percent: u8,
    /// On the mains.
    pub charging: bool,
}

/// What is known about the machine; none while it was not told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The program is kept for use without network, or why not.
    pub offline: Option<Result<(), String>>,
    /// The store works: UTF-16 units used.
    pub store: Option<Result<usize, StoreFault>>,
    /// The battery; none inside where the browser does not tell.
    pub power: Option<Option<Power>>,
    /// The browser keeps the store when room is short.
    pub persisted: Option<bool>,
    /// Files of questionnaires that did not arrive.
    pub missing: Vec<String>,
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The program without network.
    Program,
    /// Campaign and questionnaires.
    Files,
    /// The store works.
    Store,
    /// The store has room.
    Room,
    /// The clock.
    Clock,
    /// The battery.
    Battery,
    /// The browser's promise to keep the store.
    Persistence,
}

/// Why a line is not good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Not kept, in the browser's words.
    NotKept(String),
    /// Files that did not arrive.
    Missing(String),
    /// The store refuses.
    Store(StoreFault),
    /// What is not finished cannot be kept.
    Keep(KeepFault),
    /// So many percent are used.
    Full(u32),
    /// The day is before the campaign's first.
    TooEarly(Date),
    /// The day is after the campaign's last.
    TooLate(Date),
    /// The clock stands before the newest record.
    Behind(Stamp),
    /// So many percent are left.
    Low(u8),
    /// The browser has promised nothing.
    NotPromised,
}

/// How a line stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Not known yet.
    Waiting,
    /// Good; a number where there is one to tell.
    Good(Option<u32>),
    /// It can be worked with.
    Warned(Why),
    /// It must be mended.
    Failed(Why),
}

/// One line of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// About what.
    pub what: What,
    /// How it stands.
    pub verdict: Verdict,
}

impl Model {
    /// "Máy đã sẵn sàng dùng không mạng": every line is known and none failed.
    pub fn is_ready(&self) -> bool {
        lines(self).iter().all(|line| matches!(line.verdict, Verdict::Good(_) | Verdict::Warned(_)))
    }

    /// Without a store nothing can be kept, so nothing begins.
    pub fn may_go_on(&self) -> bool {
        self.campaign.is_some() && matches!(self.facts.store, Some(Ok(_))) && self.interview.report.keeps_drafts()
    }

    /// Percent of the store that is used, once it was measured.
    pub fn used(&self) -> Option<u32> {
        self.facts.store.as_ref()?.as_ref().ok().map(|used| percent(*used))
    }
}

/// The check, line by line.
pub fn lines(model: &Model) -> Vec<Line> {
    let facts = &model.facts;
    let mut lines = vec![
        Line { what: What::Program, verdict: program(facts) },
        Line { what: What::Files, verdict: files(model) },
        Line { what: What::Store, verdict: store(model) },
    ];
    if let Some(Ok(used)) = facts.store {
        lines.push(Line { what: What::Room, verdict: room(used) });
    }
    lines.push(Line { what: What::Clock, verdict: clock(model) });
    if let Some(Some(power)) = facts.power {
        lines.push(Line { what: What::Battery, verdict: battery(power) });
    }
    if let Some(kept) = facts.persisted {
        let verdict = if kept { Verdict::Good(None) } else { Verdict::Warned(Why::NotPromised) };
        lines.push(Line { what: What::Persistence, verdict });
    }
    lines
}

fn program(facts: &Facts) -> Verdict {
    match &facts.offline {
        None => Verdict::Waiting,
        Some(Ok(())) => Verdict::Good(None),
        Some(Err(why)) => Verdict::Failed(Why::NotKept(why.clone())),
    }
}

fn files(model: &Model) -> Verdict {
    if !model.facts.missing.is_empty() {
        return Verdict::Failed(Why::Missing(model.facts.missing.join(", ")));
    }
    if model.awaited.is_empty() { Verdict::Good(None) } else { Verdict::Waiting }
}

fn store(model: &Model) -> Verdict {
    match (&model.facts.store, model.interview.report.in_the_way()) {
        (None, _) => Verdict::Waiting,
        (Some(Err(fault)), _) => Verdict::Failed(Why::Store(fault.clone())),
        (Some(Ok(_)), Some(fault)) => Verdict::Failed(Why::Keep(fault)),
        (Some(Ok(_)), None) => Verdict::Good(None),
    }
}

/// Percent of the store that is used, of what every browser gives.
fn percent(used: usize) -> u32 {
    u32::try_from(used.saturating_mul(100) / ROOM).unwrap_or(u32::MAX)
}

fn room(used: usize) -> Verdict {
    match percent(used) {
        90.. => Verdict::Failed(Why::Full(percent(used))),
        70..=89 => Verdict::Warned(Why::Full(percent(used))),
        used => Verdict::Good(Some(used)),
    }
}

/// A clock that cannot be right would stamp every form wrongly. A try-out may come before
/// the first day.
fn clock(model: &Model) -> Verdict {
    let Some(campaign) = &model.campaign else { return Verdict::Waiting };
    if model.now.stamp.0.saturating_add(BEHIND) < model.board.newest.0 {
        return Verdict::Failed(Why::Behind(model.board.newest));
    }
    let told = |why| if model.device.trial { Verdict::Warned(why) } else { Verdict::Failed(why) };
    match Date::of_stamp(model.now.stamp, model.now.offset) {
        Some(today) if today > campaign.closes => told(Why::TooLate(campaign.closes)),
        Some(today) if today >= campaign.opens => Verdict::Good(None),
        Some(_) | None => told(Why::TooEarly(campaign.opens)),
    }
}

fn battery(power: Power) -> Verdict {
    if power.percent < 30 && !power.charging {
        return Verdict::Warned(Why::Low(power.percent));
    }
    Verdict::Good(Some(u32::from(power.percent)))
}
