//! Around every page of the manager: navigation, and why there is nothing to work on.

use leptos::prelude::*;

use super::Shell;
use crate::app::manage::{Event, Page, Place, Problem};
use crate::app::respond::FetchFault;
use crate::base::words::{manage as words, office};
use crate::base::{Lang, Word};
use crate::ui::analyse::findings;
use crate::ui::components::{Frame, Link};

/// The word of a page.
pub fn page_word(page: Page) -> Word {
    match page {
        Page::Rounds => words::PAGE_ROUNDS,
        Page::General => words::PAGE_GENERAL,
        Page::Groups => words::PAGE_GROUPS,
        Page::Units => words::PAGE_UNITS,
        Page::Sample => words::PAGE_SAMPLE,
        Page::Key => words::PAGE_KEY,
        Page::Links => words::PAGE_LINKS,
        Page::Release => words::PAGE_RELEASE,
    }
}

/// Navigation and language; without an open draft there is only the list.
#[component]
pub fn Side(shell: Shell) -> impl IntoView {
    let language = shell.language();
    let place = shell.memo(|model| model.place.clone());
    let draft = shell.memo(|model| model.opened.as_ref().map(|opened| opened.name.clone()));
    let links = Signal::derive(move || {
        let (lang, here, draft) = (language.get(), place.get(), draft.get());
        let pages = Page::ALL.into_iter().filter(|page| *page == Page::Rounds || draft.is_some());
        let link = |page| {
            let draft = draft.clone().filter(|_| page != Page::Rounds);
            Link { text: page_word(page).get(lang), href: Place { page, draft }.hash(), here: page == here.page }
        };
        pages.map(link).collect()
    });
    view! {
        <Frame language=language switch=move |lang| shell.send(Event::Language(lang)) label=words::NAVIGATION links=links>
            <p class="side__more"><a href="#/analyse">{move || words::TO_ANALYSE.get(language.get())}</a></p>
        </Frame>
    }
}

/// Files are on their way.
pub fn loading(lang: Lang) -> impl IntoView {
    view! { <div class="loading" aria-busy="true"><div role="status"><h1 id="page-title" tabindex="-1">{office::LOADING.get(lang)}</h1></div><div class="bone"></div><div class="bone"></div></div> }
}

/// Why there is nothing to work on.
pub fn problem(shell: Shell, problem: Problem, lang: Lang) -> impl IntoView {
    let (title, hint, found) = match problem {
        Problem::Unknown(id) => (words::UNKNOWN, words::UNKNOWN_HINT.with(lang, &[("id", &id)]), Vec::new()),
        Problem::Broken(found) => (office::BROKEN_CAMPAIGN, office::BROKEN_CAMPAIGN_HINT.get(lang).to_owned(), found),
        Problem::Unreachable(FetchFault::Offline) => (office::OFFLINE, office::OFFLINE_HINT.get(lang).to_owned(), Vec::new()),
        Problem::Unreachable(FetchFault::Absent | FetchFault::Status(_)) => {
            (office::UNREACHABLE, office::UNREACHABLE_HINT.get(lang).to_owned(), Vec::new())
        }
    };
    view! {
        <section class="panel">
            <h1 id="page-title" tabindex="-1">{title.get(lang)}</h1>
            <p>{hint}</p>
            {(!found.is_empty()).then(|| findings::list(&found, lang))}
            <p class="acts">
                <button type="button" class="btn" on:click=move |_| shell.send(Event::Retry)>{office::RETRY.get(lang)}</button>
                <a class="btn btn--quiet" href="#/manage">{words::TO_ROUNDS.get(lang)}</a>
            </p>
        </section>
    }
}
