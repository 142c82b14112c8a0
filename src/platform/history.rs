//! The browser's history: our entries carry `page.depth` as their state.

use wasm_bindgen::JsValue;
use web_sys::History;

use crate::app::respond::Step;

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

fn state(step: Step) -> JsValue {
    JsValue::from_str(&[&step.page.to_string(), ".", &step.depth.to_string()].concat())
}

/// Changes the history, in the order of the calls. In the program with grids after the
/// present task: adding an entry lays the whole page out and tells the browser's other
/// processes, which on a slow machine takes as long as drawing the page does.
fn change(act: impl FnOnce(&History) + 'static) {
    let act = move || {
        if let Some(history) = history() {
            act(&history);
        }
    };
    #[cfg(feature = "field")]
    super::page::later(0, act);
    #[cfg(not(feature = "field"))]
    act();
}

/// Adds an entry. A browser that refuses (too many a minute) keeps the present one:
/// then its back button leads further back, and nothing is lost.
pub fn push(step: Step) {
    change(move |history| drop(history.push_state(&state(step), "")));
}

/// Changes the present entry.
pub fn replace(step: Step) {
    change(move |history| drop(history.replace_state(&state(step), "")));
}

/// One entry back.
pub fn back() {
    change(|history| drop(history.back()));
}

/// The step of an entry's state; none for an entry that is not ours.
pub fn step(state: &JsValue) -> Option<Step> {
    let text = state.as_string()?;
    let (page, depth) = text.split_once('.')?;
    Some(Step { page: page.parse().ok()?, depth: depth.parse().ok()? })
}
