//! Above and below every page: progress, what is saved, language and text size;
//! back and on.

use leptos::prelude::*;

use super::Shell;
use crate::app::respond::{Event, Saving, Stage};
use crate::base::Lang;
use crate::base::words::respond as words;
use crate::platform::page as document;
use crate::store::{MediumFault, StoreFault};

/// The bar above: where one is, what is saved.
#[component]
pub fn Top(shell: Shell) -> impl IntoView {
    let language = shell.language();
    let place = shell.memo(|model| match model.stage {
        Stage::Asking(page) => Some((page + 1, model.pages.len() + 1)),
        Stage::Review => Some((model.pages.len() + 1, model.pages.len() + 1)),
        Stage::Loading | Stage::Problem(_) | Stage::Choosing | Stage::Welcome | Stage::Found | Stage::Ended(_) => None,
    });
    let illustrative = shell.memo(|model| model.campaign.as_ref().is_some_and(|campaign| campaign.illustrative));
    let large = RwSignal::new(false);
    Effect::new(move |_| document::toggle_root_class("large", large.get()));
    view! {
        <header class="top">
            <div class="top__row">
                <b class="top__place">{move || place.get().map(|(n, of)| words::PART_OF.with(language.get(), &[("n", &n.to_string()), ("of", &of.to_string())]))}</b>
                <Saved shell=shell />
                <span class="top__tools">
                    <button type="button" class="tool" aria-pressed=move || large.get().to_string() aria-label=move || words::LARGER.get(language.get())
                        on:click=move |_| large.update(|on| *on = !*on)>"A+"</button>
                    <button type="button" class="tool" lang=move || other(language.get()).tag() aria-label=move || words::OTHER_LANGUAGE.get(language.get())
                        on:click=move |_| shell.send(Event::Language(other(language.get_untracked())))>
                        {move || match other(language.get()) { Lang::Vi => "VI", Lang::En => "EN" }}
                    </button>
                </span>
            </div>
            {move || place.get().map(|(n, of)| view! {
                <progress class="bar" max=of.to_string() value=n.to_string() aria-label=words::PROGRESS.get(language.get())></progress>
            })}
            {move || illustrative.get().then(|| view! { <p class="top__demo">{words::ILLUSTRATIVE.get(language.get())}</p> })}
        </header>
    }
}

fn other(language: Lang) -> Lang {
    match language {
        Lang::Vi => Lang::En,
        Lang::En => Lang::Vi,
    }
}

#[component]
fn Saved(shell: Shell) -> impl IntoView {
    let language = shell.language();
    let saving = shell.memo(|model| model.page().map(|_| model.saving.clone()));
    let word = move || match saving.get()? {
        Saving::Nothing => None,
        Saving::Pending => Some(words::SAVING),
        Saving::Saved => Some(words::SAVED),
        Saving::Failed(_) => Some(words::NOT_SAVED),
    };
    let class = move || match saving.get() {
        Some(Saving::Failed(_)) => "saved saved--not",
        Some(Saving::Nothing | Saving::Pending | Saving::Saved) | None => "saved",
    };
    view! { <span class=class role="status">{move || word().map(|word| word.get(language.get()))}</span> }
}

/// What went wrong in the store, in words.
pub fn store_words(fault: &StoreFault, lang: Lang) -> &'static str {
    match fault {
        StoreFault::Medium(MediumFault::Full) => words::STORE_FULL,
        StoreFault::Medium(MediumFault::Unavailable) => words::STORE_BLOCKED,
        StoreFault::Taken(_) | StoreFault::ReadBack(_) => words::STORE_DAMAGED,
    }
    .get(lang)
}

/// The bar below: back and on.
#[component]
pub fn Foot(shell: Shell) -> impl IntoView {
    let language = shell.language();
    let shown = shell.memo(|model| match model.stage {
        Stage::Asking(page) => Some((page > 0, false)),
        Stage::Review => Some((true, true)),
        Stage::Loading | Stage::Problem(_) | Stage::Choosing | Stage::Welcome | Stage::Found | Stage::Ended(_) => None,
    });
    view! {
        {move || shown.get().map(|(back, last)| {
            let lang = language.get();
            view! {
                <div class="foot"><div class="foot__row">
                    {back.then(|| view! { <button type="button" class="button button--quiet" on:click=move |_| shell.send(Event::Back)>{words::BACK.get(lang)}</button> })}
                    <button type="button" class="button" id="next" on:click=move |_| shell.send(if last { Event::Submit } else { Event::Next })>
                        {if last { words::SUBMIT } else { words::NEXT }.get(lang)}
                    </button>
                </div></div>
            }
        })}
    }
}
