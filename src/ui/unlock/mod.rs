//! Opening the campaign's key: by its file and passphrase, or by two recovery sheets. The
//! pages that need the key put this in; each keeps the model (`app::unlocking`) in its own.
//! Fields are drawn once, so that typing is never disturbed.

mod carrier;
mod file;
mod sheets;

use leptos::prelude::*;

pub use carrier::{Answer, Carrier};
pub use file::{choose_file, secret};
pub use sheets::owner_word;

use crate::app::unlocking::{Event, Fault, Model, OPEN_ID, Stage, Way};
use crate::base::words::unlock as words;
use crate::base::{Lang, Word};
use crate::seal::sheet::{GroupFault, SheetFault};

/// What stands on the page, below a heading of the page's own.
pub fn unlock(model: Memo<Model>, send: Callback<Event>, lang: Lang) -> AnyView {
    let stage = Memo::new(move |_| model.with(|model| model.stage.clone()));
    let is_open = Memo::new(move |_| model.with(|model| model.key().is_some()));
    let inside = move || {
        if is_open.get() {
            return opened(model, send, lang);
        }
        let busy = move || match stage.get() {
            Stage::Opening | Stage::Fetching => Some(running(send, lang)),
            Stage::Locked | Stage::Open(_) => None,
        };
        view! { {demo(model, send, lang)}{ways(model, send, lang)}<div role="status">{busy}</div> }.into_any()
    };
    view! { {inside} }.into_any()
}

/// What runs, and how to stop it.
pub fn running(send: Callback<Event>, lang: Lang) -> AnyView {
    view! {
        <p class="busy"><span>{words::OPENING.get(lang)}</span><progress aria-label=words::OPENING.get(lang)></progress>
            <button type="button" class="btn btn--quiet" on:click=move |_| send.run(Event::Cancel)>{words::CANCEL.get(lang)}</button></p>
    }
    .into_any()
}

fn opened(model: Memo<Model>, send: Callback<Event>, lang: Lang) -> AnyView {
    let mark = model.with_untracked(|model| model.public.fingerprint());
    view! {
        <p class="unlock__open" id=OPEN_ID tabindex="-1" role="status"><b><span aria-hidden="true">"✓ "</span>{words::IS_OPEN.get(lang)}</b>" "
            {words::MARK.get(lang)}" "<code>{mark}</code></p>
        <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| send.run(Event::Lock)>{words::LOCK.get(lang)}</button></p>
    }
    .into_any()
}

/// The key of what is shipped is everybody's: the page says so, and opens it by one tap.
fn demo(model: Memo<Model>, send: Callback<Event>, lang: Lang) -> Option<AnyView> {
    let is_demo = model.with_untracked(Model::is_demo);
    is_demo.then(|| {
        view! {
            <div class="banner banner--demo">
                <p>{words::DEMO.get(lang)}</p>
                <p>{words::DEMO_FILE.get(lang)}" "<a href="keys/demo.json" download="demo.json">"keys/demo.json"</a>". "
                    {words::DEMO_PASSPHRASE.get(lang)}" "<code>{crate::app::unlocking::DEMO_PASSPHRASE}</code></p>
                <p><button type="button" class="btn btn--quiet" id="key-demo" on:click=move |_| send.run(Event::Demo)>{words::DEMO_OPEN.get(lang)}</button></p>
            </div>
        }
        .into_any()
    })
}

fn ways(model: Memo<Model>, send: Callback<Event>, lang: Lang) -> AnyView {
    let way = Memo::new(move |_| model.with(|model| model.way));
    let option = move |this: Way, id: &'static str, word: Word| {
        view! {
            <label class="way" for=id><input type="radio" name="key-way" id=id prop:checked=move || way.get() == this on:change=move |_| send.run(Event::Way(this)) />
                <span>{word.get(lang)}</span></label>
        }
    };
    view! {
        <fieldset class="set"><legend>{words::WAY.get(lang)}</legend>
            <div class="ways">{option(Way::File, "key-way-file", words::WAY_FILE)}{option(Way::Sheets, "key-way-sheets", words::WAY_SHEETS)}</div></fieldset>
        {move || match way.get() {
            Way::File => file::form(model, send, lang),
            Way::Sheets => sheets::form(model, send, lang),
        }}
    }
    .into_any()
}

