//! The inverse of the basis as a product of elementary matrices: `B⁻¹ = Eₖ…E₁`, where
//! `Eᵢ` differs from the identity in one column. Sparse, because the tables' columns
//! have as many entries as there are margins. Source: Chvátal, *Linear Programming*
//! (1983), chapter 7. Made anew after [`RENEW`] pivots, to bound length and rounding.

use super::{Column, PIVOT};

/// Pivots after which the product is made anew.
const RENEW: usize = 64;
/// Entries below this are rounding.
const DROP: f64 = 1e-13;

/// One elementary matrix: pivot row, pivot, other entries of the column.
#[derive(Debug, Clone)]
struct Eta {
    row: usize,
    pivot: f64,
    others: Vec<(usize, f64)>,
}

/// A product of elementary matrices.
#[derive(Debug, Clone, Default)]
pub(super) struct Inverse {
    etas: Vec<Eta>,
    fresh: usize,
}

impl Inverse {
    /// `B⁻¹·v`, in place.
    pub(super) fn forward(&self, v: &mut [f64]) {
        for eta in &self.etas {
            if v[eta.row] != 0.0 {
                let step = v[eta.row] / eta.pivot;
                for &(row, entry) in &eta.others {
                    v[row] -= entry * step;
                }
                v[eta.row] = step;
            }
        }
    }

    /// `v·B⁻¹`, in place.
    pub(super) fn backward(&self, v: &mut [f64]) {
        for eta in self.etas.iter().rev() {
            let others: f64 = eta.others.iter().map(|&(row, entry)| entry * v[row]).sum();
            v[eta.row] = (v[eta.row] - others) / eta.pivot;
        }
    }

    /// After a pivot: `column` is `B⁻¹` times the entering column, `row` the row that is left.
    pub(super) fn push(&mut self, row: usize, column: &[f64]) {
        let others = column.iter().enumerate().filter(|&(at, entry)| at != row && entry.abs() > DROP).map(|(at, &entry)| (at, entry));
        self.etas.push(Eta { row, pivot: column[row], others: others.collect() });
    }

    /// Whether the product should be made anew.
    pub(super) fn is_long(&self) -> bool {
        self.etas.len() > self.fresh + RENEW
    }

    /// Makes the product of the columns in `head` anew. `head[row] ≥ columns.len()` is
    /// the logical column of a row; every structural one is given a row of its own.
    /// Structural columns that depend on others are returned: they left the basis.
    pub(super) fn renew(&mut self, head: &mut [usize], columns: &[Column]) -> Vec<usize> {
        self.etas.clear();
        let mut structural: Vec<usize> = head.iter().copied().filter(|&column| column < columns.len()).collect();
        structural.sort_by_key(|&column| (columns[column].entries.len(), column));
        let mut open = open_rows(head, columns.len());
        let mut left = Vec::new();
        let mut work = vec![0.0; head.len()];
        for column in structural {
            work.fill(0.0);
            columns[column].entries.iter().for_each(|&(row, entry)| work[row] = entry);
            self.forward(&mut work);
            let best = largest(&work, &open);
            match best {
                Some(row) => {
                    self.push(row, &work);
                    head[row] = column;
                    open[row] = false;
                }
                None => left.push(column),
            }
        }
        self.fresh = self.etas.len();
        left
    }
}

/// Rows whose logical column is not in the basis; each row's head becomes its logical.
fn open_rows(head: &mut [usize], structural: usize) -> Vec<bool> {
    let mut open = vec![true; head.len()];
    for &column in head.iter() {
        if column >= structural {
            open[column - structural] = false;
        }
    }
    for (row, column) in head.iter_mut().enumerate() {
        *column = structural + row;
    }
    open
}

/// The open row of the largest entry, if it can be a pivot.
fn largest(work: &[f64], open: &[bool]) -> Option<usize> {
    let rows = (0..work.len()).filter(|&row| open[row] && work[row].abs() > PIVOT);
    rows.max_by(|&a, &b| work[a].abs().total_cmp(&work[b].abs()).then(b.cmp(&a)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(entries: &[(usize, f64)]) -> Column {
        Column { entries: entries.to_vec(), low: 0.0, high: 1.0 }
    }

    #[test]
    fn forward_and_backward_invert_the_basis() {
        let columns = [column(&[(0, 2.0), (1, 1.0)]), column(&[(0, 1.0), (1, 3.0), (2, 1.0)]), column(&[(2, 4.0)])];
        let mut head = vec![0, 1, 2];
        let mut inverse = Inverse::default();
        assert!(inverse.renew(&mut head, &columns).is_empty());
        for (row, &basic) in head.iter().enumerate() {
            let mut work = vec![0.0; 3];
            columns[basic].entries.iter().for_each(|&(at, entry)| work[at] = entry);
            inverse.forward(&mut work);
            let unit: Vec<f64> = (0..3).map(|at| if at == row { 1.0 } else { 0.0 }).collect();
            assert!(work.iter().zip(&unit).all(|(a, b)| (a - b).abs() < 1e-12), "{work:?}");
        }
        let mut dual = vec![1.0, 0.0, 0.0];
        inverse.backward(&mut dual);
        let product: Vec<f64> = head.iter().map(|&c| columns[c].entries.iter().map(|&(row, entry)| dual[row] * entry).sum()).collect();
        assert!((product[0] - 1.0).abs() < 1e-12 && product[1].abs() < 1e-12 && product[2].abs() < 1e-12);
    }

    #[test]
    fn a_dependent_column_is_given_back() {
        let columns = [column(&[(0, 1.0), (1, 1.0)]), column(&[(0, 2.0), (1, 2.0)])];
        let mut head = vec![0, 1];
        assert_eq!(Inverse::default().renew(&mut head, &columns), vec![1]);
    }
}
