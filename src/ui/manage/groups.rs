//! "Người trả lời": who answers, with which questionnaire, about whom, and by which link.

use leptos::prelude::*;

use super::Shell;
use super::fields::{Kind, ask, found_at, tick};
use super::general::panel;
use super::{parts, tryout};
use crate::app::manage::{Edit, Field, GroupField, Shelved, Template, has_strata};
use crate::base::words::manage as words;
use crate::base::{Lang, number};
use crate::response::Channel;

/// The page.
#[component]
pub fn Groups(shell: Shell, lang: Lang) -> impl IntoView {
    // Groups are drawn anew when one comes, goes or moves, not for each letter.
    let groups = shell.memo(|model| {
        model.campaign().map(|campaign| campaign.groups.iter().map(|group| group.id.clone()).collect::<Vec<_>>()).unwrap_or_default()
    });
    view! {
        {panel(words::GROUPS_WHO.get(lang), words::GROUPS_WHO_HINT.get(lang), templates(shell, lang))}
        {found_at(shell, lang, "groups".to_owned())}
        {move || groups.get().into_iter().enumerate().map(|(i, id)| group(shell, lang, i, &id)).collect_view()}
        <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| shell.edit(Edit::AddGroup)>{words::ADD_GROUP.get(lang)}</button></p>
        {parameters(shell, lang)}
        {tryout::fault(shell, lang)}
    }
}

fn templates(shell: Shell, lang: Lang) -> AnyView {
    let one = |template: Template| {
        let on = shell.memo(move |model| model.campaign().is_some_and(|campaign| campaign.group(template.id()).is_some()));
        tick(
            format!("t-{}", template.id()),
            template.title().get(lang).to_owned(),
            None,
            move || on.get(),
            move |on| shell.edit(Edit::Template(template, on)),
        )
    };
    view! { <div class="ticks ticks--wide">{Template::ALL.map(one).collect_view()}</div> }.into_any()
}

fn group(shell: Shell, lang: Lang, i: usize, id: &str) -> AnyView {
    let title = shell.memo(move |model| model.text(&Field::Group(i, GroupField::Title(lang))));
    let vietnamese = shell.memo(move |model| model.text(&Field::Group(i, GroupField::Title(Lang::Vi))));
    let name = move || {
        let named = [title.get(), vietnamese.get()].into_iter().find(|name| !name.trim().is_empty());
        named.unwrap_or_else(|| words::UNNAMED_GROUP.get(lang).to_owned())
    };
    let english = shell.memo(|model| model.english);
    let grid = shell.memo(move |model| {
        model.campaign().and_then(|campaign| campaign.groups.get(i)).is_some_and(|group| !has_strata(group, &model.shelf))
    });
    view! {
        <section class="panel group" id=format!("group-{id}")>
            <header class="panel__head"><h2>{name}</h2>
                <p class="acts acts--small">
                    {(i > 0).then(|| view! { <button type="button" class="btn btn--quiet btn--small" on:click=move |_| shell.edit(Edit::RaiseGroup(i))>{words::RAISE_GROUP.get(lang)}</button> })}
                    <button type="button" class="btn btn--quiet btn--small" on:click=move |_| shell.edit(Edit::RemoveGroup(i))>{words::REMOVE_GROUP.get(lang)}</button>
                </p>
            </header>
            {ask(shell, lang, Field::Group(i, GroupField::Title(Lang::Vi)), Kind::Text, words::G_TITLE.get(lang), None)}
            {move || english.get().then(|| ask(shell, lang, Field::Group(i, GroupField::Title(Lang::En)), Kind::Text, [words::G_TITLE.get(lang), words::IN_ENGLISH.get(lang)].concat(), None))}
            {questionnaires(shell, lang, i, id)}
            {rates(shell, lang, i, id)}
            {link(shell, lang, i, id)}
            <div class="asks">{ask(shell, lang, Field::Group(i, GroupField::Sent), Kind::Count, words::G_SENT.get(lang), Some(words::G_SENT_HINT))}</div>
            {move || grid.get().then(|| parts::assignments(shell, lang, i))}
            <details class="fold"><summary>{words::G_MORE.get(lang)}</summary>
                {ask(shell, lang, Field::Group(i, GroupField::Id), Kind::Name, words::G_ID.get(lang), Some(words::G_ID_HINT))}
            </details>
            {tryout::links(shell, lang, i)}
        </section>
    }
    .into_any()
}

