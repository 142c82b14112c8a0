//! "Phiếu đang nằm trên máy này": the envelopes of this browser's own stores, read and
//! never changed.

use crate::app::intake::machine;
use crate::app::intake::{Carrier, Source, SourceSaid};
use crate::base::words::intake as words;
use crate::base::{Finding, Lang};
use crate::platform::storage::LocalMedium;
use crate::store::Medium as _;
use crate::store::journal::record::PREFIX;

/// A source with all of them, or what is to be said instead.
pub async fn read(lang: Lang) -> (Vec<Source>, Vec<SourceSaid>) {
    let name = words::THIS_MACHINE.get(lang);
    let said = |findings| SourceSaid { name: name.to_owned(), carrier: Carrier::ThisMachine, import: None, form: None, findings };
    let Some(records) = local() else { return (Vec::new(), vec![said(vec![Finding::error("source_machine_blocked", "", "")])]) };
    let (source, mut findings) = machine::source(&records, name);
    if source.is_none() {
        findings.push(Finding::warning("source_machine_empty", "", ""));
    }
    let unread = (!findings.is_empty()).then(|| said(findings));
    (source.into_iter().collect(), unread.into_iter().collect())
}

fn local() -> Option<Vec<(String, String)>> {
    let medium = LocalMedium;
    let keys = medium.keys().ok()?;
    let own = keys.iter().filter_map(|key| Some((key.strip_prefix(PREFIX)?.to_owned(), medium.read(key).ok()??)));
    Some(own.collect())
}
