//! Text for the clipboard. Old browsers have none, and a browser may refuse.

use wasm_bindgen_futures::JsFuture;

/// Puts a text on the clipboard; `false` where the browser does not.
pub async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    // The binding takes the clipboard for granted; where there is none it would throw.
    let has = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    has && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
