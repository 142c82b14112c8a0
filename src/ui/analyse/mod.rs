//! The analyst's page: one view a page of the model, in one frame.

mod check;
mod corrections;
mod figures;
pub(super) mod findings;
mod frame;
mod index;
mod intake;
mod mapping;
pub(super) mod parts;
mod publish;
mod receive;
mod register;
mod satisfaction;
mod scanner;
mod scores;
mod shell;
mod tables;
mod this_machine;
mod track;
mod weights;

use leptos::prelude::*;

pub use shell::Shell;

use crate::app::analyse::{Event, Page, Place, Stage};
use crate::platform::page as document;
use crate::ui::components::Skip;

/// The whole page of the role.
#[component]
pub fn Analyse(shell: Shell) -> impl IntoView {
    if let Some(place) = Place::parse(&document::hash()) {
        shell.send(Event::Opened(place));
    }
    let stage = shell.memo(|model| model.stage.clone());
    let place = shell.memo(|model| model.place.page);
    let language = shell.language();
    view! {
        <Skip language=language />
        <div class="desk">
            <frame::Side shell=shell />
            <main id="main" class="work">
                <frame::Banner shell=shell />
                {move || {
                    let lang = language.get();
                    match stage.get() {
                        Stage::Loading => frame::loading(lang).into_any(),
                        Stage::Problem(problem) => frame::problem(shell, problem, lang).into_any(),
                        Stage::Ready => match place.get() {
                            Page::Receive => view! { <receive::Receive shell=shell lang=lang /> }.into_any(),
                            Page::Check => view! { <check::Check shell=shell lang=lang /> }.into_any(),
                            Page::Weights => view! { <weights::WeightsPage shell=shell lang=lang /> }.into_any(),
                            Page::Satisfaction => view! { <satisfaction::Satisfaction shell=shell lang=lang /> }.into_any(),
                            Page::Scores => view! { <scores::ScoresPage shell=shell lang=lang /> }.into_any(),
                            Page::Index(part) => view! { <index::IndexPage shell=shell lang=lang part=part /> }.into_any(),
                            Page::Publish => view! { <publish::Publish shell=shell lang=lang /> }.into_any(),
                        },
                    }
                }}
            </main>
        </div>
    }
}
