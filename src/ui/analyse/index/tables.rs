//! A table on its way in, whatever it is of: pasted, dropped or chosen; which sheet and
//! which row of heads; every fault with its place; its first rows; and only then "Nhận".

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::parts::{scroll, select};
use super::super::{Shell, findings};
use super::send;
use crate::app::analyse::Model;
use crate::app::analyse::index::table::{self, HEADS, Role, State, Step as TableStep, Table};
use crate::app::analyse::index::{Step, appraising};
use crate::base::words::{index as words, units as import};
use crate::base::{Lang, Word, finding, number};
use crate::platform::download;
use crate::ui::components::{DropZone, drop_zone};

/// Rows that are shown.
const SHOWN: usize = 8;

/// What is said of one kind of table.
#[derive(Clone, Copy)]
pub struct About {
    /// What it is of.
    pub role: Role,
    /// Its columns.
    pub columns: &'static str,
    /// What taking it would do.
    pub effect: fn(&Model, &Table, Lang) -> String,
}

fn step(shell: Shell, role: Role, step: TableStep) {
    send(shell, Step::Table(role, step));
}

/// The place of a table; `scheme` of a panel has it inside.
pub fn intake(shell: Shell, about: About, lang: Lang) -> impl IntoView {
    let role = about.role;
    let state = shell.memo(move |model| model.index.table(role).clone());
    move || {
        match state.get() {
        State::None => start(shell, about, lang).into_any(),
        State::Reading(name, _) => view! {
            <p role="status">{import::READING.with(lang, &[("name", &name)])}</p>
            <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| step(shell, role, TableStep::Leave)>{import::STOP.get(lang)}</button></p>
        }
        .into_any(),
        State::Refused(name, found) => view! {
            <div class="alert" role="alert"><h3>{import::REFUSED.with(lang, &[("name", called(&name, lang))])}</h3>{findings::list(&found, lang)}</div>
            {start(shell, about, lang)}
        }
        .into_any(),
        State::Open(table) => open(shell, about, &table, lang).into_any(),
        State::Taken(name, rows) => taken(shell, role, &name, rows, lang).into_any(),
    }
    }
}

/// What a table is called: its file, or what was pasted.
fn called(name: &str, lang: Lang) -> &str {
    if name.is_empty() { import::PASTED.get(lang) } else { name }
}

fn start(shell: Shell, about: About, lang: Lang) -> impl IntoView {
    let role = about.role;
    let text = RwSignal::new(String::new());
    let paste = [role.id(), "-paste"].concat();
    view! {
        <div class="two two--even">
            <div class="ask">
                <label class="ask__label" for=paste.clone()>{import::PASTE.get(lang)}</label>
                <textarea class="ask__control" id=paste rows="4" spellcheck="false" autocomplete="off" prop:value=text on:input:target=move |event| text.set(event.target().value())></textarea>
                <p class="acts"><button type="button" class="btn" disabled=move || text.with(|text| text.trim().is_empty())
                    on:click=move |_| step(shell, role, TableStep::Pasted(text.get_untracked()))>{import::PASTE_READ.get(lang)}</button></p>
            </div>
            {file([role.id(), "-file"].concat(), (words::CHOOSE, import::DROP_HINT), move |name, bytes| step(shell, role, TableStep::File(name, bytes)), lang)}
        </div>
        <p class="how">{words::COLUMNS.get(lang)}" "<code>{about.columns}</code></p>
    }
}

/// A place for one file, which is read at once; any may be given, and is told what it is.
pub fn file(id: String, (label, hint): (Word, Word), read: impl Fn(String, Option<Vec<u8>>) + Copy + 'static, lang: Lang) -> AnyView {
    let about = DropZone { id, label: label.get(lang), hint: hint.get(lang), ..DropZone::default() };
    drop_zone(about, move |files| {
        spawn_local(async move {
            for file in files {
                let bytes = download::read(&file).await;
                read(file.name(), bytes);
            }
        });
    })
}

fn open(shell: Shell, about: About, table: &Arc<Table>, lang: Lang) -> impl IntoView + use<> {
    let role = about.role;
    let (found, effect) = shell.peek(|model| (table::findings(model, role, table), (about.effect)(model, table, lang)));
    let ready = !finding::has_error(&found);
    let rows = number::whole(table.grid().rows.len() as u64, lang);
    let verdict = if ready { effect } else { words::NOT_READY.get(lang).to_owned() };
    let take = (role != Role::Published).then(|| {
        view! { <button type="button" class="btn" disabled=!ready on:click=move |_| step(shell, role, TableStep::Take)>{words::TAKE.get(lang)}</button> }
    });
    view! {
        <p class="intro"><b>{words::READ_OF.with(lang, &[("name", called(&table.name, lang)), ("rows", &rows)])}</b>" "{verdict}</p>
        {(!found.is_empty()).then(|| findings::list(&found, lang))}
        {places(shell, role, table, lang)}
        {preview(table, lang)}
        <p class="acts">{take}<button type="button" class="btn btn--quiet" on:click=move |_| step(shell, role, TableStep::Leave)>{words::LEAVE.get(lang)}</button></p>
    }
}

