//! Pictures: rows of text with a drawing in each, so that they fit a phone and are read
//! aloud row by row. What a row cannot show it says.

use leptos::prelude::*;

use super::parts::{bounds, figure, why};
use super::track;
use crate::app::analyse::Statistic;
use crate::app::analyse::picture::{Axis, Bar, Dot, ties};
use crate::base::words::office as words;
use crate::base::{Lang, number};

/// How dots are drawn.
#[derive(Clone)]
pub struct Drawing {
    /// Share or mean.
    pub statistic: Statistic,
    /// The minimum of publication, for the reason of a hidden row.
    pub minimum: u32,
    /// A named target, drawn and never the 75 % line.
    pub target: Option<f64>,
    /// The highest level of the scale.
    pub levels: u8,
    /// Whether neighbours that cannot be told apart are joined.
    pub joined: bool,
    /// Whether the panel is too narrow for names beside drawings.
    pub narrow: bool,
    /// Language.
    pub lang: Lang,
}

/// Most lanes of joins beside a ranking.
const LANES: usize = 6;

/// Rows with a point and its interval. `open` makes names into buttons.
pub fn dots(dots: &[Dot], drawing: &Drawing, open: Option<Callback<String>>) -> impl IntoView + use<> {
    let limits = match drawing.statistic {
        Statistic::Share => (0.0, 1.0),
        Statistic::Mean => (1.0, f64::from(drawing.levels.max(2))),
    };
    let also: Vec<f64> = drawing.target.into_iter().collect();
    let axis = Axis::of(dots.iter(), limits, &also);
    let Drawing { statistic, lang, .. } = *drawing;
    let tick = |value: f64| match statistic {
        Statistic::Share => number::decimal(value * 100.0, 0, lang) + " %",
        Statistic::Mean => number::decimal(value, 1, lang),
    };
    let scale = track::scale(&axis, tick);
    let runs = if drawing.joined { ties(dots) } else { Vec::new() };
    let lanes = runs.len().min(LANES);
    let row = |(index, dot): (usize, &Dot)| {
        let joins = (0..lanes).map(|lane| view! { <i class=join(&runs, lane, index)></i> }).collect_view();
        let name = match open {
            Some(open) => {
                let id = dot.id.clone();
                view! { <button type="button" class="dots__name act" on:click=move |_| open.run(id.clone())>{dot.name.clone()}</button> }
                    .into_any()
            }
            None => view! { <span class="dots__name">{dot.name.clone()}</span> }.into_any(),
        };
        let drawn = track::dot(&axis, dot.value.as_ref().ok(), drawing.target);
        let text = match &dot.value {
            Ok(point) => view! { <span class="dots__value"><b>{figure(point.est, statistic, lang)}</b>" "<small>{bounds(point, statistic, lang)}</small></span> }.into_any(),
            Err(reason) => view! { <span class="dots__value none"><span aria-hidden="true">"⊘ "</span>{why(*reason, drawing.minimum, lang)}</span> }.into_any(),
        };
        view! {
            <li class=if dot.value.is_ok() { "dots__row" } else { "dots__row dots__row--none" }>
                {(lanes > 0).then(|| view! { <span class="joins" aria-hidden="true">{joins}</span> })}
                {name}
                <svg class="dots__track" aria-hidden="true" focusable="false" inner_html=drawn></svg>
                {text}
            </li>
        }
    };
    view! {
        <div class=if drawing.narrow { "dots" } else { "dots dots--wide" }>
            <ol class="dots__list">{dots.iter().enumerate().map(row).collect_view()}</ol>
            <div class="dots__row dots__row--scale" aria-hidden="true">
                {(lanes > 0).then(|| view! { <span class="joins">{(0..lanes).map(|_| view! { <i></i> }).collect_view()}</span> })}
                <span class="dots__name"></span><svg class="dots__scale" inner_html=scale></svg><span class="dots__value"></span>
            </div>
        </div>
    }
}

/// Runs are laid into lanes in turn: a lane is free again after `LANES` runs.
fn join(runs: &[(usize, usize)], lane: usize, row: usize) -> &'static str {
    let here = runs.iter().enumerate().find(|(index, (first, last))| index % LANES == lane && (*first..=*last).contains(&row));
    match here {
        Some((_, (first, _))) if *first == row => "join join--first",
        Some((_, (_, last))) if *last == row => "join join--last",
        Some(_) => "join",
        None => "",
    }
}

/// Statements as bars that part at the middle of the scale.
pub fn levels(bars: &[Bar], labels: &[String], minimum: u32, lang: Lang) -> impl IntoView + use<> {
    let shares = bars.iter().filter_map(|bar| bar.value.as_ref().ok()).map(|(shares, _)| shares.as_slice());
    let reach = track::Reach::of(shares);
    let of = labels.len();
    let key = |(index, label): (usize, &String)| {
        let one: Vec<f64> = (0..of).map(|level| f64::from(u8::from(level == index))).collect();
        let drawn = swatch(&one, index);
        view! { <li><svg class="swatch" aria-hidden="true" inner_html=drawn></svg>{label.clone()}</li> }
    };
    let row = |bar: &Bar| {
        let name = if bar.number.is_empty() { bar.label.clone() } else { [&bar.number, ". ", &bar.label].concat() };
        let (drawn, text) = match &bar.value {
            Ok((shares, point)) => (
                track::levels(shares, &reach),
                view! { <span class="bars__value"><b>{number::percent(point.est, lang)}</b></span> }.into_any(),
            ),
            Err(reason) => (
                String::new(),
                view! { <span class="bars__value none"><span aria-hidden="true">"⊘ "</span>{why(*reason, minimum, lang)}</span> }
                    .into_any(),
            ),
        };
        view! { <li class="bars__row"><span class="bars__name">{name}</span><svg class="bars__track" aria-hidden="true" focusable="false" inner_html=drawn></svg>{text}</li> }
    };
    view! {
        <ul class="key" aria-label=words::LEVELS.get(lang)>{labels.iter().enumerate().map(key).collect_view()}</ul>
        <ol class="bars">{bars.iter().map(row).collect_view()}</ol>
    }
}

fn swatch(one: &[f64], index: usize) -> String {
    let level = track::tone(index, one.len());
    let hatch =
        if level < 3 { format!(r#"<rect class="hatched" fill="url(#hatch-{level})" width="100%" height="100%"/>"#) } else { String::new() };
    format!(r#"<rect class="level level-{level}" width="100%" height="100%"/>{hatch}"#)
}
