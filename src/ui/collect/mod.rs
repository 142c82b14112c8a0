//! The surveyor's pages (`#/collect`); an official's grid (`#/o/…`) is a respondent's page
//! with more in it, and so of this program too, whose weight no citizen carries.

mod asked;
mod board;
mod choosing;
mod closed;
mod correcting;
mod erasing;
mod frame;
mod handed;
mod handing_in;
mod pad;
mod placing;
mod preparing;
mod setting;
mod shell;

use crate::ui::reactive::Get as _;

pub use shell::Shell;

use crate::app::Route;
use crate::app::collect::{Event, Stage};
use crate::app::route::Gate;
use crate::base::words::collect as words;
use crate::platform::page as document;
use crate::ui::dom::{El, classed, el, mount, title};
use crate::ui::{keeping, respond, sending};

/// Draws the role that the location names.
pub fn field() {
    match Route::parse(&document::hash()) {
        Route::Collect(gate) => collect(gate),
        Route::Send(campaign) => sending::page(&campaign),
        Route::Receipt(campaign) => sending::receipts(&campaign),
        Route::Home | Route::Respond(_) | Route::Analyse | Route::Manage | Route::Unknown(_) => respond::respond(),
    }
}

fn collect(gate: Gate) {
    let shell = Shell::start();
    let stage = shell::stage(shell);
    let is = move |wanted: fn(&Stage) -> bool| wanted(&stage.get());
    let page = classed("div", "tablet")
        .class_of("tablet--asked", move || is(|stage| *stage == Stage::Interview))
        .class_of("tablet--handed", move || is(|stage| *stage == Stage::HandedOver))
        .slot(move || frame::top(shell, &stage.get()))
        .child(classed("main", "respond").attr("id", "main").child(frame::marks(shell)).slot(move || {
            shell.lang();
            Some(view(shell, stage.get()))
        }))
        .slot(move || frame::foot(shell, &stage.get()));
    mount(&page);
    mount(&pad::pad(shell));
    keeping::start(move |report| shell.send(Event::Interview(crate::app::respond::Event::Reported(report))));
    shell.convert();
    shell.send(Event::Opened(gate));
    shell.listen();
}

fn view(shell: Shell, stage: Stage) -> El {
    match stage {
        Stage::Loading => el("div").attr("role", "status").child(title(words::LOADING.get(shell.lang()))),
        Stage::Elsewhere => closed::elsewhere(shell),
        Stage::Unknown => closed::unknown(shell),
        Stage::Problem(problem) => closed::problem(shell, problem),
        Stage::Choosing => choosing::choosing(shell),
        Stage::Preparing => preparing::preparing(shell),
        Stage::Setting => setting::setting(shell),
        Stage::Placing => placing::placing(shell),
        Stage::Board => board::board(shell),
        Stage::Interview => asked::asked(shell),
        Stage::HandedOver => handed::handed(shell),
        Stage::Correcting(id) => correcting::correcting(shell, &id),
        Stage::HandingIn => handing_in::handing_in(shell),
        Stage::Erasing => erasing::erasing(shell),
    }
}
