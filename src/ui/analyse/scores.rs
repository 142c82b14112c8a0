//! "Điểm chấm đơn vị": what officials' grids give, for one group at a time. Units as a
//! ranked dot plot, the shares of the options behind a score, each with its table and the
//! sentence that says how it was computed. Drawn from the released table alone.

mod bars;
mod plot;
mod tables;

use std::sync::Arc;

use leptos::prelude::*;

use super::parts::{card, choosers, head, select};
use super::{Shell, track};
use crate::analysis::option_score::Asked;
use crate::analysis::plan::IntervalRule;
use crate::app::analyse::scoring::{Rated, rated};
use crate::app::analyse::{Event, Look, ranking};
use crate::base::words::{office, results as words};
use crate::base::{Lang, number};
use crate::disclosure::Hidden;

/// The scores of the chosen group and form; made anew only when they are others.
#[derive(Clone)]
pub(super) struct Seen(pub(super) Arc<Rated>);

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// See [`Seen`].
pub(super) fn seen(shell: Shell) -> Memo<Option<Seen>> {
    let key = shell.memo(|model| {
        let counted = Arc::as_ptr(&model.register) as usize;
        (counted, model.group.clone(), model.questionnaire.clone(), model.minimum, model.rule, model.people.clone(), model.language)
    });
    Memo::new(move |_| {
        key.get();
        shell.peek(|model| rated(model).map(|rated| Seen(Arc::new(rated))))
    })
}

/// The page.
#[component]
pub fn ScoresPage(shell: Shell, lang: Lang) -> impl IntoView {
    let seen = seen(shell);
    let about = shell.memo(move |model| {
        let campaign = model.campaign.as_ref().map(|campaign| campaign.title.get(lang).to_owned());
        let form = model.definitions.get(&model.questionnaire).map(|form| form.title.get(lang).to_owned());
        let group = model.group_title().map(str::to_owned);
        campaign.into_iter().chain(group).chain(form).collect::<Vec<_>>().join(" · ")
    });
    view! {
        {move || head(words::PAGE_SCORES.get(lang), about.get())}
        {choosers(shell, lang)}
        {move || match seen.get() {
            None => view! { <section class="panel nothing"><h2>{words::NO_GRID.get(lang)}</h2><p>{words::NO_GRID_HINT.get(lang)}</p></section> }.into_any(),
            Some(seen) if seen.0.forms + seen.0.open_forms == 0 => {
                view! { <section class="panel nothing"><h2>{words::NO_FORMS.get(lang)}</h2><p>{words::NO_FORMS_HINT.get(lang)}</p></section> }.into_any()
            }
            Some(seen) => page(shell, &seen.0, lang).into_any(),
        }}
    }
}

fn page(shell: Shell, rated: &Arc<Rated>, lang: Lang) -> impl IntoView + use<> {
    let criterion = shell.memo(|model| model.look.criterion.clone());
    let unit = shell.memo(|model| model.look.unit.clone());
    let (of_plot, of_bars) = (rated.clone(), rated.clone());
    let sampled = rated.forms > 0;
    view! {
        <svg class="hatches" aria-hidden="true" width="0" height="0" inner_html=track::HATCHES></svg>
        {filters(shell, rated, lang)}
        {how_asked(shell, rated, lang)}
        {sampled.then(|| view! {
            {move || cards(&of_plot, criterion.get().as_deref(), lang)}
            {let rated = of_bars.clone(); move || plot::panel(shell, &rated, criterion.get().as_deref(), lang)}
            {move || bars::panel(shell, &of_bars, criterion.get().as_deref(), unit.get().as_deref(), lang)}
        })}
        {open(rated, lang)}
    }
}

fn filters(shell: Shell, rated: &Arc<Rated>, lang: Lang) -> impl IntoView + use<> {
    let table = rated.table.get();
    let mut criteria = vec![(String::new(), words::ALL_CRITERIA.get(lang).to_owned())];
    criteria.extend(table.criteria.iter().map(|one| (one.id.clone(), title(rated, &one.id))));
    let chosen = shell.peek(|model| model.look.criterion.clone()).unwrap_or_default();
    let sample = match table.asked {
        Asked::Sample(..) => true,
        Asked::Everybody | Asked::Whoever => false,
    };
    let rules =
        vec![("t".to_owned(), office::RULE_T.get(lang).to_owned()), ("normal".to_owned(), office::RULE_NORMAL.get(lang).to_owned())];
    let rule = if table.interval.rule == IntervalRule::T { "t" } else { "normal" };
    let people = shell.peek(|model| model.people.get(&model.group).map(u64::to_string)).unwrap_or_default();
    view! {
        <div class="filters" role="group" aria-label=office::FILTERS.get(lang)>
            {select("f-criterion", words::CRITERION.get(lang), criteria, &chosen, move |id| look(shell, |look| look.criterion = Some(id).filter(|id| !id.is_empty())))}
            {sample.then(|| view! {
                {select("f-rule", office::RULE.get(lang), rules, rule, move |value| {
                    shell.send(Event::Rule(if value == "t" { IntervalRule::T } else { IntervalRule::Normal }));
                })}
                <label class="pick" for="f-people"><span>{words::PEOPLE.get(lang)}</span>
                    <input type="number" id="f-people" inputmode="numeric" min="1" step="1" value=people aria-describedby="people-how"
                        on:change:target=move |event| shell.send(Event::People(event.target().value().trim().parse().ok())) />
                </label>
            })}
        </div>
    }
}

