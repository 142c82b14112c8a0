//! Counts as people in Viet Nam write them: `1279`, `1.279`, `1 279`. A count has no
//! decimals, so a full stop before three digits can only be a thousands sign; a comma there
//! is read too, but said, because in Vietnamese it would be a decimal comma.

use crate::base::grid::{Cell, Content};

/// Why a cell is no count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A formula that failed.
    Formula,
    /// A date.
    Date,
    /// Under zero.
    Negative,
    /// With decimals, or with signs that may be decimal.
    Decimal,
    /// No number.
    NotNumber,
    /// More than there are people.
    TooLarge,
}

impl Fault {
    /// Code of its finding.
    pub fn code(self) -> &'static str {
        match self {
            Self::Formula => "units_formula",
            Self::Date => "units_date",
            Self::Negative => "units_negative",
            Self::Decimal => "units_decimal",
            Self::NotNumber => "units_not_number",
            Self::TooLarge => "units_too_large",
        }
    }
}

/// A count, and whether a comma was taken for a thousands sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub value: u32,
    pub by_comma: bool,
}

/// Texts that Excel shows for a formula that failed.
const FAILED: [&str; 8] = ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"];

/// Whether a cell is a formula that failed.
pub(super) fn is_failed(cell: &Cell) -> bool {
    cell.content == Content::Error || FAILED.contains(&cell.text.as_str())
}

/// The count in a cell; `None` where it is empty.
pub(super) fn read(cell: &Cell) -> Result<Option<Count>, Fault> {
    let text = cell.text.as_str();
    match cell.content {
        Content::Error => return Err(Fault::Formula),
        Content::Date => return Err(Fault::Date),
        Content::Text | Content::Number if text.is_empty() => return Ok(None),
        Content::Text | Content::Number if is_failed(cell) => return Err(Fault::Formula),
        Content::Text | Content::Number => {}
    }
    if is_date(text) {
        return Err(Fault::Date);
    }
    if let Some(digits) = text.strip_prefix(['-', '−', '–']) {
        return Err(if digits.chars().any(|c| c.is_ascii_digit()) { Fault::Negative } else { Fault::NotNumber });
    }
    // The spreadsheet's own number has a full stop only before decimals.
    if cell.content == Content::Number && text.contains('.') {
        return Err(Fault::Decimal);
    }
    let (digits, by_comma) = digits(text)?;
    digits.parse().map(|value| Some(Count { value, by_comma })).map_err(|_| Fault::TooLarge)
}

/// The digits of a number without its thousands signs, all of which must be the same one.
fn digits(text: &str) -> Result<(String, bool), Fault> {
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'');
    let sign = text.chars().find(|c| matches!(c, '.' | ',') || is_space(*c));
    if text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',') && !is_space(c)) {
        return Err(Fault::NotNumber);
    }
    let Some(sign) = sign else { return Ok((text.to_owned(), false)) };
    let parts: Vec<&str> = text.split(sign).collect();
    let (first, rest) = parts.split_first().unwrap_or((&"", &[]));
    let is_digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|part| part.len() == 3);
    if grouped && parts.iter().all(is_digits) { Ok((parts.concat(), sign == ',')) } else { Err(Fault::Decimal) }
}

/// `1/9/2026`, `2026-09-01`, `1-9-2026`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    let digits = parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    digits && ((text.contains('/') && (2..=3).contains(&parts.len())) || parts.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<u32, Fault>) {
        let read = read(&Cell::text(text)).map(|count| count.unwrap().value);
        assert_eq!(read, expect, "{text}");
    }

    #[test]
    fn counts_in_every_form() {
        for text in ["1279", "1.279", "1 279", "1\u{a0}279", "1,279", " 1279 "] {
            check(text, Ok(1_279));
        }
        for (text, value) in [("0", 0), ("7", 7), ("1.234.567", 1_234_567), ("27.915", 27_915), ("007", 7)] {
            check(text, Ok(value));
        }
        assert!(read(&Cell::text("1,279")).unwrap().unwrap().by_comma);
        assert_eq!(read(&Cell::text("")), Ok(None));
    }

    #[test]
    fn what_is_no_count_says_why() {
        for text in ["1,279.5", "1.279,5", "12,5", "12.5", "1.28", "0.125", "1 279.5", "1..279", "1234.567"] {
            check(text, Err(Fault::Decimal));
        }
        for text in ["khoảng 500", "500 hồ sơ", "-", "x", "1e3", "５"] {
            check(text, Err(Fault::NotNumber));
        }
        for text in ["1/9/2026", "01-09-2026", "2026-09-01", "9/2026"] {
            check(text, Err(Fault::Date));
        }
        check("-5", Err(Fault::Negative));
        check("−1.279", Err(Fault::Negative));
        check("99999999999", Err(Fault::TooLarge));
        check("#REF!", Err(Fault::Formula));
    }

    #[test]
    fn a_spreadsheets_own_number_has_no_thousands_sign() {
        let number = |text: &str| read(&Cell { text: text.to_owned(), content: Content::Number });
        assert_eq!(number("1.279"), Err(Fault::Decimal));
        assert_eq!(number("1279"), Ok(Some(Count { value: 1_279, by_comma: false })));
    }
}
