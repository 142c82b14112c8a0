//! The head of a table: which row it is and which column is what, by names in Vietnamese or
//! English, without marks or case. What is not recognised, people say; the table is never
//! read on a guess that lacks code or name.

use crate::base::Finding;
use crate::base::grid::{Grid, Row};
use crate::campaign::{Campaign, fold};

/// Rows in which a head is looked for; titles stand above it.
const LOOKED_AT: usize = 20;

/// What a column is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Code of the unit.
    Code,
    /// Its name.
    Name,
    /// Names that it had before.
    OldNames,
    /// Its kind.
    Kind,
    /// Code or name of the unit above it.
    Parent,
    /// Its villages and quarters.
    Villages,
    /// N of a group.
    Population(String),
    /// Forms wanted of a group.
    Quota(String),
    /// In a table of old and new units: the old one's code.
    OldCode,
    /// The old one's name.
    OldName,
    /// The new one's code.
    NewCode,
    /// The new one's name.
    NewName,
}

/// Where the head is and which column is what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Place of the head among the rows of the grid.
    pub head: usize,
    /// What each column is; none is not used.
    pub roles: Vec<Option<Role>>,
    /// Kind of every unit whose row names none.
    pub kind: Option<String>,
}

const CODE: &[&str] = &["ma", "ma don vi", "ma dv", "ma so", "ma co quan", "code", "unit code"];
const NAME: &[&str] = &[
    "ten",
    "ten don vi",
    "ten dv",
    "don vi",
    "ten co quan",
    "co quan",
    "co quan don vi",
    "don vi duoc danh gia",
    "name",
    "unit",
    "unit name",
];
const OLD_NAMES: &[&str] = &["ten cu", "cac ten cu", "ten truoc day", "ten truoc sap nhap", "old names", "former names"];
const KIND: &[&str] = &["loai", "loai don vi", "loai hinh", "kind", "unit kind", "type"];
const PARENT: &[&str] =
    &["don vi cap tren", "cap tren", "ma don vi cap tren", "ma cap tren", "truc thuoc", "co quan chu quan", "parent", "parent code"];
const VILLAGES: &[&str] =
    &["thon", "to", "thon to", "to dan pho", "thon to dan pho", "thon ban to dan pho", "thon ban khu pho", "villages", "village"];
const POPULATION: &[&str] = &[
    "n",
    "so ho so",
    "so ho so n",
    "n so ho so",
    "tong so ho so",
    "so ho so da tra",
    "so ho so da tra ket qua",
    "so ho so da tra ket qua trong ky",
    "so ho so trong ky",
    "population",
];
const QUOTA: &[&str] = &["chi tieu", "chi tieu so phieu", "chi tieu phieu", "so phieu", "so phieu chi tieu", "co mau", "quota"];
const OLD_CODE: &[&str] = &["ma cu", "ma don vi cu", "old code"];
const OLD_NAME: &[&str] = &["don vi cu", "ten don vi cu", "ten cu", "xa phuong cu", "old name", "old unit"];
const NEW_CODE: &[&str] = &["ma moi", "ma don vi moi", "new code"];
const NEW_NAME: &[&str] = &["don vi moi", "ten don vi moi", "ten moi", "xa phuong moi", "new name", "new unit"];

impl Layout {
    /// The first column with this role.
    pub fn column(&self, role: &Role) -> Option<usize> {
        self.roles.iter().position(|here| here.as_ref() == Some(role))
    }

    /// Whether it is a table of old and new units.
    pub fn is_of_renamed(&self) -> bool {
        self.roles.iter().flatten().any(|role| matches!(role, Role::NewCode | Role::NewName | Role::OldCode | Role::OldName))
    }

    /// Another head row: what its cells say.
    pub fn at(grid: &Grid, head: usize, campaign: &Campaign) -> Self {
        let Some(row) = grid.rows.get(head) else { return Self::default() };
        let width = grid.rows.iter().map(Row::width).max().unwrap_or_default();
        Self { head, roles: roles(row, width, campaign), kind: None }
    }
}

