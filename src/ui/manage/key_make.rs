//! "Đặt mật khẩu và tạo khóa": words that are suggested, typed twice, and said honestly what
//! they are worth. What is typed is in its fields alone.

use leptos::html;
use leptos::prelude::*;

use super::Shell;
use super::key::send;
use crate::app::manage::Opened;
use crate::app::manage::key::{Fault, Step, Strength, WORDS_ID};
use crate::base::words::key as words;
use crate::base::words::unlock;
use crate::base::{Lang, Word};
use crate::platform::random;
use crate::seal::Passphrase;
use crate::ui::unlock::secret;

/// The panel.
pub fn panel(shell: Shell, lang: Lang) -> AnyView {
    if shell.peek(|model| model.key.suggestion.is_none()) {
        send(shell, Step::Suggest(random::fresh()));
    }
    let making = shell.memo(|model| model.key.is_making());
    let there = shell.peek(|model| model.opened.as_ref().and_then(Opened::key).is_some());
    let (first, second): (NodeRef<html::Input>, NodeRef<html::Input>) = (NodeRef::new(), NodeRef::new());
    let text = move |node: NodeRef<html::Input>| Passphrase::new(node.get_untracked().map(|input| input.value()).unwrap_or_default());
    let typed = Callback::new(move |()| send(shell, Step::Typed(text(first), text(second))));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !making.get_untracked() {
            send(shell, Step::Make(text(first), text(second), random::fresh()));
        }
    };
    view! {
        <section class="panel"><header class="panel__head"><h2>{words::MAKE.get(lang)}</h2></header>
            <p>{words::MAKE_HINT.get(lang)}</p>
            {there.then(|| view! { <p class="caution">{words::ANEW_HINT.get(lang)}" "
                <button type="button" class="act" on:click=move |_| send(shell, Step::Anew(false))>{words::ANEW_NOT.get(lang)}</button></p> })}
            <form class="unlock" on:submit=submit>
                {fault(shell, lang)}
                {suggested(shell, lang)}
                {secret(WORDS_ID, first, (words::WORDS, words::WORDS_HINT), typed, lang)}
                {secret("key-again", second, (words::AGAIN, words::AGAIN_HINT), typed, lang)}
                {worth(shell, lang)}
                <p class="acts"><button type="submit" class="btn" disabled=move || making.get()>{words::MAKE_KEY.get(lang)}</button></p>
            </form>
            <div role="status">{move || making.get().then(|| view! {
                <p class="busy"><span>{words::MAKING.get(lang)}</span><progress aria-label=words::MAKING.get(lang)></progress>
                    <button type="button" class="btn btn--quiet" on:click=move |_| send(shell, Step::Cancel)>{unlock::CANCEL.get(lang)}</button></p>
            })}</div>
        </section>
    }
    .into_any()
}

fn suggested(shell: Shell, lang: Lang) -> AnyView {
    let suggestion = shell.memo(|model| model.key.suggestion.clone());
    view! {
        <div class="suggested">{move || match suggestion.get() {
            Some(text) => view! {
                <p>{words::SUGGESTED.get(lang)}</p><p><code class="suggested__words" id="key-suggestion">{text}</code>" "
                    <button type="button" class="btn btn--quiet btn--small" on:click=move |_| send(shell, Step::Suggest(random::fresh()))>{words::SUGGEST.get(lang)}</button></p>
            }.into_any(),
            None => view! { <p class="alert" role="alert">{words::NO_SUGGESTION.get(lang)}</p> }.into_any(),
        }}</div>
    }
    .into_any()
}

/// What is typed so far is worth, and whether both are the same.
fn worth(shell: Shell, lang: Lang) -> AnyView {
    let typed = shell.memo(|model| model.key.typed);
    let said = move |(strength, same): (Strength, bool)| {
        let (word, good) = strength_word(strength);
        let class = if good { "said said--good" } else { "said said--error" };
        let both = if same { words::SAME } else { words::DIFFER };
        view! { <p class=class><b aria-hidden="true">{if good { "✓ " } else { "! " }}</b>{word.get(lang)}</p>
        <p class="said said--calm"><b aria-hidden="true">{if same { "✓ " } else { "… " }}</b>{both.get(lang)}</p> }
    };
    view! { <div role="status" id="key-worth">{move || typed.get().map(said)}</div> }.into_any()
}

fn strength_word(strength: Strength) -> (Word, bool) {
    let word = match strength {
        Strength::Hours => words::STRENGTH_HOURS,
        Strength::Weeks => words::STRENGTH_WEEKS,
        Strength::Years => words::STRENGTH_YEARS,
        Strength::Centuries => words::STRENGTH_CENTURIES,
    };
    (word, strength.is_enough())
}

fn fault(shell: Shell, lang: Lang) -> AnyView {
    let fault = shell.memo(|model| model.key.fault.clone());
    let said = move |fault: Fault| {
        let text = match &fault {
            Fault::NoWords => words::F_NO_WORDS.get(lang).to_owned(),
            Fault::Weak => words::F_WEAK.get(lang).to_owned(),
            Fault::Differ => words::F_DIFFER.get(lang).to_owned(),
            Fault::NoRandom => words::NO_SUGGESTION.get(lang).to_owned(),
            Fault::GivenOut => words::F_GIVEN.get(lang).to_owned(),
            Fault::Memory => words::F_MEMORY.get(lang).to_owned(),
            Fault::Worker(message) => words::F_WORKER.with(lang, &[("message", message)]),
        };
        view! { <p class="alert" role="alert">{text}</p> }
    };
    view! { <div>{move || fault.get().map(said)}</div> }.into_any()
}
