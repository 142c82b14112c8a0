//! Index points as a table that may leave. Points of a unit are a declared release: its
//! total, rank and class are what the index is for, and stand on all groups together.
//! Where any of its survey criteria stands on fewer people than the minimum, its fields
//! are withheld: with the appraisal, which the unit knows, a field's points say what a
//! few people answered. Nothing of single criteria, groups or answers is in the table.

use super::{Released, Threshold};
use crate::analysis::index::exact::Exact;
use crate::analysis::index::points::UnitPoints;
use crate::analysis::index::points::leaf::{LeafPoints, State};
use crate::analysis::index::ranking::Standing;
use crate::analysis::index::scheme::Scheme;

/// Index points that passed the rules.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexTable {
    /// The minimum that was applied.
    pub minimum: Threshold,
    /// Names of the fields, in the scheme's order.
    pub fields: Vec<String>,
    /// Units: the ranking first, then those without a rank in the order given.
    pub rows: Vec<IndexRow>,
}

/// A unit's row.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexRow {
    /// Code of the unit.
    pub unit: String,
    /// Its place; none while points are open.
    pub standing: Option<Standing>,
    /// Bounds of the index at the scheme's confidence; none without a rank.
    pub bounds: Option<(f64, f64)>,
    /// Points of each field with the maximum that applies, or why they are not there.
    pub fields: Result<Vec<(Exact, Exact)>, Withheld>,
}

/// Why fields are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withheld {
    /// A criterion stands on fewer people than the minimum.
    Few,
    /// Points are still open.
    Open,
}

/// Applies the rules. `people` says how many judged a unit on a criterion, all groups
/// together.
pub fn release_index(
    scheme: &Scheme,
    points: &[UnitPoints],
    standings: &[Standing],
    people: &dyn Fn(&str, &str) -> u64,
    minimum: Threshold,
) -> Released<IndexTable> {
    let standing = |unit: &str| standings.iter().find(|standing| standing.unit == unit).cloned();
    let row = |unit: &UnitPoints| IndexRow {
        unit: unit.unit.clone(),
        standing: standing(&unit.unit),
        bounds: unit.interval(scheme).filter(|_| unit.complete),
        fields: fields(unit, people, minimum),
    };
    let ranked = standings.iter().filter_map(|standing| points.iter().find(|unit| unit.unit == standing.unit));
    let others = points.iter().filter(|unit| standing(&unit.unit).is_none());
    let fields = scheme.fields.iter().map(|field| field.id.clone()).collect();
    Released { inner: IndexTable { minimum, fields, rows: ranked.chain(others).map(row).collect() } }
}

fn fields(unit: &UnitPoints, people: &dyn Fn(&str, &str) -> u64, minimum: Threshold) -> Result<Vec<(Exact, Exact)>, Withheld> {
    let few = |leaf: &&LeafPoints| leaf.state == State::Surveyed && people(&unit.unit, &leaf.id) < u64::from(minimum.get());
    if !unit.complete {
        return Err(Withheld::Open);
    }
    if unit.leaves.iter().any(|leaf| few(&leaf)) {
        return Err(Withheld::Few);
    }
    Ok(unit.fields.iter().map(|field| (field.points.clone(), field.applicable.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::appraisal::{Appraisal, Mark, Row, Stage};
    use crate::analysis::index::points::{Answers, Inputs, Key, Survey, points};
    use crate::analysis::index::ranking::{rank, scored};
    use crate::analysis::index::tests::small;

    /// Two units with every point appraised; of A people judged, of B nobody.
    fn released(people: u64, minimum: u32) -> IndexTable {
        let row = |unit: &str, id: &str, points: &str| {
            let council = Exact::parse(points).map_or(Mark::Open, Mark::Points);
            ((unit.to_owned(), id.to_owned()), Row { council, ..Row::default() })
        };
        let rows =
            ["A", "B"].into_iter().flat_map(|unit| [("1.1.1", "18"), ("1.1.2", "15"), ("2.1", "20")].map(|(id, p)| row(unit, id, p)));
        let appraisal = Appraisal { rows: rows.chain([row("C", "2.1", "1")]).collect() };
        let counts = [("a".to_owned(), people)].into();
        let answers = [(Key::new("A", "c_procedures", "g"), Answers::Counts { counts, variance: 0.0 })];
        let survey = Survey { answers: answers.into(), ..Survey::default() };
        let scheme = small();
        let (points, _) =
            points(&Inputs { scheme: &scheme, appraisal: &appraisal, survey: &survey, stage: Stage::Council }, &["A", "B", "C"]);
        let standings = rank(&scheme, &scored(&points));
        let of = |unit: &str, _: &str| if unit == "A" { people } else { 0 };
        release_index(&scheme, &points, &standings, &of, Threshold::new(minimum).unwrap()).get().clone()
    }

    #[test]
    fn few_people_hide_fields_and_never_the_ranking() {
        for (people, expect) in [(9, Err(Withheld::Few)), (10, Ok(2))] {
            let table = released(people, 10);
            let row = table.rows.iter().find(|row| row.unit == "A").unwrap();
            assert_eq!(row.fields.as_ref().map(Vec::len).map_err(|why| *why), expect);
            assert!(row.standing.is_some() && row.bounds.is_some());
        }
    }

    #[test]
    fn a_unit_without_a_survey_has_its_fields_and_one_with_open_points_stands_last() {
        let table = released(20, 10);
        assert_eq!(table.rows.iter().map(|row| row.unit.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
        assert!(table.rows[1].fields.is_ok());
        assert_eq!((table.rows[2].fields.clone(), table.rows[2].standing.clone()), (Err(Withheld::Open), None));
    }
}
