//! Above every page of a draft: which round it is, whether it is saved, the ways back and
//! forward, and what is still wrong.

use leptos::prelude::*;

use super::Shell;
use super::frame::page_word;
use super::tryout::store_word;
use crate::app::manage::{Event, Page, Place, Saving};
use crate::base::finding::Severity;
use crate::base::words::manage as words;
use crate::base::{Lang, time};
use crate::platform::moment;
use crate::store::StoreFault;

/// The head of a page.
#[component]
pub fn Bar(shell: Shell, lang: Lang, page: Page) -> impl IntoView {
    let title = shell.memo(|model| model.campaign().map(|campaign| campaign.title.vi.clone()).unwrap_or_default());
    let about = move || if title.get().trim().is_empty() { words::UNNAMED.get(lang).to_owned() } else { title.get() };
    let ways = shell.memo(|model| model.opened.as_ref().map_or((false, false), |opened| opened.history.ways()));
    view! {
        <header class="head head--bar">
            <div>
                <h1 id="page-title" tabindex="-1">{page_word(page).get(lang)}</h1>
                <p class="head__about">{about}</p>
            </div>
            <div class="head__tools">
                <button type="button" class="btn btn--quiet btn--small" aria-keyshortcuts="Control+Z" disabled=move || !ways.get().0 on:click=move |_| shell.send(Event::Undo)>
                    <span aria-hidden="true">"↶ "</span>{words::UNDO.get(lang)}</button>
                <button type="button" class="btn btn--quiet btn--small" aria-keyshortcuts="Control+Shift+Z" disabled=move || !ways.get().1 on:click=move |_| shell.send(Event::Redo)>
                    <span aria-hidden="true">"↷ "</span>{words::REDO.get(lang)}</button>
            </div>
        </header>
        {state(shell, lang, page)}
        {trouble(shell, lang)}
    }
}

/// Saved when, and how many things to look at.
fn state(shell: Shell, lang: Lang, page: Page) -> AnyView {
    let saving = shell.memo(|model| model.opened.as_ref().map(|opened| opened.saving.clone()));
    let counts = shell.memo(|model| {
        let of = |severity| {
            model.opened.as_ref().map_or(0, |opened| opened.findings.iter().filter(|finding| finding.severity == severity).count())
        };
        (of(Severity::Error), of(Severity::Warning))
    });
    let release = shell.peek(|model| Place { page: Page::Release, draft: model.place.draft.clone() }.hash());
    let saved = move || match saving.get() {
        Some(Saving::Saved(stamp)) => words::SAVED_AT.with(lang, &[("time", &time::clock(stamp, moment::now().offset))]),
        Some(Saving::Pending) => words::SAVING.get(lang).to_owned(),
        Some(Saving::Failed(_)) => words::NOT_SAVED.get(lang).to_owned(),
        Some(Saving::Nothing) | None => words::NOTHING_TO_SAVE.get(lang).to_owned(),
    };
    let look = move || {
        let (errors, warnings) = counts.get();
        let text = match (errors, warnings) {
            (0, 0) => words::NO_FINDINGS.get(lang).to_owned(),
            (0, n) => words::WARNINGS_N.with(lang, &[("n", &n.to_string())]),
            (n, 0) => words::ERRORS_N.with(lang, &[("n", &n.to_string())]),
            (n, m) => words::BOTH_N.with(lang, &[("n", &n.to_string()), ("m", &m.to_string())]),
        };
        if page == Page::Release || (errors, warnings) == (0, 0) {
            view! { <span>{text}</span> }.into_any()
        } else {
            view! { <a href=release.clone()>{text}</a> }.into_any()
        }
    };
    view! { <p class="state"><span role="status">{saved}</span>" · "{look}</p> }.into_any()
}

/// A draft that could not be saved: nothing is lost while the page is open.
fn trouble(shell: Shell, lang: Lang) -> AnyView {
    let fault = shell.memo(|model| match model.opened.as_ref().map(|opened| &opened.saving) {
        Some(Saving::Failed(fault)) => Some(fault.clone()),
        Some(Saving::Nothing | Saving::Pending | Saving::Saved(_)) | None => None,
    });
    let shown = move || {
        let fault = fault.get()?;
        let taken = matches!(fault, StoreFault::Taken(_));
        let acts = if taken {
            view! {
                <button type="button" class="btn" on:click=move |_| shell.send(Event::SaveOver)>{words::SAVE_OVER.get(lang)}</button>
                <button type="button" class="btn btn--quiet" on:click=move |_| shell.send(Event::TakeOther)>{words::TAKE_OTHER.get(lang)}</button>
            }
            .into_any()
        } else {
            view! { <button type="button" class="btn" on:click=move |_| shell.send(Event::SaveOver)>{words::SAVE_AGAIN.get(lang)}</button> }
                .into_any()
        };
        Some(view! {
            <section class="alert" role="alert"><h2>{words::NOT_SAVED_TITLE.get(lang)}</h2><p>{store_word(&fault, lang)}" "{(!taken).then(|| words::NOT_SAVED_HINT.get(lang))}</p><p class="acts">{acts}</p></section>
        })
    };
    view! { {shown} }.into_any()
}

/// On to the next page of the work.
pub fn onward(shell: Shell, lang: Lang, page: Page) -> Option<AnyView> {
    let next = Page::ALL.into_iter().skip_while(|other| *other != page).nth(1)?;
    let href = shell.peek(|model| Place { page: next, draft: model.place.draft.clone() }.hash());
    Some(view! { <p class="acts onward"><a class="btn" href=href>{words::ONWARD.with(lang, &[("page", page_word(next).get(lang))])}</a></p> }.into_any())
}
