//! One answer. Codes and levels are what the definition says; nothing depends on
//! the place of an option on the page.

use serde::Serialize;

use crate::questionnaire::definition::{MissingCode, Question, Tag};
use crate::questionnaire::expression::Value;
use crate::questionnaire::form::Place;
use crate::questionnaire::{Form, Kind, VariableId};

/// An answer to one variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// A level of a scale, or a whole number.
    Number(i64),
    /// An option's code, `yes` or `no`, or text.
    Text(String),
    /// The chosen codes, in the questionnaire's order.
    Set(Vec<String>),
    /// A deliberate answer that carries no value.
    Missing {
        /// Which of the three.
        missing: MissingCode,
    },
}

impl Answer {
    /// The value that expressions see. The three codes are no value.
    pub fn value(&self) -> Value {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "answers are far under 2^53; the check bounds integers")]
            Self::Number(number) => Value::Number(*number as f64),
            Self::Text(text) => Value::Text(text.clone()),
            Self::Set(codes) => Value::Set(codes.clone()),
            Self::Missing { .. } => Value::Empty,
        }
    }

    /// Whether the questionnaire allows this answer to this variable, constraints
    /// apart: an imported or resumed answer is checked before it is taken.
    pub fn fits(&self, form: &Form, id: VariableId) -> bool {
        let (variable, question) = (form.variable(id), form.question(id));
        if variable.place == Place::Specify {
            return matches!(self, Self::Text(text) if text.chars().count() <= 200);
        }
        match (variable.kind, self) {
            (_, Self::Missing { missing }) => offered(form, id, question).contains(missing),
            (Kind::Single | Kind::UnitOption, Self::Text(code)) => question.options.iter().any(|choice| choice.code == *code),
            (Kind::Multiple, Self::Set(codes)) => is_selection(question, codes),
            (Kind::Likert, Self::Number(value)) => {
                form.scale(id).is_some_and(|scale| scale.levels.iter().any(|level| i64::from(level.value) == *value))
            }
            (Kind::YesNo, Self::Text(code)) => matches!(code.as_str(), "yes" | "no"),
            (Kind::Integer, Self::Number(value)) => {
                (question.min.unwrap_or(-1_000_000_000)..=question.max.unwrap_or(1_000_000_000)).contains(value)
            }
            (Kind::Text, Self::Text(text)) => {
                question.max.is_none_or(|max| i64::try_from(text.chars().count()).is_ok_and(|count| count <= max))
            }
            (
                Kind::Single | Kind::Multiple | Kind::Likert | Kind::UnitOption | Kind::YesNo | Kind::Integer | Kind::Text | Kind::Note,
                _,
            ) => false,
        }
    }
}

/// The codes that a variable offers beside its answers.
pub fn offered<'a>(form: &'a Form, id: VariableId, question: &'a Question) -> &'a [MissingCode] {
    match question.tag {
        Tag::Likert => form.scale(id).map_or(&[], |scale| &scale.missing),
        Tag::Single | Tag::Integer => &question.missing,
        Tag::Multiple | Tag::UnitOption | Tag::YesNo | Tag::Text | Tag::Note => &[],
    }
}

fn is_selection(question: &Question, codes: &[String]) -> bool {
    let known = |code: &String| question.options.iter().any(|choice| choice.code == *code);
    let alone = |code: &String| question.options.iter().any(|choice| choice.exclusive && choice.code == *code);
    let repeated = codes.iter().enumerate().any(|(i, code)| codes[..i].contains(code));
    codes.iter().all(known) && !repeated && (codes.len() < 2 || !codes.iter().any(alone))
}

/// `codes` after the option `code` was tapped: taken or given back; an exclusive
/// option clears the others and is cleared by them.
pub fn toggle(question: &Question, codes: &[String], code: &str) -> Vec<String> {
    let exclusive = |code: &str| question.options.iter().any(|choice| choice.exclusive && choice.code == code);
    let adds = !codes.iter().any(|chosen| chosen == code);
    let stays = |chosen: &str| {
        if chosen == code {
            return adds;
        }
        codes.iter().any(|other| other == chosen) && !(adds && (exclusive(code) || exclusive(chosen)))
    };
    question.options.iter().map(|choice| &choice.code).filter(|chosen| stays(chosen)).cloned().collect()
}
