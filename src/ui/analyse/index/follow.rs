//! "Theo dõi sau công bố": making the list, whether it is kept, what is overdue, the sum
//! for the report, the list itself, and its file.

use leptos::prelude::*;

use super::super::parts::{scroll, select};
use super::super::{Shell, findings};
use super::ranking::saved_line;
use super::send;
use super::tables::{About, intake, quiet};
use super::{day, follow_list};
use crate::analysis::index::follow_up::{Obligation, overdue, summary};
use crate::app::analyse::index::appraising::Way;
use crate::app::analyse::index::files::Kind;
use crate::app::analyse::index::following::{self, Kept, List, Saving, Step as Follow};
use crate::app::analyse::index::table::Role;
use crate::app::analyse::index::{Step, phrase};
use crate::base::time::Date;
use crate::base::words::{index as words, manage, office};
use crate::base::{Lang, number};
use crate::store::StoreFault;

/// An overdue list that is open from the start.
const FEW: usize = 12;

/// The part.
pub fn page(shell: Shell, lang: Lang) -> impl IntoView {
    let list = shell.memo(|model| following::list(model).cloned());
    let has = Memo::new(move |_| list.with(|list| list.as_ref().is_some_and(|list| !list.kept.now().rows.is_empty())));
    let kept = Memo::new(move |_| list.with(|list| list.as_ref().map(|list| list.kept.now().clone())));
    view! {
        <p class="intro">{words::FOLLOW_LEAD.get(lang)}</p>
        {trouble(shell, lang)}
        {make(shell, lang)}
        {keeping(shell, list, lang)}
        {move || has.get().then(|| view! {
            {move || kept.get().map(|kept| sums(&kept, lang))}
            {follow_list::panel(shell, lang)}
        })}
        {file(shell, has, lang)}
    }
}

/// What could not be read of this browser's store.
fn trouble(shell: Shell, lang: Lang) -> impl IntoView {
    let state = shell.memo(|model| (model.index.following.unreadable.clone(), model.index.following.closed.clone()));
    move || {
        let (unreadable, closed) = state.get();
        let one = |(name, found): (String, Vec<crate::base::Finding>)| {
            view! { <div class="alert" role="alert"><h2>{words::LIST_UNREADABLE.with(lang, &[("name", &name)])}</h2>{findings::list(&found, lang)}</div> }
        };
        view! {
            {unreadable.into_iter().map(one).collect_view()}
            {closed.map(|_| view! { <p class="alert" role="alert">{words::STORE_CLOSED.get(lang)}</p> })}
        }
    }
}

/// The year and the conference, and the list made of the outcome.
fn make(shell: Shell, lang: Lang) -> impl IntoView {
    let outcome = shell.outcome();
    let names = shell.memo(move |model| {
        let lists = model.index.following.lists.iter().map(|(name, list)| (name.clone(), list.kept.now().title.get(lang).to_owned()));
        (lists.collect::<Vec<_>>(), following::name(model).unwrap_or_default())
    });
    let known = shell.peek(|model| following::list(model).map(|list| (list.kept.now().year, list.kept.now().conference)));
    let this_year = || Shell::today().map_or(0, Date::year);
    let (year, conference) = known.filter(|(year, _)| *year > 0).unwrap_or_else(|| (this_year() + 1, None));
    let (year, conference) = (RwSignal::new(year), RwSignal::new(conference));
    let has = Memo::new(move |_| outcome.with(Option::is_some));
    view! {
        <section class="panel" id="make" tabindex="-1">
            <header class="panel__head"><h2>{words::MAKE.get(lang)}</h2><p>{words::MAKE_HINT.get(lang)}</p></header>
            {move || { let (all, now) = names.get(); (all.len() > 1).then(|| select("list", words::LIST.get(lang), all, &now, move |name| send(shell, Step::Follow(Follow::Open(name))))) }}
            <div class="filters">
                <label class="pick" for="year"><span>{words::YEAR.get(lang)}</span>
                    <input type="number" id="year" inputmode="numeric" min="2000" max="2100" prop:value=move || year.get().to_string()
                        on:change:target=move |event| if let Ok(typed) = event.target().value().trim().parse() { year.set(typed) } /></label>
                <label class="pick" for="conference"><span>{words::CONFERENCE.get(lang)}</span>
                    {day::field(Some("conference"), words::CONFERENCE.get(lang).to_owned(), lang, move || conference.get(), move |date| conference.set(date))}</label>
            </div>
            <p class="acts"><button type="button" class="btn" disabled=move || !has.get()
                on:click=move |_| send(shell, Step::Follow(Follow::Make(year.get_untracked(), conference.get_untracked())))>{words::MAKE_LIST.get(lang)}</button></p>
            {move || (!has.get()).then(|| view! { <p class="how">{words::MAKE_NEEDS.get(lang)}</p> })}
        </section>
    }
}

