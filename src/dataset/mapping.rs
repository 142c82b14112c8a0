//! Which column of a file is what. A mapping is data of a plan; [`Mapping::guess`]
//! proposes one, which the analyst then corrects.

use serde::{Deserialize, Serialize};

/// Which header is what. A header that is left out is not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The response's id; makes doubles visible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The evaluated unit.
    pub unit: String,
    /// The kind of the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_kind: Option<String>,
    /// The group of respondents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The stratum; without it strata are unit × group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stratum: Option<String>,
    /// `N_h` of the row's stratum; without it the frame has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<String>,
    /// The weight of the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Columns to break results down by.
    #[serde(default)]
    pub profile: Vec<String>,
    /// The statements.
    pub items: Vec<String>,
    /// Numeric columns (waiting time, visits …).
    #[serde(default)]
    pub numbers: Vec<String>,
    /// What stands for an answer that is none.
    #[serde(default)]
    pub missing: Missing,
}

/// Values of a statement's column that are no level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Missing {
    /// Asked and left empty; the empty cell as a rule.
    pub blank: Vec<String>,
    /// "Không biết".
    pub dont_know: Vec<String>,
    /// "Không liên quan đến tôi".
    pub not_applicable: Vec<String>,
    /// Relevance did not show the question.
    pub not_asked: Vec<String>,
}

impl Default for Missing {
    fn default() -> Self {
        let one = |code: &str| vec![code.to_owned()];
        Self { blank: one(""), dont_know: one("KB"), not_applicable: one("KAD"), not_asked: one("KH") }
    }
}

/// What a guess knows a header by, after [`fold`]; the first that is there wins.
const ID: &[&str] = &["ma_phieu", "response_id", "id", "receipt", "ma_bien_nhan"];
const UNIT: &[&str] = &["ma_don_vi", "don_vi", "unit", "unit_code"];
const KIND: &[&str] = &["loai_don_vi", "unit_kind", "unit_type"];
const GROUP: &[&str] = &["nhom", "group", "doi_tuong", "nhom_doi_tuong"];
const STRATUM: &[&str] = &["tang", "stratum"];
const WEIGHT: &[&str] = &["trong_so", "weight"];
const PROFILE: &[&str] = &[
    "gioi_tinh",
    "sex",
    "gender",
    "nhom_tuoi",
    "age",
    "age_group",
    "dan_toc",
    "ethnicity",
    "hoc_van",
    "education",
    "nghe_nghiep",
    "occupation",
    "khu_vuc",
    "area",
    "dia_hinh",
    "terrain",
];
/// `N_h` beside `n_h` differs by case alone, so these are compared as they stand.
const POPULATION: &[&str] = &["N_h", "N", "Nh", "population", "tong_the"];

impl Mapping {
    /// Proposes a mapping: known names of columns in Vietnamese and English, and
    /// `q` or `s` with a number for statements. What it does not know it leaves out;
    /// a unit that it does not find is the empty header.
    pub fn guess(headers: &[String]) -> Self {
        let find = |names: &[&str]| names.iter().find_map(|name| headers.iter().find(|header| fold(header) == *name)).cloned();
        let exact = |names: &[&str]| names.iter().find_map(|name| headers.iter().find(|header| header == name)).cloned();
        Self {
            id: find(ID),
            unit: find(UNIT).unwrap_or_default(),
            unit_kind: find(KIND),
            group: find(GROUP),
            stratum: find(STRATUM),
            population: exact(POPULATION),
            weight: find(WEIGHT),
            profile: headers.iter().filter(|header| PROFILE.contains(&fold(header).as_str())).cloned().collect(),
            items: headers.iter().filter(|header| is_statement(header)).cloned().collect(),
            numbers: Vec::new(),
            missing: Missing::default(),
        }
    }
}

fn is_statement(header: &str) -> bool {
    let rest = header.strip_prefix(['q', 'Q', 's', 'S']).unwrap_or("");
    !rest.is_empty() && rest.len() <= 3 && rest.bytes().all(|byte| byte.is_ascii_digit())
}

/// A header without case, marks and spaces: `Mã phiếu` → `ma_phieu`.
pub(crate) fn fold(header: &str) -> String {
    header.trim().to_lowercase().chars().filter_map(base).collect()
}

/// The letter under a Vietnamese letter's marks; combining marks are dropped.
fn base(letter: char) -> Option<char> {
    const LETTERS: [(&str, char); 7] = [
        ("àáảãạăằắẳẵặâầấẩẫậ", 'a'),
        ("èéẻẽẹêềếểễệ", 'e'),
        ("ìíỉĩị", 'i'),
        ("òóỏõọôồốổỗộơờớởỡợ", 'o'),
        ("ùúủũụưừứửữự", 'u'),
        ("ỳýỷỹỵ", 'y'),
        ("đ", 'd'),
    ];
    match letter {
        '\u{300}'..='\u{36f}' => None,
        ' ' | '-' => Some('_'),
        other => Some(LETTERS.iter().find(|(marked, _)| marked.contains(other)).map_or(other, |&(_, plain)| plain)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn known_headers_are_found_with_and_without_marks() {
        let guess = Mapping::guess(&headers(&["Mã phiếu", "Đơn vị", "n_h", "N_h", "gioi_tinh", "q01", "q33", "quay"]));
        assert_eq!(guess.id.as_deref(), Some("Mã phiếu"));
        assert_eq!(guess.unit, "Đơn vị");
        assert_eq!(guess.population.as_deref(), Some("N_h"));
        assert_eq!(guess.profile, ["gioi_tinh"]);
        assert_eq!(guess.items, ["q01", "q33"]);
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let guess = Mapping::guess(&headers(&["a", "b"]));
        assert_eq!((guess.unit.as_str(), guess.group, guess.items.len()), ("", None, 0));
    }
}
