//! Envelopes that only the campaign's key holder can open: HPKE (RFC 9180), its key, how
//! the key is kept and recovered, and the receipts of envelopes. Knows bytes, never
//! questions. Random bytes come in as arguments; the same arguments make the same bytes.

pub mod envelope;
mod fresh;
pub mod job;
pub mod key;
pub mod key_file;
pub mod passphrase;
pub mod receipt;
pub mod sheet;

pub use envelope::{OpenFault, open, seal};
pub use fresh::Fresh;
pub use key::{PrivateKey, PublicKey};
pub use passphrase::Passphrase;
