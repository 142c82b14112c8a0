//! One of several options, as full-width labelled choices; "other" opens a field.

use crate::ui::reactive::{Get as _, GetUntracked as _, Memo, With as _};

use super::{Choosable, answer_of, card, choosable, dots, element, field_error, send, text};
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::questionnaire::form::Place;
use crate::response::Answer;
use crate::ui::dom::{El, classed, el, p};
use crate::ui::respond::Shell;

/// A card with the options of one question.
pub(super) fn single(shell: Shell, question: &Question, variables: Memo<Vec<VariableId>>) -> El {
    let lang = shell.peek(|model| model.language);
    let (Some(id), specify) = split(shell, variables) else { return el("div") };
    card(id, "card", "radiogroup")
        .child(classed("h2", "card__title").attr("id", &element(id, "-title")).text(question.label.get(lang)))
        .maybe(question.notice.as_ref().map(|notice| p("card__notice", notice.get(lang))))
        .maybe(question.hint.as_ref().map(|hint| p("hint", hint.get(lang))))
        .child(field_error(shell, id))
        .children(choices(shell, id))
        .slot(move || specify.get().map(|id| text::line(shell, id)))
}

/// The question's own variable, and its specification while that is asked.
pub(super) fn split(shell: Shell, variables: Memo<Vec<VariableId>>) -> (Option<VariableId>, Memo<Option<VariableId>>) {
    let is_specify =
        move |id: &VariableId| shell.peek(|model| model.form.as_ref().is_some_and(|form| form.variable(*id).place == Place::Specify));
    let own = variables.get_untracked().into_iter().find(|id| !is_specify(id));
    (own, Memo::new(move |_| variables.get().into_iter().find(is_specify)))
}

/// The radio buttons of one variable.
pub(super) fn choices(shell: Shell, id: VariableId) -> Vec<El> {
    let lang = shell.peek(|model| model.language);
    let choices = shell.peek(|model| model.form.as_ref().map(|form| choosable(form, id, lang))).unwrap_or_default();
    let answer = answer_of(shell, id);
    choices.into_iter().map(|choice| self::choice(shell, id, choice, answer)).collect()
}

/// One choice: the whole label is the target.
fn choice(shell: Shell, id: VariableId, choice: Choosable, answer: Memo<Option<Answer>>) -> El {
    let Choosable { answer: own, label, dots: level, apart } = choice;
    let value = own.clone();
    let on = Memo::new(move |_| answer.with(|answer| answer.as_ref() == Some(&value)));
    let input = el("input")
        .attr("type", "radio")
        .attr("name", &element(id, ""))
        .property_of("checked", move || on.get().into())
        .on("change", move |_| send(shell, id, Some(own.clone())));
    classed("label", if apart { "choice choice--apart" } else { "choice" })
        .class_of("choice--on", move || on.get())
        .child(input)
        .child(classed("span", "choice__label").text(&label))
        .maybe(level.map(|level| classed("span", "choice__level").attr("aria-hidden", "true").text(&dots(level))))
}
