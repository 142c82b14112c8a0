//! Text, short or long, with the number of characters left; and the line of
//! "other, specify".

use leptos::prelude::*;

use super::{FieldError, answer_of, element, send};
use crate::base::words::respond as words;
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::response::Answer;
use crate::ui::respond::Shell;

/// A text question.
#[component]
pub fn TextAnswer(shell: Shell, question: Question, variables: Memo<Vec<VariableId>>) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let label = question.label.get(lang).to_owned();
    let hint = question.hint.as_ref().map(|hint| hint.get(lang).to_owned());
    let most = question.max.unwrap_or(200);
    let long = question.long;
    variables.get_untracked().first().copied().map(|id| {
        let value = written(shell, id);
        let field = [&element(id), "-field"].concat();
        let described = [&element(id), "-error ", &element(id), "-hint"].concat();
        let left = move || {
            let used = i64::try_from(value().chars().count()).unwrap_or(i64::MAX);
            words::CHARACTERS_LEFT.with(lang, &[("n", &most.saturating_sub(used).max(0).to_string())])
        };
        view! {
            <div class="card" id=element(id) tabindex="-1">
                <label class="card__title" for=field.clone()>{label}</label>
                <p class="hint" id=[&element(id), "-hint"].concat()>{hint}</p>
                <FieldError shell=shell id=id />
                {if long {
                    view! { <textarea class="input" id=field rows="5" maxlength=most.to_string() aria-describedby=described prop:value=value
                        on:input:target=move |event| take(shell, id, &event.target().value())></textarea> }.into_any()
                } else {
                    view! { <input class="input" id=field type="text" autocomplete="off" maxlength=most.to_string() aria-describedby=described prop:value=value
                        on:input:target=move |event| take(shell, id, &event.target().value()) /> }.into_any()
                }}
                <p class="hint">{left}</p>
            </div>
        }
    })
}

/// The field of "other, specify".
#[component]
pub(super) fn Line(shell: Shell, id: VariableId) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let value = written(shell, id);
    let field = [&element(id), "-field"].concat();
    view! {
        <div class="specify" id=element(id)>
            <label for=field.clone()>{words::SPECIFY.get(lang)}</label>
            <input class="input" id=field type="text" autocomplete="off" maxlength="200" prop:value=value
                on:input:target=move |event| take(shell, id, &event.target().value()) />
            <FieldError shell=shell id=id />
        </div>
    }
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
