//! "Chuẩn bị máy": the one page at work, the device's record, the campaign and its
//! questionnaires, then a look at the machine. Each line says by itself what to do; a
//! browser that does not tell something gives no line about it.

use std::sync::Arc;

use super::{Device, Effect, Fault, Handed, Hold, Model, Stage, handing, interviewing};
use crate::app::respond::{FetchFault, Problem};
use crate::base::digest::fingerprint;
use crate::base::json::Reader;
use crate::base::time::{Date, Stamp};
use crate::base::{Finding, Text, finding, json};
use crate::campaign::{self, Campaign};
use crate::questionnaire::Definition;
use crate::questionnaire::definition::Tag;
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
        self.campaign.is_some() && matches!(self.facts.store, Some(Ok(_)))
    }

    /// Percent of the store that is used, once it was measured.
    pub fn used(&self) -> Option<u32> {
        self.facts.store.as_ref()?.as_ref().ok().map(|used| percent(*used))
    }

    /// Groups and questionnaires that a tablet can ask: a grid of units has a page of its own.
    pub fn askable(&self) -> Vec<(String, String)> {
        let Some(campaign) = &self.campaign else { return Vec::new() };
        let pairs = campaign.groups.iter().flat_map(|group| group.questionnaires.iter().map(|id| (group.id.clone(), id.clone())));
        pairs.filter(|(_, id)| self.definition(id).is_some_and(|definition| !has_grid(&definition))).collect()
    }

    /// The questionnaire's text as it was released.
    fn questionnaire(&self, id: &str) -> Option<&String> {
        let pin = self.campaign.as_ref().and_then(|campaign| campaign.pins.get(id));
        let text = self.texts.get(&file(id));
        match pin {
            Some(pin) if text.is_none_or(|text| fingerprint(text.as_bytes()) != *pin) => self.texts.get(&file(&beside(id, pin))),
            Some(_) | None => text,
        }
    }

    /// A questionnaire of the campaign, as it was released.
    pub fn definition(&self, id: &str) -> Option<Definition> {
        Definition::read(self.questionnaire(id)?).ok()
    }
}

fn has_grid(definition: &Definition) -> bool {
    definition.sections.iter().flat_map(|section| &section.questions).any(|question| question.tag == Tag::UnitOption)
}

fn file(id: &str) -> String {
    ["questionnaires/", id].concat()
}

fn beside(id: &str, pin: &str) -> String {
    [id, "-", pin].concat()
}

