//! At the end of a form: whether it is with the analyst yet, its receipt, and what to do.
//! At the next start: what is still on this device.

use super::{Sender, ways};
use crate::base::Lang;
use crate::base::words::{respond as form_words, sending as words};
use crate::platform::send;
use crate::seal::receipt::typed;
use crate::store::journal::Durability;
use crate::ui::dom::{El, classed, el, p};
use crate::ui::reactive::Get as _;
use crate::ui::respond::Shell;
use crate::ui::respond::summary::notice;

/// What became of the form with this receipt, as people read it.
pub fn at_end(shell: Shell, receipt: &str, lang: Lang) -> El {
    let sender = shell.sender;
    let is_kept = shell.memo(|model| model.safety >= Durability::Journal);
    let name = typed(receipt).unwrap_or_default();
    let end = ways::envelope(sender, &name, move || is_kept.get(), lang).child(code(receipt, lang));
    if shell.is_on_tablet() {
        // A tablet's forms are handed in by the surveyor.
        return end;
    }
    let hotline = shell.peek(|model| model.campaign.as_ref().map(|campaign| campaign.hotline.clone())).unwrap_or_default();
    end.child(ways::ways(sender, vec![name], lang))
        .child(p("", words::CALL.get(lang)).text(" ").child(phone(&hotline)))
        .child(link(&["#/send/", &sender.campaign()].concat(), words::MORE.get(lang)))
        .child(link(&["#/receipt/", &sender.campaign()].concat(), words::CHECK.get(lang)))
}

/// A link to a page of the campaign.
pub fn link(address: &str, words: &str) -> El {
    el("p").child(el("a").attr("href", address).text(words))
}

/// The receipt, large, and a way to keep it.
fn code(receipt: &str, lang: Lang) -> El {
    let copy = el("p");
    if let Some(parent) = copy.element() {
        send::copies(&parent, words::COPY_CODE.get(lang), words::CODE_COPIED.get(lang), receipt);
    }
    el("div")
        .child(p("", form_words::RECEIPT.get(lang)))
        .child(p("receipt", "").attr("id", "receipt").child(el("code").text(receipt)))
        .child(copy)
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
