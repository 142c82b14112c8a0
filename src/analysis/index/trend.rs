//! Rounds beside one another, through the table of old and new units. Where several old
//! units became one, the old score is their mean weighted by the people (or files) that
//! came from each; where those are not known, or the method changed, there is no
//! comparison, and it says why.

use std::collections::BTreeMap;

use super::exact::Exact;
use super::fault::Fault;
use super::grid::Grid;
use crate::analysis::interval::normal_two_sided;
use crate::base::Finding;

/// That some of an old unit went to a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Code in the older round.
    pub old: String,
    /// Code in the newer round.
    pub new: String,
    /// People that went this way, where it is known.
    pub population: Option<u64>,
}

/// A round's score of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Points.
    pub score: Exact,
    /// Standard error.
    pub error: f64,
}

/// A round.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Round {
    /// What it is called, such as its year.
    pub label: String,
    /// The scheme's id and edition: scores of two methods are not compared.
    pub method: String,
    /// Scores by unit.
    pub scores: BTreeMap<String, Value>,
}

/// An old score for a new unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Carried {
    /// Of one old unit that became this one whole.
    Same(Value),
    /// Of one old unit, other parts of which went elsewhere: the score is the whole's.
    Part(Value),
    /// Of several old units, weighted; with each one's share.
    Weighted(Value, Vec<(String, Exact)>),
    /// There is none.
    None(Why),
}

/// Why there is no comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// The table knows no old unit.
    NewUnit,
    /// Old units have no score.
    OldScoreMissing(Vec<String>),
    /// How many people came from these is not known; the old scores were in this range.
    PopulationUnknown(Vec<String>, Box<(Exact, Exact)>),
    /// The two rounds have different methods.
    MethodChanged,
    /// The unit has no score now.
    NoScoreNow,
}

impl Carried {
    /// The score.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Same(value) | Self::Part(value) | Self::Weighted(value, _) => Some(value),
            Self::None(_) => None,
        }
    }
}

/// Reads a table of old and new units: columns old, new and population.
pub fn read(grid: &Grid) -> (Vec<Link>, Vec<Finding>) {
    let mut findings = Vec::new();
    let columns = (grid.find(&["don_vi_cu", "cu", "old", "old_code"]), grid.find(&["don_vi_moi", "moi", "new", "new_code"]));
    let (Some(old), Some(new)) = columns else {
        return (Vec::new(), vec![Fault::ColumnMissing.error("row 1", if columns.0.is_none() { "Đơn vị cũ" } else { "Đơn vị mới" })]);
    };
    let population = grid.find(&["dan_so", "so_ho_so", "population", "n"]);
    let mut links: Vec<Link> = Vec::new();
    for row in (0..grid.rows.len()).filter(|row| !grid.is_blank(*row)) {
        let link = Link {
            old: grid.cell(row, old).to_owned(),
            new: grid.cell(row, new).to_owned(),
            population: people(grid, row, population, &mut findings),
        };
        if link.old.is_empty() || link.new.is_empty() {
            let column = if link.old.is_empty() { old } else { new };
            findings.push(Finding::error("cell_empty", grid.place(row, column), ""));
        } else if links.iter().any(|other| other.old == link.old && other.new == link.new) {
            findings.push(Fault::LinkTwice.error(grid.row_place(row), format!("{} → {}", link.old, link.new)));
        } else {
            links.push(link);
        }
    }
    (links, findings)
}

fn people(grid: &Grid, row: usize, column: Option<usize>, findings: &mut Vec<Finding>) -> Option<u64> {
    let column = column?;
    let cell = grid.cell(row, column);
    // Thousands may be grouped: a population has no decimals.
    let plain = cell.replace(['.', ',', ' ', '\u{a0}'], "");
    let number = plain.parse().ok().filter(|number: &u64| *number > 0);
    if number.is_none() && !cell.is_empty() {
        findings.push(Fault::BadPopulation.error(grid.place(row, column), cell));
    }
    number
}

/// The old scores for `unit`. A unit that no link names is itself, if it had a score.
pub fn carry(old: &BTreeMap<String, Value>, links: &[Link], unit: &str) -> Carried {
    let from: Vec<&Link> = links.iter().filter(|link| link.new == unit).collect();
    match from.as_slice() {
        [] => old
            .get(unit)
            .filter(|_| !links.iter().any(|link| link.old == unit))
            .map_or(Carried::None(Why::NewUnit), |value| Carried::Same(value.clone())),
        [one] => match old.get(&one.old) {
            None => Carried::None(Why::OldScoreMissing(vec![one.old.clone()])),
            Some(value) if links.iter().filter(|link| link.old == one.old).count() > 1 => Carried::Part(value.clone()),
            Some(value) => Carried::Same(value.clone()),
        },
        several => weighted(old, several),
    }
}

