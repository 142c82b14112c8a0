//! The key file and its passphrase. A passphrase is read off its field when the form is
//! sent, and is kept nowhere.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fault;
use crate::app::unlocking::{Event, FILE_ID, Model, PASSPHRASE_ID, Stage};
use crate::base::words::unlock as words;
use crate::base::{Lang, Word};
use crate::platform::download;
use crate::seal::Passphrase;
use crate::ui::components::{DropZone, drop_zone};

/// The form.
pub fn form(model: Memo<Model>, send: Callback<Event>, lang: Lang) -> AnyView {
    let chosen = Memo::new(move |_| model.with(|model| model.file.as_ref().map(|(name, _)| name.clone())));
    let busy = Memo::new(move |_| model.with(|model| matches!(model.stage, Stage::Opening | Stage::Fetching)));
    let words_of: NodeRef<html::Input> = NodeRef::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let (Some(input), false) = (words_of.get_untracked(), busy.get_untracked()) {
            send.run(Event::Open(Passphrase::new(input.value())));
        }
    };
    view! {
        <form class="unlock" on:submit=submit>
            {fault(model, lang)}
            <div class="ask">
                {choose_file(FILE_ID, words::FILE.get(lang), words::FILE_HINT.get(lang), Callback::new(move |(name, bytes)| send.run(Event::FileChosen(name, bytes))))}
                <p class="said said--calm" role="status">{move || chosen.get().map(|name| words::FILE_CHOSEN.with(lang, &[("name", &name)]))}</p></div>
            {secret(PASSPHRASE_ID, words_of, (words::PASSPHRASE, words::PASSPHRASE_HINT), Callback::new(|()| ()), lang)}
            <p class="acts"><button type="submit" class="btn" disabled=move || busy.get()>{words::OPEN.get(lang)}</button></p>
        </form>
    }
    .into_any()
}

/// A place to drop the key file or choose it.
pub fn choose_file(id: &'static str, label: &'static str, hint: &'static str, take: Callback<(String, Option<Vec<u8>>)>) -> AnyView {
    let read = move |file: web_sys::File| {
        spawn_local(async move {
            let bytes = download::read(&file).await;
            take.run((file.name(), bytes));
        });
    };
    let about = DropZone { id: id.to_owned(), label, hint, ..DropZone::default() };
    drop_zone(about, move |files| files.into_iter().for_each(read))
}

/// A passphrase to type, with a switch that shows it: a mistyped word is seen, not guessed.
pub fn secret(id: &'static str, node: NodeRef<html::Input>, (label, hint): (Word, Word), typed: Callback<()>, lang: Lang) -> AnyView {
    let shown = RwSignal::new(false);
    let of = move || if shown.get() { "text" } else { "password" };
    let hint_id = [id, "-hint"].concat();
    let described = hint_id.clone();
    view! {
        <div class="ask"><label class="ask__label" for=id>{label.get(lang)}</label>
            <span class="ask__hint" id=hint_id>{hint.get(lang)}</span>
            <span class="secret">
                <input node_ref=node class="ask__control" id=id type=of aria-describedby=described autocomplete="off" autocapitalize="off" spellcheck="false" data-waits=""
                    on:input=move |_| typed.run(()) />
                <button type="button" class="btn btn--quiet" aria-pressed=move || if shown.get() { "true" } else { "false" } aria-controls=id
                    on:click=move |_| shown.update(|shown| *shown = !*shown)>{move || if shown.get() { words::HIDE.get(lang) } else { words::SHOW.get(lang) }}</button>
            </span></div>
    }
    .into_any()
}