/// Changes how scores are looked at.
fn look(shell: Shell, change: impl FnOnce(&mut Look)) {
    let mut look = shell.peek(|model| model.look.clone());
    change(&mut look);
    shell.send(Event::Look(look));
}

/// What a criterion is called in short.
fn title(rated: &Rated, criterion: &str) -> String {
    rated.titles.get(criterion).cloned().unwrap_or_else(|| criterion.to_owned())
}

/// Everybody, or a sample: which decides whether there is an interval.
fn how_asked(shell: Shell, rated: &Rated, lang: Lang) -> impl IntoView + use<> {
    let table = rated.table.get();
    let forms = number::whole(rated.forms, lang);
    let level = number::decimal(table.interval.level * 100.0, 0, lang);
    let group = shell.peek(|model| model.group_title().map(str::to_owned)).unwrap_or_default();
    let said = match table.asked {
        Asked::Everybody => words::ASKED_EVERYBODY.with(lang, &[("group", &group), ("n", &forms)]),
        Asked::Sample(n, Some(population)) if population < n => {
            words::ASKED_TOO_MANY.with(lang, &[("n", &forms), ("population", &number::whole(population, lang))])
        }
        Asked::Sample(_, Some(population)) => words::ASKED_SAMPLE_OF
            .with(lang, &[("group", &group), ("n", &forms), ("population", &number::whole(population, lang)), ("level", &level)]),
        Asked::Sample(_, None) => words::ASKED_SAMPLE.with(lang, &[("group", &group), ("n", &forms), ("level", &level)]),
        Asked::Whoever => String::new(),
    };
    view! { <p class="caution" role="note" id="people-how">{said}</p> }
}

fn cards(rated: &Rated, criterion: Option<&str>, lang: Lang) -> impl IntoView + use<> {
    let table = rated.table.get();
    let units = ranking::ranking(rated, table, criterion);
    let whole = |n: usize| number::whole(n as u64, lang);
    let count = |why: Hidden| units.iter().filter(|unit| unit.value.as_ref().err() == Some(&why)).count();
    let there: Vec<f64> = units.iter().filter_map(|unit| unit.value.as_ref().ok()).map(|figures| figures.est).collect();
    // Sorted already: the middle one, or the middle of two.
    let middle = there.get(there.len() / 2).zip(there.get(there.len().saturating_sub(1) / 2));
    let middle = middle.map_or_else(|| "⊘".to_owned(), |(a, b)| number::percent(f64::midpoint(*a, *b), lang));
    let minimum = table.minimum.get().to_string();
    let of = words::OF_UNITS.with(lang, &[("n", &whole(units.len()))]);
    view! {
        <div class="kpis">
            {card(words::FORMS.get(lang), number::whole(rated.forms, lang), words::FORMS_BELOW.get(lang).to_owned())}
            {card(words::UNITS_SCORED.get(lang), whole(there.len()), of)}
            {card(words::MEDIAN.get(lang), middle, words::MEDIAN_BELOW.get(lang).to_owned())}
            {card(words::HIDDEN_UNITS.get(lang), whole(count(Hidden::Few)), words::HIDDEN_BELOW.with(lang, &[("minimum", &minimum), ("none", &whole(count(Hidden::NotJudged)))]))}
        </div>
    }
}

/// Answers through an open link are no sample of anybody: apart, without an interval.
fn open(rated: &Rated, lang: Lang) -> Option<impl IntoView + use<>> {
    let table = rated.open.as_ref()?.get();
    let caption = words::OPEN_CAPTION.get(lang);
    let units = ranking::ranking(rated, table, None);
    Some(view! {
        <section class="panel" id="open-link">
            <header class="panel__head"><h2>{office::OPEN_TITLE.get(lang)}</h2></header>
            <p class="how">{words::OPEN_HOW.with(lang, &[("n", &number::whole(rated.open_forms, lang))])}</p>
            {super::tables::folded(lang, tables::ranking(rated, table, None, &units, caption, lang), caption.to_owned())}
        </section>
    })
}
