//! Any of several options; an exclusive one clears the others.

use leptos::prelude::*;

use super::choice::split;
use super::{FieldError, answer_of, element, send};
use crate::base::words::respond as words;
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::response::Answer;
use crate::response::answer::toggle;
use crate::ui::question::text::Line;
use crate::ui::respond::Shell;

/// A card with check boxes.
#[component]
pub fn Multiple(shell: Shell, question: Question, variables: Memo<Vec<VariableId>>) -> impl IntoView {
    let (id, specify) = split(shell, variables);
    id.map(|id| {
        let lang = shell.language().get_untracked();
        let title = [&element(id), "-title"].concat();
        let answer = answer_of(shell, id);
        let chosen = Memo::new(move |_| match answer.get() {
            Some(Answer::Set(codes)) => codes,
            Some(Answer::Number(_) | Answer::Text(_) | Answer::Missing { .. }) | None => Vec::new(),
        });
        let hint = question.hint.as_ref().map_or_else(|| words::SEVERAL.get(lang).to_owned(), |hint| hint.get(lang).to_owned());
        let asked = StoredValue::new(question.clone());
        let flip = move |code: &str| {
            let codes = asked.with_value(|question| toggle(question, &chosen.get_untracked(), code));
            send(shell, id, (!codes.is_empty()).then_some(Answer::Set(codes)));
        };
        let options = question.options.into_iter().map(|choice| {
            let (code, code_too) = (choice.code.clone(), choice.code);
            let on = Memo::new(move |_| chosen.with(|codes| codes.contains(&code)));
            view! {
                <label class="choice" class:choice--on=on class:choice--apart=choice.exclusive>
                    <input type="checkbox" prop:checked=on on:change=move |_| flip(&code_too) />
                    <span class="choice__label">{choice.label.get(lang).to_owned()}</span>
                </label>
            }
        });
        view! {
            <div class="card" id=element(id) tabindex="-1" role="group" aria-labelledby=title.clone() aria-describedby=[&element(id), "-error"].concat()>
                <h2 class="card__title" id=title.clone()>{question.label.get(lang).to_owned()}</h2>
                <p class="hint">{hint}</p>
                <FieldError shell=shell id=id />
                {options.collect_view()}
                {move || specify.get().map(|id| view! { <Line shell=shell id=id /> })}
            </div>
        }
    })
}
