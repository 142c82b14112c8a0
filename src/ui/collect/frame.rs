//! Above and below the tablet's pages: which unit, what is saved, sun and hand; the actions,
//! on the side of the surveyor's hand. In a respondent's hands, the respondent's own bars.

use crate::ui::reactive::{Get as _, RwSignal, Set as _};

use super::Shell;
use crate::app::collect::{Event, Fault, Hand, Stage, Switch};
use crate::app::keeping::Fault as KeepFault;
use crate::app::respond::{self, Stage as Asked};
use crate::base::words::{collect as words, hand_in as hand_in_words, respond as form_words};
use crate::base::{Lang, Word};
use crate::platform::update;
use crate::response::Outcome;
use crate::store::{MediumFault, StoreFault};
use crate::ui::dom::{El, button, classed, el, p};
use crate::ui::respond::frame::{self as form, keep_words, store_words};
use crate::ui::respond::summary::notice;

/// The bar above; none where there is nothing to say.
pub fn top(shell: Shell, stage: &Stage) -> Option<El> {
    match stage {
        Stage::Loading | Stage::Elsewhere | Stage::Unknown => None,
        Stage::HandedOver => handed_top(shell),
        Stage::Interview => Some(bar(where_asked(shell), shell)),
        Stage::Choosing
        | Stage::Problem(_)
        | Stage::Preparing
        | Stage::Setting
        | Stage::Placing
        | Stage::Board
        | Stage::HandingIn
        | Stage::Erasing
        | Stage::Correcting(_) => {
            let name = shell.memo(|model| model.campaign.as_ref().map(|campaign| campaign.title.clone()));
            let where_ = classed("span", "top__where")
                .child(el("b").text_of(move || name.get().map(|name| name.get(shell.lang()).to_owned()).unwrap_or_default()));
            Some(bar(where_, shell))
        }
    }
}

fn handed_top(shell: Shell) -> Option<El> {
    let cleared = shell.memo(crate::app::collect::Model::is_cleared);
    (!cleared.get()).then(|| form::top(shell.interview()))
}

fn bar(where_: El, shell: Shell) -> El {
    classed("header", "top").child(classed("div", "top__row").child(where_).child(tools(shell)))
}

/// Which unit and village, which page, and whether it is saved.
fn where_asked(shell: Shell) -> El {
    let interview = shell.interview();
    let unit = interview.memo(|model| model.unit_name().map(str::to_owned));
    let village = shell.memo(|model| model.device.village.clone());
    let place = interview.memo(form::place);
    let period = move || {
        interview
            .memo(|model| model.campaign.as_ref().map(|campaign| campaign.period))
            .get()
            .map_or_else(String::new, |period| [&period.from.to_display(), " – ", &period.to.to_display()].concat())
    };
    classed("span", "top__where")
        .child(classed("b", "top__unit").text_of(move || unit.get().unwrap_or_default()))
        .child(classed("span", "top__village").text_of(move || village.get()))
        .child(classed("span", "top__period").text_of(period))
        .child(classed("b", "top__place").text_of(move || form::words_of_place(place.get(), shell.lang())))
        .child(form::saved(interview))
}

fn tools(shell: Shell) -> El {
    let (sun, hand) = (shell.memo(|model| model.device.sunlight), shell.memo(|model| model.device.hand));
    let lang = move || shell.lang();
    let sunlight = button("tool", "", move || shell.send(Event::Turn(Switch::Sunlight)))
        .attr("id", "sunlight")
        .attr_of("aria-pressed", move || sun.get().to_string())
        .attr_of("aria-label", move || words::SUNLIGHT.get(lang()).to_owned())
        .child(el("span").attr("aria-hidden", "true").text("☀"));
    let side = button("tool", "", move || shell.send(Event::Turn(Switch::Hand)))
        .attr("id", "hand")
        .attr_of("aria-pressed", move || (hand.get() == Hand::Left).to_string())
        .attr_of("aria-label", move || words::LEFT_HAND.get(lang()).to_owned())
        .child(el("span").attr("aria-hidden", "true").text("⇆"));
    let language = button("tool", "", move || {
        let now = shell.interview().peek(|model| model.language);
        shell.send(Event::Interview(respond::Event::Language(form::other(now))));
    });
    let language = language
        .attr_of("lang", move || form::other(lang()).tag().to_owned())
        .attr_of("aria-label", move || form_words::OTHER_LANGUAGE.get(lang()).to_owned())
        .text_of(move || form::other(lang()).tag().to_ascii_uppercase());
    classed("span", "top__tools").child(sunlight).child(side).child(language)
}

