//! A newer build of the page: the boot script says when one waits, and is told when
//! the person accepts it.

use js_sys::Reflect;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

/// Calls `act` once a newer build waits, at once where one waits already.
pub fn watch(act: impl Fn() + 'static) {
    let waits = Reflect::get(&js_sys::global(), &JsValue::from_str("phieuUpdate"));
    if waits.is_ok_and(|waits| waits.is_truthy()) {
        act();
    }
    let listener = Closure::<dyn Fn()>::new(act).into_js_value();
    if let Some(window) = web_sys::window() {
        drop(window.add_event_listener_with_callback("phieu-update", listener.unchecked_ref()));
    }
}

/// The person accepts the newer build: the boot script loads the page again.
pub fn accept() {
    if let (Some(window), Ok(event)) = (web_sys::window(), Event::new("phieu-activate-update")) {
        drop(window.dispatch_event(&event));
    }
}
