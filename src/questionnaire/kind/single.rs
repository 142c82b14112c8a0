//! One of several options; at most one of them may ask for a specification.

use super::{Field, check_options};
use crate::base::Finding;
use crate::questionnaire::definition::Question;

pub(super) fn check(question: &Question, at: &str, findings: &mut Vec<Finding>) -> &'static [Field] {
    check_options(question, at, findings);
    if question.options.iter().filter(|choice| choice.specify).count() > 1 {
        findings.push(Finding::error("two_specify", [at, ".options"].concat(), question.id.as_str()));
    }
    &[Field::Options, Field::Missing]
}
