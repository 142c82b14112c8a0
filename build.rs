//! Turns `i18n/vi.json` and `i18n/en.json` into one constant a message, so that a
//! message that lacks a language does not compile and an unused one is not shipped.
#![allow(clippy::expect_used, reason = "a build script fails by panicking; cargo shows the message")]

use std::fmt::Write as _;
use std::{env, fs, path::PathBuf};

use serde_json::{Map, Value};

fn read(path: &str) -> Map<String, Value> {
    println!("cargo:rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn room<'a>(words: &'a Map<String, Value>, name: &str, file: &str) -> &'a Map<String, Value> {
    words.get(name).and_then(Value::as_object).unwrap_or_else(|| panic!("{file}: no room \"{name}\""))
}

fn word<'a>(words: &'a Map<String, Value>, key: &str, file: &str) -> &'a str {
    words.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("{file}: no text for \"{key}\""))
}

fn main() {
    let (vi, en) = (read("i18n/vi.json"), read("i18n/en.json"));
    // Most citizens never read English: their program fetches it when somebody asks for it.
    let on = |feature: &str| env::var_os(["CARGO_FEATURE_", feature].concat()).is_some();
    let fetches_english = on("RESPOND") && !on("FIELD") && !on("OFFICE");
    let mut out = String::new();
    for name in vi.keys() {
        let (vi, en) = (room(&vi, name, "i18n/vi.json"), room(&en, name, "i18n/en.json"));
        if let Some(extra) = en.keys().find(|key| !vi.contains_key(*key)) {
            panic!("i18n/vi.json: no text for \"{name}.{extra}\"");
        }
        let mut arms = String::new();
        writeln!(out, "/// Words of `{name}`.\npub mod {name} {{\n    use super::Word;").expect("write to a string");
        for key in vi.keys() {
            let (vi, en) = (word(vi, key, "i18n/vi.json"), word(en, key, "i18n/en.json"));
            let en = if fetches_english { "" } else { en };
            let constant = key.to_uppercase();
            writeln!(out, "    /// {vi:?}\n    pub const {constant}: Word = Word {{ vi: {vi:?}, en: {en:?} }};")
                .expect("write to a string");
            writeln!(arms, "            {key:?} => Some({constant}),").expect("write to a string");
        }
        writeln!(out, "    /// The word with this key; `None` where there is none.\n    #[allow(clippy::too_many_lines, reason = \"one line a word\")]\n    pub fn get(key: &str) -> Option<Word> {{\n        match key {{\n{arms}            _ => None,\n        }}\n    }}\n}}").expect("write to a string");
    }
    let dir = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(dir.join("words.rs"), out).expect("write words.rs");
}
