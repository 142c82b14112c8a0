//! Text to values, by hand: a general reader, with the errors and numbers of every format,
//! would weigh as much in a citizen's download as all of the questionnaire's own reading.
//! Strict as RFC 8259; what is wrong is found at its line and column.

use super::Json;

/// Deeper than any file of ours; a text of brackets alone must not exhaust the stack.
const DEEPEST: usize = 100;

/// The value of a text, or the byte at which it is none.
pub(super) fn parse(text: &str) -> Result<Json, usize> {
    let mut parser = Parser { text, at: 0 };
    match parser.document() {
        Some(value) => Ok(value),
        None => Err(parser.at),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn document(&mut self) -> Option<Json> {
        let value = self.value(0)?;
        self.space();
        (self.at == self.text.len()).then_some(value)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Steps over this byte, where it is the next one.
    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.space();
        match self.peek()? {
            b'{' | b'[' if depth > DEEPEST => None,
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Json::Text),
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Truth(true)),
            b'f' => self.word("false", Json::Truth(false)),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        let is = self.text.get(self.at..)?.starts_with(word);
        self.at += if is { word.len() } else { 0 };
        is.then_some(value)
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut fields = Vec::new();
        self.items(b'}', |parser| {
            let name = if parser.peek() == Some(b'"') { parser.string()? } else { return None };
            parser.space();
            let value = if parser.take(b':') { parser.value(depth + 1)? } else { return None };
            fields.push((name, value));
            Some(())
        })?;
        Some(Json::Object(fields))
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        self.items(b']', |parser| {
            items.push(parser.value(depth + 1)?);
            Some(())
        })?;
        Some(Json::List(items))
    }

    /// Reads up to `end`, with commas between.
    fn items(&mut self, end: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        self.space();
        if self.take(end) {
            return Some(());
        }
        loop {
            self.space();
            item(self)?;
            self.space();
            if self.take(end) {
                return Some(());
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..)?;
            let plain = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < 0x20)?;
            out.push_str(rest.get(..plain)?);
            self.at += plain;
            if self.take(b'"') {
                return Some(out);
            }
            if !self.take(b'\\') {
                return None;
            }
            out.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let byte = self.peek()?;
        let plain = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode();
            }
            _ => return None,
        };
        self.at += 1;
        Some(plain)
    }

    /// Four hex digits; two such where it is half of a pair.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        let second = if self.take(b'\\') && self.take(b'u') { self.hex()? } else { return None };
        let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + low)
    }

    fn hex(&mut self) -> Option<u32> {
        let mut value = 0;
        for _ in 0..4 {
            value = value * 16 + char::from(self.peek()?).to_digit(16)?;
            self.at += 1;
        }
        Some(value)
    }

    fn number(&mut self) -> Option<Json> {
        let is_negative = self.take(b'-');
        let starts_with_zero = self.peek() == Some(b'0');
        let (mut digits, mut shift) = (Digits::default(), 0_i32);
        let whole = self.digits(&mut digits)?;
        if starts_with_zero && whole > 1 {
            return None;
        }
        let mut is_whole = true;
        if self.take(b'.') {
            is_whole = false;
            shift -= i32::try_from(self.digits(&mut digits)?).ok()?;
        }
        if self.take(b'e') || self.take(b'E') {
            is_whole = false;
            let is_small = self.take(b'-');
            if !is_small {
                self.take(b'+');
            }
            let mut exponent = Digits::default();
            self.digits(&mut exponent)?;
            let exponent = if exponent.dropped > 0 { 100_000 } else { i32::try_from(exponent.value).unwrap_or(100_000).min(100_000) };
            shift += if is_small { -exponent } else { exponent };
        }
        let whole = i64::try_from(digits.value).ok().filter(|_| is_whole && digits.dropped == 0);
        if let Some(whole) = whole {
            return Some(Json::Whole(if is_negative { -whole } else { whole }));
        }
        if is_whole && is_negative && digits.dropped == 0 && digits.value == 1 << 63 {
            return Some(Json::Whole(i64::MIN));
        }
        let value = scaled(digits.value, shift.saturating_add(digits.dropped))?;
        Some(Json::Decimal(if is_negative { -value } else { value }))
    }

    /// At least one digit; how many there were.
    fn digits(&mut self, digits: &mut Digits) -> Option<usize> {
        let from = self.at;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            digits.push(byte - b'0');
            self.at += 1;
        }
        Some(self.at - from).filter(|count| *count > 0)
    }
}

