//! The surveyor's code and the PIN that ends a hand-over.

use crate::ui::reactive::{GetUntracked as _, RwSignal, Set as _};

use super::{Shell, frame};
use crate::app::collect::Event;
use crate::base::words::collect as words;
use crate::ui::dom::{El, button, classed, p, title, typed};

/// Code, PIN, PIN again.
pub fn setting(shell: Shell) -> El {
    let lang = shell.lang();
    let code = RwSignal::new(shell.peek(|model| model.device.surveyor.clone()));
    let (pin, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let has_pin = shell.peek(|model| model.device.pin.is_some());
    let settle = button("button", words::GO_ON.get(lang), move || {
        shell.send(Event::Settle(code.get_untracked(), pin.get_untracked(), again.get_untracked()));
    });
    classed("section", "welcome")
        .child(title(words::WHO.get(lang)))
        .child(frame::trouble(shell))
        .child(classed("label", "field").attr("for", "surveyor").text(words::SURVEYOR_CODE.get(lang)))
        .child(p("hint", words::SURVEYOR_CODE_HINT.get(lang)))
        .child(field("surveyor", code).attr("autocapitalize", "characters").attr("value", &code.get_untracked()))
        .child(classed("label", "field field--next").attr("for", "pin").text(words::PIN_NEW.get(lang)))
        .child(p("hint", if has_pin { words::PIN_SET_HINT } else { words::PIN_HINT }.get(lang)))
        .child(digits("pin", pin))
        .child(classed("label", "field field--next").attr("for", "pin-again").text(words::PIN_AGAIN.get(lang)))
        .child(digits("pin-again", again))
        .child(classed("div", "actions").child(settle.attr("id", "settle")))
}

fn field(id: &str, text: RwSignal<String>) -> El {
    classed("input", "input")
        .attr("id", id)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("maxlength", "40")
        .on("input", move |event| text.set(typed(&event)))
}

fn digits(id: &str, text: RwSignal<String>) -> El {
    // A password field would be offered to the browser's own keeper of passwords.
    field(id, text).attr("class", "input input--pin").attr("inputmode", "numeric").attr("maxlength", "8")
}
