//! A note between questions.

use crate::questionnaire::definition::Question;
use crate::ui::dom::{El, classed, p};
use crate::ui::respond::Shell;

/// The note's text.
pub(super) fn note(shell: Shell, question: &Question) -> El {
    let lang = shell.peek(|model| model.language);
    classed("div", "card card--note")
        .child(p("", question.label.get(lang)))
        .maybe(question.hint.as_ref().map(|hint| p("hint", hint.get(lang))))
}
