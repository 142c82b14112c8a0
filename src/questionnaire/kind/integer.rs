//! A whole number between its limits.

use super::Field;
use crate::base::Finding;
use crate::questionnaire::definition::Question;

pub(super) fn check(question: &Question, at: &str, findings: &mut Vec<Finding>) -> &'static [Field] {
    if let (Some(min), Some(max)) = (question.min, question.max)
        && min > max
    {
        findings.push(Finding::error("bad_limits", [at, ".max"].concat(), format!("{min}–{max}")));
    }
    &[Field::Min, Field::Max, Field::Missing]
}
