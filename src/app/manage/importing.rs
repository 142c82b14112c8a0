//! Units on their way in from a table.

use super::{Effect, Model};

/// A table on its way in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import;

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {}

pub(super) fn update(_model: &mut Model, step: Step) -> Vec<Effect> {
    match step {}
}
