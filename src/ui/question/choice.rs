//! One of several options, as full-width labelled choices; "other" opens a field.

use leptos::prelude::*;

use super::{Choosable, FieldError, answer_of, choosable, dots, element, send};
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::questionnaire::form::Place;
use crate::response::Answer;
use crate::ui::question::text::Line;
use crate::ui::respond::Shell;

/// A card with the options of one question.
#[component]
pub fn Single(shell: Shell, question: Question, variables: Memo<Vec<VariableId>>) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let label = question.label.get(lang).to_owned();
    let hint = question.hint.as_ref().map(|hint| hint.get(lang).to_owned());
    let notice = question.notice.as_ref().map(|notice| notice.get(lang).to_owned());
    let (id, specify) = split(shell, variables);
    id.map(|id| {
        let title = [&element(id), "-title"].concat();
        view! {
            <div class="card" id=element(id) tabindex="-1" role="radiogroup" aria-labelledby=title.clone() aria-describedby=[&element(id), "-error"].concat()>
                <h2 class="card__title" id=title.clone()>{label}</h2>
                {notice.map(|text| view! { <p class="card__notice">{text}</p> })}
                {hint.map(|text| view! { <p class="hint">{text}</p> })}
                <FieldError shell=shell id=id />
                <Choices shell=shell id=id />
                {move || specify.get().map(|id| view! { <Line shell=shell id=id /> })}
            </div>
        }
    })
}

/// The question's own variable, and its specification while that is asked.
pub(super) fn split(shell: Shell, variables: Memo<Vec<VariableId>>) -> (Option<VariableId>, Memo<Option<VariableId>>) {
    let is_specify =
        move |id: &VariableId| shell.peek(|model| model.form.as_ref().is_some_and(|form| form.variable(*id).place == Place::Specify));
    let own = variables.get_untracked().into_iter().find(|id| !is_specify(id));
    (own, Memo::new(move |_| variables.get().into_iter().find(is_specify)))
}

/// The radio buttons of one variable.
#[component]
pub(super) fn Choices(shell: Shell, id: VariableId) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let choices = shell.peek(|model| model.form.as_ref().map(|form| choosable(form, id, lang))).unwrap_or_default();
    let answer = answer_of(shell, id);
    choices.into_iter().map(|choice| view! { <Choice shell=shell id=id choice=choice answer=answer /> }).collect_view()
}

/// One choice: the whole label is the target.
#[component]
pub(super) fn Choice(shell: Shell, id: VariableId, choice: Choosable, answer: Memo<Option<Answer>>) -> impl IntoView {
    let Choosable { answer: own, label, dots: level, apart } = choice;
    let value = own.clone();
    let on = Memo::new(move |_| answer.with(|answer| answer.as_ref() == Some(&value)));
    view! {
        <label class="choice" class:choice--on=on class:choice--apart=apart>
            <input type="radio" name=element(id) prop:checked=on on:change=move |_| send(shell, id, Some(own.clone())) />
            <span class="choice__label">{label}</span>
            {level.map(|level| view! { <span class="choice__level" aria-hidden="true">{dots(level)}</span> })}
        </label>
    }
}
