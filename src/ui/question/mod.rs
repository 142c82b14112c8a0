//! One view a question type; `block` is their one table. Inputs are the
//! browser's own, so that keyboard and screen reader work as everywhere.

mod choice;
mod grid;
mod integer;
mod multiple;
mod note;
mod text;
#[cfg(feature = "field")]
mod unit_option;

#[cfg(feature = "field")]
pub use unit_option::tally;

use crate::app::respond::Event;
use crate::base::words::respond as words;
use crate::base::{Lang, Word};
use crate::questionnaire::definition::{MissingCode, Question, Tag};
use crate::questionnaire::form::{Form, Place};
use crate::questionnaire::{Kind, VariableId};
use crate::response::Answer;
use crate::response::answer::offered;
use crate::ui::dom::{El, classed};
use crate::ui::reactive::{Get as _, Memo};
use crate::ui::respond::{Shell, fault_words};

/// A question with the variables of it that stand on this page.
pub fn block(shell: Shell, section: usize, question: usize, variables: Memo<Vec<VariableId>>) -> El {
    let found = shell.peek(|model| model.form.as_ref()?.definition.sections.get(section)?.questions.get(question).cloned());
    let Some(question) = found else { return classed("div", "card") };
    match question.tag {
        Tag::Single => choice::single(shell, &question, variables),
        Tag::Multiple => multiple::multiple(shell, question, variables),
        #[cfg(feature = "field")]
        Tag::UnitOption => unit_option::unit_option(shell, &question, variables),
        // On its way to the program that has it: `Shell::leave_for_grid`.
        #[cfg(not(feature = "field"))]
        Tag::UnitOption => classed("div", "card"),
        Tag::Likert | Tag::YesNo => grid::grid(shell, &question, variables),
        Tag::Integer => integer::integer(shell, &question, variables),
        Tag::Text => text::text(shell, &question, variables),
        Tag::Note => note::note(shell, &question),
    }
}

/// The element id of a variable, where the focus goes, with an ending.
fn element(id: VariableId, ending: &str) -> String {
    ["q-", &id.0.to_string(), ending].concat()
}

/// The memo of a variable's answer.
fn answer_of(shell: Shell, id: VariableId) -> Memo<Option<Answer>> {
    shell.memo(move |model| model.interview.as_ref().and_then(|interview| interview.answer(id).cloned()))
}

/// The error tied to a field, and nothing where there is none.
fn field_error(shell: Shell, id: VariableId) -> El {
    let lang = shell.peek(|model| model.language);
    let fault = shell.memo(move |model| {
        let fault = model.faults.iter().find(|(other, _)| *other == id)?.1;
        Some(fault_words(model.form.as_ref()?, id, fault, lang))
    });
    classed("span", "field-error")
        .attr("id", &element(id, "-error"))
        .text_of(move || fault.get().map(|text| ["⚠ ", &text].concat()).unwrap_or_default())
}

/// The card of a variable: named by its title, described by its error.
fn card(id: VariableId, class: &str, role: &str) -> El {
    classed("div", class)
        .attr("id", &element(id, ""))
        .attr("tabindex", "-1")
        .attr("role", role)
        .attr("aria-labelledby", &element(id, "-title"))
        .attr("aria-describedby", &element(id, "-error"))
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
    let codes = offered(form, id, question).iter();
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
