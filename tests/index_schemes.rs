//! The schemes that come with the program: sound, of the published size, measured by
//! questions that are asked, and of the documented shape.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

#[path = "shared/schema.rs"]
mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use phieu::analysis::index::csv_text;
use phieu::analysis::index::scheme::against::{self, Asked};
use phieu::analysis::index::scheme::built_in::IDS;
use phieu::analysis::index::scheme::check::check;
use phieu::analysis::index::scheme::{Invented, Shares};
use phieu::analysis::index::{Exact, Scheme};
use phieu::base::Severity;
use phieu::questionnaire::Definition;
use serde_json::Value;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn scheme(id: &str) -> Scheme {
    Scheme::read(&read(&format!("public/schemes/{id}.json"))).unwrap()
}

#[test]
fn every_file_is_listed_and_sound() {
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("public/schemes")).unwrap();
    let files: BTreeSet<String> = files.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(files, IDS.map(str::to_owned).into());
    for id in IDS {
        let scheme = scheme(id);
        assert_eq!(check(&scheme), [], "{id}");
        assert_eq!(scheme.id, id);
        let written = serde_json::to_string(&scheme).unwrap();
        assert_eq!(Scheme::read(&written), Ok(scheme), "{id}");
    }
}

#[test]
fn seven_fields_have_the_published_numbers_and_the_eighth_is_the_effect() {
    for (id, table) in [("departments", "department_fields"), ("communes", "office_fields")] {
        let scheme = scheme(id);
        let (grid, _) = csv_text::read(read(&format!("tests/data/instruments/{table}.csv")).as_bytes());
        let ours = scheme.fields[..7].iter().map(|field| {
            let parts: usize = field.criteria.iter().map(|criterion| criterion.parts.len()).sum();
            vec![field.title.vi.clone(), field.criteria.len().to_string(), parts.to_string()]
        });
        assert_eq!(ours.collect::<Vec<_>>(), grid.rows[..7], "{id}");
        assert_eq!(scheme.fields[7].id, "impact");
    }
}

#[test]
fn thirty_of_a_hundred_points_are_the_survey_s() {
    for id in IDS {
        let scheme = scheme(id);
        let surveyed: Exact = scheme.leaves().filter(|leaf| leaf.leaf.survey.is_some()).map(|leaf| &leaf.leaf.max).sum();
        assert_eq!((surveyed, scheme.total), (Exact::whole(30), Exact::whole(100)), "{id}");
    }
}

#[test]
fn what_is_invented_is_marked() {
    for id in IDS {
        let scheme = scheme(id);
        assert!(scheme.illustrative);
        assert!(scheme.fields.iter().all(|field| field.invented.contains(&Invented::Points)), "{id}");
        assert!(scheme.leaves().all(|leaf| leaf.leaf.invented == [Invented::All]), "{id}");
        assert!(scheme.classes.iter().all(|class| class.invented == [Invented::Points]), "{id}");
    }
}

#[test]
fn shares_are_those_of_the_working_system() {
    let (grid, _) = csv_text::read(read("tests/data/instruments/leaders_option_weights.csv").as_bytes());
    let shares: Shares =
        grid.rows.iter().filter_map(|row| Some((row[0].to_lowercase(), Exact::parse(&row[1])?.over(&Exact::whole(100))?))).collect();
    assert_eq!(shares.len(), 4);
    for id in IDS {
        assert_eq!(scheme(id).scales["abcd"], shares);
    }
}

/// What the shipped questionnaires ask.
fn asked(ids: &[&str]) -> Asked {
    let mut asked = Asked::default();
    for id in ids {
        let definition = Definition::read(&read(&format!("public/questionnaires/{id}.json"))).unwrap();
        let levels: BTreeSet<String> =
            definition.scales.values().flat_map(|scale| &scale.levels).map(|level| level.value.to_string()).collect();
        asked.factors.extend(definition.factors.iter().map(|factor| (factor.id.clone(), levels.clone())));
        for question in definition.sections.iter().flat_map(|section| &section.questions) {
            asked.questions.insert(question.id.clone(), question.options.iter().map(|option| option.code.clone()).collect());
        }
    }
    asked
}

#[test]
fn what_is_measured_is_asked() {
    for (id, grid) in [("departments", "officials-departments"), ("communes", "officials-communes")] {
        let found = against::check(&scheme(id), &asked(&[grid, "sipas-citizen", "firm"]));
        let found: BTreeSet<_> = found.iter().map(|f| (f.severity, f.code.as_str(), f.value.as_str())).collect();
        assert_eq!(found, BTreeSet::from([(Severity::Warning, "index_answer_without_share", "no_info")]), "{id}");
    }
}

/// Shares of the scheme and points of the questionnaire say the same.
#[test]
fn shares_and_the_questionnaire_s_points_agree() {
    for (id, grid) in [("departments", "officials-departments"), ("communes", "officials-communes")] {
        let definition = Definition::read(&read(&format!("public/questionnaires/{grid}.json"))).unwrap();
        let questions = definition.sections.iter().flat_map(|section| &section.questions);
        let points: BTreeMap<&str, Shares> = questions
            .map(|question| {
                let with = question
                    .options
                    .iter()
                    .filter_map(|option| Some((option.code.clone(), Exact::whole(option.points?).over(&Exact::whole(100))?)));
                (question.id.as_str(), with.collect())
            })
            .collect();
        let scheme = scheme(id);
        for source in scheme.leaves().filter_map(|leaf| leaf.leaf.survey.as_ref()).flat_map(|measure| &measure.sources) {
            if !source.question.is_empty() {
                assert_eq!(scheme.shares(source), points.get(source.question.as_str()), "{}", source.question);
            }
        }
    }
}

#[test]
fn the_documented_shape_is_theirs() {
    let schema: Value = serde_json::from_str(&read("docs/scheme.schema.json")).unwrap();
    let page = read("docs/scheme.md");
    let (_, rest) = page.split_once("```json").expect("an example");
    let example = rest.split_once("```").expect("its end").0.to_owned();
    let mut all: Vec<(String, String)> = IDS.iter().map(|id| ((*id).to_owned(), read(&format!("public/schemes/{id}.json")))).collect();
    all.push(("small".into(), read("tests/data/index/small.json")));
    assert_eq!(check(&Scheme::read(&example).unwrap()), []);
    all.push(("docs".into(), example));
    for (name, text) in all {
        let mut faults = Vec::new();
        schema::fits(&serde_json::from_str(&text).unwrap(), &schema, &schema, &name, &mut faults);
        assert_eq!(faults, Vec::<String>::new());
    }
    let mut faults = Vec::new();
    schema::fits(&serde_json::json!({"phieu": "plan", "colour": 1}), &schema, &schema, "", &mut faults);
    assert!(faults.len() > 4, "the shape refuses what is none: {faults:?}");
}
