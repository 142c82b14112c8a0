//! Same input, same bytes: the working results of set A have this fingerprint natively;
//! `tests/wasm.rs` holds the same one in WebAssembly.

#![allow(clippy::expect_used, reason = "a test stops at what is not there")]

#[path = "shared/core_numbers.rs"]
mod core_numbers;

use std::ops::ControlFlow;

use phieu::analysis::{plan_check, run};
use phieu::base::digest::fingerprint;
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
fn the_numbers_of_the_core_have_the_kept_fingerprint() {
    let text = core_numbers::text();
    assert!(text.lines().count() > 150, "{text}");
    assert_eq!(fingerprint(text.as_bytes()), include_str!("data/core.fingerprint").trim());
}
