//! Any of several options; an exclusive one clears the others.

use std::rc::Rc;

use crate::ui::reactive::{Get as _, GetUntracked as _, Memo, With as _};

use super::choice::split;
use super::{answer_of, card, element, field_error, send, text};
use crate::base::words::respond as words;
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::{Choice, Question};
use crate::response::Answer;
use crate::response::answer::toggle;
use crate::ui::dom::{El, classed, el, p};
use crate::ui::respond::Shell;

/// A card with check boxes.
pub(super) fn multiple(shell: Shell, question: Question, variables: Memo<Vec<VariableId>>) -> El {
    let lang = shell.peek(|model| model.language);
    let (Some(id), specify) = split(shell, variables) else { return el("div") };
    let answer = answer_of(shell, id);
    let chosen = Memo::new(move |_| match answer.get() {
        Some(Answer::Set(codes)) => codes,
        Some(Answer::Number(_) | Answer::Text(_) | Answer::Missing { .. }) | None => Vec::new(),
    });
    let question = Rc::new(question);
    let boxes = question.options.iter().map(|choice| check_box(shell, id, &question, choice, chosen)).collect();
    card(id, "card", "group")
        .child(classed("h2", "card__title").attr("id", &element(id, "-title")).text(question.label.get(lang)))
        .child(p("hint", question.hint.as_ref().map_or(words::SEVERAL.get(lang), |hint| hint.get(lang))))
        .child(field_error(shell, id))
        .children(boxes)
        .slot(move || specify.get().map(|id| text::line(shell, id)))
}

fn check_box(shell: Shell, id: VariableId, question: &Rc<Question>, choice: &Choice, chosen: Memo<Vec<String>>) -> El {
    let lang = shell.peek(|model| model.language);
    let (code, question) = (choice.code.clone(), Rc::clone(question));
    let own = code.clone();
    let on = Memo::new(move |_| chosen.with(|codes| codes.contains(&own)));
    let flip = move || {
        let codes = toggle(&question, &chosen.get_untracked(), &code);
        send(shell, id, (!codes.is_empty()).then_some(Answer::Set(codes)));
    };
    let input = el("input").attr("type", "checkbox").property_of("checked", move || on.get().into()).on("change", move |_| flip());
    classed("label", if choice.exclusive { "choice choice--apart" } else { "choice" })
        .class_of("choice--on", move || on.get())
        .child(input)
        .child(classed("span", "choice__label").text(choice.label.get(lang)))
}
