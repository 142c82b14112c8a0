//! The shares behind a score as stacked bars: a unit on every criterion, or every unit on
//! one. "Not enough information" is no share of a judgement; it is a number beside the bar.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::{Shell, tables as folds, track};
use super::plot::why_words;
use super::{look, tables, title};
use crate::app::analyse::ranking::{self, Stack};
use crate::app::analyse::scoring::Rated;
use crate::base::words::{office, results as words};
use crate::base::{Lang, number};
use crate::ui::components::staged;

/// The panel.
pub fn panel(shell: Shell, rated: &Arc<Rated>, criterion: Option<&str>, unit: Option<&str>, lang: Lang) -> impl IntoView + use<> {
    let table = rated.table.get();
    let (stacks, whose, first) = match (unit, criterion) {
        (Some(unit), _) => (ranking::of_unit(rated, table, unit), unit_name(rated, unit), words::CRITERION),
        (None, Some(criterion)) => (ranking::of_criterion(rated, table, criterion), title(rated, criterion), office::UNIT),
        (None, None) => (Vec::new(), String::new(), office::UNIT),
    };
    let caption = [words::SHARES.get(lang), " – ", &whose].concat();
    let minimum = table.minimum.get();
    let back = unit.is_some().then(|| view! {
        <button type="button" class="act" on:click=move |_| look(shell, |look| look.unit = None)>{words::BACK_TO_UNITS.get(lang)}</button>
    });
    let one_criterion = unit.is_none().then_some(criterion).flatten();
    let legend = legend(rated, one_criterion, lang);
    let (key, named) = (key(&legend, lang), legend.clone());
    let empty = stacks.is_empty();
    let rows = staged(stacks.iter().map(|stack| row(rated, stack, one_criterion, minimum, lang).into_any()).collect());
    let (all, of, heading) = (rated.clone(), one_criterion.map(str::to_owned), caption.clone());
    let behind = move || tables::shares(all.table.get(), &stacks, of.as_deref(), &named, first.get(lang), &heading, lang).into_any();
    view! {
        <section class="panel" id="shares" tabindex="-1">
            <header class="panel__head"><h2>{words::SHARES.get(lang)}</h2><p>{whose}" "{back}</p></header>
            {if empty {
                view! { <p class="how">{words::SHARES_CHOOSE.get(lang)}</p> }.into_any()
            } else {
                view! {
                    <p class="how">{words::SHARES_HOW.get(lang)}</p>
                    {key}
                    <div class="ranked" role="region" tabindex="0" aria-label=caption.clone()><ol class="bars bars--stacks">{rows}</ol></div>
                    {folds::folded_later(lang, behind, caption)}
                }.into_any()
            }}
        </section>
    }
}

/// A unit's name.
fn unit_name(rated: &Rated, code: &str) -> String {
    rated.units.iter().find(|unit| unit.code == code).map_or_else(|| code.to_owned(), |unit| unit.name.clone())
}

/// What the colours are: the options of one criterion, or what they are worth on all.
fn legend(rated: &Rated, criterion: Option<&str>, lang: Lang) -> Vec<String> {
    let table = rated.table.get();
    let first = table.criteria.first().map(|one| one.id.as_str());
    let Some(id) = criterion.or(first) else { return Vec::new() };
    let codes = table.criteria.iter().find(|one| one.id == id).map(|one| one.options.as_slice()).unwrap_or_default();
    let word = |(at, points): (usize, u8)| {
        let worth = words::POINTS.with(lang, &[("n", &points.to_string())]);
        let label = criterion.and_then(|_| rated.options.get(&(id.to_owned(), codes.get(at)?.0.clone())));
        label.map_or_else(|| worth.clone(), |label| [label.as_str(), " (", &worth, ")"].concat())
    };
    ranking::judging(table, id).into_iter().map(word).collect()
}

fn key(legend: &[String], lang: Lang) -> impl IntoView + use<> {
    let of = legend.len();
    let one = |(index, label): (usize, &String)| {
        let drawn = track::stack(&(0..of).map(|at| f64::from(u8::from(at == index))).collect::<Vec<_>>());
        // A swatch has no number in it.
        let drawn = drawn.split("<text").next().unwrap_or_default().to_owned();
        view! { <li><svg class="swatch" aria-hidden="true" inner_html=drawn></svg>{label.clone()}</li> }
    };
    view! { <ul class="key" aria-label=words::OPTIONS_KEY.get(lang)>{legend.iter().enumerate().map(one).collect_view()}</ul> }
}

fn row(rated: &Rated, stack: &Stack, criterion: Option<&str>, minimum: u32, lang: Lang) -> impl IntoView + use<> {
    let id = criterion.unwrap_or(&stack.id);
    let (drawn, text) = match &stack.value {
        Ok((shares, figures)) => {
            let without = ranking::without_judgement(rated.table.get(), id, figures);
            let aside = words::NO_INFORMATION.with(lang, &[("n", &number::whole(without, lang))]);
            let score = number::percent(figures.est, lang);
            (track::stack(shares), view! { <span class="bars__value"><b>{score}</b><small>{aside}</small></span> }.into_any())
        }
        Err(why) => {
            let said = why_words(*why, minimum, lang);
            (String::new(), view! { <span class="bars__value none"><span aria-hidden="true">"⊘ "</span>{said}</span> }.into_any())
        }
    };
    view! {
        <li class="bars__row"><span class="bars__name">{stack.name.clone()}</span>
            <svg class="bars__track" aria-hidden="true" focusable="false" inner_html=drawn></svg>{text}</li>
    }
}
