//! Each import in a line: when, from what, what it brought, and its undo, which asks once
//! more. Long ledgers show the latest imports first, a page of them at a time.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Shell, ledger, when};
use crate::app::analyse::Event;
use crate::app::analyse::receiving::Stage;
use crate::app::intake::{ImportLine, Summary, Task};
use crate::base::words::intake as words;
use crate::base::{Lang, number};
use crate::platform::moment;
use crate::ui::analyse::parts::scroll;

/// Imports a page.
const MANY: usize = 50;

/// The table.
pub fn view(shell: Shell, summary: Memo<Arc<Summary>>, lang: Lang) -> impl IntoView {
    let shown = RwSignal::new(MANY);
    let asked = RwSignal::new(None::<u32>);
    move || {
        let summary = summary.get();
        let all = summary.imports.len();
        (all > 0).then(|| {
            let lines = summary.imports.iter().enumerate().rev().take(shown.get());
            let lines = lines.filter_map(|(number, line)| Some((u32::try_from(number).ok()?, line)));
            let rows = lines.map(|(number, line)| row(shell, asked, number, line, summary.closed, lang)).collect_view();
            let heads = [words::WHEN, words::SOURCE, words::NEW, words::DUPLICATE, words::OTHERS, words::ACT];
            let table = view! {
                <table class="data data--text" id="imports"><caption>{words::IMPORTS.get(lang)}</caption>
                    <thead><tr>{heads.map(|word| view! { <th scope="col">{word.get(lang)}</th> }).collect_view()}</tr></thead>
                    <tbody>{rows}</tbody></table>
            };
            let more = (all > shown.get()).then(|| {
                let left = number::whole((all - shown.get()) as u64, lang);
                view! { <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| shown.update(|n| *n += MANY)>{words::MORE.with(lang, &[("n", &left)])}</button></p> }
            });
            view! { {scroll(words::IMPORTS.get(lang).to_owned(), table)}{more} }
        })
    }
}

fn row(shell: Shell, asked: RwSignal<Option<u32>>, number: u32, line: &ImportLine, closed: bool, lang: Lang) -> impl IntoView + use<> {
    let whole = |n: u64| number::whole(n, lang);
    let name = if line.source.is_empty() { words::UNNAMED.get(lang).to_owned() } else { line.source.clone() };
    let counts = line.counts;
    let same = counts.duplicate + counts.same_response + counts.same_correction;
    let (new, same) = if closed || line.undone.is_some() { ("–".to_owned(), "–".to_owned()) } else { (whole(counts.new), whole(same)) };
    let mut others: Vec<String> = Some(ledger::kinds(counts, lang)).filter(|kinds| !kinds.is_empty()).into_iter().collect();
    if line.damaged > 0 {
        others.push(words::DAMAGED_PLACES.with(lang, &[("n", &whole(line.damaged))]));
    }
    let made = if line.made.0 == 0 { "–".to_owned() } else { when(line.made) };
    let act = match line.undone {
        Some(at) => {
            let again = (line.aside && !closed).then(|| redo(shell, number, &name, lang));
            view! { <span>{words::UNDONE.with(lang, &[("when", &when(at))])}</span>{again} }.into_any()
        }
        None if closed => ().into_any(),
        None => undo(shell, asked, number, &name, counts.total(), lang).into_any(),
    };
    view! { <tr><th scope="row">{made}</th><td class="imports__source">{name}</td><td>{new}</td><td>{same}</td><td>{others.join(" · ")}</td><td>{act}</td></tr> }
}

/// What was undone by mistake is still here.
fn redo(shell: Shell, import: u32, name: &str, lang: Lang) -> impl IntoView + use<> {
    let busy = busy(shell);
    let label = words::REDO_OF.with(lang, &[("name", name)]);
    let act = move |_| shell.send(Event::RedoImport(import, moment::now().stamp));
    view! { <button type="button" class="btn btn--quiet" aria-label=label disabled=move || busy.get() on:click=act>{words::REDO.get(lang)}</button> }
}

fn busy(shell: Shell) -> Memo<bool> {
    shell.memo(|model| {
        let changing =
            model.receiving.running.is_some_and(|running| matches!(running.task, Task::Opening | Task::Importing | Task::Closing));
        model.receiving.stage != Stage::Open || changing
    })
}

/// Asked for once, and confirmed in the same place.
fn undo(shell: Shell, asked: RwSignal<Option<u32>>, import: u32, name: &str, count: u64, lang: Lang) -> impl IntoView + use<> {
    let busy = busy(shell);
    let label = words::UNDO_OF.with(lang, &[("name", name)]);
    let sure = words::UNDO_SURE.with(lang, &[("n", &number::whole(count, lang))]);
    move || {
        let (label, sure) = (label.clone(), sure.clone());
        if asked.get() == Some(import) {
            let yes = move |_| {
                asked.set(None);
                shell.send(Event::UndoImport(import, moment::now().stamp));
            };
            return view! {
                <span class="sure" role="group" aria-label=label><span>{sure}</span>
                    <button type="button" class="btn" id="undo-yes" on:click=yes>{words::UNDO_YES.get(lang)}</button>
                    <button type="button" class="btn btn--quiet" on:click=move |_| asked.set(None)>{words::UNDO_NO.get(lang)}</button></span>
            }
            .into_any();
        }
        view! { <button type="button" class="btn btn--quiet" aria-label=label disabled=move || busy.get() on:click=move |_| { asked.set(Some(import)); crate::platform::page::focus("undo-yes".to_owned()); }>{words::UNDO.get(lang)}</button> }
            .into_any()
    }
}
