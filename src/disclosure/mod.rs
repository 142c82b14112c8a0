//! What may leave: the only maker of [`Released`].
//!
//! [`release`] applies a threshold on unweighted respondents to working results: a cell
//! under the minimum loses every number that was made of it. What can be found by
//! subtraction is hidden by the pieces below it: a release as one linear system
//! ([`table`]), primary rules ([`primary`]), complementary suppression ([`suppress`]) and
//! its auditor ([`audit`]). `docs/disclosure.md` says the rules in words.

pub mod audit;
pub mod derived;
mod index;
pub mod ledger;
pub mod lp;
pub mod perturb;
pub mod primary;
pub mod quality;
mod release;
pub mod rounding;
pub mod rows;
mod scores;
pub mod suppress;
pub mod table;
mod threshold;

pub use index::{IndexRow, IndexTable, Withheld, release_index};
pub use release::{Cell, Figures, Table, release};
pub use scores::{Hidden, ScoreCell, ScoreFigures, ScoreTable, release_scores};
pub use threshold::Threshold;

/// Something that passed the rules. There is no way to make one but [`release`],
/// [`release_scores`], [`release_index`] and [`rows::publish`], and it is not read back from bytes.
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

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts of respondents and cells are far under 2^53")]
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}
