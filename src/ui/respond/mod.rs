//! The respondent's page: one view a stage of the model.

mod chooser;
mod ended;
pub(crate) mod found;
pub mod frame;
pub(crate) mod kept;
mod page;
mod problem;
mod review;
mod shell;
pub(crate) mod summary;
mod welcome;

use crate::ui::reactive::Get as _;

pub use shell::Shell;
pub use summary::fault_words;

use crate::app::Route;
use crate::app::respond::{Event, Stage};
use crate::app::route::Link;
use crate::base::words::respond as words;
use crate::platform::page as document;
use crate::ui::dom::{El, classed, el, mount, title};
use crate::ui::{keeping, sending};

/// Draws the whole page of the role and opens the link in the location.
pub fn respond() {
    let shell = Shell::start();
    keeping::start(move |report| shell.send(Event::Reported(report)));
    // A link without a campaign's name is one of a campaign that is not there.
    let link = if let Route::Respond(link) = Route::parse(&document::hash()) { link } else { Link::default() };
    shell.send(Event::Opened(link));
    shell.listen();
    #[cfg(not(feature = "field"))]
    shell.leave_for_grid();
    let stage = shell.memo(|model| model.stage.clone());
    #[cfg(feature = "field")]
    convert(shell);
    mount(&frame::top(shell));
    mount(
        &classed("main", "respond")
            .attr("id", "main")
            .child(frame::demo(shell))
            .child(frame::update(shell))
            .child(left(shell))
            .child(kept::kept(shell))
            .slot(move || {
                shell.lang();
                Some(view(shell, stage.get()))
            }),
    );
    mount(&frame::foot(shell));
}

/// Records of the former format are sealed as soon as the campaign is known, and a draft
/// among them is offered.
#[cfg(feature = "field")]
fn convert(shell: Shell) {
    let campaign = shell.memo(|model| model.campaign.clone().filter(|_| !model.link.tryout));
    crate::ui::dom::follow(Box::new(move || {
        let Some(campaign) = campaign.get() else { return };
        shell.left.convert(campaign, move || {
            if shell.peek(|model| model.stage == Stage::Welcome) {
                shell.send(Event::Opened(shell.peek(|model| model.link.clone())));
            }
        });
    }));
}

/// What an earlier visit left here, before a form begins.
fn left(shell: Shell) -> El {
    let begins = shell.memo(|model| matches!(model.stage, Stage::Welcome | Stage::Found | Stage::Problem(_)));
    el("div").slot(move || begins.get().then(|| sending::at_start(shell.sender, shell.lang())))
}

/// The view of a stage.
pub(crate) fn view(shell: Shell, stage: Stage) -> El {
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
