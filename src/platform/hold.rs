//! One page works on a device, the others wait: by Web Locks, which the browser gives back
//! when a page dies, or, where it has none, by a record that the working page renews.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::app::collect::Hold;
use crate::platform::{moment, page, storage::LocalMedium, tablet};
use crate::store::Medium as _;

const NAME: &str = "phieu.collect";
const RECORD: &str = "phieu.0.tab";
/// Milliseconds between two renewals, and after which a record that stands still is dead.
const RENEWED: i32 = 2_000;
const DEAD: i32 = 5_000;

type Tell = std::rc::Rc<dyn Fn(Hold)>;

/// Tells whether this page works here; once another one is gone, it does.
pub fn hold(tell: impl Fn(Hold) + 'static) {
    let tell: Tell = std::rc::Rc::new(tell);
    match locks() {
        Some(locks) => ask(&locks, tell),
        None => claim(tell),
    }
}

/// The browser's locks, called by name: web-sys has them only where a flag says so.
fn locks() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

fn request(locks: &JsValue, options: &Object, granted: &Function) {
    let function = Reflect::get(locks, &"request".into()).ok().and_then(|function| function.dyn_into::<Function>().ok());
    // The promise is settled when the lock is given back: nobody waits for that.
    drop(function.map(|function| function.call3(locks, &NAME.into(), options, granted)));
}

fn ask(locks: &JsValue, tell: Tell) {
    let options = Object::new();
    // A browser that refuses this waits for the lock at once: the page then says nothing.
    drop(Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE));
    let again = locks.clone();
    let granted = callback(move |lock| {
        if lock.is_null() {
            tell(Hold::Elsewhere);
            wait(&again, tell.clone());
            return JsValue::UNDEFINED;
        }
        tell(Hold::Ours);
        forever()
    });
    request(locks, &options, &granted);
}

fn wait(locks: &JsValue, tell: Tell) {
    let granted = callback(move |_| {
        tell(Hold::Ours);
        forever()
    });
    request(locks, &Object::new(), &granted);
}

fn callback(act: impl Fn(JsValue) -> JsValue + 'static) -> Function {
    let act: Box<dyn Fn(JsValue) -> JsValue> = Box::new(act);
    Closure::wrap(act).into_js_value().unchecked_into()
}

/// A lock is held until this is settled, which it never is.
fn forever() -> JsValue {
    Promise::new(&mut |_, _| {}).into()
}

/// A record that does not change while one looks is of a page that is gone.
fn claim(tell: Tell) {
    let Some(seen) = LocalMedium.read(RECORD).ok().flatten() else { return take(&tell) };
    tell(Hold::Elsewhere);
    page::later(DEAD, move || {
        let still = LocalMedium.read(RECORD).ok().flatten().is_none_or(|now| now == seen);
        if still { take(&tell) } else { claim(tell) }
    });
}

fn take(tell: &Tell) {
    let own = crate::base::digest::base32(&moment::now().random);
    renew(own.clone(), 0, tell.clone());
    tablet::on("pagehide", move |_| {
        // What is left behind is found dead by the next page.
        LocalMedium.remove(RECORD).unwrap_or_default();
    });
    tell(Hold::Ours);
}

fn renew(own: String, count: u32, tell: Tell) {
    let stored = LocalMedium.read(RECORD).ok().flatten();
    if count > 0 && stored.is_some_and(|stored| !stored.starts_with(&own)) {
        return claim(tell);
    }
    // A full or blocked store has no room for two working pages either.
    LocalMedium.write(RECORD, &[&own, " ", &count.to_string()].concat()).unwrap_or_default();
    page::later(RENEWED, move || renew(own, count.wrapping_add(1).max(1), tell));
}
