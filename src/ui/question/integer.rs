//! A whole number; what is not one stays in the field and is named.

use crate::ui::reactive::{Get as _, GetUntracked as _, Memo};

use super::choice::choices;
use super::text::labelled;
use super::{answer_of, element, send};
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::response::Answer;
use crate::ui::dom::{El, classed, el, typed};
use crate::ui::respond::Shell;

/// A number field, with the codes that the question offers beside it.
pub(super) fn integer(shell: Shell, question: &Question, variables: Memo<Vec<VariableId>>) -> El {
    let Some(id) = variables.get_untracked().first().copied() else { return el("div") };
    let answer = answer_of(shell, id);
    let value = move || match answer.get() {
        Some(Answer::Number(number)) => number.to_string(),
        Some(Answer::Text(text)) => text,
        Some(Answer::Set(_) | Answer::Missing { .. }) | None => String::new(),
    };
    let field = classed("input", "input input--number")
        .attr("id", &element(id, "-field"))
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .attr("aria-describedby", &element(id, "-error"))
        .property_of("value", move || value().into())
        .on("change", move |event| send(shell, id, read(typed(&event).trim())));
    let codes = if question.missing.is_empty() { Vec::new() } else { choices(shell, id) };
    labelled(shell, id, question).child(field).children(codes)
}

fn read(text: &str) -> Option<Answer> {
    let number = text.parse().map_or_else(|_| Answer::Text(text.to_owned()), Answer::Number);
    (!text.is_empty()).then_some(number)
}
