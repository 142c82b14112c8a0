//! How it stands with an envelope, in words.

use crate::app::sending::{Answer, Given, State, Way};
use crate::base::words::sending as words;
use crate::base::{Lang, Word};
use crate::ui::respond::found::when;

/// Its name in the style sheet: what is shown beside it, and the mark.
pub fn name(state: State) -> &'static str {
    match state {
        State::Unsent => "unsent",
        State::Waiting(_) => "waiting",
        State::Sending => "sending",
        State::Sent(..) => "sent",
        State::Refused(_) => "refused",
    }
}

/// One sentence, or two. Only what was acknowledged is called sent, and what the journal has
/// not is not called saved.
pub fn sentence(state: State, is_kept: bool, lang: Lang) -> String {
    let (word, value) = match state {
        State::Sent(Way::Box, at) => (words::SENT, when(at)),
        State::Sent(Way::Handed, at) => (words::HANDED, when(at)),
        State::Sending => (words::SENDING, String::new()),
        State::Refused(answer) => (words::REFUSED, reason(answer, lang)),
        State::Waiting(_) | State::Unsent if !is_kept => (words::STAY, String::new()),
        State::Waiting(Some(answer)) => (words::WAITING_STILL, reason(answer, lang)),
        State::Waiting(None) => (words::WAITING, String::new()),
        State::Unsent => (words::SAVED, String::new()),
    };
    word.with(lang, &[("value", &value)])
}

/// What stood in the way, as what it is.
fn reason(answer: Answer, lang: Lang) -> String {
    let word = match answer {
        Answer::Status(400) => words::STATUS_400,
        Answer::Status(403) => words::STATUS_403,
        Answer::Status(413) => words::STATUS_413,
        Answer::Status(_) => words::STATUS,
        Answer::Forbidden => words::FORBIDDEN,
        Answer::Offline => words::OFFLINE,
        Answer::Unreachable | Answer::Busy => words::UNREACHABLE,
    };
    word.with(lang, &[("code", &answer.code().to_string())])
}

/// How the person took it along, and that nothing more is known.
pub fn given(given: Given) -> Word {
    match given {
        Given::Shared => words::SHARED,
        Given::Saved => words::SAVED_FILE,
        Given::Copied => words::COPIED,
    }
}
