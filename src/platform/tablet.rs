//! What a surveyor's tablet tells and is told: battery, a promise to keep the store, the
//! window's events, the location. A browser that does not know one of them tells nothing.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, KeyboardEvent, PageTransitionEvent, StorageEvent};

use crate::app::collect::{Hand, Power};
use crate::platform::page;

/// Calls `act` for each event `name` of the window, for as long as the page lives.
pub fn on(name: &str, act: impl Fn(Event) + 'static) {
    let act: Box<dyn Fn(Event)> = Box::new(act);
    let listener = Closure::wrap(act).into_js_value();
    if let Some(window) = web_sys::window() {
        drop(window.add_event_listener_with_callback(name, listener.unchecked_ref()));
    }
}

/// Calls `act` every second.
pub fn every_second(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    let tick = Closure::wrap(act).into_js_value();
    if let Some(window) = web_sys::window() {
        drop(window.set_interval_with_callback_and_timeout_and_arguments_0(tick.unchecked_ref(), 1_000));
    }
}

async fn called(of: &JsValue, name: &str) -> Option<JsValue> {
    let function: Function = Reflect::get(of, &name.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = function.call0(of).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// The battery, where the browser tells.
pub async fn power() -> Option<Power> {
    let navigator = web_sys::window()?.navigator();
    let battery = called(&navigator, "getBattery").await?;
    let level = Reflect::get(&battery, &"level".into()).ok()?.as_f64()?;
    let charging = Reflect::get(&battery, &"charging".into()).ok()?.is_truthy();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let percent = (level.clamp(0.0, 1.0) * 100.0) as u8;
    Some(Power { percent, charging })
}

/// Asks the browser to keep the store when room is short; none where it cannot be asked.
/// Some browsers answer only once a person has: whoever calls does not wait.
pub async fn persist() -> Option<bool> {
    let navigator = web_sys::window()?.navigator();
    let storage = Reflect::get(&navigator, &"storage".into()).ok().filter(JsValue::is_object)?;
    called(&storage, "persist").await?.as_bool()
}

/// Shows the page by the surveyor's hand and theme; a respondent's larger letters are gone.
pub fn dress(hand: Hand, sunlight: bool) {
    page::toggle_root_class("large", false);
    page::toggle_root_class("left-handed", hand == Hand::Left);
    page::toggle_root_class("sunlight", sunlight);
}

/// Says in the location that this is the tablet's page, whatever it said before.
pub fn address() {
    let history = web_sys::window().and_then(|window| window.history().ok());
    // A refusal leaves the address as it is; the page is the same.
    drop(history.map(|history| history.replace_state_with_url(&JsValue::NULL, "", Some("#/collect"))));
}

/// Loads the page again.
pub fn reload() {
    drop(web_sys::window().map(|window| window.location().reload()));
}

/// Whether the page came back as it was left, out of the browser's cache of whole pages.
pub fn was_frozen(event: &Event) -> bool {
    event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted)
}

/// The key of the store that another page changed; all of them where it was emptied.
pub fn changed_key(event: &Event) -> Option<String> {
    event.dyn_ref::<StorageEvent>()?.key()
}

/// The key that was pressed, without Ctrl, Alt or Meta.
pub fn key(event: &Event) -> Option<String> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    (!(event.ctrl_key() || event.alt_key() || event.meta_key())).then(|| event.key())
}
