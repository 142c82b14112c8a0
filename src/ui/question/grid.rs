//! Statements × levels: a card a statement on a phone, a grid from 560 px whose whole
//! cell is the target. One set of inputs for both; the stylesheet arranges them.

use leptos::prelude::*;

use super::choice::Choices;
use super::{FieldError, choosable, element, title};
use crate::base::words::respond as words;
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::ui::respond::Shell;

/// The rows of a grid that stand on this page.
#[component]
pub fn Grid(shell: Shell, question: Question, variables: Memo<Vec<VariableId>>) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let label = question.label.get(lang).to_owned();
    let hint = question.hint.as_ref().map(|hint| hint.get(lang).to_owned());
    let head = variables.get_untracked().first().map(|id| heads(shell, *id, lang)).unwrap_or_default();
    let columns = ["grid grid--", &head.len().min(7).to_string()].concat();
    view! {
        <p class="grid__label">{label}</p>
        {hint.map(|text| view! { <p class="hint">{text}</p> })}
        <div class=columns>
            <div class="grid__head" aria-hidden="true">
                <span></span>
                {head.into_iter().map(|label| view! { <span>{label}</span> }).collect_view()}
            </div>
            <For each=move || variables.get() key=|id| id.0 children=move |id| view! { <Row shell=shell id=id /> } />
        </div>
    }
}

/// The labels of the columns: what is chosen among, codes apart.
fn heads(shell: Shell, id: VariableId, lang: crate::base::Lang) -> Vec<String> {
    let choices = shell.peek(|model| model.form.as_ref().map(|form| choosable(form, id, lang))).unwrap_or_default();
    choices.into_iter().filter(|choice| !choice.apart).map(|choice| choice.label).collect()
}

#[component]
fn Row(shell: Shell, id: VariableId) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let (number, label) = shell.peek(|model| model.form.as_ref().map(|form| title(form, id, lang))).unwrap_or_default();
    let name = [&element(id), "-title"].concat();
    view! {
        <div class="card row" id=element(id) tabindex="-1" role="radiogroup" aria-labelledby=name.clone() aria-describedby=[&element(id), "-error"].concat()>
            <div class="row__title">
                {(!number.is_empty()).then(|| view! { <span class="row__number">{words::QUESTION.get(lang)} " " {number}</span> })}
                <span class="row__label" id=name.clone()>{label}</span>
                <FieldError shell=shell id=id />
            </div>
            <Choices shell=shell id=id />
        </div>
    }
}
