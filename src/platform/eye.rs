//! Photos and a camera as grey pixels, as `eye.js` gets them from the browser. Nothing here
//! decides; what the browser refuses comes back as a fault.

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, File};

use crate::app::analyse::scanning::{CameraFault, PhotoFault};

#[wasm_bindgen(module = "/src/platform/eye.js")]
extern "C" {
    #[wasm_bindgen(js_name = photo)]
    fn photo_of(file: &File) -> Promise;
    #[wasm_bindgen(js_name = open)]
    fn open_in(video: &Element, lost: &Function) -> Promise;
    #[wasm_bindgen(js_name = close)]
    fn close_in(video: &Element);
    #[wasm_bindgen(js_name = frame, catch)]
    fn frame_of(video: &Element) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = extra)]
    fn extra_of(video: &Element) -> Promise;
}

/// Grey pixels, row by row, and the length of a row.
pub struct Picture {
    /// Length of a row.
    pub width: u32,
    /// A byte a pixel.
    pub grey: Uint8Array,
}

impl Picture {
    fn of(value: JsValue) -> Option<Self> {
        let pair: Array = value.dyn_into().ok()?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the width of a picture")]
        let width = pair.get(0).as_f64()? as u32;
        Some(Self { width, grey: pair.get(1).dyn_into().ok()? })
    }
}

/// A photo.
///
/// # Errors
/// `Format` where the browser cannot show it.
pub async fn photo(file: &File) -> Result<Picture, PhotoFault> {
    let picture = JsFuture::from(photo_of(file)).await.map_err(|_| PhotoFault::Format)?;
    Picture::of(picture).ok_or(PhotoFault::Format)
}

/// Shows a camera in this element; `lost` is called when it ends by itself.
///
/// # Errors
/// See `CameraFault`.
pub async fn open(video: &Element, lost: impl FnOnce() + 'static) -> Result<(), CameraFault> {
    let lost = Closure::once_into_js(lost);
    let said = JsFuture::from(open_in(video, lost.unchecked_ref())).await.ok().and_then(|said| said.as_string());
    let said = said.unwrap_or_default();
    match said.split(' ').next().unwrap_or_default() {
        "" => Ok(()),
        "NotAllowedError" | "SecurityError" => Err(CameraFault::Denied),
        "NotFoundError" | "OverconstrainedError" => Err(CameraFault::Missing),
        "NotReadableError" | "AbortError" => Err(CameraFault::Busy),
        "unsupported" => Err(CameraFault::Unsupported),
        _ => Err(CameraFault::Other(said)),
    }
}

/// Lets the camera go.
pub fn close(video: &Element) {
    close_in(video);
}

/// What the camera sees now; none where it sees nothing yet.
pub fn frame(video: &Element) -> Option<Picture> {
    Picture::of(frame_of(video).ok()?)
}

/// The codes that the engine itself reads; most read none.
pub async fn extra(video: &Element) -> Vec<String> {
    let found = JsFuture::from(extra_of(video)).await.map(|found| Array::from(&found)).unwrap_or_default();
    found.iter().filter_map(|text| text.as_string()).collect()
}