/// Questionnaires to tick: those that every host has, and those that the round names.
fn questionnaires(shell: Shell, lang: Lang, i: usize, group: &str) -> AnyView {
    let group = group.to_owned();
    let choices = shell.memo(move |model| {
        let used =
            model.campaign().and_then(|campaign| campaign.groups.get(i)).map(|group| group.questionnaires.clone()).unwrap_or_default();
        let known = model.shelf.iter().filter(|(name, _)| name.rsplit_once('-').is_none_or(|(_, mark)| mark.len() != 16));
        let mut all: Vec<(String, String, bool)> = known
            .filter(|(name, shelved)| used.contains(name) || !matches!(shelved, Shelved::Absent))
            .map(|(name, shelved)| (name.clone(), said(name, shelved, lang), used.contains(name)))
            .collect();
        // The order of the group: its first one is what a link without a name opens.
        let place = |name: &str| used.iter().position(|id| id == name).unwrap_or(usize::MAX);
        all.sort_by_key(|(name, ..)| place(name));
        all
    });
    let at = format!("groups[{i}].questionnaires");
    let other = format!("other-{group}");
    let add = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        let id = event.target().value().trim().trim_end_matches(".json").to_owned();
        if !id.is_empty() {
            shell.edit(Edit::Questionnaire(i, id, true));
            event.target().set_value("");
        }
    };
    view! {
        <fieldset class="set">
            <legend>{words::G_QUESTIONNAIRES.get(lang)}</legend>
            <p class="ask__hint">{words::G_QUESTIONNAIRES_HINT.get(lang)}</p>
            <div class="ticks ticks--wide">{move || choices.get().into_iter().map(|(name, text, on)| {
                let id = format!("q-{group}-{name}");
                tick(id, text, Some(name.clone()), move || on, move |on| shell.edit(Edit::Questionnaire(i, name.clone(), on)))
            }).collect_view()}</div>
            {found_at(shell, lang, format!("groups[{i}]"))}
            {found_at(shell, lang, at)}
            <details class="fold"><summary>{words::G_OTHER.get(lang)}</summary>
                <div class="ask"><label class="ask__label" for=other.clone()>{words::G_OTHER_ID.get(lang)}</label>
                    <span class="ask__hint">{words::G_OTHER_HINT.get(lang)}</span>
                    <input id=other class="ask__control" type="text" autocomplete="off" on:change:target=add /></div>
            </details>
        </fieldset>
    }
    .into_any()
}

/// A questionnaire by its title and length, or why it cannot be said.
fn said(name: &str, shelved: &Shelved, lang: Lang) -> String {
    match shelved {
        Shelved::Here(sheet) => {
            let minutes = number::whole(u64::from(sheet.definition.minutes), lang);
            words::Q_TITLE.with(lang, &[("title", sheet.definition.title.get(lang)), ("minutes", &minutes)])
        }
        Shelved::Asked | Shelved::Absent | Shelved::Unreachable(_) | Shelved::Broken(_) => name.to_owned(),
    }
}

fn rates(shell: Shell, lang: Lang, i: usize, group: &str) -> AnyView {
    let group = group.to_owned();
    let kinds = shell.memo(move |model| {
        let Some(campaign) = model.campaign() else { return Vec::new() };
        let rates = campaign.groups.get(i).map(|group| group.rates.as_slice()).unwrap_or_default();
        campaign
            .kinds
            .iter()
            .map(|kind| (kind.id.clone(), kind.title.get(lang).to_owned(), rates.is_empty() || rates.contains(&kind.id)))
            .collect()
    });
    view! {
        <fieldset class="set">
            <legend>{words::G_RATES.get(lang)}</legend>
            <p class="ask__hint">{words::G_RATES_HINT.get(lang)}</p>
            <div class="ticks">{move || kinds.get().into_iter().map(|(kind, title, on)| {
                let id = format!("r-{group}-{kind}");
                tick(id, title, None, move || on, move |on| shell.edit(Edit::Rates(i, kind.clone(), on)))
            }).collect_view()}</div>
            {found_at(shell, lang, format!("groups[{i}].rates"))}
        </fieldset>
    }
    .into_any()
}

