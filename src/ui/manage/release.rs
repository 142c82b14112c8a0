//! "Phát hành": what is still wrong, what would be given out, and the files.

use leptos::prelude::*;

use super::Shell;
use super::fields::is_todo;
use super::general::panel;
use super::{summary, tryout};
use crate::app::manage::{Event, Package, assemble};
use crate::base::finding::{Severity, has_error};
use crate::base::words::{key as key_words, manage as words, office};
use crate::base::{Finding, Lang, number};
use crate::ui::analyse::findings::sentence;
use crate::ui::analyse::parts::scroll;

/// More findings than these are counted, not listed.
const MOST: usize = 60;

/// The page.
#[component]
pub fn Release(shell: Shell, lang: Lang) -> impl IntoView {
    view! {
        {check(shell, lang)}
        {edition(shell, lang)}
        {files(shell, lang)}
        {tryout::fault(shell, lang)}
        {summary::panel_of(shell, lang)}
    }
}

/// Every finding, each with a way to its field.
fn check(shell: Shell, lang: Lang) -> AnyView {
    let found = shell.memo(|model| model.opened.as_ref().map(|opened| opened.findings.clone()).unwrap_or_default());
    let one = move |finding: Finding| {
        let (class, mark) = match finding.severity {
            Severity::Error if is_todo(&finding) => ("finding finding--todo", words::TO_DO),
            Severity::Error => ("finding finding--error", office::SEVERITY_ERROR),
            Severity::Warning => ("finding", office::SEVERITY_WARNING),
        };
        let (place, said) = (shell.peek(|model| place_word(model, &finding, lang)), sentence(&finding, lang));
        view! { <li class=class><b class="finding__mark">{mark.get(lang)}</b>" "
        <button type="button" class="act" on:click=move |_| shell.send(Event::Show(finding.clone()))>{place}</button>": "{said}</li> }
    };
    let list = move || {
        let mut found = found.get().to_vec();
        found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let (errors, more) = (has_error(&found), found.len().saturating_sub(MOST));
        let lead = match (found.is_empty(), errors) {
            (true, _) => words::CHECK_FINE,
            (false, true) => words::CHECK_ERRORS,
            (false, false) => words::CHECK_WARNINGS,
        };
        found.truncate(MOST);
        view! {
            <p>{lead.get(lang)}</p>
            <ul class="findings">{found.into_iter().map(one).collect_view()}
                {(more > 0).then(|| view! { <li class="finding">{office::MORE_FINDINGS.with(lang, &[("n", &more.to_string())])}</li> })}</ul>
        }
    };
    view! { <section class="panel" id="findings" tabindex="-1"><header class="panel__head"><h2>{words::CHECK.get(lang)}</h2></header>{list}</section> }.into_any()
}

/// Where a finding is, in the manager's words.
fn place_word(model: &crate::app::manage::Model, finding: &Finding, lang: Lang) -> String {
    let page = super::frame::page_word(crate::app::manage::page_of(&finding.at)).get(lang);
    let index = |list: &str| finding.at.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?.0.parse::<usize>().ok();
    let Some(campaign) = model.campaign() else { return page.to_owned() };
    let group = index("groups").and_then(|i| campaign.groups.get(i)).map(|group| group.title.get(lang).to_owned());
    let unit = index("units")
        .and_then(|i| campaign.units.get(i))
        .map(|unit| if unit.name.is_empty() { unit.code.clone() } else { unit.name.clone() });
    let kind = index("kinds").and_then(|i| campaign.kinds.get(i)).map(|kind| kind.title.get(lang).to_owned());
    let own = group.or(unit).or(kind).filter(|name| !name.trim().is_empty()).or_else(|| field_word(&finding.at, lang));
    own.map_or_else(|| page.to_owned(), |own| [page, " – ", &own].concat())
}

fn field_word(at: &str, lang: Lang) -> Option<String> {
    let word = match at {
        "id" => words::F_ID,
        "title" | "title.vi" => words::F_TITLE,
        "controller" | "controller.vi" => words::F_CONTROLLER,
        "purpose" | "purpose.vi" => words::F_PURPOSE,
        "plan.number" => words::F_PLAN_NUMBER,
        "plan.date" => words::F_PLAN_DATE,
        "hotline" => words::F_HOTLINE,
        "period.from" | "period.to" => words::F_PERIOD,
        "opens" | "closes" => words::F_OPEN,
        "key" => key_words::STATE,
        "drop_box" => key_words::F_DROP_BOX,
        "keep_until" => key_words::F_KEEP_UNTIL,
        "analysis.minimum" => words::F_MINIMUM,
        "analysis.target.share" => words::F_TARGET_SHARE,
        "analysis.target.name" | "analysis.target.name.vi" => words::F_TARGET_NAME,
        _ => return None,
    };
    Some(word.get(lang).to_owned())
}

