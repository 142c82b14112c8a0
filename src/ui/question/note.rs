//! A note between questions.

use leptos::prelude::*;

use crate::questionnaire::definition::Question;
use crate::ui::respond::Shell;

/// The note's text.
#[component]
pub fn Note(shell: Shell, question: Question) -> impl IntoView {
    let lang = shell.language().get_untracked();
    view! {
        <div class="card card--note">
            <p>{question.label.get(lang).to_owned()}</p>
            {question.hint.as_ref().map(|hint| view! { <p class="hint">{hint.get(lang).to_owned()}</p> })}
        </div>
    }
}
