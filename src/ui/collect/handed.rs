//! In the respondent's hands: the form and nothing else. It begins with the trust screen
//! and ends by asking for the tablet back; what was answered before is never shown again.

use crate::ui::reactive::Get as _;

use super::Shell;
use crate::app::collect::{Event, Handed, Idle, Key};
use crate::app::respond::{self, Stage};
use crate::base::words::{collect as words, respond as form_words};
use crate::response::Outcome;
use crate::ui::dom::{El, button, classed, el, p, title};
use crate::ui::respond as form;
use crate::ui::respond::summary::notice;

/// The page.
pub fn handed(shell: Shell) -> El {
    let interview = shell.interview();
    let stage = interview.memo(|model| model.stage.clone());
    let cleared = shell.memo(crate::app::collect::Model::is_cleared);
    let exit = button("link handed__exit", "", move || shell.send(Event::Key(Key::Open)))
        .attr("id", "exit")
        .text_of(move || words::FOR_SURVEYOR.get(shell.lang()).to_owned());
    classed("div", "handed")
        .child(idle(shell))
        .slot(move || {
            shell.lang();
            if cleared.get() {
                return Some(back(shell));
            }
            Some(match stage.get() {
                Stage::Ended(outcome) => thanks(shell, outcome),
                Stage::Found => found(shell),
                other @ (Stage::Loading | Stage::Problem(_) | Stage::Choosing | Stage::Welcome | Stage::Asking(_) | Stage::Review) => {
                    form::view(interview, other)
                }
            })
        })
        .child(exit)
}

/// The neutral page: nothing of anybody.
fn back(shell: Shell) -> El {
    let lang = shell.lang();
    let kept = shell.memo(|model| model.device.handed == Handed::Done);
    classed("section", "welcome ended")
        .child(title(words::GIVE_BACK.get(lang)))
        .child(p("lead", words::GIVE_BACK_HINT.get(lang)))
        .slot(move || (!kept.get()).then(|| p("lead", words::NOT_KEPT_YET.get(lang))))
}

/// The end of the form.
fn thanks(shell: Shell, outcome: Outcome) -> El {
    let lang = shell.lang();
    let (heading, state) = match outcome {
        Outcome::Complete => (form_words::THANKS, form_words::THANKS_HINT),
        Outcome::ScreenedOut => (form_words::SCREENED_OUT, form_words::THANKS_HINT),
        Outcome::Partial => (form_words::THANKS, words::KEPT_PARTIAL),
        Outcome::Refused | Outcome::NotReached | Outcome::Ineligible => (form_words::DECLINED, form_words::DECLINED_HINT),
    };
    let receipt = shell.interview().peek(|model| model.receipt.clone()).map(|code| {
        el("div")
            .child(p("", form_words::RECEIPT.get(lang)))
            .child(p("receipt", "").attr("id", "receipt").child(el("code").text(&code)))
            .child(p("hint", form_words::RECEIPT_HINT.get(lang)))
    });
    classed("section", "welcome ended")
        .child(title(heading.get(lang)))
        .child(p("handed__back", words::GIVE_BACK.get(lang)))
        .child(
            p("ended__state", "")
                .child(classed("span", "ended__mark").attr("aria-hidden", "true").text("✓"))
                .child(el("span").text(state.get(lang))),
        )
        .maybe(receipt)
}

/// A form that was begun: no answer is visible before somebody says it is theirs.
fn found(shell: Shell) -> El {
    let lang = shell.lang();
    let send = move |event: respond::Event| shell.send(Event::Interview(event));
    classed("section", "welcome").child(title(words::YOURS.get(lang))).child(p("", words::YOURS_HINT.get(lang))).child(
        classed("div", "actions")
            .child(button("button", form_words::RESUME.get(lang), move || send(respond::Event::Resume)).attr("id", "resume"))
            .child(
                button("button button--quiet", words::NOT_MINE.get(lang), move || send(respond::Event::StartNew)).attr("id", "start-new"),
            ),
    )
}

/// Is anybody there?
fn idle(shell: Shell) -> El {
    let state = shell.memo(|model| model.idle);
    let warned = crate::ui::reactive::Memo::new(move |_| matches!(state.get(), Idle::Warned(_)));
    let left = move || match state.get() {
        Idle::Warned(seconds) => words::SECONDS_LEFT.with(shell.lang(), &[("n", &seconds.to_string())]),
        Idle::No | Idle::Over => String::new(),
    };
    classed("div", "idle").slot(move || {
        warned.get().then(|| {
            let lang = shell.lang();
            let body = classed("div", "notice__body")
                .child(el("h2").text(words::STILL_THERE.get(lang)))
                .child(p("", words::STILL_THERE_HINT.get(lang)))
                .child(classed("p", "idle__left").attr("aria-hidden", "true").text_of(left))
                .child(button("button", words::I_AM.get(lang), move || shell.send(Event::Touched)).attr("id", "still-there"));
            notice(true).child(body)
        })
    })
}
