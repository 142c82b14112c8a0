//! "Bộ tiêu chí và điểm": the scheme, the appraisal, what respondents gave, the ratings
//! of heads, and what is still open.

use leptos::prelude::*;

use super::super::parts::select;
use super::super::{Shell, findings};
use super::tables::{About, compared, file, intake, quiet};
use super::{nothing, rules, send, survey};
use crate::analysis::index::appraisal::Stage;
use crate::app::analyse::index::files::Kind;
use crate::app::analyse::index::schemes::unasked;
use crate::app::analyse::index::table::Role;
use crate::app::analyse::index::{Choice, Step, appraising};
use crate::app::respond::FetchFault;
use crate::base::words::{index as words, office};
use crate::base::{Finding, Lang, number};

/// The part.
pub fn page(shell: Shell, lang: Lang) -> impl IntoView {
    let open = shell.memo(|model| model.index.choice.mark().map(str::to_owned));
    let outcome = shell.outcome();
    let has = Memo::new(move |_| outcome.with(Option::is_some));
    view! {
        <p class="intro">{words::POINTS_LEAD.get(lang)}</p>
        {scheme(shell, lang)}
        {move || match (open.get(), has.get()) {
            (Some(_), true) => view! {
                {appraisal(shell, lang)}
                {move || outcome.get().map(|seen| survey::panel(shell, &seen, lang))}
                {heads(shell, lang)}
                {lacking(shell, lang)}
            }.into_any(),
            (Some(_), false) => nothing(shell, lang).into_any(),
            (None, _) => ().into_any(),
        }}
    }
}

fn scheme(shell: Shell, lang: Lang) -> impl IntoView {
    let choice = shell.memo(|model| model.index.choice.clone());
    let offered = shell.memo(|model| (model.index.schemes.clone(), model.index.choice.clone()));
    let pick = move || {
        let (listed, choice) = offered.get();
        let used = |file: bool| choice.used().filter(|open| open.file == file).map(|open| open.name.clone()).unwrap_or_default();
        let chosen = match &choice {
            Choice::Loading(id, _) => id.clone(),
            Choice::None | Choice::Refused(..) | Choice::Unreachable(..) | Choice::Open(_) => used(false),
        };
        let file = used(true);
        let mut options: Vec<(String, String)> = listed.into_iter().map(|one| (one.id, one.title.get(lang).to_owned())).collect();
        if chosen.is_empty() {
            let none = if file.is_empty() { words::NO_CHOICE.get(lang).to_owned() } else { words::OF_FILE.with(lang, &[("name", &file)]) };
            options.insert(0, (String::new(), none));
        }
        select("scheme-pick", words::SCHEME.get(lang), options, &chosen, move |id| send(shell, Step::Choose(id)))
    };
    view! {
        <section class="panel" id="scheme" tabindex="-1">
            <header class="panel__head"><h2>{words::SCHEME.get(lang)}</h2><p>{words::SCHEME_HINT.get(lang)}</p></header>
            <div class="two two--even">
                <div class="pickers">{pick}</div>
                {file("scheme-file".to_owned(), (words::SCHEME_FILE, words::SCHEME_FILE_HINT), move |name, bytes| send(shell, Step::SchemeFile(name, bytes)), lang)}
            </div>
            {move || match choice.get() {
                Choice::None | Choice::Open(_) => ().into_any(),
                Choice::Loading(..) => view! { <p role="status">{office::LOADING.get(lang)}</p> }.into_any(),
                Choice::Refused(name, found, _) => view! {
                    <div class="alert" role="alert"><h3>{words::SCHEME_REFUSED.with(lang, &[("name", &name)])}</h3>{findings::list(&found, lang)}</div>
                }.into_any(),
                Choice::Unreachable(name, fault, _) => {
                    let why = match fault {
                        FetchFault::Offline => office::OFFLINE_HINT,
                        FetchFault::Absent | FetchFault::Status(_) => office::UNREACHABLE_HINT,
                    };
                    view! { <div class="alert" role="alert"><h3>{words::SCHEME_UNREACHABLE.with(lang, &[("name", &name)])}</h3><p>{why.get(lang)}</p></div> }.into_any()
                }
            }}
            {move || choice.get().used().map(|open| {
                let found: Vec<Finding> = open.findings.iter().cloned().chain(shell.peek(unasked)).collect();
                rules::scheme(&open.scheme, &found, lang)
            })}
        </section>
    }
}

