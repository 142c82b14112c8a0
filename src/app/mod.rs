//! Pure state machines of the roles: `update(model, event) -> effects`. Whatever
//! touches storage, network or history is an effect; a failed one comes back as an
//! event and is shown.

pub mod analyse;
pub mod collect;
pub mod content;
pub mod converting;
pub mod intake;
pub mod keeping;
#[cfg(feature = "manage")]
pub mod manage;
pub mod policy;
pub mod receipts;
pub mod respond;
pub mod route;
pub mod sending;
pub mod unlocking;

pub use route::Route;
