//! "Khóa": what the key is and what is lost with it, then step by step: make it, keep it,
//! try to recover it; beside it where answers are sent and how long they stay.

use leptos::prelude::*;

use super::fields::{Kind, ask, said};
use super::general::panel;
use super::{Shell, key_make, key_paper};
use crate::app::manage::key::{self, KEEP_ID, Step, TRIAL_ID, View, in_fours};
use crate::app::manage::{Event, Field, Opened, anchor};
use crate::app::unlocking;
use crate::base::time::{Date, clock};
use crate::base::words::key as words;
use crate::base::{Lang, Word};
use crate::platform::{moment, random};
use crate::ui::unlock::unlock;

/// The page.
#[component]
pub fn Key(shell: Shell, lang: Lang) -> impl IntoView {
    let laid = shell.memo(|model| model.key.view == View::Sheets);
    move || if laid.get() { key_paper::preview(shell, lang) } else { page(shell, lang) }
}

/// A step of the page.
pub fn send(shell: Shell, step: Step) {
    shell.send(Event::Key(step));
}

fn page(shell: Shell, lang: Lang) -> AnyView {
    let key = shell.memo(|model| model.opened.as_ref().and_then(Opened::key));
    let making = shell.memo(|model| {
        let given = model.opened.as_ref().is_some_and(Opened::is_key_given);
        !given && (model.key.view == View::Anew || model.opened.as_ref().and_then(Opened::key).is_none())
    });
    let kept = shell.memo(|model| model.key.set.is_some() && model.opened.as_ref().and_then(Opened::key).is_some());
    view! {
        <p class="intro">{words::LEAD.get(lang)}</p>
        {state(shell, lang)}
        {move || making.get().then(|| key_make::panel(shell, lang))}
        {move || kept.get().then(|| keep(shell, lang))}
        {move || key.get().map(|_| trial(shell, lang))}
        {panel(words::BOX.get(lang), "", view! {
            <p class="ask__hint">{words::BOX_HINT.get(lang)}</p>
            {ask(shell, lang, Field::DropBox, Kind::Text, words::F_DROP_BOX.get(lang), Some(words::F_DROP_BOX_HINT))}
        }.into_any())}
        {panel(words::KEEP_UNTIL.get(lang), "", view! {
            {ask(shell, lang, Field::KeepUntil, Kind::Date, words::F_KEEP_UNTIL.get(lang), Some(words::KEEP_UNTIL_HINT))}
        }.into_any())}
    }
    .into_any()
}

/// Whether there is a key, whether it was tried, and what is to be known of it.
fn state(shell: Shell, lang: Lang) -> AnyView {
    let state = shell.memo(|model| {
        let opened = model.opened.as_ref();
        let mark = opened.and_then(|opened| opened.campaign().key_mark());
        let (tried, given) = (opened.and_then(Opened::tried), opened.is_some_and(Opened::is_key_given));
        (mark, tried, given, opened.is_some_and(key::needs_trial), model.key.view == View::Anew, model.key.set.is_some())
    });
    let inside = move || {
        let (mark, tried, given, untried, anew, fresh) = state.get();
        let Some(mark) = mark else { return view! { <p class="caution">{words::NONE.get(lang)}</p> }.into_any() };
        let told = tried.map(|stamp| {
            let offset = moment::now().offset;
            let date = Date::of_stamp(stamp, offset).map(Date::to_display).unwrap_or_default();
            words::TRIED.with(lang, &[("time", &clock(stamp, offset)), ("date", &date)])
        });
        view! {
            {told.map(|told| view! { <p class="unlock__open"><b><span aria-hidden="true">"✓ "</span>{told}</b></p> })}
            {untried.then(|| view! { <p class="caution">{words::NOT_TRIED.get(lang)}</p> })}
            <p>{words::MARK.get(lang)}" "<code class="mark">{in_fours(&mark)}</code></p>
            {given.then(|| view! { <p class="small">{words::GIVEN.get(lang)}</p> })}
            {(!given && !anew).then(|| view! {
                {(untried && !fresh).then(|| view! { <p>{words::LOST_PAGE.get(lang)}</p> })}
                <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| send(shell, Step::Anew(true))>{words::ANEW.get(lang)}</button></p>
            })}
        }
        .into_any()
    };
    view! {
        <section class="panel"><header class="panel__head"><h2>{words::STATE.get(lang)}</h2></header>
            {inside}{found(shell, lang)}
            {what(lang)}
        </section>
    }
    .into_any()
}

