//! A table that was read: what is wrong with it, which column is what, its first rows, and
//! what taking it would do.

use std::sync::Arc;

use leptos::prelude::*;

use super::Shell;
use super::import::{called, send};
use crate::app::manage::importing::{Proposal, Step};
use crate::base::grid::{Grid, letters};
use crate::base::words::units as words;
use crate::base::{Lang, Severity, number};
use crate::campaign::table::{Missing, Role};
use crate::campaign::{Campaign, Group};
use crate::ui::analyse::findings;
use crate::ui::analyse::parts::{scroll, select};

/// Rows that are shown.
const SHOWN: usize = 8;
/// Rows among which the head is chosen.
const HEADS: usize = 20;

/// The table that waits.
pub fn proposal(shell: Shell, proposal: &Arc<Proposal>, lang: Lang) -> impl IntoView + use<> {
    let found = proposal.findings();
    let rows = number::whole(proposal.reading.rows as u64, lang);
    let said = words::READ_OF.with(lang, &[("name", called(&proposal.name, lang)), ("rows", &rows)]);
    let campaign = shell.peek(|model| model.campaign().cloned());
    let grid = proposal.grid().cloned().unwrap_or_default();
    let ready = proposal.can_be_taken();
    view! {
        <p class="intro"><b>{said}</b></p>
        {verdict(proposal, lang)}
        {(!found.is_empty()).then(|| findings::list(&found, lang))}
        {choices(shell, proposal, &grid, campaign.as_ref(), lang)}
        {campaign.as_ref().map(|campaign| scroll(words::PREVIEW.get(lang).to_owned(), preview(shell, proposal, &grid, campaign, lang)))}
        {ready.then(|| effect(shell, proposal, lang))}
        <p class="acts">
            <button type="button" class="btn" disabled=!ready on:click=move |_| send(shell, Step::Take)>{words::TAKE.get(lang)}</button>
            <button type="button" class="btn btn--quiet" on:click=move |_| send(shell, Step::Leave)>{words::LEAVE.get(lang)}</button>
        </p>
    }
}

/// Whether it can be taken, in a sentence.
fn verdict(proposal: &Proposal, lang: Lang) -> impl IntoView + use<> {
    let found = proposal.findings();
    let count = |severity| found.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let of = |n: usize| number::whole(n as u64, lang);
    let (class, text) = match (errors, warnings) {
        (0, 0) => ("intro", words::SOUND.get(lang).to_owned()),
        (0, n) => ("intro caution", words::WARNINGS.with(lang, &[("n", &of(n))])),
        (n, _) => ("intro alert", words::ERRORS.with(lang, &[("n", &of(n))])),
    };
    view! { <p class=class role="status">{text}</p> }
}

/// Which sheet, which row is the head, which kind where none is named.
fn choices(shell: Shell, proposal: &Proposal, grid: &Grid, campaign: Option<&Campaign>, lang: Lang) -> impl IntoView + use<> {
    let sheets = (proposal.sheets.len() > 1).then(|| {
        let options = proposal.sheets.iter().enumerate().map(|(at, sheet)| (at.to_string(), sheet.sheet.clone())).collect();
        select("units-sheet", words::SHEET.get(lang), options, &proposal.sheet.to_string(), move |at| number_step(shell, &at, Step::Sheet))
    });
    let heads = grid.rows.iter().take(HEADS).enumerate().map(|(at, row)| {
        let first: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).take(3).collect();
        (at.to_string(), [&words::ROW.with(lang, &[("n", &row.number.to_string())]), ": ", &first.join(" · ")].concat())
    });
    let chosen = proposal.layout.head.to_string();
    let head = select("units-head", words::HEAD_ROW.get(lang), heads.collect(), &chosen, move |at| number_step(shell, &at, Step::Head));
    let kinds = campaign.filter(|campaign| campaign.kinds.len() > 1 && !proposal.layout.is_of_renamed()).map(|campaign| {
        let none = (String::new(), words::NO_DEFAULT.get(lang).to_owned());
        let all = campaign.kinds.iter().map(|kind| (kind.id.clone(), kind.title.get(lang).to_owned()));
        let options = std::iter::once(none).chain(all).collect();
        let now = proposal.layout.kind.clone().unwrap_or_default();
        select("units-kind", words::DEFAULT_KIND.get(lang), options, &now, move |id| {
            send(shell, Step::Kind(Some(id).filter(|id| !id.is_empty())));
        })
    });
    view! { <div class="filters">{sheets}{head}{kinds}</div> }
}

fn number_step(shell: Shell, text: &str, step: fn(usize) -> Step) {
    if let Ok(at) = text.parse() {
        send(shell, step(at));
    }
}

