//! The surveyors' corrections: which, why, by whom, when, and the unit before; each may
//! be left out and applied again. The table is drawn once, only states change in it, so
//! the focus stays on the button that was pressed.

use leptos::prelude::*;

use super::parts::scroll;
use super::{Shell, findings};
use crate::app::analyse::Event;
use crate::app::analyse::correcting::{self, Corrected, State};
use crate::base::words::results as words;
use crate::base::{Lang, Word, time};
use crate::platform::moment;
use crate::response::Change;

fn state_word(state: State) -> Word {
    match state {
        State::Holds => words::HOLDS,
        State::Replaced => words::REPLACED,
        State::SetAside => words::LEFT_OUT,
    }
}

/// The panel.
pub fn panel(shell: Shell, lang: Lang) -> impl IntoView {
    let (all, found) = shell.peek(|model| (correcting::list(model), correcting::findings(model)));
    let heads = [words::RESPONSE, words::CHANGE, words::ORIGINAL_UNIT, words::REASON, words::SURVEYOR, words::WHEN, words::STATE];
    let none = all.is_empty();
    let table = move || {
        let rows = all.iter().map(|one| row(shell, one, lang)).collect_view();
        view! {
            <table class="data data--text"><caption>{words::CORRECTIONS_CAPTION.get(lang)}</caption>
                <thead><tr>{heads.map(|word| view! { <th scope="col">{word.get(lang)}</th> }).collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    };
    view! {
        <section class="panel" id="corrections">
            <header class="panel__head"><h2>{words::CORRECTIONS.get(lang)}</h2></header>
            {if none {
                view! { <p>{words::CORRECTIONS_NONE.get(lang)}</p> }.into_any()
            } else {
                view! { <p class="how">{words::CORRECTIONS_HOW.get(lang)}</p>{scroll(words::CORRECTIONS_CAPTION.get(lang).to_owned(), table())} }.into_any()
            }}
            {(!found.is_empty()).then(|| findings::list(&found, lang))}
        </section>
    }
}

fn row(shell: Shell, one: &Corrected, lang: Lang) -> impl IntoView + use<> {
    let correction = &one.correction;
    let name = |code: &str| {
        shell.peek(|model| {
            let unit = model.campaign.as_ref().and_then(|campaign| campaign.unit(code));
            unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
        })
    };
    let before = if one.original.unit.is_empty() { words::NO_UNIT.get(lang).to_owned() } else { name(&one.original.unit) };
    let change = match &correction.change {
        Change::Unit(code) => words::MOVED.with(lang, &[("unit", &name(code))]),
        Change::Cancel => words::CANCEL.get(lang).to_owned(),
    };
    let minutes = moment::now().offset;
    let day = time::Date::of_stamp(correction.made, minutes).map_or_else(String::new, time::Date::to_display);
    let when = [&time::clock(correction.made, minutes), " ", &day].concat();
    let id = correction.id.clone();
    let state = shell.memo(move |model| correcting::list(model).into_iter().find(|one| one.correction.id == id).map(|one| one.state));
    let out = move || state.get() == Some(State::SetAside);
    let act = move || if out() { words::TAKE_BACK } else { words::LEAVE_OUT }.get(lang);
    let (id, of) = (correction.id.clone(), correction.of.clone());
    let label = move || words::CORRECTION_OF.with(lang, &[("act", act()), ("id", &of)]);
    let toggle = move |_| {
        let id = id.clone();
        shell.send(if state.get_untracked() == Some(State::SetAside) { Event::TakeBack(id) } else { Event::SetAside(id) });
    };
    view! {
        <tr>
            <th scope="row"><code>{correction.of.clone()}</code></th><td>{change}</td><td>{before}</td><td>{correction.reason.clone()}</td>
            <td>{correction.surveyor.clone()}</td><td>{when}</td>
            <td><span role="status">{move || state.get().map(|state| state_word(state).get(lang))}</span>" "
                <button type="button" class="btn btn--quiet" aria-label=label on:click=toggle>{act}</button></td>
        </tr>
    }
}
