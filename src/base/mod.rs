//! What every room shares: localized text, located findings, digests, bytes as text, JSON,
//! numbers as people read them, time stamps (passed in, never read).

pub mod digest;
pub mod finding;
pub mod gf256;
pub mod json;
pub mod number;
pub mod text;
pub mod text85;
pub mod time;

pub use finding::{Finding, Severity};
pub use text::{Lang, Text, Word};

/// Every word the program says, one constant a message, from `i18n/`.
#[allow(clippy::too_many_lines, reason = "a table of words")]
pub mod words {
    use super::Word;
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
