//! A whole number; what is not one stays in the field and is named.

use leptos::prelude::*;

use super::choice::Choices;
use super::{FieldError, answer_of, element, send};
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::response::Answer;
use crate::ui::respond::Shell;

/// A number field, with the codes that the question offers beside it.
#[component]
pub fn Integer(shell: Shell, question: Question, variables: Memo<Vec<VariableId>>) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let label = question.label.get(lang).to_owned();
    let hint = question.hint.as_ref().map(|hint| hint.get(lang).to_owned());
    let codes = !question.missing.is_empty();
    variables.get_untracked().first().copied().map(|id| {
        let answer = answer_of(shell, id);
        let value = move || match answer.get() {
            Some(Answer::Number(number)) => number.to_string(),
            Some(Answer::Text(text)) => text,
            Some(Answer::Set(_) | Answer::Missing { .. }) | None => String::new(),
        };
        let take = move |text: String| {
            let text = text.trim().to_owned();
            let answer = text.parse().map_or_else(|_| Answer::Text(text.clone()), Answer::Number);
            send(shell, id, (!text.is_empty()).then_some(answer));
        };
        let field = [&element(id), "-field"].concat();
        view! {
            <div class="card" id=element(id) tabindex="-1">
                <label class="card__title" for=field.clone()>{label}</label>
                {hint.map(|text| view! { <p class="hint">{text}</p> })}
                <FieldError shell=shell id=id />
                <input class="input input--number" id=field type="text" inputmode="numeric" autocomplete="off" aria-describedby=[&element(id), "-error"].concat()
                    prop:value=value on:change:target=move |event| take(event.target().value()) />
                {codes.then(|| view! { <Choices shell=shell id=id /> })}
            </div>
        }
    })
}
