//! Browser effects, one file each. Nothing here decides; a failed effect goes back
//! as an event.

#[cfg(feature = "pages")]
pub mod fetch;
#[cfg(feature = "pages")]
pub mod history;
pub mod moment;
#[cfg(feature = "pages")]
pub mod page;
#[cfg(feature = "pages")]
pub mod storage;
#[cfg(feature = "pages")]
pub mod update;
