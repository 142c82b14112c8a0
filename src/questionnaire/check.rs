//! What is wrong with a questionnaire, located, before anybody is asked with it.
//! Hand-made copies of these forms had two options with one value, lost items,
//! overlapping age bands and answers that were stored nowhere: each is found here.

mod reach;

use crate::base::Named;

use super::definition::{Definition, Parameter, Question, Scale};
use super::form::{Form, Setting};
use super::kind::is_name;
use crate::base::{Finding, Lang, Text};

/// Every finding about `definition`; an error means that it cannot be used.
pub fn check(definition: &Definition) -> Vec<Finding> {
    let mut findings = Vec::new();
    translations(definition, &mut findings);
    scales(&definition.scales, &mut findings);
    factors(definition, &mut findings);
    parameters(&definition.parameters, &mut findings);
    for (s, section) in definition.sections.iter().enumerate() {
        if section.questions.is_empty() {
            findings.push(Finding::error("empty_section", format!("sections[{s}]"), section.id.as_str()));
        }
        if definition.sections[..s].iter().any(|other| other.id == section.id) {
            findings.push(Finding::error("duplicate_id", format!("sections[{s}].id"), section.id.as_str()));
        }
        for (q, question) in section.questions.iter().enumerate() {
            check_question(definition, question, &format!("sections[{s}].questions[{q}]"), &mut findings);
        }
    }
    match Form::compile(definition.clone(), Setting::default()) {
        Ok(form) => reach::check(&form, &mut findings),
        Err(mut more) => findings.append(&mut more),
    }
    findings
}

fn check_question(definition: &Definition, question: &Question, at: &str, findings: &mut Vec<Finding>) {
    question.tag.check(question, at, findings);
    if let Some(scale) = question.scale.as_ref().filter(|scale| !definition.scales.contains_key(scale)) {
        findings.push(Finding::error("unknown_scale", [at, ".scale"].concat(), scale.as_str()));
    }
    for (r, row) in question.rows.iter().enumerate() {
        let at = format!("{at}.rows[{r}]");
        if let Some(factor) = row.factor.as_ref().filter(|factor| !definition.factors.iter().any(|f| f.id == **factor)) {
            findings.push(Finding::error("unknown_factor", [&at, ".factor"].concat(), factor.as_str()));
        }
        if question.rows[..r].iter().any(|other| other.label == row.label) {
            findings.push(Finding::error("duplicate_label", at, row.label.vi.as_str()));
        }
    }
    if !question.constraint.is_empty() && question.constraint_message.is_none() {
        findings.push(Finding::warning("no_constraint_message", [at, ".constraint_message"].concat(), question.id.as_str()));
    }
}

fn scales(scales: &Named<Scale>, findings: &mut Vec<Finding>) {
    for (name, scale) in scales {
        let at = format!("scales.{name}");
        if scale.levels.len() < 2 {
            findings.push(Finding::error("too_few_options", [&at, ".levels"].concat(), name.as_str()));
        }
        if let Some(value) = scale.satisfied_from.filter(|from| !scale.levels.iter().any(|level| level.value == *from)) {
            findings.push(Finding::error("satisfied_from_no_level", [&at, ".satisfied_from"].concat(), value.to_string()));
        }
        for (i, level) in scale.levels.iter().enumerate() {
            let at = format!("{at}.levels[{i}]");
            if !(1..=9).contains(&level.value) {
                findings.push(Finding::error("bad_level", at.as_str(), level.value.to_string()));
            }
            if scale.levels[..i].iter().any(|other| other.value == level.value) {
                findings.push(Finding::error("duplicate_code", at.as_str(), level.value.to_string()));
            } else if scale.levels[..i].iter().any(|other| other.value > level.value) {
                findings.push(Finding::error("levels_not_ascending", at.as_str(), level.value.to_string()));
            }
            if scale.levels[..i].iter().any(|other| other.label == level.label) {
                findings.push(Finding::error("duplicate_label", at, level.label.vi.as_str()));
            }
        }
    }
}

