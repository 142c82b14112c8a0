//! A page of questions. Blocks are keyed, so that a question which appears or goes
//! away leaves the others, and the focus, where they are.

use crate::ui::reactive::{Get as _, With as _};

use super::{Shell, summary};
use crate::app::respond::Event;
use crate::base::words::respond as words;
use crate::response::page::Block;
use crate::ui::dom::{El, button, classed, el, p, title};
use crate::ui::question;

/// The page with this index.
pub fn asking(shell: Shell, page: usize) -> El {
    let lang = shell.lang();
    let section = shell.peek(|model| model.pages.get(page).map_or(0, |page| page.section));
    let head = shell.peek(|model| {
        let section = model.form.as_ref()?.definition.sections.get(section)?;
        Some((section.title.get(lang).to_owned(), section.intro.as_ref().map(|intro| intro.get(lang).to_owned())))
    });
    let (heading, intro) = head.unwrap_or_default();
    let blocks = shell.memo(move |model| model.pages.get(page).map(|page| page.blocks.clone()).unwrap_or_default());
    let keys = move || blocks.with(|blocks: &Vec<Block>| blocks.iter().map(|block| block.question).collect());
    let block = move |question: usize| {
        let variables = shell.memo(move |model| {
            let blocks = model.pages.get(page).map(|page| &page.blocks);
            blocks
                .and_then(|blocks| blocks.iter().find(|block| block.question == question))
                .map(|block| block.variables.clone())
                .unwrap_or_default()
        });
        question::block(shell, section, question, variables)
    };
    el("div")
        .maybe(rated(shell))
        .child(title(&heading))
        .maybe(intro.map(|intro| p("lead", &intro)))
        .child(summary::summary(shell))
        .child(summary::trouble(shell))
        .child(el("div").keyed(keys, block))
}

/// Which unit and which period, on every page.
fn rated(shell: Shell) -> Option<El> {
    let lang = shell.lang();
    if shell.peek(|model| model.form.as_ref().is_some_and(|form| form.is_grid())) {
        return None;
    }
    let unit = shell.memo(|model| model.unit_name().map(str::to_owned));
    let period = shell.peek(|model| {
        let period = model.campaign.as_ref()?.period;
        Some([&period.from.to_display(), " – ", &period.to.to_display()].concat())
    });
    let line = p("rated", words::ABOUT.get(lang))
        .text(" ")
        .child(el("b").text_of(move || unit.get().unwrap_or_default()))
        .child(classed("span", "rated__period").text(words::PERIOD.get(lang)).text(" ").text(&period.unwrap_or_default()))
        .maybe((!shell.is_on_tablet()).then(|| button("link", words::WRONG_UNIT.get(lang), move || shell.send(Event::OpenChooser))));
    Some(line)
}
