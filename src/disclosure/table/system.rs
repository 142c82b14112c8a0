//! The joint linear system of a release: one variable a cell, one row an identity that
//! an outsider can write down. Counts: `whole − Σ parts = 0`. Means over respondents:
//! `Σ W_part·p_part − W_whole·p_whole = 0`, divided by `W_whole`, which is the weighted
//! identity `Σ N_u p_u = N p` with the sizes taken as public. Shares of answers add up
//! to that of their whole, and to 1. The truth satisfies every row: this is checked.

use super::index::{self, Index, Place};
use super::{Cell, Facts, Fault, Flaw, Measure, Over, Public, Release, check};

/// Rounding that a row may have, for each unit of the largest of its terms.
const RESIDUE: f64 = 1e-7;

/// The system.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    /// Variables, in the order of their places.
    pub cells: Vec<Variable>,
    /// Rows.
    pub rows: Vec<Row>,
}

/// One cell of the release.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Layer.
    pub layer: usize,
    /// A code for each dimension of the release.
    pub codes: Vec<usize>,
    /// Kind of number.
    pub measure: Measure,
    /// True value.
    pub value: f64,
    /// Respondents.
    pub respondents: u64,
    /// What the rules look at besides.
    pub facts: Facts,
    /// What outsiders know without any table.
    pub public: (f64, f64),
    /// Bounds that the printed value gives.
    pub printed: (f64, f64),
    /// Whether it can be withheld.
    pub standing: Standing,
    /// The count that it is made of: where that is withheld, so is this.
    pub leader: Option<usize>,
    /// Whether its interval has to be wide where it is withheld.
    pub asked: bool,
    /// Tables and cells of the release that show it.
    pub from: Vec<(usize, usize)>,
}

/// Whether a cell can be withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It can.
    Open,
    /// Everybody knows it: a place where nobody can be, or a figure printed before.
    Known,
    /// It is never printed.
    Never,
}

/// One identity: `Σ factor·cell = constant`.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Factors by cell, the largest of magnitude 1.
    pub terms: Vec<(usize, f64)>,
    /// Right-hand side.
    pub constant: f64,
}

impl System {
    /// Checks a release and builds its system.
    ///
    /// # Errors
    /// All flaws that were found.
    pub fn of(release: &Release) -> Result<Self, Vec<Flaw>> {
        let flaws = check::parts(release);
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let wholes: Vec<usize> = release.dimensions.iter().filter_map(super::Dimension::whole).collect();
        let index = index::of(release, &wholes);
        let builder = Builder { release, wholes, places: index.keys().cloned().collect(), index };
        builder.build()
    }

    /// The part of Σ|terms| by which a row does not hold for the true values.
    fn residue(&self, row: &Row) -> f64 {
        let (sum, size) = row.terms.iter().fold((-row.constant, row.constant.abs().max(1.0)), |(sum, size), &(cell, factor)| {
            let part = factor * self.cells[cell].value;
            (sum + part, size.max(part.abs()))
        });
        sum.abs() / size
    }
}

struct Builder<'a> {
    release: &'a Release,
    wholes: Vec<usize>,
    places: Vec<Place>,
    index: Index,
}

