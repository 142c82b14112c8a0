//! Entering a campaign by its link: open today? which questionnaire? which unit?
//! And the search for the right unit, by its name or by a name it had before.

use super::{Campaign, Unit};
use crate::base::time::Date;

/// What a link asks for, once the campaign has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Code of the evaluated unit; none when the respondent has to choose.
    pub unit: Option<String>,
    /// Id of the questionnaire.
    pub questionnaire: String,
    /// Id of the group that answers it.
    pub group: String,
    /// The part of the units that a grid shows; none is all that the group rates.
    pub assignment: Option<String>,
}

/// What a link may name, all of it optional.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish<'a> {
    /// Code of the unit.
    pub unit: Option<&'a str>,
    /// Id of the questionnaire.
    pub questionnaire: Option<&'a str>,
    /// Id of the group.
    pub group: Option<&'a str>,
    /// Id of the assignment.
    pub assignment: Option<&'a str>,
}

/// Why a link does not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Before the first day.
    NotYetOpen(Date),
    /// After the last day.
    Closed(Date),
    /// The campaign has no unit with this code.
    UnknownUnit(String),
    /// The campaign does not use this questionnaire.
    UnknownQuestionnaire(String),
    /// The campaign has no such group, or the group has no such part.
    UnknownGroup(String),
    /// The link is of another edition of the campaign.
    OtherEdition,
    /// The link was made for another key than the campaign's file has.
    OtherKey,
}

impl Entry {
    /// What a link with this wish opens on the day `today`.
    ///
    /// # Errors
    /// Each reason for which it does not open.
    pub fn find(campaign: &Campaign, wish: Wish<'_>, today: Date) -> Result<Self, Refusal> {
        if today < campaign.opens {
            return Err(Refusal::NotYetOpen(campaign.opens));
        }
        if today > campaign.closes {
            return Err(Refusal::Closed(campaign.closes));
        }
        Self::within(campaign, wish)
    }

    /// The same without looking at the day, for a try-out.
    ///
    /// # Errors
    /// What the campaign does not have.
    pub fn within(campaign: &Campaign, wish: Wish<'_>) -> Result<Self, Refusal> {
        if let Some(code) = wish.unit.filter(|code| campaign.unit(code).is_none()) {
            return Err(Refusal::UnknownUnit(code.to_owned()));
        }
        let named = match wish.group {
            Some(id) => Some(campaign.group(id).ok_or_else(|| Refusal::UnknownGroup(id.to_owned()))?),
            None => None,
        };
        let first = || named.or(campaign.groups.first())?.questionnaires.first().map(String::as_str);
        let wanted = wish.questionnaire.or_else(first).unwrap_or_default();
        let group = match named {
            Some(group) => Some(group).filter(|group| group.questionnaires.iter().any(|id| id == wanted)),
            None => campaign.group_of(wanted),
        };
        let Some(group) = group else { return Err(Refusal::UnknownQuestionnaire(wanted.to_owned())) };
        if let Some(part) = wish.assignment.filter(|id| !group.assignments.iter().any(|part| part.id == *id)) {
            return Err(Refusal::UnknownGroup(part.to_owned()));
        }
        let only = match campaign.units.as_slice() {
            [one] => Some(one.code.as_str()),
            _ => None,
        };
        Ok(Self {
            unit: wish.unit.or(only).map(str::to_owned),
            questionnaire: wanted.to_owned(),
            group: group.id.clone(),
            assignment: wish.assignment.map(str::to_owned),
        })
    }
}

/// `text` as a search sees it: lower case, without Vietnamese diacritics, one space
/// between words. Knows the letters of Vietnamese rather than Unicode's tables, which
/// weigh more than this page's questions.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match base_letter(lower(c)) {
            Some(' ') if out.is_empty() || out.ends_with(' ') => {}
            Some(letter) => out.push(letter),
            None => {}
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// The small letter of a Vietnamese capital: in Latin-1 it stands 32 further, in
/// Vietnamese's other blocks right after it.
fn lower(c: char) -> char {
    let further = match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => 32,
        'Ă' | 'Đ' | 'Ĩ' | 'Ũ' | 'Ơ' | 'Ư' => 1,
        '\u{1ea0}'..='\u{1ef9}' => 1 - u32::from(c) % 2,
        _ => 0,
    };
    char::from_u32(u32::from(c) + further).unwrap_or(c)
}

/// The letter under the marks; `None` for a combining mark, a space for what is no
/// letter. Letters of other scripts stay as they are.
fn base_letter(c: char) -> Option<char> {
    Some(match c {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ' | 'ậ' => {
            'a'
        }
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => 'i',
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ' | 'ợ' => {
            'o'
        }
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
        'đ' => 'd',
        '\u{300}'..='\u{36f}' => return None,
        'a'..='z' | '0'..='9' | 'ß'..='ö' | 'ø'..='\u{1fff}' | '\u{3040}'.. => c,
        _ => ' ',
    })
}

/// The units whose name, code or old name contains every word of `query`, in the
/// campaign's order, each with the old name that matched, if it was one.
pub fn find_units<'a>(campaign: &'a Campaign, query: &str) -> Vec<(&'a Unit, Option<&'a str>)> {
    let query = fold(query);
    let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
    let matches = |name: &str| {
        let name = fold(name);
        words.iter().all(|word| has(&name, word))
    };
    let found = |unit: &'a Unit| {
        if matches(&unit.name) || matches(&unit.code) {
            return Some((unit, None));
        }
        unit.old_names.iter().find(|old| matches(old)).map(|old| (unit, Some(old.as_str())))
    };
    campaign.units.iter().filter_map(found).collect()
}

/// `contains` for a few words of a few names, without its searcher of 2 kB.
fn has(name: &str, word: &str) -> bool {
    name.as_bytes().windows(word.len()).any(|part| part == word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_sees_neither_marks_nor_case() {
        assert_eq!(fold("  UBND xã Kim Đàm – Cũ"), "ubnd xa kim dam cu");
        assert_eq!(fold("Thủ Thừa"), fold("thu\u{309} thu\u{31b}\u{300}a"));
        assert_eq!(fold("“P01”/Số 2…"), "p01 so 2");
        assert_eq!(fold("ﾃ ж 3×4"), "ﾃ ж 3 4");
    }

    #[test]
    fn every_vietnamese_capital_has_its_small_letter() {
        for small in "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđbcz".chars()
        {
            let capital: String = small.to_uppercase().collect();
            assert_eq!(capital.chars().map(lower).collect::<String>(), small.to_string());
            assert_eq!(lower(small), small);
            assert!(fold(&capital).is_ascii(), "{capital}");
        }
    }
}
