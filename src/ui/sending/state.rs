//! How it stands with an envelope, in words.

use crate::app::sending::{Answer, Given, State, Way};
use crate::base::words::sending as words;
use crate::base::{Lang, Word};
use crate::ui::dom::{El, classed, el, p};
use crate::ui::respond::found::when;

/// A line with a mark, and beneath it what follows from it. Only what was acknowledged has
/// the tick.
pub fn state(state: State, lang: Lang) -> El {
    let (sentence, more) = sentence(state, lang);
    let (mark, class) = match state {
        State::Sent(..) => ("✓", "ended__state"),
        State::Sending | State::Waiting(_) | State::Unsent => ("…", "ended__state ended__state--open"),
        State::Refused(_) => ("!", "ended__state ended__state--not"),
    };
    let line = p(class, "").child(classed("span", "ended__mark").attr("aria-hidden", "true").text(mark)).child(el("span").text(&sentence));
    el("div").attr("role", "status").child(line).maybe((!more.is_empty()).then(|| p("hint", &more)))
}

fn sentence(state: State, lang: Lang) -> (String, String) {
    let said = |word: Word| word.get(lang).to_owned();
    match state {
        State::Unsent => (said(words::SAVED), String::new()),
        State::Sending => (said(words::SENDING), String::new()),
        State::Waiting(last) => {
            let last = last.map_or_else(String::new, |last| [&reason(last, lang), " "].concat());
            (said(words::WAITING), [&last, words::WAITING_HINT.get(lang)].concat())
        }
        State::Sent(Way::Box, at) => (words::SENT.with(lang, &[("time", &when(at))]), said(words::SENT_HINT)),
        State::Sent(Way::Handed, at) => (words::HANDED.with(lang, &[("time", &when(at))]), String::new()),
        State::Refused(answer) => (words::REFUSED.with(lang, &[("why", &reason(answer, lang))]), String::new()),
    }
}

/// What stood in the way, as what it is.
fn reason(answer: Answer, lang: Lang) -> String {
    let word = match answer {
        Answer::Status(400) => words::REFUSED_400,
        Answer::Status(403) => words::REFUSED_403,
        Answer::Status(413) => words::REFUSED_413,
        Answer::Status(_) => words::LAST_STATUS,
        Answer::Forbidden => words::REFUSED_PAGE,
        Answer::Offline => words::LAST_OFFLINE,
        Answer::Unreachable | Answer::Busy => words::LAST_UNREACHABLE,
    };
    word.with(lang, &[("code", &answer.code().to_string())])
}

/// How the person took it along.
pub fn given(given: Given) -> Word {
    match given {
        Given::Shared => words::SHARED,
        Given::Saved => words::SAVED_FILE,
        Given::Copied => words::COPIED,
    }
}
