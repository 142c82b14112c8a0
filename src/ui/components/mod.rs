//! Parts that several pages share.

#[cfg(feature = "office")]
mod drop_zone;
#[cfg(feature = "office")]
mod frame;
#[cfg(feature = "office")]
mod notice;
#[cfg(feature = "field")]
mod qr_sequence;
#[cfg(feature = "office")]
mod staged;

#[cfg(feature = "office")]
pub use drop_zone::{DropZone, drop_zone};
#[cfg(feature = "office")]
pub use frame::{Frame, Link, Skip, UpdateWaits};
#[cfg(feature = "office")]
pub use notice::{Notice, Tone};
#[cfg(feature = "field")]
pub use qr_sequence::qr_sequence;
#[cfg(feature = "office")]
pub use staged::staged;
