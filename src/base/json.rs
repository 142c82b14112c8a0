//! JSON as people wrote it: parsed once, then read field by field with findings for
//! everything that is wrong, each with its place. Derived readers stop at the first
//! fault, know no places, and weigh a hundred kilobytes in the page; this one shape
//! is shared by questionnaires, campaigns and drafts. A field that stands twice is
//! kept twice, so that the reader can say so.

mod parse;
mod reader;
mod writer;

use super::Finding;

pub use reader::{Reader, Slot, read, read_document, text};
pub use writer::{Writer, ascii};

/// Longest text that is parsed, in bytes; the largest campaign has 60 kB.
const LONGEST: usize = 4_000_000;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// A number without decimals that an `i64` holds.
    Whole(i64),
    /// Any other number.
    Decimal(f64),
    /// Text.
    Text(String),
    /// `[…]`.
    List(Vec<Json>),
    /// `{…}`, in the file's order, repeated names included.
    Object(Vec<(String, Json)>),
}

/// Parses `text`.
///
/// # Errors
/// One finding: `too_large`, or `json` with line and column.
pub fn parse(text: &str) -> Result<Json, Finding> {
    if text.len() > LONGEST {
        return Err(Finding::error("too_large", "", text.len().to_string()));
    }
    parse::parse(text).map_err(|at| {
        let before = text.get(..at).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        Finding::error("json", ["line ", &line.to_string(), ", column ", &column.to_string()].concat(), "")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_the_text_has_a_line_and_a_column() {
        let finding = parse("{\n  \"a\": 1,\n}").unwrap_err();
        assert_eq!((finding.code.as_str(), finding.at.as_str()), ("json", "line 3, column 1"));
    }

    #[test]
    fn numbers_that_a_whole_cannot_hold_are_decimals() {
        assert_eq!(
            parse("[-1, 9223372036854775807, 0.5]").unwrap(),
            Json::List(vec![Json::Whole(-1), Json::Whole(i64::MAX), Json::Decimal(0.5)])
        );
        assert_eq!(parse("9223372036854775808").unwrap(), Json::Decimal(9_223_372_036_854_775_808.0));
    }

    #[test]
    fn hostile_texts_are_refused() {
        assert_eq!(parse(&"[".repeat(100_000)).unwrap_err().code, "json");
        assert_eq!(parse(&" ".repeat(LONGEST + 1)).unwrap_err().code, "too_large");
    }
}
