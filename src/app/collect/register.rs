//! What a tablet remembers of what it sealed: of a response who, where and how it ended,
//! never an answer; of a correction all of it. The record stands beside the envelope under
//! its receipt, sealed with the device's key. It counts for the board alone: where it is
//! lost, the envelope is as good as before.

use crate::base::json::{Reader, Writer, read};
use crate::base::time::Stamp;
use crate::response::{Channel, Correction, Outcome, Response};

/// Begins a response.
const RESPONSE: u8 = 1;
/// Begins a correction.
const CORRECTION: u8 = 2;

/// A finished response, without its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its campaign.
    pub campaign: String,
    /// The unit that it names.
    pub unit: String,
    /// The group.
    pub group: String,
    /// Through which channel it came.
    pub channel: Channel,
    /// How it ended.
    pub outcome: Outcome,
    /// When it ended.
    pub finished: Stamp,
    /// Tried out, never counted.
    pub trial: bool,
    /// Code of the surveyor.
    pub surveyor: String,
}

/// What stands in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registered {
    /// A response.
    Response(Entry),
    /// A correction.
    Correction(Correction),
}

impl Entry {
    /// What is remembered of a response.
    pub fn of(response: &Response) -> Self {
        let header = &response.header;
        Self {
            id: header.id.clone(),
            campaign: header.campaign.0.clone(),
            unit: header.unit.clone(),
            group: header.group.clone(),
            channel: header.channel,
            outcome: response.outcome,
            finished: response.finished,
            trial: header.trial,
            surveyor: header.fieldwork.surveyor.clone(),
        }
    }
}

impl Registered {
    /// The campaign.
    pub fn campaign(&self) -> &str {
        match self {
            Self::Response(entry) => &entry.campaign,
            Self::Correction(correction) => &correction.campaign,
        }
    }

    /// The record's bytes.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Response(entry) => [&[RESPONSE], written(entry).as_bytes()].concat(),
            Self::Correction(correction) => [&[CORRECTION], correction.encode().as_bytes()].concat(),
        }
    }

    /// The record of bytes; none where they are none.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (kind, text) = bytes.split_first()?;
        let text = std::str::from_utf8(text).ok()?;
        match *kind {
            RESPONSE => read(text, entry).ok().map(Self::Response),
            CORRECTION => Correction::decode(text).ok().map(Self::Correction),
            _ => None,
        }
    }
}

fn written(entry: &Entry) -> String {
    Writer::document(&mut |w| {
        w.field("id").text(&entry.id);
        w.field("campaign").text(&entry.campaign);
        w.field("unit").text(&entry.unit);
        w.field("group").text(&entry.group);
        w.field("channel").text(entry.channel.word());
        w.field("outcome").text(entry.outcome.word());
        w.field("finished").count(entry.finished.0);
        w.field("trial").truth(entry.trial);
        w.field("surveyor").text(&entry.surveyor);
    })
}

fn entry(r: &mut Reader<'_>) -> Entry {
    Entry {
        id: r.required("id").text(),
        campaign: r.required("campaign").text(),
        unit: r.required("unit").text(),
        group: r.required("group").text(),
        channel: r.required("channel").word(&Channel::ALL, Channel::word).unwrap_or(Channel::OpenLink),
        outcome: r.required("outcome").word(&Outcome::ALL, Outcome::word).unwrap_or(Outcome::Partial),
        finished: Stamp(r.required("finished").whole().unwrap_or_default()),
        trial: r.required("trial").flag(),
        surveyor: r.required("surveyor").text(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::response::Change;

    proptest! {
        #[test]
        fn a_record_comes_back(
            texts: [String; 5],
            channel in prop::sample::select(&Channel::ALL[..]),
            outcome in prop::sample::select(&Outcome::ALL[..]),
            finished in 0..=i64::MAX as u64,
            trial: bool,
        ) {
            let [id, campaign, unit, group, surveyor] = texts;
            let correction = Correction {
                id: unit.clone(), of: id.clone(), campaign: campaign.clone(), change: Change::Cancel,
                reason: group.clone(), surveyor: surveyor.clone(), made: Stamp(finished),
            };
            let entry = Entry { id, campaign, unit, group, channel, outcome, finished: Stamp(finished), trial, surveyor };
            for record in [Registered::Response(entry), Registered::Correction(correction)] {
                prop_assert_eq!(Registered::decode(&record.encode()), Some(record));
            }
        }

        #[test]
        fn any_bytes_are_none(bytes: Vec<u8>) {
            prop_assert_eq!(Registered::decode(&bytes), None);
        }
    }
}
