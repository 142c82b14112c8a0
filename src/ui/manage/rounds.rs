//! "Các đợt điều tra": drafts of this machine, rounds of this site, and how to begin one.

use leptos::prelude::*;

use super::Shell;
use crate::app::manage::Event;
use crate::base::Lang;
use crate::base::words::manage as words;
use crate::ui::analyse::parts::head;

/// The page.
#[component]
pub fn Rounds(shell: Shell, lang: Lang) -> impl IntoView {
    view! {
        {head(words::PAGE_ROUNDS.get(lang), String::new())}
        <p class="acts"><button type="button" class="btn" on:click=move |_| shell.send(Event::Create)>{words::CREATE.get(lang)}</button></p>
    }
}
