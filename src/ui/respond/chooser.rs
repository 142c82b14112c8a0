//! "Không đúng? Chọn lại": the right unit, found by its name, without diacritics,
//! or by a name it had before.

use crate::ui::reactive::{Get as _, RwSignal, Set as _};

use super::Shell;
use crate::app::respond::Event;
use crate::base::words::respond as words;
use crate::campaign::{Campaign, Unit, find_units};
use crate::ui::dom::{El, button, classed, el, p, title, typed};

const MOST: usize = 12;

/// A search field and what it finds.
pub fn chooser(shell: Shell) -> El {
    let lang = shell.lang();
    let query = RwSignal::new(String::new());
    let Some(campaign) = shell.peek(|model| model.campaign.clone()) else { return el("section") };
    let field = classed("input", "input")
        .attr("id", "unit-search")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("input", move |event| query.set(typed(&event)));
    classed("section", "chooser")
        .child(title(words::WHICH_UNIT.get(lang)))
        .child(classed("label", "field").attr("for", "unit-search").text(words::UNIT_SEARCH.get(lang)))
        .child(field)
        .slot(move || Some(results(shell, &campaign, &query.get())))
}

fn results(shell: Shell, campaign: &Campaign, query: &str) -> El {
    let lang = shell.peek(|model| model.language);
    let found = find_units(campaign, query);
    let count = match found.len() {
        0 => words::NO_UNIT.get(lang).to_owned(),
        count => words::UNITS_FOUND.with(lang, &[("n", &count.to_string())]),
    };
    let items = found.into_iter().take(MOST).map(|(unit, old)| el("li").child(choice(shell, unit, old))).collect();
    el("div").child(p("hint", &count).attr("role", "status")).child(classed("ul", "units").children(items))
}

fn choice(shell: Shell, unit: &Unit, old: Option<&str>) -> El {
    let lang = shell.peek(|model| model.language);
    let code = unit.code.clone();
    button("units__unit", "", move || shell.send(Event::Choose(code.clone())))
        .child(el("b").text(&unit.name))
        .maybe(old.map(|old| el("span").text(&words::FORMERLY.with(lang, &[("name", old)]))))
}
