//! The pages of a survey's manager: one view a page of the model, in the frame of the office.

mod frame;
mod import;
mod import_table;
mod links;
mod paper;
mod rounds;
mod shell;

use leptos::prelude::*;

pub use shell::Shell;

use crate::app::manage::{Event, Page, Place, Stage};
use crate::platform::page as document;
use crate::ui::components::{Skip, UpdateWaits};

/// The whole page of the role.
#[component]
pub fn Manage(shell: Shell) -> impl IntoView {
    if let Some(place) = Place::parse(&document::hash()) {
        shell.send(Event::Opened(place));
    }
    let stage = shell.memo(|model| model.stage.clone());
    // Another draft is drawn anew: its fields are other fields.
    let page = shell.memo(|model| (model.place.page, model.opened.as_ref().map(|opened| opened.name.clone())));
    let language = shell.language();
    view! {
        <Skip language=language />
        <div class="desk">
            <frame::Side shell=shell />
            <main id="main" class="work">
                <UpdateWaits language=language />
                {move || {
                    let lang = language.get();
                    match stage.get() {
                        Stage::Loading => frame::loading(lang).into_any(),
                        Stage::Problem(problem) => frame::problem(shell, problem, lang).into_any(),
                        Stage::Ready => match page.get() {
                            (Page::Rounds, _) | (_, None) => view! { <rounds::Rounds shell=shell lang=lang /> }.into_any(),
                            (Page::General | Page::Groups | Page::Sample | Page::Release, Some(_)) => ().into_any(),
                            (Page::Units, Some(_)) => view! { <import::Import shell=shell lang=lang /> }.into_any(),
                            (Page::Links, Some(_)) => view! { <links::Links shell=shell lang=lang /> }.into_any(),
                        },
                    }
                }}
            </main>
        </div>
    }
}