/// On every page: tried out, invented figures.
pub fn marks(shell: Shell) -> El {
    let stage = super::shell::stage(shell);
    let device = shell.memo(|model| model.device.trial);
    let asked = shell.interview().memo(respond::Model::is_trial);
    let shown = move || match stage.get() {
        Stage::Interview | Stage::HandedOver => asked.get() || device.get(),
        Stage::Preparing | Stage::Setting | Stage::Placing | Stage::Board | Stage::Correcting(_) => device.get(),
        Stage::Loading | Stage::Elsewhere | Stage::Unknown | Stage::Choosing | Stage::Problem(_) | Stage::HandingIn | Stage::Erasing => {
            false
        }
    };
    classed("div", "marks")
        .slot(move || shown().then(|| p("trial", words::TRIAL_MARK.get(shell.lang()))))
        .child(form::demo(shell.interview()))
}

/// A newer build is offered on the board, never within an interview or in other hands.
pub fn update(shell: Shell) -> El {
    let waits = RwSignal::new(false);
    update::watch(move || waits.set(true));
    el("div").slot(move || {
        waits.get().then(|| {
            let lang = shell.lang();
            let body = classed("div", "notice__body").child(p("notice__first", form_words::UPDATE_READY.get(lang)));
            notice(false).attr("id", "update").child(body.child(button("link", form_words::UPDATE_NOW.get(lang), update::accept)))
        })
    })
}

/// The bar below, or beside on a wide screen: the actions of an interview.
pub fn foot(shell: Shell, stage: &Stage) -> Option<El> {
    match stage {
        Stage::Interview => Some(actions(shell)),
        Stage::HandedOver => {
            let cleared = shell.memo(crate::app::collect::Model::is_cleared);
            (!cleared.get()).then(|| form::foot(shell.interview()))
        }
        Stage::Loading
        | Stage::Elsewhere
        | Stage::Unknown
        | Stage::Choosing
        | Stage::Problem(_)
        | Stage::Preparing
        | Stage::Setting
        | Stage::Placing
        | Stage::Board
        | Stage::HandingIn
        | Stage::Erasing
        | Stage::Correcting(_) => None,
    }
}

fn actions(shell: Shell) -> El {
    let stage = shell.interview().memo(|model| model.stage.clone());
    classed("footer", "rail").slot(move || {
        let lang = shell.lang();
        let row = classed("div", "rail__row");
        Some(match stage.get() {
            Asked::Asking(page) => turning(shell, row, (page > 0, false), lang),
            Asked::Review => turning(shell, row, (true, true), lang),
            Asked::Welcome => row
                .child(outcome(shell, Outcome::Refused, lang))
                .child(outcome(shell, Outcome::NotReached, lang))
                .child(outcome(shell, Outcome::Ineligible, lang))
                .child(leave(shell, words::TO_BOARD, lang)),
            Asked::Ended(_) => row
                .child(button("button", words::NEXT_FORM.get(lang), move || shell.send(Event::Next)).attr("id", "next-form"))
                .child(leave(shell, words::TO_BOARD, lang)),
            Asked::Loading | Asked::Problem(_) | Asked::Choosing | Asked::Found => row.child(leave(shell, words::TO_BOARD, lang)),
        })
    })
}

