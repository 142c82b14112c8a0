//! The day's board: where, how far, the next form in one tap; what was begun; what was done
//! on this device, without an answer.

use crate::ui::reactive::Get as _;

use super::{Shell, frame};
use crate::app::collect::leaving::Retention;
use crate::app::collect::{Board, Done, Event, Model, Open, Stage, Switch};
use crate::base::Lang;
use crate::base::number;
use crate::base::time::{Date, clock};
use crate::base::words::{collect as words, hand_in, respond as form_words};
use crate::platform::moment;
use crate::response::Channel;
use crate::ui::dom::{El, button, classed, el, p, title};
use crate::ui::respond::found::when;
use crate::ui::respond::summary::notice;

/// Lines of the list at once.
const MOST: usize = 60;

/// The page.
pub fn board(shell: Shell) -> El {
    let lang = shell.lang();
    let (unit, village, group) = shell.peek(|model| {
        let device = &model.device;
        (model.unit_name().unwrap_or_default().to_owned(), device.village.clone(), group_name(model, &device.group, lang))
    });
    let place = [village, group].iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    let open = shell.memo(|model| model.board.open.clone());
    let done = shell.memo(|model| model.board.done.clone());
    let others = shell.memo(|model| model.board.clone());
    let unreadable = shell.memo(|model| model.board.unreadable.clone());
    let told = move || {
        let keys = unreadable.get();
        (!keys.is_empty()).then(|| {
            let said = form_words::QUARANTINED.with(lang, &[("n", &keys.len().to_string())]);
            notice(false).child(classed("div", "notice__body").child(p("notice__first", &said)).child(p("", &keys.join(", "))))
        })
    };
    let now = classed("div", "board__now")
        .child(title(&unit))
        .child(p("board__place", &place))
        .child(frame::update(shell))
        .child(frame::trouble(shell))
        .slot(move || room(shell))
        .slot(move || retention(shell))
        .slot(told)
        .child(quota(shell))
        .child(waiting(shell))
        .slot(move || open.get().map(|open| begun(shell, &open, lang)))
        .child(begin(shell, lang));
    let past = classed("div", "board__past")
        .child(el("h2").text(words::DONE_HERE.get(lang)))
        .slot(move || Some(list(shell, &done.get(), lang)))
        .slot(move || Some(units(shell, &others.get(), lang)));
    classed("section", "board").child(now).child(past).child(settings(shell, lang))
}

fn whole(count: usize, lang: Lang) -> String {
    number::whole(u64::try_from(count).unwrap_or(u64::MAX), lang)
}

fn group_name(model: &Model, id: &str, lang: Lang) -> String {
    let group = model.campaign.as_ref().and_then(|campaign| campaign.group(id));
    group.map_or_else(|| id.to_owned(), |group| group.title.get(lang).to_owned())
}

fn unit_name(model: &Model, code: &str) -> String {
    let unit = model.campaign.as_ref().and_then(|campaign| campaign.unit(code));
    unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
}

/// Done of wanted, and that enough is no reason to stop.
pub fn quota(shell: Shell) -> El {
    let row = shell.memo(|model| model.row().cloned());
    el("div").slot(move || {
        let row = row.get()?;
        let lang = shell.lang();
        let count = whole(row.done, lang);
        let box_ = classed("div", "quota").attr("id", "quota");
        let Some(wanted) = row.wanted.filter(|wanted| *wanted > 0) else {
            return Some(box_.child(p("quota__count", &words::DONE_NO_QUOTA.with(lang, &[("n", &count)]))));
        };
        let of = whole(usize::try_from(wanted).unwrap_or(usize::MAX), lang);
        let bar = classed("progress", "bar").attr("max", &wanted.to_string()).attr("value", &row.done.to_string());
        let full = row.done >= usize::try_from(wanted).unwrap_or(usize::MAX);
        Some(
            box_.child(p("quota__count", &words::DONE_OF.with(lang, &[("n", &count), ("of", &of)])))
                .child(bar.attr("aria-label", words::DONE_LABEL.get(lang)))
                .maybe(full.then(|| p("quota__full", words::OVER_QUOTA.get(lang)))),
        )
    })
}

/// The room of the store, where it is getting short.
fn room(shell: Shell) -> Option<El> {
    let used = shell.memo(Model::used);
    let lang = shell.lang();
    let percent = used.get().filter(|percent| *percent >= 70)?;
    let said = hand_in::FULL.with(lang, &[("n", &percent.to_string())]);
    let body = classed("div", "notice__body").child(p("notice__first", &said)).child(to_hand_in(shell, "room-hand-in", lang));
    Some(notice(percent >= 90).attr("id", "room").child(body))
}

