//! Which subjects a plan has, and their estimates in all domains: first every
//! statement from one count of its codes, then the pooled subjects row by row.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::design::Design;
use super::domains::{Domains, Set};
use super::estimator::ratio::{self, Values};
use super::estimator::{Point, mean::Table};
use super::plan::{Factor, Part, Plan};
use super::results::{Counts, Estimate, Level, Stat, Subject};
use super::{Progress, Stop};
use crate::dataset::{BLANK, CODES, Dataset, Item, NOT_ASKED};

/// A respondent's own mean, made of whole numbers where it is asked for.
struct Quotient {
    sum: Vec<u32>,
    valid: Vec<u32>,
}

impl Values for Quotient {
    fn at(&self, row: usize) -> f64 {
        f64::from(self.sum[row]) / f64::from(self.valid[row])
    }
}

/// A plan over a dataset, ready to be worked through.
pub struct Work<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The data.
    pub data: &'a Dataset,
    /// Its design.
    pub design: &'a Design,
    /// Its domains.
    pub domains: &'a Domains,
}

/// What the answers to one statement, or to several, come to in one domain.
#[derive(Debug, Clone, Copy, Default)]
struct Answers {
    counts: [u64; CODES],
    weights: [f64; CODES],
}

impl Answers {
    fn plus(mut self, other: &Self) -> Self {
        for code in 0..CODES {
            self.counts[code] += other.counts[code];
            self.weights[code] += other.weights[code];
        }
        self
    }
}

/// A statement with its answers in each domain.
struct Tabulated<'a> {
    codes: Cow<'a, [u8]>,
    answers: Vec<Answers>,
}

/// What pooled subjects have: their statements, by index.
struct Pool {
    subject: Subject,
    items: Vec<usize>,
}

