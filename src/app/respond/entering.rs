//! From the files to the first page: a draft that was found, the right unit, the
//! trust screen, consent by an act.

use std::sync::Arc;

use super::{Effect, Model, Moment, Problem, Stage, Step, asking, reading};
use crate::base::digest::{base32, fingerprint};
use crate::base::time::Stamp;
use crate::campaign::Campaign;
use crate::response::codec::{Fieldwork, Header, stratum};
use crate::response::{Channel, Draft, Interview};

/// The latest draft of the campaign that no other page has open, or the trust screen.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let contents = model.contents.take().unwrap_or_default();
    let (mut newest, mut is_elsewhere) = (None, false);
    for found in contents.drafts.iter().filter(|found| found.campaign == model.link.campaign) {
        is_elsewhere |= found.is_elsewhere;
        if newest.is_none() && !found.is_elsewhere {
            newest = Draft::unpack(&found.content).ok();
        }
    }
    model.is_elsewhere = is_elsewhere;
    model.contents = Some(contents);
    match newest {
        None => welcome(model),
        Some(draft) => {
            let current = model.questionnaire_text.as_ref().map(|text| fingerprint(text.as_bytes()));
            let (found, wanted) = (draft.saved, draft.header.fingerprint.clone());
            model.draft = Some(draft);
            if current.as_ref() == Some(&wanted) {
                return offer(model, found);
            }
            vec![Effect::ReadDefinition(wanted)]
        }
    }
}

/// The questionnaire that a draft was begun with, whatever the host serves today.
pub(super) fn definition(model: &mut Model, kept: Option<String>) -> Vec<Effect> {
    let Some(found) = model.draft.as_ref().map(|draft| draft.saved) else { return Vec::new() };
    let Some(text) = kept else { return model.fail(Problem::DraftUnreadable) };
    match reading::compile(model, &text) {
        Ok(form) => {
            model.form = Some(Arc::new(form));
            model.questionnaire_text = Some(text);
            offer(model, found)
        }
        Err(_) => model.fail(Problem::DraftUnreadable),
    }
}

fn offer(model: &mut Model, found: Stamp) -> Vec<Effect> {
    model.found = Some(found);
    model.stage = Stage::Found;
    Vec::new()
}

/// The trust screen.
pub(super) fn welcome(model: &mut Model) -> Vec<Effect> {
    model.interview = None;
    model.draft = None;
    model.found = None;
    model.header = None;
    model.pages.clear();
    model.stage = Stage::Welcome;
    Vec::new()
}

pub(super) fn open_chooser(model: &mut Model) -> Vec<Effect> {
    if let Stage::Asking(page) = model.stage {
        model.left = page;
    }
    model.stage = Stage::Choosing;
    vec![Effect::Focus("unit-search".to_owned())]
}

/// The unit was chosen: back to the page that was open, or on to consent.
pub(super) fn choose(model: &mut Model, code: String, moment: Moment) -> Vec<Effect> {
    if let Some(entry) = &mut model.entry {
        entry.unit = Some(code.clone());
    }
    if std::mem::take(&mut model.consented) {
        return consent(model, moment);
    }
    let Some(header) = &mut model.header else {
        model.stage = Stage::Welcome;
        return vec![Effect::Focus("page-title".to_owned())];
    };
    header.fieldwork.stratum = stratum(&code, &header.group);
    header.unit = code;
    let page = model.left.min(model.pages.len().saturating_sub(1));
    model.stage = Stage::Asking(page);
    let mut effects = asking::save(model, moment);
    effects.push(Effect::Focus("page-title".to_owned()));
    effects
}

