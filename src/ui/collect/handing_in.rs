//! "Nộp phiếu": how many forms wait, the file or the codes, the code that the analyst reads
//! out, and what was handed in before. Nothing here says that a form arrived before its
//! code was entered.

use leptos::prelude::{Get as _, GetUntracked as _, Memo, RwSignal, Set as _};

use super::Shell;
use crate::app::collect::handing_in::{Event, Form, Told, Work};
use crate::app::collect::shelf::Receipt;
use crate::app::collect::{self, Model, Stage};
use crate::base::time::Stamp;
use crate::base::words::{collect as field_words, hand_in as words};
use crate::base::{Lang, number};
use crate::store::erasure::Erasure;
use crate::ui::components::qr_sequence;
use crate::ui::dom::{El, button, classed, el, p, title, typed};
use crate::ui::respond::found::when;
use crate::ui::respond::frame::keep_words;
use crate::ui::respond::summary::notice;

/// Hand-ins that are listed.
const MOST: usize = 30;

/// The page.
pub fn handing_in(shell: Shell) -> El {
    let lang = shell.lang();
    let codes = shell.memo(|model| model.desk.codes.clone());
    let here = move || match codes.get() {
        Some(bytes) => Some(shown(shell, bytes, lang)),
        None => Some(ways(shell, lang)),
    };
    classed("section", "board hand-in").child(
        classed("div", "hand-in__page")
            .child(title(words::TITLE.get(lang)))
            .child(p("lead", words::HINT.get(lang)))
            .child(super::frame::trouble(shell))
            .child(state(shell, lang))
            .child(told(shell))
            .slot(here),
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

/// What is under way, and what came of the last act.
pub(super) fn told(shell: Shell) -> El {
    let desk = shell.memo(|model| (working(model), model.desk.progress(), model.desk.told.clone()));
    classed("div", "told").attr("id", "told").attr("tabindex", "-1").attr("role", "status").slot(move || {
        let lang = shell.lang();
        let (working, progress, told) = desk.get();
        let said = told.as_ref().map(|told| {
            let bad = is_bad(told);
            let mark = classed("span", "notice__mark").attr("aria-hidden", "true").text(if bad { "!" } else { "✓" });
            let body = classed("div", "notice__body").child(p("notice__first", &words_of(told, lang)));
            classed("div", if bad { "notice notice--danger" } else { "notice" }).child(mark).child(body)
        });
        let line = working.map(|word| match progress {
            Some((done, all)) => {
                let (n, of) = (whole(done, lang), whole(all, lang));
                el("div").child(p("hand-in__work", &word.with(lang, &[("n", &n), ("of", &of)]))).child(
                    classed("progress", "bar")
                        .attr("max", &all.to_string())
                        .attr("value", &done.to_string())
                        .attr("aria-label", words::WORKING.get(lang)),
                )
            }
            None => p("hand-in__work", word.get(lang)),
        });
        (said.is_some() || line.is_some()).then(|| el("div").maybe(line).maybe(said))
    })
}

fn working(model: &Model) -> Option<crate::base::Word> {
    match model.desk.work {
        Work::None => None,
        Work::Sealing(..) | Work::Keeping(..) => Some(words::WORKING),
        Work::Confirming(..) => Some(words::CONFIRMING),
        Work::Erasing(_) => Some(words::ERASING),
    }
}

fn is_bad(told: &Told) -> bool {
    match told {
        Told::Confirmed(_) | Told::ConfirmedBefore | Told::NothingDue | Told::Saved(_) | Told::Erased(_) => false,
        Told::NoToken
        | Told::WrongToken
        | Told::TooMuch
        | Told::NotNoted(_)
        | Told::NotSaved
        | Told::NotSealed(_)
        | Told::NotKept(_)
        | Told::NotCounted => true,
    }
}

fn words_of(told: &Told, lang: Lang) -> String {
    match told {
        Told::Confirmed(count) => words::TOLD_CONFIRMED.with(lang, &[("n", &whole(*count, lang))]),
        Told::ConfirmedBefore => words::TOLD_CONFIRMED_BEFORE.get(lang).to_owned(),
        Told::NoToken => words::TOLD_NO_TOKEN.get(lang).to_owned(),
        Told::WrongToken => words::TOLD_WRONG_TOKEN.get(lang).to_owned(),
        Told::NothingDue => words::NOTHING_DUE.get(lang).to_owned(),
        Told::TooMuch => words::CODES_TOO_MUCH.get(lang).to_owned(),
        Told::Saved(name) => words::TOLD_SAVED.with(lang, &[("name", name)]),
        Told::NotNoted(name) => words::TOLD_NOT_NOTED.with(lang, &[("name", name)]),
        Told::NotSaved => words::TOLD_NOT_SAVED.get(lang).to_owned(),
        Told::NotSealed(fault) => words::TOLD_NOT_SEALED.with(lang, &[("why", keep_words(*fault).get(lang))]),
        Told::NotKept(fault) => words::TOLD_NOT_KEPT.with(lang, &[("why", keep_words(*fault).get(lang))]),
        Told::Erased(erasure) => {
            let n = number::whole(erasure.envelopes.into(), lang);
            words::TOLD_ERASED.with(lang, &[("n", &n), ("campaign", &erasure.campaign)])
        }
        Told::NotCounted => words::TOLD_NOT_COUNTED.get(lang).to_owned(),
    }
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
        .child(history(shell, lang))
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
        .attr("maxlength", "16")
        .on("input", move |event| text.set(typed(&event)));
    let confirm = button("button", words::CONFIRM.get(lang), move || send(shell, Event::Token(text.get_untracked())));
    el("div")
        .child(p("hint", words::TOKEN_HINT.get(lang)).attr("id", "token-hint"))
        .child(classed("label", "field").attr("for", "token").text(words::TOKEN.get(lang)))
        .child(field.attr("aria-describedby", "token-hint"))
        .child(classed("div", "actions").child(confirm.attr("id", "confirm-token")))
}

/// What a line of the history says.
type Line = (String, Stamp, usize, Option<Stamp>);

fn history(shell: Shell, lang: Lang) -> El {
    let made: Memo<Vec<Line>> = shell.memo(|model| {
        let ours = model.shelf.made.iter().filter(|made| model.campaign.as_ref().is_some_and(|campaign| campaign.id == made.campaign));
        ours.take(MOST).map(|made| (made.id.clone(), made.made, made.receipts.len(), model.shelf.confirmed(made))).collect()
    });
    el("div").slot(move || {
        let made = made.get();
        if made.is_empty() {
            return Some(p("hint", words::NO_HISTORY.get(lang)));
        }
        Some(classed("ul", "done").attr("id", "history").children(made.iter().map(|line| one(shell, line, lang)).collect()))
    })
}

fn one(shell: Shell, (id, at, count, confirmed): &Line, lang: Lang) -> El {
    let time = when(*at);
    let head = words::MADE.with(lang, &[("time", &time), ("n", &whole(*count, lang))]);
    let (class, state) = match confirmed {
        Some(at) => ("state state--good", words::MADE_CONFIRMED.with(lang, &[("time", &when(*at))])),
        None => ("state", words::MADE_WAITING.get(lang).to_owned()),
    };
    let id = id.clone();
    let again = button("link", words::AGAIN.get(lang), move || send(shell, Event::Again(id.clone(), Form::File)));
    let again = again.attr("aria-label", &words::AGAIN_LABEL.with(lang, &[("time", &time)]));
    classed("li", "done__one")
        .child(
            classed("span", "done__body")
                .child(classed("span", "done__head").text(&head))
                .child(el("span").child(classed("b", class).text(&state))),
        )
        .maybe(confirmed.is_none().then_some(again))
}

/// Records of what was erased on this device.
pub(super) fn erasures(shell: Shell, lang: Lang) -> El {
    let records: Memo<Vec<(Erasure, bool)>> = shell.memo(|model| {
        let untold: Vec<String> = model.shelf.untold().into_iter().map(|(key, _)| key).collect();
        model.shelf.erasures.iter().take(MOST).map(|(key, erasure)| (erasure.clone(), !untold.contains(key))).collect()
    });
    el("div").slot(move || {
        let records = records.get();
        let lines = records.iter().map(|(erasure, told)| record(erasure, *told, lang)).collect();
        (!records.is_empty()).then(|| {
            el("div").child(el("h2").text(words::RECORDS.get(lang))).child(classed("ul", "done").attr("id", "erasures").children(lines))
        })
    })
}

fn record(erasure: &Erasure, told: bool, lang: Lang) -> El {
    let count = |count: u32| number::whole(count.into(), lang);
    let head =
        words::RECORD.with(lang, &[("time", &when(erasure.made)), ("campaign", &erasure.campaign), ("n", &count(erasure.envelopes))]);
    let stake = if erasure.unacknowledged + erasure.drafts == 0 {
        words::RECORD_CLEAN.get(lang).to_owned()
    } else {
        words::RECORD_STAKE.with(lang, &[("n", &count(erasure.unacknowledged)), ("drafts", &count(erasure.drafts))])
    };
    let passed_on = if told { words::RECORD_TOLD } else { words::RECORD_UNTOLD };
    classed("li", "done__one").child(
        classed("span", "done__body")
            .child(classed("span", "done__head").text(&head))
            .child(el("span").text(&stake))
            .child(el("span").text(passed_on.get(lang))),
    )
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
