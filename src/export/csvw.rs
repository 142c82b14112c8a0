//! Metadata beside a CSV, as *CSV on the Web* (W3C Recommendation, 2015) has them: what the
//! columns are called in both languages, what their cells are, how the file is delimited.
//! Missing codes are its `null`s; labels of values stand in `rdfs:comment`.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::csv::Dialect;
use super::release::{About, Kind, RowSet, Style, Table, Value, Variable};
use super::{said, tables_csv};
use crate::base::delimited::harmless;
use crate::base::{Lang, Text, number};

/// Metadata of the CSV of a table that is called `url`.
pub fn of_table(about: &About, table: &Table, url: &str, style: Style) -> Vec<u8> {
    let mut taken = BTreeSet::new();
    let dimensions: Vec<&str> = table.dimensions().iter().map(|dimension| dimension.id.as_str()).collect();
    let mut key = Vec::new();
    let heads = tables_csv::heads(table, style.lang);
    let columns = table.columns().into_iter().zip(&heads).map(|((id, label), head)| {
        let name = said::name(&id, 64, &mut taken);
        if dimensions.contains(&id.as_str()) {
            key.push(name.clone());
        }
        let places = table.measures().iter().find(|measure| measure.id == id).map(|measure| measure.decimals);
        let datatype = places.map_or(json!("string"), |places| numbers(places, style.dialect));
        Json::Object(column(&name, &harmless(head), &label, datatype))
    });
    let columns: Vec<Json> = columns.collect();
    document(about, &table.title, url, style, &json!({"columns": columns, "primaryKey": key}))
}

/// Metadata of the CSV of rows, with codes in its cells, that is called `url`.
pub fn of_rows(about: &About, rows: &RowSet, url: &str, style: Style) -> Vec<u8> {
    let mut taken = BTreeSet::new();
    let columns: Vec<Json> = rows.variables().iter().map(|variable| of_variable(variable, &mut taken, style)).collect();
    document(about, &about.title, url, style, &json!({"columns": columns}))
}

fn of_variable(variable: &Variable, taken: &mut BTreeSet<String>, style: Style) -> Json {
    let (datatype, places) = match variable.kind {
        Kind::Number { decimals } => (numbers(decimals, style.dialect), usize::from(decimals)),
        Kind::Text { .. } => (json!("string"), 0),
    };
    let name = said::name(&variable.id, 64, taken);
    let mut column = column(&name, &harmless(&variable.id), &variable.label, datatype);
    let cell = |value: Value<'_>| match value {
        Value::None => String::new(),
        Value::Number(value) => number::decimal(value, places, style.dialect.numbers()),
        Value::Text(text) => harmless(text),
    };
    let missing = variable.categories.iter().filter(|category| category.missing).map(|category| cell(variable.value_of(category)));
    let nulls: Vec<String> = std::iter::once(String::new()).chain(missing).collect();
    column.insert("null".to_owned(), json!(nulls));
    let meanings = |lang| {
        let each =
            variable.categories.iter().map(|category| [&cell(variable.value_of(category)), " = ", category.label.get(lang)].concat());
        each.collect::<Vec<_>>().join("; ")
    };
    if !variable.categories.is_empty() {
        let text = Text { vi: meanings(Lang::Vi), en: meanings(Lang::En) };
        column.insert("rdfs:comment".to_owned(), tagged(&text));
    }
    Json::Object(column)
}

fn numbers(places: u8, dialect: Dialect) -> Json {
    match (places, dialect) {
        (0, _) => json!("integer"),
        (_, Dialect::Plain) => json!("decimal"),
        (_, Dialect::ExcelVi) => json!({"base": "decimal", "format": {"decimalChar": ","}}),
    }
}

fn column(name: &str, head: &str, label: &Text, datatype: Json) -> Map<String, Json> {
    let entries = [("name", json!(name)), ("titles", json!(head)), ("rdfs:label", tagged(label)), ("datatype", datatype)];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A text in the languages that it has.
fn tagged(text: &Text) -> Json {
    let one = |lang: Lang, text: &str| json!({"@value": text, "@language": lang.tag()});
    let english = (!text.en.is_empty()).then(|| one(Lang::En, &text.en));
    Json::Array(std::iter::once(one(Lang::Vi, &text.vi)).chain(english).collect())
}

fn document(about: &About, title: &Text, url: &str, style: Style, schema: &Json) -> Vec<u8> {
    let delimiter = style.dialect.delimiter();
    let document = json!({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": style.lang.tag()}],
        "url": url,
        "dc:title": tagged(title),
        "dc:publisher": tagged(&about.producer),
        "dc:issued": String::from(about.date),
        "dc:description": tagged(&about.note),
        "dialect": {"delimiter": delimiter, "encoding": "utf-8", "header": true, "lineTerminators": ["\r\n"], "quoteChar": "\"", "doubleQuote": true},
        "tableSchema": schema,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}
