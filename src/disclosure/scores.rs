//! Option scores as a table that may leave: a unit that fewer respondents judged than the
//! minimum loses every number, one that nobody judged says so.

use serde::Serialize;

use super::derived::Figure;
use super::{Released, Threshold};
use crate::analysis::option_score::{Asked, OptionScore, Precision};
use crate::analysis::plan::Interval;
use crate::analysis::scores::Scores;
use crate::dataset::responses::Criterion;

/// A table of option scores that passed the rules.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreTable {
    /// The minimum that was applied.
    pub minimum: Threshold,
    /// How the respondents were found.
    pub asked: Asked,
    /// How intervals were made.
    pub interval: Interval,
    /// The criteria in the form's order.
    pub criteria: Vec<Criterion>,
    /// Unit by unit: first over all criteria, then criterion by criterion.
    pub cells: Vec<ScoreCell>,
}

/// A unit on a criterion, or on all of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreCell {
    /// Code of the unit.
    pub unit: String,
    /// Id of the criterion; none is all of them together.
    pub criterion: Option<String>,
    /// Its numbers, or why there are none.
    pub figures: Result<ScoreFigures, Hidden>,
}

impl ScoreCell {
    /// `len` numbers made of its numbers. Where nobody judged there is nothing to measure and
    /// nothing to hide: they are none, and not withheld.
    pub fn figures<T>(&self, len: usize, of: impl FnOnce(&ScoreFigures) -> Vec<Option<T>>) -> Vec<Figure<Option<T>>> {
        let whole = match &self.figures {
            Ok(figures) => Figure::Shown(of(figures)),
            Err(Hidden::NotJudged) => Figure::Shown((0..len).map(|_| None).collect()),
            Err(Hidden::Few) => Figure::Withheld,
        };
        whole.each(len)
    }
}

/// Why a score is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Hidden {
    /// Fewer respondents than the minimum judged.
    Few,
    /// Nobody judged.
    NotJudged,
}

/// The numbers of a published score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreFigures {
    /// The score, of 1.
    pub est: f64,
    /// Counts.
    pub score: OptionScore,
    /// Respondents who judged at least once.
    pub respondents: u64,
    /// How precise it is.
    pub precision: Option<Precision>,
}

/// Applies the rules to option scores.
pub fn release_scores(scores: &Scores, minimum: Threshold) -> Released<ScoreTable> {
    let cells = scores.cells.iter().map(|cell| {
        let figures = match cell.score.score {
            None => Err(Hidden::NotJudged),
            Some(_) if cell.respondents < u64::from(minimum.get()) => Err(Hidden::Few),
            Some(est) => Ok(ScoreFigures { est, score: cell.score.clone(), respondents: cell.respondents, precision: cell.precision }),
        };
        ScoreCell { unit: cell.unit.clone(), criterion: cell.criterion.clone(), figures }
    });
    let (asked, interval, criteria) = (scores.asked, scores.interval, scores.criteria.clone());
    Released { inner: ScoreTable { minimum, asked, interval, criteria, cells: cells.collect() } }
}
