//! Linear programs over deviations from a known table: `A·y = 0`, `low ≤ y ≤ high`,
//! with `low ≤ 0 ≤ high`. The true table is `y = 0`, so a feasible start is always at
//! hand: no first phase, and any basis of an earlier program is a warm start.
//!
//! Bounded revised simplex, product-form inverse ([`basis`]). The returned bound is
//! the dual one (weak duality): whatever the pivots did, no feasible `y` is above it,
//! so the truth is always inside an interval made of two of them.

mod basis;
mod bound;
mod simplex;

pub use simplex::Simplex;

/// A pivot smaller than this is not made.
pub(crate) const PIVOT: f64 = 1e-9;
/// A reduced cost smaller than this part of the largest cost does not enter.
pub(crate) const REDUCED: f64 = 1e-9;
/// Bounds are relaxed outward by up to this, differently for each column, so that no
/// step has length zero (Charnes' perturbation; outward, hence sound).
pub(crate) const PERTURBATION: f64 = 1e-8;
/// A gap between primal and dual value above this is not called solved.
pub(crate) const GAP: f64 = 1e-5;

/// One column: its entries by row, and its bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Entries `(row, coefficient)`, none zero, no row twice.
    pub entries: Vec<(usize, f64)>,
    /// At most 0.
    pub low: f64,
    /// At least 0.
    pub high: f64,
}

/// A program without objective. All bounds are finite.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// Number of equations, each with right-hand side 0.
    pub rows: usize,
    /// Columns.
    pub columns: Vec<Column>,
}

/// The maximum of an objective over a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Maximum {
    /// No feasible point is above this.
    pub bound: f64,
    /// What the last point reached; under the bound by at most [`GAP`] when solved.
    pub reached: f64,
    /// Whether the two agree.
    pub solved: bool,
}