/// The first rows, with a choice above each column of what it is.
fn preview(shell: Shell, proposal: &Proposal, grid: &Grid, campaign: &Campaign, lang: Lang) -> impl IntoView + use<> {
    let roles = roles(proposal.layout.is_of_renamed(), campaign);
    let width = proposal.layout.roles.len();
    let choice = |column: usize| {
        let now = proposal.layout.roles.get(column).cloned().flatten();
        let label = words::COLUMN.with(lang, &[("letter", &letters(column))]);
        let all = roles.clone();
        let option = |(at, role): (usize, &Role)| {
            let text = role_name(role, &campaign.groups, lang);
            view! { <option value=at.to_string() selected=now.as_ref() == Some(role)>{text}</option> }
        };
        let options = roles.iter().enumerate().map(option).collect_view();
        let choose = move |value: String| send(shell, Step::Role(column, value.parse::<usize>().ok().and_then(|at| all.get(at).cloned())));
        view! {
            <th scope="col"><label class="pick"><span>{label}</span>
                <select on:change:target=move |event| choose(event.target().value())>
                    <option value="" selected=now.is_none()>{words::NOT_USED.get(lang)}</option>{options}
                </select></label></th>
        }
    };
    let row = |row: &crate::base::grid::Row, class: &'static str| {
        let cells = (0..width).map(|column| view! { <td>{row.text(column).to_owned()}</td> }).collect_view();
        view! { <tr class=class><th scope="row">{row.number.to_string()}</th>{cells}</tr> }
    };
    let head = grid.rows.get(proposal.layout.head).map(|head| row(head, "data__head"));
    let below = grid.rows.iter().skip(proposal.layout.head + 1).take(SHOWN).map(|below| row(below, "")).collect_view();
    view! {
        <table class="data data--plain data--import"><caption>{words::WHICH_COLUMN.get(lang)}</caption>
            <thead><tr><th scope="col">{words::LINE.get(lang)}</th>{(0..width).map(choice).collect_view()}</tr></thead>
            <tbody>{head}{below}</tbody>
        </table>
    }
}

/// Everything that a column may be.
fn roles(renamed: bool, campaign: &Campaign) -> Vec<Role> {
    if renamed {
        return vec![Role::OldCode, Role::OldName, Role::NewCode, Role::NewName];
    }
    let mut all = vec![Role::Code, Role::Name, Role::OldNames, Role::Kind, Role::Parent, Role::Villages];
    for group in &campaign.groups {
        all.extend([Role::Population(group.id.clone()), Role::Quota(group.id.clone())]);
    }
    all.extend([Role::OldCode, Role::OldName, Role::NewCode, Role::NewName]);
    all
}

fn role_name(role: &Role, groups: &[Group], lang: Lang) -> String {
    let of = |id: &String| groups.iter().find(|group| group.id == *id).map_or(id.as_str(), |group| group.title.get(lang)).to_owned();
    match role {
        Role::Code => words::ROLE_CODE.get(lang).to_owned(),
        Role::Name => words::ROLE_NAME.get(lang).to_owned(),
        Role::OldNames => words::ROLE_OLD_NAMES.get(lang).to_owned(),
        Role::Kind => words::ROLE_KIND.get(lang).to_owned(),
        Role::Parent => words::ROLE_PARENT.get(lang).to_owned(),
        Role::Villages => words::ROLE_VILLAGES.get(lang).to_owned(),
        Role::Population(group) => words::ROLE_POPULATION.with(lang, &[("group", &of(group))]),
        Role::Quota(group) => words::ROLE_QUOTA.with(lang, &[("group", &of(group))]),
        Role::OldCode => words::ROLE_OLD_CODE.get(lang).to_owned(),
        Role::OldName => words::ROLE_OLD_NAME.get(lang).to_owned(),
        Role::NewCode => words::ROLE_NEW_CODE.get(lang).to_owned(),
        Role::NewName => words::ROLE_NEW_NAME.get(lang).to_owned(),
    }
}

/// What taking it would do, and what becomes of units that it does not name.
fn effect(shell: Shell, proposal: &Proposal, lang: Lang) -> impl IntoView + use<> {
    let comparison = proposal.comparison.clone();
    let line = |word: crate::base::Word, codes: &[String]| {
        let list = (!codes.is_empty()).then(|| {
            [" – ", &codes.iter().take(12).cloned().collect::<Vec<_>>().join(", "), if codes.len() > 12 { ", …" } else { "" }].concat()
        });
        view! { <li><b>{word.get(lang)}": "{number::whole(codes.len() as u64, lang)}</b>{list}</li> }
    };
    let asks = !comparison.missing.is_empty() && !proposal.layout.is_of_renamed();
    let choice = asks.then(|| {
        let n = number::whole(comparison.missing.len() as u64, lang);
        let now = proposal.missing;
        let one = move |missing: Missing, word: crate::base::Word| {
            view! { <label class="tick"><input type="radio" name="units-missing" checked=now == missing on:change=move |_| send(shell, Step::Missing(missing)) /><span>{word.get(lang)}</span></label> }
        };
        view! {
            <fieldset class="ticks"><legend>{words::MISSING_CHOICE.with(lang, &[("n", &n)])}</legend>
                {one(Missing::Keep, words::MISSING_KEEP)}{one(Missing::Remove, words::MISSING_REMOVE)}
            </fieldset>
        }
    });
    view! {
        <h3 class="effect">{words::EFFECT.get(lang)}</h3>
        <ul class="counts">
            {line(words::NEW, &comparison.new)}
            {line(words::CHANGED, &comparison.changed)}
            {line(words::UNCHANGED, &comparison.unchanged)}
            {(!proposal.layout.is_of_renamed()).then(|| line(words::MISSING, &comparison.missing))}
        </ul>
        {choice}
    }
}
