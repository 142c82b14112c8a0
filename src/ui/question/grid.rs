//! Statements × levels: a card a statement on a phone, a grid from 560 px whose whole
//! cell is the target. One set of inputs for both; the stylesheet arranges them.

use crate::ui::reactive::{Get as _, GetUntracked as _, Memo};

use super::choice::choices;
use super::{card, choosable, element, field_error, title};
use crate::base::words::respond as words;
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::ui::dom::{El, classed, el, p};
use crate::ui::respond::Shell;

/// The rows of a grid that stand on this page.
pub(super) fn grid(shell: Shell, question: &Question, variables: Memo<Vec<VariableId>>) -> El {
    let lang = shell.peek(|model| model.language);
    let heads = variables.get_untracked().first().map(|id| heads(shell, *id)).unwrap_or_default();
    let class = ["grid grid--", &heads.len().min(7).to_string()].concat();
    let keys = move || variables.get().iter().map(|id| id.0).collect();
    let head = classed("div", "grid__head").attr("aria-hidden", "true").child(el("span"));
    let rows = classed("div", &class).child(head.children(heads)).keyed(keys, move |id| row(shell, VariableId(id)));
    // A surveyor's tap goes on to the next row.
    #[cfg(feature = "field")]
    let rows = if shell.is_asked_aloud() { rows.on("click", |event| crate::platform::rows::advance(&event)) } else { rows };
    el("div")
        .child(p("grid__label", question.label.get(lang)))
        .maybe(question.hint.as_ref().map(|hint| p("hint", hint.get(lang))))
        .child(rows)
}

/// The labels of the columns: what is chosen among, codes apart; a surveyor has the codes
/// as columns too, so that a row is one line of cells.
fn heads(shell: Shell, id: VariableId) -> Vec<El> {
    let lang = shell.peek(|model| model.language);
    let choices = shell.peek(|model| model.form.as_ref().map(|form| choosable(form, id, lang))).unwrap_or_default();
    choices.into_iter().filter(|choice| !choice.apart || shell.is_asked_aloud()).map(|choice| el("span").text(&choice.label)).collect()
}

fn row(shell: Shell, id: VariableId) -> El {
    let lang = shell.peek(|model| model.language);
    let (number, label) = shell.peek(|model| model.form.as_ref().map(|form| title(form, id, lang))).unwrap_or_default();
    let number = (!number.is_empty()).then(|| classed("span", "row__number").text(words::QUESTION.get(lang)).text(" ").text(&number));
    let heading = classed("div", "row__title")
        .maybe(number)
        .child(classed("span", "row__label").attr("id", &element(id, "-title")).text(&label))
        .child(field_error(shell, id));
    card(id, "card row", "radiogroup").child(heading).children(choices(shell, id))
}
