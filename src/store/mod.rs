//! Nothing is lost: finished envelopes are only appended, a draft is two alternating
//! slots, and a record that cannot be read is set aside and shown, never dropped.
//! The store knows keys, texts and checksums, never questions. A medium answers
//! with an event, so that a second, durable one can stand beside the first.

pub mod erasure;
pub mod handin;
pub mod journal;
pub mod ledger;
pub mod medium;
pub mod old;
pub mod record;

use std::collections::BTreeMap;

pub use medium::{Medium, MediumFault, MemoryMedium};
pub use record::{Broken, seal, unseal};

const ENVELOPE: &str = "phieu.0.envelope.";
const CORRECTION: &str = "phieu.0.correction.";
const DRAFT: &str = "phieu.0.draft.";
const BROKEN: &str = "phieu.0.broken.";
const DEVICE: &str = "phieu.0.device";
const HANDED: &str = "phieu.0.handed";
const PROBE: &str = "phieu.0.probe";
const DEFINITION: &str = "phieu.0.definition.";
const CAMPAIGN_DRAFT: &str = "phieu.0.campaign_draft.";
const FOLLOW_UP: &str = "phieu.0.follow_up.";
/// Before the id of a campaign that is being tried out: its text as it stands.
pub const TRYOUT: &str = "phieu.0.tryout.";

/// What went wrong in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreFault {
    /// The medium refused.
    Medium(MediumFault),
    /// Another envelope is stored under this id.
    Taken(String),
    /// What was read back is not what was written.
    ReadBack(String),
}

impl From<MediumFault> for StoreFault {
    fn from(fault: MediumFault) -> Self {
        Self::Medium(fault)
    }
}

/// A record that could not be read, where it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Key under which it was found.
    pub key: String,
    /// What is wrong with it.
    pub broken: Broken,
    /// The record as it was found.
    pub text: String,
}

impl Quarantined {
    /// Whether it stood where a finished response stands.
    pub fn is_envelope(&self) -> bool {
        self.key.starts_with(ENVELOPE)
    }
}

/// Everything in the store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Finished envelopes by id: their payloads.
    pub envelopes: BTreeMap<String, String>,
    /// Corrections by id: their payloads.
    pub corrections: BTreeMap<String, String>,
    /// Drafts by campaign: payloads of the readable slots, any order.
    pub drafts: BTreeMap<String, Vec<String>>,
    /// What could not be read.
    pub quarantined: Vec<Quarantined>,
}

/// Appends a finished envelope. Writing the same one again changes nothing.
///
/// # Errors
/// The medium's refusal, another payload under this id, or a failed read-back.
pub fn append(medium: &mut impl Medium, id: &str, payload: &str) -> Result<(), StoreFault> {
    append_under(medium, &[ENVELOPE, id].concat(), id, payload)
}

/// Appends a correction, as `append` does an envelope.
///
/// # Errors
/// As `append`.
pub fn append_correction(medium: &mut impl Medium, id: &str, payload: &str) -> Result<(), StoreFault> {
    append_under(medium, &[CORRECTION, id].concat(), id, payload)
}

fn append_under(medium: &mut impl Medium, key: &str, id: &str, payload: &str) -> Result<(), StoreFault> {
    let text = seal(payload);
    match medium.read(key)? {
        Some(stored) if stored == text => return Ok(()),
        Some(stored) if unseal(&stored).is_ok() => return Err(StoreFault::Taken(id.to_owned())),
        Some(stored) => set_aside(medium, key, &stored)?,
        None => {}
    }
    write(medium, key, &text)
}

/// Saves a draft into the slot that its sequence number names.
///
/// # Errors
/// The medium's refusal or a failed read-back; the other slot is untouched.
pub fn save_draft(medium: &mut impl Medium, campaign: &str, sequence: u64, payload: &str) -> Result<(), StoreFault> {
    let key = draft_key(campaign, sequence);
    if let Some(stored) = medium.read(&key)?
        && unseal(&stored).is_err()
    {
        set_aside(medium, &key, &stored)?;
    }
    write(medium, &key, &seal(payload))
}

/// Removes both slots of a draft: only after its response was appended, or by an
/// explicit act.
///
/// # Errors
/// The medium's refusal.
pub fn clear_draft(medium: &mut impl Medium, campaign: &str) -> Result<(), StoreFault> {
    for slot in 0..2 {
        medium.remove(&draft_key(campaign, slot))?;
    }
    Ok(())
}

