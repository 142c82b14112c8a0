//! Parts that several pages share.

mod frame;
mod notice;
mod staged;

pub use frame::{Frame, Link, Skip, UpdateWaits};
pub use notice::{Notice, Tone};
pub use staged::staged;