impl Builder<'_> {
    fn build(self) -> Result<System, Vec<Flaw>> {
        let mut flaws = self.two_values();
        let rooms: Vec<f64> = (0..self.release.layers.len()).map(|layer| self.room(layer)).collect();
        let cells = self.places.iter().map(|place| self.variable(place, rooms[place.layer])).collect();
        let mut system = System { cells, rows: Vec::new() };
        for cell in 0..self.places.len() {
            self.sums(cell, &mut system, &mut flaws);
        }
        for (l, link) in self.release.links.iter().enumerate() {
            let terms = link.terms.iter().map(|term| (self.cell_of(term.table, term.cell), term.factor)).collect();
            add(&mut system, terms, link.constant, || format!("links[{l}]"), &mut flaws);
        }
        if flaws.is_empty() { Ok(system) } else { Err(flaws) }
    }

    /// The first cell of the release at a place.
    fn first(&self, place: &Place) -> &Cell {
        let (table, cell) = self.index[place][0];
        &self.release.tables[table].cells[cell]
    }

    fn at(&self, cell: usize) -> String {
        let (table, cell) = self.index[&self.places[cell]][0];
        format!("tables[{table}].cells[{cell}]")
    }

    fn two_values(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        for (place, all) in &self.index {
            let first = self.first(place);
            let other = |&&(t, c): &&(usize, usize)| {
                let cell = &self.release.tables[t].cells[c];
                cell.value.to_bits() != first.value.to_bits() || cell.respondents != first.respondents
            };
            flaws.extend(all.iter().filter(other).map(|(t, c)| Flaw { fault: Fault::TwoValues, at: format!("tables[{t}].cells[{c}]") }));
        }
        flaws
    }

    /// A bound on the counts of a layer that takes nothing from its cells.
    fn room(&self, layer: usize) -> f64 {
        let values = self.places.iter().filter(|place| place.layer == layer).map(|place| self.first(place).value);
        2.0 * values.fold(0.0, f64::max) + 10.0
    }

    fn variable(&self, place: &Place, room: f64) -> Variable {
        let cell = self.first(place);
        let measure = self.release.layers[place.layer].measure;
        let scale = match measure {
            Measure::Count => (0.0, room),
            Measure::Mean { lowest, highest } => (lowest, highest),
        };
        let public = self.all(place).fold(scale, |(least, most), cell| match cell.public {
            Public::Within(low, high) => (low.max(least), high.min(most)),
            Public::Nothing | Public::Printed | Public::Never => (least, most),
        });
        let standing = self.standing(place);
        Variable {
            layer: place.layer,
            codes: place.codes.clone(),
            measure,
            value: cell.value,
            respondents: cell.respondents,
            facts: self.facts(place),
            public,
            printed: self.printed(place, public),
            standing,
            asked: standing != Standing::Never,
            leader: self.leader(place),
            from: self.index[place].clone(),
        }
    }

    /// All cells of the release at a place.
    fn all<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Cell> {
        self.index[place].iter().map(|&(table, cell)| &self.release.tables[table].cells[cell])
    }

    /// Known when any table or release printed it, never printed when all say so.
    fn standing(&self, place: &Place) -> Standing {
        let printed = self.all(place).any(|cell| cell.public == Public::Printed);
        if self.all(place).all(|cell| cell.public == Public::Never) {
            Standing::Never
        } else if printed || self.first(place).respondents == 0 {
            Standing::Known
        } else {
            Standing::Open
        }
    }

    /// What any table says about the cell.
    fn facts(&self, place: &Place) -> Facts {
        self.index[place].iter().fold(Facts::default(), |facts, &(table, cell)| {
            let more = self.release.tables[table].cells[cell].facts;
            Facts { numerator: facts.numerator.or(more.numerator), top_two: facts.top_two.or(more.top_two) }
        })
    }

    /// What the finest printing of the cell leaves open. Half a step to both sides of
    /// the nearest multiple: it holds for every rule of rounding halves.
    fn printed(&self, place: &Place, public: (f64, f64)) -> (f64, f64) {
        self.index[place].iter().fold(public, |(low, high), &(table, cell)| {
            let cell = &self.release.tables[table].cells[cell];
            if cell.step == 0.0 {
                return (cell.value, cell.value);
            }
            let nearest = (cell.value / cell.step).round() * cell.step;
            (low.max(nearest - cell.step / 2.0).min(cell.value), high.min(nearest + cell.step / 2.0).max(cell.value))
        })
    }

    /// The cell of the layer of counts: the same place, or with all answers together.
    fn leader(&self, place: &Place) -> Option<usize> {
        let layer = self.release.layers[place.layer].of?;
        let same = Place { layer, codes: place.codes.clone() };
        let together = |(d, &code): (usize, &usize)| if self.release.dimensions[d].over == Over::Answers { self.wholes[d] } else { code };
        let whole = Place { layer, codes: place.codes.iter().enumerate().map(together).collect() };
        self.places.binary_search(&same).or_else(|_| self.places.binary_search(&whole)).ok()
    }

    fn cell_of(&self, table: usize, cell: usize) -> usize {
        let (t, c) = (table, cell);
        self.places.iter().position(|place| self.index[place].contains(&(t, c))).unwrap_or_default()
    }

    /// Rows whose whole is this cell, in every dimension.
    fn sums(&self, cell: usize, system: &mut System, flaws: &mut Vec<Flaw>) {
        for (d, dimension) in self.release.dimensions.iter().enumerate() {
            for sum in dimension.sums.iter().filter(|sum| sum.whole == self.places[cell].codes[d]) {
                if let Some(parts) = self.present(&self.places[cell], d, &sum.parts, flaws, || self.at(cell)) {
                    add(system, self.terms(Some(cell), &parts, d), 0.0, || self.at(cell), flaws);
                }
            }
            self.ones(cell, d, system, flaws);
        }
    }

    /// Shares that add up to 1: their whole is no cell. Written once, at the first part, and
    /// not where nobody answered.
    fn ones(&self, cell: usize, d: usize, system: &mut System, flaws: &mut Vec<Flaw>) {
        let (place, dimension) = (&self.places[cell], &self.release.dimensions[d]);
        let is_share = matches!(self.release.layers[place.layer].measure, Measure::Mean { .. });
        let others_whole = (0..place.codes.len())
            .all(|o| o == d || self.release.dimensions[o].over == Over::Respondents || place.codes[o] == self.wholes[o]);
        let nobody = self.first(place).respondents == 0;
        if !is_share || dimension.over == Over::Respondents || !others_whole || nobody {
            return;
        }
        for sum in dimension.sums.iter().filter(|sum| sum.whole == self.wholes[d] && sum.parts.first() == Some(&place.codes[d])) {
            if let Some(parts) = self.present(place, d, &sum.parts, flaws, || self.at(cell)) {
                add(system, self.terms(None, &parts, d), 1.0, || self.at(cell), flaws);
            }
        }
    }

    /// The parts of a sum, all or none; some are a flaw.
    fn present(&self, place: &Place, d: usize, parts: &[usize], flaws: &mut Vec<Flaw>, at: impl Fn() -> String) -> Option<Vec<usize>> {
        let there = parts.iter().filter_map(|&part| {
            let mut codes = place.codes.clone();
            codes[d] = part;
            self.places.binary_search(&Place { layer: place.layer, codes }).ok()
        });
        let there: Vec<usize> = there.collect();
        if !there.is_empty() && there.len() < parts.len() {
            flaws.push(Flaw { fault: Fault::PartMissing, at: at() });
        }
        (there.len() == parts.len()).then_some(there)
    }

    fn terms(&self, whole: Option<usize>, parts: &[usize], d: usize) -> Vec<(usize, f64)> {
        let first = whole.or(parts.first().copied()).map(|cell| &self.places[cell]);
        let is_mean = first.is_some_and(|place| matches!(self.release.layers[place.layer].measure, Measure::Mean { .. }));
        let weighted = is_mean && self.release.dimensions[d].over == Over::Respondents;
        let factor = |cell: usize| if weighted { self.first(&self.places[cell]).weight } else { 1.0 };
        let parts = parts.iter().map(|&part| (part, factor(part)));
        parts.chain(whole.map(|whole| (whole, -factor(whole)))).collect()
    }
}

/// Adds a row with its largest factor at 1, unless it says nothing.
fn add(system: &mut System, terms: Vec<(usize, f64)>, constant: f64, at: impl Fn() -> String, flaws: &mut Vec<Flaw>) {
    let largest = terms.iter().fold(0.0_f64, |most, (_, factor)| most.max(factor.abs()));
    if largest == 0.0 {
        return;
    }
    let terms = terms.into_iter().filter(|(_, factor)| *factor != 0.0).map(|(cell, factor)| (cell, factor / largest)).collect();
    let row = Row { terms, constant: constant / largest };
    if system.residue(&row) > RESIDUE {
        flaws.push(Flaw { fault: Fault::DoesNotAdd, at: at() });
    }
    system.rows.push(row);
}