/// Proposes where the head is and what the columns are.
pub fn guess(grid: &Grid, campaign: &Campaign) -> Layout {
    let known = |head: usize| Layout::at(grid, head, campaign).roles.iter().flatten().count();
    let heads = grid.rows.len().min(LOOKED_AT);
    let best = (0..heads).max_by_key(|&head| (known(head), std::cmp::Reverse(head)));
    let best = best.filter(|&head| known(head) >= 2);
    let first = || grid.rows.iter().position(|row| row.cells.iter().filter(|cell| !cell.text.is_empty()).count() >= 2);
    Layout::at(grid, best.or_else(first).unwrap_or_default(), campaign)
}

/// What each cell of a head names, both kinds of table tried.
fn roles(row: &Row, width: usize, campaign: &Campaign) -> Vec<Option<Role>> {
    let heads: Vec<Vec<String>> = (0..width).map(|column| forms(row.text(column))).collect();
    let renamed: Vec<Option<Role>> = heads.iter().map(|forms| of_renamed(forms)).collect();
    let has = |role: Role| renamed.contains(&Some(role));
    if (has(Role::NewCode) || has(Role::NewName)) && (has(Role::OldCode) || has(Role::OldName)) {
        return renamed;
    }
    heads.iter().map(|forms| of_units(forms, campaign)).collect()
}

/// A head as it may be known: whole, and without what stands in brackets.
fn forms(head: &str) -> Vec<String> {
    let short = head.split(['(', '\n']).next().unwrap_or_default();
    [head, short].into_iter().map(fold).filter(|form| !form.is_empty()).collect()
}

fn of_renamed(forms: &[String]) -> Option<Role> {
    let is = |names: &[&str]| forms.iter().any(|form| names.contains(&form.as_str()));
    [(OLD_CODE, Role::OldCode), (OLD_NAME, Role::OldName), (NEW_CODE, Role::NewCode), (NEW_NAME, Role::NewName)]
        .into_iter()
        .find_map(|(names, role)| is(names).then_some(role))
}

fn of_units(forms: &[String], campaign: &Campaign) -> Option<Role> {
    let is = |names: &[&str]| forms.iter().any(|form| names.contains(&form.as_str()));
    let plain = [
        (CODE, Role::Code),
        (NAME, Role::Name),
        (OLD_NAMES, Role::OldNames),
        (KIND, Role::Kind),
        (PARENT, Role::Parent),
        (VILLAGES, Role::Villages),
    ];
    let plain = plain.into_iter().find_map(|(names, role)| is(names).then_some(role));
    plain.or_else(|| of_group(forms, campaign))
}

/// `N`, `N người dân`, `Chỉ tiêu – Doanh nghiệp`. Without a group it is the first one.
fn of_group(forms: &[String], campaign: &Campaign) -> Option<Role> {
    let names = |group: &crate::campaign::Group| [fold(&group.title.vi), fold(&group.title.en), fold(&group.id)];
    let of = |words: &[&str]| {
        let with = |form: &String, name: &String| {
            !name.is_empty() && words.iter().any(|word| *form == [word, " ", name].concat() || *form == [name, " ", word].concat())
        };
        let group = campaign.groups.iter().find(|group| names(group).iter().any(|name| forms.iter().any(|form| with(form, name))));
        let alone = forms.iter().any(|form| words.contains(&form.as_str()));
        group.or_else(|| campaign.groups.first().filter(|_| alone)).map(|group| group.id.clone())
    };
    of(POPULATION).map(Role::Population).or_else(|| of(QUOTA).map(Role::Quota))
}

