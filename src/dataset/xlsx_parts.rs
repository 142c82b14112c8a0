//! Two things of a workbook that its reader does not tell: which part each sheet is, and
//! which of its rows are hidden. Tags are looked for as text; a part that is otherwise than
//! expected has no hidden rows.

use std::collections::{BTreeMap, BTreeSet};

/// The part of each sheet, in the workbook's order; empty where it is not found.
pub(super) fn sheet_paths(parts: &BTreeMap<String, String>) -> Vec<String> {
    let part = |name: &str| parts.get(name).map_or("", String::as_str);
    let relations: BTreeMap<&str, &str> = tags(part("xl/_rels/workbook.xml.rels"), "Relationship")
        .filter_map(|tag| Some((attribute(tag, "Id")?, attribute(tag, "Target")?)))
        .collect();
    let path = |tag| {
        let target = attribute(tag, "r:id").and_then(|id| relations.get(id)).copied().unwrap_or_default();
        let whole = target.strip_prefix('/').map_or_else(|| ["xl/", target].concat(), str::to_owned);
        whole.replace("/./", "/")
    };
    tags(part("xl/workbook.xml"), "sheet").map(path).collect()
}

/// Numbers of the rows that the sheet does not show.
pub(super) fn hidden_rows(xml: &str) -> BTreeSet<u32> {
    let is_hidden = |tag: &&str| matches!(attribute(tag, "hidden"), Some("1" | "true"));
    tags(xml, "row").filter(is_hidden).filter_map(|tag| attribute(tag, "r")?.parse().ok()).collect()
}

/// The insides of the opening tags of this name.
fn tags<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let insides = xml.split('<').skip(1).filter_map(move |tag| tag.strip_prefix(name));
    insides.filter(|tag| tag.starts_with(char::is_whitespace)).filter_map(|tag| tag.split('>').next())
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some((key, after)) = rest.split_once('=') {
        let quote = after.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after.trim_start().get(1..)?.split_once(quote)?;
        if key.trim() == name {
            return Some(value);
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_are_found() {
        let xml = "<sheetData><row r=\"1\"><c/></row><row r='3' spans=\"1:2\" hidden=\"1\"/><row r=\"4\" hidden=\"0\"/><rowx r=\"9\" hidden=\"1\"/></sheetData>";
        assert_eq!(hidden_rows(xml), BTreeSet::from([3]));
        assert_eq!(hidden_rows("<row r=3 hidden=1><row r=\"<row"), BTreeSet::new());
    }

    #[test]
    fn sheets_have_their_parts() {
        let parts = BTreeMap::from([
            ("xl/workbook.xml".to_owned(), "<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId2\"/><sheet name=\"B\" r:id=\"rId1\"/></sheets>".to_owned()),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/b.xml\"/><Relationship Id=\"rId2\" Target=\"/xl/worksheets/a.xml\"/></Relationships>".to_owned(),
            ),
        ]);
        assert_eq!(sheet_paths(&parts), ["xl/worksheets/a.xml", "xl/worksheets/b.xml"]);
    }
}