fn appraisal(shell: Shell, lang: Lang) -> impl IntoView {
    let about = About { role: Role::Appraisal, columns: words::APPRAISAL_COLUMNS.get(lang), effect: compared };
    let stage = shell.memo(|model| model.index.stage);
    let there = shell.memo(|model| {
        let appraisal = model.index.imported().map(|imported| (imported.appraisal.now().rows.len(), imported.appraisal.ways()));
        appraisal.unwrap_or_default()
    });
    view! {
        <section class="panel" id="appraisal" tabindex="-1">
            <header class="panel__head"><h2>{words::APPRAISAL.get(lang)}</h2><p>{words::APPRAISAL_HINT.get(lang)}</p></header>
            {intake(shell, about, lang)}
            <div class="filters">{move || {
                let all = [(Stage::Council, "council", words::STAGE_COUNCIL), (Stage::Agency, "agency", words::STAGE_AGENCY), (Stage::Own, "own", words::STAGE_OWN)];
                let now = all.iter().find(|(one, ..)| *one == stage.get()).map_or("council", |(_, id, _)| *id);
                let options = all.map(|(_, id, word)| (id.to_owned(), word.get(lang).to_owned())).to_vec();
                select("stage", words::STAGE.get(lang), options, now, move |id| {
                    let chosen = all.iter().find(|(_, one, _)| *one == id).map_or(Stage::Council, |(stage, ..)| *stage);
                    send(shell, Step::Stage(chosen));
                })
            }}</div>
            <p class="how">{move || words::APPRAISAL_THERE.with(lang, &[("n", &number::whole(there.get().0 as u64, lang))])}</p>
            <p class="acts">
                <button type="button" class="btn btn--quiet" on:click=move |_| if let Some(day) = Shell::today() { send(shell, Step::Download(Kind::Example, day)) }>{words::EXAMPLE.get(lang)}</button>
                <button type="button" class="btn btn--quiet" disabled=move || !there.get().1.0 on:click=move |_| send(shell, Step::Undo(Role::Appraisal))>{words::UNDO_TAKE.get(lang)}</button>
                <button type="button" class="btn btn--quiet" disabled=move || !there.get().1.1 on:click=move |_| send(shell, Step::Redo(Role::Appraisal))>{words::REDO_TAKE.get(lang)}</button>
            </p>
        </section>
    }
}

fn heads(shell: Shell, lang: Lang) -> impl IntoView {
    let about = About { role: Role::Heads, columns: words::HEADS_COLUMNS.get(lang), effect: quiet };
    let there = shell.memo(|model| model.index.imported().map_or(0, |imported| imported.heads.now().len()));
    view! {
        <section class="panel" id="heads" tabindex="-1">
            <header class="panel__head"><h2>{words::HEADS.get(lang)}</h2><p>{words::HEADS_HINT.get(lang)}</p></header>
            {intake(shell, about, lang)}
            <p class="how">{move || words::HEADS_THERE.with(lang, &[("n", &number::whole(there.get() as u64, lang))])}</p>
        </section>
    }
}

/// What is still open, and points lost without a reason.
fn lacking(shell: Shell, lang: Lang) -> impl IntoView {
    let outcome = shell.outcome();
    move || {
        outcome.get().map(|seen| {
            let found = shell.peek(appraising::lacking);
            let open = seen.points.iter().filter(|unit| !unit.complete).count();
            let n = |n: usize| number::whole(n as u64, lang);
            let said = words::LACKING_SAID.with(lang, &[("open", &n(open)), ("units", &n(seen.units.len()))]);
            view! {
                <section class="panel" id="lacking">
                    <header class="panel__head"><h2>{words::LACKING.get(lang)}</h2></header>
                    <p class="intro" role="status">{said}</p>
                    {(!found.is_empty()).then(|| view! { <details class="fold"><summary>{words::LACKING_LIST.get(lang)}</summary>{findings::list(&found, lang)}</details> })}
                    {(!seen.findings.is_empty()).then(|| view! { <details class="fold"><summary>{words::POINTS_FINDINGS.get(lang)}</summary>{findings::list(&seen.findings, lang)}</details> })}
                </section>
            }
        })
    }
}
