//! The units as a ranked dot plot: its own scroll with the axis staying in view, a search
//! that knows old names and needs no diacritics, the highest or the lowest ten. Rows are
//! drawn once; a search only hides some. A place in the ranking is kept whatever is hidden.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::parts::select;
use super::super::{Shell, tables as folds, track};
use super::{look, tables, title};
use crate::app::analyse::picture::Axis;
use crate::app::analyse::ranking::{self, Ranked};
use crate::app::analyse::scoring::Rated;
use crate::base::words::{office, results as words};
use crate::base::{Lang, number};
use crate::campaign::fold;
use crate::disclosure::{Hidden, ScoreFigures};
use crate::ui::components::staged;

/// Units of "the highest" and "the lowest".
const SOME: usize = 10;

/// Which rows are looked at: pure view state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    All,
    Highest,
    Lowest,
}

/// The panel.
pub fn panel(shell: Shell, rated: &Arc<Rated>, criterion: Option<&str>, lang: Lang) -> impl IntoView + use<> {
    let table = rated.table.get();
    let units = ranking::ranking(rated, table, criterion);
    let subject = criterion.map_or_else(|| words::ALL_CRITERIA.get(lang).to_owned(), |id| title(rated, id));
    let question = criterion.and_then(|id| rated.questions.get(id)).cloned();
    let caption = [words::PLOT_TABLE.get(lang), " – ", &subject].concat();
    let how = match criterion {
        None => [words::SCORE_HOW.get(lang), " ", words::POOLED_HOW.get(lang)].concat(),
        Some(_) => words::SCORE_HOW.get(lang).to_owned(),
    };
    let (all, ranked, of, named) = (rated.clone(), units.clone(), criterion.map(str::to_owned), caption.clone());
    let made = move || tables::ranking(&all, all.table.get(), of.as_deref(), &ranked, &named, lang).into_any();
    let behind = folds::folded_later(lang, made, caption);
    view! {
        <section class="panel" id="ratings">
            <header class="panel__head"><h2>{words::PLOT.get(lang)}</h2><p>{subject}</p></header>
            {question.map(|question| view! { <p class="intro">{question}</p> })}
            <p class="how">{how}</p>
            {plot(shell, rated, &units, table.minimum.get(), lang)}
            {behind}
        </section>
    }
}

/// What a search looks through, folded: the name, and the names before.
struct Sought {
    name: String,
    /// As it is written, and folded.
    old: Vec<(String, String)>,
}

impl Sought {
    fn of(rated: &Rated, unit: &Ranked) -> Self {
        let old = rated.units.iter().find(|one| one.code == unit.code).map(|one| one.old_names.as_slice()).unwrap_or_default();
        Self { name: fold(&unit.name), old: old.iter().map(|name| (name.clone(), fold(name))).collect() }
    }

    fn has(&self, query: &str) -> bool {
        self.name.contains(query) || self.by_old_name(query).is_some()
    }

    /// The old name by which alone a query finds the unit.
    fn by_old_name(&self, query: &str) -> Option<&str> {
        let found = self.old.iter().find(|(_, folded)| folded.contains(query)).filter(|_| !self.name.contains(query));
        found.map(|(name, _)| name.as_str())
    }
}

fn plot(shell: Shell, rated: &Arc<Rated>, units: &[Ranked], minimum: u32, lang: Lang) -> impl IntoView + use<> {
    let (query, show) = (RwSignal::new(String::new()), RwSignal::new(Show::All));
    let scored = units.iter().filter(|unit| unit.value.is_ok()).count();
    let said = summary(units, lang);
    let names: Arc<Vec<Sought>> = Arc::new(units.iter().map(|unit| Sought::of(rated, unit)).collect());
    let seen = move |index: usize, name: &Sought| {
        let among = match show.get() {
            Show::All => true,
            Show::Highest => index < SOME.min(scored),
            Show::Lowest => (scored.saturating_sub(SOME)..scored).contains(&index),
        };
        among && query.with(|query| query.is_empty() || name.has(query))
    };
    let of = number::whole(units.len() as u64, lang);
    let counted = names.clone();
    let count = move || {
        let n = counted.iter().enumerate().filter(|(index, name)| seen(*index, name)).count();
        words::LOOKING_AT.with(lang, &[("n", &number::whole(n as u64, lang)), ("of", &of)])
    };
    let axis = Axis::over(ranking::values(units), (0.0, 1.0));
    let scale = track::scale(&axis, |value| number::decimal(value * 100.0, 0, lang) + " %");
    let rows = units.iter().enumerate().map(|(index, unit)| {
        let names = names.clone();
        let found = names.clone();
        let hidden = move || !seen(index, &names[index]);
        let old = move || {
            let query = query.get();
            let name = found[index].by_old_name(&query).filter(|_| !query.is_empty())?.to_owned();
            Some(view! { <small class="ranked__old">" – "{words::OLD_NAME.with(lang, &[("name", &name)])}</small> })
        };
        row(shell, &axis, unit, hidden, old, minimum, lang).into_any()
    });
    let rows = staged(rows.collect());
    view! {
        {tools(query, show, lang)}
        <p class="how" id="ratings-said">{said}" "<span role="status">{count}</span></p>
        <div class="ranked dots dots--wide" role="region" tabindex="0" aria-label=words::PLOT.get(lang) aria-describedby="ratings-said">
            <div class="dots__row dots__row--scale" aria-hidden="true">
                <span class="joins ranked__place"></span><span class="dots__name"></span><svg class="dots__scale" inner_html=scale></svg><span class="dots__value"></span>
            </div>
            <ol class="dots__list">{rows}</ol>
        </div>
    }
}

