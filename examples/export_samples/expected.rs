//! What a reader must find in the files.

use phieu::disclosure::derived::Figure;
use phieu::export::release::{Cell, Code, Kind, Printed, Release, RowSet, Value, Variable};
use serde_json::{Value as Json, json};

/// What the files must say: variables with labels, values and missing codes; rows; cells.
pub fn expected(release: &Release, secrets: &[String]) -> Json {
    let rows = release.rows.as_ref().expect("rows");
    let variables: Vec<Json> = rows.variables().iter().map(variable).collect();
    let values: Vec<Vec<Json>> = (0..rows.variables().len()).map(|at| rows.distinct(at).map(value).collect()).collect();
    let cell = |row: usize, at: usize| rows.code(row, at).map_or(Json::Null, |code| values[at][code].clone());
    let records: Vec<Json> = (0..rows.len()).map(|row| (0..values.len()).map(|at| cell(row, at)).collect()).collect();
    let tables = release.tables.iter().map(|table| {
        let measures: Vec<&str> = table.measures().iter().map(|measure| measure.id.as_str()).collect();
        let cell = |cell: &Cell| {
            let codes: Vec<[&str; 2]> = table.codes(cell).map(|Code { code, label }| [code.as_str(), label.vi.as_str()]).collect();
            let figure = |figure: &Figure<Option<Printed>>| match figure {
                Figure::Withheld => json!("withheld"),
                Figure::Shown(number) => number.map_or(Json::Null, |number| json!(number.value())),
            };
            json!({"codes": codes, "figures": cell.figures.iter().map(figure).collect::<Vec<_>>()})
        };
        json!({"id": table.id, "measures": measures, "cells": table.cells().iter().map(cell).collect::<Vec<_>>()})
    });
    json!({"variables": variables, "records": records, "tables": tables.collect::<Vec<_>>(), "secrets": secrets})
}

/// How often each value of each variable stands in the rows; the last is no value.
pub fn counts(rows: &RowSet) -> Json {
    let of = |at: usize| {
        let values: Vec<Json> = rows.distinct(at).map(value).chain([Json::Null]).collect();
        let mut counts = vec![0_u64; values.len()];
        (0..rows.len()).for_each(|row| counts[rows.code(row, at).unwrap_or(values.len() - 1)] += 1);
        json!(values.into_iter().zip(counts).collect::<Vec<_>>())
    };
    json!({"rows": rows.len(), "counts": (0..rows.variables().len()).map(of).collect::<Vec<_>>()})
}

fn value(value: Value<'_>) -> Json {
    match value {
        Value::None => Json::Null,
        Value::Number(number) => json!(number),
        Value::Text(text) => json!(text),
    }
}

fn variable(of: &Variable) -> Json {
    let categories: Vec<Json> = of
        .categories
        .iter()
        .map(|category| json!({"value": value(of.value_of(category)), "label": category.label.vi, "missing": category.missing}))
        .collect();
    let kind = match of.kind {
        Kind::Number { decimals } => json!({"number": decimals}),
        Kind::Text { bytes } => json!({"text": bytes}),
    };
    json!({"id": of.id, "label": of.label.vi, "kind": kind, "categories": categories})
}
