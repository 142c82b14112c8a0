//! Small parts that the pages share: numbers as text, selects, panels, empty states.

use leptos::prelude::*;

use super::Shell;
use crate::app::analyse::picture::{Point, Why};
use crate::app::analyse::{Event, Source, Statistic, Work};
use crate::base::words::{office as words, results};
use crate::base::{Lang, number};

/// A share as a percentage, a mean with two decimals.
pub fn figure(value: f64, statistic: Statistic, lang: Lang) -> String {
    match statistic {
        Statistic::Share => number::percent(value, lang),
        Statistic::Mean => number::decimal(value, 2, lang),
    }
}

/// `80,12–86,45`, in percent without its sign; a dash where there is no interval.
pub fn bounds(point: &Point, statistic: Statistic, lang: Lang) -> String {
    let scale = match statistic {
        Statistic::Share => 100.0,
        Statistic::Mean => 1.0,
    };
    let (low, high) = match statistic {
        Statistic::Share => (0.0, 1.0),
        Statistic::Mean => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let text = |value: f64| number::decimal(value.clamp(low, high) * scale, 2, lang);
    point.bounds.map_or_else(|| "–".to_owned(), |(lo, hi)| [&text(lo), "–", &text(hi)].concat())
}

/// A number of people or forms that was computed: no decimals, thousands grouped.
pub fn count(value: f64, lang: Lang) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded and not negative")]
    let whole = libm::round(value.max(0.0)) as u64;
    number::whole(whole, lang)
}

/// Why a figure is not shown.
pub fn why(why: Why, minimum: u32, lang: Lang) -> String {
    match why {
        Why::Few => words::WHY_FEW.with(lang, &[("n", &minimum.to_string())]),
        Why::NoAnswer => words::WHY_NO_ANSWER.get(lang).to_owned(),
        Why::NoSurvey => words::WHY_NO_SURVEY.get(lang).to_owned(),
        Why::NoRow => words::WHY_NO_ROW.get(lang).to_owned(),
        Why::NoPopulation => words::WHY_NO_POPULATION.get(lang).to_owned(),
    }
}

/// A labelled select: `(value, text)` options, the chosen value, what to do.
pub fn select<F: Fn(String) + 'static>(
    id: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: &str,
    choose: F,
) -> impl IntoView + use<F> {
    let option = |(value, text): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }
    };
    view! {
        <label class="pick" for=id><span>{label}</span>
            <select id=id on:change:target=move |event| choose(event.target().value())>{options.into_iter().map(option).collect_view()}</select>
        </label>
    }
}

/// Whose answers, and to which form: each where there is more than one. Nothing for an
/// imported file, which says it itself.
pub fn choosers(shell: Shell, lang: Lang) -> impl IntoView {
    let file = shell.memo(|model| model.source == Some(Source::File));
    let group = shell.memo(|model| model.group.clone());
    let groups = shell.peek(|model| {
        let groups = model.campaign.iter().flat_map(|campaign| &campaign.groups);
        let usable = groups.filter(|group| group.questionnaires.iter().any(|id| model.definitions.contains_key(id)));
        usable.map(|group| (group.id.clone(), group.title.get(lang).to_owned())).collect::<Vec<_>>()
    });
    let several = groups.len() > 1;
    let forms = move |group: &str| {
        shell.peek(|model| {
            let ids = model.campaign.as_ref().and_then(|campaign| campaign.group(group)).map(|group| group.questionnaires.clone());
            let forms = ids.into_iter().flatten().filter_map(|id| model.definitions.get(&id));
            forms.map(|form| (form.id.clone(), form.title.get(lang).to_owned())).collect::<Vec<_>>()
        })
    };
    let of_group = move || {
        let forms = forms(&group.get());
        let chosen = shell.peek(|model| model.questionnaire.clone());
        (forms.len() > 1).then(|| select("f-form", words::FORM.get(lang), forms, &chosen, move |id| shell.send(Event::Questionnaire(id))))
    };
    let whose = move || {
        group.get();
        let title = shell.peek(|model| model.group_title().map(str::to_owned))?;
        several.then(|| view! { <p class="how" id="whose">{results::WHOSE.with(lang, &[("group", &title)])}</p> })
    };
    view! {
        {move || (!file.get()).then(|| view! {
            <div class="filters" role="group" aria-label=results::CHOOSER.get(lang)>
                {several.then(|| select("f-group", results::GROUP.get(lang), groups.clone(), &group.get_untracked(), move |id| shell.send(Event::Group(id))))}
                {of_group}
            </div>
            {whose}
        })}
    }
}

/// The head of a page: its title and what it is about.
pub fn head(title: &'static str, about: String) -> impl IntoView {
    view! {
        <header class="head">
            <h1 id="page-title" tabindex="-1">{title}</h1>
            <p class="head__about">{about}</p>
        </header>
    }
}

/// A card with one number.
pub fn card(label: &'static str, value: String, below: String) -> impl IntoView {
    view! { <div class="kpi"><span class="kpi__label">{label}</span><strong class="kpi__value">{value}</strong><span class="kpi__below">{below}</span></div> }
}

/// Where there is nothing to look at yet: what to do.
pub fn nothing(shell: Shell, lang: Lang) -> impl IntoView {
    let work = shell.memo(|model| matches!(model.work, Work::Running { .. }));
    let open = shell.peek(|model| model.intakes.values().map(|intake| intake.open.valid).sum::<u64>());
    let only_open = (open > 0).then(|| words::ONLY_OPEN.with(lang, &[("n", &crate::base::number::whole(open, lang))]));
    view! {
        <section class="panel nothing">
            {only_open.map(|said| view! { <p class="caution" role="note">{said}" "<a href="#/analyse/check">{words::PAGE_CHECK.get(lang)}</a></p> })}
            <h2>{words::NOTHING.get(lang)}</h2>
            <p>{words::NOTHING_HINT.get(lang)}</p>
            <p class="acts">
                <button type="button" class="btn" disabled=move || work.get() on:click=move |_| shell.send(Event::Use(Source::Demo))>{words::LOAD_DEMO.get(lang)}</button>
                <a class="btn btn--quiet" href="#/analyse/receive">{words::PAGE_RECEIVE.get(lang)}</a>
            </p>
        </section>
    }
}

/// A table that scrolls by itself, reachable by keyboard.
pub fn scroll(label: String, table: impl IntoView) -> impl IntoView {
    view! { <div class="scroll" role="region" tabindex="0" aria-label=label>{table}</div> }
}