fn tools(query: RwSignal<String>, show: RwSignal<Show>, lang: Lang) -> impl IntoView {
    let some = SOME.to_string();
    let options = vec![
        ("all".to_owned(), words::SHOW_ALL.get(lang).to_owned()),
        ("highest".to_owned(), words::SHOW_HIGHEST.with(lang, &[("n", &some)])),
        ("lowest".to_owned(), words::SHOW_LOWEST.with(lang, &[("n", &some)])),
    ];
    view! {
        <div class="filters filters--plot" role="group" aria-label=words::PLOT_TOOLS.get(lang)>
            <label class="pick" for="score-search"><span>{words::SEARCH.get(lang)}</span>
                <input type="search" id="score-search" autocomplete="off" on:input:target=move |event| query.set(fold(&event.target().value())) />
            </label>
            {select("score-show", words::SHOW.get(lang), options, "all", move |value| show.set(match value.as_str() {
                "highest" => Show::Highest,
                "lowest" => Show::Lowest,
                _ => Show::All,
            }))}
        </div>
    }
}

/// The picture in a sentence: how many, the highest, the lowest, what is not shown.
fn summary(units: &[Ranked], lang: Lang) -> String {
    let there: Vec<(&Ranked, &ScoreFigures)> = units.iter().filter_map(|unit| Some((unit, unit.value.as_ref().ok()?))).collect();
    let without = |why: Hidden| number::whole(units.iter().filter(|unit| unit.value.as_ref().err() == Some(&why)).count() as u64, lang);
    let hidden = words::SUMMARY_HIDDEN.with(lang, &[("few", &without(Hidden::Few)), ("none", &without(Hidden::NotJudged))]);
    let (Some((best, high)), Some((last, low))) = (there.first(), there.last()) else { return hidden };
    let n = number::whole(there.len() as u64, lang);
    let [high, low] = [high.est, low.est].map(|est| number::percent(est, lang));
    let range = words::SUMMARY.with(lang, &[("n", &n), ("best", &best.name), ("high", &high), ("last", &last.name), ("low", &low)]);
    [&range, " ", &hidden].concat()
}

fn row<F: Fn() -> bool + Send + 'static, V: IntoView + 'static, O: Fn() -> V + Send + 'static>(
    shell: Shell,
    axis: &Axis,
    unit: &Ranked,
    hidden: F,
    old: O,
    minimum: u32,
    lang: Lang,
) -> impl IntoView + use<F, V, O> {
    let code = unit.code.clone();
    let open = move |_| {
        look(shell, |look| look.unit = Some(code.clone()));
        crate::platform::page::focus("shares".to_owned());
    };
    let (drawn, text) = match &unit.value {
        Ok(figures) => (drawn(axis, figures), value(figures, lang).into_any()),
        Err(why) => {
            let said = why_words(*why, minimum, lang);
            (String::new(), view! { <span class="dots__value none"><span aria-hidden="true">"⊘ "</span>{said}</span> }.into_any())
        }
    };
    let place = unit.place.map_or_else(|| "–".to_owned(), |place| place.to_string());
    view! {
        <li class=if unit.value.is_ok() { "dots__row" } else { "dots__row dots__row--none" } hidden=hidden>
            <span class="joins ranked__place">{place}</span>
            <button type="button" class="dots__name act" on:click=open>{unit.name.clone()}{old}</button>
            <svg class="dots__track" aria-hidden="true" focusable="false" inner_html=drawn></svg>
            {text}
        </li>
    }
}

fn drawn(axis: &Axis, figures: &ScoreFigures) -> String {
    track::score(axis, figures.est, figures.precision.and_then(|precision| precision.bounds))
}

fn value(figures: &ScoreFigures, lang: Lang) -> impl IntoView + use<> {
    let small = match figures.precision.and_then(|precision| precision.bounds) {
        Some(bounds) => super::tables::range(bounds, lang),
        None => words::N_PEOPLE.with(lang, &[("n", &number::whole(figures.respondents, lang))]),
    };
    view! { <span class="dots__value"><b>{number::percent(figures.est, lang)}</b>" "<small>{small}</small></span> }
}

/// Why a score is not shown.
pub fn why_words(why: Hidden, minimum: u32, lang: Lang) -> String {
    match why {
        Hidden::Few => office::WHY_FEW.with(lang, &[("n", &minimum.to_string())]),
        Hidden::NotJudged => words::NOT_JUDGED.get(lang).to_owned(),
    }
}
