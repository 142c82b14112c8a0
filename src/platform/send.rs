//! Ways out of the browser, as `send.js` has them. What cannot be done is an answer like
//! any other.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use crate::app::sending::Answer;

#[wasm_bindgen(module = "/src/platform/send.js")]
extern "C" {
    #[wasm_bindgen(js_name = put)]
    fn put_envelope(address: &str, receipt: &str, envelope: &[u8]) -> Promise;
    #[wasm_bindgen(js_name = listen)]
    fn listen_for(tell: JsValue);
    /// Hands a file to the browser to save; what becomes of it the browser shows.
    #[cfg(feature = "field")]
    pub fn save(name: &str, bytes: &[u8]);
    /// A button in `parent` that copies a text, and then says so.
    pub fn copies(parent: &Element, label: &str, done: &str, text: &str);
    #[wasm_bindgen(js_name = ways)]
    fn draw_ways(parent: &Element, words: Array, act: JsValue);
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

/// Draws buttons for the ways that the engine has. `words` are what is asked, the three ways,
/// that it failed, and the name of the text; `act` as `send.js` says.
pub fn ways(parent: &Element, words: &[&str], act: impl Fn(String) -> JsValue + 'static) {
    let act: Box<dyn Fn(String) -> JsValue> = Box::new(act);
    draw_ways(parent, words.iter().map(|word| JsValue::from_str(word)).collect(), Closure::wrap(act).into_js_value());
}

/// What `ways` takes along.
pub fn packed(name: &str, bytes: &[u8], text: &str) -> JsValue {
    Array::of3(&name.into(), &Uint8Array::from(bytes).into(), &text.into()).into()
}
