//! Findings in words: what is wrong, where, what to do. Codes without a word are shown
//! as they are, which a test holds to never happen.

use leptos::prelude::*;

use crate::base::finding::Severity;
use crate::base::words::{finding as codes, office as words, study};
use crate::base::{Finding, Lang};

/// More than these are counted, not listed.
const MOST: usize = 30;

/// A finding's sentence, with its value in it.
pub fn sentence(finding: &Finding, lang: Lang) -> String {
    let value = if finding.value.is_empty() { words::EMPTY_VALUE.get(lang) } else { finding.value.as_str() };
    codes::get(&finding.code)
        .or_else(|| study::get(&finding.code))
        .map_or_else(|| [&finding.code, " ", &finding.value].concat(), |word| word.with(lang, &[("value", value)]))
}

/// Where a finding is: `row 17, column q05` in the reader's words.
pub fn place(at: &str, lang: Lang) -> String {
    match lang {
        Lang::En => at.to_owned(),
        Lang::Vi => at.split(", ").map(place_vi).collect::<Vec<_>>().join(", "),
    }
}

fn place_vi(part: &str) -> String {
    for (en, vi) in [("row ", "dòng "), ("column ", "cột "), ("line ", "dòng "), ("sheet ", "trang tính "), ("cell ", "ô ")] {
        if let Some(rest) = part.strip_prefix(en) {
            return [vi, rest].concat();
        }
    }
    part.to_owned()
}

/// A list of findings, errors first.
pub fn list(findings: &[Finding], lang: Lang) -> impl IntoView + use<> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let more = sorted.len().saturating_sub(MOST);
    let one = |finding: &&Finding| {
        let (class, mark) = match finding.severity {
            Severity::Error => ("finding finding--error", words::SEVERITY_ERROR),
            Severity::Warning => ("finding", words::SEVERITY_WARNING),
        };
        // What the design says has sizes for a place: they come after the sentence.
        let sizes = finding.at.starts_with("n =");
        let before = (!sizes && !finding.at.is_empty()).then(|| view! { <span class="finding__at">{place(&finding.at, lang)}</span> });
        let after = sizes.then(|| [" (", &finding.at, ")"].concat());
        view! { <li class=class><b class="finding__mark">{mark.get(lang)}</b>" "{before}<span>{sentence(finding, lang)}{after}</span></li> }
    };
    view! {
        <ul class="findings">
            {sorted.iter().take(MOST).map(one).collect_view()}
            {(more > 0).then(|| view! { <li class="finding">{words::MORE_FINDINGS.with(lang, &[("n", &more.to_string())])}</li> })}
        </ul>
    }
}
