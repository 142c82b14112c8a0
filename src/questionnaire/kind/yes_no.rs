//! Rows × yes or no.

use super::{Field, check_rows};
use crate::base::Finding;
use crate::questionnaire::definition::Question;

pub(super) fn check(question: &Question, at: &str, findings: &mut Vec<Finding>) -> &'static [Field] {
    check_rows(question, at, findings);
    &[Field::Rows]
}
