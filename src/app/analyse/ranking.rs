//! Option scores as pictures: units in the order of their score, and the shares of the
//! options behind it. A unit without a score stays in the list, with the reason.

use super::scoring::Rated;
use crate::disclosure::{Hidden, ScoreCell, ScoreFigures, ScoreTable};

/// A unit in the ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its place, the best is 1; equal scores share a place. None without a score.
    pub place: Option<usize>,
    /// Its numbers, or why there are none.
    pub value: Result<ScoreFigures, Hidden>,
}

/// A bar of shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// The unit's code, or the criterion's id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Shares of the options with points among the judgements, the best option first, and
    /// the numbers; or why there are none.
    pub value: Result<(Vec<f64>, ScoreFigures), Hidden>,
}

/// The units on a criterion, or on all of them, best first; those without a score last.
pub fn ranking(rated: &Rated, table: &ScoreTable, criterion: Option<&str>) -> Vec<Ranked> {
    let cells = table.cells.iter().filter(|cell| cell.criterion.as_deref() == criterion);
    let mut all: Vec<Ranked> = cells
        .map(|cell| {
            let unit = rated.units.iter().find(|unit| unit.code == cell.unit);
            let name = unit.map_or_else(|| cell.unit.clone(), |unit| unit.name.clone());
            Ranked { code: cell.unit.clone(), name, place: None, value: cell.figures.clone() }
        })
        .collect();
    // A stable sort: equal ones stay in the campaign's order.
    all.sort_by(|a, b| match (&a.value, &b.value) {
        (Ok(x), Ok(y)) => y.est.total_cmp(&x.est),
        (Ok(_), Err(_)) => std::cmp::Ordering::Less,
        (Err(_), Ok(_)) => std::cmp::Ordering::Greater,
        (Err(x), Err(y)) => x.cmp(y),
    });
    let mut place = (1, f64::INFINITY);
    for (index, unit) in all.iter_mut().enumerate() {
        if let Ok(figures) = &unit.value {
            if figures.est < place.1 {
                place = (index + 1, figures.est);
            }
            unit.place = Some(place.0);
        }
    }
    all
}

/// A unit's criteria, in the form's order.
pub fn of_unit(rated: &Rated, table: &ScoreTable, unit: &str) -> Vec<Stack> {
    let cells = table.cells.iter().filter(|cell| cell.unit == unit);
    let stack = |cell: &ScoreCell| {
        let id = cell.criterion.clone()?;
        let name = rated.titles.get(&id).cloned().unwrap_or_else(|| id.clone());
        Some(Stack { value: shares(table, cell), id, name })
    };
    cells.filter_map(stack).collect()
}

/// All units on a criterion, best first.
pub fn of_criterion(rated: &Rated, table: &ScoreTable, criterion: &str) -> Vec<Stack> {
    let stack = |unit: Ranked| {
        let cell = table.cells.iter().find(|cell| cell.unit == unit.code && cell.criterion.as_deref() == Some(criterion))?;
        Some(Stack { id: unit.code, name: unit.name, value: shares(table, cell) })
    };
    ranking(rated, table, Some(criterion)).into_iter().filter_map(stack).collect()
}

/// The options of a criterion with points, the best first: place among all, and points.
pub fn judging(table: &ScoreTable, criterion: &str) -> Vec<(usize, u8)> {
    let found = table.criteria.iter().find(|one| one.id == criterion);
    let options = found.map(|one| one.options.as_slice()).unwrap_or_default();
    let mut judging: Vec<(usize, u8)> = options.iter().enumerate().filter_map(|(at, (_, points))| Some((at, (*points)?))).collect();
    judging.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    judging
}

fn shares(table: &ScoreTable, cell: &ScoreCell) -> Result<(Vec<f64>, ScoreFigures), Hidden> {
    let figures = cell.figures.clone()?;
    let judging = judging(table, cell.criterion.as_deref().unwrap_or_default());
    #[expect(clippy::cast_precision_loss, reason = "counts of respondents")]
    let share = |(at, _): &(usize, u8)| figures.score.counts.get(*at).map_or(0.0, |n| *n as f64) / figures.score.judged as f64;
    Ok((judging.iter().map(share).collect(), figures))
}

/// Judgements withheld: "not enough information", all options without points together.
pub fn without_judgement(table: &ScoreTable, criterion: &str, figures: &ScoreFigures) -> u64 {
    let found = table.criteria.iter().find(|one| one.id == criterion);
    let options = found.map(|one| one.options.as_slice()).unwrap_or_default();
    options.iter().zip(&figures.score.counts).filter(|((_, points), _)| points.is_none()).map(|(_, n)| n).sum()
}

/// The scores as bounds of an axis.
pub fn values(units: &[Ranked]) -> impl Iterator<Item = f64> + '_ {
    units.iter().filter_map(|unit| unit.value.as_ref().ok()).flat_map(|figures| {
        let (lo, hi) = figures.precision.and_then(|precision| precision.bounds).unwrap_or((figures.est, figures.est));
        [figures.est, lo, hi]
    })
}
