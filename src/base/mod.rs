//! What every room shares: localized text, located findings, digests, bytes as text, JSON,
//! numbers as people read them, time stamps (passed in, never read).

pub mod delimited;
pub mod digest;
pub mod encoding;
pub mod finding;
pub mod gf256;
pub mod grid;
pub mod json;
pub mod legacy;
pub mod named;
pub mod normal;
pub mod number;
pub mod stream;
pub mod text;
pub mod text64;
pub mod text85;
pub mod time;

pub use finding::{Finding, Severity};
pub use named::Named;
pub use text::{Lang, Text, Word};

/// Every word the program says, one constant a message, from `i18n/`.
#[allow(clippy::too_many_lines, clippy::doc_markdown, reason = "a table of words, each quoted as it is")]
pub mod words {
    use super::Word;
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
