//! The interview that the surveyor asks: the respondent's pages, with what the surveyor
//! notes before consent and what was stored after the end.

use crate::ui::reactive::{Get as _, With as _};

use super::{Shell, frame};
use crate::app::collect::Event;
use crate::app::respond::Stage;
use crate::base::Lang;
use crate::base::words::{collect as words, hand_in, respond as form_words};
use crate::response::Outcome;
use crate::ui::dom::{El, button, classed, el, p, title, typed};
use crate::ui::respond;

/// The page of the interview's stage.
pub fn asked(shell: Shell) -> El {
    let interview = shell.interview();
    let stage = interview.memo(|model| model.stage.clone());
    classed("div", "asked").child(frame::trouble(shell)).slot(move || {
        shell.lang();
        Some(match stage.get() {
            Stage::Ended(outcome) => ended(shell, outcome),
            Stage::Welcome => el("div").child(respond::view(interview, Stage::Welcome)).child(notes(shell)),
            other @ (Stage::Loading | Stage::Problem(_) | Stage::Choosing | Stage::Found | Stage::Asking(_) | Stage::Review) => {
                respond::view(interview, other)
            }
        })
    })
}

/// Number in the list and who else is there.
fn notes(shell: Shell) -> El {
    let lang = shell.lang();
    let entry = classed("input", "input input--number")
        .attr("id", "entry")
        .attr("autocomplete", "off")
        .attr("maxlength", "20")
        .attr("value", &shell.peek(|model| model.device.entry.clone()))
        .on("change", move |event| shell.send(Event::ListEntry(typed(&event))));
    let others = shell.memo(|model| model.device.others);
    let choice = move |value: bool| {
        let word = if value { words::OTHERS_YES } else { words::OTHERS_NO };
        let on = move || others.get() == Some(value);
        button("chip", word.get(lang), move || shell.send(Event::Others(Some(value)))).attr_of("aria-pressed", move || on().to_string())
    };
    classed("section", "welcome notes")
        .child(el("h2").text(words::NOTES.get(lang)))
        .child(classed("label", "field").attr("for", "entry").text(words::ENTRY.get(lang)))
        .child(entry)
        .child(p("field field--next", words::OTHERS.get(lang)).attr("id", "others"))
        .child(classed("div", "chips").attr("role", "group").attr("aria-labelledby", "others").child(choice(false)).child(choice(true)))
}

/// An outcome by one tap may have been the wrong one; it is sealed, so it is cancelled.
fn wrong_tap(shell: Shell, lang: Lang) -> El {
    let interview = shell.interview().model;
    let ended = shell.memo(move |model| interview.with(|interview| model.just_ended(interview).map(|done| done.cancelled)));
    el("div").attr("role", "status").slot(move || {
        Some(if ended.get()? {
            p("state state--off", hand_in::UNDONE.get(lang)).attr("id", "undone")
        } else {
            let reason = hand_in::UNDO_REASON.get(lang).to_owned();
            button("button button--quiet", hand_in::UNDO.get(lang), move || shell.send(Event::Undo(reason.clone()))).attr("id", "undo")
        })
    })
}

/// What was stored, and how far the quota is.
fn ended(shell: Shell, outcome: Outcome) -> El {
    let lang = shell.lang();
    let receipt = shell.interview().peek(|model| model.receipt.clone()).map(|code| {
        el("div").child(p("", form_words::RECEIPT.get(lang))).child(p("receipt", "").attr("id", "receipt").child(el("code").text(&code)))
    });
    classed("section", "welcome ended")
        .child(title(frame::outcome_words(outcome).get(lang)))
        .child(
            p("ended__state", "")
                .child(classed("span", "ended__mark").attr("aria-hidden", "true").text("✓"))
                .child(el("span").text(words::STORED.get(lang))),
        )
        .maybe(receipt)
        .child(wrong_tap(shell, lang))
        .child(super::board::quota(shell))
}
