//! The desk in its worker: what the page asks comes in as `{ask, beside}`, a JSON text and
//! an array of bytes; answers go out as `{answer, beside}`. Between any two steps of the
//! desk whatever waits is heard, so that a cancellation is never late.

use std::cell::RefCell;

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::DedicatedWorkerGlobalScope;

use super::shelf;
use crate::app::intake::{Answer, Ask, Desk, Step};

#[derive(Default)]
struct Running {
    desk: Desk,
    runs: bool,
}

thread_local! {
    static RUNNING: RefCell<Running> = RefCell::new(Running::default());
}

/// Hears a message; whether it was one for the desk.
pub fn hear(port: &DedicatedWorkerGlobalScope, message: &JsValue) -> bool {
    let field = |name: &str| Reflect::get(message, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    let Some(text) = field("ask").as_string() else { return false };
    let ask = match serde_json::from_str::<Ask>(&text) {
        Ok(ask) => ask,
        // Thrown, which the page gets as an error.
        Err(error) => wasm_bindgen::throw_str(&error.to_string()),
    };
    let beside = Array::from(&field("beside")).iter().map(|one| Uint8Array::new(&one).to_vec()).collect();
    let begins = RUNNING.with_borrow_mut(|running| {
        running.desk.hear(ask, beside, shelf::random());
        !std::mem::replace(&mut running.runs, true)
    });
    if begins {
        spawn_local(run(port.clone()));
    }
    true
}

/// Steps until there is nothing to do.
async fn run(port: DedicatedWorkerGlobalScope) {
    let mut step = Step::Again;
    loop {
        step = match step {
            Step::Idle => break,
            Step::Again => {
                shelf::pause().await;
                RUNNING.with_borrow_mut(|running| running.desk.step())
            }
            Step::Say(answer) => {
                say(&port, answer);
                shelf::pause().await;
                RUNNING.with_borrow_mut(|running| running.desk.step())
            }
            Step::Read(campaign) => {
                let found = shelf::read(&campaign).await;
                RUNNING.with_borrow_mut(|running| running.desk.found(found))
            }
            Step::Write(campaign, write) => {
                let written = shelf::write(&campaign, &write).await;
                RUNNING.with_borrow_mut(|running| running.desk.written(written))
            }
        };
    }
    RUNNING.with_borrow_mut(|running| running.runs = false);
}

/// Says an answer; one that cannot be said is thrown.
fn say(port: &DedicatedWorkerGlobalScope, answer: Answer) {
    let (message, transfer) = (Object::new(), Array::new());
    let set = |name: &str, value: &JsValue| Reflect::set(&message, &JsValue::from_str(name), value);
    let text = serde_json::to_string(&answer.reply).unwrap_or_default();
    let mut said = set("answer", &JsValue::from_str(&text));
    if let Some(bytes) = answer.beside {
        let bytes = Uint8Array::from(bytes.as_slice());
        transfer.push(&bytes.buffer());
        said = said.and_then(|_| set("beside", bytes.unchecked_ref()));
    }
    if let Err(error) = said.and_then(|_| port.post_message_with_transfer(&message, &transfer)) {
        wasm_bindgen::throw_val(error);
    }
}
