//! What may leave: the released table, the file made of it, and the file's name.

use super::names::Names;
use super::{Effect, Model, Shown, Source, scoring};
use crate::base::time::Date;
use crate::base::words::office as words;
use crate::disclosure::{Released, Table, Threshold, release};
use crate::export::{csv, scores_csv};

/// The table that may leave at this minimum.
pub fn released(shown: &Shown, minimum: Threshold) -> Released<Table> {
    release(&shown.results, minimum)
}

/// `phieu-demo-ward-office-department-SO-LIEU-MINH-HOA-2026-11-23.csv`.
pub fn file_name(model: &Model, shown: &Shown, day: Date) -> String {
    let request = &shown.request;
    let form = request.definition.as_ref().map_or("csv", |definition| definition.id.as_str());
    let kind = request.kind.as_deref().unwrap_or("all");
    let mark = is_illustrative(model, shown).then_some("SO-LIEU-MINH-HOA");
    let day = String::from(day);
    let parts = ["phieu", model.place.campaign.as_str(), form, kind].into_iter().chain(mark).chain([day.as_str()]);
    let name: Vec<String> = parts.map(plain).collect();
    [&name.join("-"), ".csv"].concat()
}

/// `phieu-tinh-officials-communes-council-diem-2026-11-23.csv`.
pub fn scores_file_name(model: &Model, day: Date) -> String {
    let mark = model.campaign.as_ref().is_some_and(|campaign| campaign.illustrative).then_some("SO-LIEU-MINH-HOA");
    let day = String::from(day);
    let parts = ["phieu", model.place.campaign.as_str(), model.questionnaire.as_str(), model.group.as_str(), "diem"];
    let name: Vec<String> = parts.into_iter().chain(mark).chain([day.as_str()]).map(plain).collect();
    [&name.join("-"), ".csv"].concat()
}

pub(super) fn download_scores(model: &mut Model, day: Date) -> Vec<Effect> {
    let Some(rated) = scoring::rated(model) else { return Vec::new() };
    let illustrative = model.campaign.as_ref().is_some_and(|campaign| campaign.illustrative);
    let names = csv::Names {
        units: rated.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect(),
        subjects: rated.questions.clone(),
        note: if illustrative { words::ILLUSTRATIVE_MARK.get(model.language) } else { "" }.to_owned(),
    };
    let bytes = scores_csv::write(&rated.table, &names, model.dialect, model.language);
    let name = scores_file_name(model, day);
    model.saved = Some((name.clone(), None));
    vec![Effect::Save(name, bytes)]
}

/// Whether figures are invented: the demo, or a campaign that says so of its own answers.
pub fn is_illustrative(model: &Model, shown: &Shown) -> bool {
    let campaign = || model.campaign.as_ref().is_some_and(|campaign| campaign.illustrative);
    match shown.request.source {
        Source::Demo => true,
        Source::Stored => campaign(),
        Source::File => false,
    }
}

/// A part of a file name: what any system takes.
fn plain(part: &str) -> String {
    part.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' }).collect()
}

pub(super) fn download(model: &mut Model, day: Date) -> Vec<Effect> {
    let Some(shown) = model.shown.clone() else { return Vec::new() };
    let names = Names::new(model, Some(&shown.request));
    let note = if is_illustrative(model, &shown) { words::ILLUSTRATIVE_MARK.get(model.language) } else { "" };
    let bytes = csv::write(&released(&shown, model.minimum), &names.for_export(note.to_owned()), model.dialect, model.language);
    let name = file_name(model, &shown, day);
    model.saved = Some((name.clone(), None));
    vec![Effect::Save(name, bytes)]
}

pub(super) fn saved(model: &mut Model, taken: bool) -> Vec<Effect> {
    if let Some((_, answer)) = &mut model.saved {
        *answer = Some(taken);
    }
    Vec::new()
}
