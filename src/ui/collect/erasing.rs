//! "Kết thúc đợt, xóa khỏi máy": room for more by erasing what was acknowledged, and the
//! whole campaign, which asks for the number of forms that would be lost. What was erased
//! is listed below.

use crate::ui::reactive::{Get as _, GetUntracked as _, RwSignal, Set as _};

use super::Shell;
use super::handing_in::{erasures, send, told, whole};
use crate::app::collect::handing_in::{Event, Scope};
use crate::app::collect::{self, Stage};
use crate::base::words::{collect as field_words, hand_in as words};
use crate::base::{Lang, Word};
use crate::ui::dom::{El, button, classed, el, p, title, typed};
use crate::ui::respond::summary::notice;

/// The page.
pub fn erasing(shell: Shell) -> El {
    let lang = shell.lang();
    let counts = shell.memo(|model| {
        let standing = &model.standing;
        (standing.acknowledged.len(), standing.at_stake(), standing.drafts.len(), standing.is_empty())
    });
    let settled = shell.memo(|model| model.device.is_settled());
    let campaign = shell.memo(|model| model.campaign.as_ref().map(|campaign| campaign.title.clone()));
    let name = move || campaign.get().map(|title| title.get(lang).to_owned()).unwrap_or_default();
    classed("section", "board hand-in").child(
        classed("div", "hand-in__page")
            .child(title(words::TO_ERASE.get(lang)))
            .child(p("board__place", "").text_of(name))
            .child(p("lead", words::ERASE_HINT.get(lang)))
            .child(super::frame::trouble(shell))
            .child(told(shell))
            .slot(move || {
                let (confirmed, _, _, empty) = counts.get();
                (!empty).then(|| free(shell, confirmed, lang))
            })
            .slot(move || {
                let (_, stake, drafts, empty) = counts.get();
                Some(all(shell, (stake, drafts, empty), lang))
            })
            .child(erasures(shell, lang))
            .slot(move || Some(links(shell, settled.get(), lang))),
    )
}

/// Room, and nothing else: the board stays as it is.
fn free(shell: Shell, confirmed: usize, lang: Lang) -> El {
    let box_ = el("section").child(el("h2").text(words::FREE.get(lang))).child(p("", words::FREE_HINT.get(lang)));
    if confirmed == 0 {
        return box_.child(p("hint", words::FREE_NONE.get(lang)));
    }
    let label = words::FREE_NOW.with(lang, &[("n", &whole(confirmed, lang))]);
    let free = button("button button--quiet", &label, move || send(shell, Event::Erase(Scope::Acknowledged, String::new())));
    box_.child(classed("div", "actions").child(free.attr("id", "free")))
}

/// The whole campaign: freely where nothing is at stake, else by typing what is.
fn all(shell: Shell, (stake, drafts, empty): (usize, usize, bool), lang: Lang) -> El {
    let box_ = el("section").child(el("h2").text(words::WHOLE.get(lang)));
    if empty {
        return box_.child(p("", words::WHOLE_NOTHING.get(lang)));
    }
    let typed_count = RwSignal::new(String::new());
    let act = move || send(shell, Event::Erase(Scope::Campaign, typed_count.get_untracked()));
    if stake == 0 {
        let erase = button("button button--danger", words::WHOLE_NOW.get(lang), act).attr("id", "erase");
        return box_.child(p("", words::WHOLE_CLEAN.get(lang))).child(classed("div", "actions").child(erase));
    }
    let n = whole(stake, lang);
    let said = words::WHOLE_STAKE.with(lang, &[("n", &n)]);
    let begun = (drafts > 0).then(|| p("", &words::WHOLE_DRAFTS.with(lang, &[("n", &whole(drafts, lang))])));
    let to_hand_in = button("button", words::TITLE.get(lang), move || shell.send(collect::Event::Show(Stage::HandingIn)));
    let field = classed("input", "input input--number")
        .attr("id", "stake")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .on("input", move |event| typed_count.set(typed(&event)));
    let erase = button("button button--danger", &words::WHOLE_ANYWAY.with(lang, &[("n", &n)]), act).attr("id", "erase");
    box_.child(notice(true).attr("role", "note").child(classed("div", "notice__body").child(p("notice__first", &said)).maybe(begun)))
        .child(classed("div", "actions").child(to_hand_in.attr("id", "to-hand-in")))
        .child(
            classed("label", "field field--next").attr("for", "stake").text(&words::WHOLE_TYPED.with(lang, &[("n", &stake.to_string())])),
        )
        .child(field)
        .child(classed("div", "actions").child(erase))
}

fn links(shell: Shell, settled: bool, lang: Lang) -> El {
    let to = move |word: Word, id: &str, stage: Stage| {
        el("li").child(button("link", word.get(lang), move || shell.send(collect::Event::Show(stage.clone()))).attr("id", id))
    };
    classed("ul", "board__links")
        .maybe(settled.then(|| to(field_words::TO_BOARD, "to-board", Stage::Board)))
        .maybe(settled.then(|| to(words::TITLE, "back-to-hand-in", Stage::HandingIn)))
        .child(to(field_words::OTHER_CAMPAIGN, "other-campaign", Stage::Choosing))
}
