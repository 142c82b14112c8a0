//! Keeping a role's files on this machine, and news of a newer build: what `boot.js`
//! offers, and nothing more.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Keeps the files of `role` for use without network.
///
/// # Errors
/// What the browser says.
pub async fn keep(role: &str) -> Result<(), String> {
    let function = Reflect::get(&js_sys::global(), &JsValue::from_str("phieuOffline")).map_err(|_| String::new())?;
    let function: Function = function.dyn_into().map_err(|_| String::from("phieuOffline"))?;
    let promise: Promise =
        function.call1(&JsValue::NULL, &JsValue::from_str(role)).and_then(JsValue::dyn_into).map_err(|error| said(&error))?;
    JsFuture::from(promise).await.map(drop).map_err(|error| said(&error))
}

fn said(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map(|error| error.message().into()).unwrap_or_default()
}

/// Calls `hear` for each event `name` of the window, for as long as the page lives.
pub fn listen(name: &str, hear: impl Fn() + 'static) -> bool {
    let heard = Closure::<dyn Fn()>::new(hear);
    let added =
        web_sys::window().is_some_and(|window| window.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref()).is_ok());
    heard.forget();
    added
}

/// Whether a newer build waits.
pub fn update_waits() -> bool {
    Reflect::get(&js_sys::global(), &JsValue::from_str("phieuUpdate")).is_ok_and(|waits| waits.is_truthy())
}

/// Accepts the newer build: the page reloads.
pub fn accept_update() -> bool {
    let event = web_sys::Event::new("phieu-activate-update");
    web_sys::window().zip(event.ok()).is_some_and(|(window, event)| window.dispatch_event(&event).is_ok())
}
