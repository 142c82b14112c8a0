//! An envelope with its state, and the ways that need a person: share sheet, file, text.
//! Each is offered where the engine has it, and says what was done, never that it arrived.
//! What is shown in which state is in the style sheet, by `data-way`: built once, nothing
//! here is taken away from under a finger or the focus.

use wasm_bindgen::JsValue;

use super::sender::file;
use super::{Sender, state};
use crate::app::sending::{Event, Given, State};
use crate::base::Lang;
use crate::base::words::sending as words;
use crate::platform::send;
use crate::ui::dom::{El, button, classed, p};
use crate::ui::respond::found::when;

/// How it stands with an envelope; what belongs to it follows as its children.
pub fn envelope(sender: Sender, receipt: &str, is_kept: impl Fn() -> bool + 'static, lang: Lang) -> El {
    let stands = move |receipt: &str| sender.follow(|sending| sending.state(receipt)).flatten().unwrap_or(State::Unsent);
    let (one, other) = (receipt.to_owned(), receipt.to_owned());
    classed("div", "way")
        .attr_of("data-way", move || state::name(stands(&one)).to_owned())
        .child(p("ended__state", "").attr("role", "status").text_of(move || state::sentence(stands(&other), is_kept(), lang)))
        .child(button("link way__again", words::AGAIN.get(lang), move || sender.send(Event::Again)))
}

/// Buttons for these envelopes together.
pub fn ways(sender: Sender, receipts: Vec<String>, lang: Lang) -> El {
    let words = [words::BY_HAND, words::SHARE, words::SAVE, words::COPY, words::FAILED, words::TEXT_LABEL].map(|word| word.get(lang));
    let hands = classed("div", "way__hands");
    if let Some(parent) = hands.element() {
        send::ways(&parent, &words, move |way| {
            if way == "pack" {
                return file(&receipts).map_or(JsValue::UNDEFINED, |(name, bytes, text)| send::packed(&name, &bytes, &text));
            }
            if let Some(given) = Given::of_word(&way) {
                sender.gave(&receipts, given);
            }
            let given = receipts.first().and_then(|first| sender.peek(|sending| sending.given(first)).flatten());
            given.map_or_else(String::new, |(given, at)| state::given(given).with(lang, &[("time", &when(at))])).into()
        });
    }
    hands
}
