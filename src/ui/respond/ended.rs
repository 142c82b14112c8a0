//! The ends, said honestly: what was stored, where, and that nothing was sent.

use leptos::prelude::*;

use super::Shell;
use crate::app::respond::Event;
use crate::base::words::respond as words;
use crate::response::Outcome;

/// The last page of an interview.
#[component]
pub fn Ended(shell: Shell, outcome: Outcome) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let (title, body) = match outcome {
        Outcome::Complete => (words::THANKS, words::THANKS_HINT),
        Outcome::ScreenedOut => (words::SCREENED_OUT, words::THANKS_HINT),
        Outcome::Refused | Outcome::Partial => (words::DECLINED, words::DECLINED_HINT),
    };
    let polite = (outcome == Outcome::ScreenedOut)
        .then(|| shell.peek(|model| Some(model.form.as_ref()?.definition.screen_out.as_ref()?.message.get(lang).to_owned())))
        .flatten();
    let receipt = shell.peek(|model| model.receipt.clone());
    let link = shell.peek(|model| model.link.clone());
    view! {
        <section class="welcome ended">
            <h1 id="page-title" tabindex="-1">{title.get(lang)}</h1>
            {polite.map(|message| view! { <p class="lead">{message}</p> })}
            <p class="ended__state"><span class="ended__mark" aria-hidden="true">"✓"</span>{body.get(lang)}</p>
            {receipt.map(|code| view! {
                <p>{words::RECEIPT.get(lang)}</p>
                <p class="receipt" id="receipt"><code>{code}</code></p>
                <p class="hint">{words::RECEIPT_HINT.get(lang)}</p>
            })}
            <p><button type="button" class="link" on:click=move |_| shell.send(Event::Opened(link.clone()))>{words::ANOTHER.get(lang)}</button></p>
        </section>
    }
}