/// "Tôi đồng ý, bắt đầu": only now is anything stored about this person.
pub(super) fn consent(model: &mut Model, moment: Moment) -> Vec<Effect> {
    let Some(form) = model.form.clone() else { return Vec::new() };
    if model.entry.as_ref().is_some_and(|entry| entry.unit.is_none()) && !form.is_grid() {
        model.consented = true;
        return open_chooser(model);
    }
    let Some(header) = header(model, moment) else { return Vec::new() };
    let (mark, text) = (header.fingerprint.clone(), model.questionnaire_text.clone().unwrap_or_default());
    model.header = Some(header);
    model.interview = Some(Interview::new(&form));
    model.sequence = 0;
    model.furthest = 0;
    model.fills.clear();
    model.filled.clear();
    model.spent.clear();
    model.warned.clear();
    model.repage();
    model.stage = Stage::Asking(0);
    model.depth += 1;
    let mut effects = vec![Effect::KeepDefinition(mark, text)];
    effects.extend(asking::save(model, moment));
    effects.extend([Effect::Push(Step { page: 0, depth: model.depth }), Effect::Focus("page-title".to_owned())]);
    effects
}

/// The header of a response that begins now.
pub(super) fn header(model: &Model, moment: Moment) -> Option<Header> {
    let (campaign, entry, form) = (model.campaign.as_ref()?, model.entry.as_ref()?, model.form.as_ref()?);
    let unit = entry.unit.clone().unwrap_or_default();
    let stratum = stratum(&unit, &entry.group);
    let fieldwork = match &model.setup {
        Some(setup) => Fieldwork { stratum, ..setup.fieldwork.clone() },
        None => Fieldwork { stratum, entry: model.link.entry.clone().unwrap_or_default(), ..Fieldwork::default() },
    };
    Some(Header {
        id: base32(&moment.random),
        campaign: (campaign.id.clone(), campaign.edition),
        questionnaire: (form.definition.id.clone(), form.definition.edition.clone()),
        fingerprint: fingerprint(model.questionnaire_text.as_deref().unwrap_or_default().as_bytes()),
        unit,
        group: entry.group.clone(),
        channel: channel(model, campaign, &entry.group),
        language: model.language,
        trial: model.link.tryout || model.setup.as_ref().is_some_and(|setup| setup.trial),
        started: moment.stamp,
        fieldwork,
    })
}

/// A tablet says how it is used; a link with a list entry is an invitation, and so is
/// every link of a group that is invited.
fn channel(model: &Model, campaign: &Campaign, group: &str) -> Channel {
    match (&model.setup, &model.link.entry) {
        (Some(setup), _) => setup.channel,
        (None, Some(_)) => Channel::Invitation,
        (None, None) => campaign.group(group).map_or(Channel::OpenLink, |group| group.link),
    }
}

/// "Làm tiếp": the page that was open, with everything that was answered.
pub(super) fn resume(model: &mut Model) -> Vec<Effect> {
    let (Some(draft), Some(form)) = (model.draft.clone(), model.form.clone()) else { return Vec::new() };
    let (interview, _) = draft.interview(&form);
    model.interview = Some(interview);
    model.sequence = draft.sequence;
    model.saved_at = draft.saved;
    model.spent.clear();
    for (page, seconds) in &draft.seconds {
        model.spent.insert(page.clone(), seconds.saturating_mul(1000));
    }
    model.fills.clone_from(&draft.fills);
    model.filled.clear();
    model.language = draft.header.language;
    if let Some(entry) = &mut model.entry {
        entry.unit = Some(draft.header.unit.clone()).filter(|unit| !unit.is_empty());
        entry.questionnaire.clone_from(&draft.header.questionnaire.0);
        entry.group.clone_from(&draft.header.group);
    }
    model.header = Some(draft.header);
    model.draft = None;
    model.repage();
    let page_of = |name: &str| form.find(name).and_then(|id| model.pages.iter().position(|page| page.has(id))).unwrap_or(0);
    let (page, furthest) = (page_of(&draft.at), page_of(&draft.furthest));
    model.furthest = furthest.max(page);
    model.saving = super::Saving::Saved;
    model.stage = Stage::Asking(page);
    vec![Effect::SetLanguage(model.language), Effect::Replace(Step { page, depth: model.depth }), Effect::Focus("page-title".to_owned())]
}
