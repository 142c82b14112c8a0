//! Browser effects, one file each. Nothing here decides; a failed effect goes back
//! as an event.

#[cfg(feature = "office")]
pub mod clipboard;
#[cfg(feature = "office")]
pub mod download;
#[cfg(feature = "pages")]
pub mod fetch;
#[cfg(feature = "pages")]
pub mod history;
pub mod moment;
#[cfg(feature = "office")]
pub mod offline;
#[cfg(feature = "pages")]
pub mod page;
#[cfg(feature = "pages")]
pub mod storage;
#[cfg(feature = "pages")]
pub mod update;
#[cfg(feature = "office")]
pub mod worker;
#[cfg(feature = "worker")]
pub mod worker_port;
