//! What is missing on a page, each with a link to it; and trouble with the store.

use crate::ui::reactive::Get as _;

use super::{Shell, frame};
use crate::app::respond::{Event, Model, Saving};
use crate::base::words::respond as words;
use crate::base::{Lang, Word};
use crate::questionnaire::{Form, VariableId};
use crate::response::validate::Fault;
use crate::ui::dom::{El, button, classed, el, p};
use crate::ui::question;

/// A box told by a mark and words, not by colour alone.
pub fn notice(danger: bool) -> El {
    let (class, mark, role) = if danger { ("notice notice--danger", "!", "alert") } else { ("notice", "i", "note") };
    classed("div", class)
        .attr("role", role)
        .attr("tabindex", "-1")
        .child(classed("span", "notice__mark").attr("aria-hidden", "true").text(mark))
}

/// Most links of one summary: a grid can lack 168 answers.
const MOST: usize = 8;

/// The error summary of a page; nothing where there is no fault.
pub fn summary(shell: Shell) -> El {
    let faults = shell.memo(|model| model.faults.clone());
    classed("div", "summary").attr("id", "error-summary").attr("tabindex", "-1").attr("role", "alert").slot(move || {
        let faults = faults.get();
        if faults.is_empty() {
            return None;
        }
        let lang = shell.peek(|model| model.language);
        let soft = faults.iter().all(|(_, fault)| fault.is_soft());
        let lines = faults.iter().take(MOST).map(|(id, fault)| line(shell, *id, *fault, lang)).collect();
        let body = classed("div", "notice__body")
            .child(el("h2").text(&words::MISSING_COUNT.with(lang, &[("n", &faults.len().to_string())])))
            .child(el("ul").children(lines))
            .maybe((faults.len() > MOST).then(|| p("", "…")))
            .maybe(soft.then(|| p("", words::SOFT_HINT.get(lang))));
        Some(notice(!soft).child(body))
    })
}

fn line(shell: Shell, id: VariableId, fault: Fault, lang: Lang) -> El {
    let text = shell.peek(|model| model.form.as_ref().map(|form| describe(form, id, fault, lang))).unwrap_or_default();
    let link = el("a").attr("href", "#").text(&text).on("click", move |event| {
        event.prevent_default();
        shell.send(Event::Show(id));
    });
    el("li").child(link)
}

fn describe(form: &Form, id: VariableId, fault: Fault, lang: Lang) -> String {
    let (number, label) = question::title(form, id, lang);
    let name = if number.is_empty() { label } else { [words::QUESTION.get(lang), " ", &number, ": ", &label].concat() };
    [&name, " – ", &fault_words(form, id, fault, lang)].concat()
}

/// What is wrong, in words; a constraint has its own.
pub fn fault_words(form: &Form, id: VariableId, fault: Fault, lang: Lang) -> String {
    let question = form.question(id);
    let limit = |word: Word, limit: Option<i64>| word.with(lang, &[("n", &limit.unwrap_or(0).to_string())]);
    match fault {
        Fault::Missing | Fault::Unanswered => words::FAULT_MISSING.get(lang).to_owned(),
        Fault::TooFew => limit(words::FAULT_TOO_FEW, question.min),
        Fault::TooMany => limit(words::FAULT_TOO_MANY, question.max),
        Fault::Unfit => words::FAULT_UNFIT.get(lang).to_owned(),
        Fault::Constraint => question.constraint_message.as_ref().map_or(words::FAULT_UNFIT.get(lang), |text| text.get(lang)).to_owned(),
    }
}

/// Trouble with the store: said plainly, with a way to try again.
pub fn trouble(shell: Shell) -> El {
    let is_said_above = move |model: &Model| !shell.is_on_tablet() && !model.report.keeps_drafts();
    let trouble = shell.memo(move |model| match (&model.trouble, &model.saving) {
        (None, Saving::Failed(_)) if is_said_above(model) => None,
        (Some(fault), _) | (None, Saving::Failed(fault)) => Some(*fault),
        (None, Saving::Nothing | Saving::Pending | Saving::Saved) => None,
    });
    let aside = shell.memo(|model| model.report.unreadable);
    let lang = shell.peek(|model| model.language);
    let shown = move || {
        let word = frame::keep_words(trouble.get()?);
        let body = classed("div", "notice__body")
            .child(el("h2").text(words::NOT_SAVED.get(lang)))
            .child(p("", word.get(lang)))
            .child(button("link", words::RETRY.get(lang), move || shell.send(Event::Retry)));
        Some(notice(true).attr("id", "trouble").child(body))
    };
    let set_aside = move || {
        let count = aside.get();
        (count > 0).then(|| notice(false).child(p("", &words::QUARANTINED.with(lang, &[("n", &count.to_string())]))))
    };
    el("div").slot(shown).slot(set_aside)
}
