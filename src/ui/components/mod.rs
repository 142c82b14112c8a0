//! Parts that several pages share.

mod notice;

pub use notice::{Notice, Tone};
