//! How long the largest usual release takes: 52 units × 22 statements × 3 groups with all
//! margins, respondents and weighted shares. `cargo run --release --example disclosure_bench`

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of respondents")]
#![allow(clippy::expect_used, reason = "a tool stops at what is not there")]

#[path = "../tests/disclosure/random.rs"]
#[allow(dead_code)]
mod random;

use phieu::disclosure::primary::Rule;
use phieu::disclosure::rounding;
use phieu::disclosure::suppress::{Effort, Mark, protect};
use phieu::disclosure::table::{Cell, Dimension, Facts, Layer, Measure, Over, Public, Release, System, Table};
use random::Draw;

const UNITS: usize = 52;
const STATEMENTS: usize = 22;
const GROUPS: usize = 3;
const SHARE: Measure = Measure::Mean { lowest: 0.0, highest: 1.0 };

/// Respondents, satisfied and size of the inner cells of one statement.
fn inner(draw: &mut Draw, typical: &[[usize; GROUPS]]) -> Vec<[(u64, u64, f64); GROUPS]> {
    let cell = |draw: &mut Draw, n: usize| {
        let n = n - draw.below(n / 12 + 1);
        let satisfied = (0..n).filter(|_| draw.chance(82)).count();
        (n as u64, satisfied as u64, (n * (3 + n % 17)) as f64)
    };
    typical.iter().map(|unit| unit.map(|n| cell(draw, n))).collect()
}

fn tables(layer: usize, inner: &[[(u64, u64, f64); GROUPS]]) -> [Table; 2] {
    let (mut counts, mut shares) = (Vec::new(), Vec::new());
    for u in 0..=UNITS {
        for g in 0..=GROUPS {
            let within = inner.iter().enumerate().filter(|(i, _)| u == 0 || *i + 1 == u).flat_map(|(_, unit)| unit.iter().enumerate());
            let of: Vec<_> = within.filter(|(i, _)| g == 0 || *i + 1 == g).map(|(_, cell)| *cell).collect();
            let n = of.iter().map(|cell| cell.0).sum();
            let size: f64 = of.iter().filter(|cell| cell.0 > 0).map(|cell| cell.2).sum();
            let with: f64 = of.iter().filter(|cell| cell.0 > 0).map(|cell| cell.2 * cell.1 as f64 / cell.0 as f64).sum();
            counts.push(Cell::count(&[u, g], n));
            shares.push(Cell {
                codes: vec![u, g],
                value: if size > 0.0 { (with / size).min(1.0) } else { 0.0 },
                respondents: n,
                weight: size,
                step: rounding::step(SHARE, n),
                facts: Facts { numerator: Some(of.iter().map(|cell| cell.1).sum()), top_two: None },
                public: Public::Nothing,
            });
        }
    }
    let table = |id: &str, layer: usize, cells: Vec<Cell>| Table { id: format!("{id}{layer}"), layer, dimensions: vec![0, 1], cells };
    [table("n", layer, counts), table("p", layer + 1, shares)]
}

fn main() {
    let mut draw = Draw::new(7);
    let names: Vec<String> = (0..UNITS).map(|u| format!("u{u}")).collect();
    let units = Dimension::flat("unit", Over::Respondents, "all", &names.iter().map(String::as_str).collect::<Vec<_>>());
    let groups = Dimension::flat("group", Over::Respondents, "all", &["citizen", "business", "official"]);
    let mut release = Release { dimensions: vec![units, groups], ..Release::default() };
    let typical: Vec<[usize; GROUPS]> = (0..UNITS).map(|_| [20 + draw.below(80), 4 + draw.below(40), 3 + draw.below(30)]).collect();
    for s in 0..STATEMENTS {
        release.layers.push(Layer { id: format!("n{s}"), measure: Measure::Count, of: None });
        release.layers.push(Layer { id: format!("p{s}"), measure: SHARE, of: Some(2 * s) });
        let inner = inner(&mut draw, &typical);
        release.tables.extend(tables(2 * s, &inner));
    }
    let start = std::time::Instant::now();
    let system = System::of(&release).expect("a sound release");
    println!("{} cells, {} rows, {:.2} s", system.cells.len(), system.rows.len(), start.elapsed().as_secs_f64());
    for pivots in [0, Effort::default().pivots] {
        let start = std::time::Instant::now();
        let pattern = protect(&system, &Rule::default(), Effort { pivots, ..Effort::default() });
        let seconds = start.elapsed().as_secs_f64();
        match pattern {
            Ok(pattern) => {
                let count = |of: fn(&Mark) -> bool| pattern.marks().iter().filter(|mark| of(mark)).count();
                let primary = count(|mark| matches!(mark, Mark::Primary(_)));
                let secondary = count(|mark| matches!(mark, Mark::Secondary | Mark::Follows));
                println!("effort {pivots}: {seconds:.1} s, {primary} primary, {secondary} secondary, cost {}", pattern.cost(&system));
            }
            Err(refusal) => println!("effort {pivots}: {seconds:.1} s, {refusal:?}"),
        }
    }
}
