//! What is made of a withheld cell goes with it: weighted respondents, share, mean,
//! standard error, interval, design effect, degrees of freedom, rank, change, and whatever
//! a chart, a tooltip or a sheet would say. A [`Figure`] is only made here, from the cells
//! that it is made of, so a writer cannot print what it forgot to look up.

use serde::Serialize;

use super::suppress::Pattern;

/// A number that may leave, or the mark in its place. The mark does not say whether the
/// cell was withheld for itself or for others: that would be a hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Figure<T> {
    /// It may be shown.
    Shown(T),
    /// It is not published.
    Withheld,
}

impl<T> Figure<T> {
    /// The number, where there is one.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Withheld => None,
        }
    }
}

impl<T> Figure<Vec<T>> {
    /// Each of `len` numbers on its own: all are shown, or all are withheld.
    pub fn each(self, len: usize) -> Vec<Figure<T>> {
        match self {
            Self::Shown(values) => values.into_iter().map(Figure::Shown).collect(),
            Self::Withheld => (0..len).map(|_| Figure::Withheld).collect(),
        }
    }
}

/// Masks a value that is made of some cells: it is shown when all of them are.
pub fn mask<T>(pattern: &Pattern, made_of: &[usize], value: T) -> Figure<T> {
    if made_of.iter().any(|&cell| pattern.is_withheld(cell)) { Figure::Withheld } else { Figure::Shown(value) }
}

/// Ranks among shown cells only, 1 for the greatest, equal values alike: a rank among all
/// would say where a withheld one stands.
pub fn ranks(pattern: &Pattern, cells: &[(usize, f64)]) -> Vec<Figure<usize>> {
    let shown: Vec<f64> = cells.iter().filter(|(cell, _)| !pattern.is_withheld(*cell)).map(|&(_, value)| value).collect();
    let rank = |value: f64| 1 + shown.iter().filter(|&&other| other > value).count();
    cells.iter().map(|&(cell, value)| mask(pattern, &[cell], rank(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::primary::Rule;
    use super::super::suppress::{Effort, protect};
    use super::super::table::{Cell, Dimension, Layer, Measure, Over, Release, System, Table};
    use super::*;

    /// Five units of which one has four respondents; cell 0 is the whole.
    fn pattern() -> Pattern {
        let cells = [90, 4, 20, 40, 15, 11].iter().enumerate().map(|(code, &n)| Cell::count(&[code], n)).collect();
        let release = Release {
            dimensions: vec![Dimension::flat("unit", Over::Respondents, "all", &["a", "b", "c", "d", "e"])],
            layers: vec![Layer { id: "n".into(), measure: Measure::Count, of: None }],
            tables: vec![Table { id: "t".into(), layer: 0, dimensions: vec![0], cells }],
            links: Vec::new(),
        };
        protect(&System::of(&release).unwrap(), &Rule::default(), Effort::default()).unwrap()
    }

    #[test]
    fn what_is_made_of_a_withheld_cell_is_withheld() {
        let pattern = pattern();
        assert_eq!(mask(&pattern, &[1], 0.25), Figure::Withheld);
        assert_eq!(mask(&pattern, &[2, 1], "change"), Figure::Withheld);
        assert_eq!(mask(&pattern, &[0, 2], 7).get(), Some(&7));
        assert_eq!(serde_json::to_string(&mask(&pattern, &[1], 3)).unwrap(), "null");
    }

    #[test]
    fn ranks_count_shown_cells_only() {
        let pattern = pattern();
        let withheld: Vec<usize> = (0..6).filter(|&cell| pattern.is_withheld(cell)).collect();
        assert_eq!(withheld, [1, 5]);
        let ranks = ranks(&pattern, &[(1, 0.99), (2, 0.5), (3, 0.7), (4, 0.5), (5, 0.6)]);
        assert_eq!(ranks, [Figure::Withheld, Figure::Shown(2), Figure::Shown(1), Figure::Shown(2), Figure::Withheld]);
    }
}
