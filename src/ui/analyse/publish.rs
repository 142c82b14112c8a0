//! "Công bố và xuất": what may leave, what is hidden and why, and the file.

use leptos::prelude::*;

use super::parts::{choosers, head, nothing, select};
use super::satisfaction::{about, kinds_alone};
use super::shell::Sight;
use super::{Shell, scores};
use crate::analysis::{Domain, Subject};
use crate::app::analyse::scoring::Rated;
use crate::app::analyse::{Event, Offline, Source, file_name, picture, scores_file_name};
use crate::base::time::Date;
use crate::base::words::{office as words, results};
use crate::base::{Lang, Word, number};
use crate::disclosure::{Hidden, ScoreCell, Table, Threshold};
use crate::export::csv::Dialect;
use crate::platform::download;

/// The page.
#[component]
pub fn Publish(shell: Shell, lang: Lang) -> impl IntoView {
    let sight = shell.sight();
    let line = shell.memo(move |model| about(model, lang));
    let has = Memo::new(move |_| sight.get().is_some());
    // An officials' form has scores and no satisfaction: another file, by the same rule.
    let scores = scores::seen(shell);
    let rates = Memo::new(move |_| scores.with(Option::is_some) && shell.peek(|model| model.source != Some(Source::File)));
    view! {
        {move || head(words::PAGE_PUBLISH.get(lang), line.get())}
        {choosers(shell, lang)}
        {move || if rates.get() {
            view! {
                {rule(shell, lang)}
                {move || scores.get().map(|seen| hidden_scores(&seen.0, lang))}
                {file(shell, results::SCORE_FILE_HINT.get(lang), score_name(shell), Event::DownloadScores, lang)}
            }.into_any()
        } else if has.get() {
            view! {
                {rule(shell, lang)}
                {move || sight.get().map(|sight| kinds_alone(shell, &sight, lang))}
                {move || sight.get().map(|sight| hidden(&sight, lang))}
                {file(shell, words::FILE_HINT.get(lang), name(shell), Event::Download, lang)}
            }.into_any()
        } else {
            nothing(shell, lang).into_any()
        }}
        {offline(shell, lang)}
    }
}

fn rule(shell: Shell, lang: Lang) -> impl IntoView {
    let minimum = shell.peek(|model| model.minimum.get());
    view! {
        <section class="panel">
            <header class="panel__head"><h2>{words::PUBLISH_RULE.get(lang)}</h2></header>
            <label class="pick" for="minimum"><span>{words::MINIMUM.get(lang)}</span>
                <input type="number" id="minimum" inputmode="numeric" min=Threshold::LEAST.to_string() max="1000" step="1" value=minimum.to_string() aria-describedby="minimum-hint"
                    on:change:target=move |event| {
                        let wanted = event.target().value().trim().parse().unwrap_or(minimum);
                        shell.send(Event::Minimum(wanted));
                        event.target().set_value(&shell.peek(|model| model.minimum.get()).to_string());
                    } />
            </label>
            <p class="how" id="minimum-hint">{words::MINIMUM_HINT.with(lang, &[("least", &Threshold::LEAST.to_string())])}</p>
        </section>
    }
}

/// A family of domains and what it is called.
type Family = (Word, fn(&Domain) -> bool);

fn hidden(sight: &Sight, lang: Lang) -> impl IntoView + use<> {
    let table = sight.table.get();
    let (cells, gone) = picture::hidden(table);
    let counts = [cells, gone].map(|n| number::whole(n as u64, lang));
    let minimum = table.minimum.get().to_string();
    let families: [Family; 4] = [
        (words::OF_ALL, |domain| matches!(domain, Domain::All)),
        (words::OF_UNITS, |domain| matches!(domain, Domain::Unit { .. })),
        (words::OF_UNIT_GROUPS, |domain| matches!(domain, Domain::UnitGroup { .. })),
        (words::OF_PROFILE, |domain| matches!(domain, Domain::Profile { .. })),
    ];
    let row = |(word, of): Family| {
        let [all, gone] = family(table, of);
        (all > 0).then(|| view! { <tr><th scope="row">{word.get(lang)}</th><td>{number::whole(all, lang)}</td><td>{number::whole(gone, lang)}</td></tr> })
    };
    let units = table.cells.iter().filter(|cell| cell.figures.is_none() && cell.subject == Subject::Overall).filter_map(|cell| match &cell
        .domain
    {
        Domain::Unit { unit } => Some(sight.names.unit(unit)),
        Domain::All | Domain::UnitGroup { .. } | Domain::Profile { .. } => None,
    });
    let units: Vec<String> = units.collect();
    view! {
        <section class="panel">
            <header class="panel__head"><h2>{words::WHAT_IS_HIDDEN.get(lang)}</h2></header>
            <p class="intro" role="status">{words::HIDDEN_SENTENCE.with(lang, &[("cells", &counts[0]), ("hidden", &counts[1]), ("minimum", &minimum)])}</p>
            <table class="data"><caption>{words::HIDDEN_CAPTION.get(lang)}</caption>
                <thead><tr><th scope="col">{words::CELLS_OF.get(lang)}</th><th scope="col">{words::CELLS.get(lang)}</th><th scope="col">{words::HIDDEN.get(lang)}</th></tr></thead>
                <tbody>{families.map(row).collect_view()}</tbody>
            </table>
            {(!units.is_empty()).then(|| view! { <p>{words::HIDDEN_UNITS.with(lang, &[("units", &units.join(", "))])}</p> })}
            <p class="how">{words::NO_SECONDARY.get(lang)}</p>
        </section>
    }
}

