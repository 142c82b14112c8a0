//! Documented shapes: the words of JSON Schema that the schemas in `docs/` use.

use serde_json::Value;

/// Adds to `faults` where `value` has another shape than `schema`, which is a part of `root`.
pub fn fits(value: &Value, schema: &Value, root: &Value, at: &str, faults: &mut Vec<String>) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        return fits(value, root.pointer(name.trim_start_matches('#')).unwrap(), root, at, faults);
    }
    if let Some(all) = schema.get("oneOf").and_then(Value::as_array) {
        let count = all
            .iter()
            .filter(|one| {
                let mut inner = Vec::new();
                fits(value, one, root, at, &mut inner);
                inner.is_empty()
            })
            .count();
        if count != 1 {
            faults.push(format!("{at}: {count} of oneOf"));
        }
    }
    if schema.get("const").is_some_and(|only| only != value)
        || schema.get("enum").and_then(Value::as_array).is_some_and(|all| !all.contains(value))
    {
        faults.push(format!("{at}: {value}"));
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if schema.get("type").and_then(Value::as_str).is_some_and(|wanted| wanted != kind && (wanted, kind) != ("number", "integer")) {
        faults.push(format!("{at}: {kind}"));
    }
    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(items) = schema.get("items") {
            fits(item, items, root, &format!("{at}[{i}]"), faults);
        }
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, field) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        match (properties.and_then(|all| all.get(name)), schema.get("additionalProperties")) {
            (Some(inner), _) => fits(field, inner, root, &at, faults),
            (None, Some(Value::Object(_))) => fits(field, &schema["additionalProperties"], root, &at, faults),
            (None, Some(Value::Bool(false))) => faults.push(format!("{at}: unknown")),
            (None, _) => {}
        }
    }
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        if value.get(name.as_str().unwrap()).is_none() && value.is_object() {
            faults.push(format!("{at}.{name}: missing"));
        }
    }
}
