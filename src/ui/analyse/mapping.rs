//! Which column is what: a proposal that the analyst corrects, with the first rows
//! beside it; then the file is tried, and taken or not.

use std::sync::Arc;

use leptos::prelude::*;

use super::parts::scroll;
use super::{Shell, findings};
use crate::app::analyse::{Event, FileRole, Import, Proposal, Tried};
use crate::base::words::office as words;
use crate::base::{Lang, Word, number};
use crate::dataset::{Mapping, Missing};

/// A role that one column has.
type Role = (&'static str, Word, fn(&Mapping) -> Option<String>, fn(&mut Mapping, Option<String>));

const ROLES: [Role; 7] = [
    ("unit", words::ROLE_UNIT, |m| Some(m.unit.clone()).filter(|unit| !unit.is_empty()), |m, v| m.unit = v.unwrap_or_default()),
    ("kind", words::ROLE_KIND, |m| m.unit_kind.clone(), |m, v| m.unit_kind = v),
    ("group", words::ROLE_GROUP, |m| m.group.clone(), |m, v| m.group = v),
    ("stratum", words::ROLE_STRATUM, |m| m.stratum.clone(), |m, v| m.stratum = v),
    ("population", words::ROLE_POPULATION, |m| m.population.clone(), |m, v| m.population = v),
    ("weight", words::ROLE_WEIGHT, |m| m.weight.clone(), |m, v| m.weight = v),
    ("id", words::ROLE_ID, |m| m.id.clone(), |m, v| m.id = v),
];

/// Changes the mapping of the file that is open.
fn change(shell: Shell, change: impl FnOnce(&mut Mapping)) {
    let mapping = shell.peek(|model| match &model.import {
        Import::Mapping(proposal) => Some(proposal.mapping.clone()),
        Import::None | Import::Refused(..) | Import::Looking(..) => None,
    });
    if let Some(mut mapping) = mapping {
        change(&mut mapping);
        shell.send(Event::Mapped(Box::new(mapping)));
    }
}

/// The form.
pub fn form(shell: Shell, proposal: &Arc<Proposal>, lang: Lang) -> impl IntoView + use<> {
    let running = proposal.tried == Tried::Running;
    let Proposal { headers, mapping, findings: found, .. } = proposal.as_ref();
    let rows = number::whole(proposal.rows, lang);
    view! {
        <p class="intro">{words::FILE_READ.with(lang, &[("name", &proposal.name), ("rows", &rows), ("columns", &headers.len().to_string())])}</p>
        {(!found.is_empty()).then(|| findings::list(found, lang))}
        {scroll(words::PREVIEW.get(lang).to_owned(), preview(proposal, lang))}
        <fieldset class="roles" disabled=running>
            <legend>{words::WHICH_COLUMN.get(lang)}</legend>
            {ROLES.map(|role| single(shell, headers, mapping, role, lang)).collect_view()}
        </fieldset>
        {many(shell, headers, &mapping.items, ("items", words::ROLE_ITEMS), running, lang, |mapping, list| mapping.items = list)}
        {many(shell, headers, &mapping.profile, ("profile", words::ROLE_PROFILE), running, lang, |mapping, list| mapping.profile = list)}
        {missing(shell, &mapping.missing, running, lang)}
        {outcome(shell, proposal, lang)}
        <p class="acts">
            <button type="button" class="btn" disabled=running || mapping.unit.is_empty() || mapping.items.is_empty() on:click=move |_| shell.send(Event::Try)>{words::TRY.get(lang)}</button>
            <button type="button" class="btn btn--quiet" on:click=move |_| shell.send(Event::Drop(FileRole::Responses))>{words::LEAVE_FILE.get(lang)}</button>
        </p>
    }
}

fn preview(proposal: &Proposal, lang: Lang) -> impl IntoView + use<> {
    let row = |(index, cells): (usize, &Vec<String>)| {
        view! { <tr><th scope="row">{(index + 2).to_string()}</th>{cells.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect_view()}</tr> }
    };
    view! {
        <table class="data data--plain"><caption>{words::PREVIEW.get(lang)}</caption>
            <thead><tr><th scope="col">{words::LINE.get(lang)}</th>{proposal.headers.iter().map(|header| view! { <th scope="col">{header.clone()}</th> }).collect_view()}</tr></thead>
            <tbody>{proposal.preview.iter().enumerate().map(row).collect_view()}</tbody>
        </table>
    }
}

fn single(shell: Shell, headers: &[String], mapping: &Mapping, (id, word, get, set): Role, lang: Lang) -> impl IntoView + use<> {
    let chosen = get(mapping);
    let id = ["role-", id].concat();
    let label = id.clone();
    let option = |header: &String| {
        let selected = chosen.as_ref() == Some(header);
        view! { <option value=header.clone() selected=selected>{header.clone()}</option> }
    };
    view! {
        <label class="pick" for=label><span>{word.get(lang)}</span>
            <select id=id on:change:target=move |event| {
                let value = Some(event.target().value()).filter(|value| !value.is_empty());
                change(shell, |mapping| set(mapping, value));
            }>
                <option value="" selected=chosen.is_none()>{words::NO_COLUMN.get(lang)}</option>
                {headers.iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// A role that several columns have: one box a header.
fn many(
    shell: Shell,
    headers: &[String],
    chosen: &[String],
    (id, word): (&'static str, Word),
    running: bool,
    lang: Lang,
    set: fn(&mut Mapping, Vec<String>),
) -> impl IntoView + use<> {
    let all: Arc<[String]> = headers.into();
    let picked: Arc<[String]> = chosen.into();
    let one = |header: &String| {
        let (header, all, picked) = (header.clone(), all.clone(), picked.clone());
        let on = picked.contains(&header);
        let name = header.clone();
        let toggle = move |_| {
            // Columns stay in the file's order.
            let keeps = |other: &&String| picked.contains(other) != (**other == header);
            let list = all.iter().filter(keeps).cloned().collect();
            change(shell, |mapping| set(mapping, list));
        };
        view! { <label class="tick"><input type="checkbox" checked=on on:change=toggle /><span>{name}</span></label> }
    };
    view! {
        <details class="fold" open=chosen.is_empty()>
            <summary>{word.get(lang)}": "<b>{chosen.len().to_string()}</b></summary>
            <fieldset class="ticks" id=id disabled=running><legend class="hide">{word.get(lang)}</legend>{headers.iter().map(one).collect_view()}</fieldset>
        </details>
    }
}

/// What stands for an answer that is none: codes with commas between.
fn missing(shell: Shell, now: &Missing, running: bool, lang: Lang) -> impl IntoView + use<> {
    type Field = (&'static str, Word, fn(&mut Missing) -> &mut Vec<String>);
    const FIELDS: [Field; 4] = [
        ("blank", words::MISSING_BLANK, |m| &mut m.blank),
        ("dont-know", words::MISSING_DONT_KNOW, |m| &mut m.dont_know),
        ("not-applicable", words::MISSING_NOT_APPLICABLE, |m| &mut m.not_applicable),
        ("not-asked", words::MISSING_NOT_ASKED, |m| &mut m.not_asked),
    ];
    let mut now = now.clone();
    let mut field = |(id, word, list): Field| {
        let blank = id == "blank";
        let id = ["missing-", id].concat();
        let label = id.clone();
        let text = list(&mut now).iter().filter(|code| !code.is_empty()).cloned().collect::<Vec<_>>().join(", ");
        view! {
            <label class="pick" for=label><span>{word.get(lang)}</span>
                <input type="text" id=id value=text on:change:target=move |event| {
                    let mut codes: Vec<String> = event.target().value().split(',').map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect();
                    if blank {
                        codes.insert(0, String::new());
                    }
                    change(shell, |mapping| *list(&mut mapping.missing) = codes);
                } /></label>
        }
    };
    view! {
        <fieldset class="roles" disabled=running><legend>{words::MISSING.get(lang)}</legend>{FIELDS.map(&mut field).collect_view()}</fieldset>
    }
}

/// What came of trying.
fn outcome(shell: Shell, proposal: &Proposal, lang: Lang) -> impl IntoView + use<> {
    match &proposal.tried {
        Tried::No => ().into_any(),
        Tried::Running => view! { <p role="status">{words::TRYING.get(lang)}</p> }.into_any(),
        Tried::Failed(found) => {
            view! { <div class="alert" role="alert"><h3>{words::TRY_FAILED.get(lang)}</h3>{findings::list(found, lang)}</div> }.into_any()
        }
        Tried::Partly(shown, refused) => {
            let used = number::whole(shown.results.meta.rows, lang);
            view! {
                <div class="alert" role="alert"><h3>{words::TRY_PARTLY.with(lang, &[("used", &used), ("rows", &number::whole(proposal.rows, lang))])}</h3>
                    {findings::list(refused, lang)}
                    <p><button type="button" class="btn" on:click=move |_| shell.send(Event::TakeAnyway)>{words::TAKE_ANYWAY.with(lang, &[("used", &used)])}</button></p></div>
            }
            .into_any()
        }
    }
}