/// What is wrong with the key, but for what the panel says itself.
fn found(shell: Shell, lang: Lang) -> AnyView {
    let found = shell.memo(|model| {
        let mut found = model.findings_at("key");
        found.retain(|finding| !["no_key", "key_not_tried"].contains(&finding.code.as_str()));
        found
    });
    let list = move || found.get().iter().map(|finding| said(finding, lang)).collect_view();
    view! { <div id=anchor("key") tabindex="-1" class="ask__found">{list}</div> }.into_any()
}

/// What a key is and what is lost with it; open, since it is read once and matters.
fn what(lang: Lang) -> AnyView {
    let line = |word: Word| view! { <li>{word.get(lang)}</li> };
    view! {
        <details class="fold" open><summary>{words::WHAT.get(lang)}</summary>
            <ul class="steps">{[words::WHAT_WHERE, words::WHAT_LOST, words::WHAT_WHO, words::WHAT_FIXED].map(line).into_iter().collect_view()}</ul></details>
    }
    .into_any()
}

/// File and sheets of a key that is in the page.
fn keep(shell: Shell, lang: Lang) -> AnyView {
    let file = shell.memo(|model| model.key.made.as_ref().map(|made| (key::file_name(&made.file.campaign), made.is_saved)));
    view! {
        <section class="panel" id=KEEP_ID tabindex="-1">
            <header class="panel__head"><h2>{words::KEEP.get(lang)}</h2></header>
            <p class="caution">{words::KEEP_HINT.get(lang)}</p>
            <div class="two">
                {move || file.get().map(|(name, is_saved)| view! {
                    <div><h3>{words::KEEP_FILE.get(lang)}</h3><p>{words::KEEP_FILE_HINT.with(lang, &[("name", &name)])}</p>
                        <p class="acts"><button type="button" class="btn" id="key-save" on:click=move |_| send(shell, Step::Save)>{words::SAVE_FILE.get(lang)}</button></p>
                        <p class="said" role="status">{if is_saved { words::IS_SAVED.get(lang) } else { words::NOT_SAVED.get(lang) }}</p></div>
                })}
                <div><h3>{words::KEEP_SHEETS.get(lang)}</h3><p>{words::KEEP_SHEETS_HINT.get(lang)}</p>
                    <p class="acts"><button type="button" class="btn" id="key-sheets" on:click=move |_| send(shell, Step::Layout)>{words::PRINT_SHEETS.get(lang)}</button></p></div>
            </div>
        </section>
    }
    .into_any()
}

/// "Thử khôi phục khóa", and new sheets once it is open.
fn trial(shell: Shell, lang: Lang) -> AnyView {
    let model = shell.memo(|model| model.key.trial.clone());
    let there = Memo::new(move |_| model.with(Option::is_some));
    let is_open = Memo::new(move |_| model.with(|model| model.as_ref().is_some_and(|model| model.key().is_some())));
    let carry = Callback::new(move |event| send(shell, Step::Unlock(event)));
    let form = move || {
        let first = model.get_untracked()?;
        let now = Memo::new(move |_| model.get().unwrap_or_else(|| first.clone()));
        Some(unlock(now, carry, lang))
    };
    let after = move || {
        is_open.get().then(|| view! {
            <p>{words::TRIAL_DONE.get(lang)}</p>
            <p class="ask__hint">{words::ANOTHER_HINT.get(lang)}</p>
            <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| send(shell, Step::Another(random::fresh()))>{words::ANOTHER.get(lang)}</button></p>
        })
    };
    // Another key is another form: what was typed for the one is nothing for the other.
    let public = Memo::new(move |_| model.with(|model| model.as_ref().map(|model: &unlocking::Model| model.public)));
    view! {
        <section class="panel" id=TRIAL_ID tabindex="-1">
            <header class="panel__head"><h2>{words::TRIAL.get(lang)}</h2></header>
            <p>{words::TRIAL_HINT.get(lang)}</p>
            {move || { public.get(); there.get().then(form) }}
            {after}
        </section>
    }
    .into_any()
}