/// What was given out, and what would be given out now.
fn edition(shell: Shell, lang: Lang) -> AnyView {
    let state = shell.memo(|model| {
        let opened = model.opened.as_ref()?;
        let given = opened.given.as_ref().map(|given| (given.campaign.edition, given.fingerprint.clone()));
        let next = if has_error(&opened.findings) { None } else { assemble(opened, &model.shelf) };
        let next = next.map(|next| {
            let pins: Vec<_> = next.edition.campaign.pins.clone().into_iter().collect();
            (next.edition.campaign.edition, next.is_new, next.edition.fingerprint.clone(), pins)
        });
        Some((given, next))
    });
    let inside = move || {
        let (given, next) = state.get()?;
        let given = match given {
            Some((edition, mark)) => words::GIVEN.with(lang, &[("edition", &edition.to_string()), ("mark", &mark)]),
            None => words::NOT_GIVEN.get(lang).to_owned(),
        };
        let next = next.map(|(edition, is_new, mark, pins)| {
            let word = if is_new { words::NEXT_EDITION } else { words::SAME_EDITION };
            view! {
                <p>{word.with(lang, &[("edition", &edition.to_string()), ("mark", &mark)])}</p>
                {(!pins.is_empty()).then(|| scroll(words::PINS.get(lang).to_owned(), view! {
                    <table class="data data--plain"><caption>{words::PINS.get(lang)}</caption>
                        <thead><tr><th scope="col">{office::FORM.get(lang)}</th><th scope="col">{words::PIN.get(lang)}</th></tr></thead>
                        <tbody>{pins.into_iter().map(|(id, mark)| view! { <tr><th scope="row">{id}</th><td><code>{mark}</code></td></tr> }).collect_view()}</tbody>
                    </table>
                }))}
            }
        });
        Some(view! { <p>{given}</p>{next} })
    };
    panel(words::EDITION.get(lang), words::EDITION_HINT.get(lang), view! { {inside} }.into_any())
}

/// The files, and what to do with them.
fn files(shell: Shell, lang: Lang) -> AnyView {
    let ready = shell
        .memo(|model| model.opened.as_ref().is_some_and(|opened| !has_error(&opened.findings) && assemble(opened, &model.shelf).is_some()));
    let saved = shell.memo(|model| model.saved.clone());
    let id = shell.memo(|model| model.campaign().map(|campaign| campaign.id.clone()).unwrap_or_default());
    let told = move || {
        let (name, taken) = saved.get()?;
        let word = match taken {
            Some(true) => office::SAVED,
            Some(false) => office::NOT_SAVED,
            None => return None,
        };
        Some(view! { <p role="status">{word.with(lang, &[("name", &name)])}</p> })
    };
    let without_list = shell.memo(|model| model.hosted.is_none());
    let inside = view! {
        <p class="acts">
            <button type="button" class="btn" disabled=move || !ready.get() on:click=move |_| shell.send(Event::Release(Package::Zip))>{words::SAVE_ZIP.get(lang)}</button>
            <button type="button" class="btn btn--quiet" disabled=move || !ready.get() on:click=move |_| shell.send(Event::Release(Package::Json))>{words::SAVE_JSON.get(lang)}</button>
        </p>
        {move || (!ready.get()).then(|| view! { <p class="caution">{words::NOT_READY.get(lang)}</p> })}
        {move || without_list.get().then(|| view! { <p class="caution">{words::WITHOUT_LIST.get(lang)}</p> })}
        {told}
        <h3>{words::THEN.get(lang)}</h3>
        <ol class="steps">
            <li>{words::THEN_PUT.get(lang)}</li>
            <li>{words::THEN_OPEN.get(lang)}" "<code>{move || ["#/r/", &id.get()].concat()}</code></li>
            <li>{words::THEN_LINKS.get(lang)}</li>
            <li>{words::THEN_CHANGE.get(lang)}</li>
        </ol>
    };
    panel(words::FILES.get(lang), words::FILES_HINT.get(lang), inside.into_any())
}

/// A count of units in words, for the summary.
pub fn units_word(n: usize, lang: Lang) -> String {
    words::UNITS_N.with(lang, &[("n", &number::whole(n as u64, lang))])
}
