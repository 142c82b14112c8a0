//! The option scores of a group's form: each unit on each criterion and on all of them
//! together. Over all criteria the judgements are pooled, `R = Σ points / Σ judgements`,
//! as answers are pooled for a factor; a respondent who judged a unit on seven criteria is
//! one respondent there. Invariant: a unit that the form asks about has a cell for the
//! whole and for each criterion, also where nobody judged it.

use serde::Serialize;

use super::option_score::{Asked, OptionScore, Precision, option_score, precision, ratio, sums};
use super::plan::Interval;
use crate::dataset::responses::{Criterion, Ratings, Sums};

/// Every score of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// How the respondents were found.
    pub asked: Asked,
    /// How intervals are made.
    pub interval: Interval,
    /// The criteria in the form's order.
    pub criteria: Vec<Criterion>,
    /// Valid forms.
    pub forms: u64,
    /// Unit by unit: first over all criteria, then criterion by criterion.
    pub cells: Vec<Scored>,
}

/// A unit on a criterion, or on all of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scored {
    /// Code of the unit.
    pub unit: String,
    /// Id of the criterion; none is all of them together.
    pub criterion: Option<String>,
    /// Counts and score. Over all criteria `counts` is empty and the others count
    /// judgements, not respondents.
    pub score: OptionScore,
    /// Respondents who judged at least once: what disclosure counts.
    pub respondents: u64,
    /// How precise the score is; none where there is no sampling error to speak of.
    pub precision: Option<Precision>,
}

impl Scores {
    /// The scores of these units, in their order.
    pub fn of(ratings: &Ratings, criteria: Vec<Criterion>, units: &[String], asked: Asked, interval: Interval) -> Self {
        let mut scores = Self { asked, interval, criteria, forms: ratings.respondents, cells: Vec::new() };
        for unit in units {
            let each: Vec<Scored> = scores.criteria.iter().map(|criterion| scores.on(ratings, unit, criterion)).collect();
            let pooled = scores.pooled(ratings, unit, &each);
            scores.cells.push(pooled);
            scores.cells.extend(each);
        }
        scores
    }

    fn on(&self, ratings: &Ratings, unit: &str, criterion: &Criterion) -> Scored {
        let nobody = std::collections::BTreeMap::new();
        let given = ratings.given.get(&(criterion.id.clone(), unit.to_owned())).unwrap_or(&nobody);
        let score = option_score(&criterion.options, given);
        let sums = sums(&criterion.options, &score.counts);
        let precision = precision(&sums, self.asked, self.interval);
        Scored { unit: unit.to_owned(), criterion: Some(criterion.id.clone()), respondents: sums.respondents, score, precision }
    }

    fn pooled(&self, ratings: &Ratings, unit: &str, each: &[Scored]) -> Scored {
        let sums = ratings.pooled.get(unit).copied().unwrap_or_default();
        let add = |of: fn(&OptionScore) -> u64| each.iter().map(|cell| of(&cell.score)).sum::<u64>();
        let (asked, open) = (add(|score| score.asked), add(|score| score.open));
        let score = OptionScore { counts: Vec::new(), asked, open, judged: sums.d, score: ratio(&sums) };
        Scored { unit: unit.to_owned(), criterion: None, respondents: sums.respondents, score, precision: self.precision(&sums) }
    }

    fn precision(&self, sums: &Sums) -> Option<Precision> {
        precision(sums, self.asked, self.interval)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::plan::IntervalRule;

    #[test]
    fn the_whole_pools_judgements_and_a_unit_without_any_has_its_cells() {
        let options = [("a", Some(100)), ("b", Some(60)), ("no_info", None)].map(|(code, points)| (code.to_owned(), points)).to_vec();
        let criteria = ["c", "k"].map(|id| Criterion { id: id.to_owned(), options: options.clone() }).to_vec();
        let mut ratings = Ratings { respondents: 3, ..Ratings::default() };
        let given =
            |a: u64, b: u64, none: u64| [(Some("a".to_owned()), a), (Some("b".to_owned()), b), (Some("no_info".to_owned()), none)].into();
        ratings.given.insert(("c".to_owned(), "X".to_owned()), given(2, 1, 0));
        ratings.given.insert(("k".to_owned(), "X".to_owned()), given(0, 1, 2));
        // Three respondents: (a, b), (a, –), (b, –).
        let mut pooled = Sums::default();
        [(160, 2), (100, 1), (60, 1)].into_iter().for_each(|(x, d)| pooled.add(1, x, d));
        ratings.pooled.insert("X".to_owned(), pooled);
        let interval = Interval { rule: IntervalRule::T, level: 0.95 };
        let scores = Scores::of(&ratings, criteria, &["X".to_owned(), "Y".to_owned()], Asked::Sample(3, None), interval);
        let cell = |unit: &str, criterion: Option<&str>| {
            scores.cells.iter().find(|cell| cell.unit == unit && cell.criterion.as_deref() == criterion).unwrap()
        };
        assert_eq!(scores.cells.len(), 6);
        // (2·100 + 1·60) / 3 judgements of c, 60 of k; together 320 / 4.
        assert_eq!(cell("X", Some("c")).score.score, Some(260.0 / 300.0));
        assert_eq!(cell("X", Some("k")).score.score, Some(0.6));
        let whole = cell("X", None);
        assert_eq!((whole.score.score, whole.score.judged, whole.score.asked, whole.respondents), (Some(0.8), 4, 6, 3));
        // Residuals of x − 80·d: 0, 20, −20: v = 3/2 · 800/16 = 75.
        assert!((whole.precision.unwrap().se - libm::sqrt(75.0) / 100.0).abs() < 1e-15);
        assert_eq!((cell("X", Some("k")).respondents, cell("X", Some("k")).precision.unwrap().bounds), (1, None), "t with no freedom");
        assert_eq!((cell("Y", None).score.score, cell("Y", None).precision), (None, None));
    }
}
