//! What is missing on a page, each with a link to it; and trouble with the store.

use leptos::prelude::*;

use super::{Shell, frame};
use crate::app::respond::{Event, Saving};
use crate::base::words::respond as words;
use crate::base::{Lang, Word};
use crate::questionnaire::{Form, VariableId};
use crate::response::validate::Fault;
use crate::ui::components::{Notice, Tone};
use crate::ui::question;

/// The error summary of a page; nothing where there is no fault.
#[component]
pub fn Summary(shell: Shell) -> impl IntoView {
    let faults = shell.memo(|model| model.faults.clone());
    let lang = shell.language().get_untracked();
    let line = move |id: VariableId, fault: Fault| {
        let text = shell.peek(|model| model.form.as_ref().map(|form| describe(form, id, fault, lang))).unwrap_or_default();
        view! { <li><a href="#" on:click=move |event| { event.prevent_default(); shell.send(Event::Show(id)); }>{text}</a></li> }
    };
    view! {
        <div id="error-summary" tabindex="-1" class="summary" role="alert">
            {move || {
                let faults = faults.get();
                let soft = faults.iter().all(|(_, fault)| fault.is_soft());
                (!faults.is_empty()).then(|| view! {
                    <Notice tone=if soft { Tone::Note } else { Tone::Danger }>
                        <h2>{words::MISSING_COUNT.with(lang, &[("n", &faults.len().to_string())])}</h2>
                        <ul>{faults.iter().map(|(id, fault)| line(*id, *fault)).collect_view()}</ul>
                        {soft.then(|| view! { <p>{words::SOFT_HINT.get(lang)}</p> })}
                    </Notice>
                })
            }}
        </div>
    }
}

fn describe(form: &Form, id: VariableId, fault: Fault, lang: Lang) -> String {
    let (number, label) = question::title(form, id, lang);
    let name = if number.is_empty() { label } else { [words::QUESTION.get(lang), " ", &number, ": ", &label].concat() };
    [&name, " – ", &fault_words(form, id, fault, lang)].concat()
}

/// What is wrong, in words; a constraint has its own.
pub fn fault_words(form: &Form, id: VariableId, fault: Fault, lang: Lang) -> String {
    let question = form.question(id);
    let limit = |word: Word, limit: Option<i64>| word.with(lang, &[("n", &limit.unwrap_or(0).to_string())]);
    match fault {
        Fault::Missing | Fault::Unanswered => words::FAULT_MISSING.get(lang).to_owned(),
        Fault::TooFew => limit(words::FAULT_TOO_FEW, question.min),
        Fault::TooMany => limit(words::FAULT_TOO_MANY, question.max),
        Fault::Unfit => words::FAULT_UNFIT.get(lang).to_owned(),
        Fault::Constraint => {
            question.constraint_message.as_ref().map_or_else(|| words::FAULT_UNFIT.get(lang).to_owned(), |text| text.get(lang).to_owned())
        }
    }
}

/// Trouble with the store: said plainly, with a way to try again.
#[component]
pub fn Trouble(shell: Shell) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let trouble = shell.memo(|model| match (&model.trouble, &model.saving) {
        (Some(fault), _) | (None, Saving::Failed(fault)) => Some(fault.clone()),
        (None, Saving::Nothing | Saving::Pending | Saving::Saved) => None,
    });
    let aside = shell.memo(|model| model.quarantined);
    view! {
        {move || trouble.get().map(|fault| view! {
            <Notice tone=Tone::Danger id="trouble">
                <h2>{words::NOT_SAVED.get(lang)}</h2>
                <p>{frame::store_words(&fault, lang)}</p>
                <p><button type="button" class="link" on:click=move |_| shell.send(Event::Retry)>{words::RETRY.get(lang)}</button></p>
            </Notice>
        })}
        {move || (aside.get() > 0).then(|| view! { <Notice tone=Tone::Note><p>{words::QUARANTINED.with(lang, &[("n", &aside.get().to_string())])}</p></Notice> })}
    }
}
