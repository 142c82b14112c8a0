//! The table of option scores: a unit on a criterion, or on all of them. Scores are
//! percentages of the most, with two decimals.

use super::table::{Cell, Code, Dimension, Measure, Printed, Table, text};
use crate::base::{Text, Word, words};
use crate::disclosure::{Released, ScoreCell, ScoreTable, real};
use crate::export::csv::Names;

const MEASURES: [(&str, Word, u8); 9] = [
    ("n_respondents", words::results::CSV_RESPONDENTS, 0),
    ("n_asked", words::results::CSV_ASKED, 0),
    ("n_judged", words::results::CSV_JUDGED, 0),
    ("n_open", words::results::CSV_OPEN, 0),
    ("score", words::results::CSV_SCORE, 2),
    ("score_se", words::results::CSV_SE, 2),
    ("score_lo", words::results::CSV_LO, 2),
    ("score_hi", words::results::CSV_HI, 2),
    ("df", words::export::DF, 0),
];

/// The table; `None` where there is no score. A unit that nobody judged has empty figures
/// and no mark.
pub fn scores(released: &Released<ScoreTable>, names: &Names) -> Option<Table> {
    let table = released.get();
    let all = Code { code: "all".to_owned(), label: text(words::results::ALL_CRITERIA) };
    let label = |of: Option<&String>, code: &str| -> Text { of.map_or(code, String::as_str).into() };
    let criteria = table.criteria.iter().map(|of| Code { code: of.id.clone(), label: label(names.subjects.get(&of.id), &of.id) });
    let criteria: Vec<Code> = std::iter::once(all).chain(criteria).collect();
    let mut units: Vec<Code> = Vec::new();
    let mut cells = Vec::with_capacity(table.cells.len());
    for cell in &table.cells {
        // Cells come unit by unit.
        if units.last().is_none_or(|unit| unit.code != cell.unit) {
            units.push(Code { code: cell.unit.clone(), label: label(names.units.get(&cell.unit), &cell.unit) });
        }
        let criterion = match &cell.criterion {
            None => 0,
            Some(id) => 1 + table.criteria.iter().position(|of| of.id == *id)?,
        };
        cells.push(of_cell(cell, units.len() - 1, criterion));
    }
    let dimensions = [("unit", words::export::UNIT_NAME, units), ("criterion", words::results::CSV_CRITERION, criteria)];
    let dimensions = dimensions.map(|(id, label, codes)| Dimension { id: id.to_owned(), label: text(label), codes });
    let measures = MEASURES.map(|(id, label, decimals)| Measure { id: id.to_owned(), label: text(label), decimals });
    if cells.is_empty() { None } else { Table::new("scores", text(words::export::TABLE_SCORES), dimensions.into(), measures.into(), cells) }
}

fn of_cell(cell: &ScoreCell, unit: usize, criterion: usize) -> Cell {
    let count = |count: u64| Printed::of(real(count), 0);
    let percent = |value: f64| Printed::of(value * 100.0, 2);
    let figures = cell.figures(MEASURES.len(), |of| {
        let counts = [of.respondents, of.score.asked, of.score.judged, of.score.open].map(count);
        let bounds = of.precision.and_then(|precision| precision.bounds);
        let precision = [
            of.precision.and_then(|precision| percent(precision.se)),
            bounds.and_then(|(lo, _)| percent(lo)),
            bounds.and_then(|(_, hi)| percent(hi)),
            of.precision.and_then(|precision| count(precision.df)),
        ];
        counts.into_iter().chain([percent(of.est)]).chain(precision).collect::<Vec<_>>()
    });
    Cell { codes: vec![unit, criterion], figures, weak: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::option_score::Asked;
    use crate::analysis::plan::{Interval, IntervalRule};
    use crate::analysis::scores::Scores;
    use crate::base::Lang;
    use crate::dataset::responses::{Criterion, Ratings};
    use crate::disclosure::derived::Figure;
    use crate::disclosure::{Threshold, release_scores};
    use crate::export::release::mark;

    #[test]
    fn few_are_withheld_and_nobody_is_nothing() {
        let options = [("a", Some(100)), ("d", Some(0))].map(|(code, points)| (code.to_owned(), points)).to_vec();
        let mut ratings = Ratings { respondents: 8, ..Ratings::default() };
        ratings.given.insert(("c".to_owned(), "X".to_owned()), [(Some("a".to_owned()), 3), (Some("d".to_owned()), 1)].into());
        ratings.given.insert(("c".to_owned(), "Y".to_owned()), [(Some("a".to_owned()), 1)].into());
        for (unit, times, sum) in [("X", 3, 100), ("X", 1, 0), ("Y", 1, 100)] {
            ratings.pooled.entry(unit.to_owned()).or_default().add(times, sum, 1);
        }
        let interval = Interval { rule: IntervalRule::Normal, level: 0.95 };
        let criteria = vec![Criterion { id: "c".to_owned(), options }];
        let found = Scores::of(&ratings, criteria, &["X", "Y", "Z"].map(str::to_owned), Asked::Sample(8, Some(16)), interval);
        let table = scores(&release_scores(&found, Threshold::new(3).unwrap()), &Names::default()).unwrap();
        let shown = |at: usize| table.cells()[at].figures[4].get().copied().flatten().map(|score| score.text(Lang::Vi));
        assert_eq!([0, 1].map(shown), [Some("75,00".to_owned()), Some("75,00".to_owned())]);
        assert!(table.cells()[2].figures.iter().all(|figure| *figure == Figure::Withheld));
        assert!(table.cells()[4].figures.iter().all(|figure| figure.get() == Some(&None)));
        assert_eq!([2, 4].map(|at| mark(&table.cells()[at], Lang::Vi)[0].clone()), ["không công bố", ""]);
        let codes: Vec<&str> = table.codes(&table.cells()[3]).map(|code| code.code.as_str()).collect();
        assert_eq!(codes, ["Y", "c"]);
    }
}
