//! "So với đợt trước": the earlier round from a table, through the table of old and new
//! units; where there is no comparison, why.

use leptos::prelude::*;

use super::super::Shell;
use super::super::parts::scroll;
use super::tables::{About, intake, quiet};
use super::{Seen, nothing, send};
use crate::analysis::index::trend::{Carried, Trend, Value, Why};
use crate::app::analyse::index::files::print;
use crate::app::analyse::index::table::Role;
use crate::app::analyse::index::{Step, comparing};
use crate::base::words::{index as words, office};
use crate::base::{Lang, number};

/// The part.
pub fn page(shell: Shell, lang: Lang) -> impl IntoView {
    let outcome = shell.outcome();
    let round = shell.memo(|model| model.index.imported().and_then(|imported| imported.earlier.clone()));
    let links = shell.memo(|model| model.index.imported().map(|imported| imported.links.clone()).unwrap_or_default());
    let has = Memo::new(move |_| outcome.with(Option::is_some));
    move || {
        if !has.get() {
            return nothing(shell, lang).into_any();
        }
        view! {
            <p class="intro">{words::TREND_LEAD.get(lang)}</p>
            {changes(shell, lang, outcome, move || { round.track(); links.track(); })}
            <section class="panel" id="earlier" tabindex="-1">
                <header class="panel__head"><h2>{words::EARLIER.get(lang)}</h2><p>{words::EARLIER_HINT.get(lang)}</p></header>
                {intake(shell, About { role: Role::Earlier, columns: words::EARLIER_COLUMNS.get(lang), effect: quiet }, lang)}
                {move || round.get().map(|round| {
                    let same = shell.peek(|model| model.index.scheme().is_some_and(|scheme| comparing::method(scheme) == round.method));
                    view! { <label class="tick"><input type="checkbox" prop:checked=same on:change:target=move |event| send(shell, Step::SameMethod(event.target().checked())) /><span>{words::SAME_METHOD.get(lang)}</span></label> }
                })}
            </section>
            <section class="panel" id="links" tabindex="-1">
                <header class="panel__head"><h2>{words::LINKS.get(lang)}</h2><p>{words::LINKS_HINT.get(lang)}</p></header>
                {intake(shell, About { role: Role::Links, columns: words::LINKS_COLUMNS.get(lang), effect: quiet }, lang)}
                <p class="how">{move || words::LINKS_THERE.with(lang, &[("n", &number::whole(links.with(|links| links.len()) as u64, lang))])}</p>
            </section>
        }
        .into_any()
    }
}

fn changes(shell: Shell, lang: Lang, outcome: Memo<Option<Seen>>, follow: impl Fn() + Send + 'static) -> impl IntoView {
    move || {
        follow();
        let seen = outcome.get()?;
        let all = shell.peek(|model| comparing::trend(model, &seen))?;
        let row = |trend: &Trend| {
            let (then, now) = match trend.rounds.as_slice() {
                [then, now] => (carried(&seen, then, lang), now.value().map_or_else(|| "–".to_owned(), |value| score(&seen, value, lang))),
                _ => ("–".to_owned(), "–".to_owned()),
            };
            let change = match &trend.change {
                Ok(change) => {
                    let sign = if change.points.is_negative() || change.points.is_zero() { "" } else { "+" };
                    let sure = if change.certain { words::CERTAIN } else { words::UNCERTAIN };
                    let points = [sign, &print(&change.points, &seen, lang)].concat();
                    view! { <td><b>{points}</b></td><td class="prose">{sure.get(lang)}</td> }.into_any()
                }
                Err(why) => view! { <td>"–"</td><td class="prose">{why_words(&seen, why, lang)}</td> }.into_any(),
            };
            view! { <tr><th scope="row">{seen.name(&trend.unit).to_owned()}</th><td>{then}</td><td>{now}</td>{change}</tr> }
        };
        let heads = [office::UNIT, words::THEN, words::NOW, words::CHANGE, words::CHANGE_SAID]
            .map(|word| view! { <th scope="col">{word.get(lang)}</th> });
        let caption = words::CHANGES.get(lang);
        let table = view! {
            <table class="data sheet__table"><caption class="hide">{caption}</caption><thead><tr>{heads.into_iter().collect_view()}</tr></thead>
                <tbody>{all.iter().map(row).collect_view()}</tbody></table>
        };
        Some(view! {
            <section class="panel" id="changes">
                <header class="panel__head"><h2>{caption}</h2></header>
                {scroll(caption.to_owned(), table)}
                <p class="how">{words::TREND_HOW.get(lang)}</p>
            </section>
        })
    }
}

fn score(seen: &Seen, value: &Value, lang: Lang) -> String {
    print(&value.score, seen, lang)
}

fn carried(seen: &Seen, carried: &Carried, lang: Lang) -> String {
    match carried {
        Carried::Same(value) => score(seen, value, lang),
        Carried::Part(value) => words::CARRIED_PART.with(lang, &[("score", &score(seen, value, lang))]),
        Carried::Weighted(value, from) => {
            let parts = from.iter().map(|(unit, share)| [unit, " ", &share.percent(lang)].concat()).collect::<Vec<_>>().join(", ");
            words::CARRIED_WEIGHTED.with(lang, &[("score", &score(seen, value, lang)), ("parts", &parts)])
        }
        Carried::None(_) => "–".to_owned(),
    }
}

fn why_words(seen: &Seen, why: &Why, lang: Lang) -> String {
    match why {
        Why::NewUnit => words::WHY_NEW.get(lang).to_owned(),
        Why::OldScoreMissing(units) => words::WHY_OLD_MISSING.with(lang, &[("units", &units.join(", "))]),
        Why::PopulationUnknown(units, range) => {
            let (low, high) = range.as_ref();
            let ends = [low, high].map(|end| print(end, seen, lang)).join("–");
            words::WHY_POPULATION.with(lang, &[("units", &units.join(", ")), ("range", &ends)])
        }
        Why::MethodChanged => words::WHY_METHOD.get(lang).to_owned(),
        Why::NoScoreNow => words::WHY_NO_SCORE.get(lang).to_owned(),
    }
}
