//! An unfinished form was found. No answer is visible before the choice: the next
//! person at this device may be another one.

use leptos::prelude::*;

use super::{Shell, summary};
use crate::app::respond::Event;
use crate::base::time::clock;
use crate::base::words::respond as words;
use crate::platform::moment;

/// "Làm tiếp / Phiếu mới".
#[component]
pub fn Found(shell: Shell) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let at = shell.peek(|model| model.found).map(|stamp| clock(stamp, moment::now().offset)).unwrap_or_default();
    view! {
        <section class="welcome">
            <h1 id="page-title" tabindex="-1">{words::FOUND.with(lang, &[("time", &at)])}</h1>
            <p>{words::FOUND_HINT.get(lang)}</p>
            <summary::Trouble shell=shell />
            <div class="actions">
                <button type="button" class="button" id="resume" on:click=move |_| shell.send(Event::Resume)>{words::RESUME.get(lang)}</button>
                <button type="button" class="button button--quiet" id="start-new" on:click=move |_| shell.send(Event::StartNew)>{words::START_NEW.get(lang)}</button>
            </div>
        </section>
    }
}
