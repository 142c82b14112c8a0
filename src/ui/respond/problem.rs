//! Why there is no interview: each reason has a page that says what to do.

use super::Shell;
use crate::app::respond::{Event, FetchFault, Problem};
use crate::base::words::respond as words;
use crate::base::{Finding, Lang, Word};
use crate::campaign::Refusal;
use crate::ui::dom::{El, button, classed, el, p, title};
use crate::ui::sending::phone;

struct Page {
    title: Word,
    body: String,
    retry: bool,
    findings: Vec<Finding>,
}

/// The page of a problem.
pub fn problem(shell: Shell, problem: Problem) -> El {
    let lang = shell.lang();
    // A way past a key that is none or another one is not offered.
    let sealed = !matches!(problem, Problem::NoKey | Problem::Refused(Refusal::OtherKey));
    let choose = shell.peek(|model| sealed && model.campaign.is_some() && model.link.unit.is_some()) && !shell.is_on_tablet();
    let call = shell.peek(|model| model.campaign.as_ref().map(|campaign| campaign.hotline.clone()));
    let page = page(problem, call.as_deref().unwrap_or_default(), lang);
    let link = shell.peek(|model| {
        let key = model.link.key.as_ref().map(|key| ["?k=", key].concat()).unwrap_or_default();
        ["#/r/", &model.link.campaign, &key].concat()
    });
    let actions = classed("div", "actions")
        .maybe(page.retry.then(|| button("button", words::RETRY.get(lang), move || shell.send(Event::Retry))))
        .maybe((choose && !page.retry).then(|| classed("a", "button").attr("href", &link).text(words::CHOOSE_UNIT.get(lang))));
    classed("section", "welcome problem")
        .child(title(page.title.get(lang)))
        .child(p("", &page.body))
        .maybe(call.map(|call| {
            p("", words::HOTLINE.get(lang)).text(" ").child(if shell.is_on_tablet() { el("b").text(&call) } else { phone(&call) })
        }))
        .maybe((!page.findings.is_empty()).then(|| details(&page.findings, lang)))
        .child(actions)
}

fn details(findings: &[Finding], lang: Lang) -> El {
    let line = |finding: &Finding| el("li").child(el("code").text(&finding.at)).text(&[": ", &finding.code, " ", &finding.value].concat());
    let lines = findings.iter().take(20).map(line).collect();
    classed("details", "welcome__more").child(el("summary").text(words::DETAILS.get(lang))).child(el("ul").children(lines))
}

fn page(problem: Problem, hotline: &str, lang: Lang) -> Page {
    let simple = |title: Word, body: Word, retry| Page { title, body: body.get(lang).to_owned(), retry, findings: Vec::new() };
    let named =
        |title: Word, body: Word, name: &str, value: &str| Page { body: body.with(lang, &[(name, value)]), ..simple(title, body, false) };
    match problem {
        Problem::UnknownCampaign(_) => simple(words::UNKNOWN_CAMPAIGN, words::UNKNOWN_CAMPAIGN_HINT, false),
        Problem::Broken(findings) => Page { findings, ..simple(words::BROKEN, words::BROKEN_HINT, true) },
        Problem::Unreachable(FetchFault::Offline) => simple(words::OFFLINE, words::OFFLINE_HINT, true),
        Problem::Unreachable(FetchFault::Absent | FetchFault::Status(_)) => simple(words::UNREACHABLE, words::UNREACHABLE_HINT, true),
        Problem::NoKey => simple(words::NO_KEY, words::NO_KEY_HINT, true),
        Problem::Refused(Refusal::OtherKey) => named(words::OTHER_KEY, words::OTHER_KEY_HINT, "hotline", hotline),
        Problem::DraftUnreadable => simple(words::DRAFT_UNREADABLE, words::DRAFT_UNREADABLE_HINT, true),
        Problem::Refused(Refusal::NotYetOpen(date)) => named(words::NOT_YET_OPEN, words::NOT_YET_OPEN_HINT, "date", &date.to_display()),
        Problem::Refused(Refusal::Closed(date)) => named(words::CLOSED, words::CLOSED_HINT, "date", &date.to_display()),
        Problem::Refused(Refusal::UnknownUnit(code)) => named(words::UNKNOWN_UNIT, words::UNKNOWN_UNIT_HINT, "code", &code),
        Problem::Refused(Refusal::UnknownGroup(code)) => named(words::UNKNOWN_GROUP, words::UNKNOWN_GROUP_HINT, "code", &code),
        Problem::Refused(Refusal::OtherEdition) => named(words::OTHER_EDITION, words::OTHER_EDITION_HINT, "hotline", hotline),
        Problem::Refused(Refusal::UnknownQuestionnaire(code)) => {
            named(words::UNKNOWN_QUESTIONNAIRE, words::UNKNOWN_QUESTIONNAIRE_HINT, "code", &code)
        }
    }
}
