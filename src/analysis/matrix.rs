//! Small dense matrices: covariances, normal equations, eigenvalues. Dimensions are
//! tens, so plain loops in a fixed order.

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    /// All cells 0.
    pub fn zero(size: usize) -> Self {
        Self { size, cells: vec![0.0; size * size] }
    }

    /// From a function of row and column.
    pub fn from_fn(size: usize, cell: impl Fn(usize, usize) -> f64) -> Self {
        Self { size, cells: (0..size * size).map(|at| cell(at / size, at % size)).collect() }
    }

    /// Rows, which are as many as columns.
    pub fn size(&self) -> usize {
        self.size
    }

    /// A cell.
    pub fn get(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    /// Sets a cell.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        self.cells[row * self.size + column] = value;
    }

    /// Adds `factor` times another of the same size.
    pub fn add(&mut self, other: &Self, factor: f64) {
        for (cell, other) in self.cells.iter_mut().zip(&other.cells) {
            *cell += factor * other;
        }
    }

    /// Multiplies every cell.
    pub fn scale(&mut self, factor: f64) {
        for cell in &mut self.cells {
            *cell *= factor;
        }
    }

    /// Adds `v vᵀ`.
    pub fn add_outer(&mut self, v: &[f64]) {
        self.add_weighted_outer(v, 1.0);
    }

    /// Adds `weight · v vᵀ`.
    pub fn add_weighted_outer(&mut self, v: &[f64], weight: f64) {
        for (row, a) in self.cells.chunks_exact_mut(self.size.max(1)).zip(v) {
            for (cell, b) in row.iter_mut().zip(v) {
                *cell += weight * (a * b);
            }
        }
    }

    /// `A v`.
    pub fn times(&self, v: &[f64]) -> Vec<f64> {
        self.cells.chunks_exact(self.size.max(1)).map(|row| dot(row, v)).collect()
    }

    /// `vᵀ A w`.
    pub fn form(&self, v: &[f64], w: &[f64]) -> f64 {
        dot(v, &self.times(w))
    }

    /// `J A Jᵀ` for a matrix of as many columns, given by its rows.
    #[must_use]
    pub fn seen_through(&self, rows: &[Vec<f64>]) -> Self {
        let half: Vec<Vec<f64>> = rows.iter().map(|row| self.times(row)).collect();
        Self::from_fn(rows.len(), |a, b| dot(&rows[a], &half[b]))
    }

    /// Eigenvalues of a symmetric matrix, from the greatest. Source: Jacobi's rotations,
    /// Golub & Van Loan, *Matrix Computations*, 8.5.
    pub fn eigenvalues(&self) -> Vec<f64> {
        let mut a = self.clone();
        for _ in 0..100 {
            let off: f64 = (0..a.size).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| a.get(i, j) * a.get(i, j)).sum();
            let on: f64 = (0..a.size).map(|i| a.get(i, i) * a.get(i, i)).sum();
            if off <= 1e-32 * on || off.is_nan() {
                break;
            }
            for p in 0..a.size {
                for q in p + 1..a.size {
                    a.rotate(p, q);
                }
            }
        }
        let mut values: Vec<f64> = (0..a.size).map(|i| a.get(i, i)).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values
    }

    #[expect(clippy::many_single_char_names, reason = "the formula's own names")]
    fn rotate(&mut self, p: usize, q: usize) {
        let off = self.get(p, q);
        if off == 0.0 {
            return;
        }
        let theta = (self.get(q, q) - self.get(p, p)) / (2.0 * off);
        let t = libm::copysign(1.0 / (theta.abs() + libm::sqrt(theta * theta + 1.0)), theta);
        let c = 1.0 / libm::sqrt(t * t + 1.0);
        let s = t * c;
        for k in 0..self.size {
            let (kp, kq) = (self.get(k, p), self.get(k, q));
            self.set(k, p, c * kp - s * kq);
            self.set(k, q, s * kp + c * kq);
        }
        for k in 0..self.size {
            let (pk, qk) = (self.get(p, k), self.get(q, k));
            self.set(p, k, c * pk - s * qk);
            self.set(q, k, s * pk + c * qk);
        }
    }
}

/// `Σ a_i b_i`.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The Cholesky factor of a symmetric matrix that may be singular: rows and columns that
/// depend on earlier ones are left out, their coefficients are 0.
#[derive(Debug, Clone)]
pub struct Factor {
    lower: Square,
    kept: Vec<bool>,
}

