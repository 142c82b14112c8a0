//! What somebody must know about the store before they answer: that this browser keeps
//! nothing that is not finished, that a form is open elsewhere, that an old one cannot be
//! opened any more. Said where it matters, never as an alarm that nobody can act on.

use super::found::when;
use super::{Shell, summary};
use crate::app::keeping::Report;
use crate::app::respond::{Event, Model, Stage};
use crate::base::time::Stamp;
use crate::base::words::keeping as words;
use crate::store::MediumFault;
use crate::ui::dom::{El, button, classed, el, p};
use crate::ui::reactive::Get as _;

/// Above every page of a form.
pub fn kept(shell: Shell) -> El {
    let unkept = shell.memo(unkept);
    let lost = shell.memo(|model| if begins(model) { (model.report.lost.len(), model.report.lost_at) } else { (0, Stamp::default()) });
    let elsewhere = shell.memo(|model| model.is_elsewhere && begins(model));
    let said_above = el("div");
    #[cfg(feature = "field")]
    let said_above = said_above.child(shell.left.notice(move || shell.lang()));
    said_above
        .slot(move || {
            let word = if unkept.get()? == MediumFault::Full { words::NO_ROOM } else { words::NOT_KEPT };
            Some(said(true, word.get(shell.lang())).attr("id", "not-kept"))
        })
        .slot(move || elsewhere.get().then(|| said(false, words::ELSEWHERE.get(shell.lang())).attr("id", "elsewhere")))
        .slot(move || {
            let (count, at) = lost.get();
            let lang = shell.lang();
            let text = words::LOST.with(lang, &[("n", &count.to_string()), ("time", &when(at))]);
            let forget = button("link", words::FORGET.get(lang), move || shell.send(Event::Forget)).attr("id", "forget");
            (count > 0)
                .then(|| summary::notice(false).attr("id", "lost").child(classed("div", "notice__body").child(p("", &text)).child(forget)))
        })
}

fn said(danger: bool, text: &str) -> El {
    summary::notice(danger).child(classed("div", "notice__body").child(p("", text)))
}

/// Before a form begins.
fn begins(model: &Model) -> bool {
    matches!(model.stage, Stage::Welcome | Stage::Found)
}

/// Why what is answered here is in the page alone.
fn unkept(model: &Model) -> Option<MediumFault> {
    let asks = matches!(model.stage, Stage::Welcome | Stage::Found | Stage::Choosing | Stage::Asking(_) | Stage::Review);
    let Report { journal, device_key, .. } = &model.report;
    journal.or(device_key.map(|_| MediumFault::Unavailable)).filter(|_| asks && !model.link.tryout)
}
