//! Units of a table beside those of a campaign: what would be new, changed or missing, and
//! the list that comes of taking them. Known units keep their place, new ones follow.

use crate::campaign::Unit;

/// What happens to units that the table does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missing {
    /// They stay.
    #[default]
    Keep,
    /// They are taken out.
    Remove,
}

/// Codes by what taking the table would do to them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Not in the campaign yet.
    pub new: Vec<String>,
    /// In it, but otherwise.
    pub changed: Vec<String>,
    /// In it, and alike.
    pub unchanged: Vec<String>,
    /// In the campaign alone.
    pub missing: Vec<String>,
}

/// Compares the units of a table with those of a campaign.
pub fn compare(now: &[Unit], table: &[Unit]) -> Comparison {
    let mut out = Comparison::default();
    for unit in table {
        let list = match now.iter().find(|other| other.code == unit.code) {
            None => &mut out.new,
            Some(other) if other == unit => &mut out.unchanged,
            Some(_) => &mut out.changed,
        };
        list.push(unit.code.clone());
    }
    let missing = now.iter().filter(|unit| !table.iter().any(|other| other.code == unit.code));
    out.missing = missing.map(|unit| unit.code.clone()).collect();
    out
}

/// The units of a campaign after a table was taken.
pub fn merged(now: &[Unit], table: &[Unit], missing: Missing) -> Vec<Unit> {
    let of_table = |code: &str| table.iter().find(|unit| unit.code == code);
    let mut out: Vec<Unit> = Vec::with_capacity(now.len().max(table.len()));
    for unit in now {
        match of_table(&unit.code) {
            Some(unit) => out.push(unit.clone()),
            None if missing == Missing::Keep => out.push(unit.clone()),
            None => {}
        }
    }
    out.extend(table.iter().filter(|unit| !now.iter().any(|other| other.code == unit.code)).cloned());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str, name: &str) -> Unit {
        Unit {
            code: code.to_owned(),
            name: name.to_owned(),
            old_names: Vec::new(),
            kind: "ward".to_owned(),
            parent: None,
            villages: Vec::new(),
            strata: Vec::new(),
        }
    }

    #[test]
    fn units_are_told_apart_by_code() {
        let now = [unit("A", "a"), unit("B", "b"), unit("C", "c")];
        let table = [unit("D", "d"), unit("C", "c"), unit("A", "x")];
        let codes = |list: &[Unit]| list.iter().map(|unit| unit.code.clone()).collect::<Vec<_>>();
        let found = compare(&now, &table);
        assert_eq!(
            (found.new, found.changed, found.unchanged, found.missing),
            (vec!["D".into()], vec!["A".into()], vec!["C".into()], vec!["B".into()])
        );
        assert_eq!(codes(&merged(&now, &table, Missing::Keep)), ["A", "B", "C", "D"]);
        assert_eq!(codes(&merged(&now, &table, Missing::Remove)), ["A", "C", "D"]);
        assert_eq!(merged(&now, &table, Missing::Keep)[0].name, "x");
    }
}
