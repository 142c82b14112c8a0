//! "Nộp phiếu": how many forms wait, the file or the codes, the code that the analyst reads
//! out, and what was handed in before. Nothing here says that a form arrived before its
//! code was entered.

mod history;
mod told;

use crate::ui::reactive::{Get as _, GetUntracked as _, RwSignal, Set as _, With as _};

pub(super) use self::history::erasures;
pub(super) use self::told::told;

use super::Shell;
use crate::app::collect::handing_in::{Event, Form};
use crate::app::collect::shelf::Receipt;
use crate::app::collect::{self, Stage};
use crate::base::words::{collect as field_words, hand_in as words};
use crate::base::{Lang, number};
use crate::ui::components::qr_sequence;
use crate::ui::dom::{El, button, classed, el, p, title, typed};
use crate::ui::respond::summary::notice;

/// The page.
pub fn handing_in(shell: Shell) -> El {
    let lang = shell.lang();
    let codes = shell.memo(|model| model.desk.codes.clone());
    let head = move || codes.with(Option::is_none).then(|| el("div").child(p("lead", words::HINT.get(lang))).child(state(shell, lang)));
    let body = move || {
        Some(match codes.get() {
            Some(bytes) => shown(shell, bytes, lang),
            None => ways(shell, lang),
        })
    };
    classed("section", "board hand-in").class_of("hand-in--codes", move || codes.with(Option::is_some)).child(
        classed("div", "hand-in__page")
            .child(title(words::TITLE.get(lang)))
            .child(super::frame::trouble(shell))
            .slot(head)
            .child(told(shell))
            .slot(body),
    )
}

pub(super) fn whole(count: usize, lang: Lang) -> String {
    number::whole(u64::try_from(count).unwrap_or(u64::MAX), lang)
}

pub(super) fn send(shell: Shell, event: Event) {
    shell.send(collect::Event::Desk(event));
}

/// Three numbers, and what is not as it should be.
fn state(shell: Shell, lang: Lang) -> El {
    let counts = shell.memo(|model| {
        let standing = &model.standing;
        let by_box = |receipt: &&String| matches!(model.shelf.acknowledged.get(*receipt), Some(Receipt::Box(_)));
        let boxed = standing.acknowledged.iter().filter(by_box).count();
        [standing.envelopes(), standing.acknowledged.len(), standing.due.len(), boxed, standing.unlisted, standing.lost]
    });
    el("div").slot(move || {
        let [all, confirmed, due, boxed, unlisted, lost] = counts.get();
        let one = |word: crate::base::Word, count: usize, id: &str| {
            classed("div", "facts__one").child(el("dt").text(word.get(lang))).child(el("dd").attr("id", id).text(&whole(count, lang)))
        };
        let said = |word: crate::base::Word, count: usize, danger: bool| {
            let text = word.with(lang, &[("n", &whole(count, lang))]);
            (count > 0).then(|| notice(danger).child(classed("div", "notice__body").child(p("notice__first", &text))))
        };
        Some(
            el("div")
                .child(
                    classed("dl", "facts")
                        .child(one(words::ON_DEVICE, all, "count-all"))
                        .child(one(words::CONFIRMED, confirmed, "count-confirmed"))
                        .child(one(words::DUE, due, "count-due")),
                )
                .maybe((boxed > 0).then(|| p("hint", &words::BY_BOX.with(lang, &[("n", &whole(boxed, lang))]))))
                .maybe(said(words::UNLISTED, unlisted, false))
                .maybe(said(words::LOST, lost, true)),
        )
    })
}

/// The codes, and a way to put them away.
fn shown(shell: Shell, bytes: Vec<u8>, lang: Lang) -> El {
    let away = button("button button--quiet", words::PUT_AWAY.get(lang), move || send(shell, Event::PutAway));
    el("div")
        .child(qr_sequence(bytes, lang))
        .child(classed("div", "actions").child(away.attr("id", "put-away")))
        .child(entered(shell, lang))
}

fn ways(shell: Shell, lang: Lang) -> El {
    let due = shell.memo(|model| model.standing.due.len());
    let out = move || {
        let due = due.get();
        if due == 0 {
            return Some(p("", words::NOTHING_DUE.get(lang)));
        }
        let save = words::SAVE_FILE.with(lang, &[("n", &whole(due, lang))]);
        let save = button("button", &save, move || send(shell, Event::HandIn(Form::File))).attr("id", "save-file");
        let codes = button("button button--quiet", words::SHOW_CODES.get(lang), move || send(shell, Event::HandIn(Form::Codes)));
        Some(
            el("div")
                .child(classed("div", "actions").child(save))
                .child(p("hint", words::FILE_HINT.get(lang)))
                .child(classed("div", "actions").child(codes.attr("id", "show-codes")))
                .child(p("hint", words::CODES_HINT.get(lang))),
        )
    };
    el("div")
        .child(el("h2").text(words::STEP_OUT.get(lang)))
        .slot(out)
        .child(el("h2").text(words::STEP_TOKEN.get(lang)))
        .child(entered(shell, lang))
        .child(el("h2").text(words::HISTORY.get(lang)))
        .child(history::history(shell, lang))
        .child(erasures(shell, lang))
        .child(leave(shell, lang))
}

/// The code that the analyst reads out.
fn entered(shell: Shell, lang: Lang) -> El {
    let text = RwSignal::new(String::new());
    let field = classed("input", "input input--token")
        .attr("id", "token")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        // Room for a second code beside the first: Chromium cuts what replaces a selection to what
        // the selected text leaves free.
        .attr("maxlength", "40")
        .on("input", move |event| text.set(typed(&event)));
    let confirm = button("button", words::CONFIRM.get(lang), move || send(shell, Event::Token(text.get_untracked())));
    el("div")
        .child(p("hint", words::TOKEN_HINT.get(lang)).attr("id", "token-hint"))
        .child(classed("label", "field").attr("for", "token").text(words::TOKEN.get(lang)))
        .child(field.attr("aria-describedby", "token-hint"))
        .child(classed("div", "actions").child(confirm.attr("id", "confirm-token")))
}

fn leave(shell: Shell, lang: Lang) -> El {
    let to = move |word: crate::base::Word, id: &str, stage: Stage| {
        el("li").child(button("link", word.get(lang), move || shell.send(collect::Event::Show(stage.clone()))).attr("id", id))
    };
    classed("ul", "board__links").child(to(field_words::TO_BOARD, "to-board", Stage::Board)).child(to(
        words::TO_ERASE,
        "to-erase",
        Stage::Erasing,
    ))
}
