//! Numbers as people read them: Vietnamese `98,23 %` and `1.279`, English `98.23 %`
//! and `1,279`. Percentages are rounded half up, as the published tables are. And
//! the plain decimals of expressions, read and printed without the tables of `core`.

use super::Lang;

/// A whole number with its thousands grouped.
pub fn whole(value: u64, lang: Lang) -> String {
    let separator = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let digits = value.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// `value` with `places` decimals, half away from zero, in the decimal sign of `lang`.
pub fn decimal(value: f64, places: usize, lang: Lang) -> String {
    let text = fixed(value, places);
    match lang {
        Lang::Vi => text.replace('.', ","),
        Lang::En => text,
    }
}

/// A share in `[0, 1]` as a percentage with two decimals, half up: `0.98226` → `98,23 %`.
pub fn percent(share: f64, lang: Lang) -> String {
    decimal(share * 100.0, 2, lang) + "\u{a0}%"
}

/// Fixed decimals with a full stop, half away from zero. A sixteenth digit is not
/// looked at: 0.125 and its neighbours in binary round alike.
pub fn fixed(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let scale = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6][places.min(6)];
    let scaled = value.abs() * scale;
    let units = (scaled + 0.5 + scaled * 1e-15).floor();
    let sign = if value < 0.0 && units > 0.0 { "-" } else { "" };
    format!("{sign}{:.*}", places.min(6), units / scale)
}

const POWERS: [u64; 16] = {
    let mut powers = [1; 16];
    let mut i = 1;
    while i < 16 {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// Reads `-12`, `0.5`, `.5` or `5.`: at most 15 significant digits and 15 decimals,
/// otherwise `None`. Both the digits and the power of ten are then exact in an `f64`,
/// so that one division gives the correctly rounded number (W. Clinger, "How to read
/// floating point numbers accurately", 1990), without the tables that reading any
/// number needs.
pub fn read_decimal(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mut mantissa, mut decimals, mut count, mut after_point) = (0_u64, 0, 0, false);
    for byte in digits.bytes() {
        match byte {
            b'.' if !after_point => after_point = true,
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + u64::from(byte - b'0');
                decimals += usize::from(after_point);
                count += 1;
            }
            _ => return None,
        }
        if mantissa >= POWERS[15] {
            return None;
        }
    }
    let power = POWERS.get(decimals).filter(|_| count > 0)?;
    Some(sign * exact(mantissa) / exact(*power))
}

#[expect(clippy::cast_precision_loss, reason = "up to 10^15, which an f64 holds exactly")]
fn exact(number: u64) -> f64 {
    number as f64
}

/// A number with as few decimals as say it, at most 15 digits in all: `7`, `3.5`,
/// `-0.25`. Beyond 10^15 digits after the fifteenth are zeros; names are those of XPath.
pub fn plain(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    let (sign, size) = if value < 0.0 { ("-", -value) } else { ("", value) };
    if size.is_infinite() {
        return [sign, "Infinity"].concat();
    }
    let limit = exact(POWERS[15]);
    let (mut rest, mut zeros) = (size, 0);
    while rest >= limit {
        rest /= 10.0;
        zeros += 1;
    }
    // The fewest decimals that read back as the same number, or as many as there is room for.
    let mut places = 0;
    while places < 15 && !is_said_with(rest, places) && rest * exact(POWERS[places + 1]) < limit {
        places += 1;
    }
    let units = units(rest, places);
    let mut out = [sign, &(units / POWERS[places]).to_string()].concat();
    if zeros > 0 {
        out.extend(std::iter::repeat_n('0', zeros));
        return out;
    }
    let decimals = (units % POWERS[places] + POWERS[places]).to_string();
    let decimals = decimals.get(1..).unwrap_or_default().trim_end_matches('0');
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

#[expect(clippy::float_cmp, reason = "the very same number, or more decimals are needed")]
fn is_said_with(size: f64, places: usize) -> bool {
    exact(units(size, places)) / exact(POWERS[places]) == size
}

/// `size` in units of `places` decimals, halves up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative and under 10^15 units")]
fn units(size: f64, places: usize) -> u64 {
    (size * exact(POWERS[places]) + 0.5).floor() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_published_example_prints_to_the_last_digit() {
        assert_eq!(percent(7588.0 / 7725.0, Lang::Vi), "98,23\u{a0}%");
    }

    #[test]
    fn halves_go_up() {
        assert_eq!(fixed(0.125, 2), "0.13");
        assert_eq!(fixed(1.005, 2), "1.01");
        assert_eq!(fixed(-0.001, 2), "0.00");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(whole(1279, Lang::Vi), "1.279");
        assert_eq!(whole(27_915_000, Lang::En), "27,915,000");
        assert_eq!(whole(12, Lang::Vi), "12");
    }

    #[test]
    fn decimals_are_read() {
        for (text, value) in [("12", 12.0), ("-0.5", -0.5), (".5", 0.5), ("5.", 5.0), ("+0.1", 0.1), ("000000000000000000012", 12.0)] {
            assert_eq!(read_decimal(text), Some(value), "{text}");
        }
        for wrong in ["", ".", "-", "1.2.3", "1e5", "inf", "NaN", "1 ", "1234567890123456", "0.0000000000000001", "--1"] {
            assert_eq!(read_decimal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_are_printed_plainly() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (-3.5, "-3.5"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333333333"),
            (1e16, "10000000000000000"),
            (123_456.75, "123456.75"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(plain(value), text);
        }
    }

    proptest! {
        #[test]
        fn reading_is_correctly_rounded(mantissa in 0_u64..1_000_000_000_000_000, places in 0_usize..16) {
            let digits = format!("{mantissa:0>width$}", width = places + 1);
            let text = [&digits[..digits.len() - places], ".", &digits[digits.len() - places..]].concat();
            prop_assert_eq!(read_decimal(&text), text.parse().ok());
        }

        #[test]
        fn short_decimals_are_printed_as_they_were_read(whole in -999_999_999_i64..1_000_000_000, decimals in 1_u32..1000) {
            let text = format!("{whole}.{decimals}").trim_end_matches('0').to_owned();
            prop_assert_eq!(plain(read_decimal(&text).unwrap()), text);
        }

        #[test]
        fn any_number_prints_as_digits(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            let printed: f64 = plain(value).parse().unwrap();
            prop_assert!((printed - value).abs() <= value.abs() * 1e-13 + 1e-14, "{} {}", value, plain(value));
        }
    }
}
