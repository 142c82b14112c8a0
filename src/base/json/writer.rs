//! Writes JSON in ASCII, nothing between its signs: what a record of the store is
//! made of. A local store counts a character beyond Latin-1 twice, so every one
//! outside ASCII is written as `\uXXXX`.

/// JSON that grows. Commas are its own business; brackets close as they opened.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
}

impl Writer {
    /// The text of one object.
    pub fn document(write: &mut dyn FnMut(&mut Self)) -> String {
        let mut writer = Self::default();
        writer.object(write);
        writer.out
    }

    /// An object, its fields written by `write`.
    pub fn object(&mut self, write: &mut dyn FnMut(&mut Self)) {
        self.bracket('{', write, '}');
    }

    /// A list, its items written by `write`.
    pub fn list(&mut self, write: &mut dyn FnMut(&mut Self)) {
        self.bracket('[', write, ']');
    }

    fn bracket(&mut self, open: char, write: &mut dyn FnMut(&mut Self), close: char) {
        self.separate();
        self.out.push(open);
        write(self);
        self.out.push(close);
    }

    /// A comma, unless something opens here.
    fn separate(&mut self) {
        if !(self.out.is_empty() || self.out.ends_with(['{', '[', ':'])) {
            self.out.push(',');
        }
    }

    /// The name of a field; its value comes next.
    pub fn field(&mut self, name: &str) -> &mut Self {
        self.text(name);
        self.out.push(':');
        self
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        self.separate();
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                ' '..='\u{7f}' => self.out.push(c),
                _ => self.escape(c),
            }
        }
        self.out.push('"');
    }

    fn escape(&mut self, c: char) {
        escape(&mut self.out, c);
    }

    /// A whole number.
    pub fn whole(&mut self, number: i64) {
        self.separate();
        self.out.push_str(&number.to_string());
    }

    /// A whole number that counts.
    pub fn count(&mut self, number: u64) {
        self.separate();
        self.out.push_str(&number.to_string());
    }

    /// `true` or `false`.
    pub fn truth(&mut self, truth: bool) {
        self.separate();
        self.out.push_str(if truth { "true" } else { "false" });
    }

    /// `null`.
    pub fn null(&mut self) {
        self.separate();
        self.out.push_str("null");
    }
}

fn escape(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.push_str("\\u");
        for shift in [12, 8, 4, 0] {
            let digit = u32::from((*unit >> shift) & 15);
            out.extend(char::from_digit(digit, 16));
        }
    }
}

/// JSON of another writer in ASCII: beyond it a character can only stand in a text.
pub fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() { out.push(c) } else { escape(&mut out, c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::json::{Json, parse};

    #[test]
    fn everything_at_once() {
        let text = Writer::document(&mut |w| {
            w.field("a").list(&mut |w| {
                w.whole(-1);
                w.text(":");
                w.text("[");
                w.object(&mut |_| {});
            });
            w.field("b").truth(true);
            w.field("c").null();
        });
        assert_eq!(text, r#"{"a":[-1,":","[",{}],"b":true,"c":null}"#);
    }

    proptest! {
        #[test]
        fn any_text_is_ascii_and_comes_back(text: String) {
            let json = Writer::document(&mut |w| w.field("t").text(&text));
            prop_assert!(json.is_ascii());
            prop_assert_eq!(parse(&json).unwrap(), Json::Object(vec![("t".to_owned(), Json::Text(text.clone()))]));
            let other = ascii(&serde_json::to_string(&text).unwrap());
            prop_assert!(other.is_ascii());
            prop_assert_eq!(parse(&other).unwrap(), Json::Text(text));
        }
    }
}