fn family(table: &Table, of: fn(&Domain) -> bool) -> [u64; 2] {
    let all = table.cells.iter().filter(|cell| of(&cell.domain));
    all.fold([0, 0], |[all, gone], cell| [all + 1, gone + u64::from(cell.figures.is_none())])
}

/// How many scores are hidden, and of which units.
fn hidden_scores(rated: &Rated, lang: Lang) -> impl IntoView + use<> {
    let table = rated.table.get();
    let few = |cell: &&ScoreCell| cell.figures.as_ref().err() == Some(&Hidden::Few);
    let [all, gone] = [table.cells.len(), table.cells.iter().filter(few).count()].map(|n| number::whole(n as u64, lang));
    let minimum = table.minimum.get().to_string();
    let named = table.cells.iter().filter(few).filter(|cell| cell.criterion.is_none());
    let name = |cell: &ScoreCell| rated.units.iter().find(|unit| unit.code == cell.unit).map(|unit| unit.name.clone());
    let units: Vec<String> = named.filter_map(name).collect();
    view! {
        <section class="panel">
            <header class="panel__head"><h2>{words::WHAT_IS_HIDDEN.get(lang)}</h2></header>
            <p class="intro" role="status">{words::HIDDEN_SENTENCE.with(lang, &[("cells", &all), ("hidden", &gone), ("minimum", &minimum)])}</p>
            {(!units.is_empty()).then(|| view! { <p>{words::HIDDEN_UNITS.with(lang, &[("units", &units.join(", "))])}</p> })}
            <p class="how">{words::NO_SECONDARY.get(lang)}</p>
        </section>
    }
}

fn score_name(shell: Shell) -> Memo<Option<String>> {
    shell.memo(|model| Shell::today().map(|day| scores_file_name(model, day)))
}

fn name(shell: Shell) -> Memo<Option<String>> {
    shell.memo(|model| Some(file_name(model, model.shown.as_ref()?, Shell::today()?)))
}

fn file(shell: Shell, hint: &'static str, name: Memo<Option<String>>, take: fn(Date) -> Event, lang: Lang) -> impl IntoView {
    let dialect = shell.memo(|model| model.dialect);
    let saved = shell.memo(|model| model.saved.clone());
    view! {
        <section class="panel">
            <header class="panel__head"><h2>{words::FILE.get(lang)}</h2><p>{hint}</p></header>
            {move || {
                let options = vec![("excel".to_owned(), words::DIALECT_EXCEL.get(lang).to_owned()), ("plain".to_owned(), words::DIALECT_PLAIN.get(lang).to_owned())];
                let now = if dialect.get() == Dialect::ExcelVi { "excel" } else { "plain" };
                select("dialect", words::DIALECT.get(lang), options, now, move |value| {
                    shell.send(Event::Dialect(if value == "excel" { Dialect::ExcelVi } else { Dialect::Plain }));
                })
            }}
            <p class="how">{words::FILE_NAME.get(lang)}" "<code>{move || name.get()}</code></p>
            <p class="acts">
                <button type="button" class="btn" id="download" on:click=move |_| if let Some(day) = Shell::today() { shell.send(take(day)) }>{words::DOWNLOAD.get(lang)}</button>
                <button type="button" class="btn btn--quiet" on:click=move |_| { download::print(); }>{words::PRINT.get(lang)}</button>
            </p>
            <p role="status">{move || saved.get().and_then(|(name, taken)| Some(if taken? { words::SAVED.with(lang, &[("name", &name)]) } else { words::NOT_SAVED.get(lang).to_owned() }))}</p>
        </section>
    }
}

fn offline(shell: Shell, lang: Lang) -> impl IntoView {
    let state = shell.memo(|model| model.offline.clone());
    view! {
        <section class="panel">
            <header class="panel__head"><h2>{words::OFFLINE_TITLE.get(lang)}</h2><p>{words::OFFLINE_USE_HINT.get(lang)}</p></header>
            <p class="acts"><button type="button" class="btn btn--quiet" disabled=move || state.get() == Offline::Working on:click=move |_| shell.send(Event::KeepOffline)>{words::KEEP_OFFLINE.get(lang)}</button></p>
            <p role="status">{move || match state.get() {
                Offline::Idle => String::new(),
                Offline::Working => words::KEEPING.get(lang).to_owned(),
                Offline::Kept => words::KEPT.get(lang).to_owned(),
                Offline::Failed(why) => words::NOT_KEPT.with(lang, &[("why", &why)]),
            }}</p>
        </section>
    }
}
