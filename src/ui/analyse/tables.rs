//! The table behind each picture: denominators, weighted beside unweighted.

use leptos::prelude::*;

use super::parts::{bounds, figure, scroll, why};
use crate::app::analyse::Statistic;
use crate::app::analyse::picture::{Bar, Dot, Point};
use crate::base::words::office as words;
use crate::base::{Lang, number};

/// A table under a picture, opened by the reader.
pub fn folded(lang: Lang, table: impl IntoView + 'static, caption: String) -> impl IntoView {
    view! { <details class="fold"><summary>{words::TABLE.get(lang)}</summary>{scroll(caption, table)}</details> }
}

/// The same for a long table, which is made when it is opened first.
pub fn folded_later(lang: Lang, table: impl Fn() -> AnyView + Send + 'static, caption: String) -> impl IntoView {
    let opened = RwSignal::new(false);
    view! {
        <details class="fold" on:toggle=move |_| opened.set(true)><summary>{words::TABLE.get(lang)}</summary>
            {move || opened.get().then(|| scroll(caption.clone(), table()))}
        </details>
    }
}

fn heads(statistic: Statistic, lang: Lang) -> impl IntoView {
    let estimate = match statistic {
        Statistic::Share => words::SHARE,
        Statistic::Mean => words::MEAN,
    };
    let all = [
        estimate,
        words::INTERVAL,
        words::STANDARD_ERROR,
        words::UNWEIGHTED,
        words::RESPONDENTS,
        words::ASKED,
        words::ANSWERED,
        words::VALID,
    ];
    all.map(|word| view! { <th scope="col">{word.get(lang)}</th> }).collect_view()
}

fn cells(value: &Result<Point, crate::app::analyse::picture::Why>, statistic: Statistic, minimum: u32, lang: Lang) -> AnyView {
    match value {
        Err(reason) => view! { <td colspan="8" class="none">{why(*reason, minimum, lang)}</td> }.into_any(),
        Ok(point) => {
            let scale = if statistic == Statistic::Share { 100.0 } else { 1.0 };
            let n = point.n;
            let counts = [n.respondents, n.asked, n.answered, n.valid].map(|count| number::whole(count, lang));
            let shown = [
                figure(point.est, statistic, lang),
                bounds(point, statistic, lang),
                number::decimal(point.se * scale, 2, lang),
                figure(point.unweighted, statistic, lang),
            ];
            shown.into_iter().chain(counts).map(|text| view! { <td>{text}</td> }).collect_view().into_any()
        }
    }
}

/// The table of a dot plot.
pub fn dots(dots: &[Dot], first: &'static str, caption: &str, statistic: Statistic, minimum: u32, lang: Lang) -> impl IntoView + use<> {
    let row = |dot: &Dot| view! { <tr><th scope="row">{dot.name.clone()}</th>{cells(&dot.value, statistic, minimum, lang)}</tr> };
    view! {
        <table class="data"><caption>{caption.to_owned()}</caption>
            <thead><tr><th scope="col">{first}</th>{heads(statistic, lang)}</tr></thead>
            <tbody>{dots.iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// The table of the statements' levels.
pub fn levels(bars: &[Bar], labels: &[String], caption: &str, minimum: u32, lang: Lang) -> impl IntoView + use<> {
    let width = (8 + labels.len()).to_string();
    let row = |bar: &Bar| {
        let name = if bar.number.is_empty() { bar.label.clone() } else { [&bar.number, ". ", &bar.label].concat() };
        let rest = match &bar.value {
            Err(reason) => view! { <td colspan=width.clone() class="none">{why(*reason, minimum, lang)}</td> }.into_any(),
            Ok((shares, point)) => {
                let levels = shares.iter().map(|share| view! { <td>{number::percent(*share, lang)}</td> }).collect_view();
                view! { {levels}{cells(&Ok(*point), Statistic::Share, minimum, lang)} }.into_any()
            }
        };
        view! { <tr><th scope="row">{name}</th>{rest}</tr> }
    };
    view! {
        <table class="data"><caption>{caption.to_owned()}</caption>
            <thead><tr><th scope="col">{words::STATEMENT.get(lang)}</th>
                {labels.iter().map(|label| view! { <th scope="col">{label.clone()}</th> }).collect_view()}
                {heads(Statistic::Share, lang)}</tr></thead>
            <tbody>{bars.iter().map(row).collect_view()}</tbody>
        </table>
    }
}
