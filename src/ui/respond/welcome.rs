//! The trust screen: who asks, by which plan, what is not asked, how long; consent
//! by an act, or none.

use leptos::prelude::*;

use super::{Shell, summary};
use crate::app::respond::Event;
use crate::base::words::respond as words;

/// At most sixty words, the folded part apart.
#[component]
pub fn Welcome(shell: Shell) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let campaign = shell.peek(|model| model.campaign.clone());
    let minutes = shell.peek(|model| model.form.as_ref().map_or(0, |form| form.definition.minutes));
    let unit = shell.memo(|model| model.unit_name().map(str::to_owned));
    let longer = shell.peek(|model| other_form(model));
    campaign.map(|campaign| {
        let date = campaign.plan.date.to_display();
        let call = ["tel:", &campaign.hotline.replace(' ', "")].concat();
        let purpose = campaign.purpose.get(lang).to_owned();
        let controller = campaign.controller.get(lang).to_owned();
        view! {
            <section class="welcome">
                <h1 id="page-title" tabindex="-1">{campaign.title.get(lang).to_owned()}</h1>
                {move || unit.get().map(|name| view! { <p class="rated">{words::ABOUT.get(lang)} " " <b>{name}</b></p> })}
                <p><b>{controller.clone()}</b> " " {words::ASKS.with(lang, &[("number", &campaign.plan.number), ("date", &date)])}</p>
                <p>{words::HOTLINE.get(lang)} " " <a href=call>{campaign.hotline.clone()}</a></p>
                <p class="welcome__not">{words::NOT_ASKED.get(lang)}</p>
                <p>{words::MINUTES.with(lang, &[("n", &minutes.to_string())])}</p>
                <summary::Trouble shell=shell />
                <div class="actions">
                    <button type="button" class="button" id="consent" on:click=move |_| shell.send(Event::Consent)>{words::CONSENT.get(lang)}</button>
                    <button type="button" class="button button--quiet" on:click=move |_| shell.send(Event::Decline)>{words::DECLINE.get(lang)}</button>
                </div>
                {unit.get_untracked().is_some().then(|| view! { <p><button type="button" class="link" on:click=move |_| shell.send(Event::OpenChooser)>{words::WRONG_UNIT.get(lang)}</button></p> })}
                {longer.map(|(href, title)| view! { <p class="welcome__other"><a href=href target="_self">{title}</a></p> })}
                <details class="welcome__more">
                    <summary>{words::PURPOSE_AND_RIGHTS.get(lang)}</summary>
                    <p>{purpose}</p>
                    <p>{words::RIGHTS.with(lang, &[("controller", &controller)])}</p>
                </details>
            </section>
        }
    })
}

/// The other questionnaire of the group, where there is one: its link and title.
fn other_form(model: &crate::app::respond::Model) -> Option<(String, String)> {
    let (campaign, entry) = (model.campaign.as_ref()?, model.entry.as_ref()?);
    let group = campaign.groups.iter().find(|group| group.id == entry.group)?;
    let other = group.questionnaires.iter().find(|id| **id != entry.questionnaire)?;
    let unit = entry.unit.as_ref().map(|unit| ["&u=", unit].concat()).unwrap_or_default();
    let word = if group.questionnaires.first() == Some(other) { words::SHORT_FORM } else { words::LONG_FORM };
    Some((["#/r/", &campaign.id, "?q=", other, &unit].concat(), word.get(model.language).to_owned()))
}
