//! A page of questions. Blocks are keyed, so that a question which appears or goes
//! away leaves the others, and the focus, where they are.

use leptos::prelude::*;

use super::{Shell, summary};
use crate::app::respond::Event;
use crate::base::words::respond as words;
use crate::response::page::Block;
use crate::ui::question::BlockView;

/// The page with this index.
#[component]
pub fn Asking(shell: Shell, page: usize) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let section = shell.memo(move |model| model.pages.get(page).map_or(0, |page| page.section));
    let head = move || {
        let section = section.get();
        shell.peek(|model| {
            let section = model.form.as_ref()?.definition.sections.get(section)?;
            Some((section.title.get(lang).to_owned(), section.intro.as_ref().map(|intro| intro.get(lang).to_owned())))
        })
    };
    let blocks = shell.memo(move |model| model.pages.get(page).map(|page| page.blocks.clone()).unwrap_or_default());
    let unit = shell.memo(|model| model.unit_name().map(str::to_owned));
    let period = shell.peek(|model| {
        model
            .campaign
            .as_ref()
            .map(|campaign| [campaign.period.from.to_display(), " – ".to_owned(), campaign.period.to.to_display()].concat())
    });
    view! {
        <p class="rated">
            {words::ABOUT.get(lang)} " " <b>{move || unit.get()}</b>
            <span class="rated__period">{period}</span>
            <button type="button" class="link" on:click=move |_| shell.send(Event::OpenChooser)>{words::WRONG_UNIT.get(lang)}</button>
        </p>
        <h1 id="page-title" tabindex="-1">{move || head().map(|(title, _)| title)}</h1>
        {move || head().and_then(|(_, intro)| intro).map(|intro| view! { <p class="lead">{intro}</p> })}
        <summary::Summary shell=shell />
        <summary::Trouble shell=shell />
        <For each=move || blocks.get() key=|block: &Block| block.question children=move |block| {
            let question = block.question;
            let variables = Memo::new(move |_| blocks.with(|blocks| blocks.iter().find(|block| block.question == question).map(|block| block.variables.clone()).unwrap_or_default()));
            view! { <BlockView shell=shell section=section.get_untracked() question=question variables=variables /> }
        } />
    }
}
