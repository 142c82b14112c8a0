//! Cells by what they are about: a layer and one code for every dimension of the
//! release. Two tables that name the same place name the same cell.

use std::collections::BTreeMap;

use super::Release;

/// A layer and a code for every dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Layer.
    pub layer: usize,
    /// Codes.
    pub codes: Vec<usize>,
}

/// Places and where in the release they are.
pub(super) type Index = BTreeMap<Place, Vec<(usize, usize)>>;

/// The index of a release whose indices were checked; `wholes` by dimension.
pub(super) fn of(release: &Release, wholes: &[usize]) -> Index {
    let mut index = Index::new();
    for (t, table) in release.tables.iter().enumerate() {
        for (c, cell) in table.cells.iter().enumerate() {
            let mut codes = wholes.to_vec();
            table.dimensions.iter().zip(&cell.codes).for_each(|(&dimension, &code)| codes[dimension] = code);
            index.entry(Place { layer: table.layer, codes }).or_default().push((t, c));
        }
    }
    index
}
