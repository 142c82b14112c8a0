//! What was handed in from this device, and what was erased on it: the records as they stand
//! in the store, the latest first.

use crate::ui::reactive::{Get as _, Memo};

use super::super::Shell;
use super::{send, whole};
use crate::app::collect::handing_in::{Event, Form};
use crate::base::time::Stamp;
use crate::base::words::hand_in as words;
use crate::base::{Lang, number};
use crate::store::erasure::Erasure;
use crate::ui::dom::{El, button, classed, el, p};
use crate::ui::respond::found::when;

/// Lines that are listed.
const MOST: usize = 30;

/// What a line of the history says.
type Line = (String, Stamp, usize, Option<Stamp>);

pub fn history(shell: Shell, lang: Lang) -> El {
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
pub fn erasures(shell: Shell, lang: Lang) -> El {
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
