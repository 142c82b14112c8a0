//! The analyst's page: one view a page of the model, in one frame.

mod check;
mod corrections;
mod figures;
mod findings;
mod frame;
mod mapping;
mod parts;
mod publish;
mod receive;
mod register;
mod satisfaction;
mod scores;
mod shell;
mod tables;
mod track;
mod weights;

use leptos::prelude::*;

pub use shell::Shell;

use crate::app::analyse::{Event, Page, Place, Stage};
use crate::platform::page as document;

/// The whole page of the role.
#[component]
pub fn Analyse() -> impl IntoView {
    let shell = Shell::start();
    document::toggle_root_class("office", true);
    let here = Place::parse(&document::hash());
    let elsewhere = here.is_none();
    if let Some(place) = here {
        shell.send(Event::Opened(place));
    }
    shell.listen();
    let stage = shell.memo(|model| model.stage.clone());
    let place = shell.memo(|model| model.place.page);
    let language = shell.language();
    view! {
        <frame::Skip shell=shell />
        <div class="desk">
            <frame::Side shell=shell />
            <main id="main" class="work">
                <frame::Banner shell=shell />
                {move || {
                    let lang = language.get();
                    match stage.get() {
                        Stage::Loading if elsewhere => frame::not_yet(lang).into_any(),
                        Stage::Loading => frame::loading(lang).into_any(),
                        Stage::Problem(problem) => frame::problem(shell, problem, lang).into_any(),
                        Stage::Ready => match place.get() {
                            Page::Receive => view! { <receive::Receive shell=shell lang=lang /> }.into_any(),
                            Page::Check => view! { <check::Check shell=shell lang=lang /> }.into_any(),
                            Page::Weights => view! { <weights::WeightsPage shell=shell lang=lang /> }.into_any(),
                            Page::Satisfaction => view! { <satisfaction::Satisfaction shell=shell lang=lang /> }.into_any(),
                            Page::Scores => view! { <scores::ScoresPage shell=shell lang=lang /> }.into_any(),
                            Page::Publish => view! { <publish::Publish shell=shell lang=lang /> }.into_any(),
                        },
                    }
                }}
            </main>
        </div>
    }
}
