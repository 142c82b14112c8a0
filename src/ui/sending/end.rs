//! At the end of a form: whether it is with the analyst yet, its receipt, and what to do.
//! At the next start: what is still on this device.

use crate::ui::reactive::{Get as _, RwSignal, Set as _};
use wasm_bindgen_futures::spawn_local;

use super::{Sender, ways};
use crate::app::sending::Given;
use crate::base::Lang;
use crate::base::words::{respond as form_words, sending as words};
use crate::platform::send;
use crate::seal::receipt::typed;
use crate::store::journal::Durability;
use crate::ui::dom::{El, button, classed, el, p};
use crate::ui::respond::Shell;
use crate::ui::respond::summary::notice;

/// What became of the form with this receipt, as people read it.
pub fn at_end(shell: Shell, receipt: &str, lang: Lang) -> El {
    let sender = shell.sender;
    let is_kept = shell.memo(|model| model.safety >= Durability::Journal);
    let hotline = shell.peek(|model| model.campaign.as_ref().map(|campaign| campaign.hotline.clone())).unwrap_or_default();
    let name = typed(receipt).unwrap_or_default();
    let end = ways::envelope(sender, &name, move || is_kept.get(), code(receipt, lang), lang)
        .child(p("", words::CALL.get(lang)).text(" ").child(phone(&hotline)));
    #[cfg(feature = "field")]
    let end = end.child(link(&["#/send/", &sender.campaign()].concat(), words::MORE.get(lang)));
    end.child(link(&["#/receipt/", &sender.campaign()].concat(), words::CHECK.get(lang)))
}

/// A link to a page of the campaign.
pub fn link(address: &str, words: &str) -> El {
    el("p").child(el("a").attr("href", address).text(words))
}

/// The receipt, large, and a way to keep it.
fn code(receipt: &str, lang: Lang) -> El {
    let text = receipt.to_owned();
    let copied = RwSignal::new(false);
    let copy = button("link", words::COPY_CODE.get(lang), move || {
        let text = text.clone();
        // Where the browser does not copy, the code can be selected.
        spawn_local(async move { copied.set(send::take(Given::Copied.word(), "", &[], &text).await) });
    });
    el("div")
        .child(p("", form_words::RECEIPT.get(lang)))
        .child(p("receipt", "").attr("id", "receipt").child(el("code").text(receipt)))
        .child(copy)
        .child(el("span").attr("role", "status").text_of(move || if copied.get() { words::CODE_COPIED.get(lang) } else { "" }.to_owned()))
        .child(p("hint", form_words::RECEIPT_HINT.get(lang)))
}

/// A number that a telephone dials.
pub fn phone(number: &str) -> El {
    el("a").attr("href", &["tel:", &number.replace(' ', "")].concat()).text(number)
}

/// What an earlier visit left on this device; nothing where nothing is left.
pub fn at_start(sender: Sender, lang: Lang) -> El {
    el("div").slot(move || {
        let count = sender.follow(crate::app::sending::Sending::open).filter(|count| *count > 0)?;
        let left = words::LEFT.with(lang, &[("n", &count.to_string())]);
        let body =
            classed("div", "notice__body").child(p("", &left)).child(link(&["#/send/", &sender.campaign()].concat(), words::SEE.get(lang)));
        Some(notice(false).attr("id", "left").child(body))
    })
}
