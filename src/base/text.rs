//! Localized text. Vietnamese is always there; English may be missing, and then
//! the reader gets Vietnamese rather than nothing.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::json::{Reader, read, text};
use super::{Finding, Named};

/// A language of the program and of questionnaires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the language that is always there.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The BCP 47 tag, as written in `lang` attributes and links.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Reads a BCP 47 tag; anything unknown is `None`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// Text of a questionnaire or campaign: `{"vi": "…", "en": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// Vietnamese; required.
    pub vi: String,
    /// English; empty when it was not translated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Text {
    /// Reads `{"vi": "…", "en": "…"}`.
    pub fn read(r: &mut Reader<'_>) -> Self {
        Self { vi: r.required("vi").text(), en: r.optional("en").text() }
    }

    /// The text in `lang`, or in Vietnamese where there is no translation.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            Lang::En | Lang::Vi => &self.vi,
        }
    }
}

impl From<&str> for Text {
    fn from(vi: &str) -> Self {
        Self { vi: vi.to_owned(), en: String::new() }
    }
}

/// English words by their Vietnamese, where the program does not have them in itself.
static LEARNED: OnceLock<Named<String>> = OnceLock::new();

/// Learns English from a file `{"words": {"<Vietnamese>": "<English>", …}}`.
///
/// # Errors
/// What is wrong with the file.
pub fn learn(file: &str) -> Result<(), Vec<Finding>> {
    let words = read(file, |r| r.required("words").map(text))?;
    // Learned once already: the same words.
    LEARNED.get_or_init(|| words);
    Ok(())
}

/// A word of the program itself; both languages always there (see `build.rs`), but for the
/// citizen's program, which learns English when it is asked for and has Vietnamese until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Vietnamese.
    pub vi: &'static str,
    /// English; empty where it is learned.
    pub en: &'static str,
}

impl Word {
    /// The word in `lang`.
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En if self.en.is_empty() => LEARNED.get().and_then(|words| words.get(self.vi)).map_or(self.vi, String::as_str),
            Lang::En => self.en,
        }
    }

    /// The word in `lang` with each `{name}` replaced by its value.
    pub fn with(self, lang: Lang, values: &[(&str, &str)]) -> String {
        let mut parts = self.get(lang).split('{');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let found = part.split_once('}').and_then(|(name, rest)| Some((values.iter().find(|(other, _)| *other == name)?.1, rest)));
            match found {
                Some((value, rest)) => out.extend([value, rest]),
                None => out.extend(["{", part]),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_translation_falls_back_to_vietnamese() {
        let text = Text::from("Hài lòng");
        assert_eq!(text.get(Lang::En), "Hài lòng");
    }

    #[test]
    fn values_take_the_place_of_their_names() {
        let word = Word { vi: "Phần {n} trên {of}", en: "Part {n} of {of}" };
        assert_eq!(word.with(Lang::En, &[("n", "5"), ("of", "12")]), "Part 5 of 12");
        assert_eq!(word.with(Lang::En, &[("of", "{n}")]), "Part {n} of {n}");
        assert_eq!(Word { vi: "", en: "a } {b {c}{c}{" }.with(Lang::En, &[("c", "1")]), "a } {b 11{");
    }
}
