//! What is under way, how far it is, and what came of the last act; said where a screen
//! reader hears it.

use crate::ui::reactive::Get as _;

use super::super::Shell;
use super::whole;
use crate::app::collect::Model;
use crate::app::collect::handing_in::{Told, Work};
use crate::base::words::hand_in as words;
use crate::base::{Lang, Word, number};
use crate::ui::dom::{El, classed, el, p};
use crate::ui::respond::frame::keep_words;

/// What is under way, and what came of the last act.
pub fn told(shell: Shell) -> El {
    let desk = shell.memo(|model| (working(model), model.desk.progress(), model.desk.told.clone()));
    classed("div", "told").attr("id", "told").attr("tabindex", "-1").attr("role", "status").slot(move || {
        let lang = shell.lang();
        let (working, progress, told) = desk.get();
        let said = told.as_ref().map(|told| {
            let (class, mark) = if is_bad(told) { ("notice notice--danger", "!") } else { ("notice notice--good", "✓") };
            let mark = classed("span", "notice__mark").attr("aria-hidden", "true").text(mark);
            let body = classed("div", "notice__body").child(p("notice__first", &words_of(told, lang)));
            classed("div", class).child(mark).child(body)
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

fn working(model: &Model) -> Option<Word> {
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
