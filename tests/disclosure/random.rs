//! Random releases: one to four dimensions, hierarchies, linked tables, zeros, singletons,
//! answers, weighted means with printed steps, and an earlier release beside it. All are
//! made of inner cells of respondents, so they add up; the same seed gives the same one.

use phieu::disclosure::primary::Rule;
use phieu::disclosure::suppress::{Effort, protect};
use phieu::disclosure::table::{Cell, Dimension, Facts, Layer, Link, Measure, Over, Public, Release, Sum, System, Table, Term};

/// A fixed sequence (Marsaglia's xorshift).
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 20) % limit as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Respondents of one inner cell.
struct Inner {
    /// Leaf codes.
    codes: Vec<usize>,
    /// Respondents now.
    n: u64,
    /// Respondents in the earlier release.
    before: u64,
    /// Those of `n` who are satisfied.
    satisfied: u64,
    /// Public size of the stratum.
    size: f64,
}

/// One random release.
pub fn release(seed: u64) -> Release {
    let mut draw = Draw::new(seed);
    let dimensions = dimensions(&mut draw);
    let inner = inner(&mut draw, &dimensions);
    let mut made = Made { inner, release: Release { dimensions, ..Release::default() } };
    made.release.layers.push(Layer { id: "n".into(), measure: Measure::Count, of: None });
    let subsets = subsets(&mut draw, made.release.dimensions.len());
    for subset in &subsets {
        made.counts(0, subset, |inner| inner.n);
    }
    if draw.chance(25) {
        let fewer: Vec<usize> = subsets[0].iter().copied().filter(|_| draw.chance(60)).collect();
        made.printed_before(&fewer);
    }
    if draw.chance(20) {
        made.differences(&subsets[0]);
    }
    if draw.chance(60) {
        let step = [0.0, 0.01, 0.001, 0.0001][draw.below(4)];
        made.shares(&subsets, step);
    }
    made.release
}

fn dimensions(draw: &mut Draw) -> Vec<Dimension> {
    let count = 1 + draw.below(4);
    let most = [9, 6, 4, 3][count - 1];
    let answers = if count > 1 && draw.chance(30) { count - 1 } else { count };
    (0..count).map(|d| dimension(draw, d, most, if d == answers { Over::Answers } else { Over::Respondents })).collect()
}

fn dimension(draw: &mut Draw, d: usize, most: usize, over: Over) -> Dimension {
    let leaves = 2 + draw.below(most - 1);
    let names: Vec<String> = (1..=leaves).map(|i| format!("d{d}.{i}")).collect();
    let mut made = Dimension::flat(&format!("d{d}"), over, "all", &names.iter().map(String::as_str).collect::<Vec<_>>());
    if leaves > 3 && draw.chance(40) {
        let cut = 2 + draw.below(leaves - 3);
        made.codes.extend(["first".to_owned(), "second".to_owned()]);
        let (first, second) = (leaves + 1, leaves + 2);
        made.sums = vec![
            Sum { whole: 0, parts: vec![first, second] },
            Sum { whole: first, parts: (1..=cut).collect() },
            Sum { whole: second, parts: (cut + 1..=leaves).collect() },
        ];
    }
    made
}

fn is_leaf(dimension: &Dimension, code: usize) -> bool {
    !dimension.sums.iter().any(|sum| sum.whole == code)
}

/// Whether a leaf belongs to a code.
fn belongs(dimension: &Dimension, leaf: usize, code: usize) -> bool {
    leaf == code || dimension.sums.iter().any(|sum| sum.whole == code && sum.parts.iter().any(|&part| belongs(dimension, leaf, part)))
}

fn product(lists: &[Vec<usize>]) -> Vec<Vec<usize>> {
    lists.iter().fold(vec![Vec::new()], |all, list| {
        all.iter().flat_map(|head| list.iter().map(move |&code| head.iter().copied().chain([code]).collect())).collect()
    })
}

fn inner(draw: &mut Draw, dimensions: &[Dimension]) -> Vec<Inner> {
    let leaves: Vec<Vec<usize>> = dimensions.iter().map(|d| (0..d.codes.len()).filter(|&code| is_leaf(d, code)).collect()).collect();
    let typical = 8 + draw.below(60);
    product(&leaves).into_iter().map(|codes| cell(draw, codes, typical)).collect()
}

fn cell(draw: &mut Draw, codes: Vec<usize>, typical: usize) -> Inner {
    let n = match draw.below(10) {
        0 => 0,
        1 => 1,
        2 => 2 + draw.below(8),
        _ => 1 + draw.below(2 * typical),
    };
    let before = if draw.chance(70) { n } else { n - draw.below(n.min(20) + 1) };
    let satisfied = if draw.chance(15) { n } else { draw.below(n + 1) };
    Inner { codes, n: n as u64, before: before as u64, satisfied: satisfied as u64, size: (n * (1 + draw.below(40))) as f64 }
}

/// The dimensions of each table: all of them, or two or three linked tables.
fn subsets(draw: &mut Draw, dimensions: usize) -> Vec<Vec<usize>> {
    if dimensions == 1 || draw.chance(60) {
        return vec![(0..dimensions).collect()];
    }
    let mut all: Vec<Vec<usize>> = (0..dimensions).map(|out| (0..dimensions).filter(|&d| d != out).collect()).collect();
    all.truncate(2 + draw.below(dimensions - 1));
    all
}

struct Made {
    inner: Vec<Inner>,
    release: Release,
}

impl Made {
    /// All codes of a table over some dimensions.
    fn codes(&self, subset: &[usize]) -> Vec<Vec<usize>> {
        product(&subset.iter().map(|&d| (0..self.release.dimensions[d].codes.len()).collect()).collect::<Vec<_>>())
    }

