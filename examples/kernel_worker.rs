//! The measurements of `bench_estimates` as a program of a browser's worker: a message
//! `{rows, plan}` is answered by `{ms, digest}`. Built for the page by
//! `tools/bench_estimates.sh`; nothing of it is in what people load.

#[cfg(target_arch = "wasm32")]
#[path = "kernel/survey.rs"]
mod survey;

#[cfg(target_arch = "wasm32")]
mod worker {
    use std::cell::RefCell;

    use js_sys::{Object, Reflect};
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast as _, JsValue};
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    use super::survey::{Plan, Survey, estimate, fingerprint, usual};

    thread_local! {
        static SURVEY: RefCell<Option<(Survey, Vec<f64>)>> = const { RefCell::new(None) };
    }

    pub fn listen() {
        let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
        let port = scope.clone();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if port.post_message(&answer(&event.data())).is_err() {
                wasm_bindgen::throw_str("no answer could be posted");
            }
        });
        scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }

    fn answer(message: &JsValue) -> Object {
        let field = |name: &str| Reflect::get(message, &JsValue::from_str(name)).ok();
        let number = |name: &str| field(name).and_then(|value| value.as_f64()).unwrap_or_default();
        let text = field("plan").and_then(|value| value.as_string()).unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size that the page made")]
        let (rows, plan) = (number("rows") as usize, plan(&text));
        SURVEY.with_borrow_mut(|survey| {
            if survey.as_ref().is_none_or(|(survey, _)| survey.shape != usual(rows)) {
                let made = Survey::new(usual(rows));
                let uneven = made.uneven();
                *survey = Some((made, uneven));
            }
            let began = js_sys::Date::now();
            let numbers = survey.as_ref().map(|(survey, uneven)| estimate(survey, plan, uneven));
            let ms = js_sys::Date::now() - began;
            let digest = numbers.and_then(Result::ok).map(|numbers| fingerprint(&numbers)).unwrap_or_default();
            let out = Object::new();
            let set = |name: &str, value: &JsValue| Reflect::set(&out, &JsValue::from_str(name), value).is_ok();
            if !(set("ms", &JsValue::from_f64(ms)) && set("digest", &JsValue::from_str(&digest))) {
                wasm_bindgen::throw_str("no answer could be made");
            }
            out
        })
    }

    fn plan(name: &str) -> Plan {
        let all = [Plan::Stratified, Plan::Uneven, Plan::Clustered, Plan::Replicates(200), Plan::ClusteredReplicates(200)];
        all.into_iter().find(|plan| plan.name() == name).unwrap_or(Plan::Stratified)
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        console_error_panic_hook::set_once();
        worker::listen();
    }
}
