//! "Làm thử": links to the forms of a group, in another tab. The campaign is written first;
//! where that fails the tab does not open and the page says why.

use leptos::prelude::*;

use super::Shell;
use crate::app::manage::tryout::{TryoutFault, Wish};
use crate::app::manage::{Event, sheet};
use crate::base::Lang;
use crate::base::words::manage as words;
use crate::store::{MediumFault, StoreFault};
use crate::ui::analyse::findings;

/// One link for each questionnaire of group `i`.
pub fn links(shell: Shell, lang: Lang, i: usize) -> AnyView {
    let forms = shell.memo(move |model| {
        let Some(campaign) = model.campaign() else { return Vec::new() };
        let Some(group) = campaign.groups.get(i) else { return Vec::new() };
        let rated = campaign.rated(&group.id, None);
        let one = |id: &String| {
            let is_grid = model.is_grid(id);
            let title = sheet(&model.shelf, id).map_or_else(|| id.clone(), |sheet| sheet.definition.title.get(lang).to_owned());
            let assignment = group.assignments.first().filter(|_| is_grid).map(|part| part.id.clone());
            let unit = rated.first().filter(|_| !is_grid).map(|unit| unit.code.clone());
            let wish = Wish { group: group.id.clone(), questionnaire: id.clone(), unit, assignment };
            (title, wish.hash(&campaign.id, is_grid))
        };
        group.questionnaires.iter().map(one).collect()
    });
    view! {
        <p class="tryout">{move || forms.get().into_iter().map(|(title, hash)| link(shell, words::TRY_FORM.with(lang, &[("title", &title)]), hash)).collect_view()}</p>
    }
    .into_any()
}

/// A link that opens a try-out.
pub fn link(shell: Shell, text: String, hash: String) -> AnyView {
    let prepare = move |event: web_sys::MouseEvent| {
        shell.send(Event::TryOut);
        if shell.peek(|model| model.tryout_fault.is_some()) {
            event.prevent_default();
        }
    };
    view! { <a class="btn btn--quiet btn--small" target="_blank" href=hash on:click=prepare>{text}</a> }.into_any()
}

/// Why a try-out did not open.
pub fn fault(shell: Shell, lang: Lang) -> AnyView {
    let fault = shell.memo(|model| model.tryout_fault.clone());
    let shown = move || {
        fault.get().map(|fault| match fault {
            TryoutFault::Broken(found) => view! {
                <section class="alert" role="alert" id="tryout-fault" tabindex="-1"><h2>{words::TRY_BROKEN.get(lang)}</h2>{findings::list(&found, lang)}</section>
            }
            .into_any(),
            TryoutFault::Store(fault) => view! {
                <section class="alert" role="alert" id="tryout-fault" tabindex="-1"><h2>{words::TRY_NOT_WRITTEN.get(lang)}</h2><p>{store_word(&fault, lang)}</p></section>
            }
            .into_any(),
        })
    };
    view! { {shown} }.into_any()
}

/// The store's trouble in words.
pub fn store_word(fault: &StoreFault, lang: Lang) -> &'static str {
    match fault {
        StoreFault::Medium(MediumFault::Full) => words::STORE_FULL,
        StoreFault::Medium(MediumFault::Unavailable) => words::STORE_BLOCKED,
        StoreFault::Taken(_) => words::STORE_TAKEN,
        StoreFault::ReadBack(_) => words::STORE_READ_BACK,
    }
    .get(lang)
}
