//! Campaign, questionnaire and store are read side by side; whichever comes last
//! settles the stage.

use std::sync::Arc;

use super::{Effect, FetchFault, Model, Moment, Problem, Stage, entering};
use crate::app::route::Link;
use crate::base::time::Date;
use crate::base::{Lang, finding};
use crate::campaign::{self, Campaign, Entry};
use crate::questionnaire::form::RatedUnit;
use crate::questionnaire::{Definition, Form, Setting};
use crate::store::{Contents, StoreFault};

/// The default questionnaire behind a link, fetched before the campaign can say so.
pub const DEFAULT_QUESTIONNAIRE: &str = "ward-office";

pub(super) fn open(model: &mut Model, link: Link) -> Vec<Effect> {
    let language = link.language.as_deref().and_then(Lang::from_tag).unwrap_or(model.language);
    let questionnaire = link.questionnaire.clone().unwrap_or_else(|| DEFAULT_QUESTIONNAIRE.to_owned());
    let campaign = link.campaign.clone();
    *model = Model { link, language, ..Model::default() };
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
    let entry = match Entry::find(&campaign, model.link.unit.as_deref(), model.link.questionnaire.as_deref(), today) {
        Ok(entry) => entry,
        Err(refusal) => {
            model.campaign = Some(Arc::new(campaign));
            return model.fail(Problem::Refused(refusal));
        }
    };
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

pub(super) fn questionnaire(model: &mut Model, id: String, result: Result<String, FetchFault>) -> Vec<Effect> {
    model.pending_questionnaire = Some((id, result));
    settle(model)
}

pub(super) fn store(model: &mut Model, result: Result<Contents, StoreFault>) -> Vec<Effect> {
    match result {
        Ok(contents) => {
            model.quarantined = contents.quarantined.len();
            model.contents = Some(contents);
        }
        Err(fault) => {
            model.trouble = Some(fault);
            model.contents = Some(Contents::default());
        }
    }
    settle(model)
}

/// Goes on once campaign, questionnaire and store are all there.
fn settle(model: &mut Model) -> Vec<Effect> {
    if model.stage != Stage::Loading || model.campaign.is_none() || model.contents.is_none() {
        return Vec::new();
    }
    let wanted = model.entry.as_ref().map(|entry| entry.questionnaire.clone());
    let text = match model.pending_questionnaire.take() {
        // The default was fetched ahead, but the campaign wants another one.
        Some((id, _)) if Some(&id) != wanted.as_ref() => return Vec::new(),
        Some((_, Ok(text))) => text,
        Some((_, Err(fault))) => return model.fail(Problem::Unreachable(fault)),
        None => return Vec::new(),
    };
    match compile(model, &text) {
        Ok(form) => {
            model.form = Some(Arc::new(form));
            model.questionnaire_text = Some(text);
            entering::enter(model)
        }
        Err(problem) => model.fail(problem),
    }
}

/// Reads and compiles a questionnaire for the model's campaign.
pub(super) fn compile(model: &Model, text: &str) -> Result<Form, Problem> {
    let definition = Definition::read(text).map_err(Problem::Broken)?;
    let setting = model.campaign.as_ref().map_or_else(Setting::default, |campaign| setting(campaign));
    Form::compile(definition, setting).map_err(Problem::Broken)
}

/// What a campaign gives to its forms.
pub fn setting(campaign: &Campaign) -> Setting {
    let mut parameters = campaign.parameters.clone();
    parameters.insert("_desk".to_owned(), if campaign.desk { "yes" } else { "no" }.to_owned());
    let rated = |unit: &campaign::Unit| RatedUnit { code: unit.code.clone(), kind: unit.kind.clone(), name: unit.name.clone() };
    Setting { parameters, units: campaign.units.iter().map(rated).collect() }
}
