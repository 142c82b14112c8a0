//! The page's side of the computation worker: jobs out, replies and errors back as
//! events. A job is stopped by ending the worker; the next job starts a new one.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// What comes back.
#[derive(Debug, Clone)]
pub enum Heard {
    /// A reply to the job with this number, as JSON.
    Reply(u64, String),
    /// The desk's answer, as JSON, and the bytes beside it.
    Desk(String, Option<Uint8Array>),
    /// The worker failed; what the browser says.
    Broken(String),
}

/// A running worker. Dropping it ends it.
pub struct Port {
    worker: Worker,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _broken: Closure<dyn Fn(Event)>,
}

impl Drop for Port {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Port {
    /// Starts the worker of this build.
    ///
    /// # Errors
    /// What the browser says where it starts none.
    pub fn start(hear: impl Fn(Heard) + Clone + 'static) -> Result<Self, String> {
        let build = Reflect::get(&js_sys::global(), &JsValue::from_str("phieuBuild")).map_err(|error| words(&error))?;
        let url = Reflect::get(&build, &JsValue::from_str("worker")).ok().and_then(|url| url.as_string()).ok_or("phieuBuild.worker")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options).map_err(|error| words(&error))?;
        let to = hear.clone();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let field = |name: &str| Reflect::get(&event.data(), &JsValue::from_str(name)).ok();
            if let (Some(id), Some(reply)) = (field("id").and_then(|id| id.as_f64()), field("reply").and_then(|reply| reply.as_string())) {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of jobs that the page made")]
                to(Heard::Reply(id as u64, reply));
            } else if let Some(answer) = field("answer").and_then(|answer| answer.as_string()) {
                to(Heard::Desk(answer, field("beside").and_then(|bytes| bytes.dyn_into().ok())));
            }
        });
        let broken = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let message = Reflect::get(&event, &JsValue::from_str("message")).ok().and_then(|message| message.as_string());
            hear(Heard::Broken(message.unwrap_or_default()));
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broken.as_ref().unchecked_ref()));
        Ok(Self { worker, _heard: heard, _broken: broken })
    }

    /// Hands over a job.
    ///
    /// # Errors
    /// What the browser says where it takes none.
    pub fn post(&self, id: u64, job: &str) -> Result<(), String> {
        self.hand(id, "job", &JsValue::from_str(job))
    }

    /// Hands over the bytes of a workbook; the reply is its sheets.
    ///
    /// # Errors
    /// What the browser says where it takes none.
    pub fn post_workbook(&self, id: u64, bytes: &[u8]) -> Result<(), String> {
        self.hand(id, "workbook", &Uint8Array::from(bytes))
    }

    /// Hands over a grey picture; the reply is the texts of its codes.
    ///
    /// # Errors
    /// What the browser says where it takes none.
    pub fn post_picture(&self, id: u64, grey: &Uint8Array, width: u32) -> Result<(), String> {
        #[expect(clippy::cast_precision_loss, reason = "a count of pictures that the page made")]
        let id = JsValue::from_f64(id as f64);
        self.send(&[("id", &id), ("width", &JsValue::from(width)), ("picture", grey.as_ref())], &Array::of1(&grey.buffer()))
    }

    /// Hands over a job with the rows that stand beside it.
    ///
    /// # Errors
    /// What the browser says where it takes none.
    pub fn post_rows(&self, id: u64, job: &str, rows: &Uint8Array) -> Result<(), String> {
        #[expect(clippy::cast_precision_loss, reason = "a count of jobs that the page made")]
        let id = JsValue::from_f64(id as f64);
        self.send(&[("id", &id), ("job", &JsValue::from_str(job)), ("rows", rows.as_ref())], &Array::of1(&rows.buffer()))
    }

    /// Asks the desk, with bytes beside it.
    ///
    /// # Errors
    /// What the browser says where it takes none.
    pub fn ask(&self, ask: &str, beside: &[Vec<u8>]) -> Result<(), String> {
        let beside: Array = beside.iter().map(|bytes| JsValue::from(Uint8Array::from(bytes.as_slice()))).collect();
        let transfer = beside.iter().filter_map(|bytes| Some(bytes.dyn_ref::<Uint8Array>()?.buffer())).collect();
        self.send(&[("ask", &JsValue::from_str(ask)), ("beside", beside.as_ref())], &transfer)
    }

    fn send(&self, fields: &[(&str, &JsValue)], transfer: &Array) -> Result<(), String> {
        let message = Object::new();
        let set = |(name, value): &(&str, &JsValue)| Reflect::set(&message, &JsValue::from_str(name), value).map(|_| ());
        let posted = fields.iter().try_for_each(set).and_then(|()| self.worker.post_message_with_transfer(&message, transfer));
        posted.map_err(|error| words(&error))
    }

    /// Hands over a key file to open or to make, a job of `seal::job`.
    ///
    /// # Errors
    /// What the browser says where it takes none.
    pub fn post_unlock(&self, id: u64, job: &str) -> Result<(), String> {
        self.hand(id, "unlock", &JsValue::from_str(job))
    }

    fn hand(&self, id: u64, what: &str, value: &JsValue) -> Result<(), String> {
        let message = Object::new();
        #[expect(clippy::cast_precision_loss, reason = "a count of jobs that the page made")]
        let id = JsValue::from_f64(id as f64);
        let set = |name: &str, value: &JsValue| Reflect::set(&message, &JsValue::from_str(name), value);
        let posted = set("id", &id).and_then(|_| set(what, value)).and_then(|_| self.worker.post_message(&message));
        posted.map_err(|error| words(&error))
    }
}

fn words(error: &JsValue) -> String {
    error.as_string().or_else(|| error.dyn_ref::<js_sys::Error>().map(|error| error.message().into())).unwrap_or_default()
}
