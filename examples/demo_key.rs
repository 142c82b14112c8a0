//! The key of the shipped campaigns: everybody has it, so that anybody can try the analyst's
//! side. Made of a seed that stands here, and so the same bytes for ever.
//!
//!     cargo run --example demo_key > public/keys/demo.json
//!     cargo run --example demo_key sheets > tests/data/keys/sheets.txt

use phieu::base::digest::sha256;
use phieu::seal::PrivateKey;
use phieu::seal::key_file::{Cost, KeyFile};
use phieu::seal::sheet::{Sheet, split};

/// 32 bytes that are no secret.
pub const SEED: &[u8; 32] = b"phieu: khoa dung thu, ai cung co";
/// What opens its key file.
pub const PASSPHRASE: &str = "phieu dung thu khoa nay khong bi mat";

/// The key.
pub fn key() -> PrivateKey {
    PrivateKey::from_random(SEED)
}

/// Its file; none on a machine without 64 MiB.
pub fn file() -> Option<String> {
    let digest = sha256(SEED);
    let random = digest.first_chunk::<28>()?;
    KeyFile::seal("demo", &key(), PASSPHRASE, Cost::OFFICE, random).map(|file| file.encode())
}

/// Its recovery sheets.
pub fn sheets() -> [Sheet; 3] {
    split(&key(), &sha256(b"sheets"))
}

#[allow(dead_code, reason = "a test takes this file as a module")]
fn main() {
    if std::env::args().nth(1).is_some() {
        for sheet in sheets() {
            println!("{}", sheet.text());
        }
    } else if let Some(file) = file() {
        print!("{file}");
    }
}
