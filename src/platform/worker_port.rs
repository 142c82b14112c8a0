//! The computation worker's side of its port: a job comes in as `{id, job}`, replies go
//! out as `{id, reply}`, both JSON texts; a workbook comes in as `{id, workbook}`, its
//! bytes; the rows of a job stand beside it as `{id, job, rows}`; a key file comes in as
//! `{id, unlock}`, a job of `seal::job`; a picture of codes as `{id, picture, width}`. To stop a job the page ends the worker. What is
//! asked of the desk goes to `desk_port`.

use std::ops::ControlFlow;

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::desk_port;
use crate::analysis::Progress;
use crate::analysis::job::{Reply, run_beside, sheets_json};
use crate::seal;
use crate::store::handin::picture::codes_json;

/// Answers jobs for as long as the worker lives.
pub fn listen() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let port = scope.clone();
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| answer(&port, &event.data()));
    if scope.add_event_listener_with_callback("message", heard.as_ref().unchecked_ref()).is_ok() {
        heard.forget();
    }
}

fn answer(port: &DedicatedWorkerGlobalScope, message: &JsValue) {
    if desk_port::hear(port, message) {
        return;
    }
    let field = |name: &str| Reflect::get(message, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    let (id, job) = (field("id"), field("job").as_string().unwrap_or_default());
    if let Ok(workbook) = field("workbook").dyn_into::<Uint8Array>() {
        return post(port, &id, &sheets_json(&workbook.to_vec()));
    }
    if let Ok(picture) = field("picture").dyn_into::<Uint8Array>() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the width of a picture")]
        let width = field("width").as_f64().unwrap_or_default() as usize;
        return post(port, &id, &codes_json(&picture.to_vec(), width));
    }
    if let Some(job) = field("unlock").as_string() {
        return post(port, &id, &seal::job::run(&job));
    }
    let mut last = 0;
    let rows = field("rows").dyn_into::<Uint8Array>().ok().and_then(|rows| String::from_utf8(rows.to_vec()).ok());
    let reply = run_beside(&job, rows, &mut |progress: Progress| {
        // A message costs more than a step: one a hundredth.
        let now = progress.done * 100 / progress.total.max(1);
        if now > last {
            last = now;
            if let Ok(reply) = serde_json::to_string(&Reply::Progress { progress }) {
                post(port, &id, &reply);
            }
        }
        ControlFlow::Continue(())
    });
    post(port, &id, &reply);
}

/// Posts a reply. One that cannot be posted throws, which the page gets as an error.
fn post(port: &DedicatedWorkerGlobalScope, id: &JsValue, reply: &str) {
    let message = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&message, &JsValue::from_str(name), value);
    let posted = set("id", id).and_then(|_| set("reply", &JsValue::from_str(reply))).and_then(|_| port.post_message(&message));
    if let Err(error) = posted {
        wasm_bindgen::throw_val(error);
    }
}
