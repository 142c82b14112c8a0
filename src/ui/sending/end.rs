//! At the end of a form: whether it is with the analyst yet, its receipt, and what to do.
//! At the next start: what is still on this device.

use crate::ui::reactive::{Get as _, Memo, RwSignal, Set as _};
use wasm_bindgen_futures::spawn_local;

use super::{Sender, state, ways};
use crate::app::sending::{Event, State};
use crate::base::Lang;
use crate::base::words::{respond as form_words, sending as words};
use crate::platform::send;
use crate::seal::receipt::typed;
use crate::ui::dom::{El, button, classed, el, p};
use crate::ui::respond::summary::notice;

/// What became of the form with this receipt, as people read it.
pub fn at_end(sender: Sender, receipt: &str, hotline: &str, lang: Lang) -> El {
    let name = typed(receipt).unwrap_or_default();
    let receipts = vec![name.clone()];
    let stands = sender.memo(move |sending| sending.state(&name).unwrap_or(State::Unsent));
    let by_hand = Memo::new(move |_| matches!(stands.get(), State::Unsent | State::Refused(_)));
    let is_open = Memo::new(move |_| !matches!(stands.get(), State::Sent(..)));
    let again = Memo::new(move |_| matches!(stands.get(), State::Waiting(_) | State::Refused(_)));
    let campaign = sender.campaign();
    let more = ["#/send/", &campaign].concat();
    let check = ["#/receipt/", &campaign].concat();
    let call = hotline.to_owned();
    classed("div", "way")
        .slot(move || Some(state::state(stands.get(), lang)))
        .slot(move || again.get().then(|| button("link", words::AGAIN.get(lang), move || sender.send(Event::Again)).attr("id", "again")))
        .child(code(receipt, lang))
        .slot(move || {
            let open = by_hand.get();
            is_open.get().then(|| {
                let ways = ways::ways(sender, &receipts, lang);
                let inner = el("div")
                    .child(p("", words::BY_HAND.get(lang)))
                    .child(ways)
                    .child(el("p").child(el("a").attr("href", &more).text(words::MORE.get(lang))));
                if open { inner } else { classed("details", "welcome__more").child(el("summary").text(words::MORE.get(lang))).child(inner) }
            })
        })
        .child(p("", words::CALL.get(lang)).text(" ").child(phone(&call)))
        .child(el("p").child(el("a").attr("href", &check).text(words::CHECK.get(lang))))
}

/// The receipt, large, and a way to keep it.
fn code(receipt: &str, lang: Lang) -> El {
    let copied = RwSignal::new(false);
    let text = receipt.to_owned();
    let copy = button("link", words::COPY_CODE.get(lang), move || {
        let text = text.clone();
        spawn_local(async move { copied.set(send::copy(&text).await) });
    });
    el("div")
        .child(p("", form_words::RECEIPT.get(lang)))
        .child(p("receipt", "").attr("id", "receipt").child(el("code").text(receipt)))
        .child(copy)
        .child(
            classed("span", "hint")
                .attr("role", "status")
                .text_of(move || if copied.get() { words::CODE_COPIED.get(lang) } else { "" }.to_owned()),
        )
        .child(p("hint", form_words::RECEIPT_HINT.get(lang)))
}

/// A number that a telephone dials.
pub fn phone(number: &str) -> El {
    el("a").attr("href", &["tel:", &number.replace(' ', "")].concat()).text(number)
}

/// What an earlier visit left on this device; nothing where nothing is left.
pub fn at_start(sender: Sender, lang: Lang) -> El {
    let open = sender.memo(|sending| (sending.open(), sending.has_box()));
    el("div").slot(move || {
        let (count, has_box) = open.get();
        let word = if has_box { words::LEFT_SENDING } else { words::LEFT };
        let see = el("a").attr("href", &["#/send/", &sender.campaign()].concat()).text(words::SEE.get(lang));
        let body = classed("div", "notice__body").child(p("", &word.with(lang, &[("n", &count.to_string())]))).child(el("p").child(see));
        (count > 0).then(|| notice(false).attr("id", "left").child(body))
    })
}
