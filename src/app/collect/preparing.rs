//! From the address to "Chuẩn bị máy" or to where the device was: the one page at work, the
//! device's record, the campaign and its questionnaires, then a look at the machine. A
//! device in a respondent's hands does not look at the address.

use std::sync::Arc;

use super::{Device, Effect, Facts, Fault, Handed, Hold, Model, Stage, handing, interviewing};
use crate::app::respond::{FetchFault, Problem};
use crate::app::route::Gate;
use crate::base::digest::fingerprint;
use crate::base::json::Reader;
use crate::base::time::{Date, Stamp};
use crate::base::{Finding, Text, finding, json};
use crate::campaign::{self, Campaign, Refusal};
use crate::questionnaire::Definition;
use crate::questionnaire::definition::Tag;
use crate::store::StoreFault;

impl Model {
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

pub(super) fn opened(model: &mut Model, gate: Gate) -> Vec<Effect> {
    *model = Model { gate, now: model.now, ..Model::default() };
    vec![Effect::Hold]
}

pub(super) fn held(model: &mut Model, hold: Hold) -> Vec<Effect> {
    match hold {
        Hold::Elsewhere => model.go(Stage::Elsewhere),
        Hold::Ours => {
            // While this page waited, the one that worked kept more.
            let waited = (model.stage == Stage::Elsewhere).then_some(Effect::LookAgain);
            model.stage = Stage::Loading;
            waited.into_iter().chain([Effect::ReadDevice]).collect()
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
    let named = if model.device.handed == Handed::No { model.gate.campaign.clone() } else { None };
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
    let gate = &model.gate;
    let mark = gate.key.as_deref().filter(|_| gate.campaign.as_ref() == Some(&id));
    if !campaign.has_key(mark) {
        return problem(model, Problem::Refused(Refusal::OtherKey));
    }
    if campaign.key.is_none() {
        return problem(model, Problem::NoKey);
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
    vec![Effect::LookAgain, Effect::ReadStore, Effect::Probe, Effect::KeepOffline, Effect::ReadPower]
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
        | Stage::HandingIn
        | Stage::Erasing
        | Stage::Correcting(_) => vec![Effect::ReadStore, Effect::Probe],
    }
}
