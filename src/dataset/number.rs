//! Numbers as files have them: `17.5` and, from a Vietnamese Excel, `17,5`.

/// Numbers above this are no measurement of a survey; sums of their squares stay finite.
const MOST: f64 = 1e15;

/// A number of at most 10¹⁵ with a full stop or a comma as its decimal sign. `None` for
/// anything else, and for a number that could be a grouped one: `27.915` may be
/// twenty-seven or twenty-seven thousand, and a survey must not guess — unless
/// `delimiter` is a comma, when a full stop is the decimal sign.
pub fn parse(text: &str, delimiter: u8) -> Option<f64> {
    let text = text.trim();
    let points = text.bytes().filter(|&byte| byte == b'.').count();
    let commas = text.bytes().filter(|&byte| byte == b',').count();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b'+' | b'e' | b'E'));
    if !plain || points + commas > 1 {
        return None;
    }
    let doubtful = if delimiter == b',' { commas == 1 } else { points == 1 };
    if doubtful && grouped(text) {
        return None;
    }
    text.replace(',', ".").parse().ok().filter(|value: &f64| value.abs() <= MOST)
}

/// Whether the sign has one to three digits before and exactly three after it, and
/// no leading zero: the form of a thousands separator.
fn grouped(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    let Some((before, after)) = digits.split_once(['.', ',']) else {
        return false;
    };
    (1..=3).contains(&before.len()) && after.len() == 3 && !before.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_decimal_signs_are_read() {
        assert_eq!(parse("17.520547945", b','), Some(17.520_547_945));
        assert_eq!(parse("17,520547945", b';'), Some(17.520_547_945));
        assert_eq!(parse("17.5", b';'), Some(17.5));
        assert_eq!(parse(" 1279 ", b';'), Some(1279.0));
        assert_eq!(parse("1e3", b','), Some(1000.0));
        assert_eq!(parse("0.125", b';'), Some(0.125));
        assert_eq!(parse("17.125", b','), Some(17.125));
        assert_eq!(parse("17,125", b';'), Some(17.125));
    }

    #[test]
    fn a_number_that_may_be_grouped_is_not_guessed() {
        for (text, delimiter) in [("27.915", b';'), ("27,915", b','), ("1.234.567", b';'), ("1,234.5", b',')] {
            assert_eq!(parse(text, delimiter), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", "abc", "1e999", "nan", "inf", "1 000", "١", "0x10", "--1"] {
            assert_eq!(parse(text, b','), None, "{text}");
        }
    }
}
