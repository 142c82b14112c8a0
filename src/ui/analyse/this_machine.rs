//! "Phiếu đang nằm trên máy này": the envelopes of this browser's two media, read and never
//! changed. One medium is enough: what one has, the other may have lost.

use crate::app::intake::machine;
use crate::app::intake::{Carrier, Source, SourceSaid};
use crate::app::keeping;
use crate::base::words::intake as words;
use crate::base::{Finding, Lang};
use crate::platform::keeping::carry_out;
use crate::store::journal::{self, Side};

/// A source with all of them, or what is to be said instead.
pub async fn read(lang: Lang) -> (Vec<Source>, Vec<SourceSaid>) {
    let name = words::THIS_MACHINE.get(lang);
    let said = |findings| SourceSaid { name: name.to_owned(), carrier: Carrier::ThisMachine, import: None, form: None, findings };
    let (local, journal) = (side(Side::First).await, side(Side::Journal).await);
    let Some(records) = local.into_iter().chain(journal).reduce(|all, more| [all, more].concat()) else {
        return (Vec::new(), vec![said(vec![Finding::error("source_machine_blocked", "", "")])]);
    };
    let (source, mut findings) = machine::source(&records, name);
    if source.is_none() {
        findings.push(Finding::warning("source_machine_empty", "", ""));
    }
    let unread = (!findings.is_empty()).then(|| said(findings));
    (source.into_iter().collect(), unread.into_iter().collect())
}

async fn side(side: Side) -> Option<Vec<(String, String)>> {
    match carry_out(keeping::Effect::Store(journal::Effect::Read(side))).await {
        Some(keeping::Event::Store(journal::Event::Read(_, Ok(records)))) => Some(records),
        Some(_) | None => None,
    }
}
