//! The parts of a group's units, for grids that would be too long for one person.

use leptos::prelude::*;

use super::Shell;
use super::fields::found_at;
use crate::app::manage::Edit;
use crate::base::Lang;
use crate::base::words::manage as words;
use crate::ui::analyse::parts::scroll;

/// Most parts that are offered.
const MOST: usize = 12;

/// The units of group `i` in parts.
pub fn assignments(shell: Shell, lang: Lang, i: usize) -> AnyView {
    let state = shell.memo(move |model| {
        let campaign = model.campaign()?;
        let group = campaign.groups.get(i)?;
        let units = campaign.rated(&group.id, None);
        let part = |code: &str| group.assignments.iter().position(|part| part.units.iter().any(|unit| unit == code));
        let rows: Vec<_> = units.iter().map(|unit| (unit.code.clone(), unit.name.clone(), part(&unit.code))).collect();
        Some((group.id.clone(), group.assignments.iter().map(|part| part.id.clone()).collect::<Vec<_>>(), rows))
    });
    let parts = Memo::new(move |_| state.with(|state| state.as_ref().map_or(0, |(_, parts, _)| parts.len())));
    view! {
        <fieldset class="set">
            <legend>{words::G_PARTS.get(lang)}</legend>
            <p class="ask__hint">{words::G_PARTS_HINT.get(lang)}</p>
            {move || divide(shell, lang, i, parts.get())}
            {(0..MOST).map(|k| found_at(shell, lang, format!("groups[{i}].assignments[{k}].units"))).collect_view()}
            {move || state.get().filter(|(_, parts, _)| !parts.is_empty()).map(|(group, parts, rows)| table(shell, lang, i, &group, &parts, rows))}
        </fieldset>
    }
    .into_any()
}

fn divide(shell: Shell, lang: Lang, i: usize, parts: usize) -> AnyView {
    let (id, of) = (format!("divide-{i}"), format!("divide-{i}"));
    let option = |n: usize| {
        let text = if n == 1 { words::PARTS_NONE.get(lang).to_owned() } else { words::PARTS_N.with(lang, &[("n", &n.to_string())]) };
        view! { <option value=n.to_string() selected=n == parts.max(1)>{text}</option> }
    };
    let choose = move |value: String| {
        if let Ok(n) = value.parse() {
            shell.edit(Edit::Divide(i, n));
        }
    };
    view! {
        <label class="pick" for=id><span>{words::PARTS.get(lang)}</span>
            <select id=of on:change:target=move |event| choose(event.target().value())>{(1..=MOST).map(option).collect_view()}</select></label>
    }
    .into_any()
}

type Row = (String, String, Option<usize>);

fn table(shell: Shell, lang: Lang, i: usize, group: &str, parts: &[String], rows: Vec<Row>) -> AnyView {
    let counts = parts.iter().enumerate().map(|(k, id)| {
        let n = rows.iter().filter(|(.., part)| *part == Some(k)).count();
        words::PART_COUNT.with(lang, &[("id", id), ("n", &n.to_string())])
    });
    let counts = counts.collect::<Vec<_>>().join(" · ");
    let without = rows.iter().filter(|(.., part)| part.is_none()).count();
    let row = |(code, name, part): Row| {
        let id = format!("part-{group}-{code}");
        let option = |(k, of): (usize, &String)| view! { <option value=k.to_string() selected=part == Some(k)>{of.clone()}</option> };
        let options = parts.iter().enumerate().map(option).collect_view();
        let choose = move |value: String| {
            if let Ok(k) = value.parse() {
                shell.edit(Edit::Assign(i, code.clone(), k));
            }
        };
        view! {
            <tr><th scope="row"><label for=id.clone()>{name}</label></th>
                <td><select id=id on:change:target=move |event| choose(event.target().value())>
                    {part.is_none().then(|| view! { <option value="" selected=true>{words::PART_NONE.get(lang)}</option> })}{options}</select></td></tr>
        }
    };
    view! {
        <p>{counts}</p>
        {(without > 0).then(|| view! { <p class="caution">{words::PARTS_WITHOUT.with(lang, &[("n", &without.to_string())])}</p> })}
        <details class="fold"><summary>{words::PARTS_WHICH.get(lang)}</summary>
            {scroll(words::PARTS_WHICH.get(lang).to_owned(), view! { <table class="data data--plain"><tbody>{rows.into_iter().map(row).collect_view()}</tbody></table> })}
        </details>
    }
    .into_any()
}