fn to_hand_in(shell: Shell, id: &str, lang: Lang) -> El {
    button("link", hand_in::TITLE.get(lang), move || shell.send(Event::Show(Stage::HandingIn))).attr("id", id)
}

/// Until when forms may be on the device, where that is near.
fn retention(shell: Shell) -> Option<El> {
    let near = shell.memo(Model::retention);
    let lang = shell.lang();
    let (word, date, is_over) = match near.get()? {
        Retention::Soon(date) => (hand_in::KEEP_SOON, date, false),
        Retention::Over(date) => (hand_in::KEEP_OVER, date, true),
    };
    let said = word.with(lang, &[("date", &date.to_display())]);
    let end = button("link", hand_in::TO_ERASE.get(lang), move || shell.send(Event::Show(Stage::Erasing)));
    let body = classed("div", "notice__body").child(p("notice__first", &said)).child(end);
    Some(notice(is_over).attr("id", "retention").child(body))
}

/// What waits to be handed in, and what the list lacks.
fn waiting(shell: Shell) -> El {
    let counts = shell.memo(|model| (model.standing.due.len(), model.standing.unlisted, model.standing.lost));
    el("div").slot(move || {
        let (due, unlisted, lost) = counts.get();
        let lang = shell.lang();
        let said = |word: crate::base::Word, count: usize, id: &str| {
            let text = word.with(lang, &[("n", &whole(count, lang))]);
            (count > 0).then(|| notice(false).attr("id", id).child(classed("div", "notice__body").child(p("notice__first", &text))))
        };
        let line = p("waiting", "").attr("id", "waiting").text(&hand_in::WAITING.with(lang, &[("n", &whole(due, lang))])).text(" · ");
        Some(
            el("div")
                .maybe(said(hand_in::UNLISTED, unlisted, "unlisted"))
                .maybe(said(hand_in::LOST, lost, "lost"))
                .child(line.child(to_hand_in(shell, "hand-in", lang))),
        )
    })
}

/// An interview that is open: on with it, or kept as partial.
fn begun(shell: Shell, open: &Open, lang: Lang) -> El {
    let said = words::OPEN_FOUND.with(lang, &[("time", &when(open.saved)), ("unit", &shell.peek(|model| unit_name(model, &open.unit)))]);
    let own = open.channel == Channel::Interviewer;
    let actions = classed("div", "actions")
        .maybe(own.then(|| button("button", form_words::RESUME.get(lang), move || shell.send(Event::Next)).attr("id", "continue")))
        .child(button("button button--quiet", words::CLOSE_OPEN.get(lang), move || shell.send(Event::CloseOpen)).attr("id", "close-open"));
    let hint = if own { words::OPEN_HINT } else { words::OPEN_NOT_YOURS };
    let body = classed("div", "notice__body").child(el("h2").text(&said)).child(p("", hint.get(lang))).child(actions);
    notice(false).attr("id", "open").child(body)
}

fn begin(shell: Shell, lang: Lang) -> El {
    let free = shell.memo(|model| model.board.open.is_none());
    el("div").slot(move || {
        free.get().then(|| {
            classed("div", "actions board__begin")
                .child(button("button", words::NEXT_FORM.get(lang), move || shell.send(Event::Next)).attr("id", "next-form"))
                .child(
                    button("button button--second", words::HAND_OVER.get(lang), move || shell.send(Event::HandOver))
                        .attr("id", "hand-over"),
                )
        })
    })
}

/// What was done on this device.
fn list(shell: Shell, done: &[Done], lang: Lang) -> El {
    if done.is_empty() {
        return p("hint", words::NOTHING_DONE.get(lang)).attr("id", "done");
    }
    let lines = done.iter().take(MOST).map(|done| line(shell, done, lang)).collect();
    let more = done.len().checked_sub(MOST).filter(|more| *more > 0);
    el("div")
        .child(classed("ul", "done").attr("id", "done").children(lines))
        .maybe(more.map(|more| p("hint", &words::DONE_MORE.with(lang, &[("n", &more.to_string())]))))
}

/// The state of one response, a mark and a word.
fn state(done: &Done, lang: Lang) -> El {
    let (class, word) = if done.cancelled {
        ("state state--off", words::CANCELLED)
    } else if done.trial {
        ("state state--off", words::TRIAL)
    } else if done.counts() {
        ("state state--good", frame::outcome_words(done.outcome))
    } else {
        ("state", frame::outcome_words(done.outcome))
    };
    classed("b", class).text(word.get(lang))
}