/// Undo, redo, and whether the list is kept in this browser.
fn keeping(shell: Shell, list: Memo<Option<List>>, lang: Lang) -> impl IntoView {
    let ways = Memo::new(move |_| list.with(|list| list.as_ref().map(|list| list.kept.ways()).unwrap_or_default()));
    let saving = Memo::new(move |_| list.with(|list| list.as_ref().map(|list| list.saving.clone())));
    let travel = move |way: Way| move |_| send(shell, Step::Follow(Follow::Travel(way)));
    view! {
        <div class="keepbar" role="group" aria-label=words::KEEPING.get(lang)>
            <button type="button" class="btn btn--quiet" disabled=move || !ways.get().0 on:click=travel(Way::Back)>{manage::UNDO.get(lang)}</button>
            <button type="button" class="btn btn--quiet" disabled=move || !ways.get().1 on:click=travel(Way::Forward)>{manage::REDO.get(lang)}</button>
            <p role="status">{move || match saving.get() {
                None => ().into_any(),
                Some(Saving::Saved) => words::LIST_SAVED.get(lang).into_any(),
                Some(Saving::Asked) => words::LIST_SAVING.get(lang).into_any(),
                Some(Saving::Elsewhere) => view! { <span class="wrong">{words::LIST_ELSEWHERE.get(lang)}</span> }.into_any(),
                Some(Saving::Failed(fault)) => view! {
                    <span class="wrong">{fault_word(&fault).get(lang)}</span>" "
                    <button type="button" class="act" on:click=move |_| send(shell, Step::Follow(Follow::Save))>{words::SAVE_AGAIN.get(lang)}</button>
                }.into_any(),
            }}</p>
        </div>
    }
}

fn fault_word(fault: &StoreFault) -> crate::base::Word {
    match fault {
        StoreFault::Medium(crate::store::MediumFault::Full) => words::LIST_FULL,
        StoreFault::Medium(crate::store::MediumFault::Unavailable) | StoreFault::Taken(_) | StoreFault::ReadBack(_) => {
            words::LIST_NOT_SAVED
        }
    }
}

/// The overdue list and the sums by duty.
fn sums(kept: &Kept, lang: Lang) -> impl IntoView + use<> {
    let today = Shell::today()?;
    let late = overdue(&kept.rows, today);
    let title = |row: &Obligation| kept.duties.get(&row.duty).map_or(row.duty.as_str(), |text| text.get(lang)).to_owned();
    let name = |row: &Obligation| kept.names.get(&row.unit).unwrap_or(&row.unit).clone();
    let one = |(row, days): &(&Obligation, u32)| {
        let due = row.due.map(Date::to_display).unwrap_or_default();
        view! { <li><b>{name(row)}</b>" – "{title(row)}": "{words::OVERDUE_BY.with(lang, &[("n", &days.to_string()), ("due", &due)])}</li> }
    };
    let by_duty = summary(&kept.rows, today);
    let row = |(duty, sum): (&&str, &crate::analysis::index::follow_up::Summary)| {
        let cells = [sum.all, sum.on_time, sum.late, sum.waiting, sum.overdue, sum.no_date]
            .map(|n| view! { <td>{number::whole(n as u64, lang)}</td> });
        let title = kept.duties.get(*duty).map_or_else(|| (*duty).to_owned(), |text| text.get(lang).to_owned());
        view! { <tr><th scope="row">{title}</th>{cells.into_iter().collect_view()}</tr> }
    };
    let heads = [words::DUTY, words::ALL, words::SUM_ON_TIME, words::SUM_LATE, words::SUM_WAITING, words::SUM_OVERDUE, words::SUM_NO_DATE];
    let heads = heads.map(|word| view! { <th scope="col">{word.get(lang)}</th> });
    let caption = words::SUMS.get(lang);
    let table = view! {
        <table class="data"><caption class="hide">{caption}</caption><thead><tr>{heads.into_iter().collect_view()}</tr></thead><tbody>{by_duty.iter().map(row).collect_view()}</tbody></table>
    };
    Some(view! {
        <section class="panel" id="sums">
            <header class="panel__head"><h2>{caption}</h2><p>{words::AS_OF.with(lang, &[("day", &today.to_display())])}</p></header>
            {scroll(caption.to_owned(), table)}
            <h3>{words::OVERDUE.with(lang, &[("n", &late.len().to_string())])}</h3>
            {(!late.is_empty()).then(|| view! {
                <details class="fold" open=late.len() <= FEW><summary>{words::OVERDUE_LIST.get(lang)}</summary><ul class="flagged" id="overdue">{late.iter().map(one).collect_view()}</ul></details>
            })}
        </section>
    })
}

fn file(shell: Shell, has: Memo<bool>, lang: Lang) -> impl IntoView {
    let saved = shell.memo(|model| model.saved.clone());
    let scheme = shell.memo(|model| model.index.scheme().is_some());
    view! {
        <section class="panel noprint" id="duties" tabindex="-1">
            <header class="panel__head"><h2>{words::LIST_FILE.get(lang)}</h2><p>{words::LIST_FILE_HINT.get(lang)}</p></header>
            <p class="acts"><button type="button" class="btn" disabled=move || !has.get() on:click=move |_| if let Some(day) = Shell::today() { send(shell, Step::Download(Kind::Duties, day)) }>{office::DOWNLOAD.get(lang)}</button></p>
            {saved_line(saved, lang)}
            {move || scheme.get().then(|| intake(shell, About { role: Role::Duties, columns: words::LIST_COLUMNS.get(lang), effect: quiet }, lang))}
        </section>
    }
}

/// How a row stands today, in words.
pub fn state_of(row: &Obligation, lang: Lang) -> String {
    Shell::today().map(|today| phrase::state(row.state(today), lang)).unwrap_or_default()
}