/// A parameter begins with an underscore, so that no question can have its name, and
/// has a value, the first one, for campaigns that set none.
fn parameters(parameters: &[Parameter], findings: &mut Vec<Finding>) {
    for (i, parameter) in parameters.iter().enumerate() {
        let at = format!("parameters[{i}].id");
        if !is_name(&parameter.id) || !parameter.id.starts_with('_') {
            findings.push(Finding::error("bad_parameter", at.as_str(), parameter.id.as_str()));
        }
        if parameters[..i].iter().any(|other| other.id == parameter.id) {
            findings.push(Finding::error("duplicate_id", at, parameter.id.as_str()));
        }
        if parameter.values.is_empty() {
            findings.push(Finding::error("bad_parameter", format!("parameters[{i}].values"), parameter.id.as_str()));
        }
    }
}

fn factors(definition: &Definition, findings: &mut Vec<Finding>) {
    let rows = || definition.sections.iter().flat_map(|section| &section.questions).flat_map(|question| &question.rows);
    for (i, factor) in definition.factors.iter().enumerate() {
        let at = format!("factors[{i}]");
        if !rows().any(|row| row.factor.as_ref() == Some(&factor.id)) {
            findings.push(Finding::error("factor_without_item", at.as_str(), factor.id.as_str()));
        }
        if !definition.parts.iter().any(|part| part.id == factor.part) {
            findings.push(Finding::error("unknown_part", [&at, ".part"].concat(), factor.part.as_str()));
        }
        if definition.factors[..i].iter().any(|other| other.id == factor.id) {
            findings.push(Finding::error("duplicate_id", at, factor.id.as_str()));
        }
    }
}

/// Every text in every language that the questionnaire says it has.
fn translations(definition: &Definition, findings: &mut Vec<Finding>) {
    texts(definition, &mut |text, at| {
        let missing = definition.languages.iter().filter(|lang| match lang {
            Lang::Vi => text.vi.trim().is_empty(),
            Lang::En => text.en.trim().is_empty(),
        });
        findings.extend(missing.map(|lang| Finding::error("missing_translation", [at, ".", lang.tag()].concat(), lang.tag())));
    });
}

/// Calls `visit` with every text and where it stands.
fn texts(definition: &Definition, visit: &mut dyn FnMut(&Text, &str)) {
    visit(&definition.title, "title");
    for (i, part) in definition.parts.iter().enumerate() {
        visit(&part.title, &format!("parts[{i}].title"));
    }
    for (i, factor) in definition.factors.iter().enumerate() {
        visit(&factor.title, &format!("factors[{i}].title"));
    }
    for (name, scale) in &definition.scales {
        for (i, level) in scale.levels.iter().enumerate() {
            visit(&level.label, &format!("scales.{name}.levels[{i}].label"));
        }
    }
    if let Some(out) = &definition.screen_out {
        visit(&out.message, "screen_out.message");
    }
    for (s, section) in definition.sections.iter().enumerate() {
        visit(&section.title, &format!("sections[{s}].title"));
        if let Some(intro) = &section.intro {
            visit(intro, &format!("sections[{s}].intro"));
        }
        for (q, question) in section.questions.iter().enumerate() {
            texts_of(question, &format!("sections[{s}].questions[{q}]"), visit);
        }
    }
}

fn texts_of(question: &Question, at: &str, visit: &mut dyn FnMut(&Text, &str)) {
    visit(&question.label, &[at, ".label"].concat());
    let optional = [("hint", &question.hint), ("notice", &question.notice), ("constraint_message", &question.constraint_message)];
    for (field, text) in optional {
        if let Some(text) = text {
            visit(text, &[at, ".", field].concat());
        }
    }
    for (i, choice) in question.options.iter().enumerate() {
        visit(&choice.label, &format!("{at}.options[{i}].label"));
    }
    for (i, row) in question.rows.iter().enumerate() {
        visit(&row.label, &format!("{at}.rows[{i}].label"));
    }
}
