//! A unit's sheet: what cost it points and why, against the mean and the best of all
//! units. Shares are of each unit's own applicable maximum, so units to which less
//! applies compare fairly.

use super::appraisal::Appraisal;
use super::exact::Exact;
use super::points::leaf::{LeafPoints, State};
use super::points::{Sum, UnitPoints};

/// A unit's sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The unit.
    pub unit: String,
    /// Fields, in the scheme's order.
    pub fields: Vec<FieldLine>,
    /// What lost points, most first; of equal losses, in the scheme's order.
    pub losses: Vec<Loss>,
    /// What did not count, and why.
    pub not_counted: Vec<(String, State)>,
}

/// A field beside those of all units.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldLine {
    /// The field's points.
    pub sum: Sum,
    /// All units.
    pub beside: Beside,
}

/// What lost points.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    /// The unit's points.
    pub leaf: LeafPoints,
    /// Points lost.
    pub lost: Exact,
    /// Why, as the appraisal says; empty for what the survey measured.
    pub reason: String,
    /// Documents that show it.
    pub evidence: String,
    /// All units.
    pub beside: Beside,
}

/// Shares of the maximum over all units where it counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Beside {
    /// Units that count.
    pub units: usize,
    /// The mean; none where no unit counts.
    pub mean: Option<Exact>,
    /// The best share and the units that have it.
    pub best: Option<(Exact, Vec<String>)>,
}

/// The sheet of a unit of `all`; none where it is not there.
pub fn sheet(unit: &str, all: &[UnitPoints], appraisal: &Appraisal) -> Option<Sheet> {
    let own = all.iter().find(|points| points.unit == unit)?;
    let fields = own.fields.iter().map(|sum| {
        let shares = all.iter().filter_map(|points| Some((points.unit.as_str(), points.field(&sum.id)?.share()?)));
        FieldLine { sum: sum.clone(), beside: beside(shares) }
    });
    let mut losses: Vec<Loss> =
        own.leaves.iter().filter(|leaf| !leaf.lost().is_zero()).map(|leaf| loss(unit, leaf, all, appraisal)).collect();
    losses.sort_by(|one, other| other.lost.cmp(&one.lost));
    let not_counted = own.leaves.iter().filter(|leaf| leaf.share().is_none()).map(|leaf| (leaf.id.clone(), leaf.state)).collect();
    Some(Sheet { unit: unit.to_owned(), fields: fields.collect(), losses, not_counted })
}

fn loss(unit: &str, leaf: &LeafPoints, all: &[UnitPoints], appraisal: &Appraisal) -> Loss {
    let shares = all.iter().filter_map(|points| {
        let same = points.leaves.iter().find(|other| other.id == leaf.id)?;
        Some((points.unit.as_str(), same.share()?))
    });
    let row = appraisal.row(unit, &leaf.id).filter(|_| leaf.state == State::Appraised);
    Loss {
        leaf: leaf.clone(),
        lost: leaf.lost(),
        reason: row.map_or_else(String::new, |row| row.reason.clone()),
        evidence: row.map_or_else(String::new, |row| row.evidence.clone()),
        beside: beside(shares),
    }
}

fn beside<'a>(shares: impl Iterator<Item = (&'a str, Exact)>) -> Beside {
    let shares: Vec<(&str, Exact)> = shares.collect();
    let mean = shares.iter().map(|(_, share)| share).sum::<Exact>().over(&Exact::whole(shares.len()));
    let best = shares.iter().map(|(_, share)| share).max();
    let best = best.map(|best| {
        let units = shares.iter().filter(|(_, share)| share == best).map(|(unit, _)| (*unit).to_owned());
        (best.clone(), units.collect())
    });
    Beside { units: shares.len(), mean, best }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::appraisal::{Mark, Row, Stage};
    use crate::analysis::index::points::{Inputs, Survey, points};
    use crate::analysis::index::tests::small;

    fn appraisal() -> Appraisal {
        let rows = [
            ("A", "1.1.1", "20"),
            ("A", "1.1.2", "15"),
            ("A", "2.1", "12"),
            ("B", "1.1.1", "KAD"),
            ("B", "1.1.2", "20"),
            ("B", "2.1", "30"),
        ];
        let row = |(unit, id, text): (&str, &str, &str)| {
            let council = Exact::parse(text).map_or(Mark::NotApplicable, Mark::Points);
            ((unit.to_owned(), id.to_owned()), Row { council, reason: format!("vì {id}"), evidence: "CV 7".to_owned(), ..Row::default() })
        };
        Appraisal { rows: rows.map(row).into() }
    }

    #[test]
    fn the_greatest_loss_comes_first_beside_the_mean_and_the_best() {
        let (scheme, appraisal) = (small(), appraisal());
        let inputs = Inputs { scheme: &scheme, appraisal: &appraisal, survey: &Survey::default(), stage: Stage::Council };
        let (all, _) = points(&inputs, &["A", "B"]);
        let own = sheet("A", &all, &appraisal).unwrap();
        let losses: Vec<_> = own.losses.iter().map(|loss| (loss.leaf.id.as_str(), loss.lost.plain(), loss.reason.as_str())).collect();
        assert_eq!(losses, [("2.1", "18".to_owned(), "vì 2.1"), ("1.1.2", "5".to_owned(), "vì 1.1.2")]);
        assert_eq!(own.losses[0].beside.mean, Exact::parse("0.7"));
        assert_eq!(own.losses[0].beside.best, Some((Exact::whole(1), vec!["B".to_owned()])));
        assert_eq!(own.fields[0].beside.best.as_ref().unwrap().1, ["B"]);
        assert_eq!(own.not_counted, [("1.2".to_owned(), State::NoSurvey), ("2.2".to_owned(), State::NoSurvey)]);
        let other = sheet("B", &all, &appraisal).unwrap();
        assert_eq!((other.losses.len(), other.not_counted[0].1), (0, State::NotApplicable));
        assert_eq!(sheet("C", &all, &appraisal), None);
    }
}
