//! A surveyor's tablet, from "Chuẩn bị máy" to the last form of the day: pure. It holds the
//! respondent's model for the interview and adds the surveyor's stages around it; files that
//! were read once answer the interview, so that the next one begins at once and without
//! network. Nothing of this room outside `interview` ever holds an answer.

pub mod board;
mod checking;
mod correcting;
pub mod device;
pub mod erasing;
mod handing;
pub mod handing_in;
pub mod idle;
mod interviewing;
pub mod leaving;
pub mod pin;
mod preparing;
mod settling;
pub mod shelf;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::keeping::{Contents, Fault as KeepFault};
use super::respond::{self, FetchFault, Moment, Problem};
use super::route::Gate;
use crate::base::Text;
use crate::base::time::Stamp;
use crate::campaign::Campaign;
use crate::response::{Change, Correction, Outcome};
use crate::store::{Custody, StoreFault};

pub use board::{Board, Done, Kept, Open};
pub use checking::{Facts, Line, Power, Verdict, What, Why, lines};
pub use device::{Device, Hand, Handed};
pub use handing_in::Desk;
pub use idle::Idle;
pub use pin::Pin;
pub use shelf::{Shelf, Standing};

/// A second tap within so many milliseconds is the same tap: the page has changed under it.
const HASTE: u64 = 300;

/// Whether this page is the one that works on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// It is.
    Ours,
    /// Another page of this device is.
    Elsewhere,
}

/// Where the surveyor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Files and records are on their way.
    Loading,
    /// Another page of this device is at work.
    Elsewhere,
    /// The device's record is damaged or gone: in whose hands it is cannot be known.
    Unknown,
    /// Which campaign?
    Choosing,
    /// The campaign cannot be used.
    Problem(Problem),
    /// "Chuẩn bị máy".
    Preparing,
    /// The surveyor's code and PIN.
    Setting,
    /// Unit, village and group are confirmed.
    Placing,
    /// The day's board.
    Board,
    /// The surveyor asks.
    Interview,
    /// In the respondent's hands.
    HandedOver,
    /// The response with this id is corrected.
    Correcting(String),
    /// "Nộp phiếu".
    HandingIn,
    /// "Kết thúc đợt, xóa khỏi máy".
    Erasing,
}

/// What a page says beside a field, or above all; each has words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The store refused.
    Store(StoreFault),
    /// The keeper could not keep something.
    Keep(KeepFault),
    /// The surveyor's code is empty.
    NoCode,
    /// The surveyor's code is no code: a name must not get into every form.
    BadCode,
    /// The PIN is not four to eight digits.
    BadPin,
    /// The PIN was not typed the same way twice.
    OtherPin,
    /// No unit was chosen.
    NoUnit,
    /// No group was chosen.
    NoGroup,
    /// A correction needs a reason.
    NoReason,
    /// The code is not of a surveyor who worked on this device.
    OtherCode,
    /// An interview is open: it must be ended first.
    StillOpen,
    /// The open interview cannot be read; it stays where it is.
    Unreadable,
}

/// What the surveyor settles about where and whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Code of the unit.
    pub unit: String,
    /// Village or quarter.
    pub village: String,
    /// Group.
    pub group: String,
    /// Questionnaire.
    pub questionnaire: String,
}

/// What a tap turns over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// "Làm thử".
    Trial,
    /// The theme for bright sun.
    Sunlight,
    /// The side of the actions.
    Hand,
}

/// A key of the PIN pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Opens the pad.
    Open,
    /// Closes it.
    Close,
    /// A digit.
    Digit(u8),
    /// Takes the last digit back.
    Erase,
    /// Judges what was typed.
    Enter,
}

/// The PIN pad.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pad {
    /// Digits so far.
    pub typed: String,
    /// The last one was wrong.
    pub wrong: bool,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "one event at a time: nothing is gained by boxing it")]
