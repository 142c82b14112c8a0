//! Which units are flagged, and by what. A condition is read as a tree that keeps its
//! shape, so the page can print the sentence with each part's figure: a code and its
//! values, no words. What is not known yet (a head without a rating, a field without
//! points) is neither met nor unmet.

use std::collections::BTreeMap;

use super::exact::Exact;
use super::points::UnitPoints;
use super::scheme::{Condition, Flag, Join, JudgedOn, Scheme};
use crate::analysis::interval::normal_two_sided;

/// A condition of one unit, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What it says.
    pub phrase: Phrase,
    /// Whether it is met; none where that cannot be known yet.
    pub met: Option<bool>,
    /// Whether the line lies inside the field's interval: another sample of respondents
    /// could have met it or not.
    pub within_error: bool,
    /// The conditions inside.
    pub of: Vec<Reading>,
}

/// What a condition says: a code for words, and its values.
#[derive(Debug, Clone, PartialEq)]
pub enum Phrase {
    /// A field is below a line.
    FieldBelow {
        /// The field.
        field: String,
        /// The line, as a share of the maximum.
        line: Exact,
        /// The unit's share; none where nothing applies, or for the sentence alone.
        share: Option<Exact>,
    },
    /// The head is rated one of these.
    HeadRated {
        /// The ratings that are meant.
        ratings: Vec<String>,
        /// The head's rating, where it is known.
        rating: Option<String>,
    },
    /// One of those inside is enough, or all are needed.
    Of(Join),
    /// No condition.
    Unclear,
}

impl Phrase {
    /// The code of its words.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FieldBelow { .. } => "field_below",
            Self::HeadRated { .. } => "head_rated",
            Self::Of(Join::Any) => "any_of",
            Self::Of(Join::All) => "all_of",
            Self::Unclear => "unclear",
        }
    }
}

/// Ratings of heads: unit → rating.
pub type Heads = BTreeMap<String, String>;

/// The sentence of a flag, of no unit.
pub fn sentence(condition: &Condition) -> Reading {
    let unknown = |phrase, of| Reading { phrase, met: None, within_error: false, of };
    match condition {
        Condition::FieldBelow { field, share } => {
            unknown(Phrase::FieldBelow { field: field.clone(), line: share.clone(), share: None }, Vec::new())
        }
        Condition::HeadRated(ratings) => unknown(Phrase::HeadRated { ratings: ratings.clone(), rating: None }, Vec::new()),
        Condition::Of(join, of) => unknown(Phrase::Of(*join), of.iter().map(sentence).collect()),
        Condition::Unclear => unknown(Phrase::Unclear, Vec::new()),
    }
}

/// A flag of a unit, read.
pub fn read(scheme: &Scheme, flag: &Flag, unit: &UnitPoints, heads: &Heads) -> Reading {
    condition(scheme, &flag.when, unit, heads)
}

fn condition(scheme: &Scheme, wanted: &Condition, unit: &UnitPoints, heads: &Heads) -> Reading {
    match wanted {
        Condition::FieldBelow { field, share } => field_below(scheme, field, share, unit),
        Condition::HeadRated(ratings) => {
            let rating = heads.get(&unit.unit).cloned();
            let met = rating.as_ref().map(|rating| ratings.contains(rating));
            Reading { phrase: Phrase::HeadRated { ratings: ratings.clone(), rating }, met, within_error: false, of: Vec::new() }
        }
        Condition::Of(join, of) => {
            let of: Vec<Reading> = of.iter().map(|one| condition(scheme, one, unit, heads)).collect();
            Reading { met: joined(*join, &of), within_error: of.iter().any(|one| one.within_error), phrase: Phrase::Of(*join), of }
        }
        Condition::Unclear => sentence(wanted),
    }
}

/// The line is drawn on the share as printed in percent, unless the scheme judges
/// exactly: nobody is asked to explain 75,00 %.
fn field_below(scheme: &Scheme, field: &str, line: &Exact, unit: &UnitPoints) -> Reading {
    let complete = |id: &str| !open(scheme, id, unit);
    let sum = unit.field(field).filter(|sum| complete(&sum.id));
    let share = sum.and_then(super::points::Sum::share);
    let judged = share.as_ref().map(|share| match scheme.judged_on {
        JudgedOn::Printed => share.rounded(usize::from(scheme.decimals) + 2),
        JudgedOn::Exact => share.clone(),
    });
    let reach = sum.map_or(0.0, |sum| normal_two_sided(scheme.confidence) * sum.share_error());
    let within_error = share.as_ref().is_some_and(|share| reach > 0.0 && (share - line).to_f64().abs() <= reach);
    let met = judged.map(|share| share < *line);
    Reading { phrase: Phrase::FieldBelow { field: field.to_owned(), line: line.clone(), share }, met, within_error, of: Vec::new() }
}

