//! The page itself: focus, language, text size, the location's hash.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, HtmlElement, ScrollIntoViewOptions};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Where this build's English words are; the boot script says.
pub fn english() -> String {
    let build = js_sys::Reflect::get(&js_sys::global(), &"phieuBuild".into());
    build.and_then(|build| js_sys::Reflect::get(&build, &"english".into())).ok().and_then(|path| path.as_string()).unwrap_or_default()
}

/// Moves the focus to the element with this id once it has been drawn, and brings
/// it into view from the top. An id that is not there moves nothing.
pub fn focus(id: String) {
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
    // A page with a grid takes most of a frame to lay out on a slow machine: the focus,
    // which lays it out too, comes with the next one.
    #[cfg(feature = "field")]
    next_frame(move |_| request(&focus));
    #[cfg(not(feature = "field"))]
    request(&focus);
}

/// Acts before the next frame. No frame, no act; the content is there all the same.
fn request(act: &wasm_bindgen::JsValue) {
    if let Some(window) = web_sys::window()
        && window.request_animation_frame(act.unchecked_ref()).is_err()
    {}
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

/// The whole address of this page.
#[cfg(feature = "office")]
pub fn address() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
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

/// Whether the page is at least so many CSS pixels wide.
#[cfg(feature = "field")]
pub fn is_wide(pixels: u32) -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()).and_then(|width| width.as_f64());
    width.is_none_or(|width| width >= f64::from(pixels))
}

/// Whether the person wants less motion.
#[cfg(feature = "field")]
pub fn wants_less_motion() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Tells when the page is given another size, for as long as the view lives.
#[cfg(feature = "field")]
pub fn on_resize(act: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = send_wrapper::SendWrapper::new(Closure::<dyn Fn()>::new(act));
    // Without the listener the page keeps the arrangement it began with.
    drop(window.add_event_listener_with_callback("resize", listener.as_ref().unchecked_ref()));
    reactive_graph::owner::on_cleanup(move || {
        if let Some(window) = web_sys::window() {
            drop(window.remove_event_listener_with_callback("resize", listener.as_ref().unchecked_ref()));
        }
    });
}

/// Acts before the next frame, with the milliseconds at which that one began.
#[cfg(feature = "field")]
pub fn next_frame(act: impl FnOnce(f64) + 'static) {
    let Some(window) = web_sys::window() else { return };
    drop(window.request_animation_frame(Closure::once_into_js(act).unchecked_ref()));
}

/// Acts after so many milliseconds.
pub fn later(milliseconds: i32, act: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(Closure::once_into_js(act).unchecked_ref(), milliseconds));
}

/// The digit 1 to 9 that was pressed, without Ctrl, Alt or Meta.
#[cfg(feature = "field")]
pub fn digit(event: &web_sys::Event) -> Option<usize> {
    let key = event.dyn_ref::<web_sys::KeyboardEvent>()?;
    let plain = !(key.ctrl_key() || key.alt_key() || key.meta_key());
    key.key().parse().ok().filter(|digit| plain && (1..=9).contains(digit))
}

/// Chooses the option with this number in the row of the focus, and goes to the next row.
#[cfg(feature = "field")]
pub fn choose_in_row(event: &web_sys::Event, number: usize) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(row) = target.and_then(|target| target.closest(".row").ok().flatten()) else { return };
    let Ok(inputs) = row.query_selector_all("input") else { return };
    let Some(input) = number.checked_sub(1).and_then(|i| u32::try_from(i).ok()).and_then(|i| inputs.item(i)) else { return };
    if let Ok(input) = input.dyn_into::<HtmlElement>() {
        input.click();
        let next = row.next_element_sibling().and_then(|next| next.query_selector("input").ok().flatten());
        let next = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()).unwrap_or(input);
        // Without a place to put it the focus stays where it was.
        if next.focus().is_err() {}
    }
}

/// The variable and the option of a radio button that changed: its name is `q-<variable>`,
/// its value the option's place.
#[cfg(feature = "field")]
pub fn chosen_cell(event: &web_sys::Event) -> Option<(usize, usize)> {
    let input = event.target()?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
    Some((input.name().strip_prefix("q-")?.parse().ok()?, input.value().parse().ok()?))
}

/// Shows whether a choice of a grid is the chosen one.
#[cfg(feature = "field")]
pub fn mark_choice(cell: &web_sys::Element, on: bool) {
    drop(cell.class_list().toggle_with_force("choice--on", on));
    let input = cell.query_selector("input").ok().flatten().and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(input) = input {
        input.set_checked(on);
    }
}

/// A way through the history of what is edited.
#[cfg(feature = "office")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Ctrl+Z.
    Back,
    /// Ctrl+Shift+Z or Ctrl+Y.
    Forward,
}

/// Where the browser's own undoing is meant: fields that are no part of the document, and
/// those whose text is taken only when they are left.
#[cfg(feature = "office")]
const OWN_UNDO: &str = "input:not(.ask__control):not([type=checkbox]):not([type=radio]), textarea:not(.ask__control), [data-waits]";

/// Asks before the page is left while `keep` says that something would be lost.
#[cfg(feature = "office")]
pub fn on_leave(keep: impl Fn() -> bool + 'static) {
    let heard = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        if keep() {
            event.prevent_default();
        }
    });
    if let Some(window) = web_sys::window() {
        // Without it the page says all the same that it is not saved.
        drop(window.add_event_listener_with_callback("beforeunload", heard.as_ref().unchecked_ref()));
    }
    heard.forget();
}

/// Tells of Ctrl+Z and its like, for as long as the page lives. The browser's own undoing
/// in a field would not know what the editor made of the text.
#[cfg(feature = "office")]
pub fn on_undo(act: impl Fn(Way) -> bool + 'static) {
    let heard = Closure::<dyn Fn(web_sys::KeyboardEvent)>::new(move |event: web_sys::KeyboardEvent| {
        let held = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        let way = match event.key().as_str() {
            "z" | "Z" if event.shift_key() => Way::Forward,
            "z" | "Z" => Way::Back,
            "y" | "Y" => Way::Forward,
            _ => return,
        };
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let own = target.is_some_and(|target| target.matches(OWN_UNDO).unwrap_or(false));
        if held && !own && act(way) {
            event.prevent_default();
        }
    });
    if let Some(window) = web_sys::window() {
        // Without it the buttons are there all the same.
        drop(window.add_event_listener_with_callback("keydown", heard.as_ref().unchecked_ref()));
    }
    heard.forget();
}
