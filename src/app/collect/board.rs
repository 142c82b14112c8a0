//! The day's board: done, in progress and wanted for each unit and group, and the list of
//! what this device has done. Made of the store each time, so that it cannot drift from
//! it; quotas are shown and screen nobody out. It holds no answers.

use crate::app::keeping::Contents;
use crate::app::respond::Ending;
use crate::base::Named;
use crate::base::time::Stamp;
use crate::campaign::Campaign;
use crate::response::correction::standing;
use crate::response::{Channel, Correction, Draft, Outcome, Response};
use crate::seal::receipt::grouped;

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

/// What the device remembers: of finished responses their heads, never an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// Finished responses without their answers, with the receipts of their envelopes.
    pub finished: Vec<(String, Response)>,
    /// Corrections, with the receipts of theirs.
    pub corrections: Vec<(String, Correction)>,
    /// Interviews that are open.
    pub drafts: Vec<Draft>,
    /// Keys of records that could not be read.
    pub unreadable: Vec<String>,
}

/// Where it stands: `r.<receipt>`.
pub const REGISTER: &str = "r.";

impl Kept {
    /// Reads what the keeper found.
    pub fn read(contents: &Contents) -> Self {
        let mut kept = Self::default();
        for (key, bytes) in &contents.records {
            let Some(receipt) = key.strip_prefix(REGISTER) else { continue };
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            match (Response::decode(text), Correction::decode(text)) {
                (Ok(response), _) => kept.finished.push((receipt.to_owned(), response)),
                (Err(_), Ok(correction)) => kept.corrections.push((receipt.to_owned(), correction)),
                (Err(_), Err(_)) => kept.unreadable.push(key.clone()),
            }
        }
        for found in &contents.drafts {
            match Draft::unpack(&found.content) {
                Ok(draft) => kept.drafts.push(draft),
                Err(_) => kept.unreadable.push(found.key.clone()),
            }
        }
        kept
    }

    /// What the device remembers of a response: everything but its answers.
    pub fn head(ending: &Ending) -> Vec<u8> {
        let (header, outcome, finished) = (ending.header.clone(), ending.outcome, ending.finished);
        let empty = Response { header, outcome, finished, answers: Named::new(), seconds: Named::new(), fills: Vec::new() };
        empty.encode().into_bytes()
    }
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
    /// Reads the board off what the device remembers.
    pub fn read(campaign: &Campaign, kept: &Kept) -> Self {
        let mut board = Self::default();
        for (receipt, response) in &kept.finished {
            board.newest = board.newest.max(response.finished);
            if response.header.campaign.0 == campaign.id && by_surveyor(response.header.channel) {
                board.done.push(done(response, grouped(receipt)));
            }
        }
        board.correct(campaign, kept);
        board.done.sort_by(|a, b| (b.finished, &b.id).cmp(&(a.finished, &a.id)));
        board.unreadable.clone_from(&kept.unreadable);
        board.open = kept.drafts.iter().filter(|draft| draft.header.campaign.0 == campaign.id).max_by_key(|draft| draft.saved).map(open);
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
    fn correct(&mut self, campaign: &Campaign, kept: &Kept) {
        let corrections = kept.corrections.iter().map(|(_, correction)| correction).filter(|correction| correction.campaign == campaign.id);
        for (id, standing) in standing(corrections) {
            let Some(done) = self.done.iter_mut().find(|done| done.id == id) else { continue };
            done.cancelled = standing.cancelled;
            standing.latest.reason.clone_into(&mut done.reason);
            if let Some(unit) = standing.unit {
                unit.clone_into(&mut done.unit);
            }
        }
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

fn open(draft: &Draft) -> Open {
    let header = &draft.header;
    Open { saved: draft.saved, unit: header.unit.clone(), group: header.group.clone(), channel: header.channel, trial: header.trial }
}

fn done(response: &Response, receipt: String) -> Done {
    let header = &response.header;
    Done {
        id: header.id.clone(),
        named: header.unit.clone(),
        receipt,
        reason: String::new(),
        finished: response.finished,
        unit: header.unit.clone(),
        group: header.group.clone(),
        outcome: response.outcome,
        trial: header.trial,
        cancelled: false,
    }
}
