//! The page itself: focus, language, text size, the location's hash.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, HtmlElement, ScrollIntoViewOptions};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Moves the focus to the element with this id once it has been drawn, and brings
/// it into view from the top. An id that is not there moves nothing.
pub fn focus(id: String) {
    let Some(window) = web_sys::window() else { return };
    let focus = Closure::once_into_js(move || {
        let Some(element) = document().and_then(|document| document.get_element_by_id(&id)) else { return };
        let Ok(element) = element.dyn_into::<HtmlElement>() else { return };
        if id == "page-title" {
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        } else {
            element.scroll_into_view_with_scroll_into_view_options(&ScrollIntoViewOptions::new());
        }
        let target = element.query_selector("input, textarea").ok().flatten().and_then(|inner| inner.dyn_into().ok()).unwrap_or(element);
        // Without a place to put it the focus stays where it was: nothing to report.
        if target.focus().is_err() {}
    });
    // No frame, no focus; the content is there all the same.
    if window.request_animation_frame(focus.unchecked_ref()).is_err() {}
}

/// Sets `lang` of the page.
pub fn set_language(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element())
        && root.set_attribute("lang", tag).is_err()
    {}
}

/// Puts a class on the root element, or takes it away.
pub fn toggle_root_class(class: &str, on: bool) {
    if let Some(list) = document().and_then(|document| document.document_element()).map(|root| root.class_list())
        && list.toggle_with_force(class, on).is_err()
    {}
}

/// The location's hash, with its `#`.
pub fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Removes the element with this id: the boot screen, once the program draws.
pub fn remove(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// Goes to another hash of this page.
pub fn go(hash: &str) -> bool {
    web_sys::window().is_some_and(|window| window.location().set_hash(hash).is_ok())
}

/// Brings the first element that `selector` finds into view within its own row, once it
/// has been drawn; the page itself does not move.
pub fn reveal(selector: &'static str) {
    let Some(window) = web_sys::window() else { return };
    let reveal = Closure::once_into_js(move || {
        let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
        let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
        if let Some(row) = element.closest("ul").ok().flatten().and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
            row.scroll_to_with_x_and_y(f64::from(element.offset_left() - row.offset_left() - 24), 0.0);
        }
    });
    // No frame, no scrolling; the link is there all the same.
    if window.request_animation_frame(reveal.unchecked_ref()).is_err() {}
}
