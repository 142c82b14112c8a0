//! Rows × the levels of one scale: a statement is a row, a row is a variable.

use super::{Field, check_rows};
use crate::base::Finding;
use crate::questionnaire::definition::Question;

pub(super) fn check(question: &Question, at: &str, findings: &mut Vec<Finding>) -> &'static [Field] {
    check_rows(question, at, findings);
    if question.scale.is_none() {
        findings.push(Finding::error("no_scale", [at, ".scale"].concat(), question.id.as_str()));
    }
    &[Field::Rows, Field::Scale]
}
