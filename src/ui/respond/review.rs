//! Everything once more, before the end: each answer with a way to change it.

use super::{Shell, summary};
use crate::app::respond::{Event, Model};
use crate::base::Lang;
use crate::base::words::respond as words;
use crate::questionnaire::VariableId;
use crate::ui::dom::{El, button, classed, el, p, title};
use crate::ui::question;

struct Row {
    id: VariableId,
    number: String,
    label: String,
    answer: Option<String>,
}

/// The review page.
pub fn review(shell: Shell) -> El {
    let lang = shell.lang();
    let unit = shell.peek(|model| model.unit_name().map(str::to_owned)).unwrap_or_default();
    let rows = shell.peek(|model| rows(model, lang));
    let open = shell.peek(Model::unanswered).len();
    let lead = match open {
        0 => words::REVIEW_ALL.get(lang).to_owned(),
        open => words::REVIEW_OPEN.with(lang, &[("n", &open.to_string())]),
    };
    let list = rows.into_iter().map(|row| line(shell, row, lang)).collect();
    el("div")
        .maybe((!unit.is_empty()).then(|| p("rated", words::ABOUT.get(lang)).text(" ").child(el("b").text(&unit))))
        .child(title(words::REVIEW.get(lang)))
        .child(p("lead", &lead))
        .child(summary::trouble(shell))
        .child(classed("dl", "review").children(list))
}

fn rows(model: &Model, lang: Lang) -> Vec<Row> {
    let (Some(form), Some(interview)) = (&model.form, &model.interview) else { return Vec::new() };
    let row = |id| {
        let (number, label) = question::title(form, id, lang);
        Row { id, number, label, answer: interview.answer(id).map(|answer| question::answer_words(form, id, answer, lang)) }
    };
    #[cfg(feature = "field")]
    if form.is_grid() {
        return grid_rows(model, form, lang, &row);
    }
    interview.asked(form).map(row).collect()
}

/// A grid of units is one line a criterion, not one a unit.
#[cfg(feature = "field")]
fn grid_rows(model: &Model, form: &crate::questionnaire::Form, lang: Lang, row: &dyn Fn(VariableId) -> Row) -> Vec<Row> {
    let mut out = Vec::new();
    for block in model.pages.iter().flat_map(|page| &page.blocks) {
        let Some(first) = block.variables.first().copied() else { continue };
        let question = form.question(first);
        if question.tag != crate::questionnaire::definition::Tag::UnitOption {
            out.extend(block.variables.iter().map(|id| row(*id)));
            continue;
        }
        let tally = question::tally(model, question, &block.variables, lang);
        out.push(Row { id: first, number: String::new(), label: question.label.get(lang).to_owned(), answer: Some(tally) });
    }
    out
}

fn line(shell: Shell, Row { id, number, label, answer }: Row, lang: Lang) -> El {
    let class = if answer.is_some() { "review__row" } else { "review__row review__row--empty" };
    let change = button("link", words::CHANGE.get(lang), move || shell.send(Event::Show(id)));
    let term = if number.is_empty() { label.clone() } else { [&number, ". ", &label].concat() };
    classed("div", class).child(el("dt").text(&term)).child(
        el("dd")
            .child(el("span").text(answer.as_deref().unwrap_or(words::NO_ANSWER.get(lang))))
            .child(change.attr("aria-label", &[words::CHANGE.get(lang), ": ", &label].concat())),
    )
}