pub enum Event {
    /// The page opened; the address may name a campaign and its key.
    Opened(Gate),
    /// Whether this page may work.
    Held(Hold),
    /// The device's record was read.
    DeviceRead(Result<Option<String>, StoreFault>),
    /// The device's record changed or went, and not by this page.
    DeviceTouched,
    /// The device's record was kept, or not.
    DeviceKept(Result<(), StoreFault>),
    /// The host's list of campaigns arrived.
    ListRead(Result<String, FetchFault>),
    /// The campaign's file arrived.
    CampaignRead(Result<String, FetchFault>),
    /// A questionnaire's file arrived.
    QuestionnaireRead(String, Result<String, FetchFault>),
    /// The store was read.
    StoreRead(Contents),
    /// The store was tried and measured: UTF-16 units used.
    Probed(Result<usize, StoreFault>),
    /// The program is kept for use without network, or why not.
    KeptOffline(Result<(), String>),
    /// The battery was looked at; none where the browser does not tell.
    PowerRead(Option<Power>),
    /// The browser answered whether it keeps the store when room is short.
    Persisted(bool),
    /// Something of the interview.
    Interview(respond::Event),
    /// A campaign was chosen.
    Campaign(String),
    /// To another page of the surveyor's.
    Show(Stage),
    /// Looks at the machine again.
    CheckAgain,
    /// Asks the browser to keep the store.
    Persist,
    /// Code, PIN and PIN again; empty PINs leave the one that is set.
    Settle(String, String, String),
    /// Unit, village and group are confirmed.
    Confirm(Place),
    /// Turns a switch.
    Turn(Switch),
    /// Number in the list of the coming interview.
    ListEntry(String),
    /// Whether others are present at it.
    Others(Option<bool>),
    /// "Phiếu tiếp theo".
    Next,
    /// "Trao máy cho người trả lời".
    HandOver,
    /// The outcome, by one tap.
    Outcome(Outcome),
    /// Back to the board; the interview stays open.
    Leave,
    /// The interview that was found open is kept as partial.
    CloseOpen,
    /// The PIN pad.
    Key(Key),
    /// Somebody touched the device.
    Touched,
    /// A second went by.
    Tick,
    /// "Sửa đơn vị", "Hủy phiếu" of the response that is open for it, with the reason.
    Amend(Change, String),
    /// The correction was appended, or not.
    CorrectionKept(Result<(), KeepFault>),
    /// "Bấm nhầm": the outcome that was just told by one tap does not count; the reason.
    Undo(String),
    /// Something of handing in or erasing.
    Desk(handing_in::Event),
    /// A device in unknown hands is set up anew by whoever knows a code used on it.
    StartAnew(String),
    /// Tries again what failed.
    Retry,
}

/// What the shell must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// As the respondent's shell does it; answers with `Event::Interview`.
    Interview(respond::Effect),
    /// Become the one page that works on this device.
    Hold,
    /// Read the device's record.
    ReadDevice,
    /// Keep the device's record.
    KeepDevice(String, Custody),
    /// Fetch `campaigns/index.json`.
    FetchList,
    /// Fetch `campaigns/<id>.json`.
    FetchCampaign(String),
    /// Fetch `questionnaires/<id>.json`.
    FetchQuestionnaire(String),
    /// Read the whole store.
    ReadStore,
    /// Read both media again, whatever is known of them.
    LookAgain,
    /// Try and measure the store.
    Probe,
    /// Keep the program for use without network.
    KeepOffline,
    /// Look at the battery.
    ReadPower,
    /// Ask the browser to keep the store; nobody waits for the answer.
    AskPersistence,
    /// Seal a correction and append it.
    AppendCorrection(Box<Correction>),
    /// For handing in or erasing; answers with `Event::Desk`.
    Desk(handing_in::Effect),
    /// Show the page by the surveyor's hand and theme.
    Dress(Hand, bool),
    /// Whatever the location says, it is this page again.
    Address,
}

/// What was to happen once the device's record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
enum After {
    Nothing,
    Confirmed,
    HandOver,
    Judge(String),
    TakeBack,
}

/// The model of the role.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Where the surveyor is.
    pub stage: Stage,
    /// The device's record.
    pub device: Device,
    /// The campaign, once read.
    pub campaign: Option<Arc<Campaign>>,
    /// The host's campaigns: id and title.
    pub listed: Vec<(String, Text)>,
    /// What is known about the machine.
    pub facts: Facts,
    /// The day's board.
    pub board: Board,
    /// What stands on the device, of all campaigns.
    pub shelf: Shelf,
    /// How the envelopes of this campaign stand.
    pub standing: Standing,
    /// The work of handing in and erasing.
    pub desk: Desk,
    /// The interview.
    pub interview: respond::Model,
    /// The PIN pad, while it is open.
    pub pad: Option<Pad>,
    /// How long nobody touched a device that is handed over.
    pub idle: Idle,
    /// What went wrong last.
    pub fault: Option<Fault>,
    /// The clock at the last event.
    pub now: Moment,
    gate: Gate,
    texts: BTreeMap<String, String>,
    awaited: Vec<String>,
    after: VecDeque<After>,
    touched: Stamp,
    tapped: Option<Stamp>,
    cleared: bool,
    closing: bool,
    codes: Vec<String>,
    amending: Option<Correction>,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            stage: Stage::Loading,
            device: Device::default(),
            campaign: None,
            listed: Vec::new(),
            facts: Facts::default(),
            board: Board::default(),
            shelf: Shelf::default(),
            standing: Standing::default(),
            desk: Desk::default(),
            interview: respond::Model::default(),
            pad: None,
            idle: Idle::No,
            fault: None,
            now: Moment { stamp: Stamp(0), offset: 0, random: [0; 16] },
            gate: Gate::default(),
            texts: BTreeMap::new(),
            awaited: Vec::new(),
            after: VecDeque::new(),
            touched: Stamp(0),
            tapped: None,
            cleared: false,
            closing: false,
            codes: Vec::new(),
            amending: None,
        }
    }
}

impl Model {
    /// Name of the unit that is settled.
    pub fn unit_name(&self) -> Option<&str> {
        Some(self.campaign.as_ref()?.unit(&self.device.unit)?.name.as_str())
    }

