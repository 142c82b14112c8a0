//! "Tiếp nhận phiếu": sealed forms on their way in, where answers come from, and other files.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::parts::head;
use super::{Shell, findings, intake, mapping};
use crate::app::analyse::{Event, FileRole, Import, Source, Work};
use crate::base::words::office as words;
use crate::base::{Lang, number};
use crate::dataset::csv;
use crate::platform::download;
use crate::ui::components::{DropZone, drop_zone};

/// The page.
#[component]
pub fn Receive(shell: Shell, lang: Lang) -> impl IntoView {
    let about = shell.peek(|model| model.campaign.as_ref().map(|campaign| campaign.title.get(lang).to_owned()).unwrap_or_default());
    let import = shell.memo(|model| model.import.clone());
    view! {
        {head(words::PAGE_RECEIVE.get(lang), about)}
        <p class="intro">{words::RECEIVE_LEAD.get(lang)}</p>
        {intake::steps(shell, lang)}
        {sources(shell, lang)}
        <section class="panel" id="import" tabindex="-1">
            <header class="panel__head"><h2>{words::IMPORT_RESPONSES.get(lang)}</h2><p>{words::IMPORT_HINT.get(lang)}</p></header>
            {move || match import.get() {
                Import::None => table(shell, FileRole::Responses, "file-responses", words::CHOOSE_RESPONSES.get(lang), lang).into_any(),
                Import::Looking(name, _) => view! { <p role="status">{words::LOOKING.with(lang, &[("name", &name)])}</p> }.into_any(),
                Import::Refused(name, found) => view! {
                    <div class="alert" role="alert"><h3>{words::FILE_REFUSED.with(lang, &[("name", &name)])}</h3>{findings::list(&found, lang)}</div>
                    {table(shell, FileRole::Responses, "file-responses", words::CHOOSE_OTHER.get(lang), lang)}
                }.into_any(),
                Import::Mapping(proposal) => mapping::form(shell, &proposal, lang).into_any(),
            }}
        </section>
        {units(shell, lang)}
    }
}

fn sources(shell: Shell, lang: Lang) -> impl IntoView {
    let state = shell.memo(|model| {
        let valid: u64 = model.intakes.values().map(|intake| intake.all.valid).sum();
        let stored: u64 = model.intakes.values().map(|intake| intake.all.sampled).sum();
        let started: u64 = model.intakes.values().map(|intake| intake.all.started()).sum();
        let file = model.file.as_ref().map(|file| (file.name.clone(), file.rows));
        (model.source, (valid, stored), started, file, matches!(model.work, Work::Running { .. }), model.shown.is_some())
    });
    let option = move |source: Source, title: &'static str, text: String, action: &'static str, enabled: bool| {
        let (now, .., running, shown) = state.get();
        let here = now == Some(source);
        let class = if here { "source source--here" } else { "source" };
        view! {
            <li class=class>
                <h3>{title}</h3><p>{text}</p>
                {if here && shown {
                    view! { <p class="source__state"><span aria-hidden="true">"✓ "</span>{words::IN_USE.get(lang)}</p>
                        <a class="btn btn--quiet" href="#/analyse/satisfaction">{words::SEE_RESULTS.get(lang)}</a> }.into_any()
                } else {
                    view! { <button type="button" class="btn" disabled=!enabled || running on:click=move |_| shell.send(Event::Use(source))>{action}</button> }.into_any()
                }}
            </li>
        }
    };
    view! {
        <section class="panel" id="sources" tabindex="-1">
            <header class="panel__head"><h2>{words::SOURCES.get(lang)}</h2></header>
            <ul class="sources">{move || {
                let (_, stored, started, file, ..) = state.get();
                let (valid, stored) = stored;
                let counts = [valid, started, stored].map(|n| number::whole(n, lang));
                let text = words::STORED_HINT.with(lang, &[("valid", &counts[0]), ("started", &counts[1]), ("sampled", &counts[2])]);
                view! {
                    {option(Source::Stored, words::SOURCE_STORED.get(lang), text, words::USE_STORED.get(lang), stored > 0)}
                    {option(Source::Demo, words::SOURCE_DEMO.get(lang), words::DEMO_HINT.get(lang).to_owned(), words::LOAD_DEMO.get(lang), true)}
                    {file.map(|(name, rows)| {
                        let text = words::FILE_TAKEN.with(lang, &[("name", &name), ("rows", &number::whole(rows, lang))]);
                        option(Source::File, words::SOURCE_FILE.get(lang), text, words::USE_FILE.get(lang), true)
                    })}
                }
            }}</ul>
        </section>
    }
}

/// A place to drop a file or choose one.
fn table(shell: Shell, role: FileRole, id: &'static str, label: &'static str, lang: Lang) -> impl IntoView {
    let about =
        DropZone { id: id.to_owned(), label, hint: words::DROP_HINT.get(lang), accept: ".csv,.txt,text/csv", ..DropZone::default() };
    drop_zone(about, move |files| files.into_iter().for_each(|file| take(shell, role, file)))
}

fn take(shell: Shell, role: FileRole, file: File) {
    #[expect(clippy::cast_precision_loss, reason = "a limit of megabytes")]
    if file.size() > csv::MAX_BYTES as f64 {
        // Not even read: it would not fit beside what is made of it.
        return shell.send(Event::FileTooLarge(role, file.name(), file.size().to_string()));
    }
    spawn_local(async move {
        let bytes = download::read(&file).await;
        shell.send(Event::FileChosen(role, file.name(), bytes));
    });
}

fn units(shell: Shell, lang: Lang) -> impl IntoView {
    let state = shell.memo(|model| (model.units.clone(), model.units_refused.clone()));
    view! {
        <section class="panel" id="units-refused" tabindex="-1">
            <header class="panel__head"><h2>{words::IMPORT_UNITS.get(lang)}</h2><p>{words::UNITS_HINT.get(lang)}</p></header>
            {move || {
                let (units, refused) = state.get();
                view! {
                    {refused.map(|(name, found)| view! { <div class="alert" role="alert"><h3>{words::UNITS_REFUSED.with(lang, &[("name", &name)])}</h3>{findings::list(&found, lang)}</div> })}
                    {units.map(|units| {
                        let count = number::whole(units.units.len() as u64, lang);
                        view! {
                            <p>{words::UNITS_TAKEN.with(lang, &[("name", &units.name), ("n", &count)])}" "
                                <button type="button" class="act" on:click=move |_| shell.send(Event::Drop(FileRole::Units))>{words::DROP_UNITS.get(lang)}</button></p>
                            {(!units.findings.is_empty()).then(|| findings::list(&units.findings, lang))}
                        }
                    })}
                }
            }}
            {table(shell, FileRole::Units, "file-units", words::CHOOSE_UNITS.get(lang), lang)}
        </section>
    }
}
