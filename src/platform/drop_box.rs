//! Requests to a drop box, as `drop_box.js` makes them.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::app::analyse::pulling::{Answer, Authorization};
use crate::app::manage::key::Policies;

#[wasm_bindgen(module = "/src/platform/drop_box.js")]
extern "C" {
    #[wasm_bindgen(js_name = get)]
    fn get_from(address: &str, authorization: &str) -> Promise;
    /// Ends the request that is under way.
    pub fn abort();
    #[wasm_bindgen(js_name = policies)]
    fn policies_of() -> Promise;
}

/// The policies that this page is under.
pub async fn policies() -> Policies {
    let all = JsFuture::from(policies_of()).await.map(|all| Array::from(&all)).unwrap_or_default();
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    Policies { all: all.iter().filter_map(|policy| policy.as_string()).collect(), origin }
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
