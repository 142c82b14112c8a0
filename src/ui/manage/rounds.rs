//! "Các đợt điều tra": drafts of this machine, rounds of this site, and how to begin one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::Shell;
use super::release::units_word;
use super::tryout::store_word;
use crate::app::analyse::Listed;
use crate::app::manage::{Event, Notice, Origin, Page, Place, Summary};
use crate::base::time::{Date, clock};
use crate::base::words::manage as words;
use crate::base::{Lang, Word};
use crate::platform::{download, moment};
use crate::ui::analyse::findings;
use crate::ui::analyse::parts::head;
use crate::ui::components::{DropZone, drop_zone};

/// The page.
#[component]
pub fn Rounds(shell: Shell, lang: Lang) -> impl IntoView {
    view! {
        {head(words::PAGE_ROUNDS.get(lang), String::new())}
        <p class="intro">{words::ROUNDS_LEAD.get(lang)}</p>
        {notice(shell, lang)}
        <div class="begin">
            <p class="acts"><button type="button" class="btn btn--large" on:click=move |_| shell.send(Event::Create)>{words::CREATE.get(lang)}</button></p>
            {file(shell, lang)}
        </div>
        {drafts(shell, lang)}
        {hosted(shell, lang)}
    }
}

fn place(name: &str) -> String {
    Place { page: Page::General, draft: Some(name.to_owned()) }.hash()
}

/// What came of the latest act.
fn notice(shell: Shell, lang: Lang) -> AnyView {
    let notice = shell.memo(|model| model.notice.clone());
    let fault = shell.memo(|model| model.store_fault.clone());
    let shown = move || {
        notice.get().map(|notice| match notice {
            Notice::Refused(name, found) => view! {
                <section class="alert" role="alert" id="notice" tabindex="-1"><h2>{words::FILE_REFUSED.with(lang, &[("name", &name)])}</h2><p>{words::FILE_REFUSED_HINT.get(lang)}</p>{findings::list(&found, lang)}</section>
            }
            .into_any(),
            Notice::Deleted(title) => view! {
                <p class="banner" role="status" id="notice" tabindex="-1">{words::DELETED.with(lang, &[("title", &title)])}" "
                    <button type="button" class="act" on:click=move |_| shell.send(Event::Restore)>{words::RESTORE.get(lang)}</button></p>
            }
            .into_any(),
            Notice::Failed(fault) => view! { <section class="alert" role="alert" id="notice" tabindex="-1"><h2>{words::ACT_FAILED.get(lang)}</h2><p>{store_word(&fault, lang)}</p></section> }.into_any(),
        })
    };
    view! {
        {move || fault.get().map(|fault| view! { <section class="alert" role="alert"><h2>{words::STORE_TROUBLE.get(lang)}</h2><p>{store_word(&fault, lang)}</p></section> })}
        {shown}
    }
    .into_any()
}

/// A round that was given out, to be opened.
fn file(shell: Shell, lang: Lang) -> AnyView {
    let read = move |file: File| {
        spawn_local(async move {
            let bytes = download::read(&file).await;
            shell.send(Event::FileChosen(file.name(), bytes));
        });
    };
    let about = DropZone {
        id: "round-file".to_owned(),
        label: words::OPEN_FILE.get(lang),
        hint: words::OPEN_FILE_HINT.get(lang),
        class: "drop--small",
        accept: ".json,.zip,application/json,application/zip",
        ..DropZone::default()
    };
    drop_zone(about, move |files| files.into_iter().for_each(read))
}

