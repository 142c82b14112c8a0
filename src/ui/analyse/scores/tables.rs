//! The tables behind the pictures of scores: denominators, options, precision.

use leptos::prelude::*;

use super::plot::why_words;
use crate::app::analyse::ranking::{self, Ranked, Stack};
use crate::app::analyse::scoring::Rated;
use crate::base::words::{office, results as words};
use crate::base::{Lang, number};
use crate::disclosure::{ScoreFigures, ScoreTable};
use crate::ui::components::staged;

/// `71,20–82,45`, in percent without its sign.
pub fn range((lo, hi): (f64, f64), lang: Lang) -> String {
    [lo, hi].map(|value| number::decimal(value * 100.0, 2, lang)).join("–")
}

/// Score, interval, standard error and the counts behind it.
fn numbers(figures: &ScoreFigures, lang: Lang) -> Vec<String> {
    let none = || "–".to_owned();
    let bounds = figures.precision.and_then(|precision| precision.bounds);
    let se = figures.precision.map_or_else(none, |precision| number::decimal(precision.se * 100.0, 2, lang));
    let score = &figures.score;
    let counts = [figures.respondents, score.asked, score.judged, score.open].map(|n| number::whole(n, lang));
    let first = [number::percent(figures.est, lang), bounds.map_or_else(none, |bounds| range(bounds, lang)), se];
    first.into_iter().chain(counts).collect()
}

/// The units with their scores; on one criterion with the number of each option.
pub fn ranking(
    rated: &Rated,
    table: &ScoreTable,
    criterion: Option<&str>,
    units: &[Ranked],
    caption: &str,
    lang: Lang,
) -> impl IntoView + use<> {
    let options: Vec<String> = match criterion.and_then(|id| table.criteria.iter().find(|one| one.id == id)) {
        Some(one) => one.options.iter().map(|(code, _)| label(rated, &one.id, code)).collect(),
        None => Vec::new(),
    };
    let heads = [
        words::OPTION_SCORE,
        office::INTERVAL,
        office::STANDARD_ERROR,
        words::RESPONDENTS,
        words::TIMES_ASKED,
        words::JUDGEMENTS,
        office::LEFT_OPEN,
    ];
    let width = (heads.len() + options.len()).to_string();
    let minimum = table.minimum.get();
    let row = |unit: &Ranked| {
        let place = unit.place.map_or_else(|| "–".to_owned(), |place| place.to_string());
        let rest = match &unit.value {
            Err(why) => view! { <td colspan=width.clone() class="none">{why_words(*why, minimum, lang)}</td> }.into_any(),
            Ok(figures) => {
                let counts = figures.score.counts.iter().map(|n| number::whole(*n, lang));
                numbers(figures, lang).into_iter().chain(counts).map(|text| view! { <td>{text}</td> }).collect_view().into_any()
            }
        };
        view! { <tr><th scope="row">{unit.name.clone()}</th><td>{place}</td>{rest}</tr> }.into_any()
    };
    let heads = heads.map(|word| view! { <th scope="col">{word.get(lang)}</th> }).collect_view();
    view! {
        <table class="data"><caption>{caption.to_owned()}</caption>
            <thead><tr><th scope="col">{office::UNIT.get(lang)}</th><th scope="col">{words::PLACE.get(lang)}</th>{heads}
                {options.into_iter().map(|option| view! { <th scope="col">{option}</th> }).collect_view()}</tr></thead>
            <tbody>{staged(units.iter().map(row).collect())}</tbody>
        </table>
    }
}

fn label(rated: &Rated, criterion: &str, code: &str) -> String {
    rated.options.get(&(criterion.to_owned(), code.to_owned())).cloned().unwrap_or_else(|| code.to_owned())
}

/// The shares of stacked bars.
pub fn shares(
    table: &ScoreTable,
    stacks: &[Stack],
    criterion: Option<&str>,
    legend: &[String],
    first: &'static str,
    caption: &str,
    lang: Lang,
) -> impl IntoView + use<> {
    let width = (legend.len() + 3).to_string();
    let row = |stack: &Stack| {
        let rest = match &stack.value {
            Err(why) => view! { <td colspan=width.clone() class="none">{why_words(*why, table.minimum.get(), lang)}</td> }.into_any(),
            Ok((shares, figures)) => {
                let without = ranking::without_judgement(table, criterion.unwrap_or(&stack.id), figures);
                let counts = [figures.score.judged, without, figures.score.open].map(|n| number::whole(n, lang));
                let shares = shares.iter().map(|share| number::percent(*share, lang));
                shares.chain(counts).map(|text| view! { <td>{text}</td> }).collect_view().into_any()
            }
        };
        view! { <tr><th scope="row">{stack.name.clone()}</th>{rest}</tr> }.into_any()
    };
    let after = [words::JUDGEMENTS, words::WITHOUT, office::LEFT_OPEN].map(|word| view! { <th scope="col">{word.get(lang)}</th> });
    view! {
        <table class="data"><caption>{caption.to_owned()}</caption>
            <thead><tr><th scope="col">{first}</th>{legend.iter().map(|label| view! { <th scope="col">{label.clone()}</th> }).collect_view()}{after.collect_view()}</tr></thead>
            <tbody>{staged(stacks.iter().map(row).collect())}</tbody>
        </table>
    }
}
