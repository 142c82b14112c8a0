//! Shown between questions, never answered, so it cannot be required.

use super::Field;
use crate::base::Finding;
use crate::questionnaire::definition::{Question, Required};

pub(super) fn check(question: &Question, at: &str, findings: &mut Vec<Finding>) -> &'static [Field] {
    if question.required != Required::No {
        findings.push(Finding::error("required_note", [at, ".required"].concat(), question.id.as_str()));
    }
    &[]
}
