//! Rows as units: the answers of a stratum are laid row by row once, and for each row the
//! replicates' draws are added to the sum of each answer that it gave: one addition of
//! [`LANES`] numbers an answer, whatever the scores. Where all weights of a place are equal
//! draws are counted, four replicates to a word of 64 bits, which every machine adds at
//! once; the sums are exact.

use std::ops::Range;

use super::sums::{Sums, codes, lanes, replicated};
use super::{Drawn, Factor, LANES, Part, Question};
use crate::analysis::kernel::Layout;
use crate::dataset::CODES;
use crate::dataset::column::NONE;

/// The draws of [`LANES`] replicates, sixteen bits each.
type Packed = [u64; LANES / 4];

/// One sum for each code and one for whatever is none.
type Slots<T> = [T; CODES + 1];

/// The rows of one stratum after the other.
pub(super) struct ByRow<'a> {
    layout: &'a Layout<'a>,
    question: Question<'a>,
    /// Rows stratum by stratum.
    order: Vec<u32>,
    starts: Vec<usize>,
    places: Vec<u32>,
    of_stratum: Vec<Range<usize>>,
    /// Of each place its number within its stratum.
    local: Vec<u32>,
    factor: Factor,
    /// Answers of the stratum's rows, row by row.
    answers: Vec<u8>,
    /// Of each row its place within the stratum and its weight, 1 where all are equal.
    row: Vec<(u32, f64)>,
    /// Draws by place, statement and code, sixteen bits a replicate.
    packed: Vec<Slots<Packed>>,
    /// Σw by place, statement and code.
    whole: Vec<Slots<f64>>,
    sums: Vec<Slots<[f64; LANES]>>,
}