    fn sum(&self, subset: &[usize], codes: &[usize], of: impl Fn(&Inner) -> f64) -> f64 {
        let within =
            |inner: &&Inner| subset.iter().zip(codes).all(|(&d, &code)| belongs(&self.release.dimensions[d], inner.codes[d], code));
        self.inner.iter().filter(within).map(of).sum()
    }

    fn counts(&mut self, layer: usize, subset: &[usize], of: fn(&Inner) -> u64) {
        let cell = |codes: Vec<usize>| Cell::count(&codes, self.sum(subset, &codes, |inner| of(inner) as f64) as u64);
        let cells = self.codes(subset).into_iter().map(cell).collect();
        self.release.tables.push(Table { id: format!("t{}", self.release.tables.len()), layer, dimensions: subset.to_vec(), cells });
    }

    /// An earlier release of the same respondents: a table of fewer dimensions, as the
    /// program would have released it. What it showed is printed for good.
    fn printed_before(&mut self, subset: &[usize]) {
        let first = self.release.tables.len();
        self.counts(0, subset, |inner| inner.n);
        let earlier = Release { tables: vec![self.release.tables[first].clone()], ..self.release.clone() };
        let system = System::of(&earlier).expect("a sound release");
        let Ok(pattern) = protect(&system, &Rule::default(), Effort { pivots: 0, ..Effort::default() }) else { return };
        for cell in (0..system.cells.len()).filter(|&cell| !pattern.is_withheld(cell)) {
            self.release.tables[first].cells[system.cells[cell].from[0].1].public = Public::Printed;
        }
    }

    /// An earlier release of other respondents printed everything of ten and more; nobody
    /// prints the differences, but they are there.
    fn differences(&mut self, subset: &[usize]) {
        let (before, added) = (self.release.layers.len(), self.release.layers.len() + 1);
        self.release.layers.push(Layer { id: "before".into(), measure: Measure::Count, of: None });
        self.release.layers.push(Layer { id: "added".into(), measure: Measure::Count, of: None });
        let (now, old, more) = (0, self.release.tables.len(), self.release.tables.len() + 1);
        self.counts(before, subset, |inner| inner.before);
        self.counts(added, subset, |inner| inner.n - inner.before);
        for cell in 0..self.release.tables[old].cells.len() {
            // The margins were printed; of the inner cells those that were large enough and
            // whose difference is too: the ledger refuses others.
            let more_cell = &mut self.release.tables[more].cells[cell];
            let safe = more_cell.respondents == 0 || more_cell.respondents >= 10;
            more_cell.public = Public::Never;
            let old_cell = &mut self.release.tables[old].cells[cell];
            old_cell.public = if safe && old_cell.respondents >= 10 { Public::Nothing } else { Public::Never };
            let term = |table: usize, factor: f64| Term { table, cell, factor };
            self.release.links.push(Link { terms: vec![term(now, 1.0), term(old, -1.0), term(more, -1.0)], constant: 0.0 });
        }
    }

    /// Weighted shares of the satisfied over respondents; of each answer where a dimension
    /// is of answers.
    fn shares(&mut self, subsets: &[Vec<usize>], step: f64) {
        for subset in subsets {
            let of_answers = subset.iter().copied().find(|&d| self.release.dimensions[d].over == Over::Answers);
            let layer = self.share_layer(if of_answers.is_some() { "answers" } else { "satisfied" });
            let cells = match of_answers {
                Some(answers) => self.answer_cells(subset, answers, step),
                None => self.codes(subset).into_iter().map(|codes| self.share(subset, codes, step)).collect(),
            };
            self.release.tables.push(Table { id: format!("t{}", self.release.tables.len()), layer, dimensions: subset.clone(), cells });
        }
    }

    fn share_layer(&mut self, id: &str) -> usize {
        let known = self.release.layers.iter().position(|layer| layer.id == id);
        known.unwrap_or_else(|| {
            self.release.layers.push(Layer { id: id.into(), measure: Measure::Mean { lowest: 0.0, highest: 1.0 }, of: Some(0) });
            self.release.layers.len() - 1
        })
    }

    fn share(&self, subset: &[usize], codes: Vec<usize>, step: f64) -> Cell {
        let respondents = self.sum(subset, &codes, |inner| inner.n as f64) as u64;
        let numerator = self.sum(subset, &codes, |inner| inner.satisfied as f64) as u64;
        let weight = self.sum(subset, &codes, |inner| inner.size);
        let with = self.sum(subset, &codes, |inner| if inner.n == 0 { 0.0 } else { inner.size * inner.satisfied as f64 / inner.n as f64 });
        Self::mean(codes, with, weight, respondents, numerator, step)
    }

    fn mean(codes: Vec<usize>, with: f64, weight: f64, respondents: u64, numerator: u64, step: f64) -> Cell {
        let value = if weight > 0.0 { (with / weight).min(1.0) } else { 0.0 };
        let facts = Facts { numerator: Some(numerator), top_two: None };
        Cell { codes, value, respondents, weight, step, facts, public: Public::Nothing }
    }

    fn answer_cells(&self, subset: &[usize], answers: usize, step: f64) -> Vec<Cell> {
        let at = subset.iter().position(|&d| d == answers).expect("the dimension of answers");
        let cells = self.codes(subset).into_iter().filter(|codes| codes[at] != 0).map(|codes| {
            let mut all = codes.clone();
            all[at] = 0;
            let respondents = self.sum(subset, &all, |inner| inner.n as f64) as u64;
            let numerator = self.sum(subset, &codes, |inner| inner.n as f64) as u64;
            let (weight, with) = (self.sum(subset, &all, |inner| inner.size), self.sum(subset, &codes, |inner| inner.size));
            Self::mean(codes, with, weight, respondents, numerator, step)
        });
        cells.collect()
    }
}
