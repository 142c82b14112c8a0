//! Records as a dataset, driven by a mapping.

use super::csv::Record;
use super::{Dataset, FrameUnit, Mapping};
use crate::base::Finding;

/// A dataset, or none, and what there is to say about the input.
pub type Made = (Option<Dataset>, Vec<Finding>);

/// Reads records that somebody else has split: each as wide as the header.
pub fn rows(_header: &[String], _rows: &[Vec<String>], _mapping: &Mapping, _frame: &[FrameUnit], _levels: u8) -> Made {
    todo!()
}

pub(super) fn records(_: &[String], _: impl Iterator<Item = Record>, _: &Mapping, _: &[FrameUnit], _: u8) -> Made {
    todo!()
}
