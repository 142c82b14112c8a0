//! What must be the same bytes in the browser as natively, run as WebAssembly.
//! The expected values are literals, so the two sides cannot drift together.
#![cfg(target_arch = "wasm32")]

use phieu::base::digest::{base32, fingerprint, sha256};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn digests_are_those_of_the_standard() {
    let abc = sha256(b"abc");
    assert_eq!(abc[..4], [0xba, 0x78, 0x16, 0xbf]);
    assert_eq!(abc[28..], [0xf2, 0x00, 0x15, 0xad]);
    assert_eq!(base32(&[0x80]), "G0");
    assert_eq!(fingerprint("xã Kim Đàm".as_bytes()).len(), 16);
}
