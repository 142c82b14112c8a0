//! "Kiểm bảng số đã công bố": anybody's table, what its columns are taken for, and the
//! rows whose numbers cannot be true together. The table stays on this machine.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::super::parts::{scroll, select};
use super::super::{Shell, findings};
use super::ranking::saved_line;
use super::send;
use super::tables::{About, intake, quiet};
use crate::analysis::index::Grid;
use crate::analysis::index::integrity::Shape;
use crate::app::analyse::index::Step;
use crate::app::analyse::index::files::{Kind, published};
use crate::app::analyse::index::table::{Role, State};
use crate::base::words::index as words;
use crate::base::{Finding, Lang, Word, number};

/// Rows that are listed; more are counted.
const MOST: usize = 300;

/// A column of the shape: what it is called, and where it stands in it.
type Slot = (&'static str, Word, fn(&mut Shape) -> &mut Option<usize>);

const SLOTS: [Slot; 14] = [
    ("shape-question", words::SHAPE_QUESTION, |shape| &mut shape.question),
    ("shape-count", words::SHAPE_COUNT, |shape| &mut shape.count),
    ("shape-total", words::SHAPE_TOTAL, |shape| &mut shape.total),
    ("shape-issued", words::SHAPE_ISSUED, |shape| &mut shape.issued),
    ("shape-percent", words::SHAPE_PERCENT, |shape| &mut shape.percent),
    ("shape-mean", words::SHAPE_MEAN, |shape| &mut shape.mean),
    ("shape-rank", words::SHAPE_RANK, |shape| &mut shape.rank),
    ("shape-score", words::SHAPE_SCORE, |shape| &mut shape.score),
    ("shape-class", words::SHAPE_CLASS, |shape| &mut shape.class),
    ("shape-value", words::SHAPE_VALUE, |shape| &mut shape.value),
    ("shape-least", words::SHAPE_LEAST, |shape| &mut shape.least),
    ("shape-greatest", words::SHAPE_GREATEST, |shape| &mut shape.greatest),
    ("shape-label", words::SHAPE_LABEL, |shape| &mut shape.label),
    ("shape-key", words::SHAPE_KEY, |shape| &mut shape.key),
];

/// The part.
pub fn page(shell: Shell, lang: Lang) -> impl IntoView {
    let shape = shell.memo(|model| model.index.shape.clone());
    let table = shell.memo(|model| model.index.table(Role::Published).clone());
    let open = move || table.with(|state| matches!(state, State::Open(_)));
    view! {
        <p class="intro">{words::PUBLISHED_LEAD.get(lang)}</p>
        <section class="panel" id="published" tabindex="-1">
            <header class="panel__head"><h2>{words::PUBLISHED_TABLE.get(lang)}</h2></header>
            {intake(shell, About { role: Role::Published, columns: words::PUBLISHED_COLUMNS.get(lang), effect: quiet }, lang)}
        </section>
        // The columns are drawn once a table, so that choosing one closes nothing.
        {move || open().then(|| shell.peek(published)).flatten().map(|(grid, _)| columns(shell, &grid, lang))}
        {move || {
            shape.track();
            open().then(|| shell.peek(published)).flatten().map(|(grid, found)| verdict(shell, &grid, &found, lang))
        }}
    }
}

/// Which column is what.
fn columns(shell: Shell, grid: &Grid, lang: Lang) -> impl IntoView + use<> {
    let guess = Shape::guess(grid);
    let shape = shell.peek(|model| model.index.shape.clone()).unwrap_or_else(|| guess.clone());
    let mut options = vec![(String::new(), words::NO_COLUMN.get(lang).to_owned())];
    options.extend(grid.header.iter().enumerate().map(|(at, text)| (at.to_string(), text.clone())));
    let known = SLOTS.iter().filter(|(.., slot)| slot(&mut shape.clone()).is_some()).count();
    let one = |(id, word, slot): Slot| {
        let now = slot(&mut shape.clone()).map(|at| at.to_string()).unwrap_or_default();
        let guess = guess.clone();
        select(id, word.get(lang), options.clone(), &now, move |at| {
            let mut shape = shell.peek(|model| model.index.shape.clone()).unwrap_or_else(|| guess.clone());
            *slot(&mut shape) = at.parse().ok();
            send(shell, Step::Shape(Box::new(shape)));
        })
    };
    view! {
        <section class="panel" id="shape">
            <details class="fold" open=known == 0><summary>{words::SHAPE.with(lang, &[("n", &known.to_string())])}</summary>
                <div class="filters">{SLOTS.map(one).into_iter().collect_view()}</div>
            </details>
        </section>
    }
}

/// The rows that are called out, with their cells and what is wrong.
fn verdict(shell: Shell, grid: &Grid, found: &[Finding], lang: Lang) -> impl IntoView + use<> {
    let rows = by_row(grid, found);
    let n = |n: usize| number::whole(n as u64, lang);
    let said = if found.is_empty() {
        words::NO_FAULT.with(lang, &[("rows", &n(grid.rows.len()))])
    } else {
        words::FAULTS.with(lang, &[("n", &n(found.len())), ("rows", &n(rows.len())), ("of", &n(grid.rows.len()))])
    };
    let row = |(at, found): (&usize, &Vec<&Finding>)| {
        let cells = (0..grid.header.len()).map(|column| view! { <td>{grid.cell(*at, column).to_owned()}</td> }).collect_view();
        let said = found.iter().map(|finding| view! { <p>{findings::sentence(finding, lang)}</p> }).collect_view();
        view! { <tr><th scope="row">{findings::place(&grid.row_place(*at), lang)}</th><td class="prose">{said}</td>{cells}</tr> }
    };
    let heads = grid.header.iter().map(|text| view! { <th scope="col">{text.clone()}</th> }).collect_view();
    let caption = words::VERDICT.get(lang);
    let more = rows.len().saturating_sub(MOST);
    let table = view! {
        <table class="data data--text verdict"><caption class="hide">{caption}</caption>
            <thead><tr><th scope="col">{words::ROW.get(lang)}</th><th scope="col">{words::FINDING.get(lang)}</th>{heads}</tr></thead>
            <tbody>{rows.iter().take(MOST).map(row).collect_view()}</tbody></table>
    };
    let saved = shell.memo(|model| model.saved.clone());
    view! {
        <section class="panel" id="verdict">
            <header class="panel__head"><h2>{caption}</h2></header>
            <p class="intro" role="status">{said}</p>
            {(!rows.is_empty()).then(|| scroll(caption.to_owned(), table))}
            {(more > 0).then(|| view! { <p>{words::MORE_ROWS.with(lang, &[("n", &n(more))])}</p> })}
            <p class="how">{words::PUBLISHED_HOW.get(lang)}</p>
            {(!found.is_empty()).then(|| view! {
                <p class="acts noprint"><button type="button" class="btn btn--quiet" on:click=move |_| if let Some(day) = Shell::today() { send(shell, Step::Download(Kind::Findings, day)) }>{words::FINDINGS_FILE.get(lang)}</button></p>
            })}
            {saved_line(saved, lang)}
        </section>
    }
}

/// Findings by the row that they name.
fn by_row<'a>(grid: &Grid, found: &'a [Finding]) -> BTreeMap<usize, Vec<&'a Finding>> {
    let places: BTreeMap<String, usize> = (0..grid.rows.len()).map(|row| (grid.row_place(row), row)).collect();
    let mut out: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for finding in found {
        let place = finding.at.split(", column ").next().unwrap_or_default();
        if let Some(row) = places.get(place) {
            out.entry(*row).or_default().push(finding);
        }
    }
    out
}