impl<'a> ByRow<'a> {
    pub fn new(layout: &'a Layout<'a>, question: Question<'a>) -> Self {
        let (places, of_stratum) = layout.places_of_strata();
        let mut local = vec![0; layout.places.len()];
        for span in &of_stratum {
            for (number, &place) in (0..).zip(&places[span.clone()]) {
                local[place as usize] = number;
            }
        }
        let mut starts = vec![0; layout.strata.len() + 1];
        for (at, stratum) in layout.strata.iter().enumerate() {
            starts[at + 1] = starts[at] + stratum.units as usize;
        }
        let (mut order, mut next) = (vec![0; layout.of_row.len()], starts.clone());
        for (row, &stratum) in (0_u32..).zip(layout.rows.stratum.iter()) {
            let next = &mut next[stratum as usize];
            order[*next] = row;
            *next += 1;
        }
        Self {
            layout,
            question,
            order,
            starts,
            places,
            of_stratum,
            local,
            factor: Factor { left: 1.0, raised: 0.0 },
            answers: Vec::new(),
            row: Vec::new(),
            packed: Vec::new(),
            whole: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// What a sum is to be multiplied by: all weights are equal to the base, or in the sum.
    fn unit(&self, place: u32) -> f64 {
        if self.layout.is_even() { self.layout.places[place as usize].base } else { 1.0 }
    }
}

impl ByRow<'_> {
    fn add_weights(&mut self, drawn: &[Drawn]) {
        let items = self.question.items.len();
        for ((&(place, weight), drawn), answers) in self.row.iter().zip(drawn).zip(self.answers.chunks_exact(items)) {
            let Some(tables) = self.sums.get_mut(place as usize * items..).filter(|_| place != NONE) else { continue };
            let drawn = lanes(drawn, weight);
            for (table, &code) in tables.iter_mut().zip(answers) {
                for (sum, drawn) in table[usize::from(code).min(CODES)].iter_mut().zip(&drawn) {
                    *sum += drawn;
                }
            }
        }
    }

    fn add_counts(&mut self, drawn: &[Drawn]) {
        let items = self.question.items.len();
        let most = drawn.iter().flatten().fold(1, |most, &drawn| most.max(drawn));
        // So many rows together do not fill sixteen bits.
        let block = usize::from(u16::MAX / u16::from(most));
        let answers = self.answers.chunks(block * items);
        for ((rows, drawn), answers) in self.row.chunks(block).zip(drawn.chunks(block)).zip(answers) {
            self.packed.clear();
            self.packed.resize(self.sums.len(), [[0; LANES / 4]; CODES + 1]);
            for ((&(place, _), drawn), answers) in rows.iter().zip(drawn).zip(answers.chunks_exact(items)) {
                let Some(tables) = self.packed.get_mut(place as usize * items..).filter(|_| place != NONE) else { continue };
                let drawn = packed(drawn);
                for (table, &code) in tables.iter_mut().zip(answers) {
                    for (sum, drawn) in table[usize::from(code).min(CODES)].iter_mut().zip(&drawn) {
                        *sum += drawn;
                    }
                }
            }
            for (sums, packed) in self.sums.iter_mut().flatten().zip(self.packed.iter().flatten()) {
                for (sums, word) in sums.chunks_exact_mut(4).zip(packed) {
                    for (sum, lane) in sums.iter_mut().zip(word.to_le_bytes().chunks_exact(2)) {
                        *sum += f64::from(u16::from_le_bytes([lane[0], lane[1]]));
                    }
                }
            }
        }
    }
}

/// Bytes as lanes of sixteen bits, the first one lowest.
fn packed(drawn: &Drawn) -> Packed {
    let mut words = [0; LANES / 4];
    for (word, bytes) in words.iter_mut().zip(drawn.as_chunks::<4>().0) {
        let spread = u64::from(u32::from_le_bytes(*bytes));
        let spread = (spread | (spread << 16)) & 0x0000_ffff_0000_ffff;
        *word = (spread | (spread << 8)) & 0x00ff_00ff_00ff_00ff;
    }
    words
}

impl Part for ByRow<'_> {
    fn enter(&mut self, stratum: usize) {
        let rows = &self.order[self.starts[stratum]..self.starts[stratum + 1]];
        let items = self.question.items.len();
        let (layout, local) = (self.layout, &self.local);
        let place = |&row: &u32| {
            let place = layout.of_row[row as usize];
            let weight = if layout.is_even() { 1.0 } else { layout.rows.weight[row as usize] };
            (local.get(place as usize).copied().unwrap_or(NONE), weight)
        };
        self.factor = layout.factor(stratum);
        self.row.clear();
        self.row.extend(rows.iter().map(place));
        self.answers.clear();
        self.answers.resize(rows.len() * items, 0);
        for (item, codes) in self.question.items.iter().enumerate() {
            for (slot, &row) in self.answers[item..].iter_mut().step_by(items).zip(rows) {
                *slot = codes[row as usize];
            }
        }
        let tables = self.of_stratum[stratum].len() * items;
        self.whole.clear();
        self.whole.resize(tables, [0.0; CODES + 1]);
        for (&(place, weight), answers) in self.row.iter().zip(self.answers.chunks_exact(items)) {
            let Some(tables) = self.whole.get_mut(place as usize * items..).filter(|_| place != NONE) else { continue };
            for (table, &code) in tables.iter_mut().zip(answers) {
                table[usize::from(code).min(CODES)] += weight;
            }
        }
        self.sums.resize(tables, [[0.0; LANES]; CODES + 1]);
    }

    fn add(&mut self, stratum: usize, first: usize, drawn: &[Drawn], sums: &mut Sums) {
        let items = self.question.items.len();
        self.sums.fill([[0.0; LANES]; CODES + 1]);
        if self.layout.is_even() {
            self.add_counts(drawn);
        } else {
            self.add_weights(drawn);
        }
        for (local, &place) in self.places[self.of_stratum[stratum].clone()].iter().enumerate() {
            let (domain, unit) = (self.layout.places[place as usize].domain, self.unit(place));
            for item in 0..items {
                let (whole, replicates) = (&self.whole[local * items + item], &self.sums[local * items + item]);
                for code in codes().filter(|&code| whole[code] > 0.0) {
                    if first == 0 {
                        sums.add_full(item, domain, code, whole[code] * unit);
                    }
                    let weights = replicated(self.factor, whole[code] * unit, &replicates[code].map(|sum| sum * unit));
                    sums.add(item, domain, code, first, &weights);
                }
            }
        }
    }
}
