//! What respondents gave for the index, from what the desk has counted and the analyst has
//! computed: option counts of every group that rated units in a grid, and the design-
//! weighted estimates that are shown. Answers through an open link are no sample and give
//! no points, and invented answers none where there are others. Beside each score stands how
//! many people it is of, which disclosure needs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Analyse, units};
use crate::analysis::index::points::{Key, Survey, counted, estimates};
use crate::analysis::index::{Fault, Scheme};
use crate::analysis::option_score::Asked;
use crate::analysis::plan::Interval;
use crate::analysis::scores::Scores;
use crate::analysis::{Domain, Subject};
use crate::app::analyse::{Source, planning};
use crate::base::Finding;
use crate::dataset::responses::{Criterion, Intake};
use crate::questionnaire::Definition;

/// What was measured.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measured {
    /// Scores with their variances.
    pub survey: Survey,
    /// People behind a unit's score of a question or factor, all groups together.
    pub people: BTreeMap<(String, String), u64>,
    /// Where it comes from.
    pub used: Vec<Used>,
    /// What of it cannot be used.
    pub findings: Vec<Finding>,
}

/// A part of the survey that gives points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The group; empty for an imported file.
    pub group: String,
    /// The questionnaire; empty where it is not known.
    pub form: String,
    /// Units of the scheme that it gives points to.
    pub units: usize,
    /// What it is.
    pub of: Of,
}

/// What gives points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// The estimates that are shown, of this kind of units; of invented answers or not.
    Estimates {
        /// None is all kinds.
        kind: Option<String>,
        /// Of the demo.
        demo: bool,
    },
    /// A grid of units.
    Ratings {
        /// Valid forms.
        forms: u64,
        /// Everybody was asked: no sampling error.
        census: bool,
    },
}

/// What there is for a scheme.
pub fn measured(model: &Analyse, scheme: &Scheme) -> Measured {
    let mut out = Measured::default();
    let codes: Vec<String> = units(model).into_iter().map(|(code, _)| code).collect();
    ratings(model, scheme, &codes, &mut out);
    // Invented answers never stand beside those that somebody gave.
    let demo = model.shown.as_ref().is_some_and(|shown| shown.request.source == Source::Demo);
    if !demo || out.used.is_empty() {
        estimated(model, scheme, &codes, &mut out);
    }
    out
}

fn ratings(model: &Analyse, scheme: &Scheme, codes: &[String], out: &mut Measured) {
    for ((group, form), intake) in &model.intakes {
        let Some(definition) = model.definitions.get(form).filter(|definition| planning::is_grid(definition)) else { continue };
        if intake.ratings.respondents > 0 {
            rated(model, scheme, codes, (group, definition, intake), out);
        }
    }
}

fn rated(model: &Analyse, scheme: &Scheme, codes: &[String], of: (&String, &Definition, &Intake), out: &mut Measured) {
    let (group, definition, intake) = of;
    let Some(campaign) = &model.campaign else { return };
    let census = campaign.group(group).is_some_and(|group| group.census);
    let population = model.people.get(group).copied();
    let asked = if census { Asked::Everybody } else { Asked::Sample(intake.ratings.respondents, population) };
    let interval = Interval { rule: model.rule, level: campaign.analysis.confidence };
    let criteria = planning::criteria(definition).into_iter().filter_map(|criterion| worth(scheme, criterion)).collect();
    let scores = Scores::of(&intake.ratings, criteria, codes, asked, interval);
    let mut given = BTreeSet::new();
    for cell in &scores.cells {
        let options = scores.criteria.iter().find(|one| Some(&one.id) == cell.criterion.as_ref()).map(|one| one.options.as_slice());
        let (Some(options), Some(id)) = (options, &cell.criterion) else { continue };
        if cell.score.judged == 0 {
            continue;
        }
        let key = Key::new(&cell.unit, id, group);
        // Two forms ask the group the same of the unit: the first counts, and it is said.
        if out.survey.answers.contains_key(&key) {
            out.findings.push(Fault::SourceTwice.warning(cell.unit.as_str(), id.as_str()));
            continue;
        }
        if let Some(answers) = counted::answers(options, &cell.score, asked, cell.precision) {
            out.survey.answers.insert(key, answers);
            *out.people.entry((cell.unit.clone(), id.clone())).or_default() += cell.respondents;
            given.insert(cell.unit.clone());
        }
    }
    let of = Of::Ratings { forms: intake.ratings.respondents, census };
    out.used.push(Used { group: group.clone(), form: definition.id.clone(), units: given.len(), of });
}

/// A criterion with the scheme's shares in place of the form's points, so that the error
/// is that of the points given; none where the scheme does not measure by it.
fn worth(scheme: &Scheme, criterion: Criterion) -> Option<Criterion> {
    let sources = scheme.leaves().filter_map(|leaf| leaf.leaf.survey.as_ref()).flat_map(|measure| &measure.sources);
    let source = sources.into_iter().find(|source| source.question == criterion.id)?;
    let shares = scheme.shares(source)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share in [0, 1] as percent")]
    let percent = |code: &str| shares.get(code).map(|share| libm::round(share.to_f64() * 100.0).clamp(0.0, 100.0) as u8);
    let options = criterion.options.into_iter().map(|(code, _)| (code.clone(), percent(&code))).collect();
    Some(Criterion { options, ..criterion })
}

fn estimated(model: &Analyse, scheme: &Scheme, codes: &[String], out: &mut Measured) {
    let Some(shown) = &model.shown else { return };
    let satisfied = shown.request.plan.scale.satisfied.iter().copied().collect();
    let (survey, findings) = estimates::survey(scheme, &shown.results, &satisfied);
    out.findings.extend(findings);
    let known: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    let mut given = BTreeSet::new();
    for (key, answers) in survey.answers {
        if known.contains(key.unit.as_str()) {
            given.insert(key.unit.clone());
            out.survey.answers.insert(key, answers);
        }
    }
    for row in &shown.results.rows {
        let (Domain::Unit { unit }, Subject::Factor { id } | Subject::Item { id }) = (&row.domain, &row.subject) else { continue };
        if given.contains(unit) {
            *out.people.entry((unit.clone(), id.clone())).or_default() += row.n.respondents;
        }
    }
    let form = shown.request.definition.as_ref().map_or_else(String::new, |definition| definition.id.clone());
    let of = Of::Estimates { kind: shown.request.kind.clone(), demo: shown.request.source == Source::Demo };
    out.used.push(Used { group: shown.request.group.clone(), form, units: given.len(), of });
}

/// People behind a criterion of a unit: of several questions the one that most judged,
/// since the same people answer them.
pub fn people(measured: &Measured, scheme: &Scheme, unit: &str, leaf: &str) -> u64 {
    let measure = scheme.leaves().find(|one| one.leaf.id == leaf).and_then(|one| one.leaf.survey.as_ref());
    let sources = measure.iter().flat_map(|measure| &measure.sources);
    sources.filter_map(|source| measured.people.get(&(unit.to_owned(), source.id().to_owned()))).copied().max().unwrap_or_default()
}
