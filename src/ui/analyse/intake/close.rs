//! What leaves intake: the ledger, the list of receipts; and its end, which is typed.

use leptos::prelude::*;

use super::{Shell, running};
use crate::app::analyse::{Event, receiving};
use crate::app::intake::Task;
use crate::base::Lang;
use crate::base::words::intake as words;
use crate::platform::moment;

/// The step.
pub fn view(shell: Shell, lang: Lang) -> impl IntoView {
    let closed = shell.memo(|model| model.receiving.summary.closed);
    let name = shell.peek(|model| [&model.place.campaign, ".receipts.txt"].concat());
    let saved = shell.memo(|model| model.saved.clone().filter(|(_, taken)| *taken == Some(true)).map(|(name, _)| name));
    let said = move || {
        let name = saved.get().filter(|name| name.ends_with(".receipts.txt") || name.contains("so-tiep-nhan"));
        name.map(|name| words::SAVED.with(lang, &[("name", &name)]))
    };
    view! {
        <div class="leave">
            <div><button type="button" class="btn" id="download-receipts" on:click=move |_| shell.send(Event::DownloadReceipts)>{words::DOWNLOAD_RECEIPTS.get(lang)}</button>
                <p class="how">{words::RECEIPTS_HINT.with(lang, &[("name", &name)])}</p></div>
            <div><button type="button" class="btn btn--quiet" id="download-ledger" on:click=move |_| shell.send(Event::DownloadLedger(moment::now().offset))>{words::DOWNLOAD_LEDGER.get(lang)}</button>
                <p class="how">{words::LEDGER_HINT.get(lang)}</p></div>
        </div>
        <p role="status">{said}</p>
        {running(shell, lang, &[Task::Closing])}
        {move || (!closed.get()).then(|| form(shell, lang))}
    }
}

/// A deed that cannot be undone: its words are typed.
fn form(shell: Shell, lang: Lang) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let wanted = words::CLOSE_WORDS.get(lang);
    let act = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked();
        wrong.set(!shell.peek(|model| receiving::confirms(model, &text)));
        shell.send(Event::CloseIntake(text));
    };
    let fault = move || {
        wrong.get().then(|| view! { <span class="wrong" id="close-wrong">{words::CLOSE_WRONG.with(lang, &[("words", wanted)])}</span> })
    };
    view! {
        <details class="fold" id="closing"><summary>{words::CLOSE_TITLE.get(lang)}</summary>
            <form on:submit=act>
                <p class="caution" role="note">{words::CLOSE_HINT.get(lang)}</p><p>{words::CLOSE_FIRST.get(lang)}</p>
                <label class="pick" for="close-words"><span>{words::CLOSE_TYPE.with(lang, &[("words", wanted)])}</span>
                    <input id="close-words" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="close-wrong"
                        aria-invalid=move || wrong.get().then_some("true") prop:value=move || typed.get() on:input:target=move |event| typed.set(event.target().value()) /></label>
                <p role="alert">{fault}</p>
                <p class="acts"><button type="submit" class="btn" id="close-act">{words::CLOSE_ACT.get(lang)}</button></p>
            </form>
        </details>
    }
}
