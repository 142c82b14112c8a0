//! Numbers as people read them: Vietnamese `98,23 %` and `1.279`, English `98.23 %`
//! and `1,279`. Percentages are rounded half up, as the published tables are.

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

#[cfg(test)]
mod tests {
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
}
