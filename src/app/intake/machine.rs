//! What lies in this browser's own stores, as a source: the envelopes of both media, each
//! once, by its receipt. Nothing is taken away from there.

use std::collections::BTreeMap;

use super::source::{Carrier, Source};
use crate::base::Finding;
use crate::store::handin::file;
use crate::store::journal::Record;
use crate::store::journal::record::read_envelope;

/// The finished envelopes among records `(key, text)` as the media keep them, as one source
/// of this name; none where there are none. What cannot be read is told.
pub fn source(records: &[(String, String)], name: &str) -> (Option<Source>, Vec<Finding>) {
    let (mut envelopes, mut broken) = (BTreeMap::new(), 0_u64);
    for (key, text) in records.iter().filter(|(key, _)| key.starts_with("e.")) {
        let record = Record::decode(key, text);
        // One that was erased on purpose is no trouble.
        let Some(payload) = record.as_ref().map(|record| record.payload.as_deref()) else {
            broken += 1;
            continue;
        };
        match payload.map(|payload| read_envelope(key, payload)) {
            Some(Some((_, envelope))) => drop(envelopes.insert(key.clone(), envelope)),
            Some(None) => broken += 1,
            None => {}
        }
    }
    let found = (broken > 0).then(|| Finding::warning("source_machine_broken", "", broken.to_string()));
    let source = (!envelopes.is_empty()).then(|| Source {
        name: name.to_owned(),
        carrier: Carrier::ThisMachine,
        bytes: file::encode(envelopes.values().map(Vec::as_slice)),
    });
    (source, found.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::digest::fingerprint;
    use crate::store::journal::record::{envelope_key, envelope_payload};

    #[test]
    fn both_media_give_each_envelope_once() {
        let record = |byte: u8| {
            let envelope = [byte; 160];
            let key = envelope_key(&fingerprint(&envelope));
            let text = Record { sequence: 0, payload: Some(envelope_payload("5R2K8M0QZ7VJ3N1X", &envelope)) }.encode(&key);
            (key, text)
        };
        let mut records = vec![record(1), record(2), record(1), ("d.demo.X".to_owned(), "draft".to_owned())];
        let (source, found) = super::source(&records, "x");
        assert_eq!((file::decode(&source.unwrap().bytes).envelopes.len(), found.len()), (2, 0));
        records[1].1.push('x');
        let (source, found) = super::source(&records, "x");
        assert_eq!((file::decode(&source.unwrap().bytes).envelopes.len(), found[0].value.as_str()), (1, "1"));
        assert_eq!(super::source(&[], "x"), (None, Vec::new()));
    }
}
