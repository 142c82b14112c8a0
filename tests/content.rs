//! The files that are shipped and the fixtures: each can be read, says what
//! `docs/` says it says, and keeps to the words that citizens understand.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

#[path = "../examples/demo_key.rs"]
mod demo_key;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use phieu::app::respond::reading::setting;
use phieu::base::finding::has_error;
use phieu::campaign::{Campaign, check::check};
use phieu::questionnaire::definition::{Definition, Level, Origin, Required, Row, Tag};
use phieu::questionnaire::expression::parse;
use phieu::questionnaire::{Form, Kind};
use phieu::seal::key_file::KeyFile;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Forms about one office, which end politely at a desk without a result.
const SERVICE: [&str; 3] = ["ward-office", "sipas-citizen", "firm"];
/// Grids of units for officials.
const GRIDS: [&str; 2] = ["officials-departments", "officials-communes"];

fn read(path: impl AsRef<Path>) -> String {
    let path = Path::new(ROOT).join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(Path::new(ROOT).join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "json"));
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

fn questionnaire(id: &str) -> Definition {
    Definition::read(&read(format!("public/questionnaires/{id}.json"))).unwrap()
}

fn campaign(id: &str) -> Campaign {
    Campaign::read(&read(format!("public/campaigns/{id}.json"))).unwrap()
}

fn rows(definition: &Definition) -> impl Iterator<Item = &Row> {
    definition.sections.iter().flat_map(|section| &section.questions).flat_map(|question| &question.rows)
}

fn statements(definition: &Definition) -> Vec<&Row> {
    rows(definition).filter(|row| row.factor.is_some()).collect()
}

/// Every expression of a form with where it stands.
fn expressions(definition: &Definition) -> Vec<(&str, &str)> {
    let mut all: Vec<(&str, &str)> = definition.screen_out.iter().map(|s| ("screen_out", s.when.as_str())).collect();
    for section in &definition.sections {
        all.push((&section.id, &section.relevant));
        for question in &section.questions {
            all.push((&question.id, &question.relevant));
            all.push((&question.id, &question.constraint));
            all.extend(question.rows.iter().map(|row| (row.id.as_str(), row.relevant.as_str())));
        }
    }
    all.retain(|(_, source)| !source.is_empty());
    all
}

/// Every name that an expression may read.
fn names(definition: &Definition) -> Vec<String> {
    let mut all: Vec<String> = definition.parameters.iter().map(|p| p.id.clone()).collect();
    for question in definition.sections.iter().flat_map(|section| &section.questions) {
        all.push(question.id.clone());
        all.extend(question.rows.iter().map(|row| row.id.clone()));
        all.extend(question.options.iter().filter(|c| c.specify).map(|_| [&question.id, "_other"].concat()));
    }
    all
}

fn check_form(definition: &Definition) {
    let mut findings = Vec::new();
    for (s, section) in definition.sections.iter().enumerate() {
        for (q, question) in section.questions.iter().enumerate() {
            question.tag.check(question, &format!("sections[{s}].questions[{q}]"), &mut findings);
            if let Some(scale) = &question.scale {
                assert!(definition.scales.contains_key(scale), "{}: {scale}", question.id);
            }
        }
    }
    assert_eq!(findings, [], "{}", definition.id);

    let names = names(definition);
    let distinct: BTreeSet<&String> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "{}: a name twice in {names:?}", definition.id);
    for (at, source) in expressions(definition) {
        let expression = parse(source).unwrap_or_else(|fault| panic!("{at}: {source}: {fault:?}"));
        expression.references(&mut |name| assert!(name == "." || names.iter().any(|n| n == name), "{at} reads {name}"));
    }
    for factor in &definition.factors {
        assert!(definition.parts.iter().any(|part| part.id == factor.part), "{}", factor.id);
        assert!(rows(definition).any(|row| row.factor.as_ref() == Some(&factor.id)), "{} has no statement", factor.id);
    }
    let labels: Vec<&str> = statements(definition).iter().map(|row| row.label.vi.as_str()).collect();
    assert_eq!(labels.iter().collect::<BTreeSet<_>>().len(), labels.len(), "{}: a statement twice", definition.id);
    for row in statements(definition) {
        assert!(definition.factors.iter().any(|factor| Some(&factor.id) == row.factor.as_ref()), "{}", row.id);
    }
}

