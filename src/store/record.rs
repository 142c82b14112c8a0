//! One stored record: `phieu0 <checksum> <payload>`. The checksum is the first 80
//! bits of the payload's SHA-256; it finds damage, it does not stop forgery.

use crate::base::digest::fingerprint;

const MARK: &str = "phieu0 ";

/// Why a record cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Not a record of this format.
    Mark,
    /// The checksum does not fit the payload.
    Checksum,
    /// The payload is not what belongs there.
    Payload,
}

/// A payload as a record.
pub fn seal(payload: &str) -> String {
    [MARK, &fingerprint(payload.as_bytes()), " ", payload].concat()
}

/// The payload of a record.
///
/// # Errors
/// `Mark` or `Checksum`.
pub fn unseal(text: &str) -> Result<&str, Broken> {
    let rest = text.strip_prefix(MARK).ok_or(Broken::Mark)?;
    let (checksum, payload) = rest.split_once(' ').ok_or(Broken::Mark)?;
    if checksum == fingerprint(payload.as_bytes()) { Ok(payload) } else { Err(Broken::Checksum) }
}
