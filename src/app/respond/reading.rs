//! Campaign, questionnaire and store are read side by side; whichever comes last
//! settles the stage.

use std::sync::Arc;

use super::{Effect, FetchFault, Model, Moment, Problem, Setup, Stage, entering};
use crate::app::keeping::Contents;
use crate::app::route::Link;
use crate::base::digest::fingerprint;
use crate::base::time::Date;
use crate::base::{Finding, Lang, finding};
use crate::campaign::{self, Campaign, Entry, Wish};
use crate::questionnaire::form::RatedUnit;
use crate::questionnaire::{Definition, Form, Setting};

/// The default questionnaire behind a link, fetched before the campaign can say so.
pub const DEFAULT_QUESTIONNAIRE: &str = "ward-office";

pub(super) fn open(model: &mut Model, link: Link, setup: Option<Setup>) -> Vec<Effect> {
    let language = link.language.as_deref().and_then(Lang::from_tag).unwrap_or(model.language);
    let questionnaire = link.questionnaire.clone().unwrap_or_else(|| DEFAULT_QUESTIONNAIRE.to_owned());
    let campaign = link.campaign.clone();
    let tryout = link.tryout;
    let report = std::mem::take(&mut model.report);
    *model = Model { link, language, setup, report, since: model.since, ..Model::default() };
    if tryout {
        // Nothing is stored, so nothing that is stored plays a part.
        model.contents = Some(Contents::default());
        return vec![Effect::SetLanguage(language), Effect::ReadTryout(campaign), Effect::FetchQuestionnaire(questionnaire)];
    }
    vec![Effect::SetLanguage(language), Effect::ReadStore, Effect::FetchCampaign(campaign), Effect::FetchQuestionnaire(questionnaire)]
}

pub(super) fn campaign(model: &mut Model, result: Result<String, FetchFault>, moment: Moment) -> Vec<Effect> {
    let text = match result {
        Ok(text) => text,
        Err(FetchFault::Absent) => return model.fail(Problem::UnknownCampaign(model.link.campaign.clone())),
        Err(fault) => return model.fail(Problem::Unreachable(fault)),
    };
    let campaign = match Campaign::read(&text) {
        Ok(campaign) => campaign,
        Err(findings) => return model.fail(Problem::Broken(findings)),
    };
    let findings = campaign::check::check(&campaign);
    if finding::has_error(&findings) {
        return model.fail(Problem::Broken(findings));
    }
    let Some(today) = Date::of_stamp(moment.stamp, moment.offset) else {
        return model.fail(Problem::Refused(campaign::Refusal::NotYetOpen(campaign.opens)));
    };
    let link = &model.link;
    let wish = Wish {
        unit: link.unit.as_deref(),
        questionnaire: link.questionnaire.as_deref(),
        group: link.group.as_deref(),
        assignment: link.assignment.as_deref(),
    };
    let found = if !campaign.has_key(link.key.as_deref()) {
        Err(campaign::Refusal::OtherKey)
    } else if link.fingerprint.as_ref().is_some_and(|mark| !is_edition(&campaign, &text, mark)) {
        Err(campaign::Refusal::OtherEdition)
    } else if link.tryout || model.setup.as_ref().is_some_and(|setup| setup.trial) {
        Entry::within(&campaign, wish)
    } else {
        Entry::find(&campaign, wish, today)
    };
    let entry = match found {
        Ok(entry) => entry,
        Err(refusal) => {
            model.campaign = Some(Arc::new(campaign));
            return model.fail(Problem::Refused(refusal));
        }
    };
    if campaign.key.is_none() && !link.tryout {
        model.campaign = Some(Arc::new(campaign));
        return model.fail(Problem::NoKey);
    }
    let fetched = model.link.questionnaire.as_deref().unwrap_or(DEFAULT_QUESTIONNAIRE) == entry.questionnaire;
    let wanted = entry.questionnaire.clone();
    model.campaign = Some(Arc::new(campaign));
    model.entry = Some(entry);
    if fetched {
        return settle(model);
    }
    model.pending_questionnaire = None;
    vec![Effect::FetchQuestionnaire(wanted)]
}