fn weighted(old: &BTreeMap<String, Value>, from: &[&Link]) -> Carried {
    let missing: Vec<String> = from.iter().filter(|link| !old.contains_key(&link.old)).map(|link| link.old.clone()).collect();
    if !missing.is_empty() {
        return Carried::None(Why::OldScoreMissing(missing));
    }
    let values: Vec<(&Link, &Value)> = from.iter().filter_map(|link| Some((*link, old.get(&link.old)?))).collect();
    let all: Option<u64> = values.iter().map(|(link, _)| link.population).sum();
    let shares = all.and_then(|all| {
        values.iter().map(|(link, _)| Exact::whole(link.population?).over(&Exact::whole(all))).collect::<Option<Vec<Exact>>>()
    });
    let Some(shares) = shares else {
        return unknown(&values);
    };
    let score = values.iter().zip(&shares).map(|((_, value), share)| share * &value.score).sum();
    let variance: f64 =
        values.iter().zip(&shares).map(|((_, value), share)| (share.to_f64() * value.error) * (share.to_f64() * value.error)).sum();
    let of = values.iter().zip(shares).map(|((link, _), share)| (link.old.clone(), share));
    Carried::Weighted(Value { score, error: variance.sqrt() }, of.collect())
}

fn unknown(values: &[(&Link, &Value)]) -> Carried {
    let names = values.iter().filter(|(link, _)| link.population.is_none()).map(|(link, _)| link.old.clone()).collect();
    let scores = || values.iter().map(|(_, value)| value.score.clone());
    let (least, greatest) = (scores().min().unwrap_or_default(), scores().max().unwrap_or_default());
    Carried::None(Why::PopulationUnknown(names, Box::new((least, greatest))))
}

/// A unit over the rounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The unit, of the last round.
    pub unit: String,
    /// Its score in each round, oldest first.
    pub rounds: Vec<Carried>,
    /// The change from the last but one round.
    pub change: Result<Change, Why>,
}

/// A change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// New less old.
    pub points: Exact,
    /// Its standard error.
    pub error: f64,
    /// Whether it is more than its error.
    pub certain: bool,
}

/// Units of the last round over all rounds, oldest first; `links[i]` lead from round `i`
/// to the next. Rounds of another method than the last one's have no score here.
pub fn trends(rounds: &[Round], links: &[Vec<Link>], confidence: f64) -> Vec<Trend> {
    let Some(last) = rounds.last() else { return Vec::new() };
    let names = units(last, links.last().map_or(&[], Vec::as_slice));
    names.iter().map(|unit| trend(rounds, links, unit, last, confidence)).collect()
}

fn units(last: &Round, links: &[Link]) -> Vec<String> {
    let mut all: Vec<String> = last.scores.keys().cloned().chain(links.iter().map(|link| link.new.clone())).collect();
    all.sort();
    all.dedup();
    all
}

fn trend(rounds: &[Round], links: &[Vec<Link>], unit: &str, last: &Round, confidence: f64) -> Trend {
    let of = |index: usize, round: &Round| {
        if round.method == last.method {
            carried_over(round, links.get(index..).unwrap_or_default(), unit)
        } else {
            Carried::None(Why::MethodChanged)
        }
    };
    let series: Vec<Carried> = rounds.iter().enumerate().map(|(index, round)| of(index, round)).collect();
    let change = match series.as_slice() {
        [.., before, now] => change(before, now, confidence),
        [_] | [] => Err(Why::NewUnit),
    };
    Trend { unit: unit.to_owned(), rounds: series, change }
}

/// A round's scores through every table up to the last round's units.
fn carried_over(round: &Round, links: &[Vec<Link>], unit: &str) -> Carried {
    let Some((last, earlier)) = links.split_last() else {
        return round.scores.get(unit).map_or(Carried::None(Why::NoScoreNow), |value| Carried::Same(value.clone()));
    };
    let mut scores = round.scores.clone();
    for table in earlier {
        scores = step(&scores, table);
    }
    carry(&scores, last, unit)
}

fn step(old: &BTreeMap<String, Value>, links: &[Link]) -> BTreeMap<String, Value> {
    let names = old.keys().chain(links.iter().map(|link| &link.new)).cloned().collect::<std::collections::BTreeSet<String>>();
    names.into_iter().filter_map(|unit| Some((unit.clone(), carry(old, links, &unit).value()?.clone()))).collect()
}

fn change(before: &Carried, now: &Carried, confidence: f64) -> Result<Change, Why> {
    let (old, new) = match (before, now) {
        (_, Carried::None(_)) => return Err(Why::NoScoreNow),
        (Carried::None(why), Carried::Same(_) | Carried::Part(_) | Carried::Weighted(..)) => return Err(why.clone()),
        (
            Carried::Same(old) | Carried::Part(old) | Carried::Weighted(old, _),
            Carried::Same(new) | Carried::Part(new) | Carried::Weighted(new, _),
        ) => (old, new),
    };
    let points = &new.score - &old.score;
    let error = libm::sqrt(old.error * old.error + new.error * new.error);
    let certain = points.to_f64().abs() > normal_two_sided(confidence) * error;
    Ok(Change { points, error, certain })
}

#[cfg(test)]
mod tests;
