//! Same input, same bytes: the working results of set A have this fingerprint natively;
//! `tests/wasm.rs` holds the same one in WebAssembly, and `tests/engines/bytes.test.mjs` the
//! whole reply of the page's worker in Chromium, Firefox and `WebKit`.

#![allow(clippy::expect_used, reason = "a test stops at what is not there")]

#[path = "shared/core_numbers.rs"]
mod core_numbers;

use std::ops::ControlFlow;

use phieu::analysis::job::{Job, Source, run_json};
use phieu::analysis::{plan_check, run};
use phieu::base::digest::{fingerprint, sha256};
use phieu::export::working;

#[test]
fn the_working_results_of_set_a_have_the_kept_fingerprint() {
    let (plan, findings) = plan_check::read(include_bytes!("data/setA/plan.json"));
    assert_eq!(findings, []);
    let results = run(&plan.unwrap(), include_bytes!("data/setA/strat.csv"), &mut |_| ControlFlow::Continue(())).unwrap();
    let text = working::write(&results);
    assert!(text.len() > 100_000, "{}", text.len());
    assert_eq!(fingerprint(text.as_bytes()), include_str!("data/setA/working.fingerprint").trim());
}

#[test]
fn the_reply_of_the_worker_has_the_kept_digest() {
    let (plan, _) = plan_check::read(include_bytes!("data/setA/plan.json"));
    let text = include_str!("data/setA/strat.csv").to_owned();
    let job = Job::Aggregate { plan: Box::new(plan.expect("a plan")), source: Source::Csv { text } };
    let job = serde_json::to_string(&job).expect("a job");
    let reply = run_json(&job, &mut |_| ControlFlow::Continue(()));
    let digest: String = sha256(reply.as_bytes()).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    assert_eq!(digest, include_str!("data/setA/reply.sha256").trim());
}

#[test]
fn the_numbers_of_the_core_have_the_kept_fingerprint() {
    let text = core_numbers::text();
    assert!(text.lines().count() > 150, "{text}");
    assert_eq!(fingerprint(text.as_bytes()), include_str!("data/core.fingerprint").trim());
}
