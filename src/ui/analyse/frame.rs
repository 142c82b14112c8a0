//! Around every page: navigation, which campaign and source, what the worker does.

use leptos::prelude::*;

use super::{Shell, findings};
use crate::app::analyse::{Event, Listed, Page, Place, Problem, Source, Work, planning};
use crate::app::respond::FetchFault;
use crate::base::words::{index, office as words, results};
use crate::base::{Lang, Word};
use crate::ui::components::{Frame, Link, UpdateWaits};

/// The word of a page.
pub fn page_word(page: Page) -> Word {
    match page {
        Page::Receive => words::PAGE_RECEIVE,
        Page::Check => words::PAGE_CHECK,
        Page::Weights => words::PAGE_WEIGHTS,
        Page::Satisfaction => words::PAGE_SATISFACTION,
        Page::Scores => results::PAGE_SCORES,
        Page::Index(_) => index::PAGE_INDEX,
        Page::Publish => words::PAGE_PUBLISH,
    }
}

/// Navigation, campaign, language.
#[component]
pub fn Side(shell: Shell) -> impl IntoView {
    let language = shell.language();
    let place = shell.memo(|model| model.place.clone());
    let campaigns = shell.memo(|model| model.campaigns.clone());
    let own = shell.memo(|model| model.campaign.as_ref().map(|campaign| Listed { id: campaign.id.clone(), title: campaign.title.clone() }));
    // Only a campaign in which somebody rates units has scores of them.
    let pages = shell.memo(|model| {
        let scores = model.place.page == Page::Scores || model.definitions.values().any(|definition| planning::is_grid(definition));
        Page::ALL.into_iter().filter(|page| scores || *page != Page::Scores).collect::<Vec<Page>>()
    });
    let links = Signal::derive(move || {
        let (lang, here) = (language.get(), place.get());
        let link = |page: Page| Link {
            text: page_word(page).get(lang),
            href: Place { page, campaign: here.campaign.clone() }.hash(),
            here: page.is_with(here.page),
        };
        pages.get().into_iter().map(link).collect()
    });
    view! {
        <Frame language=language switch=move |lang| shell.send(Event::Language(lang)) label=words::NAVIGATION links=links>
            {move || (campaigns.get().len() > 1).then(|| {
                let (lang, here) = (language.get(), place.get());
                // A round that the host does not list is opened by its address.
                let own = own.get().filter(|_| campaigns.with(|all| !all.iter().any(|listed| listed.id == here.campaign)));
                let option = |listed: Listed| {
                    let selected = listed.id == here.campaign;
                    view! { <option value=listed.id selected=selected>{listed.title.get(lang).to_owned()}</option> }
                };
                view! {
                    <label class="pick pick--side" for="campaign"><span>{words::CAMPAIGN.get(lang)}</span>
                        <select id="campaign" on:change:target=move |event| {
                            let place = Place { campaign: event.target().value(), page: here.page };
                            crate::platform::page::go(&place.hash());
                        }>{own.into_iter().chain(campaigns.get()).map(option).collect_view()}</select>
                    </label>
                }
            })}
        </Frame>
    }
}

/// What must not be overlooked on any page: invented figures, a newer build, a job
/// under way, a job that failed.
#[component]
pub fn Banner(shell: Shell) -> impl IntoView {
    let language = shell.language();
    let invented = shell.memo(|model| {
        let source = model.shown.as_ref().map(|shown| shown.request.source);
        let campaign = model.campaign.as_ref().is_some_and(|campaign| campaign.illustrative);
        // An imported file is what it is, whatever campaign is open.
        (source == Some(Source::Demo), campaign && source != Some(Source::File))
    });
    let work = shell.memo(|model| model.work.clone());
    view! {
        <UpdateWaits language=language />
        {move || {
            let said = match invented.get() {
                (true, _) => words::DEMO_SHOWN,
                (false, true) => words::CAMPAIGN_ILLUSTRATIVE,
                (false, false) => return None,
            };
            Some(view! { <p class="banner banner--demo"><span aria-hidden="true">"◆ "</span>{said.get(language.get())}</p> })
        }}
        <div aria-live="polite">{move || {
            let lang = language.get();
            match work.get() {
                Work::Idle => ().into_any(),
                Work::Running { progress, .. } => {
                    let (done, total) = progress.map_or((0, 1), |progress| (progress.done, progress.total.max(1)));
                    view! {
                        <div class="busy"><label for="busy-bar">{words::WORKING.get(lang)}</label>
                            <progress id="busy-bar" max=total.to_string() value=done.to_string()></progress>
                            <button type="button" class="btn btn--quiet btn--small" on:click=move |_| shell.send(Event::Cancel)>{words::CANCEL.get(lang)}</button></div>
                    }.into_any()
                }
                Work::Failed(found) => view! {
                    <section class="alert" role="alert"><h2>{words::FAILED.get(lang)}</h2>{findings::list(&found, lang)}</section>
                }.into_any(),
                Work::Broken(message) => view! {
                    <section class="alert" role="alert"><h2>{words::WORKER_BROKEN.get(lang)}</h2><p>{words::WORKER_BROKEN_HINT.get(lang)}</p>
                        <p class="small"><code>{message}</code></p></section>
                }.into_any(),
            }
        }}</div>
    }
}

/// Files are on their way.
pub fn loading(lang: Lang) -> impl IntoView {
    view! { <div class="loading" aria-busy="true"><div role="status"><h1>{words::LOADING.get(lang)}</h1></div><div class="bone"></div><div class="bone"></div><div class="bone"></div></div> }
}

/// Why there is nothing to work with.
pub fn problem(shell: Shell, problem: Problem, lang: Lang) -> impl IntoView {
    let (title, hint, found) = match problem {
        Problem::UnknownCampaign(id) => (words::UNKNOWN_CAMPAIGN, words::UNKNOWN_CAMPAIGN_HINT.with(lang, &[("id", &id)]), Vec::new()),
        Problem::Broken(found) => (words::BROKEN_CAMPAIGN, words::BROKEN_CAMPAIGN_HINT.get(lang).to_owned(), found),
        Problem::Unreachable(FetchFault::Offline) => (words::OFFLINE, words::OFFLINE_HINT.get(lang).to_owned(), Vec::new()),
        Problem::Unreachable(FetchFault::Absent | FetchFault::Status(_)) => {
            (words::UNREACHABLE, words::UNREACHABLE_HINT.get(lang).to_owned(), Vec::new())
        }
    };
    view! {
        <section class="panel">
            <h1 id="page-title" tabindex="-1">{title.get(lang)}</h1>
            <p>{hint}</p>
            {(!found.is_empty()).then(|| findings::list(&found, lang))}
            <p class="acts"><button type="button" class="btn" on:click=move |_| shell.send(Event::Retry)>{words::RETRY.get(lang)}</button></p>
        </section>
    }
}
