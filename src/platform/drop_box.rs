//! Requests to a drop box, as `drop_box.js` makes them.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::app::analyse::pulling::{Answer, Authorization};

#[wasm_bindgen(module = "/src/platform/drop_box.js")]
extern "C" {
    #[wasm_bindgen(js_name = get)]
    fn get_from(address: &str, authorization: &str) -> Promise;
    /// Ends the request that is under way.
    pub fn abort();
    /// The policy that the page itself carries; a server may send another beside it.
    pub fn policy() -> String;
}

/// Asks for this address.
pub async fn get(address: &str, authorization: &Authorization) -> Answer {
    let Ok(said) = JsFuture::from(get_from(address, &authorization.0)).await else { return Answer::Unreachable };
    let said = Array::from(&said);
    #[expect(clippy::cast_possible_truncation, reason = "a status or one of three negative codes")]
    let code = said.get(0).as_f64().unwrap_or(-1.0) as i32;
    match code {
        200 => Answer::Body(said.get(1).as_string().unwrap_or_default()),
        -3 => Answer::Forbidden,
        -2 => Answer::NotForUs,
        other => u16::try_from(other).map_or(Answer::Unreachable, Answer::Status),
    }
}
