//! The PIN pad over everything else, by touch or by keys.

use crate::ui::reactive::{Get as _, Memo};

use super::{Shell, frame};
use crate::app::collect::{Event, Key};
use crate::base::Lang;
use crate::base::words::collect as words;
use crate::ui::dom::{El, button, classed, el, p};

/// The pad, while it is open.
pub fn pad(shell: Shell) -> El {
    let open = shell.memo(|model| model.pad.is_some());
    classed("div", "pad-layer").slot(move || {
        if !open.get() {
            return None;
        }
        let lang = shell.lang();
        let typed = shell.memo(|model| model.pad.as_ref().map_or(0, |pad| pad.typed.len()));
        let told = told(shell, lang);
        let sheet = classed("div", "pad")
            .attr("role", "dialog")
            .attr("aria-modal", "true")
            .attr("aria-labelledby", "pad-title")
            .child(el("h2").attr("id", "pad-title").attr("tabindex", "-1").text(words::PIN.get(lang)))
            .child(p("pad__dots", "").attr("aria-hidden", "true").text_of(move || dots(typed.get())))
            .child(p("pad__told", "").attr("role", "status").text_of(move || told.get()))
            .child(frame::trouble(shell))
            .child(keys(shell, lang))
            .child(
                button("button button--quiet", words::PAD_CLOSE.get(lang), move || shell.send(Event::Key(Key::Close)))
                    .attr("id", "pad-close"),
            );
        Some(classed("div", "pad-cover").child(sheet))
    })
}

fn dots(typed: usize) -> String {
    ["●".repeat(typed), "○".repeat(4_usize.saturating_sub(typed))].concat()
}

/// What the last try gave, or how long to wait.
fn told(shell: Shell, lang: Lang) -> Memo<String> {
    shell.memo(move |model| match (model.wait(), model.pad.as_ref().is_some_and(|pad| pad.wrong)) {
        (0, false) => String::new(),
        (0, true) => words::PIN_WRONG.get(lang).to_owned(),
        (wait, _) => words::PIN_WAIT.with(lang, &[("n", &wait.to_string())]),
    })
}

fn keys(shell: Shell, lang: Lang) -> El {
    let press = move |key: Key| shell.send(Event::Key(key));
    let digit = |digit: u8| button("pad__key", &digit.to_string(), move || press(Key::Digit(digit)));
    classed("div", "pad__keys")
        .children((1..=9).map(digit).collect())
        .child(button("pad__key", "⌫", move || press(Key::Erase)).attr("aria-label", words::PAD_ERASE.get(lang)))
        .child(digit(0))
        .child(button("pad__key pad__key--enter", words::PAD_ENTER.get(lang), move || press(Key::Enter)).attr("id", "pad-enter"))
}
