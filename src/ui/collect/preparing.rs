//! "Chuẩn bị máy": one line a thing, each with its mark, and what to do where it is not
//! good; then the green sentence.

use crate::ui::reactive::Get as _;

use super::{Shell, frame};
use crate::app::collect::{Event, Line, Stage, Verdict, What, Why, lines};
use crate::base::time::{Date, clock};
use crate::base::words::collect as words;
use crate::base::{Lang, Word};
use crate::platform::moment;
use crate::ui::dom::{El, button, classed, el, p, title};
use crate::ui::respond::frame::{keep_words, store_words};

/// The check.
pub fn preparing(shell: Shell) -> El {
    let lang = shell.lang();
    let shown = shell.memo(lines);
    let state = shell.memo(|model| (model.is_ready(), model.may_go_on()));
    let asked = shell.memo(|model| model.facts.persisted.is_some());
    let list =
        el("div").slot(move || Some(classed("ul", "checks").children(worst_first(&shown.get()).map(|line| item(line, lang)).collect())));
    let verdict = move || {
        let waits = shown.get().iter().any(|line| line.verdict == Verdict::Waiting);
        let (class, mark, word) = match (state.get().0, waits) {
            (true, _) => ("ready ready--yes", "✓", words::READY),
            (false, true) => ("ready", "…", words::CHECKING),
            (false, false) => ("ready ready--no", "!", words::NOT_READY),
        };
        let mark = classed("span", "ready__mark").attr("aria-hidden", "true").text(mark);
        Some(p(class, "").attr("id", "ready").attr("role", "status").child(mark).child(el("span").text(word.get(lang))))
    };
    let on = move || {
        let (ready, may) = state.get();
        let (class, word) = if ready { ("button", words::GO_ON) } else { ("button button--quiet", words::GO_ON_ANYWAY) };
        let on = button(class, word.get(lang), move || shell.send(Event::Show(after(shell)))).attr("id", "go-on");
        may.then_some(on)
    };
    let promise = move || {
        let ask = button("button button--quiet", words::ASK_PERSISTENCE.get(lang), move || shell.send(Event::Persist));
        (!asked.get()).then(|| ask.attr("id", "persist"))
    };
    classed("section", "welcome preparing")
        .child(title(words::PREPARE.get(lang)))
        .child(el("div").slot(verdict))
        .child(frame::trouble(shell))
        .child(list)
        .child(classed("div", "actions").slot(on).slot(promise).child(button(
            "button button--quiet",
            words::CHECK_AGAIN.get(lang),
            move || shell.send(Event::CheckAgain),
        )))
        .child(p("", "").child(button("link", words::OTHER_CAMPAIGN.get(lang), move || shell.send(Event::Show(Stage::Choosing)))))
}

/// What must be mended stands first, then what can be worked with.
fn worst_first(lines: &[Line]) -> impl Iterator<Item = &Line> {
    let rank = |line: &Line| match line.verdict {
        Verdict::Failed(_) => 0,
        Verdict::Warned(_) => 1,
        Verdict::Waiting | Verdict::Good(_) => 2,
    };
    (0..3).flat_map(move |wanted| lines.iter().filter(move |line| rank(line) == wanted))
}

/// Where the surveyor goes from here: what is not settled yet, else the place.
fn after(shell: Shell) -> Stage {
    let known = shell.peek(|model| model.device.pin.is_some() && !model.device.surveyor.is_empty());
    if known { Stage::Placing } else { Stage::Setting }
}

fn item(line: &Line, lang: Lang) -> El {
    let (class, mark, told) = match &line.verdict {
        Verdict::Waiting => ("check", "…", words::CHECKING.get(lang).to_owned()),
        Verdict::Good(number) => ("check check--good", "✓", good(line.what, *number, lang)),
        Verdict::Warned(why) => ("check check--warned", "!", advice(why, lang)),
        Verdict::Failed(why) => ("check check--failed", "✕", advice(why, lang)),
    };
    classed("li", class)
        .child(classed("span", "check__mark").attr("aria-hidden", "true").text(mark))
        .child(classed("span", "check__body").child(el("b").text(name(line.what).get(lang))).child(el("span").text(&told)))
}

fn name(what: What) -> Word {
    match what {
        What::Program => words::CHECK_PROGRAM,
        What::Files => words::CHECK_FILES,
        What::Store => words::CHECK_STORE,
        What::Room => words::CHECK_ROOM,
        What::Clock => words::CHECK_CLOCK,
        What::Battery => words::CHECK_BATTERY,
        What::Persistence => words::CHECK_PERSISTENCE,
    }
}

fn good(what: What, number: Option<u32>, lang: Lang) -> String {
    let n = number.unwrap_or(0).to_string();
    let n: &[(&str, &str)] = &[("n", &n)];
    match what {
        What::Program => words::GOOD_PROGRAM.get(lang).to_owned(),
        What::Files => words::GOOD_FILES.get(lang).to_owned(),
        What::Store => words::GOOD_STORE.get(lang).to_owned(),
        What::Room => words::GOOD_ROOM.with(lang, n),
        What::Clock => words::GOOD_CLOCK.with(lang, &[("now", &now())]),
        What::Battery => words::GOOD_BATTERY.with(lang, n),
        What::Persistence => words::GOOD_PERSISTENCE.get(lang).to_owned(),
    }
}

fn now() -> String {
    let moment = moment::now();
    let date = Date::of_stamp(moment.stamp, moment.offset).map(Date::to_display).unwrap_or_default();
    [&clock(moment.stamp, moment.offset), ", ", &date].concat()
}

fn advice(why: &Why, lang: Lang) -> String {
    match why {
        Why::NotKept(said) => words::WHY_NOT_KEPT.with(lang, &[("why", said)]),
        Why::Missing(files) => words::WHY_MISSING.with(lang, &[("files", files)]),
        Why::Store(fault) => [store_words(fault).get(lang), " ", words::WHY_STORE.get(lang)].concat(),
        Why::Keep(fault) => [keep_words(*fault).get(lang), " ", words::WHY_STORE.get(lang)].concat(),
        Why::Full(percent) => words::WHY_FULL.with(lang, &[("n", &percent.to_string())]),
        Why::TooEarly(date) => words::WHY_TOO_EARLY.with(lang, &[("now", &now()), ("date", &date.to_display())]),
        Why::TooLate(date) => words::WHY_TOO_LATE.with(lang, &[("now", &now()), ("date", &date.to_display())]),
        Why::Behind(newest) => {
            let offset = moment::now().offset;
            let date = Date::of_stamp(*newest, offset).map(Date::to_display).unwrap_or_default();
            words::WHY_BEHIND.with(lang, &[("now", &now()), ("newest", &[&clock(*newest, offset), ", ", &date].concat())])
        }
        Why::Low(percent) => words::WHY_LOW.with(lang, &[("n", &percent.to_string())]),
        Why::NotPromised => words::WHY_NOT_PROMISED.get(lang).to_owned(),
    }
}