fn line(shell: Shell, done: &Done, lang: Lang) -> El {
    let id = done.id.clone();
    let names = shell.peek(|model| [unit_name(model, &done.unit), group_name(model, &done.group, lang)]);
    let about = names.join(" · ");
    let corrected = (done.moved() || !done.reason.is_empty()).then(|| {
        let said = words::CORRECTED.with(lang, &[("reason", &done.reason)]);
        classed("span", "done__note").text(&said)
    });
    let change = button("link", words::CORRECT.get(lang), move || shell.send(Event::Show(Stage::Correcting(id.clone()))));
    let name = [words::CORRECT.get(lang), ": ", &done.receipt].concat();
    classed("li", "done__one")
        .child(
            classed("span", "done__body")
                .child(classed("span", "done__head").child(classed("span", "done__time").text(&at(done))).child(state(done, lang)))
                .child(el("span").text(&about))
                .child(classed("code", "done__code").text(&done.receipt))
                .maybe(corrected),
        )
        .child(change.attr("aria-label", &name))
}

/// `9:15`, with the day where it is not today's.
fn at(done: &Done) -> String {
    let now = moment::now();
    let (day, today) = (Date::of_stamp(done.finished, now.offset), Date::of_stamp(now.stamp, now.offset));
    let time = clock(done.finished, now.offset);
    match day.filter(|_| day != today) {
        Some(day) => [&day.to_display(), " ", &time].concat(),
        None => time,
    }
}

/// Done, open and wanted of every unit and group that has something, or is settled.
fn units(shell: Shell, board: &Board, lang: Lang) -> El {
    let settled = shell.peek(|model| (model.device.unit.clone(), model.device.group.clone()));
    let has = |row: &&crate::app::collect::board::Row| row.done + row.open > 0 || (row.unit == settled.0 && row.group == settled.1);
    let head = |word: crate::base::Word| el("th").attr("scope", "col").text(word.get(lang));
    let number = |count: usize| classed("td", "number").text(&whole(count, lang));
    let row = |row: &crate::app::collect::board::Row| {
        let [unit, group] = shell.peek(|model| [unit_name(model, &row.unit), group_name(model, &row.group, lang)]);
        let wanted = row.wanted.and_then(|wanted| usize::try_from(wanted).ok());
        el("tr")
            .child(el("th").attr("scope", "row").text(&unit).child(el("span").text(&group)))
            .child(number(row.done))
            .child(number(row.open))
            .child(wanted.map_or_else(|| classed("td", "number").text("–"), number))
    };
    let table = classed("table", "tally")
        .child(
            el("thead")
                .child(el("tr").child(head(words::UNIT)).child(head(words::DONE)).child(head(words::OPEN)).child(head(words::WANTED))),
        )
        .child(el("tbody").children(board.rows.iter().filter(has).map(row).collect()));
    classed("details", "welcome__more board__units").child(el("summary").text(words::BY_UNIT.get(lang))).child(
        classed("div", "scroll").attr("tabindex", "0").attr("role", "region").attr("aria-label", words::BY_UNIT.get(lang)).child(table),
    )
}

/// The way to what was settled, and the try-out.
fn settings(shell: Shell, lang: Lang) -> El {
    let trial = shell.memo(|model| model.device.trial);
    let to = move |word: crate::base::Word, stage: Stage| {
        el("li").child(button("link", word.get(lang), move || shell.send(Event::Show(stage.clone()))))
    };
    let input = el("input")
        .attr("type", "checkbox")
        .attr("id", "trial")
        .property_of("checked", move || trial.get().into())
        .on("change", move |_| shell.send(Event::Turn(Switch::Trial)));
    let label = classed("span", "choice__label")
        .child(el("b").text(words::TRIAL.get(lang)))
        .child(el("span").text(" – ").text(words::TRIAL_HINT.get(lang)));
    classed("div", "board__settings")
        .child(classed("label", "choice").class_of("choice--on", move || trial.get()).child(input).child(label))
        .child(
            classed("ul", "board__links")
                .child(to(words::CHANGE_PLACE, Stage::Placing))
                .child(to(words::CHANGE_WHO, Stage::Setting))
                .child(to(words::PREPARE, Stage::Preparing))
                .child(to(hand_in::TO_ERASE, Stage::Erasing)),
        )
}
