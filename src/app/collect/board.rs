//! The day's board: done, in progress and wanted for each unit and group, and the list of
//! what this device has done. Made of the store each time, so that it cannot drift from
//! it; quotas are shown and screen nobody out. It holds no answers.

use crate::app::respond::receipt;
use crate::base::time::Stamp;
use crate::campaign::Campaign;
use crate::response::correction::standing;
use crate::response::{Channel, Correction, Draft, Outcome, Response};
use crate::store::Contents;

/// One unit and group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Code of the unit.
    pub unit: String,
    /// Id of the group.
    pub group: String,
    /// Complete, not cancelled, not tried out.
    pub done: usize,
    /// Begun and open.
    pub open: usize,
    /// Forms wanted, where the campaign says.
    pub wanted: Option<u32>,
}

/// One finished response, as its surveyor may see it: never an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Id; the receipt code is made of it.
    pub id: String,
    /// When it ended.
    pub finished: Stamp,
    /// The unit, corrections applied.
    pub unit: String,
    /// The group.
    pub group: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Tried out, never counted.
    pub trial: bool,
    /// Receipt code.
    pub receipt: String,
    /// Cancelled by the latest correction.
    pub cancelled: bool,
    /// The unit that the response itself names.
    pub named: String,
    /// Why it was corrected last; empty where it was not.
    pub reason: String,
}

/// An interview that is begun and open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// When it was last saved.
    pub saved: Stamp,
    /// The unit.
    pub unit: String,
    /// The group.
    pub group: String,
    /// How it is asked: what a respondent answered alone, the surveyor does not see.
    pub channel: Channel,
    /// Tried out.
    pub trial: bool,
}

/// The board of one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Board {
    /// By unit and group, in the campaign's order.
    pub rows: Vec<Row>,
    /// The latest first.
    pub done: Vec<Done>,
    /// The interview that is open.
    pub open: Option<Open>,
    /// The newest stamp in the store, of any campaign: the clock was there already.
    pub newest: Stamp,
    /// Ids of responses, corrections and campaigns of drafts that could not be read: to be shown.
    pub unreadable: Vec<String>,
}

impl Board {
    /// Reads the board off the store.
    pub fn read(campaign: &Campaign, contents: &Contents) -> Self {
        let mut board = Self::default();
        for (id, payload) in &contents.envelopes {
            match Response::decode(payload) {
                Ok(response) => {
                    board.newest = board.newest.max(response.finished);
                    if response.header.campaign.0 == campaign.id && by_surveyor(response.header.channel) {
                        board.done.push(done(response, receipt(payload)));
                    }
                }
                Err(_) => board.unreadable.push(id.clone()),
            }
        }
        board.correct(campaign, contents);
        board.done.sort_by(|a, b| (b.finished, &b.id).cmp(&(a.finished, &a.id)));
        board.unreadable.extend(contents.quarantined.iter().map(|record| record.key.clone()));
        board.open = board.draft(campaign, contents).map(open);
        board.newest = board.newest.max(board.open.as_ref().map_or(Stamp::default(), |open| open.saved));
        for unit in &campaign.units {
            for stratum in &unit.strata {
                let of = |other: &str, group: &str| other == unit.code && group == stratum.group;
                board.rows.push(Row {
                    unit: unit.code.clone(),
                    group: stratum.group.clone(),
                    done: board.done.iter().filter(|done| done.counts() && of(&done.unit, &done.group)).count(),
                    open: board.open.iter().filter(|open| !open.trial && of(&open.unit, &open.group)).count(),
                    wanted: stratum.quota,
                });
            }
        }
        board
    }

    /// What corrections come to is said by `standing`, for the analysis too.
    fn correct(&mut self, campaign: &Campaign, contents: &Contents) {
        let mut corrections = Vec::new();
        for (id, payload) in &contents.corrections {
            match Correction::decode(payload) {
                Ok(correction) if correction.campaign == campaign.id => corrections.push(correction),
                Ok(_) => {}
                Err(_) => self.unreadable.push(id.clone()),
            }
        }
        for (id, standing) in standing(&corrections) {
            let Some(done) = self.done.iter_mut().find(|done| done.id == id) else { continue };
            done.cancelled = standing.cancelled;
            standing.latest.reason.clone_into(&mut done.reason);
            if let Some(unit) = standing.unit {
                unit.clone_into(&mut done.unit);
            }
        }
    }

    /// The newer slot of the campaign's draft, unless its response was already appended.
    fn draft(&mut self, campaign: &Campaign, contents: &Contents) -> Option<Draft> {
        let mut newest: Option<Draft> = None;
        for payload in contents.drafts.get(&campaign.id).into_iter().flatten() {
            match Draft::decode(payload) {
                Ok(draft) if newest.as_ref().is_none_or(|other| other.sequence < draft.sequence) => newest = Some(draft),
                Ok(_) => {}
                Err(_) => self.unreadable.push(campaign.id.clone()),
            }
        }
        newest.filter(|draft| !contents.envelopes.contains_key(&draft.header.id))
    }
}

/// What came by a link in this browser is no surveyor's work: it is not listed, not
/// corrected here, and counts towards no quota of the sample.
fn by_surveyor(channel: Channel) -> bool {
    match channel {
        Channel::Interviewer | Channel::SelfOnTablet | Channel::Paper => true,
        Channel::Invitation | Channel::OpenLink => false,
    }
}

impl Done {
    /// Whether it counts towards the quota.
    pub fn counts(&self) -> bool {
        self.outcome == Outcome::Complete && !self.trial && !self.cancelled
    }

    /// Whether a correction names another unit than the response.
    pub fn moved(&self) -> bool {
        self.unit != self.named
    }
}

fn open(draft: Draft) -> Open {
    let header = draft.header;
    Open { saved: draft.saved, unit: header.unit, group: header.group, channel: header.channel, trial: header.trial }
}

fn done(response: Response, receipt: String) -> Done {
    let header = response.header;
    Done {
        id: header.id,
        named: header.unit.clone(),
        receipt,
        reason: String::new(),
        finished: response.finished,
        unit: header.unit,
        group: header.group,
        outcome: response.outcome,
        trial: header.trial,
        cancelled: false,
    }
}
