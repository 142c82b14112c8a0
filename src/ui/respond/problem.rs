//! Why there is no interview: each reason has a page that says what to do.

use leptos::prelude::*;

use super::Shell;
use crate::app::respond::{Event, FetchFault, Problem};
use crate::base::words::respond as words;
use crate::base::{Finding, Lang, Word};
use crate::campaign::Refusal;

struct Page {
    title: Word,
    body: String,
    retry: bool,
    findings: Vec<Finding>,
}

/// The page of a problem.
#[component]
pub fn ProblemPage(shell: Shell, problem: Problem) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let Page { title, body, retry, findings } = page(problem, lang);
    let choose = shell.peek(|model| model.campaign.is_some() && model.link.unit.is_some());
    let call = shell.peek(|model| model.campaign.as_ref().map(|campaign| campaign.hotline.clone()));
    let new_link = shell.peek(|model| ["#/r/", &model.link.campaign].concat());
    view! {
        <section class="welcome problem">
            <h1 id="page-title" tabindex="-1">{title.get(lang)}</h1>
            <p>{body}</p>
            {call.map(|call| view! { <p>{words::HOTLINE.get(lang)} " " <b>{call}</b></p> })}
            {(!findings.is_empty()).then(|| view! {
                <details class="welcome__more"><summary>{words::DETAILS.get(lang)}</summary><ul>
                    {findings.into_iter().take(20).map(|finding| view! { <li><code>{finding.at}</code> ": " {finding.code} " " {finding.value}</li> }).collect_view()}
                </ul></details>
            })}
            <div class="actions">
                {retry.then(|| view! { <button type="button" class="button" on:click=move |_| shell.send(Event::Retry)>{words::RETRY.get(lang)}</button> })}
                {(choose && !retry).then(|| view! { <a class="button" href=new_link target="_self">{words::CHOOSE_UNIT.get(lang)}</a> })}
            </div>
        </section>
    }
}

fn page(problem: Problem, lang: Lang) -> Page {
    let simple = |title: Word, body: Word, retry| Page { title, body: body.get(lang).to_owned(), retry, findings: Vec::new() };
    match problem {
        Problem::UnknownCampaign(_) => simple(words::UNKNOWN_CAMPAIGN, words::UNKNOWN_CAMPAIGN_HINT, false),
        Problem::Broken(findings) => Page { findings, ..simple(words::BROKEN, words::BROKEN_HINT, true) },
        Problem::Unreachable(FetchFault::Offline) => simple(words::OFFLINE, words::OFFLINE_HINT, true),
        Problem::Unreachable(FetchFault::Absent | FetchFault::Status(_)) => simple(words::UNREACHABLE, words::UNREACHABLE_HINT, true),
        Problem::DraftUnreadable => simple(words::DRAFT_UNREADABLE, words::DRAFT_UNREADABLE_HINT, true),
        Problem::Refused(refusal) => {
            let (title, body) = match refusal {
                Refusal::NotYetOpen(date) => (words::NOT_YET_OPEN, words::NOT_YET_OPEN_HINT.with(lang, &[("date", &date.to_display())])),
                Refusal::Closed(date) => (words::CLOSED, words::CLOSED_HINT.with(lang, &[("date", &date.to_display())])),
                Refusal::UnknownUnit(code) => (words::UNKNOWN_UNIT, words::UNKNOWN_UNIT_HINT.with(lang, &[("code", &code)])),
                Refusal::UnknownQuestionnaire(code) => {
                    (words::UNKNOWN_QUESTIONNAIRE, words::UNKNOWN_QUESTIONNAIRE_HINT.with(lang, &[("code", &code)]))
                }
            };
            Page { title, body, retry: false, findings: Vec::new() }
        }
    }
}
