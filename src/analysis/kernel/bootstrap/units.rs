//! Units that hold rows: a unit's weight by code is added up once, and in a replicate
//! counts as often as the unit was drawn. Rows are not looked at again.

use std::ops::Range;

use super::sums::{Sums, codes, lanes, replicated};
use super::{Drawn, Part, Question};
use crate::analysis::kernel::{Layout, Tally};
use crate::dataset::CODES;

/// The units of one stratum after the other.
pub(super) struct ByUnit<'a> {
    layout: &'a Layout<'a>,
    places: Vec<u32>,
    of_stratum: Vec<Range<usize>>,
    /// Of each place its unit's number within the stratum.
    unit: Vec<u32>,
    tables: Vec<Vec<[Tally; CODES]>>,
}

impl<'a> ByUnit<'a> {
    pub fn new(layout: &'a Layout<'a>, question: Question<'a>) -> Self {
        let (places, of_stratum) = layout.places_of_strata();
        let mut unit = vec![0; layout.places.len()];
        let of_unit = layout.units_in_strata();
        for (number, place) in unit.iter_mut().zip(&layout.places) {
            *number = of_unit[place.unit as usize];
        }
        let tables = question.items.iter().map(|codes| layout.tally(codes)).collect();
        Self { layout, places, of_stratum, unit, tables }
    }
}

impl Part for ByUnit<'_> {
    fn enter(&mut self, _stratum: usize) {}

    fn add(&mut self, stratum: usize, first: usize, drawn: &[Drawn], sums: &mut Sums) {
        let factor = self.layout.factor(stratum);
        for &place in &self.places[self.of_stratum[stratum].clone()] {
            let place = place as usize;
            let (domain, base) = (self.layout.places[place].domain, self.layout.places[place].base);
            let drawn = &drawn[self.unit[place] as usize];
            for (item, tables) in self.tables.iter().enumerate() {
                for code in codes().filter(|&code| tables[place][code].n > 0) {
                    let weight = tables[place][code].weight(base);
                    if first == 0 {
                        sums.add_full(item, domain, code, weight);
                    }
                    sums.add(item, domain, code, first, &replicated(factor, weight, &lanes(drawn, weight)));
                }
            }
        }
    }
}
