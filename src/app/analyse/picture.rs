//! Pictures as data: what each draws and what its table says, from the released table,
//! so that a picture that is copied or printed holds nothing that may not leave.
//! A unit of the frame is always there: with its figure, or with why it has none.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use super::{Shown, Statistic};
use crate::analysis::{Counts, Domain, Subject};
use crate::dataset::FrameUnit;
use crate::disclosure::{Cell, Figures, Table};

/// A point with its interval, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Code of the unit, id of the factor, value of the column.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its figure.
    pub value: Result<Point, Why>,
}

/// An estimate as it is drawn and tabled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The weighted estimate: a share in `[0, 1]` or a mean level.
    pub est: f64,
    /// Its standard error.
    pub se: f64,
    /// Lower and upper bound; none where t has no degree of freedom.
    pub bounds: Option<(f64, f64)>,
    /// The same without weights.
    pub unweighted: f64,
    /// Denominators.
    pub n: Counts,
}

/// Why a figure is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Fewer respondents than the minimum of publication.
    Few,
    /// Nobody gave a valid answer.
    NoAnswer,
    /// No file in the period: nobody to ask.
    NoSurvey,
    /// `N` is there, no form came in.
    NoRow,
    /// Forms came in, `N` is not known: no weight.
    NoPopulation,
}

/// Units of one kind, best first; those without a figure at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The kind; empty where it is not known.
    pub kind: String,
    /// Its units.
    pub dots: Vec<Dot>,
}

/// A statement's levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The statement.
    pub id: String,
    /// Its printed number.
    pub number: String,
    /// Its text.
    pub label: String,
    /// Shares of the levels, worst first, and the figures of the share of satisfied.
    pub value: Result<(Vec<f64>, Point), Why>,
}

/// The figure of a cell.
pub fn point(figures: &Figures, statistic: Statistic) -> Option<Point> {
    let stat = match statistic {
        Statistic::Share => figures.share?,
        Statistic::Mean => figures.mean,
    };
    Some(Point { est: stat.est, se: stat.se, bounds: stat.lo.zip(stat.hi), unweighted: stat.unweighted, n: figures.n })
}

fn value(cell: Option<&Cell>, statistic: Statistic) -> Result<Point, Why> {
    let cell = cell.ok_or(Why::NoAnswer)?;
    let figures = cell.figures.as_ref().ok_or(Why::Few)?;
    point(figures, statistic).ok_or(Why::NoAnswer)
}

/// The whole: all units that the results are of.
///
/// # Errors
/// Why it is not shown.
pub fn whole(table: &Table, subject: &Subject, statistic: Statistic) -> Result<Point, Why> {
    value(find(table, &Domain::All, subject), statistic)
}

fn find<'a>(table: &'a Table, domain: &Domain, subject: &Subject) -> Option<&'a Cell> {
    table.cells.iter().find(|cell| cell.domain == *domain && cell.subject == *subject)
}

/// Units by kind. Kinds never share a ranking: other parts count for them.
pub fn rankings(shown: &Shown, table: &Table, subject: &Subject, statistic: Statistic, names: &Names) -> Vec<Ranking> {
    let cells = by_unit(table, subject);
    let frame = &shown.request.plan.frame;
    let mut kinds: BTreeMap<String, String> = frame.iter().map(|unit| (unit.code.clone(), unit.kind.clone())).collect();
    kinds.extend(shown.results.meta.units.iter().map(|unit| (unit.unit.clone(), unit.kind.clone())));
    let used: BTreeSet<&str> = shown.results.meta.units.iter().map(|unit| unit.unit.as_str()).collect();
    let mut order: Vec<String> = Vec::new();
    for kind in frame.iter().map(|unit| &unit.kind).chain(kinds.values()) {
        if !order.contains(kind) {
            order.push(kind.clone());
        }
    }
    let ranking = |kind: String| {
        let of_kind = kinds.iter().filter(|(_, of)| **of == kind);
        let dot = |(code, _): (&String, &String)| {
            let value =
                if used.contains(code.as_str()) { value(cells.get(code.as_str()).copied(), statistic) } else { Err(unused(frame, code)) };
            Dot { id: code.clone(), name: names.unit(code), value }
        };
        let mut dots: Vec<Dot> = of_kind.map(dot).collect();
        dots.sort_by(order_of);
        Ranking { kind, dots }
    };
    order.into_iter().map(ranking).collect()
}

