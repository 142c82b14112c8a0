//! The respondent's page: one view a stage of the model.

mod chooser;
mod ended;
mod found;
pub mod frame;
mod page;
mod problem;
mod review;
mod shell;
mod summary;
mod welcome;

use leptos::prelude::*;

pub use shell::Shell;
pub use summary::fault_words;

use crate::app::Route;
use crate::app::respond::{Event, Stage};
use crate::base::words::respond as words;
use crate::platform::page as document;

/// The whole page of the role.
#[component]
pub fn Respond() -> impl IntoView {
    let shell = Shell::start();
    if let Route::Respond(link) = Route::parse(&document::hash()) {
        shell.send(Event::Opened(link));
    }
    shell.listen();
    let stage = shell.memo(|model| model.stage.clone());
    let language = shell.language();
    view! {
        <frame::Top shell=shell />
        <main id="main" class="respond">
            {move || {
                let lang = language.get();
                match stage.get() {
                    Stage::Loading => view! { <p class="respond__loading" role="status">{words::LOADING.get(lang)}</p> }.into_any(),
                    Stage::Problem(problem) => view! { <problem::ProblemPage shell=shell problem=problem /> }.into_any(),
                    Stage::Choosing => view! { <chooser::Chooser shell=shell /> }.into_any(),
                    Stage::Welcome => view! { <welcome::Welcome shell=shell /> }.into_any(),
                    Stage::Found => view! { <found::Found shell=shell /> }.into_any(),
                    Stage::Asking(page) => view! { <page::Asking shell=shell page=page /> }.into_any(),
                    Stage::Review => view! { <review::Review shell=shell /> }.into_any(),
                    Stage::Ended(outcome) => view! { <ended::Ended shell=shell outcome=outcome /> }.into_any(),
                }
            }}
        </main>
        <frame::Foot shell=shell />
    }
}
