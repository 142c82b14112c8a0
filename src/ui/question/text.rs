//! Text, short or long, with the number of characters left; and the line of
//! "other, specify".

use crate::ui::reactive::{Get as _, GetUntracked as _, Memo};

use super::{answer_of, element, field_error, send};
use crate::base::words::respond as words;
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::response::Answer;
use crate::ui::dom::{El, classed, el, typed};
use crate::ui::respond::Shell;

/// A text question.
pub(super) fn text(shell: Shell, question: &Question, variables: Memo<Vec<VariableId>>) -> El {
    let lang = shell.peek(|model| model.language);
    let Some(id) = variables.get_untracked().first().copied() else { return el("div") };
    let most = question.max.unwrap_or(200);
    let value = written(shell, id);
    let left = move || {
        let used = i64::try_from(value().chars().count()).unwrap_or(i64::MAX);
        words::CHARACTERS_LEFT.with(lang, &[("n", &most.saturating_sub(used).max(0).to_string())])
    };
    let input = if question.long { el("textarea").attr("rows", "5") } else { el("input").attr("type", "text") };
    labelled(shell, id, question).child(field(shell, id, input, most)).child(classed("p", "hint").text_of(left))
}

/// A card whose title is the label of its field.
pub(super) fn labelled(shell: Shell, id: VariableId, question: &Question) -> El {
    let lang = shell.peek(|model| model.language);
    let hint = question.hint.as_ref().map(|hint| classed("p", "hint").attr("id", &element(id, "-hint")).text(hint.get(lang)));
    classed("div", "card")
        .attr("id", &element(id, ""))
        .attr("tabindex", "-1")
        .child(classed("label", "card__title").attr("for", &element(id, "-field")).text(question.label.get(lang)))
        .maybe(hint)
        .child(field_error(shell, id))
}

/// The field of "other, specify".
pub(super) fn line(shell: Shell, id: VariableId) -> El {
    let lang = shell.peek(|model| model.language);
    classed("div", "specify")
        .attr("id", &element(id, ""))
        .child(el("label").attr("for", &element(id, "-field")).text(words::SPECIFY.get(lang)))
        .child(field(shell, id, el("input").attr("type", "text"), 200))
        .child(field_error(shell, id))
}

fn field(shell: Shell, id: VariableId, input: El, most: i64) -> El {
    let value = written(shell, id);
    input
        .attr("class", "input")
        .attr("id", &element(id, "-field"))
        .attr("autocomplete", "off")
        .attr("maxlength", &most.to_string())
        .attr("aria-describedby", &[&element(id, "-error"), " ", &element(id, "-hint")].concat())
        .property_of("value", move || value().into())
        .on("input", move |event| take(shell, id, &typed(&event)))
}

fn written(shell: Shell, id: VariableId) -> impl Fn() -> String + Copy {
    let answer = answer_of(shell, id);
    move || match answer.get() {
        Some(Answer::Text(text)) => text,
        Some(Answer::Number(_) | Answer::Set(_) | Answer::Missing { .. }) | None => String::new(),
    }
}

fn take(shell: Shell, id: VariableId, text: &str) {
    send(shell, id, (!text.trim().is_empty()).then(|| Answer::Text(text.to_owned())));
}
