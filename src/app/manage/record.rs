//! A draft as the store keeps it: the campaign, what is no value yet, and the text of the
//! edition that was given out last. Format version 2, whose drafts say which key was tried;
//! version 1 is read for ever, and a new one follows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::key::Proof;
use super::{Document, Summary};
use crate::base::Finding;
use crate::base::digest::fingerprint;
use crate::base::json::{Reader, ascii, read_document, text};
use crate::base::time::Stamp;
use crate::campaign::{Campaign, VERSION as CAMPAIGN_VERSION};

/// The version of the record that this program writes.
const VERSION: u32 = 2;

/// An edition that was given out: its file, to the byte.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The file's text.
    pub text: String,
    /// Its fingerprint, which is in its links.
    pub fingerprint: String,
    /// The campaign in it.
    pub campaign: Campaign,
}

impl Given {
    /// The edition in this file.
    ///
    /// # Errors
    /// What is wrong with it as a campaign's file.
    pub fn read(text: String) -> Result<Self, Vec<Finding>> {
        let campaign = Campaign::read(&text)?;
        Ok(Self { fingerprint: fingerprint(text.as_bytes()), text, campaign })
    }
}

#[derive(Serialize)]
struct Draft<'a> {
    phieu: &'static str,
    version: u32,
    saved: u64,
    campaign: &'a Campaign,
    unread: &'a BTreeMap<String, String>,
    wordings: &'a BTreeSet<String>,
    given: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Tried<'a>>,
}

#[derive(Serialize)]
struct Tried<'a> {
    key: &'a str,
    at: u64,
}

/// What a record holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub document: Arc<Document>,
    /// The edition that was given out last.
    pub given: Option<Arc<Given>>,
    /// Questionnaires of all editions that were given out: `<id>-<fingerprint>`.
    pub wordings: BTreeSet<String>,
    /// Recovering a key succeeded.
    pub proof: Option<Proof>,
    pub saved: Stamp,
}

impl Record {
    /// What the list of rounds says about it.
    pub fn summary(&self) -> Summary {
        let campaign = &self.document.campaign;
        Summary {
            title: campaign.title.vi.clone(),
            units: campaign.units.len(),
            edition: self.given.as_ref().map(|given| given.campaign.edition),
            saved: self.saved,
        }
    }
}

/// The payload of a draft, in ASCII.
pub(super) fn write(record: &Record) -> String {
    let draft = Draft {
        phieu: "campaign_draft",
        version: VERSION,
        saved: record.saved.0,
        campaign: &record.document.campaign,
        unread: &record.document.unread,
        wordings: &record.wordings,
        given: record.given.as_ref().map(|given| given.text.as_str()),
        proof: record.proof.as_ref().map(|proof| Tried { key: &proof.key, at: proof.at.0 }),
    };
    // Texts, numbers and lists of them: nothing that JSON cannot say.
    ascii(&serde_json::to_string(&draft).unwrap_or_default())
}

/// Reads the payload of a draft.
pub(super) fn read(payload: &str) -> Result<Record, Vec<Finding>> {
    let (record, given) = read_document(payload, "campaign_draft", VERSION, parts)?;
    Ok(Record { given: given.map(Given::read).transpose()?.map(Arc::new), ..record })
}

fn parts(r: &mut Reader<'_>) -> (Record, Option<String>) {
    // Judged by `read_document`; asked for here, or they would be unknown fields.
    drop((r.required("phieu").text(), r.required("version").whole::<u32>()));
    let saved = Stamp(r.required("saved").whole().unwrap_or_default());
    let mut campaign = r.required("campaign").object_or_blank(Campaign::read_object);
    campaign.version = CAMPAIGN_VERSION;
    let document = Arc::new(Document { campaign, unread: r.required("unread").map(text).into_iter().collect() });
    let wordings = r.required("wordings").texts().into_iter().collect();
    let proof = r.optional("proof").object(proof);
    (Record { document, given: None, wordings, proof, saved }, r.optional("given").text_or_none())
}

fn proof(r: &mut Reader<'_>) -> Proof {
    Proof { key: r.required("key").text(), at: Stamp(r.required("at").whole().unwrap_or_default()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSED: &str = include_str!("../../../tests/data/campaigns/closed.json");

    #[test]
    fn a_draft_comes_back_as_it_was() {
        let mut document = Document::new(Campaign::read(CLOSED).unwrap());
        document.campaign.version = CAMPAIGN_VERSION;
        document.unread.insert("opens".to_owned(), "32/1/2027 – mồng ba".to_owned());
        let given = Some(Arc::new(Given::read(CLOSED.to_owned()).unwrap()));
        let wordings = BTreeSet::from(["ward-office-0123456789ABCDEF".to_owned()]);
        let proof = Some(Proof { key: "0".repeat(52), at: Stamp(1_795_489_283_000) });
        let record = Record { document: Arc::new(document), given, wordings, proof, saved: Stamp(7) };
        let payload = write(&record);
        assert!(payload.is_ascii());
        assert_eq!(read(&payload), Ok(record.clone()));
        let bare = Record { given: None, proof: None, ..record };
        assert_eq!(read(&write(&bare)), Ok(bare));
    }

    #[test]
    fn a_record_of_something_else_is_told() {
        assert_eq!(read(CLOSED).unwrap_err()[0].code, "not_campaign_draft");
        assert_eq!(read("{").unwrap_err()[0].code, "json");
    }
}
