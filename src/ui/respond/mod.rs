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

use leptos::prelude::Get as _;

pub use shell::Shell;
pub use summary::fault_words;

use crate::app::Route;
use crate::app::respond::{Event, Stage};
use crate::base::words::respond as words;
use crate::platform::page as document;
use crate::ui::dom::{El, classed, el, mount, p, title};

/// Draws the whole page of the role and opens the link in the location.
pub fn respond() {
    let shell = Shell::start();
    let Route::Respond(link) = Route::parse(&document::hash()) else {
        mount(&not_yet(shell));
        return;
    };
    shell.send(Event::Opened(link));
    shell.listen();
    #[cfg(not(feature = "field"))]
    shell.leave_for_grid();
    let stage = shell.memo(|model| model.stage.clone());
    mount(&frame::top(shell));
    mount(&classed("main", "respond").attr("id", "main").child(frame::demo(shell)).child(frame::update(shell)).slot(move || {
        shell.lang();
        Some(view(shell, stage.get()))
    }));
    mount(&frame::foot(shell));
}

/// The surveyor's role, which this version does not have.
fn not_yet(shell: Shell) -> El {
    let lang = shell.lang();
    let page = classed("section", "welcome").child(title(words::NOT_YET.get(lang))).child(p("", words::NOT_YET_HINT.get(lang)));
    classed("main", "respond").attr("id", "main").child(page)
}

fn view(shell: Shell, stage: Stage) -> El {
    match stage {
        Stage::Loading => el("div").attr("role", "status").child(title(words::LOADING.get(shell.lang()))),
        Stage::Problem(problem) => problem::problem(shell, problem),
        Stage::Choosing => chooser::chooser(shell),
        Stage::Welcome => welcome::welcome(shell),
        Stage::Found => found::found(shell),
        Stage::Asking(page) => page::asking(shell, page),
        Stage::Review => review::review(shell),
        Stage::Ended(outcome) => ended::ended(shell, outcome),
    }
}
