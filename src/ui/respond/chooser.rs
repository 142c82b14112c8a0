//! "Không đúng? Chọn lại": the right unit, found by its name, without diacritics,
//! or by a name it had before.

use leptos::prelude::*;

use super::Shell;
use crate::app::respond::Event;
use crate::base::words::respond as words;
use crate::campaign::find_units;

const MOST: usize = 12;

/// A search field and what it finds.
#[component]
pub fn Chooser(shell: Shell) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let query = RwSignal::new(String::new());
    let campaign = shell.peek(|model| model.campaign.clone());
    let found = Memo::new(move |_| {
        let query = query.get();
        let Some(campaign) = &campaign else { return (Vec::new(), 0) };
        let all = find_units(campaign, &query);
        let row = |(unit, old): &(&crate::campaign::Unit, Option<&str>)| (unit.code.clone(), unit.name.clone(), old.map(str::to_owned));
        (all.iter().take(MOST).map(row).collect::<Vec<_>>(), all.len())
    });
    view! {
        <section class="chooser">
            <h1 id="page-title" tabindex="-1">{words::WHICH_UNIT.get(lang)}</h1>
            <label class="field" for="unit-search">{words::UNIT_SEARCH.get(lang)}</label>
            <input class="input" id="unit-search" type="search" autocomplete="off" spellcheck="false"
                on:input:target=move |event| query.set(event.target().value()) />
            <p class="hint" role="status">{move || match found.get().1 {
                0 => words::NO_UNIT.get(lang).to_owned(),
                count => words::UNITS_FOUND.with(lang, &[("n", &count.to_string())]),
            }}</p>
            <ul class="units">
                <For each=move || found.get().0 key=|row| row.0.clone() children=move |(code, name, old)| view! {
                    <li><button type="button" class="units__unit" on:click=move |_| shell.send(Event::Choose(code.clone()))>
                        <b>{name}</b>
                        {old.map(|old| view! { <span>{words::FORMERLY.with(lang, &[("name", &old)])}</span> })}
                    </button></li>
                } />
            </ul>
        </section>
    }
}
