//! The keeper's effects in a browser: local storage, `IndexedDB`, the device's key, the
//! campaign's seal, locks. Nothing here decides; each effect is answered once, by a
//! time-out too.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::app::keeping::{Effect, Event, Fault, Room, Sealing};
use crate::seal::envelope::INFO;
use crate::store::MediumFault;
use crate::store::journal::{self, Change, Side, may_write};

type May = Closure<dyn Fn(usize, JsValue) -> bool>;

#[wasm_bindgen(module = "/src/platform/journal.js")]
extern "C" {
    fn read(journal: bool) -> Promise;
    fn write(journal: bool, changes: Array, may: &May) -> Promise;
    #[wasm_bindgen(js_name = sealOwn)]
    fn seal_own(about: &str, content: Vec<u8>) -> Promise;
    #[wasm_bindgen(js_name = openOwn)]
    fn open_own(sealed: Array) -> Promise;
    fn measure() -> Promise;
    #[wasm_bindgen(js_name = onReturn)]
    fn watch_return(act: &JsValue);
    fn hold(names: Array) -> Promise;
}

#[wasm_bindgen(module = "/src/platform/seal.js")]
extern "C" {
    #[wasm_bindgen(js_name = seal)]
    fn seal_envelope(key: Vec<u8>, info: Vec<u8>, head: Vec<u8>, padded: Vec<u8>) -> Promise;
    #[cfg(feature = "field")]
    #[wasm_bindgen(js_name = canSeal)]
    fn can_seal_here() -> Promise;
}

/// Carries out an effect and gives its event. None for those that are the shell's own.
pub async fn carry_out(effect: Effect) -> Option<Event> {
    Some(match effect {
        Effect::Store(journal::Effect::Read(side)) => Event::Store(journal::Event::Read(side, read_side(side).await)),
        Effect::Store(journal::Effect::Write { side, ticket, changes }) => Event::Store(write_side(side, ticket, &changes).await),
        Effect::Seal(sealing) => Event::Sealed(seal(sealing).await),
        Effect::Open(sealed) => {
            let flat = Array::new();
            for (about, bytes) in &sealed {
                flat.push(&JsValue::from_str(about));
                flat.push(&Uint8Array::from(&bytes[..]));
            }
            let opened = JsFuture::from(open_own(flat)).await;
            let contents = opened.map(|all| items(&all).iter().map(|one| one.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)).collect());
            Event::Opened(contents.map_err(|_| Fault::NoDeviceKey))
        }
        Effect::Hold(keys) => {
            let names = keys.iter().map(|key| JsValue::from_str(key)).collect();
            let elsewhere = JsFuture::from(hold(names)).await.map(|all| texts(&all));
            // Without locks what two pages write stays side by side.
            Event::Held(elsewhere.unwrap_or_default())
        }
        Effect::Measure => {
            let numbers = JsFuture::from(measure()).await.map(|all| items(&all)).unwrap_or_default();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts below 2^53, or -1 for none")]
            let number = |i: usize| numbers.get(i).and_then(JsValue::as_f64).filter(|number| *number >= 0.0).map(|number| number as usize);
            Event::Measured(Room { first: number(0), journal: number(1).and_then(|percent| u32::try_from(percent).ok()) })
        }
        Effect::Wait(_) | Effect::Answer(..) | Effect::Tell(_) => return None,
    })
}

/// Tells when somebody looks at the page again, or the network is back, for as long as the
/// page lives.
pub fn on_return(act: impl Fn() + 'static) {
    watch_return(&Closure::<dyn Fn()>::new(act).into_js_value());
}

async fn read_side(side: Side) -> Result<Vec<(String, String)>, MediumFault> {
    let both = JsFuture::from(read(side == Side::Journal)).await.map_err(|_| MediumFault::Unavailable)?;
    let [keys, values] = [0, 1].map(|i| items(&both).get(i).map(texts).unwrap_or_default());
    Ok(keys.into_iter().zip(values).collect())
}

/// The page's part of a write is whether it may be, asked by the medium over what stands
/// there at that moment.
async fn write_side(side: Side, ticket: u64, changes: &[Change]) -> journal::Event {
    let asked: Vec<Change> = changes.to_vec();
    let may: May = Closure::new(move |i: usize, stored: JsValue| {
        asked.get(i).is_some_and(|change| may_write(&change.key, stored.as_string().as_deref(), change.known, &change.text))
    });
    let texts_of = |change: &Change| {
        let all = [change.key.as_str(), &change.text, change.needs.as_deref().unwrap_or_default()];
        all.into_iter().map(JsValue::from_str).collect::<Array>()
    };
    let answer = JsFuture::from(write(side == Side::Journal, changes.iter().map(texts_of).collect(), &may)).await;
    let mut answer = answer.map(|answer| items(&answer).into_iter()).unwrap_or_default();
    let fault = answer.next().and_then(|fault| fault.as_string()).unwrap_or_else(|| "shut".to_owned());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of records")]
    let written = answer.next().and_then(|count| count.as_f64()).unwrap_or_default() as usize;
    let fault = match fault.as_str() {
        "" => None,
        "full" => Some(MediumFault::Full),
        _ => Some(MediumFault::Unavailable),
    };
    journal::Event::Wrote { side, ticket, written, refused: answer.filter_map(|key| key.as_string()).collect(), fault }
}

/// Seals, to a campaign or with the device's key.
///
/// # Errors
/// `NoDeviceKey` or `NotSealed`.
pub async fn seal(sealing: Sealing) -> Result<Vec<u8>, Fault> {
    let (promise, fault) = match sealing {
        Sealing::Own { about, content } => (seal_own(&about, content), Fault::NoDeviceKey),
        // An engine without X25519 gets this program from the boot script.
        #[cfg(feature = "field")]
        Sealing::Envelope { key, head, padded } if !can_seal().await => {
            let random = super::moment::secret().ok_or(Fault::NotSealed)?;
            return crate::seal::envelope::seal_prepared(key, &head, &padded, random).ok_or(Fault::NotSealed);
        }
        Sealing::Envelope { key, head, padded } => (seal_envelope(key.to_bytes().to_vec(), INFO.to_vec(), head, padded), Fault::NotSealed),
    };
    let sealed = JsFuture::from(promise).await.map_err(|_| fault)?;
    sealed.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).map_err(|_| fault)
}

/// Whether the engine's own cryptography has what an envelope needs.
#[cfg(feature = "field")]
async fn can_seal() -> bool {
    JsFuture::from(can_seal_here()).await.is_ok_and(|can| can.is_truthy())
}

fn items(all: &JsValue) -> Vec<JsValue> {
    all.dyn_ref::<Array>().map(|all| all.iter().collect()).unwrap_or_default()
}

fn texts(all: &JsValue) -> Vec<String> {
    items(all).iter().filter_map(JsValue::as_string).collect()
}
