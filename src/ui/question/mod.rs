//! One component a question type; `BlockView` is their one table. Inputs are the
//! browser's own, so that keyboard and screen reader work as everywhere.

mod choice;
mod grid;
mod integer;
mod multiple;
mod note;
mod text;

use leptos::prelude::*;

use crate::app::respond::Event;
use crate::base::words::respond as words;
use crate::base::{Lang, Word};
use crate::questionnaire::definition::{MissingCode, Question, Tag};
use crate::questionnaire::form::{Form, Place};
use crate::questionnaire::{Kind, VariableId};
use crate::response::Answer;
use crate::ui::respond::Shell;

/// A question with the variables of it that stand on this page.
#[component]
pub fn BlockView(shell: Shell, section: usize, question: usize, variables: Memo<Vec<VariableId>>) -> impl IntoView {
    let found = shell.peek(|model| model.form.as_ref()?.definition.sections.get(section)?.questions.get(question).cloned());
    found.map(|question| match question.tag {
        Tag::Single => view! { <choice::Single shell=shell question=question variables=variables /> }.into_any(),
        Tag::Multiple => view! { <multiple::Multiple shell=shell question=question variables=variables /> }.into_any(),
        Tag::Likert | Tag::YesNo | Tag::UnitOption => view! { <grid::Grid shell=shell question=question variables=variables /> }.into_any(),
        Tag::Integer => view! { <integer::Integer shell=shell question=question variables=variables /> }.into_any(),
        Tag::Text => view! { <text::TextAnswer shell=shell question=question variables=variables /> }.into_any(),
        Tag::Note => view! { <note::Note shell=shell question=question /> }.into_any(),
    })
}

/// The element id of a variable: the focus goes there.
fn element(id: VariableId) -> String {
    ["q-", &id.0.to_string()].concat()
}

/// The memo of a variable's answer.
fn answer_of(shell: Shell, id: VariableId) -> Memo<Option<Answer>> {
    shell.memo(move |model| model.interview.as_ref().and_then(|interview| interview.answer(id).cloned()))
}

/// The fault of a variable that is shown now, in words.
fn fault_of(shell: Shell, id: VariableId, lang: Lang) -> Memo<Option<String>> {
    shell.memo(move |model| {
        let fault = model.faults.iter().find(|(other, _)| *other == id)?.1;
        Some(crate::ui::respond::fault_words(model.form.as_ref()?, id, fault, lang))
    })
}

/// The error tied to a field, and nothing where there is none.
#[component]
fn FieldError(shell: Shell, id: VariableId) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let fault = fault_of(shell, id, lang);
    view! { <span id=[&element(id), "-error"].concat() class="field-error">{move || fault.get().map(|text| ["⚠ ", &text].concat())}</span> }
}

/// What one may choose: the value, its words, how it is told by shape.
#[derive(Debug, Clone, PartialEq)]
struct Choosable {
    answer: Answer,
    label: String,
    /// Level and number of levels, for the row of dots.
    dots: Option<(u8, u8)>,
    apart: bool,
}

fn missing_word(code: MissingCode) -> Word {
    match code {
        MissingCode::DontKnow => words::DONT_KNOW,
        MissingCode::NotApplicable => words::NOT_APPLICABLE,
        MissingCode::LeftBlank => words::LEFT_BLANK,
    }
}

/// Everything a variable with one choice offers, in the order of the page.
fn choosable(form: &Form, id: VariableId, lang: Lang) -> Vec<Choosable> {
    let (variable, question) = (form.variable(id), form.question(id));
    let plain = |answer: Answer, label: &str| Choosable { answer, label: label.to_owned(), dots: None, apart: false };
    let mut out: Vec<Choosable> = match variable.kind {
        Kind::Likert => levels(form, id, lang),
        Kind::YesNo => {
            vec![plain(Answer::Text("yes".to_owned()), words::YES.get(lang)), plain(Answer::Text("no".to_owned()), words::NO.get(lang))]
        }
        Kind::Single | Kind::UnitOption => {
            question.options.iter().map(|choice| plain(Answer::Text(choice.code.clone()), choice.label.get(lang))).collect()
        }
        Kind::Multiple | Kind::Integer | Kind::Text | Kind::Note => Vec::new(),
    };
    let codes = crate::response::answer::offered(form, id, question).iter();
    out.extend(codes.map(|code| Choosable { apart: true, ..plain(Answer::Missing { missing: *code }, missing_word(*code).get(lang)) }));
    out
}

fn levels(form: &Form, id: VariableId, lang: Lang) -> Vec<Choosable> {
    let Some(scale) = form.scale(id) else { return Vec::new() };
    let count = scale.levels.len();
    let level = |(i, level): (usize, &crate::questionnaire::definition::Level)| Choosable {
        answer: Answer::Number(i64::from(level.value)),
        label: level.label.get(lang).to_owned(),
        dots: u8::try_from(i + 1).ok().zip(u8::try_from(count).ok()),
        apart: false,
    };
    let mut out: Vec<Choosable> = scale.levels.iter().enumerate().map(level).collect();
    if scale.order == crate::questionnaire::definition::Order::Descending {
        out.reverse();
    }
    out
}

/// `●●●○○`: the level by shape.
fn dots((level, of): (u8, u8)) -> String {
    ["●".repeat(usize::from(level)), "○".repeat(usize::from(of.saturating_sub(level)))].concat()
}

/// Sends an answer.
fn send(shell: Shell, id: VariableId, answer: Option<Answer>) {
    shell.send(Event::Answer(id, answer));
}

/// Number and words of a variable, for summaries and the review.
pub fn title(form: &Form, id: VariableId, lang: Lang) -> (String, String) {
    let question: &Question = form.question(id);
    match &form.variable(id).place {
        Place::Row(_) => form.row(id).map(|row| (row.number.clone(), row.label.get(lang).to_owned())).unwrap_or_default(),
        Place::Unit(code) => {
            let name = form.unit(code).map_or(code.as_str(), |unit| unit.name.as_str());
            (String::new(), [question.label.get(lang), " – ", name].concat())
        }
        Place::Specify => (String::new(), [question.label.get(lang), " – ", words::SPECIFY.get(lang)].concat()),
        Place::Whole => (String::new(), question.label.get(lang).to_owned()),
    }
}

/// An answer in words.
pub fn answer_words(form: &Form, id: VariableId, answer: &Answer, lang: Lang) -> String {
    if let Some(chosen) = choosable(form, id, lang).into_iter().find(|choice| choice.answer == *answer) {
        return chosen.label;
    }
    match answer {
        Answer::Number(number) => number.to_string(),
        Answer::Text(text) => text.clone(),
        Answer::Set(codes) => {
            let options = form.question(id).options.iter();
            options.filter(|choice| codes.contains(&choice.code)).map(|choice| choice.label.get(lang)).collect::<Vec<_>>().join("; ")
        }
        Answer::Missing { missing } => missing_word(*missing).get(lang).to_owned(),
    }
}