/// Which sheet, and which row has the heads.
fn places(shell: Shell, role: Role, table: &Table, lang: Lang) -> impl IntoView + use<> {
    let names = table.sheets.iter().enumerate().map(|(at, sheet)| (at.to_string(), sheet.sheet.clone())).collect::<Vec<_>>();
    let several = names.len() > 1;
    let rows = table.sheets.get(table.sheet).map(|sheet| sheet.rows.iter().take(HEADS)).into_iter().flatten().enumerate();
    let head = |(at, row): (usize, &crate::base::grid::Row)| {
        let cells = row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).take(4);
        (at.to_string(), [&row.number.to_string(), ": ", &cells.collect::<Vec<_>>().join(" | ")].concat())
    };
    let heads: Vec<(String, String)> = rows.map(head).collect();
    let number = |text: &str| text.parse().unwrap_or_default();
    view! {
        <div class="filters">
            {several.then(|| select(id_of(role, "-sheet"), import::SHEET.get(lang), names, &table.sheet.to_string(), move |at| step(shell, role, TableStep::Sheet(number(&at)))))}
            {select(id_of(role, "-head"), import::HEAD_ROW.get(lang), heads, &table.head.to_string(), move |at| step(shell, role, TableStep::Head(number(&at))))}
        </div>
    }
}

/// Names of controls, which live as long as the program.
fn id_of(role: Role, of: &'static str) -> &'static str {
    match (role, of) {
        (Role::Appraisal, "-sheet") => "appraisal-sheet",
        (Role::Appraisal, _) => "appraisal-head",
        (Role::Heads, "-sheet") => "heads-sheet",
        (Role::Heads, _) => "heads-head",
        (Role::Earlier, "-sheet") => "earlier-sheet",
        (Role::Earlier, _) => "earlier-head",
        (Role::Links, "-sheet") => "links-sheet",
        (Role::Links, _) => "links-head",
        (Role::Duties, "-sheet") => "duties-sheet",
        (Role::Duties, _) => "duties-head",
        (Role::Published, "-sheet") => "published-sheet",
        (Role::Published, _) => "published-head",
    }
}

fn preview(table: &Table, lang: Lang) -> impl IntoView + use<> {
    let grid = table.grid();
    let row = |at: usize| {
        let cells = (0..grid.header.len()).map(|column| view! { <td>{grid.cell(at, column).to_owned()}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    let caption = words::PREVIEW.get(lang);
    scroll(
        [caption, " ", called(&table.name, lang)].concat(),
        view! {
            <table class="data data--text"><caption>{caption}</caption>
                <thead><tr>{grid.header.iter().map(|text| view! { <th scope="col">{text.clone()}</th> }).collect_view()}</tr></thead>
                <tbody>{(0..grid.rows.len().min(SHOWN)).map(row).collect_view()}</tbody>
            </table>
        },
    )
}

fn taken(shell: Shell, role: Role, name: &str, rows: usize, lang: Lang) -> impl IntoView + use<> {
    let said = words::TAKEN.with(lang, &[("name", called(name, lang)), ("n", &number::whole(rows as u64, lang))]);
    // The panel of the appraisal has its own, which stays.
    let undo = (role == Role::Heads).then(|| {
        view! { <button type="button" class="btn btn--quiet" on:click=move |_| send(shell, Step::Undo(role))>{words::UNDO_TAKE.get(lang)}</button> }
    });
    view! {
        <p role="status"><b><span aria-hidden="true">"✓ "</span>{said}</b></p>
        <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| step(shell, role, TableStep::Leave)>{words::ANOTHER.get(lang)}</button>{undo}</p>
    }
}

/// What taking a table of points would do, in a sentence.
pub fn compared(model: &Model, table: &Table, lang: Lang) -> String {
    let of = appraising::comparison(model, &table.grid());
    let n = |n: usize| number::whole(n as u64, lang);
    words::COMPARED.with(lang, &[("units", &n(of.units)), ("new", &n(of.new)), ("changed", &n(of.changed)), ("same", &n(of.same))])
}

/// Nothing more is to be said.
pub fn quiet(_: &Model, _: &Table, _: Lang) -> String {
    String::new()
}
