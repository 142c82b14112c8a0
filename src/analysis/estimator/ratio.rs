//! Ratio of two weighted totals, `R = Σ w·num / Σ w·den`: pooled satisfaction of a
//! factor (satisfied answers over valid answers), and with `den` 1 the mean of any
//! number. Linearised value of a row: `z = w (num − R·den) / Σ w·den`.
//!
//! Two passes over rows: totals, from which R and each stratum's z̄ follow, then
//! `Σ(z − z̄_h)²`. One pass over squares would lose the digits that a small standard
//! error is made of; a rounding error in z̄ enters the sum only squared.

use super::{Point, Spread, variance};
use crate::analysis::design::Design;
use crate::analysis::domains::{Domains, Grouping, NO_CELL, Part, Set};

/// Rows and totals of one cell, or of one domain; `M` numerators share a denominator.
#[derive(Debug, Clone, Copy)]
struct Totals<const M: usize> {
    rows: u32,
    den: f64,
    num: [f64; M],
    plain_den: f64,
    plain_num: [f64; M],
}

impl<const M: usize> Totals<M> {
    const NONE: Self = Self { rows: 0, den: 0.0, num: [0.0; M], plain_den: 0.0, plain_num: [0.0; M] };

    fn plus(mut self, other: &Self) -> Self {
        self.rows += other.rows;
        self.den += other.den;
        self.plain_den += other.plain_den;
        for m in 0..M {
            self.num[m] += other.num[m];
            self.plain_num[m] += other.plain_num[m];
        }
        self
    }
}

/// A value of each row, kept no wider than it needs.
pub trait Values {
    /// The value of a row.
    fn at(&self, row: usize) -> f64;
}

impl<T: Copy + Into<f64>> Values for [T] {
    fn at(&self, row: usize) -> f64 {
        self[row].into()
    }
}

impl<T: Copy + Into<f64>> Values for Vec<T> {
    fn at(&self, row: usize) -> f64 {
        self[row].into()
    }
}

/// The ratios of `num[m]` to `den` in each domain; `None` where Σ w·den is 0. A row
/// with `den` 0 has no part in it. Each of `num` and `den` has one value a row of the
/// design.
pub fn points<const M: usize>(design: &Design, domains: &Domains, num: [&impl Values; M], den: &impl Values) -> Vec<Option<[Point; M]>> {
    let rows = Rows { design, domains, num, den };
    let cells = rows.totals();
    let sum = |set: &Set| cells[set.cells.clone()].iter().fold(Totals::NONE, Totals::plus);
    let totals: Vec<Totals<M>> = domains.sets.iter().map(sum).collect();
    let spreads = rows.spreads(&cells, &totals);
    let one = |(set, total): (&Set, &Totals<M>)| {
        let point = |m: usize| {
            let spreads: Vec<Spread> = spreads[set.cells.clone()].iter().map(|spread| spread[m]).collect();
            Point {
                est: total.num[m] / total.den,
                se: variance(design, domains, set, &spreads).max(0.0).sqrt(),
                unweighted: total.plain_num[m] / total.plain_den,
                rows: u64::from(total.rows),
            }
        };
        (total.den > 0.0).then(|| std::array::from_fn(point))
    };
    domains.sets.iter().zip(&totals).map(one).collect()
}

struct Rows<'a, const M: usize, N, D> {
    design: &'a Design,
    domains: &'a Domains,
    num: [&'a N; M],
    den: &'a D,
}

impl<const M: usize, N: Values, D: Values> Rows<'_, M, N, D> {
    /// Visits each row with a part: weight, numerators, denominator, and where it is by a
    /// grouping. The columns have one value a row: `subjects` makes them all of `data.len()`.
    fn each(&self, grouping: &Grouping, mut visit: impl FnMut(f64, [f64; M], f64, usize)) {
        let places = grouping.of_row(self.design);
        for (row, (&place, &weight)) in places.iter().zip(&self.design.weight).enumerate() {
            let den = self.den.at(row);
            if den > 0.0 {
                visit(weight, self.num.map(|column| column.at(row)), den, place as usize);
            }
        }
    }

    fn totals(&self) -> Vec<Totals<M>> {
        let of_grouping = |grouping: &Grouping| {
            let mut totals = vec![Totals::NONE; grouping.places];
            self.each(grouping, |weight, num, den, place| {
                let Some(total) = totals.get_mut(place) else { return };
                total.rows += 1;
                total.den += weight * den;
                total.plain_den += den;
                for ((weighted, plain), num) in total.num.iter_mut().zip(&mut total.plain_num).zip(num) {
                    *weighted += weight * num;
                    *plain += num;
                }
            });
            totals
        };
        let groupings: Vec<Vec<Totals<M>>> = self.domains.groupings.iter().map(of_grouping).collect();
        self.domains.cells.iter().map(|cell| groupings[cell.grouping][cell.place as usize]).collect()
    }

    /// Σz and `Σ(z − z̄_h)²` per cell. Rows of the stratum outside the domain, or
    /// without a part, are `0 − z̄` away.
    fn spreads(&self, cells: &[Totals<M>], totals: &[Totals<M>]) -> Vec<[Spread; M]> {
        // Per cell and numerator: R, 1/Σw·den of the domain, z̄ of the stratum.
        let centre = |(part, cell): (&Part, &Totals<M>)| {
            let total = &totals[part.domain as usize];
            let n = f64::from(self.design.strata[part.stratum as usize].n);
            std::array::from_fn(|m| {
                let ratio = total.num[m] / total.den;
                let sum = (cell.num[m] - ratio * cell.den) / total.den;
                (ratio, 1.0 / total.den, sum / n)
            })
        };
        let centres: Vec<[(f64, f64, f64); M]> = self.domains.cells.iter().zip(cells).map(centre).collect();
        let mut squares = vec![[0.0; M]; cells.len()];
        for family in &self.domains.families {
            self.each(&self.domains.groupings[family.grouping], |weight, num, den, place| {
                let cell = family.cell.get(place).map_or(NO_CELL, |cell| *cell) as usize;
                let (Some(squares), Some(centres)) = (squares.get_mut(cell), centres.get(cell)) else { return };
                for ((square, (ratio, scale, mean)), num) in squares.iter_mut().zip(centres).zip(num) {
                    let off = weight * (num - ratio * den) * scale - mean;
                    *square += off * off;
                }
            });
        }
        let spread = |cell: usize| {
            let n = self.design.strata[self.domains.cells[cell].stratum as usize].n;
            std::array::from_fn(|m| {
                let mean = centres[cell][m].2;
                let rest = f64::from(n - cells[cell].rows) * mean * mean;
                Spread { sum: mean * f64::from(n), centred: squares[cell][m] + rest }
            })
        };
        (0..cells.len()).map(spread).collect()
    }
}
