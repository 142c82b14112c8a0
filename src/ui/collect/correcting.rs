//! "Sửa đơn vị", "Hủy phiếu": with a reason, as a record beside the form. The form itself
//! stays as it is, and a cancellation is undone by another correction.

use crate::ui::reactive::{Get as _, GetUntracked as _, RwSignal, Set as _};

use super::{Shell, frame};
use crate::app::collect::{Event, Stage};
use crate::base::words::{collect as words, respond as form_words};
use crate::campaign::find_units;
use crate::response::Change;
use crate::ui::dom::{El, button, classed, el, p, title, typed};

const MOST: usize = 6;

/// The page of one response.
pub fn correcting(shell: Shell, id: &str) -> El {
    let lang = shell.lang();
    let Some(done) = shell.peek(|model| model.board.done.iter().find(|done| done.id == *id).cloned()) else { return el("section") };
    let reason = RwSignal::new(String::new());
    let query = RwSignal::new(String::new());
    let name = shell.peek(|model| model.campaign.as_ref().and_then(|campaign| campaign.unit(&done.unit)).map(|unit| unit.name.clone()));
    let amend = move |change: Change| shell.send(Event::Amend(change, reason.get_untracked()));
    let (cancelled, unit) = (done.cancelled, done.unit.clone());
    let whole = if cancelled {
        let undo = button("button", words::UNCANCEL.get(lang), move || amend(Change::Unit(unit.clone())));
        undo.attr("id", "uncancel")
    } else {
        button("button button--danger", words::CANCEL_FORM.get(lang), move || amend(Change::Cancel)).attr("id", "cancel-form")
    };
    let why = classed("input", "input")
        .attr("id", "reason")
        .attr("autocomplete", "off")
        .attr("maxlength", "200")
        .on("input", move |event| reason.set(typed(&event)));
    let search = classed("input", "input")
        .attr("id", "unit-search")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .on("input", move |event| query.set(typed(&event)));
    classed("section", "welcome")
        .child(title(words::CORRECT_TITLE.get(lang)))
        .child(p("lead", "").child(el("code").text(&done.receipt)).text(" · ").text(frame::outcome_words(done.outcome).get(lang)))
        .child(p("chosen__name", name.as_deref().unwrap_or(&done.unit)))
        .child(p("hint", words::CORRECT_HINT.get(lang)))
        .child(frame::trouble(shell))
        .child(classed("label", "field").attr("for", "reason").text(words::REASON.get(lang)))
        .child(why)
        .child(classed("div", "actions").child(whole))
        .child(el("h2").text(words::CORRECT_UNIT.get(lang)))
        .child(classed("label", "field").attr("for", "unit-search").text(form_words::UNIT_SEARCH.get(lang)))
        .child(search)
        .slot(move || Some(found(shell, &query.get(), reason)))
        .child(
            p("", "")
                .child(button("link", words::TO_BOARD.get(lang), move || shell.send(Event::Show(Stage::Board))).attr("id", "to-board")),
        )
}

fn found(shell: Shell, query: &str, reason: RwSignal<String>) -> El {
    let Some(campaign) = shell.peek(|model| model.campaign.clone()) else { return el("div") };
    if query.trim().is_empty() {
        return el("div");
    }
    let item = |unit: &crate::campaign::Unit| {
        let code = unit.code.clone();
        let choose = button("units__unit", "", move || shell.send(Event::Amend(Change::Unit(code.clone()), reason.get_untracked())));
        el("li").child(choose.child(el("b").text(&unit.name)))
    };
    classed("ul", "units").children(find_units(&campaign, query).into_iter().take(MOST).map(|(unit, _)| item(unit)).collect())
}
