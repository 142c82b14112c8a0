//! Above and below every page: progress, what is saved, language and text size;
//! back and on.

use crate::ui::reactive::{Get as _, GetUntracked as _, RwSignal, Set as _, Update as _};

use super::Shell;
use super::summary::notice;
use crate::app::keeping::Fault;
use crate::app::respond::{Event, Model, Saving, Stage};
use crate::base::words::{keeping, respond as words};
use crate::base::{Lang, Word};
use crate::platform::{page as document, update};
use crate::store::MediumFault;
#[cfg(feature = "field")]
use crate::store::StoreFault;
use crate::ui::dom::{El, button, classed, el, follow, p};

/// The bar above: where one is, what is saved.
pub fn top(shell: Shell) -> El {
    let place = shell.memo(place);
    let place_words = classed("b", "top__place").text_of(move || words_of_place(place.get(), shell.lang()));
    let row = classed("div", "top__row").child(classed("span", "top__where").child(place_words).child(saved(shell))).child(tools(shell));
    classed("header", "top").child(row).slot(move || place.get().map(|(n, of)| bar(n, of, shell.lang())))
}

/// Invented figures and a try-out are marked so on every page.
pub fn demo(shell: Shell) -> El {
    let illustrative = shell.memo(|model| model.campaign.as_ref().is_some_and(|campaign| campaign.illustrative));
    let tryout = shell.memo(|model| model.link.tryout);
    el("div")
        .slot(move || tryout.get().then(|| p("demo", words::TRYOUT.get(shell.lang()))))
        .slot(move || illustrative.get().then(|| p("demo", words::ILLUSTRATIVE.get(shell.lang()))))
}

/// A newer build is offered before a form and after it, never within one.
pub fn update(shell: Shell) -> El {
    let waits = RwSignal::new(false);
    update::watch(move || waits.set(true));
    let between = shell.memo(|model| matches!(model.stage, Stage::Welcome | Stage::Found | Stage::Ended(_) | Stage::Problem(_)));
    el("div").slot(move || {
        (waits.get() && between.get()).then(|| {
            let lang = shell.lang();
            let body = classed("div", "notice__body").child(p("", words::UPDATE_READY.get(lang)));
            notice(false).attr("id", "update").child(body.child(button("link", words::UPDATE_NOW.get(lang), update::accept)))
        })
    })
}

/// Number of the page and how many there are, the review counted.
pub(crate) fn place(model: &Model) -> Option<(usize, usize)> {
    let of = model.pages.len() + 1;
    match model.stage {
        Stage::Asking(page) => Some((page + 1, of)),
        Stage::Review => Some((of, of)),
        Stage::Loading | Stage::Problem(_) | Stage::Choosing | Stage::Welcome | Stage::Found | Stage::Ended(_) => None,
    }
}

pub(crate) fn words_of_place(place: Option<(usize, usize)>, lang: Lang) -> String {
    place.map(|(n, of)| words::PART_OF.with(lang, &[("n", &n.to_string()), ("of", &of.to_string())])).unwrap_or_default()
}

fn bar(n: usize, of: usize, lang: Lang) -> El {
    classed("progress", "bar").attr("max", &of.to_string()).attr("value", &n.to_string()).attr("aria-label", words::PROGRESS.get(lang))
}

fn tools(shell: Shell) -> El {
    let large = RwSignal::new(false);
    follow(Box::new(move || document::toggle_root_class("large", large.get())));
    let larger = button("tool", "A+", move || large.update(|on| *on = !*on))
        .attr_of("aria-pressed", move || large.get().to_string())
        .attr_of("aria-label", move || words::LARGER.get(shell.lang()).to_owned());
    let language = button("tool", "", move || shell.send(Event::Language(other(shell.peek(|model| model.language)))))
        .attr_of("lang", move || other(shell.lang()).tag().to_owned())
        .attr_of("aria-label", move || words::OTHER_LANGUAGE.get(shell.lang()).to_owned())
        .text_of(move || other(shell.lang()).tag().to_ascii_uppercase());
    classed("span", "top__tools").child(larger).child(language)
}

pub(crate) fn other(language: Lang) -> Lang {
    match language {
        Lang::Vi => Lang::En,
        Lang::En => Lang::Vi,
    }
}

/// Whether the last answer is saved, told by a word and a mark.
pub(crate) fn saved(shell: Shell) -> El {
    let saving = shell.memo(|model| model.page().map(|_| model.saving.clone()));
    let word = move || match saving.get() {
        None | Some(Saving::Nothing) => "",
        Some(Saving::Pending) => words::SAVING.get(shell.lang()),
        Some(Saving::Saved) => words::SAVED.get(shell.lang()),
        Some(Saving::Failed(_)) => words::NOT_SAVED.get(shell.lang()),
    };
    classed("span", "saved")
        .attr("role", "status")
        .class_of("saved--not", move || matches!(saving.get(), Some(Saving::Failed(_))))
        .text_of(move || word().to_owned())
}

/// What went wrong with the device's own record.
#[cfg(feature = "field")]
pub fn store_words(fault: &StoreFault) -> Word {
    match fault {
        StoreFault::Medium(MediumFault::Full) => words::STORE_FULL,
        StoreFault::Medium(MediumFault::Unavailable) => words::STORE_BLOCKED,
        StoreFault::Taken(_) | StoreFault::ReadBack(_) => words::STORE_DAMAGED,
    }
}

/// What is in the way of keeping something.
pub fn keep_words(fault: Fault) -> Word {
    match fault {
        Fault::Medium(MediumFault::Full) => words::STORE_FULL,
        Fault::Medium(MediumFault::Unavailable) | Fault::NoDeviceKey => words::STORE_BLOCKED,
        Fault::Overtaken | Fault::AlreadyFinished => keeping::OVERTAKEN,
        Fault::NotSealed | Fault::TooLong => keeping::NOT_SEALED,
    }
}

/// The bar below: back and on.
pub fn foot(shell: Shell) -> El {
    let shown = shell.memo(|model| match model.stage {
        Stage::Asking(page) => Some((page > 0, false)),
        Stage::Review => Some((true, true)),
        Stage::Loading | Stage::Problem(_) | Stage::Choosing | Stage::Welcome | Stage::Found | Stage::Ended(_) => None,
    });
    el("footer").slot(move || {
        let (back, last) = shown.get()?;
        let lang = shell.lang();
        let next = if last { words::SUBMIT } else { words::NEXT };
        let on = button("button", next.get(lang), move || {
            let last = shown.get_untracked().is_some_and(|(_, last)| last);
            shell.send(if last { Event::Submit } else { Event::Next });
        });
        let row = classed("div", "foot__row")
            .maybe(back.then(|| button("button button--quiet", words::BACK.get(lang), move || shell.send(Event::Back))))
            .child(on.attr("id", "next"));
        Some(classed("div", "foot").child(row))
    })
}
