//! What must be the same bytes in the browser as natively, run as WebAssembly.
//! The expected values are literals, so the two sides cannot drift together.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "shared/core_numbers.rs"]
mod core_numbers;
#[path = "shared/export_sample/mod.rs"]
mod export_sample;

use std::ops::ControlFlow;

use phieu::analysis::{plan_check, run};
use phieu::base::digest::{base32, fingerprint, sha256};
use phieu::export::working;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn digests_are_those_of_the_standard() {
    let abc = sha256(b"abc");
    assert_eq!(abc[..4], [0xba, 0x78, 0x16, 0xbf]);
    assert_eq!(abc[28..], [0xf2, 0x00, 0x15, 0xad]);
    assert_eq!(base32(&[0x80]), "G0");
    assert_eq!(fingerprint("xã Kim Đàm".as_bytes()).len(), 16);
}

#[wasm_bindgen_test]
fn the_working_results_of_set_a_have_the_bytes_of_the_native_run() {
    let (plan, findings) = plan_check::read(include_bytes!("data/setA/plan.json"));
    assert_eq!(findings, []);
    let results = run(&plan.unwrap(), include_bytes!("data/setA/strat.csv"), &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(fingerprint(working::write(&results).as_bytes()), include_str!("data/setA/working.fingerprint").trim());
}

#[wasm_bindgen_test]
fn an_interview_is_encoded_to_the_frozen_bytes() {
    use phieu::response::Response;
    let frozen = include_str!("data/frozen/v1/response.json").trim();
    let response = Response::decode(frozen).unwrap();
    assert_eq!(response.encode(), frozen);
}

#[wasm_bindgen_test]
fn the_numbers_of_the_core_have_the_bytes_of_the_native_run() {
    assert_eq!(fingerprint(core_numbers::text().as_bytes()), include_str!("data/core.fingerprint").trim());
}

#[wasm_bindgen_test]
fn exports_have_the_bytes_of_the_native_run() {
    let files = export_sample::files(&export_sample::release(60));
    assert_eq!(export_sample::fingerprints(&files), include_str!("data/frozen/export1/fingerprints.txt"));
}

/// The crate asks the clock when a workbook is made, which without its `wasm` is a panic here.
#[cfg(feature = "worker")]
#[wasm_bindgen_test]
fn a_workbook_and_an_archive_are_made_without_a_panic() {
    use phieu::base::Lang;
    use phieu::export::evidence::{self, Part};
    use phieu::export::out::whole;
    use phieu::export::xlsx;
    let release = export_sample::release(20);
    let make = || {
        let book = whole(1, |out| xlsx::write(&release, Lang::Vi, out)).unwrap().0;
        let part = Part { path: "release.xlsx".to_owned(), is: "export".to_owned(), bytes: book };
        whole(1, |out| evidence::write(&release.about, Lang::Vi, [part], out)).unwrap().0
    };
    let archive = make();
    assert!(archive.starts_with(b"PK") && archive.len() > 10_000);
    assert!(archive == make());
}