    /// Whole seconds until the next PIN is judged.
    pub fn wait(&self) -> u64 {
        self.device.attempts.wait(self.now.stamp)
    }

    /// Nothing of the last respondent is to be seen: the form is done, or nobody is there.
    pub fn is_cleared(&self) -> bool {
        self.cleared
    }

    /// Whether a touch is to be told: once a second is enough.
    pub fn is_touch_due(&self, now: Stamp) -> bool {
        now.0.checked_sub(self.touched.0).is_none_or(|gone| gone > 1_000)
    }

    /// The board's row of the settled unit and group.
    pub fn row(&self) -> Option<&board::Row> {
        self.board.rows.iter().find(|row| row.unit == self.device.unit && row.group == self.device.group)
    }

    /// Keeps the record as it stands now, and goes on with `after` once that is done.
    fn keep(&mut self, after: After) -> Effect {
        self.after.push_back(after);
        Effect::KeepDevice(self.device.encode(), self.device.custody())
    }

    fn fail(&mut self, fault: Fault) -> Vec<Effect> {
        self.fault = Some(fault);
        vec![focus("trouble")]
    }

    /// To another page of the surveyor's.
    fn go(&mut self, stage: Stage) -> Vec<Effect> {
        self.stage = stage;
        self.fault = None;
        vec![focus("page-title")]
    }

    /// Whether this is a second tap of what was one.
    fn is_haste(&mut self) -> bool {
        let now = self.now.stamp;
        let hasty = self.tapped.and_then(|tapped| now.0.checked_sub(tapped.0)).is_some_and(|gone| gone < HASTE);
        if !hasty {
            self.tapped = Some(now);
        }
        hasty
    }
}

fn focus(id: &str) -> Effect {
    Effect::Interview(respond::Effect::Focus(id.to_owned()))
}

/// Moves the model on and says what is to be done.
pub fn update(model: &mut Model, event: Event, moment: Moment) -> Vec<Effect> {
    model.now = moment;
    match event {
        Event::Opened(gate) => preparing::opened(model, gate),
        Event::Held(hold) => preparing::held(model, hold),
        Event::DeviceRead(result) => preparing::device(model, result),
        Event::ListRead(result) => preparing::list(model, result),
        Event::CampaignRead(result) => preparing::campaign(model, result),
        Event::QuestionnaireRead(name, result) => preparing::questionnaire(model, &name, result),
        Event::Campaign(id) => preparing::chosen(model, id),
        Event::CheckAgain => preparing::check(model),
        Event::Persist => vec![Effect::AskPersistence],
        Event::Probed(result) => preparing::probed(model, result),
        Event::KeptOffline(result) => preparing::fact(&mut model.facts.offline, result),
        Event::PowerRead(power) => preparing::fact(&mut model.facts.power, power),
        Event::Persisted(kept) => preparing::fact(&mut model.facts.persisted, kept),
        Event::Retry => preparing::retry(model),
        Event::DeviceKept(result) => kept(model, result),
        Event::DeviceTouched => handing::device_touched(model),
        Event::StoreRead(contents) => interviewing::store(model, &contents),
        Event::Show(stage) => settling::show(model, stage),
        Event::Settle(code, pin, again) => settling::settle(model, &code, &pin, &again),
        Event::Confirm(place) => settling::confirm(model, place),
        Event::Turn(switch) => settling::turn(model, switch),
        Event::StartAnew(code) => settling::start_anew(model, &code),
        Event::ListEntry(entry) => interviewing::list_entry(model, &entry),
        Event::Others(others) => interviewing::others(model, others),
        Event::Interview(event) => interviewing::interview(model, event),
        Event::Next => interviewing::next(model),
        Event::Outcome(outcome) => interviewing::outcome(model, outcome),
        Event::Leave => interviewing::leave(model),
        Event::CloseOpen => interviewing::close_open(model),
        Event::HandOver => handing::hand_over(model),
        Event::Key(key) => handing::key(model, key),
        Event::Touched => handing::touched(model),
        Event::Tick => handing::tick(model),
        Event::Amend(change, reason) => correcting::amend(model, change, &reason),
        Event::CorrectionKept(result) => correcting::kept(model, result),
        Event::Undo(reason) => correcting::undo(model, &reason),
        Event::Desk(event) => leaving::desk(model, event),
    }
}

/// The record is kept, or not: only then does what waited for it happen.
fn kept(model: &mut Model, result: Result<(), StoreFault>) -> Vec<Effect> {
    let after = model.after.pop_front().unwrap_or(After::Nothing);
    match (after, result) {
        (After::Nothing, Ok(())) => Vec::new(),
        (After::Confirmed, Ok(())) => interviewing::to_board(model),
        (After::HandOver, Ok(())) => handing::handed(model),
        (After::Judge(digits), Ok(())) => handing::judge(model, &digits),
        (After::TakeBack, Ok(())) => handing::taken_back(model),
        (after @ (After::HandOver | After::Judge(_) | After::TakeBack), Err(fault)) => handing::not_kept(model, &after, fault),
        (After::Nothing | After::Confirmed, Err(fault)) => model.fail(Fault::Store(fault)),
    }
}
