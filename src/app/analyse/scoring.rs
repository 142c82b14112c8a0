//! Option scores of the chosen group's grids, ready to be looked at: computed from the
//! store, passed through disclosure, with what things are called. Pictures and files are
//! made of `table` alone, which holds nothing that may not leave.

use std::collections::BTreeMap;

use super::{Model, planning};
use crate::analysis::option_score::Asked;
use crate::analysis::plan::Interval;
use crate::analysis::scores::Scores;
use crate::campaign::{Campaign, Unit};
use crate::dataset::responses::{Criterion, Ratings};
use crate::disclosure::{Released, ScoreTable, release_scores};
use crate::questionnaire::Definition;
use crate::questionnaire::definition::Question;

/// A unit that is rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedUnit {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Names that it had before, for the search.
    pub old_names: Vec<String>,
}

/// The scores of one group's form.
#[derive(Debug, Clone, PartialEq)]
pub struct Rated {
    /// What may leave.
    pub table: Released<ScoreTable>,
    /// The same of answers through an open link, where there are any.
    pub open: Option<Released<ScoreTable>>,
    /// Valid forms of sampled channels.
    pub forms: u64,
    /// Of the open link.
    pub open_forms: u64,
    /// The units in the campaign's order.
    pub units: Vec<RatedUnit>,
    /// What a criterion is called in short: the title of its section.
    pub titles: BTreeMap<String, String>,
    /// The criterion's question in full.
    pub questions: BTreeMap<String, String>,
    /// What an option is called, by criterion and code.
    pub options: BTreeMap<(String, String), String>,
}

/// The scores of the chosen group and form; none where the form has no grid of units.
pub fn rated(model: &Model) -> Option<Rated> {
    let campaign = model.campaign.as_deref()?;
    let definition = model.definitions.get(&model.questionnaire).filter(|definition| planning::is_grid(definition))?;
    let intake = model.intake()?;
    let group = campaign.group(&model.group)?;
    let units = units(campaign, definition, &model.group);
    let codes: Vec<String> = units.iter().map(|unit| unit.code.clone()).collect();
    let interval = Interval { rule: model.rule, level: campaign.analysis.confidence };
    let criteria = planning::criteria(definition);
    let table =
        |ratings: &Ratings, asked: Asked| release_scores(&Scores::of(ratings, criteria.clone(), &codes, asked, interval), model.minimum);
    let population = model.people.get(&model.group).copied();
    let asked = if group.census { Asked::Everybody } else { Asked::Sample(intake.ratings.respondents, population) };
    let lang = model.language;
    let option = |question: &Question| {
        let label = |choice: &crate::questionnaire::definition::Choice| {
            ((question.id.clone(), choice.code.clone()), choice.label.get(lang).to_owned())
        };
        question.options.iter().map(label).collect::<Vec<_>>()
    };
    Some(Rated {
        table: table(&intake.ratings, asked),
        open: (intake.open.valid > 0).then(|| table(&intake.open.ratings, Asked::Whoever)),
        forms: intake.ratings.respondents,
        open_forms: intake.open.valid,
        units,
        titles: titles(definition, model),
        questions: planning::grids(definition).map(|question| (question.id.clone(), question.label.get(lang).to_owned())).collect(),
        options: planning::grids(definition).flat_map(option).collect(),
    })
}

/// The units that the group rates in this form.
fn units(campaign: &Campaign, definition: &Definition, group: &str) -> Vec<RatedUnit> {
    let asks = |question: &Question, unit: &Unit| question.unit_kinds.is_empty() || question.unit_kinds.contains(&unit.kind);
    let rated = campaign.rated(group, None).into_iter();
    let asked = rated.filter(|unit| planning::grids(definition).any(|question| asks(question, unit)));
    asked.map(|unit| RatedUnit { code: unit.code.clone(), name: unit.name.clone(), old_names: unit.old_names.clone() }).collect()
}

/// A section with one grid gives it its title; of several each has its question.
fn titles(definition: &Definition, model: &Model) -> BTreeMap<String, String> {
    let lang = model.language;
    let criteria = planning::criteria(definition);
    let is_grid = |question: &&Question| criteria.iter().any(|criterion: &Criterion| criterion.id == question.id);
    let of_section = |section: &crate::questionnaire::definition::Section| {
        let grids: Vec<&Question> = section.questions.iter().filter(is_grid).collect();
        let alone = grids.len() == 1;
        let title = |question: &&Question| {
            let text = if alone { &section.title } else { &question.label };
            (question.id.clone(), text.get(lang).to_owned())
        };
        grids.iter().map(title).collect::<Vec<_>>()
    };
    definition.sections.iter().flat_map(of_section).collect()
}