/// What went wrong, at the top of the form that it is about.
fn fault(model: Memo<Model>, lang: Lang) -> AnyView {
    let fault = Memo::new(move |_| model.with(|model| model.fault.clone()));
    let said = move |fault: &Fault| {
        let more = match fault {
            Fault::Damaged(found) => Some(crate::ui::analyse::findings::list(found, lang)),
            Fault::NoFile
            | Fault::Unreadable
            | Fault::NotKey
            | Fault::OtherCampaign(_)
            | Fault::NoPassphrase
            | Fault::Passphrase
            | Fault::Memory
            | Fault::Worker(_)
            | Fault::Fetch(_)
            | Fault::Group(..)
            | Fault::Sheet(..)
            | Fault::Same(_)
            | Fault::OtherKey(_)
            | Fault::NotTogether => None,
        };
        view! { <div class="alert" role="alert"><p>{fault_words(fault, lang)}</p>{more}</div> }
    };
    view! { <div id="key-fault">{move || fault.get().map(|fault| said(&fault))}</div> }.into_any()
}

/// A fault in words.
pub fn fault_words(fault: &Fault, lang: Lang) -> String {
    let plain = |word: Word| word.get(lang).to_owned();
    match fault {
        Fault::NoFile => plain(words::NO_FILE),
        Fault::Unreadable => plain(words::UNREADABLE),
        Fault::NotKey => plain(words::NOT_KEY),
        Fault::Damaged(_) => plain(words::DAMAGED),
        Fault::OtherCampaign(name) => words::OTHER_CAMPAIGN.with(lang, &[("name", name)]),
        Fault::NoPassphrase => plain(words::NO_PASSPHRASE),
        Fault::Passphrase => plain(words::WRONG_PASSPHRASE),
        Fault::Memory => plain(words::MEMORY),
        Fault::Worker(message) => words::WORKER.with(lang, &[("message", message)]),
        Fault::Fetch(_) => plain(words::FETCH),
        Fault::Group(sheet, group, GroupFault::Length(0)) => {
            words::GROUP_MISSING.with(lang, &[("sheet", sheet_word(*sheet).get(lang)), ("n", &(group + 1).to_string())])
        }
        Fault::Group(sheet, group, fault) => [sheet_word(*sheet).get(lang), ". ", &group_words(*group, *fault, lang)].concat(),
        Fault::Sheet(sheet, fault) => {
            let word = match fault {
                SheetFault::Version(_) => words::SHEET_VERSION,
                SheetFault::Length(_) | SheetFault::Character(_) | SheetFault::Group(_) | SheetFault::Whole => words::SHEET_WHOLE,
            };
            word.with(lang, &[("sheet", sheet_word(*sheet).get(lang))])
        }
        Fault::Same(owner) => words::SAME.with(lang, &[("owner", owner_word(*owner).get(lang))]),
        Fault::OtherKey(sheet) => words::OTHER_SHEET.with(lang, &[("sheet", sheet_word(*sheet).get(lang))]),
        Fault::NotTogether => plain(words::NOT_TOGETHER),
    }
}

fn sheet_word(sheet: usize) -> Word {
    if sheet == 0 { words::SHEET_FIRST } else { words::SHEET_SECOND }
}

/// What is wrong with a group, counted from 0.
fn group_words(group: usize, fault: GroupFault, lang: Lang) -> String {
    let n = (group + 1).to_string();
    match fault {
        GroupFault::Length(count) => words::GROUP_LENGTH.with(lang, &[("n", &n), ("count", &count.to_string())]),
        GroupFault::Character(c) => words::GROUP_CHARACTER.with(lang, &[("n", &n), ("c", &c.to_string())]),
        GroupFault::Typing => words::GROUP_TYPING.with(lang, &[("n", &n)]),
    }
}