/// Keeps the text of a questionnaire or campaign, so that a draft begun with it can
/// be finished whatever the host serves later.
///
/// # Errors
/// The medium's refusal or a failed read-back.
pub fn keep_definition(medium: &mut impl Medium, fingerprint: &str, payload: &str) -> Result<(), StoreFault> {
    let key = [DEFINITION, fingerprint].concat();
    let text = seal(payload);
    if medium.read(&key)?.as_ref() == Some(&text) { Ok(()) } else { write(medium, &key, &text) }
}

/// The kept text with this fingerprint.
///
/// # Errors
/// The medium's refusal.
pub fn definition(medium: &impl Medium, fingerprint: &str) -> Result<Option<String>, StoreFault> {
    let stored = medium.read(&[DEFINITION, fingerprint].concat())?;
    Ok(stored.and_then(|text| unseal(&text).ok().map(str::to_owned)))
}

/// In whose hands the device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Custody {
    /// The surveyor's.
    Surveyor,
    /// A respondent's: only the form is in reach.
    Respondent,
}

/// Keeps the surveyor's settings of this device. A mark beside the record says that a
/// respondent has the device: it comes before the record and goes after it, so that a
/// record which vanishes meanwhile is missed.
///
/// # Errors
/// The medium's refusal or a failed read-back.
pub fn keep_device(medium: &mut impl Medium, payload: &str, custody: Custody) -> Result<(), StoreFault> {
    let text = seal(payload);
    match custody {
        Custody::Surveyor => {
            write(medium, DEVICE, &text)?;
            Ok(medium.remove(HANDED)?)
        }
        Custody::Respondent => {
            write(medium, HANDED, &seal("{}"))?;
            write(medium, DEVICE, &text)
        }
    }
}

/// The surveyor's settings of this device. A damaged record is set aside and reported, and
/// so is one that is gone though it was marked or set aside: whether the device was handed
/// over can then not be known, until a new record is kept.
///
/// # Errors
/// The medium's refusal; `ReadBack` for a damaged or vanished record.
pub fn device(medium: &mut impl Medium) -> Result<Option<String>, StoreFault> {
    let lost = || StoreFault::ReadBack(DEVICE.to_owned());
    let Some(text) = medium.read(DEVICE)? else {
        let missed = medium.read(HANDED)?.is_some() || medium.read(&[BROKEN, DEVICE].concat())?.is_some();
        return if missed { Err(lost()) } else { Ok(None) };
    };
    if let Ok(payload) = unseal(&text) {
        return Ok(Some(payload.to_owned()));
    }
    set_aside(medium, DEVICE, &text)?;
    Err(lost())
}

/// UTF-16 units that a browser's local storage holds, keys counted.
pub const ROOM: usize = 5_242_880;

/// Writes, reads back and removes a record, and counts the UTF-16 units that are used.
///
/// # Errors
/// The medium's refusal or a failed read-back.
pub fn probe(medium: &mut impl Medium) -> Result<usize, StoreFault> {
    write(medium, PROBE, &seal("{}"))?;
    medium.remove(PROBE)?;
    let mut used = 0;
    for key in medium.keys()? {
        let text = medium.read(&key)?.unwrap_or_default();
        used += key.encode_utf16().count() + text.encode_utf16().count();
    }
    Ok(used)
}

/// Drafts of campaigns as they were found: names, and payloads or why there is none.
pub type Found = Vec<(String, Result<String, Broken>)>;

/// Every draft of a campaign by name: its payload, or why there is none. What cannot be
/// read stays where it is.
///
/// # Errors
/// The medium's refusal.
pub fn campaign_drafts(medium: &impl Medium) -> Result<Found, StoreFault> {
    found(medium, CAMPAIGN_DRAFT)
}

/// The lists of what follows publication of a campaign, by the scheme's name. What cannot
/// be read stays where it is.
///
/// # Errors
/// The medium's refusal.
pub fn follow_ups(medium: &impl Medium, campaign: &str) -> Result<Found, StoreFault> {
    found(medium, &[FOLLOW_UP, campaign, "."].concat())
}

fn found(medium: &impl Medium, before: &str) -> Result<Found, StoreFault> {
    let mut records = Vec::new();
    for key in medium.keys()? {
        let Some(name) = key.strip_prefix(before) else { continue };
        let Some(text) = medium.read(&key)? else { continue };
        records.push((name.to_owned(), unseal(&text).map(str::to_owned)));
    }
    Ok(records)
}

/// What a draft is expected to be saved over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// Nothing stands there yet.
    Nothing,
    /// This payload.
    Payload(String),
    /// Whatever it is.
    Anything,
}

