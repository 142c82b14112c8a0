//! Unit, village and group, confirmed at the start: what is confirmed stands large on the
//! board and over every interview.

use crate::ui::reactive::{Get as _, GetUntracked as _, RwSignal, Set as _, Update as _};

use super::{Shell, frame};
use crate::app::collect::{Event, Place};
use crate::base::words::{collect as words, respond as form_words};
use crate::campaign::{Campaign, Unit, find_units};
use crate::ui::dom::{El, button, classed, el, p, title, typed};

const MOST: usize = 8;

/// The page.
pub fn placing(shell: Shell) -> El {
    let lang = shell.lang();
    let Some(campaign) = shell.peek(|model| model.campaign.clone()) else { return el("section") };
    let place = RwSignal::new(shell.peek(|model| Place {
        unit: model.device.unit.clone(),
        village: model.device.village.clone(),
        group: model.device.group.clone(),
        questionnaire: model.device.questionnaire.clone(),
    }));
    first_group(shell, place);
    let query = RwSignal::new(String::new());
    let (of_unit, of_village) = (campaign.clone(), campaign);
    let confirm = button("button", words::CONFIRM_PLACE.get(lang), move || shell.send(Event::Confirm(place.get_untracked())));
    classed("section", "welcome placing")
        .child(title(words::WHERE.get(lang)))
        .child(frame::trouble(shell))
        .slot(move || Some(unit(shell, &of_unit, place, query)))
        .slot(move || Some(village(shell, &of_village, place)))
        .child(groups(shell, place))
        .child(classed("div", "actions").child(confirm.attr("id", "confirm")))
}

/// Where there is only one, it is chosen.
fn first_group(shell: Shell, place: RwSignal<Place>) {
    let askable = shell.peek(crate::app::collect::Model::askable);
    let settled = place.get_untracked();
    if !askable.contains(&(settled.group, settled.questionnaire))
        && let Some((group, questionnaire)) = askable.into_iter().next()
    {
        place.update(|place| (place.group, place.questionnaire) = (group, questionnaire));
    }
}

/// The chosen unit, large, or the search for it.
fn unit(shell: Shell, campaign: &Campaign, place: RwSignal<Place>, query: RwSignal<String>) -> El {
    let lang = shell.lang();
    let chosen = crate::ui::reactive::Memo::new(move |_| place.get().unit).get();
    if let Some(unit) = campaign.unit(&chosen) {
        let other = button("link", words::OTHER_UNIT.get(lang), move || place.update(|place| place.unit.clear()));
        return classed("div", "chosen")
            .child(el("span").text(words::UNIT.get(lang)))
            .child(classed("b", "chosen__name").attr("id", "chosen-unit").text(&unit.name))
            .child(other.attr("id", "other-unit"));
    }
    let field = classed("input", "input")
        .attr("id", "unit-search")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("input", move |event| query.set(typed(&event)));
    let campaign = campaign.clone();
    el("div")
        .child(classed("label", "field").attr("for", "unit-search").text(form_words::UNIT_SEARCH.get(lang)))
        .child(field)
        .slot(move || Some(found(shell, &campaign, &query.get(), place)))
}

fn found(shell: Shell, campaign: &Campaign, query: &str, place: RwSignal<Place>) -> El {
    let lang = shell.lang();
    let found = find_units(campaign, query);
    let count = match found.len() {
        0 => form_words::NO_UNIT.get(lang).to_owned(),
        count => form_words::UNITS_FOUND.with(lang, &[("n", &count.to_string())]),
    };
    let item = |(unit, old): (&Unit, Option<&str>)| {
        let code = unit.code.clone();
        let choose = button("units__unit", "", move || {
            place.update(|place| {
                code.clone_into(&mut place.unit);
                place.village.clear();
            });
        });
        let old = old.map(|old| el("span").text(&form_words::FORMERLY.with(lang, &[("name", old)])));
        el("li").child(choose.child(el("b").text(&unit.name)).maybe(old))
    };
    let items = found.into_iter().take(MOST).map(item).collect();
    el("div").child(p("hint", &count).attr("role", "status")).child(classed("ul", "units").children(items))
}

/// The village: typed, or one of the campaign's list.
fn village(shell: Shell, campaign: &Campaign, place: RwSignal<Place>) -> El {
    let lang = shell.lang();
    let chosen = crate::ui::reactive::Memo::new(move |_| place.get().unit).get();
    let villages = campaign.unit(&chosen).map(|unit| unit.villages.clone()).unwrap_or_default();
    let field = classed("input", "input")
        .attr("id", "village")
        .attr("autocomplete", "off")
        .attr("maxlength", "80")
        .property_of("value", move || place.get().village.into())
        .on("input", move |event| {
            let village = typed(&event);
            place.update(|place| place.village = village);
        });
    let item = |name: String| {
        let (own, set) = (name.clone(), name.clone());
        let pressed = move || (place.get().village == own).to_string();
        button("chip", &name, move || place.update(|place| set.clone_into(&mut place.village))).attr_of("aria-pressed", pressed)
    };
    classed("div", "village")
        .child(classed("label", "field field--next").attr("for", "village").text(words::VILLAGE.get(lang)))
        .child(p("hint", words::VILLAGE_HINT.get(lang)))
        .child(field)
        .child(classed("div", "chips").children(villages.into_iter().map(item).collect()))
}

/// Group and questionnaire, one choice.
fn groups(shell: Shell, place: RwSignal<Place>) -> El {
    let lang = shell.lang();
    let askable = shell.peek(crate::app::collect::Model::askable);
    let item = |(group, questionnaire): (String, String)| {
        let (name, minutes) = shell.peek(|model| {
            let title = model.campaign.as_ref().and_then(|campaign| campaign.group(&group)).map(|group| group.title.get(lang).to_owned());
            let form = model.definition(&questionnaire);
            let form = form.map(|form| (form.title.get(lang).to_owned(), form.minutes.to_string()));
            (title.unwrap_or_default(), form.unwrap_or_default())
        });
        let (own, set) = ((group.clone(), questionnaire.clone()), (group, questionnaire));
        let on = crate::ui::reactive::Memo::new(move |_| {
            let place = place.get();
            (place.group, place.questionnaire) == own
        });
        let input = el("input")
            .attr("type", "radio")
            .attr("name", "group")
            .property_of("checked", move || on.get().into())
            .on("change", move |_| place.update(|place| (place.group, place.questionnaire) = set.clone()));
        let label = classed("span", "choice__label").child(el("b").text(&name)).child(
            el("span").text(" – ").text(&minutes.0).text(" (").text(&form_words::MINUTES.with(lang, &[("n", &minutes.1)])).text(")"),
        );
        classed("label", "choice").class_of("choice--on", move || on.get()).child(input).child(label)
    };
    classed("fieldset", "groups").child(el("legend").text(words::GROUP.get(lang))).children(askable.into_iter().map(item).collect())
}
