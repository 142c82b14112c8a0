//! Where survey points come from: each group's ratings and the estimates that are shown.

use leptos::prelude::*;

use super::super::Shell;
use super::super::parts::scroll;
use super::Seen;
use crate::app::analyse::Event;
use crate::app::analyse::index::measuring::{Of, Used};
use crate::base::words::index as words;
use crate::base::{Lang, number};

/// The panel.
pub fn panel(shell: Shell, seen: &Seen, lang: Lang) -> impl IntoView + use<> {
    let judged = seen.points.iter().filter(|unit| unit.surveyed).count();
    let n = |n: usize| number::whole(n as u64, lang);
    let said = words::SURVEY_SAID.with(lang, &[("n", &n(judged)), ("units", &n(seen.units.len()))]);
    let used = &seen.measured.used;
    let kinds = seen.scheme.kinds.clone();
    // One kind is shown, and the scheme rates others too.
    let partial = used.iter().any(|one| match &one.of {
        Of::Estimates { kind: Some(kind), .. } => kinds.iter().any(|other| other != kind) || !kinds.contains(kind),
        Of::Estimates { kind: None, .. } | Of::Ratings { .. } => false,
    });
    let all = move |_| shell.send(Event::Kind(if kinds.len() == 1 { kinds.first().cloned() } else { None }));
    let table = (!used.is_empty()).then(|| scroll(words::SURVEY.get(lang).to_owned(), table(shell, used, lang)));
    view! {
        <section class="panel" id="survey">
            <header class="panel__head"><h2>{words::SURVEY.get(lang)}</h2><p>{words::SURVEY_HINT.get(lang)}</p></header>
            <p class="intro" role="status">{said}</p>
            {table}
            {partial.then(|| view! { <p class="caution" role="note">{words::SURVEY_PARTIAL.get(lang)}" "
                <button type="button" class="act" on:click=all>{words::SURVEY_ALL_KINDS.get(lang)}</button></p> })}
            {used.is_empty().then(|| view! { <p><a class="btn btn--quiet" href="#/analyse/receive">{words::SURVEY_GET.get(lang)}</a></p> })}
            <p class="how">{words::SURVEY_HOW.get(lang)}</p>
        </section>
    }
}

fn table(shell: Shell, used: &[Used], lang: Lang) -> impl IntoView + use<> {
    let row = |one: &Used| {
        let (group, form) = shell.peek(|model| {
            let group =
                model.campaign.as_ref().and_then(|campaign| campaign.group(&one.group)).map(|group| group.title.get(lang).to_owned());
            let form = model.definitions.get(&one.form).map(|form| form.title.get(lang).to_owned());
            (group.unwrap_or_else(|| words::FROM_FILE.get(lang).to_owned()), form.unwrap_or_else(|| one.form.clone()))
        });
        let what = match &one.of {
            Of::Estimates { demo: true, .. } => words::ESTIMATES_DEMO.get(lang).to_owned(),
            Of::Estimates { demo: false, .. } => words::ESTIMATES.get(lang).to_owned(),
            Of::Ratings { forms, census: true } => words::RATINGS_CENSUS.with(lang, &[("n", &number::whole(*forms, lang))]),
            Of::Ratings { forms, census: false } => words::RATINGS.with(lang, &[("n", &number::whole(*forms, lang))]),
        };
        view! { <tr><th scope="row">{group}</th><td>{form}</td><td>{what}</td><td>{number::whole(one.units as u64, lang)}</td></tr> }
    };
    let heads = [words::GROUP, words::FORM, words::GIVES, words::UNITS].map(|word| view! { <th scope="col">{word.get(lang)}</th> });
    view! {
        <table class="data data--text"><caption>{words::SURVEY.get(lang)}</caption>
            <thead><tr>{heads.into_iter().collect_view()}</tr></thead><tbody>{used.iter().map(row).collect_view()}</tbody>
        </table>
    }
}
