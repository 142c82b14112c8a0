//! The ends, said honestly: what was stored, where, and whether it was sent.

use super::Shell;
use crate::app::respond::Event;
use crate::base::words::respond as words;
use crate::response::Outcome;
use crate::ui::dom::{El, button, classed, el, p, title};
use crate::ui::sending;

/// The last page of an interview.
pub fn ended(shell: Shell, outcome: Outcome) -> El {
    let lang = shell.lang();
    let (heading, state) = match outcome {
        Outcome::Complete => (words::THANKS, words::THANKS_HINT),
        Outcome::ScreenedOut => (words::SCREENED_OUT, words::THANKS_HINT),
        Outcome::Refused | Outcome::Partial | Outcome::NotReached | Outcome::Ineligible => (words::DECLINED, words::DECLINED_HINT),
    };
    let polite = shell.peek(|model| {
        let out = model.form.as_ref().filter(|_| outcome == Outcome::ScreenedOut)?.definition.screen_out.as_ref()?;
        Some(out.message.get(lang).to_owned())
    });
    let tryout = shell.peek(|model| model.link.tryout);
    let state = if tryout { words::TRYOUT_END } else { state };
    let declined = matches!(outcome, Outcome::Refused | Outcome::NotReached | Outcome::Ineligible);
    let receipt = shell.peek(|model| model.receipt.clone()).filter(|_| !tryout && !declined);
    let said = receipt.is_none().then(|| {
        p("ended__state", "")
            .child(classed("span", "ended__mark").attr("aria-hidden", "true").text("✓"))
            .child(el("span").text(state.get(lang)))
    });
    let again = button("link", words::ANOTHER.get(lang), move || {
        let link = shell.peek(|model| model.link.clone());
        shell.send(Event::Opened(link));
    });
    classed("section", "welcome ended")
        .child(title(heading.get(lang)))
        .maybe(polite.map(|message| p("lead", &message)))
        .maybe(said)
        .maybe(receipt.map(|receipt| sending::at_end(shell, &receipt, lang)))
        .child(el("p").child(again))
}
