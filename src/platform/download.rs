//! A file for the analyst, and files from them.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

/// Hands bytes to the browser as a file to save; `None` where it makes no file of them.
pub fn save(name: &str, kind: &str, bytes: &[u8]) -> Option<()> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let window = web_sys::window()?;
    let link = window.document()?.create_element("a").ok()?;
    let link: HtmlAnchorElement = link.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the address after the click has returned.
    let free = Closure::once_into_js(move || if Url::revoke_object_url(&url).is_err() {});
    window.set_timeout_with_callback_and_timeout_and_arguments_0(free.unchecked_ref(), 60_000).ok()?;
    Some(())
}

/// The bytes of a file that was chosen; `None` where the browser cannot read it.
pub async fn read(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Opens the browser's print dialogue.
pub fn print() -> bool {
    web_sys::window().is_some_and(|window| window.print().is_ok())
}
