//! The trust screen: who asks, by which plan, what is not asked, how long; consent
//! by an act, or none. At most sixty words, the folded part apart.

use super::{Shell, summary};
use crate::app::respond::{Event, Model};
use crate::base::words::respond as words;
use crate::ui::dom::{El, button, classed, el, p, title};

/// The trust screen.
pub fn welcome(shell: Shell) -> El {
    let lang = shell.lang();
    let Some(campaign) = shell.peek(|model| model.campaign.clone()) else { return el("section") };
    let minutes = shell.peek(|model| model.form.as_ref().map_or(0, |form| form.definition.minutes));
    let unit = shell.peek(|model| model.unit_name().map(str::to_owned));
    let controller = campaign.controller.get(lang);
    let on_tablet = shell.is_on_tablet();
    let call = if on_tablet { el("b") } else { el("a").attr("href", &["tel:", &campaign.hotline.replace(' ', "")].concat()) };
    let call = call.text(&campaign.hotline);
    let asks = words::ASKS.with(lang, &[("number", &campaign.plan.number), ("date", &campaign.plan.date.to_display())]);
    let has_unit = unit.is_some() && !on_tablet;
    let other = if on_tablet { None } else { shell.peek(other_form) };
    let actions = classed("div", "actions")
        .child(button("button", words::CONSENT.get(lang), move || shell.send(Event::Consent)).attr("id", "consent"))
        .child(button("button button--quiet", words::DECLINE.get(lang), move || shell.send(Event::Decline)).attr("id", "decline"));
    let more = classed("details", "welcome__more")
        .child(el("summary").text(words::PURPOSE_AND_RIGHTS.get(lang)))
        .child(p("", campaign.purpose.get(lang)))
        .child(p("", &words::RIGHTS.with(lang, &[("controller", controller)])));
    classed("section", "welcome")
        .child(title(campaign.title.get(lang)))
        .maybe(unit.map(|name| p("rated", words::ABOUT.get(lang)).text(" ").child(el("b").text(&name))))
        .child(el("p").child(el("b").text(controller)).text(" ").text(&asks))
        .child(p("", words::HOTLINE.get(lang)).text(" ").child(call))
        .child(p("welcome__not", words::NOT_ASKED.get(lang)))
        .child(p("", &words::MINUTES.with(lang, &[("n", &minutes.to_string())])))
        .child(summary::trouble(shell))
        .child(actions)
        .maybe(has_unit.then(|| el("p").child(button("link", words::WRONG_UNIT.get(lang), move || shell.send(Event::OpenChooser)))))
        .maybe(other.map(|(href, words)| p("welcome__other", "").child(el("a").attr("href", &href).text(words))))
        .child(more)
}

/// The other questionnaire of the group, where there is one: its link and words.
fn other_form(model: &Model) -> Option<(String, &'static str)> {
    let (campaign, entry) = (model.campaign.as_ref()?, model.entry.as_ref()?);
    let group = campaign.groups.iter().find(|group| group.id == entry.group)?;
    let other = group.questionnaires.iter().find(|id| **id != entry.questionnaire)?;
    let unit = entry.unit.as_ref().map(|unit| ["&u=", unit].concat()).unwrap_or_default();
    let word = if group.questionnaires.first() == Some(other) { words::SHORT_FORM } else { words::LONG_FORM };
    let key = model.link.key.as_ref().map(|key| ["&k=", key].concat()).unwrap_or_default();
    Some((["#/r/", &campaign.id, "?q=", other, &unit, &key].concat(), word.get(model.language)))
}