/// Digits as one number, and how many did not fit.
#[derive(Default)]
struct Digits {
    value: u64,
    dropped: i32,
}

impl Digits {
    fn push(&mut self, digit: u8) {
        let next = self.value.checked_mul(10).and_then(|value| value.checked_add(u64::from(digit))).filter(|_| self.dropped == 0);
        match next {
            Some(next) => self.value = next,
            None => self.dropped = self.dropped.saturating_add(1),
        }
    }
}

/// `digits × 10^shift`. Exact to the last bit where digits and power are (2^53, 10^22), which
/// every number of ours is; none where no number is so large.
#[expect(clippy::cast_precision_loss, reason = "rounded once, to the nearest")]
fn scaled(digits: u64, shift: i32) -> Option<f64> {
    let mut value = digits as f64;
    let mut left = shift.unsigned_abs();
    while left > 0 && value != 0.0 {
        let step = left.min(22);
        let power = (0..step).fold(1.0_f64, |power, _| power * 10.0);
        value = if shift < 0 { value / power } else { value * power };
        left -= step;
    }
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Another reader's opinion.
    fn other(text: &str) -> Option<Json> {
        fn of(value: serde_json::Value) -> Json {
            match value {
                serde_json::Value::Null => Json::Null,
                serde_json::Value::Bool(truth) => Json::Truth(truth),
                serde_json::Value::Number(number) => number.as_i64().map_or_else(|| Json::Decimal(number.as_f64().unwrap()), Json::Whole),
                serde_json::Value::String(text) => Json::Text(text),
                serde_json::Value::Array(items) => Json::List(items.into_iter().map(of).collect()),
                serde_json::Value::Object(fields) => Json::Object(fields.into_iter().map(|(name, value)| (name, of(value))).collect()),
            }
        }
        serde_json::from_str(text).ok().map(of)
    }

    #[test]
    fn what_is_json_and_what_is_not() {
        let texts = "0|-|01|1.|1.5|-1.25e2|1e400|1e-400|1E+2|1e|.5|9223372036854775807|-9223372036854775808|9223372036854775808\
            |123456789012345678901234567890|null|nul|nulls|true|false|\"\"|\"a\\n\\u0111\\ud834\\udd1e\\\"\\/\"|\"\\ud834\"|\"\\udd1e\"\
            |\"\\x\"|\"\\u00g0\"|\"a|[]|[1, 2]|[1,]|[,1]|{}|{\"a\": {\"b\": []}}|{\"a\" 1}|{a: 1}|{\"a\": 1,}| 1 |1 2|\u{feff}1|\t[\r\n]\t";
        for text in texts.split('|') {
            assert_eq!(parse(text).ok(), other(text), "{text}");
        }
        assert_eq!(parse("\"a\nb\"").ok(), None);
        assert_eq!(parse(""), Err(0));
        assert_eq!(parse("{\"a\": 1,}"), Err(8));
        assert!(parse(&"[".repeat(100_000)).is_err_and(|at| at > 90));
    }

    proptest! {
        #[test]
        fn as_another_reader_takes_it(text in "[\\[\\]{}\",:0-9.eE+\\-a-u\\\\ ]{0,24}") {
            prop_assert_eq!(parse(&text).is_ok(), serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }

        #[test]
        fn decimals_of_fifteen_digits_are_exact(digits in 0..10_u64.pow(15), point in 0..=22_u32) {
            let text = format!("{digits}e-{point}");
            prop_assert_eq!(parse(&text).ok(), text.parse().ok().map(Json::Decimal));
        }

        #[test]
        fn any_text_is_no_panic(text: String) {
            prop_assert!(parse(&text).is_ok() || parse(&text).is_err_and(|at| at <= text.len()));
            let quoted = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(parse(&quoted), Ok(Json::Text(text)));
        }
    }
}
