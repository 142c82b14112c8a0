//! Ratio of two weighted totals, `R = Σ w·num / Σ w·den`: pooled satisfaction of a
//! factor (satisfied answers over valid answers), and with `den` 1 the mean of any
//! number. Linearised value of a row: `z = w (num − R·den) / Σ w·den`.
//!
//! Three passes over rows: totals, Σz, `Σ(z − z̄_h)²`. The last two could be one, but
//! their difference would lose the digits that a small standard error is made of.

use super::{Point, Spread, variance};
use crate::analysis::design::Design;
use crate::analysis::domains::{Domains, Set};

/// Totals of one domain.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    num: f64,
    den: f64,
    plain_num: f64,
    plain_den: f64,
}

/// What has been added up in one cell.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    rows: u32,
    sum: f64,
    centred: f64,
}

/// The ratio in each domain; `None` where its denominator is 0. A row with `den` 0
/// has no part in it. `num` and `den` have one value a row of the design.
pub fn points(design: &Design, domains: &Domains, num: &[f64], den: &[f64]) -> Vec<Option<Point>> {
    let rows = Rows { design, domains, num, den };
    let totals = rows.totals();
    let cells = rows.cells(&totals);
    let one = |(set, total): (&Set, &Totals)| {
        (total.den > 0.0).then(|| {
            let spreads: Vec<Spread> = set.cells.clone().map(|cell| spread(design, domains, &cells, cell)).collect();
            let se = variance(design, domains, set, &spreads).max(0.0).sqrt();
            let rows = cells[set.cells.clone()].iter().map(|cell| u64::from(cell.rows)).sum();
            Point { est: total.num / total.den, se, unweighted: total.plain_num / total.plain_den, rows }
        })
    };
    domains.sets.iter().zip(&totals).map(one).collect()
}

/// Rows of the stratum outside the domain, or without a part, are 0 − z̄ away.
fn spread(design: &Design, domains: &Domains, cells: &[Cell], cell: usize) -> Spread {
    let n = design.strata[domains.cells[cell].stratum as usize].n;
    let Cell { rows, sum, centred } = cells[cell];
    let mean = sum / f64::from(n);
    Spread { sum, centred: centred + f64::from(n - rows) * mean * mean }
}

struct Rows<'a> {
    design: &'a Design,
    domains: &'a Domains,
    num: &'a [f64],
    den: &'a [f64],
}

impl Rows<'_> {
    /// Visits each (row, cell) with a part: weight, num, den, cell.
    fn each(&self, mut visit: impl FnMut(f64, f64, f64, usize)) {
        let rows = self.domains.of_row.chunks_exact(self.domains.families.max(1));
        for (((cells, &num), &den), &weight) in rows.zip(self.num).zip(self.den).zip(&self.design.weight) {
            if den > 0.0 {
                for &cell in cells {
                    if (cell as usize) < self.domains.cells.len() {
                        visit(weight, num, den, cell as usize);
                    }
                }
            }
        }
    }

    fn totals(&self) -> Vec<Totals> {
        let mut cells = vec![Totals::default(); self.domains.cells.len()];
        self.each(|weight, num, den, cell| {
            let total = &mut cells[cell];
            total.num += weight * num;
            total.den += weight * den;
            total.plain_num += num;
            total.plain_den += den;
        });
        let add = |a: Totals, b: &Totals| Totals {
            num: a.num + b.num,
            den: a.den + b.den,
            plain_num: a.plain_num + b.plain_num,
            plain_den: a.plain_den + b.plain_den,
        };
        self.domains.sets.iter().map(|set| cells[set.cells.clone()].iter().fold(Totals::default(), add)).collect()
    }

    fn cells(&self, totals: &[Totals]) -> Vec<Cell> {
        let parts: Vec<(f64, f64)> = self
            .domains
            .cells
            .iter()
            .map(|part| {
                let total = totals[part.domain as usize];
                (total.num / total.den, total.den)
            })
            .collect();
        let value = |weight: f64, num: f64, den: f64, cell: usize| weight * (num - parts[cell].0 * den) / parts[cell].1;
        let mut cells = vec![Cell::default(); parts.len()];
        self.each(|weight, num, den, cell| {
            cells[cell].rows += 1;
            cells[cell].sum += value(weight, num, den, cell);
        });
        let means: Vec<f64> =
            self.domains.cells.iter().zip(&cells).map(|(part, cell)| cell.sum / f64::from(self.design.strata[part.stratum as usize].n)).collect();
        self.each(|weight, num, den, cell| {
            let off = value(weight, num, den, cell) - means[cell];
            cells[cell].centred += off * off;
        });
        cells
    }
}
