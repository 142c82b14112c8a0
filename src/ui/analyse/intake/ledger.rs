//! "Sổ tiếp nhận": how many forms count, what does not and why, the tokens of hand-ins, and
//! each import with its undo.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Shell, hand_ins, imports, keeping, running};
use crate::app::intake::{Summary, Task};
use crate::base::words::intake as words;
use crate::base::{Lang, Word, number};
use crate::store::ledger::Counts;
use crate::ui::analyse::parts::card;

/// The step.
pub fn view(shell: Shell, lang: Lang) -> impl IntoView {
    let summary = shell.memo(|model| model.receiving.summary.clone());
    view! {
        {running(shell, lang, &[Task::Counting, Task::Rows])}
        {move || {
            let summary = summary.get();
            if summary.imports.is_empty() {
                return view! { <p id="ledger-empty">{words::EMPTY.get(lang)}</p>{keeping(summary.keeping, lang)} }.into_any();
            }
            view! {
                {troubles(&summary, lang)}
                {cards(summary.counts, lang)}
                {summary.closed.then(|| view! { <p class="caution" role="note" id="is-closed">{words::CLOSED.get(lang)}</p> })}
                {apart(&summary, lang)}
                {hand_ins::view(&summary, lang)}
                {keeping(summary.keeping, lang)}
            }.into_any()
        }}
        {imports::view(shell, summary, lang)}
    }
}

fn troubles(summary: &Arc<Summary>, lang: Lang) -> impl IntoView + use<> {
    let renewed = summary.renewed.then(|| view! { <p class="caution" role="note">{words::RENEWED.get(lang)}</p> });
    let lost = (summary.lost > 0).then(|| {
        let said = words::LOST.with(lang, &[("n", &number::whole(summary.lost, lang))]);
        view! { <div class="alert" role="alert"><p>{said}</p></div> }
    });
    view! { {renewed}{lost} }
}

fn cards(counts: Counts, lang: Lang) -> impl IntoView {
    let whole = |n: u64| number::whole(n, lang);
    let same = counts.duplicate + counts.same_response + counts.same_correction;
    let apart = counts.apart() + counts.code_used;
    view! {
        <div class="kpis" id="counts">
            {card(words::COUNTED.get(lang), whole(counts.new), words::COUNTED_HOW.get(lang).to_owned())}
            {card(words::SAME.get(lang), whole(same), words::SAME_HOW.get(lang).to_owned())}
            {card(words::APART.get(lang), whole(apart), named(&others(counts), lang))}
            {card(words::CORRECTIONS.get(lang), whole(counts.correction), words::CORRECTIONS_HOW.get(lang).to_owned())}
        </div>
    }
}

/// Each kind that does not count, with how many there are.
pub(super) fn others(counts: Counts) -> Vec<(Word, u64)> {
    let all = [
        (words::CODE_USED, counts.code_used),
        (words::TRIAL, counts.trial),
        (words::OTHER_ROUND, counts.other_round),
        (words::OTHER_KEY, counts.other_key),
        (words::UNKNOWN_QUESTIONNAIRE, counts.unknown_questionnaire),
        (words::UNKNOWN_VERSION, counts.unknown_version),
        (words::DAMAGED, counts.damaged),
    ];
    all.into_iter().filter(|(_, n)| *n > 0).collect()
}

/// The same with corrections and notes of hand-ins, in one line.
pub(super) fn kinds(counts: Counts, lang: Lang) -> String {
    let more = [(words::CORRECTION, counts.correction), (words::HAND_IN, counts.hand_in), (words::HAND_IN_CUT, counts.hand_in_cut)];
    let all: Vec<(Word, u64)> = others(counts).into_iter().chain(more.into_iter().filter(|(_, n)| *n > 0)).collect();
    if all.is_empty() { String::new() } else { named(&all, lang) }
}

fn named(kinds: &[(Word, u64)], lang: Lang) -> String {
    let named: Vec<String> = kinds.iter().map(|(word, n)| [word.get(lang), " ", &number::whole(*n, lang)].concat()).collect();
    if named.is_empty() { words::APART_NONE.get(lang).to_owned() } else { named.join(" · ") }
}

/// What to do about what does not count.
fn apart(summary: &Arc<Summary>, lang: Lang) -> impl IntoView + use<> {
    let counts = summary.counts;
    let plain = [
        (words::CODE_USED_HINT, counts.code_used),
        (words::OTHER_ROUND_HINT, counts.other_round),
        (words::OTHER_KEY_HINT, counts.other_key),
        (words::VERSION_HINT, counts.unknown_version),
        (words::DAMAGED_HINT, counts.damaged),
        (words::TRIAL_HINT, counts.trial),
    ];
    let plain = plain.into_iter().filter(|(_, n)| *n > 0).map(|(word, n)| word.with(lang, &[("n", &number::whole(n, lang))]));
    let unknown = summary.unknown.iter().map(|(mark, n)| words::UNKNOWN.with(lang, &[("n", &number::whole(*n, lang)), ("mark", mark)]));
    let all: Vec<_> = unknown.chain(plain).map(|said| view! { <li class="finding">{said}</li> }).collect();
    (!all.is_empty()).then(|| view! { <ul class="findings" id="apart">{all}</ul> })
}
