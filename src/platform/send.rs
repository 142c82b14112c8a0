//! Ways out of the browser, as `send.js` has them. What cannot be done is an answer like
//! any other.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::app::sending::Answer;

#[wasm_bindgen(module = "/src/platform/send.js")]
extern "C" {
    #[wasm_bindgen(js_name = put)]
    fn put_envelope(address: &str, receipt: &str, envelope: &[u8]) -> Promise;
    #[wasm_bindgen(js_name = listen)]
    fn listen_for(tell: JsValue);
    /// Whether the engine has a share sheet.
    pub fn shares() -> bool;
    #[wasm_bindgen(js_name = take)]
    fn take_along(way: &str, name: &str, bytes: &[u8], text: &str) -> Promise;
}

/// Puts an envelope into the drop box at `address`.
pub async fn put(address: &str, receipt: &str, envelope: &[u8]) -> Answer {
    let code = JsFuture::from(put_envelope(address, receipt, envelope)).await.ok().and_then(|code| code.as_f64());
    #[expect(clippy::cast_possible_truncation, reason = "a status, or a small negative number")]
    code.map_or(Answer::Unreachable, |code| Answer::of_code(code as i32))
}

/// Tells which receipts another page of this device sent.
pub fn listen(tell: impl Fn(String, Answer) + 'static) {
    let tell: Box<dyn Fn(String, i32)> = Box::new(move |receipt, code| tell(receipt, Answer::of_code(code)));
    listen_for(Closure::wrap(tell).into_js_value());
}

/// Takes a file, or its text, along in one of the ways of `sending::Given`.
pub async fn take(way: &str, name: &str, bytes: &[u8], text: &str) -> bool {
    JsFuture::from(take_along(way, name, bytes, text)).await.is_ok_and(|done| done.is_truthy())
}

/// Hands a file to the browser to save; what becomes of it the browser shows.
#[cfg(feature = "field")]
pub fn save(name: &str, bytes: &[u8]) {
    drop(take_along("saved", name, bytes, ""));
}