/// Saves a draft of a campaign over what is expected there. A damaged record is set aside
/// first.
///
/// # Errors
/// The medium's refusal, a failed read-back, or `Taken` where another window saved
/// something else since.
pub fn save_campaign_draft(medium: &mut impl Medium, name: &str, payload: &str, before: &Before) -> Result<(), StoreFault> {
    save_over(medium, &[CAMPAIGN_DRAFT, name].concat(), name, payload, before)
}

/// Saves a campaign's list of what follows publication by a scheme, as a draft is saved.
///
/// # Errors
/// As [`save_campaign_draft`].
pub fn save_follow_up(medium: &mut impl Medium, campaign: &str, scheme: &str, payload: &str, before: &Before) -> Result<(), StoreFault> {
    save_over(medium, &[FOLLOW_UP, campaign, ".", scheme].concat(), scheme, payload, before)
}

fn save_over(medium: &mut impl Medium, key: &str, name: &str, payload: &str, before: &Before) -> Result<(), StoreFault> {
    if let Some(stored) = medium.read(key)? {
        match (unseal(&stored), before) {
            (Ok(found), _) if found == payload => return Ok(()),
            (Ok(_), Before::Anything) => {}
            (Ok(found), Before::Payload(expected)) if found == expected => {}
            (Ok(_), Before::Payload(_) | Before::Nothing) => return Err(StoreFault::Taken(name.to_owned())),
            (Err(_), _) => set_aside(medium, key, &stored)?,
        }
    }
    write(medium, key, &seal(payload))
}

/// Removes a draft of a campaign: only by an explicit act.
///
/// # Errors
/// The medium's refusal.
pub fn remove_campaign_draft(medium: &mut impl Medium, name: &str) -> Result<(), StoreFault> {
    Ok(medium.remove(&[CAMPAIGN_DRAFT, name].concat())?)
}

/// Writes the campaign that is tried out, over the one before.
///
/// # Errors
/// The medium's refusal or a failed read-back.
pub fn keep_tryout(medium: &mut impl Medium, campaign: &str, text: &str) -> Result<(), StoreFault> {
    write(medium, &[TRYOUT, campaign].concat(), text)
}

/// Reads everything. Records that cannot be read are copied aside first and only
/// then removed from their place.
///
/// # Errors
/// The medium's refusal.
pub fn open(medium: &mut impl Medium) -> Result<Contents, StoreFault> {
    let mut contents = Contents::default();
    for key in medium.keys()? {
        let Some(text) = medium.read(&key)? else { continue };
        if let Some(original) = key.strip_prefix(BROKEN) {
            let broken = unseal(&text).err().unwrap_or(Broken::Payload);
            contents.quarantined.push(Quarantined { key: original.to_owned(), broken, text });
            continue;
        }
        let (envelope, draft, correction) = (key.strip_prefix(ENVELOPE), key.strip_prefix(DRAFT), key.strip_prefix(CORRECTION));
        if envelope.is_none() && draft.is_none() && correction.is_none() {
            continue;
        }
        match unseal(&text) {
            Ok(payload) => {
                if let Some(id) = envelope {
                    contents.envelopes.insert(id.to_owned(), payload.to_owned());
                } else if let Some(id) = correction {
                    contents.corrections.insert(id.to_owned(), payload.to_owned());
                } else if let Some((campaign, _)) = draft.and_then(|rest| rest.rsplit_once('.')) {
                    contents.drafts.entry(campaign.to_owned()).or_default().push(payload.to_owned());
                }
            }
            Err(broken) => {
                // A full medium has no room for the copy: the record stays where it is.
                match set_aside(medium, &key, &text) {
                    Ok(()) | Err(StoreFault::Medium(MediumFault::Full)) => {}
                    Err(fault) => return Err(fault),
                }
                contents.quarantined.push(Quarantined { key, broken, text });
            }
        }
    }
    Ok(contents)
}

fn draft_key(campaign: &str, sequence: u64) -> String {
    [DRAFT, campaign, if sequence.is_multiple_of(2) { ".a" } else { ".b" }].concat()
}

fn write(medium: &mut impl Medium, key: &str, text: &str) -> Result<(), StoreFault> {
    medium.write(key, text)?;
    if medium.read(key)?.as_deref() == Some(text) { Ok(()) } else { Err(StoreFault::ReadBack(key.to_owned())) }
}

/// Copies a broken record aside, under a name that is free, then removes it.
fn set_aside(medium: &mut impl Medium, key: &str, text: &str) -> Result<(), StoreFault> {
    let mut aside = [BROKEN, key].concat();
    while medium.read(&aside)?.is_some_and(|stored| stored != text) {
        aside.push('+');
    }
    write(medium, &aside, text)?;
    Ok(medium.remove(key)?)
}
