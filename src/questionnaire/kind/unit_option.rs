//! Evaluated units × options: one criterion, a row a unit, an option worth a share
//! of the criterion's points. "No information" is an option without points.

use super::{Field, check_options};
use crate::base::Finding;
use crate::questionnaire::definition::Question;

pub(super) fn check(question: &Question, at: &str, findings: &mut Vec<Finding>) -> &'static [Field] {
    check_options(question, at, findings);
    if question.options.iter().all(|choice| choice.points.is_none()) {
        findings.push(Finding::error("no_points", [at, ".options"].concat(), question.id.as_str()));
    }
    for (i, choice) in question.options.iter().enumerate() {
        if choice.points.is_some_and(|points| points > 100) {
            findings.push(Finding::error("too_many_points", format!("{at}.options[{i}].points"), choice.code.as_str()));
        }
    }
    &[Field::Options, Field::UnitKinds]
}