/// What a head lacks or has twice.
pub(super) fn check(grid: &Grid, layout: &Layout) -> Vec<Finding> {
    let Some(head) = grid.rows.get(layout.head) else { return vec![Finding::error("table_empty", grid.sheet.as_str(), "")] };
    let mut findings = Vec::new();
    let at = |column| grid.at(head.number, column);
    let has = |role: &Role| layout.column(role).is_some();
    if layout.roles.iter().all(Option::is_none) {
        return vec![Finding::error("units_no_head", at(None), head.text(0))];
    }
    if layout.is_of_renamed() {
        if !has(&Role::OldName) && !has(&Role::OldCode) {
            findings.push(Finding::error("units_no_old_column", at(None), ""));
        }
        if !has(&Role::NewName) && !has(&Role::NewCode) {
            findings.push(Finding::error("units_no_new_column", at(None), ""));
        }
    } else {
        for (role, code) in [(Role::Code, "units_no_code_column"), (Role::Name, "units_no_name_column")] {
            if !has(&role) {
                findings.push(Finding::error(code, at(None), ""));
            }
        }
    }
    for (column, role) in layout.roles.iter().enumerate() {
        if let Some(role) = role.as_ref().filter(|role| layout.column(role) != Some(column)) {
            let first = layout.column(role).map_or("", |first| head.text(first));
            findings.push(Finding::error("units_head_repeated", at(Some(column)), [head.text(column), " = ", first].concat()));
        }
    }
    if grid.rows.len() <= layout.head + 1 {
        findings.push(Finding::error("units_only_head", at(None), ""));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSED: &str = include_str!("../../../tests/data/campaigns/closed.json");

    fn campaign() -> Campaign {
        let mut campaign = Campaign::read(CLOSED).unwrap();
        let mut firms = campaign.groups[0].clone();
        firms.id = "firm".to_owned();
        firms.title = crate::base::Text { vi: "Doanh nghiệp, tổ chức".to_owned(), en: "Firms".to_owned() };
        campaign.groups.push(firms);
        campaign
    }

    fn known(head: &str) -> Option<Role> {
        let (grid, _) = Grid::of_text(&["x\t", head, "\ny\tz"].concat());
        Layout::at(&grid, 0, &campaign()).roles[1].clone()
    }

    #[test]
    fn heads_are_known_in_both_languages_without_marks_and_case() {
        for (head, role) in [
            ("Mã đơn vị", Role::Code),
            ("MÃ", Role::Code),
            ("Tên đơn vị (đầy đủ)", Role::Name),
            ("Đơn vị", Role::Name),
            ("Tên cũ", Role::OldNames),
            ("loai", Role::Kind),
            ("Đơn vị cấp trên", Role::Parent),
            ("Thôn/tổ", Role::Villages),
            ("N", Role::Population("citizen".to_owned())),
            ("Số hồ sơ (N)", Role::Population("citizen".to_owned())),
            ("N người dân", Role::Population("citizen".to_owned())),
            ("Chỉ tiêu – Doanh nghiệp, tổ chức", Role::Quota("firm".to_owned())),
            ("N firm", Role::Population("firm".to_owned())),
            ("Firms quota", Role::Quota("firm".to_owned())),
        ] {
            assert_eq!(known(head), Some(role), "{head}");
        }
        for head in ["STT", "Ghi chú", "", "Chỉ tiêu lãnh đạo"] {
            assert_eq!(known(head), None, "{head}");
        }
    }

    #[test]
    fn titles_above_the_head_are_no_head() {
        let text = "SỞ NỘI VỤ;;\nDanh sách đơn vị;;\n;;\nMã;Tên;N\nS1;Sở Y tế;5";
        let layout = guess(&Grid::of_text(text).0, &campaign());
        assert_eq!((layout.head, layout.roles.len()), (2, 3));
    }

    #[test]
    fn a_table_of_old_and_new_units_is_known() {
        let layout = guess(&Grid::of_text("Tên cũ;Mã mới;Tên mới\na;b;c").0, &campaign());
        assert!(layout.is_of_renamed());
        assert_eq!(layout.roles, [Some(Role::OldName), Some(Role::NewCode), Some(Role::NewName)]);
    }
}
