//! Ways that need a person: share sheet, file, text. Each is offered where the engine has
//! it, and says what was done, never that it arrived.

use crate::ui::reactive::{Get as _, RwSignal, Set as _};
use wasm_bindgen_futures::spawn_local;

use super::{Sender, state};
use crate::app::sending::Given;
use crate::base::words::sending as words;
use crate::base::{Lang, Word};
use crate::platform::send;
use crate::ui::dom::{El, button, classed, el, p};

/// Buttons for these envelopes together.
pub fn ways(sender: Sender, receipts: &[String], lang: Lang) -> El {
    let (failed, text) = (RwSignal::new(None::<Word>), RwSignal::new(None::<String>));
    let way = |word: Word, given: Given| {
        let receipts = receipts.to_vec();
        button("button button--quiet", word.get(lang), move || {
            let Some((name, bytes, written)) = sender.file(&receipts) else { return failed.set(Some(words::WAY_FAILED)) };
            let receipts = receipts.clone();
            spawn_local(async move {
                let done = match given {
                    Given::Shared => send::share(&name, &bytes, &written).await,
                    Given::Copied => send::copy(&written).await,
                    Given::Saved => {
                        send::save(&name, &bytes);
                        true
                    }
                };
                if done {
                    sender.gave(&receipts, given);
                }
                failed.set((!done).then_some(if given == Given::Copied { words::COPY_FAILED } else { words::WAY_FAILED }));
                text.set((!done && given == Given::Copied).then_some(written));
            });
        })
    };
    let last = receipts.first().cloned().unwrap_or_default();
    let last = sender.memo(move |sending| sending.items().iter().find(|item| item.receipt == last).and_then(|item| item.record.given));
    classed("div", "ways")
        .child(
            classed("div", "actions")
                .maybe(send::shares().then(|| way(words::SHARE, Given::Shared)))
                .child(way(words::SAVE, Given::Saved))
                .child(way(words::COPY, Given::Copied)),
        )
        .child(el("div").attr("role", "status").slot(move || failed.get().map(|word| p("field-error", word.get(lang)))).slot(move || {
            let (given, at) = last.get()?;
            let said = state::given(given).with(lang, &[("time", &crate::ui::respond::found::when(at))]);
            Some(p("hint", &[&said, " ", words::NOT_KNOWN.get(lang)].concat()))
        }))
        .slot(move || text.get().map(|text| field(&text, lang)))
}

/// The text itself, where the browser does not copy.
pub fn field(text: &str, lang: Lang) -> El {
    classed("textarea", "input ways__text")
        .attr("readonly", "")
        .attr("rows", "6")
        .attr("aria-label", words::TEXT_LABEL.get(lang))
        .text(text)
}