/// Whether points of a field are still open.
fn open(scheme: &Scheme, field: &str, unit: &UnitPoints) -> bool {
    let of_field = scheme.leaves().filter(|leaf| leaf.field.id == field).map(|leaf| leaf.leaf.id.as_str()).collect::<Vec<_>>();
    unit.leaves.iter().any(|leaf| leaf.state == super::points::leaf::State::Open && of_field.contains(&leaf.id.as_str()))
}

/// What is certain in spite of what is not known: one met condition is enough for any,
/// one unmet for all.
fn joined(join: Join, of: &[Reading]) -> Option<bool> {
    let decides = match join {
        Join::Any => true,
        Join::All => false,
    };
    if of.iter().any(|one| one.met == Some(decides)) {
        return Some(decides);
    }
    of.iter().all(|one| one.met.is_some()).then_some(!decides)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::appraisal::{Appraisal, Mark, Row, Stage};
    use crate::analysis::index::points::{Answers, Inputs, Key, Survey, points};
    use crate::analysis::index::tests::small;

    /// A unit with these points for 1.1.1 (of 20; 1.1.2 has 12 of 20) and 2.1 (of 30), no survey.
    fn unit(procedures: &str, digital: &str, survey: &Survey) -> UnitPoints {
        let row = |(id, text): (&str, &str)| {
            let council = Exact::parse(text).map_or(Mark::Open, Mark::Points);
            (("U".to_owned(), id.to_owned()), Row { council, ..Row::default() })
        };
        let appraisal = Appraisal { rows: [("1.1.1", procedures), ("1.1.2", "12"), ("2.1", digital)].map(row).into() };
        let scheme = small();
        points(&Inputs { scheme: &scheme, appraisal: &appraisal, survey, stage: Stage::Council }, &["U"]).0.remove(0)
    }

    fn met(scheme: &Scheme, procedures: &str, digital: &str, head: Option<&str>) -> Option<bool> {
        let heads = head.map(|head| ("U".to_owned(), head.to_owned())).into_iter().collect();
        read(scheme, &scheme.flags[0], &unit(procedures, digital, &Survey::default()), &heads).met
    }

    #[test]
    fn any_is_the_default_and_all_is_data() {
        let mut scheme = small();
        assert_eq!(met(&scheme, "18", "30", Some("excellent")), Some(false), "30 of 40 is 75 %, not below");
        assert_eq!(met(&scheme, "17.9", "30", Some("excellent")), Some(true));
        assert_eq!(met(&scheme, "18", "22", Some("excellent")), Some(true));
        assert_eq!(met(&scheme, "18", "30", Some("completed")), Some(true));
        if let Condition::Of(join, _) = &mut scheme.flags[0].when {
            *join = Join::All;
        }
        assert_eq!(met(&scheme, "18", "30", Some("completed")), Some(false));
        assert_eq!(met(&scheme, "18", "22", Some("completed")), Some(true));
    }

    #[test]
    fn what_is_not_known_decides_nothing() {
        let scheme = small();
        assert_eq!(met(&scheme, "18", "30", None), None, "the head has no rating yet");
        assert_eq!(met(&scheme, "10", "30", None), Some(true), "one field is enough");
        assert_eq!(met(&scheme, "", "30", Some("excellent")), None, "points are open");
    }

    #[test]
    fn the_line_is_drawn_on_what_is_printed() {
        let mut scheme = small();
        // 17.999 + 12 of 40 is 74.9975 %, printed 75,00 %.
        assert_eq!(met(&scheme, "17.999", "30", Some("excellent")), Some(false));
        scheme.judged_on = JudgedOn::Exact;
        assert_eq!(met(&scheme, "17.999", "30", Some("excellent")), Some(true));
    }

    #[test]
    fn the_sentence_keeps_its_shape() {
        let scheme = small();
        let sentence = sentence(&scheme.flags[0].when);
        let inside: Vec<&str> = sentence.of.iter().map(|one| one.phrase.code()).collect();
        assert_eq!((sentence.phrase.code(), inside), ("any_of", vec!["any_of", "head_rated"]));
        let line = Phrase::FieldBelow { field: "digital".into(), line: Exact::parse("0.75").unwrap(), share: None };
        assert_eq!(sentence.of[0].of[1].phrase, line);
    }

    #[test]
    fn a_line_inside_the_interval_is_said() {
        let counts = [("a".to_owned(), 3), ("c".to_owned(), 1)].into();
        let answers = [(Key::new("U", "c_procedures", "g"), Answers::Counts { counts, variance: 0.01 })];
        let survey = Survey { answers: answers.into(), ..Survey::default() };
        let unit = unit("18", "30", &survey);
        let reading = read(&small(), &small().flags[0], &unit, &Heads::new());
        assert!(reading.of[0].of[0].within_error, "{reading:?}");
        assert!(!reading.of[0].of[1].within_error);
    }
}
