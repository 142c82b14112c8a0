//! JSON as people wrote it: parsed once, then read field by field with findings for
//! everything that is wrong, each with its place. Derived readers stop at the first
//! fault, know no places, and weigh a hundred kilobytes in the page; this one shape
//! is shared by questionnaires, campaigns and drafts. A field that stands twice is
//! kept twice, so that the reader can say so.

mod reader;
mod writer;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

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
    serde_json::from_str(text)
        .map_err(|e| Finding::error("json", ["line ", &e.line().to_string(), ", column ", &e.column().to_string()].concat(), ""))
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Parts)
    }
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Json;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Truth(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Whole(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "a number that no field of ours can hold")]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        Ok(i64::try_from(value).map_or(Json::Decimal(value as f64), Json::Whole))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Decimal(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = parts.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = parts.next_entry()? {
            fields.push(field);
        }
        Ok(Json::Object(fields))
    }
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
