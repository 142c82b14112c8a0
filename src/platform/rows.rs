//! The rows of statements that a surveyor asks: a tap on a cell goes on to the next row, a
//! digit answers the row of the focus or, where that is elsewhere, the first open one.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement};

use crate::platform::page;

const ROW: &str = ".row";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Whether the event is in a field where one writes.
pub fn is_writing(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches("textarea, input:not([type=radio]):not([type=checkbox])").unwrap_or(false))
}

/// Whether the event is on something that a key presses or opens.
pub fn is_pressing(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches("button, a, summary, textarea").unwrap_or(false))
}

/// After a finger or a mouse chose a cell: the next row. Keys that move within a row do not
/// lead out of it, and the click that a label passes on to its field is none of its own.
pub fn advance(event: &Event) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let by_hand = event.dyn_ref::<web_sys::UiEvent>().is_some_and(|event| event.detail() > 0);
    if !by_hand || target.closest(".choice").ok().flatten().is_none() {
        return;
    }
    if let Some(row) = target.closest(ROW).ok().flatten() {
        page::next_frame(move |_| leave(&row));
    }
}

/// Chooses the option with this number, and goes on.
pub fn answer(event: &Event, number: usize) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(row) = target.and_then(|target| target.closest(ROW).ok().flatten()).or_else(first_open) else { return };
    let Ok(inputs) = row.query_selector_all("input") else { return };
    let wanted = number.checked_sub(1).and_then(|i| u32::try_from(i).ok()).and_then(|i| inputs.item(i));
    if let Some(input) = wanted.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        input.click();
        leave(&row);
    }
}

/// The first row without an answer.
fn first_open() -> Option<Element> {
    let rows = document()?.query_selector_all(ROW).ok()?;
    let all = (0..rows.length()).filter_map(|i| rows.item(i)?.dyn_into::<Element>().ok());
    all.into_iter().find(|row| chosen(row).is_none())
}

fn chosen(row: &Element) -> Option<HtmlInputElement> {
    let inputs = row.query_selector_all("input").ok()?;
    (0..inputs.length()).filter_map(|i| inputs.item(i)?.dyn_into::<HtmlInputElement>().ok()).find(HtmlInputElement::checked)
}

/// On to the next row, or to the button that goes on.
fn leave(row: &Element) {
    let next = row.next_element_sibling().filter(|next| next.matches(ROW).unwrap_or(false));
    let input = next.and_then(|next| chosen(&next).map(Element::from).or_else(|| next.query_selector("input").ok().flatten()));
    let target = input.or_else(|| document()?.get_element_by_id("next"));
    // Without a place to put it the focus stays where it was.
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok())
        && target.focus().is_err()
    {}
}
