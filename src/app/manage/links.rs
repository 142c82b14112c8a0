//! Links, sheets and posters of a released round.

use super::{Effect, Model};

/// What is chosen on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links;

/// What happens on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {}

pub(super) fn update(_model: &mut Model, step: Step) -> Vec<Effect> {
    match step {}
}