/// The check, line by line.
pub fn lines(model: &Model) -> Vec<Line> {
    let facts = &model.facts;
    let mut lines = vec![
        Line { what: What::Program, verdict: program(facts) },
        Line { what: What::Files, verdict: files(model) },
        Line { what: What::Store, verdict: store(facts) },
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

fn store(facts: &Facts) -> Verdict {
    match &facts.store {
        None => Verdict::Waiting,
        Some(Ok(_)) => Verdict::Good(None),
        Some(Err(fault)) => Verdict::Failed(Why::Store(fault.clone())),
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

pub(super) fn opened(model: &mut Model, route: Option<String>) -> Vec<Effect> {
    *model = Model { route, now: model.now, ..Model::default() };
    vec![Effect::Hold]
}

pub(super) fn held(model: &mut Model, hold: Hold) -> Vec<Effect> {
    match hold {
        Hold::Elsewhere => model.go(Stage::Elsewhere),
        Hold::Ours => {
            model.stage = Stage::Loading;
            vec![Effect::ReadDevice]
        }
    }
}

pub(super) fn device(model: &mut Model, result: Result<Option<String>, StoreFault>) -> Vec<Effect> {
    let device = match result {
        Ok(Some(text)) => match Device::decode(&text) {
            Ok(device) => device,
            Err(_) => return unknown(model),
        },
        // A store that is blocked holds nothing that could be seen; the check says so.
        Ok(None) | Err(StoreFault::Medium(_)) => Device::default(),
        Err(StoreFault::ReadBack(_) | StoreFault::Taken(_)) => return unknown(model),
    };
    model.device = device;
    let mut effects = vec![Effect::Dress(model.device.hand, model.device.sunlight)];
    model.interview.language = model.device.language;
    effects.push(Effect::Interview(crate::app::respond::Effect::SetLanguage(model.device.language)));
    // A device in a respondent's hands does not look at the location.
    let named = if model.device.handed == Handed::No { model.route.clone() } else { None };
    match named.unwrap_or_else(|| model.device.campaign.clone()) {
        id if id.is_empty() => effects.push(Effect::FetchList),
        id => effects.extend(choose(model, id)),
    }
    effects
}

/// Closed, whoever holds it: the store is read for the codes that open it again.
fn unknown(model: &mut Model) -> Vec<Effect> {
    let mut effects = model.go(Stage::Unknown);
    effects.push(Effect::ReadStore);
    effects
}

pub(super) fn list(model: &mut Model, result: Result<String, FetchFault>) -> Vec<Effect> {
    let text = match result {
        Ok(text) => text,
        Err(fault) => return problem(model, Problem::Unreachable(fault)),
    };
    match read_list(&text) {
        Ok(listed) => {
            model.listed = listed;
            model.go(Stage::Choosing)
        }
        Err(findings) => problem(model, Problem::Broken(findings)),
    }
}

/// `[{"id": …, "title": {"vi": …}}, …]`, as the build writes it.
fn read_list(text: &str) -> Result<Vec<(String, Text)>, Vec<Finding>> {
    fn item(r: &mut Reader<'_>) -> (String, Text) {
        (r.required("id").text(), r.required("title").object(Text::read).unwrap_or_default())
    }
    fn all(r: &mut Reader<'_>) -> Vec<(String, Text)> {
        r.required("campaigns").list(|slot| slot.object(item).unwrap_or_default())
    }
    // The reader reads objects: the list becomes the one field of one.
    json::read(&["{\"campaigns\":", text, "}"].concat(), all)
}

/// A campaign of the list was chosen.
pub(super) fn chosen(model: &mut Model, id: String) -> Vec<Effect> {
    if model.stage == Stage::Choosing && model.device.handed == Handed::No { choose(model, id) } else { Vec::new() }
}

/// Another campaign begins with another place; surveyor and PIN stay.
pub(super) fn choose(model: &mut Model, id: String) -> Vec<Effect> {
    if model.device.campaign != id {
        let device = &mut model.device;
        for text in [&mut device.unit, &mut device.village, &mut device.group, &mut device.questionnaire, &mut device.entry] {
            text.clear();
        }
        device.campaign.clone_from(&id);
        device.confirmed = Stamp::default();
    }
    model.stage = Stage::Loading;
    model.campaign = None;
    model.texts.clear();
    model.facts.missing.clear();
    vec![Effect::FetchCampaign(id)]
}

fn problem(model: &mut Model, problem: Problem) -> Vec<Effect> {
    model.go(Stage::Problem(problem))
}

pub(super) fn campaign(model: &mut Model, result: Result<String, FetchFault>) -> Vec<Effect> {
    let id = model.device.campaign.clone();
    let text = match result {
        Ok(text) => text,
        Err(FetchFault::Absent) => return problem(model, Problem::UnknownCampaign(id)),
        Err(fault) => return problem(model, Problem::Unreachable(fault)),
    };
    let campaign = match Campaign::read(&text) {
        Ok(campaign) => campaign,
        Err(findings) => return problem(model, Problem::Broken(findings)),
    };
    let findings = campaign::check::check(&campaign);
    if finding::has_error(&findings) {
        return problem(model, Problem::Broken(findings));
    }
    model.awaited = campaign.questionnaires().into_iter().map(str::to_owned).collect();
    model.campaign = Some(Arc::new(campaign));
    model.texts.insert(["campaigns/", &id].concat(), text);
    model.awaited.iter().map(|id| Effect::FetchQuestionnaire(id.clone())).collect()
}

pub(super) fn questionnaire(model: &mut Model, name: &str, result: Result<String, FetchFault>) -> Vec<Effect> {
    model.awaited.retain(|awaited| awaited != name);
    match result {
        Ok(text) => {
            let pin = model.campaign.as_ref().and_then(|campaign| campaign.pins.get(name)).cloned();
            let changed = pin.filter(|pin| *pin != fingerprint(text.as_bytes()));
            model.texts.insert(file(name), text);
            if let Some(pin) = changed {
                let released = beside(name, &pin);
                model.awaited.push(released.clone());
                return vec![Effect::FetchQuestionnaire(released)];
            }
        }
        Err(_) => model.facts.missing.push([&file(name), ".json"].concat()),
    }
    if model.awaited.is_empty() { arrived(model) } else { Vec::new() }
}

/// Every file has arrived, or will not: on to where the device was.
fn arrived(model: &mut Model) -> Vec<Effect> {
    if model.stage == Stage::Preparing {
        return look();
    }
    if model.device.handed != Handed::No {
        return handing::resume(model);
    }
    let today = Date::of_stamp(model.now.stamp, model.now.offset);
    let confirmed = model.device.confirmed;
    let same_day = confirmed != Stamp::default() && Date::of_stamp(confirmed, model.now.offset) == today;
    if model.device.is_settled() && same_day && model.facts.missing.is_empty() {
        return interviewing::to_board(model);
    }
    let mut effects = model.go(Stage::Preparing);
    effects.extend(look());
    effects
}

fn look() -> Vec<Effect> {
    vec![Effect::ReadStore, Effect::Probe, Effect::KeepOffline, Effect::ReadPower]
}

/// Looks again; what did not arrive is fetched again.
pub(super) fn check(model: &mut Model) -> Vec<Effect> {
    if model.stage != Stage::Preparing {
        return Vec::new();
    }
    let persisted = model.facts.persisted;
    let missing = std::mem::take(&mut model.facts.missing);
    model.facts = Facts { persisted, ..Facts::default() };
    if missing.is_empty() {
        return look();
    }
    let name = |path: &String| path.trim_start_matches("questionnaires/").trim_end_matches(".json").to_owned();
    model.awaited = missing.iter().map(name).collect();
    model.awaited.iter().map(|name| Effect::FetchQuestionnaire(name.clone())).collect()
}

pub(super) fn fact<T>(place: &mut Option<T>, value: T) -> Vec<Effect> {
    *place = Some(value);
    Vec::new()
}

pub(super) fn probed(model: &mut Model, result: Result<usize, StoreFault>) -> Vec<Effect> {
    if let (Err(fault), false) = (&result, model.stage == Stage::Preparing) {
        model.fault = Some(Fault::Store(fault.clone()));
    }
    fact(&mut model.facts.store, result)
}

/// Files again, or the store again.
pub(super) fn retry(model: &mut Model) -> Vec<Effect> {
    model.fault = None;
    match &model.stage {
        Stage::Problem(_) if model.device.campaign.is_empty() => vec![Effect::FetchList],
        Stage::Problem(_) => choose(model, model.device.campaign.clone()),
        Stage::Loading
        | Stage::Elsewhere
        | Stage::Unknown
        | Stage::Choosing
        | Stage::Preparing
        | Stage::Setting
        | Stage::Placing
        | Stage::Board
        | Stage::Interview
        | Stage::HandedOver
        | Stage::Correcting(_) => vec![Effect::ReadStore, Effect::Probe],
    }
}