fn turning(shell: Shell, row: El, (back, last): (bool, bool), lang: Lang) -> El {
    let interview = shell.interview();
    let next = if last { form_words::SUBMIT } else { form_words::NEXT };
    let on = if last { respond::Event::Submit } else { respond::Event::Next };
    row.child(button("button", next.get(lang), move || interview.send(on.clone())).attr("id", "next"))
        .maybe(back.then(|| {
            button("button button--quiet", form_words::BACK.get(lang), move || interview.send(respond::Event::Back)).attr("id", "back")
        }))
        .child(leave(shell, words::PAUSE, lang))
        .child(outcome(shell, Outcome::Partial, lang))
}

fn outcome(shell: Shell, outcome: Outcome, lang: Lang) -> El {
    button("button button--quiet", outcome_words(outcome).get(lang), move || shell.send(Event::Outcome(outcome)))
        .attr("id", &["outcome-", outcome.word()].concat())
}

fn leave(shell: Shell, word: Word, lang: Lang) -> El {
    button("button button--quiet", word.get(lang), move || shell.send(Event::Leave)).attr("id", "leave")
}

/// An outcome in words.
pub fn outcome_words(outcome: Outcome) -> Word {
    match outcome {
        Outcome::Complete => words::COMPLETE,
        Outcome::Partial => words::PARTIAL,
        Outcome::ScreenedOut => words::SCREENED_OUT,
        Outcome::Refused => words::REFUSED,
        Outcome::NotReached => words::NOT_REACHED,
        Outcome::Ineligible => words::INELIGIBLE,
    }
}

fn fault_words(fault: &Fault) -> Word {
    match fault {
        Fault::Store(fault) => store_words(fault),
        Fault::Keep(fault) => keep_words(*fault),
        Fault::NoCode => words::FAULT_NO_CODE,
        Fault::BadCode => words::FAULT_BAD_CODE,
        Fault::BadPin => words::FAULT_BAD_PIN,
        Fault::OtherPin => words::FAULT_OTHER_PIN,
        Fault::NoUnit => words::FAULT_NO_UNIT,
        Fault::NoGroup => words::FAULT_NO_GROUP,
        Fault::NoReason => words::FAULT_NO_REASON,
        Fault::OtherCode => words::FAULT_OTHER_CODE,
        Fault::StillOpen => words::FAULT_STILL_OPEN,
        Fault::Unreadable => words::FAULT_UNREADABLE,
    }
}

/// What went wrong last, with a way to try again where the store refused.
pub fn trouble(shell: Shell) -> El {
    let fault = shell.memo(|model| model.fault.clone());
    let stage = super::shell::stage(shell);
    el("div").slot(move || {
        let fault = fault.get()?;
        let lang = shell.lang();
        let retry = matches!(fault, Fault::Store(_) | Fault::Keep(_)).then(|| {
            el("div")
                .child(p("", words::STORE_ADVICE.get(lang)))
                .child(button("link", form_words::RETRY.get(lang), move || shell.send(Event::Retry)))
        });
        let is_full =
            matches!(fault, Fault::Store(StoreFault::Medium(MediumFault::Full)) | Fault::Keep(KeepFault::Medium(MediumFault::Full)));
        let leads = is_full && matches!(stage.get(), Stage::Board | Stage::Correcting(_) | Stage::Preparing | Stage::Erasing);
        let hand_in = leads.then(|| {
            let act = move || shell.send(Event::Show(Stage::HandingIn));
            el("div").child(button("link", hand_in_words::TITLE.get(lang), act).attr("id", "trouble-hand-in"))
        });
        let body = classed("div", "notice__body").child(p("notice__first", fault_words(&fault).get(lang))).maybe(retry).maybe(hand_in);
        Some(notice(true).attr("id", "trouble").child(body))
    })
}
