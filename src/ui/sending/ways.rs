//! An envelope with its state, and the ways that need a person: share sheet, file, text.
//! Each is offered where the engine has it, and says what was done, never that it arrived.
//! A citizen's program sends by itself and leads to `#/send` for these ways, which are then
//! loaded with the program that has them: most citizens never need one.
//! What is shown in which state is in the style sheet, by `data-way`: built once, nothing
//! here is taken away from under a finger or the focus.

#[cfg(feature = "field")]
use wasm_bindgen_futures::spawn_local;

#[cfg(feature = "field")]
use super::sender::file;
use super::{Sender, state};
#[cfg(feature = "field")]
use crate::app::sending::Given;
use crate::app::sending::{Event, State};
use crate::base::Lang;
#[cfg(feature = "field")]
use crate::base::Word;
use crate::base::words::sending as words;
#[cfg(feature = "field")]
use crate::platform::send;
use crate::ui::dom::{El, button, classed, p};
#[cfg(feature = "field")]
use crate::ui::reactive::{Get as _, RwSignal, Set as _};
#[cfg(feature = "field")]
use crate::ui::respond::found::when;

/// How it stands with an envelope. `inner` stands between the state and the ways.
pub fn envelope(sender: Sender, receipt: &str, is_kept: impl Fn() -> bool + 'static, inner: El, lang: Lang) -> El {
    let stands = move |receipt: &str| sender.follow(|sending| sending.state(receipt)).flatten().unwrap_or(State::Unsent);
    let (one, other) = (receipt.to_owned(), receipt.to_owned());
    classed("div", "way")
        .attr_of("data-way", move || state::name(stands(&one)).to_owned())
        .child(p("ended__state", "").attr("role", "status").text_of(move || state::sentence(stands(&other), is_kept(), lang)))
        .child(button("link way__again", words::AGAIN.get(lang), move || sender.send(Event::Again)))
        .child(inner)
        .child(hands(sender, receipt, lang))
}

#[cfg(feature = "field")]
fn hands(sender: Sender, receipt: &str, lang: Lang) -> El {
    ways(sender, vec![receipt.to_owned()], lang)
}

#[cfg(not(feature = "field"))]
fn hands(sender: Sender, _receipt: &str, lang: Lang) -> El {
    let address = ["#/send/", &sender.campaign()].concat();
    let page = classed("a", "button button--quiet").attr("href", &address).text(words::BY_HAND_PAGE.get(lang));
    classed("div", "way__hands").child(classed("div", "actions").child(page))
}

/// Buttons for these envelopes together.
#[cfg(feature = "field")]
pub fn ways(sender: Sender, receipts: Vec<String>, lang: Lang) -> El {
    // What could not be taken along: shown, so that a person can.
    let left = RwSignal::new(None::<String>);
    let first = receipts.first().cloned().unwrap_or_default();
    let way = move |word: Word, given: Given| {
        let receipts = receipts.clone();
        button("button button--quiet", word.get(lang), move || {
            let Some((name, bytes, written)) = file(&receipts) else { return };
            let receipts = receipts.clone();
            spawn_local(async move {
                let is_done = send::take(given.word(), &name, &bytes, &written).await;
                if is_done {
                    sender.gave(&receipts, given);
                }
                left.set((!is_done).then_some(written));
            });
        })
    };
    let line = move || match (left.get(), sender.follow(|sending| sending.given(&first)).flatten()) {
        (Some(_), _) => words::FAILED.get(lang).to_owned(),
        (None, Some((given, at))) => state::given(given).with(lang, &[("time", &when(at))]),
        (None, None) => String::new(),
    };
    let text = classed("textarea", "input way__text")
        .attr("readonly", "")
        .attr("rows", "6")
        .attr("aria-label", words::TEXT_LABEL.get(lang))
        .class_of("way__text--none", move || left.get().is_none())
        .text_of(move || left.get().unwrap_or_default());
    classed("div", "way__hands")
        .child(p("", words::BY_HAND.get(lang)))
        .child(
            classed("div", "actions")
                .maybe(send::shares().then(|| way(words::SHARE, Given::Shared)))
                .child(way(words::SAVE, Given::Saved))
                .child(way(words::COPY, Given::Copied)),
        )
        .child(p("hint", "").attr("role", "status").text_of(line))
        .child(text)
}
