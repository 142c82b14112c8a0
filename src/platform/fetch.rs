//! Files of the own origin. The boot script starts the first ones before this
//! program runs and leaves their promises in `phieuPrefetch`; each is taken once.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::app::respond::FetchFault;

/// The text of the file at `path`, relative to the page.
///
/// # Errors
/// Offline, absent, or another status.
pub async fn text(path: &str) -> Result<String, FetchFault> {
    let promise = match prefetched(path) {
        Some(promise) => promise,
        None => web_sys::window().ok_or(FetchFault::Offline)?.fetch_with_str(path),
    };
    let answer = JsFuture::from(promise).await.map_err(|_| FetchFault::Offline)?;
    let response: Response = answer.dyn_into().map_err(|_| FetchFault::Offline)?;
    match response.status() {
        404 | 410 => return Err(FetchFault::Absent),
        status if !response.ok() => return Err(FetchFault::Status(status)),
        _ => {}
    }
    let body = response.text().map_err(|_| FetchFault::Offline)?;
    let text = JsFuture::from(body).await.map_err(|_| FetchFault::Offline)?;
    text.as_string().ok_or(FetchFault::Offline)
}

fn prefetched(path: &str) -> Option<Promise> {
    let all = Reflect::get(&js_sys::global(), &JsValue::from_str("phieuPrefetch")).ok()?;
    let all = all.dyn_into::<js_sys::Object>().ok()?;
    let key = JsValue::from_str(path);
    let promise = Reflect::get(&all, &key).ok()?.dyn_into::<Promise>().ok()?;
    Reflect::delete_property(&all, &key).ok().filter(|deleted| *deleted).map(|_| promise)
}
