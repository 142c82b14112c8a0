//! Crossings of factors: which cell each row is in, the cells that have a row, in the order
//! of the factors' labels.

use super::values::Values;
use crate::base::Finding;
use crate::dataset::column::NONE;

/// More cells than this are no table that somebody reads.
const MOST_CELLS: usize = 50_000;

/// A crossing of factors.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Crossing {
    /// The labels of each cell that has a row, one a factor.
    pub cells: Vec<Vec<String>>,
    /// The cell of each row; [`NONE`] where a factor has no label.
    pub cell: Vec<u32>,
}

impl Crossing {
    /// The crossing of `by`; of nothing it has one cell, which is all rows.
    ///
    /// # Errors
    /// More cells than anybody reads.
    pub fn new(values: &Values<'_>, by: &[String]) -> Result<Self, Finding> {
        let mut crossing = Self { cells: vec![Vec::new()], cell: vec![0; values.rows()] };
        for name in by {
            let next = values.categories(name);
            let labels = next.labels.len() as u64;
            // Cells so far and labels are each below 2³², so is no product beyond 64 bits.
            let both = |(&cell, &code): (&u32, &u32)| {
                if cell == NONE || code == NONE { None } else { Some(u64::from(cell) * labels + u64::from(code)) }
            };
            let keys: Vec<Option<u64>> = crossing.cell.iter().zip(next.codes.iter()).map(both).collect();
            let mut there: Vec<u64> = keys.iter().flatten().copied().collect();
            there.sort_unstable();
            there.dedup();
            if there.len() > MOST_CELLS {
                return Err(Finding::error("too_many_cells", by.join(", "), there.len().to_string()));
            }
            let place = |key: &Option<u64>| {
                key.and_then(|key| there.binary_search(&key).ok()).and_then(|at| u32::try_from(at).ok()).unwrap_or(NONE)
            };
            let cell = keys.iter().map(place).collect();
            let index = |at: u64| usize::try_from(at).unwrap_or_default();
            let joined = |key: &u64| {
                let mut cell = crossing.cells[index(key / labels)].clone();
                cell.push(next.labels[index(key % labels)].clone());
                cell
            };
            crossing = Self { cells: there.iter().map(joined).collect(), cell };
        }
        Ok(crossing)
    }

    /// Codes with which `labels` are numbered, one a row; rows in no listed cell have
    /// [`NONE`].
    pub fn numbered<'b>(&self, labels: impl Iterator<Item = &'b Vec<String>>) -> Vec<u32> {
        let known: std::collections::BTreeMap<&Vec<String>, u32> = labels.zip(0..).collect();
        let moved: Vec<u32> = self.cells.iter().map(|cell| known.get(cell).copied().unwrap_or(NONE)).collect();
        self.cell.iter().map(|&cell| moved.get(cell as usize).copied().unwrap_or(NONE)).collect()
    }
}
