//! A release as JSON, for programs: `{"phieu":"release","version":1,…}`. Numbers are those
//! that are printed; a withheld figure is `{"withheld":true}` and a figure that does not
//! exist is `null`. Version 1 is frozen in `tests/data/frozen/release1/`.

use serde_json::{Value as Json, json};

use super::out::{Fault, Out};
use super::release::{Cell, Release, Table};
use crate::base::Text;
use crate::disclosure::derived::Figure;

/// Writes the release without its rows, a line for each cell.
///
/// # Errors
/// [`Fault::Stopped`].
pub fn write(release: &Release, out: &mut Out<'_>) -> Result<(), Fault> {
    let about = &release.about;
    let method: Vec<Json> = about.method.iter().map(text).collect();
    let fieldwork = [about.fieldwork.0, about.fieldwork.1].map(String::from);
    let head = [
        ("id", json!(about.id)),
        ("title", text(&about.title)),
        ("producer", text(&about.producer)),
        ("universe", text(&about.universe)),
        ("date", json!(String::from(about.date))),
        ("fieldwork", json!(fieldwork)),
        ("method", json!(method)),
        ("note", text(&about.note)),
    ];
    out.put(b"{\"phieu\":\"release\",\"version\":1")?;
    for (key, value) in head {
        out.put(format!(",\n\"{key}\":{value}").as_bytes())?;
    }
    out.put(b",\n\"tables\":[")?;
    for (at, table) in release.tables.iter().enumerate() {
        out.put(if at == 0 { b"\n" } else { b",\n" })?;
        one(table, out)?;
    }
    out.put(b"\n]}\n")
}

fn one(table: &Table, out: &mut Out<'_>) -> Result<(), Fault> {
    let dimension = |of: &super::release::Dimension| {
        let codes: Vec<Json> = of.codes.iter().map(|code| json!({"code": code.code, "label": text(&code.label)})).collect();
        json!({"id": of.id, "label": text(&of.label), "codes": codes})
    };
    let dimensions: Vec<Json> = table.dimensions().iter().map(dimension).collect();
    let measures: Vec<Json> =
        table.measures().iter().map(|of| json!({"id": of.id, "label": text(&of.label), "decimals": of.decimals})).collect();
    let (id, title) = (json!(table.id), text(&table.title));
    out.put(
        format!("{{\"id\":{id},\"title\":{title},\n\"dimensions\":{},\n\"measures\":{},\n\"cells\":[", json!(dimensions), json!(measures))
            .as_bytes(),
    )?;
    for (at, cell) in table.cells().iter().enumerate() {
        let comma = if at == 0 { "\n" } else { ",\n" };
        out.put(format!("{comma}{}", of_cell(table, cell)).as_bytes())?;
        out.step();
    }
    out.put(b"\n]}")
}

fn of_cell(table: &Table, cell: &Cell) -> Json {
    let codes: Vec<&str> = table.codes(cell).map(|code| code.code.as_str()).collect();
    let figure = |figure: &Figure<Option<super::release::Printed>>| match figure {
        Figure::Withheld => json!({"withheld": true}),
        // Through its text, so that a count stands there without `.0`.
        Figure::Shown(shown) => shown
            .map_or(Json::Null, |number| number.text(crate::base::Lang::En).parse::<serde_json::Number>().map_or(Json::Null, Json::Number)),
    };
    let figures: Vec<Json> = cell.figures.iter().map(figure).collect();
    json!({"codes": codes, "figures": figures, "weak": cell.weak})
}

fn text(text: &Text) -> Json {
    json!(text)
}