fn by_unit<'a>(table: &'a Table, subject: &Subject) -> BTreeMap<&'a str, &'a Cell> {
    let of = |cell: &'a Cell| match &cell.domain {
        Domain::Unit { unit } if cell.subject == *subject => Some((unit.as_str(), cell)),
        Domain::All | Domain::Unit { .. } | Domain::UnitGroup { .. } | Domain::Profile { .. } => None,
    };
    table.cells.iter().filter_map(of).collect()
}

/// Why a unit is in the frame and has no row.
fn unused(frame: &[FrameUnit], code: &str) -> Why {
    let populations = || frame.iter().filter(|unit| unit.code == code).map(|unit| unit.population);
    if populations().all(|population| population.is_none()) {
        Why::NoPopulation
    } else if populations().flatten().all(|population| population <= 0.0) {
        Why::NoSurvey
    } else {
        Why::NoRow
    }
}

/// Best first, equal ones by name; without a figure last, by reason.
fn order_of(a: &Dot, b: &Dot) -> std::cmp::Ordering {
    match (&a.value, &b.value) {
        (Ok(x), Ok(y)) => y.est.total_cmp(&x.est).then_with(|| a.name.cmp(&b.name)),
        (Ok(_), Err(_)) => std::cmp::Ordering::Less,
        (Err(_), Ok(_)) => std::cmp::Ordering::Greater,
        (Err(x), Err(y)) => x.cmp(y).then_with(|| a.name.cmp(&b.name)),
    }
}

/// Runs of neighbours in a ranking whose first and last cannot be told apart at about
/// 95 %: `|a − b| ≤ 1.96 √(se_a² + se_b²)`, units being independent strata. Only runs
/// that no other contains, as index pairs.
pub fn ties(dots: &[Dot]) -> Vec<(usize, usize)> {
    let points: Vec<&Point> = dots.iter().map_while(|dot| dot.value.as_ref().ok()).collect();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (first, a) in points.iter().enumerate() {
        let alike = |b: &&Point| (a.est - b.est).abs() <= 1.96 * libm::sqrt(a.se * a.se + b.se * b.se);
        let last = first + points[first..].iter().take_while(|b| alike(b)).count() - 1;
        if last > first && runs.last().is_none_or(|run| last > run.1) {
            runs.push((first, last));
        }
    }
    runs
}

/// The statements in the plan's order, for all units or one.
pub fn bars(shown: &Shown, table: &Table, unit: Option<&str>, names: &Names) -> Vec<Bar> {
    let domain = unit.map_or(Domain::All, |unit| Domain::Unit { unit: unit.to_owned() });
    let plan = &shown.request.plan;
    let bar = |id: &String| {
        let cell = find(table, &domain, &Subject::Item { id: id.clone() });
        let value = value(cell, Statistic::Share).and_then(|point| {
            let figures = cell.and_then(|cell| cell.figures.as_ref()).ok_or(Why::NoAnswer)?;
            Ok((figures.levels.iter().map(|level| level.share).collect(), point))
        });
        let (number, label) = names.item(id);
        Bar { id: id.clone(), number, label, value }
    };
    let kinds: Vec<&str> = shown.request.kind.iter().map(String::as_str).collect();
    let counts = |id: &&String| {
        let factor = plan.factors.iter().find(|factor| factor.items.contains(id));
        let rule = plan.unit_kinds.iter().find(|rule| kinds.contains(&rule.kind.as_str()));
        factor.zip(rule).is_none_or(|(factor, rule)| rule.parts.contains(&factor.part))
    };
    plan.data.items.iter().filter(counts).map(bar).collect()
}

