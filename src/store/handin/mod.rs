//! How envelopes travel from a device to the analyst: a file (`.phieu`), a text to paste,
//! parts for QR codes. All carry the same bytes, and nothing of them needs to be trusted:
//! what is damaged is located, and what is whole is still read. A note among the envelopes
//! says which ones belong together.

pub mod file;
pub mod made;
pub mod note;
pub mod parts;
#[cfg(feature = "scan")]
pub mod picture;
pub mod text;
