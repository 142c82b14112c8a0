//! Parts that several pages share.

mod frame;
mod notice;

pub use frame::{Frame, Link, Skip, UpdateWaits};
pub use notice::{Notice, Tone};
