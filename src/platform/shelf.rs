//! What the office keeps, in `IndexedDB`, as the desk's worker reads and writes it. Nothing
//! here decides; whatever the browser refuses comes back as a fault.

use std::collections::BTreeMap;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::app::intake::{ShelfFault, Stored, Write};

#[wasm_bindgen(module = "/src/platform/shelf.js")]
extern "C" {
    #[wasm_bindgen(js_name = read)]
    fn read_all(campaign: &str) -> Promise;
    #[wasm_bindgen(js_name = write)]
    fn write_all(campaign: &str, names: Array, bundles: Array, gone: Array, ledger: &str) -> Promise;
    #[wasm_bindgen(js_name = randomBytes, catch)]
    fn random_bytes() -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(js_name = pause)]
    fn pause_once() -> Promise;
}

/// Reads what is kept of a campaign.
///
/// # Errors
/// `NoStore` where the browser gives none.
pub async fn read(campaign: &str) -> Result<Stored, ShelfFault> {
    let all = JsFuture::from(read_all(campaign)).await.map_err(|_| ShelfFault::NoStore)?;
    let all = Array::from(&all);
    let (names, bundles) = (Array::from(&all.get(0)), Array::from(&all.get(1)));
    let bundle = |(name, bytes): (JsValue, JsValue)| Some((name.as_string()?, bytes.dyn_ref::<Uint8Array>()?.to_vec()));
    let bundles: BTreeMap<String, Vec<u8>> = names.iter().zip(bundles.iter()).filter_map(bundle).collect();
    Ok(Stored { ledger: all.get(2).as_string(), unreadable: all.get(3).is_truthy(), bundles })
}

/// Keeps something of a campaign: all of it or nothing.
///
/// # Errors
/// See `ShelfFault`.
pub async fn write(campaign: &str, write: &Write) -> Result<(), ShelfFault> {
    let names = write.put.iter().map(|(name, _)| JsValue::from_str(name)).collect();
    let bundles = write.put.iter().map(|(_, bytes)| JsValue::from(Uint8Array::from(bytes.as_slice()))).collect();
    let gone = write.delete.iter().map(|name| JsValue::from_str(name)).collect();
    let stopped = JsFuture::from(write_all(campaign, names, bundles, gone, &write.ledger)).await;
    match stopped.ok().and_then(|stopped| stopped.as_string()).as_deref() {
        Some("") => Ok(()),
        Some("full") => Err(ShelfFault::Full),
        Some("elsewhere") => Err(ShelfFault::Elsewhere),
        Some(_) | None => Err(ShelfFault::NoStore),
    }
}

/// 32 random bytes; none where the browser gives none.
pub fn random() -> Option<[u8; 32]> {
    random_bytes().ok()?.to_vec().try_into().ok()
}

/// Lets whatever message waits be heard.
pub async fn pause() {
    // It is always settled.
    if JsFuture::from(pause_once()).await.is_err() {}
}