impl Factor {
    /// Factors `matrix`; a pivot below `tolerance` times its diagonal depends on others.
    pub fn new(matrix: &Square, tolerance: f64) -> Self {
        let n = matrix.size();
        let mut lower = Square::zero(n);
        let mut kept = Vec::with_capacity(n);
        for j in 0..n {
            let sum: f64 = (0..j).map(|k| lower.get(j, k) * lower.get(j, k)).sum();
            let pivot = matrix.get(j, j) - sum;
            if pivot.is_nan() || pivot <= tolerance * matrix.get(j, j) {
                for k in 0..j {
                    lower.set(j, k, 0.0);
                }
                kept.push(false);
                continue;
            }
            kept.push(true);
            let root = libm::sqrt(pivot);
            lower.set(j, j, root);
            for i in j + 1..n {
                let sum: f64 = (0..j).map(|k| lower.get(i, k) * lower.get(j, k)).sum();
                lower.set(i, j, (matrix.get(i, j) - sum) / root);
            }
        }
        Self { lower, kept }
    }

    /// How many rows do not depend on earlier ones.
    pub fn rank(&self) -> usize {
        self.kept.iter().filter(|kept| **kept).count()
    }

    /// The x with `A x = b`.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.forward(b);
        for i in (0..x.len()).rev().filter(|&i| self.kept[i]) {
            let sum: f64 = (i + 1..x.len()).map(|k| self.lower.get(k, i) * x[k]).sum();
            x[i] = (x[i] - sum) / self.lower.get(i, i);
        }
        x
    }

    /// The y with `L y = b`.
    pub fn forward(&self, b: &[f64]) -> Vec<f64> {
        let mut y = vec![0.0; b.len()];
        for i in (0..b.len()).filter(|&i| self.kept[i]) {
            let sum: f64 = (0..i).map(|k| self.lower.get(i, k) * y[k]).sum();
            y[i] = (b[i] - sum) / self.lower.get(i, i);
        }
        y
    }
}

/// Eigenvalues of `B⁻¹ A` for symmetric A and positive definite B.
pub fn relative_eigenvalues(a: &Square, b: &Square) -> Vec<f64> {
    let n = a.size();
    let factor = Factor::new(b, 1e-13);
    // L⁻¹ A L⁻ᵀ, column by column, twice.
    let half: Vec<Vec<f64>> = (0..n).map(|j| factor.forward(&(0..n).map(|i| a.get(i, j)).collect::<Vec<_>>())).collect();
    let whole: Vec<Vec<f64>> = (0..n).map(|i| factor.forward(&(0..n).map(|j| half[j][i]).collect::<Vec<_>>())).collect();
    Square::from_fn(n, |i, j| f64::midpoint(whole[i][j], whole[j][i])).eigenvalues()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(size: usize, cells: &[f64]) -> Square {
        Square::from_fn(size, |i, j| cells[i * size + j])
    }

    #[test]
    fn equations_are_solved() {
        let a = square(3, &[4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0]);
        let x = Factor::new(&a, 1e-12).solve(&[1.0, -2.0, 0.5]);
        for (got, want) in a.times(&x).iter().zip([1.0, -2.0, 0.5]) {
            assert!((got - want).abs() < 1e-14);
        }
    }

    #[test]
    fn what_depends_on_others_is_left_out() {
        let a = square(3, &[2.0, 2.0, 1.0, 2.0, 2.0, 1.0, 1.0, 1.0, 3.0]);
        let factor = Factor::new(&a, 1e-12);
        assert_eq!(factor.rank(), 2);
        let x = factor.solve(&[4.0, 4.0, 7.0]);
        assert!((x[0] - 1.0).abs() < 1e-15 && x[1] == 0.0 && (x[2] - 2.0).abs() < 1e-15);
    }

    #[test]
    fn eigenvalues_are_found() {
        let values = square(2, &[2.0, 1.0, 1.0, 2.0]).eigenvalues();
        assert!((values[0] - 3.0).abs() < 1e-15 && (values[1] - 1.0).abs() < 1e-15);
        let relative = relative_eigenvalues(&square(2, &[6.0, 3.0, 3.0, 6.0]), &square(2, &[3.0, 0.0, 0.0, 3.0]));
        assert!((relative[0] - 3.0).abs() < 1e-14 && (relative[1] - 1.0).abs() < 1e-14);
    }
}
