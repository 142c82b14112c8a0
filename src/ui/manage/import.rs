//! Units from a table: a file, or cells that are pasted; what was understood of it; and only
//! then "Nhận vào đợt".

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::{Shell, import_table};
use crate::app::manage::Event;
use crate::app::manage::importing::{State, Step, Taken};
use crate::base::words::units as words;
use crate::base::{Lang, number};
use crate::platform::download;
use crate::ui::analyse::findings;
use crate::ui::components::{DropZone, drop_zone};

/// The panel on the page of units.
#[component]
pub fn Import(shell: Shell, lang: Lang) -> impl IntoView {
    let state = shell.memo(|model| model.import.state.clone());
    view! {
        <section class="panel" id="import" tabindex="-1">
            <header class="panel__head"><h2>{words::IMPORT_TITLE.get(lang)}</h2><p>{words::IMPORT_LEAD.get(lang)}</p></header>
            {move || match state.get() {
                State::None => start(shell, lang).into_any(),
                State::Reading(name, _) => view! {
                    <p role="status">{words::READING.with(lang, &[("name", &name)])}</p>
                    <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| send(shell, Step::Leave)>{words::STOP.get(lang)}</button></p>
                }.into_any(),
                State::Refused(name, found) => view! {
                    <div class="alert" role="alert"><h3>{words::REFUSED.with(lang, &[("name", called(&name, lang))])}</h3>{findings::list(&found, lang)}</div>
                    {start(shell, lang)}
                }.into_any(),
                State::Proposed(proposal) => import_table::proposal(shell, &proposal, lang).into_any(),
                State::Taken(taken) => done(shell, taken, lang).into_any(),
            }}
        </section>
    }
}

/// A step of the import.
pub fn send(shell: Shell, step: Step) {
    shell.send(Event::Import(step));
}

/// What a table is called: its file, or what was pasted.
pub fn called(name: &str, lang: Lang) -> &str {
    if name.is_empty() { words::PASTED.get(lang) } else { name }
}

/// Where a table comes from.
fn start(shell: Shell, lang: Lang) -> impl IntoView {
    let text = RwSignal::new(String::new());
    view! {
        <div class="two">
            <div class="ask">
                <label class="ask__label" for="units-paste">{words::PASTE.get(lang)}</label>
                <textarea class="ask__control" id="units-paste" rows="6" spellcheck="false" autocomplete="off" prop:value=text on:input:target=move |event| text.set(event.target().value())></textarea>
                <p class="acts"><button type="button" class="btn" disabled=move || text.with(|text| text.trim().is_empty()) on:click=move |_| send(shell, Step::Pasted(text.get_untracked()))>{words::PASTE_READ.get(lang)}</button></p>
            </div>
            {table(shell, lang)}
        </div>
        <details class="fold">
            <summary>{words::COLUMNS_KNOWN.get(lang)}</summary>
            <p class="heads">{heads(lang)}</p>
            <p>{words::COLUMNS_KNOWN_HINT.get(lang)}</p>
            <p>{words::COLUMNS_RENAMED.get(lang)}</p>
        </details>
        <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| send(shell, Step::Example)>{words::EXAMPLE.get(lang)}</button></p>
    }
}

fn heads(lang: Lang) -> impl IntoView {
    let all = [
        words::HEAD_CODE,
        words::HEAD_NAME,
        words::HEAD_OLD_NAMES,
        words::HEAD_KIND,
        words::HEAD_PARENT,
        words::HEAD_VILLAGES,
        words::HEAD_POPULATION,
        words::HEAD_QUOTA,
    ];
    all.map(|word| view! { <code>{word.get(lang)}</code>" " }).into_iter().collect_view()
}

/// A place to drop a file or choose one; any file may be chosen, and is told what it is.
fn table(shell: Shell, lang: Lang) -> impl IntoView {
    let about =
        DropZone { id: "units-file".to_owned(), label: words::CHOOSE.get(lang), hint: words::DROP_HINT.get(lang), ..DropZone::default() };
    drop_zone(about, move |files| files.into_iter().for_each(|file| take(shell, file)))
}

fn take(shell: Shell, file: File) {
    spawn_local(async move {
        let bytes = download::read(&file).await;
        send(shell, Step::File(file.name(), bytes));
    });
}

fn done(shell: Shell, taken: Taken, lang: Lang) -> impl IntoView {
    let count = |n: usize| number::whole(n as u64, lang);
    let said =
        words::TAKEN.with(lang, &[("new", &count(taken.new)), ("changed", &count(taken.changed)), ("removed", &count(taken.removed))]);
    view! {
        <p role="status"><b><span aria-hidden="true">"✓ "</span>{said}</b></p>
        <p class="acts">
            <button type="button" class="btn" on:click=move |_| send(shell, Step::Leave)>{words::ANOTHER.get(lang)}</button>
            <button type="button" class="btn btn--quiet" on:click=move |_| { shell.send(Event::Undo); send(shell, Step::Leave); }>{words::TAKEN_UNDO.get(lang)}</button>
        </p>
    }
}