fn drafts(shell: Shell, lang: Lang) -> AnyView {
    let state = shell.memo(|model| (model.drafts.clone(), model.damaged.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()));
    let asked = shell.memo(|model| model.asked.clone());
    let one = move |(name, summary): (String, Summary)| {
        let (of_copy, of_delete, title) = (name.clone(), name.clone(), title_of(&summary, lang));
        let edition = summary
            .edition
            .map_or_else(|| words::D_NOT_GIVEN.get(lang).to_owned(), |n| words::D_GIVEN.with(lang, &[("n", &n.to_string())]));
        let facts = [&when(&summary), " · ", &units_word(summary.units, lang), " · ", &edition].concat();
        let own = name.clone();
        let asking = move || asked.get().as_ref() == Some(&own);
        let label = |word: Word| [word.get(lang), " – ", &title].concat();
        let (open_label, copy_label, delete_label) = (label(words::OPEN), label(words::COPY), label(words::DELETE));
        view! {
            <li class="round">
                <div><h3>{title}</h3><p>{facts}</p></div>
                <p class="acts">
                    <a class="btn" href=place(&name) aria-label=open_label>{words::OPEN.get(lang)}</a>
                    <button type="button" class="btn btn--quiet" aria-label=copy_label on:click=move |_| shell.send(Event::Copy(Origin::Draft(of_copy.clone())))>{words::COPY.get(lang)}</button>
                    <button type="button" class="btn btn--quiet" aria-label=delete_label on:click=move |_| shell.send(Event::AskDelete(of_delete.clone()))>{words::DELETE.get(lang)}</button>
                </p>
                {move || asking().then(|| view! {
                    <div class="caution ask-delete" role="alertdialog" aria-label=words::DELETE_ASK.get(lang)><p>{words::DELETE_ASK.get(lang)}</p>
                        <p class="acts"><button type="button" class="btn" id="delete-yes" on:click=move |_| shell.send(Event::Delete)>{words::DELETE_YES.get(lang)}</button>
                            <button type="button" class="btn btn--quiet" on:click=move |_| shell.send(Event::Keep)>{words::DELETE_NO.get(lang)}</button></p></div>
                })}
            </li>
        }
    };
    let shown = move || {
        let (drafts, damaged) = state.get();
        let none = drafts.is_empty();
        view! {
            {none.then(|| view! { <p>{words::DRAFTS_NONE.get(lang)}</p> })}
            <ul class="rounds">{drafts.into_iter().map(one).collect_view()}</ul>
            {damaged.into_iter().map(|name| view! { <p class="caution">{words::DRAFT_DAMAGED.with(lang, &[("name", &name)])}</p> }).collect_view()}
        }
    };
    view! { <section class="panel"><header class="panel__head"><h2>{words::DRAFTS.get(lang)}</h2><p>{words::DRAFTS_HINT.get(lang)}</p></header>{shown}</section> }.into_any()
}

fn title_of(summary: &Summary, lang: Lang) -> String {
    if summary.title.trim().is_empty() { words::UNNAMED.get(lang).to_owned() } else { summary.title.clone() }
}

/// Day and minute of the last save, where the reader is.
fn when(summary: &Summary) -> String {
    let offset = moment::now().offset;
    let day = Date::of_stamp(summary.saved, offset).map(Date::to_display).unwrap_or_default();
    [&clock(summary.saved, offset), " ", &day].concat()
}

fn hosted(shell: Shell, lang: Lang) -> AnyView {
    let state = shell.memo(|model| model.hosted.clone());
    let one = move |listed: Listed| {
        let (of_copy, title) = (listed.id.clone(), listed.title.get(lang).to_owned());
        let label = |word: Word| [word.get(lang), " – ", &title].concat();
        let (open_label, copy_label, analyse_label) = (label(words::EDIT), label(words::COPY), label(words::ANALYSE));
        view! {
            <li class="round">
                <div><h3>{title}</h3><p><code>{listed.id.clone()}</code></p></div>
                <p class="acts">
                    <a class="btn btn--quiet" href=place(&listed.id) aria-label=open_label>{words::EDIT.get(lang)}</a>
                    <button type="button" class="btn btn--quiet" aria-label=copy_label on:click=move |_| shell.send(Event::Copy(Origin::Host(of_copy.clone())))>{words::COPY.get(lang)}</button>
                    <a class="btn btn--quiet" href=["#/analyse?c=", &listed.id].concat() aria-label=analyse_label>{words::ANALYSE.get(lang)}</a>
                </p>
            </li>
        }
    };
    let shown = move || match state.get() {
        Some(all) => view! { <ul class="rounds">{all.into_iter().map(one).collect_view()}</ul> }.into_any(),
        None => view! { <p>{words::HOSTED_UNKNOWN.get(lang)}</p> }.into_any(),
    };
    view! { <section class="panel"><header class="panel__head"><h2>{words::HOSTED.get(lang)}</h2><p>{words::HOSTED_HINT.get(lang)}</p></header>{shown}</section> }.into_any()
}
