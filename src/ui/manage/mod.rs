//! The pages of a survey's manager: one view a page of the model, in the frame of the office.

mod bar;
mod fields;
mod frame;
mod general;
mod groups;
mod import;
mod import_table;
mod key;
mod key_make;
mod key_paper;
mod links;
mod paper;
mod parts;
mod release;
mod rounds;
mod sample;
mod shell;
mod summary;
mod tryout;
mod units;

use leptos::prelude::*;

pub use shell::Shell;

use crate::app::manage::{Event, Page, Place, Stage};
use crate::base::Lang;
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
                            (page, Some(_)) => view! { <bar::Bar shell=shell lang=lang page=page />{inside(shell, lang, page)}{bar::onward(shell, lang, page)} }.into_any(),
                        },
                    }
                }}
            </main>
        </div>
    }
}

/// What a page of a draft has below its head.
fn inside(shell: Shell, lang: Lang, page: Page) -> AnyView {
    match page {
        Page::Rounds => ().into_any(),
        Page::General => view! { <general::General shell=shell lang=lang /> }.into_any(),
        Page::Groups => view! { <groups::Groups shell=shell lang=lang /> }.into_any(),
        Page::Units => view! { <units::Units shell=shell lang=lang /> }.into_any(),
        Page::Sample => view! { <sample::Sample shell=shell lang=lang /> }.into_any(),
        Page::Key => view! { <key::Key shell=shell lang=lang /> }.into_any(),
        Page::Links => view! { <links::Links shell=shell lang=lang /> }.into_any(),
        Page::Release => view! { <release::Release shell=shell lang=lang /> }.into_any(),
    }
}
