//! A field of the campaign: label, hint, control, and what is wrong with it, tied to each
//! other. A control is set only where it shows something else, so that typing is never
//! disturbed.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use super::Shell;
use crate::app::manage::{Edit, Event, Field, anchor};
use crate::base::finding::Severity;
use crate::base::words::{manage as words, office};
use crate::base::{Finding, Lang, Word};
use crate::ui::analyse::findings::sentence;

/// How a field is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Text,
    /// A sentence or two.
    Long,
    /// Items, one a line; taken when the field is left.
    Lines,
    /// A name that others refer to; taken when the field is left.
    Name,
    /// A day.
    Date,
    /// A whole number.
    Count,
    /// A share in percent.
    Percent,
}

impl Kind {
    /// Whether a half-typed text must not be taken.
    fn waits(self) -> bool {
        match self {
            Self::Lines | Self::Name => true,
            Self::Text | Self::Long | Self::Date | Self::Count | Self::Percent => false,
        }
    }
}

/// A field with its label above it.
pub fn ask(shell: Shell, lang: Lang, field: Field, kind: Kind, label: impl Into<String>, hint: Option<Word>) -> AnyView {
    let id = shell.peek(|model| model.anchor(&field));
    let class = if matches!(kind, Kind::Date | Kind::Count | Kind::Percent) { "ask ask--short" } else { "ask" };
    let hint = hint.map(|hint| view! { <span class="ask__hint" id=format!("{id}-hint")>{hint.get(lang)}</span> });
    view! {
        <div class=class>
            <label class="ask__label" for=id>{label.into()}</label>
            {hint}
            {control(shell, lang, field, kind, None)}
        </div>
    }
    .into_any()
}

/// A field in a table, named by `label` for those who do not see the column.
pub fn cell(shell: Shell, lang: Lang, field: Field, kind: Kind, label: String) -> AnyView {
    control(shell, lang, field, kind, Some(label))
}

fn control(shell: Shell, lang: Lang, field: Field, kind: Kind, label: Option<String>) -> AnyView {
    let id = shell.peek(|model| model.anchor(&field));
    let text = {
        let field = field.clone();
        shell.memo(move |model| model.text(&field))
    };
    let found = {
        let field = field.clone();
        shell.memo(move |model| model.findings_of(&field))
    };
    let wrong =
        move || found.with(|found| found.iter().any(|finding| finding.severity == Severity::Error && !is_todo(finding))).then_some("true");
    let described = format!("{id}-hint {id}-found");
    let put = move |text: String| shell.edit(Edit::Set(field.clone(), text));
    let entry = match kind {
        Kind::Long | Kind::Lines => area(id.clone(), described, label, wrong, text, kind, put, shell),
        Kind::Text | Kind::Name | Kind::Date | Kind::Count | Kind::Percent => {
            input(id.clone(), described, label, wrong, text, kind, put, shell)
        }
    };
    view! {
        {entry}
        <div id=format!("{id}-found") class="ask__found">{move || found.get().into_iter().map(|finding| said(&finding, lang)).collect_view()}</div>
    }
    .into_any()
}

#[expect(clippy::too_many_arguments, reason = "the parts of one control, put together in one place")]
fn input(
    id: String,
    described: String,
    label: Option<String>,
    wrong: impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static,
    text: Memo<String>,
    kind: Kind,
    put: impl Fn(String) + Clone + 'static,
    shell: Shell,
) -> AnyView {
    let node: NodeRef<html::Input> = NodeRef::new();
    Effect::new(move |_| {
        let now = text.get();
        if let Some(input) = node.get() {
            let input: &HtmlInputElement = &input;
            if input.value() != now {
                input.set_value(&now);
            }
        }
    });
    let (of, mode) = match kind {
        Kind::Date => ("date", None),
        Kind::Count => ("text", Some("numeric")),
        Kind::Percent => ("text", Some("decimal")),
        Kind::Text | Kind::Long | Kind::Lines | Kind::Name => ("text", None),
    };
    let typed = put.clone();
    view! {
        <input node_ref=node id=id class="ask__control" type=of inputmode=mode aria-label=label aria-describedby=described aria-invalid=wrong data-waits=kind.waits().then_some("")
            autocomplete="off" spellcheck="false"
            on:input:target=move |event| if !kind.waits() { typed(event.target().value()) }
            on:change:target=move |event| { if kind.waits() { put(event.target().value()) } shell.send(Event::Rest) } />
    }
    .into_any()
}

#[expect(clippy::too_many_arguments, reason = "the parts of one control, put together in one place")]
fn area(
    id: String,
    described: String,
    label: Option<String>,
    wrong: impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static,
    text: Memo<String>,
    kind: Kind,
    put: impl Fn(String) + Clone + 'static,
    shell: Shell,
) -> AnyView {
    let node: NodeRef<html::Textarea> = NodeRef::new();
    Effect::new(move |_| {
        let now = text.get();
        if let Some(area) = node.get() {
            let area: &HtmlTextAreaElement = &area;
            if area.value() != now {
                area.set_value(&now);
            }
        }
    });
    let rows = if kind == Kind::Lines { "3" } else { "2" };
    let typed = put.clone();
    view! {
        <textarea node_ref=node id=id class="ask__control" rows=rows aria-label=label aria-describedby=described aria-invalid=wrong data-waits=kind.waits().then_some("") spellcheck="false"
            on:input:target=move |event| if !kind.waits() { typed(event.target().value()) }
            on:change:target=move |event| { if kind.waits() { put(event.target().value()) } shell.send(Event::Rest) }></textarea>
    }
    .into_any()
}

/// Whether it is something not done yet rather than something done wrong: a round begins
/// with these, and nobody is to begin with a page of errors.
pub fn is_todo(finding: &Finding) -> bool {
    matches!(finding.code.as_str(), "empty" | "no_units" | "no_groups" | "no_questionnaire" | "no_key" | "key_not_tried")
}

/// One finding under its field.
pub fn said(finding: &Finding, lang: Lang) -> impl IntoView + use<> {
    let (class, mark) = match finding.severity {
        Severity::Error if is_todo(finding) => ("said said--todo", words::TO_DO),
        Severity::Error => ("said said--error", office::SEVERITY_ERROR),
        Severity::Warning => ("said", office::SEVERITY_WARNING),
    };
    view! { <p class=class><b>{mark.get(lang)}": "</b>{sentence(finding, lang)}</p> }
}

/// Findings of a place that is no typed field: a group's questionnaires, a list.
pub fn found_at(shell: Shell, lang: Lang, at: String) -> AnyView {
    let id = anchor(&at);
    let found = shell.memo(move |model| model.findings_at(&at));
    view! { <div id=id tabindex="-1" class="ask__found">{move || found.get().into_iter().map(|finding| said(&finding, lang)).collect_view()}</div> }.into_any()
}

/// Something to tick, with a hint.
pub fn tick(
    id: String,
    label: String,
    hint: Option<String>,
    on: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + 'static,
) -> AnyView {
    let hint_id = format!("{id}-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="tick">
            <input type="checkbox" id=id.clone() prop:checked=on aria-describedby=described on:change:target=move |event| set(event.target().checked()) />
            <label for=id><span>{label}</span>{hint.map(|hint| view! { <small id=hint_id>{hint}</small> })}</label>
        </div>
    }
    .into_any()
}
