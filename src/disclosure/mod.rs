//! What may leave: the only maker of [`Released`]. In this stage the rule is a
//! threshold on unweighted respondents: a cell under the minimum loses every number
//! that was made of it and keeps a mark.
//!
//! What this stage does not do: cells that can be found by subtraction (a unit less
//! its other groups, the whole less all other units) are not hidden yet.

mod release;
mod scores;
mod threshold;

pub use release::{Cell, Figures, Table, release};
pub use scores::{Hidden, ScoreCell, ScoreFigures, ScoreTable, release_scores};
pub use threshold::Threshold;

/// Something that passed the rules. There is no way to make one but [`release`]
/// and [`release_scores`], and it is not read back from bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Released<T> {
    inner: T,
}

impl<T> Released<T> {
    /// What may leave.
    pub fn get(&self) -> &T {
        &self.inner
    }
}
