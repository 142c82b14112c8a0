//! Pages on which nothing can be done yet: another page is at work, the record is lost, the
//! campaign cannot be used.

use crate::ui::reactive::{GetUntracked as _, RwSignal, Set as _};

use super::{Shell, frame};
use crate::app::collect::{Event, Handed, Stage};
use crate::app::respond::{FetchFault, Problem};
use crate::base::Finding;
use crate::base::words::{collect as words, finding as finding_words, respond as form_words};
use crate::campaign::Refusal;
use crate::ui::dom::{El, button, classed, el, p, title, typed};

/// Another page of this device is at work.
pub fn elsewhere(shell: Shell) -> El {
    let lang = shell.lang();
    classed("section", "welcome").child(title(words::ELSEWHERE.get(lang))).child(p("lead", words::ELSEWHERE_HINT.get(lang)))
}

/// The record is damaged or gone: closed, whoever holds the device.
pub fn unknown(shell: Shell) -> El {
    let lang = shell.lang();
    let code = RwSignal::new(String::new());
    let field = classed("input", "input")
        .attr("id", "known-code")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "characters")
        .on("input", move |event| code.set(typed(&event)));
    let anew = button("button", words::START_ANEW.get(lang), move || shell.send(Event::StartAnew(code.get_untracked())));
    classed("section", "welcome")
        .child(title(words::UNKNOWN.get(lang)))
        .child(p("lead", words::UNKNOWN_HINT.get(lang)))
        .child(frame::trouble(shell))
        .child(
            classed("details", "welcome__more")
                .child(el("summary").text(words::FOR_SURVEYOR.get(lang)))
                .child(p("", words::UNKNOWN_CODE_HINT.get(lang)))
                .child(classed("label", "field").attr("for", "known-code").text(words::SURVEYOR_CODE.get(lang)))
                .child(field)
                .child(classed("div", "actions").child(anew.attr("id", "start-anew"))),
        )
}

/// The campaign cannot be used.
pub fn problem(shell: Shell, problem: Problem) -> El {
    let lang = shell.lang();
    let (heading, hint, findings): (_, _, Vec<Finding>) = match problem {
        Problem::UnknownCampaign(_) => (form_words::UNKNOWN_CAMPAIGN, words::UNKNOWN_CAMPAIGN_HINT, Vec::new()),
        Problem::Broken(findings) => (words::BROKEN, words::BROKEN_HINT, findings),
        Problem::Unreachable(FetchFault::Offline) => (form_words::OFFLINE, words::OFFLINE_HINT, Vec::new()),
        Problem::Unreachable(FetchFault::Absent | FetchFault::Status(_)) => (words::UNREACHABLE, words::UNREACHABLE_HINT, Vec::new()),
        Problem::NoKey => (form_words::NO_KEY, words::NO_KEY_HINT, Vec::new()),
        Problem::Refused(Refusal::OtherKey) => (form_words::OTHER_KEY, words::OTHER_KEY_HINT, Vec::new()),
        Problem::Refused(
            Refusal::NotYetOpen(_)
            | Refusal::Closed(_)
            | Refusal::UnknownUnit(_)
            | Refusal::UnknownQuestionnaire(_)
            | Refusal::UnknownGroup(_)
            | Refusal::OtherEdition,
        )
        | Problem::DraftUnreadable => (words::BROKEN, words::BROKEN_HINT, Vec::new()),
    };
    let line = |finding: &Finding| {
        let said = finding_words::get(&finding.code)
            .map_or_else(String::new, |word| word.with(lang, &[("value", &finding.value), ("at", &finding.at)]));
        el("li").child(el("code").text(&finding.at)).text(" ").text(&said)
    };
    let lines: Vec<El> = findings.iter().take(20).map(line).collect();
    let actions = classed("div", "actions").child(button("button", form_words::RETRY.get(lang), move || shell.send(Event::Retry))).maybe(
        shell
            .peek(|model| model.device.handed == Handed::No)
            .then(|| button("button button--quiet", words::OTHER_CAMPAIGN.get(lang), move || shell.send(Event::Show(Stage::Choosing)))),
    );
    classed("section", "welcome")
        .child(title(heading.get(lang)))
        .child(p("lead", hint.get(lang)))
        .maybe((!lines.is_empty()).then(|| el("ul").children(lines)))
        .child(actions)
}
