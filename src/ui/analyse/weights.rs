//! "Trọng số": who stands behind each form, which unit carries how much, what that
//! costs, and which units have no weight. For the analyst alone: it is not released.

use leptos::prelude::*;

use super::parts::{card, count, head, nothing, scroll};
use super::satisfaction::{about, kinds_alone};
use super::shell::Sight;
use super::{Shell, findings, track};
use crate::analysis::UnitWeight;
use crate::base::words::office as words;
use crate::base::{Lang, number};
use crate::dataset::FrameUnit;

/// The page.
#[component]
pub fn WeightsPage(shell: Shell, lang: Lang) -> impl IntoView {
    let sight = shell.sight();
    let line = shell.memo(move |model| about(model, lang));
    view! {
        {move || head(words::PAGE_WEIGHTS.get(lang), line.get())}
        {move || match sight.get() {
            None => nothing(shell, lang).into_any(),
            Some(sight) => view! { {kinds_alone(shell, &sight, lang)} {page(&sight, lang)} }.into_any(),
        }}
    }
}

fn page(sight: &Sight, lang: Lang) -> impl IntoView + use<> {
    let meta = &sight.shown.results.meta;
    let heaviest = meta.units.first();
    let sentence = heaviest.map(|unit| {
        let count = [unit.rows, meta.used].map(|n| number::whole(n, lang));
        words::HEAVIEST.with(
            lang,
            &[("unit", &sight.names.unit(&unit.unit)), ("share", &number::percent(unit.share, lang)), ("n", &count[0]), ("of", &count[1])],
        )
    });
    let kish = words::KISH_SENTENCE.with(lang, &[("n", &number::whole(meta.used, lang)), ("kish", &count(meta.kish, lang))]);
    let deff = number::decimal(ratio(meta.used, meta.kish), 2, lang);
    let notes = named(sight);
    view! {
        <div class="kpis">
            {card(words::FORMS_USED.get(lang), number::whole(meta.used, lang), words::OF_ROWS.with(lang, &[("n", &number::whole(meta.rows, lang))]))}
            {card(words::SUM_OF_WEIGHTS.get(lang), count(meta.weight, lang), words::STRATA.with(lang, &[("n", &number::whole(meta.strata, lang))]))}
            {card(words::KISH.get(lang), count(meta.kish, lang), kish)}
            {card(words::DEFF.get(lang), deff, words::DEFF_HINT.get(lang).to_owned())}
        </div>
        <section class="panel">
            <header class="panel__head"><h2>{words::WHO_CARRIES.get(lang)}</h2></header>
            {sentence.map(|sentence| view! { <p class="intro">{sentence}</p> })}
            <p class="how">{words::WEIGHTS_HOW.get(lang)}</p>
            {bars(sight, lang)}
        </section>
        <section class="panel">
            <header class="panel__head"><h2>{words::WEIGHTS_TABLE.get(lang)}</h2></header>
            {scroll(words::WEIGHTS_TABLE.get(lang).to_owned(), table(sight, lang))}
        </section>
        <section class="panel">
            <header class="panel__head"><h2>{words::NOTES.get(lang)}</h2></header>
            {if notes.is_empty() { view! { <p>{words::NO_NOTES.get(lang)}</p> }.into_any() } else { findings::list(&notes, lang).into_any() }}
        </section>
    }
}

/// Notes with the unit's name where a stratum is one.
pub(super) fn named(sight: &Sight) -> Vec<crate::base::Finding> {
    let mut notes = sight.shown.results.meta.notes.clone();
    let frame = &sight.shown.request.plan.frame;
    for note in &mut notes {
        let nobody = |unit: &FrameUnit| unit.stratum() == note.value && unit.population.is_some_and(|population| population <= 0.0);
        if note.code == "stratum_without_rows" && frame.iter().any(nobody) {
            "stratum_of_nobody".clone_into(&mut note.code);
        }
        note.value = sight.names.unit(&note.value);
    }
    notes
}

#[expect(clippy::cast_precision_loss, reason = "a count of forms")]
fn ratio(used: u64, kish: f64) -> f64 {
    if kish > 0.0 { used as f64 / kish } else { f64::NAN }
}

fn bars(sight: &Sight, lang: Lang) -> impl IntoView + use<> {
    let units = &sight.shown.results.meta.units;
    let most = units.first().map_or(1.0, |unit| unit.share);
    let row = |unit: &UnitWeight| {
        view! {
            <li class="bars__row"><span class="bars__name">{sight.names.unit(&unit.unit)}</span>
                <svg class="bars__track bars__track--thin" aria-hidden="true" focusable="false" inner_html=track::share(unit.share, most)></svg>
                <span class="bars__value"><b>{number::percent(unit.share, lang)}</b></span></li>
        }
    };
    view! { <ol class="bars bars--weights">{units.iter().map(row).collect_view()}</ol> }
}

fn table(sight: &Sight, lang: Lang) -> impl IntoView + use<> {
    let meta = &sight.shown.results.meta;
    let frame = &sight.shown.request.plan.frame;
    let population = |code: &str| {
        let all: Vec<f64> = frame.iter().filter(|unit| unit.code == code).filter_map(|unit| unit.population).collect();
        (!all.is_empty()).then(|| all.iter().sum::<f64>())
    };
    let known = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| count(value, lang));
    let row = |unit: &UnitWeight| {
        let each = unit.weight / if unit.rows > 0 { ratio(unit.rows, 1.0) } else { f64::NAN };
        // A file that carries its own N_h has it in the weights: their sum.
        let behind = population(&unit.unit).or_else(|| frame.is_empty().then_some(unit.weight));
        let cells = [
            known(behind),
            number::whole(unit.rows, lang),
            number::decimal(each, 2, lang),
            count(unit.weight, lang),
            number::percent(unit.share, lang),
            number::decimal(unit.kish, 1, lang),
        ];
        view! { <tr><th scope="row">{sight.names.unit(&unit.unit)}</th>{cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
    };
    let used = |unit: &&FrameUnit| meta.units.iter().all(|weight| weight.unit != unit.code);
    let absent = |unit: &FrameUnit| {
        let reason = match unit.population {
            None => words::WHY_NO_POPULATION,
            Some(population) if population <= 0.0 => words::WHY_NO_SURVEY,
            Some(_) => words::WHY_NO_ROW,
        };
        view! { <tr><th scope="row">{sight.names.unit(&unit.code)}</th><td>{known(unit.population)}</td><td colspan="5" class="none">{reason.get(lang)}</td></tr> }
    };
    let heads = [words::UNIT, words::POPULATION, words::ROWS, words::WEIGHT, words::SUM_OF_WEIGHTS, words::SHARE_OF_WEIGHT, words::KISH];
    view! {
        <table class="data"><caption>{words::WEIGHTS_CAPTION.get(lang)}</caption>
            <thead><tr>{heads.map(|word| view! { <th scope="col">{word.get(lang)}</th> }).collect_view()}</tr></thead>
            <tbody>{meta.units.iter().map(row).collect_view()}{frame.iter().filter(used).map(absent).collect_view()}</tbody>
        </table>
    }
}