/// Factors in the plan's order, those that count.
pub fn factors(shown: &Shown, table: &Table, unit: Option<&str>, statistic: Statistic, names: &Names) -> Vec<Dot> {
    let domain = unit.map_or(Domain::All, |unit| Domain::Unit { unit: unit.to_owned() });
    let of = |factor: &crate::analysis::plan::Factor| {
        let subject = Subject::Factor { id: factor.id.clone() };
        let cell = find(table, &domain, &subject)?;
        Some(Dot { id: factor.id.clone(), name: names.subject(&subject), value: value(Some(cell), statistic) })
    };
    shown.request.plan.factors.iter().filter_map(of).collect()
}

/// The values of a profile column, in the questionnaire's order where it has one.
pub fn groups(table: &Table, column: &str, subject: &Subject, statistic: Statistic, names: &Names) -> Vec<Dot> {
    let of = |cell: &Cell| match &cell.domain {
        Domain::Profile { column: of, value: code } if of == column && cell.subject == *subject => {
            Some(Dot { id: code.clone(), name: names.value(column, code), value: value(Some(cell), statistic) })
        }
        Domain::All | Domain::Unit { .. } | Domain::UnitGroup { .. } | Domain::Profile { .. } => None,
    };
    table.cells.iter().filter_map(of).collect()
}

/// How many cells of the table are there, and how many are hidden.
pub fn hidden(table: &Table) -> (usize, usize) {
    (table.cells.len(), table.cells.iter().filter(|cell| cell.figures.is_none()).count())
}

/// A scale that holds all bounds: round ends and the ticks between, within `limits`.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// The left end.
    pub lo: f64,
    /// The right end.
    pub hi: f64,
    /// Where lines are drawn, both ends included.
    pub ticks: Vec<f64>,
}

impl Axis {
    /// The axis of these figures; `also` are marks that must be on it.
    pub fn of<'a>(dots: impl Iterator<Item = &'a Dot>, limits: (f64, f64), also: &[f64]) -> Self {
        let points = dots.filter_map(|dot| dot.value.as_ref().ok());
        let all = points.flat_map(|point| [point.est, point.bounds.map_or(point.est, |b| b.0), point.bounds.map_or(point.est, |b| b.1)]);
        Self::over(all.chain(also.iter().copied()), limits)
    }

    /// The axis of these values.
    pub fn over(values: impl Iterator<Item = f64>, limits: (f64, f64)) -> Self {
        let all: Vec<f64> = values.collect();
        let least = all.iter().copied().fold(f64::INFINITY, f64::min).clamp(limits.0, limits.1);
        let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max).clamp(limits.0, limits.1);
        let (least, most) = if least <= most { (least, most) } else { limits };
        let step = [0.01, 0.02, 0.05, 0.1, 0.2].map(|step| step * (limits.1 - limits.0));
        let step = step.into_iter().find(|step| (most - least) / step <= 6.0).unwrap_or((limits.1 - limits.0) / 4.0);
        let first = libm::floor((least - limits.0) / step + 1e-9);
        let end = libm::ceil((most - limits.0) / step - 1e-9).max(first + 1.0);
        let (lo, hi) = (limits.0 + first * step, limits.0 + end * step);
        let mut ticks = vec![lo];
        while ticks.len() < 40 && ticks.last().is_some_and(|tick| *tick < hi - step / 2.0) {
            ticks.push(lo + step * f64::from(u8::try_from(ticks.len()).unwrap_or(u8::MAX)));
        }
        Self { lo, hi, ticks }
    }

    /// Where a value is, in percent of the width; what is beyond an end is at it.
    pub fn percent(&self, value: f64) -> f64 {
        ((value - self.lo) / (self.hi - self.lo) * 100.0).clamp(0.0, 100.0)
    }
}
