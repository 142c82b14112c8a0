//! A page of `CouchDB`'s list of changes, asked for with the documents: `results` with `id`
//! and `doc`, `last_seq`, and `pending` where the server counts. The same text, saved by an
//! administrator, is a copy of a whole drop box. A document that is none of ours is located
//! by its name and leaves the others alone; whether an envelope is sound is for intake to say.

use serde::Deserialize;
use serde_json::Value;

use crate::base::{Finding, text64};

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Documents in their order.
    pub documents: Vec<Document>,
    /// Where the next page begins, as it stands in an address.
    pub since: String,
    /// How many are still to come, where the server says it.
    pub pending: Option<u64>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Document {
    id: String,
    #[serde(default)]
    doc: Option<Value>,
}

#[derive(Deserialize)]
struct Changes {
    results: Vec<Document>,
    last_seq: Value,
    #[serde(default)]
    pending: Option<u64>,
}

/// Reads a page; none where the text is no list of changes.
pub fn read(text: &str) -> Option<Page> {
    let Changes { results, last_seq, pending } = serde_json::from_str(text).ok()?;
    let since = match last_seq {
        Value::String(text) => escaped(&text),
        // As an address may carry it: a large one is written with a sign.
        Value::Number(number) => escaped(&number.to_string()),
        // CouchDB's kin write a list; they read it again as they wrote it.
        other @ Value::Array(_) => escaped(&other.to_string()),
        Value::Null | Value::Bool(_) | Value::Object(_) => return None,
    };
    Some(Page { documents: results, since, pending })
}

/// The same of a text that may be something else.
pub fn copy(text: &str) -> Option<Page> {
    if text.trim_start().starts_with("{\"results\"") { read(text) } else { None }
}

/// A text as it stands in an address.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The envelopes of documents, and which documents have none.
pub fn envelopes(documents: Vec<Document>) -> (Vec<Vec<u8>>, Vec<Finding>) {
    let (mut envelopes, mut findings) = (Vec::new(), Vec::new());
    // The rules of the box itself lie beside the envelopes.
    for Document { id, doc } in documents.into_iter().filter(|document| !document.id.starts_with('_')) {
        match doc.as_ref().and_then(envelope) {
            Some(envelope) => envelopes.push(envelope),
            None => findings.push(Finding::warning("pull_document", "", id)),
        }
    }
    (envelopes, findings)
}

fn envelope(document: &Value) -> Option<Vec<u8>> {
    let ours = document.get("phieu").and_then(Value::as_u64) == Some(1);
    document.get("envelope").and_then(Value::as_str).filter(|_| ours).and_then(text64::decode).filter(|bytes| !bytes.is_empty())
}
