//! Where records of format 0 stand, for whoever carries them over into format 1.

use std::collections::BTreeMap;

use super::{CORRECTION, DEFINITION, DRAFT, ENVELOPE, Medium, MediumFault, unseal};

/// A finished response.
pub fn envelope_key(id: &str) -> String {
    [ENVELOPE, id].concat()
}

/// A correction.
pub fn correction_key(id: &str) -> String {
    [CORRECTION, id].concat()
}

/// Both slots of a campaign's draft.
pub fn draft_keys(campaign: &str) -> Vec<String> {
    vec![[DRAFT, campaign, ".a"].concat(), [DRAFT, campaign, ".b"].concat()]
}

/// The questionnaires that were kept, by fingerprint.
///
/// # Errors
/// The medium's refusal.
pub fn definitions(medium: &impl Medium) -> Result<BTreeMap<String, String>, MediumFault> {
    let mut all = BTreeMap::new();
    for key in medium.keys()? {
        let Some(mark) = key.strip_prefix(DEFINITION) else { continue };
        let text = medium.read(&key)?.unwrap_or_default();
        if let Ok(payload) = unseal(&text) {
            all.insert(mark.to_owned(), payload.to_owned());
        }
    }
    Ok(all)
}
