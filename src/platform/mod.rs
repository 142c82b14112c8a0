//! Browser effects, one file each. Nothing here decides; a failed effect goes back
//! as an event.

#[cfg(feature = "office")]
pub mod clipboard;
#[cfg(feature = "worker")]
pub mod desk_port;
#[cfg(feature = "office")]
pub mod download;
#[cfg(feature = "office")]
pub mod drop_box;
#[cfg(feature = "office")]
pub mod eye;
#[cfg(feature = "pages")]
pub mod fetch;
#[cfg(feature = "pages")]
pub mod history;
#[cfg(feature = "field")]
pub mod hold;
#[cfg(feature = "pages")]
pub mod keeping;
pub mod moment;
#[cfg(any(feature = "office", feature = "field"))]
pub mod offline;
#[cfg(feature = "pages")]
pub mod page;
#[cfg(feature = "office")]
pub mod random;
#[cfg(feature = "field")]
pub mod rows;
#[cfg(feature = "pages")]
pub mod send;
#[cfg(feature = "worker")]
pub mod shelf;
#[cfg(feature = "pages")]
pub mod storage;
#[cfg(feature = "field")]
pub mod tablet;
#[cfg(feature = "pages")]
pub mod update;
#[cfg(feature = "office")]
pub mod worker;
#[cfg(feature = "worker")]
pub mod worker_port;