impl Work<'_> {
    /// All estimates: subject by subject, in each the domains in their order.
    ///
    /// # Errors
    /// [`Stop::Cancelled`] where `progress` says so.
    pub fn estimates(&self, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Vec<Estimate>, Stop> {
        let pools = self.pools();
        let total = u32::try_from(self.data.items.len() + pools.len() + self.data.numbers.len()).unwrap_or(u32::MAX);
        let mut done = 0;
        let mut step = || {
            done += 1;
            match progress(Progress { done, total }) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(Stop::Cancelled),
            }
        };
        let (mut rows, mut tabulated) = (Vec::new(), Vec::new());
        for item in &self.data.items {
            tabulated.push(self.item(item, &mut rows));
            step()?;
        }
        for pool in &pools {
            self.pooled(pool, &tabulated, &mut rows);
            step()?;
        }
        for number in &self.data.numbers {
            let subject = Subject::Number { id: number.id.clone() };
            self.plain(&subject, &number.values, &mut rows);
            step()?;
        }
        Ok(rows)
    }

    /// Factors and parts in the plan's order, the whole, and row means. The whole is
    /// what is in factors, or everything where there are none.
    fn pools(&self) -> Vec<Pool> {
        let items = |ids: &[&str]| {
            let found = self.data.items.iter().enumerate().filter(|(_, item)| ids.contains(&item.id.as_str()));
            found.map(|(index, _)| index).collect::<Vec<_>>()
        };
        let of = |keep: &dyn Fn(&str) -> bool| {
            let factors = self.plan.factors.iter().filter(|factor| keep(&factor.part));
            items(&factors.flat_map(|factor| factor.items.iter().map(String::as_str)).collect::<Vec<_>>())
        };
        let factor = |factor: &Factor| Pool {
            subject: Subject::Factor { id: factor.id.clone() },
            items: items(&factor.items.iter().map(String::as_str).collect::<Vec<_>>()),
        };
        let part = |part: &Part| Pool { subject: Subject::Part { id: part.id.clone() }, items: of(&|id| id == part.id) };
        let all = if self.plan.factors.is_empty() { (0..self.data.items.len()).collect() } else { of(&|_| true) };
        let mut pools: Vec<Pool> = self.plan.factors.iter().map(factor).chain(self.plan.parts.iter().map(part)).collect();
        pools.push(Pool { subject: Subject::Overall, items: all.clone() });
        pools.push(Pool { subject: Subject::RowMean, items: all });
        pools
    }

    /// The codes of a statement that count: those of units whose kind does not have
    /// the statement's part are as if it had not been asked.
    fn counting<'b>(&self, item: &'b Item) -> Cow<'b, [u8]> {
        // A statement without a part counts for every unit.
        let with_part = |factor: &&Factor| !factor.part.is_empty() && factor.items.contains(&item.id);
        let Some(factor) = self.plan.factors.iter().find(with_part) else {
            return Cow::Borrowed(&item.codes);
        };
        let set_aside = |kind: &String| {
            let rule = self.plan.unit_kinds.iter().find(|rule| rule.kind == *kind);
            rule.is_some_and(|rule| !rule.parts.contains(&factor.part))
        };
        let units: Vec<bool> = self.data.kinds.iter().map(set_aside).collect();
        if !units.contains(&true) {
            return Cow::Borrowed(&item.codes);
        }
        let aside = |unit: u32| units.get(unit as usize).copied().unwrap_or(false);
        item.codes.iter().zip(&self.data.unit.codes).map(|(&code, &unit)| if aside(unit) { NOT_ASKED } else { code }).collect()
    }

    fn item<'b>(&self, item: &'b Item, rows: &mut Vec<Estimate>) -> Tabulated<'b> {
        let codes = self.counting(item);
        let table = Table::new(self.design, self.domains, &codes);
        let (satisfied, level) = (self.scores(|level| f64::from(u8::from(self.is_satisfied(level)))), self.scores(f64::from));
        let mut answers = Vec::with_capacity(self.domains.sets.len());
        for set in &self.domains.sets {
            let here = Answers { counts: table.counts(set), weights: table.weights(set) };
            answers.push(here);
            let (Some(share), Some(mean)) = (table.point(set, &satisfied), table.point(set, &level)) else { continue };
            rows.push(Estimate {
                domain: set.key.clone(),
                subject: Subject::Item { id: item.id.clone() },
                n: self.counts(set, &here, mean.rows),
                share: Some(Self::stat(set, share)),
                mean: Self::stat(set, mean),
                levels: self.levels(&here),
            });
        }
        Tabulated { codes, answers }
    }

    fn pooled(&self, pool: &Pool, tabulated: &[Tabulated], rows: &mut Vec<Estimate>) {
        let mut valid = vec![0_u32; self.data.len()];
        let (mut satisfied, mut sum) = (valid.clone(), valid.clone());
        for &item in &pool.items {
            for (row, &code) in tabulated[item].codes.iter().enumerate() {
                if self.is_level(code) {
                    valid[row] += 1;
                    satisfied[row] += u32::from(self.is_satisfied(code));
                    sum[row] += u32::from(code);
                }
            }
        }
        if pool.subject == Subject::RowMean {
            drop(satisfied);
            return self.plain(&pool.subject, &Quotient { sum, valid }, rows);
        }
        let points = ratio::points(self.design, self.domains, [&satisfied, &sum], &valid);
        for (index, (set, point)) in self.domains.sets.iter().zip(points).enumerate() {
            let Some([share, mean]) = point else { continue };
            let here = pool.items.iter().fold(Answers::default(), |sum, &item| sum.plus(&tabulated[item].answers[index]));
            rows.push(Estimate {
                domain: set.key.clone(),
                subject: pool.subject.clone(),
                n: self.counts(set, &here, mean.rows),
                share: Some(Self::stat(set, share)),
                mean: Self::stat(set, mean),
                levels: self.levels(&here),
            });
        }
    }

    /// The mean of a number that each row has or, where it is NaN, has not.
    fn plain(&self, subject: &Subject, values: &impl Values, rows: &mut Vec<Estimate>) {
        let there: Vec<u8> = (0..self.data.len()).map(|row| u8::from(values.at(row).is_finite())).collect();
        for (set, point) in self.domains.sets.iter().zip(ratio::points(self.design, self.domains, [values], &there)) {
            let Some([point]) = point else { continue };
            let n = u64::from(set.rows);
            rows.push(Estimate {
                domain: set.key.clone(),
                subject: subject.clone(),
                n: Counts { rows: n, respondents: point.rows, asked: n, answered: point.rows, valid: point.rows, satisfied: 0 },
                share: None,
                mean: Self::stat(set, point),
                levels: Vec::new(),
            });
        }
    }

    fn stat(set: &Set, point: Point) -> Stat {
        let Point { est, se, unweighted, rows: _ } = point;
        let half = set.quantile.map(|quantile| quantile * se);
        Stat { est, se, df: set.df(), lo: half.map(|half| est - half), hi: half.map(|half| est + half), unweighted }
    }

    fn counts(&self, set: &Set, answers: &Answers, respondents: u64) -> Counts {
        let sum = |keep: &dyn Fn(u8) -> bool| (0_u8..).zip(&answers.counts).filter(|(code, _)| keep(*code)).map(|(_, n)| n).sum();
        Counts {
            rows: u64::from(set.rows),
            respondents,
            asked: sum(&|code| code != NOT_ASKED),
            answered: sum(&|code| code != NOT_ASKED && code != BLANK),
            valid: sum(&|code| self.is_level(code)),
            satisfied: sum(&|code| self.is_satisfied(code)),
        }
    }

    fn levels(&self, answers: &Answers) -> Vec<Level> {
        let all = 1..=self.plan.scale.levels;
        let weight = |level: u8| answers.weights[usize::from(level)];
        let total: f64 = all.clone().map(weight).sum();
        all.map(|level| Level { level, n: answers.counts[usize::from(level)], share: weight(level) / total }).collect()
    }

    fn scores(&self, score: impl Fn(u8) -> f64) -> [Option<f64>; CODES] {
        std::array::from_fn(|code| u8::try_from(code).ok().filter(|&code| self.is_level(code)).map(&score))
    }

    fn is_level(&self, code: u8) -> bool {
        (1..=self.plan.scale.levels).contains(&code)
    }

    fn is_satisfied(&self, code: u8) -> bool {
        self.is_level(code) && self.plan.scale.satisfied.contains(&code)
    }
}