/// How the link is given out, and whether everybody is asked.
fn link(shell: Shell, lang: Lang, i: usize, group: &str) -> AnyView {
    let state =
        shell.memo(move |model| model.campaign().and_then(|campaign| campaign.groups.get(i)).map(|group| (group.link, group.census)));
    let (name, census) = (format!("l-{group}"), format!("c-{group}"));
    let one = move |channel: Channel, label: &'static str, hint: &'static str| {
        let id = format!("{name}-{}", channel.word());
        let on = move || state.get().is_some_and(|(link, _)| link == channel);
        view! {
            <div class="tick">
                <input type="radio" name=name.clone() id=id.clone() prop:checked=on on:change=move |_| shell.edit(Edit::Link(i, channel)) />
                <label for=id><span>{label}</span><small>{hint}</small></label>
            </div>
        }
    };
    view! {
        <fieldset class="set">
            <legend>{words::G_LINK.get(lang)}</legend>
            {one.clone()(Channel::OpenLink, words::LINK_OPEN.get(lang), words::LINK_OPEN_HINT.get(lang))}
            {one(Channel::Invitation, words::LINK_INVITATION.get(lang), words::LINK_INVITATION_HINT.get(lang))}
        </fieldset>
        {tick(census, words::G_CENSUS.get(lang).to_owned(), Some(words::G_CENSUS_HINT.get(lang).to_owned()),
            move || state.get().is_some_and(|(_, census)| census), move |on| shell.edit(Edit::Census(i, on)))}
    }
    .into_any()
}

/// The switches of the questionnaires that the round uses.
fn parameters(shell: Shell, lang: Lang) -> AnyView {
    let all = shell.memo(|model| {
        let Some(campaign) = model.campaign() else { return Vec::new() };
        let mut all: Vec<(String, Vec<String>, String)> = Vec::new();
        for id in campaign.questionnaires() {
            let parameters =
                crate::app::manage::sheet(&model.shelf, id).map(|sheet| sheet.definition.parameters.as_slice()).unwrap_or_default();
            for parameter in parameters.iter().filter(|parameter| parameter.id != "_desk") {
                if !all.iter().any(|(name, ..)| *name == parameter.id) {
                    let set = campaign.parameters.get(&parameter.id).cloned().unwrap_or_default();
                    all.push((parameter.id.clone(), parameter.values.clone(), set));
                }
            }
        }
        all
    });
    let one = move |(name, values, set): (String, Vec<String>, String)| {
        let id = format!("p-{name}");
        let id_of = id.clone();
        let option = |value: String| {
            let chosen = value == set || (set.is_empty() && values.first() == Some(&value));
            view! { <option value=value.clone() selected=chosen>{value_word(&name, &value, lang)}</option> }
        };
        let options = values.iter().cloned().map(option).collect_view();
        let label = if name == "_feedback_items" { words::P_FEEDBACK.get(lang).to_owned() } else { name.clone() };
        view! { <label class="pick" for=id><span>{label}</span><select id=id_of on:change:target=move |event| shell.edit(Edit::Parameter(name.clone(), event.target().value()))>{options}</select></label> }
    };
    let shown = move || {
        (!all.get().is_empty()).then(|| {
            panel(
                words::PARAMETERS.get(lang),
                words::PARAMETERS_HINT.get(lang),
                view! {
                    {all.get().into_iter().map(one).collect_view()}
                    {found_at(shell, lang, "parameters._desk".to_owned())}
                }
                .into_any(),
            )
        })
    };
    view! { {shown} }.into_any()
}

fn value_word(name: &str, value: &str, lang: Lang) -> String {
    match (name, value) {
        ("_feedback_items", "all") => words::P_FEEDBACK_ALL.get(lang).to_owned(),
        ("_feedback_items", "users") => words::P_FEEDBACK_USERS.get(lang).to_owned(),
        _ => value.to_owned(),
    }
}