/// Whether a link's fingerprint is of this file or of an edition that was given out before.
fn is_edition(campaign: &Campaign, text: &str, mark: &str) -> bool {
    mark == fingerprint(text.as_bytes()) || campaign.released.iter().any(|released| released.fingerprint == mark)
}

pub(super) fn questionnaire(model: &mut Model, id: String, result: Result<String, FetchFault>) -> Vec<Effect> {
    model.pending_questionnaire = Some((id, result));
    settle(model)
}

pub(super) fn store(model: &mut Model, contents: Contents) -> Vec<Effect> {
    model.contents = Some(contents);
    settle(model)
}

/// Goes on once campaign, questionnaire and store are all there.
fn settle(model: &mut Model) -> Vec<Effect> {
    if model.stage != Stage::Loading || model.campaign.is_none() || model.contents.is_none() {
        return Vec::new();
    }
    let wanted = model.beside.clone().or_else(|| model.entry.as_ref().map(|entry| entry.questionnaire.clone()));
    let text = match model.pending_questionnaire.take() {
        // The default was fetched ahead, but the campaign wants another one.
        Some((id, _)) if Some(&id) != wanted.as_ref() => return Vec::new(),
        Some((_, Ok(text))) => text,
        Some((_, Err(fault))) => return model.fail(Problem::Unreachable(fault)),
        None => return Vec::new(),
    };
    match released(model, &text) {
        Wording::Is => {}
        Wording::Beside(name) => {
            model.beside = Some(name.clone());
            return vec![Effect::FetchQuestionnaire(name)];
        }
        Wording::Lost(finding) => return model.fail(Problem::Broken(vec![finding])),
    }
    match compile(model, &text) {
        Ok(form) => {
            model.form = Some(Arc::new(form));
            model.questionnaire_text = Some(text);
            entering::enter(model)
        }
        Err(problem) => model.fail(problem),
    }
}

/// Whether a questionnaire's text is the one that the campaign was released with.
enum Wording {
    Is,
    /// Not this one: the released one stands under another name.
    Beside(String),
    /// Neither is.
    Lost(Finding),
}

fn released(model: &Model, text: &str) -> Wording {
    let id = model.entry.as_ref().map_or("", |entry| entry.questionnaire.as_str());
    let Some(pin) = model.campaign.as_ref().and_then(|campaign| campaign.pins.get(id)) else { return Wording::Is };
    if *pin == fingerprint(text.as_bytes()) {
        return Wording::Is;
    }
    let beside = [id, "-", pin].concat();
    if model.beside.is_some() { Wording::Lost(Finding::error("questionnaire_changed", beside, "")) } else { Wording::Beside(beside) }
}

/// Reads and compiles a questionnaire for the model's campaign.
pub(super) fn compile(model: &Model, text: &str) -> Result<Form, Problem> {
    let definition = Definition::read(text).map_err(Problem::Broken)?;
    let setting = model.campaign.as_ref().map_or_else(Setting::default, |campaign| setting_of(campaign, model.entry.as_ref()));
    Form::compile(definition, setting).map_err(Problem::Broken)
}

/// What a campaign gives to one group's form: the rows of its grids are the units that
/// the group rates, or the part of them that its link assigns.
pub fn setting_of(campaign: &Campaign, entry: Option<&Entry>) -> Setting {
    let Some(entry) = entry else { return setting(campaign) };
    let rated = campaign.rated(&entry.group, entry.assignment.as_deref());
    let mut setting = setting(campaign);
    setting.units.retain(|unit| rated.iter().any(|other| other.code == unit.code));
    setting
}

/// What a campaign gives to its forms.
pub fn setting(campaign: &Campaign) -> Setting {
    let mut parameters = campaign.parameters.clone();
    parameters.insert("_desk".to_owned(), if campaign.desk { "yes" } else { "no" }.to_owned());
    let rated = |unit: &campaign::Unit| RatedUnit { code: unit.code.clone(), kind: unit.kind.clone(), name: unit.name.clone() };
    Setting { parameters, units: campaign.units.iter().map(rated).collect() }
}