/// Calls `visit` with each object that has a Vietnamese text.
fn walk(value: &Value, at: &str, visit: &mut impl FnMut(&str, &str, &str)) {
    match value {
        Value::Object(object) => {
            if let Some(vi) = object.get("vi") {
                visit(at, vi.as_str().unwrap_or_default(), object.get("en").and_then(Value::as_str).unwrap_or_default());
            }
            for (key, inner) in object {
                walk(inner, &[at, ".", key].concat(), visit);
            }
        }
        Value::Array(items) => {
            for (i, inner) in items.iter().enumerate() {
                walk(inner, &format!("{at}[{i}]"), visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn factor_numbers(definition: &Definition) -> Vec<(String, String, Vec<u32>)> {
    let of = |factor: &str| {
        let rows = statements(definition).into_iter().filter(|row| row.factor.as_deref() == Some(factor));
        rows.map(|row| row.number.parse().unwrap()).collect()
    };
    definition.factors.iter().map(|f| (f.part.clone(), f.id.clone(), of(&f.id))).collect()
}

fn expect(factors: &[(&str, &str, std::ops::RangeInclusive<u32>)]) -> Vec<(String, String, Vec<u32>)> {
    factors.iter().map(|(part, id, range)| ((*part).to_owned(), (*id).to_owned(), range.clone().collect())).collect()
}

#[test]
fn the_shipped_questionnaires_are_sound() {
    assert_eq!(files("public/questionnaires").len(), SERVICE.len() + GRIDS.len());
    for id in SERVICE.into_iter().chain(GRIDS) {
        let definition = questionnaire(id);
        assert_eq!(definition.id, id);
        check_form(&definition);
        let ids: Vec<&str> = definition.parameters.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(ids.is_empty(), GRIDS.contains(&id), "{id}: {ids:?}");
        let setting = setting(&Campaign::read(&read("tests/data/campaigns/officials168.json")).unwrap());
        let form = Form::compile(definition, setting).unwrap();
        assert_eq!(phieu::questionnaire::check::check(&form.definition), [], "{id}");
        assert_eq!(form.is_grid(), GRIDS.contains(&id), "{id}");
    }
}

#[test]
fn a_grid_asks_one_question_a_field_and_lets_nobody_invent_an_answer() {
    for (id, rows) in [("officials-departments", 15), ("officials-communes", 168)] {
        let form = questionnaire(id);
        let grids: Vec<_> =
            form.sections.iter().flat_map(|section| &section.questions).filter(|question| question.tag == Tag::UnitOption).collect();
        assert_eq!(grids.len(), 7, "{id}: the fields of the published index");
        for question in grids {
            let points: Vec<Option<u8>> = question.options.iter().map(|choice| choice.points).collect();
            assert_eq!(points, [Some(100), Some(60), Some(20), Some(0), None], "{}", question.id);
            assert_eq!(question.options[4].code, "no_info");
        }
        let campaign = Campaign::read(&read("tests/data/campaigns/officials168.json")).unwrap();
        let compiled = Form::compile(form, setting(&campaign)).unwrap();
        assert_eq!(compiled.variables.iter().filter(|variable| variable.kind == Kind::UnitOption).count(), 7 * rows, "{id}");
    }
}

#[test]
fn a_firm_is_asked_about_itself_and_never_about_a_person() {
    let form = questionnaire("firm");
    let expected = [("access", 1..=4), ("procedures", 5..=8), ("officials", 9..=13), ("result", 14..=16), ("feedback", 17..=19)];
    assert_eq!(factor_numbers(&form), expect(&expected.map(|(factor, range)| ("II", factor, range))));
    let questions = || form.sections.iter().flat_map(|section| &section.questions);
    for wanted in ["firm_kind", "firm_size", "field", "filed_by", "filed_how", "needs_more"] {
        assert!(questions().any(|question| question.id == wanted), "{wanted}");
    }
    for unwanted in ["ethnic", "sex", "age", "name", "tax"] {
        assert!(!questions().any(|question| question.id.contains(unwanted)), "{unwanted}");
    }
}

#[test]
fn factors_of_firms_compare_with_those_of_citizens() {
    let [citizens, firms] = ["sipas-citizen", "firm"].map(questionnaire);
    let criterion = |row: &Row, shift: u32| (row.number.parse::<u32>().unwrap() + shift, row.factor.clone().unwrap(), row.origin);
    let service: Vec<_> = statements(&citizens).into_iter().map(|row| criterion(row, 0)).filter(|(number, ..)| *number > 14).collect();
    assert_eq!(statements(&firms).into_iter().map(|row| criterion(row, 14)).collect::<Vec<_>>(), service);
    let scale = |form: &Definition| serde_json::to_value(&form.scales["satisfaction"]).unwrap();
    assert_eq!(scale(&firms), scale(&citizens));
    assert_eq!(firms.parts, citizens.parts[1..]);
    assert_eq!(firms.factors, citizens.factors[4..]);
}

#[test]
fn bands_cover_every_number_once() {
    for id in SERVICE.into_iter().chain(GRIDS) {
        let form = questionnaire(id);
        for question in form.sections.iter().flat_map(|section| &section.questions) {
            let bands: Vec<_> = question.options.iter().filter_map(|choice| Some((choice.from?, choice.to))).collect();
            let expected = match question.id.as_str() {
                "age" => vec![(18, Some(24)), (25, Some(34)), (35, Some(49)), (50, Some(60)), (61, None)],
                "firm_size" => vec![(1, Some(9)), (10, Some(49)), (50, Some(199)), (200, None)],
                _ => Vec::new(),
            };
            assert_eq!(bands, expected, "{id}: {}", question.id);
            for choice in &question.options {
                let label: Vec<u8> =
                    choice.label.vi.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
                let band: Vec<u8> = choice.from.into_iter().chain(choice.to).collect();
                assert!(band.is_empty() || band == label, "{id}: {} is {band:?}", choice.label.vi);
            }
        }
    }
}

#[test]
fn officials_are_never_forced_nor_asked_who_they_are() {
    for id in GRIDS {
        let form = questionnaire(id);
        let questions = || form.sections.iter().flat_map(|section| &section.questions);
        assert!(questions().all(|question| question.required != Required::Hard), "{id}");
        assert!(questions().filter(|question| question.tag == Tag::UnitOption).all(|question| question.required == Required::Soft), "{id}");
        let rest: Vec<&str> = questions().filter(|question| question.tag != Tag::UnitOption).map(|question| question.id.as_str()).collect();
        assert_eq!(rest, ["dealings", "remark_text"], "{id}");
        let remark = questions().last().unwrap();
        assert!(remark.hint.as_ref().is_some_and(|hint| hint.vi.starts_with("Xin không ghi tên")), "{id}");
    }
}

#[test]
fn the_parts_of_an_assigned_grid_cover_every_commune_once() {
    let campaign = Campaign::read(&read("tests/data/campaigns/officials168.json")).unwrap();
    assert!(!has_error(&check(&campaign)), "{:?}", check(&campaign));
    let parts = &campaign.group("council").unwrap().assignments;
    let mut codes: Vec<&str> = parts.iter().flat_map(|part| &part.units).map(String::as_str).collect();
    assert_eq!(parts.iter().map(|part| campaign.rated("council", Some(&part.id)).len()).collect::<Vec<_>>(), [56, 56, 56]);
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 168);
    assert_eq!(campaign.rated("commune_leader", None).len(), 15, "departments only");
    assert_eq!(campaign.rated("division_head", None).len(), 168, "communes only");
}

#[test]
fn the_citizen_form_has_33_statements_in_nine_factors_and_two_parts() {
    let form = questionnaire("sipas-citizen");
    assert_eq!(
        factor_numbers(&form),
        expect(&[
            ("I", "accountability", 1..=2),
            ("I", "participation", 3..=4),
            ("I", "quality", 5..=12),
            ("I", "impact", 13..=14),
            ("II", "access", 15..=18),
            ("II", "procedures", 19..=22),
            ("II", "officials", 23..=27),
            ("II", "result", 28..=30),
            ("II", "feedback", 31..=33),
        ])
    );
    let order: Vec<String> = statements(&form).iter().map(|row| row.id.clone()).collect();
    assert_eq!(order, (1..=33).map(|n| format!("q9_{n}")).collect::<Vec<_>>());
    let values: Vec<u8> = form.scales["satisfaction"].levels.iter().map(|level: &Level| level.value).collect();
    assert_eq!(values, [1, 2, 3, 4, 5]);
}

#[test]
fn the_ward_form_has_nine_statements_in_three_factors() {
    let form = questionnaire("ward-office");
    assert_eq!(factor_numbers(&form), expect(&[("II", "officials", 1..=3), ("II", "result", 4..=5), ("II", "feedback", 6..=9)]));
    let order: Vec<String> = statements(&form).iter().map(|row| row.id.clone()).collect();
    assert_eq!(order, (1..=9).map(|n| format!("s{n}")).collect::<Vec<_>>());
}

#[test]
fn sensitive_data_are_optional_and_explained() {
    let form = questionnaire("sipas-citizen");
    let mut questions = form.sections.iter().flat_map(|section| &section.questions);
    let ethnic = questions.find(|question| question.id == "ethnic").unwrap();
    assert!(ethnic.notice.is_some());
    assert_eq!(ethnic.required, Required::No);
}

#[test]
fn invented_items_say_so() {
    let citizen = questionnaire("sipas-citizen");
    let ours: Vec<&str> = rows(&citizen).filter(|row| row.origin == Origin::Ours).map(|row| row.id.as_str()).collect();
    assert_eq!(ours, ["q10_8"]);
    let firm = questionnaire("firm");
    let profile = firm.sections.iter().find(|section| section.id == "profile").unwrap();
    assert!(profile.questions.iter().all(|question| question.origin == Origin::Ours));
    assert_eq!(rows(&firm).filter(|row| row.origin == Origin::Ours).map(|row| row.id.as_str()).collect::<Vec<_>>(), ["n8"]);
}

#[test]
fn respondents_read_both_languages_and_no_acronyms() {
    for path in [files("public/questionnaires"), files("public/campaigns")].concat() {
        let json: Value = serde_json::from_str(&read(&path)).unwrap();
        walk(&json, &name(&path), &mut |at, vi, en| {
            assert!(!vi.trim().is_empty(), "{at}: no Vietnamese");
            assert!(!en.trim().is_empty(), "{at}: no English");
            for acronym in ["CCHC", "TTHC", "PAKN", "CQNN", "CBCCVC", "HCC"] {
                assert!(!vi.contains(acronym) && !en.contains(acronym), "{at}: {acronym}");
            }
        });
    }
}

#[test]
fn the_shipped_campaigns_can_be_used() {
    for path in files("public/campaigns") {
        let campaign = campaign(&name(&path));
        assert_eq!(campaign.id, name(&path));
        let findings = check(&campaign);
        assert!(!has_error(&findings), "{}: {findings:?}", campaign.id);
        assert!(campaign.illustrative, "{}", campaign.id);
        for id in campaign.questionnaires() {
            let form = questionnaire(id);
            for (parameter, value) in &campaign.parameters {
                let known = form.parameters.iter().find(|p| p.id == *parameter);
                assert!(known.is_some_and(|p| p.values.contains(value)), "{}: {parameter} = {value}", campaign.id);
            }
            for part in campaign.kinds.iter().flat_map(|kind| &kind.parts) {
                assert!(form.parts.iter().any(|p| p.id == *part), "{id} has no part {part}");
            }
        }
    }
}

/// What everybody may open: the shipped campaigns by the shipped key file, or by two sheets.
#[test]
fn the_demo_key_is_the_one_of_its_seed() {
    let text = read("public/keys/demo.json");
    assert_eq!(Some(&text), demo_key::file().as_ref());
    assert_eq!(text, read("tests/data/keys/demo.json"));
    let public = demo_key::key().public();
    let opened = KeyFile::decode(&text).unwrap().open(demo_key::PASSPHRASE).unwrap();
    assert_eq!(opened.public(), public);
    for path in files("public/campaigns") {
        assert_eq!(campaign(&name(&path)).key, Some(public.text()));
    }
    let sheets = read("tests/data/keys/sheets.txt");
    assert_eq!(demo_key::sheets().map(|sheet| sheet.text() + "\n").concat(), sheets);
}

#[test]
fn one_department_of_the_demo_carries_29_percent_of_the_departments() {
    let demo = campaign("demo");
    let of = |kind: &str| -> Vec<(u32, u32)> {
        let units = demo.units.iter().filter(|unit| unit.kind == kind);
        units.map(|unit| (unit.strata[0].population.unwrap(), unit.strata[0].quota.unwrap())).collect()
    };
    let total = |kind: &str| of(kind).iter().map(|(population, _)| population).sum::<u32>();
    assert_eq!(["department", "ward", "commune", "special_zone"].map(|kind| of(kind).len()), [15, 12, 35, 1]);
    assert_eq!(["department", "ward", "commune", "special_zone"].map(total), [96_256, 116_400, 77_360, 210]);
    let share = f64::from(of("department")[0].0) / f64::from(total("department"));
    assert!((0.2895..0.2905).contains(&share), "{share}");
    assert!(of("department").contains(&(38, 38)), "a census");
    assert!(of("department").contains(&(0, 0)), "no survey");
    assert_eq!(check(&demo).len(), 2, "a department of 9 and a commune of 8 are under the minimum");
}

#[test]
fn an_old_name_of_the_demo_is_split_over_two_communes() {
    let demo = campaign("demo");
    let communes = || demo.units.iter().filter(|unit| unit.kind != "department");
    assert!(communes().all(|unit| (2..=4).contains(&unit.old_names.len())));
    let with = |old: &str| communes().filter(|unit| unit.old_names.iter().any(|name| name == old)).count();
    assert_eq!(with("xã Đồng Tiến"), 2);
}

#[test]
fn the_fixtures_of_campaigns_fail_as_their_names_say() {
    let open = |id: &str| Campaign::read(&read(format!("tests/data/campaigns/{id}.json")));
    let broken = open("broken").unwrap_err();
    assert_eq!(broken.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["json"]);
    for id in ["closed", "notyet"] {
        assert_eq!(check(&open(id).unwrap()), [], "{id}");
    }
    for (id, code) in [("empty-units", "no_units"), ("duplicate", "duplicate_id")] {
        let findings = check(&open(id).unwrap());
        assert_eq!(findings.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), [code], "{id}");
    }
    let demo = demo_key::key().public().text();
    for id in ["closed", "notyet", "empty-units", "duplicate", "officials168"] {
        assert_eq!(open(id).unwrap().key.as_ref(), Some(&demo), "{id}");
    }
    let large = Campaign::read(&read("tests/data/communes168.json")).unwrap();
    assert_eq!(check(&large), []);
    assert_eq!(large.units.len(), 168);
}

#[test]
fn a_small_form_uses_every_type() {
    let form = Definition::read(&read("tests/data/questionnaires/all-kinds.json")).unwrap();
    check_form(&form);
    let tags: BTreeSet<String> = form.sections.iter().flat_map(|s| &s.questions).map(|q| format!("{:?}", q.tag)).collect();
    assert_eq!(tags.len(), 8, "{tags:?}");
}
